"""Where pages end, what they leave empty, and what stands outside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from mjq_report.checking.layout import Report, inspect
from tests.checking.layout.books import Book, han


def report(book: Book) -> Report:
    """The inspection of a finished book."""
    return inspect(book.data(), "briefing")


def drawing(book: Book, height: float, node_tag: str = "Figure") -> None:
    """A vector drawing as wide as the measure, under the last line."""
    with book.mark(book.root.add(node_tag)):
        book.canvas.setFillColorRGB(0.4, 0.5, 0.6)
        book.canvas.rect(book.left, book.y - height, book.measure, height, fill=1, stroke=0)
        book.canvas.setFillColorRGB(0, 0, 0)
    book.y -= height + book.leading


def test_two_lines_on_either_page_are_no_widow_or_orphan(book: Book) -> None:
    book.fill_page(leave=2)
    node = book.root.add("P")
    book.line(node, han(42), book.left + 21, book.y, width=book.measure - 21)
    book.line(node, han(44), book.left, book.y - 17, width=book.measure)
    book.next_page()
    book.paragraph([han(44), han(10) + "。"], node=node, indent=0)
    assert report(book).findings == ()


def test_a_paragraph_of_two_lines_over_two_pages_is_both(book: Book) -> None:
    book.fill_page(leave=1)
    node = book.root.add("P")
    book.line(node, han(42), book.left + 21, book.y, width=book.measure - 21)
    book.next_page()
    book.paragraph([han(10) + "。"], node=node, indent=0)
    book.body()
    found = report(book)
    assert (found.count("orphan"), found.count("widow"), found.problems) == (1, 1, 2)


def test_a_row_of_a_table_may_go_over_a_page(book: Book) -> None:
    book.fill_page(leave=1)
    cell = book.root.add("Table").add("TR").add("TD")
    book.line(cell, han(10), book.left, book.y)
    book.next_page()
    book.line(cell, han(6), book.left, book.y)
    assert report(book).findings == ()


def test_a_heading_over_a_drawing_is_not_stranded(book: Book) -> None:
    book.fill_page(leave=12)
    book.heading("主导产业", "H2", 13)
    drawing(book, 150)
    book.next_page()
    book.body()
    assert report(book).findings == ()


def test_a_heading_over_a_rule_alone_is_stranded(book: Book) -> None:
    book.fill_page(leave=4)
    book.heading("主导产业", "H2", 13)
    drawing(book, 2)
    book.next_page()
    book.body()
    assert report(book).count("stranded-heading") == 1


def test_headings_over_headings_are_stranded_together(book: Book) -> None:
    book.fill_page(leave=4)
    book.heading("一　工业", "H1", 13)
    book.heading("主导产业", "H2", 11)
    book.next_page()
    book.body()
    assert report(book).count("stranded-heading") == 2


def test_a_caption_on_its_figures_page_is_not_stranded(book: Book) -> None:
    book.fill_page(leave=12)
    figure = book.root.add("Figure")
    book.paragraph(["图1　产值"], node=figure.add("Caption"), indent=0)
    with book.mark(figure):
        book.canvas.rect(book.left, book.y - 150, book.measure, 150)
    book.next_page()
    book.body()
    assert report(book).findings == ()


def test_a_figure_on_the_next_page_strands_its_caption(book: Book) -> None:
    book.fill_page(leave=1)
    figure = book.root.add("Figure")
    book.paragraph(["图1　产值"], node=figure.add("Caption"), indent=0)
    book.next_page()
    with book.mark(figure):
        book.canvas.rect(book.left, book.y - 150, book.measure, 150)
    assert report(book).count("stranded-caption") == 1


def test_a_drawing_fills_a_page(book: Book) -> None:
    drawing(book, 665)
    book.next_page()
    book.body()
    found = report(book)
    assert found.count("empty-page") == 0
    assert found.pages[0].empty < 0.05


def test_white_before_a_new_section_is_a_fault_and_at_the_end_it_is_none(book: Book) -> None:
    book.body()
    book.next_page()
    book.heading("二　投资")
    book.body()
    found = report(book)
    assert [(f.kind, f.page) for f in found.findings] == [("empty-page", 1)]
    assert [page.empty > 0.8 for page in found.pages] == [True, True]


@pytest.mark.parametrize(("rows", "faults"), [(7, 0), (9, 1)])
def test_a_fifth_of_the_text_block_may_be_empty(book: Book, rows: int, faults: int) -> None:
    book.fill_page(leave=rows)
    book.next_page()
    book.body()
    assert report(book).count("empty-page") == faults


def test_white_in_the_middle_of_a_page_counts_like_that_at_its_foot(book: Book) -> None:
    book.fill_page(leave=20)
    book.y = book.bottom + 5 * book.leading
    book.fill_page()
    book.next_page()
    book.body()
    assert report(book).count("empty-page") == 1


def test_an_annex_of_an_official_document_begins_on_a_new_page(book: Book) -> None:
    book.body()
    book.next_page()
    book.line(book.root.add("H2"), "附件1", book.left, book.y)
    book.y -= book.leading
    book.body()
    assert report(book).count("empty-page") == 0


def test_a_white_background_is_no_content(book: Book) -> None:
    book.canvas.setFillColorRGB(1, 1, 1)
    book.canvas.rect(book.left, book.bottom, book.measure, 300, fill=1, stroke=0)
    book.canvas.setFillColorRGB(0, 0, 0)
    book.body()
    book.next_page()
    book.body()
    assert report(book).count("empty-page") == 1


def test_a_cover_may_be_as_empty_as_it_likes(new_book: Callable[..., Book]) -> None:
    book = new_book(furniture=False)
    book.heading("某镇", size=40)
    book.line(book.root.add("P"), "版本 2026年", book.left, book.bottom - 20)
    book.furniture = True
    for _ in range(2):
        book.next_page()
        book.fill_page()
    found = report(book)
    assert [page.cover for page in found.pages] == [True, False, False]
    assert found.findings == ()


def test_lines_outside_the_area_are_found_on_every_side(book: Book) -> None:
    for x, y in ((book.left - 30, 400), (book.left + 440, 500), (200, book.bottom - 20), (200, 800)):
        book.line(book.root.add("P"), "页边之外", x, y)
    assert report(book).count("outside-margins") == 4


def test_headers_may_not_run_off_the_paper(book: Book) -> None:
    with book.artefact():
        book.draw("页眉页眉页眉", 560, 800)
    book.body()
    assert report(book).count("outside-margins") == 1


def test_turned_lettering_off_the_paper_is_found(book: Book) -> None:
    with book.mark(book.root.add("Figure")):
        book.canvas.saveState()
        book.canvas.translate(300, 830)
        book.canvas.rotate(90)
        book.draw("竖排标注", 0, 0)
        book.canvas.restoreState()
    assert [f.text for f in report(book).findings if f.kind == "outside-margins"] == ["竖排标注"]


def test_the_repeated_head_of_a_table_is_body_and_a_header_is_not(book: Book) -> None:
    with book.artefact():
        book.line(book.root.add("P"), "续表1", book.left, book.y)
    book.y -= 17
    book.body()
    assert report(book).pages[0].lines == 4


def test_images_within_forms_are_found(book: Book) -> None:
    book.canvas.beginForm("picture")
    book.canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "navy")), 0, 0, 100, 80)
    book.canvas.endForm()
    book.canvas.saveState()
    book.canvas.translate(book.left, 300)
    book.canvas.scale(2, 2)
    book.canvas.doForm("picture")
    book.canvas.restoreState()
    (found,) = [f for f in report(book).findings if f.kind == "raster"]
    assert found.text == "71 × 56 mm"
    assert found.x == 22.0


def test_an_image_of_inline_pixels_is_found(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 1)  # reportlab cannot write inline images without it
    book.canvas.drawInlineImage(Image.new("RGB", (8, 8), "navy"), book.left, 300, 200, 100)
    assert report(book).count("raster") == 1
