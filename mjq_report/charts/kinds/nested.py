"""Nested shares: the part inside the whole, in rows on one scale, or without a unit each on its own. The whole is
hollow, what lies in it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import TALLEST_LIST, Frame, Plan
from mjq_report.charts.reading import Plot, Point, extent
from mjq_report.charts.scene import Panel, Scene
from mjq_report.charts.style import Look, Style
from mjq_report.model.drawing import Colour

_NAME_SHARE, _NAME_GAP = 0.3, 10.0
_BAR, _LEAST_BAR, _ROW_GAP = 25.0, 12.0, 11.0
_PAD, _SWATCH, _LINE_GAP = 5.0, 7.0, 2.5
_FREE = 60.0  # points that bars need at least
_WORD_GAP, _SEAM = 2.0, 1.4


@dataclass(frozen=True, slots=True)
class _Words:
    """A series' name and its figure behind it, on one line."""

    name: Label
    value: Label

    @property
    def width(self) -> float:
        """Both with the gap between them; 0 without a figure."""
        return self.name.width + _WORD_GAP + self.value.width if self.value.lines else 0.0

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.value.height

    def draw(self, scene: Scene, left: float, top: float, tone: Colour) -> None:
        """Draw with the upper left corner at `left`, `top`."""
        scene.label(self.name, left, top, tone)
        scene.label(self.value, left + self.name.width + _WORD_GAP, top, tone)


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar for each series, from the whole inwards, with its words."""

    name: Label
    note: Label
    points: tuple[Point, ...]
    words: tuple[_Words, ...]


def plan(plot: Plot, frame: Frame) -> Plan:
    """A row for each position. Series from the whole to its innermost part; the innermost one's note stands by its name."""
    width = frame.width * _NAME_SHARE
    small = frame.lettering.only(frame.lettering.sizes[-1:])
    inner = plot.strands[-1].points
    names = frame.lettering.blocks_all(plot.positions, width, 2, bold=True)
    notes = small.blocks_all([point.note for point in inner], width, 2)
    left = max(label.width for label in (*names, *notes)) + _NAME_GAP
    free = frame.room(frame.width - left, _FREE)
    points = [tuple(strand.points[index] for strand in plot.strands) for index in range(len(names))]
    shared = extent(point.value for point in plot.points)
    scales = [shared if plot.unit else extent(point.value for point in row) for row in points]

    def rows(room: float) -> list[_Row]:
        words = (
            tuple(_words(s.name, p, room, frame) for s, p in zip(plot.strands, row, strict=True)) for row in points
        )
        return [_Row(*parts) for parts in zip(names, notes, points, words, strict=True)]

    whole = rows(float("inf"))
    ends = free - max(row.words[0].width for row in whole) - _PAD
    if ends >= _FREE:
        panels = [Panel(left, 0.0, ends, 1.0, *scale) for scale in scales]
        if all(_holds(row, panel, frame.style) for row, panel in zip(whole, panels, strict=True)):
            return _lay(whole, panels, frame, lines=0)
    panels = [Panel(left, 0.0, free, 1.0, *scale) for scale in scales]
    return _lay(rows(free - _SWATCH - _PAD), panels, frame, lines=len(plot.strands))


def _words(name: str, point: Point, room: float, frame: Frame) -> _Words:
    """Name and figure in so much room: the figure whole, the name elided if need be."""
    letters = frame.lettering
    empty = letters.label((), letters.sizes[0])
    if not point.label:
        return _Words(empty, empty)
    value = frame.values([point.label], room, [True])[0]
    left = room - value.width - _WORD_GAP
    return _Words(letters.fit(name, left) if left > 2 * value.size and name else empty, value)


def _holds(row: _Row, panel: Panel, style: Style) -> bool:
    """Whether the words of every part fit into what of it the next part leaves free, and can be read there."""
    values = [point.value for point in row.points]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or min(known) < 0 or known != sorted(known, reverse=True):
        return False
    for index, (value, words) in enumerate(zip(known[1:], row.words[1:], strict=True), 1):
        start = panel.x(known[index + 1]) if index + 1 < len(known) else panel.x(0.0)
        look = _look(style, row.points[index], index, len(known))
        legible = not look.hatch and (look.fill == style.paper or style.on(look) is not None)
        if words.width > panel.x(value) - start - 2 * _PAD or not legible:
            return False
    return True


