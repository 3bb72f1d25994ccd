"""Charts chosen by the shape of the data, for any place: what is drawn, of what, and which comes first.

The rules look at what the tables say of figures (indicator, breakdown, coverage, period, kind, `part_of`), never at a
place's name or an indicator's id; they stand in `shapes`, a function each:

| the data | the chart |
|---|---|
| two parts or more of one whole that do not overlap | `composition`, with the figure of what is left of the whole |
| three periods or more of one measure | `trend`; a line from twelve on, for percentages and for several breakdowns |
| two levels or more passed within a period of years, and the last year's figure | `steps`, unknown years as bands |
| what a part adds to the growth of a wider whole, and what follows for the rest | `waterfall` |
| two figures or more with their shares in a wider place | `nested`, inside the totals that this implies |
| two measures or more with their figures of a year before, published or computed | `dumbbell` |
| two measures or more with their last figures of years ago | `dumbbell`, each with its year |
| a count with the parts that make it up, and what remained of it | `flow` |
| four growth rates or more of like things | `ranked`: of one indicator by breakdown, or of sums of money |
| four levels or more of one indicator by breakdown, or of the parts of one indicator | `ranked` |

Two figures are a sentence and no chart. In one chart stand figures of one coverage and, but for a trend, one period;
results and intentions never share a scale; a rank, an ordinal, a magnitude or a date is no bar. No figure is drawn by
two charts: after each choice the rules look at what is left. The score is what the shape is worth and a tenth of the
best salience among what is drawn. Plans with their dates make a `timeline` (`timeline_of`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mjq_report.model.document import Chart
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.shapes import changes, flows, parts, plans, side_by_side, time
from mjq_report.narrative.shapes.view import Candidate, View

WORTH: Mapping[str, float] = {
    "steps": 34, "waterfall": 32, "composition": 30, "trend": 28, "nested": 28, "flow": 31, "dumbbell": 26,
    "then": 22, "growth": 24, "ranked": 18, "timeline": 20,
}  # fmt: skip
_RULES = (
    parts.compositions, parts.nested, parts.waterfalls, time.trends, changes.steps, changes.dumbbells, changes.then_and_now, flows.flows,
    side_by_side.growths, side_by_side.levels,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChosenChart:
    """A chart with the facts that it draws. `score` compares it with others, those of other sections too."""

    chart: Chart
    facts: frozenset[str]
    score: float


def choose_charts(resolver: ChartResolver, facts: Iterable[Fact], most: int = 6) -> tuple[ChosenChart, ...]:
    """At most so many charts that these figures of one section make, best first, no figure in two of them."""
    salience = {salient.fact: float(salient.score) for salient in resolver.lookup.findings.salience}
    left, chosen = tuple(facts), list[ChosenChart]()
    while len(chosen) < most:
        view = View(resolver, left)
        found = [candidate for rule in _RULES for candidate in rule(view)]
        if not found:
            break
        best = max(found, key=lambda candidate: _score(candidate, salience))
        chosen.append(ChosenChart(_chart(resolver, best), best.facts, _score(best, salience)))
        left = tuple(fact for fact in left if fact.id not in best.facts)
    return tuple(chosen)


def choose_across(resolver: ChartResolver, sections: Iterable[Sequence[Fact]], most: int) -> tuple[ChosenChart, ...]:
    """The one chart that figures of several sections make together, of those that no section draws; none without it.

    A section with one figure of a kind has no chart; a place's main figures beside last year's are one.
    """
    groups = list(sections)
    drawn = {fact for facts in groups for found in choose_charts(resolver, facts, most) for fact in found.facts}
    return choose_charts(resolver, [fact for facts in groups for fact in facts if fact.id not in drawn], 1)


def timeline_of(resolver: ChartResolver, domains: Collection[str] | None = None) -> ChosenChart | None:
    """What comes next, of some domains or of all: plans with their dates, those without one last; None for fewer than three."""
    found = plans.timeline(View(resolver, resolver.lookup.own()), domains)
    return ChosenChart(_chart(resolver, found), found.facts, WORTH["timeline"]) if found is not None else None


def _score(candidate: Candidate, salience: Mapping[str, float]) -> float:
    return WORTH[candidate.shape] + max((salience.get(fact, 0.0) for fact in candidate.facts), default=0.0) / 10


def _chart(resolver: ChartResolver, found: Candidate) -> Chart:
    name = f"{found.shape}-{found.subject}"
    return resolver.assemble(
        name,
        found.kind,
        found.lines,
        found.title,
        found.subtitle,
        unit=found.unit,
        sources=found.sources,
        remark=found.remark,
    )
