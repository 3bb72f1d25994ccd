"""The cover on every paper: nothing outside the page, nothing over anything else, status and coverage in reading size."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from mjq_report import charts
from mjq_report.model.code import Code
from mjq_report.model.document import Document
from mjq_report.model.drawing import Drawing, Field
from mjq_report.pdf.assemble import assemble
from mjq_report.pdf.fontbook import FontBook
from mjq_report.pipeline import compose
from mjq_report.settings.options import Options
from mjq_report.settings.paths import find_root
from mjq_report.settings.theme import MM, Theme, load_theme
from tests.towns.drawn import PROJECT, write_towns

PAPERS = {
    "A4": (210, 297, 25, 22, 24, 22), "A5": (148, 210, 18, 15, 18, 16), "A3": (297, 420, 35, 30, 34, 30),
    "Letter": (216, 279, 25, 22, 24, 22), "A4 landscape": (297, 210, 20, 20, 20, 22), "A5 landscape": (210, 148, 15, 15, 15, 16),
    "16:9": (338.7, 190.5, 18, 20, 18, 20),
}  # fmt: skip
SHIPPED = (
    ("majuqiao", 2020),
    ("majuqiao", 2022),
    ("majuqiao", 2024),
    ("majuqiao", 2025),
    ("xiji", 2024),
    ("tongzhou", 2025),
)
Box = tuple[float, float, float, float]


def bare(document: Document) -> Document:
    """A document with its cover and little else, whose figures lead nowhere."""
    return replace(document, sections=document.sections[-1:], fact_anchors={})


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The shipped briefings, and those of towns that nobody has seen."""
    folder = tmp_path_factory.mktemp("towns")
    slugs = write_towns(folder, 6, seed=7)
    strange, own = find_root(folder), find_root(PROJECT)
    strangers = [(slug, year) for slug in slugs for year in range(2025, 2017, -1) if _has(folder, slug, year)][:8]
    made = [compose(own, slug, year, Options()).document for slug, year in SHIPPED]
    made += [replace(d, cover=replace(d.cover, picture=None)) for d in made[2:5]]  # as if there were nothing to draw
    return [bare(d) for d in (*made, *(compose(strange, slug, year, Options()).document for slug, year in strangers))]


def _has(folder: Path, slug: str, year: int) -> bool:
    return f",{year}," in (folder / "data" / "towns" / slug / "observations.csv").read_text("utf-8").replace(
        f"{year}-", ""
    )


def paper(name: str) -> Theme:
    width, height, *margins = (side * MM for side in PAPERS[name])
    top, right, bottom, left = margins
    return replace(load_theme(), page=(width, height), margins=(top, right, bottom, left))


def set_cover(document: Document, theme: Theme, fonts: FontBook) -> bytes:
    picture = document.cover.picture
    picturing = None if picture is None else partial(charts.picture, picture, theme, fonts)
    return assemble(document, {}, theme, fonts, picturing=picturing)[0]


def texts(data: bytes) -> Iterator[tuple[float, Box]]:
    """Size and box of every run of text on the first page."""
    page = pypdfium2.PdfDocument(data)[0]
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item.raw, size)
        left, bottom, right, top = item.get_bounds()
        if right - left > 0.5:
            yield round(size.value, 2), (left, bottom, right, top)


def overlaps(one: Box, other: Box) -> bool:
    """Whether ink of two runs meets, by more than a point both ways."""
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


@pytest.mark.parametrize("name", PAPERS)
def test_covers_keep_to_the_page_overlap_nowhere_and_are_never_too_small_to_read(
    name: str, documents: list[Document], fonts: FontBook
) -> None:
    theme = paper(name)
    for document in documents:
        found = list(texts(set_cover(document, theme, fonts)))
        where = f"{document.title} on {name}"
        assert min(size for size, _ in found) >= 9, where
        for _, (left, bottom, right, top) in found:
            assert left >= 3 and bottom >= 3 and right <= theme.page[0] - 3 and top <= theme.page[1] - 3, where
        clash = [(a, b) for (_, a), (_, b) in combinations(found, 2) if overlaps(a, b)]
        assert not clash, f"{where}: {clash[:2]}"


@pytest.mark.parametrize("name", PAPERS)
def test_the_lead_and_three_others_stay_on_every_paper(name: str, documents: list[Document], fonts: FontBook) -> None:
    for document in documents:
        page = pypdfium2.PdfDocument(set_cover(document, paper(name), fonts))[0]
        text = "".join(page.get_textpage().get_text_range().split())
        for card in document.cover.cards[:4]:
            assert "".join(card.figure.value.split()) in text, f"{document.title} on {name}: {card.name}"
            assert card.coverage.partition("，")[0] in text and card.status in text


def test_one_cover_has_the_same_bytes_every_time(documents: list[Document], fonts: FontBook) -> None:
    for document in documents[:3]:
        assert set_cover(document, paper("A4"), fonts) == set_cover(document, paper("A4"), fonts)


def test_a_code_takes_room_only_when_there_is_one(documents: list[Document], fonts: FontBook) -> None:
    theme, rooms = paper("A4"), list[Field]()
    for code in (None, Code(("101", "010", "111"), "example.org/1")):
        document = replace(documents[2], cover=replace(documents[2].cover, code=code))

        def picturing(field: Field) -> Drawing:
            rooms.append(field)
            return Drawing(field.width, field.height, ())

        data = assemble(document, {}, theme, fonts, picturing=picturing)[0]
        text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
        assert ("example.org/1" in text) is (code is not None)
    assert rooms[0].height > rooms[1].height
