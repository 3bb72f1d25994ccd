"""Periods as the tables write them, and the years that a town has data for."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.document import Span, plain_text
from mjq_report.model.period import Period
from tests.towns.rows import row, town


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2025", "2025-01-01", "2025-12-31", 12),
        ("2016/2020", "2016-01-01", "2020-12-31", 60),
        ("2024-06", "2024-06-01", "2024-06-30", 1),
        ("2024-02", "2024-02-01", "2024-02-29", 1),
        ("2024-12", "2024-12-01", "2024-12-31", 1),
        ("2024-01/2024-11", "2024-01-01", "2024-11-30", 11),
        ("2023-11/2024-02", "2023-11-01", "2024-02-29", 4),
        ("9999-12", "9999-12-01", "9999-12-31", 1),
        ("9999-02-02/9999-12-31", "9999-02-02", "9999-12-31", 11),
        ("0999", "0999-01-01", "0999-12-31", 12),
        ("2024-12-28", "2024-12-28", "2024-12-28", 1),
        ("2024-12-28/2025-01-03", "2024-12-28", "2025-01-03", 2),
        ("2025/..", "2025-01-01", "2025-12-31", 12),
        ("2025-06/..", "2025-06-01", "2025-06-30", 1),
    ],
)
def test_a_period_knows_its_days_and_months(text: str, first: str, last: str, months: int) -> None:
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.months) == (first, last, months)
    assert str(period) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a year, month, day"),
        ("2025年", "not a year, month, day"),
        ("２０２５", "not a year, month, day"),
        ("2025-1", "not a year, month, day"),
        ("2025/2024", "ends before it starts"),
        ("2024-11/2024-01", "ends before it starts"),
        ("2024/2024-11", "mixes precisions"),
        ("2024-01/2024-11-30", "mixes precisions"),
        ("2025/2025", "interval of one; write '2025'"),
        ("2024-06/2024-06", "interval of one; write '2024-06'"),
        ("2024-13", "month must be in"),
        ("2023-02-29", "day"),
        ("0000", "year 0"),
        ("2024-01/2024-12", "whole period; write '2024'"),
        ("2016-01/2020-12", "whole period; write '2016/2020'"),
        ("2024-06-01/2024-06-30", "whole period; write '2024-06'"),
        ("2024-01-01/2024-11-30", "whole period; write '2024-01/2024-11'"),
        ("../2025", "not a year, month, day"),
        ("2025/...", "not a year, month, day"),
    ],
)
def test_what_is_no_period_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "is_year", "is_years", "is_day", "is_part"),
    [
        ("2025", True, False, False, False),
        ("2016/2020", False, True, False, False),
        ("2024-06", False, False, False, True),
        ("2024-01/2024-11", False, False, False, True),
        ("2023-11/2024-02", False, False, False, False),
        ("2024-12-28", False, False, True, True),
        ("2025/..", False, False, False, False),
        ("2025-06/..", False, False, False, False),
        ("2025-06-01/..", False, False, False, False),
    ],
)
def test_what_kind_of_period_it_is(text: str, is_year: bool, is_years: bool, is_day: bool, is_part: bool) -> None:
    period = Period.parse(text)
    kinds = (period.is_year, period.is_years, period.is_day, period.is_part_of_year)
    assert kinds == (is_year, is_years, is_day, is_part)


def test_the_year_earlier_has_the_same_months() -> None:
    assert Period.parse("2024-01/2024-11").year_earlier() == Period.parse("2023-01/2023-11")
    assert Period.parse("2024-02").year_earlier().last == dt.date(2023, 2, 28)
    assert Period.parse("2021/2025").year_earlier().text == "2020/2024"
    with pytest.raises(ValueError, match="day"):
        Period.parse("2024-02-29").year_earlier()


days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(days, days, st.sampled_from([4, 7, 10]))
def test_what_is_read_is_what_was_written(one: dt.date, other: dt.date, precision: int) -> None:
    start, end = sorted((one, other))
    text = start.isoformat()[:precision]
    if end.isoformat()[:precision] != text:
        text += "/" + end.isoformat()[:precision]
    try:
        period = Period.parse(text)
    except ValueError as error:
        shorter = Period.parse(str(error).rpartition("write ")[2].strip("'"))
        assert len(shorter.text) < len(text)
        assert (start.year, end.year) == (shorter.first.year, shorter.last.year)
        return
    assert period.text == text
    assert period.first <= start <= end <= period.last
    assert period.is_day + period.is_year + period.is_years <= 1


@given(days, days)
def test_periods_sort_by_their_first_day(one: dt.date, other: dt.date) -> None:
    texts = [one.isoformat(), other.isoformat()]
    assert [str(p) for p in sorted(map(Period.parse, texts))] == sorted(texts)


@given(st.text(alphabet="0123456789-/ ", max_size=21) | st.text(max_size=10))
def test_any_text_is_a_period_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert Period.parse(text).text == text


def test_a_town_has_the_years_that_its_sources_report_on() -> None:
    data = town(row("output@2021/2025#whole_town", "1", source="s2025"), row("output@2020#whole_town", "1"))
    assert data.years == (2020, 2025)


def test_keys_tell_figures_apart() -> None:
    one = row("output/cars@2025#whole_town", "1000", locator=24)
    other = row("output/cars@2025#whole_town", "1000", locator=26)
    assert one.identity == other.identity == "output/cars@2025#whole_town"
    assert one.key == "output/cars@2025#whole_town!actual^s2025:24"
    assert one.key != other.key


def test_plain_text_is_the_text_of_all_spans() -> None:
    assert plain_text((Span("工业"), Span("1200亿元", bold=True, fact="x"))) == "工业1200亿元"
