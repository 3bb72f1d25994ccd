"""Facts as cells of tables and marks of charts: digits that align, with hedge and unit around them."""

from __future__ import annotations

from collections.abc import Iterable

from mjq_report.lang import Language
from mjq_report.model.document import (
    Block,
    CardRow,
    Chart,
    EntryList,
    Heading,
    ListBlock,
    Paragraph,
    Span,
    Spans,
    Table,
)
from mjq_report.model.findings import Fact


def figure_span(language: Language, fact: Fact, status: str = "") -> Spans:
    """A figure with its unit, linked to its row, with a status word in front."""
    linked = Span(language.figure(fact).text, fact=fact.id)
    return (Span(status), linked) if status else (linked,)


def value_span(language: Language, fact: Fact, status: str = "") -> Span:
    """A figure without its unit, which stands in another cell, to be aligned at its point; linked as `figure_span`."""
    printed = language.figure(fact)
    return Span(status + printed.value, fact=fact.id, point=len(status) + printed.point)


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


def facts_in(blocks: Iterable[Block]) -> set[str]:
    """The ids of all facts that blocks print."""
    found: set[str] = set()
    for block in blocks:
        found |= {span.fact for spans in _all_spans(block) for span in spans if span.fact}
        if isinstance(block, Chart):
            found |= {mark.fact for series in block.series for mark in series.marks if mark.fact and mark.label}
        elif isinstance(block, CardRow):
            found |= {card.fact for card in block.cards if card.fact}
    return found


def _all_spans(block: Block) -> Iterable[Spans]:
    match block:
        case Heading(spans=spans) | Paragraph(spans=spans):
            return [spans]
        case ListBlock(items=items):
            return items
        case Table():
            return [block.caption, block.note, *(cell for row in block.rows for cell in row.cells)]
        case Chart():
            return [block.title, block.source]
        case CardRow(cards=cards):
            return [card.change for card in cards]
        case EntryList(entries=entries):
            return [entry.spans for entry in entries]
