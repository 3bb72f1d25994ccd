"""What a printed figure may stand for, and arithmetic on it that never claims too much.

A printed figure stands for every value that rounds to it: half a unit of its last printed digit to
either side, trailing zeros counted as printed (`1200` is 1199.5–1200.5, `269.20` is 269.195–269.205).
Things that are counted one by one are what they are (`whole`). The source's hedge widens that:

- about     ± one unit of the last significant digit, at most 10 %, never less than the rounding
            (约43.87 is 43.86–43.88, 约30 is 27–33; zeros before a missing decimal point are not significant)
- more_than from the figure upwards, without end: `突破80` agrees with 84.6
- at_least  likewise
- at_most   up to the figure, from no beginning
- nearly    from nine tenths of the figure up to it

A hedge on a negative figure is on its size: 下降超5% is everything below −5.

All intervals are closed and every bound is rounded outwards to 50 digits, so that a result contains
every value that it can be (R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval
Analysis, SIAM 2009, ch. 2). Hence wider inputs give wider results, and two intervals that
do not overlap are a contradiction whatever the unprinted digits are.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation
from fractions import Fraction
from itertools import product
from typing import Protocol

from mjq_report.figures import units
from mjq_report.model.codes import Qualifier

_DIGITS = 50
_DOWN = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_INFINITE = Decimal("Infinity")
_ABOUT_AT_MOST = Decimal("0.1")
_NEARLY_FROM = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included; None is without end.

    Raises ValueError when a bound is not a finite number, or when `low` is above `high`.
    """

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        for bound in (self.low, self.high):
            if bound is not None and not bound.is_finite():
                raise ValueError(f"{bound} is not a bound; use None for no end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval from {self.low} to {self.high} is empty")

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """The one number `value`."""
        return cls(Decimal(value), Decimal(value))

    @classmethod
    def of(
        cls, printed: str, qualifier: Qualifier = Qualifier.EXACT, *, whole: bool = False, upper: str = ""
    ) -> Interval:
        """What the digits `printed` stand for under `qualifier`, or a range from them to `upper`; see the module's head.

        `whole` says that they count things one by one: an unhedged integer is then exact.
        Raises ValueError when `printed` or `upper` is not a plain decimal number.
        """
        if upper:
            ends = (cls.of(end, qualifier, whole=whole) for end in (printed, upper))
            return cls(next(ends).low, next(ends).high)
        value, unit = _value(printed), _last_digit(printed)
        if value < 0:
            return -cls.of(printed.lstrip("-"), qualifier, whole=whole)
        if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
            return cls(value, None)
        if qualifier is Qualifier.AT_MOST:
            return cls(None, value)
        if qualifier is Qualifier.NEARLY:
            return cls(_DOWN.multiply(value, _NEARLY_FROM), value)
        rounding = Decimal(0) if whole and unit >= 1 else unit / 2
        if qualifier is Qualifier.ABOUT:
            rounding = max(min(_last_significant_digit(value, unit), _UP.multiply(value, _ABOUT_AT_MOST)), unit / 2)
        return cls(_DOWN.subtract(value, rounding), _UP.add(value, rounding))

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Both bounds as Decimals, ±Infinity where there is no end."""
        return (
            -_INFINITE if self.low is None else self.low,
            _INFINITE if self.high is None else self.high,
        )

    @property
    def is_exact(self) -> bool:
        """Whether it is a single number."""
        return self.low is not None and self.low == self.high

    def __contains__(self, value: object) -> bool:
        low, high = self.ends
        if isinstance(value, Interval):
            return low <= value.ends[0] and value.ends[1] <= high
        return isinstance(value, Decimal | int) and low <= value <= high

    def overlaps(self, other: Interval) -> bool:
        """Whether some number is in both: the two may be the same figure."""
        return self.ends[0] <= other.ends[1] and other.ends[0] <= self.ends[1]

    def common(self, other: Interval) -> Interval:
        """The numbers that are in both. Raises ValueError where there are none."""
        low, high = max(self.ends[0], other.ends[0]), min(self.ends[1], other.ends[1])
        return _between(low, high)

    def exceeds(self, other: Interval) -> bool:
        """Whether every number of this one is above every number of `other`: it cannot be a part of it."""
        return self.ends[0] > other.ends[1]

    def __neg__(self) -> Interval:
        # copy_negate, as the minus operator would round to the ambient context
        return Interval(
            None if self.high is None else self.high.copy_negate(),
            None if self.low is None else self.low.copy_negate(),
        )

    def __add__(self, other: Interval) -> Interval:
        (a, b), (c, d) = self.ends, other.ends
        return _between(_DOWN.add(a, c), _UP.add(b, d))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = tuple(product(self.ends, other.ends))
        return _between(
            min(_times(_DOWN, a, b) for a, b in corners),
            max(_times(_UP, a, b) for a, b in corners),
        )

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; everything when the divisor may be zero. Raises ZeroDivisionError when it is zero."""
        if other.is_exact and other.low == 0:
            raise ZeroDivisionError("division by a figure that is zero")
        if 0 in other:
            return Interval(None, None)
        corners = tuple(product(self.ends, other.ends))
        return _between(
            min(_over(_DOWN, a, b) for a, b in corners),
            max(_over(_UP, a, b) for a, b in corners),
        )

    def times(self, factor: Fraction) -> Interval:
        """It multiplied by an exact fraction, such as the ratio of two units."""
        return self * Interval.exact(factor.numerator) / Interval.exact(factor.denominator)

    def root(self, n: int) -> Interval:
        """The n-th roots of what is not negative in it. Raises ValueError when all of it is negative or n < 1."""
        if n < 1:
            raise ValueError(f"there is no root of order {n}")
        if self.high is not None and self.high < 0:
            raise ValueError(f"no root of a negative number, {self.high}")
        low = _roots(max(self.ends[0], Decimal(0)), n)[0]
        return Interval(low, None if self.high is None else _roots(self.high, n)[1])


