"""GB/T 9704-2012 (党政机关公文格式), clause by clause: page, lines, characters, headings, page numbers, colour.

The text area is 156 × 225 mm, 37 mm under the paper's edge and 28 mm from its left side; 22 lines of 28
characters fill it (5.2). How a line's own spacing counts at the area's edges is left open: 22 lines of
29 pt fill it with half of the spacing above the first, 21 steps of 29.6 pt with none. Both are accepted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from mjq_report.checking.layout.area import Layout, Page
from mjq_report.checking.layout.characters import CLOSING, OPENING
from mjq_report.checking.layout.lines import Block, Line, body_size
from mjq_report.checking.layout.report import Clause
from mjq_report.checking.reader.content import Colour
from mjq_report.settings.theme import Theme

_MM = 72 / 25.4
_PAPER = (210.0, 297.0)
_TOP, _RIGHT, _BOTTOM, _LEFT = 37.0, 26.0, 35.0, 28.0  # mm from the paper's edges to the text area (5.2.1)
_LINES, _CHARACTERS = 22, 28
_SIZES = (15.75, 16.0)  # 三号: 5.5625 mm; word processors say 16 pt
_TOLERANCE = 1.0  # mm (5.2.1)
_ENOUGH = 6  # full pages, of which one at least goes down to the edge
_FULL = _LINES - 2  # lines of body text from which a page's last one tells the area's lower edge
_COUNT = "[一二三四五六七八九十]+"
_COUNTED = [tens + ones for tens in ("", "十", "二十", "三十") for ones in ("", *"一二三四五六七八九")][1:]
_LEVELS = [
    re.compile(pattern)
    for pattern in (f"{_COUNT}、", f"（{_COUNT}）(?![、.．])", r"[0-9]+[.．](?![0-9])", r"（[0-9]+）(?![、.．])")
]
_NAMES = ("一、", "（一）", "1.", "（1）")
_MISNUMBERED = re.compile(rf"{_COUNT}[.．,，]|\({_COUNT}\)|[0-9]+、|\([0-9]+\)|（(?:{_COUNT}|[0-9]+)）[、.．]")
_PAGE_NUMBER = re.compile(r"—\s*([0-9]+)\s*—")
_ANY_NUMBER = re.compile(r"[^0-9]{0,3}[0-9]{1,4}[^0-9]{0,3}|第\s*[0-9]+\s*页.*|[0-9]+\s*/\s*[0-9]+")
_DATE = re.compile(r"[0-9]{4}年(?:0[0-9]?月|[0-9]{1,2}月0[0-9]?日)|(?<![0-9])0[1-9]月[0-9]{1,2}日")
_NUMBER_SIZE = 14.0  # 四号
_ONE = (10.0, 20.0)  # points that pass for one character's width: of 四号 or of 三号, with bearings
_DROP, _DROP_TOLERANCE = 7.0, 1.5  # mm from the area's lower edge to the dash (7.5)
_TINT = 40  # difference of the strongest and weakest of red, green and blue from which ink is coloured
_MARK, _MARK_TOLERANCE = 35.0, 2.0  # mm from the area's edge to an organ's mark (7.2.4), with bearings
_WIDTH = 156.0  # mm of the text area
_IMPRINT = 4.0  # mm that the last line of an imprint may stand over the area's edge
_ATTACHMENT = re.compile("附件([0-9]*)")
_HEAD_WIDTH = 100 * _MM  # points: a red rule at least so wide parts an organ's name from its text


def is_official(theme: Theme | None) -> bool:
    """Whether a theme has the paper and the type of an official document, so that the standard can be asked of it."""
    if theme is None or theme.style != "gongwen":
        return False
    paper = zip(theme.page, _PAPER, strict=True)
    fits = all(abs(have / _MM - want) <= _TOLERANCE for have, want in paper)
    return fits and any(abs(theme.types["body"].size - size) < 0.2 for size in _SIZES)


def check_gongwen(layout: Layout) -> Iterator[Clause]:
    """Every clause that a finished page can show, with expected and measured values."""
    size = body_size(layout.blocks)
    running = [block for block in layout.blocks if block.is_paragraph and not _on_cover(block, layout)]
    body = [block for block in running if abs(block.lines[0].size - size) < 0.2]
    yield _paper(layout)
    yield from _margins(layout, body, size)
    yield _clause(
        "5.2.2", "body type", "三号, 15.75 or 16 pt", f"{size:g} pt", any(abs(size - s) < 0.2 for s in _SIZES)
    )
    yield _lines(layout, body, size)
    yield _characters(layout, body, size)
    yield _indent(body, size)
    mark = _red_lines(layout)
    yield _colour(layout, mark if len(mark) == 1 else ())
    yield _red_head(layout, mark)
    yield _headings(layout)
    yield _attachments(layout)
    yield _imprint(layout)
    dates = [match.group() for block in layout.blocks for match in _DATE.finditer(block.text)]
    yield _clause("7.3.5.4", "dates", "no leading zeros", ", ".join(dates[:3]) or "none with a zero", not dates)
    yield from _page_numbers(layout)


def _on_cover(block: Block, layout: Layout) -> bool:
    return layout.pages[block.lines[0].page].cover


def _clause(number: str, title: str, expected: str, measured: str, holds: bool) -> Clause:
    return Clause(f"GB/T 9704-2012 {number}", title, expected, measured, holds)


# --------------------------------------------------------------------------- page and margins


def _paper(layout: Layout) -> Clause:
    sizes = sorted({(round(p.sheet.width / _MM, 1), round(p.sheet.height / _MM, 1)) for p in layout.pages})
    holds = all(abs(w - _PAPER[0]) <= _TOLERANCE and abs(h - _PAPER[1]) <= _TOLERANCE for w, h in sizes)
    return _clause("5.1", "paper", "210 × 297 mm", ", ".join(f"{w:g} × {h:g} mm" for w, h in sizes), holds)


def _margins(layout: Layout, body: Sequence[Block], size: float) -> Iterator[Clause]:
    half = max((_leading(body) - size) / 2, 0.0)
    pages = [page for page in layout.pages if not page.cover and page.lines]
    sides = (
        ("top", _TOP, _top(pages, size, half)),
        ("bottom", _BOTTOM, _bottom(pages, size, half)),
        ("left", _LEFT, _left(body)),
        ("right", _RIGHT, (layout.pages[0].sheet.width - _right_edge(layout, body)) / _MM if body else None),
    )
    for name, expected, found in sides:
        measured = "no page to measure it by" if found is None else f"{found:.1f} mm"
        # pages that all end early, or begin with headings, say nothing against their upper and lower margin
        holds = (name in ("top", "bottom") and bool(pages)) if found is None else abs(found - expected) <= _TOLERANCE
        yield _clause("5.2.1", f"{name} margin", f"{expected:g} ± 1 mm", measured, holds)


def _top(pages: Sequence[Page], size: float, half: float) -> float | None:
    with_text = [page for page in pages if abs(page.lines[0].size - size) < 0.2]
    found = [_nearest(page.sheet.height - page.lines[0].top, half, _TOP) for page in with_text]
    return median(found) if found else None


def _bottom(pages: Sequence[Page], size: float, half: float) -> float | None:
    """By the fullest pages; where none is, a line that stands lower than the area's edge, if there is one.

    A page may end a line or two early, so that no heading and no single line stands alone; not all of them.
    """
    full = [page for page in pages if sum(abs(line.size - size) < 0.2 for line in page.lines) >= _FULL]
    found = [_nearest(page.lines[-1].bottom, half, _BOTTOM) for page in full]
    if found and (len(found) >= _ENOUGH or min(found) <= _BOTTOM):
        return min(found)
    lowest = min((line.bottom / _MM for page in pages for line in page.lines), default=_BOTTOM)
    return lowest if lowest < _BOTTOM - _TOLERANCE else None


def _nearest(edge: float, half: float, expected: float) -> float:
    """A distance in mm, measured to the characters or to the spacing around them, whichever is nearer the expected."""
    return min(edge / _MM, (edge - half) / _MM, key=lambda value: abs(value - expected))


def _left(body: Sequence[Block]) -> float | None:
    starts = Counter(round(line.left, 1) for block in body for line in block.lines[1:] if line.text[0] not in OPENING)
    return max(starts, key=lambda start: (starts[start], -start)) / _MM if starts else None


def _right_edge(layout: Layout, body: Sequence[Block]) -> float:
    """Where most full lines end, those with a closing mark left out, whose blank half may go; else the text area's."""
    lines = [line for block in body for line in block.lines[:-1] if line.text[-1] not in CLOSING]
    ends = Counter(round(line.right * 2) / 2 for line in lines)
    common = max(ends, key=lambda end: (ends[end], end), default=layout.area.right)
    near = [line.right for line in lines if abs(line.right - common) <= 0.5]
    return sum(near) / len(near) if near else common


