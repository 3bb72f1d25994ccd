"""Charts chosen by the shape of the data, for any place: what is drawn, of what, and which comes first.

The rules look at what the tables say of figures (indicator, breakdown, coverage, period, kind, `part_of`), never at a
place's name or an indicator's id; they stand in `shapes`, a function each:

| the data | the chart |
|---|---|
| three parts or more of one whole that do not overlap, its rest among them | `composition`, with the figure of what is left |
| the growth of a whole, and a part larger than the whole was a year ago | `composition` of the increase: the least that the part has of it |
| parts or a rest that alone exceed the whole of a year ago | `composition` under that whole |
| three periods or more of one measure | `trend`; a line from twelve on, for percentages and for several breakdowns |
| two months or more of one year with a figure of one measure | `months`, unknown ones hatched |
| two levels or more passed within a period of years, and the last year's figure | `steps`, unknown years as bands |
| what a part adds to the growth of a wider whole, and what follows for the rest | `waterfall` |
| two figures or more with their shares in a wider place | `nested`, inside the totals that this implies |
| two counts or more that are each a part of one count | `nested` |
| two parts or more, each in a whole of its own | `nested`, each on its own scale |
| two measures or more with their figures of a year before, published or computed | `dumbbell` |
| two measures or more with their last figures of years ago | `dumbbell`, each with its year |
| two measures or more with what is planned or aimed at for a later year | `dumbbell`, plans hatched |
| a count with the parts that make it up, and what remained of it | `flow` |
| a rate that a claim recomputes in two ways or more, and agrees with some | `ranked`: a bar for each reading |
| four growth rates or more of like things | `ranked`: of one indicator by breakdown, or of sums of money |
| four levels or more of one indicator by breakdown, or of the parts of one indicator | `ranked` |

Two figures are a sentence and no chart. In one chart stand figures of one coverage and, but for a trend and for rows with
a scale of their own, one period; results and intentions never share a scale but in one row; a rank, an ordinal, a magnitude
or a date is no bar. No figure is drawn by two charts, but for a whole (over time, and in its parts): after each choice
the rules look at what is left. The score is what the shape is worth, a tenth of the best salience among what is drawn, and
something for rows or periods. Plans with their dates make a `timeline` (`timeline_of`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mjq_report.model.document import Chart, Spans, plain_text
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.plan import ChartPlan
from mjq_report.narrative.shapes import changes, flows, parts, plans, readings, side_by_side, time
from mjq_report.narrative.shapes.view import Candidate, View

WORTH: Mapping[str, float] = {
    "steps": 36, "waterfall": 34, "composition": 30, "trend": 29, "nested": 28, "flow": 31, "dumbbell": 26,
    "then": 22, "growth": 25, "increase": 33, "against": 27, "counted": 22, "aims": 23, "shares": 20, "months": 16, "readings": 33, "ranked": 18, "timeline": 20,
}  # fmt: skip
RULES: tuple[Callable[[View], Iterator[Candidate]], ...] = (
    parts.compositions, parts.increases, parts.against_last_year, parts.nested, parts.counted, parts.shares, parts.waterfalls,
    time.trends, time.months, changes.steps, changes.dumbbells, changes.then_and_now, changes.aims, flows.flows, readings.readings,
    side_by_side.growths, side_by_side.levels,
)  # fmt: skip
_TOGETHER_RULES = (changes.dumbbells, changes.then_and_now, changes.aims, parts.shares, side_by_side.growths)
_PAIRED = ("dumbbell", "then", "aims", "shares")  # shapes whose rows are worth more the more there are
_TOGETHER, _AGAIN = 4.0, 6.0  # less worth: made of several sections, another one of its shape in a section
_AGAIN_TREND = 2.0
_FIGURES_A_CHART, _MOST_OF_ONE = 6, 4


@dataclass(frozen=True, slots=True)
class ChosenChart:
    """A chart with the facts that it draws and says. `score` compares it with others, those of other sections too."""

    chart: Chart
    facts: frozenset[str]
    score: float
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The charts of each section, best first, and the titles of those that were one too many."""

    charts: Mapping[str, tuple[ChosenChart, ...]]
    left: tuple[str, ...]


