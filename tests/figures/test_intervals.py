"""What printed figures stand for, and that arithmetic on them never claims too much."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures.intervals import Interval
from mjq_report.model.codes import Qualifier

D = Decimal


def interval(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else D(low), None if high is None else D(high))


@pytest.mark.parametrize(
    ("printed", "qualifier", "low", "high"),
    [
        ("84.6", Qualifier.EXACT, "84.55", "84.65"),
        ("269.20", Qualifier.EXACT, "269.195", "269.205"),
        ("1200", Qualifier.EXACT, "1199.5", "1200.5"),
        ("0", Qualifier.EXACT, "-0.5", "0.5"),
        ("43.87", Qualifier.ABOUT, "43.86", "43.88"),
        ("30", Qualifier.ABOUT, "27", "33"),
        ("30.0", Qualifier.ABOUT, "29.9", "30.1"),
        ("1200", Qualifier.ABOUT, "1100", "1300"),
        ("2", Qualifier.ABOUT, "1.5", "2.5"),
        ("80", Qualifier.MORE_THAN, "80", None),
        ("30.4", Qualifier.AT_LEAST, "30.4", None),
        ("3.0", Qualifier.AT_MOST, None, "3.0"),
        ("10000", Qualifier.NEARLY, "9000", "10000"),
        ("-5.2", Qualifier.EXACT, "-5.25", "-5.15"),
        ("-5", Qualifier.MORE_THAN, None, "-5"),
        ("-5", Qualifier.NEARLY, "-5", "-4.5"),
    ],
)
def test_a_printed_figure_stands_for_what_rounds_to_it(
    printed: str, qualifier: Qualifier, low: str | None, high: str | None
) -> None:
    assert Interval.of(printed, qualifier) == interval(low, high)


def test_counted_things_are_exact_until_hedged() -> None:
    assert Interval.of("2627", whole=True) == Interval.exact(2627)
    assert Interval.of("290", Qualifier.MORE_THAN, whole=True) == interval("290", None)
    assert Interval.of("1.5", whole=True) == interval("1.45", "1.55")


@pytest.mark.parametrize("printed", ["", "abc", "nan", "Infinity", "1,200", "八十"])
def test_what_is_not_a_number_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        Interval.of(printed)


def test_a_threshold_agrees_with_the_figure_that_passed_it() -> None:
    assert Interval.of("80", Qualifier.MORE_THAN).overlaps(Interval.of("84.6"))
    assert not Interval.of("90", Qualifier.MORE_THAN).overlaps(Interval.of("84.6"))
    assert Interval.of("90", Qualifier.MORE_THAN).exceeds(Interval.of("84.6"))


def test_average_growth_comes_out_as_worked_by_hand() -> None:
    ratio = Interval.of("1200") / Interval.of("84.6")
    growth = (ratio.root(5) - Interval.exact(1)) * Interval.exact(100)
    assert D("69.97") in growth
    assert growth.high is not None and growth.high < D("70.1")


def test_a_divisor_that_may_be_zero_gives_everything_and_zero_itself_is_refused() -> None:
    assert Interval.exact(5) / interval("-1", "1") == interval(None, None)
    with pytest.raises(ZeroDivisionError):
        Interval.exact(5) / Interval.exact(0)


def test_roots_need_something_that_is_not_negative() -> None:
    assert interval("-1", "4").root(2) == interval("0", "2")
    assert interval("4", None).root(2) == interval("2", None)
    with pytest.raises(ValueError, match="negative"):
        interval("-4", "-1").root(2)
    with pytest.raises(ValueError, match="order 0"):
        interval("1", "4").root(0)


def test_units_convert_by_exact_fractions() -> None:
    assert interval("3", "6").times(Fraction(1, 15)) == interval("0.2", "0.4")
    hectares = Interval.exact(1).times(Fraction(1, 15))
    assert holds(hectares, Fraction(1, 15))


def test_empty_and_endless_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        interval("2", "1")
    with pytest.raises(ValueError, match="None for no end"):
        Interval(D("Infinity"), None)


numbers = st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False, allow_infinity=False, places=3)
bounds = st.one_of(st.none(), numbers)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


@st.composite
def with_a_member(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    box = draw(intervals())
    low = box.low if box.low is not None else (box.high or D(0)) - 10**6
    high = box.high if box.high is not None else low + 10**6
    return box, draw(st.decimals(min_value=low, max_value=high, allow_nan=False, places=3))


@st.composite
def widened(draw: st.DrawFn, box: Interval) -> Interval:
    down, up = (draw(st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=2))) for _ in range(2))
    return Interval(
        None if box.low is None or down is None else box.low - down,
        None if box.high is None or up is None else box.high + up,
    )


def holds(box: Interval, value: Fraction) -> bool:
    low, high = box.low, box.high
    return (low is None or Fraction(low) <= value) and (high is None or value <= Fraction(high))


@given(with_a_member(), with_a_member())
def test_results_contain_every_value_they_can_be(one: tuple[Interval, D], two: tuple[Interval, D]) -> None:
    (a, x), (b, y) = one, two
    fx, fy = Fraction(x), Fraction(y)
    assert holds(a + b, fx + fy)
    assert holds(a - b, fx - fy)
    assert holds(a * b, fx * fy)
    if y != 0:
        assert holds(a / b, fx / fy)


@given(with_a_member(), st.integers(1, 12))
def test_roots_contain_the_root_of_every_value(one: tuple[Interval, D], n: int) -> None:
    box, x = one
    if x < 0:
        return
    roots = box.root(n)
    assert roots.low is not None and Fraction(roots.low) ** n <= Fraction(x)
    assert roots.high is None or Fraction(roots.high) ** n >= Fraction(x)


@given(st.data(), intervals(), intervals())
def test_wider_inputs_give_wider_results(data: st.DataObject, a: Interval, b: Interval) -> None:
    wide_a, wide_b = data.draw(widened(a)), data.draw(widened(b))
    assert a + b in wide_a + wide_b
    assert a - b in wide_a - wide_b
    assert a * b in wide_a * wide_b
    if b != Interval.exact(0) and wide_b != Interval.exact(0):
        assert a / b in wide_a / wide_b
    if a.high is None or a.high >= 0:
        assert a.root(5) in wide_a.root(5)


@given(numbers, numbers, st.integers(1, 6))
def test_exact_inputs_give_exact_answers(x: D, y: D, n: int) -> None:
    a, b = Interval.exact(x), Interval.exact(y)
    assert a + b == Interval.exact(x + y)
    assert a - b == Interval.exact(x - y)
    assert a * b == Interval.exact(x * y)
    if y != 0:
        assert (a * b) / b == a
    power = Interval.exact(1)
    for _ in range(n):
        power = power * Interval.exact(abs(x).quantize(D("0.1")))
    assert power.root(n) == Interval.exact(abs(x).quantize(D("0.1")))


@given(numbers, st.sampled_from(list(Qualifier)))
def test_every_figure_may_be_what_is_printed(x: D, qualifier: Qualifier) -> None:
    assert x in Interval.of(f"{x:f}", qualifier)
