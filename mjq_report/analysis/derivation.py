"""Figures computed from published ones: growth, averages, multiples, differences of rates, shares.

Only where coverage, unit, period and status allow it (`selection.comparable`), only from pairs a reader
may want (each with the one before it, and the last with the first), and never with more precision
or less doubt than the inputs have: decimals are dropped while the rounding of the inputs makes them
meaningless, and hedges are carried on (超1000亿元 of 1200亿元, which is less than 1200.5, is 超83.2%) or, where
their effect has no direction, there is no number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from mjq_report.figures import formats, units, vintages
from mjq_report.figures.intervals import Interval, box
from mjq_report.figures.kinds import APART_FROM_LEVELS, BELOW, RATES, is_computed_with, moves
from mjq_report.figures.selection import RESULTS, cautious, comparable, precision
from mjq_report.model.codes import IndicatorKind, Qualifier
from mjq_report.model.findings import Fact
from mjq_report.model.tables import TownData

Place = tuple[str, str, str, str]  # indicator, breakdown, coverage, period
_ONE, _HUNDRED = Interval.exact(1), Interval.exact(100)
_UPWARDS = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)
_ABOUT_WITHIN = Decimal("0.1")  # 约 promises a tenth either way, see `intervals`
_PARTS = frozenset({"industry", "village", "place"})  # groups of breakdowns that divide a whole
_POINTS = {"%": "个百分点", "‰": "个千分点"}  # what a difference of rates is in


@dataclass(frozen=True, slots=True)
class _Operation:
    """How a figure is computed from two in one unit; `proportional` ones keep 近 near."""

    name: str
    unit: str
    kind: IndicatorKind
    compute: Callable[[Interval, Interval], Interval]
    decimals: int | None = 1  # None: as many as the inputs print
    proportional: bool = False


GROWTH = _Operation("growth", "%", IndicatorKind.GROWTH, lambda a, b: _HUNDRED * (a / b - _ONE))
MULTIPLE = _Operation("multiple", "倍", IndicatorKind.RATE, lambda a, b: a / b, proportional=True)
SHARE = _Operation("share", "%", IndicatorKind.SHARE, lambda a, b: _HUNDRED * (a / b), proportional=True)
MOVED = _Operation("moved", "位", IndicatorKind.DIFFERENCE, lambda a, b: b - a, decimals=0)  # places forward


def _difference(unit: str) -> _Operation:
    """The difference of two rates in `unit`, in points of it."""
    return _Operation("difference", _POINTS[unit], IndicatorKind.DIFFERENCE, lambda a, b: a - b, decimals=None)


def _average_growth(years: int) -> _Operation:
    return _Operation("average_growth", "%", IndicatorKind.GROWTH, lambda a, b: _HUNDRED * ((a / b).root(years) - _ONE))


def derive(facts: Iterable[Fact], data: TownData) -> Iterator[Fact]:
    """Everything worth computing from `facts`, changes first, then shares, in the order of the facts."""
    reached = [fact for fact in facts if fact.status in RESULTS]
    results = [fact for fact in reached if is_computed_with(fact)]
    moving = [fact for fact in reached if moves(fact)]
    published = vintages.dates(data.sources)
    several: dict[Place, list[Fact]] = {}
    for fact in moving:
        several.setdefault(place_of(fact), []).append(fact)
    for chain in _chains(moving):
        for later, earlier in _pairs(chain):
            bases = [fact for fact in several[place_of(earlier)] if comparable(later, fact)]
            base = vintages.known_to(later.source, bases, published, precision) or earlier
            yield from _changes(later, base, data)
    best: dict[Place, Fact] = {}
    for fact in sorted(results, key=precision):
        best.setdefault(place_of(fact), fact)
    for part in results:
        if best[place_of(part)] is part:
            for whole in _wholes(part, best, data):
                yield from _made(SHARE, part, whole)


def place_of(fact: Fact) -> Place:
    """What a figure is of."""
    return fact.indicator, fact.breakdown, fact.coverage, fact.period.text


def _chains(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Comparable figures of one thing in time order, the most precise one for each period."""
    chains: list[dict[str, Fact]] = []
    by_thing: dict[tuple[str, str, str], list[dict[str, Fact]]] = {}
    for fact in sorted(facts, key=lambda f: (f.period, precision(f))):
        candidates = by_thing.setdefault(place_of(fact)[:3], [])
        for chain in candidates:
            if fact.period.text in chain:
                break
            if comparable(fact, next(reversed(chain.values()))):
                chain[fact.period.text] = fact
                break
        else:
            candidates.append({fact.period.text: fact})
            chains.append(candidates[-1])
    return (list(chain.values()) for chain in chains)


