"""Facts as cells of tables and marks of charts: digits that align, with hedge and unit around them."""

from __future__ import annotations

from collections.abc import Iterable

from mjq_report.lang import Language
from mjq_report.model.codes import Status
from mjq_report.model.document import Nature, Printed, Span, Spans
from mjq_report.model.findings import Fact


def figure_span(language: Language, fact: Fact, status: str = "") -> Spans:
    """A figure with its unit, linked to its row, with a status word in front."""
    linked = Span(language.figure(fact).text, fact=fact.id)
    return (Span(status), linked) if status else (linked,)


def value_span(language: Language, fact: Fact, status: str = "") -> Span:
    """A figure without its unit, which stands in another cell, to be aligned at its point; linked as `figure_span`."""
    printed = bare(language, fact)
    return Span(status + printed.value, fact=fact.id, point=len(status) + printed.point)


def bare(language: Language, fact: Fact) -> Printed:
    """A figure for where its unit has a place of its own: of a range, both ends without it."""
    if fact.upper is None:
        return language.figure(fact)
    return language.spread(fact.printed, f"{fact.upper:f}", "", fact.qualifier)


def text(words: str) -> Spans:
    """Plain words as spans."""
    return (Span(words),) if words else ()


def joined(parts: Iterable[Spans], separator: str) -> Spans:
    """Runs of spans with a separator between them."""
    out: list[Span] = []
    for part in parts:
        if out and part:
            out.append(Span(separator))
        out.extend(part)
    return tuple(out)


def nature(fact: Fact) -> Nature:
    """What a figure's mark rests on."""
    if fact.is_derived:
        return "derived"
    return "published" if fact.status in (Status.ACTUAL, Status.PRELIMINARY) else "expected"
