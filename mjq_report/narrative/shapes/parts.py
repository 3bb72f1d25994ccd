"""A whole and its parts: compositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mjq_report.figures import units
from mjq_report.figures.remainder import remainder
from mjq_report.model.document import Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import DIVIDING, LEVELS, Candidate, View

_MOST_PARTS = 8


def compositions(view: View) -> Iterator[Candidate]:
    """Two to eight parts of one whole, of one kind of breakdown or by `part_of`, that do not exceed it."""
    for whole in view.of_kind(*LEVELS):
        for parts in _parts(view, whole):
            if not 2 <= len(parts) <= _MOST_PARTS or not _fit(whole, parts):
                continue
            parts = view.by_size(parts)
            items = tuple(Item(view.short(p, whole), p, emphasis=p is parts[0]) for p in parts)
            name = view.name(whole)
            lines = (Line(name, items),)
            title = _title(view, whole, parts[0])
            subject, subtitle = view.subject(whole), view.subtitle(name, whole)
            yield Candidate("composition", "composition", subject, lines, title, subtitle, whole)


def _parts(view: View, whole: Fact) -> Iterator[list[Fact]]:
    """Figures of one group of breakdowns, of the breakdowns under the whole's, or of indicators that are its parts."""
    groups: dict[str, list[Fact]] = {}
    for fact in view.of_kind(*LEVELS):
        if fact is whole or not view.alike(fact, whole):
            continue
        if fact.indicator == whole.indicator:
            if fact.breakdown and not whole.breakdown and view.group(fact) in DIVIDING:
                groups.setdefault(view.group(fact), []).append(fact)
        elif fact.breakdown == whole.breakdown and whole.indicator in view.data.indicators[fact.indicator].part_of:
            groups.setdefault("", []).append(fact)
    yield from groups.values()


def _fit(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts leave a rest, or make up the whole but for rounding."""
    if remainder(whole, parts, whole.unit) is not None:
        return True
    total = sum(units.convert(part.value, part.unit, whole.unit) for part in parts)
    return abs(total - whole.value) * 1000 <= abs(whole.value) * len(parts)


def _title(view: View, whole: Fact, part: Fact) -> Spans:
    share = view.computed("share", part, whole)
    if share is None:
        return view.say("largest_part", part=view.short(part, whole), figure=view.figure(part), whole=view.name(whole))
    return view.say(
        "share",
        part=view.short(part, whole),
        figure=view.figure(part),
        whole=view.name(whole),
        share=view.share(share),
    )
