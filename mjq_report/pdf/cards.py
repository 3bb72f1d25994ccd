"""Key-figure cards, and compact cards for programmes and organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mjq_report.model.document import Card, Entry, EntryList, Span
from mjq_report.model.drawing import Colour
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Draw, Piece
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node

_GUTTER = 14.0
_ENTRY_GAP = 7.0
_ANY_WIDTH = 10_000.0


@dataclass(frozen=True)
class Stack:
    """Texts under each other below a rule of a width and colour, each with its element."""

    parts: Sequence[tuple[SetText, Node]]
    width: float
    thickness: float
    colour: Colour
    gap: float  # from the rule to the first text

    @property
    def height(self) -> float:
        """Of all of it, in points."""
        return self.gap + sum(text.height for text, _ in self.parts)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw downwards from the rule at `top`."""
        with pen.artefact("Layout"):
            pen.rule(x, top, x + self.width, top, self.thickness, self.colour)
        y = top - self.gap
        for text, node in self.parts:
            text.draw(pen, node, x, y)
            y -= text.height


def side_by_side(row: Sequence[Stack], gutter: float) -> Draw:
    """Draws stacks of one width beside each other."""

    def draw(pen: Pen, x: float, top: float) -> None:
        for index, stack in enumerate(row):
            stack.draw(pen, x + index * (stack.width + gutter), top)

    return draw


def set_card(card: Card, setter: Setter, width: float, node: Node) -> Stack:
    """One key figure set to a width: name, value with unit, direction, coverage."""
    name = setter.style("small", "muted", align="left")
    value = setter.style("card_value", bold=True, align="left", link=setter.theme.colours["ink"])
    small = setter.style("small", align="left", link=setter.theme.colours["accent"])
    faint = setter.style("source", "muted", align="left")
    unit = card.figure.unit
    figure = (Span(card.figure.value, fact=card.fact), *spans(unit))
    texts = [
        setter.lines(spans(card.name), name, width),
        fitting(setter, figure, value, width),
        setter.lines(card.change, small, width),
        setter.lines(spans(card.coverage), faint, width),
    ]
    parts = [(text, node.add("P")) for text in texts if text.lines]
    return Stack(parts, width, 0.9, setter.theme.colours["primary"], 6)


def fitting(setter: Setter, text: tuple[Span, ...], style: Style, width: float) -> SetText:
    """Text as large as the card is wide: a key figure must not break, whatever the theme's size."""
    line = setter.lines(text, style, _ANY_WIDTH).lines[0]
    if line.width > width:
        style = replace(style, size=style.size * max(width / line.width * 0.98, 0.4))
    return setter.lines(text, style, width)


def card_rows(cards: Sequence[Card], setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """Cards side by side, a piece a row: four where there are four, else three."""
    columns = 4 if len(cards) == 4 else 3
    width = (measure - _GUTTER * (columns - 1)) / columns
    group = parent.add("Div")
    pieces = []
    for start in range(0, len(cards), columns):
        row = [set_card(card, setter, width, group) for card in cards[start : start + columns]]
        pieces.append(Piece(max(card.height for card in row), side_by_side(row, _GUTTER), before=12))
    return pieces


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
        pair = [_set_entry(entry, setter, width, items.add("LI")) for entry in block.entries[start : start + 2]]
        pieces.append(Piece(max(e.height for e in pair), side_by_side(pair, 2 * _GUTTER), before=_ENTRY_GAP))
    return pieces


def _set_entry(entry: Entry, setter: Setter, width: float, item: Node) -> Stack:
    label = f"\u2002{entry.label}" if entry.label else ""
    head = (Span(entry.name), *spans(label))
    parts = [(setter.lines(head, setter.style("small", bold=True, align="left"), width), item.add("Lbl"))]
    body = setter.lines(entry.spans, setter.style("small"), width)
    if body.lines:
        parts.append((body, item.add("LBody")))
    return Stack(parts, width, 0.4, setter.theme.colours["rule"], 4)
