"""Markdown into blocks: what a briefing has a form for, and what it refuses."""

from __future__ import annotations

import pytest

from mjq_report.errors import TemplateError
from mjq_report.model.codes import Status
from mjq_report.model.document import Aside, Block, Heading, ListBlock, Paragraph, Span, Spans, plain_text
from mjq_report.narrative.phrases import Figure, Part, Placed
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.sentences import Home

HOME = Home("2024", "", "")
FIGURE = Figure("a", "1亿元", "2024", "", "", "", Status.ACTUAL, "")


def blocks(text: str, name: str = "t", anchor: str = "a") -> tuple[Block, ...]:
    return parse.blocks([text], name, anchor, HOME)


def spans(*parts: Part, name: str = "t") -> Spans:
    return parse.spans(parts, name, HOME)


def test_paragraph_lead_note_and_warning() -> None:
    read = blocks("> 发现。\n\n正文。\n\n注：小字。\n\n口径提示：两回事。")
    assert [(b.role, b.spans[0].text) for b in read if isinstance(b, Paragraph)] == [
        ("lead", "发现。"), ("body", "正文。"), ("note", "注：小字。"), ("warning", "口径提示：两回事。")
    ]  # fmt: skip


def test_lines_that_stand_beside_the_text_are_one_box_with_its_title() -> None:
    read = blocks("正文。\n\n>> 读数提示\n>> 甲。\n>> 乙。\n\n>>? 尚不清楚\n>>? 丙。")
    assert [(b.kind, b.title, [plain_text(item) for item in b.items]) for b in read if isinstance(b, Aside)] == [
        ("note", "读数提示", ["甲。", "乙。"]), ("open", "尚不清楚", ["丙。"]),
    ]  # fmt: skip


def test_headings_get_anchors_of_their_own_and_leave_level_one_to_sections() -> None:
    read = blocks("# 甲\n\n文\n\n### 乙\n\n文", anchor="economy")
    heads = [b for b in read if isinstance(b, Heading)]
    assert [(h.level, h.anchor) for h in heads] == [(2, "economy-1"), (3, "economy-2")]


def test_bold_works_between_han_and_brackets_and_around_figures() -> None:
    assert spans("实现**“近邻”**品牌") == (Span("实现"), Span("“近邻”", bold=True), Span("品牌"))
    (bold,) = [s for s in spans("产值**", FIGURE, "**，好") if s.bold]
    assert bold == Span("1亿元", bold=True, fact="a")
    assert spans("甲**乙") == (Span("甲**乙"),)
    assert spans("[甲**乙](#a)丙**丁") == (
        Span("甲", href="#a"), Span("乙", bold=True, href="#a"), Span("丙", bold=True), Span("丁")
    )  # fmt: skip


def test_lists_tight_or_loose_ordered_or_not() -> None:
    assert blocks("- 甲\n\n- 乙") == (ListBlock(((Span("甲"),), (Span("乙"),))),)
    assert blocks("1. 甲\n2. 乙") == (ListBlock(((Span("甲"),), (Span("乙"),)), ordered=True),)
    assert len(blocks("- 甲\n* 乙\n\n丙\n\n* 丁")) == 4, "another sign, or a paragraph between, ends a list"


def test_what_is_placed_stands_by_itself() -> None:
    asked = list[tuple[str, str]]()

    def resolve(kind: str, name: str) -> tuple[Block, ...]:
        asked.append((kind, name))
        return (Heading(2, (), name),)

    read = parse.blocks(["- 甲", Placed("chart", "x"), "乙"], "t", "a", HOME, resolve)
    assert [type(block).__name__ for block in read] == ["ListBlock", "Heading", "Paragraph"]
    assert asked == [("chart", "x")]
    for refused in (lambda: spans(Placed("chart", "x")), lambda: parse.blocks([Placed("chart", "x")], "t", "a", HOME)):
        with pytest.raises(TemplateError, match=r"t: .*chart.* cannot stand"):
            refused()


def test_links_lead_where_they_may() -> None:
    assert spans("[站](https://example.org/a?b=1&amp;copy=2)") == (Span("站", href="https://example.org/a?b=1&copy=2"),)
    assert spans("[附录](#f001)") == (Span("附录", href="#f001"),)
    assert spans("[[附](#a(b))[录]](#c)]") == (Span("["), Span("附", href="#a(b)"), Span("[录]](#c)]"))
    linked = spans("[产值", FIGURE, "](https://a.b)")
    assert linked == (Span("产值", href="https://a.b"), Span("1亿元", fact="a")), "a figure keeps its own"


HREFS = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "http://a.b",
    "x.pdf",
    "https://例子.org",
    "#a b",
]


@pytest.mark.guards("J9")
@pytest.mark.parametrize("href", HREFS)
def test_other_schemes_are_refused(href: str) -> None:
    with pytest.raises(TemplateError, match=r"zh/a\.md\.j2: a link to"):
        spans(f"[点这里]({href})", name="zh/a.md.j2")


@pytest.mark.guards("J8")
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>粗</b>", "`代码`", "a < b & c", "a_b_c", "一 * 二 *"]
)
def test_raw_html_and_code_are_plain_text(text: str) -> None:
    assert blocks(text) == (Paragraph((Span(text),)),)


def test_what_is_escaped_is_shown() -> None:
    assert blocks(r"\*甲\* &amp;&#91;&nosuch;&notit; \甲") == (Paragraph((Span(r"*甲* &[&nosuch;&notit; \甲"),)),)
    assert blocks(r"\- 甲") == (Paragraph((Span("- 甲"),)),)


def test_what_has_no_form_is_refused_by_name() -> None:
    for text in ("*斜体*", "甲 _乙_"):
        with pytest.raises(TemplateError, match=r"t: a briefing has no emphasis, as in '.*'; write \*\* for bold"):
            spans(text)
    for text in ("- - 甲", "> - 甲", "1. > 甲", "- # 甲"):
        with pytest.raises(TemplateError, match="t: a list, lead or heading inside another; write one level"):
            blocks(text)
