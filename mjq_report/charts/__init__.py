"""Stage 4: charts as drawing operators. The only home of matplotlib.

    drawing = charts.draw(chart, theme, measure, width)     # what pdf and web replay
    figure = charts.figure(chart, theme, measure, width, height)     # the same, as a matplotlib Figure
    drawing = charts.picture(picture, theme, measure, field)     # what a cover draws, without matplotlib

matplotlib is loaded by the first of these and not before. A title, source line and remark belong to the page, not to the picture.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from mjq_report.charts import environment
from mjq_report.charts.pictures import picture
from mjq_report.model.document import Chart
from mjq_report.model.drawing import Drawing, TextMeasure
from mjq_report.settings.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "figure", "picture", "prepare"]


def prepare() -> ModuleType:
    """Load matplotlib and the chart kinds now: for a process that workers are forked from. Returns `drawing`."""
    environment.load()
    from mjq_report.charts import drawing  # imports matplotlib, and may only once it is loaded in its own set-up

    return drawing


def draw(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None = None) -> Drawing:
    """Draw a chart `width` points wide; without a `height` as tall as it needs, at most `plan.TALLEST` points, its key not counted.

    Raises ChartError when the chart's kind does not take its data, or its labels do not fit;
    MissingGlyph when the fonts lack a character.
    """
    made: Drawing = prepare().record(chart, theme, measure, width, height)
    return made


def figure(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None = None) -> Figure:
    """The same chart as a matplotlib figure of 72 dots to the inch, for a notebook or a test. Raises as `draw` does."""
    made: Figure = prepare().figure(chart, theme, measure, width, height)
    return made
