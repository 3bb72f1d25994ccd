"""Which of several figures is meant, and which may stand beside each other.

Templates, charts and tables all choose by these rules, so that a text, its chart and its annex never
show different figures for one thing. Figures are compared only where coverage, unit and period
allow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mjq_report.figures import units
from mjq_report.figures.kinds import alike
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.period import Period

RESULTS = (Status.ACTUAL, Status.PRELIMINARY, Status.ESTIMATED)  # as against intentions
_CAUTION = (Status.ACTUAL, Status.PRELIMINARY, Status.ESTIMATED)
_WIDER = frozenset({"district", "new_town", "city", "province", "nation"})  # entities that a town is only a part of
_STATUS_RANK = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series, and in what it may not be read like the briefing year's."""

    fact: Fact
    other_coverage: bool = False
    other_months: bool = False
    other_scope: bool = False  # the area of the town was another


def select(
    findings: Findings,
    indicator: str,
    *,
    breakdown: str = "",
    period: Period | str | None = None,
    coverage: str | None = None,
) -> Fact | None:
    """The published figure that is meant by an indicator, or None.

    The year's own rows come first; then the whole briefing year, then the latest period within it,
    then what ends in it, then the latest before and the nearest after it; then coverages of the town
    itself before narrower ones, in the order of coverages.csv; then exact before hedged, results before
    intentions, and table order. What covers more than the town (its district, its city) is chosen only
    when `coverage` asks for it.
    """
    found = [
        fact
        for fact in _published(findings, indicator, breakdown)
        if (period is None or fact.period.text == str(period))
        and (fact.coverage == coverage if coverage is not None else _entity(findings, fact) not in _WIDER)
    ]
    return min(
        found,
        key=lambda f: (
            f.id not in findings.own,
            _period_rank(f.period, findings.year),
            _coverage_rank(findings, f),
            precision(f),
        ),
        default=None,
    )


def series(
    findings: Findings,
    indicator: str,
    breakdown: str = "",
    coverage: str | None = None,
) -> tuple[Point, ...]:
    """The results of one indicator in time order, one for each calendar year, each compared with an actual result
    of the briefing year's coverage and months.

    The measure is what `select` chooses. A figure of the same coverage and months is taken before
    others; a figure of another coverage stands in only for the town as a whole (全镇规上 for 全镇), and
    is marked. Years without a figure are not there, nothing is filled in. A total over several years
    is in no series of single years.
    """
    measure = select(findings, indicator, breakdown=breakdown, coverage=coverage)
    if measure is None:
        return ()
    by_year: dict[int, list[Fact]] = {}
    for fact in _published(findings, indicator, breakdown):
        if _may_stand_beside(findings, fact, measure):
            by_year.setdefault(fact.period.last.year, []).append(fact)
    chosen = (
        min(
            facts,
            key=lambda f: (
                f.coverage != measure.coverage,
                _shape(f.period) != _shape(measure.period),
                _coverage_rank(findings, f),
                -f.period.months,
                precision(f),
            ),
        )
        for _, facts in sorted(by_year.items())
    )
    return tuple(
        Point(
            fact,
            fact.coverage != measure.coverage,
            _shape(fact.period) != _shape(measure.period),
            fact.scope != measure.scope,
        )
        for fact in chosen
    )


def derived(findings: Findings, fact: Fact, operation: str) -> tuple[Fact, ...]:
    """What was computed from `fact` as the later or the part: nearest base first.

    Operations: growth (%), average_growth (%), multiple (倍), difference (个百分点), share (%).
    """
    found = [f for f in findings.facts.values() if f.operation == operation and f.inputs[0] == fact.id]
    return tuple(sorted(found, key=lambda f: findings.facts[f.inputs[1]].period, reverse=True))


def comparable(later: Fact, earlier: Fact) -> bool:
    """Whether a change between two figures may be computed.

    It needs one indicator, breakdown and coverage, one area of the town, units of one dimension, two results, and two
    periods of the same months, the one after the other.
    """
    a, b = later.period, earlier.period
    return (
        (later.indicator, later.breakdown, later.coverage) == (earlier.indicator, earlier.breakdown, earlier.coverage)
        and later.scope == earlier.scope
        and alike(later, earlier)
        and units.compatible(later.unit, earlier.unit)
        and later.status in RESULTS  # what is planned or aimed at is never compared with what was reached
        and earlier.status in RESULTS
        and a.is_day == b.is_day
        and a.months == b.months
        and _shape(a) == _shape(b)
        and a.first > b.last
    )


def cautious(facts: Iterable[Fact]) -> Status:
    """The status of what is computed from facts: that of the least certain of them."""
    return max((fact.status for fact in facts), key=_CAUTION.index)


def precision(fact: Fact) -> tuple[bool, bool, int]:
    """Sort key: the figure to prefer among several of one thing and period comes first; a superseded one never does."""
    return bool(fact.superseded_by), fact.qualifier is not Qualifier.EXACT, _STATUS_RANK[fact.status]


def _published(findings: Findings, indicator: str, breakdown: str) -> list[Fact]:
    return [
        fact
        for fact in findings.facts.values()
        if fact.indicator == indicator and fact.breakdown == breakdown and not fact.is_derived
    ]


def _entity(findings: Findings, fact: Fact) -> str:
    coverage = findings.data.coverages.get(fact.coverage)
    return coverage.entity if coverage else ""


def _coverage_rank(findings: Findings, fact: Fact) -> tuple[bool, int]:
    known = list(findings.data.coverages)
    place = known.index(fact.coverage) if fact.coverage in findings.data.coverages else len(known)
    return _entity(findings, fact) != "town", place


def _period_rank(period: Period, year: int) -> tuple[int, int, int]:
    """Smaller is nearer to what a briefing of `year` speaks of; the longer of two that end together first."""
    if period.text == str(year):
        return 0, 0, 0
    last, first = period.last.toordinal(), period.first.toordinal()
    if period.last.year > year:
        return 4, last, first
    if period.last.year < year:
        return 3, -last, first
    return (1 if period.first.year == year else 2), -last, first


def _shape(period: Period) -> tuple[str, int]:
    """What two periods must share to be compared: the text without its years, and how many years it spans."""
    return re.sub(r"\d{4}", "", period.text), period.last.year - period.first.year


def _may_stand_beside(findings: Findings, fact: Fact, measure: Fact) -> bool:
    one_town = _entity(findings, fact) == _entity(findings, measure) == "town"
    return (
        fact.status in RESULTS
        and units.compatible(fact.unit, measure.unit)
        and (fact.coverage == measure.coverage or one_town)
        and (fact.period.months > 12) == (measure.period.months > 12)
    )