# --------------------------------------------------------------------------- lines and characters


def _leading(body: Sequence[Block]) -> float:
    pairs = [pair for block in body for pair in pairwise(block.lines)]
    return median([above.baseline - below.baseline for above, below in pairs if above.page == below.page] or [0.0])


def _lines(layout: Layout, body: Sequence[Block], size: float) -> Clause:
    leading = _leading(body)
    depth = (_PAPER[1] - _TOP - _BOTTOM) * _MM
    fitting = int((depth - size) / leading + 1.05) if leading else 0
    most = max((_rows(page, size) for page in layout.pages if not page.cover), default=0)
    measured = f"{fitting} lines at {leading:.2f} pt; fullest page {most}"
    return _clause("5.2.3", "lines on a page", f"{_LINES}", measured, fitting == _LINES and most <= _LINES)


def _rows(page: Page, size: float) -> int:
    """Lines of body type on a page, those side by side counted once."""
    return len({round(line.baseline) for line in page.lines if abs(line.size - size) < 0.2})


def _characters(layout: Layout, body: Sequence[Block], size: float) -> Clause:
    """Characters that fill the measured width; single lines hold more or fewer, as marks and digits have it."""
    left = _left(body)
    width = _right_edge(layout, body) - left * _MM if left is not None else 0.0
    count = round(width / size) if size else 0
    measured = f"{count} ({width / _MM:.1f} mm)"
    return _clause("5.2.3", "characters on a line", f"{_CHARACTERS}", measured, count == _CHARACTERS)


