"""What a scene draws is recorded as it would be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.charts import environment
from mjq_report.charts.hatching import PATTERNS, hatch_lines
from mjq_report.model.drawing import PathOp, TextOp

environment.load()

from matplotlib.figure import Figure  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.patches import Circle, Rectangle  # noqa: E402
from matplotlib.transforms import Affine2D, IdentityTransform  # noqa: E402

from mjq_report.charts.recorder import Recorder  # noqa: E402
from mjq_report.charts.scene import Scene, Sheet  # noqa: E402

PLAIN = IdentityTransform()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with environment.drawing():
        yield


def ops_of(*artists: Any) -> list[Any]:
    made = Figure(figsize=(100 / 72, 100 / 72), dpi=72, facecolor="none")
    for artist in artists:
        made.add_artist(artist)
    recorder = Recorder(100, 100)
    made.draw(recorder)
    return list(recorder.ops)


def box(**style: Any) -> Rectangle:
    return Rectangle((10, 20), 30, 40, transform=PLAIN, **style)


def test_a_rectangle_keeps_its_corners_and_colours() -> None:
    [op] = ops_of(box(facecolor=(1, 0, 0), edgecolor=(0, 0, 1), linewidth=2, joinstyle="miter"))
    assert op.segments == (("m", 10, 20), ("l", 40, 20), ("l", 40, 60), ("l", 10, 60), ("z",))
    assert (op.fill, op.stroke, op.width, op.join) == ((1, 0, 0), (0, 0, 1), 2, 0)


def test_an_unfilled_or_unstroked_shape_says_so() -> None:
    [filled] = ops_of(box(facecolor="k", edgecolor="none"))
    assert (filled.fill, filled.stroke) == ((0, 0, 0), None)
    [stroked] = ops_of(box(facecolor="none", edgecolor="k", linewidth=1))
    assert (stroked.fill, stroked.stroke) == (None, (0, 0, 0))


def test_dashes_caps_and_joins_are_kept() -> None:
    line = Line2D([0, 50, 90], [0, 50, 0], color="k", linewidth=2, linestyle=(1, (3, 2)), transform=PLAIN)
    line.set_dash_capstyle("projecting")
    line.set_dash_joinstyle("bevel")
    [op] = ops_of(line)
    assert op.dash == (2, (6, 4))  # matplotlib counts dashes in line widths
    assert (op.cap, op.join) == (2, 2)


def test_a_gap_in_the_data_parts_the_line() -> None:
    [op] = ops_of(Line2D([10, 20, 30, 40, 50], [10, 20, float("nan"), 40, 50], color="k", transform=PLAIN))
    assert [segment[0] for segment in op.segments] == ["m", "l", "m", "l"]


def test_each_marker_stands_at_its_point() -> None:
    line = Line2D([20, 60], [30, 70], marker="s", markersize=4, linestyle="none", markerfacecolor="r",
                  markeredgecolor="none", transform=PLAIN)  # fmt: skip
    first, second = ops_of(line)
    assert first.segments[0] == ("m", 18, 28)
    assert second.segments == tuple((s[0], *(v + 40 for v in s[1:])) for s in first.segments)
    assert first.fill == (1, 0, 0)


def test_a_hatch_is_lines_inside_its_rectangle() -> None:
    fill, hatch, outline = ops_of(box(facecolor="w", edgecolor="b", linewidth=2, hatch="//"))
    assert (fill.fill, fill.stroke) == ((1, 1, 1), None)
    assert (hatch.fill, hatch.stroke) == (None, (0, 0, 1))
    assert (outline.fill, outline.stroke) == (None, (0, 0, 1))
    points = [segment[1:] for segment in hatch.segments]
    assert len(points) >= 10
    assert all(10 <= x <= 40 and 20 <= y <= 60 for x, y in points)


@given(
    st.sampled_from(sorted(PATTERNS)),
    st.integers(1, 4),
    st.tuples(st.floats(-50, 500), st.floats(-50, 500), st.floats(0.5, 300), st.floats(0.5, 300)),
)
def test_hatch_lines_stay_inside_and_fill_evenly(
    character: str, count: int, area: tuple[float, float, float, float]
) -> None:
    x, y, width, height = area
    lines = hatch_lines(character * count, (x, y, x + width, y + height))
    for x0, y0, x1, y1 in lines:
        assert x - 1e-6 <= min(x0, x1) <= max(x0, x1) <= x + width + 1e-6
        assert y - 1e-6 <= min(y0, y1) <= max(y0, y1) <= y + height + 1e-6
    if min(width, height) > 20:
        assert lines


def test_strokes_of_one_style_are_one_path_and_order_is_kept() -> None:
    lines = [Line2D([0, 9], [y, y], color="k", linewidth=1, transform=PLAIN) for y in (10, 20)]
    other = Line2D([0, 9], [30, 30], color="r", linewidth=1, transform=PLAIN)
    last = Line2D([0, 9], [40, 40], color="k", linewidth=1, transform=PLAIN)
    ops = ops_of(*lines, other, last)
    assert [len(op.segments) for op in ops] == [4, 2, 2]
    assert [op.stroke for op in ops] == [(0, 0, 0), (1, 0, 0), (0, 0, 0)]


def test_filled_shapes_stay_apart() -> None:
    assert len(ops_of(box(facecolor="k", edgecolor="none"), box(facecolor="k", edgecolor="none"))) == 2


def test_what_would_not_be_seen_is_not_recorded() -> None:
    assert ops_of(box(facecolor="none", edgecolor="none")) == []


def test_curves_come_as_cubic_ones() -> None:
    [op] = ops_of(Circle((50, 50), 10, facecolor="k", edgecolor="none", transform=PLAIN))
    assert [segment[0] for segment in op.segments] == ["m", *["c"] * 8, "z"]


@pytest.mark.guards("M1", "M2")
@pytest.mark.parametrize("label", ["$x$", "a$b", "$", "100%", "_滨", r"\alpha", "{", "$\\frac{1}{2}$"])
def test_text_keeps_its_place_and_is_never_taken_for_mathematics(label: str) -> None:
    scene = Scene(None, None, Sheet(), PLAIN)  # type: ignore[arg-type]
    scene.text(50, 40, label, 10.0, (1, 0, 0), bold=True, angle=90.0)
    recorder = Recorder(100, 100)
    scene.artists[0].draw(recorder)
    assert recorder.ops == (TextOp(50, 40, label, 10, (1, 0, 0), bold=True, angle=90),)


def test_coordinates_are_rounded_and_have_no_negative_zero() -> None:
    shift = Affine2D().translate(-1e-9, 1 / 3)
    line = Line2D([0, 10], [0, 10], color="k", transform=shift)
    [op] = ops_of(line)
    assert isinstance(op, PathOp)
    assert str(op.segments[0]) == "('m', 0.0, 0.33)"
