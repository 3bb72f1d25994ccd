"""What comes together and parts again: sources, their sum, and what became of it, as bands whose width is the figure.

What is only computed or not certain is drawn so; bands are pale, the figures stand beside the blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import look_of
from mjq_report.charts.kinds.tags import Tag, lay_tags
from mjq_report.charts.lettering import spread
from mjq_report.charts.plan import TALLEST_LIST, Frame, Plan
from mjq_report.charts.reading import Plot, Point
from mjq_report.charts.scene import CENTRE, LEFT, RIGHT, Scene
from mjq_report.charts.style import Look
from mjq_report.errors import ChartError

_LABEL_SHARE = 0.3  # of the width, at either side
_BLOCK, _NARROW_BLOCK = 20.0, 10.0
_BAND = (22.0, 92.0)  # least and greatest length
_PLOT, _GAP, _AIR, _REACH = 118.0, 7.0, 3.0, 6.0
_BENDS = 12  # straight pieces of a band's edge


@dataclass(frozen=True, slots=True)
class _Node:
    """A block: from where to where it stands, in points above the bottom, and its words."""

    point: Point
    low: float
    high: float
    tag: Tag


def plan(plot: Plot, frame: Frame) -> Plan:
    """First series: the sources. Second: their sum, one mark. Third, if any: what became of it."""
    sides = [strand.points for strand in plot.strands]
    if len(sides[1]) != 1:
        raise ChartError(f"chart {frame.chart!r}: flow takes one sum, not {len(sides[1])}")
    if any((point.value or 0.0) < 0 for side in sides for point in side):
        raise ChartError(f"chart {frame.chart!r}: flow takes no figure below zero")
    outer = [lay_tags(points, frame.width * _LABEL_SHARE, frame, named=True) for points in (sides[0], *sides[2:])]
    whole = lay_tags(sides[1], frame.width / 2, frame, named=True)[0]
    rooms = [max(tag.width for tag in tags) + _REACH for tags in outer]
    columns = len(sides)
    free = frame.width - sum(rooms)
    block = _BLOCK if free >= columns * _BLOCK + (columns - 1) * _BAND[0] * 1.6 else _NARROW_BLOCK
    band = min(frame.room(free - columns * block, (columns - 1) * _BAND[0]) / (columns - 1), _BAND[1])
    words = max(sum(tag.height + _AIR for tag in tags) for tags in outer)
    top = whole.height + _REACH
    height = frame.tall(top + max(_PLOT, words), TALLEST_LIST)
    plotted = frame.room(height - top, max(words, 24.0) - 0.01)
    scale = (plotted - _GAP * (max(len(side) for side in sides) - 1)) / (max(map(_total, sides)) or 1.0)
    frame.room(scale, 0.0)
    columns_of = [
        _stack(side, tags, scale, plotted) for side, tags in zip(sides, (outer[0], [whole], *outer[1:]), strict=True)
    ]
    xs = [rooms[0] + number * (block + band) for number in range(columns)]

    def draw(scene: Scene) -> None:
        middle = columns_of[1][0]
        _bands(scene, columns_of[0], middle, xs[0] + block, xs[1], onwards=False)
        if columns > 2:
            _bands(scene, columns_of[2], middle, xs[1] + block, xs[2], onwards=True)
        for x, nodes in zip(xs, columns_of, strict=True):
            for node in nodes:
                scene.bar(x, node.low, block, node.high - node.low, look_of(scene.style, node.point))
        _words(scene, columns_of[0], xs[0] - _REACH, RIGHT, plotted)
        if columns > 2:
            _words(scene, columns_of[2], xs[2] + block + _REACH, LEFT, plotted)
        half = middle.tag.width / 2
        centre = min(max(xs[1] + block / 2, half), frame.width - half)
        middle.tag.draw(scene, centre, height, CENTRE)

    return Plan(height, draw)


def _total(points: Sequence[Point]) -> float:
    return sum(point.value or 0.0 for point in points)


def _stack(points: Sequence[Point], tags: Sequence[Tag], scale: float, height: float) -> list[_Node]:
    """Blocks from the top down in their order, in the middle of the height."""
    tall = scale * _total(points) + _GAP * (len(points) - 1)
    top, nodes = height - (height - tall) / 2, list[_Node]()
    for point, tag in zip(points, tags, strict=True):
        low = top - scale * (point.value or 0.0)
        nodes.append(_Node(point, low, top, tag))
        top = low - _GAP
    return nodes


def _bands(scene: Scene, nodes: Sequence[_Node], middle: _Node, left: float, right: float, onwards: bool) -> None:
    """A band from each block to its share of the sum, or from its share of the sum to each block."""
    top = middle.high
    for node in nodes:
        low = max(top - (node.high - node.low), middle.low - 0.01)
        if node.high - node.low <= 0:
            continue
        ends = ((low, top), (node.low, node.high)) if onwards else ((node.low, node.high), (low, top))
        _band(scene, node.point, left, right, *ends)
        top = low


def _band(
    scene: Scene, point: Point, left: float, right: float, start: tuple[float, float], end: tuple[float, float]
) -> None:
    style = scene.style
    shares = [number / _BENDS for number in range(_BENDS + 1)]
    eased = [share * share * (3 - 2 * share) for share in shares]
    xs = [left + share * (right - left) for share in shares]
    lower = [start[0] + ease * (end[0] - start[0]) for ease in eased]
    upper = [start[1] + ease * (end[1] - start[1]) for ease in eased]
    outline = [*zip(xs, lower, strict=True), *zip(reversed(xs), reversed(upper), strict=True)]
    look = style.mark(nature=point.nature)
    if point.nature == "published":
        scene.shapes([outline], Look(style.light))
    else:
        scene.shapes([outline], Look(style.paper, look.edge, 0.6, dashes=look.dashes))


def _words(scene: Scene, nodes: Sequence[_Node], x: float, align: float, height: float) -> None:
    """The words of blocks beside them, from the bottom up, as near to their middles as they can stand."""
    rising = list(reversed(nodes))
    wanted = [(node.low + node.high) / 2 for node in rising]
    found = spread(wanted, [node.tag.height + _AIR for node in rising], -_AIR / 2, height + _AIR / 2) or wanted
    for node, middle in zip(rising, found, strict=True):
        node.tag.draw(scene, x, middle + node.tag.height / 2, align)
