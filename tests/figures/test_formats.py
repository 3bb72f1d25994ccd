"""Numbers, units, periods and dates in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.figures import formats
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.period import Period

D = Decimal
EXACT, ABOUT, MORE, NEARLY, LEAST = Qualifier


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("69.97", 1, "70.0"),
        ("0.05", 1, "0.1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "−3"),
        ("-0.04", 1, "0.0"),
        ("1e3", 0, "1000"),
        ("123456789012345678901234567890.55", 1, "123456789012345678901234567890.6"),
    ],
)
def test_digits_round_half_away_from_zero_and_never_print_minus_zero(value: str, decimals: int, printed: str) -> None:
    assert formats.digits(D(value), decimals) == printed


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_within_half_a_unit_and_says_the_same_twice(value: Decimal, decimals: int) -> None:
    rounded = formats.round_half_up(value, decimals)
    assert abs(rounded - value) <= D(1).scaleb(-decimals) / 2
    assert formats.round_half_up(rounded, decimals) == rounded
    printed = formats.digits(value, decimals)
    assert D(printed.replace("−", "-")) == rounded
    assert len(printed.partition(".")[2]) == decimals


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3), st.sampled_from(list(Qualifier)))
def test_a_hedge_stays_true_when_its_figure_is_rounded(value: Decimal, decimals: int, qualifier: Qualifier) -> None:
    rounded = formats.round_hedged(value, decimals, qualifier)
    assert abs(rounded - value) < D(1).scaleb(-decimals)
    if qualifier in (MORE, LEAST):
        assert abs(rounded) <= abs(value)
    if qualifier is NEARLY:
        assert abs(rounded) >= abs(value)


@pytest.mark.parametrize(
    ("printed", "unit", "qualifier", "wording", "reads"),
    [
        ("269.20", "亿元", EXACT, "", "269.20亿元"),
        ("30", "%", ABOUT, "", "约30%"),
        ("1320", "亿元", MORE, "", "超1320亿元"),
        ("1", "万亩", NEARLY, "", "近1万亩"),
        ("30.4", "%", LEAST, "", "30.4%以上"),
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
    assert formats.quantity(printed, unit, qualifier, wording).text == reads


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
    made = formats.quantity(printed, unit, qualifier, wording)
    assert (made.value, made.unit, made.point) == (value, behind, point)


units = st.sampled_from(["亿元", "万元", "%", "家", "万亩", "人次", "平方公里", "个百分点"])
hedges = {EXACT: set(), ABOUT: {"约"}, MORE: {"超", "余", "多"}, NEARLY: {"近"}, LEAST: {"以上"}}


@given(
    st.decimals(0, 10**6, places=2), units, st.sampled_from(list(Qualifier)), st.sampled_from(["", "余", "多", "万余"])
)
def test_no_figure_is_parted_from_its_digits_unit_or_hedge(
    value: Decimal, unit: str, qualifier: Qualifier, wording: str
) -> None:
    reads = formats.quantity(f"{value:f}", unit, qualifier, wording).text
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
    assert formats.between(D(low), D(high), 1, unit) == reads


@given(st.decimals(-1000, 1000, places=4), st.decimals(D("0.0001"), 1, places=4), st.integers(0, 2))
def test_both_ends_of_a_gap_stay_apart_and_true(low: Decimal, gap: Decimal, decimals: int) -> None:
    texts = formats.facing(low, low + gap, decimals)
    most, least = (D(text.replace("−", "-")) for text in texts)
    assert low <= most < least <= low + gap


def test_there_is_no_gap_within_one_figure() -> None:
    with pytest.raises(ValueError, match="no gap"):
        formats.facing(D(1), D(1), 1)


@pytest.mark.parametrize(
    ("text", "zh", "en", "short"),
    [
        ("2025", "2025年", "2025", "2025"),
        ("2016/2020", "2016—2020年", "2016–2020", "2016—2020"),
        ("2024-06", "2024年6月", "June 2024", "2024.6"),
        ("2024-01/2024-11", "2024年1—11月", "January–November 2024", "2024.1—11"),
        ("2023-11/2024-02", "2023年11月—2024年2月", "November 2023–February 2024", "2023.11—2024.2"),
        ("2024-12-28", "2024年12月28日", "28 December 2024", "2024.12.28"),
    ],
)
def test_periods_in_words(text: str, zh: str, en: str, short: str) -> None:
    period = Period.parse(text)
    assert formats.period(period) == zh
    assert formats.period(period, "en") == en
    assert formats.period_short(period) == short


def test_an_interval_of_days_names_both_days() -> None:
    period = Period.parse("2024-12-28/2025-01-03")
    assert formats.period(period) == "2024年12月28日—2025年1月3日"
    assert formats.period(period, "en") == "28 December 2024–3 January 2025"
    assert formats.period_short(period) == "2024.12.28—2025.1.3"


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


@given(periods(), periods(), st.sampled_from(["zh", "en"]))
def test_different_periods_never_read_alike(one: Period, other: Period, lang: str) -> None:
    same = one == other
    assert (formats.period(one, lang) == formats.period(other, lang)) is same
    assert (formats.period_short(one) == formats.period_short(other)) is same


def test_dates_have_no_leading_zeros() -> None:
    assert formats.date(dt.date(2026, 2, 9)) == "2026年2月9日"
    assert formats.date(dt.date(2026, 2, 9), "en") == "9 February 2026"


def test_words_of_comparison_follow_period_and_sign() -> None:
    assert formats.comparison_word(Period.parse("2025")) == "比上年"
    assert formats.comparison_word(Period.parse("2024-01/2024-11")) == "同比"
    assert [formats.direction_word(D(n)) for n in (1, 0, -1)] == ["增长", "持平", "下降"]
    assert [formats.direction_word(D(n), rate=True) for n in (1, 0, -1)] == ["提高", "持平", "下降"]


def test_only_what_is_not_a_plain_result_has_a_status_word() -> None:
    assert [formats.status_word(s) for s in Status] == ["", "预计", "初步核算", "计划", "目标"]


def test_section_numbers() -> None:
    assert [formats.chinese_number(n) for n in (1, 10, 12, 20, 99)] == ["一", "十", "十二", "二十", "九十九"]
    assert len({formats.chinese_number(n) for n in range(1, 100)}) == 99
    for outside in (0, 100):
        with pytest.raises(ValueError, match="outside"):
            formats.chinese_number(outside)
