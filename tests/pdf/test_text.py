"""What a reader can select, search and see in the PDF is what the document says."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from mjq_report.checking.layout import inspect
from mjq_report.errors import MissingGlyph
from mjq_report.model.document import Chart, Paragraph, Section, Span
from mjq_report.pdf.fontbook import FontBook

from .conftest import Make, document, open_pdf, text, words


def one_paragraph(content: str, **style: bool) -> Section:
    return Section("s", "正文", (Paragraph(text(Span(content, **style))),))


def test_every_text_of_the_document_can_be_extracted(sample: bytes) -> None:
    found = words(sample)
    for expected in ("某镇", "要点", "一经济", "超1000亿元", "占多数", "“热线+网格”", "续"):
        if expected != "续":
            assert expected in found, expected
    assert "图中数1200" in found
    assert "第2页共" in found


def test_characters_that_share_a_glyph_are_extracted_as_written(make: Make) -> None:
    content = "圆点·・•与连字符-‑，破折号——"
    assert content in words(make(document(one_paragraph(content))))


@pytest.mark.parametrize(
    "content", ["<b>粗</b>&amp;", "$x_1$", "a<b>c", "{{7*7}}", "<img src='x'/>", "/Artifact BMC ET"]
)
def test_text_is_never_markup(make: Make, content: str) -> None:
    assert content.replace(" ", "") in words(make(document(one_paragraph(content))))


@pytest.mark.guards("R12")
def test_a_missing_glyph_names_the_character_and_makes_no_file(make: Make) -> None:
    with pytest.raises(MissingGlyph, match=r"U\+1F600"):
        make(document(one_paragraph("笑脸\U0001f600")))


def test_all_fonts_are_embedded_and_bold_is_really_bold(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont)[8:] for font in fonts}
        files = {bytes(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()) for font in fonts}
    assert names == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert len(files) == 2


def test_bold_has_more_ink_than_regular(make: Make) -> None:
    def ink(bold: bool) -> int:
        data = make(document(one_paragraph("镇域经济" * 30, bold=bold)))
        pages = pypdfium2.PdfDocument(data)
        image = pages[1].render(scale=1, grayscale=True).to_pil()
        return sum(255 - value for value in image.tobytes())

    assert ink(True) > ink(False) * 1.1


def test_two_documents_in_one_process_do_not_share_characters(make: Make, fonts: FontBook) -> None:
    first = make(document(one_paragraph("甲乙丙")))
    second = make(document(one_paragraph("子丑寅")))
    assert first == make(document(one_paragraph("甲乙丙")))
    assert "子丑寅" in words(second)
    assert "甲乙丙" not in words(second)


def test_no_raster_image_is_used_and_nothing_is_transparent(sample: bytes) -> None:
    with open_pdf(sample) as pdf:
        assert not [image for page in pdf.pages for image in page.get_images()]
        assert b"/ExtGState" not in sample
        assert all("/ExtGState" not in page.Resources for page in pdf.pages)


def test_the_file_says_what_it_is(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        assert str(pdf.docinfo.Title) == "某镇2025年发展简报"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["某镇2025年发展简报", "要点", "经济", "附录"]


def test_words_on_two_lines_stay_two_words(make: Make) -> None:
    """A reader of the file, not of the picture, knows of no line: without a space it would be ValleyBetween."""
    data = make(document(one_paragraph("Between Xinqiao Valley and the old canal " * 12)))
    assert inspect(data).count("split-word") == 0
    ends = [line for page in pypdfium2.PdfDocument(data) for line in page.get_textpage().get_text_range().split("\r\n")]
    assert sum(line.endswith(" ") for line in ends) >= 5


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("产值先后越过几个关口，" + "新" * 12 + "，其中新能源汽车占多数", ["新，", "其中新能源汽车占多数"]),
        ("产值" * 13 + "，占一半", ["产值，", "占一半"]),
        ("产值，" + "新" * 60, None),
    ],
)
def test_a_chart_title_of_two_lines_is_parted_behind_a_comma_where_there_is_room(
    make: Make, title: str, lines: list[str] | None
) -> None:
    chart = Chart("c1", "trend", text(title), "", "", (), (), "", "图")
    page = pypdfium2.PdfDocument(make(document(Section("s", "正文", (chart,)))))
    printed = [line.strip() for leaf in page for line in leaf.get_textpage().get_text_range().splitlines()]
    assert title in "".join(printed)
    for ending, start in [lines] if lines else []:
        at = printed.index(start)
        assert printed[at - 1].endswith(ending)
    assert lines or not any(line.endswith("产值，") for line in printed)
