"""Data is shown as it is, whatever it looks like; links carry fact ids through Markdown unharmed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.document import Block, Span
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.markup import (
    MISSING,
    block,
    escape,
    fact_link,
    holds_figure,
    linked_fact,
    links,
    named_block,
)
from mjq_report.narrative.templates.sentences import Home, settle

HOME = Home("2024", "whole_town", "实际")
# what the dataset lets in: no controls, no surrogates, no noncharacters
PLAIN = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
TEXT = st.text(PLAIN | st.sampled_from("*_[]()<>&|`#~!\\{}。；“”《》⟦⟧ "), min_size=1)


@given(TEXT)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    assert "".join(span.text for span in parse.spans(escape(text), "t")) == text


@given(TEXT)
def test_escaped_text_survives_the_sentence_rules(text: str) -> None:
    settled = settle(f"镇里有{escape(text)}，为证。", HOME).strip()
    assert "".join(span.text for span in parse.spans(settled, "t")) == f"镇里有{text}，为证。"


def test_a_name_full_of_markup_shows_literally() -> None:
    name = "**黑体**[链](javascript:x)<b>|&amp;`code`"
    assert parse.spans(escape(name), "t") == (Span(name),)


@pytest.mark.guards("J11")
def test_what_looks_like_a_template_stays_text() -> None:
    assert parse.spans(escape("{{7*7}}"), "t") == (Span("{{7*7}}"),)


@given(TEXT, TEXT)
def test_a_figure_keeps_its_text_and_its_fact(text: str, fact: str) -> None:
    assert parse.spans(fact_link(text, fact), "t") == (Span(text, fact=fact),)


def test_a_link_that_is_no_fact_has_no_fact() -> None:
    assert linked_fact("https://example.org/") == ""
    assert named_block("https://example.org/") is None


def test_a_block_stands_for_its_name() -> None:
    asked: list[tuple[str, str]] = []

    def resolve(kind: str, name: str) -> tuple[Block, ...]:
        asked.append((kind, name))
        return ()

    assert parse.blocks(block("chart", "output_trend"), "t", "a", resolve) == ()
    assert asked == [("chart", "output_trend")]


def test_the_mark_of_a_missing_figure_cannot_come_from_data() -> None:
    assert MISSING not in escape(f"a{MISSING}b")


def test_nothing_in_a_link_is_read_as_markdown_or_ends_it() -> None:
    assert fact_link("a_b", "x/y_z)é") == "[a&#95;b](fact:x%2Fy%5Fz%29%C3%A9)"
    assert block("chart", "a_b:c") == "\n\n[chart](block:chart%3Aa%5Fb%3Ac)\n\n"
    assert named_block("block:chart%3Aa%5Fb%3Ac") == ("chart", "a_b:c")
    assert escape("a\ufdd0b\ufdef") == "a\ufffdb\ufffd"


def test_links_of_ours_are_counted_and_no_others() -> None:
    text = fact_link("a", "b") + block("chart", "c") + fact_link("d", "e") + "[x](https://example.org/)"
    assert links(text) == 3
    assert holds_figure(text) and not holds_figure(block("chart", "c"))
