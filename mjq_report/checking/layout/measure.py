"""The inspection from top to bottom: read, take apart, check, report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pikepdf

from mjq_report.checking.layout.area import Layout, lay_out
from mjq_report.checking.layout.blanks import check_gaps, check_search
from mjq_report.checking.layout.breaks import check_breaks
from mjq_report.checking.layout.gongwen import check_gongwen, is_official
from mjq_report.checking.layout.ink import check_ink
from mjq_report.checking.layout.overlaps import check_overlaps
from mjq_report.checking.layout.pages import check_pages, measure_pages
from mjq_report.checking.layout.report import KINDS, Finding, Report
from mjq_report.checking.opening import unpacked
from mjq_report.checking.reader import Element, Font, Unreadable, read_sheets, read_tree, squeezed, used_fonts
from mjq_report.checking.records import read_table
from mjq_report.errors import ConfigError, UsageError, VerificationError
from mjq_report.settings.paths import read_plain
from mjq_report.settings.theme import Theme, load_theme, parse_theme, shipped_themes

_MAX_BYTES = 512 * 2**20
_DECLARED = re.compile(r"\btheme:([\w-]+)")
_UNKNOWN = ("\0", "\ufffd")
_PICTURED = ("Figure", "Formula")
_MOST_ATTACHED, _MOST_BYTES, _MOST_FIGURES = 200, 8 * 2**20, 300


def inspect(source: str | Path | bytes, style: str | None = None, theme: Theme | None = None) -> Report:
    """Measure a finished PDF, given as a path or as its bytes.

    The page is that of `theme`, else of the shipped theme that `style` names, else of the theme that the file encloses
    or names in its keywords (`theme:NAME`); a file without any is measured by its own geometry.
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
            enclosed = {} if style and theme else _enclosed(pdf)
            chosen = theme or (load_theme(style) if style else _own_theme(pdf, enclosed))
            layout = lay_out(sheets, root, chosen)
            found = [*_fonts(fonts), *_alternatives(layout, root)]
            named = tuple(sorted({font.name for font in fonts}))
            known = _printed_figures(enclosed.get("data.csv", b""))
    except Unreadable as error:
        raise UsageError(f"{label}: {error}") from None
    except pikepdf.PdfError as error:
        raise UsageError(f"{label}: damaged: {error}") from None
    found += [*check_breaks(layout), *check_pages(layout), *check_gaps(layout), *check_ink(data, layout.pages)]
    return _report(layout, chosen, found, named, check_search(layout, known))


def _read_bytes(source: str | Path | bytes) -> tuple[bytes, str]:
    """The file's bytes and what to call it in messages. Raises UsageError if it cannot be read."""
    if isinstance(source, bytes):
        return source, "the PDF"
    path = Path(source)
    try:
        return read_plain(path, _MAX_BYTES), str(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; inspect takes a PDF file") from None


def _enclosed(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """The two attachments of a briefing that help to measure it; what is too large or damaged is passed over."""
    found = {}
    for name, spec in list(pdf.attachments.items())[:_MOST_ATTACHED]:
        wanted = "theme.toml" if name.endswith("-theme.toml") else name
        if wanted in ("theme.toml", "data.csv"):
            with suppress(VerificationError, pikepdf.PdfError, ValueError, AttributeError):
                found[wanted] = unpacked(spec.obj.EF.F, _MOST_BYTES, name)
    return found


def _own_theme(pdf: pikepdf.Pdf, enclosed: Mapping[str, bytes]) -> Theme | None:
    """The theme that a file encloses, else the shipped one that its keywords name. XMP speaks for PDF/A, docinfo for others."""
    if "theme.toml" in enclosed:
        with suppress(ConfigError, UnicodeDecodeError):
            return parse_theme(enclosed["theme.toml"], "theme.toml", Path())
    texts = [str(pdf.docinfo.get("/Keywords", "")) if "/Info" in pdf.trailer else ""]
    stream = pdf.Root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        texts.append(stream.read_bytes().decode("utf-8", "replace"))
    named = [name for text in texts for name in _DECLARED.findall(text) if name in shipped_themes()]
    return load_theme(named[0]) if named else None


def _printed_figures(table: bytes) -> list[str]:
    """Digits and unit of each figure that a file says it prints."""
    rows = islice(read_table(table, "data.csv", []), _MOST_FIGURES)
    said = dict.fromkeys(row.get("printed", "") + row.get("unit", "") for row in rows)
    return [squeezed(text) for text in said if text and not text[-1].isdigit()]


def _report(
    layout: Layout, theme: Theme | None, found: list[Finding], fonts: tuple[str, ...], search: tuple[int, list[Finding]]
) -> Report:
    for page in layout.pages:
        found += check_overlaps(page)
    found += [*_unmapped(layout, found), *search[1]]
    order = list(KINDS)
    worst: dict[str, Finding] = {}
    for one in sorted(found, key=lambda f: -f.value if KINDS[f.kind].least else f.value):
        if KINDS[one.kind].limit is not None:
            worst[one.kind] = one
    faults = [one for one in found if KINDS[one.kind].limit is None or KINDS[one.kind].breaks(one.value)]
    return Report(
        style=theme.style if theme else "",
        tagged=layout.tagged,
        pages=tuple(measure_pages(layout)),
        findings=tuple(sorted(faults, key=lambda f: (order.index(f.kind), f.page, f.y, f.x, f.text))),
        clauses=tuple(check_gongwen(layout)) if is_official(theme) else (),
        fonts=fonts,
        worst=worst,
        figures=search[0],
    )


def _alternatives(layout: Layout, root: Element) -> Iterator[Finding]:
    """Figures without an alternative text, and pictures that stand in no figure."""
    figured = set[tuple[int, int]]()
    for element in root.elements():
        if element.tag in _PICTURED:
            content = list(element.marked())
            figured |= {(item.page, item.mcid) for item in content}
            if not element.alt.strip() and content:
                yield Finding("no-alt", content[0].page + 1, element.text()[:30])
    for page in layout.pages:
        for item in page.sheet.graphics:
            loose = item.kind == "image" and not item.artefact and (page.sheet.index, item.mcid) not in figured
            if layout.tagged and loose:
                yield page.finding("no-alt", "", item.box.left, item.box.top)


def _fonts(fonts: Iterable[Font]) -> Iterator[Finding]:
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
