"""Numbers, units, periods and dates in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis.facts import fact
from mjq_report.errors import UsageError
from mjq_report.lang import known, language, tag, text_of, zh
from mjq_report.lang.zh.figures import spread
from mjq_report.lang.zh.telling import without_growth
from mjq_report.model.codes import IndicatorKind, Qualifier, Status, Verdict
from mjq_report.model.document import Series
from mjq_report.model.period import Period
from mjq_report.model.tables import Town
from tests.charts.samples import KINDS, Odd, chart, mark, series
from tests.towns.rows import INDICATORS, row

D = Decimal
EXACT, ABOUT, MORE, NEARLY, LEAST, MOST = Qualifier


@pytest.mark.parametrize(
    ("printed", "unit", "qualifier", "wording", "reads"),
    [
        ("269.20", "亿元", EXACT, "", "269.20亿元"),
        ("30", "%", ABOUT, "", "约30%"),
        ("1320", "亿元", MORE, "", "超1320亿元"),
        ("1", "万亩", NEARLY, "", "近1万亩"),
        ("30.4", "%", LEAST, "", "30.4%以上"),
        ("200.5", "亿元", MOST, "", "200.5亿元以内"),
        ("290", "家", MORE, "余", "290余家"),
        ("300", "种", MORE, "多", "300多种"),
        ("2.4", "万亩", MORE, "余", "2.4万余亩"),
        ("3", "万亩", MORE, "余", "3万余亩"),
        ("900", "万元", MORE, "余", "900余万元"),
        ("900", "万元", MORE, "万余", "900万余元"),
        ("100", "亿元", MORE, "多", "100多亿元"),
        ("1.5", "万亿元", MORE, "余", "1.5万亿余元"),
        ("5", "百分点", MORE, "多", "5多百分点"),
        ("-3.2", "%", EXACT, "", "−3.2%"),
    ],
)
def test_a_quantity_reads_with_its_hedge_and_unit(
    printed: str, unit: str, qualifier: Qualifier, wording: str, reads: str
) -> None:
    assert zh.quantity(printed, unit, qualifier, wording).text == reads


@pytest.mark.parametrize(
    ("printed", "unit", "qualifier", "wording", "value", "behind", "point"),
    [
        ("1200", "亿元", ABOUT, "", "约1200", "亿元", 5),
        ("74", "%", LEAST, "", "74", "%以上", 2),
        ("290", "家", MORE, "余", "290", "余家", 3),
        ("2.4", "万亩", MORE, "余", "2.4", "万余亩", 1),
        ("-3.5", "%", EXACT, "", "−3.5", "%", 2),
    ],
)
def test_a_quantity_comes_in_its_parts(
    printed: str, unit: str, qualifier: Qualifier, wording: str, value: str, behind: str, point: int
) -> None:
    made = zh.quantity(printed, unit, qualifier, wording)
    assert (made.value, made.unit, made.point) == (value, behind, point)


units = st.sampled_from(["亿元", "万元", "%", "家", "万亩", "人次", "平方公里", "个百分点"])
hedges = {EXACT: set(), ABOUT: {"约"}, MORE: {"超", "余", "多"}, NEARLY: {"近"}, LEAST: {"以上"}, MOST: {"以内"}}


@given(
    st.decimals(0, 10**6, places=2), units, st.sampled_from(list(Qualifier)), st.sampled_from(["", "余", "多", "万余"])
)
def test_no_figure_is_parted_from_its_digits_unit_or_hedge(
    value: Decimal, unit: str, qualifier: Qualifier, wording: str
) -> None:
    reads = zh.quantity(f"{value:f}", unit, qualifier, wording).text
    assert f"{value:f}" in reads
    rest = reads.replace(f"{value:f}", "")
    found = {word for words in hedges.values() for word in words if word in rest}
    assert found <= hedges[qualifier]
    assert bool(found) is bool(hedges[qualifier])
    plain = rest
    for word in found:
        plain = plain.replace(word, "")
    assert plain == unit


@pytest.mark.parametrize(
    ("low", "high", "unit", "reads"),
    [
        ("20.173", "20.677", "%", "在20.1%至20.7%之间"),
        ("81.04", "83", "家", "在81至83家之间"),
        ("81", "83.04", "亿元", "在81亿元至83.1亿元之间"),
        ("-0.04", "0", "%", "在−0.1%至0%之间"),
        ("5", "5", "家", "为5家"),
        ("90", "Infinity", "%", "不低于90%"),
        ("-Infinity", "71.92", "%", "不高于72%"),
        ("-Infinity", "Infinity", "%", "不限"),
    ],
)
def test_a_range_reads_with_its_bounds_rounded_outwards(low: str, high: str, unit: str, reads: str) -> None:
    assert zh.between(D(low), D(high), 1, unit) == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("2025", "2025年"),
        ("2016/2020", "2016—2020年"),
        ("2024-06", "2024年6月"),
        ("2024-01/2024-11", "2024年1—11月"),
        ("2023-11/2024-02", "2023年11月—2024年2月"),
        ("2024-12-28", "2024年12月28日"),
        ("2024-12-28/2025-01-03", "2024年12月28日—2025年1月3日"),
        ("2025/..", "未来"),
    ],
)
def test_periods_in_words(text: str, reads: str) -> None:
    assert zh.period(Period.parse(text)) == reads


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted(draw(st.tuples(days, days)))
    precision = draw(st.sampled_from([4, 7, 10]))
    texts = dict.fromkeys((start.isoformat()[:precision], end.isoformat()[:precision]))
    try:
        return Period.parse("/".join(texts))
    except ValueError:  # there is a shorter form
        return Period.parse(start.isoformat()[:precision])


days = st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1))


@given(periods(), periods())
def test_different_periods_never_read_alike(one: Period, other: Period) -> None:
    assert (zh.period(one) == zh.period(other)) is (one == other)


def test_dates_have_no_leading_zeros() -> None:
    assert zh.date(dt.date(2026, 2, 9)) == "2026年2月9日"


def test_words_of_comparison_follow_period_and_sign() -> None:
    assert zh.comparison(Period.parse("2025")) == "比上年"
    assert zh.comparison(Period.parse("2024-01/2024-11")) == "同比"
    assert [zh.direction(D(n)) for n in (1, 0, -1)] == ["增长", "持平", "下降"]
    assert [zh.direction(D(n), rate=True) for n in (1, 0, -1)] == ["提高", "持平", "下降"]


def test_only_what_is_not_a_plain_result_has_a_status_word() -> None:
    assert [zh.status(s) for s in Status] == ["", "预计", "初步核算", "计划", "目标"]


def test_section_numbers() -> None:
    assert [zh.numeral(n) for n in (1, 10, 12, 20, 99)] == ["一", "十", "十二", "二十", "九十九"]
    assert len({zh.numeral(n) for n in range(1, 100)}) == 99
    for outside in (0, 100):
        with pytest.raises(ValueError, match="outside"):
            zh.numeral(outside)


def test_only_official_documents_number_every_heading() -> None:
    assert [zh.section_number(11, official) for official in (True, False)] == ["十一、", "十一　"]
    assert [zh.heading_number(level, 2) for level in (2, 3)] == ["（二）", "2."]


# --------------------------------------------------------------------------- what every language has


@pytest.mark.parametrize("code", known())
def test_a_language_lets_its_own_words_through_and_reserves_those_of_status_and_verdict(code: str) -> None:
    words = language(code)
    for status in set(Status) - {Status.ACTUAL}:
        assert words.status(status) in words.CHOICES[f"status.{status}"]
        assert words.reserved(words.status(status))
    for verdict in Verdict:
        assert words.reserved(words.audit_group(verdict, True, 1))


def test_a_language_that_is_none_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"--lang tlh: no briefing is written in it; there is zh"):
        language("tlh")
    assert (tag("zh"), tag("tlh")) == ("zh-CN", "tlh")


def test_a_text_of_a_table_falls_back_to_chinese() -> None:
    town = Town("a", "甲镇", "Jia", "110000", "某区", "", "")
    assert [text_of(town, "name", code) for code in ("zh", "en")] == ["甲镇", "Jia"]
    assert text_of(town, "district", "en") == "某区"


# --------------------------------------------------------------------------- charts in words


def test_a_chinese_chart_is_put_into_words() -> None:
    marks = (mark("2020", 84.6, differs="预计数"), mark("2021", None), mark("2025", 1200, "约1200"))
    sample = chart("trend", Series("", marks), title="工业总产值突破千亿元")
    assert zh.alt_text(sample) == (
        "柱状图：工业总产值突破千亿元。单位：亿元。2020，84.6亿元（预计数）；2021，无数据；2025，约1200亿元。"
    )


def test_series_are_named_when_there_are_several() -> None:
    sample = chart("bullet", series("完成", ("产值", 12)), series("计划", ("产值", 10)), title="超额完成")
    assert "完成：产值，12亿元。计划：产值，10亿元。" in zh.alt_text(sample)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_every_position_and_value_is_told(kind: str, seed: int) -> None:
    sample = Odd(seed).chart(kind)  # type: ignore[arg-type]
    told = zh.alt_text(sample)
    for one_series in sample.series:
        for one in one_series.marks:
            assert one.position in told
            assert one.label in told
            assert one.differs in told


@pytest.mark.parametrize(
    ("reference", "printed", "unit", "text", "reads"),
    [
        ("economic_rank@2025#whole_town", "1", "位", "八镇经济榜首", "第1位"),
        ("economic_rank@2025#whole_town", "3", "位", "位列第三", "第3位"),
        ("firms@2025#whole_town", "3", "批", "第三批涉水工程", "第三批"),
        ("firms@2025#whole_town", "11", "届", "第十一届合唱周", "第十一届"),
        ("firms@2025#whole_town", "1", "家", "全区首家", "全区首家"),
        ("firms@2025#whole_town", "1", "家", "通州区唯一一家农庄", "唯一一家"),
        ("firms@2025#whole_town", "1", "个", "全区唯一入选的片区", "全区唯一"),
        ("firms@2025#whole_town", "2", "个", "唯一的片区有2个村", "2个"),
        ("deliveries@2025#whole_town", "50", "万辆", "第50万辆下线", "第50万辆"),
        ("output@2025#whole_town", "100", "亿元", "百亿级产业集群", "百亿级"),
        ("output@2025#whole_town", "1000", "亿元", "千亿元级产业", "千亿元级"),
        ("firms@2025#whole_town", "1000", "家", "上千家企业", "上千家"),
        ("firms@2025#whole_town", "10", "个", "第二批10个片区", "10个"),
        ("firms@2025#whole_town", "3", "个", "第三产业有3个项目", "3个"),
        ("output@2025#whole_town", "45", "亿元", "第一季度45亿元", "45亿元"),
    ],
)
def test_places_ordinals_and_sizes_read_as_the_source_has_them(
    reference: str, printed: str, unit: str, text: str, reads: str
) -> None:
    observation = row(reference, printed, unit, text=text)
    assert zh.figure(fact(observation, INDICATORS[observation.indicator])).text == reads


@pytest.mark.parametrize(
    ("kind", "period", "printed", "unit", "text", "reads"),
    [
        (IndicatorKind.DATE, "2025-11", "11", "月", "今年11月投入使用", "2025年11月"),
        (IndicatorKind.DATE, "2025-11", "11", "月", "今年11月底前投用", "2025年11月底前"),
        (IndicatorKind.DATE, "2026", "2026", "年", "预计2026年底完成", "2026年底"),
        (IndicatorKind.DATE, "2027", "2027", "年", "计划2027年前迁至本地", "2027年前"),
        (IndicatorKind.MAGNITUDE, "2025", "1000", "亿元", "构筑起千亿元产值", "千亿元"),
        (IndicatorKind.MAGNITUDE, "2025", "1000", "亿元", "百亿元投资成就产值", "1000亿元"),
    ],
)
def test_days_and_sizes_that_are_declared_read_as_the_source_has_them(
    kind: IndicatorKind, period: str, printed: str, unit: str, text: str, reads: str
) -> None:
    observation = replace(row(f"output@{period}#whole_town", printed, unit, text=text, source="s2025"), kind=kind)
    assert zh.figure(fact(observation, INDICATORS["output"])).text == reads


@pytest.mark.parametrize(
    ("printed", "unit", "qualifier", "reads"),
    [
        ("1.5", "倍", EXACT, "增长1.5倍"), ("1", "番", EXACT, "翻一番"), ("2", "番", NEARLY, "翻近两番"),
        ("3", "成", ABOUT, "增长约3成"), ("0", "%", EXACT, "持平"), ("-0.35", "个千分点", EXACT, "下降0.35个千分点"),
    ],
)  # fmt: skip
def test_growth_reads_in_the_unit_that_was_published(printed: str, unit: str, qualifier: Qualifier, reads: str) -> None:
    observation = row("output_growth@2025#whole_town", printed, unit, qualifier=qualifier)
    assert zh.movement(fact(observation, INDICATORS["output_growth"])) == reads


@pytest.mark.parametrize(
    ("low", "high", "unit", "reads"),
    [
        ("5.5", "6", "%", "5.5%—6%"),
        ("3", "5", "家", "3—5家"),
        ("5", "6", "亿元", "5亿元—6亿元"),
        ("-6", "-5", "%", "−6%—−5%"),
    ],
)
def test_a_range_reads_with_both_ends(low: str, high: str, unit: str, reads: str) -> None:
    assert spread(low, high, unit).text == reads


@pytest.mark.parametrize(
    ("name", "printed", "is_in_it"),
    [
        ("“三产”", "3", True),
        ("“双轮驱动”", "2", True),
        ("“3个100”重点工程", "100", True),
        ("“三产”", "4", False),
        ("三级医院", "3", False),
        ("一街村", "1", False),
        ("第三产业", "3", False),
        ("", "3", False),
    ],
)
def test_a_name_that_says_the_number_counted_of_it(name: str, printed: str, is_in_it: bool) -> None:
    assert zh.counts_itself(name, printed) is is_in_it


def test_an_industry_stands_before_the_thing_counted() -> None:
    assert zh.with_breakdown("新引进企业", "网络安全") == "新引进网络安全企业"
    assert zh.with_breakdown("有工业企业", "医药工业") == "有医药工业企业"
    assert zh.with_breakdown("种植面积", "樱桃") == ""


@pytest.mark.parametrize(
    ("name", "grown"),
    [("销售额增速", "销售额"), ("人口自然增长率", "人口自然增长率"), ("人口机械增长率", "人口机械增长率"), ("户籍人口增长率", "户籍人口")],
)  # fmt: skip
def test_a_rate_that_is_called_growth_is_not_the_growth_of_something(name: str, grown: str) -> None:
    assert without_growth(name) == grown
