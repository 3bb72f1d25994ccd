"""Searching and copying: no program that reads the page sees a blank within a figure or between Han, true blanks stay."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from mjq_report.model.document import Card, CardRow, Paragraph, Printed, Section, Span
from tests.pdf.conftest import Make, document, text
from tests.typesetting.paragraphs import random_paragraph

Reader = Callable[[bytes], str]
PARAGRAPHS = 40


def by_poppler(path: str, data: bytes) -> str:
    done = subprocess.run([path, "-", "-"], input=data, capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8")


def by_pdfium(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


READERS = (
    "pdftotext",
    "pdfium",
)  # the most sensitive to gaps of all that were tried, and the one that browsers copy with


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest, tool: Callable[[str], str]) -> Reader:
    return partial(by_poppler, tool("pdftotext")) if request.param == "pdftotext" else by_pdfium


def plain_paragraphs() -> list[str]:
    """Random ones with figures, brackets and marks; without raised marks, addresses, true blanks and dashes at ends."""
    found = []
    for seed in range(PARAGRAPHS):
        runs = [run for run in random_paragraph(random.Random(seed)) if not run.rise and "." not in run.text[-4:]]
        line = "".join(run.text for run in runs).replace(" ", "").replace("\u200b", "")
        found.append(f"甲{seed}" + line[:120])
    return found


def stands(line: str, found: str) -> bool:
    """Whether a line is in a text, whole or with head and foot of pages in between."""
    return line in found or any(line[:at] in found and line[at:] in found for at in range(8, len(line) - 8))


@pytest.fixture(scope="module")
def written() -> list[str]:
    return plain_paragraphs()


@pytest.fixture(scope="module", params=["briefing", "gongwen"])
def page(make: Make, written: list[str], request: pytest.FixtureRequest) -> bytes:
    cards = CardRow((Card("产值", Printed("", "1200", "亿元"), "k0", (), ""),))
    blocks = (cards, *(Paragraph(text(line)) for line in written))
    return make(document(Section("economy", "经济", blocks)), theme=request.param)


def test_what_is_written_is_what_is_found(page: bytes, written: list[str], read: Reader) -> None:
    """Line ends taken out, every paragraph comes out as it went in, without a blank."""
    found = read(page).replace("\r", "").replace("\n", "").replace("\x0c", "")
    assert [line for line in written if not stands(line, found)] == []
    assert "1200亿元" in found


def test_true_blanks_and_line_ends_stay(make: Make, read: Reader) -> None:
    blocks = (
        Paragraph(text("甲 乙 Beijing town，5 kW·h，" + "丙丁" * 40)),
        Paragraph(text("1200"), "note"),
        Paragraph(text("亿元"), "note"),
    )
    found = read(make(document(Section("economy", "经济", blocks))))
    assert "甲 乙 Beijing town，5 kW·h，" in found
    assert "丁\n" in found.replace("\r", "")
    assert "1200亿元" not in found.split("丁")[-1].split("附录")[0]


def test_a_copy_of_a_glyph_is_its_base_where_it_was_and_as_wide_as_the_page_says(make: Make) -> None:
    span = Span("全镇2025年完成1200亿元，增长8.5%。" * 9)
    data = make(document(Section("economy", "经济", (Paragraph((span,)), replace(CardRow(()), cards=())))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pdf.pages[-1].Resources.Font.FR
        inner = font.DescendantFonts[0]
        file = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()), checkChecksums=2)
        gids = inner.CIDToGIDMap.read_bytes()
        widths = [float(width) for width in inner.W[1]]
    order = file.getGlyphOrder()
    copies = [name for name in order if file["glyf"][name].isComposite()]
    assert len(copies) >= 5
    for name in copies:
        (part,) = file["glyf"][name].components
        assert (part.x, part.y) == (0, 0)
        assert file["hmtx"][name][1] == file["hmtx"][part.glyphName][1]
    for code, width in enumerate(widths):
        name = order[int.from_bytes(gids[2 * code : 2 * code + 2], "big")]
        assert abs(file["hmtx"][name][0] - width * file["head"].unitsPerEm / 1000) <= 0.5 or code == 0
    assert file["hhea"].numberOfHMetrics == file["maxp"].numGlyphs == len(order)
