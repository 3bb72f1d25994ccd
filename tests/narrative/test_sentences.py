"""What is left of a text when figures are missing, and what figures must say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.codes import Status
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.markup import MISSING, figure, mention
from mjq_report.narrative.templates.sentences import Home, settle, split

HOME = Home("2024", "whole_town", "实际")


def shown(markdown: str) -> str:
    """The text that a reader sees of settled Markdown, a line a block."""
    settled = settle(markdown, HOME)
    lines = [chunk for chunk in settled.split("\n\n") if chunk.strip()]
    return "\n".join("".join(span.text for span in parse.spans(line.lstrip("->#1. "), "t")) for line in lines)


def fig(text: str, *, period: str = "2024", coverage: str = "whole_town", status: Status = Status.ACTUAL) -> str:
    words = {"2024": "2024年", "2020": "2020年", "2024-01/2024-11": "2024年1—11月"}
    names = {"whole_town": "全镇", "river_area": "沿河片区"}
    return figure(
        f"f:{text}", text, period=period, period_words=words[period], coverage=coverage,
        coverage_words=names[coverage], status=status, status_words={"estimated": "预计"}.get(status, ""),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"产值{fig('1亿元')}。税收{MISSING}。", "产值1亿元。"),
        (f"产值{MISSING}。", ""),
        (f"产值{fig('1亿元')}；税收{MISSING}；投资{fig('2亿元')}。", "产值1亿元；投资2亿元。"),
        (f"产值{fig('1亿元')}；税收{MISSING}。", "产值1亿元。"),
        (f"产值{MISSING}；税收{fig('1亿元')}。", "税收1亿元。"),
        (f"主要指标：产值{MISSING}；税收{fig('1亿元')}。", "主要指标：税收1亿元。"),
        (f"产值{fig('1亿元')}⟦，增长{MISSING}⟧⟦，税收{fig('2亿元')}⟧。", "产值1亿元，税收2亿元。"),
        (f"⟦产值{MISSING}⟧⟦，税收{fig('2亿元')}⟧。", "税收2亿元。"),
        (f"⟦产值{MISSING}。这是合计。⟧税收{fig('2亿元')}。", "税收2亿元。"),
        (f"产值⟦{MISSING}⟧。", ""),
        (f"所谓“产值{MISSING}。不详”的话。税收{fig('2亿元')}。", "税收2亿元。"),
        (f"产值{fig('1亿元')}（税收{MISSING}；投资{MISSING}）。", ""),
        (f"累计{MISSING}。这是多年合计。", ""),
        ("没有数字的一句。", "没有数字的一句。"),
        (f"产值{MISSING}！税收{fig('2亿元')}？", "税收2亿元？"),
        (f"⟦外⟦内{MISSING}⟧税收{fig('2亿元')}⟧。", "外税收2亿元。"),
    ],
)
def test_a_missing_figure_takes_its_clause_or_sentence_along(text: str, left: str) -> None:
    assert shown(text) == left


def test_empty_list_items_paragraphs_and_headings_go() -> None:
    text = f"- 产值{MISSING}。\n- 税收{fig('1亿元')}。\n\n## 共{MISSING}家\n\n> 投资{MISSING}。\n\n正文。"
    assert settle(text, HOME).split("\n\n")[0].startswith("- 税收")
    assert shown(text) == "税收1亿元。\n正文。"


def test_lines_of_a_paragraph_join_without_a_space_between_han() -> None:
    assert shown("第一行\n第二行 ABC\ndef") == "第一行第二行 ABC def"


# --------------------------------------------------------------------------- period, coverage, status


def test_a_figure_of_the_year_and_the_whole_town_needs_no_words() -> None:
    assert shown(f"产值{fig('1亿元')}。") == "产值1亿元。"


def test_another_period_follows_the_figure_once() -> None:
    part = "2024-01/2024-11"
    text = f"产值{fig('1亿元', period=part)}，税收{fig('2亿元', period=part)}。"
    assert shown(text) == "产值1亿元（2024年1—11月），税收2亿元。"


def test_a_period_that_was_said_is_not_said_again_and_the_year_comes_back_by_name() -> None:
    when = mention("2020年", period="2020")
    text = f"{when}，产值{fig('1亿元', period='2020')}。税收{fig('2亿元')}。"
    assert shown(text) == "2020年，产值1亿元。税收2亿元（2024年）。"


def test_each_paragraph_starts_with_the_briefing_year() -> None:
    text = f"产值{fig('1亿元', period='2020')}。\n\n税收{fig('2亿元')}。"
    assert shown(text) == "产值1亿元（2020年）。\n税收2亿元。"


def test_two_coverages_in_one_sentence_are_both_named() -> None:
    text = f"产值{fig('1亿元')}，片区产值{fig('3亿元', coverage='river_area')}。"
    assert shown(text) == "产值1亿元（全镇），片区产值3亿元（沿河片区）。"


def test_a_coverage_named_in_the_sentence_is_not_named_again() -> None:
    area = mention("沿河片区", coverage="river_area")
    text = f"全镇产值{fig('1亿元')}，{area}产值{fig('3亿元', coverage='river_area')}。"
    assert shown(text) == "全镇产值1亿元，沿河片区产值3亿元。"


def test_a_conditional_mention_speaks_only_when_it_is_news() -> None:
    same, other = (mention("沿河片区", coverage="river_area", when="differs") for _ in range(2))
    figures = [fig("1亿元", coverage="river_area"), fig("2亿元", coverage="river_area")]
    assert shown(f"{same}产值{figures[0]}，{other}税收{figures[1]}。") == "沿河片区产值1亿元，税收2亿元。"


def test_an_estimate_says_so_every_time_unless_its_clause_has() -> None:
    soft = fig("1亿元", status=Status.ESTIMATED)
    assert shown(f"产值{soft}，税收{soft}。") == "产值预计1亿元，税收预计1亿元。"
    said = mention("预计", status="estimated")
    assert shown(f"{said}完成产值{soft}、税收{soft}。") == "预计完成产值1亿元、税收1亿元。"


def test_a_result_under_an_estimate_is_called_actual() -> None:
    said = mention("预计", status="estimated")
    assert shown(f"{said}完成产值{fig('1亿元')}。") == "预计完成产值实际1亿元。"
    assert shown(f"{said}完成；产值{fig('1亿元')}。") == "预计完成；产值1亿元。"


# --------------------------------------------------------------------------- splitting


@given(st.text("甲乙。；！“”（）：，", max_size=40))
def test_splitting_loses_nothing(text: str) -> None:
    assert "".join(split(text, "。！？")) == text


def test_marks_inside_quotes_and_brackets_end_nothing() -> None:
    assert split("说“好。走！”了。完", "。！？") == ["说“好。走！”了。", "完"]
    assert split("（甲。乙）丙。丁。", "。") == ["（甲。乙）丙。", "丁。"]
    assert split("多一个”也行。完。", "。") == ["多一个”也行。", "完。"]


PIECES = [MISSING, "甲", "。", "；", "，", "⟦", "⟧", "：", "“", "”", "（", "）", "\n", "- "]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_nothing_missing_is_ever_left(parts: list[str]) -> None:
    assert MISSING not in settle("".join(parts), HOME)
