"""Columns from the picture's lower edge: levels that were passed one after the other, and one amount over the years."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.charts.pictures.sheet import FIGURE, NAME, SMALL, Point, Sheet, Words
from mjq_report.charts.style import Look
from mjq_report.model.document import Picture, Shape

_PAD, _AIR, _BAND = 7.0, 5.0, 0.36  # a band is where the year is unknown, as a share of a step
_LAST = 1.35  # of an ordinary step's width
_TOOTH = 4.5


def draw_steps(picture: Picture, sheet: Sheet) -> None:
    """Each level from where it was passed on; the last one is the year's figure, with its largest part in it."""
    head = sheet.ground(picture)
    levels = [shape for shape in picture.shapes if not shape.inside]
    part = next((shape for shape in picture.shapes if shape.inside), None)
    pitch = sheet.field.width / (len(levels) - 1 + _LAST)
    widths = [pitch] * (len(levels) - 1) + [pitch * _LAST]
    starts = [n * pitch for n in range(len(levels))]
    labels = [_over(sheet, shape, width - _AIR) for shape, width in zip(levels[:-1], widths, strict=False)]
    own = sheet.label(levels[-1], widths[-1] - 2 * _PAD, beside=False)
    share = float(part.value / levels[-1].value) if part is not None else 0.0
    scale = _scale(sheet, head, levels, starts, [*labels, ()])
    inside = (1 - share) * float(levels[-1].value) * scale >= sheet.height(own) + 2 * _PAD
    if not inside:
        scale = _scale(sheet, head, levels, starts, [*labels, own])
    for level, x, width, label in zip(levels[:-1], starts, widths, labels, strict=False):
        height = float(level.value) * scale
        _step(sheet, level, height, x, width)
        first = min(sheet.field.left, max(width - max(map(sheet.width, label)) - _AIR, _AIR))
        sheet.write(label, x or first, height + _AIR + sheet.height(label), sheet.style.ink)
    _end(sheet, levels[-1], part, own, (starts[-1], widths[-1]), scale, inside)


def _over(sheet: Sheet, shape: Shape, width: float) -> list[Words]:
    """Words above a column: its period, its figure; smaller where it is narrow."""
    figure = sheet.words(shape.figure, NAME, True)
    if sheet.width(figure) > width:
        figure = sheet.words(shape.figure, SMALL, True)
    return [line for line in (sheet.word(shape.name, SMALL), *sheet.wrapped(figure, width)) if line]


def _scale(
    sheet: Sheet,
    head: Point,
    shapes: Sequence[Shape],
    starts: Sequence[float],
    labels: Sequence[Sequence[Words]],
    foot: float = 0.0,
) -> float:
    """Points for one of the unit: the most that lets every column with its words stay below what stands above it."""
    field, found = sheet.field, list[float]()
    for shape, start, label in zip(shapes, starts, labels, strict=True):
        above = head[1] if start < head[0] + _PAD else field.height - field.top
        if shape.value > 0:
            found.append((above - foot - sheet.height(label) - 2 * _AIR) / float(shape.value))
    return min(found, default=0.0)


def _step(sheet: Sheet, level: Shape, height: float, x: float, width: float) -> None:
    """A level: hatched while nobody knows whether it was reached, solid from there on."""
    unknown = level.nature == "unknown"
    band = width * _BAND if unknown else 0.0
    if unknown:
        sheet.rectangle(x, 0.0, band, height, sheet.solid(level))
    sheet.rectangle(x + band, 0.0, width - band, height, Look(sheet.style.primary))


def _end(
    sheet: Sheet, end: Shape, part: Shape | None, own: Sequence[Words], place: Point, scale: float, inside: bool
) -> None:
    x, width = place
    height, paper = float(end.value) * scale, sheet.style.paper
    sheet.rectangle(x, 0.0, width, height, sheet.solid(end))
    sheet.line([(x, 0.0), (x, height)], paper, 1.6)
    top = height - _PAD if inside else height + _AIR + sheet.height(own)
    sheet.write(own, x + _PAD, top, sheet.colour_on(sheet.solid(end)) if inside else sheet.style.ink)
    if part is None:
        return
    high = float(part.value) * scale
    edge = _torn(x, high, width) if part.open else [(x, high), (x + width, high)]
    sheet.polygon([(x, 0.0), *edge, (x + width, 0.0)], sheet.solid(part))
    sheet.line(edge, paper, 1.6)
    label = sheet.label(part, width - 2 * _PAD, beside=False)
    sheet.write(label, x + _PAD, high - _PAD - _TOOTH, sheet.colour_on(sheet.solid(part)))


def _torn(x: float, y: float, width: float) -> list[Point]:
    """The edge of what is at least so much: a line of teeth that end at its height."""
    count = max(round(width / 14), 2)
    step = width / count
    return [point for n in range(count) for point in ((x + n * step, y), (x + (n + 0.5) * step, y + _TOOTH))] + [
        (x + width, y)
    ]


def draw_trend(picture: Picture, sheet: Sheet) -> None:
    """A column a period, the last in the accent; a period without a figure has none, and says so."""
    head = sheet.ground(picture)
    field, shapes = sheet.field, picture.shapes
    foot = sheet.size(SMALL) * 2.0
    room = (field.left, field.width - field.right)
    pitch = (room[1] - room[0]) / len(shapes)
    labels = _year_labels(sheet, shapes, pitch - 2)
    starts = [room[0] + n * pitch for n in range(len(shapes))]
    scale = _scale(sheet, head, shapes, starts, labels, foot)
    for number, (shape, label) in enumerate(zip(shapes, labels, strict=True)):
        x, height = starts[number], float(shape.value) * scale
        middle = x + pitch / 2
        if shape.nature == "unknown":
            sheet.rectangle(x + pitch * 0.12, foot, pitch * 0.76, sheet.size(SMALL), sheet.solid(shape))
        else:
            sheet.rectangle(x + pitch * 0.12, foot, pitch * 0.76, height, sheet.solid(shape))
            sheet.write(label, middle, foot + height + _AIR + sheet.height(label), sheet.style.ink, 0.5)
        sheet.write([sheet.word(shape.name, SMALL)], middle, foot - 2, sheet.style.ink, 0.5)
    sheet.line([(0.0, foot), (field.width, foot)], sheet.style.ink, 0.6)


def _year_labels(sheet: Sheet, shapes: Sequence[Shape], width: float) -> list[list[Words]]:
    """The figures over the columns, all where they have room; else only of the first and the last."""
    made = [[sheet.words(shape.figure, NAME, shape.emphasis)] for shape in shapes]
    if any(sheet.width(line) > width for label in made for line in label):
        made = [[sheet.words(shape.figure, SMALL, shape.emphasis)] for shape in shapes]
    if any(sheet.width(line) > width for label in made for line in label):
        kept = (0, len(shapes) - 1)
        made = [[sheet.words(s.figure, FIGURE if n else NAME, True)] if n in kept else [] for n, s in enumerate(shapes)]
    return [[line for line in label if line] for label in made]
