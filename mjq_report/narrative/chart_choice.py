"""Charts chosen by the shape of the data, for any place: what is drawn, of what, and which comes first.

The rules look at what the tables say of figures (indicator, breakdown, coverage, period, kind, `part_of`), never at a
place's name or an indicator's id; they stand in `shapes`, a function each:

| the data | the chart |
|---|---|
| two parts or more of one whole | `composition`, with the figure of what is left of the whole |
| three periods or more of one measure | `trend`; a line from twelve on, for percentages and for several breakdowns |
| four growth rates or more of like things | `ranked`: of one indicator by breakdown, or of sums of money |
| four levels or more of one indicator by breakdown, or of the parts of one indicator | `ranked` |

Two figures are a sentence and no chart. In one chart stand figures of one coverage and, but for a trend, one period;
results and intentions never share a scale; a rank, an ordinal, a magnitude or a date is no bar. No figure is drawn by
two charts. The score is what the shape is worth and a tenth of the best salience among what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mjq_report.model.document import Chart
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.shapes import parts, side_by_side, time
from mjq_report.narrative.shapes.view import View

WORTH: Mapping[str, float] = {"composition": 30, "trend": 28, "growth": 24, "ranked": 18}
_RULES = (parts.compositions, time.trends, side_by_side.growths, side_by_side.levels)


@dataclass(frozen=True, slots=True)
class ChosenChart:
    """A chart with the facts that it draws. `score` compares it with others, those of other sections too."""

    chart: Chart
    facts: frozenset[str]
    score: float


def choose_charts(resolver: ChartResolver, facts: Iterable[Fact]) -> tuple[ChosenChart, ...]:
    """The charts that these figures of one section make, best first, no figure in two of them."""
    view = View(resolver, tuple(facts))
    salience = {salient.fact: float(salient.score) for salient in resolver.lookup.findings.salience}

    def score(shape: str, drawn: frozenset[str]) -> float:
        return WORTH[shape] + max((salience.get(fact, 0.0) for fact in drawn), default=0.0) / 10

    scored = [(score(found.shape, found.facts), found) for rule in _RULES for found in rule(view)]
    chosen, taken = list[ChosenChart](), set[str]()
    for points, found in sorted(scored, key=lambda pair: -pair[0]):
        if not taken & found.facts:
            taken |= found.facts
            name = f"{found.shape}-{found.subject}"
            chart = resolver.assemble(name, found.kind, found.lines, found.title, found.subtitle, found.whole)
            chosen.append(ChosenChart(chart, found.facts, points))
    return tuple(chosen)
