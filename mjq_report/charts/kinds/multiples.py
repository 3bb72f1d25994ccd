"""Small multiples: one little bar chart a series, side by side, under its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mjq_report.charts.kinds.columns import Columns, lay_columns
from mjq_report.charts.kinds.value_rows import ValueRows, lay_value_rows
from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot, Strand, extent
from mjq_report.charts.scene import Scene

_ACROSS = (4, 3, 2, 1, 5, 6)  # panels side by side, by preference
_GUTTER, _ROW_GAP, _TITLE_GAP = 20.0, 14.0, 6.0
_PLOT = (16.0, 62.0)  # least and usual height of the bars


@dataclass(frozen=True, slots=True)
class _Grid:
    """Panels of one size; with `rows` their numbers stand under them instead of at the bars."""

    across: int
    cell: float
    titles: list[Label]
    panels: list[Columns]
    rows: list[ValueRows]

    @property
    def level(self) -> bool:
        """Whether all its numbers and positions read from left to right."""
        return not any(panel.upright_values or panel.upright_positions for panel in self.panels)

    @property
    def count(self) -> int:
        """Panels one above the other."""
        return -(-len(self.panels) // self.across)

    @property
    def top(self) -> float:
        """Points from a cell's upper edge to its panel."""
        return max(title.height for title in self.titles) + _TITLE_GAP

    @property
    def under(self) -> float:
        """Points that numbers take under a panel."""
        return max((rows.height for rows in self.rows), default=0.0)

    def height(self, plot: float) -> float:
        """The height of the whole with so much for bars."""
        return self.count * (self.top + self.panels[0].lettered + self.under + plot) + (self.count - 1) * _ROW_GAP


def plan(plot: Plot, frame: Frame) -> Plan:
    """Panels share one scale when the chart names a unit; without one each has its own."""
    grid = _choose(plot.strands, frame)
    height = frame.tall(grid.height(_PLOT[1]))
    each = (height - (grid.count - 1) * _ROW_GAP) / grid.count
    shared = extent(point.value for point in plot.points) if plot.unit else None

    def draw(scene: Scene) -> None:
        for number, (strand, title, panel) in enumerate(zip(plot.strands, grid.titles, grid.panels, strict=True)):
            row, column = divmod(number, grid.across)
            left, top = column * (grid.cell + _GUTTER), height - row * (each + _ROW_GAP)
            scene.label(title, left, top, scene.style.ink)
            scale = shared or extent(point.value for point in strand.points)
            panel.draw(scene, left, top - each + grid.under, each - grid.top - grid.under, scale)
            if grid.rows:
                rows = grid.rows[number]
                rows.draw(scene, (strand,), (None,), (left, top - each + grid.under - rows.height))

    return Plan(height, draw)


def _choose(strands: Sequence[Strand], frame: Frame) -> _Grid:
    """Numbers at the bars and level if possible, else turned upright, else in rows under the bars."""
    most, spare = frame.tall(float("inf")), None
    for grid in _grids(strands, frame):
        if grid.height(_PLOT[0]) <= most and not any(panel.crowded for panel in grid.panels):
            if grid.level:
                return grid
            spare = spare or grid
    if spare is None:
        raise frame.cramped()
    return spare


def _grids(strands: Sequence[Strand], frame: Frame) -> Iterator[_Grid]:
    for tabled in (False, True):
        for lines in (2, 1):
            for across in _ACROSS:
                if across <= len(strands) and not (tabled and _too_wide(strands, across, frame)):
                    yield _lay(strands, across, lines, tabled, frame)


def _too_wide(strands: Sequence[Strand], across: int, frame: Frame) -> bool:
    """Whether a number at the smallest size is wider than a panel."""
    letters = frame.lettering
    widths = (letters.width(p.label, letters.sizes[-1], p.emphasis) for strand in strands for p in strand.points)
    return max(widths) > _cell(across, frame)


def _cell(across: int, frame: Frame) -> float:
    return (frame.width - _GUTTER * (across - 1)) / across


def _lay(strands: Sequence[Strand], across: int, lines: int, tabled: bool, frame: Frame) -> _Grid:
    cell = _cell(across, frame)
    titles = frame.lettering.fit_all([s.name for s in strands], cell, lines=lines, bold=[True] * len(strands))
    rows = [lay_value_rows((strand,), replace(frame, width=cell)) for strand in strands] if tabled else []
    pitches = [row.pitch if tabled else None for row in rows] or [None] * len(strands)
    panels = [lay_columns((s,), cell, frame, pitch) for s, pitch in zip(strands, pitches, strict=True)]
    smallest = min(label.size for panel in panels for label in (*panel.positions, *panel.values[0]))
    sizes = [size for size in frame.lettering.sizes if size <= smallest]
    alike = replace(frame, lettering=frame.lettering.only(sizes))
    panels = [lay_columns((s,), cell, alike, pitch) for s, pitch in zip(strands, pitches, strict=True)]
    head, below, foot = (max(getattr(panel, side) for panel in panels) for side in ("head", "below", "foot"))
    panels = [replace(panel, head=head, below=below, foot=foot) for panel in panels]
    return _Grid(across, cell, titles, panels, rows)
