"""Whether lines fill the measure, and how far characters were moved apart."""

from __future__ import annotations

import pytest

from mjq_report.checking.layout import Report, inspect
from tests.checking.layout.books import Book, han


def report(book: Book, style: str | None = "briefing") -> Report:
    """The inspection of a finished book."""
    return inspect(book.data(), style)


def ragged(book: Book, shortfall: float, lines: int = 4, size: float = 10.5) -> None:
    """A paragraph whose full lines all end so far before the measure."""
    node = book.root.add("P")
    for index in range(lines):
        width = book.measure - shortfall - index if index < lines - 1 else 0
        book.line(node, han(int((width or 100) / size)), book.left, book.y, size, width)
        book.y -= book.leading


@pytest.mark.parametrize(("shortfall", "filled"), [(0.0, 1), (0.4, 1), (0.6, 0), (-0.4, 1), (-0.7, 0)])
def test_half_a_point_is_the_limit(book: Book, shortfall: float, filled: int) -> None:
    node = book.root.add("P")
    book.line(node, han(44), book.left, book.y, width=book.measure - shortfall)
    book.line(node, han(20), book.left, book.y - 17)
    fill = report(book).fill
    assert (fill.lines, fill.filled) == (1, filled)


def test_last_lines_and_single_lines_need_not_be_full(book: Book) -> None:
    for _ in range(3):
        book.paragraph([han(20) + "。"])
    fill = report(book).fill
    assert (fill.lines, fill.share) == (0, 1)


def test_a_trimmed_closing_mark_ends_at_the_measure(book: Book) -> None:
    for text in ("，", "）", "”"):
        node = book.root.add("P")
        book.line(node, han(43) + text, book.left, book.y, width=book.measure + 5.25)
        book.line(node, han(20), book.left, book.y - 17)
        book.y -= 34
    fill = report(book).fill
    assert (fill.lines, fill.filled) == (3, 3)


def test_ragged_body_text_does_not_fill_the_theme_measure(book: Book) -> None:
    for _ in range(4):
        ragged(book, 15)
    found = report(book)
    assert found.fill.share == 0
    assert not found.fill_holds
    assert found.problems == 1


def test_ragged_text_without_a_style_is_not_held_to_fill(book: Book) -> None:
    for _ in range(4):
        ragged(book, 15)
    found = report(book, style=None)
    assert not found.justified
    assert found.problems == 0


def test_small_ragged_notes_are_meant_to_be_so(book: Book) -> None:
    book.body(9)
    ragged(book, 30, size=7.5)
    fill = report(book).fill
    assert (fill.lines, fill.filled) == (8, 8)


def test_columns_have_their_own_right_edge(book: Book) -> None:
    for left in (book.left, book.left + 250):
        for block in range(3):
            node = book.root.add("LI").add("LBody")
            for index in range(4):
                width = 210 if index < 3 else 0
                book.line(node, han(22 if width else 9), left, book.y - 70 * block - 14 * index, 9, width)
    fill = report(book).fill
    assert (fill.lines, fill.filled) == (18, 18)


def test_stretch_is_what_characters_were_moved_apart(book: Book) -> None:
    node = book.root.add("P")
    book.line(node, han(40), book.left, book.y, width=40 * 10.5 + 39 * 1.05)
    book.line(node, han(20), book.left, book.y - 17)
    fill = report(book, style=None).fill
    assert fill.stretch == pytest.approx(0.1, abs=0.001)
    assert fill.worst == pytest.approx(0.1, abs=0.001)
