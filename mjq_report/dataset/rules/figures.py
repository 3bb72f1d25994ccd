"""Rules over the observations of a town, column by column.

Every figure stands for an interval (mjq_report.figures.intervals). Arrays sift a million rows with generous
floating-point bounds; only what they cannot clear is settled exactly, in fractions of base units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules import words
from mjq_report.dataset.rules.grouping import Groups, grouped
from mjq_report.errors import Rule, shown
from mjq_report.figures import units
from mjq_report.figures.intervals import Interval
from mjq_report.figures.kinds import NO_AMOUNTS, RATES, SHOWS, kind_of
from mjq_report.figures.vintages import is_later
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.period import Period

NEEDED = (
    "indicator", "breakdown", "period", "coverage", "value", "unit", "qualifier", "status", "source", "locator",
    "as_published", "kind", "upper",
)  # fmt: skip
_BLANK_IN_MOVEMENTS = ("value", "unit")  # a row that only says how something moved is no figure
RESULTS = (Status.ACTUAL, Status.ESTIMATED, Status.PRELIMINARY)
JUMP = 10  # times the period before: more is probably a slip of unit
_IDENTITY = ["indicator", "breakdown", "period", "coverage"]
_CLEAR = 1e-12  # relative; far above the error of a double, far below a unit of the 15th digit
_UNENDING = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)


class Figures:
    """The sound rows with a figure of an observations table as columns of codes, with bounds in base units.

    `numbers` are the rows' places in the table; a column has an entry for each of them.
    """

    def __init__(
        self, rows: Rows, shared: Mapping[str, Rows], problems: Problems, corrected: Mapping[int, str]
    ) -> None:
        """Take the rows whose needed cells are sound; indicators and breakdowns must be readable."""
        self.rows, self.problems, self.corrected = rows, problems, corrected
        self.indicators, self.breakdowns = shared["indicators"].by_key, shared["breakdowns"].by_key
        self.sources = shared["sources"].by_key
        self.numbers = self._sound()
        self.columns = {name: rows.columns[name].array()[self.numbers] for name in NEEDED}

    def __len__(self) -> int:
        return len(self.numbers)

    def _sound(self) -> np.ndarray:
        columns = self.rows.columns
        sound = np.ones(len(self.rows), bool)
        known = {
            "indicator": self.indicators.keys(),
            "breakdown": {"", *self.breakdowns},
            "source": self.sources.keys(),
        }
        for name in NEEDED:
            bad = set(columns[name].faulty)
            if name in _BLANK_IN_MOVEMENTS:
                bad |= {code for code, text in enumerate(columns[name].texts) if not text}
                columns[name].faulty |= bad
            if name in known:  # a row that names a faulty row has nothing to be held against
                bad |= {code for code, text in enumerate(columns[name].texts) if text not in known[name]}
                columns[name].faulty |= bad
            if bad:
                sound &= ~np.isin(columns[name].array(), sorted(bad))
        return np.flatnonzero(sound)

    def alike(self, *names: str) -> Groups:
        """The rows grouped by what they have in some columns."""
        return grouped([self.columns[name] for name in names])

    def texts(self, name: str) -> list[str]:
        """The distinct texts of a column; a code is a place in it."""
        return self.rows.columns[name].texts

    def of(self, name: str, what: Callable[[str], object]) -> np.ndarray:
        """`what` of each row's text in a column, computed once for each distinct text."""
        faulty = self.rows.columns[name].faulty
        if not faulty:
            distinct = [*map(what, self.texts(name))]
        else:
            found = [None if code in faulty else what(text) for code, text in enumerate(self.texts(name))]
            usable = next((value for value in found if value is not None), None)
            distinct = [usable if value is None else value for value in found]
        values: np.ndarray = np.array(distinct)[self.columns[name]]
        return values

    def kind(self, kind: str, indicator: str, value: str, unit: str, as_published: str) -> IndicatorKind:
        """What a row's figure is, given its cells."""
        return kind_of(kind, self.indicators[indicator]["kind"], value, unit, as_published)

    def cell(self, number: int, name: str) -> str:
        """A row's text, by the row's number in the table."""
        return self.rows.columns[name][number]

    def span(self, number: int) -> tuple[Fraction, Fraction]:
        """The least and the greatest that a row's figure may be, exactly, in base units."""
        unit = self.cell(number, "unit")
        qualifier = Qualifier(self.cell(number, "qualifier"))
        value, upper = self.corrected.get(number, self.cell(number, "value")), self.cell(number, "upper")
        interval = Interval.of(value, qualifier, whole=units.is_counted(unit), upper=upper)
        factor = units.split(unit)[1]
        low, high = (_fraction(end) for end in interval.ends)
        return low * factor, high * factor

    def told(self, number: int) -> str:
        """A row's figure for a message, with the line it stands on."""
        qualifier = self.cell(number, "qualifier")
        hedge = "" if qualifier == Qualifier.EXACT else f" ({qualifier})"
        value = "–".join(
            filter(None, (self.corrected.get(number, self.cell(number, "value")), self.cell(number, "upper")))
        )
        return f"{value}{self.cell(number, 'unit')}{hedge} in line {self.rows.lines[number]}"

    def report(self, rule: Rule, number: int, column: str, what: str) -> None:
        """Note that a row breaks a rule."""
        self.problems.add(rule, self.rows.file, self.rows.lines[number], column, what)

    def is_full(self, rule: Rule) -> bool:
        """Whether enough breaches of a rule have been listed, so that no more need be looked for."""
        return self.problems.is_full(rule, self.rows.file)


