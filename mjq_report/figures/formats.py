"""Digits: the only place that rounds. What stands around them is the language's, see `lang`."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from mjq_report.figures.intervals import Interval
from mjq_report.model.codes import Qualifier

MINUS = "\u2212"  # GB/T 15835 leaves the sign open; the true minus aligns with digits
_UPWARDS = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
_DOWNWARDS = (Qualifier.NEARLY, Qualifier.AT_MOST)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, the usual practice (四舍五入) of Chinese statistical bulletins."""
    return _rounded(value, decimals, ROUND_HALF_UP)


def _rounded(value: Decimal, decimals: int, rounding: str) -> Decimal:
    """`value` at `decimals` places, however long it is; the context's precision would refuse long ones."""
    exact = Context(prec=max(value.adjusted(), 0) + decimals + 2)
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding, context=exact)


def round_hedged(value: Decimal, decimals: int, qualifier: Qualifier) -> Decimal:
    """Round so that the hedge stays true: 超66.66% becomes 超66.6%, never 超66.7%; 近 rounds the other way."""
    if qualifier in _UPWARDS:
        return _rounded(value, decimals, ROUND_DOWN)
    if qualifier in _DOWNWARDS:
        return _rounded(value, decimals, ROUND_UP)
    return round_half_up(value, decimals)


def claimed(value: Decimal, box: Interval, qualifier: Qualifier) -> Decimal:
    """The value that a hedge may be put before: 超 and 以上 the least that it can be, 近 and 以内 the most, else itself."""
    low, high = box.ends
    end = low if qualifier in _UPWARDS else high if qualifier in _DOWNWARDS else value
    return end if end.is_finite() else value


def known(box: Interval, digits: int = 3) -> tuple[str, Qualifier] | None:
    """The digits that are known of a computed value, and the hedge that makes them true; None where too little is.

    A value between two ends is printed with at most `digits` significant digits, all of an integer's, and 约,
    which allows a unit of the last digit either way; with fewer, until all that it can be is inside. A single value
    of at most two decimals is printed as it is. With one end it is 以上 or 以内, rounded away from what is claimed.
    """
    low, high = box.low, box.high
    if low is not None and high is not None:
        return _as_it_is(low) if low == high and low == round_half_up(low, 2) else _about(box, digits)
    bound = low if high is None else high
    if bound is None or bound <= 0:
        return None
    qualifier, rounding = (Qualifier.AT_LEAST, ROUND_FLOOR) if high is None else (Qualifier.AT_MOST, ROUND_CEILING)
    text = f"{_rounded(bound, max(digits - bound.adjusted(), 0), rounding):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return (text, qualifier) if Decimal(text) > 0 else None


def _as_it_is(value: Decimal) -> tuple[str, Qualifier]:
    text = f"{value + 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text, Qualifier.EXACT


def _about(box: Interval, digits: int) -> tuple[str, Qualifier] | None:
    low, high = box.ends
    if low <= 0 <= high:
        return None  # not even its direction is known
    middle = (low + high) / 2
    for many in range(max(digits, middle.adjusted() + 1), 0, -1):
        text = f"{round_half_up(middle, many - 1 - middle.adjusted()):f}"
        if Decimal(text) != 0 and box in Interval.of(text, Qualifier.ABOUT):
            return text, Qualifier.ABOUT
    return None


def ends(low: Decimal, high: Decimal, decimals: int) -> tuple[str, str]:
    """Both ends of a range, rounded outwards; an end at ±Infinity is none and so empty."""
    return (
        _bound(low, decimals, ROUND_FLOOR) if low.is_finite() else "",
        _bound(high, decimals, ROUND_CEILING) if high.is_finite() else "",
    )


def facing(low: Decimal, high: Decimal, decimals: int) -> tuple[str, str]:
    """Both ends of a gap, rounded into it: what is said to be at most `low` and at least `high` stays so.

    With as many more decimals as it takes to keep them apart. ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"there is no gap between {low} and {high}")
    while not _rounded(low, decimals, ROUND_CEILING) < _rounded(high, decimals, ROUND_FLOOR):
        decimals += 1
    return _bound(low, decimals, ROUND_CEILING), _bound(high, decimals, ROUND_FLOOR)


def _bound(value: Decimal, decimals: int, rounding: str) -> str:
    """Rounded in the direction `rounding`, without trailing zeros behind the point and without a negative zero."""
    text = f"{_rounded(value, decimals, rounding) + 0:f}"
    return signed(text.rstrip("0").rstrip(".") if "." in text else text)


def digits(value: Decimal, decimals: int) -> str:
    """`value` rounded to `decimals` places in ASCII digits, a true minus in front when negative, never `-0`."""
    rounded = round_half_up(value, decimals)
    if rounded == 0:
        rounded = abs(rounded)
    return signed(f"{rounded:f}")


def signed(printed: str) -> str:
    """Printed digits with the hyphen of a negative number turned into a minus sign."""
    return MINUS + printed[1:] if printed.startswith("-") else printed