def _indent(body: Sequence[Block], size: float) -> Clause:
    """Every paragraph starts two characters in (7.3.3); measured against its own second line."""
    long = [block.lines for block in body if block.kind == "P" and len(block.lines) > 1]
    found = median((lines[0].left - lines[1].left) / size for lines in long) if long else 0.0
    measured = f"{found:.1f} characters" if long else "no paragraph of two lines"
    return _clause("7.3.3", "first-line indent", "2 characters", measured, abs(found - 2) < 0.3)


# --------------------------------------------------------------------------- colour


def _colour(layout: Layout, mark: Sequence[Line]) -> Clause:
    """All text is black but the organ's mark."""
    lines = [line for block in layout.blocks if block.kind != "Figure" for line in block.lines if line not in (*mark,)]
    colours = [layout.pages[line.page].sheet.runs[glyph.run].colour for line in lines for glyph in line.glyphs]
    tinted = sum(max(colour) - min(colour) > _TINT for colour in colours)
    measured = f"{tinted} of {len(colours)} characters coloured" if tinted else "black"
    return _clause("5.2.4", "colour of text", "black", measured, not tinted)


def _red_lines(layout: Layout) -> list[Line]:
    """The lines of red type on the first page: an organ's mark is one of them alone."""
    return [line for line in layout.pages[0].lines if _is_red(line.colour)]


