"""Fonts: the ones a theme names are used, in the face they are for; what cannot be used is said."""

from __future__ import annotations

import io
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from mjq_report.errors import FontError, MissingGlyph
from mjq_report.model.document import Document, Paragraph, Section
from mjq_report.pdf.fontbook import FACES, FontBook, font_book
from mjq_report.pdf.fonts import FOLDER, SHIPPED, Cut, default_font, shipped_font
from mjq_report.runs.glyphs import foreign_faces
from mjq_report.settings.theme import Theme, load_theme
from tests.pdf.conftest import Make, document, open_pdf, text, words

CHARACTERS = "甲乙0123456789"


def make_font(path: Path, width: int, cff: bool = False, characters: str = CHARACTERS, family: str = "Test") -> Path:
    """A font of a few characters, all of one width, with square glyphs."""
    names = [".notdef", *(f"g{i}" for i in range(len(characters)))]
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{i}" for i, c in enumerate(characters)})

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
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
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


def glyph_of(cut: Cut, char: str) -> int:
    ((glyph, _, _),) = cut.parts(char)
    return glyph


def test_postscript_outlines_become_truetype_ones_of_the_same_shape(tmp_path: Path) -> None:
    cut = Cut(str(make_font(tmp_path / "ps.otf", 640, cff=True)), 400)
    data, moved = cut.subset([glyph_of(cut, "甲")])
    font = TTFont(io.BytesIO(data))
    assert "glyf" in font
    assert "CFF " not in font
    glyph = font["glyf"][font.getGlyphOrder()[moved[glyph_of(cut, "甲")]]]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (50, 0, 590, 700)


def test_postscript_outlines_give_the_same_bytes_at_any_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = Cut(str(make_font(tmp_path / "ps.otf", 640, cff=True)), 400)
    made = set()
    for now in (1_000_000_000, 1_700_000_000):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        made.add(cut.subset([glyph_of(cut, "甲")])[0])
    assert len(made) == 1


def test_a_subset_holds_only_what_was_drawn() -> None:
    cut = Cut(default_font(), 700)
    data, moved = cut.subset([glyph_of(cut, c) for c in "镇域"])
    assert hb.Face(hb.Blob(data)).glyph_count == 3
    assert len(moved) == 2
    assert len(data) < 5_000


def test_a_character_gets_one_code_for_a_document() -> None:
    embedded = font_book(load_theme()).embedded()[0]
    assert [embedded[c][1] for c in "甲乙甲"] == ["0001", "0002", "0001"]
    assert [embedded.with_room(c, 250)[1] for c in "乙甲乙"] == ["0003", "0004", "0003"]


def paragraph(words: str) -> Document:
    return document(Section("economy", "经济", (Paragraph(text(words)),)))


def made_of(data: bytes) -> dict[str, int]:
    """The fonts of a PDF by name, and how many glyphs each has that are put together."""
    with open_pdf(data) as pdf:
        fonts = {str(font.BaseFont)[8:]: font for page in pdf.pages for font in page.Resources.Font.values()}
        files = {name: font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for name, font in fonts.items()}
    opened = {name: TTFont(io.BytesIO(file), checkChecksums=2) for name, file in files.items()}
    return {name: sum(glyph.isComposite() for glyph in font["glyf"].glyphs.values()) for name, font in opened.items()}


def test_what_the_font_lacks_is_made_of_its_digits_and_reads_as_written(make: Make) -> None:
    data = make(paragraph("减排CO₂和PM₂.₅，占⅓，10⁻⁶"))
    assert "减排CO₂和PM₂.₅，占⅓，10⁻⁶" in words(data)
    assert set(made_of(data)) == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    cut = Cut(default_font(), 400)
    (digit, size, rise) = cut.parts("₂")[0]
    assert (digit, size < 0.7, rise < 0) == (glyph_of(cut, "2"), True, True)
    assert [rise > 0 for _, _, rise in cut.parts("⅓")] == [True, False, False]
    assert cut.advance("₂") == pytest.approx(size * cut.advance("2"))


def test_a_rare_name_is_set_in_the_next_font_that_has_it(make: Make) -> None:
    data = make(paragraph("吉野家创办人𠮷田，한글1200亿元"))
    assert "创办人𠮷田，한글1200亿元" in words(data)
    assert set(made_of(data)) == {"NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSansJP-Regular", "NotoSansKR-Regular"}


