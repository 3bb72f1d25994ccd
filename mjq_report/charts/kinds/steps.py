"""Levels that were passed one after the other, as stairs. A year that nobody published is a hatched band: somewhere in it
the level was reached. Heights are to scale from zero; across, only the order counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.tags import Tag, lay_tags
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Point, extent
from mjq_report.charts.scene import CENTRE, Panel, Scene
from mjq_report.charts.style import Look, Style
from mjq_report.errors import ChartError
from mjq_report.model.drawing import Colour

_PLOT, _WIDEST_PITCH = 128.0, 132.0
_BAND = 0.42  # of a step's width, where its year is unknown
_FOOT, _AIR, _SEAM, _PAD = 5.0, 5.0, 1.4, 4.0


@dataclass(frozen=True, slots=True)
class _Stair:
    """A level with its period and words; perhaps a part of it."""

    point: Point
    name: Label
    tag: Tag
    part: Tag | None

    @property
    def head(self) -> float:
        """Points that words need above or below it when the part's stand there too."""
        return self.tag.height + (self.part.height + _AIR if self.part else 0.0)


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: the levels in order, by period. Second, if any: parts of the levels at the same positions."""
    stairs = _stairs(plot, frame)
    pitch = min(frame.width / len(stairs), _WIDEST_PITCH)
    foot, gap = _FOOT + max(stair.name.height for stair in stairs), frame.style.gap
    low, high = extent(point.value for point in plot.points)

    def panel(head: float) -> tuple[float, Panel]:
        below = head + gap if low < 0 else 0.0
        height = frame.tall(foot + below + _PLOT + head + gap)
        room = frame.room(height - foot - below - head - gap)
        return height, Panel(0.0, foot + below, pitch * len(stairs), room, 0.0, len(stairs), low, high)

    height, grid = panel(max(stair.tag.height for stair in stairs))
    inside = all(stair.part is None or _holds(stair, stair.part, grid, frame.style) for stair in stairs)
    if not inside:
        height, grid = panel(max(stair.head for stair in stairs))

    def draw(scene: Scene) -> None:
        before = 0.0
        for number, stair in enumerate(stairs):
            _draw(scene, stair, number, before, grid, inside)
            before = before if stair.point.value is None else stair.point.value
            scene.label(stair.name, grid.x(number + 0.5), foot - _FOOT, scene.style.ink, CENTRE)
        scene.line([0.0, grid.width], [grid.y(0.0)] * 2, scene.style.ink, scene.style.baseline)

    return Plan(height, draw)


def _stairs(plot: Plot, frame: Frame) -> list[_Stair]:
    points = plot.strands[0].points
    width = min(frame.width / len(points), _WIDEST_PITCH) - _AIR
    names = frame.lettering.blocks_all([point.position for point in points], width, 3)
    parts: Sequence[Tag | None] = [None] * len(points)
    if len(plot.strands) > 1:
        title = frame.lettering.blocks_all([plot.strands[1].name], width * (1 - _BAND), 3, bold=True)[0]
        tags = lay_tags(plot.strands[1].points, width, frame, lines=3)
        known = {t.point.position: Tag(t.point, title, t.value, t.note) for t in tags if t.point.label}
        last = {point.position: number for number, point in enumerate(points)}
        parts = [known.get(p.position) if last[p.position] == number else None for number, p in enumerate(points)]
        if set(known) - set(last):
            raise ChartError(
                f"chart {frame.chart!r}: a part stands at {min(set(known) - set(last))!r}, where no level is"
            )
    tags = lay_tags(points, width, frame, lines=3)
    return [_Stair(*row) for row in zip(points, names, tags, parts, strict=True)]


def _holds(stair: _Stair, part: Tag, grid: Panel, style: Style) -> bool:
    """Whether a part is one of its level, and its words fit into it and can be read there."""
    value = part.point.value or 0.0
    if not 0 < value <= (stair.point.value or 0.0):
        return False
    look = _part_look(style, part.point)
    high = grid.y(value) - grid.y(0.0) - 2 * _PAD
    wide = (grid.x(1.0) - grid.x(0.0)) * (1 - _BAND * (stair.point.nature == "unknown")) - 2 * _PAD
    return (
        part.height <= high
        and part.width <= wide
        and (look.fill == style.paper or style.on(look) is not None)
        and not look.hatch
    )


def _part_look(style: Style, point: Point) -> Look:
    return style.mark(True, point.reason, nature=point.nature)


def _draw(scene: Scene, stair: _Stair, number: int, before: float, grid: Panel, inside: bool) -> None:
    style, point, gap = scene.style, stair.point, scene.style.gap
    value = point.value or 0.0
    seam = _SEAM / grid.width * grid.x1 / 2
    unknown = point.nature == "unknown"
    left, right = number + (_BAND if unknown else seam), number + 1 - seam
    if point.value is not None:
        look = style.solid(style.primary) if unknown else style.mark(point.emphasis, point.reason, nature=point.nature)
        scene.bar(left, 0.0, right - left, value, look, grid)
        if unknown:
            band = (number + seam, _BAND - seam)
            scene.bar(band[0], 0.0, band[1], before, look, grid)
            scene.bar(band[0], before, band[1], value - before, style.mark(nature="unknown"), grid)
    part = stair.part
    if part is not None and part.point.value is not None:
        scene.bar(left, 0.0, right - left, part.point.value, _part_look(style, part.point), grid)
        scene.line([left, right], [part.point.value] * 2, style.paper, _SEAM, grid)
    down = value < 0
    end, x = grid.y(value), grid.x(number + 0.5)
    head = stair.tag.height if inside or part is None else stair.head
    top = end - gap if down else end + gap + head
    stair.tag.draw(scene, x, top, CENTRE)
    if part is None:
        return
    if not inside:
        part.draw(scene, x, top - stair.tag.height - _AIR, CENTRE)
        return
    middle = (grid.y(part.point.value or 0.0) + grid.y(0.0)) / 2
    tone = style.on(_part_look(style, part.point)) or style.ink
    _draw_inside(scene, part, grid.x((left + right) / 2), middle + part.height / 2, tone)


def _draw_inside(scene: Scene, part: Tag, x: float, top: float, tone: Colour) -> None:
    for label in (part.name, part.value, part.note):
        if label.lines:
            scene.label(label, x, top, tone, CENTRE)
            top -= label.height + 1.0
