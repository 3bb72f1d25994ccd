"""Glyphs, runs and graphics as they stand on a page. Lengths in points from the page's lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


class Run(NamedTuple):
    """What the glyphs of one text object share."""

    size: float  # of the type, as it shows on the page
    upright: bool  # set from left to right, neither turned nor mirrored
    hidden: bool  # drawn with no ink, as under a scan
    mcid: int  # marked-content id in the page's own stream, or -1
    artefact: bool  # marked as no part of the text
    colour: tuple[int, int, int]  # of the fill, 0 to 255
    bold: bool


class Glyph(NamedTuple):
    """A character with its place: where its advance starts and ends on the baseline, and the box of its ink."""

    char: str
    left: float
    right: float
    baseline: float
    ink: Box
    run: int  # index into the page's runs


class Graphic(NamedTuple):
    """Something drawn that is not text: `kind` is path, image or shading."""

    kind: str
    box: Box
    artefact: bool
    colour: tuple[int, int, int] | None  # of a path's fill, else of its stroke


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one page draws, in the order of its content. `index` counts from 0."""

    index: int
    width: float
    height: float
    runs: tuple[Run, ...]
    glyphs: tuple[Glyph, ...]
    graphics: tuple[Graphic, ...]
