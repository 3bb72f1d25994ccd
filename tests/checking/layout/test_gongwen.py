"""Each clause of GB/T 9704-2012 holds on a page set after it, and only the one that a test breaks fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from reportlab.pdfbase import pdfmetrics

from mjq_report.checking.layout import Clause, inspect
from tests.checking.layout.books import FACE, MM, Book, han


@dataclass
class Official:
    """How a document departs from the standard; the defaults do not."""

    margins: tuple[float, float, float, float] = (37, 26, 35, 28)
    size: float = 15.75
    leading: float = 28.99
    indent: float = 2.0
    number: str = "— {} —"
    number_size: float = 14.0
    number_drop: float = 7.0
    first_side: int = 1
    heads: tuple[tuple[str, str], ...] = (
        ("H1", "一、工业"),
        ("H2", "（一）主导产业"),
        ("H3", "1.汽车"),
        ("H1", "二、投资"),
    )
    date: str = "2026年2月9日"
    colour: tuple[float, float, float] = (0, 0, 0)
    red_rule: bool = False
    mark: tuple[float, ...] = ()  # of an organ: mm down, mm aside, mm of rule
    tight: bool = False
    stretch: float = 1.0  # of the paper's width
    full: int = 1

    def data(self) -> bytes:
        """So many full pages, and one that is not."""
        book = Book(margins=self.margins, furniture=False)
        book.size, book.leading, book.tight = self.size, self.leading, self.tight
        book.y = book.first_baseline
        book.canvas.setPageSize((book.canvas._pagesize[0] * self.stretch, book.canvas._pagesize[1]))
        if self.red_rule:
            book.canvas.setStrokeColorRGB(0.9, 0, 0)
            book.canvas.line(book.left, 700, book.left + 400, 700)
        if self.mark:
            self._mark(book)
        book.canvas.setFillColorRGB(*self.colour)
        per_line = round(book.measure / self.size)
        for tag, text in self.heads:
            book.paragraph([text], tag, indent=self.indent)
            self._text(book, per_line, 2)
        book.paragraph([f"本简报编于{self.date}，数据截至上月。"], indent=self.indent)
        for page in range(1, self.full + 1):
            while book.rows_left() >= 2:
                self._text(book, per_line, 2 if book.rows_left() != 3 else 3)
            self._number(book, page)
            book.next_page()
            book.canvas.setFillColorRGB(0, 0, 0)
        self._text(book, per_line, 4)
        self._number(book, self.full + 1)
        return book.data()

    def _mark(self, book: Book) -> None:
        down, aside, rule = self.mark
        width = pdfmetrics.stringWidth("某某镇文件", FACE, 40)
        book.canvas.setFillColorRGB(0.8, 0, 0)
        book.canvas.setStrokeColorRGB(0.8, 0, 0)
        book.canvas.setLineWidth(1)
        y = (297 - 37 - down) * MM - 0.88 * 40
        book.line(book.root.add("P"), "某某镇文件", 106 * MM - width / 2 + aside * MM, y, 40)
        with book.artefact():
            book.canvas.line(28 * MM, y - 60, (28 + rule) * MM, y - 60)
        book.y = y - 120

    def _text(self, book: Book, per_line: int, lines: int) -> None:
        first = han(per_line - round(self.indent))
        book.paragraph([first, *(han(per_line) for _ in range(lines - 2)), han(8) + "。"], indent=self.indent)

    def _number(self, book: Book, page: int) -> None:
        text = self.number.format(page)
        width = pdfmetrics.stringWidth(text, FACE, self.number_size)
        right = 210 * MM - 26 * MM - 14 - width
        x = right if page % 2 == self.first_side else 28 * MM + 14
        with book.artefact():
            book.draw(text, x, (35 - self.number_drop) * MM - 0.38 * self.number_size, self.number_size)


def failing(data: bytes) -> list[str]:
    """Titles of the clauses that do not hold."""
    return [clause.title for clause in inspect(data, "gongwen").clauses if not clause.holds]


def test_a_page_after_the_standard_meets_every_clause() -> None:
    report = inspect(Official().data(), "gongwen")
    assert [clause for clause in report.clauses if not clause.holds] == []
    assert {clause.clause.removeprefix("GB/T 9704-2012 ") for clause in report.clauses} == {
        "5.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "7.2.4", "7.3.3", "7.3.4", "7.3.5.4", "7.4", "7.5",
    }  # fmt: skip
    assert report.problems == 0


@pytest.mark.parametrize(
    ("departure", "titles"),
    [
        (Official(stretch=1.02), ["paper", "right margin", "its side"]),
        (Official(size=16.0, leading=29.6, tight=True), []),
        (Official(leading=27.0, full=6), ["bottom margin", "lines on a page"]),
        (Official(indent=0.0), ["first-line indent"]),
        (Official(colour=(0.1, 0.2, 0.7)), ["colour of text"]),
        (Official(colour=(0.8, 0.0, 0.0)), ["colour of text", "red head"]),
        (Official(red_rule=True), ["red head"]),
        (Official(mark=(35, 0, 156)), []),
        (Official(mark=(25, 0, 156)), ["red head"]),
        (Official(mark=(35, 10, 156)), ["red head"]),
        (Official(mark=(35, 0, 120)), ["red head"]),
        (Official(heads=(("H1", "一、工业"), ("H1", "附件1"))), ["attachments"]),
        (Official(date="2026年3月1日印发"), []),
        (Official(date="2026年02月9日"), ["dates"]),
        (Official(date="2026年12月09日"), ["dates"]),
        (Official(date="2026年10月20日"), []),
        (Official(number="- {} -"), ["page number", "its side", "its size", "its dash under the text area"]),
        (Official(number="第{}页"), ["page number", "its side", "its size", "its dash under the text area"]),
        (Official(first_side=0), ["its side"]),
        (Official(number_size=10.5), ["its size"]),
        (Official(number_drop=12), ["its dash under the text area"]),
        (Official(heads=(("H1", "一．工业"), ("H1", "二．投资"))), ["heading levels"]),
        (Official(heads=(("H1", "一、工业"), ("H2", "(一)汽车"))), ["heading levels"]),
        (Official(heads=(("H1", "一、工业"), ("H2", "1.汽车"))), ["heading levels"]),
        (Official(heads=(("H1", "一、工业"), ("H1", "三、投资"))), ["heading levels"]),
        (Official(heads=(("H1", "一、工业"), ("H1", "（一）汽车"))), ["heading levels"]),
        (Official(heads=(("H1", "工业"), ("H1", "投资"))), ["heading levels"]),
        (Official(heads=(("H1", "要点"), ("H1", "一、工业"), ("H1", "二、投资"))), []),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_a_departure_fails_its_own_clauses(departure: Official, titles: list[str]) -> None:
    assert failing(departure.data()) == titles


@pytest.mark.parametrize(
    ("margins", "title"),
    [
        ((40, 26, 35, 28), "top margin"),
        ((37, 26, 38, 28), "bottom margin"),
        ((37, 26, 35, 31), "left margin"),
        ((37, 30, 35, 28), "right margin"),
    ],
)
def test_a_margin_off_by_more_than_a_millimetre_fails(margins: tuple[float, float, float, float], title: str) -> None:
    assert title in failing(Official(margins=margins, full=6).data())


def test_a_clause_says_what_was_expected_and_what_was_measured() -> None:
    clauses = {clause.title: clause for clause in inspect(Official(size=14, leading=25).data(), "gongwen").clauses}
    assert clauses["body type"] == Clause(
        "GB/T 9704-2012 5.2.2", "body type", "三号, 15.75 or 16 pt", "14 pt", holds=False
    )
    assert clauses["characters on a line"].measured.startswith("32 ")
    assert clauses["left margin"].measured == "28.0 mm"


def test_other_styles_have_no_clauses(book: Book) -> None:
    book.body()
    assert inspect(book.data(), "briefing").clauses == ()


def test_a_document_without_body_text_fails_rather_than_passes(new_book: Callable[..., Book]) -> None:
    book = new_book(furniture=False)
    book.heading("一、工业")
    titles = failing(book.data())
    assert {"left margin", "lines on a page", "first-line indent", "page number"} <= set(titles)
