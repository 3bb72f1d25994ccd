"""A value with its note under it: what stands beside a mark where names alone do not say what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame
from mjq_report.charts.reading import Point
from mjq_report.charts.scene import LEFT, Align, Scene

_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Tag:
    """Lines under each other: perhaps a name, a value, a note. Sizes in points."""

    point: Point
    name: Label
    value: Label
    note: Label

    @property
    def width(self) -> float:
        """Width of the widest line."""
        return max(self.name.width, self.value.width, self.note.width)

    @property
    def height(self) -> float:
        """Height of all lines; 0 for none."""
        heights = [label.height for label in (self.name, self.value, self.note) if label.lines]
        return sum(heights) + _GAP * max(0, len(heights) - 1)

    def draw(self, scene: Scene, x: float, top: float, align: Align = LEFT) -> None:
        """Draw with the upper edge at `top`, and the left, middle or right of every line at x."""
        style = scene.style
        tones = (style.ink, tone_of(style, self.point), style.words(style.muted))
        for label, tone in zip((self.name, self.value, self.note), tones, strict=True):
            if label.lines:
                scene.label(label, x, top, tone, align)
                top -= label.height + _GAP


def lay_tags(
    points: Sequence[Point], width: float, frame: Frame, named: bool = False, bold: bool = True, lines: int = 2
) -> list[Tag]:
    """Tags no wider than `width`, all values at one size. Raises ChartError when a value is wider."""
    letters = frame.lettering
    small = letters.only(letters.sizes[-1:])
    values = frame.values([p.label for p in points], width, [bold or p.emphasis for p in points])
    notes = small.blocks_all([p.note for p in points], width, lines)
    names = letters.blocks_all([p.position if named else "" for p in points], width, lines)
    return [Tag(*row) for row in zip(points, names, values, notes, strict=True)]
