"""Line ends of paragraphs, cells, headings and lists, read back from drawn pages."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from mjq_report.checking.layout import Report, inspect
from tests.checking.layout.books import FACE, Book, han


def report(book: Book) -> Report:
    """The inspection of a finished book."""
    return inspect(book.data(), "briefing")


def test_a_finding_shows_both_sides_of_the_break_and_its_place(book: Book) -> None:
    book.paragraph([han(41) + "末", "，" + han(43), han(10) + "。"])
    (found,) = report(book).findings
    assert (found.kind, found.page) == ("forbidden-start", 1)
    assert found.text.endswith("末|，" + han(9))
    assert found.x == pytest.approx(22, abs=0.1)
    assert found.y == pytest.approx(25 + 17 * 25.4 / 72 + 1.1, abs=0.2)


def test_cells_of_several_lines_are_checked(book: Book) -> None:
    row = book.root.add("Table").add("TR")
    book.line(row.add("TD"), "指标", book.left, book.y)
    cell = row.add("TD")
    book.line(cell, "新能源汽车产业（", book.left + 100, book.y)
    book.line(cell, "含零部件）1200", book.left + 100, book.y - 17)
    book.line(cell, "亿元", book.left + 100, book.y - 34)
    found = report(book)
    assert (found.count("forbidden-end"), found.count("split-number"), found.problems) == (1, 1, 2)


def test_neighbouring_cells_are_no_lines_of_one_another(book: Book) -> None:
    table = book.root.add("Table")
    for _ in range(3):
        row = table.add("TR")
        for column, text in enumerate(("12", "30", "亿元")):
            book.line(row.add("TD"), text, book.left + 30 * column, book.y, 9)
        book.y -= 14
    assert report(book).findings == ()


def test_lettering_of_figures_is_no_running_text(book: Book) -> None:
    figure = book.root.add("Figure")
    for text in ("2024", "2025", "%", "，"):
        book.line(figure, text, book.left, book.y)
        book.y -= 17
    assert report(book).findings == ()


@pytest.mark.parametrize("tag", ["P", "LBody", "H2", "Caption", "Note"])
def test_every_kind_of_text_is_checked(book: Book, tag: str) -> None:
    book.paragraph([han(20) + "（", han(10) + "）"], tag)
    book.body()
    assert report(book).count("forbidden-end") == 1


def test_a_superscript_is_part_of_its_line(book: Book) -> None:
    node = book.root.add("P")
    text = han(20)
    book.line(node, text, book.left, book.y)
    book.line(node, "[1]", book.left + 210, book.y + 3.6, 6.5)
    book.line(node, "，" + han(3), book.left + 218, book.y)
    assert report(book).findings == ()


def test_a_line_of_several_runs_is_one_line(book: Book) -> None:
    node = book.root.add("P")
    book.line(node, "产值", book.left, book.y)
    with book.mark(node.add("Link")):
        book.draw("1200", book.left + 21, book.y)
    book.line(node, "亿元，增长", book.left + 21 + pdfmetrics.stringWidth("1200", FACE, book.size), book.y)
    assert report(book).findings == ()


def test_a_figure_is_whole_across_runs_and_pages(book: Book) -> None:
    book.fill_page(leave=2)
    node = book.root.add("P")
    book.line(node, han(42), book.left + 21, book.y, width=book.measure - 21)
    book.line(node, han(40) + "12", book.left, book.y - 17, width=book.measure)
    book.next_page()
    book.paragraph(["00亿元" + han(40), han(10) + "。"], node=node, indent=0)
    (found,) = report(book).findings
    assert (found.kind, found.page) == ("split-number", 2)


def test_a_last_line_of_two_characters_or_of_a_word_is_no_lone_character(book: Book) -> None:
    for last in ("增长。", "GDP", "5%"):
        book.paragraph([han(42), han(44), last])
    assert report(book).count("lone-character") == 0


def test_words_whose_space_was_dropped_at_the_line_end_are_no_cut_word(book: Book) -> None:
    book.paragraph(["The industrial output of the town", "rose by a tenth in that year."], indent=0)
    assert report(book).count("split-word") == 0


def test_where_spaces_are_kept_their_absence_is_a_cut(book: Book) -> None:
    book.paragraph(["The industrial output of ", "the town rose by a te", "nth in that year, and ", "more."], indent=0)
    (found,) = [f for f in report(book).findings if f.kind == "split-word"]
    assert found.text.endswith("by a te|nth in tha")


def test_a_hyphenated_word_is_not_cut(book: Book) -> None:
    book.paragraph([han(38) + "Micro-", "LED产业" + han(40), han(10) + "。"])
    assert report(book).findings == ()
