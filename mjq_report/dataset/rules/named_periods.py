"""Periods that Chinese texts name, and whether a figure of a row's period may stand behind such words.

1—11月, 2024年上半年, 前三季度, 2021—2025年, “十四五”时期, 2023年. A period that something is compared with (比2023年,
是2015年的) is none of the figure's, and a relative word (去年, 同期) hides the periods in front of it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mjq_report.dataset.rules.clauses import CLAUSE, clause_start
from mjq_report.errors import shown
from mjq_report.figures.kinds import OVER_A_PERIOD
from mjq_report.figures.numerals import chinese_number
from mjq_report.model.period import Period

_N = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*[—–\-－~～至到]\s*"
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})年?)?"
_PLAN_DIGITS = "一二三四五六七八九十"
_PERIODS = (
    re.compile(rf"{_YEAR}(?P<from>{_N})月?{_TO}(?P<to>{_N})月(?:份)?"),
    re.compile(rf"{_YEAR}(?P<half>[上下])半年"),
    re.compile(rf"{_YEAR}(?P<quarters>[前一二三四1-4])(?P<three>[二三]?)个?季度"),
    re.compile(r"(?P<first>(?:19|20)[0-9]{2})年?" + _TO + r"(?P<last>(?:19|20)[0-9]{2})年"),
    re.compile(rf"“?(?P<plan>[{_PLAN_DIGITS}]{{1,3}})五”?(?:规划)?(?:时期|期间)"),
    re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})年(?P<month>{_N})月"),
    re.compile(rf"(?<![0-9一二三四五六七八九十、])(?P<month>{_N})月(?:份)"),
    re.compile(r"(?P<year>(?:19|20)[0-9]{2})年"),
)
# A word that names no period by itself, but hides the ones before it.
_RELATIVE = re.compile(r"去年|今年|上年|前年|当年|本年|明年|同期|当月|目前|近年")
_REFERENCE = re.compile(r"(?:比|较|是|与|同|自|从|由|以|超过|相当于)\Z")  # in front: the period that is compared with
_OPEN_END = re.compile(r"(?:以来|起|以后|之后|后)")  # behind: only where something began
_ADDED_UP = re.compile(r"累计|合计|总计|共|年均")


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period that a text names: months of the year (1–12) or whole years; `year` 0 when the text has none."""

    start: int
    end: int
    words: str
    first: int  # year
    last: int
    months: tuple[int, int] | None = None
    is_plan: bool = False


def named_periods(text: str) -> list[NamedPeriod]:
    """The periods that a text names, in its order; the longest form at a place wins."""
    found: list[NamedPeriod] = []
    for pattern in _PERIODS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                period = _read(match)
                if period is not None:
                    found.append(period)
    return sorted(found, key=lambda period: period.start)


def _read(match: re.Match[str]) -> NamedPeriod | None:
    parts = match.groupdict()
    year = int(parts.get("year") or 0)
    months: tuple[int, int] | None = None
    first = last = year
    if parts.get("from"):
        months = _month(parts["from"]), _month(parts["to"])
    elif parts.get("half"):
        months = (1, 6) if parts["half"] == "上" else (7, 12)
    elif parts.get("quarters"):
        months = _quarters(parts["quarters"], parts["three"])
    elif parts.get("month"):
        months = _month(parts["month"]), _month(parts["month"])
    elif parts.get("plan"):
        number = chinese_number(parts["plan"]) or 0
        first, last = 1951 + 5 * number, 1955 + 5 * number
    elif parts.get("first"):
        first, last = int(parts["first"]), int(parts["last"])
    if months is not None and not 1 <= months[0] <= months[1] <= 12:
        return None
    return NamedPeriod(*match.span(), match[0], first, last, months, bool(parts.get("plan")))


def _month(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0


def _quarters(first: str, behind: str) -> tuple[int, int] | None:
    if first == "前":
        return (1, 3 * (chinese_number(behind) or 0)) if behind else None
    number = int(first) if first.isdigit() else chinese_number(first) or 0
    return 3 * number - 2, 3 * number


def period_fault(row: Period, kind: str, before: str) -> str:
    """What the nearest period in front of a figure says against the row's; "" when nothing."""
    named = [period for period in named_periods(before) if not _is_reference(before, period)]
    if not named:
        return ""
    nearest = named[-1]
    if _RELATIVE.search(before, nearest.end) or _dates_an_event(before, nearest):
        return ""
    added = bool(_ADDED_UP.search(before[clause_start(before) :]))
    if _fits(nearest, row, kind, added):
        return ""
    return f"the row's period is {row.text}, the words have {shown(nearest.words)}"


_EVENT = re.compile(
    r"成立|投产|投用|建成|竣工|启动|设立|创办|创建|落户|开工|开业|揭牌|命名|获批|获评|入选|搬迁|引进|试种"
)


def _dates_an_event(before: str, period: NamedPeriod) -> bool:
    """Whether a period says when something happened, in a clause in front of the figure's own."""
    if period.end > clause_start(before):
        return False
    is_month = period.months is not None and period.months[0] == period.months[1]
    clause = CLAUSE.split(before[period.end :], maxsplit=1)[0]
    return is_month or bool(_EVENT.search(clause))


def _is_reference(text: str, period: NamedPeriod) -> bool:
    return bool(_REFERENCE.search(text[: period.start]) or _OPEN_END.match(text, period.end))


def _fits(named: NamedPeriod, period: Period, kind: str, added: bool) -> bool:
    """Whether a figure of this period may stand behind the words."""
    if named.first and not (period.first.year <= named.last and named.first <= period.last.year):
        return False
    if named.is_plan or (named.first != named.last):
        whole = (period.first.year, period.last.year) == (named.first, named.last)
        return whole or not added  # a level that was reached within is no sum
    if named.months is None:
        return True
    if period.is_year:  # one month may be the date of a level; several are never the year, unless they are all of it
        return named.months == (1, 12) or (named.months[0] == named.months[1] and kind not in OVER_A_PERIOD)
    if not period.is_part_of_year:
        return named.months[0] == named.months[1]
    return _within(period.first, period.last, named.months)


def _within(first: dt.date, last: dt.date, months: tuple[int, int]) -> bool:
    whole = (first.month, last.month) == months
    return whole or (first.month == last.month and months[0] <= first.month <= months[1])
