"""What stands beside the text: inside the page, never over anything else, near what it belongs to; in the flow on A5."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.dataset import loading
from mjq_report.model.document import Aside, Card, Document, Paragraph, Printed, Section, Span
from mjq_report.model.drawing import Drawing
from mjq_report.model.period import Period
from mjq_report.narrative import write
from mjq_report.pdf.assemble import assemble
from mjq_report.pdf.fontbook import FontBook
from mjq_report.pdf.margin import GAP, MarginColumn
from mjq_report.pdf.pages import paginate
from mjq_report.pdf.pieces import Box, Draw, Piece, nothing
from mjq_report.settings.theme import Theme, load_theme, parse_theme
from tests.pdf.conftest import document, text
from tests.towns import drawn
from tests.towns.rows import TEMPLATES

DEPTH, WIDTH = 100.0, 40.0
A5 = b'base = "briefing"\n[page]\nwidth = 148\nheight = 210\n'


@given(
    st.lists(st.tuples(st.floats(0, 100), st.lists(st.floats(1, 60), max_size=3)), max_size=12).map(
        lambda asked: sorted(asked, key=lambda one: one[0])
    )
)
@settings(max_examples=200, deadline=None)
def test_boxes_keep_their_order_apart_from_each_other_and_inside_the_page(
    asked: list[tuple[float, list[float]]],
) -> None:
    column = MarginColumn(DEPTH)
    given_: list[Box] = []
    for at, heights in asked:
        boxes = [Box(height, WIDTH, nothing) for height in heights]
        given_ += boxes
        column.ask(at, boxes)
    shown: list[Box] = []
    for _ in range(len(given_) + 1):
        below = -GAP
        for top, box in column.placed():
            assert top >= below + GAP - 1e-6
            assert top + box.height <= DEPTH + 1e-6
            below = top + box.height
            shown.append(box)
        column.turn()
    assert [id(box) for box in shown] == [id(box) for box in given_]


@given(st.lists(st.tuples(st.floats(2, 40), st.lists(st.floats(5, 70), max_size=2)), min_size=1, max_size=25))
@settings(max_examples=100, deadline=None)
def test_no_box_is_lost_nor_stands_before_the_page_of_its_text(rows: list[tuple[float, list[float]]]) -> None:
    shown: list[tuple[str, int, float]] = []
    page = 0

    def shows(name: str) -> Draw:
        return lambda pen, x, top: shown.append((name, page, x))

    galley = []
    for number, (height, boxes) in enumerate(rows):
        piece = Piece(height, shows(f"text {number}"))
        piece.beside = [Box(one, WIDTH, shows(f"box {number}.{index}")) for index, one in enumerate(boxes)]
        galley.append(piece)
    for page, found in enumerate(paginate(galley, DEPTH, measure=200.0)):  # noqa: B007
        for item in found.placed:
            item.draw(None, 0.0, -item.y)  # type: ignore[arg-type]
            assert item.y <= DEPTH
    at = {name: number for name, number, _ in shown}
    assert len(at) == len(shown) == len(galley) + sum(len(boxes) for _, boxes in rows)
    assert all(at[f"text {name[4:].partition('.')[0]}"] <= number for name, number in at.items() if name[:3] == "box")
    assert all(x >= 0 and (name[:3] == "box" or x == 0) for name, _, x in shown)


def words_at(data: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """Characters of a page with their left, bottom, right and top."""
    sheet = pypdfium2.PdfDocument(data)[page].get_textpage()
    return [(sheet.get_text_range(i, 1), *sheet.get_charbox(i)) for i in range(sheet.count_chars())]


def noted() -> Document:
    card = Card("规模以上工业总产值", Printed("超", "1200", "亿元"), "k0", coverage="全镇 · 2025年")
    blocks = (
        Paragraph(text("开头一句话。"), "lead"),
        *(Paragraph(text("正文里的一段话。" * 12)) for _ in range(4)),
        Paragraph(text("讲到名词的一段话。" * 6)),
        Aside("terms", "名词", (text(Span("边栏词", bold=True), "：它的意思。"),)),
        Paragraph(text("有数的一段话", Span("1200亿元", fact="k0"), "。")),
        Aside("figures", cards=(card,)),
        Aside("open", "尚不清楚", (text("一个没有公布的数。"),)),
    )
    return document(Section("economy", "经济", blocks))


def pages_of(made: bytes) -> list[str]:
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(made)]


def test_beside_the_paragraph_it_belongs_to_and_linked_to_its_row(fonts: FontBook) -> None:
    theme = load_theme()
    made = assemble(noted(), {}, theme, fonts)[0]
    page = next(number for number, words in enumerate(pages_of(made)) if "边栏词" in words)
    marks = words_at(made, page)
    whole = "".join(mark[0] for mark in marks)
    term, told = marks[whole.index("边栏词")], marks[whole.index("讲到名词")]
    edge = theme.margins[3] + theme.main
    assert term[1] > edge
    assert term[3] < theme.page[0] - theme.margins[1]
    assert abs(term[4] - told[4]) < 60, "the title of its box stands between, and other boxes below it"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        annots = pdf.pages[page].Annots  # the cover has links of its own
        assert [str(link.Dest) for link in annots if float(link.Rect[0]) > edge] == ["f001"]


def test_on_narrow_paper_it_stands_in_the_text_in_its_order(fonts: FontBook) -> None:
    theme = parse_theme(A5, "a5.toml", Path())
    assert theme.beside == 0
    assert theme.main == theme.measure
    told = "".join(pages_of(assemble(noted(), {}, theme, fonts)[0]))
    places = [
        told.index(word) for word in ("讲到名词的", "边栏词：它的意思", "有数的一段话", "全镇·2025年", "尚不清楚")
    ]
    assert places == sorted(places)


def test_an_official_document_says_it_in_a_paragraph(fonts: FontBook) -> None:
    told = "".join(pages_of(assemble(noted(), {}, load_theme("gongwen"), fonts)[0]))
    assert "名词：边栏词：它的意思。" in told


def test_the_structure_reads_each_note_behind_its_paragraph(fonts: FontBook) -> None:
    with pikepdf.open(io.BytesIO(assemble(noted(), {}, load_theme(), fonts)[0])) as pdf:
        tags: list[str] = []
        ids: list[str] = []

        def walk(node: pikepdf.Object) -> None:
            if isinstance(node, pikepdf.Array):
                for kid in node:
                    walk(kid)
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                tags.append(str(node.S))
                ids.extend([str(node.ID)] if node.S == "/Note" else [])
                walk(node.get("/K", pikepdf.Array()))

        walk(pdf.Root.StructTreeRoot.K)
    section = tags[tags.index("/Sect", tags.index("/Sect") + 1) :]
    assert section.index("/Note") > section.index("/P")
    assert len(ids) == len(set(ids)) == 2


def test_paper_decides_whether_there_is_a_column_and_how_wide_it_is() -> None:
    def theme(page: str) -> Theme:
        return parse_theme(b'base = "briefing"\n[page]\n' + page.encode(), "t.toml", Path())

    a4, mm = load_theme(), 72 / 25.4
    assert round(a4.main / mm) == 118
    assert round(a4.beside / mm) == 43
    landscape = theme("width = 297\nheight = 210")
    assert landscape.beside > a4.beside
    assert landscape.main > a4.main
    assert theme("margin_column = 0").beside == 0
    large = parse_theme(b'base = "briefing"\n[type]\nbody = [18, 28]\n', "t.toml", Path())
    assert large.beside == 0, "18 points would leave 18 characters a line"


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    root = tmp_path_factory.mktemp("towns")
    slugs = drawn.write_towns(root, 6, seed=16)
    found = [loading.load_town(root / "data", slug) for slug in slugs]
    return [write(find(data, data.years[-1]), TEMPLATES, Period.parse("2026")) for data in found]


def test_in_any_town_the_margin_touches_no_text_and_nothing_leaves_the_page(
    towns: list[Document], fonts: FontBook
) -> None:
    theme = load_theme()
    edge, right = theme.margins[3] + theme.main, theme.page[0] - theme.margins[1]
    low, seen = theme.margins[2], 0
    for found in towns:
        body = replace(found, sections=tuple(s for s in found.sections if s.role in ("summary", "body")))
        charts = {b.id: Drawing(theme.main, 90, ()) for s in body.sections for b in s.blocks if hasattr(b, "series")}
        made = assemble(body, charts, theme, fonts)[0]
        for number in range(1, len(pages_of(made))):
            marks = [mark for mark in words_at(made, number) if mark[0].strip() and mark[4] < theme.page[1] - 72]
            marks = [mark for mark in marks if mark[2] > low - 1]
            beside = [mark for mark in marks if mark[1] > edge]
            seen += len(beside)
            assert not [m for m in marks if m[1] < edge and m[3] > edge + theme.column[1]], "text across the gutter"
            assert all(mark[3] <= right + 1 for mark in beside)
            middles = {(round((m[1] + m[3]) / 4), round((m[2] + m[4]) / 4)) for m in marks}
            assert len(middles) > 0.97 * len(marks), "characters on each other"
    assert seen > 500
