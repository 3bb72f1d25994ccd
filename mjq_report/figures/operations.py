"""The operations that claims name: what each computes from intervals, and how it is written down.

An operation either computes a figure, which holds when it overlaps the published one, or orders the
published figure against others, which holds when some of the possible values are in that order. So
widening an input can only make a claim hold, never break it, and a contradiction is one whatever
the unprinted digits are. Every operand stands once in a formula where that can be written so, since
interval arithmetic takes each occurrence for a figure of its own (Moore et al. 2009, 5.3).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mjq_report.figures.intervals import Interval

_ONE, _HUNDRED = Interval.exact(1), Interval.exact(100)
_SEARCHED = 10_000  # how many counts `integer_share` tries when the number of parts is itself uncertain

Boxes = Sequence[Interval]
UnitRule = Literal["first", "alike", "result", "factors", "printed"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `compute(operands, n)` gives what the result must overlap.

    `formula` is how it is written with the operands' figures for {0} {1} … and {n}; `joined` is the
    sign between operands of which there may be any number. `units` says what is converted before:

    - first    the second operand to the first one's unit, which must be possible
    - alike    likewise, if it is possible
    - result   every operand to the result's unit, which must be possible
    - factors  a percentage to a fraction, every other operand to the result's unit if that is possible
    - printed  nothing (percentages and points)

    `orders` is the sign of a comparison between the result and what is computed.
    """

    operands: int  # how many; -1 for one or more
    compute: Callable[[Boxes, int], Interval]
    formula: str = ""
    joined: str = ""
    units: UnitRule = "result"
    needs_n: bool = False
    orders: str = ""


def _percent(box: Interval) -> Interval:
    return box / _HUNDRED


def _sum(boxes: Boxes) -> Interval:
    total = boxes[0]
    for box in boxes[1:]:
        total = total + box
    return total


def _difference(boxes: Boxes, _: int) -> Interval:
    return boxes[0] - _sum(boxes[1:])


def _product(boxes: Boxes, _: int) -> Interval:
    total = boxes[0]
    for box in boxes[1:]:
        total = total * box
    return total


def _share(boxes: Boxes, _: int) -> Interval:
    return _HUNDRED * (boxes[0] / boxes[1])


def _growth_rate(boxes: Boxes, _: int) -> Interval:
    return _HUNDRED * (boxes[0] / boxes[1] - _ONE)


def _average_growth(boxes: Boxes, n: int) -> Interval:
    return _HUNDRED * ((boxes[0] / boxes[1]).root(n) - _ONE)


def _contribution(boxes: Boxes, _: int) -> Interval:
    share, growth = boxes
    return share * _percent(growth)


def _contribution_from_share_now(boxes: Boxes, _: int) -> Interval:
    share, change, growth = boxes
    return (share - change) * _percent(growth)


def _share_change(share: Interval, growth: Interval, whole_growth: Interval) -> Interval:
    return share * (_ONE - (_ONE + _percent(whole_growth)) / (_ONE + _percent(growth)))


def _pull_through(boxes: Boxes, _: int) -> Interval:
    return _share_change(*boxes)


def _pull_through_implied(boxes: Boxes, _: int) -> Interval:
    share, growth, points, contribution_rate = boxes
    return _share_change(share, growth, _HUNDRED * (points / contribution_rate))


def _contribution_rate(boxes: Boxes, _: int) -> Interval:
    points, whole_growth = boxes
    return _HUNDRED * (points / whole_growth)


def _contribution_rate_implied(boxes: Boxes, n: int) -> Interval:
    points, share, change, growth = boxes
    whole_growth = _HUNDRED * ((_ONE - change / share) * (_ONE + _percent(growth)) - _ONE)
    return _contribution_rate((points, whole_growth), n)


def _share_of_same_whole(boxes: Boxes, _: int) -> Interval:
    part, other, share_of_other = boxes
    return part / other * share_of_other


def _equal(boxes: Boxes, _: int) -> Interval:
    return boxes[0]


def _at_most(boxes: Boxes, _: int) -> Interval:
    return Interval(None, boxes[0].high)


def _at_least(boxes: Boxes, _: int) -> Interval:
    return Interval(boxes[0].low, None)


def _sum_at_most(boxes: Boxes, _: int) -> Interval:
    return Interval(_sum(boxes).low, None)


