"""Digits are rounded true to their hedge, and never to a minus zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures import formats
from mjq_report.model.codes import Qualifier

D = Decimal
_, _, MORE, NEARLY, LEAST, _ = Qualifier


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("69.97", 1, "70.0"),
        ("0.05", 1, "0.1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "−3"),
        ("-0.04", 1, "0.0"),
        ("1e3", 0, "1000"),
        ("123456789012345678901234567890.55", 1, "123456789012345678901234567890.6"),
    ],
)
def test_digits_round_half_away_from_zero_and_never_print_minus_zero(value: str, decimals: int, printed: str) -> None:
    assert formats.digits(D(value), decimals) == printed


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_within_half_a_unit_and_says_the_same_twice(value: Decimal, decimals: int) -> None:
    rounded = formats.round_half_up(value, decimals)
    assert abs(rounded - value) <= D(1).scaleb(-decimals) / 2
    assert formats.round_half_up(rounded, decimals) == rounded
    printed = formats.digits(value, decimals)
    assert D(printed.replace("−", "-")) == rounded
    assert len(printed.partition(".")[2]) == decimals


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3), st.sampled_from(list(Qualifier)))
def test_a_hedge_stays_true_when_its_figure_is_rounded(value: Decimal, decimals: int, qualifier: Qualifier) -> None:
    rounded = formats.round_hedged(value, decimals, qualifier)
    assert abs(rounded - value) < D(1).scaleb(-decimals)
    if qualifier in (MORE, LEAST):
        assert abs(rounded) <= abs(value)
    if qualifier is NEARLY:
        assert abs(rounded) >= abs(value)


@given(st.decimals(-1000, 1000, places=4), st.decimals(D("0.0001"), 1, places=4), st.integers(0, 2))
def test_both_ends_of_a_gap_stay_apart_and_true(low: Decimal, gap: Decimal, decimals: int) -> None:
    texts = formats.facing(low, low + gap, decimals)
    most, least = (D(text.replace("−", "-")) for text in texts)
    assert low <= most < least <= low + gap


def test_there_is_no_gap_within_one_figure() -> None:
    with pytest.raises(ValueError, match="no gap"):
        formats.facing(D(1), D(1), 1)
