"""A section as running text, for the search: what a reader would read aloud, without headers and footers."""

from __future__ import annotations

from collections.abc import Iterator

from mjq_report.model.document import (
    Aside,
    Block,
    Card,
    CardRow,
    Chart,
    EntryList,
    Section,
    plain_text,
    spans_of,
)


def section_text(section: Section) -> str:
    """All text of a section on one line."""
    texts = (text for block in section.blocks for text in _texts(block))
    return " ".join(" ".join(texts).split())


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Chart():
            marks = [f"{mark.position} {mark.label}" for series in block.series for mark in series.marks if mark.label]
            names = [series.name for series in block.series]
            yield from (plain_text(block.title), block.subtitle, *names, *marks, block.remark)
        case CardRow():
            yield from (card_text(card) for card in block.cards)
        case Aside():
            yield from (block.title, *map(card_text, block.cards), *map(plain_text, block.items))
        case EntryList():
            yield block.title
            yield from (f"{entry.name} {entry.label} {plain_text(entry.spans)}" for entry in block.entries)
        case _:
            yield from (plain_text(spans) for spans in spans_of(block))


def card_text(card: Card) -> str:
    """A key figure on one line."""
    return f"{card.name} {card.status}{card.figure.text} {plain_text(card.change)} {card.coverage} {card.note}".rstrip()
