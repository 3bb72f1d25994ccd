"""Computed figures and verdicts, worked out again from the rows that they name.

Written apart from `analysis`: only units, intervals, rounding and the operations that claims name are
shared. A computed figure must be the exact result rounded to the places that it prints, with the hedge
that those of its inputs leave; a claim must have the bounds and the verdict that its operands give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from mjq_report.checking.records import Cells, Records, Row
from mjq_report.figures import formats, operations, references, units
from mjq_report.figures.intervals import Interval
from mjq_report.figures.operations import OPERATIONS
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Observation

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_COUNT = re.compile(r"n=(\d{1,3})", re.ASCII)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_UNITS = {"growth": "%", "average_growth": "%", "share": "%", "multiple": "倍", "difference": "个百分点"}
_CAUTION = (Status.ESTIMATED, Status.PRELIMINARY, Status.ACTUAL)
_MOST_DECIMALS = 2
_PERCENTAGES = ("比率", "百分点")
_UP = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
_E, _A, _N = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY
_VERDICTS = {True: "consistent", False: "inconsistent"}


def check_derived(records: Records) -> Iterator[str]:
    """Which computed figures do not follow from their inputs."""
    for row in records.rows:
        if row.is_derived:
            inputs = [records.by_id[name] for name in row.fact.inputs if name in records.by_id]
            if len(inputs) != 2:
                yield f"data.csv: {row.anchor}: {row.fact.operation} needs two figures, {len(inputs)} are there"
            else:
                yield from _derived(row, inputs[0].fact, inputs[1].fact, records)


def _derived(row: Row, a: Fact, b: Fact, records: Records) -> Iterator[str]:
    fact, where = row.fact, f"data.csv: {row.anchor}"
    if fact.id != f"derived:{fact.operation}({a.id},{b.id})":
        yield f"{where}: its id does not name its inputs"
    wrong = _unlike(fact, a, b, records)
    if wrong:
        yield f"{where}: {fact.operation} of {a.id} and {b.id}: {wrong}"
        return
    try:
        value = _computed(fact.operation, a, b)
    except (ValueError, ZeroDivisionError, KeyError, InvalidOperation):
        yield f"{where}: {fact.operation} of {a.id} and {b.id} has no value"
        return
    decimals = len(fact.printed.partition(".")[2])
    expected = formats.round_hedged(value, min(decimals, _MOST_DECIMALS), fact.qualifier)
    if fact.printed != f"{expected + 0:f}" or fact.value != expected:
        yield f"{where}: {fact.operation} gives {expected + 0:f}, it has {fact.printed} and {fact.value:f}"
    if fact.qualifier not in _hedges(fact.operation, a.qualifier, b.qualifier):
        yield f"{where}: {fact.qualifier} is not the hedge that its inputs leave"


def _unlike(fact: Fact, a: Fact, b: Fact, records: Records) -> str:
    """What a computed figure says of itself that its inputs do not; empty if nothing."""
    same = ("indicator", "breakdown", "period", "coverage")
    if any(getattr(fact, name) != getattr(a, name) for name in same):
        return "it is not of what its first input is of"
    if fact.unit != _UNITS.get(fact.operation):
        return f"its unit is {fact.unit}"
    if fact.status is not next((s for s in _CAUTION if s in (a.status, b.status)), None):
        return f"its status is {fact.status}"
    if fact.sources != tuple(dict.fromkeys((*a.sources, *b.sources))):
        return "its sources are not those of its inputs"
    if a.coverage != b.coverage:
        return "their coverages differ"
    if fact.operation == "share":
        whole = records.named("indicators", a.indicator).get("part_of", "").split()
        divided = a.indicator == b.indicator and a.breakdown and not b.breakdown
        if a.period != b.period or not (divided or (b.indicator in whole and a.breakdown == b.breakdown)):
            return "the one is not a part of the other"
    elif (a.indicator, a.breakdown) != (b.indicator, b.breakdown) or not a.period.first > b.period.last:
        return "the one is not the other at a later time"
    return ""


def _computed(operation: str, a: Fact, b: Fact) -> Decimal:
    """The exact result for the digits as printed."""
    one, hundred = Interval.exact(1), Interval.exact(100)
    later = Interval.exact(a.value)
    earlier = Interval.exact(b.value).times(units.ratio(b.unit, a.unit))
    years = a.period.last.year - b.period.last.year
    results = {
        "growth": lambda: hundred * (later / earlier - one),
        "multiple": lambda: later / earlier,
        "share": lambda: hundred * (later / earlier),
        "difference": lambda: later - earlier,
        "average_growth": lambda: hundred * ((later / earlier).root(years) - one),
    }
    return results[operation]().ends[0]


def _hedges(operation: str, a: Qualifier, b: Qualifier) -> tuple[Qualifier, ...]:
    if {a, b} == {_E}:
        return (_E,)
    if {a, b} <= {_E, _A}:
        return (_A,)
    if (a, b) == (_N, _E) and operation in ("multiple", "share"):
        return (_N,)
    if a in _UP and b in (_E, _N):
        return (a,)
    return (Qualifier.MORE_THAN,) if (a, b) == (_E, _N) else ()


# --------------------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class _Figure:
    """The published result or an operand: what it may be, its printed value, its unit (none for a plain number)."""

    box: Interval
    value: Decimal
    unit: str = ""
    text: str = ""


class _OpenError(Exception):
    """A claim that cannot be recomputed."""


def check_claims(records: Records) -> Iterator[str]:
    """Which verdicts do not follow from the rows that the claims name."""
    rows = references.index(records.observations)
    for cells in records.claims:
        yield from _claim(cells, rows)


def _claim(cells: Cells, rows: Mapping[str, tuple[Observation, ...]]) -> Iterator[str]:
    where = f"claims.csv: {cells['claim']}"
    try:
        stated, computed, consistent, texts = _recomputed(cells, rows)
        expected = (_VERDICTS[consistent], *_ends(stated), *_ends(computed))
    except _OpenError:
        expected, texts = ("uncheckable", "", "", "", ""), []
    columns = ("verdict", "stated_low", "stated_high", "computed_low", "computed_high")
    for column, want in zip(columns, expected, strict=True):
        if cells[column] != want:
            yield f"{where}: {column} is {cells[column] or 'empty'}, recomputed it is {want or 'empty'}"
    if bool(cells["arithmetic"]) == (expected[0] == "uncheckable"):
        yield f"{where}: arithmetic and verdict do not go together"
    for text in texts:
        if text not in cells["arithmetic"]:
            yield f"{where}: its arithmetic does not show {text}"
    if expected[0] == "consistent" and cells["reason"]:
        yield f"{where}: it holds and yet has a reason why not"


def _ends(box: Interval | None) -> tuple[str, str]:
    return ("", "") if box is None else (str(box.ends[0]), str(box.ends[1]))


def _recomputed(
    cells: Cells, rows: Mapping[str, tuple[Observation, ...]]
) -> tuple[Interval, Interval | None, bool, list[str]]:
    """Bounds of the published and the computed result, whether they agree, and the figures that must be shown."""
    name = cells["operation"]
    counts = [int(match[1]) for match in map(_COUNT.fullmatch, cells["operands"].split()) if match]
    given = [text for text in cells["operands"].split() if not _COUNT.fullmatch(text)]
    if name == "uncheckable":
        raise _OpenError
    stated = _figure(cells["result"], rows)
    operands = [_figure(text, rows) for text in given]
    shown = [figure.text for figure in (stated, *operands)]
    try:
        if name == "integer_share":
            found = operations.integer_share(operands[0].box, stated.box)
            exact = None if found is None else Interval.exact(100 * found[0]) / Interval.exact(found[1])
            return stated.box, exact, found is not None, shown
        boxes = [operand.box for operand in _in_units(name, stated, operands)]
        n = counts[0] if counts else 0
        return stated.box, operations.computed(name, boxes, n), operations.holds(name, stated.box, boxes, n), shown
    except (KeyError, ZeroDivisionError, ValueError, IndexError):
        raise _OpenError from None


def _figure(text: str, rows: Mapping[str, tuple[Observation, ...]]) -> _Figure:
    if _NUMBER.fullmatch(text):
        return _Figure(Interval.exact(Decimal(text)), Decimal(text), "", formats.signed(text))
    try:
        row = references.resolve(references.parse(text), rows)
    except ValueError:
        row = None
    if row is None:
        raise _OpenError
    box = Interval.of(row.printed, row.qualifier, whole=units.is_counted(row.unit))
    return _Figure(box, row.value, row.unit, formats.signed(row.printed))


def _in_units(name: str, stated: _Figure, operands: list[_Figure]) -> list[_Figure]:
    """The operands in the units that the operation compares; see `operations.Operation`."""
    rule = OPERATIONS[name].units
    if rule in ("first", "alike"):
        second = [_converted(o, operands[0].unit, rule == "first") for o in operands[1:2]]
        return [operands[0], *second, *operands[2:]]
    if rule == "factors":
        return [
            replace(o, box=o.box / Interval.exact(100))
            if units.dimension(o.unit) == "比率"
            else _converted(o, stated.unit, False)
            for o in operands
        ]
    if rule == "result":
        return [_converted(o, stated.unit or operands[0].unit, True) for o in operands]
    return operands


def _converted(figure: _Figure, unit: str, strict: bool) -> _Figure:
    if not figure.unit or not unit or figure.unit == unit:
        return figure
    if units.dimension(figure.unit) in _PERCENTAGES and units.dimension(unit) in _PERCENTAGES:
        return figure
    if not units.compatible(figure.unit, unit):
        if strict:
            raise _OpenError
        return figure
    return replace(figure, box=figure.box.times(units.ratio(figure.unit, unit)), unit=unit)
