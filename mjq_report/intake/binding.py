"""A name of a text and the dictionary: bound where it is exactly one of its names, else a new term with what is suggested for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mjq_report.figures import units

_Row = Mapping[str, str]
_DOMAINS: tuple[tuple[str, str], ...] = (
    ("agriculture", r"粮|农|林|牧|渔|种植|养殖|亩产|果|菜|畜|禽|水产|播种"),
    ("investment", r"投资|项目|开工|竣工|签约"),
    ("consumption", r"零售|消费|游客|旅游|民宿|电商|快递|餐饮"),
    ("environment", r"空气|水质|断面|PM|绿化|森林|污水|垃圾|能耗|排放|管网"),
    ("livelihood", r"就业|医|学|养老|老人|床位|学位|低保|社保|参保|收入|住房|救助|食堂|津贴|生活"),
    ("governance", r"网格|热线|工单|诉求|纠纷|警情|案件|事故|党|信访|治理|代表|提案|办结|满意"),
    ("enterprises", r"企业|市场主体|经营主体|个体|专精特新|小巨人|高新技术"),
    ("industry", r"工业|制造|产值|产业|产能"),
    ("culture", r"文化|文明|体育|图书|演出|非遗"),
    ("land", r"面积|行政村|社区|辖|人口|户籍|公里|道路|公路"),
    ("services", r"服务"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """What a name is: ids of the dictionary, or what is suggested for a new term."""

    indicator: str = ""
    breakdown: str = ""
    new_id: str = ""
    new_kind: str = ""
    new_unit: str = ""
    domain: str = ""
    two: bool = False  # two entries go by the name, none is chosen


class Binding:
    """The names of a dictionary, each with what goes by it. Built once, asked for every figure."""

    def __init__(self, indicators: Iterable[_Row], breakdowns: Iterable[_Row]) -> None:
        self._indicators: dict[str, list[_Row]] = defaultdict(list)
        self._breakdowns: dict[str, set[str]] = defaultdict(set)
        self._english: dict[str, list[str]] = defaultdict(list)
        self._industries: dict[str, str] = {}
        self._rows = {row["indicator"]: row for row in indicators}
        for row in self._rows.values():
            self._english[row["name_en"].lower()].append(row["indicator"])
            for name in names(row):
                if row not in self._indicators[_plain(name)] and _stands_alone(name, row):
                    self._indicators[_plain(name)].append(row)
        for row in breakdowns:
            for name in names(row):
                self._breakdowns[_plain(name)].add(row["breakdown"])
                if row["group"] == "industry" and len(name) >= _LONG:
                    self._industries[name] = row["breakdown"]

    def bound(self, name: str, base: str, kind: str, unit: str, breakdown: str = "") -> Bound:
        """What a figure is called `name`; `base` is its level's name, `breakdown` the group that its words name."""
        group = self._breakdowns.get(_plain(breakdown), set()) if breakdown else set()
        exact = self._fitting(name, kind, unit)
        if len(exact) > 1:
            return self._new(name, kind, unit, two=True)
        if exact and not breakdown:
            return Bound(exact[0]["indicator"])
        level = self._fitting((exact and name) or base, "level", "") if kind in ("growth", "average_growth") else exact
        if len(level) == 1 and (not breakdown or len(group) == 1):
            ending = {"growth": "_growth", "average_growth": "_average_growth"}.get(kind, "") if not exact else ""
            return Bound(level[0]["indicator"] + ending, next(iter(group), ""))
        if not breakdown and (found := self._parted(base, kind, unit)) is not None:
            return found
        return self._new(name, kind, unit)

    def of_english(self, name: str) -> str:
        """The entry whose English name this exactly is; empty where there is none or several."""
        plain = re.sub(r"^(?:the|town's|county's) ", "", name.lower())
        found = self._english.get(plain, [])
        return found[0] if len(found) == 1 else ""

    def unbound(self, name: str, kind: str, unit: str) -> Bound:
        """What is suggested where the words around a name make it something else."""
        return self._new(name, kind, unit)

    def industries_in(self, words: str) -> bool:
        """Whether words name an industry: then what follows may be its, not the place's."""
        return any(name in words for name in self._industries)

    def _fitting(self, name: str, kind: str, unit: str) -> list[_Row]:
        return [row for row in self._indicators.get(_plain(name), ()) if _fits(row, kind, unit)]

    def _parted(self, base: str, kind: str, unit: str) -> Bound | None:
        """新能源汽车产值: a group's name in front of an indicator's, both exact."""
        if kind not in ("level", "count", "growth"):
            return None
        plain = _plain(base)
        found = {
            (group, row["indicator"])
            for place in range(2, len(plain) - 1)
            for group in (self._industries.get(plain[:place]),)
            if group is not None and len(plain) - place >= _LONG
            for row in self._indicators.get(plain[place:], ())
            if _fits(row, "level" if kind == "growth" else kind, "" if kind == "growth" else unit)
        }
        if len(found) != 1:
            return None
        group, indicator = next(iter(found))
        return Bound(indicator + ("_growth" if kind == "growth" else ""), group)

    def _new(self, name: str, kind: str, unit: str, two: bool = False) -> Bound:
        domain = next((domain for domain, words in _DOMAINS if re.search(words, name)), "economy")
        own = {"level": "flow", "average_growth": "growth", "multiple": "rate", "ratio": "rate"}.get(kind, kind)
        if kind == "level" and re.search(r"余额|人口|面积|里程|长度|库容|率|床位", name):
            own = "stock"
        return Bound(new_id=identifier(name), new_kind=own, new_unit=unit, domain=domain, two=two)


def names(row: _Row) -> list[str]:
    """All names of an entry, the full one first."""
    return [name for name in (row["name_zh"], row.get("short_zh", ""), *row.get("aliases_zh", "").split("|")) if name]


def _plain(name: str) -> str:
    """Without marks that texts write or omit, and without 规模以上, which is a coverage."""
    return re.sub(r"[“”（）()、·\s]|规模以上|规上", "", name)


_LONG = 4  # characters of a name that says by itself what it is


def _stands_alone(name: str, row: _Row) -> bool:
    """Whether a name may be bound: 满意率 and 产值 are of whatever was spoken of, unless an entry has no longer name."""
    if name == row["name_zh"] or name in ("GDP", "CPI", "固投", "社零额"):
        return True
    return len(name) >= _LONG and _OF_WHATEVER.search(name) is None


_OF_WHATEVER = re.compile(r"(?:满意|办结|解决|响应|合格|成功|完成|覆盖|达标|参与|知晓|使用|处置|回复)[率度]\Z")


def _fits(row: _Row, kind: str, unit: str) -> bool:
    """Whether an entry may have a figure of this kind and unit."""
    own = row["kind"]
    if kind in ("growth", "average_growth"):
        return own == "growth"
    if kind in ("difference", "rank", "ordinal"):
        return own == kind
    if kind == "share":
        return own in ("rate", "share") and units.compatible(row["unit"], unit)
    if own in ("growth", "difference", "rank", "ordinal"):
        return False
    return not unit or units.compatible(row["unit"], unit)


def identifier(name: str) -> str:
    """A suggestion for an id, the same for the same name: letters and digits of the name, else a number made of it."""
    import zlib

    ascii_part = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return f"new_{ascii_part + '_' if ascii_part else ''}{zlib.crc32(name.encode()):08x}"
