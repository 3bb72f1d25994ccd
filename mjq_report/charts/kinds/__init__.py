"""The chart kinds: one module each, and the one table that names them.

A new kind is a module with `plan(plot, frame) -> Plan` and a row in KINDS, and its word among
`CHARTS` of each language, which briefing.toml is read by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mjq_report.charts.kinds import (
    bullet,
    change,
    composition,
    dumbbell,
    flow,
    months,
    multiples,
    nested,
    ranked,
    slope,
    steps,
    timeline,
    trend,
    trend_line,
    waterfall,
)
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, align
from mjq_report.errors import ChartError
from mjq_report.model.document import ChartKind

_MOST_MARKS = 50  # in one chart (guarantees M7)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is drawn, and what it takes: numbers of series and of marks in each.

    A kind that is `aligned` has one axis for all series: what one of them lacks is a gap in it.
    """

    plan: Callable[[Plot, Frame], Plan]
    series: tuple[int, int] = (1, 1)
    marks: tuple[int, int] = (1, 50)
    aligned: bool = False


KINDS: Mapping[ChartKind, Kind] = {
    "trend": Kind(trend.plan, series=(1, 4), aligned=True),
    "trend_line": Kind(trend_line.plan, series=(1, 5), aligned=True),
    "change": Kind(change.plan, series=(1, 2), marks=(1, 24), aligned=True),
    "ranked": Kind(ranked.plan, marks=(1, 45)),
    "composition": Kind(composition.plan, series=(1, 6), marks=(1, 10), aligned=True),
    "multiples": Kind(multiples.plan, series=(1, 12), marks=(1, 24)),
    "bullet": Kind(bullet.plan, series=(2, 2), marks=(1, 10), aligned=True),
    "slope": Kind(slope.plan, series=(1, 12), marks=(2, 2)),
    "dumbbell": Kind(dumbbell.plan, series=(2, 2), marks=(1, 12), aligned=True),
    "waterfall": Kind(waterfall.plan, series=(1, 2), marks=(1, 10)),
    "nested": Kind(nested.plan, series=(2, 4), marks=(1, 6), aligned=True),
    "timeline": Kind(timeline.plan, marks=(1, 16)),
    "steps": Kind(steps.plan, series=(1, 2), marks=(1, 8)),
    "flow": Kind(flow.plan, series=(2, 3), marks=(1, 6)),
    "months": Kind(months.plan, marks=(1, 12)),
}


def plan(kind: ChartKind, plot: Plot, frame: Frame) -> Plan:
    """Lay a chart out. Raises ChartError when its kind does not take such data."""
    known = KINDS.get(kind)
    if known is None:
        raise ChartError(f"chart {plot.id!r}: no kind {kind!r}; known: {', '.join(KINDS)}")
    if known.aligned:
        plot = align(plot)
    _check(kind, known, plot)
    return known.plan(plot, frame)


def _check(name: str, kind: Kind, plot: Plot) -> None:
    counts = [len(strand.points) for strand in plot.strands]
    wrong = next((n for n in counts if not kind.marks[0] <= n <= kind.marks[1]), None)
    what = ""
    if not kind.series[0] <= len(counts) <= kind.series[1]:
        what = f"takes {_range(kind.series)} series, not {len(counts)}"
    elif wrong is not None:
        what = f"takes {_range(kind.marks)} marks in a series, not {wrong}"
    elif sum(counts) > _MOST_MARKS:
        what = f"shows at most {_MOST_MARKS} marks, not {sum(counts)}"
    if what:
        raise ChartError(f"chart {plot.id!r}: {name} {what}")


def _range(limits: tuple[int, int]) -> str:
    return str(limits[0]) if limits[0] == limits[1] else f"{limits[0]} to {limits[1]}"
