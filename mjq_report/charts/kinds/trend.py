"""Bars over time from zero; a period without data leaves its place empty."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.charts.kinds.columns import lay_columns
from mjq_report.charts.kinds.keys import lay_key
from mjq_report.charts.kinds.value_rows import lay_value_rows
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Strand, extent
from mjq_report.charts.scene import Scene

_PLOT, _LEAST_PLOT = 104.0, 24.0
_KEY_GAP = 6.0


def plan(plot: Plot, frame: Frame) -> Plan:
    """One series, or a few side by side with a key above."""
    return _labelled(plot.strands, frame) or tabled(plot.strands, plot.strands, frame)


def _labelled(strands: Sequence[Strand], frame: Frame) -> Plan | None:
    """Values at the bars' ends; None when they leave no room for bars."""
    columns = lay_columns(strands, frame.width, frame)
    looks = [frame.style.part(index) for index in range(len(strands))]
    key = lay_key([strand.name for strand in strands], looks, frame.width, frame) if len(strands) > 1 else None
    above = key.height + _KEY_GAP if key else 0.0
    height = frame.tall(above + columns.lettered + _PLOT)
    if columns.crowded or height - above - columns.lettered < _LEAST_PLOT:
        return None
    scale = extent(point.value for strand in strands for point in strand.points)

    def draw(scene: Scene) -> None:
        if key:
            key.draw(scene, 0.0, height)
        columns.draw(scene, 0.0, 0.0, height - above, scale)

    return Plan(height, draw)


def tabled(strands: Sequence[Strand], bars: Sequence[Strand], frame: Frame) -> Plan:
    """Bars for some of the series, the numbers of all in rows under them: for numbers too many or too long."""
    rows = lay_value_rows(strands, frame)
    columns = lay_columns(bars, frame.width - rows.left, frame, rows.pitch)
    height = frame.tall(rows.height + columns.lettered + _PLOT)
    frame.room(height - rows.height - columns.lettered)
    scale = extent(point.value for strand in bars for point in strand.points)
    looks = [frame.style.part(index) if len(bars) > 1 else None for index in range(len(strands))]

    def draw(scene: Scene) -> None:
        columns.draw(scene, rows.left, rows.height, height - rows.height, scale)
        rows.draw(scene, strands, looks)

    return Plan(height, draw)
