"""The charts as one draws them with matplotlib: axes, ticks, bars and lines, a label at each mark.

Same data, same marks and labels, same fonts and size as ours; no trick to save time, and nothing that costs it for
nothing either: no `pyplot`, no layout engine, no second drawing to fit a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mjq_report.model.document import Chart, Mark, Series

_INK, _PRIMARY, _ACCENT = "#1B2430", "#1F4E79", "#C8452E"
_COLOURS = (_PRIMARY, "#6B93B8", "#8A6D3B", "#B9C4CF", "#3F7D6E")
_HEIGHT = 180.0  # points


def figure(chart: Chart, width: float) -> Any:
    """A matplotlib figure of a chart, `width` points wide."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(width / 72, _HEIGHT / 72), dpi=72)
    series = [one for one in chart.series if any(mark.value is not None for mark in one.marks)]
    if chart.kind == "multiples":
        for axes, one in zip(made.subplots(1, max(len(series), 1), squeeze=False)[0], series, strict=False):
            _columns(axes, [one])
            axes.set_title(one.name, fontsize=8)
    else:
        axes = made.add_subplot()
        {"trend": _columns, "change": _columns, "trend_line": _lines, "slope": _lines}.get(chart.kind, _bars)(
            axes, series
        )
    made.subplots_adjust(
        left=0.2 if chart.kind in ("ranked", "bullet", "composition") else 0.06, right=0.97, top=0.88, bottom=0.14
    )
    for axes in made.axes:
        axes.tick_params(labelsize=8, colors=_INK)
        axes.spines[["top", "right"]].set_visible(False)
    if len(series) > 1 and chart.kind != "multiples":
        made.axes[0].legend(fontsize=8, frameon=False, ncols=3)
    return made


def _shown(one: Series) -> list[Mark]:
    return [mark for mark in one.marks if mark.value is not None]


def _positions(series: Sequence[Series]) -> list[str]:
    return list(dict.fromkeys(mark.position for one in series for mark in one.marks))


def _look(mark: Mark, colour: str) -> dict[str, Any]:
    tone = _ACCENT if mark.emphasis else colour
    return {"facecolor": "white", "edgecolor": tone, "hatch": "///"} if mark.differs else {"facecolor": tone}


def _columns(axes: Any, series: Sequence[Series]) -> None:
    """Upright bars, side by side where there are several series."""
    places = {position: place for place, position in enumerate(_positions(series))}
    width = 0.7 / max(len(series), 1)
    for number, one in enumerate(series):
        marks = _shown(one)
        at = [places[mark.position] + (number - (len(series) - 1) / 2) * width for mark in marks]
        bars = axes.bar(at, [float(mark.value or 0) for mark in marks], width, label=one.name)
        for bar, mark in zip(bars, marks, strict=True):
            bar.set(**_look(mark, _COLOURS[number % 5]))
        axes.bar_label(bars, [mark.label for mark in marks], fontsize=8, padding=2)
    axes.set_xticks(list(places.values()), list(places))


def _bars(axes: Any, series: Sequence[Series]) -> None:
    """Lying bars, each series behind the one before: ranked, parts of a whole, goals."""
    places = {position: -place for place, position in enumerate(_positions(series))}
    ends = dict.fromkeys(places, 0.0)
    for number, one in enumerate(series):
        marks = _shown(one)
        values = [float(mark.value or 0) for mark in marks]
        bars = axes.barh(
            [places[m.position] for m in marks], values, 0.7, [ends[m.position] for m in marks], label=one.name
        )
        for bar, mark, value in zip(bars, marks, values, strict=True):
            bar.set(**_look(mark, _COLOURS[number % 5]))
            ends[mark.position] += value
        axes.bar_label(bars, [mark.label for mark in marks], fontsize=8, padding=2)
    axes.set_yticks(list(places.values()), list(places))


def _lines(axes: Any, series: Sequence[Series]) -> None:
    """A line a series, a label at each dot."""
    places = {position: place for place, position in enumerate(_positions(series))}
    for number, one in enumerate(series):
        marks = _shown(one)
        xs, ys = [places[mark.position] for mark in marks], [float(mark.value or 0) for mark in marks]
        axes.plot(xs, ys, color=_COLOURS[number % 5], marker="o", label=one.name)
        for x, y, mark in zip(xs, ys, marks, strict=True):
            axes.annotate(mark.label, (x, y), (0, 5), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(list(places.values()), list(places))
