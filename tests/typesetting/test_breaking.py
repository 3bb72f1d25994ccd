"""Where single glyphs stand: gaps, compression, edges, indents, styles, and lines that cannot be full."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mjq_report.typesetting import Line, Run, break_lines, min_width, natural_width
from tests.typesetting.rules import PlainMetrics

EM = 10.0
FONT = PlainMetrics()
HAN = "产业新城协同发展工程建设总值增长同比实现完成推动重点项目企业服务居民村庄林业汽车智能"


def lines_of(text: str, measure: float = 1000.0, **kwargs: float | bool) -> list[Line]:
    return break_lines([Run(text, EM)], measure, FONT, **kwargs)  # type: ignore[arg-type]


def texts(lines: list[Line]) -> list[str]:
    return ["".join(segment.text for segment in line.segments) for line in lines]


def places(line: Line) -> list[tuple[str, float]]:
    found = []
    for segment in line.segments:
        x = segment.x
        for char, advance in zip(segment.text, segment.advances, strict=True):
            found.append((char, x))
            x += advance
    return found


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("中文", [1, 1]),
        ("中A", [1.125, 0.55]),
        ("A中", [0.675, 1]),
        ("8家", [0.675, 1]),
        ("中，A", [1, 1, 0.55]),
        ("A，中", [0.55, 1, 1]),
        ("中（A）中", [1, 1, 0.55, 1, 1]),
        ("5℃中", [0.55, 1, 1]),
        ("5％中", [0.55, 1, 1]),
        ("中”，中", [1, 0.5, 1, 1]),
        ("中，“中", [1, 0.5, 1, 1]),
        ("中（《中", [1, 0.5, 1, 1]),
        ("中》）。", [1, 0.5, 0.5, 0.5]),
        ("中·中", [0.75, 0.75, 1]),
        ("中——中", [1, 0.9, 1, 1]),
        ("中……中", [1, 1, 1, 1]),
        ("it’s", [0.25, 0.55, 0.3, 0.55]),
        ("a “b” c", [0.55, -0.25, 1, 0.55, 0.5, 0.25, 0.55]),
        ("中\u00a0文", [1, 0.55, 1]),
        ("中\u2060\u200b文", [1, 1]),
    ],
)
def test_natural_spacing(text: str, ems: list[float]) -> None:
    (line,) = lines_of(text)
    assert [advance / EM for segment in line.segments for advance in segment.advances] == pytest.approx(ems)


def test_an_opening_mark_at_a_lines_start_hangs_its_blank_out() -> None:
    line = lines_of("“产业”发展")[0]
    assert line.segments[0].x == -EM / 2
    assert line.width == pytest.approx(5.5 * EM)


def test_a_closing_mark_at_a_lines_end_keeps_half_its_width() -> None:
    line = lines_of("产业发展。")[0]
    assert line.segments[0].advances[-1] == EM / 2
    assert line.width == pytest.approx(4.5 * EM)


def test_marks_at_lines_ends_keep_half_their_width_and_the_lines_stay_full() -> None:
    lines = lines_of("产业新城发展。" * 12, 140.0)
    assert any(line.segments[-1].text.endswith("。") for line in lines[:-1])
    for line in lines[:-1]:
        assert line.width == pytest.approx(140.0)
        assert (line.segments[-1].advances[-1] == EM / 2) == line.segments[-1].text.endswith("。")


def test_an_english_apostrophe_is_not_torn_from_its_word() -> None:
    first = lines_of("The town’s output of enterprises above designated size", 180.0)[0]
    gaps = {left + right: b - a for (left, a), (right, b) in pairwise(places(first))}
    assert gaps["n’"] == pytest.approx(0.55 * EM)
    assert gaps["’s"] == pytest.approx(0.3 * EM)


def test_quotation_marks_that_the_font_draws_narrow_are_not_compressed() -> None:
    class Narrow(PlainMetrics):
        @staticmethod
        def em(char: str) -> float:
            return 0.4 if char in "“”‘’" else PlainMetrics.em(char)

        def advances(self, text: str, size: float, bold: bool) -> list[float]:
            return [size * self.em(char) for char in text]

    (line,) = break_lines([Run("中“文”，中", EM)], 1000.0, Narrow())
    assert line.segments[0].advances == pytest.approx((10, 4, 10, 4, 10, 10))


def test_full_lines_fill_the_measure_and_the_last_is_not_stretched() -> None:
    lines = lines_of(HAN * 3, 234.0)
    assert [line.width for line in lines[:-1]] == pytest.approx([234.0] * (len(lines) - 1))
    assert [line.last for line in lines] == [False] * (len(lines) - 1) + [True]
    assert set(lines[-1].segments[0].advances) == {EM}
    assert all(line.natural == pytest.approx(230.0) and line.ratio > 0 for line in lines[:-1])


def gaps_of(line: Line) -> dict[str, float]:
    """Room between neighbours beyond the font's own advance, in em, by the two characters."""
    return {left + right: (b - a) / EM - PlainMetrics.em(left) for (left, a), (right, b) in pairwise(places(line))}