_ENDLESS = Fraction(10**40)  # beyond every figure below 1e15 in every unit


def _fraction(end: Decimal) -> Fraction:
    if end.is_infinite():
        return -_ENDLESS if end < 0 else _ENDLESS
    return Fraction(end)


def check_printed(figures: Figures) -> None:
    """The published words carry the digits, the unit and the hedge."""
    for number in _rows_with(figures, _PRINTED, words.fault):
        found = words.fault(*(figures.cell(number, name) for name in _PRINTED))
        assert found is not None
        figures.report(found[0], number, _PRINTED_COLUMN[found[0]], found[1])


_PRINTED = ["value", "unit", "qualifier", "as_published", "upper"]
_PRINTED_COLUMN = {
    catalogue.VALUE_NOT_AS_PRINTED: "value",
    catalogue.UNIT_NOT_AS_PRINTED: "unit",
    catalogue.QUALIFIER_NOT_AS_PRINTED: "qualifier",
}


def _rows_with(figures: Figures, names: list[str], fault: Callable[..., object]) -> list[int]:
    """Numbers of the rows whose texts in `names` have a fault together; each combination is tried once."""
    groups = figures.alike(*names)
    texts = [map(figures.texts(name).__getitem__, figures.columns[name][groups.first].tolist()) for name in names]
    bad = np.fromiter(map(bool, map(fault, *texts)), bool, len(groups))
    found: list[int] = figures.numbers[bad[groups.of]].tolist() if bad.any() else []
    return found


def check_units(figures: Figures) -> None:
    """A figure's unit has the dimension of its indicator's."""

    def misfits(indicator: str, unit: str) -> bool:
        own = figures.indicators[indicator]["unit"]
        return not (units.compatible(unit, own) or (unit == "番" and units.states_growth(own)))

    for number in _rows_with(figures, ["indicator", "unit"], misfits):
        indicator = figures.cell(number, "indicator")
        own, unit = figures.indicators[indicator]["unit"], figures.cell(number, "unit")
        what = f"{shown(unit)} does not fit {indicator}, which is measured in {shown(own)}"
        figures.report(catalogue.UNIT_MISMATCH, number, "unit", what)


