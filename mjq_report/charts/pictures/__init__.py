"""What a cover draws of a town's rows, as drawing operators: shapes to scale that reach the picture's edges, words on them.

    drawing = picture(cover.picture, theme, measure, Field(…))

No matplotlib: rectangles, dots and lines of text. Looks and hatches are those of all charts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mjq_report.charts.pictures.columns import draw_steps, draw_trend
from mjq_report.charts.pictures.dots import draw_units
from mjq_report.charts.pictures.nested import draw_nested
from mjq_report.charts.pictures.parts import draw_areas, draw_composition
from mjq_report.charts.pictures.sheet import Sheet
from mjq_report.charts.style import style
from mjq_report.model.document import Picture, PictureKind
from mjq_report.model.drawing import Drawing, Field, TextMeasure
from mjq_report.settings.theme import Theme

_DRAWN: Mapping[PictureKind, Callable[[Picture, Sheet], None]] = {
    "steps": draw_steps, "trend": draw_trend, "nested": draw_nested, "composition": draw_composition,
    "areas": draw_areas, "units": draw_units,
}  # fmt: skip


def picture(made: Picture, theme: Theme, measure: TextMeasure, field: Field) -> Drawing:
    """Draw a cover's picture. Raises MissingGlyph when the fonts lack a character."""
    sheet = Sheet(style(theme), measure, field)
    _DRAWN[made.kind](made, sheet)
    return Drawing(field.width, field.height, tuple(sheet.ops))
