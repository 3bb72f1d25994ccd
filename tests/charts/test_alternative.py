"""The alt text says what a sighted reader gets: the finding and every figure, gaps and differences included."""

from dataclasses import replace

import pytest

from mjq_report import charts
from mjq_report.model.document import Series, Span
from mjq_report.model.drawing import TextMeasure
from mjq_report.settings.theme import Theme
from tests.charts.samples import KINDS, Odd, chart, mark, series


def test_a_chinese_chart_is_told_in_chinese() -> None:
    marks = (mark("2020", 84.6, differs="预计数"), mark("2021", None), mark("2025", 1200, "约1200"))
    sample = chart("trend", Series("", marks), title="工业总产值突破千亿元")
    assert charts.alt_text(sample) == (
        "柱状图：工业总产值突破千亿元。单位：亿元。2020，84.6亿元（预计数）；2021，无数据；2025，约1200亿元。"
    )


def test_an_english_chart_is_told_in_english() -> None:
    sample = chart("ranked", series("", ("vehicles", 1000), ("logistics", 100)), unit="", title="Cars lead")
    assert charts.alt_text(sample) == "Ranked bar chart: Cars lead. vehicles, 1000; logistics, 100."


def test_series_are_named_when_there_are_several() -> None:
    sample = chart("bullet", series("完成", ("产值", 12)), series("计划", ("产值", 10)), title="超额完成")
    assert "完成：产值，12亿元。计划：产值，10亿元。" in charts.alt_text(sample)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_every_position_and_value_is_told(kind: str, seed: int) -> None:
    sample = Odd(seed).chart(kind)  # type: ignore[arg-type]
    told = charts.alt_text(sample)
    for row in sample.series:
        for one in row.marks:
            assert one.position in told
            assert one.label in told
            assert one.differs in told


def test_a_chart_keeps_an_alt_text_of_its_own(theme: Theme, measure: TextMeasure) -> None:
    sample = replace(chart("trend", series("", ("2020", 1))), alt="自己的说明")
    assert charts.draw(sample, theme, measure, 470).alt == "自己的说明"


def test_the_drawing_carries_it(theme: Theme, measure: TextMeasure) -> None:
    sample = replace(chart("trend", series("", ("2020", 1))), title=(Span("一"), Span("二", bold=True)))
    assert charts.draw(sample, theme, measure, 470).alt == charts.alt_text(sample)
    assert "一二" in charts.alt_text(sample)
