"""Runs in, lines out: the line breaker's front.

What fits on one line is set without asking for breaks. Everything else is measured once, its legal breaks are
found (`opportunities`), the best of them chosen for the paragraph as a whole (`optimum`), and each line spread to the
measure (`spreading`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise

from mjq_report.typesetting.lines import Line, Metrics, Run
from mjq_report.typesetting.numerals import soft_penalties
from mjq_report.typesetting.optimum import choose
from mjq_report.typesetting.overlong import candidates
from mjq_report.typesetting.paragraph import Paragraph, paragraphs
from mjq_report.typesetting.spreading import FUZZ, set_line


def break_lines(
    runs: Sequence[Run],
    measure: float,
    metrics: Metrics,
    *,
    justify: bool = True,
    indent: float = 0.0,
    hanging: float = 0.0,
) -> list[Line]:
    """Set the runs, read as one text, in lines of a measure.

    `indent` moves the first line to the right, `hanging` all others. With `justify` every line is exactly `measure`
    wide, indent included, but the last one, those before a forced break, and those with too few gaps to stretch;
    where it is not asked for, as in table cells, lines are as few as possible and as even as possible. No line
    is wider than the measure unless a single character is. No text gives no lines; an empty line stands
    between two forced breaks.
    """
    lines: list[Line] = []
    if any(run.text for run in runs):
        for par in paragraphs(runs, metrics):
            lines += _set(par, measure, hanging if lines else indent, hanging, justify)
    return lines


def _set(par: Paragraph, measure: float, indent: float, hanging: float, justify: bool) -> list[Line]:
    size = len(par.text)
    if par.natural + indent <= measure + FUZZ:
        return [set_line(par, 0, size, (par.natural, 0.0, 0.0), indent, measure - indent, justify=False)]
    room, first = measure - hanging, indent - hanging
    chosen = choose(par, candidates(par, dict(soft_penalties(par.text)), room, first), room, first, justify)
    lines = []
    for start, end in pairwise(chosen):
        x = hanging if start else indent
        extent = par.extent(start, par.line_end(end, start))
        lines.append(set_line(par, start, end, extent, x, measure - x, justify=justify and end < size))
    return lines


def natural_width(runs: Sequence[Run], metrics: Metrics) -> float:
    """The width of the longest line when lines end only at forced breaks."""
    return max(par.natural for par in paragraphs(runs, metrics))


def min_width(runs: Sequence[Run], metrics: Metrics) -> float:
    """The width of the widest piece that no rule allows to be broken: narrower than this, a column breaks rules."""
    return max(_widest_piece(par) for par in paragraphs(runs, metrics))


def _widest_piece(par: Paragraph) -> float:
    points = [0, *compress(range(len(par.allowed)), par.allowed)]
    return max((par.extent(start, par.line_end(end, start))[0] for start, end in pairwise(points)), default=0.0)
