"""Horizontal bars from the largest down, names at the left, values at the bars' ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import look_of, tone_of
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import TALLEST, TALLEST_LIST, Frame, Plan
from mjq_report.charts.reading import Plot, Point, extent
from mjq_report.charts.scene import LEFT, RIGHT, Panel, Scene
from mjq_report.errors import ChartError

_ONE_COLUMN = 12  # more bars stand in two columns
_NAME_SHARE, _VALUE_SHARE = 0.42, 0.34  # of the width, at most
_WHOLE_SHARE = 0.58  # of the width for names that are to be whole
_NAME_GAP = 8.0
_LEAST_NAMES, _LEAST_BARS = 54.0, 40.0
_PHONE = 300.0  # the width of a drawing up to which it may be taller than a page
_GUTTER = 22.0  # between two columns
_PITCH = 17.5
_BAR_SHARE, _THICKEST = 0.6, 14.0


@dataclass(frozen=True, slots=True)
class _Row:
    point: Point
    name: Label
    value: Label


@dataclass(frozen=True, slots=True)
class _Column:
    """Rows in a band of `width` points; all columns share the space that names and values take."""

    rows: list[_Row]
    width: float
    pitch: float
    names: float
    values: float
    scale: tuple[float, float]

    def draw(self, scene: Scene, left: float, top: float) -> None:
        style = scene.style
        edge, room = left + self.names + _NAME_GAP, self.values + style.gap
        before = room if self.scale[0] < 0 else 0.0
        panel = Panel(edge + before, 0.0, left + self.width - room - edge - before, top, *self.scale, 0.0, top)
        thick = min(self.pitch * _BAR_SHARE, _THICKEST)
        for number, row in enumerate(self.rows):
            middle, value = top - (number + 0.5) * self.pitch, row.point.value or 0.0
            scene.bar(0.0, middle - thick / 2, value, thick, look_of(style, row.point), panel)
            scene.label(row.name, left, middle + row.name.height / 2, style.ink)
            side, gap = (RIGHT, -style.gap) if value < 0 else (LEFT, style.gap)
            upper = middle + row.value.height / 2
            scene.label(row.value, panel.x(value) + gap, upper, tone_of(style, row.point), side)
        zero = panel.x(0.0)
        scene.line([zero, zero], [top - len(self.rows) * self.pitch, top], style.rule, style.baseline)


def plan(plot: Plot, frame: Frame) -> Plan:
    """One series. The order of the marks is by value; those without one come last, as given.

    Many bars stand in two columns, or in one tall one where that keeps their names whole; names are elided only where
    neither does.
    """
    points = sorted(plot.strands[0].points, key=lambda p: (p.value is None, -(p.value or 0.0)))
    if len(points) <= _ONE_COLUMN:
        return _plan(points, _Form(1, 2, TALLEST), frame)
    for form in _FORMS:
        if form.tallest > TALLEST_LIST and frame.width > _PHONE:
            continue
        try:
            return _plan(points, form, frame)
        except ChartError:  # names or numbers too long for it
            continue
    return _plan(points, _Form(1, 2, TALLEST_LIST), frame)


@dataclass(frozen=True, slots=True)
class _Form:
    """How many columns, lines of a name and points of height at most; `whole` refuses to elide a name."""

    columns: int
    lines: int
    tallest: float
    whole: bool = False

    @property
    def name_share(self) -> float:
        """Of a column's width, at most."""
        return _WHOLE_SHARE if self.whole else _NAME_SHARE


_FORMS = (
    _Form(2, 1, TALLEST, whole=True),
    _Form(1, 1, TALLEST_LIST, whole=True),
    _Form(2, 2, TALLEST_LIST, whole=True),
    _Form(1, 2, 2 * TALLEST_LIST, whole=True),  # on a phone, which scrolls
    _Form(2, 2, TALLEST),
)


def _plan(points: Sequence[Point], form: _Form, frame: Frame) -> Plan:
    lines, letters = -(-len(points) // form.columns), frame.lettering
    width = (frame.width - _GUTTER * (form.columns - 1)) / form.columns
    values = frame.values([p.label for p in points], width * _VALUE_SHARE, [p.emphasis for p in points])
    scale = extent(p.value for p in points)
    room = max(label.width for label in values) + frame.style.gap
    free = width - _NAME_GAP - _LEAST_BARS - room * (2 if scale[0] < 0 else 1)
    name_width = min(width * form.name_share, frame.room(free, _LEAST_NAMES))
    texts = [p.position for p in points]
    names = _names(texts, name_width, form, frame)
    tallest = max(label.height for label in (*names, *values)) + 3.0
    height = frame.tall(lines * max(tallest, _PITCH), form.tallest)
    if lines * tallest > height and form.whole:
        raise frame.cramped()
    if lines * tallest > height:  # no room for names of two lines: one each, elided if need be
        names = letters.fit_all(texts, name_width)
        tallest = max(label.height for label in (*names, *values))
    if lines * tallest > height:  # nor for the usual size
        small = letters.only(letters.sizes[-1:])
        names = small.fit_all(texts, name_width)
        values = small.fit_all([p.label for p in points], room, bold=[p.emphasis for p in points])
        frame.room(height - lines * max(label.height for label in (*names, *values)), 0.0)
    rows = [_Row(*row) for row in zip(points, names, values, strict=True)]
    share = (max(label.width for label in names), max(label.width for label in values))
    stacks = [_Column(rows[i : i + lines], width, height / lines, *share, scale) for i in range(0, len(rows), lines)]

    def draw(scene: Scene) -> None:
        for number, stack in enumerate(stacks):
            stack.draw(scene, number * (width + _GUTTER), height)

    return Plan(height, draw)


def _names(texts: Sequence[str], width: float, form: _Form, frame: Frame) -> list[Label]:
    """Names at one size. Raises ChartError where they must be whole and are not."""
    if not form.whole:
        return frame.lettering.fit_all(texts, width, form.lines)
    found = frame.lettering.fits(texts, width, form.lines)
    if found is None:
        raise frame.cramped()
    return found
