"""A dot for each one that is counted, or for each ten or hundred: row by row, as one reads."""

from __future__ import annotations

from mjq_report.charts.pictures.sheet import NAME, Sheet, Word, Words
from mjq_report.charts.style import Look
from mjq_report.model.document import Picture, Shape

_AIR, _DOT, _FADING = 10.0, 0.29, 5  # a dot's radius as a share of the pitch; dots that fade behind an open count


def draw_units(picture: Picture, sheet: Sheet) -> None:
    """The count as round dots, what is part of it or beside it as square ones; dots that fade where it is the least."""
    _, top = sheet.ground(picture)
    field = sheet.field
    for shape in picture.shapes:
        top = _named(sheet, shape, top)
    top -= _AIR
    whole, other = picture.shapes[0], picture.shapes[1] if len(picture.shapes) > 1 else None
    marks = [*_marks(whole, picture.each), *(["fading"] * _FADING if whole.open else [])]
    squares = _marks(other, picture.each) if other is not None else []
    if other is not None and other.inside:
        marks[len(_marks(whole, picture.each)) - len(squares) : len(_marks(whole, picture.each))] = [
            f"square {m}" for m in squares
        ]
        squares = []
    pitch, columns = _grid(len(marks), len(squares), field.width, top)
    if squares:
        marks += ["none"] * (-len(marks) % columns) + [f"square {mark}" for mark in squares]
    start = (field.width - columns * pitch) / 2 + pitch / 2
    top -= (top - -(-len(marks) // columns) * pitch) / 2
    faded = 0
    for number, mark in enumerate(marks):
        row, column = divmod(number, columns)
        faded += mark == "fading"
        _dot(sheet, mark, start + column * pitch, top - (row + 0.5) * pitch, pitch * _DOT, faded)


def _marks(shape: Shape, each: int) -> list[str]:
    """A mark for each whole dot, and one with the share that is left over."""
    whole, left = divmod(int(shape.value), each)
    return ["1"] * whole + ([f"{left / each:.3f}"] if left else [])


def _grid(count: int, more: int, width: float, height: float) -> tuple[float, int]:
    """The largest pitch at which all rows have room, and how many dots are in a row."""
    for columns in range(1, count + more + 1):
        pitch = width / columns
        rows = -(-count // columns) + -(-more // columns)
        if rows * pitch <= height:
            return pitch, columns
    return min(width / (count + more), height), count + more


def _dot(sheet: Sheet, mark: str, x: float, y: float, radius: float, faded: int) -> None:
    style = sheet.style
    if mark == "none":
        return
    if mark == "fading":
        sheet.disc(x, y, radius * (1 - faded / (_FADING + 1)), style.rule)
        return
    size = radius * float(mark.rpartition(" ")[2]) ** 0.5
    if mark.startswith("square"):
        sheet.rectangle(x - size * 0.95, y - size * 0.95, size * 1.9, size * 1.9, Look(style.accent))
    else:
        sheet.disc(x, y, size, style.primary)


def _named(sheet: Sheet, shape: Shape, top: float) -> float:
    """A dot with what it stands for."""
    field = sheet.field
    name: Words = [
        *sheet.word(shape.name, NAME, True),
        Word(" ", sheet.size(NAME)),
        *sheet.words(shape.figure, NAME, True),
    ]
    lines = sheet.wrapped(name, field.width - field.left - field.right - 14)
    radius = sheet.size(NAME) * 0.34
    middle = top - sheet.height(lines[:1]) / 2
    _dot(sheet, "square 1" if shape.emphasis else "1", field.left + radius, middle, radius, 0)
    return sheet.write(lines, field.left + 2 * radius + 6, top, sheet.style.ink)
