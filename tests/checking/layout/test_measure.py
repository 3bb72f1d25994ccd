"""A clean document has no finding; each planted fault is found once, and nothing else with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from mjq_report.checking.layout import KINDS, inspect
from mjq_report.errors import UsageError
from mjq_report.settings.theme import load_theme
from tests.checking.layout.books import Book, han

FAULTS: dict[str, Callable[[Book], None]] = {}
PLACES = {"widow": 2, "empty-page": 2}  # pages on which faults stand that do not stand on the first


def fault(kind: str) -> Callable[[Callable[[Book], None]], Callable[[Book], None]]:
    """Register what draws a fault of a kind."""

    def register(draw: Callable[[Book], None]) -> Callable[[Book], None]:
        FAULTS[kind] = draw
        return draw

    return register


@fault("forbidden-start")
def _start(book: Book) -> None:
    book.paragraph([han(42), "，" + han(43), han(10) + "。"])


@fault("forbidden-end")
def _end(book: Book) -> None:
    book.paragraph([han(41) + "（", han(44), han(10) + "。"])


@fault("split-number")
def _number(book: Book) -> None:
    book.paragraph([han(40) + "12", "00亿元" + han(41), han(10) + "。"])


@fault("split-word")
def _word(book: Book) -> None:
    book.paragraph([han(40) + "GD", "P" + han(43), han(10) + "。"])


@fault("split-mark")
def _mark(book: Book) -> None:
    book.paragraph([han(41) + "—", "—" + han(43), han(10) + "。"])


@fault("lone-character")
def _lone(book: Book) -> None:
    book.paragraph([han(42), han(44), "国。"])


@fault("orphan")
def _orphan(book: Book) -> None:
    book.fill_page(leave=1)
    node = book.root.add("P")
    book.line(node, han(42), book.left + 21, book.y, width=book.measure - 21)
    book.next_page()
    book.paragraph([han(44), han(44), han(9) + "。"], node=node, indent=0)


@fault("widow")
def _widow(book: Book) -> None:
    book.fill_page(leave=3)
    node = book.root.add("P")
    for index in range(3):
        shift = 21 if index == 0 else 0
        book.line(node, han(44 - shift // 10), book.left + shift, book.y, width=book.measure - shift)
        book.y -= book.leading
    book.next_page()
    book.paragraph([han(30) + "。"], node=node, indent=0)
    book.body()


@fault("stranded-heading")
def _heading(book: Book) -> None:
    book.fill_page(leave=2)
    book.heading("主导产业", "H2", 13)
    book.next_page()
    book.body()


@fault("stranded-caption")
def _caption(book: Book) -> None:
    book.fill_page(leave=2)
    table = book.root.add("Table")
    book.paragraph(["表1　主要指标"], node=table.add("Caption"), indent=0)
    book.next_page()
    row = table.add("TR")
    for column, text in enumerate(("产值", "1200", "亿元")):
        book.line(row.add("TD"), text, book.left + 150 * column, book.y, 9)
    book.y -= 2 * book.leading
    book.body()


@fault("empty-page")
def _empty(book: Book) -> None:
    book.fill_page()
    book.next_page()
    book.fill_page(leave=10)
    book.next_page()


@fault("wide-gap")
def _gap(book: Book) -> None:
    book.paragraph([han(25), han(10) + "。"])


@fault("search")
def _search(book: Book) -> None:
    book.paragraph(["全镇工业总产值达到1200 亿元。"])


@fault("false-blank")
def _blank(book: Book) -> None:
    node = book.root.add("P")
    with book.mark(node):
        book.draw("全镇", book.left, book.y)
        book.draw("GDP增长。", book.left + 2.25 * book.size, book.y)
    book.y -= book.leading


@fault("contrast")
def _pale(book: Book) -> None:
    book.canvas.setFillColorRGB(0.6, 0.6, 0.6)
    book.paragraph(["来源没有给出数字。"])
    book.canvas.setFillColorRGB(0, 0, 0)


@fault("small-type")
def _tiny(book: Book) -> None:
    book.line(book.root.add("P"), "状态与口径见附录。", book.left, book.y, 5)
    book.y -= book.leading


@fault("small-cover")
def _cover(book: Book) -> None:
    """Goes before the document: see `set_around`."""
    book.heading("某镇", size=40)
    book.line(book.root.add("P"), "预计数，全镇", book.left, book.y, 7.5)


@fault("cut-text")
def _cut(book: Book) -> None:
    with book.mark(book.root.add("Figure")):
        book.canvas.saveState()
        clip = book.canvas.beginPath()
        clip.rect(book.left, book.y - 5, 24, 20)
        book.canvas.clipPath(clip, stroke=0)
        book.draw("新能源汽车", book.left, book.y)
        book.canvas.restoreState()
    book.y -= book.leading


@fault("no-alt")
def _without_alt(book: Book) -> None:
    figure = book.root.add("Figure")
    figure.alt = " "
    with book.mark(figure):
        book.canvas.rect(book.left, book.y - 40, 200, 40)
    book.y -= 60


@fault("overlap")
def _overlap(book: Book) -> None:
    book.body()
    book.line(book.root.add("P"), "压在上面的字", book.left + 100, book.y + book.leading + 6, 10.5)


@fault("outside-margins")
def _outside(book: Book) -> None:
    book.paragraph([han(47)], indent=0)


@fault("missing-glyph")
def _missing(book: Book) -> None:
    book.paragraph(["泰文字母\u0e01没有字形。"])


@fault("raster")
def _raster(book: Book) -> None:
    with book.mark(book.root.add("Figure")):
        book.canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "navy")), book.left, book.y - 120, 300, 120)
    book.y -= 140


@fault("font-not-embedded")
def _font(book: Book) -> None:
    with book.mark(book.root.add("P")):
        book.draw("A line in Helvetica.", book.left, book.y, face="Helvetica")
    book.y -= book.leading


@fault("parted-qualifier")
def _qualifier(book: Book) -> None:
    book.paragraph([han(41) + "超", "40亿元" + han(41), han(10) + "。"])


@fault("broken-address")
def _address(book: Book) -> None:
    book.paragraph([han(24) + "https://example.org/a-long-path/of", "/many/parts?query=1" + han(35), han(10) + "。"])


@fault("small-image")
def _logo(book: Book) -> None:
    with book.mark(book.root.add("Figure")):
        book.canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "navy")), book.left, book.y - 20, 30, 30)
    book.y -= 40


@fault("untagged")
def _untagged(book: Book) -> None:
    book.tagged = False
    book.paragraph([han(20) + "。"])
    book.tagged = True


def set_around(draw: Callable[[Book], None], tagged: bool = True) -> bytes:
    """The fault in a document that is clean otherwise."""
    book = Book(tagged, furniture=draw is not _cover)
    if draw is _cover:
        draw(book)
        book.furniture = True
        book.next_page()
    book.heading("一　工业")
    for _ in range(5):
        book.body()
    if draw is not _cover:
        draw(book)
    book.fill_page()
    book.next_page()
    book.heading("二　投资")
    book.body()
    return book.data()


def counts(data: bytes, style: str | None = "briefing") -> dict[str, int]:
    """Findings by kind, kinds without any left out."""
    return {kind: count for kind, count in inspect(data, style).to_dict()["counts"].items() if count}


def test_every_kind_of_finding_has_a_planted_fault() -> None:
    assert set(FAULTS) == set(KINDS)


def test_a_clean_document_has_no_finding() -> None:
    report = inspect(set_around(Book.body), "briefing")
    assert report.findings == ()
    assert report.problems == 0
    assert report.tagged
    assert report.worst["wide-gap"].value < 0.05
    assert report.worst["contrast"].value == 21


@pytest.mark.parametrize("kind", FAULTS)
def test_a_planted_fault_is_found_alone(kind: str) -> None:
    data = set_around(FAULTS[kind])
    assert counts(data) == {kind: 1}
    report = inspect(data, "briefing")
    assert report.problems == (0 if KINDS[kind].soft else 1)
    (found,) = report.findings
    assert (found.page, found.text != "" or kind == "no-alt") == (PLACES.get(kind, 1), True)


PAGES = [
    "search",
    "contrast",
    "cut-text",
    "overlap",
    "outside-margins",
    "missing-glyph",
    "raster",
    "font-not-embedded",
    "small-image",
]


@pytest.mark.parametrize("kind", PAGES)
def test_without_tags_pages_are_measured_and_line_ends_are_not(kind: str) -> None:
    off_paper = {"outside-margins": lambda book: book.draw("页边之外", 580, 400)}
    report = inspect(set_around(off_paper.get(kind, FAULTS[kind]), tagged=False), "briefing")
    assert (report.count("untagged"), report.count(kind)) == (2, 1)
    counts = report.to_dict()["counts"]
    assert {code for code, count in counts.items() if count is None} == KINDS.keys() - {*PAGES, "untagged"}
    assert sum(measure.verdict == "unmeasured" for measure in report.measures()) == len(KINDS) - len(PAGES) - 1


def test_without_a_style_the_text_area_is_inferred() -> None:
    for kind in FAULTS.keys() - {"outside-margins"}:
        assert counts(set_around(FAULTS[kind]), style=None) == {kind: 1}


def test_the_style_is_read_from_the_keywords(book: Book) -> None:
    book.body()
    book.keywords = "经济, theme:briefing"
    assert inspect(book.data()).style == "briefing"


def test_a_keyword_that_names_no_theme_is_no_style(book: Book) -> None:
    book.body()
    book.keywords = "theme:nobody-ships-this"
    assert inspect(book.data()).style == ""


def test_a_users_theme_gives_the_text_area(book: Book) -> None:
    book.body()
    data = book.data()
    assert inspect(data, theme=load_theme("briefing")).problems == 0
    assert inspect(data, theme=load_theme("gongwen")).count("outside-margins") == 3


def test_a_file_is_read_from_its_path(book: Book, tmp_path: Path) -> None:
    book.body()
    path = tmp_path / "briefing.pdf"
    path.write_bytes(book.data())
    assert inspect(path, "briefing").to_dict() == inspect(str(path), "briefing").to_dict()


def test_a_style_that_does_not_exist_is_refused(book: Book) -> None:
    book.body()
    with pytest.raises(UsageError, match=r"no style 'baroque'; styles: .*gongwen"):
        inspect(book.data(), "baroque")


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    path.write_text("no PDF")
    with pytest.raises(UsageError, match=r"note\.pdf: not a PDF that can be read"):
        inspect(path)
    with pytest.raises(UsageError, match=r"absent\.pdf: No such file"):
        inspect(tmp_path / "absent.pdf")


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_or_measured(book: Book, keep: float) -> None:
    book.body()
    data = book.data()
    try:
        report = inspect(data[: int(len(data) * keep)])
    except UsageError:
        return
    assert len(report.pages) == 1


def test_every_one_of_twenty_full_pages_is_measured() -> None:
    book = Book()
    for number in range(20):
        book.fill_page(leave=12)
        if number < 19:
            book.next_page()
    assert len(inspect(book.data(), "briefing").pages) == 20


def test_more_pages_or_characters_than_a_document_has_are_refused_at_once(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.body()
    data = book.data()
    monkeypatch.setattr("mjq_report.checking.reader.pages._MOST_CHARACTERS", 100)
    with pytest.raises(UsageError, match=r"page 1 has 1[0-9]{2} characters, more than 100"):
        inspect(data)
    monkeypatch.setattr("mjq_report.checking.reader.pages._MOST_PAGES", 0)
    with pytest.raises(UsageError, match="it has 1 pages, more than 0"):
        inspect(data)
