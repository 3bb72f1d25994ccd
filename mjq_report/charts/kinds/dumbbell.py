"""This period and the last of several measures: a dot for each, joined by a line, on the scale of its own row.

Every row is drawn against its present figure, so that present dots stand under each other and what is read is how far
each has moved, never how large one measure is beside another. Of an earlier figure that nobody published and that is
known only to be higher or lower (`side`) a hatched band points to where it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.tags import Tag, lay_tags
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import TALLEST_LIST, Frame, Plan
from mjq_report.charts.reading import Plot, Point
from mjq_report.charts.scene import LEFT, RIGHT, Panel, Scene
from mjq_report.errors import ChartError

_NAME_SHARE, _VALUE_SHARE = 0.36, 0.3  # of the width, at most
_NAME_GAP, _REACH = 10.0, 7.0  # beside names; from a dot to its value
_NARROWEST, _WIDEST = 60.0, 210.0  # from the furthest dot to the furthest
_PITCH, _AIR, _OVER = 25.0, 6.0, 4.0
_BAND, _BAND_HEIGHT = 38.0, 7.0
_STEEP = 3.0  # beyond this multiple of the present figure distances are shares of the larger one
_DOT, _KEY = 3.6, 26.0  # its radius; a dot with the gaps about it in the key


@dataclass(frozen=True, slots=True)
class _Row:
    """A measure: where its earlier dot stands, the present one being at 0, and what is written where."""

    present: Point
    before: Point
    place: float | None
    heading: Tag
    left: Tag
    right: Tag
    higher: bool  # whether the earlier figure stands to the right


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: the earlier period. Second: the present one. A row for each position."""
    try:
        return _plan(plot, frame, stacked=False)
    except ChartError:  # names above their rows leave the whole width to the dots
        return _plan(plot, frame, stacked=True)


def _plan(plot: Plot, frame: Frame, stacked: bool) -> Plan:
    rows = _rows(plot, frame, frame.width if stacked else frame.width * _NAME_SHARE)
    names = 0.0 if stacked else max(row.heading.width for row in rows) + _NAME_GAP
    sides = [max(getattr(row, side).width for row in rows) + _REACH + _DOT for side in ("left", "right")]
    span = min(frame.room(frame.width - names - sum(sides), _NARROWEST), _WIDEST)
    scale = _scale(rows)
    panel = Panel(names + sides[0], 0.0, span, 1.0, *scale)
    heads = _headings(plot, frame)
    heights = [_height(row, stacked) for row in rows]
    top = max(head.height for head in heads) + 6.0
    height = frame.tall(top + sum(heights), TALLEST_LIST)
    frame.room(height - top - sum(heights), -0.01)
    spare = (height - top - sum(heights)) / len(rows)

    def draw(scene: Scene) -> None:
        style, low = scene.style, height - top
        zero = panel.x(0.0)
        scene.line([zero, zero], [0.0, low + 2.0], style.rule, style.baseline, dashes=(2.0, 2.0))
        _draw_key(scene, heads, 0.0 if stacked else names, height)
        for row, tall in zip(rows, heights, strict=True):
            low -= tall + spare
            over = row.heading.height + _OVER if stacked else 0.0
            middle = low + (tall + spare - over) / 2
            at = low + tall + spare - _AIR / 2 if stacked else middle + row.heading.height / 2
            row.heading.draw(scene, 0.0, at)
            _draw(scene, row, panel, middle)

    return Plan(height, draw)


def _rows(plot: Plot, frame: Frame, width: float) -> list[_Row]:
    before, present = (strand.points for strand in plot.strands)
    letters = frame.lettering
    names = letters.blocks_all([p.position for p in present], width, 2, bold=True)
    notes = letters.only(letters.sizes[-1:]).blocks_all([p.note for p in present], width, 2)
    values = lay_tags(present, frame.width * _VALUE_SHARE, frame)
    bases = lay_tags(before, frame.width * _VALUE_SHARE, frame, bold=False)
    empty = letters.label((), letters.sizes[-1])
    rows = []
    for old, new, name, note, value, base in zip(before, present, names, notes, values, bases, strict=True):
        place = _place(old.value, new.value)
        higher = place > 0 if place is not None else old.side > 0
        value = Tag(new, empty, value.value, empty)
        left, right = (value, base) if higher else (base, value)
        rows.append(_Row(new, old, place, Tag(new, name, empty, note), left, right, higher))
    steep = any(row.place is not None and row.place > _STEEP - 1 for row in rows)
    signed = any((p.value or 0.0) < 0 for p in plot.points) or any(p.value == 0 for p in present)
    return [_moderate(row) for row in rows] if steep or signed else rows


