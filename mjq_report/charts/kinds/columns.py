"""Upright bars over positions, labelled directly: what trend, change and small multiples are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame
from mjq_report.charts.reading import Point, Strand
from mjq_report.charts.scene import CENTRE, Panel, Scene
from mjq_report.charts.style import Look, Style
from mjq_report.model.drawing import Colour

_WIDEST_BAR = 44.0
_WIDEST_PITCH = 118.0  # few bars keep together at the left, under the title, instead of drifting apart
_SHARE = 0.62  # of the pitch that bars take
_AIR = 4.0  # between labels side by side
_UPRIGHT = 78.0  # the longest position label that is turned upright before it is elided
_FOOT = 4.0  # between the plot and the position labels


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars laid out but for their height. `head`, `below` and `foot` are the points that labels need
    above the highest bar, below the lowest, and under the plot."""

    strands: Sequence[Strand]
    pitch: float
    step: float
    positions: list[Label]
    values: list[list[Label]]
    upright_positions: bool
    upright_values: bool
    head: float
    below: float
    foot: float

    @property
    def width(self) -> float:
        """From the left edge of the first slot to the right edge of the last."""
        return self.pitch * len(self.positions)

    @property
    def crowded(self) -> bool:
        """Whether values turned upright would meet those of the bars beside them."""
        room = self.pitch if len(self.strands) == 1 else self.step
        return self.upright_values and any(label.height > room for row in self.values for label in row)

    @property
    def lettered(self) -> float:
        """The height that labels take."""
        return self.head + self.below + self.foot

    def draw(self, scene: Scene, left: float, bottom: float, height: float, scale: tuple[float, float]) -> None:
        """Draw in `height` points above `bottom`, labels included, on a scale from `scale[0]` to `scale[1]`."""
        base = bottom + self.foot + self.below
        panel = Panel(left, base, self.width, height - self.lettered, 0, len(self.positions), *scale)
        for index, strand in enumerate(self.strands):
            for slot, point in enumerate(strand.points):
                self._bar(scene, panel, slot, index, point)
        scene.line([left, left + self.width], [panel.y(0)] * 2, scene.style.rule, scene.style.baseline)
        for index, strand in enumerate(self.strands):
            for slot, point in enumerate(strand.points):
                self._value(scene, panel, slot, index, point)
        for slot, label in enumerate(self.positions):
            self._position(scene, label, left + (slot + 0.5) * self.pitch, bottom + self.foot - _FOOT, slot)

    def _centre(self, slot: int, index: int) -> float:
        """The middle of a bar in data coordinates, where a position is 1 wide."""
        return slot + 0.5 + (index - (len(self.strands) - 1) / 2) * self.step / self.pitch

    def _bar(self, scene: Scene, panel: Panel, slot: int, index: int, point: Point) -> None:
        many = len(self.strands) > 1
        width = self.step / self.pitch * (0.86 if many else 1.0)
        if point.value is not None:
            look = part_look(scene.style, index, point) if many else look_of(scene.style, point)
            scene.bar(self._centre(slot, index) - width / 2, 0.0, width, point.value, look, panel)

    def _value(self, scene: Scene, panel: Panel, slot: int, index: int, point: Point) -> None:
        label, gap = self.values[index][slot], scene.style.gap
        x, end = panel.x(self._centre(slot, index)), panel.y(point.value or 0.0)
        down = (point.value or 0.0) < 0
        if self.upright_values:
            scene.upright(label, x, end - gap - label.width if down else end + gap, tone_of(scene.style, point))
        else:
            top = end - gap if down else end + gap + label.height
            scene.label(label, x, top, tone_of(scene.style, point), CENTRE)

    def _position(self, scene: Scene, label: Label, x: float, top: float, slot: int) -> None:
        known = any(strand.points[slot].value is not None for strand in self.strands)
        tone = scene.style.ink if known else scene.style.words(scene.style.muted)
        if self.upright_positions:
            half, left = label.height / 2, x - (slot + 0.5) * self.pitch
            scene.upright(label, min(max(x, left + half), left + self.width - half), top - label.width, tone)
        else:
            scene.label(label, x, top, tone, CENTRE)


def lay_columns(strands: Sequence[Strand], width: float, frame: Frame, pitch: float | None = None) -> Columns:
    """Decide pitch, text sizes and directions for bars in at most `width` points.

    With a `pitch` given, values are left out: they stand elsewhere.
    """
    lettering, count = frame.lettering, len(strands[0].points)
    bare = pitch is not None
    pitch = pitch or min(width / count, _WIDEST_PITCH)
    step = min(pitch * _SHARE, _WIDEST_BAR) if len(strands) == 1 else min(pitch * 0.84 / len(strands), _WIDEST_BAR)
    names = [point.position for point in strands[0].points]
    flat = lettering.fits(names, pitch - _AIR, lines=2)
    positions = flat or upright_names(names, pitch, frame)
    texts = ["" if bare else point.label for strand in strands for point in strand.points]
    bold = [point.emphasis for strand in strands for point in strand.points]
    room = pitch - _AIR if len(strands) == 1 else step - 1.5
    level = lettering.fits(texts, room, bold=bold)
    size = next((s for s in lettering.sizes if lettering.height(s) <= step - 0.5), lettering.sizes[-1])
    labels = level or [lettering.label((t,), size, b) for t, b in zip(texts, bold, strict=True)]
    tall = [label.height if level else label.width for label in labels]
    signs = [(point.value or 0.0) < 0 for strand in strands for point in strand.points]
    gap = frame.style.gap
    return Columns(
        strands,
        pitch,
        step,
        positions,
        [labels[i : i + count] for i in range(0, len(labels), count)],
        upright_positions=flat is None,
        upright_values=level is None,
        head=max([h + gap for h, down in zip(tall, signs, strict=True) if not down], default=gap),
        below=max([h + gap for h, down in zip(tall, signs, strict=True) if down and h], default=0.0),
        foot=_FOOT + max(label.height if flat else label.width for label in positions),
    )


def upright_names(names: Sequence[str], pitch: float, frame: Frame) -> list[Label]:
    """Names turned upright; where they would meet only every second, third and so on, the last one in any case."""
    labels = [frame.lettering.fit(name, _UPRIGHT) for name in names]
    tall, pitch = max(label.height for label in labels), frame.room(pitch, 1.0)
    every = (
        1 if tall <= pitch else math.ceil((1.5 * tall - pitch / 2) / pitch)
    )  # the outermost stand a little further in
    none = frame.lettering.label((), frame.lettering.sizes[-1])
    return [none if (len(labels) - 1 - slot) % every else label for slot, label in enumerate(labels)]


def look_of(style: Style, point: Point) -> Look:
    """The look of a single series' bar."""
    return style.mark(point.emphasis, point.reason, nature=point.nature)


def part_look(style: Style, index: int, point: Point) -> Look:
    """The look of a bar among those of several series."""
    return style.part(index, point.emphasis, point.reason, point.nature)


def tone_of(style: Style, point: Point) -> Colour:
    """The colour of a value's label: the accent for the one that matters, muted for a gap."""
    if point.value is None:
        return style.words(style.muted)
    return style.words(style.accent) if point.emphasis else style.ink
