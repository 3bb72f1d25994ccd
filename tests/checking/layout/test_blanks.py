"""Gaps inside lines: what a reader of the page sees, and what programs that extract its text take for a blank."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from reportlab.pdfbase import pdfmetrics

from mjq_report.checking.layout import Report, inspect
from tests.checking.layout.books import FACE, Book


def report(book: Book) -> Report:
    """The inspection of a finished book."""
    return inspect(book.data(), "briefing")


def parted(gap: float, before: str = "1200", after: str = "亿元。") -> Book:
    """A paragraph with so many em between two of its parts."""
    book, left = Book(), 0.0
    with book.mark(book.root.add("P")):
        for text in ("全镇产值", before, after):
            book.draw(text, book.left + left, book.y)
            left += pdfmetrics.stringWidth(text, FACE, book.size) + (gap * book.size if text == before else 0)
    return book


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")
@pytest.mark.parametrize("gap", [0.0, 0.05, 0.08, 0.13, 0.25, 0.4])
def test_a_figure_is_found_where_poppler_finds_it(gap: float) -> None:
    data = parted(gap).data()
    said = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert inspect(data, "briefing").count("search") == int("1200亿元" not in said)


def test_a_gap_between_han_is_a_blank_too() -> None:
    found = report(parted(0.2, "规模", "以上。"))
    assert [(f.kind, f.text) for f in found.findings] == [("false-blank", "全镇产值规模␣以上。")]
    assert found.worst["wide-gap"].value == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize(("gap", "faults"), [(0.24, 0), (0.27, 1)])
def test_a_quarter_of_a_character_may_part_han(gap: float, faults: int) -> None:
    found = report(parted(gap, "规模", "以上。"))
    assert found.count("wide-gap") == faults
    assert found.worst["wide-gap"].text.startswith("全镇产值规模")


def test_a_space_that_is_drawn_is_no_false_blank_and_no_gap(book: Book) -> None:
    book.paragraph(["一　工业 GDP 增长。"])
    found = report(book)
    assert (found.count("false-blank"), found.count("wide-gap")) == (0, 0)


def test_a_binary_sign_may_stand_free(book: Book) -> None:
    book.paragraph(["46平方公里 + 36平方公里等于82平方公里。"])
    assert report(book).count("search") == 0


def test_figures_of_any_unit_are_sought_that_the_file_says_it_prints() -> None:
    assert report(parted(0.3, "35", "标箱。")).figures == 0
    book = parted(0.3, "35", "标箱。")
    book.attached["data.csv"] = b"printed,unit\n35,\xe6\xa0\x87\xe7\xae\xb1\n"
    found = report(book)
    assert (found.figures, found.count("search")) == (1, 1)


def test_a_damaged_table_of_figures_is_passed_over(book: Book) -> None:
    book.body()
    book.attached["data.csv"] = b"\xff\xfe\x00"
    book.attached["input-01-theme.toml"] = b"[page\n"
    assert inspect(book.data()).problems == 0


def test_the_page_is_that_of_the_theme_that_the_file_encloses(book: Book) -> None:
    book.body()
    book.attached["input-09-theme.toml"] = b'base = "briefing"\nname = "own"\n[page]\nleft = 60\n'
    assert inspect(book.data()).count("outside-margins") == 3, "its lines begin in what is margin there"