def _place(old: float | None, new: float | None) -> float | None:
    """How far the earlier figure lies above the present one, as a share of the present one."""
    if old is None or new is None:
        return None
    return old / new - 1.0 if new > 0 else (1.0 if old > new else -1.0 if old < new else 0.0)


def _moderate(row: _Row) -> _Row:
    """The same row with the distance as a share of the larger figure, which may be of either sign."""
    old, new = row.before.value, row.present.value
    if old is None or new is None:
        return row
    place = (old - new) / (max(abs(old), abs(new)) or 1.0)
    higher = place > 0
    left, right = (row.left, row.right) if higher == row.higher else (row.right, row.left)
    return _Row(row.present, row.before, place, row.heading, left, right, higher)


def _scale(rows: Sequence[_Row]) -> tuple[float, float]:
    places = [row.place for row in rows if row.place is not None]
    low, high = min([0.0, *places]), max([0.0, *places])
    sided = [row.before.side for row in rows if row.place is None and row.before.side]
    reach = max(high - low, 0.1)
    low = min(low, -0.35 * reach) if any(side < 0 for side in sided) else low
    high = max(high, 0.35 * reach) if any(side > 0 for side in sided) else high
    return (low, high) if high > low else (low - 0.1, high)


def _headings(plot: Plot, frame: Frame) -> list[Label]:
    """The names of both periods, for a key of their dots."""
    small = frame.lettering.only(frame.lettering.sizes[-1:])
    return small.fit_all([strand.name for strand in plot.strands], (frame.width - _NAME_SHARE * frame.width) / 2 - _KEY)


def _draw_key(scene: Scene, heads: Sequence[Label], left: float, top: float) -> None:
    style = scene.style
    for number, head in enumerate(heads):
        look = style.dot_look(style.primary) if number else style.ring(style.primary)
        scene.disc(left + _DOT, top - head.height / 2, _DOT, look)
        scene.label(head, left + 3.5 * _DOT, top, style.words(style.muted))
        left += _KEY + head.width


def _height(row: _Row, stacked: bool) -> float:
    sides = max(row.left.height, row.right.height, 2 * _DOT)
    if stacked:
        return row.heading.height + _OVER + sides + _AIR
    return max(row.heading.height + _AIR, sides + _AIR, _PITCH)


def _draw(scene: Scene, row: _Row, panel: Panel, middle: float) -> None:
    style = scene.style
    zero = panel.x(0.0)
    tone = style.accent if row.present.emphasis else style.primary
    ends = [zero, zero]
    if row.place is not None and row.present.value is not None:
        x = panel.x(row.place)
        ends = [min(x, zero), max(x, zero)]
        scene.line([x, zero], [middle, middle], tone, style.stroke * 1.5)
        scene.disc(x, middle, _DOT, style.ring(tone, row.before.reason, row.before.nature))
    elif row.before.side and row.present.value is not None:
        reach = _BAND if row.before.side > 0 else -_BAND
        limit = panel.left + panel.width if row.before.side > 0 else panel.left
        far = min(zero + reach, limit) if row.before.side > 0 else max(zero + reach, limit)
        ends = [min(far, zero), max(far, zero)]
        box = (min(zero, far), middle - _BAND_HEIGHT / 2, abs(far - zero), _BAND_HEIGHT)
        scene.bar(*box, style.mark(nature="unknown"))
    elif row.before.value is not None:
        scene.disc(zero, middle, _DOT, style.ring(tone, row.before.reason, row.before.nature))
    if row.present.value is not None:
        scene.disc(zero, middle, _DOT, style.dot_look(tone, row.present.reason, row.present.nature))
    row.left.draw(scene, ends[0] - _REACH, middle + row.left.height / 2, RIGHT)
    row.right.draw(scene, ends[1] + _REACH, middle + row.right.height / 2, LEFT)
