"""Labels of dots that stand above one another: each in a gap between dots, in the dots' order, as near as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

from mjq_report.charts.lettering import spread

_RADIUS = 3.5  # that a dot keeps free of text
_AIR = 1.0  # between a label and what is above or below it
_BIAS = 2.0  # how much further, in points, the less liked side of a dot may not be nearer


def place(
    dots: Sequence[float], heights: Sequence[float], band: tuple[float, float], below: Sequence[bool]
) -> list[float] | None:
    """The middle of each dot's label within `band`, in points; None when there is no room for all.

    `below` says of each dot whether its label would rather stand under it. Tries every way to deal
    the labels to the gaps that keeps their order: 252 for five dots.
    """
    order = sorted(range(len(dots)), key=lambda i: (dots[i], i))
    ys = [dots[i] for i in order]
    sizes = [heights[i] + _AIR if heights[i] else 0.0 for i in order]
    floors = [band[0], *(y + _RADIUS for y in ys)]
    roofs = [*(y - _RADIUS for y in ys), band[1]]
    best: tuple[float, list[float]] | None = None
    for gaps in combinations_with_replacement(range(len(ys) + 1), len(ys)):
        found = _deal(gaps, ys, sizes, floors, roofs)
        if found is None:
            continue
        cost = sum(abs(x - y) for x, y in zip(found, ys, strict=True))
        cost += _BIAS * sum((gap <= rank) != below[i] for rank, (gap, i) in enumerate(zip(gaps, order, strict=True)))
        if best is None or cost < best[0]:
            best = (cost, found)
    if best is None:
        return None
    places = [0.0] * len(order)
    for index, middle in zip(order, best[1], strict=True):
        places[index] = middle
    return places


def _deal(
    gaps: Sequence[int], ys: Sequence[float], sizes: Sequence[float], floors: Sequence[float], roofs: Sequence[float]
) -> list[float] | None:
    """The labels' middles when label n goes to gap `gaps[n]`; None when one gap is too small for its labels."""
    middles: list[float] = []
    rank = 0
    while rank < len(gaps):
        gap, end = gaps[rank], rank
        while end < len(gaps) and gaps[end] == gap:
            end += 1
        group = range(rank, end)
        if sum(sizes[i] for i in group) > max(roofs[gap] - floors[gap], 0.0):
            return None
        wanted = [ys[i] - _RADIUS - sizes[i] / 2 if gap <= i else ys[i] + _RADIUS + sizes[i] / 2 for i in group]
        ascending = [max(wanted[: n + 1]) for n in range(len(wanted))]
        found = spread(ascending, [sizes[i] for i in group], floors[gap], roofs[gap])
        if found is None:
            return None
        middles += found
        rank = end
    return middles
