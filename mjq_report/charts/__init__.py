"""Stage 4: charts as drawing operators. The only home of matplotlib.

    drawing = charts.draw(chart, theme, measure, width)     # what pdf and web replay
    figure = charts.figure(chart, theme, measure, width, height)     # the same, as a matplotlib Figure

matplotlib is loaded by the first of these and not before. A title, source line and remark belong to the page, not to the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mjq_report.model.document import Chart
from mjq_report.model.drawing import Drawing, TextMeasure
from mjq_report.settings.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "figure", "prepare"]


def prepare() -> None:
    """Load matplotlib and the chart kinds now: for a process that workers are forked from."""
    from mjq_report.charts import environment

    environment.load()
    from mjq_report.charts import drawing  # noqa: F401


def draw(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None = None) -> Drawing:
    """Draw a chart `width` points wide; without a `height` as tall as it needs, at most 200 points.

    Raises ChartError when the chart's kind does not take its data, or its labels do not fit;
    MissingGlyph when the fonts lack a character.
    """
    from mjq_report.charts import environment

    environment.load()
    from mjq_report.charts import drawing

    return drawing.record(chart, theme, measure, width, height)


def figure(chart: Chart, theme: Theme, measure: TextMeasure, width: float, height: float | None = None) -> Figure:
    """The same chart as a matplotlib figure of 72 dots to the inch, for a notebook or a test. Raises as `draw` does."""
    from mjq_report.charts import environment

    environment.load()
    from mjq_report.charts import drawing

    return drawing.figure(chart, theme, measure, width, height)
