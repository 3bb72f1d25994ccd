"""Figures with hedge, sign, unit and status, and their changes."""

from __future__ import annotations

from decimal import Decimal

from mjq_report.figures.formats import ends, signed
from mjq_report.figures.kinds import AS_WORDED, BELOW
from mjq_report.lang.zh.numbers import numeral
from mjq_report.lang.zh.periods import period
from mjq_report.model.codes import Basis, IndicatorKind, Movement, Qualifier, Status
from mjq_report.model.document import Printed
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

_SCALES = ("万亿", "亿", "万")  # numerals that a unit may start with
_HEDGES_BEFORE = {Qualifier.ABOUT: "约", Qualifier.MORE_THAN: "超", Qualifier.NEARLY: "近"}
_HEDGES_BEHIND = {Qualifier.AT_LEAST: "以上", Qualifier.AT_MOST: "以内"}
_LOSSES = {Movement.LOSS_NARROWED: "减亏", Movement.LOSS_WIDENED: "增亏"}
_STATUS = {
    Status.ESTIMATED: "预计",
    Status.PRELIMINARY: "初步核算",
    Status.PLANNED: "计划",
    Status.TARGET: "目标",
}


def status(value: Status) -> str:
    """预计, 计划 …; empty for an actual figure."""
    return _STATUS.get(value, "")


def comparison(value: Period, change: Decimal | None = None) -> str:
    """比上年 for whole years, 同比 for part of one (《中国统计年鉴》使用说明); 与上年 where nothing changed."""
    if not value.is_year:
        return "同比"
    return "与上年" if change == 0 else "比上年"


def direction(change: Decimal, rate: bool = False) -> str:
    """增长/下降/持平 for amounts; 提高/下降/持平 for a difference of rates. Follows the sign of the rounded figure."""
    if change == 0:
        return "持平"
    if change < 0:
        return "下降"
    return "提高" if rate else "增长"


def quantity(printed: str, unit: str, qualifier: Qualifier = Qualifier.EXACT, wording: str = "") -> Printed:
    """A figure with its hedge where the words have it: `约30%`, `290余家`, `2.4万余亩`, `超1320亿元`, `74%以上`.

    `wording` is 余 or 多 when the source hedges behind the digits. It follows round integers directly
    (900余万元: ten more, or a hundred), and 万 or 亿 behind any other number (2.4万余亩); `万余` says
    that it stood behind the 万 in any case.
    """
    number = signed(printed)
    if wording == BELOW:
        return Printed(BELOW, number, unit)
    if qualifier is Qualifier.MORE_THAN and wording:
        scale = next((s for s in _SCALES if unit.startswith(s)), "")
        behind = wording[:-1] == scale or not printed.endswith("0") or "." in printed
        first = scale if behind else ""
        return Printed("", number, f"{first}{wording[-1]}{unit.removeprefix(first)}")
    return Printed(_HEDGES_BEFORE.get(qualifier, ""), number, unit + _HEDGES_BEHIND.get(qualifier, ""))


def figure(fact: Fact) -> Printed:
    """A fact's value as it is printed: a rank as `第8位` or `前10名`, an ordinal, a size or a day as the source words it,
    a range with both its ends."""
    if fact.kind is IndicatorKind.RANK:
        return Printed(fact.wording or "第", fact.printed, fact.unit or "位")
    if fact.kind is IndicatorKind.DATE and "年" not in fact.wording and "月" in fact.wording:
        return Printed("", period(fact.period) + fact.wording.partition("月")[2], "")  # 今年11月底: 2025年11月底
    if fact.kind in AS_WORDED:
        hedged = quantity(fact.printed, fact.unit, fact.qualifier)
        return Printed(hedged.hedge, fact.wording, "") if fact.wording else _placed(fact, hedged)
    if fact.movement in _LOSSES and fact.kind is IndicatorKind.DIFFERENCE:
        return Printed(_LOSSES[fact.movement], fact.printed.lstrip("-"), fact.unit)
    if fact.upper is not None:
        return spread(fact.printed, f"{fact.upper:f}", fact.unit, fact.qualifier)
    return quantity(fact.printed, fact.unit, fact.qualifier, fact.wording)


def _placed(fact: Fact, hedged: Printed) -> Printed:
    """What has no wording of its own: an ordinal with 第, the others as any figure."""
    return Printed("第", fact.printed, fact.unit) if fact.kind is IndicatorKind.ORDINAL else hedged


def spread(low: str, high: str, unit: str, qualifier: Qualifier = Qualifier.EXACT) -> Printed:
    """A range as published: `5.5%—6%`, `3—5家`; the unit stands at both ends where it could be misread (see `between`)."""
    first = signed(low) + (unit if _at_both_ends(unit) else "")
    hedged = quantity(high, unit, qualifier)
    return Printed(hedged.hedge, f"{first}—{signed(high)}", hedged.unit)


def _at_both_ends(unit: str) -> bool:
    return unit in ("%", "‰") or unit.startswith(_SCALES)


def movement(fact: Fact) -> str:
    """A change in words, its direction taken from its sign: `增长41.9%`, `下降超5%`, `提高6.31个百分点`, `持平`.

    Places move forward and back (`前移3位`), growth may be in 番 (`翻一番`).
    """
    if fact.operation == "moved":
        return _moved(fact)
    if fact.unit == "番" and fact.value > 0:
        return doubled(fact.printed, fact.qualifier)
    word = direction(fact.value, rate=fact.unit.endswith(("百分点", "千分点", "基点")))
    if fact.value == 0:
        return word
    if fact.upper is not None and fact.value < 0:
        return word + spread(f"{fact.upper:f}".lstrip("-"), fact.printed.lstrip("-"), fact.unit, fact.qualifier).text
    if fact.upper is not None:
        return word + figure(fact).text
    return word + quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier, fact.wording).text


def _moved(fact: Fact) -> str:
    """Places in an order, where forward is better: `前移3位`, `后移2位`, `保持不变`."""
    if fact.value == 0:
        return "保持不变"
    return ("前移" if fact.value > 0 else "后移") + fact.printed.lstrip("-") + fact.unit


def doubled(printed: str, qualifier: Qualifier) -> str:
    """`翻一番`, `翻近两番`: the hedge stands in the middle."""
    times = int(printed) if printed.isdecimal() else 0
    digits = "两" if times == 2 else numeral(times) if 1 <= times <= 99 else printed
    hedged = quantity(printed, "番", qualifier)
    return f"翻{hedged.hedge}{digits}{hedged.unit}"


def basis(value: Basis | None) -> str:
    """`按可比口径`: what a growth is measured by, before the words of its comparison; empty where the source says nothing."""
    return {Basis.COMPARABLE: "按可比口径", Basis.CONSTANT_PRICE: "按可比价格"}.get(value, "") if value else ""


def between(low: Decimal, high: Decimal, decimals: int, unit: str = "") -> str:
    """A range in words, its bounds rounded outwards: `在20.17%至20.68%之间`, `在81至83家之间`, `不低于90%`.

    ±Infinity is no end. Per cent signs, and units with 万 or 亿, stand at both ends, since 13至17万元 could start
    at 13元 (GB/T 15835-2011 5.1.3); other units stand at the last.
    """
    bottom, top = ends(low, high, decimals)
    if bottom and top:
        first = bottom + (unit if _at_both_ends(unit) else "")
        return f"为{top}{unit}" if bottom == top else f"在{first}至{top}{unit}之间"
    return f"不低于{bottom}{unit}" if bottom else f"不高于{top}{unit}" if top else "不限"
