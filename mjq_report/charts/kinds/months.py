"""A place for every month (or other position): filled where a figure was published, hatched grey where none was.

The figure stands in its place as words, so that a place among others (第1位) may stand there too: no length means anything.
"""

from __future__ import annotations

from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Point
from mjq_report.charts.scene import CENTRE, Scene
from mjq_report.charts.style import Look

_CELL, _GAP, _FOOT, _ROW_GAP = 22.0, 3.0, 3.0, 9.0
_NARROWEST = 30.0  # of a cell; where they would be narrower they stand in more rows
_AIR = 2.0


def plan(plot: Plot, frame: Frame) -> Plan:
    """One series, a mark for each position. In as many rows of equal length as the width asks for."""
    points = plot.strands[0].points
    rows = next(
        n
        for n in range(1, len(points) + 1)
        if -(-len(points) // n) * (_NARROWEST + _GAP) <= frame.width or n == len(points)
    )
    across = -(-len(points) // rows)
    width = min((frame.width + _GAP) / across - _GAP, 3 * _NARROWEST)
    letters = frame.lettering
    names = letters.fit_all([p.position for p in points], width, lines=2)
    values = frame.values([p.label for p in points], width - _AIR, [True] * len(points))
    each = _CELL + _FOOT + max(name.height for name in names)
    height = frame.tall(rows * each + (rows - 1) * _ROW_GAP)
    frame.room(height - rows * each - (rows - 1) * _ROW_GAP, -0.01)

    def draw(scene: Scene) -> None:
        for number, (point, name, value) in enumerate(zip(points, names, values, strict=True)):
            row, column = divmod(number, across)
            left, top = column * (width + _GAP), height - row * (each + _ROW_GAP)
            look = _look(scene, point)
            scene.bar(left, top - _CELL, width, _CELL, look)
            tone = scene.style.on(look) or scene.style.ink
            if look.hatch and value.lines:  # words are read on paper
                box = (
                    left + (width - value.width) / 2 - 1.0,
                    top - (_CELL + value.height) / 2,
                    value.width + 2.0,
                    value.height,
                )
                scene.bar(*box, Look(scene.style.paper))
            scene.label(value, left + width / 2, top - _CELL / 2 + value.height / 2, tone, CENTRE)
            muted = scene.style.words(scene.style.muted)
            scene.label(name, left + width / 2, top - _CELL - _FOOT, scene.style.ink if value.lines else muted, CENTRE)

    return Plan(height, draw)


def _look(scene: Scene, point: Point) -> Look:
    """By what the mark rests on; without a figure nothing was published."""
    return scene.style.mark(point.emphasis, point.reason, nature=point.nature if point.label else "unknown")
