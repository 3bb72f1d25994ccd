"""Bars with how they changed: a row of rates under the axis, each with an arrow for its direction."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.charts.kinds import trend
from mjq_report.charts.kinds.columns import Columns, lay_columns
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Point, extent
from mjq_report.charts.scene import CENTRE, LEFT, Scene
from mjq_report.charts.style import Look

_PLOT, _LEAST_PLOT = 92.0, 24.0
_HEADER, _HEADER_GAP = 76.0, 10.0
_ROW_GAP = 6.0  # above and below the rule between positions and rates
_ARROW, _ARROW_GAP = 5.0, 3.0


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: values. Second: their rates of change. With one series alone, bars above and below zero."""
    if len(plot.strands) == 1:
        return trend.plan(plot, frame)
    values, rates = plot.strands
    heads = [frame.lettering.fit(strand.name, _HEADER, lines=2) for strand in plot.strands]
    left = max(head.width for head in heads) + _HEADER_GAP
    columns = lay_columns((values,), frame.width - left, frame)
    texts, bold = [p.label for p in rates.points], [p.emphasis for p in rates.points]
    level = frame.lettering.fits(texts, columns.pitch - _ARROW - _ARROW_GAP - 4.0, bold=bold)
    labels = level or [
        frame.lettering.label((t,), frame.lettering.sizes[-1], b) for t, b in zip(texts, bold, strict=True)
    ]
    row = max(heads[1].height, *(label.height if level else label.width for label in labels))
    under = row + 2 * _ROW_GAP
    height = frame.tall(under + columns.lettered + _PLOT)
    crowded = columns.crowded or (level is None and max(label.height for label in labels) > columns.pitch)
    if crowded or height - under - columns.lettered < _LEAST_PLOT:
        return trend.tabled(plot.strands, plot.strands[:1], frame)
    scale = extent(point.value for point in values.points)

    def draw(scene: Scene) -> None:
        muted = scene.style.words(scene.style.muted)
        columns.draw(scene, left, under, height - under, scale)
        scene.label(heads[0], 0.0, height - columns.head, muted)
        rule = row + _ROW_GAP
        scene.line([0.0, left + columns.width], [rule, rule], scene.style.rule, scene.style.baseline / 2)
        scene.label(heads[1], 0.0, row / 2 + heads[1].height / 2, muted)
        _rates(scene, rates.points, labels, columns, left, row, upright=level is None)

    return Plan(height, draw)


def _rates(
    scene: Scene,
    points: Sequence[Point],
    labels: Sequence[Label],
    columns: Columns,
    left: float,
    row: float,
    upright: bool,
) -> None:
    style = scene.style
    for slot, (point, label) in enumerate(zip(points, labels, strict=True)):
        centre = left + (slot + 0.5) * columns.pitch
        if point.value is None:
            tone = style.words(style.muted)
        else:
            tone = style.words(style.accent) if point.emphasis else style.ink
        if upright:
            scene.upright(label, centre, row - label.width, tone)
            continue
        moves = point.value is not None and point.value != 0
        wide = label.width + (_ARROW + _ARROW_GAP if moves else 0.0)
        x = centre - wide / 2
        if moves:
            _arrow(
                scene,
                x,
                row / 2,
                (point.value or 0.0) > 0,
                Look(None if point.reason or point.nature != "published" else tone, tone, 0.7),
            )
            x += _ARROW + _ARROW_GAP
        scene.label(label, x if moves else centre, row / 2 + label.height / 2, tone, LEFT if moves else CENTRE)


def _arrow(scene: Scene, left: float, middle: float, up: bool, look: Look) -> None:
    """A triangle that points up or down; hollow when its rate differs in coverage, status or period."""
    half = _ARROW * 0.43
    base, tip = (middle - half, middle + half) if up else (middle + half, middle - half)
    scene.shapes([[(left, base), (left + _ARROW, base), (left + _ARROW / 2, tip)]], look)
