"""A font as a PDF carries it: Type 0 with Identity-H, so that any number of characters is one font.

Each character gets the next free code (CID) when it is first drawn; a `CIDToGIDMap` stream leads
from there to the glyph. Two characters that share a glyph (`·` and `・`) therefore keep their own
code and their own entry in the Unicode map: what is extracted is what was written. A character has a further
code for each gap that it is drawn with (see `composites`).
ISO 32000-1: 9.7.4 (CIDFonts), 9.7.6 (Type 0), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import hashlib
import struct
from typing import Any

from reportlab.pdfbase import pdfdoc

from mjq_report.pdf.composites import Composite, Part, font_tables, glyph_count, with_composites
from mjq_report.pdf.fonts import Cut

_SERIF_FREE_SYMBOLIC = 4  # FontDescriptor Flags, bit 3: glyphs outside the standard Latin set


class Embedded:
    """The characters of one document in one cut, and the PDF objects that show them."""

    def __init__(self, cut: Cut, resource: str) -> None:
        self.cut, self.resource = cut, resource
        self.codes: dict[tuple[str, int], int] = {}  # character, and the room behind it in thousandths of an em
        self._advances: list[float] = []  # by code, from 1 on
        self.fontName = f"{cut.name()}:{resource}"

    def code(self, char: str, room: int = 0) -> tuple[str, float]:
        """A new code for a character, in hexadecimal, and its advance in thousandths of an em with `room` more behind it."""
        advance = self.cut.advance(char) + room
        self._advances.append(advance)
        self.codes[char, room] = len(self._advances)  # 0 is .notdef
        return f"{len(self._advances):04X}", advance

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (the name by which reportlab calls it)
        """Write the font into the document; reportlab calls this for every delayed font at the end."""
        if not self.codes:
            return
        data, gids = self._font()
        tag = _tag("".join(char + str(room) for char, room in self.codes))
        name = pdfdoc.PDFName(f"{tag}+{self.cut.name()}")
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": _system_info(),
                "FontDescriptor": doc.Reference(self._descriptor(doc, name, data)),
                "DW": 1000,
                "W": self._widths(),
                "CIDToGIDMap": doc.Reference(pdfdoc.PDFStream(content=struct.pack(f">{len(gids)}H", *gids))),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": name,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant)]),
                "ToUnicode": doc.Reference(pdfdoc.PDFStream(content=_to_unicode(self.codes).encode("ascii"))),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font)

    def _font(self) -> tuple[bytes, list[int]]:
        """The font file, and the glyph of each code: a character's own, or one put together for it (see `composites`)."""
        parts = {char: self.cut.parts(char) for char, _ in self.codes}
        data, moved = self.cut.subset(sorted({glyph for made in parts.values() for glyph, *_ in made}))
        count, gids, added = glyph_count(data), [0], list[Composite]()
        for (char, room), advance in zip(self.codes, self._advances, strict=True):
            made = [(moved[glyph], scale, rise) for glyph, scale, rise in parts[char]]
            if room or made[0][1] != 1 or len(made) > 1:
                added.append(self._composite(char, advance, made))
                gids.append(count + len(added) - 1)
            else:
                gids.append(made[0][0])
        return with_composites(data, added), gids

    def _composite(self, char: str, advance: float, made: list[tuple[int, float, float]]) -> Composite:
        units, left, parts = self.cut.face.upem, 0.0, list[Part]()
        if len(made) == 1 and made[0][1] == 1:
            return Composite((Part(made[0][0]),), round(advance * units / 1000))
        for (glyph, scale, rise), width in zip(made, self.cut.widths(char), strict=True):
            parts.append(Part(glyph, scale, round(left), round(rise * units)))
            left += width * units / 1000
        return Composite(tuple(parts), round(advance * units / 1000))

    def _descriptor(self, doc: Any, name: Any, data: bytes) -> Any:
        x0, y0, x1, y1 = struct.unpack(">4h", font_tables(data)[b"head"][36:44])
        scale = 1000 / self.cut.face.upem
        file = pdfdoc.PDFStream(content=data)
        file.dictionary["Length1"] = len(data)
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": _SERIF_FREE_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([round(v * scale) for v in (x0, y0, x1, y1)]),
                "ItalicAngle": 0,
                "Ascent": round(self.cut.ascent),
                "Descent": -round(self.cut.descent),
                "CapHeight": 733,
                "StemV": 50 + (self.cut.weight // 65) ** 2,
                "FontFile2": doc.Reference(file),
            }
        )

    def _widths(self) -> Any:
        widths = [1000, *(round(advance, 3) for advance in self._advances)]
        return pdfdoc.PDFArray([0, pdfdoc.PDFArray([int(w) if w == int(w) else w for w in widths])])


def _system_info() -> Any:
    return pdfdoc.PDFDictionary(
        {
            "Registry": pdfdoc.PDFString("Adobe", enc="raw"),
            "Ordering": pdfdoc.PDFString("Identity", enc="raw"),
            "Supplement": 0,
        }
    )


def _tag(characters: str) -> str:
    """Six capitals that name the subset (ISO 32000-1, 9.6.4), from its characters."""
    digest = hashlib.sha256(characters.encode("utf-8")).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(codes: dict[tuple[str, int], int]) -> str:
    lines = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for (char, _), code in codes.items()]
    chunks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
