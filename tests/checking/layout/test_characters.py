"""What may stand at a line's start and end, and which figures and words a break divides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.checking.layout import characters as chars


@pytest.mark.parametrize("mark", "，。、；：？！）】》〉」』”’〕％%‰℃·～…)],;:!?")
def test_a_closing_mark_starts_no_line(mark: str) -> None:
    assert chars.may_not_start("工业产值", mark + "增长")
    assert not chars.may_not_start("工业产值" + mark, "增长")


@pytest.mark.parametrize("mark", "（【《〈「『“‘〔([$¥")
def test_an_opening_mark_ends_no_line(mark: str) -> None:
    assert chars.may_not_end("工业产值" + mark, "增长")
    assert not chars.may_not_end("工业产值", mark + "增长")


@pytest.mark.parametrize(
    ("before", "after", "forbidden"),
    [
        ("工业", "——新增长点", False),  # a dash may start a line (GB/T 15834-2011, 5.1.3)
        ("2016", "—2020年", True),  # a connecting mark may not (5.1.5)
        ("北京", "-上海", False),
        ("COVID", "-19", True),
        ("下降", "-5%", False),
        ("采用", ".NET平台", False),
        ("省", "/市", True),
        ("https:", "/path", False),
    ],
)
def test_marks_whose_meaning_depends_on_their_neighbours(before: str, after: str, forbidden: bool) -> None:
    assert chars.may_not_start(before, after) is forbidden


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("产值12", "00亿元", "1200亿元"),
        ("产值1200", "亿元", "1200亿元"),
        ("产值1200亿", "元", "1200亿元"),
        ("产值424.", "8亿元", "424.8亿元"),
        ("产值424", ".8亿元", "424.8亿元"),
        ("增长41.9", "%", "41.9%"),
        ("增长41.9", "％", "41.9％"),
        ("提高6.31个", "百分点", "6.31个百分点"),
        ("于2025", "年完成", "2025年"),
        ("于2026年2", "月9日", "2月"),
        ("共60", "余家企业", "60余家"),
        ("共1,", "200家", "1,200家"),
        ("下降−", "5%", "−5%"),
        ("面积3.5平方", "公里", "3.5平方公里"),
        ("功率500", "MW项目", "500MW"),
        ("温度30", "℃以下", "30℃"),
        ("上午9:", "30开始", "9:30"),
    ],
)
def test_a_figure_is_whole_with_its_sign_and_unit(before: str, after: str, number: str) -> None:
    assert chars.divided_number(before, after, spaced=False) == number


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("于2026年", "2月9日"),
        ("达1200亿元", "，增长5%"),
        ("从2016—", "2020年"),
        ("2024和2025", "分别增长5%"),
        ("见第3章", "2个项目"),
        ("其中", "2025年"),
        ("2025", "，产值"),
    ],
)
def test_a_break_beside_a_figure_divides_nothing(before: str, after: str) -> None:
    assert chars.divided_number(before, after, spaced=False) == ""


def test_two_figures_with_a_space_between_are_two() -> None:
    assert chars.divided_number("in 2025", "13 parks", spaced=True) == ""
    assert chars.divided_number("in 2025", "13 parks", spaced=False) != ""


def test_a_unit_after_a_space_still_belongs_to_its_figure() -> None:
    assert chars.divided_number("a plant of 500", "MW opened", spaced=True) == "500 MW"
    assert chars.divided_number("in 2025", "the plant", spaced=True) == ""


@pytest.mark.parametrize(("before", "after"), [("规模约", "40亿元"), ("产值超", "1000亿元"), ("第", "3章")])
def test_a_qualifier_is_told_from_its_figure(before: str, after: str) -> None:
    assert chars.parted_qualifier(before, after)
    assert not chars.divided_number(before, after, spaced=False)


@given(st.integers(0, 10**9), st.sampled_from(["亿元", "家", "%", "年", "个百分点", "平方公里"]), st.data())
def test_any_cut_through_a_figure_is_seen(value: int, unit: str, data: st.DataObject) -> None:
    text = f"{value}{unit}"
    cut = data.draw(st.integers(1, len(text) - 1))
    assert chars.divided_number("全镇达到" + text[:cut], text[cut:] + "，增长", spaced=False)


def test_addresses_are_found_and_plain_words_are_not() -> None:
    text = "见 https://example.org/a?b=1 和 10.1000/182，联系 office@example.org，不含 Micro-LED 与 2016/2020。"
    found = [text[start:end] for start, end in chars.addresses(text)]
    assert found == ["https://example.org/a?b=1", "10.1000/182", "office@example.org"]


def test_digits_of_a_name_are_no_figure_of_the_unit_behind_them() -> None:
    assert chars.divided_number("细颗粒物PM2.5", "年均浓度", spaced=False) == ""
    assert chars.divided_number("全年2.5", "万元", spaced=False) == "2.5万元"
