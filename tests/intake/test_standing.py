"""What proposals say beyond the figure: notes, mentions, claims that hold, rows that they contradict or supersede, English, odd texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mjq_report.intake.proposal import Proposed
from mjq_report.intake.setting import Setting, setting
from mjq_report.intake.texts import read

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def town() -> Setting:
    return setting(DATA, "xiji", 2024)


def proposed(text: str, town: Setting) -> Proposed:
    return read(text.splitlines(), town)


@pytest.mark.parametrize(
    ("text", "figure", "standing"),
    [
        ("2024年全年预计实现工业总产值31.6亿元。", "31.6亿元", "与已有记录相同"),
        ("2024年全年预计实现工业总产值32.9亿元。", "32.9亿元", "与已有记录不符"),
    ],
)
def test_a_figure_is_held_against_the_rows_that_stand(text: str, figure: str, standing: str, town: Setting) -> None:
    one = proposed(text, town).proposals[0]
    assert one.as_published == figure
    assert one.standing.startswith(standing) and "tz-2024-xiji:10" in one.standing


def test_a_later_text_supersedes(town: Setting) -> None:
    later = replace(town, year=2026)
    one = proposed("2024年全镇实现工业总产值30.98亿元。", later).proposals[0]
    assert one.standing.startswith("较新的来源") and "31.6亿元" in one.standing


def test_ties_that_hold_are_offered_and_others_are_not(town: Setting) -> None:
    text = (
        "完成一般公共预算收入4.18亿元，其中税收收入3.52亿元，占比84.2%。城镇化率由46.3%提高到55.8%，提高9.5个百分点。"
    )
    assert {claim.operation for claim in proposed(text, town).claims} == {"share", "difference"}
    wrong = text.replace("84.2", "48.2").replace("9.5个", "5.9个")
    assert proposed(wrong, town).claims == ()


def test_the_three_sectors_make_their_whole(town: Setting) -> None:
    text = "地区生产总值386.47亿元，第一产业增加值58.92亿元，第二产业增加值141.06亿元，第三产业增加值186.49亿元。"
    (claim,) = proposed(text, town).claims
    assert claim.operation == "sum" and claim.result.endswith("386.47亿元")


@pytest.mark.parametrize(
    ("text", "note", "movement"),
    [
        ("投资下降4.4%，降幅较上年收窄6.1个百分点。", "同比仍为下降，降幅收窄", "fall_narrowed"),
        ("连续数月诉求解决率为100%。", "连续数月的数", ""),
        ("拆违约30处。", "概数", ""),
    ],
)
def test_readers_are_told_what_stands_beside(text: str, note: str, movement: str, town: Setting) -> None:
    found = proposed(text, town).proposals
    assert any(one.note_public_zh == note for one in found)
    assert not movement or any(one.movement == movement for one in found)


def test_programmes_and_organisations_are_listed_with_their_paragraph(town: Setting) -> None:
    row = next(iter(town.tables["programmes"]))
    text = f"第一段没有什么。\n镇里推进{row['name_zh']}，引进云杉精密机械有限公司。"
    found = {(one.locator, one.entity or one.name) for one in proposed(text, town).mentions}
    assert ("2", row["programme"]) in found
    assert any(locator == "2" and name.endswith("有限公司") for locator, name in found)


def test_names_near_another_thing_are_not_bound(town: Setting) -> None:
    """A rate of whatever was spoken of, a part of an unknown whole, students of some schools, a count of one."""
    for text in (
        "办理提案7件，满意率100%。",
        "累计获得外来投资1320亿元，其中基础设施投资超70亿元。",
        "共有普通中学22所，在校学生2.84万人。",
        "搭建1+N模式，即1个网格。",
        "大黄鱼养殖面积1.86万亩，从业人员1.5万人。",
        "头茬瓜卖了11万元。",
    ):
        assert not proposed(text, town).proposals[-1].indicator, text


def test_figures_of_an_industry_are_not_the_towns(town: Setting) -> None:
    for one in proposed("汽车制造业以整车为龙头，固定资产投资12亿元。", town).proposals:
        assert not one.indicator


def test_an_english_release_is_read(town: Setting) -> None:
    text = (
        "The town in 2024\nIndustrial output reached 31.6 billion yuan in 2024, up 6.3 percent from 2023. Investment fell by about 4.4%.\n"
        "In the first half of 2025, it received nearly 1.2 million visits and plans to build 12 parks. Call 12345 on May 4."
    )
    found = [(p.value, p.unit, p.qualifier, p.status, p.period) for p in proposed(text, town).proposals]
    assert found == [
        ("31.6", "billion yuan", "exact", "actual", "2024"),
        ("6.3", "percent", "exact", "actual", "2024"),
        ("-4.4", "%", "about", "actual", "2024"),
        ("1.2", "million visits", "nearly", "actual", "2025-01/2025-06"),
        ("12", "parks", "exact", "planned", "2025-01/2025-06"),
    ]


def test_a_range_is_one_row_with_both_ends(town: Setting) -> None:
    one = proposed("地区生产总值增长5.5%—6%。", town).proposals[0]
    assert (one.value, one.upper, one.unit) == ("5.5", "6", "%")


def test_a_number_that_a_scan_has_broken_off_has_its_unit_from_the_next_line(town: Setting) -> None:
    one = proposed("开展议事协商活动300余\n场，邀请律师参加。", town).proposals[0]
    assert (one.locator, one.as_published, one.value, one.unit) == ("1", "300余", "300", "场")


@pytest.mark.parametrize("text", ["1" * 9000, "一" * 9000, "“1”" * 3000, "超1亿元" * 300, "三分之" * 3000, "占" * 9000])
def test_odd_texts_end(text: str, town: Setting) -> None:
    assert isinstance(proposed(text, town), Proposed)
