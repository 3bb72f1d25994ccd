"""Periods of a table's cells: a month over a column within a year before a row, and what is seen from the table's own time."""

from __future__ import annotations

from mjq_report.model.period import Period


def within(year: str, part: str) -> str:
    """A month over a column and a year before a row, or the other way round, as one period."""
    outer, inner = sorted((year, part), key=len)
    if len(outer) == 4 and inner[:4] != outer and "-" in inner:
        return inner.replace(inner[:4], outer)
    return inner


def seen_from(period: str, relative: str) -> str:
    """The period that 本月, 累计, 上年同期 mean, seen from that of the table."""
    try:
        own = Period.parse(period)
    except ValueError:
        return period
    text = period
    if "month" in relative and own.months > 1 and not own.is_year:
        text = f"{own.last:%Y-%m}"
    if "cumulative" in relative and own.months == 1 and own.last.month > 1:
        text = f"{own.last:%Y}-01/{own.last:%Y-%m}"
    text = text if text != f"{own.last:%Y}-01/{own.last:%Y}-12" else f"{own.last:%Y}"
    return Period.parse(text).year_earlier().text if "previous" in relative else text


def last_day(period: str) -> str:
    """The last day of a period, for comparing; "" for none."""
    try:
        return Period.parse(period).last.isoformat()
    except ValueError:
        return ""
