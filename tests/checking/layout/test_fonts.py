"""Fonts that are not embedded, and codes that lead to no glyph."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mjq_report.checking.layout import inspect


def document(font: Callable[[pikepdf.Pdf], Dictionary], content: bytes) -> pikepdf.Pdf:
    """One page with one font and a content stream."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font(pdf))))
    page.obj.Contents = pdf.make_stream(content)
    return pdf


def found(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Kind and text of the findings."""
    out = io.BytesIO()
    pdf.save(out)
    findings = inspect(out.getvalue()).findings
    return [
        (finding.kind, finding.text) for finding in findings if finding.kind in ("missing-glyph", "font-not-embedded")
    ]


def composite(mapping: bytes | None = None, unicode_map: bytes = b"") -> Callable[[pikepdf.Pdf], Dictionary]:
    """A Type0 font with an Identity encoding."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        descriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_stream(b"glyphs"))
        inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, FontDescriptor=descriptor)
        inner.CIDToGIDMap = pdf.make_stream(mapping) if mapping is not None else Name.Identity
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Song"), Encoding=Name("/Identity-H")
        )
        font.DescendantFonts = Array([inner])
        if unicode_map:
            font.ToUnicode = pdf.make_stream(unicode_map)
        return font

    return make


def truetype(cmap: bytes) -> Callable[[pikepdf.Pdf], Dictionary]:
    """A simple TrueType font with one `cmap` subtable for codes as they are."""

    def make(pdf: pikepdf.Pdf) -> Dictionary:
        table = struct.pack(">HHHHI", 0, 1, 1, 0, 12) + cmap
        head = b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(table))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_stream(head + table))
        return Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Kai"), FontDescriptor=descriptor,
        )  # fmt: skip

    return make


FORMAT_0 = struct.pack(">HHH", 0, 262, 0) + bytes(1 if code == 0x41 else 0 for code in range(256))
FORMAT_4 = struct.pack(">HHHHHHH", 4, 32, 0, 4, 0, 0, 0) + struct.pack(
    ">HHHHHHHHH", 0x41, 0xFFFF, 0, 0x41, 0xFFFF, 0x10000 - 0x40, 1, 0, 0
)
FORMAT_6 = struct.pack(">HHHHH", 6, 12, 0, 0x41, 1) + struct.pack(">H", 7)


def test_a_code_of_glyph_zero_is_missing() -> None:
    pdf = document(composite(), b"BT /F1 9 Tf <00050000> Tj ET")
    assert found(pdf) == [("missing-glyph", "code 0 in Song")]


def test_the_map_from_codes_to_glyphs_is_followed() -> None:
    pdf = document(composite(mapping=bytes.fromhex("0000 0005 0000")), b"BT /F1 9 Tf [<0001> -20 <0002>] TJ ET")
    assert found(pdf) == [("missing-glyph", "code 2 in Song")]


def test_a_missing_character_is_named() -> None:
    pdf = document(composite(unicode_map=b"1 beginbfchar <0000> <6F22> endbfchar"), b"BT /F1 9 Tf <0000> Tj ET")
    assert found(pdf) == [("missing-glyph", "漢 U+6F22 in Song")]


def test_a_space_needs_no_glyph() -> None:
    pdf = document(composite(unicode_map=b"1 beginbfchar <0000> <0020> endbfchar"), b"BT /F1 9 Tf <0000> Tj ET")
    assert found(pdf) == []


@pytest.mark.parametrize("cmap", [FORMAT_0, FORMAT_4, FORMAT_6], ids=["0", "4", "6"])
def test_simple_fonts_choose_glyphs_by_their_own_table(cmap: bytes) -> None:
    assert found(document(truetype(cmap), b"BT /F1 9 Tf (A) Tj ET")) == []
    assert found(document(truetype(cmap), b"BT /F1 9 Tf (AB) Tj ET")) == [("missing-glyph", "code 42 in Kai")]


def test_a_damaged_table_says_nothing() -> None:
    assert found(document(truetype(b"\0\4"), b"BT /F1 9 Tf (A) Tj ET")) == []


def test_a_font_counts_only_where_it_shows_text() -> None:
    def standard(pdf: pikepdf.Pdf) -> Dictionary:
        return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    assert found(document(standard, b"BT /F1 9 Tf ET")) == []
    assert found(document(standard, b"BT /F1 9 Tf (A) Tj ET")) == [("font-not-embedded", "Helvetica")]


def test_a_type_3_font_carries_its_own_drawings() -> None:
    def drawn(pdf: pikepdf.Pdf) -> Dictionary:
        return Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=pdf.make_stream(b"0 0 9 9 re f")))

    assert found(document(drawn, b"BT /F1 9 Tf (a) Tj ET")) == []


def test_the_font_comes_back_with_the_graphics_state() -> None:
    def standard(pdf: pikepdf.Pdf) -> Dictionary:
        return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    pdf = document(composite(), b"/F1 9 Tf q /F2 9 Tf Q BT <0005> Tj ET")
    pdf.pages[0].obj.Resources.Font.F2 = pdf.make_indirect(standard(pdf))
    assert found(pdf) == []


def test_fonts_within_forms_are_seen_and_forms_within_themselves_end() -> None:
    def standard(pdf: pikepdf.Pdf) -> Dictionary:
        return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    pdf = document(standard, b"/X Do")
    resources = pdf.pages[0].obj.Resources
    form = pdf.make_stream(b"BT /F1 9 Tf (A) Tj ET /X Do")
    form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 9, 9]), resources
    resources.XObject = Dictionary(X=form)
    assert found(pdf) == [("font-not-embedded", "Helvetica")]


def test_resources_are_inherited_from_the_page_tree() -> None:
    pdf = document(composite(), b"BT /F1 9 Tf <0000> Tj ET")
    page = pdf.pages[0].obj
    page.Parent.Resources = page.Resources
    del page.Resources
    assert [kind for kind, _ in found(pdf)] == ["missing-glyph"]


def test_a_page_of_an_unknown_font_is_measured_all_the_same() -> None:
    pdf = document(composite(), b"BT /F9 9 Tf <0000> Tj ET 1 0 0")
    out = io.BytesIO()
    pdf.save(out)
    assert inspect(out.getvalue()).fonts == ()


@pytest.mark.parametrize("key", ["DescendantFonts", "Encoding", "ToUnicode", "FontDescriptor", "Subtype"])
@pytest.mark.parametrize("value", [5, Name.Nonsense, Array([1]), Dictionary(), pikepdf.String("x")], ids=str)
def test_a_damaged_font_is_no_failure(key: str, value: object) -> None:
    pdf = document(composite(), b"BT /F1 9 Tf <0005> Tj ET")
    pdf.pages[0].obj.Resources.Font.F1["/" + key] = value
    assert {kind for kind, _ in found(pdf)} <= {"font-not-embedded", "missing-glyph"}
