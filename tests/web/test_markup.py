"""Text that HTML and XML can hold, and links that lead nowhere harmful."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.web.markup import address, clean


@given(st.text(st.characters(), max_size=40))
def test_any_text_is_one_that_xml_can_hold(text: str) -> None:
    cleaned = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
    root = ET.fromstring(f"<a>{cleaned}</a>".encode())
    assert (root.text or "") == clean(text)


def test_ordinary_text_is_left_alone() -> None:
    text = "2025年，工业总产值1200亿元（约）\n“十四五”\t𠀀 é 👩‍👩‍👧"
    assert clean(text) == text


@pytest.mark.parametrize(
    "bad",
    ["\x00", "\x1b", "\x85", "\x7f", "\ud800", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe"],
)
def test_what_neither_can_hold_is_shown_as_missing(bad: str) -> None:
    assert clean(f"a{bad}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "good", ["#f012", "#sec-economy", "https://example.org", "https://example.org/a?b=c#d", "mailto:a@example.org"]
)
def test_links_that_are_meant_are_kept(good: str) -> None:
    assert address(good) == good


@pytest.mark.guards("J9")
@pytest.mark.parametrize(
    "bad",
    [
        "", "#", "# x", "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "//evil.example", "http://plain.example", "https:evil", "https://", "https:///x", "https://a b",
        "https://a\"b", "https://user@evil.example/", "https://a/\u202e", "https://例.cn", "mailto:", "mailto:a", "mailto:a@b:c", "x", "/x",
        "../x", "\\\\evil\\x", "https://a\\b", "#a\"b", "#a b", "ftp://a", "HTTPS://a\n",
    ],
)  # fmt: skip
def test_links_of_any_other_kind_lead_nowhere(bad: str) -> None:
    assert address(bad) == ""
