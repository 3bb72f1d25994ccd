"""Drawing on a ReportLab canvas: glyphs, rules, shapes, links and destinations, each tagged or an artefact.

ReportLab keeps the document (pages, outlines, destinations, compression, cross references); the
operators of a page's content are written here, so that every one of them stands inside marked
content (ISO 14289-1, 7.1) and every glyph in an embedded font.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate, pairwise
from math import ceil, cos, radians, sin
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from mjq_report.model.drawing import Colour
from mjq_report.pdf.embedding import Embedded
from mjq_report.pdf.fontbook import EmbeddedFace, clusters
from mjq_report.pdf.structure import Annotation, Content, Node
from mjq_report.settings.pictures import Held

_UNREAD = (-170, 80)  # thousandths of an em that no program reads as a blank or as another line
_ROOM = 250  # the step of the rooms behind glyphs, so that there are few
_TIGHTEST, _WIDEST = -500, 1000
_PRINT = 4  # annotation flag bit 3: shown in print (ISO 19005-3, 6.3.2)


def harden() -> None:
    """Set ReportLab's own settings, whatever `RL_*` variables or a settings file said before."""
    rl_config.invariant = 1
    rl_config.trustedHosts = None
    rl_config.trustedSchemes = []
    rl_config.pageCompression = 0
    rl_config.useA85 = 0
    rl_config.toColorCanUse = "rl_extended_literal_eval"


class _PlainCanvas(Canvas):  # type: ignore[misc]
    """A canvas that never asks for Helvetica: its usual preamble sets a base font that is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


def number(value: float) -> str:
    """A number as PDF writes it: at most three decimals, no exponent, no trailing zeros."""
    text = "%.3f" % value  # noqa: UP031  (a fifth faster, 15,000 times a briefing)
    if text[-1] == "0":
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Several numbers with spaces between."""
    return " ".join(map(number, values))


def _nothing(pen: Pen) -> None:
    """Draw nothing."""


class Pen:
    """One document being drawn, page after page. Coordinates are in points from the lower left corner."""

    def __init__(self, size: tuple[float, float], fonts: tuple[EmbeddedFace, ...], lang: str) -> None:
        harden()
        self.size = size
        self.fonts = fonts
        self.page = 0
        self._buffer = io.BytesIO()
        self._canvas: Any = _PlainCanvas(
            self._buffer, pagesize=size, invariant=1, pageCompression=0, lang=lang, pdfVersion=(1, 7)
        )  # `archive` compresses, once it has read everything
        self.destinations: dict[str, tuple[int, float]] = {}  # name → page index, height
        self._mcids = 0
        self._annotations = 0
        self._under: Callable[[Pen], None] = _nothing
        self._images: dict[str, object] = {}

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)

    # ------------------------------------------------------------------ pages and navigation

    def next_page(self) -> None:
        """Close the current page and start another."""
        self._canvas.showPage()
        self.page += 1
        self._mcids = self._annotations = 0
        self._under(self)

    def lay_under(self, draw: Callable[[Pen], None]) -> None:
        """Have this drawn on every page, this one too, before all else."""
        self._under = draw
        draw(self)

    def destination(self, name: str, top: float) -> None:
        """Make this height of the current page the place that links to `name` lead to."""
        self.destinations[name] = (self.page, min(top, self.size[1]))
        self._canvas.bookmarkHorizontalAbsolute(name, min(top, self.size[1]), fit="XYZ", left=0)

    def outline(self, title: str, name: str, level: int) -> None:
        """Add a bookmark; level counts from 0 and may deepen by one at a time only."""
        self._canvas.addOutlineEntry(title, name, level, closed=level >= 1)

    def finish(self) -> bytes:
        """The PDF without its structure tree and archive parts, which `archive` adds."""
        document = self._canvas._doc
        for font in dict.fromkeys(font for face in self.fonts for font in face.fonts):
            document.delayedFonts.append(font)
            document.fontMapping[font.fontName] = "/" + font.resource
        self._canvas.save()
        return self._buffer.getvalue()

    # ------------------------------------------------------------------ marked content

    @contextmanager
    def tagged(self, node: Node) -> Iterator[None]:
        """What is drawn inside belongs to a structure element."""
        self._write(f"/{node.tag} <</MCID {self._mcids}>> BDC")
        node.kids.append(Content(self.page, self._mcids))
        self._mcids += 1
        yield
        self._write("EMC")

    @contextmanager
    def artefact(self, kind: str = "") -> Iterator[None]:
        """What is drawn inside, headers and rules, is not for a screen reader. `kind`: Pagination, Layout …"""
        self._write(f"/Artifact <</Type /{kind}>> BDC" if kind else "/Artifact BMC")
        yield
        self._write("EMC")

    # ------------------------------------------------------------------ text

    def glyphs(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: Colour,
        *,
        bold: int = 0,
        advances: Sequence[float] | None = None,
        angle: float = 0.0,
    ) -> None:
        """Draw characters from x on the baseline y; `advances` (points) override those of a line of its own."""
        if not text:
            return
        face = self.fonts[bold]
        if angle:
            c, s = cos(radians(angle)), sin(radians(angle))
            matrix = f"{c:.5f} {s:.5f} {-s:.5f} {c:.5f} {numbers(x, y)} Tm"
        else:
            matrix = f"{numbers(x, y)} Td"
        wanted = [advance * 1000 / size for advance in advances] if advances else face.face.spaced(text)
        shown = " ".join(_arrays(face, text, wanted, number(size)))
        self._write(f"BT {numbers(*colour)} rg {matrix} {shown} ET")

    # ------------------------------------------------------------------ shapes

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float, colour: Colour) -> None:
        """A straight line."""
        self._write(f"q {numbers(*colour)} RG {number(width)} w {numbers(x1, y1)} m {numbers(x2, y2)} l S Q")

    def box(self, x: float, y: float, width: float, height: float, fill: Colour) -> None:
        """A filled rectangle."""
        self._write(f"q {numbers(*fill)} rg {numbers(x, y, width, height)} re f Q")

    def frame(self, x: float, y: float, width: float, height: float, line: float, colour: Colour) -> None:
        """The outline of a rectangle."""
        self._write(f"q {numbers(*colour)} RG {number(line)} w {numbers(x, y, width, height)} re S Q")

    def raw(self, operators: str) -> None:
        """Path operators already written out (charts and ornaments)."""
        self._write(operators)

    def image(self, key: str, picture: Held, box: tuple[float, float, float, float]) -> None:
        """A picture scaled into a box (left, lower edge, width, height); one of a key is held once."""
        name = f"Picture.{key}"
        document = self._canvas._doc
        if name not in self._images:
            self._images[name] = document.Reference(_image(picture), pdfdoc.xObjectName(name))
        if name not in self._canvas._formsinuse:
            self._canvas._formsinuse.append(name)
        x, y, width, height = box
        self._write(f"q {numbers(width, 0, 0, height, x, y)} cm /{pdfdoc.xObjectName(name)} Do Q")

    # ------------------------------------------------------------------ links

    def link(self, node: Node | None, box: tuple[float, float, float, float], target: str, contents: str) -> None:
        """A link from a rectangle to `#anchor` in this document, or to an https: or mailto: address.

        ValueError for any other scheme. `contents` is what a screen reader says (ISO 14289-1, 7.18.5).
        """
        if target.startswith("#"):
            action = f"/Dest {_string(target[1:])}"
        elif target.startswith(("https://", "mailto:")):
            target.encode("ascii")
            action = f"/A<</S/URI/URI {_string(target)}>>"
        else:
            raise ValueError(f"a link may lead to #anchor, https: or mailto:, not {target!r}")
        self._canvas._addAnnotation(
            _Written(
                f"<</Type/Annot/Subtype/Link/Rect[{numbers(*box)}]/Border[0 0 0]/F {_PRINT}"
                f"/Contents {_string(contents)}{action}>>"
            )
        )
        if node is not None:
            node.kids.append(Annotation(self.page, self._annotations))
        self._annotations += 1


