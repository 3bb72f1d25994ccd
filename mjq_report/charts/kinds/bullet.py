"""Plan against result: a bar for what was reached, a pale one with a tick for what was planned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mjq_report.charts.kinds.columns import look_of, tone_of
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Strand, extent
from mjq_report.charts.scene import RIGHT, Panel, Scene

_NAME_SHARE, _VALUE_SHARE = 0.3, 0.18  # of the width, at most
_NAME_GAP, _VALUE_GAP = 10.0, 14.0
_PITCH = 24.0
_PLAN_SHARE, _RESULT_SHARE = 0.62, 0.3  # of the pitch
_HEADING_GAP = 5.0


@dataclass(frozen=True, slots=True)
class _Figures:
    """A column of values under its heading, flush right."""

    heading: Label
    labels: list[Label]

    @property
    def width(self) -> float:
        return max(self.heading.width, *(label.width for label in self.labels))


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: results. Second: plans or targets, for the same positions.

    Rows share one scale when the chart names a unit; without one each row has its own.
    """
    letters, count = frame.lettering, len(plot.positions)
    names = letters.fit_all(plot.positions, frame.width * _NAME_SHARE, lines=2)
    figures = [_figures(strand, frame) for strand in plot.strands]
    top = max(column.heading.height for column in figures) + _HEADING_GAP
    least = max(label.height for label in names) + 2.0
    height = frame.tall(top + count * max(least, _PITCH))
    if top + count * least > height:
        names = letters.fit_all(plot.positions, frame.width * _NAME_SHARE)
        frame.room(height - top - count * (max(label.height for label in names) + 1.0), 0.0)
    pitch = (height - top) / count
    left = max(label.width for label in names) + _NAME_GAP
    room = frame.room(frame.width - left - sum(column.width + _VALUE_GAP for column in figures))
    shared = extent(point.value for point in plot.points) if plot.unit else None

    def draw(scene: Scene) -> None:
        right = frame.width
        for column, strand in zip(reversed(figures), reversed(plot.strands), strict=True):
            _draw_figures(scene, column, strand, right, height, top, pitch)
            right -= column.width + _VALUE_GAP
        for row, name in enumerate(names):
            middle = height - top - (row + 0.5) * pitch
            scene.label(name, 0.0, middle + name.height / 2, scene.style.ink)
            pair = [strand.points[row].value for strand in plot.strands]
            panel = Panel(left, 0.0, room, height, *(shared or extent(iter(pair))), 0.0, height)
            _draw_bars(scene, plot, row, panel, middle, pitch)

    return Plan(height, draw)


def _figures(strand: Strand, frame: Frame) -> _Figures:
    most, bold = frame.width * _VALUE_SHARE, [point.emphasis for point in strand.points]
    labels = frame.values([point.label for point in strand.points], most, bold)
    return _Figures(frame.lettering.fit(strand.name, most, lines=2), labels)


def _draw_figures(
    scene: Scene, column: _Figures, strand: Strand, right: float, height: float, top: float, pitch: float
) -> None:
    heading = column.heading
    scene.label(
        heading, right, height - top + _HEADING_GAP + heading.height, scene.style.words(scene.style.muted), RIGHT
    )
    for row, (point, label) in enumerate(zip(strand.points, column.labels, strict=True)):
        middle = height - top - (row + 0.5) * pitch
        scene.label(label, right, middle + label.height / 2, tone_of(scene.style, point), RIGHT)


def _draw_bars(scene: Scene, plot: Plot, row: int, panel: Panel, middle: float, pitch: float) -> None:
    style = scene.style
    result, target = (strand.points[row] for strand in plot.strands)
    wide, thin = pitch * _PLAN_SHARE, pitch * _RESULT_SHARE
    if target.value is not None:
        look = replace(look_of(style, target), fill=style.light)
        scene.bar(0.0, middle - wide / 2, target.value, wide, look, panel)
    if result.value is not None:
        scene.bar(0.0, middle - thin / 2, result.value, thin, look_of(style, result), panel)
    if target.value is not None:
        x = panel.x(target.value)
        scene.line([x, x], [middle - wide / 2, middle + wide / 2], style.ink, 1.4)
    zero = panel.x(0.0)
    scene.line([zero, zero], [middle - wide / 2, middle + wide / 2], style.rule, style.baseline)
