"""Every label and value of a chart stands in it exactly once, whole, apart from all others, inside the picture."""

import contextlib
import os
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report import charts
from mjq_report.archive.forms import NARROW
from mjq_report.charts.plan import TALLEST, TALLEST_LIST
from mjq_report.errors import ChartError
from mjq_report.model.document import Chart, ChartKind, Series
from mjq_report.model.drawing import Drawing, PathOp, TextMeasure, TextOp
from mjq_report.settings.theme import Theme, load_theme
from tests.charts.conftest import PlainMeasure
from tests.charts.samples import KINDS, Odd, chart, mark

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


@pytest.mark.parametrize("width", [334.5, 255.1, *NARROW])  # main column, 90 mm, phones
def test_what_is_drawn_narrower_has_its_labels_apart_and_inside_and_its_values_whole(
    width: float, theme: Theme, measure: TextMeasure
) -> None:
    """What has no room is refused, never cut: the page's own drawing then stands there, made smaller."""
    drawn = 0
    for kind in KINDS:
        for seed in range(20):
            with contextlib.suppress(ChartError):
                sample = Odd(seed).chart(kind)
                drawing = charts.draw(sample, theme, measure, width)
                assert (overlapping(drawing, measure), outside(drawing, measure)) == ([], []), f"{kind} {seed}"
                shown = [op.text for op in texts(drawing)]
                assert kind == "timeline" or all(value in shown for value in words(sample)[1]), f"{kind} {seed}"
                drawn += 1
    assert drawn > 20 * len(KINDS) * 0.6


@given(
    st.sampled_from(("trend", "ranked", "composition", "waterfall", "nested", "steps")),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=6),
)
def test_every_bar_is_as_long_as_its_value(kind: ChartKind, values: list[int]) -> None:
    """Of parts, steps and bars alike: lengths between two marks are as their values, but for the seams of paper."""
    theme, measure = load_theme("briefing"), PlainMeasure()
    if kind in ("nested", "steps"):
        values = sorted(values, reverse=kind == "nested")
    marks = [mark(str(2000 + n), value) for n, value in enumerate(values)]
    rows = [Series("整体", (mark("甲", max(values)),)), Series("部分", (mark("甲", values[-1]),))] if kind == "nested" else [Series("", tuple(marks))]  # fmt: skip
    drawing = charts.draw(chart(kind, *rows), theme, measure, 470.0)
    upright = kind in ("trend", "waterfall", "steps")
    wanted = [float(m.value or 0) for row in rows for m in row.marks]
    lengths = [*sorted(spans(drawing, upright), reverse=True), 0.0]  # less than a hundredth of a point is not drawn
    scale = lengths[0] / max(wanted)
    for value in wanted:
        assert min(abs(length - value * scale) for length in lengths) <= 3.2, (kind, values)


def spans(drawing: Drawing, upright: bool) -> list[float]:
    """Lengths of the filled rectangles."""
    found = []
    for op in drawing.ops:
        if isinstance(op, PathOp) and op.fill is not None and len(op.segments) == 5:
            points = [float(segment[2 if upright else 1]) for segment in op.segments if segment[0] != "z"]
            found.append(max(points) - min(points))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_labels_of_a_thousand_odd_charts(kind: ChartKind, theme: Theme, measure: TextMeasure) -> None:
    check(kind, range(1000), theme, measure)
