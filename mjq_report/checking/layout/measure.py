"""The inspection from top to bottom: read, take apart, check, report."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from mjq_report.checking.layout.area import Layout, lay_out
from mjq_report.checking.layout.breaks import check_breaks
from mjq_report.checking.layout.fill import measure_fill
from mjq_report.checking.layout.fonts import check_fonts, used_fonts
from mjq_report.checking.layout.geometry import artefact_lines, left_over, read_blocks
from mjq_report.checking.layout.glyphs import Sheet
from mjq_report.checking.layout.gongwen import check_gongwen
from mjq_report.checking.layout.lines import tagged_blocks
from mjq_report.checking.layout.overlaps import check_overlaps
from mjq_report.checking.layout.pages import check_pages, measure_pages
from mjq_report.checking.layout.reading import read_bytes, read_sheets
from mjq_report.checking.layout.report import KINDS, Finding, Report
from mjq_report.checking.layout.structure import Element, read_structure
from mjq_report.errors import UsageError
from mjq_report.settings.theme import Theme, load_theme, shipped_themes

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
    data, label = read_bytes(source)
    if style is not None and style not in shipped_themes():
        raise UsageError(f"no style {style!r}; styles: {', '.join(shipped_themes())}")
    sheets = read_sheets(data, label)
    if not sheets:
        raise UsageError(f"{label}: a PDF without pages")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            elements = read_structure(pdf)
            named = theme.style if theme else style or _declared_style(pdf)
            fonts = used_fonts(pdf)
            font_findings = list(check_fonts(fonts))
            names = tuple(sorted({font.name for font in fonts}))
    except pikepdf.PdfError as error:
        raise UsageError(f"{label}: damaged: {error}") from None
    page_theme = theme or (load_theme(named) if named else None)
    layout = _take_apart(sheets, elements, page_theme)
    return _report(layout, named, font_findings, names)


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


def _take_apart(sheets: Sequence[Sheet], elements: Sequence[Element], theme: Theme | None) -> Layout:
    """Tagged blocks in the order of the tree; text that no tag speaks of, by geometry, after them."""
    blocks = tagged_blocks(sheets, elements)
    owned: list[set[int]] = [set() for _ in sheets]
    for element in elements:
        for place in element.places:
            owned[place.page].add(place.mcid)
    parts = [left_over(sheet, own) for sheet, own in zip(sheets, owned, strict=True)]
    artefacts = [artefact_lines(sheet, part[1]) for sheet, part in zip(sheets, parts, strict=True)]
    rest = read_blocks(sheets, [part[0] for part in parts])
    return lay_out(sheets, blocks, rest, artefacts, theme)


def _report(layout: Layout, style: str, font_findings: list[Finding], fonts: tuple[str, ...]) -> Report:
    fill, unfilled = measure_fill(layout)
    findings = [*check_breaks(layout), *check_pages(layout), *font_findings, *unfilled]
    for page in layout.pages:
        findings += check_overlaps(page.sheet)
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


def _unmapped(layout: Layout, findings: Sequence[Finding]) -> list[Finding]:
    """Glyphs that stand for no character, or for U+FFFD, on pages where the fonts' own tables told nothing."""
    told = {finding.page for finding in findings if finding.kind == "missing-glyph"}
    found = []
    for page in layout.pages:
        count = sum(glyph.char in _UNKNOWN for glyph in page.sheet.glyphs)
        if count and page.number not in told:
            found.append(Finding("missing-glyph", page.number, f"{count} glyphs that stand for no character"))
    return found
