"""Hatch lines as plain segments, cut to the rectangle that they fill, so that no replay needs patterns or clips."""

from __future__ import annotations

import math

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1
Line = tuple[float, float, float, float]

PATTERNS = {"/": (45.0,), "\\": (135.0,), "|": (90.0,), "-": (0.0,), "x": (45.0, 135.0), "+": (0.0, 90.0)}
_SPACING = 9.6  # points between the lines of one character; `//` has half of it, `///` a third


def hatch_lines(pattern: str, box: Rectangle) -> list[Line]:
    """The segments of a pattern such as `///` or `x` inside a rectangle.

    Lines are anchored at the page's origin, so that neighbouring marks share one grain. Raises
    ValueError for a character that is not in PATTERNS.
    """
    unknown = set(pattern) - set(PATTERNS)
    if unknown:
        raise ValueError(f"hatch {''.join(sorted(unknown))!r}; known: {' '.join(PATTERNS)}")
    lines: list[Line] = []
    for character in sorted(set(pattern)):
        for angle in PATTERNS[character]:
            lines += _family(angle, _SPACING / pattern.count(character), box)
    return lines


def _family(angle: float, spacing: float, box: Rectangle) -> list[Line]:
    """Parallel lines at `angle` degrees, `spacing` points apart."""
    dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [-dy * x + dx * y for x in (box[0], box[2]) for y in (box[1], box[3])]
    first, last = math.ceil(min(corners) / spacing), math.floor(max(corners) / spacing)
    cut = (_cut(-dy * n * spacing, dx * n * spacing, dx, dy, box) for n in range(first, last + 1))
    return [line for line in cut if line is not None]


def _cut(x: float, y: float, dx: float, dy: float, box: Rectangle) -> Line | None:
    """The part of an endless line inside the rectangle (Liang and Barsky, 1984)."""
    low, high = -math.inf, math.inf
    for start, step, least, most in ((x, dx, box[0], box[2]), (y, dy, box[1], box[3])):
        if abs(step) < 1e-9:
            if not least <= start <= most:
                return None
            continue
        enter, leave = sorted(((least - start) / step, (most - start) / step))
        low, high = max(low, enter), min(high, leave)
    if high - low < 0.1:
        return None
    return (x + dx * low, y + dy * low, x + dx * high, y + dy * high)
