"""A briefing read back: what our pages and their structure never have is named."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from mjq_report.checking.reader import read

from .conftest import Change, changed


def strange(data: bytes) -> list[str]:
    """What a reader of the file finds that no briefing has."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return read(pdf, data).strange


def drawn(operators: bytes) -> Change:
    """A change that draws something more on the second page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        content = page.Contents.read_bytes()
        shown = re.findall(rb"/FR [\d.]+ Tf.*?(<[0-9A-F]{8,}>)", content, re.DOTALL)[0]
        page.Contents = pdf.make_stream(content + b"\n" + operators.replace(b"<0001>", shown))

    return change


def test_a_clean_file_has_nothing_strange(briefing: bytes) -> None:
    assert strange(briefing) == []


@pytest.mark.parametrize(
    ("operators", "what"),
    [
        (b"/P <</MCID 0>> BDC BT /FR 9 Tf 3 Tr 9 9 Td <0001> Tj ET EMC", "has text that is not drawn"),
        (b"BT /FR 9 Tf 9 9 Td <0001> Tj ET", "shows text outside a tag or an artefact"),
        (
            b"/Span <</ActualText (1300)/MCID 0>> BDC BT /FR 9 Tf 9 9 Td <0001> Tj ET EMC",
            "replaces text in marked content",
        ),
        (
            b"/P <</MCID 9999>> BDC BT /FR 9 Tf 9 9 Td <0001> Tj ET EMC",
            "has text that the structure tree does not contain",
        ),
    ],
)
def test_what_our_pages_never_do_is_reported(briefing: bytes, operators: bytes, what: str) -> None:
    assert strange(changed(briefing, drawn(operators))) == [f"page 2 {what}"]


def test_text_that_an_element_replaces_is_reported(briefing: bytes) -> None:
    def replace(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K[0].K[0].ActualText = pikepdf.String("other")

    assert strange(changed(briefing, replace)) == ["an element Part replaces its text"]


def test_a_link_outside_the_tree_is_reported(briefing: bytes) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest="f001")
        pdf.pages[3].obj.Annots.append(pdf.make_indirect(link))

    assert strange(changed(briefing, add)) == ["page 4 has a link outside the structure tree"]
