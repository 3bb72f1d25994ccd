"""What pages hold and where they end: widows, orphans, stranded headings and captions, white, strays, pictures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from mjq_report.checking.layout.area import Layout, Page
from mjq_report.checking.layout.breaks import finding
from mjq_report.checking.layout.lines import Block, Line
from mjq_report.checking.layout.report import Finding, PageMeasure
from mjq_report.checking.reader import Box, Glyph, around

_SLACK = 2.0  # points that ink may stand outside the text area: side bearings, accents
_SHORT_REACH = 10.0  # em: how far to the right of a heading's start the text under it may begin
_RULE = 6.0  # points: lower graphics are rules and ornaments, not content
_THIN = 2.0  # points: a narrower graphic is an upright rule, which fills nothing
_ANNEX = re.compile(r"附件[0-9０-９一二三四五六七八九十]*[：:]?")  # begins on a new page (GB/T 9704-2012, 7.3.4)
_IMAGE_LIMIT = 60.0  # points: smaller pictures are logos and signs


def check_pages(layout: Layout) -> Iterator[Finding]:
    """All findings that concern pages rather than line ends."""
    for block in layout.blocks:
        if block.is_paragraph:
            yield from _alone(block, layout)
    yield from _stranded_headings(layout)
    yield from _stranded_captions(layout)
    for page, measure in zip(layout.pages, measure_pages(layout), strict=True):
        if layout.tagged and not measure.cover and not _may_end(page, layout):
            last = page.lines[-1].text if page.lines else ""
            yield Finding("empty-page", page.number, last[-30:], value=measure.empty)
        yield from _sizes(page, layout)
        if page.untagged:
            yield finding("untagged", page.untagged[0], layout)
        yield from _outside(page, layout)
        yield from _images(page, layout)


def measure_pages(layout: Layout) -> list[PageMeasure]:
    """Lines and white of every page."""
    return [PageMeasure(page.number, len(page.lines), _empty(page, layout.main), page.cover) for page in layout.pages]


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
    content: dict[int, set[int]] = defaultdict(set)
    for block in layout.blocks:
        if block.kind != "Caption":
            content[block.owner].update(block.pages)
    for block in layout.blocks:
        if block.kind == "Caption" and block.owner and block.lines and block.lines[-1].page not in content[block.owner]:
            yield finding("stranded-caption", block.lines[0], layout)


# --------------------------------------------------------------------------- white


def _empty(page: Page, area: Box) -> float:
    """The largest share of the text block, from 0 to 1, that no line and no drawing crosses from above to below."""
    spans = [(line.bottom, line.top) for line in page.lines if line.left < area.right and line.right > area.left]
    spans += [
        (item.box.bottom, item.box.top)
        for item in page.graphics
        if item.box.width > _THIN and item.box.left < area.right and item.box.right > area.left
    ]
    reached, widest = area.bottom, 0.0
    for bottom, top in sorted([*spans, (area.top, area.top)]):
        widest = max(widest, min(bottom, area.top) - reached)
        reached = max(reached, top)
    return round(min(widest / area.height, 1.0), 4) if area.height > 0 else 0.0


def _may_end(page: Page, layout: Layout) -> bool:
    """Whether a page may end early: the last one, and one before an annex that has to begin on a new page, or before
    nothing but an imprint at a page's foot."""
    following = layout.pages[page.number].lines if page.number < len(layout.pages) else []
    low = layout.area.bottom + layout.area.height / 3
    if page.number == len(layout.pages) or (
        page.number == len(layout.pages) - 1 and all(x.top < low for x in following)
    ):
        return True
    return any(_ANNEX.fullmatch(line.text) for line in following[:1])


# --------------------------------------------------------------------------- type


def _sizes(page: Page, layout: Layout) -> Iterator[Finding]:
    """The smallest type of a page; on a cover also that of what it says beside its drawing."""
    lettering = {id(line) for block in layout.blocks if block.kind == "Figure" for line in block.lines}
    said = [line for line in page.lines if page.cover and id(line) not in lettering]
    for kind, lines in (("small-type", [*page.lines, *page.margins]), ("small-cover", said)):
        if lines:
            smallest = min(lines, key=lambda line: line.size)
            yield finding(kind, smallest, layout, value=smallest.size)


# --------------------------------------------------------------------------- outside


def _outside(page: Page, layout: Layout) -> Iterator[Finding]:
    """Body lines outside the text area (known from a theme); whatever else runs off the paper, one finding a run."""
    area, paper = layout.area, Box(0.0, 0.0, page.sheet.width, page.sheet.height)
    bounds = Box(area.left, 0.0, area.right, paper.top) if page.cover else area
    named: set[int] = set()
    for line in page.lines:
        if layout.known and _escapes(around(glyph.ink for glyph in line.glyphs), bounds, _SLACK):
            named.update(glyph.run for glyph in line.glyphs)
            yield finding("outside-margins", line, layout)
    runs: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in page.sheet.glyphs:
        if not glyph.char.isspace() and not page.sheet.runs[glyph.run].hidden:
            runs[glyph.run].append(glyph)
    for number, glyphs in runs.items():
        ink = around(glyph.ink for glyph in glyphs)
        if number not in named and _escapes(ink, paper, 0.0):
            yield page.finding("outside-margins", "".join(glyph.char for glyph in glyphs)[:30], ink.left, ink.top)


def _escapes(ink: Box, bounds: Box, slack: float) -> bool:
    beside = ink.left < bounds.left - slack or ink.right > bounds.right + slack
    return beside or ink.bottom < bounds.bottom - slack or ink.top > bounds.top + slack


def _images(page: Page, layout: Layout) -> Iterator[Finding]:
    for item in page.sheet.graphics:
        if item.kind == "image" and (page.sheet.index, item.mcid) not in layout.photographs:
            box = item.box
            small = item.artefact or box.width < _IMAGE_LIMIT or box.height < _IMAGE_LIMIT
            size = f"{box.width * 25.4 / 72:.0f} × {box.height * 25.4 / 72:.0f} mm"
            yield page.finding("small-image" if small else "raster", size, box.left, box.top)
