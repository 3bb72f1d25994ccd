"""The best set of breaks for a whole paragraph.

Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11, 1981): a line whose
stretch or shrink is used to the share r costs (10 + 100·|r|)², a penalty p adds p², and the sum over the paragraph is
made least by dynamic programming. Two departures. Theirs has |r|³: it tells bad lines from worse ones; but Chinese
may be broken almost anywhere, few lines are bad, and least squares make the good ones better.
And text that is not justified is set in as few lines as possible, with the ragged edge as even as possible.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from operator import sub

from mjq_report.typesetting.paragraph import Paragraph

EMERGENCY = 1e13  # flat cost from here on: breaks that a rule forbids
_OVERFULL = 1e19
_LONELY = 1e13  # a last line of a single character
_LINE, _BADNESS = 10.0, 100.0
_WORST = 100.0  # the ratio from which on a line is past saving, and only its slack counts
_RAGGED_LINE = 1e6
_RAGGED_SLACK = 100.0  # for one em short of the measure
_USUAL = 5000.0  # a line that uses 60 % of its stretch
_FUZZ = 1e-6


@dataclass(slots=True)
class Breaks:
    """Positions where a line may end, in order, from 0 to the end of the text, and the flat cost of each."""

    at: list[int]
    cost: list[float]


def choose(par: Paragraph, breaks: Breaks, measure: float, first: float, justify: bool) -> list[int]:
    """The positions, 0 and the end among them, between which the lines run.

    `first` is how much narrower (or wider, if negative) the first line is.
    """
    search = _Search(par, breaks, measure, first, justify)
    lines = par.natural / measure + 2
    chosen = search.run(lines * search.usual) or search.run(30 * lines * search.usual) or search.run(math.inf)
    return [breaks.at[index] for index in chosen]


class _Search:
    """Running sums at each candidate, so that the inner loop is arithmetic on floats only."""

    def __init__(self, par: Paragraph, breaks: Breaks, measure: float, first: float, justify: bool) -> None:
        at, sums = breaks.at, par.sums
        self.starts = [sums.starts[k] for k in at]
        self.start_stretch = [sums.start_stretch[k] for k in at]
        self.start_shrink = [sums.start_shrink[k] for k in at]
        self.starts[0] -= first
        self.tight_starts = list(map(sub, self.starts, self.start_shrink))
        self.ends = [(sums.ends[e], sums.end_stretch[e], sums.end_shrink[e]) for e in map(par.line_end, at)]
        self.costs, self.measure, self.size = breaks.cost, measure, par.size
        self.lonely = bisect_left(at, _lonely_from(par.text))
        self.short = _stretched if justify else self._ragged
        self.flat = 0.0 if justify else _RAGGED_LINE  # a compressed line is a line too
        self.usual = _USUAL if justify else _RAGGED_LINE + _USUAL

    def run(self, bound: float) -> list[int]:
        """The candidates chosen; none if every way costs more than `bound`. A low bound saves most of the work."""
        best, came = [math.inf] * len(self.ends), [0] * len(self.ends)
        best[0] = 0.0
        reached, first = [0], 0  # candidates that cost less; the first that a line from there can still be made to fit
        lowest = deque([0])  # the cheapest candidate from the first on, the cheapest one behind it, and so on
        starts, room = self.tight_starts, self.measure + _FUZZ
        for index in range(1, len(self.ends)):
            width, _, shrink = self.ends[index]
            tightest = width - shrink - room
            while first < len(reached) and starts[reached[first]] < tightest:
                first += 1
            if first < len(reached):
                while lowest[0] < reached[first]:
                    lowest.popleft()
                best[index], came[index] = self._best_start(index, reached, first, best, best[lowest[0]], bound)
            elif bound == math.inf:
                best[index], came[index] = best[reached[-1]] + _OVERFULL, reached[-1]
            if best[index] < math.inf:
                reached.append(index)
                while lowest and best[lowest[-1]] >= best[index]:
                    lowest.pop()
                lowest.append(index)
        return _trace(came) if best[-1] < math.inf else []

    def _best_start(
        self, index: int, reached: list[int], first: int, best: list[float], floor: float, bound: float
    ) -> tuple[float, int]:
        """The cost of the text up to a candidate, and the best start for the line that ends there.

        Later starts make looser lines: once a line alone costs more, over `floor`, the least cost of all starts, than
        the best way found, none behind it can be better.
        """
        last = index == len(self.ends) - 1
        width, stretch, shrink = self.ends[index]
        spare, short = self.measure - width, self.short
        least, found = bound, -1
        for at in range(first, len(reached)):
            start = reached[at]
            cost = best[start]
            if cost >= least:
                continue
            slack = spare + self.starts[start]
            if slack < 0:
                cost += (0.0 if last else self.flat) + _stretched(-slack, shrink - self.start_shrink[start])
            else:
                line = _LINE * _LINE if last else short(slack, stretch - self.start_stretch[start])
                if floor + line >= least:
                    break
                cost += line
            if last and start >= self.lonely:
                cost += _LONELY
            if cost < least:
                least, found = cost, start
        return (least + self.costs[index], found) if found >= 0 else (math.inf, 0)

    def _ragged(self, slack: float, _: float) -> float:
        return self.flat + _RAGGED_SLACK * (slack / self.size) ** 2


def _stretched(slack: float, room: float) -> float:
    """Demerits of a line that has to take up `slack` where `room` is comfortable."""
    ratio = slack / room if room > 0 else _WORST
    if ratio < _WORST:
        return (_LINE + _BADNESS * ratio) ** 2
    return (_LINE + _BADNESS * _WORST) ** 2 + slack * slack


def _lonely_from(text: str) -> int:
    """The position from which on fewer than two letters or digits are left: no last line may start there."""
    met = 0
    for at in range(len(text) - 1, -1, -1):
        met += text[at].isalnum()
        if met == 2:
            return at + 1
    return 0


def _trace(came: list[int]) -> list[int]:
    chosen = [len(came) - 1]
    while chosen[-1]:
        chosen.append(came[chosen[-1]])
    return chosen[::-1]
