"""Whatever a matplotlib figure draws is recorded as it would be seen, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.charts import environment
from mjq_report.charts.hatching import PATTERNS, hatch_lines
from mjq_report.errors import MissingGlyph
from mjq_report.model.drawing import PathOp, TextOp
from tests.charts.conftest import MISSING, PlainMeasure

environment.load()

from matplotlib import font_manager  # noqa: E402 - only after our own set-up
from matplotlib.collections import PatchCollection  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.patches import Circle, Rectangle  # noqa: E402
from matplotlib.path import Path  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from matplotlib.transforms import Affine2D, IdentityTransform  # noqa: E402

from mjq_report.charts.recorder import CannotRecord, Recorder  # noqa: E402

PLAIN = IdentityTransform()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with environment.drawing():
        yield


@pytest.fixture(autouse=True)
def _no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be measured or drawn with a font of matplotlib's finding."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("matplotlib went looking for a font")

    for name in ("findfont", "_find_fonts_by_props"):
        monkeypatch.setattr(font_manager.FontManager, name, refuse)
    monkeypatch.setattr(font_manager, "get_font", refuse)


def figure(width: float = 100, height: float = 100) -> Figure:
    return Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")


def record(made: Figure, measure: PlainMeasure | None = None) -> list[Any]:
    width, height = made.get_size_inches() * 72
    recorder = Recorder(float(width), float(height), measure or PlainMeasure())
    made.draw(recorder)
    return list(recorder.ops)


def ops_of(*artists: Any) -> list[Any]:
    made = figure()
    for artist in artists:
        made.add_artist(artist)
    return record(made)


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


def test_transparency_is_kept_for_fill_and_stroke_each() -> None:
    [op] = ops_of(box(facecolor=(1, 0, 0, 0.25), edgecolor=(0, 0, 1, 0.5), linewidth=1))
    assert (op.fill_alpha, op.stroke_alpha) == (0.25, 0.5)
    [forced] = ops_of(box(facecolor="r", edgecolor="b", linewidth=1, alpha=0.3))
    assert (forced.fill_alpha, forced.stroke_alpha) == (0.3, 0.3)


def test_what_would_not_be_seen_is_not_recorded() -> None:
    assert ops_of(box(facecolor="none", edgecolor="none")) == []
    assert ops_of(box(facecolor="r", edgecolor="b", alpha=0)) == []
    assert ops_of(Rectangle((200, 200), 5, 5, facecolor="k", transform=PLAIN)) == []


def test_curves_come_as_cubic_ones() -> None:
    [op] = ops_of(Circle((50, 50), 10, facecolor="k", edgecolor="none", transform=PLAIN))
    kinds = [segment[0] for segment in op.segments]
    assert kinds == ["m", *["c"] * 8, "z"]
    quadratic = Path([(0, 0), (30, 60), (60, 0)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    recorder = Recorder(100, 100, PlainMeasure())
    gc = recorder.new_gc()
    recorder.draw_path(gc, quadratic, PLAIN)
    [op] = recorder.ops
    assert op.segments == (("m", 0, 0), ("c", 20, 40, 40, 40, 60, 0))


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


def test_a_collection_gives_every_member_its_own_style() -> None:
    patches = [Rectangle((10, 10), 5, 5), Rectangle((30, 30), 5, 5)]
    one, other = ops_of(PatchCollection(patches, facecolors=["r", "b"], edgecolors="none", transform=PLAIN))
    assert (one.fill, other.fill) == ((1, 0, 0), (0, 0, 1))
    assert other.segments[0] == ("m", 30, 30)


def test_a_clip_is_kept_only_where_it_cuts() -> None:
    inside, cut, path = (box(facecolor="k", edgecolor="none") for _ in range(3))
    made = figure()
    for artist in (inside, cut, path):
        made.add_artist(artist)
    inside.set_clip_path(Rectangle((0, 0), 90, 90, transform=PLAIN))
    cut.set_clip_path(Rectangle((0, 0), 25, 90, transform=PLAIN))
    path.set_clip_path(Path([(0, 0), (20, 0), (20, 30), (0, 30), (0, 0)]), PLAIN)
    assert [op.clip for op in record(made)] == [None, (0, 0, 25, 90), (0, 0, 20, 30)]


def test_a_clip_that_is_no_rectangle_is_refused() -> None:
    shape = box(facecolor="k")
    made = figure()
    made.add_artist(shape)
    shape.set_clip_path(Circle((20, 30), 15, transform=PLAIN))
    with pytest.raises(CannotRecord, match="clip path"):
        record(made)


def test_a_hatch_is_lines_inside_its_rectangle() -> None:
    fill, hatch, outline = ops_of(box(facecolor="w", edgecolor="b", linewidth=2, hatch="//"))
    assert (fill.fill, fill.stroke) == ((1, 1, 1), None)
    assert (hatch.fill, hatch.stroke) == (None, (0, 0, 1))
    assert (outline.fill, outline.stroke) == (None, (0, 0, 1))
    points = [segment[1:] for segment in hatch.segments]
    assert len(points) >= 10
    assert all(10 <= x <= 40 and 20 <= y <= 60 for x, y in points)


def test_a_hatch_in_a_round_shape_or_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(CannotRecord, match="hatched"):
        ops_of(Circle((50, 50), 10, facecolor="w", hatch="/", transform=PLAIN))
    with pytest.raises(ValueError, match="hatch 'o'"):
        ops_of(box(facecolor="w", hatch="o"))


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


def text(*args: Any, **style: Any) -> TextOp:
    [op] = ops_of(Text(*args, transform=PLAIN, fontsize=10, **style))
    assert isinstance(op, TextOp)
    return op


def test_text_is_laid_out_with_the_pages_own_advances() -> None:
    op = text(50, 40, "增长12", color="r")
    assert op == TextOp(50, 40, "增长12", 10, (1, 0, 0))
    width = PlainMeasure().width("增长12", 10)
    assert text(50, 40, "增长12", ha="center").x == pytest.approx(50 - width / 2, abs=0.01)
    assert text(50, 40, "增长12", ha="right").x == pytest.approx(50 - width, abs=0.01)
    assert text(50, 40, "增长12", va="top").y == pytest.approx(40 - 8.8, abs=0.01)
    assert text(50, 40, "增长12", va="bottom").y == pytest.approx(40 + 1.2, abs=0.01)


def test_bold_text_is_measured_and_marked_as_bold() -> None:
    assert text(50, 40, "约1200", weight="bold").bold
    assert text(50, 40, "约1200", weight=700).bold
    assert not text(50, 40, "约1200", weight="normal").bold
    width = PlainMeasure().width("约1200", 10, bold=True)
    assert text(90, 40, "约1200", weight="bold", ha="right").x == pytest.approx(90 - width, abs=0.01)


def test_turned_text_keeps_its_angle() -> None:
    op = text(50, 40, "2024", rotation=90, rotation_mode="anchor")
    assert (op.x, op.y, op.angle) == (50, 40, 90)
    width = PlainMeasure().width("2024", 10)
    op = text(50, 40, "2024", rotation=90, va="top", ha="left")
    assert op.y == pytest.approx(40 - width, abs=0.01)


@pytest.mark.guards("M1", "M2")
@pytest.mark.parametrize("label", ["$x$", "a$b", "$", "100%", "_滨", r"\alpha", "{", "$\\frac{1}{2}$"])
def test_text_is_never_taken_for_mathematics(label: str) -> None:
    assert text(10, 10, label).text == label


def test_mathematics_tex_images_and_shadings_are_refused() -> None:
    with pytest.raises(CannotRecord, match="mathematical"):
        ops_of(Text(10, 10, "$x$", parse_math=True))
    recorder = Recorder(100, 100, PlainMeasure())
    for draw in (recorder.draw_image, recorder.draw_tex, recorder.draw_gouraud_triangles):
        with pytest.raises(CannotRecord):
            draw()
    made = figure()
    made.figimage([[0.0, 1.0], [1.0, 0.0]])
    with pytest.raises(CannotRecord, match="raster"):
        record(made)


def test_transparent_text_is_refused_and_invisible_text_left_out() -> None:
    with pytest.raises(CannotRecord, match="transparent"):
        ops_of(Text(10, 10, "a", alpha=0.5))
    assert ops_of(Text(10, 10, "a", alpha=0), Text(10, 10, "  ")) == []


@pytest.mark.guards("M3")
def test_a_missing_glyph_is_an_error() -> None:
    with pytest.raises(MissingGlyph):
        ops_of(Text(10, 10, f"a{MISSING}"))


def test_a_whole_figure_with_axes_ticks_and_legend_needs_no_font_file() -> None:
    made = figure(300, 200)
    axes = made.add_axes((0.1, 0.2, 0.8, 0.7))
    bars = axes.bar(["2020", "2021"], [84.6, 102.4], label="_产值")
    axes.set_title("工业总产值")
    axes.set_ylabel("亿元")
    axes.legend(bars, ["_产值", "_产值"])
    axes.annotate("最高", (1, 102.4), xytext=(0.5, 110), arrowprops={"arrowstyle": "-"})
    measure = PlainMeasure()
    ops = record(made, measure)
    texts = {op.text: op for op in ops if isinstance(op, TextOp)}
    assert {"2020", "2021", "工业总产值", "亿元", "_产值", "最高"} <= set(texts)
    assert texts["亿元"].angle == 90
    for label, x in (("2020", 0), ("2021", 1)):
        op = texts[label]
        tick = axes.transData.transform((x, 0))[0]
        assert op.x + measure.width(label, op.size) / 2 == pytest.approx(tick, abs=0.02)


def test_coordinates_are_rounded_and_have_no_negative_zero() -> None:
    shift = Affine2D().translate(-1e-9, 1 / 3)
    line = Line2D([0, 10], [0, 10], color="k", transform=shift)
    [op] = ops_of(line)
    assert isinstance(op, PathOp)
    assert str(op.segments[0]) == "('m', 0.0, 0.33)"
