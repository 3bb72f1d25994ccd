"""From a chart to its recording: read, lay out, put together, record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.transforms import Affine2D, IdentityTransform

from mjq_report.charts import kinds
from mjq_report.charts.environment import drawing
from mjq_report.charts.kinds.keys import nature_key
from mjq_report.charts.lettering import Lettering
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import read
from mjq_report.charts.recorder import Recorder
from mjq_report.charts.scene import Scene, Sheet
from mjq_report.charts.style import style
from mjq_report.model.document import Chart
from mjq_report.model.drawing import Drawing, TextMeasure
from mjq_report.settings.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 72.0
_KEY_GAP = 7.0  # between the chart and what its marks mean


def record(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None) -> Drawing:
    """The chart's artists drawn into a recorder, without a figure around them."""
    frame, plan = _lay(chart, theme, measure, width, height)
    with drawing():
        scene = Scene(frame.style, frame.lettering, Sheet(), IdentityTransform())
        plan.draw(scene)
        recorder = Recorder(width, plan.height)
        for artist in scene.artists:
            artist.draw(recorder)
    return Drawing(width, plan.height, recorder.ops)


def figure(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None) -> Figure:
    """The same artists in a matplotlib figure, which may be saved at any resolution."""
    frame, plan = _lay(chart, theme, measure, width, height)
    with drawing():
        from matplotlib.figure import Figure

        made = Figure(figsize=(width / _DPI, plan.height / _DPI), dpi=_DPI, facecolor="none")
        points = Affine2D().scale(1 / _DPI) + made.dpi_scale_trans
        scene = Scene(frame.style, frame.lettering, made, points)
        plan.draw(scene)
        for artist in scene.artists:
            made.add_artist(artist)
    return made


def _lay(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None) -> tuple[Frame, Plan]:
    look = style(theme)
    frame = Frame(chart.id, width, height, look, Lettering(measure, look.sizes))
    key = nature_key(chart.key, frame)
    if key is None:
        return frame, kinds.plan(chart.kind, read(chart), frame)
    under = key.height + _KEY_GAP
    above = replace(frame, height=None if height is None else frame.room(height - under))
    plan = kinds.plan(chart.kind, read(chart), above)

    def draw(scene: Scene) -> None:
        plan.draw(scene.raised(under))
        key.draw(scene, 0.0, key.height)

    return frame, Plan(plan.height + under, draw)
