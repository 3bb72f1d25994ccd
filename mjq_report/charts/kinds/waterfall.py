"""Contributions that add up: each bar starts where the one before it ended; a closing bar stands on zero.

Upright while the names fit under their bars, else in rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import look_of
from mjq_report.charts.kinds.tags import Tag, lay_tags
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Point
from mjq_report.charts.scene import CENTRE, LEFT, RIGHT, Panel, Scene

_PLOT, _LEAST_PLOT, _WIDEST_PITCH, _SHARE = 104.0, 24.0, 122.0, 0.66
_LINES = 2  # of a name under its bar
_NAME_SHARE, _VALUE_SHARE, _PITCH, _NAME_GAP = 0.36, 0.26, 19.0, 8.0
_FOOT, _AIR = 5.0, 5.0
_DASHES = (2.0, 2.0)


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar from one level to another; a gap has both alike."""

    point: Point
    start: float
    end: float


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: the steps, in order. Second, if any: what they come to, from zero."""
    steps = _steps(plot)
    names = frame.lettering.blocks([s.point.position for s in steps], _pitch(steps, frame) - _AIR, _LINES)
    values = frame.lettering.fits([s.point.label for s in steps], _pitch(steps, frame) - _AIR, bold=[True] * len(steps))
    return _rows(steps, frame) if names is None or values is None else _columns(steps, names, frame)


def _steps(plot: Plot) -> list[_Step]:
    steps, level = list[_Step](), 0.0
    for point in plot.strands[0].points:
        steps.append(_Step(point, level, level + (point.value or 0.0)))
        level = steps[-1].end
    closing = plot.strands[1].points if len(plot.strands) > 1 else ()
    return steps + [_Step(point, 0.0, point.value or 0.0) for point in closing]


def _scale(steps: Sequence[_Step]) -> tuple[float, float]:
    levels = [0.0, *(level for step in steps for level in (step.start, step.end))]
    return (min(levels), max(levels)) if max(levels) > min(levels) else (0.0, 1.0)


def _pitch(steps: Sequence[_Step], frame: Frame) -> float:
    return min(frame.width / len(steps), _WIDEST_PITCH)


def _falls(step: _Step) -> bool:
    """Whether its value stands under it."""
    return step.end < step.start


def _margins(
    steps: Sequence[_Step], tags: Sequence[Tag], scale: tuple[float, float], plot: float, gap: float
) -> tuple[float, float]:
    """Points that words need above and below a plot that is `plot` high."""
    above, below = gap, 0.0
    for step, tag in zip(steps, tags, strict=True):
        share = (step.end - scale[0]) / (scale[1] - scale[0])
        if _falls(step):
            below = max(below, tag.height + gap - share * plot)
        else:
            above = max(above, tag.height + gap - (1 - share) * plot)
    return above, below


def _columns(steps: Sequence[_Step], names: Sequence[Label], frame: Frame) -> Plan:
    pitch, scale = _pitch(steps, frame), _scale(steps)
    tags = lay_tags([step.point for step in steps], pitch - _AIR, frame)
    gap = frame.style.gap
    foot = _FOOT + max(name.height for name in names)
    above, below = _margins(steps, tags, scale, _PLOT, gap)
    height = frame.tall(foot + below + _PLOT + above)
    if height < foot + below + _PLOT + above:  # a lower plot leaves words less room within it
        above, below = _margins(steps, tags, scale, _LEAST_PLOT, gap)
    room = frame.room(height - foot - below - above, _LEAST_PLOT)
    panel = Panel(0.0, foot + below, pitch * len(steps), room, 0, len(steps), *scale)

    def draw(scene: Scene) -> None:
        style = scene.style
        for number, (step, tag, name) in enumerate(zip(steps, tags, names, strict=True)):
            left = number + (1 - _SHARE) / 2
            if step.point.value is not None:
                scene.bar(left, step.start, _SHARE, step.end - step.start, look_of(style, step.point), panel)
            if number + 1 < len(steps):
                xs = [panel.x(left + _SHARE), panel.x(number + 1 + (1 - _SHARE) / 2)]
                scene.line(xs, [panel.y(step.end)] * 2, style.muted, style.baseline, dashes=_DASHES)
            end = panel.y(step.end)
            tag.draw(scene, panel.x(number + 0.5), end - gap if _falls(step) else end + gap + tag.height, CENTRE)
            scene.label(name, panel.x(number + 0.5), foot - _FOOT, style.ink, CENTRE)
        scene.line([0.0, panel.width], [panel.y(0)] * 2, style.ink, style.baseline)

    return Plan(height, draw)


def _rows(steps: Sequence[_Step], frame: Frame) -> Plan:
    scale, gap = _scale(steps), frame.style.gap
    names = frame.lettering.blocks_all([s.point.position for s in steps], frame.width * _NAME_SHARE, _LINES)
    tags = lay_tags([step.point for step in steps], frame.width * _VALUE_SHARE, frame)
    edge = max(name.width for name in names) + _NAME_GAP
    room = max(tag.width for tag in tags) + gap
    before = room if any(map(_falls, steps)) else 0.0
    span = frame.room(frame.width - edge - before - room, 30.0)
    tallest = max(max(name.height, tag.height) for name, tag in zip(names, tags, strict=True)) + _AIR
    height = frame.tall(len(steps) * max(_PITCH, tallest))
    pitch = height / len(steps)
    frame.room(pitch - tallest, -_AIR / 2)
    panel = Panel(edge + before, 0.0, span, height, *scale, 0.0, height)

    def draw(scene: Scene) -> None:
        style = scene.style
        for number, (step, tag, name) in enumerate(zip(steps, tags, names, strict=True)):
            middle, thick = height - (number + 0.5) * pitch, min(pitch * _SHARE, 15.0)
            if step.point.value is not None:
                scene.bar(
                    step.start, middle - thick / 2, step.end - step.start, thick, look_of(style, step.point), panel
                )
            x = panel.x(step.end)
            if number + 1 < len(steps):
                ys = [middle - thick / 2, middle - pitch + thick / 2]
                scene.line([x, x], ys, style.muted, style.baseline, dashes=_DASHES)
            scene.label(name, 0.0, middle + name.height / 2, style.ink)
            side = (x - gap, RIGHT) if _falls(step) else (x + gap, LEFT)
            tag.draw(scene, side[0], middle + tag.height / 2, side[1])
        zero = panel.x(0.0)
        scene.line([zero, zero], [0.0, height], style.ink, style.baseline)

    return Plan(height, draw)
