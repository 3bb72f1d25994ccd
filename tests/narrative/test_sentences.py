"""What is left of a text when figures are missing, and what figures must say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.codes import Status
from mjq_report.model.document import ListBlock, plain_text
from mjq_report.narrative.phrases import Absent, Entry, Figure, Mention, Part, Plain, outline
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.sentences import Home, split

HOME = Home("2024", "whole_town", "实际")


def fig(text: str, *, period: str = "2024", coverage: str = "whole_town", status: Status = Status.ACTUAL) -> Figure:
    words = {"2024": "2024年", "2020": "2020年", "2024-01/2024-11": "2024年1—11月"}
    names = {"whole_town": "全镇", "river_area": "沿河片区"}
    status_words = {"estimated": "预计"}.get(status, "")
    return Figure(f"f:{text}", text, period, words[period], coverage, names[coverage], status, status_words)


LETTERS: dict[str, Part] = {
    "A": fig("1亿元"), "B": fig("2亿元"), "X": Absent.FIGURE,
    "L": fig("1亿元", period="2020"), "M": fig("4亿元", period="2024-01/2024-11"),
    "R": fig("3亿元", coverage="river_area"), "S": fig("5亿元", status=Status.ESTIMATED),
}  # fmt: skip


def shown(text: str, **more: Part) -> str:
    """What a reader sees of a text in which capitals stand for values, a line a block or item."""
    letters = LETTERS | more
    lines = list[str]()
    for block in parse.blocks([letters.get(character, character) for character in text], "t", "a", HOME):
        found = block.items if isinstance(block, ListBlock) else [block.spans]  # type: ignore[union-attr]
        lines += [plain_text(spans) for spans in found]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("产值A。税收X。", "产值1亿元。"),
        ("产值X。", ""),
        ("产值A；税收X；投资B。", "产值1亿元；投资2亿元。"),
        ("产值A；税收X。", "产值1亿元。"),
        ("产值X；税收A。", "税收1亿元。"),
        ("主要指标：产值X；税收A。", "主要指标：税收1亿元。"),
        ("产值A⟦，增长X⟧⟦，税收B⟧。", "产值1亿元，税收2亿元。"),
        ("⟦产值X⟧⟦，税收B⟧。", "税收2亿元。"),
        ("⟦产值X。这是合计。⟧税收B。", "税收2亿元。"),
        ("产值⟦X⟧。", ""),
        ("所谓“产值X。不详”的话。税收B。", "税收2亿元。"),
        ("产值A（税收X；投资X）。", ""),
        ("累计X。这是多年合计。", ""),
        ("没有数字的一句。", "没有数字的一句。"),
        ("产值X！税收B？", "税收2亿元？"),
        ("⟦外⟦内X⟧税收B⟧。", "外税收2亿元。"),
        ("产值A，⟦X⟧，税收B（⟦X⟧，投资A）。", "产值1亿元，税收2亿元（投资1亿元）。"),
        ("**产值A；税收X**；投资B。", "产值1亿元；投资2亿元。"),
        ("⟦" * 3000 + "产值X" + "⟧" * 3000 + "税收A。", "税收1亿元。"),
        ("⟧产值A⟦，⟧税收B⟦。", "产值1亿元，税收2亿元。"),
    ],
)
def test_a_missing_figure_takes_its_clause_or_sentence_along(text: str, left: str) -> None:
    assert shown(text) == left


def test_empty_list_items_paragraphs_and_headings_go() -> None:
    text = "- 产值X。\n- 税收A。\n\n## 共X家\n\n> 投资X。\n\n。\n\n正文。"
    assert shown(text) == "税收1亿元。\n正文。"


def test_lines_of_a_paragraph_join_without_a_space_between_han() -> None:
    assert shown("第一行\n第二行 abc\ndef") == "第一行第二行 abc def"


# --------------------------------------------------------------------------- period, coverage, status


def test_a_figure_of_the_year_and_the_whole_town_needs_no_words() -> None:
    assert shown("产值A。") == "产值1亿元。"


def test_another_period_follows_the_figure_once() -> None:
    assert shown("产值M，税收M。") == "产值4亿元（2024年1—11月），税收4亿元。"


def test_a_period_that_was_said_is_not_said_again_and_the_year_comes_back_by_name() -> None:
    assert shown("W，产值L。税收B。", W=Mention("2020年", period="2020")) == "2020年，产值1亿元。税收2亿元（2024年）。"


def test_each_paragraph_starts_with_the_briefing_year() -> None:
    assert shown("产值L。\n\n税收B。") == "产值1亿元（2020年）。\n税收2亿元。"


def test_two_coverages_in_one_sentence_are_both_named() -> None:
    assert shown("产值A，片区产值R。") == "产值1亿元（全镇），片区产值3亿元（沿河片区）。"


def test_a_coverage_named_in_the_sentence_is_not_named_again() -> None:
    area = Mention("沿河片区", coverage="river_area")
    assert shown("全镇产值A，W产值R。", W=area) == "全镇产值1亿元，沿河片区产值3亿元。"
    assert shown("W产值A，沿河片区产值R。", W=Plain("全镇")).startswith("全镇产值1亿元，"), "data may name it, too"


def test_a_conditional_mention_speaks_only_when_it_is_news() -> None:
    area = Mention("沿河片区", coverage="river_area", only_news=True)
    assert shown("W产值R，W税收R。", W=area) == "沿河片区产值3亿元，税收3亿元。"


def test_an_estimate_says_so_every_time_unless_its_clause_has() -> None:
    assert shown("产值S，税收S。") == "产值预计5亿元，税收预计5亿元。"
    said = Mention("预计", status="estimated")
    assert shown("W完成产值S、税收S。", W=said) == "预计完成产值5亿元、税收5亿元。"


def test_a_result_under_an_estimate_is_called_actual() -> None:
    said = Mention("预计", status="estimated")
    assert shown("W完成产值A。", W=said) == "预计完成产值实际1亿元。"
    assert shown("W完成；产值A。", W=said) == "预计完成；产值1亿元。"


# --------------------------------------------------------------------------- splitting


def parts_of(text: str, ends: str) -> list[str]:
    return [outline(part) for part in split([Entry(character) for character in text], ends)]


@given(st.text("甲乙。；！“”（）：，", max_size=40))
def test_splitting_loses_nothing(text: str) -> None:
    assert "".join(parts_of(text, "。！？")) == text


def test_marks_inside_quotes_and_brackets_end_nothing() -> None:
    assert parts_of("说“好。走！”了。完", "。！？") == ["说“好。走！”了。", "完"]
    assert parts_of("（甲。乙）丙。丁。", "。") == ["（甲。乙）丙。", "丁。"]
    assert parts_of("多一个”也行。完。", "。") == ["多一个”也行。", "完。"]


@given(st.text("XXA甲。；，⟦⟧：“”（）\n", max_size=30))
def test_what_is_missing_leaves_no_clause_of_its_own(text: str) -> None:
    left = shown(text, A=Plain("A"))
    assert not set(left) & set("⟦⟧X")
    assert "X" not in text or "\n" in text or left == "", "a paragraph that lacks figures and has none says nothing"
