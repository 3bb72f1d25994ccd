"""What pages hold and where they end: widows, orphans, stranded headings and captions, white, strays, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mjq_report.checking.layout.area import Layout, Page
from mjq_report.checking.layout.breaks import finding
from mjq_report.checking.layout.lines import Block, Line
from mjq_report.checking.layout.report import Finding, PageMeasure
from mjq_report.checking.reader import Box

EMPTY_LIMIT = 1 / 3
_SLACK = 2.0  # points that ink may stand outside the text area: side bearings, accents
_SHORT_REACH = 10.0  # em: how far to the right of a heading's start the text under it may begin
_RULE = 6.0  # points: lower graphics are rules and ornaments, not content
_SECTION_HEADS = ("H1", "H", "Title")
_IMAGE_LIMIT = 60.0  # points: smaller pictures are logos and signs


def check_pages(layout: Layout) -> Iterator[Finding]:
    """All findings that concern pages rather than line ends."""
    for block in layout.blocks:
        if block.is_paragraph:
            yield from _alone(block, layout)
    yield from _stranded_headings(layout)
    yield from _stranded_captions(layout)
    for page, measure in zip(layout.pages, measure_pages(layout), strict=True):
        if layout.tagged and measure.empty > EMPTY_LIMIT and not measure.cover and not _ends_section(page, layout):
            yield Finding("empty-page", page.number, f"{measure.empty:.0%} of the text area is empty")
        if page.untagged:
            yield finding("untagged", page.untagged[0], layout)
        yield from _outside(page, layout)
        yield from _images(page)


def measure_pages(layout: Layout) -> list[PageMeasure]:
    """Lines and white of every page."""
    return [PageMeasure(page.number, len(page.lines), _empty(page, layout.area), page.cover) for page in layout.pages]


# --------------------------------------------------------------------------- paragraphs over pages


def _alone(block: Block, layout: Layout) -> Iterator[Finding]:
    """A single line before or after a page's end."""
    parts = [list(lines) for _, lines in groupby(block.lines, key=lambda line: line.page)]
    if len(parts) < 2:
        return
    if len(parts[0]) == 1 and not _runs_on(parts[0][0], layout):
        yield finding("orphan", parts[0][0], layout)
    if len(parts[-1]) == 1:
        yield finding("widow", parts[-1][0], layout)


def _runs_on(line: Line, layout: Layout) -> bool:
    """Whether a paragraph begins behind other text on its line, as an entry behind its name does."""
    others = (other for other in layout.pages[line.page].lines if other is not line)
    return any(abs(other.baseline - line.baseline) < 1 and other.right < line.left + line.size for other in others)


# --------------------------------------------------------------------------- headings and captions


def _stranded_headings(layout: Layout) -> Iterator[Finding]:
    headings = [block for block in layout.blocks if block.is_heading]
    theirs = {id(line) for block in headings for line in block.lines}
    for block in headings:
        last = block.lines[-1]
        page = layout.pages[last.page]
        if not page.cover and not _followed(last, page, theirs):
            yield finding("stranded-heading", block.lines[0], layout)


def _followed(line: Line, page: Page, passed: set[int]) -> bool:
    """Whether text that is not passed over, or a drawing, stands under a line on its page."""
    left, right = line.left, max(line.right, line.left + _SHORT_REACH * line.size)
    for other in page.lines:
        below = other.baseline < line.baseline - 0.5 * line.size
        if below and id(other) not in passed and other.left < right and other.right > left:
            return True
    return any(
        item.box.top < line.top and item.box.height > _RULE and item.box.left < right and item.box.right > left
        for item in page.graphics
    )


def _stranded_captions(layout: Layout) -> Iterator[Finding]:
    """A caption on another page than the figure, or than the first row of the table, that it names."""
    content: dict[int, set[int]] = {}
    for block in layout.blocks:
        if block.owner and block.kind != "Caption":
            content.setdefault(block.owner, set()).update(block.pages)
    for block in layout.blocks:
        if block.kind == "Caption" and block.lines and _is_stranded(block, content.get(block.owner, set()), layout):
            yield finding("stranded-caption", block.lines[0], layout)


