"""A chart's marks as plain numbers, checked: what the kinds draw from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mjq_report.errors import ChartError
from mjq_report.model.document import Chart, Mark, Nature

LIMIT = 1e15  # beyond it doubles no longer hold every integer, and axes fail (guarantees M7)


@dataclass(frozen=True, slots=True)
class Point:
    """A mark: its value as a float (None leaves a gap), what it rests on, and the number of the reason why it
    differs (0: it does not)."""

    position: str
    value: float | None
    label: str
    reason: int = 0
    emphasis: bool = False
    nature: Nature = "published"
    note: str = ""
    side: int = 0


@dataclass(frozen=True, slots=True)
class Strand:
    """A series: its name and points in axis order."""

    name: str
    points: tuple[Point, ...]

    @property
    def emphasis(self) -> bool:
        """Whether any of its points is the one that matters."""
        return any(point.emphasis for point in self.points)


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart's data, ready to be drawn."""

    id: str
    unit: str
    strands: tuple[Strand, ...]

    @property
    def points(self) -> Iterator[Point]:
        """All points, series by series."""
        return (point for strand in self.strands for point in strand.points)

    @property
    def positions(self) -> list[str]:
        """The positions of the first series."""
        return [point.position for point in self.strands[0].points]


def read(chart: Chart) -> Plot:
    """Turn a chart's series into points. Raises ChartError for a number that no axis can show."""
    reasons = {
        why: n for n, why in enumerate(dict.fromkeys(m.differs for s in chart.series for m in s.marks if m.differs), 1)
    }
    strands = tuple(
        Strand(clean(series.name), tuple(_point(chart, mark, reasons) for mark in series.marks))
        for series in chart.series
    )
    return Plot(chart.id, chart.unit, strands)


def _point(chart: Chart, mark: Mark, reasons: dict[str, int]) -> Point:
    value = None if mark.value is None else float(mark.value)
    if value is not None and not (math.isfinite(value) and abs(value) < LIMIT):
        raise ChartError(f"chart {chart.id!r}: {mark.position}: {mark.value} is beyond ±{LIMIT:.0e}; use a larger unit")
    texts = clean(mark.position), clean(mark.label), clean(mark.note)
    reason = reasons.get(mark.differs, 0)
    return Point(texts[0], value, texts[1], reason, mark.emphasis, mark.nature, texts[2], mark.side)


def align(plot: Plot) -> Plot:
    """Every series with the positions of all: a place where one has no mark becomes a gap in it.

    Years stand in order; other positions in the order in which they first come up.
    Raises ChartError when series differ in their positions and one has a position twice.
    """
    rows = [[point.position for point in strand.points] for strand in plot.strands]
    if all(row == rows[0] for row in rows):
        return plot
    union = list(dict.fromkeys(position for row in rows for position in row))
    twice = next((position for row in rows for position in row if row.count(position) > 1), None)
    if twice is not None:
        raise ChartError(f"chart {plot.id!r}: two marks of one series stand at {twice!r}")
    if all(position.isdecimal() for position in union):
        union.sort(key=int)
    strands = []
    for strand in plot.strands:
        points = {point.position: point for point in strand.points}
        gaps = (points.get(position) or Point(position, None, "") for position in union)
        strands.append(Strand(strand.name, tuple(gaps)))
    return Plot(plot.id, plot.unit, tuple(strands))


def clean(text: str) -> str:
    """Text on one line, with single spaces."""
    return " ".join(text.split())


def extent(values: Iterator[float | None]) -> tuple[float, float]:
    """The least and greatest value, with zero always inside; 0–1 when there is nothing to show."""
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (0.0, 1.0)
