"""The canal lines of a briefing's opening: thirty lines that run like water past the same bends, one of them marked.

Shaped by a digest of the town's name, so that each town has its own and the same on paper and on screen.
Plain geometry: `pdf` draws it on the cover, `web` at the head of the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi, sin

LINES = 30
_STEPS = 24

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from left to right: its start, then Bézier segments as (control, control, end).

    `tint` is the share of paper to be mixed into its colour; `marked` says that it is the one in the accent.
    """

    start: Point
    segments: tuple[tuple[Point, Point, Point], ...]
    marked: bool
    tint: float


def lines(seed: str, width: float, low: float, high: float, steps: int = _STEPS) -> Iterator[Line]:
    """The lines across `width`, between the heights `low` and `high`; y grows upwards. Fewer steps, shorter paths."""
    chance = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    waves = [(0.6 + chance[i] / 255 * 1.5, chance[i + 8] / 255 * 2 * pi, 0.35 + chance[i + 16] / 400) for i in range(3)]
    marked = 8 + chance[30] % 14
    for index in range(LINES):
        share = index / (LINES - 1)
        points = [_point(step / steps, share, waves, width, low, high) for step in range(steps + 1)]
        yield Line(points[0], tuple(_smooth(points)), index == marked, 0.30 + 0.60 * abs(share - 0.5) * 2)


def _point(
    along: float, share: float, waves: list[tuple[float, float, float]], width: float, low: float, high: float
) -> Point:
    bend = sum(amp * sin(along * freq * 2 * pi + phase + share * 1.1) for freq, phase, amp in waves)
    narrow = 0.34 + 0.30 * sin(along * pi * 1.3 + waves[0][1]) ** 2
    middle = (low + high) / 2
    return along * (width + 20) - 10, middle + (high - low) * ((share - 0.5) * narrow + 0.17 * bend)


def _smooth(points: list[Point]) -> Iterator[tuple[Point, Point, Point]]:
    """A curve through points (Catmull–Rom turned into Bézier segments)."""
    for i in range(len(points) - 1):
        before, start, end = points[max(i - 1, 0)], points[i], points[i + 1]
        after = points[min(i + 2, len(points) - 1)]
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        yield c1, c2, end
