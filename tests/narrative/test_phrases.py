"""Data is printed as it is, whatever it looks like: through the sandbox, the sentence rules and Markdown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.codes import Status
from mjq_report.model.document import Block, Heading, ListBlock, Paragraph, Span, Spans, plain_text
from mjq_report.narrative.phrases import MISSING, Figure, Mention, Phrase
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.sandbox import Renderer
from mjq_report.narrative.templates.sentences import Home

HOME = Home("2024", "whole_town", "实际")
FIGURE = Figure("f", "七亿元", "2024", "今年", "whole_town", "全镇", Status.ACTUAL, "")
TEXT = st.text(st.characters() | st.sampled_from("*_[]()<>&|`#~!\\{}\n。；，：“”（）⟦⟧注 -\ufffc\ufdd0"), min_size=1)
SOURCE = """
## 标题{{ word }}，{{ said() }}

{{ word }}的产值{{ fact() }}，**{{ word }}**；⟦没有{{ gone() }}{{ word }}。⟧{{ said() }}说[{{ word }}](https://a.b/c)。

- {{ word }}
- {% for row in rows() %}{{ row.name }}、{% endfor %}共{{ fact() }}

> {{ said() }}{{ fact() }}{{ word }}。没有{{ word }}{{ gone() }}。

{{ word }}
"""
KINDS = ["heading", "body", "item", "item", "lead", "body"]


def rendered(word: str, figure: Figure = FIGURE) -> tuple[Block, ...]:
    functions = {
        "fact": lambda: Phrase((figure,)),
        "said": lambda: Phrase((Mention(word, period="2024"),)),
        "gone": lambda: MISSING,
        "rows": lambda: [{"name": word}, {"name": word}],
    }
    parts = Renderer(Path(), functions, {"word": word}).text(SOURCE, "zh/a.md.j2")
    return parse.blocks(parts, "zh/a.md.j2", "a", HOME)


def lines(blocks: tuple[Block, ...]) -> list[tuple[str, Spans]]:
    """All lines of blocks, each with its kind."""
    found = list[tuple[str, Spans]]()
    for block in blocks:
        match block:
            case ListBlock():
                found += (("item", spans) for spans in block.items)
            case Heading() | Paragraph():
                found.append((getattr(block, "role", "heading"), block.spans))
    return found


@given(TEXT)
def test_any_string_of_the_data_comes_out_unchanged_and_changes_no_structure(word: str) -> None:
    usual, made = lines(rendered("字")), lines(rendered(word))
    assert [kind for kind, _ in made] == [kind for kind, _ in usual] == KINDS
    for (_, before), (_, after) in zip(usual, made, strict=True):
        assert plain_text(after) == plain_text(before).replace("字", word)
        assert [replace(span, text="") for span in after] == [replace(span, text="") for span in before]


@given(TEXT, TEXT)
def test_a_figure_is_one_span_with_its_text_and_its_fact(text: str, fact: str) -> None:
    for _, spans in lines(rendered("字", replace(FIGURE, text=text, fact=fact)))[1:4:2]:
        assert [span for span in spans if span.fact] == [Span(text, fact=fact)]


@given(TEXT)
def test_words_around_a_figure_are_data_too(word: str) -> None:
    figure = replace(FIGURE, period="2020", period_words=word, status=Status.ESTIMATED, status_words=word)
    said = plain_text(lines(rendered("字", figure))[1][1])
    assert said == f"字的产值{word}七亿元（{word}），字；字说字。"


@pytest.mark.guards("J11")
def test_what_looks_like_a_template_stays_text() -> None:
    assert plain_text(lines(rendered("{{7*7}}{% if %}"))[2][1]) == "{{7*7}}{% if %}"
