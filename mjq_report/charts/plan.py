"""What a chart kind works in, and what it answers: a height, and a way to draw itself in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mjq_report.charts.lettering import Label, Lettering
from mjq_report.charts.scene import Scene
from mjq_report.charts.style import Style
from mjq_report.errors import ChartError

TALLEST = 260.0  # points; with its title such a chart takes less than half of an A4 page's text
TALLEST_LIST = 480.0  # of kinds that have a row for each thing, so that all of 41 industries are whole
_LEAST_PLOT = 20.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The room a chart is given. `height` None leaves it to the kind. Lengths in points."""

    chart: str
    width: float
    height: float | None
    style: Style
    lettering: Lettering

    def tall(self, wanted: float, most: float = TALLEST) -> float:
        """The height asked for, or the kind's wish up to `most`."""
        return self.height if self.height is not None else min(wanted, most)

    def room(self, plot: float, least: float = _LEAST_PLOT) -> float:
        """The height or width left for marks. Raises ChartError when labels leave too little."""
        if plot < least:
            raise self.cramped()
        return plot

    def values(self, texts: Sequence[str], width: float, bold: Sequence[bool]) -> list[Label]:
        """Numbers at one size, each on one line: never elided. Raises ChartError when one is wider than `width`."""
        labels = self.lettering.fits(texts, width, bold=bold)
        if labels is None:
            raise self.cramped()
        return labels

    def cramped(self) -> ChartError:
        """The error to raise when a chart's texts do not fit."""
        return ChartError(f"chart {self.chart!r}: its labels leave no room for marks; make it larger or show fewer")


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart laid out: its height in points, and how to draw it."""

    height: float
    draw: Callable[[Scene], None]