MIXED = "产业（新城），协同发展AI工程建设总值8.5%产业12,345,678,901家发展"


@pytest.mark.parametrize(
    ("measure", "beside_latin", "between_han"), [(222.5, 0.1875, 0.0), (225.5, 0.25, 0.0), (245.0, 0.35, 0.1)]
)
def test_stretch_goes_to_the_gaps_beside_latin_first(measure: float, beside_latin: float, between_han: float) -> None:
    first = lines_of(MIXED, measure)[0]
    gaps = gaps_of(first)
    assert first.width == pytest.approx(measure)
    assert [gaps[pair] for pair in ("展A", "I工", "值8")] == pytest.approx([beside_latin] * 3, abs=2e-2)
    assert [gaps[pair] for pair in ("产业", "协同", "工程")] == pytest.approx([between_han] * 3, abs=2e-2)


def test_nothing_is_stretched_in_words_and_brackets_and_before_marks() -> None:
    gaps = gaps_of(lines_of(MIXED, 240.0)[0])
    assert [gaps[pair] for pair in ("AI", "8.", ".5", "5%", "（新", "城）")] == pytest.approx([0.0] * 6)


@pytest.mark.parametrize(("measure", "full"), [(85.0, True), (88.0, True), (95.0, False), (120.0, False)])
def test_a_loose_line_is_full_and_one_whose_gaps_would_show_stays_short(measure: float, full: bool) -> None:
    first = lines_of("全镇实现产值8亿1,234,567,890,123", measure)[0]
    assert (first.width == pytest.approx(measure)) == full
    gaps = gaps_of(first)
    assert 0.125 <= gaps["值8"] <= 0.45
    assert (0 < gaps["全镇"] <= 0.2) == full
    assert (gaps["全镇"] == 0) == (not full)


def test_a_text_may_have_no_gap_beside_digits_at_all() -> None:
    class Close(PlainMetrics):
        gap = 0.0

    (line,) = break_lines([Run("全镇8家，ABC集团", EM)], 1000.0, Close())
    assert line.width == pytest.approx((6 + 0.55 * 4) * EM)
    full = break_lines([Run("全镇8家ABC集团" + HAN, EM)], 144.0, Close())[0]
    assert full.width == pytest.approx(144.0)


def test_the_last_line_is_not_stretched_however_little_it_lacks() -> None:
    first, last = lines_of(HAN[:39], 205.0)
    assert (first.width, last.width) == (pytest.approx(205.0), 190.0)
    assert first.segments[0].text == HAN[:20]


def test_lines_are_compressed_at_marks_and_gaps_but_han_never_is() -> None:
    text = "产业，新城，协同，发展，工程建设8家，总值" + HAN
    first = lines_of(text, 214.0)[0]
    places_ = places(first)
    assert first.ratio < 0
    assert first.width == pytest.approx(214.0)
    for (left, a), (right, b) in pairwise(places_):
        gap = b - a - EM * PlainMetrics.em(left)
        if left == "，":
            assert -0.4 * EM <= gap < 0
        elif (left + right) in ("设8", "8家"):
            assert EM / 16 <= gap < EM / 8
        else:
            assert gap == pytest.approx(0)


def test_the_pause_behind_a_sentence_gives_way_last() -> None:
    first = lines_of("产业，新城，协同，发展。工程建设，总值" + HAN, 184.0)[0]
    gaps = gaps_of(first)
    assert first.width == pytest.approx(184.0)
    assert gaps["，新"] < 2 * gaps["。工"] < 0


def test_no_single_character_is_left_on_the_last_line() -> None:
    lines = texts(lines_of("产业新城协同发展工程建。", 100.0))
    assert lines == ["产业新城协同发展工", "程建。"]


def test_the_year_is_kept_with_its_month_where_that_costs_little() -> None:
    text = "新城协同发展工程，建设总值AI增长，同比5G总值增长8.5%同比2024年1—11月产业" + HAN
    assert texts(lines_of(text, 308.0))[1].startswith("2024年1—11月")


def test_indent_and_hanging_indent() -> None:
    lines = lines_of(HAN, 200.0, indent=20.0, hanging=5.0)
    assert [line.segments[0].x for line in lines] == [20.0, *[5.0] * (len(lines) - 1)]
    assert [line.width for line in lines[:-1]] == pytest.approx([200.0] * (len(lines) - 1))


def test_a_note_mark_stands_close_on_both_sides() -> None:
    (line,) = break_lines([Run("产业", EM), Run("3", 6.0, rise=3.0), Run("2024", EM)], 1000.0, FONT)
    assert [segment.x for segment in line.segments] == pytest.approx([0.0, 20.0, 23.3])