def test_the_fallback_of_a_theme_comes_first_and_must_be_there(tmp_path: Path) -> None:
    own, second = make_font(tmp_path / "own.ttf", 500), make_font(tmp_path / "second.ttf", 300)
    book = font_book(with_fonts(regular=own, fallback=second))
    assert book.width("甲", 10) == 5.0
    assert Path(book.faces[0]["丙"][0].path).name == "NotoSansSC[wght].ttf"
    lacking = font_book(with_fonts(fallback=second))
    assert lacking.faces[0]["甲"][1] == 1000
    with pytest.raises(FontError, match=r"gone\.ttf"):
        font_book(with_fonts(fallback=tmp_path / "gone.ttf"))


@pytest.mark.parametrize(
    ("char", "message"),
    [
        ("\U0002a68f", r"no glyph for .* \(U\+2A68F\) in NotoSansSC.*fallback under \[fonts\]"),
        ("ب", r"\(U\+0628\) is Arabic, whose letters this program cannot join"),
        ("ᠮ", "is Mongolian"),
        ("ཀ", "is Tibetan"),
        ("葛\U000e01ef", r"no variation for .* \(U\+845B U\+E01EF\)"),
    ],
)
def test_what_cannot_be_shown_is_named(fonts: FontBook, char: str, message: str) -> None:
    with pytest.raises(MissingGlyph, match=message):
        fonts.advances(f"甲{char}乙", 10)


def test_a_script_is_refused_even_where_a_font_has_its_letters(tmp_path: Path) -> None:
    arabic = make_font(tmp_path / "arabic.ttf", 500, characters="甲بت")
    with pytest.raises(MissingGlyph, match="is Arabic"):
        font_book(with_fonts(regular=arabic)).width("ب", 10)


def test_a_variation_that_a_font_has_is_drawn_and_copied(make: Make, fonts: FontBook) -> None:
    found = Cut(shipped_font("NotoSansJP[wght].ttf"), 400)
    selector = next(chr(code) for code in found.face.variation_selectors if code >= 0xE0100)
    base = next(
        chr(code)
        for code in sorted(found.face.variation_unicodes(ord(selector)))
        if found.has(chr(code) + selector) and not Cut(default_font(), 400).has(chr(code) + selector)
    )
    assert list(fonts.advances(f"甲{base}{selector}乙", 10)) == [10, 10, 0, 10]
    data = make(paragraph(f"姓{base}{selector}1200亿元"))
    assert f"姓{base}{selector}1200亿元" in words(data)
    assert "NotoSansJP-Regular" in made_of(data)


def collection(path: Path) -> Path:
    """A font collection with a Japanese face, one for the mainland, and one of two words."""
    collected = TTCollection()
    for name, width in (("Some Serif JP", 500), ("Some Serif SC", 600), ("Some Serif TW", 700)):
        collected.fonts.append(TTFont(make_font(path.with_suffix(".ttf"), width, family=name)))
    collected.save(path)
    return path


@pytest.mark.parametrize(("face", "width"), [("", 6.0), ("JP", 5.0), ("Some Serif TW", 7.0)])
def test_a_collection_gives_the_face_for_the_mainland_or_the_one_named(tmp_path: Path, face: str, width: float) -> None:
    theme = replace(with_fonts(regular=collection(tmp_path / "some.ttc")), face=face)
    assert font_book(theme).width("甲", 10) == width


def test_a_font_for_readers_elsewhere_is_noticed(tmp_path: Path) -> None:
    theme = tmp_path / "own.toml"
    made = collection(tmp_path / "some.ttc")
    for face, expected in (("", 0), ("JP", 1)):
        theme.write_text(
            f'base = "briefing"\n[fonts]\nface = "{face}"\nregular = "{made.name}"\nbold = "{made.name}"\n'
        )
        found = foreign_faces(str(theme))
        assert ["as Japan writes them" in line for line in found] == [True] * (2 * expected)


def test_a_face_that_a_collection_does_not_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="no face 'KR'; write one of Some Serif JP, Some Serif SC"):
        font_book(replace(with_fonts(regular=collection(tmp_path / "some.ttc")), face="KR"))


def test_the_font_may_come_from_a_folder_where_there_is_no_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(iter(SHIPPED))
    shutil.copyfile(default_font(), tmp_path / name)
    monkeypatch.setattr("mjq_report.pdf.fonts.PACKAGE", "no_such_package")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    shipped_font.cache_clear()
    assert shipped_font(name) == str(tmp_path / name)
    shipped_font.cache_clear()
    (tmp_path / name).write_bytes(b"\0\1\0\0another")
    with pytest.raises(FontError, match=SHIPPED[name]):
        shipped_font(name)
    (tmp_path / name).unlink()
    with pytest.raises(FontError, match="is not installed"):
        shipped_font(name)
    shipped_font.cache_clear()
