"""The chosen breaks are the best: every other set of breaks is tried and costs no less."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from mjq_report.typesetting import Run, break_lines
from mjq_report.typesetting.paragraph import Paragraph, paragraphs
from tests.typesetting.rules import PlainMetrics

EM, MEASURE = 10.0, 75.0


def cost(paragraph: Paragraph, breaks: tuple[int, ...]) -> float:
    """(10 + 100·|r|)² a line; a line that cannot be made to fit costs without end; the last is not stretched."""
    total = 0.0
    for start, end in pairwise(breaks):
        width, stretch, shrink = paragraph.extent(start, end)
        slack = MEASURE - width
        if slack < -shrink - 1e-6:
            return float("inf")
        if end == len(paragraph.text) and slack >= 0:
            slack = 0.0
        room = shrink if slack < 0 else stretch
        ratio = abs(slack) / room if room else 100.0
        total += (10 + 100 * min(ratio, 100.0)) ** 2 + (slack**2 if ratio >= 100 else 0.0)
    return total


@given(st.text(st.sampled_from("产业新城协同，。（）a8"), min_size=8, max_size=22).map("全镇{}发展".format))
def test_nothing_is_better(text: str) -> None:
    runs = [Run(text, EM)]
    (paragraph,) = paragraphs(runs, PlainMetrics())
    size = len(text)
    legal = [at for at in range(1, size - 1) if paragraph.allowed[at]]
    chosen = [0]
    for line in break_lines(runs, MEASURE, PlainMetrics()):
        chosen.append(chosen[-1] + sum(len(segment.text) for segment in line.segments))
    trials = (
        (0, *inner, size) for count in range(5) for inner in combinations(legal, count) if size - (0, *inner)[-1] <= 9
    )
    least = min((cost(paragraph, trial) for trial in trials), default=float("inf"))
    assert cost(paragraph, tuple(chosen)) <= least * (1 + 1e-9)
