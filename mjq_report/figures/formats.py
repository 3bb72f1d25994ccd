"""Numbers, units, periods and dates into words. The only place that rounds.

Digits follow GB/T 15835-2011: Arabic figures for quantities, four or more integer digits without
a separator inside running text (5.1.1 allows either; the sources print none), `—` between the
ends of a range of years and months (GB/T 15834-2011 4.13.3.3).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import Printed
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

MINUS = "\u2212"  # GB/T 15835 leaves the sign open; the true minus aligns with digits
PERCENT = "%"
POINTS = "个百分点"

_PREFIX = {Qualifier.ABOUT: "约", Qualifier.MORE_THAN: "超", Qualifier.NEARLY: "近"}
_SUFFIX = {Qualifier.AT_LEAST: "以上"}
_STATUS = {
    Status.ESTIMATED: "预计",
    Status.PRELIMINARY: "初步核算",
    Status.PLANNED: "计划",
    Status.TARGET: "目标",
}
_SCALES = ("万亿", "亿", "万")  # numerals that a unit may start with
_CHINESE_DIGITS = "〇一二三四五六七八九"


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, the usual practice (四舍五入) of Chinese statistical bulletins."""
    return _rounded(value, decimals, ROUND_HALF_UP)


def _rounded(value: Decimal, decimals: int, rounding: str) -> Decimal:
    """`value` at `decimals` places, however long it is; the context's precision would refuse long ones."""
    exact = Context(prec=max(value.adjusted(), 0) + decimals + 2)
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding, context=exact)


def round_hedged(value: Decimal, decimals: int, qualifier: Qualifier) -> Decimal:
    """Round so that the hedge stays true: 超66.66% becomes 超66.6%, never 超66.7%; 近 rounds the other way."""
    if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return _rounded(value, decimals, ROUND_DOWN)
    if qualifier is Qualifier.NEARLY:
        return _rounded(value, decimals, ROUND_UP)
    return round_half_up(value, decimals)


def between(low: Decimal, high: Decimal, decimals: int, unit: str = "") -> str:
    """A range in words, its bounds rounded outwards: `在20.17%至20.68%之间`, `在81至83家之间`, `不低于90%`.

    ±Infinity is no end. Per cent signs, and units with 万 or 亿, stand at both ends, since 13至17万元 could start
    at 13元 (GB/T 15835-2011 5.1.3); other units stand at the last.
    """
    bottom = _bound(low, decimals, ROUND_FLOOR) if low.is_finite() else ""
    top = _bound(high, decimals, ROUND_CEILING) if high.is_finite() else ""
    if bottom and top:
        first = bottom + (unit if unit == PERCENT or unit.startswith(_SCALES) else "")
        return f"为{top}{unit}" if bottom == top else f"在{first}至{top}{unit}之间"
    return f"不低于{bottom}{unit}" if bottom else f"不高于{top}{unit}" if top else "不限"


def facing(low: Decimal, high: Decimal, decimals: int) -> tuple[str, str]:
    """Both ends of a gap, rounded into it: what is said to be at most `low` and at least `high` stays so.

    With as many more decimals as it takes to keep them apart. ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"there is no gap between {low} and {high}")
    while not _rounded(low, decimals, ROUND_CEILING) < _rounded(high, decimals, ROUND_FLOOR):
        decimals += 1
    return _bound(low, decimals, ROUND_CEILING), _bound(high, decimals, ROUND_FLOOR)


def _bound(value: Decimal, decimals: int, rounding: str) -> str:
    """Rounded as told, without trailing zeros behind the point and without a negative zero."""
    text = f"{_rounded(value, decimals, rounding) + 0:f}"
    return signed(text.rstrip("0").rstrip(".") if "." in text else text)


def digits(value: Decimal, decimals: int) -> str:
    """`value` rounded to `decimals` places in ASCII digits, a true minus in front when negative, never `-0`."""
    rounded = round_half_up(value, decimals)
    if rounded == 0:
        rounded = abs(rounded)
    return signed(f"{rounded:f}")


def signed(printed: str) -> str:
    """Printed digits with the hyphen of a negative number turned into a minus sign."""
    return MINUS + printed[1:] if printed.startswith("-") else printed


def quantity(printed: str, unit: str, qualifier: Qualifier = Qualifier.EXACT, wording: str = "") -> Printed:
    """A figure with its hedge where the words have it: `约30%`, `290余家`, `2.4万余亩`, `超1320亿元`, `74%以上`.

    `wording` is 余 or 多 when the source hedges behind the digits. It follows round integers directly
    (900余万元: ten more, or a hundred), and 万 or 亿 behind any other number (2.4万余亩); `万余` says
    that it stood behind the 万 in any case.
    """
    number = signed(printed)
    if qualifier is Qualifier.MORE_THAN and wording:
        scale = next((s for s in _SCALES if unit.startswith(s)), "")
        behind = wording[:-1] == scale or not printed.endswith("0") or "." in printed
        first = scale if behind else ""
        return Printed("", number, f"{first}{wording[-1]}{unit.removeprefix(first)}")
    return Printed(_PREFIX.get(qualifier, ""), number, unit + _SUFFIX.get(qualifier, ""))


def figure(fact: Fact) -> Printed:
    """A fact's value as it is printed."""
    return quantity(fact.printed, fact.unit, fact.qualifier, fact.wording)


