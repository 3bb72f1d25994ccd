"""What the kinds show: bars from zero, gaps, differences, order, shares, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from mjq_report import charts
from mjq_report.charts import kinds
from mjq_report.charts.plan import TALLEST, TALLEST_LIST
from mjq_report.errors import ChartError, MissingGlyph
from mjq_report.lang import known, language
from mjq_report.model.document import Chart, ChartKind, Mark, Series
from mjq_report.model.drawing import Drawing, PathOp, TextMeasure, TextOp
from mjq_report.settings.theme import Theme, contrast
from tests.charts.conftest import MISSING
from tests.charts.samples import KINDS, NATURES, Odd, chart, mark, series

WIDTH = 470.0


class Studio:
    """Draws charts with the test theme and reads what was drawn."""

    def __init__(self, theme: Theme, measure: TextMeasure) -> None:
        self.theme, self.measure = theme, measure
        colours = theme.colours
        self.primary, self.accent, self.paper = (self.rounded(colours[k]) for k in ("primary", "accent", "paper"))

    @staticmethod
    def rounded(tone: Any) -> Any:
        return tuple(round(share, 4) for share in tone)

    def draw(self, sample: Chart, **size: float) -> Drawing:
        return charts.draw(sample, self.theme, self.measure, size.pop("width", WIDTH), **size)

    def bars(self, sample: Chart) -> list[Any]:
        """The rectangles of the figure with their data coordinates."""
        made = charts.figure(sample, self.theme, self.measure, WIDTH)
        return [artist for artist in made.artists if hasattr(artist, "get_height")]

    def text(self, drawing: Drawing, text: str) -> TextOp:
        return next(op for op in drawing.ops if isinstance(op, TextOp) and op.text == text)


@pytest.fixture
def studio(theme: Theme, measure: TextMeasure) -> Studio:
    return Studio(theme, measure)


def paths(drawing: Drawing) -> list[PathOp]:
    return [op for op in drawing.ops if isinstance(op, PathOp)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_draws_what_is_recorded(kind: ChartKind, studio: Studio) -> None:
    from mjq_report.charts.environment import drawing as settings

    sample = Odd(11).chart(kind)
    drawing = studio.draw(sample)
    made = charts.figure(sample, studio.theme, studio.measure, WIDTH)
    from mjq_report.charts.recorder import Recorder

    recorder = Recorder(drawing.width, drawing.height)
    with settings():
        made.draw(recorder)
    assert recorder.ops == drawing.ops


def test_a_figure_holds_no_axes_and_is_of_the_asked_size(studio: Studio) -> None:
    made = charts.figure(chart("trend", series("", ("2020", 1))), studio.theme, studio.measure, 300, 150)
    assert tuple(made.get_size_inches() * 72) == pytest.approx((300, 150))
    assert made.axes == []


@pytest.mark.parametrize("kind", ["trend", "change"])
def test_bars_start_at_zero_and_are_as_high_as_their_values(kind: ChartKind, studio: Studio) -> None:
    values = ["84.6", "-12.5", "0.001", "1200"]
    bars = studio.bars(chart(kind, series("", *((str(2020 + i), value) for i, value in enumerate(values)))))
    assert [bar.get_y() for bar in bars] == [0] * 4
    assert [bar.get_height() for bar in bars] == [float(value) for value in values]
    assert len({round(bar.get_width(), 9) for bar in bars}) == 1


def test_ranked_bars_are_as_long_as_their_values_largest_first(studio: Studio) -> None:
    bars = studio.bars(chart("ranked", series("", ("a", 5), ("b", -2), ("c", 40), ("d", None))))
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 40), (0, 5), (0, -2)]


def test_a_period_without_data_leaves_its_place_empty(studio: Studio) -> None:
    sample = chart("trend", series("", ("2020", 5), ("2021", None), ("2022", 7)))
    drawing = studio.draw(sample)
    filled = [op for op in paths(drawing) if op.fill == studio.primary]
    assert len(filled) == 2
    middles = [sum(float(s[1]) for s in op.segments if s[0] != "z") / 4 for op in filled]
    years = [studio.text(drawing, year) for year in ("2020", "2021", "2022")]
    assert years[1].x - years[0].x == pytest.approx(years[2].x - years[1].x, abs=0.02)
    assert middles[1] - middles[0] == pytest.approx(2 * (years[1].x - years[0].x), abs=0.05)
    assert years[1].colour == Studio.rounded(studio.theme.colours["muted"])


def test_a_line_is_not_drawn_across_a_gap_nor_to_what_differs(studio: Studio) -> None:
    marks = (mark("2018", 5), mark("2019", 6), mark("2020", None), mark("2021", 7), mark("2022", 8, differs="1—11月"))
    drawing = studio.draw(chart("trend_line", Series("", marks)))
    lines = [op for op in paths(drawing) if op.stroke == studio.primary and op.fill is None]
    assert [[s[0] for s in op.segments] for op in lines] == [["m", "l"]]
    dots = [op for op in paths(drawing) if op.fill == studio.primary]
    hollow = [op for op in paths(drawing) if op.fill == studio.paper and op.stroke == studio.primary]
    assert (len(dots), len(hollow)) == (3, 1)


@pytest.mark.parametrize("kind", ["trend", "ranked", "composition"])
def test_a_mark_looks_as_what_it_rests_on_in_every_kind(kind: ChartKind, studio: Studio) -> None:
    """Solid: published; hollow: published and different; dashed: derived; hatched: expected; hatched in grey: unknown."""
    plain = mark("甲", 7)
    marks = (plain, replace(plain, differs="口径不同"), *(replace(plain, nature=n) for n in NATURES[1:]))
    marks = tuple(replace(m, position=f"{n}") for n, m in enumerate(marks))
    drawing = studio.draw(chart(kind, Series("", marks)))
    bodies = [op for op in paths(drawing) if op.fill in (studio.primary, studio.paper)]
    assert [op.fill for op in bodies] == [studio.primary, *[studio.paper] * 4][-len(bodies) :]
    outlined = [op for op in paths(drawing) if op.stroke and len(op.segments) == 5]
    assert [bool(op.dash) for op in outlined] == [False, True, False, False]
    hatches = [op for op in paths(drawing) if op.width == 0.7 and op.fill is None and len(op.segments) > 5]
    first, second = (op.segments for op in hatches)
    slopes = [(float(s[1][2]) - float(s[0][2])) * (float(s[1][1]) - float(s[0][1])) for s in (first, second)]
    assert slopes[0] > 0 > slopes[1]


def test_a_key_says_what_outlines_and_hatches_mean(studio: Studio) -> None:
    sample = chart("trend", Series("", (mark("2020", 5), replace(mark("2021", 6), nature="derived"))))
    keyed = studio.draw(replace(sample, key=language("zh").chart_key(sample)))
    assert {"来源公布", "推算"} <= {op.text for op in keyed.ops if isinstance(op, TextOp)}
    assert language("zh").chart_key(chart("trend", series("", ("2020", 5)))) == ()


def test_the_mark_that_matters_is_in_the_accent_colour_and_bold(studio: Studio) -> None:
    marks = (mark("2020", 5), mark("2021", 6, emphasis=True))
    for kind in ("trend", "ranked"):
        drawing = studio.draw(chart(kind, Series("", marks)))  # type: ignore[arg-type]
        assert len([op for op in paths(drawing) if op.fill == studio.accent]) == 1
        assert studio.text(drawing, "6").bold
        assert not studio.text(drawing, "5").bold


def test_series_with_other_years_share_one_axis(studio: Studio) -> None:
    sample = chart("trend_line", series("甲", ("2021", 1), ("2022", 2)), series("乙", ("2020", 3), ("2022", 4)))
    drawing = studio.draw(sample)
    xs = [studio.text(drawing, year).x for year in ("2020", "2021", "2022")]
    assert xs == sorted(xs)


def test_shares_of_a_whole_leave_the_rest_pale(studio: Studio) -> None:
    drawing = studio.draw(chart("composition", series("", ("工业", 45)), unit="%"))
    light = Studio.rounded(studio.theme.colours["light"])
    filled = {op.fill: op for op in paths(drawing) if op.fill in (studio.rounded(studio.theme.colours["cat1"]), light)}
    widths = {tone: op.segments[1][1] - op.segments[0][1] for tone, op in filled.items()}  # type: ignore[operator]
    assert widths[light] / widths[studio.rounded(studio.theme.colours["cat1"])] == pytest.approx(55 / 45, rel=0.02)
    plain = studio.draw(chart("composition", series("", ("工业", 45)), unit="亿元"))
    assert light not in [op.fill for op in paths(plain)]


def test_a_part_that_nobody_published_is_pale(studio: Studio) -> None:
    marks = (mark("汽车", 60), Mark("其余", Decimal(40), ""))
    drawing = studio.draw(chart("composition", Series("", marks)))
    assert Studio.rounded(studio.theme.colours["light"]) in [op.fill for op in paths(drawing)]


def test_values_inside_their_parts_are_legible(studio: Studio) -> None:
    rows = [series(year, ("制造", 40), ("物流", 30), ("商业", 20), ("其他", 10)) for year in ("2024", "2025")]
    drawing = studio.draw(chart("composition", *rows, unit="%"))
    parts = [op for op in paths(drawing) if op.fill and float(op.segments[2][2]) - float(op.segments[0][2]) > 10]
    assert len(parts) == 8
    for label in ("40", "30", "20", "10"):
        text = studio.text(drawing, label)
        around = next(op for op in parts if float(op.segments[0][1]) < text.x < float(op.segments[1][1]))
        assert around.fill is not None
        assert contrast(text.colour, around.fill) >= 4.5


def test_paper_is_left_between_parts(studio: Studio) -> None:
    drawing = studio.draw(chart("composition", series("", ("制造", 40), ("物流", 30), ("商业", 30))))
    spans = sorted((float(op.segments[0][1]), float(op.segments[1][1])) for op in paths(drawing) if op.fill)
    assert all(after[0] - before[1] >= 1 for before, after in pairwise(spans))


def test_parts_with_long_names_are_listed_with_swatches(studio: Studio) -> None:
    names = [f"规模以上工业企业中从事第{n}类高端装备制造与配套服务的企业营业收入合计" for n in "一二三四五六七八九"]
    drawing = studio.draw(chart("composition", series("", *((name, 10) for name in names))))
    corners = {
        op.segments[0]
        for op in paths(drawing)
        if op.fill and float(op.segments[1][1]) - float(op.segments[0][1]) == pytest.approx(7)
    }
    assert len(corners) == 9
    assert drawing.height <= TALLEST


def test_rates_stand_under_their_bars_with_an_arrow_for_their_direction(studio: Studio) -> None:
    sample = chart("change", series("产值", ("2021", 5), ("2022", 4)), series("增速", ("2021", 10), ("2022", -20)))
    drawing = studio.draw(sample)
    arrows = [op for op in paths(drawing) if len(op.segments) == 4]
    assert len(arrows) == 2
    tips = [op.segments[2][2] > op.segments[0][2] for op in arrows]  # type: ignore[operator]
    assert tips == [True, False]
    assert studio.text(drawing, "\u221220").x > studio.text(drawing, "10").x


def test_panels_share_a_scale_only_under_one_unit(studio: Studio) -> None:
    rows = (series("甲", ("2020", 10)), series("乙", ("2020", 1000)))

    def heights(unit: str) -> list[float]:
        drawing = studio.draw(chart("multiples", *rows, unit=unit))
        bars = [op for op in paths(drawing) if op.fill == studio.primary]
        return [op.segments[2][2] - op.segments[0][2] for op in bars]  # type: ignore[operator]

    small, large = heights("家")
    assert large == pytest.approx(100 * small, rel=0.05)
    assert heights("")[0] == pytest.approx(heights("")[1])


def test_a_plan_is_marked_where_it_lies_on_the_results_scale(studio: Studio) -> None:
    sample = chart("bullet", series("完成", ("产值", 120)), series("计划", ("产值", 100)))
    drawing = studio.draw(sample)
    result = next(op for op in paths(drawing) if op.fill == studio.primary)
    left, right = float(result.segments[0][1]), float(result.segments[1][1])
    ink = Studio.rounded(studio.theme.colours["ink"])
    tick = next(op for op in paths(drawing) if op.stroke == ink)
    assert (float(tick.segments[0][1]) - left) / (right - left) == pytest.approx(100 / 120, abs=0.001)


def test_every_language_has_a_word_for_every_kind_that_is_drawn() -> None:
    for code in known():
        assert set(language(code).CHARTS) == set(kinds.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_given_size_is_kept(kind: ChartKind, studio: Studio) -> None:
    count = 2 if kind in ("bullet", "change", "dumbbell", "nested", "flow") else 1
    pairs = (("2020", 5), ("2021", 7))
    rows = [series(f"系列{n}", *pairs) for n in range(count)]
    sample = chart(kind, *rows[:1], series("", ("合计", 12))) if kind == "flow" else chart(kind, *rows)
    drawing = studio.draw(sample, width=380.0, height=170.0)
    assert (drawing.width, drawing.height) == (380, 170)
    for op in paths(drawing):
        for segment in op.segments:
            assert all(-1 <= float(v) <= 381 for v in segment[1::2])
            assert all(-1 <= float(v) <= 171 for v in segment[2::2])


@pytest.mark.guards("M7")
@pytest.mark.parametrize("value", ["1e15", "-1e15", "1e400", "NaN", "Infinity"])
@pytest.mark.parametrize("kind", ["trend", "ranked", "composition"])
def test_numbers_beyond_all_axes_are_refused(kind: ChartKind, value: str, studio: Studio) -> None:
    marks = (Mark("2020", Decimal(value), "大"),)
    with pytest.raises(ChartError, match="2020"):
        studio.draw(chart(kind, Series("", marks)))


@pytest.mark.parametrize(
    ("kind", "series_count", "mark_count", "what"),
    [
        ("trend", 0, 0, "takes 1 to 4 series, not 0"),
        ("trend", 1, 0, "takes 1 to 50 marks in a series, not 0"),
        ("trend", 1, 51, "takes 1 to 50 marks in a series, not 51"),
        ("trend", 3, 20, "shows at most 50 marks, not 60"),
        ("ranked", 2, 3, "takes 1 series, not 2"),
        ("bullet", 1, 3, "takes 2 series, not 1"),
        ("slope", 2, 3, "takes 2 marks in a series, not 3"),
        ("composition", 1, 11, "takes 1 to 10 marks in a series, not 11"),
    ],
)
def test_data_that_a_kind_cannot_show_is_refused(
    kind: ChartKind, series_count: int, mark_count: int, what: str, studio: Studio
) -> None:
    rows = [series(f"s{n}", *((str(1950 + i), i) for i in range(mark_count))) for n in range(series_count)]
    with pytest.raises(ChartError, match=f"chart 'sample': {kind} {what}"):
        studio.draw(chart(kind, *rows))


def test_a_slope_between_different_periods_is_refused(studio: Studio) -> None:
    rows = (series("甲", ("2020", 1), ("2025", 2)), series("乙", ("2022", 1), ("2025", 2)))
    with pytest.raises(ChartError, match="same two periods"):
        studio.draw(chart("slope", *rows))


def test_a_position_twice_is_refused_where_series_must_be_brought_together(studio: Studio) -> None:
    rows = (series("甲", ("2020", 1), ("2020", 2)), series("乙", ("2020", 1), ("2021", 2)))
    with pytest.raises(ChartError, match="'2020'"):
        studio.draw(chart("trend", *rows))


def test_a_kind_that_does_not_exist_is_refused(studio: Studio) -> None:
    sample = replace(chart("trend", series("", ("2020", 1))), kind="pie")  # type: ignore[arg-type]
    with pytest.raises(ChartError, match="no kind 'pie'; known: trend"):
        studio.draw(sample)


def test_a_chart_too_small_for_its_labels_is_refused(studio: Studio) -> None:
    for kind in ("trend", "trend_line", "ranked", "multiples", "slope"):
        sample = Odd(0).chart(kind)  # type: ignore[arg-type]
        with pytest.raises(ChartError, match="no room"):
            studio.draw(sample, width=60.0, height=20.0)


@pytest.mark.guards("M3")
def test_a_character_without_a_glyph_is_an_error(studio: Studio) -> None:
    for kind in ("trend", "ranked", "composition", "slope"):
        rows = [series("名", (f"2020{MISSING}", 1), ("2021", 2))]
        with pytest.raises(MissingGlyph):
            studio.draw(chart(kind, *rows))  # type: ignore[arg-type]


def test_the_same_chart_is_drawn_the_same_again_and_again(studio: Studio) -> None:
    for kind in KINDS:
        sample = Odd(7).chart(kind)
        assert studio.draw(sample) == studio.draw(sample)


def test_rows_of_a_dumbbell_stand_on_their_present_dot_and_show_how_far_each_came(studio: Studio) -> None:
    before, now = series("上年", ("产值", 80), ("投资", 5)), series("本年", ("产值", 100), ("投资", 10))
    drawing = studio.draw(chart("dumbbell", before, now))
    bars = [op for op in paths(drawing) if op.stroke == studio.primary and op.fill is None and len(op.segments) == 2]
    spans = [sorted((float(op.segments[0][1]), float(op.segments[1][1]))) for op in bars]
    spans = spans or [sorted((float(a[1]), float(b[1]))) for op in bars for a, b in pairwise(op.segments)]
    assert len({round(right, 1) for _, right in spans}) == 1
    lengths = [right - left for left, right in spans]
    assert lengths[0] / lengths[1] == pytest.approx(20 / 50, rel=0.02)


def test_a_base_known_only_to_be_higher_is_a_grey_band_at_the_right(studio: Studio) -> None:
    before = replace(mark("零售", None, ""), side=1, note="上年更高，未公布", nature="unknown")
    drawing = studio.draw(chart("dumbbell", Series("上年", (before,)), series("本年", ("零售", 94.45))))
    hatch = next(op for op in paths(drawing) if op.width == 0.7 and len(op.segments) > 5)
    assert min(float(s[1]) for s in hatch.segments) > studio.text(drawing, "94.45").x
    assert studio.text(drawing, "上年更高，未公布").x > max(float(s[1]) for s in hatch.segments)


def test_a_waterfall_goes_from_level_to_level_and_closes_on_zero(studio: Studio) -> None:
    steps, closing = series("", ("拉动", 7.43), ("其他", -3.48)), series("", ("全区", 3.95))
    bars = studio.bars(chart("waterfall", steps, closing))
    assert [(bar.get_y(), round(bar.get_height(), 2)) for bar in bars] == [(0, 7.43), (7.43, -3.48), (0, 3.95)]


def test_a_waterfall_with_long_names_lies_in_rows(studio: Studio) -> None:
    names = [f"铁路、船舶、航空航天和其他运输设备制造业{n}" for n in range(7)]
    bars = studio.bars(chart("waterfall", series("", *((name, 1) for name in names))))
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(n, 1) for n in range(7)]


def test_nested_parts_start_at_zero_on_the_scale_of_their_whole(studio: Studio) -> None:
    rows = (series("全区", ("工业", 879.5), ("汽车", 364)), series("本镇", ("工业", 400.19), ("汽车", 269.2)))
    bars = studio.bars(chart("nested", *rows))
    assert len({bar.get_x() for bar in bars}) == 1
    widths = [bar.get_width() for bar in bars]
    assert [w / widths[0] for w in widths] == pytest.approx([1, 400.19 / 879.5, 364 / 879.5, 269.2 / 879.5], abs=0.001)


def test_a_level_of_an_unknown_year_has_a_band_from_the_level_before_it(studio: Studio) -> None:
    levels = (mark("2019", 50), replace(mark("2021—2025", 80), nature="unknown"), mark("2025", 120))
    bars = studio.bars(chart("steps", Series("", levels)))
    band = next(bar for bar in bars if bar.get_hatch())
    assert (band.get_y(), band.get_height()) == (50, 30)
    with pytest.raises(ChartError, match="2030"):
        studio.draw(chart("steps", series("", ("2025", 1)), series("部分", ("2030", 1))))


def test_blocks_of_a_flow_are_as_high_as_their_figures(studio: Studio) -> None:
    rows = (series("", ("新设", 2627), ("迁入", 2054)), series("", ("新增", 4681)), series("", ("净流入", 3312)))
    bars = studio.bars(chart("flow", *rows))
    tall = [bar.get_height() for bar in bars]
    assert [t / tall[2] for t in tall] == pytest.approx([2627 / 4681, 2054 / 4681, 1, 3312 / 4681])
    for wrong in ([rows[0], rows[0]], [series("", ("新设", -1)), rows[1]]):
        with pytest.raises(ChartError, match="flow takes"):
            studio.draw(chart("flow", *wrong))


def test_what_has_no_date_stands_last_behind_a_dashed_line(studio: Studio) -> None:
    marks = (mark("未给日期", None, "建成"), mark("2025年", 1, "下线"), mark("2026年", 2, "开工"))
    drawing = studio.draw(chart("timeline", Series("", marks)))
    assert studio.text(drawing, "未给日期").x > studio.text(drawing, "2026年").x
    assert len([op for op in paths(drawing) if op.dash]) == 1
    many = studio.draw(chart("timeline", Series("", tuple(mark(f"{2020 + n}年", n, "一件事") for n in range(9)))))
    ys = [studio.text(many, f"{2020 + n}年").y for n in range(9)]
    assert ys == sorted(ys, reverse=True)


def test_lines_have_a_mark_each_beside_their_colour(studio: Studio) -> None:
    rows = [series(name, ("2022", n + 1), ("2023", n + 2), ("2024", n + 4)) for n, name in enumerate("甲乙丙丁戊")]
    drawing = studio.draw(chart("trend_line", *rows))
    marks = [op for op in paths(drawing) if op.fill not in (None, studio.paper)]
    corners = {op.fill: len(op.segments) for op in marks}
    shapes = {fill: tuple(s[0] for s in next(op for op in marks if op.fill == fill).segments) for fill in corners}
    assert len(corners) == 5
    assert len({(shapes[fill], corner(next(op for op in marks if op.fill == fill))) for fill in corners}) == 5


def corner(op: PathOp) -> tuple[float, ...]:
    """Where a mark's first corners lie from its middle: what tells a square from a diamond."""
    points = [(float(s[1]), float(s[2])) for s in op.segments if len(s) == 3]
    x, y = (sum(p[axis] for p in points) / len(points) for axis in (0, 1))
    return tuple(round(v, 1) for p in points[:2] for v in (p[0] - x, p[1] - y))


def test_41_industries_stand_under_their_whole_names_on_page_and_phone(studio: Studio) -> None:
    names = [f"铁路、船舶、航空航天和其他运输设备制造业{n}" for n in range(41)]
    for width in (WIDTH, 334.0, 250.0):
        drawing = studio.draw(chart("ranked", series("", *((name, n) for n, name in enumerate(names)))), width=width)
        told = "".join(op.text for op in drawing.ops if isinstance(op, TextOp))
        assert "…" not in told
        assert drawing.height <= (TALLEST_LIST if width > 300 else 2 * TALLEST_LIST)
