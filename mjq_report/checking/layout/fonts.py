"""Fonts that pages really use: whether they are embedded, and which character codes lead to no glyph.

Text is searched for the codes that it shows (ISO 32000-1, 9.4.3). Code to glyph: composite fonts with an
Identity encoding through CIDToGIDMap (9.7.4.2); simple TrueType fonts without an encoding through their own
`cmap` (9.6.6.4). Other fonts choose glyphs by name; there only .notdef itself is seen.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pikepdf

from mjq_report.checking.layout.report import Finding

_OPERATORS = "q Q Tf Tj TJ ' \" Do gs"
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MAX_DEPTH = 12  # of forms in forms
_MAX_MEANINGS = 0x20000  # more than two-byte codes can have
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_CMAP_RUN = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
_CMAP_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


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
        return isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in _FILES)

    @property
    def inner(self) -> Any:
        """The descendant of a composite font, else the font itself."""
        return self.dictionary.DescendantFonts[0] if self.wide else self.dictionary


def used_fonts(pdf: pikepdf.Pdf) -> list[Font]:
    """The fonts that show text on the pages, in the order of their first use."""
    scan = _Scan()
    for number, page in enumerate(pdf.pages, 1):
        scan.stream(page, _inherited(page.obj), number, _MAX_DEPTH)
    return [font for font in scan.fonts.values() if font.codes]


def check_fonts(fonts: Iterable[Font]) -> Iterator[Finding]:
    """Fonts not embedded, and characters that show as an empty box or as nothing."""
    for font in fonts:
        if not font.embedded:
            yield Finding("font-not-embedded", min(font.codes.values()), font.name)
        else:
            yield from _missing(font)


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
                    font = self._font(resources, operands[0])
                case "gs" if operands:
                    font = self._of_state(resources, operands[0]) or font
                case "Do" if operands and depth:
                    self._form(resources, operands[0], page, depth)
                case "Tj" | "TJ" | "'" | '"' if operands and font is not None:
                    _note(font, operands[-1], page)

    def _form(self, resources: Any, name: Any, page: int, depth: int) -> None:
        form = _entry(resources, "/XObject", name)
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form":
            return
        if (form.objgen, page) not in self.seen:
            self.seen.add((form.objgen, page))
            self.stream(form, form.get("/Resources", resources), page, depth - 1)

    def _of_state(self, resources: Any, name: Any) -> Font | None:
        state = _entry(resources, "/ExtGState", name)
        font = state.get("/Font") if isinstance(state, pikepdf.Dictionary) else None
        return self._declared(font[0]) if isinstance(font, pikepdf.Array) and len(font) else None

    def _font(self, resources: Any, name: Any) -> Font | None:
        return self._declared(_entry(resources, "/Font", name))

    def _declared(self, dictionary: Any) -> Font | None:
        if not isinstance(dictionary, pikepdf.Dictionary):
            return None
        key = dictionary.objgen if dictionary.is_indirect else bytes(dictionary.unparse())
        if key not in self.fonts:
            inner = dictionary.get("/DescendantFonts")
            whole = isinstance(inner, pikepdf.Array) and len(inner) > 0 and isinstance(inner[0], pikepdf.Dictionary)
            wide = whole and dictionary.get("/Subtype") == "/Type0"
            base = str(dictionary.get("/BaseFont", dictionary.get("/Name", "/unnamed"))).removeprefix("/")
            self.fonts[key] = Font(_SUBSET.sub("", base), dictionary, wide)
        return self.fonts[key]


def _inherited(page: Any) -> Any:
    """The resources of a page, its own or those of the nearest node above it that has some."""
    node = page
    for _ in range(64):
        if "/Resources" in node:
            return node.Resources
        if "/Parent" not in node:
            break
        node = node.Parent
    return pikepdf.Dictionary()


def _entry(resources: Any, kind: str, name: Any) -> Any:
    group = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return group.get(str(name)) if isinstance(group, pikepdf.Dictionary) else None


def _note(font: Font, shown: Any, page: int) -> None:
    for part in shown if isinstance(shown, pikepdf.Array) else (shown,):
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            codes = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2]) if font.wide else data
            for code in codes:
                font.codes.setdefault(code, page)


# --------------------------------------------------------------------------- codes without glyph


def _missing(font: Font) -> Iterator[Finding]:
    codes = sorted(set(_unglyphed(font)))
    if not codes:
        return
    meanings = _meanings(font)
    for code in codes:
        char = meanings.get(code, "")
        if not char or not char.isspace():
            shown = f"{char} " if char.isprintable() else ""
            what = f"{shown}U+{ord(char[0]):04X}" if char else f"code {code:X}"
            yield Finding("missing-glyph", font.codes[code], f"{what} in {font.name}")


def _unglyphed(font: Font) -> Iterator[int]:
    if font.wide:
        if str(font.dictionary.get("/Encoding", "")) in ("/Identity-H", "/Identity-V"):
            table = font.inner.get("/CIDToGIDMap")
            data = table.read_bytes() if isinstance(table, pikepdf.Stream) else None
            for code in font.codes:
                if code == 0 or (data is not None and data[2 * code : 2 * code + 2] in (b"", b"\0", b"\0\0")):
                    yield code
    elif "/Encoding" in font.dictionary:
        yield from _notdef_named(font)
    elif font.dictionary.get("/Subtype") == "/TrueType":
        glyphs = _cmap(font.inner.FontDescriptor.get("/FontFile2"))
        if glyphs:
            yield from (code for code in font.codes if not glyphs.get(code) and not glyphs.get(0xF000 + code))


def _notdef_named(font: Font) -> Iterator[int]:
    encoding: Any = font.dictionary.Encoding
    code = 0
    for item in encoding.get("/Differences", ()) if isinstance(encoding, pikepdf.Dictionary) else ():
        if not isinstance(item, pikepdf.Name):
            code = int(item)
            continue
        if item == "/.notdef" and code in font.codes:
            yield code
        code += 1


def _cmap(stream: Any) -> dict[int, int]:
    """Code to glyph out of a TrueType file's (1, 0) and (3, 0) tables, formats 0, 4 and 6; empty if there are none."""
    if not isinstance(stream, pikepdf.Stream):
        return {}
    data = stream.read_bytes()
    found: dict[int, int] = {}
    try:
        start = _table(data, b"cmap")
        (count,) = struct.unpack_from(">H", data, start + 2)
        for index in range(min(count, 64)):
            platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * index)
            if (platform, encoding) in ((1, 0), (3, 0)):
                found.update(_subtable(data, start + offset))
    except (struct.error, ValueError):
        return {}
    return found


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(tag)