def check_dates(figures: Figures) -> None:
    """No result is of a period that begins after its source was published."""

    def comes_after(period: str, source: str, status: str) -> bool:
        return (
            status in RESULTS and Period.parse(period).first > Period.parse(figures.sources[source]["published"]).last
        )

    for number in _rows_with(figures, ["period", "source", "status"], comes_after):
        source = figures.cell(number, "source")
        what = f"{figures.cell(number, 'period')} begins after {source} was published ({figures.sources[source]['published']})"
        figures.report(catalogue.PERIOD_AFTER_SOURCE, number, "period", what)


SIGNED = re.compile("利润|损益|盈|亏|结余|差|净|增减|变动|变化")  # in the name of an amount that may be below zero
_FROM_ZERO = NO_AMOUNTS | {IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.COUNT}


def check_signs(figures: Figures) -> None:
    """No amount, count, rank or date is below zero, unless its indicator is `signed` or named after what may be (profit)."""

    def misfits(indicator: str, value: str, kind: str) -> bool:
        row = figures.indicators[indicator]
        signed = row["signed"] or SIGNED.search(row["name_zh"])
        return value.startswith("-") and (kind or row["kind"]) in _FROM_ZERO and not signed

    for number in _rows_with(figures, ["indicator", "value", "kind"], misfits):
        name = figures.indicators[figures.cell(number, "indicator")]["name_zh"]
        figures.report(catalogue.NEGATIVE_AMOUNT, number, "value", f"{figures.told(number)}: {name}")


def add_bounds(figures: Figures) -> None:
    """Add `low` and `high` in base units, at least as wide as `Interval.of` has them, and the dimension."""
    value = figures.of("value", float)
    size = np.abs(value)
    unit = 10.0 ** -figures.of("value", _decimals)
    counted = figures.of("unit", units.is_counted) & (unit == 1)
    about = np.where(figures.of("qualifier", Qualifier.ABOUT.__eq__), np.maximum(size / 10, unit), 0)
    half = np.maximum(np.where(counted, 0, unit / 2), about)
    low = np.where(figures.of("qualifier", Qualifier.NEARLY.__eq__), size * 0.9, size) - half
    low = np.where(figures.of("qualifier", Qualifier.AT_MOST.__eq__), -np.inf, low)
    high = np.where(figures.of("qualifier", _UNENDING.__contains__), np.inf, size + half)
    negative = np.signbit(value)  # of -0.00 too
    factor = figures.of("unit", lambda text: float(units.split(text)[1]))
    slack = _CLEAR * size
    figures.columns["low"] = (np.where(negative, -high, low) - slack) * factor
    high = np.where(negative, -low, high) + slack
    figures.columns["high"] = np.maximum(high, figures.of("upper", _at_most)) * factor
    figures.columns["amount"] = np.where(negative, -size, size) * factor
    dimensions = sorted({units.dimension(text) for text in figures.texts("unit")})
    figures.columns["dimension"] = figures.of("unit", lambda text: dimensions.index(units.dimension(text)))
    figures.columns["rate"] = _are_rates(figures)
    for place in np.flatnonzero(np.isin(figures.numbers, [*figures.corrected])).tolist():
        least, most = (float(end) for end in figures.span(int(figures.numbers[place])))
        figures.columns["low"][place] = least - _CLEAR * abs(least)
        figures.columns["high"][place] = most + _CLEAR * abs(most)
        figures.columns["amount"][place] = (least + most) / 2


def _at_most(upper: str) -> float:
    """More than the high end of a range can stand for, however it is hedged."""
    return float(upper) + max(abs(float(upper)) / 10, 10.0 ** -_decimals(upper)) if upper else -np.inf


def _are_rates(figures: Figures) -> np.ndarray:
    """Rows whose figures are no amounts, or no parts of a whole; only words of order may be of another kind than declared."""
    rates = {indicator for indicator, row in figures.indicators.items() if row["kind"] in RATES | NO_AMOUNTS}
    found: np.ndarray = figures.of("indicator", rates.__contains__)
    for place in np.flatnonzero(figures.of("kind", bool) | figures.of("as_published", _may_place)).tolist():
        cells = (figures.cell(int(figures.numbers[place]), name) for name in _KIND)
        found[place] = figures.kind(*cells) in RATES | NO_AMOUNTS
    return found