def _look(style: Style, point: Point, index: int, count: int) -> Look:
    """The whole is pale, parts are darker the further in they lie; what is not published looks as everywhere."""
    if point.nature != "published" or point.reason:
        return style.mark(point.emphasis, point.reason, nature=point.nature)
    if point.emphasis:
        return style.solid(style.accent)
    if index == 0:
        return Look(style.light, style.visible(style.rule), 0.7)
    return style.solid(style.primary if index == count - 1 else style.categories[1])


def _lay(rows: Sequence[_Row], panels: Sequence[Panel], frame: Frame, lines: int) -> Plan:
    """`lines` of words under each bar; 0: in and behind it."""
    step = max(word.height for row in rows for word in row.words) + _LINE_GAP
    heads = [row.name.height + (row.note.height + 1.0 if row.note.lines else 0.0) for row in rows]
    each = max(_BAR + lines * step, *heads) + _ROW_GAP
    height = frame.tall(len(rows) * each - _ROW_GAP, TALLEST_LIST)
    pitch = (height + _ROW_GAP) / len(rows)
    thick = frame.room(min(_BAR, pitch - _ROW_GAP - lines * step), _LEAST_BAR)
    frame.room(pitch - max(heads), 0.0)

    def draw(scene: Scene) -> None:
        for number, (row, head, panel) in enumerate(zip(rows, heads, panels, strict=True)):
            top = height - number * pitch
            upper = top - max(0.0, (thick - head) / 2)
            scene.label(row.name, 0.0, upper, scene.style.ink)
            scene.label(row.note, 0.0, upper - row.name.height - 1.0, scene.style.words(scene.style.muted))
            _draw_bars(scene, row, panel, top - thick, thick)
            for line, word in enumerate(row.words if lines else ()):
                _draw_line(scene, row, line, word, panel.left, top - thick - line * step - _LINE_GAP)
            if not lines:
                _draw_inside(scene, row, panel, top - thick / 2)

    return Plan(height, draw)


def _draw_bars(scene: Scene, row: _Row, panel: Panel, bottom: float, thick: float) -> None:
    for index, point in enumerate(row.points):
        if point.value is not None:
            x = panel.x(0.0)
            look = _look(scene.style, point, index, len(row.points))
            seam = _SEAM if index and look.edge is None else 0.0  # paper between a part and what is about it
            scene.bar(x, bottom + seam, panel.x(point.value) - x, thick - 2 * seam, look)
            if seam:
                scene.line([panel.x(point.value)] * 2, [bottom + seam, bottom + thick - seam], scene.style.paper, seam)
    zero = panel.x(0.0)
    scene.line([zero, zero], [bottom, bottom + thick], scene.style.ink, scene.style.baseline)


def _draw_line(scene: Scene, row: _Row, index: int, words: _Words, left: float, top: float) -> None:
    if words.value.lines:
        look = _look(scene.style, row.points[index], index, len(row.points))
        scene.bar(left, top - words.height / 2 - _SWATCH / 2, _SWATCH, _SWATCH, look)
        words.draw(scene, left + _SWATCH + _PAD, top, tone_of(scene.style, row.points[index]))


def _draw_inside(scene: Scene, row: _Row, panel: Panel, middle: float) -> None:
    style, inmost = scene.style, len(row.points) - 1
    for index, (point, words) in enumerate(zip(row.points, row.words, strict=True)):
        end, upper = panel.x(point.value or 0.0), middle + words.height / 2
        tone = style.on(_look(style, point, index, len(row.points))) or tone_of(style, point)
        if index == 0:
            words.draw(scene, end + _PAD, upper, tone_of(style, point))
        else:
            words.draw(scene, panel.x(0.0) + _PAD if index == inmost else end - _PAD - words.width, upper, tone)
