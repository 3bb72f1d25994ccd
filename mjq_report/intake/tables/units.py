"""Which unit of several a figure has: the table says 单位：户、人、万元, the name says what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FITS: tuple[tuple[str, str], ...] = (  # what a name ends in or holds, and the units that go with it
    (r"率\Z|比重|占比|增速|增幅|增长(?:速度)?\Z|比例|构成", r"%|‰|个?百分点"),
    (r"指数\Z", r"%|\Z"),
    (r"户数\Z|户\Z|农户", r"万?户"),
    (r"单产|亩产|每亩|平均亩", r".+/.+|公斤|千克|斤"),
    (r"人均.*(?:收入|支出|生产总值|GDP|产值|消费|纯收入)|工资|平均.*收入", r"元"),
    (r"人均.*面积", r"平方米|亩"),
    (r"面积", r".*(?:亩|公顷|平方公里|平方米|平方千米)"),
    (r"人口|人数|人员|劳动力|职工|学生|教师|医生|党员|从业|就业|游客|参保", r".*人次?|名|万?名"),
    (r"存栏|出栏|出笼|生猪|牛|羊|家禽|禽", r".*(?:头|只|羽)|.*吨"),
    (r"产量|总产|粮食|油料|蔬菜|水果|水产品|化肥", r".*(?:吨|公斤|千克|斤|担|升|立方米)"),
    (r"里程|长度|公路|道路", r".*(?:公里|千米|米)"),
    (r"用电量|发电量|电量", r".*千瓦时|.*度"),
    (r"收入|产值|投资|增加值|总额|支出|利润|税|存款|贷款|余额|零售|资产|销售|出口|进口|预算|生产总值|GDP|资金|金额|额\Z|负债|成本|外资", r".*元"),
    (r"企业|单位|机构|学校|医院|项目|个数|村|社区|床位|家数|数\Z", r".*(?:个|家|所|处|项|座|张|床|件)"),
)  # fmt: skip


def fit(unit: str, name: str) -> int:
    """1 where a unit goes with a name, -1 where it does not, 0 where nothing is known of the name."""
    for pattern, allowed in _FITS:
        if re.search(pattern, name):
            return 1 if re.fullmatch(allowed, unit) else -1
    return 0


def chosen(units: Sequence[str], name: str) -> str:
    """The only unit of several that goes with a name; "" where none or several do."""
    fitting = [unit for unit in units if fit(unit, name) == 1]
    if len(fitting) == 1:
        return fitting[0]
    possible = [unit for unit in units if fit(unit, name) >= 0]
    return possible[0] if len(possible) == 1 else ""


_USUAL = (
    (r"户数\Z|户\Z", "户"), (r"人口|人数|人员|劳动力|职工|学生|从业", "人"), (r"(?:企业|单位|机构|项目|村|社区|学校)(?:个)?数?\Z|个数\Z", "个"),
)  # fmt: skip


def usual(name: str) -> str:
    """The unit that things of a name are counted in where a table says nothing; "" where it may be several."""
    return next((unit for pattern, unit in _USUAL if re.search(pattern, name)), "")


def in_turn(units: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Units by name where a table lists as many as it has names, in their order, and none is out of place; else none."""
    if len(units) != len(names) or any(fit(unit, name) < 0 for unit, name in zip(units, names, strict=True)):
        return {}
    return dict(zip(names, units, strict=True))
