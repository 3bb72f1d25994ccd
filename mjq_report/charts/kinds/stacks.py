"""Stacked bars: where each part starts and ends, and how a stack is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.reading import Plot, Point, Strand
from mjq_report.charts.scene import Panel, Scene
from mjq_report.charts.style import Look, Style

_SEAM = 1.4  # paper between two parts


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: where it starts and ends on the scale."""

    point: Point
    look: Look
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts laid end to end, those below zero to the left of it. `whole` is what they are shares of, 0 if unknown."""

    parts: tuple[Part, ...]
    whole: float

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest end."""
        return min(0.0, *(part.end for part in self.parts)), max(0.0, self.whole, *(part.end for part in self.parts))

    def draw(self, scene: Scene, panel: Panel, bottom: float, thick: float) -> None:
        """Draw the bar; the rest of a whole that its parts do not fill is pale."""
        filled = max(0.0, *(part.end for part in self.parts))
        if self.whole > filled:
            x = panel.x(filled) + _SEAM / 2
            scene.bar(x, bottom, panel.x(self.whole) - x, thick, Look(scene.style.light))
        for part in self.parts:
            left, right = sorted((panel.x(part.start), panel.x(part.end)))
            seam = _SEAM / 2 if right - left > 3 * _SEAM else 0.0
            scene.bar(left + seam, bottom, right - left - 2 * seam, thick, part.look)
        if panel.x0 < 0:
            zero = panel.x(0.0)
            scene.line([zero, zero], [bottom - 2, bottom + thick + 2], scene.style.ink, scene.style.baseline)


def lay_stacks(plot: Plot, style: Style) -> tuple[list[Stack], tuple[float, float]]:
    """A stack for each series, and the scale that holds all of them. Shares (%) of one whole fill up to 100."""
    negative = any((point.value or 0.0) < 0 for point in plot.points)
    stacks = [_stack(strand, 100.0 if plot.unit == "%" and not negative else 0.0, style) for strand in plot.strands]
    low, high = min(stack.ends[0] for stack in stacks), max(stack.ends[1] for stack in stacks)
    return stacks, (low, high) if high > low else (0.0, 1.0)


def _stack(strand: Strand, whole: float, style: Style) -> Stack:
    parts, below, above = [], 0.0, 0.0
    for index, point in enumerate(strand.points):
        value = point.value or 0.0
        start = below if value < 0 else above
        look = rest_look(style) if is_rest(point) else style.part(index, point.emphasis, point.reason, point.nature)
        parts.append(Part(point, look, start, start + value))
        below, above = below + min(value, 0.0), above + max(value, 0.0)
    return Stack(tuple(parts), whole)


def is_rest(point: Point) -> bool:
    """Whether a part is what is left of the whole: it has a length and no figure, since no source published one."""
    return bool(point.value) and not point.label


def rest_look(style: Style) -> Look:
    """Pale, so that it does not pass for a part of its own."""
    return style.solid(style.light)


def middle(part: Part, panel: Panel) -> float:
    """The middle of a part, in points."""
    return (panel.x(part.start) + panel.x(part.end)) / 2


def places(parts: Sequence[Part], panel: Panel) -> tuple[list[float], list[int]]:
    """The middles of parts, and their order from left to right."""
    middles = [middle(part, panel) for part in parts]
    return middles, sorted(range(len(parts)), key=lambda i: (middles[i], i))
