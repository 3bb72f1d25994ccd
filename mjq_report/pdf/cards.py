"""Key-figure cards, and compact cards for programmes and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mjq_report.model.document import Card, Entry, EntryList, Span
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Draw, Piece
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node

_GUTTER = 14.0
_ENTRY_GAP = 7.0
_ANY_WIDTH = 10_000.0


class SetCard:
    """One key figure set to a width: name, value with unit, direction, coverage."""

    def __init__(self, card: Card, setter: Setter, width: float, node: Node) -> None:
        self.width = width
        name = setter.style("small", "muted", align="left")
        value = setter.style("card_value", bold=True, align="left", link=setter.theme.colours["ink"])
        small = setter.style("small", align="left", link=setter.theme.colours["accent"])
        faint = setter.style("source", "muted", align="left")
        self.rule = setter.theme.colours["primary"]
        unit = card.figure.unit
        gap = "" if unit.startswith(("%", "‰")) else " "
        figure = (Span(card.figure.value, fact=card.fact), *spans(gap + unit if unit else ""))
        texts = [
            setter.lines(spans(card.name), name, width),
            _fitting(setter, figure, value, width),
            setter.lines(card.change, small, width) if card.change else None,
            setter.lines(spans(card.coverage), faint, width) if card.coverage else None,
        ]
        self.parts = [(text, node.add("P")) for text in texts if text is not None and text.lines]
        self.height = 6 + sum(text.height for text, _ in self.parts)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw downwards from a short rule at `top`."""
        with pen.artefact("Layout"):
            pen.rule(x, top, x + self.width, top, 0.9, self.rule)
        y = top - 6
        for text, node in self.parts:
            text.draw(pen, node, x, y)
            y -= text.height


def _fitting(setter: Setter, text: tuple[Span, ...], style: Style, width: float) -> SetText:
    """Text as large as the card is wide: a key figure must not break, whatever the theme's size."""
    line = setter.lines(text, style, _ANY_WIDTH).lines[0]
    if line.width > width:
        style = replace(style, size=style.size * max(width / line.width * 0.98, 0.4))
    return setter.lines(text, style, width)


def card_rows(cards: Sequence[Card], setter: Setter, parent: Node, measure: float, columns: int = 3) -> list[Piece]:
    """Cards side by side, a piece a row."""
    width = (measure - _GUTTER * (columns - 1)) / columns
    group = parent.add("Div")
    pieces = []
    for start in range(0, len(cards), columns):
        row = [SetCard(card, setter, width, group) for card in cards[start : start + columns]]
        pieces.append(Piece(max(card.height for card in row), _row_drawer(row, width), before=12, keep=False))
    return pieces


def _row_drawer(row: Sequence[SetCard], width: float) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        for index, card in enumerate(row):
            card.draw(pen, x + index * (width + _GUTTER), top)

    return draw


def entry_pieces(block: EntryList, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """Entries in two columns, row by row: a bold name with a small label, then the text."""
    if not block.entries:
        return []
    pieces = []
    if block.title:
        style = setter.style("h3", bold=True, align="left")
        pieces = setter.paragraph(spans(block.title), style, measure, setter.heading(parent, 3), before=10)
        for piece in pieces:
            piece.keep = True
    width = (measure - 2 * _GUTTER) / 2
    items = parent.add("L", numbering="None")
    for start in range(0, len(block.entries), 2):
        pair = [_SetEntry(entry, setter, width, items) for entry in block.entries[start : start + 2]]
        pieces.append(Piece(max(e.height for e in pair), _pair_drawer(pair, width), before=_ENTRY_GAP))
    return pieces


class _SetEntry:
    def __init__(self, entry: Entry, setter: Setter, width: float, items: Node) -> None:
        item = items.add("LI")
        name = setter.style("small", bold=True, align="left")
        label = f"\u2002{entry.label}" if entry.label else ""
        self.colour = setter.theme.colours["rule"]
        self.width = width
        head = setter.lines((Span(entry.name), *spans(label)), name, width)
        body = setter.lines(entry.spans, setter.style("small"), width)
        self.parts = [(head, item.add("Lbl"))]
        if body.lines:
            self.parts.append((body, item.add("LBody")))
        self.height = 4 + sum(text.height for text, _ in self.parts)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top, x + self.width, top, 0.4, self.colour)
        y = top - 4
        for text, node in self.parts:
            text.draw(pen, node, x, y)
            y -= text.height


def _pair_drawer(pair: Sequence[_SetEntry], width: float) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        for index, entry in enumerate(pair):
            entry.draw(pen, x + index * (width + 2 * _GUTTER), top)

    return draw
