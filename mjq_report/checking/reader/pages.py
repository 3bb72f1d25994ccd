"""Pages out of a PDF with PDFium: every glyph with its place, every graphic with its box."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import hypot
from typing import Any

import pypdfium2
from pypdfium2 import PdfMatrix, raw

from mjq_report.checking.reader.content import Box, Colour, Glyph, Graphic, Run, Sheet, Unreadable

_HYPHEN = "\x02"  # PDFium's own sign for a hyphen at a line's end
_HIDDEN_MODES = (3, 7)  # text rendering modes without ink (ISO 32000-1, 9.3.6)
_MAX_DEPTH = 12  # of forms in forms
_MOST_PAGES, _MOST_CHARACTERS = 600, 100_000  # of a file, of a page
_BOLD_FROM = 600  # weight class
_BOLD_NAMES = ("bold", "black", "heavy", "simhei", "heiti")
_WHITE = (255, 255, 255)
_KINDS = {raw.FPDF_PAGEOBJ_PATH: "path", raw.FPDF_PAGEOBJ_IMAGE: "image", raw.FPDF_PAGEOBJ_SHADING: "shading"}


def read_sheets(data: bytes) -> list[Sheet]:
    """Every page of a PDF. Raises Unreadable if PDFium cannot open it (damaged, or locked with a password), or it is beyond
    what a document for readers has."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"not a PDF that can be read: {error}") from None
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable(f"it has {len(document)} pages, more than {_MOST_PAGES}")
        return [_Reader(document[index], index).sheet() for index in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"damaged: {error}") from None
    finally:
        document.close()


class _Reader:
    """Reads one page. Its places count from the corner of the page's visible part, its crop box."""

    def __init__(self, page: Any, index: int) -> None:
        self.page, self.index = page, index
        left, bottom, right, top = page.get_cropbox()
        self.origin, self.size = (left, bottom), (right - left, top - bottom)
        self.runs: list[Run] = []
        self.by_object: dict[int, int] = {}
        # addresses of the objects in the page's own stream: only there do marked-content ids count for the page
        self.own = {_address(item) for item in self._objects()}

    def sheet(self) -> Sheet:
        """The page with all that stands on it."""
        text = self.page.get_textpage()
        glyphs = tuple(self._glyphs(text.raw))
        text.close()
        matrix = PdfMatrix().translate(-self.origin[0], -self.origin[1])
        graphics = tuple(graphic for item in self._objects() for graphic in _graphics(item, matrix, _MAX_DEPTH))
        self.page.close()
        return Sheet(self.index, *self.size, tuple(self.runs), glyphs, graphics)

    def _objects(self) -> Iterator[Any]:
        count = raw.FPDFPage_CountObjects(self.page.raw)
        return (raw.FPDFPage_GetObject(self.page.raw, number) for number in range(count))

    def _glyphs(self, text: Any) -> Iterator[Glyph]:
        """Every character but the spaces and line ends that PDFium makes up. The inner loop of the whole inspection:
        the C structures that PDFium fills in are made once for all characters."""
        unicode_of, is_made_up = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
        origin_of, loose_of, ink_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharBox
        x, y, rect, ink = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
        at_x, at_y, at_rect, at_ink = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect), [*map(ctypes.byref, ink)]
        left, right, bottom, top = ink
        dx, dy = self.origin
        count = raw.FPDFText_CountChars(text)
        if count > _MOST_CHARACTERS:
            raise Unreadable(f"page {self.index + 1} has {count} characters, more than {_MOST_CHARACTERS}")
        for number in range(count):
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
        marks = list(_marks(item))
        artefact, replaced = any(name == "Artifact" for name, _ in marks), any(other for _, other in marks)
        bold = raw.FPDFText_GetFontWeight(text, number) >= _BOLD_FROM or _has_bold_name(item)
        colour, alpha = _rgba(raw.FPDFPageObj_GetFillColor, item)
        return Run(size, upright, hidden, mcid, artefact, replaced, colour, alpha, bold)


_UNDER = "Watermark"  # an artefact that says what kind it is: only watermarks of ours do
_LARGE = 10_000.0  # square points