_KIND = ("kind", "indicator", "value", "unit", "as_published")


def _may_place(text: str) -> bool:
    return SHOWS.search(text) is not None


def _decimals(text: str) -> int:
    point = text.find(".")
    return 0 if point < 0 else len(text) - point - 1


def check_repetitions(figures: Figures) -> None:
    """The same figure published twice: the intervals must share a number (in one dimension, if each two do), unless one
    source came out after the other: then the later figure takes the earlier one's place (`figures.vintages`)."""
    groups = figures.alike(*_IDENTITY, "status", "dimension")
    if len(groups) == len(figures):
        return
    apart = groups.highest(figures.columns["low"]) > groups.lowest(figures.columns["high"])
    for members in groups.members(apart):
        if figures.is_full(catalogue.FIGURES_DISAGREE):
            return
        if pair := _disagreeing(figures, figures.numbers[members][:_MOST_COMPARED].tolist()):
            one, other = pair
            what = f"{figures.told(other)} is not {figures.told(one)}, though both are {identity(figures, one)}"
            figures.report(catalogue.FIGURES_DISAGREE, other, "value", what)


_MOST_COMPARED = 200  # rows of one figure; more are hardly vintages


def _disagreeing(figures: Figures, numbers: Sequence[int]) -> tuple[int, int] | None:
    """The first two rows of one figure that cannot both be right and of which neither came out after the other."""
    spans = {number: figures.span(number) for number in numbers}
    dates = {n: Period.parse(figures.sources[figures.cell(n, "source")]["published"]) for n in numbers}
    for one, other in combinations(numbers, 2):
        apart = spans[one][0] > spans[other][1] or spans[other][0] > spans[one][1]
        if apart and not is_later(dates[one], dates[other]) and not is_later(dates[other], dates[one]):
            return one, other
    return None


def check_magnitudes(figures: Figures) -> None:
    """Neighbouring periods of a series; where a note of either row explains the jump, it is passed over."""
    columns = figures.columns
    measured = np.flatnonzero(~columns["rate"] & (columns["amount"] != 0))
    first = figures.of("period", lambda text: Period.parse(text).first.toordinal())
    # periods compare with those written alike: months with months, days with days
    length = figures.of("period", lambda text: Period.parse(text).months * 100 + len(text))
    plan = figures.of("status", lambda text: text not in RESULTS)
    series = [*(columns[name] for name in ("indicator", "breakdown", "coverage", "dimension")), length, plan]
    series = [column[measured] for column in series]
    once = grouped([*series, first[measured]]).first  # the first row of each series and period
    of, rows = grouped([column[once] for column in series]).of, measured[once]
    order = np.lexsort((first[rows], of))
    of, rows = of[order], rows[order]
    amounts = columns["amount"][rows]
    factor = np.abs(amounts[1:] / amounts[:-1])  # each row but the first, and the one before it
    jumps = (of[1:] == of[:-1]) & ((factor > JUMP) | (factor < 1 / JUMP))
    numbers = figures.numbers[rows]
    found = zip(numbers[1:][jumps].tolist(), numbers[:-1][jumps].tolist(), factor[jumps].tolist(), strict=True)
    for number, previous, times in found:
        if not figures.cell(number, "note") and not figures.cell(previous, "note"):
            what = f"{figures.told(number)} is {times:.4g} times {figures.told(previous)}"
            figures.report(catalogue.MAGNITUDE, number, "value", what)


def identity(figures: Figures, number: int) -> str:
    """Which figure a row is, for a message."""
    indicator, breakdown, period, coverage = (figures.cell(number, name) for name in _IDENTITY)
    return f"{indicator}{'/' if breakdown else ''}{breakdown}@{period}#{coverage}"
