"""The text area of the pages, what stands outside it by design (headers, footers), and the cover."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from mjq_report.checking.layout.geometry import artefact_lines, join_blocks, read_blocks
from mjq_report.checking.layout.lines import Block, Line
from mjq_report.checking.layout.tagged import tagged_blocks
from mjq_report.checking.reader import Box, Element, Glyph, Graphic, Sheet
from mjq_report.settings.theme import Theme

_PAGE_NUMBER = re.compile(r"(?:第\s*)?[—–\-·\s]*[0-9ivx]{1,4}[—–\-·\s]*(?:页|/\s*[0-9]{1,4}|(?:第|共).*)?", re.I)
_OUTER = 0.14  # share of the page's height, at its head and foot, where headers and footers are looked for
_TOLERANCE = 2.0  # points
_COVERING = 0.8  # share of the page from which a graphic is its background


@dataclass(slots=True)
class Page:
    """One page taken apart. `margins` are headers, footers and artefacts outside the text area."""

    sheet: Sheet
    lines: list[Line]  # of the body, from the top
    margins: list[Line]
    graphics: list[Graphic]  # without backgrounds
    cover: bool = False

    @property
    def number(self) -> int:
        """Counting from 1."""
        return self.sheet.index + 1


@dataclass(frozen=True, slots=True)
class Layout:
    """A document taken apart: its pages, its blocks in reading order, and the text area that all pages share."""

    pages: list[Page]
    blocks: list[Block]
    area: Box
    known: bool  # whether the area is the theme's, not inferred
    tagged: bool


def lay_out(sheets: Sequence[Sheet], root: Element, theme: Theme | None) -> Layout:
    """Find blocks, sort the lines of every page into body and margins, and find the text area.

    Tagged blocks come in the order of the tree; text that no tag speaks of, by geometry, after them. Without
    tags, headers and footers are among that text.
    """
    tagged = tagged_blocks(sheets, root)
    owned: dict[int, set[int]] = defaultdict(set)
    for item in root.marked():
        owned[item.page].add(item.mcid)
    pages, loose = list[Page](), list[Block]()
    for sheet in sheets:
        text, artefacts = _left_over(sheet, owned[sheet.index])
        pages.append(Page(sheet, [], artefact_lines(sheet, artefacts), _foreground(sheet)))
        loose += read_blocks(sheet, text)
    if not tagged:
        loose = _without_margins(loose, pages)
    blocks = tagged + join_blocks(loose)
    for block in blocks:
        for line in block.lines:
            pages[line.page].lines.append(line)
    _mark_cover(pages)
    area = _theme_area(theme) if theme else _inferred([page for page in pages if not page.cover])
    for page in pages:
        inside = [line for line in page.margins if not _outside(line, area)]
        page.margins = [line for line in page.margins if _outside(line, area)]
        page.lines = sorted(page.lines + inside, key=lambda line: -line.baseline)
    return Layout(pages, blocks, area, theme is not None, bool(tagged))


def _left_over(sheet: Sheet, owned: set[int]) -> tuple[list[Glyph], list[Glyph]]:
    """Upright visible glyphs outside the structure tree: text, and artefacts. `owned`: marked-content ids inside it."""
    parts: dict[bool, list[Glyph]] = defaultdict(list)
    for glyph in sheet.glyphs:
        run = sheet.runs[glyph.run]
        if run.upright and not run.hidden and run.mcid not in owned:
            parts[run.artefact].append(glyph)
    return parts[False], parts[True]


def _theme_area(theme: Theme) -> Box:
    """The text area of a theme's page."""
    top, right, bottom, left = theme.margins
    return Box(left, bottom, theme.page[0] - right, theme.page[1] - top)


def _outside(line: Line, area: Box) -> bool:
    return line.bottom > area.top - _TOLERANCE or line.top < area.bottom + _TOLERANCE


def _foreground(sheet: Sheet) -> list[Graphic]:
    whole = sheet.width * sheet.height
    return [item for item in sheet.graphics if item.box.width * item.box.height < _COVERING * whole]


def _mark_cover(pages: list[Page]) -> None:
    """The first page is a cover if it has no header or footer while most others do."""
    rest = pages[1:]
    dressed = sum(bool(page.margins) for page in rest)
    pages[0].cover = bool(rest) and not pages[0].margins and dressed * 2 > len(rest)


# --------------------------------------------------------------------------- without tags


def _without_margins(blocks: list[Block], pages: list[Page]) -> list[Block]:
    """Take headers and footers out of untagged blocks: outer lines that recur on other pages, or that count them."""
    found = _recurring([line for block in blocks for line in block.lines], pages)
    own: list[list[Line]] = [[] for _ in pages]
    for block in blocks:
        for line in block.lines:
            own[line.page].append(line)
    for page, lines in zip(pages, own, strict=True):
        lines.sort(key=lambda line: line.baseline)
        head = takewhile(lambda line: id(line) in found, reversed(lines))
        foot = takewhile(lambda line: id(line) in found, lines)
        page.margins += list({id(line): line for line in (*head, *foot)}.values())
    taken = {id(line) for page in pages for line in page.margins}
    for block in blocks:
        block.lines = [line for line in block.lines if id(line) not in taken]
        block.pages = tuple(sorted({line.page for line in block.lines}))
    return [block for block in blocks if block.lines]


def _recurring(lines: Sequence[Line], pages: list[Page]) -> set[int]:
    """Outer lines whose text recurs at its height, or counts pages; and whatever else stands on such a line."""
    outer = [line for line in lines if _is_outer(line, pages[line.page].sheet)]
    on_pages = {(_height(line), re.sub(r"[0-9]+", "#", line.text), line.page) for line in outer}
    places = Counter((height, text) for height, text, _ in on_pages)
    enough = max(2, len(pages) / 2 - 1)
    heights = {height for (height, _), count in places.items() if count >= enough}
    found = set()
    for line in outer:
        counted = _PAGE_NUMBER.fullmatch(line.text) is not None and line.baseline < pages[line.page].sheet.height / 2
        if _height(line) in heights or counted:
            found.add(id(line))
    return found


def _height(line: Line) -> tuple[int, float]:
    return (round(line.baseline / 2), round(line.size, 1))


def _is_outer(line: Line, sheet: Sheet) -> bool:
    return not _OUTER * sheet.height < line.baseline < (1 - _OUTER) * sheet.height


def _inferred(pages: Sequence[Page]) -> Box:
    """The area between the outermost edges of body lines; at least as deep at the foot as at the head of the page."""
    lines = [line for page in pages for line in page.lines]
    width, height = pages[0].sheet.width, pages[0].sheet.height
    if not lines:
        return Box(0.1 * width, 0.1 * height, 0.9 * width, 0.9 * height)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top = max(line.top for line in lines)
    lowest = min(line.bottom for line in lines)
    return Box(max(left, 0.0), max(min(lowest, height - top), 0.0), min(right, width), min(top, height))