def _graphics(item: Any, matrix: PdfMatrix, depth: int, own: bool = True) -> Iterator[Graphic]:
    """A page object as a graphic; those inside, if it is a form; nothing for text and for what leaves no ink.
    `own`: whether it stands in the page's own stream."""
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth:
        own = raw.FS_MATRIX()
        if raw.FPDFPageObj_GetMatrix(item, own):
            matrix = PdfMatrix.from_raw(own).multiply(matrix)
        for number in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _graphics(raw.FPDFFormObj_GetObject(item, number), matrix, depth - 1, own=False)
    elif kind in _KINDS:
        name = _KINDS[kind]
        fill, stroke = _path_colours(item) if name == "path" else (None, None)
        # a path that only clips, or that is filled with the paper's white, is nothing to see
        if name != "path" or stroke or fill not in (None, _WHITE):
            edges = [ctypes.c_float() for _ in range(4)]
            raw.FPDFPageObj_GetBounds(item, *edges)
            box = Box(*matrix.on_rect(*(edge.value for edge in edges)))
            if box.width * box.height > _LARGE and any(mark == _UNDER for mark, _ in _marks(item)):
                return  # a watermark is no content of its page
            artefact = name == "image" and any(mark == "Artifact" for mark, _ in _marks(item))
            yield Graphic(name, box, artefact, fill or stroke, raw.FPDFPageObj_GetMarkedContentID(item) if own else -1)


@contextmanager
def textless(page: Any) -> Iterator[None]:
    """A page of PDFium's without the ink of its texts, as long as it lasts."""
    items = (raw.FPDFPage_GetObject(page.raw, number) for number in range(raw.FPDFPage_CountObjects(page.raw)))
    texts = [(text, raw.FPDFTextObj_GetTextRenderMode(text)) for item in items for text in _texts(item, _MAX_DEPTH)]
    for text, _ in texts:
        raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    yield
    for text, mode in texts:
        raw.FPDFTextObj_SetTextRenderMode(text, mode)


def _texts(item: Any, depth: int) -> Iterator[Any]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        yield item
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        for number in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _texts(raw.FPDFFormObj_GetObject(item, number), depth - 1)


def _path_colours(item: Any) -> tuple[Colour | None, Colour | None]:
    """Of fill and of stroke; None for what is not drawn."""
    mode, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(item, mode, stroke)
    return (
        _rgba(raw.FPDFPageObj_GetFillColor, item)[0] if mode.value else None,
        _rgba(raw.FPDFPageObj_GetStrokeColor, item)[0] if stroke.value else None,
    )


def _rgba(colour_of: Callable[..., object], item: Any) -> tuple[Colour, float]:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    colour_of(item, r, g, b, a)
    return (r.value, g.value, b.value), a.value / 255


def _marks(item: Any) -> Iterator[tuple[str, bool]]:
    """The marks of marked content around an object: their names, and whether they have another text read out."""
    name, key, written = ctypes.create_string_buffer(64), ctypes.create_string_buffer(64), ctypes.c_ulong()
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        label = _utf16(name, written) if raw.FPDFPageObjMark_GetName(mark, _wide(name), len(name), written) else ""
        keys = []
        for number in range(raw.FPDFPageObjMark_CountParams(mark)):
            if raw.FPDFPageObjMark_GetParamKey(mark, number, _wide(key), len(key), written):
                keys.append(_utf16(key, written))
        yield (_UNDER if label == "Artifact" and "Subtype" in keys else label), "ActualText" in keys or "E" in keys


def _wide(buffer: Any) -> Any:
    return ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))


def _utf16(buffer: Any, written: Any) -> str:
    """What PDFium wrote: UTF-16 with a zero at its end."""
    return str(buffer.raw[: max(written.value - 2, 0)].decode("utf-16-le", "replace"))


def _has_bold_name(item: Any) -> bool:
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), name, len(name))
    face = name.value.decode("utf-8", "replace").lower()
    return any(part in face for part in _BOLD_NAMES)


def _address(item: Any) -> int:
    return ctypes.c_void_p.from_buffer(item).value or 0
