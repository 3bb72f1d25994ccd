"""Periods and dates in words."""

from __future__ import annotations

import datetime as dt

from mjq_report.lang.zh.numbers import numeral
from mjq_report.model.period import Period


def period(value: Period) -> str:
    """A period in words: `2025年`, `2024年1—11月`, `2016—2020年`, `2024年12月28日`; an open one is `未来`."""
    a, b = value.first, value.last
    if value.is_open:
        return "未来"
    if value.is_day:
        return date(a)
    if value.is_year:
        return f"{a.year}年"
    if value.is_years:
        return f"{a.year}—{b.year}年"
    if "/" not in value.text:
        return f"{a.year}年{a.month}月"
    if value.is_days:
        end = f"{b.day}日" if (a.year, a.month) == (b.year, b.month) else f"{b.month}月{b.day}日"
        return f"{date(a)}—{end if a.year == b.year else date(b)}"
    if a.year == b.year:
        return f"{a.year}年{a.month}—{b.month}月"
    return f"{a.year}年{a.month}月—{b.year}年{b.month}月"


def plan_period(value: Period) -> str:
    """As `period`, but a five-year plan's span by its name: `“十四五”时期`. Plans have run so since 1966."""
    start = value.first.year
    if not value.is_years or value.last.year - start != 4 or start % 5 != 1 or start < 1966:
        return period(value)
    return f"“{numeral((start - 1951) // 5)}五”时期"


def date(value: dt.date) -> str:
    """A date without leading zeros: `2026年2月9日` (GB/T 9704-2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def of_scope(since: Period) -> str:
    """Why a figure stands apart that is of the area before a change."""
    return f"按{period(since)}辖区变动前的范围"


def rescoped(since: Period) -> str:
    """A reader's note on a figure of the year in which the area changed."""
    return f"{period(since)}辖区变动，与此前的数不可比"


def renamed(name: str, before: str, since: Period, rescoped: bool, note: str) -> str:
    """What a town was called before, and that its area changed: `2022年3月由甲乡更名为乙镇；辖区变动，…不可比`."""
    said = [f"{period(since)}由{before}更名为{name}"] if before != name else []
    said += [f"{period(since)}辖区变动，此前的数与此后的不可比，不作增减计算"] if rescoped else []
    return "；".join([*said, *([note.rstrip("。")] if note else [])]) + "。"


def of_period(value: Period) -> str:
    """Why a mark of a chart is hatched that is of other months than the others."""
    return f"为{period(value)}数"
