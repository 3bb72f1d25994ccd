"""Parts of a whole: bands under each other with their words beside them, and areas side by side."""

from __future__ import annotations

from mjq_report.charts.lettering import spread
from mjq_report.charts.pictures.sheet import Sheet
from mjq_report.charts.style import Look
from mjq_report.model.document import Picture, Shape
from mjq_report.model.drawing import Colour

_AIR, _PAD, _SHARE = 12.0, 8.0, 0.46  # a share of the picture's width that bands take
_TINT = 0.24  # of paper in each next part


def draw_composition(picture: Picture, sheet: Sheet) -> None:
    """Bands as high as their share, the largest uppermost."""
    _, top = sheet.ground(picture)
    field, total = sheet.field, float(sum(shape.value for shape in picture.shapes))
    high, wide = top - _AIR, field.width * _SHARE
    labels = [sheet.label(shape, field.width - field.right - wide - 2 * _AIR) for shape in picture.shapes]
    heights = [high * float(shape.value) / total for shape in picture.shapes]
    middles = [high - sum(heights[:n]) - heights[n] / 2 for n in range(len(heights))]
    lengths = [sheet.height(label) + 3 for label in labels]
    places = spread(middles[::-1], lengths[::-1], 2.0, high) or middles[::-1]
    for number, (shape, label, place) in enumerate(zip(picture.shapes, labels, places[::-1], strict=True)):
        sheet.rectangle(0.0, middles[number] - heights[number] / 2, wide, heights[number], _look(sheet, shape, number))
        sheet.line([(wide + 2, middles[number]), (wide + _AIR - 3, place)], sheet.style.muted, 0.6)
        sheet.write(label, wide + _AIR, place + sheet.height(label) / 2, sheet.style.ink)
    for number in range(1, len(heights)):
        edge = middles[number] + heights[number] / 2
        sheet.line([(0.0, edge), (wide, edge)], sheet.style.paper, 1.6)


def draw_areas(picture: Picture, sheet: Sheet) -> None:
    """Areas beside each other from edge to edge, as wide as they are large; bands where one is too narrow for its words."""
    field, total = sheet.field, float(sum(shape.value for shape in picture.shapes))
    widths = [field.width * float(shape.value) / total for shape in picture.shapes]
    starts = [sum(widths[:n]) for n in range(len(widths))]
    insets = [field.left, *(starts[n] + 2 * _PAD for n in range(1, len(widths)))]
    ends = [*(start - _PAD for start in starts[1:]), field.width - field.right]
    labels = [sheet.label(s, end - at, beside=False) for s, at, end in zip(picture.shapes, insets, ends, strict=True)]
    if any(sheet.width(line) > end - at for label, at, end in zip(labels, insets, ends, strict=True) for line in label):
        draw_composition(picture, sheet)
        return
    _, top = sheet.ground(picture)
    for number, shape in enumerate(picture.shapes):
        look = _look(sheet, shape, number)
        sheet.rectangle(starts[number], 0.0, widths[number], top - _AIR, look)
        sheet.write(labels[number], insets[number], top - _AIR - _PAD * 1.5, sheet.colour_on(look))
        if number:
            sheet.line([(starts[number], 0.0), (starts[number], top - _AIR)], sheet.style.paper, 1.6)


def _look(sheet: Sheet, shape: Shape, number: int) -> Look:
    """Solid parts, each lighter than the one before it; the one that matters in the accent."""
    look = sheet.solid(shape)
    if look.fill is None or shape.emphasis or shape.nature != "published":
        return look
    return Look(_mixed(look.fill, sheet.style.paper, min(number * _TINT, 0.75)))


def _mixed(colour: Colour, paper: Colour, share: float) -> Colour:
    r, g, b = (c + (p - c) * share for c, p in zip(colour, paper, strict=True))
    return (r, g, b)
