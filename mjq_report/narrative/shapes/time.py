"""One measure over several periods: trends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mjq_report.figures.kinds import LEVEL, is_drawn, is_flat
from mjq_report.figures.selection import series
from mjq_report.model.document import Span
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
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


def months(view: View) -> Iterator[Candidate]:
    """Two months or more of one year that have a figure of one measure: a place for each month, the others unknown."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in view.monthly:
        place = fact.indicator, fact.breakdown, fact.coverage, str(fact.period.last.year)
        groups.setdefault(place, []).append(fact)
    for found in groups.values():
        if len(found) >= 2:
            yield _months(view, sorted(found, key=lambda fact: fact.period))


def _months(view: View, found: Sequence[Fact]) -> Candidate:
    language, known = view.resolver.lookup.language, {fact.period.last.month: fact for fact in found}
    items = tuple(
        Item(name, known.get(month), nature=None if month in known else "unknown")
        for month, name in enumerate((view.words("month").format(month=month) for month in range(1, 13)), 1)
    )
    first, last = found[0], found[-1]
    names = language.enumerated([language.period(fact.period) for fact in found])
    alike = len({(fact.value, fact.unit, fact.qualifier) for fact in found}) == 1
    figures = [Span(language.figure(fact).text, fact=fact.id) for fact in (found[:1] if alike else found)]
    comma = Span(view.resolver.words["enumeration"])
    named = tuple(span for figure in figures for span in (comma, figure))[1:]
    title = view.say("months_alike" if alike else "months", months=names, name=view.name(first), figures=named)
    year = language.period(Period.parse(str(last.period.last.year)))
    subtitle = view.resolver.words["comma"].join((view.subtitle(view.name(last), last, period=False), year))
    return Candidate("months", "months", view.subject(first), (Line("", items),), title, subtitle, unit="")


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
    whole = all(len(_of_one_area(row)) == len(row) for row in rows)
    smooth = smooth or (whole and is_flat((view.value(fact, last.unit) for fact in points), LEVEL))
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
