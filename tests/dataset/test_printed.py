"""Whether published words carry a figure: digits, Chinese numerals, units, hedges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import catalogue
from mjq_report.dataset.rules import words as printed
from mjq_report.figures.numerals import chinese_number


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "words"),
    [
        ("269.20", "亿元", "exact", "产值269.20亿元"),
        ("-3.2", "%", "exact", "下降3.2%"),
        ("1320", "家", "exact", "共1,320家"),
        ("45.5", "%", "exact", "占比４５．５％"),
        ("4", "个", "exact", "四大产业"),
        ("1000", "亿元", "more_than", "突破千亿元"),
        ("100", "亿元", "exact", "百亿级"),
        ("1", "万亩", "nearly", "近万亩"),
        ("19", "届", "exact", "第十九届"),
        ("1", "家", "exact", "唯一一家"),
        ("1", "个", "exact", "全区唯一入选"),
        ("1", "届", "exact", "首届"),
        ("2", "个", "exact", "双提升"),
        ("2.4", "万亩", "more_than", "2.4万余亩"),
        ("290", "家", "more_than", "290余家"),
        ("43.87", "%", "about", "约占全区的43.87%"),
        ("74", "%", "at_least", "达74%以上"),
        ("3", "%", "at_most", "控制在3%以内"),
        ("3", "%", "at_most", "不超过3%"),
        ("50", "万辆", "exact", "第50万辆"),
        ("6.31", "个百分点", "exact", "6.31个百分点"),
        ("5", "家", "exact", "15个村的5家"),  # the second place is the right one
        ("3", "个", "exact", "3方面"),  # 方 is no volume here
        ("80", "元/平方米", "exact", "80元/平方米"),
        ("7600", "人次", "more_than", "7600余人次"),
    ],
)
def test_words_that_carry_their_figure(value: str, unit: str, qualifier: str, words: str) -> None:
    assert printed.fault(value, unit, qualifier, words) is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("269.20", "亿元", "269.2亿元"),
        ("69.20", "亿元", "269.20亿元"),
        ("269", "亿元", "269.20亿元"),
        ("20", "亿元", "269.20亿元"),
        ("5", "家", "15家"),
        ("4", "个", "五大产业"),
        ("10", "届", "十九届"),
        ("500000", "辆", "50万辆"),
        ("1", "家", "一五一十家"),
    ],
)
def test_words_that_carry_another_figure(value: str, unit: str, words: str) -> None:
    found = printed.fault(value, unit, "exact", words)
    assert found is not None
    assert found[0] is catalogue.VALUE_NOT_AS_PRINTED


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("269.20", "万元", "269.20亿元"),
        ("45.5", "个百分点", "45.5%"),
        ("6.31", "%", "6.31个百分点"),
        ("2.4", "亩", "2.4万亩"),
        ("13", "台", "13万台"),
        ("13", "万台", "13台次"),
        ("7600", "人", "7600人次"),
        ("82", "亩", "82平方公里"),
    ],
)
def test_words_that_carry_another_unit(value: str, unit: str, words: str) -> None:
    found = printed.fault(value, unit, "exact", words)
    assert found is not None
    assert found[0] is catalogue.UNIT_NOT_AS_PRINTED


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "words"),
    [
        ("30", "%", "exact", "约30%"),
        ("290", "家", "exact", "290余家"),
        ("1", "万亩", "exact", "近万亩"),
        ("1000", "亿元", "exact", "突破1000亿元"),
        ("74", "%", "exact", "74%以上"),
        ("30", "%", "about", "30%"),
        ("30", "%", "nearly", "约30%"),
    ],
)
def test_words_that_hedge_otherwise(value: str, unit: str, qualifier: str, words: str) -> None:
    found = printed.fault(value, unit, qualifier, words)
    assert found is not None
    assert found[0] is catalogue.QUALIFIER_NOT_AS_PRINTED


def test_a_word_that_only_looks_like_a_hedge_is_none() -> None:
    assert printed.fault("300", "场", "exact", "开展近邻活动300场") is None


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("十", 10), ("十九", 19), ("二十", 20), ("一百零五", 105), ("千", 1000), ("一千二百", 1200), ("三万二千", 32_000),
     ("百万", 10**6), ("千亿", 10**11), ("万亿", 10**12), ("二〇二五", 2025), ("两", 2), ("一亿二千万", 120_000_000)],
)  # fmt: skip
def test_chinese_numerals(numeral: str, number: int) -> None:
    assert chinese_number(numeral) == number


@given(
    st.text("0123456789.,０余多约近%万亿元家个百分点一二十千两唯a ", max_size=20),
    st.sampled_from(["家", "%", "亿元", "万亩", "个百分点"]),
)
def test_no_words_break_it(words: str, unit: str) -> None:
    for value in ("5", "12.50", "-3", "1000"):
        found = printed.fault(value, unit, "exact", words)
        assert found is None or found[1]


@given(
    st.integers(0, 10**9).map(str),
    st.sampled_from(["家", "亿元", "%", "万亩", "人次"]),
    st.text("产值达其中、", max_size=5),
)
def test_a_figure_before_its_unit_is_always_found(value: str, unit: str, before: str) -> None:
    assert printed.fault(value, unit, "exact", before + value + unit) is None


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0", "%", "与上年持平"), ("1", "番", "总收入翻一番"), ("2", "番", "力争翻两番"), ("1.5", "倍", "同比增长1.5倍"),
        ("3", "成", "增长3成"), ("1.2", "个千分点", "下降1.2个千分点"), ("3000", "万元", "减亏3000万元"),
        ("86.25", "km²", "面积86.25km²"), ("1.2", "万吨CO₂", "减排1.2万吨CO₂"), ("350", "万千瓦时", "发电350万千瓦时"),
    ],
)  # fmt: skip
def test_growth_and_amounts_are_entered_as_published(value: str, unit: str, text: str) -> None:
    assert printed.fault(value, unit, "exact", text) is None