def _is_stranded(block: Block, pages: set[int], layout: Layout) -> bool:
    last = block.lines[-1]
    if pages:
        return last.page not in pages
    page = layout.pages[last.page]
    return not _followed(last, page, {id(line) for line in block.lines}) and not _stands_under_drawing(block, page)


def _stands_under_drawing(block: Block, page: Page) -> bool:
    first = block.lines[0]
    return any(
        item.box.height > _RULE and first.bottom < item.box.bottom < first.top + 4 * first.size
        and item.box.left < first.right and item.box.right > first.left
        for item in page.graphics
    )  # fmt: skip


# --------------------------------------------------------------------------- white


def _empty(page: Page, area: Box) -> float:
    """The share of the text area under the last line or drawing, 0 to 1."""
    lowest = area.top
    for line in page.lines:
        lowest = min(lowest, line.bottom)
    for item in page.graphics:
        if item.box.top > area.bottom and item.box.bottom < area.top:
            lowest = min(lowest, item.box.bottom)
    return round(min(max((lowest - area.bottom) / area.height, 0.0), 1.0), 4) if area.height > 0 else 0.0


def _ends_section(page: Page, layout: Layout) -> bool:
    """Whether this is the last page, or the next one starts with a heading of the first level."""
    if page.number == len(layout.pages):
        return True
    following = layout.pages[page.number].lines
    heads = {id(block.lines[0]) for block in layout.blocks if block.kind in _SECTION_HEADS and block.lines}
    return bool(following) and id(following[0]) in heads


# --------------------------------------------------------------------------- outside


def _outside(page: Page, layout: Layout) -> Iterator[Finding]:
    """Body lines outside the text area (known from a theme), and any line that runs off the page."""
    sheet, area = page.sheet, layout.area
    paper = Box(0.0, 0.0, sheet.width, sheet.height)
    for line in page.margins + page.untagged:
        if _escapes(line, paper, 0.0):
            yield finding("outside-margins", line, layout)
    bounds = Box(area.left, 0.0, area.right, sheet.height) if page.cover else area
    for line in page.lines:
        if _escapes(line, paper, 0.0) or (layout.known and _escapes(line, bounds, _SLACK)):
            yield finding("outside-margins", line, layout)
    yield from _turned(page, paper)


def _escapes(line: Line, bounds: Box, slack: float) -> bool:
    inks = [glyph.ink for glyph in line.glyphs]
    return (
        min(ink.left for ink in inks) < bounds.left - slack
        or max(ink.right for ink in inks) > bounds.right + slack
        or min(ink.bottom for ink in inks) < bounds.bottom - slack
        or max(ink.top for ink in inks) > bounds.top + slack
    )


def _turned(page: Page, paper: Box) -> Iterator[Finding]:
    """Turned lettering that runs off the page, one finding a run."""
    texts: dict[int, str] = {}
    gone = set()
    for glyph in page.sheet.glyphs:
        run = page.sheet.runs[glyph.run]
        if not run.upright and not run.hidden:
            texts[glyph.run] = texts.get(glyph.run, "") + glyph.char
            ink = glyph.ink
            if ink.left < paper.left or ink.right > paper.right or ink.bottom < paper.bottom or ink.top > paper.top:
                gone.add(glyph.run)
    for number in sorted(gone):
        yield Finding("outside-margins", page.number, texts[number][:30])


def _images(page: Page) -> Iterator[Finding]:
    for item in page.sheet.graphics:
        if item.kind == "image":
            box = item.box
            small = item.artefact or box.width < _IMAGE_LIMIT or box.height < _IMAGE_LIMIT
            size = f"{box.width * 25.4 / 72:.0f} × {box.height * 25.4 / 72:.0f} mm"
            x, y = box.left * 25.4 / 72, (page.sheet.height - box.top) * 25.4 / 72
            yield Finding("small-image" if small else "raster", page.number, size, round(x, 1), round(y, 1))
