"""Every label and value of a chart stands in it exactly once, whole, apart from all others, inside the picture."""

import os
from itertools import combinations

import pytest

from mjq_report import charts
from mjq_report.charts.plan import TALLEST, TALLEST_LIST
from mjq_report.model.document import Chart, ChartKind
from mjq_report.model.drawing import Drawing, TextMeasure, TextOp
from mjq_report.settings.theme import Theme
from tests.charts.samples import KINDS, Odd

WORDLESS = ("waterfall", "flow", "nested", "steps")  # series that go without their names
LISTS = ("ranked", "dumbbell", "nested", "timeline", "flow")
SLACK = 0.06  # points: coordinates are rounded to hundredths
Box = tuple[float, float, float, float]


def box(op: TextOp, measure: TextMeasure) -> Box:
    """The upright rectangle that a text fills: its advance by its ascent and descent."""
    width, up, down = measure.width(op.text, op.size, op.bold), measure.ascent * op.size, measure.descent * op.size
    if op.angle == 90:
        return op.x - up, op.y, op.x + down, op.y + width
    assert op.angle == 0
    return op.x, op.y - down, op.x + width, op.y + up


def texts(drawing: Drawing) -> list[TextOp]:
    return [op for op in drawing.ops if isinstance(op, TextOp)]


def overlapping(drawing: Drawing, measure: TextMeasure) -> list[tuple[str, str]]:
    boxes = [(op.text, box(op, measure)) for op in texts(drawing)]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK
    ]


def outside(drawing: Drawing, measure: TextMeasure) -> list[str]:
    return [
        op.text
        for op in texts(drawing)
        for x0, y0, x1, y1 in [box(op, measure)]
        if x0 < -SLACK or y0 < -SLACK or x1 > drawing.width + SLACK or y1 > drawing.height + SLACK
    ]


def words(chart: Chart) -> tuple[list[str], list[str]]:
    """The names and the values that a chart of this kind has to show."""
    names = [mark.position for mark in chart.series[0].marks]
    if chart.kind in ("multiples", "waterfall", "flow"):
        names = [mark.position for series in chart.series for mark in series.marks]
    if chart.kind in ("multiples", "slope") or (len(chart.series) > 1 and chart.kind not in WORDLESS):
        names += [series.name for series in chart.series]
    if chart.kind == "steps":
        names += [series.name for series in chart.series[1:]]
    names += [mark.note for series in chart.series for mark in series.marks if mark.note]
    values = [mark.label for series in chart.series for mark in series.marks if mark.label]
    if chart.kind == "nested":
        names += [series.name for series in chart.series for mark in series.marks if mark.label]
    if chart.kind == "timeline":  # its labels are words
        names, values = names + values, []
    return names, values


def unexplained(drawing: Drawing, chart: Chart) -> tuple[list[str], list[str]]:
    """What should be shown and is not, and what is shown and should not be. A name may be elided, a value never."""
    shown = [op.text for op in texts(drawing)]
    names, values = words(chart)
    missing = []
    for value in values:
        if value in shown:
            shown.remove(value)
        else:
            missing.append(value)
    for exact in (True, False):  # whole and long names first: a line of one may look like a short one
        for name in sorted(names, key=len, reverse=True):
            place = find(name, shown, exact)
            if place is not None:
                names.remove(name)
                del shown[place[0] : place[1]]
    return missing + names, shown


def find(name: str, shown: list[str], exact: bool) -> tuple[int, int] | None:
    """Where a name stands among the texts: as one or on two lines, whole or (not `exact`) cut short by an ellipsis."""
    for count in (1, 2, 3, 4):
        for start in range(len(shown) - count + 1):
            for glue in ("", " "):
                text = glue.join(shown[start : start + count])
                if text == name or (not exact and text.endswith("…") and name.startswith(text[:-1].rstrip())):
                    return start, start + count
    return None


def check(kind: ChartKind, seeds: range, theme: Theme, measure: TextMeasure) -> None:
    for seed in seeds:
        chart = Odd(seed).chart(kind)
        drawing = charts.draw(chart, theme, measure, (470.55, 442.2)[seed % 2])
        assert overlapping(drawing, measure) == [], f"{kind} {seed}"
        assert outside(drawing, measure) == [], f"{kind} {seed}"
        assert unexplained(drawing, chart) == ([], []), f"{kind} {seed}"
        assert drawing.height <= (TALLEST_LIST if kind in LISTS else TALLEST), f"{kind} {seed}"


@pytest.mark.parametrize("kind", KINDS)
def test_labels_never_meet_nor_leave_nor_fail(kind: ChartKind, theme: Theme, measure: TextMeasure) -> None:
    check(kind, range(int(os.environ.get("MJQ_CHART_SETS", "100"))), theme, measure)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_a_thousand_odd_charts(kind: ChartKind, theme: Theme, measure: TextMeasure) -> None:
    check(kind, range(1000), theme, measure)
