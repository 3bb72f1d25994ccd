"""What is drawn by hand: strings that nothing can end, links to checked places only."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.pdf.fontbook import FontBook
from mjq_report.pdf.pen import Pen, number
from mjq_report.pdf.structure import Node


def drawn(target: str, contents: str, node: Node | None = None) -> pikepdf.Dictionary:
    """The one link of a page."""
    pen = Pen((200, 200), (), "zh")
    pen.glyphs("", 0, 0, 10, (0, 0, 0))
    pen.link(node, (1, 2.5, 3, 4), target, contents)
    pen.next_page()
    with pikepdf.open(io.BytesIO(pen.finish())) as pdf:
        page = pdf.pages[0]
        assert b"Tj" not in page.Contents.read_bytes(), "no text is no text"
        (link,) = page.Annots
        return pikepdf.Dictionary(
            Contents=str(link.Contents), To=str(link.get("/Dest", "") or link.A.URI), Rect=[float(x) for x in link.Rect]
        )


@pytest.mark.guards("R5")
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30))
def test_a_text_in_a_link_comes_out_as_it_went_in(text: str) -> None:
    found = drawn("https://example.org/a(b)%3E", f"x{text}")
    assert str(found.Contents) == f"x{text}"
    assert str(found.To) == "https://example.org/a(b)%3E"


@pytest.mark.guards("A3")
def test_a_link_belongs_to_its_element_or_to_none() -> None:
    node = Node("Link")
    assert str(drawn("#sec-1", "x", node).To) == "sec-1"
    assert len(node.kids) == 1
    assert [float(x) for x in drawn("mailto:a@example.org", "x").Rect] == [1, 2.5, 3, 4]


@pytest.mark.guards("A3")
@pytest.mark.parametrize("target", ["javascript:x", "http://example.org", "file:///x", "", "x"])
def test_any_other_link_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="a link may lead to"):
        drawn(target, "x")
    with pytest.raises(UnicodeEncodeError):
        drawn("https://例.cn/", "x")


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-0.0001, "0"), (1.5, "1.5"), (-2, "-2"), (10, "10"), (1e-9, "0"), (0.12345, "0.123")]
)
def test_a_number_has_no_exponent_and_no_zeros_behind(value: float, text: str) -> None:
    assert number(value) == text


def test_a_glyph_that_is_narrower_than_the_room_taken_keeps_its_width(fonts: FontBook) -> None:
    """No advance in the font is negative; the array takes back what a copy cannot."""
    pen = Pen((200, 200), fonts.embedded(), "zh")
    with pen.artefact():
        pen.glyphs("\U00020bb7i中", 10, 10, 10, (0, 0, 0), advances=[10, -4, 10])
    pen.next_page()
    with pikepdf.open(io.BytesIO(pen.finish())) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
        widths = [float(w) for font in pdf.pages[0].Resources.Font.values() for w in font.DescendantFonts[0].W[1]]
    assert b"/FR1 10 Tf" in content
    assert content.index(b"/FR1 10 Tf") < content.index(b"/FR 10 Tf")
    assert min(widths) >= 0
