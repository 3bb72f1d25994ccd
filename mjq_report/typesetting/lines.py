"""What goes into the line breaker and what comes out. All lengths are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one size and face: 0 regular, 1 bold, others as the metrics know them. `rise` lifts the baseline (superscripts); `tag` is handed through unread."""

    text: str
    size: float
    bold: int = 0
    rise: float = 0.0
    tag: object = None


class Metrics(Protocol):
    """What knows the fonts. Hashable: equal ones give equal advances."""

    def __hash__(self) -> int: ...

    @property
    def gap(self) -> float:
        """What stands between Han and Latin letters or digits, in em."""

    def advances(self, text: str, size: float, bold: int) -> Sequence[float]:
        """One advance a character (code point), in points."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of one run on one line.

    Glyph i stands at `x + sum(advances[:i])` from the line's left edge. `advances` hold everything: the font's
    widths, stretch, gaps, and the blanks taken from full-width marks. `x` is negative by half an em where a line
    starts with an opening mark, whose blank half then hangs outside.
    """

    run: int
    start: int  # offset of the first character in the run's text
    text: str
    x: float
    advances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be drawn.

    `width` is what it takes up from the left edge, indent included; a justified line that is not the last has
    exactly the measure. `natural` is the same without stretch and compression. `ratio` is the stretch (or, below 0,
    the compression) as a share of what is comfortable. `tail` are the spaces dropped at its end. `last` is true at
    the paragraph's end and before a forced break.
    """

    segments: tuple[Segment, ...]
    width: float
    natural: float
    ratio: float
    last: bool
    tail: str = ""
