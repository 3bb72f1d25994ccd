"""Glyphs, runs and graphics as they stand on a page. Lengths in points from the page's lower left corner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_LARGE = 28.0  # points

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


class Unreadable(ValueError):
    """A file that cannot be read: why, in one line, without its name."""


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


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around some, of which there is at least one."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


class Run(NamedTuple):
    """What the glyphs of one text object share."""

    size: float  # of the type, as it shows on the page
    upright: bool  # set from left to right, neither turned nor mirrored
    hidden: bool  # drawn with no ink, as under a scan
    mcid: int  # marked-content id in the page's own stream, or -1
    artefact: bool  # marked as no part of the text
    replaced: bool  # read out as another text than the one drawn
    colour: Colour  # of the fill
    alpha: float  # how far it covers its ground, 0 to 1
    bold: bool

    @property
    def decorates(self) -> bool:
        """Whether it is a watermark or the like: no part of the text, and turned or very large."""
        return self.artefact and (not self.upright or self.size > _LARGE)


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
    colour: Colour | None  # of a path's fill, else of its stroke
    mcid: int = -1  # as a run's


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one page draws, in the order of its content. `index` counts from 0."""

    index: int
    width: float
    height: float
    runs: tuple[Run, ...]
    glyphs: tuple[Glyph, ...]
    graphics: tuple[Graphic, ...]

    def marked(self) -> dict[int, list[Glyph]]:
        """The glyphs by the marked-content id that they are drawn under."""
        found: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in self.glyphs:
            mcid = self.runs[glyph.run].mcid
            if mcid >= 0:
                found[mcid].append(glyph)
        return found
