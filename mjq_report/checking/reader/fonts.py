"""Fonts that pages really use: whether they are embedded, and which character codes lead to no glyph.

Text is searched for the codes that it shows (ISO 32000-1, 9.4.3). Code to glyph: composite fonts with an
Identity encoding through CIDToGIDMap (9.7.4.2); simple TrueType fonts without an encoding through their own
`cmap` (9.6.6.4). Other fonts choose glyphs by name, and are taken to have them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import uharfbuzz
from pikepdf import Array, Dictionary, Stream

_OPERATORS = "q Q Tf Tj TJ ' \" Do"
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MAX_DEPTH = 12  # of forms in forms
_MAX_PARENTS = 64  # of a page in the page tree
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")


@dataclass(slots=True, eq=False)
class Font:
    """A font as the file declares it. `codes` are those shown, each with the page (from 1) where it first stands."""

    name: str
    dictionary: Any
    wide: bool  # composite: two bytes a code
    codes: dict[int, int] = field(default_factory=dict)

    @property
    def embedded(self) -> bool:
        """Whether the font's outlines are in the file."""
        if self.dictionary.get("/Subtype") == "/Type3":
            return True
        descriptor = self.inner.get("/FontDescriptor")
        return isinstance(descriptor, Dictionary) and any(key in descriptor for key in _FILES)

    @property
    def inner(self) -> Any:
        """The descendant of a composite font, else the font itself."""
        return self.dictionary.DescendantFonts[0] if self.wide else self.dictionary

    def missing(self) -> dict[int, str]:
        """Shown codes that lead to no glyph, each with the character it stands for, "" if unknown; spaces need none."""
        codes = sorted(set(_without_glyph(self)))
        characters = _characters(self) if codes else {}
        return {code: characters.get(code, "") for code in codes if not characters.get(code, "").isspace()}


def used_fonts(pdf: pikepdf.Pdf) -> list[Font]:
    """The fonts that show text on the pages, in the order of their first use."""
    scan = _Scan()
    for number, page in enumerate(pdf.pages, 1):
        scan.stream(page, _inherited(page.obj), number, _MAX_DEPTH)
    return [font for font in scan.fonts.values() if font.codes]


class _Scan:
    """Walks content streams and the forms that they draw."""

    def __init__(self) -> None:
        self.fonts: dict[object, Font] = {}
        self.seen: set[tuple[tuple[int, int], int]] = set()

    def stream(self, content: Any, resources: Any, page: int, depth: int) -> None:
        """Note what one content stream shows; `depth` limits forms within forms."""
        stack: list[Font | None] = []
        font: Font | None = None
        for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
            operands = instruction.operands
            match str(instruction.operator):
                case "q":
                    stack.append(font)
                case "Q" if stack:
                    font = stack.pop()
                case "Tf" if operands:
                    font = self._font(_entry(resources, "/Font", operands[0]))
                case "Do" if operands and depth:
                    self._form(resources, operands[0], page, depth)
                case "Tj" | "TJ" | "'" | '"' if operands and font is not None:
                    _note(font, operands[-1], page)

    def _form(self, resources: Any, name: Any, page: int, depth: int) -> None:
        form = _entry(resources, "/XObject", name)
        if not isinstance(form, Stream) or form.get("/Subtype") != "/Form":
            return
        if (form.objgen, page) not in self.seen:
            self.seen.add((form.objgen, page))
            self.stream(form, form.get("/Resources", resources), page, depth - 1)

    def _font(self, dictionary: Any) -> Font | None:
        if not isinstance(dictionary, Dictionary):
            return None
        key = dictionary.objgen if dictionary.is_indirect else bytes(dictionary.unparse())
        if key not in self.fonts:
            inner = dictionary.get("/DescendantFonts")
            descends = isinstance(inner, Array) and len(inner) > 0 and isinstance(inner[0], Dictionary)
            wide = descends and dictionary.get("/Subtype") == "/Type0"
            base = str(dictionary.get("/BaseFont", dictionary.get("/Name", "/unnamed"))).removeprefix("/")
            self.fonts[key] = Font(_SUBSET.sub("", base), dictionary, wide)
        return self.fonts[key]


def _inherited(page: Any) -> Any:
    """The resources of a page, its own or those of the nearest node above it that has some."""
    node = page
    for _ in range(_MAX_PARENTS):
        if "/Resources" in node:
            return node.Resources
        if "/Parent" not in node:
            break
        node = node.Parent
    return Dictionary()


def _entry(resources: Any, kind: str, name: Any) -> Any:
    group = resources.get(kind) if isinstance(resources, Dictionary) else None
    return group.get(str(name)) if isinstance(group, Dictionary) else None


def _note(font: Font, shown: Any, page: int) -> None:
    for part in shown if isinstance(shown, Array) else (shown,):
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            codes = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2]) if font.wide else data
            for code in codes:
                font.codes.setdefault(code, page)


# --------------------------------------------------------------------------- codes without glyph


def _without_glyph(font: Font) -> Iterator[int]:
    if font.wide and str(font.dictionary.get("/Encoding", "")) in ("/Identity-H", "/Identity-V"):
        table = font.inner.get("/CIDToGIDMap")
        data = table.read_bytes() if isinstance(table, Stream) else None
        for code in font.codes:
            if code == 0 or (data is not None and data[2 * code : 2 * code + 2] in (b"", b"\0", b"\0\0")):
                yield code
    elif font.dictionary.get("/Subtype") == "/TrueType" and "/Encoding" not in font.dictionary:
        file = font.inner.FontDescriptor.get("/FontFile2")
        own = uharfbuzz.Font(uharfbuzz.Face(file.read_bytes() if isinstance(file, Stream) else b""))
        if any(_has_glyph(own, code) for code in range(256)):  # else its table is damaged and says nothing
            yield from (code for code in font.codes if not _has_glyph(own, code))


def _has_glyph(font: Any, code: int) -> bool:
    """Whether a TrueType file's table leads from a code to a glyph: as it is, in the (3, 0) table's private area, or
    as the Macintosh character of the (1, 0) table, for which HarfBuzz wants its Unicode."""
    places = (code, 0xF000 + code, ord(bytes([code]).decode("mac_roman")))
    return any(font.get_nominal_glyph(place) for place in places)


def _characters(font: Font) -> dict[int, str]:
    """Code to character out of a font's ToUnicode map (9.10.3), where that lists them one by one and not by ranges."""
    stream = font.dictionary.get("/ToUnicode")
    found = {}
    for part in stream.read_bytes().split(b"endbfchar")[:-1] if isinstance(stream, Stream) else ():
        for code, written in _PAIR.findall(part.rpartition(b"beginbfchar")[2]):
            digits = b"".join(written.split()).decode()
            text = bytes.fromhex(digits + "0" * (len(digits) % 2))  # an odd last digit: ISO 32000-1, 7.3.4.3
            found[int(code, 16)] = text.decode("utf-16-be", "replace")
    return found
