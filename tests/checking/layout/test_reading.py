"""Glyphs and graphics at the places where they show, whatever turned, scaled or moved them."""

from __future__ import annotations

import io

import pikepdf
import pytest

from mjq_report.checking.reader import read_sheets
from tests.checking.layout.books import Book


def test_a_glyph_stands_where_it_was_drawn(book: Book) -> None:
    book.furniture = False
    book.line(book.root.add("P"), "工业", 100, 500, 12)
    sheet = read_sheets(book.data())[0]
    first, second = sheet.glyphs[-2:]
    assert (first.char, second.char) == ("工", "业")
    assert (first.left, first.right, first.baseline) == pytest.approx((100, 112, 500), abs=0.01)
    assert second.left == pytest.approx(112, abs=0.01)
    assert 100 < first.ink.left < first.ink.right < 112
    assert sheet.runs[first.run].size == 12


def test_a_scaled_glyph_has_the_size_that_shows(book: Book) -> None:
    book.canvas.scale(2, 2)
    book.line(book.root.add("P"), "大", 50, 100, 12)
    sheet = read_sheets(book.data())[0]
    glyph = sheet.glyphs[-1]
    assert (glyph.left, glyph.right, glyph.baseline) == pytest.approx((100, 124, 200), abs=0.01)
    assert sheet.runs[glyph.run].size == pytest.approx(24)


def test_turned_text_is_not_upright(book: Book) -> None:
    book.canvas.translate(200, 300)
    book.canvas.rotate(90)
    book.line(book.root.add("P"), "竖", 0, 0, 12)
    sheet = read_sheets(book.data())[0]
    assert [run.upright for run in sheet.runs] == [True, True, False]


def test_places_count_from_the_corner_of_the_visible_page(book: Book) -> None:
    book.line(book.root.add("P"), "工", 100, 500, 12)
    with pikepdf.open(io.BytesIO(book.data())) as pdf:
        pdf.pages[0].cropbox = pikepdf.Rectangle(40, 60, 440, 760)
        out = io.BytesIO()
        pdf.save(out)
    sheet = read_sheets(out.getvalue())[0]
    assert (sheet.width, sheet.height) == (400, 700)
    assert (sheet.glyphs[-1].left, sheet.glyphs[-1].baseline) == pytest.approx((60, 440), abs=0.01)


def test_marks_tell_content_from_artefacts(book: Book) -> None:
    book.line(book.root.add("P"), "正文", 100, 500)
    sheet = read_sheets(book.data())[0]
    assert [(run.artefact, run.mcid) for run in sheet.runs] == [(True, -1), (True, -1), (False, 0)]


def test_content_of_forms_has_no_claim_on_the_pages_ids(book: Book) -> None:
    book.canvas.beginForm("form")
    with book.mark(book.root.add("P")):
        book.draw("表内", 10, 10)
    book.canvas.endForm()
    book.canvas.doForm("form")
    runs = read_sheets(book.data())[0].runs
    assert runs[-1].mcid == -1


def test_a_clip_or_a_white_ground_is_no_graphic(book: Book) -> None:
    path = book.canvas.beginPath()
    path.rect(10, 10, 100, 100)
    book.canvas.clipPath(path, stroke=0, fill=0)
    book.canvas.setFillColorRGB(1, 1, 1)
    book.canvas.rect(20, 20, 50, 50, stroke=0, fill=1)
    book.canvas.setStrokeColorRGB(1, 0, 0)
    book.canvas.rect(30, 30, 40, 20, stroke=1, fill=0)
    (graphic,) = read_sheets(book.data())[0].graphics
    assert graphic.colour == (255, 0, 0)
    assert (graphic.box.left, graphic.box.top) == pytest.approx((30, 50), abs=1)