def status_word(status: Status) -> str:
    """预计, 计划 …; empty for an actual figure."""
    return _STATUS.get(status, "")


def period(value: Period, lang: str = "zh") -> str:
    """A period in words: `2025年`, `2024年1—11月`, `2016—2020年`, `2024年12月28日`."""
    if lang == "en":
        return _period_en(value)
    a, b = value.first, value.last
    if value.is_day:
        return f"{a.year}年{a.month}月{a.day}日"
    if value.is_year:
        return f"{a.year}年"
    if value.is_years:
        return f"{a.year}—{b.year}年"
    if "/" not in value.text:
        return f"{a.year}年{a.month}月"
    if len(value.text) > 15:
        return f"{date(a)}—{date(b)}"
    if a.year == b.year:
        return f"{a.year}年{a.month}—{b.month}月"
    return f"{a.year}年{a.month}月—{b.year}年{b.month}月"


_MONTHS = "January February March April May June July August September October November December".split()


def _period_en(value: Period) -> str:
    a, b = value.first, value.last
    if value.is_day:
        return f"{a.day} {_MONTHS[a.month - 1]} {a.year}"
    if value.is_year:
        return str(a.year)
    if value.is_years:
        return f"{a.year}\u2013{b.year}"
    if "/" not in value.text:
        return f"{_MONTHS[a.month - 1]} {a.year}"
    if len(value.text) > 15:
        return f"{date(a, 'en')}\u2013{date(b, 'en')}"
    if a.year == b.year:
        return f"{_MONTHS[a.month - 1]}\u2013{_MONTHS[b.month - 1]} {a.year}"
    return f"{_MONTHS[a.month - 1]} {a.year}\u2013{_MONTHS[b.month - 1]} {b.year}"


def period_short(value: Period) -> str:
    """A period for an axis or a table cell: `2025`, `2024.1—11`, `2016—2020`, `2024.12.28`."""
    a, b = value.first, value.last
    if value.is_year:
        return str(a.year)
    if value.is_years:
        return f"{a.year}—{b.year}"
    if value.is_day:
        return f"{a.year}.{a.month}.{a.day}"
    if "/" not in value.text:
        return f"{a.year}.{a.month}"
    if len(value.text) > 15:
        return f"{a.year}.{a.month}.{a.day}—{b.year}.{b.month}.{b.day}"
    return f"{a.year}.{a.month}—{b.month}" if a.year == b.year else f"{a.year}.{a.month}—{b.year}.{b.month}"


def date(value: dt.date, lang: str = "zh") -> str:
    """A date without leading zeros: `2026年2月9日` (GB/T 9704-2012 7.3.5.4)."""
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def comparison_word(value: Period, change: Decimal | None = None) -> str:
    """比上年 for whole years, 同比 for part of one (《中国统计年鉴》使用说明); 与上年 where nothing changed."""
    if not value.is_year:
        return "同比"
    return "与上年" if change == 0 else "比上年"


def direction_word(change: Decimal, rate: bool = False) -> str:
    """增长/下降/持平 for amounts; 提高/下降/持平 for a difference of rates. Follows the sign of the rounded figure."""
    if change == 0:
        return "持平"
    if change < 0:
        return "下降"
    return "提高" if rate else "增长"


def plan_period(value: Period, lang: str = "zh") -> str:
    """As `period`, but a five-year plan's span by its name: `“十四五”时期`. Plans have run so since 1966."""
    start = value.first.year
    if lang != "zh" or not value.is_years or value.last.year - start != 4 or start % 5 != 1 or start < 1966:
        return period(value, lang)
    return f"“{chinese_number((start - 1951) // 5)}五”时期"


def movement(fact: Fact) -> str:
    """A change in words, its direction taken from its sign: `增长41.9%`, `下降超5%`, `提高6.31个百分点`, `持平`."""
    word = direction_word(fact.value, rate=fact.unit.endswith("百分点"))
    if fact.value == 0:
        return word
    return word + quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier, fact.wording).text


def chinese_number(value: int) -> str:
    """1–99 in Chinese numerals, for section numbers: 一, 十, 十二, 二十."""
    if not 1 <= value <= 99:
        raise ValueError(f"{value} is outside 1–99")
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CHINESE_DIGITS[tens] + "十"
    return head + (_CHINESE_DIGITS[ones] if ones else "")
