"""Paragraphs, columns and cells of pages without tags, by the places of their lines."""

from __future__ import annotations

import pytest

from mjq_report.checking.layout import Report, inspect
from tests.checking.layout.books import MM, Book, han


@pytest.fixture
def plain() -> Book:
    """A document without tags, and without headers, which a single page gives nothing to know by."""
    return Book(tagged=False, furniture=False)


def report(book: Book) -> Report:
    """The inspection of a finished book."""
    return inspect(book.data(), "briefing")


def test_columns_of_figures_are_no_paragraphs(plain: Book) -> None:
    for row in range(12):
        for column, text in enumerate((f"{row}12", f"{30 + row}", "亿元", "，备注")):
            plain.draw(text, plain.left + 100 * column, plain.y, 9)
        plain.y -= 14
    assert report(plain).findings == ()


def test_lines_of_two_columns_of_text_are_told_apart(plain: Book) -> None:
    for index in range(6):
        for left in (plain.left, plain.left + 245):
            start = "，" if index == 3 and left > plain.left else "国"
            plain.draw(start + han(20), left, plain.y, 10.5, 225)
        plain.y -= 17
    assert [f.kind for f in report(plain).findings if f.kind != "unfilled-line"] == ["forbidden-start"]


def test_the_next_paragraph_does_not_continue_the_last(plain: Book) -> None:
    plain.paragraph([han(42), han(40) + "共12"])
    plain.paragraph(["30家企业" + han(37), han(20) + "。"])
    assert report(plain).findings == ()


def test_a_short_line_ends_its_paragraph_even_without_indent(plain: Book) -> None:
    plain.paragraph([han(44), han(20) + "共12"], indent=0)
    plain.paragraph(["30家企业" + han(39), han(20) + "。"], indent=0)
    assert report(plain).findings == ()


def test_items_of_a_list_hang_on_their_labels(plain: Book) -> None:
    for _ in range(3):
        plain.draw("1.", plain.left, plain.y)
        plain.draw(han(43), plain.left + 21, plain.y, width=plain.measure - 21)
        plain.draw("％" + han(12), plain.left + 21, plain.y - 17)
        plain.y -= 40
    assert report(plain).count("forbidden-start") == 3


def test_smaller_notes_under_a_paragraph_are_their_own(plain: Book) -> None:
    plain.paragraph([han(42), han(42) + "共12"])
    plain.draw("30家企业为初步统计", plain.left, plain.y + 4, 7.5)
    assert report(plain).count("split-number") == 0


def test_glyphs_drawn_one_by_one_make_the_same_lines(plain: Book) -> None:
    for row, text in enumerate((han(43) + "（", han(44), han(20) + "。")):
        for column, char in enumerate(text):
            plain.draw(char, plain.left + column * plain.measure / 44, plain.y - 17 * row)
    assert [f.kind for f in report(plain).findings if f.kind != "unfilled-line"] == ["forbidden-end"]


def test_lines_drawn_in_any_order_make_the_same_paragraph(plain: Book) -> None:
    lines = [han(44), "，" + han(43), han(20) + "。"]
    for row in (2, 0, 1):
        plain.draw(lines[row], plain.left, plain.y - 17 * row, width=plain.measure if row < 2 else 0)
    assert report(plain).count("forbidden-start") == 1


def test_headers_that_change_with_the_section_are_headers(plain: Book) -> None:
    for page in range(6):
        plain.draw(f"第{page // 2}节", plain.left + 300, plain.first_baseline + 30, 8)
        plain.fill_page()
        if page < 5:
            plain.next_page()
    found = report(plain)
    assert found.findings == ()
    assert {page.lines for page in found.pages} == {41}


def test_a_style_without_tags_is_measured_in_its_own_text_area() -> None:
    book = Book(tagged=False, margins=(60, 40, 60, 40))
    book.fill_page()
    book.next_page()
    book.fill_page()
    found = inspect(book.data())
    assert found.findings == ()
    assert found.fill.lines > 30
    assert all(page.empty < 17 / (177 * MM) for page in found.pages)


def test_ragged_lines_that_had_no_room_for_the_next_figure_go_on(plain: Book) -> None:
    plain.draw(han(44), plain.left, plain.y)
    plain.draw(han(39), plain.left, plain.y - 17)
    plain.draw("12345.67亿元" + han(37), plain.left, plain.y - 34)
    plain.draw("，" + han(43), plain.left, plain.y - 51)
    assert report(plain).count("forbidden-start") == 1


def test_lines_on_facing_columns_of_one_page_are_no_headers(plain: Book) -> None:
    for left in (plain.left, plain.left + 245):
        plain.draw(han(20), left, plain.y)
    assert report(plain).pages[0].lines == 2
