"""Operations of claims: worked examples, and that doubt never turns into a contradiction."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mjq_report.figures.intervals import Interval
from mjq_report.figures.operations import OPERATIONS, computed, holds, integer_share, nominal

D = Decimal


@pytest.mark.parametrize(
    ("name", "operands", "n", "result"),
    [
        ("share", "50 200", 0, "25"),
        ("growth_rate", "120 100", 0, "20"),
        ("average_growth", "32 1", 5, "100"),
        ("difference", "10 4 3", 0, "3"),
        ("sum", "2627 2054", 0, "4681"),
        ("product", "2 3 4", 0, "24"),
        ("ratio", "9 4", 0, "2.25"),
        ("equal", "5", 0, "5"),
        ("contribution", "20 30", 0, "6"),
        ("contribution_from_share_now", "25 5 30", 0, "6"),
        ("contribution_rate", "6 4", 0, "150"),
        ("share_of_same_whole", "50 100 40", 0, "20"),
        # the whole grows by 4 %, a part of it, now 28 %, by 60 %: it had 18.2 % before
        ("pull_through", "28 60 4", 0, "9.8"),
        ("pull_through_implied", "28 60 10 250", 0, "9.8"),
        # the share was 20 % and is 25 %, the part grew by 30 %: the whole grew by 4 %, 6 points are 150 % of that
        ("contribution_rate_implied", "6 25 5 30", 0, "150"),
    ],
)
def test_exact_inputs_give_the_exact_answer(name: str, operands: str, n: int, result: str) -> None:
    values = [D(operand) for operand in operands.split()]
    assert abs(nominal(name, values, n) - D(result)) < D("1e-40")
    assert holds(name, Interval.exact(D(result)), [Interval.exact(v) for v in values], n)
    assert not holds(name, Interval.exact(D(result) + 1), [Interval.exact(v) for v in values], n)


@pytest.mark.parametrize(
    ("name", "stated", "operands", "right"),
    [
        ("at_most", "13", "54", True),
        ("at_most", "54", "54", True),
        ("at_most", "3312", "2054", False),
        ("at_least", "4", "2", True),
        ("at_least", "1", "2", False),
        ("sum_at_most", "10", "1 5", True),
        ("sum_at_most", "5", "1 5", False),
    ],
)
def test_orderings(name: str, stated: str, operands: str, right: bool) -> None:
    assert holds(name, Interval.exact(D(stated)), [Interval.exact(D(o)) for o in operands.split()]) is right


def test_a_share_of_counted_things_must_be_one_of_whole_numbers() -> None:
    assert integer_share(Interval.exact(16), Interval.of("94")) == (16, 17)
    assert integer_share(Interval.exact(16), Interval.of("95")) is None
    assert integer_share(Interval.exact(0), Interval.exact(0)) == (0, 1)
    assert integer_share(Interval(D(16), None), Interval.of("95")) == (18, 19)
    with pytest.raises(ValueError, match="too uncertain"):
        integer_share(Interval(D(1), None), Interval.exact(D("-1")))


@pytest.mark.parametrize(
    ("name", "operands", "error"),
    [
        ("share", "1 0", ZeroDivisionError),
        ("share", "1", ValueError),
        ("sum", "", ValueError),
        ("average_growth", "4 2", ValueError),
        ("average_growth", "-4 2", ValueError),
        ("no_such", "1", KeyError),
    ],
)
def test_what_has_no_value_raises(name: str, operands: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        computed(name, [Interval.exact(D(o)) for o in operands.split()], 0)


small = st.decimals(D("-50"), D("200"), places=1)


@st.composite
def nested(draw: st.DrawFn) -> tuple[Interval, Interval]:
    """An interval and a wider one."""
    middle = draw(small)
    inner = [draw(st.decimals(0, 20, places=1)) for _ in range(2)]
    outer = [draw(st.one_of(st.none(), st.decimals(0, 50, places=1))) for _ in range(2)]
    low, high = middle - inner[0], middle + inner[1]
    wide = Interval(None if outer[0] is None else low - outer[0], None if outer[1] is None else high + outer[1])
    return Interval(low, high), wide


def verdict(name: str, stated: Interval, operands: list[Interval]) -> bool | None:
    """None where there is no result."""
    try:
        return holds(name, stated, operands, 5)
    except (ZeroDivisionError, ValueError):
        return None


def near(name: str, operands: list[Interval], drawn: Interval) -> Interval:
    """`drawn` moved to a bound of what is computed, so that many examples hold, some only just."""
    assert drawn.low is not None
    try:
        low, high = computed(name, operands, 5).ends
    except (KeyError, ZeroDivisionError, ValueError):
        return drawn
    bound = low if low.is_finite() else high
    return drawn + Interval.exact(bound.quantize(D("0.1")) - drawn.low) if bound.is_finite() else drawn


@given(st.sampled_from([*OPERATIONS, "integer_share"]), nested(), st.lists(nested(), min_size=4, max_size=4))
def test_widening_an_input_never_turns_consistent_into_inconsistent(
    name: str, stated: tuple[Interval, Interval], operands: list[tuple[Interval, Interval]]
) -> None:
    takes = OPERATIONS[name].operands if name in OPERATIONS else 1
    operands = operands[: takes if takes > 0 else 2]
    narrow, wide = [inner for inner, _ in operands], [outer for _, outer in operands]
    assume(verdict(name, near(name, narrow, stated[0]), narrow))
    assert verdict(name, near(name, narrow, stated[0]), wide) is not False
    assert verdict(name, Interval(None, None), narrow) is not False
