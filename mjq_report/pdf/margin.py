"""The margin column: boxes beside the text, each as near as can be to the block that it belongs to.

A box never overlaps another nor leaves the page; one that finds no room goes to the next page, and what is left where the
column ends stands in rows under the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from mjq_report.model.document import Aside, Card, Span
from mjq_report.pdf.cards import fitting
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Box, Piece, ruled
from mjq_report.pdf.setting import Setter, SetText, spans
from mjq_report.pdf.structure import Node

GAP, _PAD, _LOOSE = 14.0, 8.0, 3.0  # between boxes, inside them, between their items; points


@dataclass
class MarginColumn:
    """The column of the current page: what stands there, with the height that each box would like, and what waits."""

    depth: float
    here: list[tuple[float, Box]] = field(default_factory=list)
    waiting: list[Box] = field(default_factory=list)

    def ask(self, at: float, boxes: Sequence[Box]) -> None:
        """Give boxes a place beside `at`, or have them wait for the next page where this one is full."""
        self.waiting += boxes
        self._admit(at)

    def move(self, moved: Mapping[float, float]) -> None:
        """Follow the text, which has been moved from the old heights to the new ones."""
        self.here = [(moved.get(at, at), box) for at, box in self.here]

    def turn(self) -> None:
        """Start the column of the next page with what has been waiting at its top."""
        self.here = []
        self._admit(0.0)

    def _admit(self, at: float) -> None:
        used = sum(box.height + GAP for _, box in self.here)
        while self.waiting and used + self.waiting[0].height <= self.depth:
            box = self.waiting.pop(0)
            self.here.append((at, box))
            used += box.height + GAP

    def placed(self) -> list[tuple[float, Box]]:
        """The boxes of this page from the top down, each at the height it has."""
        tops: list[float] = []
        below = 0.0
        for wanted, box in self.here:
            tops.append(max(wanted, below))
            below = tops[-1] + box.height + GAP
        limit = self.depth
        for index in range(len(tops) - 1, -1, -1):
            tops[index] = min(tops[index], limit - self.here[index][1].height)
            limit = tops[index] - GAP
        return [(top, box) for top, (_, box) in zip(tops, self.here, strict=True)]


def in_rows(boxes: Sequence[Box], measure: float) -> list[Piece]:
    """Boxes that no margin had room for, side by side across the page."""
    pieces = []
    columns = max(1, int((measure + GAP) // (boxes[0].width + GAP))) if boxes else 1
    for start in range(0, len(boxes), columns):
        row = boxes[start : start + columns]
        lefts = [0.0, *accumulate(box.width + GAP for box in row)]

        def draw(pen: Pen, x: float, top: float, row: Sequence[Box] = row, lefts: Sequence[float] = lefts) -> None:
            for box, left in zip(row, lefts, strict=False):
                box.draw(pen, x + left, top)

        pieces.append(Piece(max(box.height for box in row), draw, before=GAP))
    return pieces


def boxes_of(aside: Aside, setter: Setter, parent: Node, width: float) -> list[Box]:
    """An aside as boxes: each call-out one, all else one in a frame."""
    if aside.kind == "figures":
        return [_call_out(card, setter, width, parent.add("Div")) for card in aside.cards]
    node = parent.add("Note", identifier=f"note-{setter.count('note')}")
    return [_framed(aside, setter, width, node)]


def _call_out(card: Card, setter: Setter, width: float, node: Node) -> Box:
    """A figure large under a rule, then what it is, and what it covers in the size of reading."""
    size = setter.theme.types["small"].size
    value = setter.style("card_value", bold=True, align="left", link=setter.theme.colours["primary"])
    figure = (Span(card.figure.value, fact=card.fact), *spans(card.figure.unit))
    small = setter.style("small", align="left")
    muted = setter.style("small", "muted", align="left")
    texts = [
        fitting(setter, figure, value, width),
        setter.lines(spans(card.name), small, width),
        setter.lines(spans(card.coverage), muted, width),
    ]
    parts = [(text, node.add("P")) for text in texts if text.lines]
    height = size * 0.6 + sum(text.height for text, _ in parts)

    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top, x + width, top, 1.2, setter.theme.colours["accent"])
        _downwards(pen, parts, x, top - size * 0.6, 0.0)

    return Box(height, width, draw)


def _framed(aside: Aside, setter: Setter, width: float, node: Node) -> Box:
    """Texts under a title on a pale ground; what is not known in a frame instead."""
    colours = setter.theme.colours
    is_open = aside.kind == "open"
    title = setter.style("small", "accent" if is_open else "primary", bold=True, align="left")
    small = setter.style("small", align="left")
    inner = width - 2 * _PAD
    texts = [setter.lines(spans(aside.title), title, inner)] if aside.title else []
    texts += [setter.lines(item, small, inner) for item in aside.items]
    parts = [(text, node.add("P")) for text in texts if text.lines]
    height = sum(text.height for text, _ in parts) + _LOOSE * (len(parts) - 1) + 2 * _PAD - _LOOSE

    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            if is_open:
                pen.frame(x, top - height, width, height, 0.8, colours["accent"])
            else:
                pen.box(x, top - height, width, height, colours["light"])
        _downwards(pen, parts, x + _PAD, top - _PAD + _LOOSE / 2, _LOOSE)

    return Box(height, width, draw)


def _downwards(pen: Pen, parts: Sequence[tuple[SetText, Node]], x: float, top: float, gap: float) -> None:
    for text, node in parts:
        text.draw(pen, node, x, top)
        top -= text.height + gap


def in_flow(aside: Aside, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """A framed aside where the page has no margin column: lines beside a rule, under its title."""
    colour = setter.theme.colours["accent" if aside.kind == "open" else "primary"]
    node = parent.add("Note", identifier=f"note-{setter.count('note')}")
    small = setter.style("small", align="left")
    bold = setter.style("small", bold=True, align="left")
    pieces: list[Piece] = []
    texts = [(spans(aside.title), bold)] if aside.title else []
    for text, style in (*texts, *((item, small) for item in aside.items)):
        pieces += setter.paragraph(text, style, measure - _PAD, node.add("P"), x=_PAD, before=0 if pieces else 8)
    for piece in pieces[:1]:
        piece.keep = True
    return ruled(pieces, colour)