def choose(resolver: ChartResolver, sections: Mapping[str, Sequence[Fact]], most: int) -> Choice:
    """At most so many charts of the figures of sections, no figure in two of them; each stands in the section that has
    most of what it draws.

    A section has one chart for every `_FIGURES_A_CHART` of its figures, and one in any case. What sections have too little
    for alone, they make together: this period beside the last, now beside years ago, growth rates.
    """
    salience = {salient.fact: float(salient.score) for salient in resolver.lookup.findings.salience}
    homes = {fact.id: name for name, facts in sections.items() for fact in facts}
    limits = {name: min(1 + len(facts) // _FIGURES_A_CHART, _MOST_OF_ONE) for name, facts in sections.items()}
    chosen: dict[str, list[ChosenChart]] = {name: [] for name in sections}
    used, left = set[str](), list[str]()
    pools = {**sections, "": [fact for facts in sections.values() for fact in facts]}
    found = {name: _candidates(resolver, facts, used, not name) for name, facts in pools.items()}
    while any(found.values()):
        shapes = {name: [one.shape for one in made] for name, made in chosen.items()}
        ranked = [
            (_score(one, salience) - (_TOGETHER if not name else 0) - _again(one.shape, shapes[home]), home, one)
            for name, several in found.items()
            for one in several
            for home in [name or _home(one, homes)]
        ]
        score, home, best = max(ranked, key=lambda row: row[0])
        made = ChosenChart(chart_of(resolver, best), best.facts, score, best.shape)
        if len(chosen[home]) < limits[home] and sum(map(len, chosen.values())) < most:
            chosen[home].append(made)
        else:
            left.append(plain_text(made.chart.title))
        used |= best.owned
        found = {
            name: _candidates(resolver, pools[name], used, not name)
            if any(best.owned & one.owned for one in several)
            else several
            for name, several in found.items()
        }
    return Choice({name: tuple(made) for name, made in chosen.items()}, tuple(left))


def _candidates(resolver: ChartResolver, facts: Sequence[Fact], used: set[str], mixed: bool) -> list[Candidate]:
    """What figures that no chart owns yet can make; `mixed` are those of all sections."""
    drawn = [fact for fact in facts if fact.id in used]
    view = View(resolver, [fact for fact in facts if fact.id not in used], drawn, mixed)
    made = [candidate for rule in (_TOGETHER_RULES if mixed else RULES) for candidate in rule(view)]
    return [one for one in made if not used & one.owned]


def _again(shape: str, before: Sequence[str]) -> float:
    """What a chart is worth less since its section has others of its shape."""
    return (_AGAIN_TREND if shape == "trend" else _AGAIN) * before.count(shape)


def _home(candidate: Candidate, homes: Mapping[str, str]) -> str:
    """The section that has most of what a chart draws."""
    owned = candidate.owned
    found = Counter(home for fact, home in homes.items() if fact in owned)
    first = next((i.fact for i in candidate.lines[-1].items if i.fact is not None and i.fact.id in owned), None)
    best = max(found.values())
    return (
        homes[first.id]
        if first is not None and found.get(homes.get(first.id, "")) == best
        else found.most_common(1)[0][0]
    )


def timeline_of(resolver: ChartResolver, drawn: Collection[str] = ()) -> ChosenChart | None:
    """What comes next: plans with their dates, those without one last, but for aims that are drawn beside their results;
    None for fewer than three."""
    found = plans.timeline(View(resolver, [fact for fact in resolver.lookup.own() if fact.id not in drawn]))
    return ChosenChart(chart_of(resolver, found), found.facts, WORTH["timeline"]) if found is not None else None


def declared(resolver: ChartResolver, plan: ChartPlan, title: Spans, subtitle: str) -> Chart | None:
    """A chart of briefing.toml whose kind is found by shape, of the figures that it picks; None where they have not its shape.

    Without a title or subtitle it has those that it would be given if it had been chosen.
    """
    view = View(resolver, resolver.picked(plan), mixed=True)
    ahead = plans.timeline(view) if plan.kind == "timeline" else None
    found = [ahead] if ahead else [one for rule in RULES for one in rule(view) if one.kind == plan.kind]
    best = max(found, key=lambda one: _score(one, {}), default=None)
    if best is None:
        return None
    chart = chart_of(resolver, replace(best, title=title or best.title, subtitle=subtitle or best.subtitle))
    return replace(chart, id=plan.id)


def _score(candidate: Candidate, salience: Mapping[str, float]) -> float:
    rows = min(candidate.rows, 8) - 3 if candidate.shape == "trend" else 0
    rows = {2: -6, 3: 0}.get(candidate.rows, 2) if candidate.shape in _PAIRED else rows
    return WORTH[candidate.shape] + rows + max((salience.get(fact, 0.0) for fact in candidate.facts), default=0.0) / 10


def chart_of(resolver: ChartResolver, found: Candidate) -> Chart:
    """The chart of a candidate."""
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