def integer_share(parts: Interval, stated: Interval) -> tuple[int, int] | None:
    """The smallest whole numbers a ≤ b with a among `parts` and 100·a/b among `stated`, or None.

    A share of counted things can only be a fraction of whole numbers: 16 of them are 94 % of 17 and of
    nothing else. Raises ValueError when there are more counts to try than is sensible.
    """
    low, high = stated.ends
    start = max(math.ceil(parts.low), 0) if parts.low is not None else 0
    for a in range(start, start + _SEARCHED):
        if a > parts.ends[1]:
            return None
        b = max(math.ceil(100 * a / high), a) if high.is_finite() and high > 0 else a
        for candidate in (b - 1, b, b + 1):  # Decimal division may have rounded across an integer
            if candidate >= max(a, 1) and low * candidate <= 100 * a <= high * candidate:
                return a, candidate
    raise ValueError("the number of parts is too uncertain to search")


OPERATIONS: Mapping[str, Operation] = {
    "share": Operation(2, _share, "{0} ÷ {1} × 100%", units="first"),
    "growth_rate": Operation(2, _growth_rate, "({0} ÷ {1} − 1) × 100%", units="first"),
    "average_growth": Operation(2, _average_growth, "({0} ÷ {1})^(1/{n}) − 1", units="first", needs_n=True),
    "difference": Operation(-1, _difference, joined=" − "),
    "sum": Operation(-1, lambda boxes, _: _sum(boxes), joined=" + "),
    "product": Operation(-1, _product, joined=" × ", units="factors"),
    "ratio": Operation(2, lambda boxes, _: boxes[0] / boxes[1], "{0} ÷ {1}", units="alike"),
    "equal": Operation(1, _equal, orders="="),
    "at_most": Operation(1, _at_most, orders="≤"),
    "at_least": Operation(1, _at_least, orders="≥"),
    "sum_at_most": Operation(-1, _sum_at_most, joined=" + ", orders="≥"),
    "contribution": Operation(2, _contribution, "{0} × {1}", units="printed"),
    "contribution_from_share_now": Operation(3, _contribution_from_share_now, "({0} − {1}) × {2}", units="printed"),
    "contribution_rate": Operation(2, _contribution_rate, "{0} ÷ {1} × 100%", units="printed"),
    "contribution_rate_implied": Operation(
        4, _contribution_rate_implied, "{0} ÷ ((1 − {2} ÷ {1}) × (1 + {3}) − 1)", units="printed"
    ),
    "pull_through": Operation(3, _pull_through, "{0} − {0} × (1 + {2}) ÷ (1 + {1})", units="printed"),
    "pull_through_implied": Operation(
        4, _pull_through_implied, "{0} − {0} × (1 + {2} ÷ {3}) ÷ (1 + {1})", units="printed"
    ),
    "share_of_same_whole": Operation(3, _share_of_same_whole, "{0} ÷ {1} × {2}", units="first"),
}
WHOLE_NUMBERS, UNCHECKABLE = "integer_share", "uncheckable"
NAMES = (*OPERATIONS, WHOLE_NUMBERS, UNCHECKABLE)  # what a claim may name


def agrees(name: str) -> bool:
    """Whether an operation only sets figures beside each other (5个 = 5个) instead of computing one (复算)."""
    return name in OPERATIONS and bool(OPERATIONS[name].orders)


GROWTHS = ("growth_rate", "average_growth")  # hold only between levels that are measured as the growth is
PERCENTAGES = (*GROWTHS, "share", "contribution_rate", "contribution_rate_implied")  # what they compute is in per cent


def computed(name: str, operands: Boxes, n: int = 0) -> Interval:
    """What the operation gives. Raises KeyError for an unknown one, ZeroDivisionError and ValueError
    where it has no value, and ValueError when the operands are not as many as it takes."""
    operation = OPERATIONS[name]
    count = len(operands)
    if (count < 1 if operation.operands < 0 else count != operation.operands) or (operation.needs_n and n < 1):
        raise ValueError("operands missing")
    return operation.compute(operands, n)


def holds(name: str, stated: Interval, operands: Boxes, n: int = 0) -> bool:
    """Whether the published result may be right. Raises as `computed`."""
    if name == WHOLE_NUMBERS:
        return integer_share(operands[0], stated) is not None
    return computed(name, operands, n).overlaps(stated)


def nominal(name: str, values: Sequence[Decimal], n: int = 0) -> Decimal:
    """The result for the digits as printed, for the eye: rounding and hedges left aside."""
    return computed(name, [Interval.exact(value) for value in values], n).ends[0]
