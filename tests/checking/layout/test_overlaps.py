"""Texts that run into one another, and neighbours that only touch."""

from __future__ import annotations

import pytest

from mjq_report.checking.layout import inspect
from tests.checking.layout.books import FACE, Book, han


def overlaps(book: Book) -> list[str]:
    """The texts of the overlaps found."""
    return [f.text for f in inspect(book.data(), "briefing").findings if f.kind == "overlap"]


def labels(book: Book, *places: tuple[str, float, float]) -> list[str]:
    """Overlaps among pieces of text at (text, x, y)."""
    figure = book.root.add("Figure")
    for text, x, y in places:
        book.line(figure, text, x, y)
    return overlaps(book)


@pytest.mark.parametrize(("dx", "dy"), [(0, 5), (5, 0), (15, 7), (-18, -6), (1.5, 1.5)])
def test_labels_that_share_room_overlap(book: Book, dx: float, dy: float) -> None:
    assert labels(book, ("工业产值", 200, 400), ("固定资产", 200 + dx, 400 + dy)) == ["工业产值 / 固定资产"]


@pytest.mark.parametrize(("dx", "dy"), [(42, 0), (0, 10.5), (0, -10.5), (41.5, 0), (60, 60)])
def test_labels_beside_one_another_do_not(book: Book, dx: float, dy: float) -> None:
    assert labels(book, ("工业产值", 200, 400), ("固定资产", 200 + dx, 400 + dy)) == []


def test_a_full_stop_under_another_text_overlaps(book: Book) -> None:
    assert labels(book, ("a.", 200, 400), ("国国国", 203, 398)) == ["a. / 国国国"]


def test_kerned_latin_letters_do_not_overlap(book: Book) -> None:
    assert labels(book, ("A", 200, 400), ("V", 205.5, 400)) == []


def test_a_character_drawn_twice_for_boldness_does_not_overlap(book: Book) -> None:
    assert labels(book, ("工业", 200, 400), ("工业", 200.4, 400)) == []


def test_compressed_marks_do_not_overlap(book: Book) -> None:
    assert labels(book, ("产值）", 200, 400), ("，增长", 226.3, 400)) == []


def test_turned_lettering_overlaps_too(book: Book) -> None:
    book.line(book.root.add("P"), "工业产值", 200, 400)
    book.canvas.saveState()
    book.canvas.translate(215, 380)
    book.canvas.rotate(90)
    book.draw("纵轴标题", 0, 0)
    book.canvas.restoreState()
    assert len(overlaps(book)) == 1


def test_hidden_text_overlaps_nothing(book: Book) -> None:
    book.line(book.root.add("P"), "工业产值", 200, 400)
    hidden = book.canvas.beginText(200, 402)
    hidden.setFont(FACE, 10.5)
    hidden.setTextRenderMode(3)
    hidden.textOut("隐藏文字")
    book.canvas.drawText(hidden)
    assert overlaps(book) == []


def test_a_heap_of_text_is_judged_up_to_a_limit(book: Book) -> None:
    figure = book.root.add("Figure")
    for index in range(600):
        book.line(figure, han(30)[index % 10 :], 100 + index % 7, 300 + index % 11)
    found = inspect(book.data(), "briefing").count("overlap")
    assert 100 < found < 600 * 599 / 2 / 10  # far fewer than the pairs that there are