class Figure(Protocol):
    """What published facts and observations have in common that says what they stand for."""

    @property
    def printed(self) -> str: ...  # noqa: D102
    @property
    def upper(self) -> Decimal | None: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def qualifier(self) -> Qualifier: ...  # noqa: D102


def box(figure: Figure, unit: str = "") -> Interval:
    """What a published figure stands for, in `unit` or its own. Raises ValueError where the units do not convert."""
    upper = "" if figure.upper is None else f"{figure.upper:f}"
    stands = Interval.of(figure.printed, figure.qualifier, whole=units.is_counted(figure.unit), upper=upper)
    return stands.times(units.ratio(figure.unit, unit)) if unit and unit != figure.unit else stands


def growth_factor(growth: Figure) -> Interval:
    """How many times its base a growth makes a level: 1.25 for 25 %, 2.5 for 增长1.5倍, 2 for 翻一番.

    A doubling is said of what has about doubled and is taken within a tenth, unless a hedge says on which side it lies.
    Raises ValueError for a unit that is none of growth.
    """
    one, hundred = Interval.exact(1), Interval.exact(100)
    if growth.unit != "番":
        return one + box(growth, "%") / hundred
    times = _UP.power(Decimal(2), _value(growth.printed))
    low, high = _DOWN.multiply(times, _NEARLY_FROM), _UP.multiply(times, 2 - _NEARLY_FROM)
    if growth.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return Interval(times, None)
    return Interval(low, times if growth.qualifier in (Qualifier.NEARLY, Qualifier.AT_MOST) else high)


def growth_percent(value: Decimal, unit: str) -> Decimal:
    """A growth's digits in per cent, rounding and hedge left aside: 150 for 1.5倍, 100 for 一番. ValueError as above."""
    if unit == "番":
        return 100 * Decimal(2) ** value - 100
    return units.convert(value, unit, "%")


def _value(printed: str) -> Decimal:
    try:
        value = Decimal(printed)
    except InvalidOperation:
        raise ValueError(f"{printed!r} is not a number") from None
    if not value.is_finite():
        raise ValueError(f"{printed!r} is not a number")
    return value


def _last_digit(printed: str) -> Decimal:
    """One unit of the last printed digit: 0.01 for `269.20`, 1 for `1200`."""
    exponent = _value(printed).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _last_significant_digit(value: Decimal, unit: Decimal) -> Decimal:
    """As `unit`, but an integer's trailing zeros do not count: 100 for 1200."""
    if unit != 1 or value == 0:
        return unit
    exponent = value.normalize(_UP).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _between(low: Decimal, high: Decimal) -> Interval:
    return Interval(low if low.is_finite() else None, high if high.is_finite() else None)


def _times(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return Decimal(0) if a == 0 or b == 0 else context.multiply(a, b)


def _over(context: Context, a: Decimal, b: Decimal) -> Decimal:
    """a ÷ b for b not zero. A bound without end over one without end is 0 here: the
    other corners, where only one of them has no end, give the far bound."""
    return Decimal(0) if b.is_infinite() else context.divide(a, b)


def _roots(value: Decimal, n: int) -> tuple[Decimal, Decimal]:
    """The n-th root of a finite value ≥ 0, rounded down and up; the same where it is exact in 50 digits."""
    if value == 0:
        return Decimal(0), Decimal(0)
    places = _DIGITS - value.adjusted() // n
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    shift = exponent + places * n
    number = int("".join(map(str, digits)))
    scaled, rest = (number * 10**shift, 0) if shift >= 0 else divmod(number, 10**-shift)
    down = _integer_root(scaled, n)
    up = down if rest == 0 and down**n == scaled else down + 1
    return Decimal(f"{down}E{-places}"), Decimal(f"{up}E{-places}")


def _integer_root(value: int, n: int) -> int:
    """The largest integer whose n-th power is at most `value` > 0, by Newton's method from above."""
    guess = 1 << -(-value.bit_length() // n)
    while True:
        better = ((n - 1) * guess + value // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better
