"""Texts that run into one another: glyphs of different runs whose ink boxes intersect noticeably."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mjq_report.checking.layout.area import Page
from mjq_report.checking.layout.report import Finding
from mjq_report.checking.reader import Box, Glyph, Sheet, around

_DEPTH = 0.12  # em: what kerned and slanted neighbours share at most
_SHARE = 0.6  # of a glyph lower or narrower than that (a dash, a dot)
_MAX_PAIRS = 100_000  # of runs, and of glyphs, that are compared on a page: text heaped upon text would take for ever


def check_overlaps(page: Page) -> Iterator[Finding]:
    """One finding a pair of runs that overlap, in the order of the page."""
    sheet = page.sheet
    glyphs = _visible(sheet)
    boxes = {run: around(glyph.ink for glyph in own) for run, own in glyphs.items()}
    compared = 0
    for one, other, shared in _meeting(boxes):
        first, second = ([g for g in glyphs[run] if _common(g.ink, shared)] for run in (one, other))
        compared += len(first) * len(second)
        if compared > _MAX_PAIRS:
            return
        met = next((a for a in first for b in second if _overlap(sheet, a, b)), None)
        if met is not None:
            yield page.finding("overlap", _named(glyphs[one], glyphs[other]), met.ink.left, met.ink.top)


def _visible(sheet: Sheet) -> dict[int, list[Glyph]]:
    """Glyphs that leave ink, by run."""
    found: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in sheet.glyphs:
        run = sheet.runs[glyph.run]
        unseen = glyph.char.isspace() or unicodedata.combining(glyph.char) or run.hidden or run.decorates
        if not unseen:
            found[glyph.run].append(glyph)
    return found


def _meeting(boxes: dict[int, Box]) -> Iterator[tuple[int, int, Box]]:
    """Pairs of runs whose boxes intersect, and where, by a sweep from the page's foot to its head."""
    below: list[int] = []
    budget = _MAX_PAIRS
    for run in sorted(boxes, key=lambda r: boxes[r].bottom):
        below = [other for other in below if boxes[other].top > boxes[run].bottom]
        budget -= len(below)
        if budget < 0:
            return
        for other in below:
            shared = _common(boxes[other], boxes[run])
            if shared is not None:
                yield min(run, other), max(run, other), shared
        below.append(run)


def _common(one: Box, other: Box) -> Box | None:
    left, right = max(one.left, other.left), min(one.right, other.right)
    bottom, top = max(one.bottom, other.bottom), min(one.top, other.top)
    return Box(left, bottom, right, top) if left < right and bottom < top else None


def _overlap(sheet: Sheet, one: Glyph, other: Glyph) -> bool:
    em = min(sheet.runs[one.run].size, sheet.runs[other.run].size)
    shared = _common(one.ink, other.ink)
    if shared is None or _is_emboldened(one, other, em):
        return False
    wide = min(_DEPTH * em, _SHARE * min(one.ink.width, other.ink.width))
    high = min(_DEPTH * em, _SHARE * min(one.ink.height, other.ink.height))
    return shared.width > wide and shared.height > high


def _is_emboldened(one: Glyph, other: Glyph, em: float) -> bool:
    """The same character drawn twice with a hair's shift: bold for want of a bold font."""
    shift = max(abs(one.left - other.left), abs(one.baseline - other.baseline))
    return one.char == other.char and shift < _DEPTH * em


def _named(*texts: Sequence[Glyph]) -> str:
    return " / ".join("".join(glyph.char for glyph in glyphs[:15]) for glyphs in texts)
