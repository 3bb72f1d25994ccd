"""The inspection from top to bottom: read, take apart, check, report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pikepdf

from mjq_report.checking.layout.area import Layout, lay_out
from mjq_report.checking.layout.breaks import check_breaks
from mjq_report.checking.layout.fill import measure_fill
from mjq_report.checking.layout.gongwen import check_gongwen
from mjq_report.checking.layout.overlaps import check_overlaps
from mjq_report.checking.layout.pages import check_pages, measure_pages
from mjq_report.checking.layout.report import KINDS, Finding, Report
from mjq_report.checking.reader import Font, Unreadable, read_sheets, read_tree, used_fonts
from mjq_report.errors import UsageError
from mjq_report.settings.paths import read_plain
from mjq_report.settings.theme import Theme, load_theme, shipped_themes

_MAX_BYTES = 512 * 2**20
GONGWEN = "gongwen"
_DECLARED = re.compile(r"\btheme:([\w-]+)")
_UNKNOWN = ("\0", "\ufffd")
_JUSTIFIED = 0.5  # share of filled lines from which text of unknown style is taken to be justified


def inspect(source: str | Path | bytes, style: str | None = None, theme: Theme | None = None) -> Report:
    """Measure a finished PDF, given as a path or as its bytes.

    `style` is a shipped theme's name; without one it is read from the file's keywords (`theme:NAME`), and a
    file without that is measured by its own geometry. `theme` gives the page of a user's theme instead.
    Raises UsageError when there is no such style, or no PDF that can be read.
    """
    if style is not None and style not in shipped_themes():
        raise UsageError(f"no style {style!r}; styles: {', '.join(shipped_themes())}")
    data, label = _read_bytes(source)
    try:
        sheets = read_sheets(data)
        if not sheets:
            raise Unreadable("a PDF without pages")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            root, fonts = read_tree(pdf, sheets), used_fonts(pdf)
            named = theme.style if theme else style or _declared_style(pdf)
            font_findings = list(_check_fonts(fonts))
    except Unreadable as error:
        raise UsageError(f"{label}: {error}") from None
    except pikepdf.PdfError as error:
        raise UsageError(f"{label}: damaged: {error}") from None
    layout = lay_out(sheets, root, theme or (load_theme(named) if named else None))
    return _report(layout, named, font_findings, tuple(sorted({font.name for font in fonts})))


def _read_bytes(source: str | Path | bytes) -> tuple[bytes, str]:
    """The file's bytes and what to call it in messages. Raises UsageError if it cannot be read."""
    if isinstance(source, bytes):
        return source, "the PDF"
    path = Path(source)
    try:
        return read_plain(path, _MAX_BYTES), str(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; inspect takes a PDF file") from None


def _declared_style(pdf: pikepdf.Pdf) -> str:
    """The shipped theme that the keywords name; "" if none. XMP speaks for PDF/A files, docinfo for the others."""
    texts = [str(pdf.docinfo.get("/Keywords", "")) if "/Info" in pdf.trailer else ""]
    stream = pdf.Root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        texts.append(stream.read_bytes().decode("utf-8", "replace"))
    for text in texts:
        for name in _DECLARED.findall(text):
            if name in shipped_themes():
                return str(name)
    return ""


def _report(layout: Layout, style: str, font_findings: list[Finding], fonts: tuple[str, ...]) -> Report:
    fill, unfilled = measure_fill(layout)
    findings = [*check_breaks(layout), *check_pages(layout), *font_findings, *unfilled]
    for page in layout.pages:
        findings += check_overlaps(page)
    findings += _unmapped(layout, findings)
    order = list(KINDS)
    return Report(
        style=style,
        tagged=layout.tagged,
        pages=tuple(measure_pages(layout)),
        findings=tuple(sorted(findings, key=lambda f: (order.index(f.kind), f.page, f.y, f.x, f.text))),
        clauses=tuple(check_gongwen(layout)) if style == GONGWEN else (),
        fill=fill,
        justified=bool(style) or (fill.lines > 0 and fill.share >= _JUSTIFIED),
        fonts=fonts,
    )


def _check_fonts(fonts: Iterable[Font]) -> Iterator[Finding]:
    """Fonts not embedded, and characters that show as an empty box or as nothing."""
    for font in fonts:
        if not font.embedded:
            yield Finding("font-not-embedded", min(font.codes.values()), font.name)
            continue
        for code, char in font.missing().items():
            shown = f"{char} " if char.isprintable() else ""
            what = f"{shown}U+{ord(char[0]):04X}" if char else f"code {code:X}"
            yield Finding("missing-glyph", font.codes[code], f"{what} in {font.name}")


def _unmapped(layout: Layout, findings: Sequence[Finding]) -> list[Finding]:
    """Glyphs that stand for no character, or for U+FFFD, on pages where the fonts' own tables name none."""
    named = {finding.page for finding in findings if finding.kind == "missing-glyph"}
    found = []
    for page in layout.pages:
        count = sum(glyph.char in _UNKNOWN for glyph in page.sheet.glyphs)
        if count and page.number not in named:
            found.append(Finding("missing-glyph", page.number, f"{count} glyphs that stand for no character"))
    return found