def _red_head(layout: Layout, red: Sequence[Line]) -> Clause:
    """The mark in the middle, 35 mm under the text area's edge, a red rule of its width under it (7.2.4, 7.2.7); or neither."""
    page = layout.pages[0]
    paths = [item for item in page.graphics if item.kind == "path" and item.colour and _is_red(item.colour)]
    rules = [item.box for item in paths if item.box.width > _HEAD_WIDTH]
    expected = f"none, or one line {_MARK:g} mm under the area's edge with a rule of {_WIDTH:g} mm"
    if not red and not rules:
        return _clause("7.2.4", "red head", expected, "none", True)
    faults = [f"{len(red)} lines of red type"] if len(red) != 1 else []
    faults += [f"{len(rules)} wide red rules"] if len(rules) != 1 else []
    if faults:
        return _clause("7.2.4", "red head", expected, ", ".join(faults), False)
    (line,), (rule,) = red, rules
    down = (page.sheet.height - line.top) / _MM - _TOP
    aside = (line.left + line.right) / 2 / _MM - (_LEFT + _WIDTH / 2)
    measured = f"{down:.1f} mm down, {aside:.1f} mm off the middle, rule {rule.width / _MM:.1f} mm"
    near = abs(down - _MARK) <= _MARK_TOLERANCE and abs(aside) <= _MARK_TOLERANCE
    under = rule.top < line.bottom and abs(rule.width / _MM - _WIDTH) <= _MARK_TOLERANCE
    return _clause("7.2.4", "red head", expected, measured, near and under)


def _is_red(colour: Colour) -> bool:
    r, g, b = colour
    return r > 150 and max(g, b) < 0.5 * r


# --------------------------------------------------------------------------- headings


def _headings(layout: Layout) -> Clause:
    """Numbers of the right form, each level under the one above it, one level a tag, the first counted from one."""
    texts = [(block.kind, block.text) for block in layout.blocks if block.is_heading and not _on_cover(block, layout)]
    faults = [f"misnumbered: {text[:12]}" for _, text in texts if _MISNUMBERED.match(text)]
    levels = [(kind, level, text) for kind, text in texts if (level := _level(text)) >= 0]
    if len(texts) > 1 and not levels and not faults:
        faults.append("no heading is numbered")
    faults += _order([(level, text) for _, level, text in levels])
    of_tag: dict[str, set[int]] = defaultdict(set)
    for kind, level, _ in levels:
        of_tag[kind].add(level)
    faults += [f"{tag} at several levels" for tag, found in sorted(of_tag.items()) if len(found) > 1]
    counts = Counter(level for _, level, _ in levels)
    measured = ", ".join(f"{_NAMES[level]} × {counts[level]}" for level in sorted(counts)) or "no numbered heading"
    expected = "一、 then （一） then 1. then （1）"
    return _clause("7.3.3", "heading levels", expected, "; ".join([measured, *faults[:3]]), not faults)


def _level(text: str) -> int:
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), -1)


def _order(levels: Sequence[tuple[int, str]]) -> list[str]:
    """Levels left out, and first-level headings that are not counted from one."""
    faults = [
        f"{_NAMES[level]} without {_NAMES[above + 1]} above: {text[:12]}"
        for above, (level, text) in zip([-1, *(level for level, _ in levels)], levels, strict=False)
        if level > above + 1
    ]
    firsts = [text.partition("、")[0] for level, text in levels if level == 0]
    return faults + ([f"first level counts {'、'.join(firsts)}"] if firsts != _COUNTED[: len(firsts)] else [])


# --------------------------------------------------------------------------- attachments and imprint


def _attachments(layout: Layout) -> Clause:
    """Each attachment that the text names heads a page of its own, in order (7.3.4, 7.3.7)."""
    heads = [block.lines[0] for block in layout.blocks if block.is_heading and _ATTACHMENT.match(block.text)]
    named = [block.text for block in layout.blocks if not block.is_heading and block.text.startswith("附件：")]
    first = [line for line in heads if line is layout.pages[line.page].lines[0]]
    numbers = [_ATTACHMENT.match(line.text)[1] for line in heads if _ATTACHMENT.match(line.text)]  # type: ignore[index]
    counted = numbers == [str(n) for n in range(1, len(heads) + 1)] or numbers == [""]
    measured = (
        f"{len(heads)} with a head, {len(first)} on a new page, {'named' if named else 'not named'} under the text"
    )
    holds = len(first) == len(heads) and (not heads or counted) and bool(heads) == bool(named)
    return _clause("7.3.4", "attachments", "each on a new page, named under the text", measured, holds)


