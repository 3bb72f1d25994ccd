"""The date of an edition: an input, no finer than it is known, never before what the edition draws on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.errors import UsageError
from mjq_report.model.period import Period
from mjq_report.settings.dates import edition_date

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2026, 12, 31))
PUBLISHED = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from((4, 7, 10)))


@given(st.lists(PUBLISHED, min_size=1))
def test_an_edition_is_dated_by_its_newest_source_as_finely_as_that_is_known(published: list[str]) -> None:
    edition = edition_date(published, None)
    assert edition.text in published
    assert all(Period.parse(date).last <= edition.last for date in published)


@given(st.lists(PUBLISHED, min_size=1))
def test_the_day_that_files_are_named_by_gives_the_same_edition_again(published: list[str]) -> None:
    edition = edition_date(published, None)
    assert edition_date(published, edition.last) == edition


@given(st.lists(PUBLISHED, min_size=1), DAYS)
def test_a_day_that_is_given_is_the_editions(published: list[str], day: dt.date) -> None:
    assert edition_date(published, day).last == day


@given(st.lists(PUBLISHED, min_size=1), st.integers(0, 2_000_000_000))
def test_the_moment_of_a_build_is_never_before_the_sources(published: list[str], epoch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        edition = edition_date(published, None)
    assert all(Period.parse(date).first <= edition.last for date in published)


def test_a_month_is_no_day() -> None:
    assert edition_date(["2023-11", "2024-12"], None).text == "2024-12"
    assert edition_date(["2024-12", "2024-12-28"], None).text == "2024-12"
    assert edition_date(["2024-12-28", "2024-11"], None).text == "2024-12-28"
    assert edition_date(["2024-12"], dt.date(2024, 12, 20)).text == "2024-12-20"
    with pytest.raises(UsageError, match="no source has a date"):
        edition_date([""], None)
