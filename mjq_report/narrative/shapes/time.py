"""One measure over several periods: trends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mjq_report.figures.kinds import is_drawn
from mjq_report.figures.selection import series
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import Candidate, View

_LEAST, _LINE = 3, 12  # periods; from so many on bars become a line
_MOST_LINES = 5
_PERCENT = ("%", "‰")


def trends(view: View) -> Iterator[Candidate]:
    """Three periods of one measure in one coverage; breakdowns of one indicator, up to five, share a chart."""
    groups: dict[tuple[str, ...], list[list[Fact]]] = {}
    for indicator, breakdown, coverage in dict.fromkeys((f.indicator, f.breakdown, f.coverage) for f in view.facts):
        points = _points(view, indicator, breakdown, coverage)
        if len(points) >= _LEAST and len(_of_one_area(points)) > 1:
            groups.setdefault((indicator, coverage, view.group(points[0])), []).append(points)
    for (*_, group), found in groups.items():
        together = bool(group) and 2 <= len(found) <= _MOST_LINES
        for rows in [found] if together else [[points] for points in found]:
            yield _trend(view, rows)


def _points(view: View, indicator: str, breakdown: str, coverage: str) -> list[Fact]:
    """The results of one measure over like periods of following years; none of another coverage or other months."""
    found = series(view.resolver.lookup.findings, indicator, breakdown, coverage)
    facts = [point.fact for point in found if not (point.other_coverage or point.other_months)]
    return [fact for fact in facts if is_drawn(fact)]


def _of_one_area(points: Sequence[Fact]) -> list[Fact]:
    """Those of the area of the last: what is said of a rise is of them alone."""
    return [fact for fact in points if fact.scope == points[-1].scope]


def _trend(view: View, rows: Sequence[list[Fact]]) -> Candidate:
    points = _of_one_area(max(rows, key=lambda row: view.value(row[-1], rows[0][-1].unit)))
    first, last = points[0], points[-1]
    smooth = len(rows) > 1 or last.unit in _PERCENT or len(points) >= _LINE
    if smooth:  # no line leads across a change of the area
        rows = [_of_one_area(row) for row in rows]
    lines = view.resolver.told_apart([_line(view, points) for points in rows])
    change = view.value(last, first.unit) - float(first.value)
    period = view.resolver.lookup.period
    title = view.say(
        "moved" if change else "level",
        name=view.name(last),
        since=period(first), before=view.figure(first), verb=view.grown(change > 0, last),
        until=period(last), after=view.figure(last),
    )  # fmt: skip
    of = view.indicator(last) if len(rows) > 1 else view.name(last)
    kind = "trend_line" if smooth else "trend"
    return Candidate("trend", kind, view.subject(last), tuple(lines), title, view.subtitle(of, last, period=False))


def _line(view: View, points: Sequence[Fact]) -> Line:
    """A place for every year from the first to the last."""
    known = {fact.period.last.year: fact for fact in points}
    years = range(min(known), max(known) + 1)
    before = {y for y, fact in known.items() if fact.scope != points[-1].scope}
    reasons = {y: view.resolver.of_scope(known[y]) for y in before}
    return Line(view.name(points[-1]), tuple(Item(str(y), known.get(y), reasons.get(y, "")) for y in years))
