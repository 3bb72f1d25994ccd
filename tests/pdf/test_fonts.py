"""Fonts: the ones a theme names are used, in the face they are for; what cannot be used is said."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from mjq_report.errors import FontError
from mjq_report.pdf.embedding import Embedded
from mjq_report.pdf.fontbook import FACES, font_book
from mjq_report.pdf.fonts import Cut, default_font
from mjq_report.settings.theme import Theme, load_theme

CHARACTERS = "甲乙0123456789"


def make_font(path: Path, width: int, cff: bool = False) -> Path:
    """A font of a few characters, all of one width, with square glyphs."""
    names = [".notdef", *(f"g{i}" for i in range(len(CHARACTERS)))]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{i}" for i, c in enumerate(CHARACTERS)})

    def draw(pen: object) -> None:
        for step, point in enumerate(((50, 0), (50, 700), (width - 50, 700), (width - 50, 0))):
            (pen.moveTo if step == 0 else pen.lineTo)(point)  # type: ignore[attr-defined]
        pen.closePath()  # type: ignore[attr-defined]

    if cff:
        glyphs = {}
        for name in names:
            charstring_pen = T2CharStringPen(width, None)
            draw(charstring_pen)
            glyphs[name] = charstring_pen.getCharString()
        builder.setupCFF("Test", {"FullName": "Test"}, glyphs, {})
    else:
        outlines = {}
        for name in names:
            glyph_pen = TTGlyphPen(None)
            draw(glyph_pen)
            outlines[name] = glyph_pen.glyph()
        builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def with_fonts(**files: Path) -> Theme:
    return replace(load_theme("gongwen"), fonts={role: (str(path),) for role, path in files.items()})


def test_each_face_comes_from_the_file_named_for_it(tmp_path: Path) -> None:
    widths = {"fangsong": 500, "hei": 600, "title": 700, "kai": 800}
    book = font_book(with_fonts(**{role: make_font(tmp_path / f"{role}.ttf", w) for role, w in widths.items()}))
    assert [book.width("甲", 10, FACES[face]) for face in ("regular", "bold", "title", "kai")] == [5.0, 6.0, 7.0, 8.0]


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"gone\.ttf"):
        font_book(with_fonts(regular=tmp_path / "gone.ttf"))


@pytest.mark.parametrize("content", [b"", b"not a font", b"\0\1\0\0" + b"\0" * 40, b"OTTO\0\1"])
def test_a_file_that_is_no_font_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ttf"
    path.write_bytes(content)
    with pytest.raises(FontError, match=r"bad\.ttf"):
        font_book(with_fonts(regular=path))


def test_postscript_outlines_become_truetype_ones_of_the_same_shape(tmp_path: Path) -> None:
    cut = Cut(str(make_font(tmp_path / "ps.otf", 640, cff=True)), 400)
    data, moved = cut.subset([cut.glyph("甲")])
    font = TTFont(io.BytesIO(data))
    assert "glyf" in font
    assert "CFF " not in font
    glyph = font["glyf"][font.getGlyphOrder()[moved[cut.glyph("甲")]]]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (50, 0, 590, 700)


def test_a_subset_holds_only_what_was_drawn() -> None:
    cut = Cut(default_font(), 700)
    data, moved = cut.subset([cut.glyph(c) for c in "镇域"])
    assert hb.Face(hb.Blob(data)).glyph_count == 3
    assert len(moved) == 2
    assert len(data) < 5_000


def test_a_character_gets_one_code_for_a_document() -> None:
    embedded = Embedded(Cut(default_font(), 400), "FR")
    assert [embedded.shown(c)[0] for c in "甲乙甲"] == ["0001", "0002", "0001"]