def test_forced_breaks_end_a_line_without_stretching_it() -> None:
    lines = lines_of("产业发展\n\n新城", 200.0, indent=20.0)
    assert texts(lines) == ["产业发展", "", "新城"]
    assert [line.segments[0].x for line in lines if line.segments] == [20.0, 0.0]
    assert [line.last for line in lines] == [True, True, True]
    assert lines[2].segments[0].start == 6


def test_spaces_at_a_lines_end_are_dropped_but_told() -> None:
    lines = lines_of("gross industrial output of enterprises", 115.0)
    assert texts(lines) == ["gross industrial output", "of enterprises"]
    assert [line.tail for line in lines] == [" ", ""]
    assert lines[0].width == pytest.approx(115.0)


def test_styles_go_over_line_ends_and_rules_over_style_borders() -> None:
    mark = object()
    runs = [
        Run(HAN[:18], EM),
        Run("424.8", EM, bold=True, tag=mark),
        Run("亿元", EM),
        Run("[3]", 6.0, rise=3.0),
        Run("，" + HAN, EM),
    ]
    lines = break_lines(runs, 200.0, FONT)
    assert "".join(texts(lines)) == "".join(run.text for run in runs)
    starts = [line.segments[0] for line in lines]
    assert {segment.run for segment in starts} <= {0, 1, 4}
    for segment in (segment for line in lines for segment in line.segments):
        assert runs[segment.run].text[segment.start :].startswith(segment.text)
    amount = next(line for line in lines if any(segment.run == 1 for segment in line.segments))
    assert [segment.text for segment in amount.segments if segment.run in (1, 2, 3)] == ["424.8", "亿元", "[3]"]


def test_ragged_text_takes_as_few_lines_as_possible_and_evens_them() -> None:
    lines = lines_of("产业新城协同发展工程建设总值增长同比", 100.0, justify=False)
    assert texts(lines) == ["产业新城协同发展工程", "建设总值增长同比"]
    assert all(line.ratio == 0 for line in lines)
    assert texts(lines_of("全镇规模以上工业企业约2,348,120家实现产值", 102.0, justify=False)) == [
        "全镇规模以上工业企",
        "业约2,348,120家实现",
        "产值",
    ]


def test_an_address_is_broken_at_its_slashes_before_its_letters() -> None:
    address = "https://www.example.gov.cn/zwgk/tongji"
    lines = texts(lines_of(f"详见{address}。", 120.0, justify=False))
    assert "".join(lines) == f"详见{address}。"
    assert lines == ["详见", "https://www.example.", "gov.cn/zwgk/tongji。"]


def test_what_is_too_long_is_broken_at_the_unit_before_the_digits() -> None:
    assert texts(lines_of("产值1234567890万人次", 62.0, justify=False)) == ["产值", "1234567890", "万人次"]
    assert texts(lines_of("2016—2020年", 50.0, justify=False)) == ["2016—", "2020年"]
    assert texts(lines_of("产值12345678901234亿", 62.0, justify=False)) == ["产值1234567", "8901234亿"]


def test_a_line_without_gaps_stays_short() -> None:
    lines = lines_of("internationalisation internationalisation", 140.0)
    assert lines[0].width < 140.0
    assert not lines[0].last


def test_widths_for_columns() -> None:
    runs = [Run("约1,320.5亿元（预计）", EM)]
    assert natural_width(runs, FONT) == lines_of("约1,320.5亿元（预计）")[0].width
    least = min_width(runs, FONT)
    assert least == natural_width([Run("1,320.5亿元", EM)], FONT)
    assert all(line.width <= least + 0.01 for line in break_lines(runs, least, FONT, justify=False))
    assert natural_width([Run("产业\n新城建设", EM)], FONT) == 4 * EM
    assert natural_width([], FONT) == min_width([Run("", EM)], FONT) == 0.0


def test_no_text_no_lines() -> None:
    assert break_lines([], 100.0, FONT) == []
    assert break_lines([Run("", EM)], 100.0, FONT) == []
    (blank,) = lines_of("  ")
    assert (blank.segments, blank.width, blank.tail) == ((), 0.0, "  ")


def test_ragged_text_is_not_compressed_to_divide_a_word() -> None:
    """A compressed line was once taken for one that costs nothing."""
    text = "2024年1—11月，全镇规模以上工业总产值400.19亿元，同比增长230.08%；2024年，全镇新增市场主体4681家。"
    for measure in range(240, 320, 2):
        assert not any(line.endswith("同比增") for line in texts(lines_of(text, float(measure), justify=False))), (
            measure
        )


def test_a_last_line_is_rather_compressed_than_followed_by_another() -> None:
    (line,) = lines_of("经济位次（亦庄新城新扩区各镇），第8位", 181.0, justify=False)
    assert line.width == pytest.approx(181.0)
    assert line.natural > 181.0
