"""The file read back: the text of every page, its structure, and whatever our pages never do."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pypdfium2
import pytest

from mjq_report.checking.glyphs import read_pages
from mjq_report.checking.tree import read, squeezed

from .conftest import Change, changed


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def drawn(operators: bytes) -> Change:
    """A change that draws something more on the second page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + operators)

    return change


def test_our_reading_of_the_text_is_that_of_pdfium(briefing: bytes) -> None:
    with open_pdf(briefing) as pdf:
        ours = ["".join(text.text for text in page.texts) for page in read_pages(pdf)]
    document = pypdfium2.PdfDocument(briefing)
    theirs = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert [Counter(squeezed(text)) for text in ours] == [Counter(squeezed(text)) for text in theirs]


def test_text_stands_where_pdfium_finds_it(briefing: bytes) -> None:
    with open_pdf(briefing) as pdf:
        texts = [text for text in read_pages(pdf)[2].texts if len(squeezed(text.text)) > 3]
    page = pypdfium2.PdfDocument(briefing)[2].get_textpage()
    for text in texts[:40]:
        found = squeezed(page.get_text_bounded(*(text.box.left - 1, text.box.bottom, text.box.right + 1, text.box.top)))
        assert squeezed(text.text) in found


def test_a_clean_file_has_nothing_strange(briefing: bytes) -> None:
    with open_pdf(briefing) as pdf:
        assert read(pdf).strange == []


@pytest.mark.parametrize(
    ("operators", "what"),
    [
        (b"/P <</MCID 0>> BDC BT /FR 9 Tf 3 Tr 9 9 Td <0001> Tj ET EMC", "uses the operator Tr"),
        (b"BT /FR 9 Tf 9 9 Td <0001> Tj ET", "shows text outside a tag or an artefact"),
        (b"/Artifact BMC BT /FX 9 Tf 9 9 Td (1200) Tj ET EMC", "shows text in a font without a Unicode map"),
        (b"/Artifact BMC q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q EMC", "uses the operator INLINE IMAGE"),
        (b"/Artifact BMC /X Do EMC", "uses the operator Do"),
        (b"/Span <</ActualText (1300)/MCID 0>> BDC EMC", "replaces text in marked content"),
        (b"EMC", "closes marked content that is not open"),
        (b"/Artifact BMC", "leaves marked content open"),
        (
            b"/P <</MCID 9999>> BDC BT /FR 9 Tf 9 9 Td <0001> Tj ET EMC",
            "has text that the structure tree does not hold",
        ),
    ],
)
def test_what_our_pages_never_do_is_reported(briefing: bytes, operators: bytes, what: str) -> None:
    with open_pdf(changed(briefing, drawn(operators))) as pdf:
        assert any(what in found and "page 2" in found for found in read(pdf).strange)


def test_text_that_an_element_replaces_is_reported(briefing: bytes) -> None:
    def replace(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K[0].K[0].ActualText = pikepdf.String("other")

    with open_pdf(changed(briefing, replace)) as pdf:
        assert read(pdf).strange == ["an element Part replaces its text"]


def test_a_link_outside_the_tree_is_reported(briefing: bytes) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest="f001")
        pdf.pages[3].obj.Annots.append(pdf.make_indirect(link))

    with open_pdf(changed(briefing, add)) as pdf:
        assert read(pdf).strange == ["page 4 has a link outside the structure tree"]
