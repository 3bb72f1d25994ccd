"""Pages out of a PDF with PDFium: every glyph with its place, every graphic with its box."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from mjq_report.checking.layout.glyphs import Box, Glyph, Graphic, Run, Sheet
from mjq_report.errors import UsageError
from mjq_report.settings.paths import read_plain

_HYPHEN = "\x02"  # PDFium's own sign for a hyphen at a line's end
_HIDDEN_MODES = (3, 7)  # text rendering modes without ink (ISO 32000-1, 9.3.6)
_MOST_BYTES = 512 * 1024 * 1024
_MAX_DEPTH = 12  # of forms in forms
_BOLD_FROM = 600  # weight class
_BOLD_NAMES = ("bold", "black", "heavy", "simhei", "heiti")
_BLANK = (255, 255, 255)
_KINDS = {2: "path", 3: "image", 4: "shading"}
_FORM = 5

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_bytes(source: str | Path | bytes) -> tuple[bytes, str]:
    """The file's bytes and what to call it in messages. Raises UsageError if it cannot be read."""
    if isinstance(source, bytes):
        return source, "the PDF"
    path = Path(source)
    try:
        return read_plain(path, _MOST_BYTES), str(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; inspect takes a PDF file") from None


def read_sheets(data: bytes, label: str) -> list[Sheet]:
    """Every page of a PDF. Raises UsageError if PDFium cannot open it (damaged, or locked with a password)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UsageError(f"{label}: not a PDF that can be read: {error}") from None
    try:
        return [_Reader(document[index], index).sheet() for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UsageError(f"{label}: damaged: {error}") from None
    finally:
        document.close()


class _Reader:
    """Reads one page; keeps the C structures that PDFium fills in."""

    def __init__(self, page: Any, index: int) -> None:
        self.page, self.handle, self.index = page, page.raw, index
        left, bottom, right, top = page.get_cropbox()
        self.origin, self.size = (left, bottom), (right - left, top - bottom)
        self.runs: list[Run] = []
        self.by_object: dict[int, int] = {}
        self.own = self._own_objects()

    def sheet(self) -> Sheet:
        """The page with all that stands on it."""
        text = self.page.get_textpage()
        glyphs = tuple(self._glyphs(text.raw))
        text.close()
        graphics = tuple(self._graphics())
        self.page.close()
        return Sheet(self.index, *self.size, tuple(self.runs), glyphs, graphics)

    def _own_objects(self) -> set[int]:
        """Addresses of objects in the page's own stream: only there do marked-content ids count for the page."""
        count = raw.FPDFPage_CountObjects(self.handle)
        return {_address(raw.FPDFPage_GetObject(self.handle, number)) for number in range(count)}

    # ------------------------------------------------------------------ text

    def _glyphs(self, text: Any) -> Iterator[Glyph]:
        """Every character but the spaces and line ends that PDFium makes up. The inner loop of the whole inspection."""
        unicode_of, is_made_up = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
        origin_of, loose_of, ink_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharBox
        x, y, rect, ink = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
        at_x, at_y, at_rect, at_ink = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect), [*map(ctypes.byref, ink)]
        left, right, bottom, top = ink
        dx, dy = self.origin
        for number in range(raw.FPDFText_CountChars(text)):
            char = chr(unicode_of(text, number))
            if char in " \r\n" and is_made_up(text, number) == 1:
                continue
            origin_of(text, number, at_x, at_y)
            loose_of(text, number, at_rect)
            ink_of(text, number, *at_ink)
            box = Box(left.value - dx, bottom.value - dy, right.value - dx, top.value - dy)
            run = self._run(text, number)
            yield Glyph("-" if char == _HYPHEN else char, x.value - dx, rect.right - dx, y.value - dy, box, run)

    def _run(self, text: Any, number: int) -> int:
        item = raw.FPDFText_GetTextObject(text, number)
        address = _address(item)
        index = self.by_object.get(address)
        if index is None:
            index = self.by_object[address] = len(self.runs)
            self.runs.append(self._new_run(text, number, item, address in self.own))
        return index

    def _new_run(self, text: Any, number: int, item: Any, own: bool) -> Run:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, number, matrix)
        across, along = hypot(matrix.c, matrix.d), hypot(matrix.a, matrix.b)
        size = raw.FPDFText_GetFontSize(text, number) * across
        upright = matrix.a > 0.999 * along and matrix.d > 0
        hidden = raw.FPDFTextObj_GetTextRenderMode(item) in _HIDDEN_MODES
        mcid = raw.FPDFPageObj_GetMarkedContentID(item) if own else -1
        return Run(size, upright, hidden, mcid, self._artefact(item), self._fill(item), self._bold(text, number, item))

    def _artefact(self, item: Any) -> bool:
        name, written = ctypes.create_string_buffer(64), ctypes.c_ulong()
        buffer = ctypes.cast(name, ctypes.POINTER(raw.FPDF_WCHAR))
        for index in range(raw.FPDFPageObj_CountMarks(item)):
            mark = raw.FPDFPageObj_GetMark(item, index)
            if raw.FPDFPageObjMark_GetName(mark, buffer, len(name), written):
                label = name.raw[: max(written.value - 2, 0)].decode("utf-16-le", "replace")
                if label == "Artifact":
                    return True
        return False

    def _fill(self, item: Any) -> tuple[int, int, int]:
        r, g, b, a = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(item, r, g, b, a)
        return (r.value, g.value, b.value)

    def _bold(self, text: Any, number: int, item: Any) -> bool:
        name = ctypes.create_string_buffer(128)
        font = raw.FPDFTextObj_GetFont(item)
        raw.FPDFFont_GetBaseFontName(font, name, len(name))
        face = name.value.decode("utf-8", "replace").lower()
        return raw.FPDFText_GetFontWeight(text, number) >= _BOLD_FROM or any(part in face for part in _BOLD_NAMES)

    # ------------------------------------------------------------------ graphics

    def _graphics(self) -> Iterator[Graphic]:
        count = raw.FPDFPage_CountObjects(self.handle)
        moved: Matrix = (1.0, 0.0, 0.0, 1.0, -self.origin[0], -self.origin[1])
        for number in range(count):
            yield from self._graphic(raw.FPDFPage_GetObject(self.handle, number), moved, _MAX_DEPTH)

    def _graphic(self, item: Any, matrix: Matrix, depth: int) -> Iterator[Graphic]:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _FORM and depth:
            inner = _product(self._matrix(item), matrix)
            for number in range(raw.FPDFFormObj_CountObjects(item)):
                yield from self._graphic(raw.FPDFFormObj_GetObject(item, number), inner, depth - 1)
        elif kind in _KINDS and not self._inkless(item, kind):
            colour = self._colour(item) if _KINDS[kind] == "path" else None
            artefact = _KINDS[kind] == "image" and self._artefact(item)
            yield Graphic(_KINDS[kind], self._bounds(item, matrix), artefact, colour)

    def _matrix(self, item: Any) -> Matrix:
        m = raw.FS_MATRIX()
        return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(item, m) else _UNIT

    def _bounds(self, item: Any, matrix: Matrix) -> Box:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        a, b, c, d, e, f = matrix
        corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
        xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _inkless(self, item: Any, kind: int) -> bool:
        """A path that only clips, or that is filled with the paper's white."""
        if _KINDS[kind] != "path":
            return False
        fill, stroke = self._drawn(item)
        return not stroke and (not fill or self._fill(item) == _BLANK)

    def _drawn(self, item: Any) -> tuple[bool, bool]:
        mode, stroke = ctypes.c_int(), raw.FPDF_BOOL()
        raw.FPDFPath_GetDrawMode(item, mode, stroke)
        return bool(mode.value), bool(stroke.value)

    def _colour(self, item: Any) -> tuple[int, int, int]:
        fill, _ = self._drawn(item)
        if fill:
            return self._fill(item)
        r, g, b, a = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetStrokeColor(item, r, g, b, a)
        return (r.value, g.value, b.value)


def _address(item: Any) -> int:
    return ctypes.c_void_p.from_buffer(item).value or 0


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
