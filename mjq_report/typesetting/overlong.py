"""What to do with something unbreakable that is longer than a line: break it where it hurts least.

Only inside such a piece, and only as deep as needed: first behind / . - _ and the like (web addresses),
then between the letters of a Latin word, then behind the dash of a range, then between a figure and its unit, then
between digits, and at last anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import compress, pairwise

from mjq_report.typesetting.opportunities import FORBIDDEN_ENDS, FORBIDDEN_STARTS
from mjq_report.typesetting.optimum import EMERGENCY, Breaks
from mjq_report.typesetting.paragraph import Paragraph

_JOINTS = "/.-_?&=#~:;,@+"
_DASHES = "—–～"
_POINT = re.compile("[0-9０-９][.,:/]")
_SIGNS = "+-−±＋－"
_JOINT, _WORD, _RANGE, _FIGURE, _DIGITS, _ANYWHERE, _NEVER = range(7)


def candidates(par: Paragraph, soft: Mapping[int, float], measure: float, first: float) -> Breaks:
    """The legal breaks, with emergency ones inside every piece that no line can hold.

    `soft` are penalties by position; `first` is how much narrower the first line is than the measure.
    """

    def fits(start: int, end: int) -> bool:
        width, _, shrink = par.extent(start, par.line_end(end, start))
        return width - shrink <= (measure if start else measure - first) + 1e-6

    points = [0, *compress(range(len(par.allowed)), par.allowed)]
    breaks = Breaks(points, [soft.get(at, 0.0) ** 2 for at in points])
    starts, shortest = par.sums.starts, min(measure, measure - first)
    if max(starts[b] - starts[a] for a, b in pairwise(points)) > shortest:
        divided = {
            at: EMERGENCY * 10.0**tier
            for a, b in pairwise(points)
            if starts[b] - starts[a] > shortest and not fits(a, b)
            for at, tier in _divided(par, a, b, fits)
        }
        costs = dict(zip(points, breaks.cost, strict=True)) | divided
        breaks = Breaks(sorted(costs), [costs[at] for at in sorted(costs)])
    return breaks


def _divided(
    par: Paragraph, start: int, end: int, fits: Callable[[int, int], bool], tier: int = _JOINT
) -> Iterator[tuple[int, int]]:
    """Positions inside a piece, each with its tier; deeper tiers only in parts that still do not fit."""
    if tier == _NEVER:
        return
    inner = [at for at in range(start + 1, end) if _tier(par, at) == tier]
    for at in inner:
        yield at, tier
    for left, right in pairwise([start, *inner, end]):
        if not fits(left, right):
            yield from _divided(par, left, right, fits, tier + 1)


def _tier(par: Paragraph, at: int) -> int:
    """How bad it would be to break before a position that no rule lets a line end at."""
    left, right = par.text[at - 1], par.text[at]
    kinds = par.classes[at - 1 : at + 1]
    if kinds[1] in "ZSIB":
        return _NEVER
    if right in FORBIDDEN_STARTS or left in FORBIDDEN_ENDS or kinds in ("DD", "EE"):
        return _ANYWHERE
    if right.isdigit() and (left.isdigit() or left in _SIGNS or _POINT.fullmatch(par.text[max(at - 2, 0) : at])):
        return _DIGITS
    if left in _DASHES:
        return _RANGE if par.text[at - 2 : at - 1].isdigit() else _JOINT
    if left in _JOINTS and right.isalnum():
        return _JOINT
    if kinds == "LL" and left.isalnum() and right.isalnum():
        return _WORD
    return _FIGURE if kinds != "NN" else _ANYWHERE