def _imprint(layout: Layout) -> Clause:
    """Where there is one, it ends at the foot of the last page's text area, an even page (7.4)."""
    last = layout.pages[-1]
    found = [(page, line) for page in layout.pages for line in page.lines if line.text.endswith("印发")]
    if not found:
        return _clause("7.4", "imprint", "at the foot of the last, even page", "none", True)
    page, line = found[-1]
    above = line.bottom / _MM - _BOTTOM
    measured = f"page {page.number} of {len(layout.pages)}, {above:.1f} mm above the area's edge"
    holds = page is last and page.number % 2 == 0 and abs(above) <= _IMPRINT
    return _clause("7.4", "imprint", "at the foot of the last, even page", measured, holds)


# --------------------------------------------------------------------------- page numbers


def _page_numbers(layout: Layout) -> Iterator[Clause]:
    """Form, place, size and depth of the page numbers (7.5)."""
    numbers = list(_numbers(layout))
    dressed = sum(not page.cover for page in layout.pages) - _bare(layout, {page.number for page, _ in numbers})
    right = [(page, line, int(match[1])) for page, line in numbers if (match := _PAGE_NUMBER.fullmatch(line.text))]
    other = f"{numbers[0][1].text} on {len(numbers)} pages" if numbers else "none"
    form = f"{right[0][1].text} on {len(right)} of {dressed} pages" if right else other
    counts_up = len({printed - page.number for page, _, printed in right}) <= 1
    yield _clause("7.5", "page number", "— 1 — on every page", form, len(right) == dressed and counts_up)
    wrong = [page.number for page, line, printed in right if not _is_on_its_side(page, line, printed % 2 == 1)]
    measured = f"{len(right) - len(wrong)} of {len(right)}" + (f", not on page {wrong[0]}" if wrong else "")
    yield _clause("7.5", "its side", "odd right, even left, one character in", measured, bool(right) and not wrong)
    size = sorted({round(line.size, 2) for _, line, _ in right})
    holds = bool(size) and all(abs(s - _NUMBER_SIZE) < 0.3 for s in size)
    yield _clause("7.5", "its size", "四号, 14 pt", ", ".join(f"{s:g} pt" for s in size) or "none", holds)
    inks = [line.glyphs[0].ink for _, line, _ in right]
    drops = [_BOTTOM - (ink.bottom + ink.top) / 2 / _MM for ink in inks]
    far = max(drops, key=lambda drop: abs(drop - _DROP), default=0.0)
    holds = bool(drops) and abs(far - _DROP) <= _DROP_TOLERANCE
    yield _clause("7.5", "its dash under the text area", "7 mm", f"{far:.1f} mm" if drops else "none", holds)


def _bare(layout: Layout, numbered: set[int]) -> int:
    """A blank page and the imprint's after it: neither has a number (7.5)."""
    blank = len(layout.pages) > 1 and not layout.pages[-2].lines and not layout.pages[-2].graphics
    return 2 if blank and not {len(layout.pages), len(layout.pages) - 1} & numbered else 0


def _numbers(layout: Layout) -> Iterator[tuple[Page, Line]]:
    """The page number of each page: the line of its foot that is little more than a number."""
    for page in layout.pages:
        foot = [line for line in page.margins if line.top < _BOTTOM * _MM and _ANY_NUMBER.fullmatch(line.text)]
        if foot:
            yield page, min(foot, key=lambda line: (not _PAGE_NUMBER.fullmatch(line.text), line.baseline))


def _is_on_its_side(page: Page, line: Line, odd: bool) -> bool:
    """Odd numbers end one character before the text area's right edge, even ones start one after its left (7.5)."""
    gap = page.sheet.width - _RIGHT * _MM - line.right if odd else line.left - _LEFT * _MM
    return _ONE[0] <= gap <= _ONE[1]
