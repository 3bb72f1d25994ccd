"""Lines over time with every value labelled; a period without data parts the line, nothing is interpolated.

A line joins two neighbouring marks only when they are comparable: both plain, or both different for
the same reason. Marks that differ are hollow. Numbers too many for the plot stand in rows under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import tone_of, upright_names
from mjq_report.charts.kinds.dot_labels import place
from mjq_report.charts.kinds.value_rows import ValueRows, lay_value_rows
from mjq_report.charts.lettering import Label, spread
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Strand
from mjq_report.charts.scene import CENTRE, Panel, Scene
from mjq_report.charts.style import MARKERS, Look, Style
from mjq_report.figures.kinds import is_flat
from mjq_report.model.drawing import Colour

_PLOT = 104.0
_NAMES = 104.0  # the widest a series' name may be before it is wrapped
_DASH, _DASH_GAP = 9.0, 4.0  # a bit of the line before its name
_EDGE = 5.0  # from the highest dot to its label, or to the edge of the drawing
_CROWD = 20  # more values of several lines would hide the lines
_AIR = 4.0
_FOOT = 5.0
_WIDEST_PITCH = 118.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """A line chart laid out. Values have a label and its middle each, by series and slot, or stand in `rows`."""

    height: float
    foot: float
    panel: Panel
    positions: list[Label]
    upright: bool
    names: list[Label]
    values: list[list[Label]]
    middles: list[list[float]]
    rows: ValueRows | None


def plan(plot: Plot, frame: Frame) -> Plan:
    """One line, or up to five with their names at the right ends."""
    layout = _direct(plot, frame) or _tabled(plot, frame)

    def draw(scene: Scene) -> None:
        panel, tones = layout.panel, [_tone(scene.style, plot, index) for index in range(len(plot.strands))]
        zero = panel.y(0.0) if panel.y0 <= 0 <= panel.y1 else layout.foot
        scene.line([panel.left, panel.left + panel.width], [zero, zero], scene.style.rule, scene.style.baseline)
        for index, strand in enumerate(plot.strands):
            _segments(scene, strand, tones[index], _weight(scene.style, plot, index), panel)
        _backs(scene, layout)
        for strand, tone, marker in zip(plot.strands, tones, MARKERS, strict=False):
            _dots(scene, strand, tone, panel, marker)
        _values(scene, plot, layout)
        _names(scene, plot, layout, tones)
        _positions(scene, plot, layout)
        if layout.rows:
            layout.rows.draw(scene, plot.strands, tones, marked=True)

    return Plan(layout.height, draw)


def _direct(plot: Plot, frame: Frame) -> _Layout | None:
    """Numbers at their dots; None when they do not fit there."""
    letters, strands, count = frame.lettering, plot.strands, len(plot.positions)
    names = letters.fit_all([s.name for s in strands], _NAMES, lines=2) if len(strands) > 1 else []
    side = max(name.width for name in names) + _DASH + 2 * _DASH_GAP if names else 0.0
    pitch = min((frame.width - side) / count, _WIDEST_PITCH)
    points = list(plot.points)
    labels = letters.fits([p.label for p in points], pitch - _AIR, bold=[p.emphasis for p in points])
    if labels is None or (names and len(labels) > _CROWD):
        return None
    positions, upright, foot = _fit_positions(plot, pitch, frame)
    scale = _scale(plot)
    edge = max(label.height for label in labels) + _EDGE
    below = 0.0 if scale[0] == 0 else edge
    height = frame.tall(foot + below + _PLOT + edge)
    room = frame.room(height - foot - below - edge)
    panel = Panel(0.0, foot + below, pitch * count, room, 0, count, *scale)
    values = [labels[i : i + count] for i in range(0, len(labels), count)]
    middles = _middles(strands, values, panel, (foot + 0.5, height))
    if middles is None or sum(name.height + 2.0 for name in names) > height - foot:
        return None
    return _Layout(height, foot, panel, positions, upright, names, values, middles, None)


def _tabled(plot: Plot, frame: Frame) -> _Layout:
    """Numbers in rows under the plot."""
    rows = lay_value_rows(plot.strands, frame)
    positions, upright, foot = _fit_positions(plot, rows.pitch, frame)
    foot += rows.height
    scale = _scale(plot)
    below = 0.0 if scale[0] == 0 else _EDGE
    height = frame.tall(foot + below + _PLOT + _EDGE)
    room = frame.room(height - foot - below - _EDGE)
    count = len(plot.positions)
    panel = Panel(rows.left, foot + below, rows.pitch * count, room, 0, count, *scale)
    return _Layout(height, foot, panel, positions, upright, [], [], [], rows)


def _fit_positions(plot: Plot, pitch: float, frame: Frame) -> tuple[list[Label], bool, float]:
    """Labels of the positions, whether they are turned upright, and the height that they take under the plot."""
    flat = frame.lettering.fits(plot.positions, pitch - _AIR, lines=2)
    labels = flat or upright_names(plot.positions, pitch, frame)
    return labels, flat is None, _FOOT + max(label.height if flat else label.width for label in labels)


def _scale(plot: Plot) -> tuple[float, float]:
    """From zero, unless the values lie so close together that a line from zero would say nothing."""
    known = [point.value for point in plot.points if point.value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if not is_flat(known):
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (low - 1.0 - abs(low) * 1e-3, high + 1.0 + abs(high) * 1e-3)


def _middles(
    strands: Sequence[Strand], values: Sequence[Sequence[Label]], panel: Panel, band: tuple[float, float]
) -> list[list[float]] | None:
    """Where the labels of each position stand; None when they do not all fit."""
    columns = []
    for slot in range(len(values[0])):
        known = [strand.points[slot].value for strand in strands]
        dots = [panel.y(value) if value is not None else band[0] for value in known]
        below = [len(dots) > 1 and y == min(dots) for y in dots] if len(dots) > 1 else [_valley(strands[0], slot)]
        found = place(dots, [row[slot].height for row in values], band, below)
        if found is None:
            return None
        columns.append(found)
    return [[column[index] for column in columns] for index in range(len(strands))]


def _valley(strand: Strand, slot: int) -> bool:
    """Whether the line comes down to this mark and goes up from it, or only goes up from it."""
    here = strand.points[slot].value
    sides = [strand.points[i].value for i in (slot - 1, slot + 1) if 0 <= i < len(strand.points)]
    known = [value for value in sides if value is not None]
    return here is not None and bool(known) and all(value > here for value in known)


def _tone(style: Style, plot: Plot, index: int) -> Colour:
    if len(plot.strands) == 1:
        return style.primary
    return style.accent if plot.strands[index].emphasis else style.visible(style.categories[index])


def _weight(style: Style, plot: Plot, index: int) -> float:
    """The line that matters is heavier too, which grey print keeps."""
    return style.stroke if len(plot.strands) == 1 else style.stroke * (1.4 if plot.strands[index].emphasis else 0.8)


def _segments(scene: Scene, strand: Strand, tone: Colour, weight: float, panel: Panel) -> None:
    """The line through each run of neighbouring comparable marks."""
    run: list[tuple[float, float]] = []
    before = (0, "published")
    for slot, point in enumerate(strand.points):
        if run and (point.value is None or before != (point.reason, point.nature)):
            _run(scene, run, tone, weight, panel)
            run = []
        if point.value is not None:
            run.append((slot + 0.5, point.value))
        before = (point.reason, point.nature)
    _run(scene, run, tone, weight, panel)


def _run(scene: Scene, run: Sequence[tuple[float, float]], tone: Colour, weight: float, panel: Panel) -> None:
    if len(run) > 1:
        scene.line([x for x, _ in run], [y for _, y in run], tone, weight, panel)


def _dots(scene: Scene, strand: Strand, usual: Colour, panel: Panel, marker: str) -> None:
    style = scene.style
    looks: dict[Look, list[tuple[float, float]]] = {}
    for slot, point in enumerate(strand.points):
        if point.value is not None:
            look = style.dot_look(style.accent if point.emphasis else usual, point.reason, point.nature)
            looks.setdefault(look, []).append((slot + 0.5, point.value))
    for look, points in looks.items():
        scene.dots(points, look, panel, marker)


def _backs(scene: Scene, layout: _Layout) -> None:
    """Paper behind the numbers, so that no line runs through them."""
    boxes = []
    for row, middles in zip(layout.values, layout.middles, strict=True):
        for slot, (label, middle) in enumerate(zip(row, middles, strict=True)):
            if label.lines:
                x, wide, high = layout.panel.x(slot + 0.5), label.width / 2 + 1, label.height / 2 - 0.5
                left, right, bottom, top = x - wide, x + wide, middle - high, middle + high
                boxes.append([(left, bottom), (right, bottom), (right, top), (left, top)])
    if boxes:
        scene.shapes(boxes, Look(scene.style.paper))


def _values(scene: Scene, plot: Plot, layout: _Layout) -> None:
    for strand, row, middles in zip(plot.strands, layout.values, layout.middles, strict=False):
        for slot, (label, middle) in enumerate(zip(row, middles, strict=True)):
            tone = tone_of(scene.style, strand.points[slot])
            scene.label(label, layout.panel.x(slot + 0.5), middle + label.height / 2, tone, CENTRE)


def _names(scene: Scene, plot: Plot, layout: _Layout, tones: Sequence[Colour]) -> None:
    """Names at the right ends of their lines, each after a bit of its line."""
    if not layout.names:
        return
    panel = layout.panel
    lasts = [next((p.value for p in reversed(s.points) if p.value is not None), panel.y0) for s in plot.strands]
    order = sorted(range(len(lasts)), key=lambda i: (lasts[i], i))
    heights = [layout.names[i].height + 2.0 for i in order]
    wanted = [panel.y(lasts[i]) for i in order]
    found = spread(wanted, heights, layout.foot, layout.height) or wanted
    left = panel.left + panel.width + _DASH_GAP
    for index, middle in zip(order, found, strict=True):
        scene.line([left, left + _DASH], [middle, middle], tones[index], _weight(scene.style, plot, index))
        scene.dots([(left + _DASH / 2, middle)], Look(tones[index]), marker=MARKERS[index])
        name = layout.names[index]
        scene.label(name, left + _DASH + _DASH_GAP, middle + name.height / 2, scene.style.ink)


def _positions(scene: Scene, plot: Plot, layout: _Layout) -> None:
    top = layout.foot - _FOOT
    for slot, label in enumerate(layout.positions):
        known = any(strand.points[slot].value is not None for strand in plot.strands)
        tone = scene.style.ink if known else scene.style.words(scene.style.muted)
        x = layout.panel.x(slot + 0.5)
        if layout.upright:
            half = label.height / 2
            x = min(max(x, layout.panel.left + half), layout.panel.left + layout.panel.width - half)
            scene.upright(label, x, top - label.width, tone)
        else:
            scene.label(label, x, top, tone, CENTRE)