def _image(picture: Held) -> Any:
    """A picture's pixels as they are held, with how to read them (ISO 32000-1, 7.4.4.4, 7.4.8, 8.9.5)."""
    entries = {
        "Type": pdfdoc.PDFName("XObject"),
        "Subtype": pdfdoc.PDFName("Image"),
        "Width": picture.width,
        "Height": picture.height,
        "BitsPerComponent": 8,
        "ColorSpace": pdfdoc.PDFName("DeviceRGB" if picture.channels > 1 else "DeviceGray"),
        "Filter": pdfdoc.PDFName("DCTDecode" if picture.jpeg else "FlateDecode"),
    }
    if not picture.jpeg:
        rows = {"Predictor": 15, "Colors": picture.channels, "BitsPerComponent": 8, "Columns": picture.width}
        entries["DecodeParms"] = pdfdoc.PDFDictionary(rows)
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), picture.pixels)


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that ReportLab writes as it is: a page has hundreds of links, and its own way takes ten times as long."""

    __RefOnly__ = 1

    def __init__(self, text: str) -> None:
        self.data = text.encode("ascii")

    def format(self, document: Any) -> bytes:
        """The bytes in the file."""
        return self.data


def _string(text: str) -> str:
    """A text string in hexadecimal (ISO 32000-1, 7.3.4.3, 7.9.2.2): nothing in it can end it."""
    if text.isascii() and text.isprintable():  # PDFDocEncoding has other characters where ASCII has controls
        return f"<{text.encode('ascii').hex()}>"
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _arrays(face: EmbeddedFace, text: str, wanted: Sequence[float], size: str) -> Iterator[str]:
    """Fonts and TJ arrays that show a text: between glyphs, what the wanted advance differs from the font's (9.4.3).

    What would be read as a blank, or as the start of a line, is in the glyph's own advance, not in the array. Wanted
    advances are thousandths of an em, one a code point; a variation selector has none to speak of.
    """
    parts: list[str] = []
    run: list[str] = []
    error, current = 0.0, face.fonts[0]
    chars = clusters(text)
    if len(chars) < len(text):
        wanted = _summed(chars, wanted)
    for char, want in zip(chars, wanted, strict=True):
        font, code, advance = face[char]
        if font is not current:
            if run or parts:
                yield _array(current, size, parts, run)
            parts, run, current = [], [], font
        gap = want - advance + error
        if not _UNREAD[0] <= gap <= _UNREAD[1] and not char.isspace():
            room = min(max(ceil((gap - _UNREAD[1]) / _ROOM) * _ROOM, _TIGHTEST), _WIDEST)
            if advance + room >= 0:
                _, code, _ = face.with_room(char, room)
                gap -= room
        run.append(code)
        shift = round(gap)
        if shift:
            parts.append(f"<{''.join(run)}>{-shift}")
            run = []
        error = gap - shift
    yield _array(current, size, parts, run)


def _summed(chars: Sequence[str], wanted: Sequence[float]) -> list[float]:
    """Advances by character, out of those by code point."""
    ends = list(accumulate(map(len, chars), initial=0))
    return [sum(wanted[start:end]) for start, end in pairwise(ends)]


def _array(font: Embedded, size: str, parts: list[str], run: list[str]) -> str:
    rest = f"<{''.join(run)}>" if run else ""
    return f"/{font.resource} {size} Tf [{''.join(parts)}{rest}]TJ"
