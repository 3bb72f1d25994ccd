"""What came together and what became of it: entities founded, moved in, gone."""

from __future__ import annotations

from collections.abc import Iterator

from mjq_report.model.codes import IndicatorKind, Qualifier, Verdict
from mjq_report.model.document import Span
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.parts import divisions
from mjq_report.narrative.shapes.view import Candidate, View

_MOST = 6


def flows(view: View) -> Iterator[Candidate]:
    """A count with the parts that make it up, and a figure that by a claim is what remains of it.

    The claim (`at_most`, of the figure and the sum) is what ties them; where it is one of several readings, and another
    one fails, the chart says so. What of the sum is not in that figure is a block without a number: nobody published it.
    """
    for whole in view.of_kind(IndicatorKind.COUNT):
        for parts, rest in divisions(view, whole):
            outcome = _outcome(view, whole)
            if rest is None and outcome is not None and 2 <= len(parts) <= _MOST:
                yield _flow(view, whole, view.by_size(parts), *outcome)


def _outcome(view: View, whole: Fact) -> tuple[Fact, bool] | None:
    """What remained of the sum, and whether that holds in one reading only."""
    given = {fact.id: fact for fact in view.facts}
    for result in view.resolver.lookup.findings.audit:
        for one in (result, *result.readings):
            if one.claim.operation == "at_most" and one.verdict is Verdict.CONSISTENT and whole.id in one.facts[1:]:
                found = given.get(one.facts[0])
                if found is not None and view.alike(found, whole) and found.value < whole.value:
                    return found, bool(result.readings)
    return None


def _flow(view: View, whole: Fact, parts: list[Fact], outcome: Fact, doubtful: bool) -> Candidate:
    sources = tuple(Item(view.short(part, whole), part) for part in parts)
    note = view.words("one_reading") if doubtful else ""
    ends = [Item(view.name(outcome), outcome, note=note, emphasis=doubtful)]
    if whole.qualifier is outcome.qualifier is Qualifier.EXACT and whole.unit == outcome.unit:
        ends.append(Item(view.words("gone"), None, value=whole.value - outcome.value, nature="unknown"))
    lines = (Line("", sources), Line("", (Item(view.name(whole), whole),)), Line("", tuple(ends)))
    if doubtful:
        title = view.say("became", name=view.name(outcome), figure=view.figure(outcome))
    else:
        comma = Span(view.resolver.words["enumeration"])
        named = [span for part in parts for span in (comma, Span(view.short(part, whole)), view.figure(part))][1:]
        title = view.say("came", whole=view.name(whole), figure=view.figure(whole), parts=tuple(named))
    return Candidate("flow", "flow", view.subject(whole), lines, title, view.subtitle(view.name(whole), whole))