def _pairs(chain: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Each figure with the one before it, and the last with the first."""
    pairs = [(later, earlier) for earlier, later in pairwise(chain)]
    return [*pairs, (chain[-1], chain[0])] if len(chain) > 2 else pairs


def _changes(later: Fact, earlier: Fact, data: TownData) -> Iterator[Fact]:
    if later.kind is IndicatorKind.RANK:
        if _names_its_place(later) and _names_its_place(earlier):
            yield from _made(MOVED, later, earlier)
        return
    if later.kind in RATES:
        if later.unit in _POINTS and later.kind is not IndicatorKind.DIFFERENCE:
            yield from _made(_difference(later.unit), later, earlier)
        return
    if later.value < 0 or earlier.value <= 0:
        return  # a percentage of a loss says nothing
    if (later.basis or data.indicators[later.indicator].growth_basis) in APART_FROM_LEVELS:
        return  # what grew at current prices is not what is called its growth
    yield from _made(GROWTH, later, earlier)
    years = later.period.last.year - earlier.period.last.year
    if years > 1 and later.period.is_year and earlier.period.is_year and later.value != earlier.value:
        yield from _made(_average_growth(years), later, earlier)
    if later.value >= 2 * units.convert(earlier.value, earlier.unit, later.unit):
        yield from _made(MULTIPLE, later, earlier)


def _names_its_place(rank: Fact) -> bool:
    """Whether a rank is one place, and not among the first so many, or about."""
    return not rank.wording and rank.qualifier is Qualifier.EXACT


def wholes_of(part: Fact, data: TownData) -> Iterator[Place]:
    """Where the totals would be that a figure is a part of by the tables: of its breakdown, or of its indicator."""
    for whole in data.indicators[part.indicator].part_of:
        yield whole, part.breakdown, part.coverage, part.period.text
    breakdown = data.breakdowns.get(part.breakdown)
    above = list(breakdown.part_of) if breakdown is not None else []
    for id_ in above:  # nearest first; grows while it is read, and ends since no breakdown is a part of itself
        above += data.breakdowns[id_].part_of
        yield part.indicator, id_, part.coverage, part.period.text
    if breakdown is not None and breakdown.group in _PARTS:
        yield part.indicator, "", part.coverage, part.period.text


def _wholes(part: Fact, best: Mapping[Place, Fact], data: TownData) -> Iterator[Fact]:
    """The totals of which a figure is a part and that are there."""
    if part.kind in RATES:
        return
    for place in wholes_of(part, data):
        whole = best.get(place)
        if whole is not None and units.compatible(part.unit, whole.unit) and whole.value > 0:
            yield whole


def _made(operation: _Operation, later: Fact, earlier: Fact) -> Iterator[Fact]:
    """The computed fact, or nothing where the hedges leave its size or direction open."""
    value = operation.compute(_exactly(later, later.unit), _exactly(earlier, later.unit)).ends[0]
    bounds = operation.compute(box(later), box(earlier, later.unit))
    qualifier, wording = _hedge(operation, later, earlier, value), ""
    if qualifier is None or (operation is SHARE and value > 100):
        return
    exact, decimals = formats.claimed(value, bounds, qualifier), _decimals(operation, later, earlier)
    if exact <= 0 < value:
        return  # not even the direction is sure
    value = formats.round_hedged(exact, decimals, qualifier)
    if value == 0 < exact and qualifier in _UPWARDS:
        return  # 超0.0% says nothing
    if operation is SHARE and exact > value == 0:
        value, qualifier, wording = Decimal(1).scaleb(-decimals), Qualifier.AT_MOST, BELOW
    yield Fact(
        id=f"derived:{operation.name}({later.id},{earlier.id})",
        indicator=later.indicator,
        breakdown=later.breakdown,
        period=later.period,
        coverage=later.coverage,
        value=value + 0,  # never a negative zero
        printed=f"{value + 0:f}",
        unit=operation.unit,
        qualifier=qualifier,
        status=cautious((later, earlier)),
        sources=tuple(dict.fromkeys((*later.sources, *earlier.sources))),
        operation=operation.name,
        inputs=(later.id, earlier.id),
        bounds=bounds.ends,
        wording=wording,
        kind=operation.kind,
    )


def _hedge(operation: _Operation, a: Fact, b: Fact, value: Decimal) -> Qualifier | None:
    """The hedge of a result that grows with `a` and shrinks with `b`; None where it would mislead."""
    hedges = a.qualifier, b.qualifier
    if set(hedges) == {Qualifier.EXACT}:
        return Qualifier.EXACT
    if set(hedges) <= {Qualifier.EXACT, Qualifier.ABOUT}:
        low, high = operation.compute(box(a), box(b, a.unit)).ends
        within = max(value - low, high - value) <= abs(value) * _ABOUT_WITHIN
        return Qualifier.ABOUT if within else None
    if hedges == (Qualifier.NEARLY, Qualifier.EXACT) and operation.proportional:
        return Qualifier.NEARLY
    if value > 0 and hedges[0] in _UPWARDS and hedges[1] in (Qualifier.EXACT, Qualifier.NEARLY):
        return hedges[0]
    if value > 0 and hedges == (Qualifier.EXACT, Qualifier.NEARLY):
        return Qualifier.MORE_THAN
    return None


def _decimals(operation: _Operation, a: Fact, b: Fact) -> int:
    """The usual decimals, fewer while the inputs' rounding leaves more than the last digit uncertain."""
    decimals = operation.decimals
    if decimals is None:
        decimals = max(len(figure.printed.partition(".")[2]) for figure in (a, b))
    low, high = operation.compute(_rounded(a, a.unit), _rounded(b, a.unit)).ends
    while decimals > 0 and high - low > Decimal(1).scaleb(1 - decimals):
        decimals -= 1
    return decimals


def _exactly(fact: Fact, unit: str) -> Interval:
    return Interval.exact(units.convert(fact.value, fact.unit, unit))


def _rounded(fact: Fact, unit: str) -> Interval:
    """What the printed digits stand for, in `unit`, without their hedge."""
    return box(replace(fact, qualifier=Qualifier.EXACT), unit)
