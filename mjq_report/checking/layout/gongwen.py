"""GB/T 9704-2012 (党政机关公文格式), clause by clause: the page, its lines and characters.

The text area is 156 × 225 mm, 37 mm under the paper's edge and 28 mm from its left side; 22 lines of 28
characters fill it (5.2). How a line's own spacing counts at the area's edges is left open: 22 lines of
29 pt fill it with half of the spacing above the first, 21 steps of 29.6 pt with none. Both are accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from mjq_report.checking.layout.area import Layout, Page
from mjq_report.checking.layout.characters import OPENING
from mjq_report.checking.layout.fill import right_edge
from mjq_report.checking.layout.gongwen_marks import check_marks
from mjq_report.checking.layout.lines import Block, body_size
from mjq_report.checking.layout.report import Clause

MM = 72 / 25.4
PAPER = (210.0, 297.0)
TOP, RIGHT, BOTTOM, LEFT = 37.0, 26.0, 35.0, 28.0
LINES, CHARACTERS = 22, 28
SIZES = (15.75, 16.0)  # 三号: 5.5625 mm; word processors say 16 pt
_TOLERANCE = 1.0  # mm (5.2.1)
_ENOUGH = 6  # full pages, of which one at least goes down to the edge
_FULL = LINES - 2  # lines of body text from which a page's last one tells the area's lower edge


def check_gongwen(layout: Layout) -> Iterator[Clause]:
    """Every clause that a finished page can show, with expected and measured values."""
    size = body_size(layout.blocks)
    running = (block for block in layout.blocks if block.is_paragraph and not _on_cover(block, layout))
    body = [block for block in running if abs(block.lines[0].size - size) < 0.2]
    yield _paper(layout)
    yield from _margins(layout, body, size)
    yield _holds("5.2.2", "body type", "三号, 15.75 or 16 pt", f"{size:g} pt", any(abs(size - s) < 0.2 for s in SIZES))
    yield _lines(layout, body, size)
    yield _characters(layout, body, size)
    yield _indent(body, size)
    yield from check_marks(layout)


def _on_cover(block: Block, layout: Layout) -> bool:
    return layout.pages[block.lines[0].page].cover


def _holds(clause: str, title: str, expected: str, measured: str, holds: bool) -> Clause:
    return Clause(f"GB/T 9704-2012 {clause}", title, expected, measured, holds)


def _paper(layout: Layout) -> Clause:
    sizes = sorted({(round(p.sheet.width / MM, 1), round(p.sheet.height / MM, 1)) for p in layout.pages})
    holds = all(abs(w - PAPER[0]) <= _TOLERANCE and abs(h - PAPER[1]) <= _TOLERANCE for w, h in sizes)
    return _holds("5.1", "paper", "210 × 297 mm", ", ".join(f"{w:g} × {h:g} mm" for w, h in sizes), holds)


# --------------------------------------------------------------------------- margins


def _margins(layout: Layout, body: Sequence[Block], size: float) -> Iterator[Clause]:
    leading = _leading(body)
    half = max((leading - size) / 2, 0.0)
    pages = [page for page in layout.pages if not page.cover and page.lines]
    sides = (
        ("top", TOP, _top(pages, size, half)),
        ("bottom", BOTTOM, _bottom(pages, size, half)),
        ("left", LEFT, _left(body)),
        ("right", RIGHT, (layout.pages[0].sheet.width - right_edge(layout)) / MM if body else None),
    )
    for name, expected, found in sides:
        measured = "no page to measure it by" if found is None else f"{found:.1f} mm"
        holds = (name in ("top", "bottom") and bool(pages)) if found is None else abs(found - expected) <= _TOLERANCE
        yield _holds("5.2.1", f"{name} margin", f"{expected:g} ± 1 mm", measured, holds)


def _top(pages: Sequence[Page], size: float, half: float) -> float | None:
    whole = [page for page in pages if abs(page.lines[0].size - size) < 0.2]
    found = [_nearest(page.sheet.height - page.lines[0].top, half, TOP) for page in whole]
    return median(found) if found else None


def _bottom(pages: Sequence[Page], size: float, half: float) -> float | None:
    """By the fullest pages; where none is, a line that stands lower than the area's edge, if there is one.

    A page may end a line or two early, so that no heading and no single line stands alone; not all of them.
    """
    full = [page for page in pages if sum(abs(line.size - size) < 0.2 for line in page.lines) >= _FULL]
    found = [_nearest(page.lines[-1].bottom, half, BOTTOM) for page in full]
    if found and (len(found) >= _ENOUGH or min(found) <= BOTTOM):
        return min(found)
    lowest = min((line.bottom / MM for page in pages for line in page.lines), default=BOTTOM)
    return lowest if lowest < BOTTOM - _TOLERANCE else None


def _nearest(edge: float, half: float, expected: float) -> float:
    """A distance in mm, measured to the characters or to the spacing around them, whichever is nearer the expected."""
    return min(edge / MM, (edge - half) / MM, key=lambda value: abs(value - expected))


def _left(body: Sequence[Block]) -> float | None:
    starts = Counter(round(line.left, 1) for block in body for line in block.lines[1:] if line.text[0] not in OPENING)
    return max(starts, key=lambda start: (starts[start], -start)) / MM if starts else None


# --------------------------------------------------------------------------- lines and characters


def _leading(body: Sequence[Block]) -> float:
    steps = [
        above.baseline - below.baseline
        for block in body
        for above, below in pairwise(block.lines)
        if above.page == below.page
    ]
    return median(steps) if steps else 0.0


def _lines(layout: Layout, body: Sequence[Block], size: float) -> Clause:
    leading = _leading(body)
    depth = (PAPER[1] - TOP - BOTTOM) * MM
    fitting = int((depth - size) / leading + 1.05) if leading else 0
    most = max((_rows(page, size) for page in layout.pages if not page.cover), default=0)
    measured = f"{fitting} lines at {leading:.2f} pt; fullest page {most}"
    return _holds("5.2.3", "lines on a page", f"{LINES}", measured, fitting == LINES and most <= LINES)


def _rows(page: Page, size: float) -> int:
    """Lines of body type on a page, those side by side counted once."""
    return len({round(line.baseline) for line in page.lines if abs(line.size - size) < 0.2})


def _characters(layout: Layout, body: Sequence[Block], size: float) -> Clause:
    """Characters that fill the measured width; single lines hold more or fewer, as marks and digits have it."""
    left = _left(body)
    width = right_edge(layout) - left * MM if left is not None else 0.0
    count = round(width / size) if size else 0
    measured = f"{count} ({width / MM:.1f} mm)"
    return _holds("5.2.3", "characters on a line", f"{CHARACTERS}", measured, count == CHARACTERS)


def _indent(body: Sequence[Block], size: float) -> Clause:
    """Every paragraph starts two characters in (7.3.3); measured against its own second line."""
    long = [block.lines for block in body if block.kind == "P" and len(block.lines) > 1]
    found = median((lines[0].left - lines[1].left) / size for lines in long) if long else 0.0
    measured = f"{found:.1f} characters" if long else "no paragraph of two lines"
    return _holds("7.3.3", "first-line indent", "2 characters", measured, abs(found - 2) < 0.3)
