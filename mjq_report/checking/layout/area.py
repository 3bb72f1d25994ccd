"""A document taken apart: blocks and lines of each page, the text area, what stands outside it by design, the cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.checking.layout.lines import Block, Line, gather, pieces
from mjq_report.checking.layout.report import Finding
from mjq_report.checking.layout.tagged import tagged_blocks
from mjq_report.checking.reader import Box, Element, Glyph, Graphic, Sheet
from mjq_report.settings.theme import Theme

_MM = 25.4 / 72
_TOLERANCE = 2.0  # points
_COVERING = 0.8  # share of the page from which a graphic is its background


@dataclass(slots=True)
class Page:
    """One page taken apart. `margins` are headers, footers and artefacts outside the text area."""

    sheet: Sheet
    lines: list[Line]  # of the body, from the top
    margins: list[Line]
    untagged: list[Line]  # that neither an element nor an artefact has
    graphics: list[Graphic]  # without backgrounds
    cover: bool = False

    @property
    def number(self) -> int:
        """Counting from 1."""
        return self.sheet.index + 1

    def finding(self, kind: str, text: str, left: float, top: float, value: float = 0.0) -> Finding:
        """A fault at a place in points from the lower left corner."""
        return Finding(kind, self.number, text, round(left * _MM, 1), round((self.sheet.height - top) * _MM, 1), value)


@dataclass(frozen=True, slots=True)
class Layout:
    """A document taken apart: its pages, its blocks in reading order, and the text area that all pages share; `main` is
    that without the margin column for what stands beside the text."""

    pages: list[Page]
    blocks: list[Block]
    area: Box
    main: Box
    known: bool  # whether the area is the theme's, not inferred
    photographs: frozenset[tuple[int, int]] = frozenset()  # page and marked content of pictures that are no charts

    @property
    def tagged(self) -> bool:
        """Whether there are blocks at all; without tags nobody can say which lines make up a paragraph."""
        return bool(self.blocks)


def lay_out(sheets: Sequence[Sheet], root: Element, theme: Theme | None) -> Layout:
    """Find blocks, sort the lines of every page into body and margins, and find the text area."""
    blocks = tagged_blocks(sheets, root)
    owned: dict[int, set[int]] = defaultdict(set)
    for item in root.marked():
        owned[item.page].add(item.mcid)
    pages = []
    for sheet in sheets:
        text, artefacts = _left_over(sheet, owned[sheet.index])
        aside = [piece for line in gather(sheet, artefacts) for piece in pieces(sheet, line)]
        pages.append(Page(sheet, [], aside, gather(sheet, text), _foreground(sheet)))
    for block in blocks:
        for line in block.lines:
            pages[line.page].lines.append(line)
    _mark_cover(pages)
    area = _theme_area(theme) if theme else _inferred([page for page in pages if not page.cover])
    for page in pages:
        # what is repeated inside the area, as the head of a table that goes on, is read as part of the body
        inside = [line for line in page.margins if not _outside(line, area)]
        page.margins = [line for line in page.margins if _outside(line, area)]
        page.lines = sorted(page.lines + inside, key=lambda line: -line.baseline)
    main = area._replace(right=area.left + theme.main) if theme else area
    return Layout(pages, blocks, area, main, theme is not None, _photographs(root))


def _photographs(root: Element) -> frozenset[tuple[int, int]]:
    """Where photographs and maps stand: their figures say that they are some, and what they show."""
    found = (e for e in root.elements() if e.tag == "Figure" and e.title == "photograph" and e.alt)
    return frozenset((item.page, item.mcid) for e in found for item in e.content if not isinstance(item, Element))


def _left_over(sheet: Sheet, owned: set[int]) -> tuple[list[Glyph], list[Glyph]]:
    """Upright visible glyphs outside the structure tree: text, and artefacts. `owned`: marked-content ids inside it."""
    parts: dict[bool, list[Glyph]] = defaultdict(list)
    for glyph in sheet.glyphs:
        run = sheet.runs[glyph.run]
        if run.upright and not run.hidden and run.mcid not in owned:
            parts[run.artefact].append(glyph)
    return parts[False], parts[True]


def _theme_area(theme: Theme) -> Box:
    top, right, bottom, left = theme.margins
    if theme.mirrored:  # what is outside on either kind of page
        left = right = min(left, right)
    return Box(left, bottom, theme.page[0] - right, theme.page[1] - top)


def _outside(line: Line, area: Box) -> bool:
    return line.bottom > area.top - _TOLERANCE or line.top < area.bottom + _TOLERANCE


def _foreground(sheet: Sheet) -> list[Graphic]:
    most = _COVERING * sheet.width * sheet.height
    return [item for item in sheet.graphics if item.box.width * item.box.height < most]


def _mark_cover(pages: list[Page]) -> None:
    """The first page is a cover if it has no header or footer while most others do."""
    rest = pages[1:]
    dressed = sum(bool(page.margins) for page in rest)
    pages[0].cover = bool(rest) and not pages[0].margins and dressed * 2 > len(rest)


def _inferred(pages: Sequence[Page]) -> Box:
    """The area between the outermost edges of body lines; at least as deep at the foot as at the head of the page."""
    lines = [line for page in pages for line in page.lines]
    width, height = pages[0].sheet.width, pages[0].sheet.height
    if not lines:
        return Box(0.1 * width, 0.1 * height, 0.9 * width, 0.9 * height)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    bottom, top = min(line.bottom for line in lines), max(line.top for line in lines)
    return Box(max(left, 0.0), max(min(bottom, height - top), 0.0), min(right, width), min(top, height))
