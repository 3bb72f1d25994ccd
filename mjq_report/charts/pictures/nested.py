"""Areas within areas, to scale, from the lower left corner; each has its words under its upper edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mjq_report.charts.pictures.sheet import Point, Sheet, Words
from mjq_report.charts.style import Look
from mjq_report.model.document import Picture, Shape

_PAD, _AIR = 7.0, 10.0
_NARROWEST = 190.0  # points that words have at least, at scale 1
_SEAM, _DASHES = 1.6, (5.0, 3.2)


def draw_nested(picture: Picture, sheet: Sheet) -> None:
    """The largest area as wide as the picture allows; the dashed one inside is only a size.

    Where there is no room for all words, first the notes go, then the innermost area.
    """
    ways = [picture, replace(picture, shapes=tuple(replace(shape, note=()) for shape in picture.shapes))]
    ways += [_without(ways[1], count) for count in range(len(picture.shapes) - 1, 0, -1)]
    for way in ways:
        _, top = Sheet(sheet.style, sheet.measure, sheet.field).ground(way)
        room = (sheet.field.width - sheet.field.right, top - _AIR)
        labels = _labels(way.shapes, room, sheet)
        boxes = _boxes(way.shapes, labels, room, sheet)
        if boxes is not None or way is ways[-1]:
            sheet.ground(way)
            _draw(sheet, way.shapes, labels, boxes or [room])
            return


def _without(picture: Picture, count: int) -> Picture:
    """The picture with its first shapes alone, and what is said of them."""
    remark = (
        picture.remark
        if picture.shapes[-1].inside is picture.shapes[count - 1].inside
        else picture.remark.split("。")[0] + "。"
    )
    natures = {shape.nature for shape in picture.shapes[:count]}
    key = tuple(entry for entry in picture.key if entry[0] in natures)
    return replace(picture, shapes=picture.shapes[:count], remark=remark, key=key)


def _draw(sheet: Sheet, shapes: Sequence[Shape], labels: Sequence[Sequence[Words]], boxes: Sequence[Point]) -> None:
    under = Look(sheet.style.light)
    for shape, label, (width, height) in zip(shapes, labels, boxes, strict=True):
        under = _area(sheet, shape, width, height, under)
        _words(sheet, label, height, under)


def _labels(shapes: Sequence[Shape], room: Point, sheet: Sheet) -> list[list[Words]]:
    """The words of each, as wide as it would be if all had one form."""
    least = _NARROWEST * sheet.field.scale
    wide = [max(room[0] * float(shape.value / shapes[0].value) ** 0.5, least) for shape in shapes]
    return [sheet.label(shape, width - sheet.field.left - _PAD) for shape, width in zip(shapes, wide, strict=True)]


def _boxes(shapes: Sequence[Shape], labels: Sequence[Sequence[Words]], room: Point, sheet: Sheet) -> list[Point] | None:
    """Width and height of each, areas to scale: as the largest's where that leaves room for words, flatter or taller else.

    From the innermost out each is at least as wide as its words, and higher than the one in it by the height of its own.
    None where that cannot be.
    """
    found: list[Point] = []
    for shape, label in reversed(list(zip(shapes, labels, strict=True))):
        area = float(shape.value / shapes[0].value) * room[0] * room[1]
        words = sheet.height(label) + 2 * _PAD * sheet.field.scale
        least = sheet.field.left + max(sheet.width(line) for line in label) + _PAD
        inner = found[-1] if found else (0.0, 0.0)
        wide = min(max(room[0] * (area / room[0] / room[1]) ** 0.5, least, inner[0] + _PAD), room[0])
        high = max(area / wide, inner[1] + words)
        wide = area / high
        if high > room[1] + 0.01 or wide < inner[0] + 1:
            return None
        found.append((wide, high))
    return found[::-1]


def _area(sheet: Sheet, shape: Shape, width: float, height: float, under: Look) -> Look:
    """Draw one; returns what words on it stand on."""
    style = sheet.style
    corner = [(0.0, height), (width, height), (width, 0.0)]
    if shape.inside:
        colour = style.on(under) or style.primary
        sheet.line(corner, colour, 1.3, _DASHES)
        return under
    look = sheet.solid(shape)
    sheet.rectangle(0.0, 0.0, width, height, Look(look.fill, look.edge if look.hatch else None, 0.0, look.hatch))
    if look.edge is not None:
        sheet.line(corner, look.edge, 1.2, _DASHES if look.dashes else ())
    else:
        sheet.line(corner, style.paper, _SEAM)
    return look


def _words(sheet: Sheet, label: Sequence[Words], height: float, look: Look) -> None:
    x, top = sheet.field.left, height - _PAD * sheet.field.scale
    if look.hatch:
        width = max(sheet.width(line) for line in label)
        sheet.rectangle(
            x - 4, top - sheet.height(label) - 2, width + 8, sheet.height(label) + 4, Look(sheet.style.paper)
        )
    sheet.write(label, x, top, sheet.colour_on(look))
