"""Blocks of the document to pieces of the galley: one function a kind of block, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mjq_report.model.document import (
    Aside,
    Block,
    CardRow,
    Chart,
    Contents,
    EntryList,
    Heading,
    ListBlock,
    Paragraph,
    Photograph,
    Section,
    Span,
    Spans,
    Table,
)
from mjq_report.model.drawing import Colour, Drawing
from mjq_report.pdf.cards import card_rows, entry_pieces
from mjq_report.pdf.chart import set_chart
from mjq_report.pdf.margin import boxes_of, in_flow
from mjq_report.pdf.page_style import PageStyle
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.picture import set_picture
from mjq_report.pdf.pieces import Box, Draw, Piece, keep_lines_together, ruled
from mjq_report.pdf.setting import Setter, Style, spans
from mjq_report.pdf.structure import Node
from mjq_report.pdf.table import set_table

_ROOM = 0.26  # a section starts on a new page unless so much of the depth is left, or it fits whole
_ONE_PAGE, _MINOR = ("audit", "annex"), ("derivations", "notes", "sources")  # roles: on one page if may be; small heads


@dataclass
class Galley:
    """Turns blocks into pieces under a structure node."""

    setter: Setter
    drawings: Mapping[str, Drawing]
    measure: float
    page_style: PageStyle
    wide: bool = False  # across the margin column

    def section(self, section: Section, parent: Node, untitled: bool = False) -> list[Piece]:
        """A section: its heading with the number, unless it is to have none, then its blocks."""
        node = parent.add("Sect")
        head = [] if untitled else self.section_head(section, node)
        pieces = [*head, *self.blocks(section.blocks, node, head[0] if head else None)]
        for piece in pieces:
            piece.wide = self.wide
        pieces[-1].keep = False
        height = sum(piece.before + piece.height for piece in pieces) - pieces[0].before
        pieces[0].room = min(pieces[0].room, height)
        pieces[0].whole = height if section.role in _ONE_PAGE else 0.0
        return pieces

    def blocks(self, blocks: Sequence[Block], node: Node, before: Piece | None = None) -> list[Piece]:
        """Blocks one after the other; an aside stands by the block before it, the first by `before`."""
        pieces: list[Piece] = []
        for block, after in zip_longest(blocks, blocks[1:]):
            if before and isinstance(block, Aside) and (boxes := self.beside(block, node)):
                before.beside += boxes
                continue
            made = self.block(block, node)
            before, pieces = made[0] if made else before, pieces + made
            if pieces and isinstance(block, Paragraph) and isinstance(after, Table):
                pieces[-1].keep = pieces[-1].soft = True  # what leads up to a table stands on its page
        if pieces:
            pieces[-1].keep = False  # a finding without text under it must not hold on to the next section
        return pieces

    def section_head(self, section: Section, node: Node) -> list[Piece]:
        """The level-1 heading, where the page_style has it with a short accent rule over it."""
        title = spans(section.number + section.title)
        minor = section.role in _MINOR and self.page_style.accent
        kind, before = ("h2", 20.0) if minor else ("h1", 30.0)
        pieces = self._heading_lines(title, kind, self.setter.heading(node, 1), before=before)
        if self.page_style.accent and not minor:
            accent = self.setter.theme.colours["accent"]
            pieces[0].before = 0
            pieces.insert(0, Piece(9, lambda pen, x, top: _bar(pen, x, top, accent), before=30, keep=True))
            pieces[0].room = self.setter.theme.depth * _ROOM
        pieces[0].section = section.id
        pieces[0].anchors = [f"sec-{section.id}"]
        return pieces

    def _heading_lines(self, text: tuple[Span, ...], kind: str, node: Node, before: float) -> list[Piece]:
        size = self.setter.theme.types[kind].size
        indent = 2 * size if self.page_style.indent_headings else 0.0
        style = self.setter.style(
            kind,
            "primary" if kind == "h1" else "ink",
            bold=True,
            align="left",
            link=None,
            indent=indent,
            face="kai" if kind == "h2" and self.page_style.grid else "",
        )
        pieces = self.setter.paragraph(text, style, self.measure, node, before=before)
        for piece in pieces:
            piece.keep = True
        return pieces

    def beside(self, block: Aside, node: Node) -> list[Box]:
        """An aside for the margin column; nothing where the page has none, or where it is longer than that."""
        theme = self.setter.theme
        if self.wide or not theme.beside or self.page_style.grid:
            return []
        boxes = boxes_of(block, self.setter, node, theme.beside)
        return boxes if all(box.height <= theme.depth for box in boxes) else []

    def aside(self, block: Aside, node: Node) -> list[Piece]:
        """An aside in the flow of the text."""
        if self.page_style.grid:
            body = self.setter.style("body", indent=2 * self.setter.theme.types["body"].size)
            said = tuple(span for item in block.items for span in item)
            text = (*spans(block.title and block.title + self.setter.labels["colon"]), *said)
            return keep_lines_together(self.setter.paragraph(text, body, self.measure, node.add("P")))
        if block.kind == "figures":
            return card_rows(block.cards, self.setter, node, self.measure)
        return in_flow(block, self.setter, node, self.measure)

    def block(self, block: Block, node: Node) -> list[Piece]:
        """The pieces of one block. Raises TypeError for a kind that is not set."""
        match block:
            case Heading():
                return self.heading(block, node)
            case Paragraph():
                return self.paragraph(block, node)
            case ListBlock():
                return self.listing(block, node)
            case Table():
                return set_table(block, self.setter, node, self.measure)
            case Chart():
                return set_chart(block, self.drawings[block.id], self.setter, node, self.measure)
            case Photograph():
                return set_picture(block, self.setter, node, self.measure)
            case CardRow():
                return card_rows(block.cards, self.setter, node, self.measure)
            case Contents():
                return []  # behind the summary, where the page style has them
            case Aside():
                return self.aside(block, node)
            case EntryList():
                if self.page_style.grid:
                    return self.plain_entries(block, node)
                return entry_pieces(block, self.setter, node, self.measure)
        raise TypeError(f"no way to set a {type(block).__name__}")

    def heading(self, block: Heading, node: Node) -> list[Piece]:
        """A heading inside a section, kept with what follows."""
        level = min(max(block.level, 2), 3)
        text = (*spans(block.number), *block.spans)
        pieces = self._heading_lines(text, f"h{level}", self.setter.heading(node, level), before=14)
        pieces[0].anchors = [block.anchor] if block.anchor else []
        return pieces

    def paragraph(self, block: Paragraph, node: Node) -> list[Piece]:
        """Running text: body with a first-line indent of two characters, leads and notes without."""
        style, before, x = self._paragraph_style(block.role)
        element = node.add("Note" if block.role == "note" else "P", identifier=_note_id(self.setter, block.role))
        pieces = self.setter.paragraph(block.spans, style, self.measure - x, element, x=x, before=before)
        keep_lines_together(pieces)
        if block.role == "lead":
            for piece in pieces:
                piece.keep = piece.soft = True
        if block.role == "warning":
            ruled(pieces, self.setter.theme.colours["accent"])
        return pieces

    def _paragraph_style(self, role: str) -> tuple[Style, float, float]:
        if role == "lead":
            lead = self.setter.theme.types["lead"]
            return self.setter.style("lead", indent=2 * lead.size if self.page_style.indent_headings else 0.0), 4, 0
        if role == "note":
            return self.setter.style("source", "muted"), 3, 0
        if role == "warning":
            return self.setter.style("small"), 6, 10
        if role == "entry" and not self.page_style.grid:
            return self.setter.style("table", align="left"), 4, 0
        body = self.setter.theme.types["body"]
        return self.setter.style("body", indent=2 * body.size), 4, 0

    def plain_entries(self, block: EntryList, node: Node) -> list[Piece]:
        """Entries as an official document has them: a paragraph each, the name in bold."""
        if not block.entries:
            return []
        pieces = self.heading(Heading(2, spans(block.title), "", block.number), node) if block.title else []
        items = node.add("L", numbering="None")
        style = self.setter.style("body", indent=2 * self.setter.theme.types["body"].size)
        for entry in block.entries:
            item = items.add("LI")
            name, body = item.add("Lbl"), item.add("LBody")
            label = f"\u2002{entry.label}" if entry.label else ""
            head = (Span(entry.name, bold=True), *spans(label, "\u3000" if entry.spans else ""))
            owners = dict.fromkeys(range(len(head)), name)
            text = (*head, *entry.spans)
            pieces += keep_lines_together(self.setter.paragraph(text, style, self.measure, body, owners=owners))
        return pieces

    def listing(self, block: ListBlock, node: Node) -> list[Piece]:
        """Items with a small square or a number in the margin of the text."""
        items = node.add("L", numbering="Decimal" if block.ordered else "None" if self.page_style.grid else "Square")
        pieces: list[Piece] = []
        for index, item in enumerate(block.items, 1):
            element = items.add("LI")
            if self.page_style.grid:
                pieces += self._plain_item(item, f"{index}." if block.ordered else "", element)
            else:
                pieces += self._marked_item(item, f"{index}." if block.ordered else "■", element)
        return pieces

    def _plain_item(self, item: Spans, label: str, element: Node) -> list[Piece]:
        """An item as an official document has it: a paragraph like any other."""
        style = self.setter.style("body", indent=2 * self.setter.theme.types["body"].size)
        text = (*spans(label), *item)
        return keep_lines_together(self.setter.paragraph(text, style, self.measure, element.add("LBody")))

    def _marked_item(self, item: Spans, mark: str, element: Node) -> list[Piece]:
        label, body = element.add("Lbl"), element.add("LBody")
        lines = self.setter.paragraph(item, self.setter.style("body"), self.measure - 16, body, x=16, before=4)
        keep_lines_together(lines)
        if lines:
            lines[0].draw = _with_label(lines[0], label, mark, self.setter)
        return lines


def _note_id(setter: Setter, role: str) -> str:
    return f"note-{setter.count('note')}" if role == "note" else ""


def _bar(pen: Pen, x: float, top: float, colour: Colour) -> None:
    with pen.artefact("Layout"):
        pen.box(x, top - 3, 28, 3, colour)


def _with_label(piece: Piece, label: Node, text: str, setter: Setter) -> Draw:
    draw = piece.draw
    square = text == "■"
    style = setter.style("body", "accent" if square else "ink", align="left")
    if square:
        style = Style(style.size * 0.5, style.leading, style.colour, False, "left")
    mark = setter.lines((Span(text),), style, 16)

    def with_label(pen: Pen, x: float, top: float) -> None:
        mark.draw(pen, label, x + (2 if square else 0), top - (0.5 if square else 0))
        draw(pen, x, top)

    return with_label
