"""Two periods: a line for each series from its first value to its second, labelled at both ends."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.lettering import Label, spread
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Strand
from mjq_report.charts.scene import CENTRE, LEFT, RIGHT, Panel, Scene
from mjq_report.errors import ChartError

_NAME_SHARE, _VALUE_SHARE = 0.34, 0.18  # of the width, at most
_GAP, _REACH = 4.0, 10.0  # beside labels; from a label to its dot
_AIR = 2.5  # between labels
_ROW = 17.0
_HEADING_GAP = 6.0
_NARROWEST, _WIDEST = 60.0, 300.0  # between the two periods


def plan(plot: Plot, frame: Frame) -> Plan:
    """Each series has two marks: the earlier period and the later one."""
    letters, strands = frame.lettering, plot.strands
    if any([point.position for point in strand.points] != plot.positions for strand in strands):
        raise ChartError(f"chart {frame.chart!r}: slope needs the same two periods in every series")
    bold = [strand.emphasis for strand in strands]
    names = letters.fit_all([s.name for s in strands], frame.width * _NAME_SHARE, bold=bold)
    ends = [frame.values([s.points[side].label for s in strands], frame.width * _VALUE_SHARE, bold) for side in (0, 1)]
    left = max(n.width for n in names) + 2 * _GAP + max(v.width for v in ends[0]) + _REACH
    free = frame.room(frame.width - left - _REACH - _GAP - max(v.width for v in ends[1]), _NARROWEST)
    span = min(free, _WIDEST)
    headings = letters.fit_all(plot.positions, (frame.width - _AIR) / 2, lines=2)
    centres = spread([left, left + span], [heading.width + _AIR for heading in headings], 0.0, frame.width) or []
    top = max(heading.height for heading in headings) + _HEADING_GAP
    rows = [max(name.height, *(side[i].height for side in ends)) + _AIR for i, name in enumerate(names)]
    height = frame.tall(top + max(118.0, len(rows) * _ROW))
    frame.room(height - top - sum(rows), 0.0)
    half = max(rows) / 2
    panel = Panel(left, half, span, height - top - 2 * half, 0, 1, *_scale(plot))
    places = [_places(strands, side, rows, panel, height - top) for side in (0, 1)]

    def draw(scene: Scene) -> None:
        for side, (heading, centre) in enumerate(zip(headings, centres, strict=True)):
            x = panel.x(side)
            scene.label(heading, centre, height - top + _HEADING_GAP + heading.height, scene.style.ink, CENTRE)
            scene.line([x, x], [0.0, height - top], scene.style.rule, scene.style.baseline)
        for index in sorted(range(len(strands)), key=lambda i: bold[i]):
            _draw(
                scene, strands[index], names[index], [e[index] for e in ends], [p[index] for p in places], panel, left
            )

    return Plan(height, draw)


def _scale(plot: Plot) -> tuple[float, float]:
    """The least and greatest value; lengths mean nothing here, slopes do, so zero need not be inside."""
    known = [point.value for point in plot.points if point.value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    return (low, high) if high > low else (low - 1.0 - abs(low) * 1e-3, high + 1.0 + abs(high) * 1e-3)


def _places(strands: Sequence[Strand], side: int, rows: Sequence[float], panel: Panel, most: float) -> list[float]:
    """The height of each label's middle at one side, by series."""
    wanted = []
    for strand in strands:
        value = strand.points[side].value
        other = strand.points[1 - side].value
        known = value if value is not None else other
        wanted.append(panel.y(known) if known is not None else 0.0)
    order = sorted(range(len(strands)), key=lambda i: (wanted[i], i))
    found = spread([wanted[i] for i in order], [rows[i] for i in order], 0.0, most)
    assert found is not None  # plan made sure of the room
    places = [0.0] * len(strands)
    for index, place in zip(order, found, strict=True):
        places[index] = place
    return places


def _draw(
    scene: Scene, strand: Strand, name: Label, values: list[Label], places: list[float], panel: Panel, left: float
) -> None:
    style = scene.style
    first, second = strand.points
    line = style.accent if strand.emphasis else style.primary
    if first.value is not None and second.value is not None:
        same = (first.reason, first.nature) == (second.reason, second.nature)
        scene.line([0, 1], [first.value, second.value], line, style.stroke, panel, () if same else (3.0, 2.0))
    for side, (point, label) in enumerate(zip((first, second), values, strict=True)):
        x, away = panel.x(side), -1 if side == 0 else 1
        if point.value is not None:
            y = panel.y(point.value)
            if abs(places[side] - y) > 1.0:
                scene.line([x, x + away * (_REACH - 1)], [y, places[side]], style.rule, style.baseline)
            look = style.dot_look(style.accent if strand.emphasis else style.primary, point.reason, point.nature)
            scene.dots([(side, point.value)], look, panel)
        upper = places[side] + label.height / 2
        scene.label(label, x + away * _REACH, upper, tone_of(style, point), RIGHT if side == 0 else LEFT)
    edge = left - _REACH - max(values[0].width, 0.0) - 2 * _GAP
    scene.label(
        name, edge, places[0] + name.height / 2, style.words(style.accent) if strand.emphasis else style.ink, RIGHT
    )
