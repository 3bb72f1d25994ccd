"""Page content read back: which text stands where, inside which marked content.

Only what our pages are drawn with is understood: Type 0 fonts with a Unicode map, text shown by Tj and TJ.
Anything else that shows text, or hides it, is a `Strange` and reported: it was not drawn by this program.
ISO 32000-1: 9.4 (text), 9.10.3 (Unicode maps), 14.6 (marked content).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_FOREIGN = tuple("' \" Do BI ID EI Tr Ts Tz TL T* TD Tw Tc sh gs cm MP DP".split())
Matrix = tuple[float, float, float, float, float, float]


class Box(NamedTuple):
    """A rectangle in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Text(NamedTuple):
    """A run of text: on which page (from 0), in which marked content (-1: an artefact), where."""

    text: str
    page: int
    mcid: int
    box: Box
    size: float
    baseline: float


@dataclass
class PageText:
    """The text of a page in the order it is drawn, by marked content; `strange` names what else was found."""

    texts: list[Text] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


class Font:
    """A font's characters and advances by code."""

    def __init__(self, font: Any) -> None:
        self.characters = dict(_characters(font.ToUnicode.read_bytes()))
        widths = font.DescendantFonts[0].get("/W", pikepdf.Array([0, pikepdf.Array([])]))
        self.widths = [float(width) for width in widths[1]] if int(widths[0]) == 0 else []

    def text(self, raw: bytes) -> str:
        """The characters of a shown string; U+FFFD for a code that stands for none."""
        return "".join(self.characters.get(code, "\ufffd") for code in _codes(raw))

    def advance(self, raw: bytes) -> float:
        """The width of a shown string in thousandths of the size."""
        return sum(self.widths[code] if code < len(self.widths) else 1000 for code in _codes(raw))


def _characters(cmap: bytes) -> Iterator[tuple[int, str]]:
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _BFCHAR.findall(section):
            yield int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be", "replace")


def _codes(raw: bytes) -> Iterator[int]:
    return (raw[i] << 8 | raw[i + 1] for i in range(0, len(raw) - 1, 2))


def read_pages(pdf: pikepdf.Pdf) -> list[PageText]:
    """The text of every page."""
    fonts: dict[tuple[int, int], Font] = {}
    return [_PageReader(page, index, fonts).read() for index, page in enumerate(pdf.pages)]


class _PageReader:
    """Walks through one page's operators."""

    def __init__(self, page: pikepdf.Page, index: int, fonts: dict[tuple[int, int], Font]) -> None:
        self.page, self.index, self.known = page, index, fonts
        self.found = PageText()
        used = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        self.fonts = {str(name): self._font(font) for name, font in used.items()}
        self.marks: list[int | None] = []  # the marked content around: an id, -1 for an artefact, None for neither
        self.font: Font | None = None
        self.size = 0.0
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)

    def _font(self, font: Any) -> Font | None:
        if font.objgen not in self.known:
            try:
                self.known[font.objgen] = Font(font)
            except (AttributeError, KeyError, IndexError, TypeError, ValueError):
                return None
        return self.known[font.objgen]

    def read(self) -> PageText:
        """The page's text."""
        for instruction in pikepdf.parse_content_stream(self.page, _WANTED):
            name = str(instruction.operator)
            if name in _STEPS:
                getattr(self, _STEPS[name])(instruction.operands)
            else:
                self._odd(f"uses the operator {name}")
        if self.marks:
            self._odd("leaves marked content open")
        return self.found

    def _odd(self, what: str) -> None:
        if what not in self.found.strange:
            self.found.strange.append(what)

    # ------------------------------------------------------------------ operators

    def _mark(self, operands: Sequence[Any]) -> None:
        tag = str(operands[0])
        properties = operands[1] if len(operands) > 1 else None
        if tag == "/Artifact":
            self.marks.append(-1)
        elif isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            self.marks.append(int(properties.MCID))
            if set(properties.keys()) != {"/MCID"}:
                self._odd("replaces text in marked content")
        else:
            self.marks.append(None)

    def _unmark(self, _: Sequence[Any]) -> None:
        if self.marks:
            self.marks.pop()
        else:
            self._odd("closes marked content that is not open")

    def _begin(self, _: Sequence[Any]) -> None:
        self.matrix = (1, 0, 0, 1, 0, 0)

    def _choose(self, operands: Sequence[Any]) -> None:
        self.font, self.size = self.fonts.get(str(operands[0])), float(operands[1])

    def _move(self, operands: Sequence[Any]) -> None:
        a, b, c, d, e, f = self.matrix
        x, y = float(operands[0]), float(operands[1])
        self.matrix = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)

    def _place(self, operands: Sequence[Any]) -> None:
        a, b, c, d, e, f = (float(v) for v in operands)
        self.matrix = (a, b, c, d, e, f)

    def _show(self, operands: Sequence[Any]) -> None:
        items = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
        font = self.font
        mark = next((m for m in reversed(self.marks) if m is not None), None)
        if mark is None:
            self._odd("shows text outside a tag or an artefact")
        if font is None:
            self._odd("shows text in a font without a Unicode map")
            return
        text, width = "", 0.0
        for item in items:
            if isinstance(item, pikepdf.String):
                raw = bytes(item)
                text += font.text(raw)
                width += font.advance(raw)
            else:
                width -= float(item)
        self.found.texts.append(self._text(text, width / 1000 * self.size, -1 if mark is None else mark))

    def _text(self, text: str, width: float, mark: int) -> Text:
        a, b, c, d, e, f = self.matrix
        low, high = -0.12 * self.size, 0.88 * self.size
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0.0, width) for y in (low, high)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Text(text, self.index, mark, Box(min(xs), min(ys), max(xs), max(ys)), self.size, f)


_STEPS = {
    "BDC": "_mark", "BMC": "_mark", "EMC": "_unmark", "BT": "_begin", "Tf": "_choose",
    "Td": "_move", "Tm": "_place", "Tj": "_show", "TJ": "_show",
}  # fmt: skip
_WANTED = " ".join((*_STEPS, *_FOREIGN))
