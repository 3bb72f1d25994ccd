"""Markdown into blocks: what a briefing has a form for, and what it refuses."""

from __future__ import annotations

import pytest

from mjq_report.errors import TemplateError
from mjq_report.model.document import Heading, ListBlock, Paragraph, Span
from mjq_report.narrative.templates.parse import blocks, spans


def test_paragraph_lead_note_and_warning() -> None:
    text = "> 发现。\n\n正文。\n\n注：小字。\n\n口径提示：两回事。"
    read = blocks(text, "t", "a")
    assert [(b.role, b.spans[0].text) for b in read if isinstance(b, Paragraph)] == [
        ("lead", "发现。"), ("body", "正文。"), ("note", "注：小字。"), ("warning", "口径提示：两回事。")
    ]  # fmt: skip


def test_headings_get_anchors_of_their_own_and_leave_level_one_to_sections() -> None:
    read = blocks("# 甲\n\n文\n\n### 乙\n\n文", "t", "economy")
    heads = [b for b in read if isinstance(b, Heading)]
    assert [(h.level, h.anchor) for h in heads] == [(2, "economy-1"), (3, "economy-2")]


def test_bold_works_between_han_and_brackets() -> None:
    assert spans("实现**“近邻”**品牌", "t") == (Span("实现"), Span("“近邻”", bold=True), Span("品牌"))
    (bold,) = [s for s in spans("产值**[1亿元](fact:a)**，好", "t") if s.bold]
    assert bold == Span("1亿元", bold=True, fact="a")


def test_lists_tight_or_loose_ordered_or_not() -> None:
    (loose,) = blocks("- 甲\n\n- 乙", "t", "a")
    (tight,) = blocks("1. 甲\n2. 乙", "t", "a")
    assert loose == ListBlock(((Span("甲"),), (Span("乙"),)))
    assert tight == ListBlock(((Span("甲"),), (Span("乙"),)), ordered=True)


def test_links_lead_where_they_may() -> None:
    assert spans("[站](https://example.org/a?b=1)", "t") == (Span("站", href="https://example.org/a?b=1"),)
    assert spans("[附录](#f001)", "t") == (Span("附录", href="#f001"),)


HREFS = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://a.b", "x.pdf"]


@pytest.mark.guards("J9")
@pytest.mark.parametrize("href", HREFS)
def test_other_schemes_are_refused(href: str) -> None:
    with pytest.raises(TemplateError, match=r"zh/a\.md\.j2: a link to"):
        spans(f"[点这里]({href})", "zh/a.md.j2")


@pytest.mark.guards("J8")
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>粗</b>", "`代码`", "a < b & c"])
def test_raw_html_and_code_are_plain_text(text: str) -> None:
    assert blocks(text, "t", "a") == (Paragraph((Span(text),)),)


def test_an_image_is_no_more_than_a_link() -> None:
    assert spans("![图](https://a.b/c.png)", "t") == (Span("!"), Span("图", href="https://a.b/c.png"))


def test_what_has_no_form_is_refused_by_name() -> None:
    with pytest.raises(TemplateError, match=r"t: a briefing has no em"):
        spans("*斜体*", "t")
    with pytest.raises(TemplateError, match="a list inside a list"):
        blocks("- 甲\n  - 乙", "t", "a")
