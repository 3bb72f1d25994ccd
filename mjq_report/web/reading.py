"""A section as running text, for the search: what a reader would read aloud, without the page's furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mjq_report.model.document import (
    Block,
    Card,
    CardRow,
    Chart,
    EntryList,
    Heading,
    ListBlock,
    Paragraph,
    Section,
    Spans,
    Table,
    plain_text,
)


def said(section: Section) -> str:
    """All text of a section on one line."""
    texts = (text for block in section.blocks for text in _texts(block))
    return " ".join(" ".join(texts).split())


def facts_in(section: Section) -> set[str]:
    """The ids of the facts that a section prints."""
    found = {span.fact for block in section.blocks for spans in _spans(block) for span in spans if span.fact}
    for block in section.blocks:
        if isinstance(block, Chart):
            found |= {mark.fact for series in block.series for mark in series.marks if mark.fact and mark.label}
        elif isinstance(block, CardRow):
            found |= {card.fact for card in block.cards if card.fact}
    return found


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Chart():
            marks = [f"{mark.position} {mark.label}" for series in block.series for mark in series.marks if mark.label]
            names = [series.name for series in block.series]
            yield from (plain_text(block.title), block.subtitle, *names, *marks, block.remark)
        case CardRow():
            yield from (_card(card) for card in block.cards)
        case EntryList():
            yield block.title
            yield from (f"{entry.name} {entry.label} {plain_text(entry.spans)}" for entry in block.entries)
        case _:
            yield from (plain_text(spans) for spans in _spans(block))


def _card(card: Card) -> str:
    return f"{card.name} {card.figure.text} {plain_text(card.change)} {card.coverage}"


def _spans(block: Block) -> Iterable[Spans]:
    match block:
        case Heading() | Paragraph():
            return [block.spans]
        case ListBlock():
            return block.items
        case Table():
            return [block.caption, *(cell for row in block.rows for cell in row.cells), block.note]
        case Chart():
            return [block.title, block.source]
        case CardRow():
            return [card.change for card in block.cards]
        case EntryList():
            return [entry.spans for entry in block.entries]
