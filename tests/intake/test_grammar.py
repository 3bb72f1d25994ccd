"""What sentences of bulletins, reports and features give: each figure with hedge, unit, status and period, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.intake.grammar.numbers import numbers
from mjq_report.intake.proposal import Proposed
from mjq_report.intake.setting import Setting, setting
from mjq_report.intake.texts import read

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def town() -> Setting:
    return setting(DATA, "xiji", 2024)


def rows(text: str, town: Setting) -> list[tuple[str, ...]]:
    return [(p.value, p.unit, p.qualifier, p.status, p.period) for p in read(text.splitlines(), town).proposals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇实现工业总产值96.83亿元。", [("96.83", "亿元", "exact", "actual", "2024")]),
        ("投资3亿2千万元。", [("3.2", "亿元", "exact", "actual", "2024")]),
        ("新建高标准农田8600余亩。", [("8600", "亩", "more_than", "actual", "2024")]),
        ("化解矛盾纠纷四百余起。", [("400", "起", "more_than", "actual", "2024")]),
        ("粮食产量近9万吨。", [("9", "万吨", "nearly", "actual", "2024")]),
        ("投资1,320.5万元。", [("1320.5", "万元", "exact", "actual", "2024")]),
        ("税收占比超八成。", [("8", "成", "more_than", "actual", "2024")]),
        ("村集体收入翻了一番。", [("1", "番", "exact", "actual", "2024")]),
        ("空气中PM2.5年均浓度29微克/立方米。", [("29", "微克/立方米", "exact", "actual", "2024")]),
        ("新增泊位不少于200个。", [("200", "个", "at_least", "actual", "2024")]),
        ("工业产值比上年下降4.4%。", [("-4.4", "%", "exact", "actual", "2024")]),
        ("PM2.5浓度降至29微克/立方米。", [("29", "微克/立方米", "exact", "actual", "2024")]),
        ("初步核算，全年实现地区生产总值96.8亿元。", [("96.8", "亿元", "exact", "preliminary", "2024")]),
        ("力争完成投资35亿元左右。", [("35", "亿元", "about", "target", "2024")]),
        ("2024年1至11月，产值400.19亿元。", [("400.19", "亿元", "exact", "actual", "2024-01/2024-11")]),
        ("前三季度，销售额6.73亿元。", [("6.73", "亿元", "exact", "actual", "2024-01/2024-09")]),
        ("“十三五”期间，累计完成投资148.6亿元。", [("148.6", "亿元", "exact", "actual", "2016/2020")]),
        (
            "社员由2017年的18户增加到326户。",
            [("18", "户", "exact", "actual", "2017"), ("326", "户", "exact", "actual", "2024")],
        ),
        ("到2030年，种植面积达到4万亩。", [("4", "万亩", "exact", "target", "2030")]),
        ("线上占比由上年的24.5%升至32.8%。", [("24.5", "%", "exact", "actual", "2023"), ("32.8", "%", "exact", "actual", "2024")]),
    ],
)  # fmt: skip
def test_a_figure_has_what_its_words_say(text: str, expected: list[tuple[str, ...]], town: Setting) -> None:
    assert rows(text, town) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年12月28日，镇里召开会议。",
        "拨打12345热线或110报警。",
        "342国道、S236省道和G1高速穿镇而过。",
        "“十五五”开局，“一格一员”落到实处。",
        "第十九届人民代表大会第六次会议召开。",
        "37岁的经纪人说，80周岁以上老人都来了。",
        "“我家六口人，种了11亩，净落9万多。”村民说。",
        "推行“1+6+N”网格治理，CX7智能产线投用。",
        "制定《助企十条》，晚上8点开会，最低气温4℃。",
        "一是抓项目，二是抓环境。",
    ],
)
def test_what_is_no_figure_is_left_out(text: str, town: Setting) -> None:
    found = read([text], town)
    assert not found.proposals
    assert all(one.reason and one.text in text for one in found.left_out)


def test_a_limit_of_a_class_is_none(town: Setting) -> None:
    found = read(["其中产值超亿元的29家、超10亿元的3家。"], town)
    assert [p.value for p in found.proposals] == ["29", "3"]


def test_each_of_a_list_has_its_own_name(town: Setting) -> None:
    found = read(["刑事警情、电诈警情分别下降14.6%和31%；办结率、满意率均为100%。"], town).proposals
    assert [(p.indicator_name, p.value) for p in found] == [
        ("刑事警情增速", "-14.6"), ("电诈警情增速", "-31"), ("办结率", "100"), ("满意率", "100"),
    ]  # fmt: skip


def test_a_growth_has_the_name_of_the_level_before_it(town: Setting) -> None:
    found = read(["固定资产投资31.75亿元，同比下降4.4%；税收收入3.52亿元，增长2%。"], town).proposals
    assert [p.indicator_name for p in found] == ["固定资产投资", "固定资产投资增速", "税收收入", "税收收入增速"]
    assert found[2].indicator == "budget_tax_revenue" and found[3].indicator == "budget_tax_revenue_growth"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三次产业结构为15.2∶36.5∶48.3。", [("第一产业占比", "15.2"), ("第二产业占比", "36.5"), ("第三产业占比", "48.3")]),
        ("全镇1260户4380人。", [("户数", "1260"), ("人数", "4380")]),
        ("有118名网格员、2600多名志愿者。", [("网格员数", "118"), ("志愿者数", "2600")]),
        ("规上企业78家，其中产值超亿元的29家。", [("规上企业数", "78"), ("产值超亿元企业数", "29")]),
        ("税收3.2亿元，高出全市平均1.9万元。", [("税收", "3.2"), ("税收高出全市平均差额", "1.9")]),
        ("一般债券到位9.4亿元，较上年多2.1亿元。", [("一般债券到位", "9.4"), ("一般债券到位多差额", "2.1")]),
        ("受理率99.2%，满意率98.8%，分别提高0.6个和1.1个百分点。", [
            ("受理率", "99.2"), ("满意率", "98.8"), ("受理率提高百分点", "0.6"), ("满意率提高百分点", "1.1"),
        ]),
        ("建起了300平方米的幸福食堂。", [("建起幸福食堂面积", "300")]),
        ("PM10、PM2.5平均浓度分别为46微克/立方米、27微克/立方米。", [("平均浓度", "46"), ("平均浓度", "27")]),
        ("产值突破百亿元，在全县乡镇中排名第2位。", [("产值", "100"), ("产值位次", "2")]),
        ("全镇85%的农户用上了清洁能源，较上年提高7个百分点。", [
            ("农户用上了清洁能源占比", "85"), ("农户用上了清洁能源提高百分点", "7"),
        ]),
        ("城乡居民收入比为1.68∶1。", [("城乡居民收入比", "1.68")]),
        ("此后，种植面积一年一个台阶：2020年800亩，2022年突破2000亩。", [("种植面积", "800"), ("种植面积", "2000")]),
    ],
)  # fmt: skip
def test_a_name_is_that_of_the_words_around(text: str, expected: list[tuple[str, str]], town: Setting) -> None:
    assert [(p.indicator_name, p.value) for p in read([text], town).proposals] == expected


def test_a_name_that_is_not_exactly_in_the_dictionary_is_a_new_term(town: Setting) -> None:
    one = read(["新建瞭望亭12个。"], town).proposals[0]
    assert (one.indicator, one.new_unit, one.new_kind) == ("", "个", "count")
    assert one.new_id


@given(
    st.text(alphabet="0123456789.,一二三十百千万亿零半成番倍分之第余多约近超%元家年月日“”，。由到至增长为", max_size=40)
)
def test_any_text_is_read_and_every_proposal_stands_in_it(text: str) -> None:
    found = read([text] if text.strip() else [], _TOWN)
    assert isinstance(found, Proposed)
    assert all(one.as_published in text and one.value for one in found.proposals)
    assert [n.start for n in numbers(text)] == sorted(n.start for n in numbers(text))


_TOWN = setting(DATA, "xiji", 2024)
