"""What is left of a whole: its value, and a hedge that no value behind the hedges of whole and parts breaks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures.remainder import remainder
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

Q = Qualifier


def fact(printed: str, qualifier: Qualifier = Q.EXACT, unit: str = "亿元") -> Fact:
    period = Period.parse("2024")
    return Fact("", "x", "", period, "", Decimal(printed), printed, unit, qualifier, Status.ACTUAL, ())


@pytest.mark.parametrize(
    ("whole", "parts", "printed", "bound"),
    [
        (fact("400.19"), [fact("269.20")], "130.99", "exact"),
        (fact("1200"), [fact("1000", Q.MORE_THAN), fact("60", Q.AT_LEAST)], "140", "below"),
        (fact("1200", Q.MORE_THAN), [fact("1000")], "200", "above"),
        (fact("1200"), [fact("1000", Q.NEARLY)], "200", "above"),
        (fact("1200"), [fact("1000", Q.AT_MOST)], "200", "above"),
        (fact("1200", Q.MORE_THAN), [fact("1000", Q.MORE_THAN)], "", "about"),
        (fact("1200", Q.ABOUT), [fact("1000", Q.MORE_THAN)], "", "about"),
        (fact("1200", Q.ABOUT), [fact("1000")], "200", "about"),
        (fact("212.46"), [fact("88.7"), fact("54.2"), fact("26.95")], "42.6", "about"),
        (fact("3.5"), [fact("5000", unit="万元")], "3.0", "exact"),
    ],
)
def test_the_rest_has_the_digits_and_the_hedge_that_are_known(
    whole: Fact, parts: list[Fact], printed: str, bound: str
) -> None:
    found = remainder(whole, parts, whole.unit)
    assert found is not None
    assert (found.printed, found.bound) == (printed, bound)


def test_parts_that_fill_the_whole_leave_nothing() -> None:
    assert remainder(fact("5"), [fact("3"), fact("2")], "亿元") is None
    assert remainder(fact("5"), [fact("6")], "亿元") is None


@given(
    st.integers(1, 10**6),
    st.lists(
        st.tuples(st.integers(1, 10**5), st.sampled_from([Q.EXACT, Q.MORE_THAN, Q.NEARLY])), min_size=1, max_size=5
    ),
    st.data(),
)
def test_no_value_behind_the_hedges_breaks_the_bound(
    whole: int, parts: list[tuple[int, Qualifier]], data: st.DataObject
) -> None:
    found = remainder(fact(str(whole)), [fact(str(value), hedge) for value, hedge in parts], "亿元")
    if found is None or not found.printed:
        return
    shifts = {Q.EXACT: (0, 0), Q.MORE_THAN: (0, 50), Q.NEARLY: (-50, 0)}
    behind = sum(value + data.draw(st.integers(*shifts[hedge])) for value, hedge in parts)
    rest, printed = whole - behind, Decimal(found.printed)
    assert {"below": rest <= printed, "above": rest >= printed, "exact": rest == printed}[found.bound]
