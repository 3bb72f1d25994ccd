"""The galley: a document as a list of pieces, each a height and a way to draw it, before pages are made.

A paragraph is one piece a line, a table one a row, a chart one in all. What must stay together says
so on the pieces; `pages` decides where pages end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mjq_report.model.drawing import Colour
from mjq_report.pdf.pen import Pen

Draw = Callable[[Pen, float, float], None]  # pen, left edge, top edge


def nothing(pen: Pen, x: float, top: float) -> None:
    """Draw nothing."""


@dataclass(slots=True)
class Repeated:
    """What a table repeats at the top of each page it goes on to, and draws at the foot of one it leaves.

    Rows of one table that repeat different things (the heading of their group) have the same `table`.
    """

    height: float
    draw: Draw
    foot: Draw = nothing
    table: object = None


@dataclass(frozen=True, slots=True)
class Box:
    """Something to stand in the margin column, beside the piece that it belongs to."""

    height: float
    width: float
    draw: Draw


@dataclass(slots=True)
class Piece:
    """A part of the galley that no page break may divide.

    `before` is the space above it, dropped at the top of a page. `keep` binds it to the piece that
    follows. `room` asks for a new page unless so much height is left. `floats` lets text that
    follows go before it when it does not fit. `anchors` are the destinations that lie at its top, `beside` what stands
    in the margin column next to it; a `wide` piece goes across that column. `whole` is the height of a section that is to
    stand on one page if that leaves no page half empty.
    """

    height: float
    draw: Draw
    before: float = 0.0
    keep: bool = False
    soft: bool = False  # `keep` does not bind to a piece that floats
    room: float = 0.0
    floats: bool = False
    on_grid: bool = False  # starts on a line of the page's grid, where the theme has one
    section: str = ""  # id of the section that starts here
    repeated: Repeated | None = None
    anchors: list[str] = field(default_factory=list)
    beside: list[Box] = field(default_factory=list)
    wide: bool = False
    whole: float = 0.0


def ruled(pieces: list[Piece], colour: Colour) -> list[Piece]:
    """Pieces with a rule down the left of each."""
    for piece in pieces:
        piece.draw = _with_rule(piece.draw, piece.height, colour)
    return pieces


def _with_rule(draw: Draw, height: float, colour: Colour) -> Draw:
    def with_rule(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.box(x, top - height, 2, height, colour)
        draw(pen, x, top)

    return with_rule


def keep_lines_together(pieces: list[Piece], orphans: int = 2, widows: int = 2) -> list[Piece]:
    """Forbid breaks after fewer than `orphans` first lines and before fewer than `widows` last ones."""
    last = len(pieces) - 1
    for index, piece in enumerate(pieces[:-1]):
        if index + 1 < orphans or last - index < widows:
            piece.keep = True
    return pieces
