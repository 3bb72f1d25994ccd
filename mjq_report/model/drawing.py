"""Stage 4: a chart as drawing operators, and how the page's fonts are measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class TextMeasure(Protocol):
    """Advance widths of the fonts that the page is set in; `charts` lays out with it, `pdf` provides it."""

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The sum of the advances in points. Raises MissingGlyph when the fonts lack a character."""

    @property
    def ascent(self) -> float:
        """Height of digits and Han above the baseline, as a share of the size."""

    @property
    def descent(self) -> float:
        """Depth below the baseline, as a share of the size (positive)."""


Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PathOp:
    """A path in points, origin at the lower left. `segments`: ("m", x, y), ("l", x, y),
    ("c", x1, y1, x2, y2, x3, y3), ("z",). Colours None: not filled, not stroked."""

    segments: tuple[tuple[str | float, ...], ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 1.0
    dash: tuple[float, tuple[float, ...]] | None = None
    cap: int = 0
    join: int = 0


@dataclass(frozen=True, slots=True)
class TextOp:
    """A run of text with its left end on the baseline at x, y, turned by `angle` degrees; `fact` is whose figure it is."""

    x: float
    y: float
    text: str
    size: float
    colour: Colour
    bold: bool = False
    angle: float = 0.0
    fact: str = ""


DrawOp = PathOp | TextOp


@dataclass(frozen=True, slots=True)
class Field:
    """Where a cover's picture is drawn, in points: its shapes reach the edges, its words keep away from left, right and
    top; `scale` is that of their size."""

    width: float
    height: float
    left: float
    right: float
    top: float
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as drawing operators in points, which the PDF and the web page replay. Its words are `Chart.alt`."""

    width: float
    height: float
    ops: tuple[DrawOp, ...]
