"""Events and plans in the order of their dates: across the page while the words fit under their dates, else downwards.

Distances mean nothing, order does. What has happened is solid, what is planned hatched; behind a dashed line stands what
nobody gave a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import TALLEST_LIST, Frame, Plan
from mjq_report.charts.reading import Plot, Point
from mjq_report.charts.scene import LEFT, RIGHT, Scene
from mjq_report.charts.style import Look

_LEAST_PITCH, _WIDEST_PITCH, _MOST_ACROSS = 66.0, 150.0, 6
_RADIUS, _AIR, _GAP = 4.2, 10.0, 4.0
_LINES, _MOST_LINES = 3, 4  # of an event's words: across, downwards
_DATE_SHARE, _ROW_GAP = 0.28, 8.0
_DASHES = (2.5, 2.0)


@dataclass(frozen=True, slots=True)
class _Event:
    """A date, what happens, and how far it is."""

    point: Point
    date: Label
    words: Label
    note: Label
    behind: bool = False  # whether the note stands behind the words, on their line

    @property
    def height(self) -> float:
        """The height of words and note."""
        under = self.note.lines and not self.behind
        return self.words.height + (self.note.height + 1.0 if under else 0.0)


def plan(plot: Plot, frame: Frame) -> Plan:
    """One series: positions are dates in words, values their order (None: no date was given), labels the events."""
    points = plot.strands[0].points
    points = (*(p for p in points if p.value is not None), *(p for p in points if p.value is None))
    across = _across(points, frame) if len(points) <= _MOST_ACROSS else None
    return across or _down(points, frame)


def _events(
    points: Sequence[Point], dates: Sequence[Label], words: Sequence[Label], notes: Sequence[Label]
) -> list[_Event]:
    return [_Event(*row) for row in zip(points, dates, words, notes, strict=True)]


def _across(points: Sequence[Point], frame: Frame) -> Plan | None:
    pitch = min(frame.width / len(points), _WIDEST_PITCH)
    letters, width = frame.lettering, pitch - _AIR
    dates = letters.blocks([p.position for p in points], width, 1, bold=True)
    words = letters.blocks([p.label for p in points], width, _LINES)
    notes = letters.only(letters.sizes[-1:]).blocks([p.note for p in points], width, 2)
    if pitch < _LEAST_PITCH or dates is None or words is None or notes is None:
        return None
    events = _events(points, dates, words, notes)
    head = max(date.height for date in dates) + _GAP
    deep = head + 2 * _RADIUS + _GAP + max(event.height for event in events)
    height = frame.tall(deep)
    frame.room(height - deep, -0.01)

    def draw(scene: Scene) -> None:
        style, axis = scene.style, height - head - _RADIUS
        first, end = _RADIUS + 1.0, min(pitch * len(points), frame.width)
        dated = sum(p.value is not None for p in points)
        turn = first + (dated - 0.5) * pitch if 0 < dated < len(points) else (end if dated else first)
        scene.line([first, turn], [axis, axis], style.rule, 1.2)
        scene.line([turn, end], [axis, axis], style.rule, 1.2, dashes=_DASHES)
        for number, event in enumerate(events):
            left = number * pitch
            scene.label(event.date, left, height, _date_tone(scene, event.point))
            scene.disc(left + first, axis, _RADIUS, _look(scene, event.point))
            _draw_words(scene, event, left, axis - _RADIUS - _GAP)

    return Plan(height, draw)


def _down(points: Sequence[Point], frame: Frame) -> Plan:
    letters = frame.lettering
    dates = letters.blocks_all([p.position for p in points], frame.width * _DATE_SHARE, 2, bold=True)
    axis = max(date.width for date in dates) + _AIR + _RADIUS
    left = axis + _RADIUS + _AIR
    words = letters.blocks_all([p.label for p in points], frame.width - left, _MOST_LINES)
    notes = letters.only(letters.sizes[-1:]).blocks_all([p.note for p in points], frame.width - left, 2)
    events = [
        replace(
            event,
            behind=len(event.words.lines) == 1 and event.words.width + _AIR + event.note.width <= frame.width - left,
        )
        for event in _events(points, dates, words, notes)
    ]
    heights = [max(event.date.height, event.height, 2 * _RADIUS) + _ROW_GAP for event in events]
    height = frame.tall(sum(heights) - _ROW_GAP, TALLEST_LIST)
    spare = (height - sum(heights) + _ROW_GAP) / len(events)
    frame.room(spare, -0.01)

    def draw(scene: Scene) -> None:
        style, tops = scene.style, list[float]()
        top = height
        for tall in heights:
            tops.append(top)
            top -= tall + spare
        middles = [at - event.date.height / 2 for at, event in zip(tops, events, strict=True)]
        for upper, lower, event in zip(middles, middles[1:], events[1:], strict=False):
            dashes = _DASHES if event.point.value is None else ()
            scene.line([axis, axis], [upper, lower], style.rule, 1.2, dashes=dashes)
        for at, middle, event in zip(tops, middles, events, strict=True):
            scene.label(event.date, axis - _RADIUS - _AIR, at, _date_tone(scene, event.point), RIGHT)
            scene.disc(axis, middle, _RADIUS, _look(scene, event.point))
            _draw_words(scene, event, left, at)

    return Plan(height, draw)


def _look(scene: Scene, point: Point) -> Look:
    style = scene.style
    return style.dot_look(style.accent if point.emphasis else style.primary, point.reason, point.nature)


def _date_tone(scene: Scene, point: Point) -> tuple[float, float, float]:
    style = scene.style
    if point.value is None:
        return style.words(style.muted)
    return style.words(style.accent if point.emphasis else style.primary)


def _draw_words(scene: Scene, event: _Event, left: float, top: float) -> None:
    style = scene.style
    tone = tone_of(style, event.point) if event.point.value is not None else style.ink
    scene.label(event.words, left, top, tone, LEFT)
    muted = style.words(style.muted)
    if event.behind:
        scene.label(
            event.note, left + event.words.width + _AIR, top - (event.words.height - event.note.height) / 2, muted
        )
    else:
        scene.label(event.note, left, top - event.words.height - 1.0, muted)
