"""What is left of a whole: no value that the figures and their hedges allow contradicts what is printed of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures.conclusions import rest_of
from mjq_report.figures.intervals import Interval
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

Q = Qualifier


def fact(printed: str, qualifier: Qualifier = Q.EXACT, unit: str = "亿元") -> Fact:
    period = Period.parse("2024")
    return Fact("", "x", "", period, "", Decimal(printed), printed, unit, qualifier, Status.ACTUAL, ())


@pytest.mark.parametrize(
    ("whole", "parts", "printed"),
    [
        (fact("400.19"), [fact("269.20")], ("131", Q.ABOUT)),
        (fact("1200"), [fact("1000", Q.MORE_THAN), fact("60", Q.AT_LEAST)], ("140.5", Q.AT_MOST)),
        (fact("1200", Q.MORE_THAN), [fact("1000")], ("199.5", Q.AT_LEAST)),
        (fact("4681", unit="家"), [fact("2627", unit="家")], ("2054", Q.EXACT)),
        (fact("3.5"), [fact("5000", unit="万元")], ("3.0", Q.ABOUT)),
    ],
)
def test_the_rest_has_the_digits_and_the_hedge_that_are_known(
    whole: Fact, parts: list[Fact], printed: tuple[str, Qualifier]
) -> None:
    found = rest_of(whole, parts)
    assert found is not None
    assert (found.printed, found.qualifier) == printed
    assert len(found.inputs) == 1 + len(parts)


def test_parts_that_may_fill_the_whole_leave_nothing() -> None:
    assert rest_of(fact("5"), [fact("3"), fact("2")]) is None
    assert rest_of(fact("5"), [fact("6")]) is None
    assert rest_of(fact("1200", Q.MORE_THAN), [fact("1000", Q.MORE_THAN)]) is None


@given(
    st.integers(1, 10**6),
    st.lists(st.tuples(st.integers(1, 10**5), st.sampled_from([Q.EXACT, Q.MORE_THAN])), min_size=1, max_size=5),
)
def test_no_value_behind_the_hedges_breaks_what_is_printed(whole: int, parts: list[tuple[int, Qualifier]]) -> None:
    found = rest_of(fact(str(whole)), [fact(str(value), hedge) for value, hedge in parts])
    if found is not None:
        assert found.bounds is not None
        low, high = found.bounds
        said = Interval.of(found.printed, found.qualifier).ends
        assert said[1] >= high
        assert found.qualifier is Q.AT_MOST or said[0] <= low