def _subtable(data: bytes, at: int) -> dict[int, int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 0:
        return dict(enumerate(struct.unpack_from(">256B", data, at + 6)))
    if form == 6:
        first, count = struct.unpack_from(">HH", data, at + 6)
        return dict(enumerate(struct.unpack_from(f">{count}H", data, at + 10), first))
    return dict(_segments(data, at)) if form == 4 else {}


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + twice
    covered = -1  # segments ascend; one that does not is of a damaged file
    for offset in range(0, twice, 2):
        (end,) = struct.unpack_from(">H", data, ends + offset)
        (start,) = struct.unpack_from(">H", data, starts + offset)
        if start <= covered:
            return
        covered = end
        (delta,) = struct.unpack_from(">H", data, starts + twice + offset)
        place = starts + 2 * twice + offset
        (far,) = struct.unpack_from(">H", data, place)
        for code in range(start, end + 1):
            if far:
                (glyph,) = struct.unpack_from(">H", data, place + far + 2 * (code - start))
                yield code, (glyph + delta) & 0xFFFF if glyph else 0
            else:
                yield code, (code + delta) & 0xFFFF


def _meanings(font: Font) -> dict[int, str]:
    """Code to character out of a font's ToUnicode map (9.10.3)."""
    stream = font.dictionary.get("/ToUnicode")
    found: dict[int, str] = {}
    if not isinstance(stream, pikepdf.Stream):
        return found
    for kind, body in _CMAP_RUN.findall(stream.read_bytes()):
        found.update(islice(_pairs(body) if kind == b"bfchar" else _ranges(body), _MAX_MEANINGS - len(found)))
    return found


def _pairs(body: bytes) -> Iterator[tuple[int, str]]:
    values = [bytes.fromhex(match[1].decode()) for match in _CMAP_TOKEN.finditer(body) if match[1] is not None]
    for code, text in zip(values[::2], values[1::2], strict=False):
        yield int.from_bytes(code), text.decode("utf-16-be", "replace")


def _ranges(body: bytes) -> Iterator[tuple[int, str]]:
    """Ranges that count up from one character, or that list one a code in brackets."""
    tokens = list(_CMAP_TOKEN.finditer(body))
    at = 0
    while at + 2 < len(tokens):
        low, high = (int(tokens[at + step][1] or b"0", 16) for step in (0, 1))
        at += 2
        if tokens[at][2]:
            at += 1
            for code in range(low, high + 1):
                if at >= len(tokens) or tokens[at][1] is None:
                    break
                yield code, bytes.fromhex(tokens[at][1].decode()).decode("utf-16-be", "replace")
                at += 1
            at += 1
        else:
            first = bytes.fromhex((tokens[at][1] or b"").decode()).decode("utf-16-be", "replace")
            at += 1
            yield from ((code, _advanced(first, code - low)) for code in range(low, min(high, low + 0xFFFF) + 1))


def _advanced(text: str, by: int) -> str:
    last = ord(text[-1]) + by if text else 0
    return text[:-1] + chr(last) if 0 < last < 0x110000 else ""
