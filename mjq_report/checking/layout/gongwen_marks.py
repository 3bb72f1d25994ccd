"""GB/T 9704-2012: heading numbers, dates, page numbers, colour, and the red head that only an organ's document has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mjq_report.checking.layout.area import Layout
from mjq_report.checking.layout.characters import is_han
from mjq_report.checking.layout.lines import Line
from mjq_report.checking.layout.report import Clause

_MM = 72 / 25.4
_LEFT, _RIGHT, _BOTTOM = 28.0, 26.0, 35.0  # mm from the paper's edges to the text area (5.2.1)
_COUNT = "[一二三四五六七八九十]+"
_LEVELS = tuple(
    map(re.compile, (f"{_COUNT}、", f"（{_COUNT}）(?![、.．])", r"[0-9]+[.．](?![0-9])", r"（[0-9]+）(?![、.．])"))
)
_NAMES = ("一、", "（一）", "1.", "（1）")
_MISNUMBERED = re.compile(rf"{_COUNT}[.．,，]|\({_COUNT}\)|[0-9]+、|\([0-9]+\)|（(?:{_COUNT}|[0-9]+)）[、.．]")
_PAGE_NUMBER = re.compile(r"(?P<open>[—–―\-－]+)\s*(?P<number>[0-9]+)\s*(?P<close>[—–―\-－]+)")
_ANY_NUMBER = re.compile(r"[^0-9]{0,3}[0-9]{1,4}[^0-9]{0,3}|第\s*[0-9]+\s*页.*|[0-9]+\s*/\s*[0-9]+")
_DATE = re.compile(r"[0-9]{4}年(?:0[0-9]?月|[0-9]{1,2}月0[0-9]?日)|(?<![0-9])0[1-9]月[0-9]{1,2}日")
_NUMBER_SIZE = 14.0  # 四号
_ONE = (10.0, 20.0)  # points that pass for one character's width: of 四号 or of 三号, with bearings
_DROP = 7.0  # mm from the area's lower edge to the dash (7.5)
_DROP_TOLERANCE = 1.5
_TINT = 40  # difference of the strongest and weakest of red, green and blue from which ink is coloured
_HEAD_WIDTH = 100 * _MM  # points: a red rule at least so wide parts an organ's name from its text


def check_marks(layout: Layout) -> Iterator[Clause]:
    """The clauses on colour, headings, dates, page numbers and the red head."""
    yield _clause("5.2.4", "colour of text", "black", *_colour(layout))
    yield _clause("7.2.4", "red head", "none", *_red_head(layout))
    yield _clause("7.3.3", "heading levels", "一、 then （一） then 1. then （1）", *_headings(layout))
    yield _clause("7.3.5.4", "dates", "no leading zeros", *_dates(layout))
    yield from _page_numbers(layout)


def _clause(number: str, title: str, expected: str, measured: str, holds: bool) -> Clause:
    return Clause(f"GB/T 9704-2012 {number}", title, expected, measured, holds)


# --------------------------------------------------------------------------- colour


def _colour(layout: Layout) -> tuple[str, bool]:
    total = coloured = 0
    for block in layout.blocks:
        if block.kind != "Figure":
            for line in block.lines:
                total += len(line.glyphs)
                coloured += sum(_is_coloured(layout, line.page, glyph.run) for glyph in line.glyphs)
    return (f"{coloured} of {total} characters coloured" if coloured else "black"), not coloured


def _is_coloured(layout: Layout, page: int, run: int) -> bool:
    colour = layout.pages[page].sheet.runs[run].colour
    return max(colour) - min(colour) > _TINT


def _is_red(colour: tuple[int, int, int]) -> bool:
    r, g, b = colour
    return r > 150 and max(g, b) < 0.5 * r


def _red_head(layout: Layout) -> tuple[str, bool]:
    """Red words or a wide red rule on the first page."""
    page = layout.pages[0]
    type_ = [line.text for line in page.lines if _is_red(line.colour) and is_han(line.text)]
    rules = sum(
        item.kind == "path" and item.colour is not None and _is_red(item.colour) and item.box.width > _HEAD_WIDTH
        for item in page.graphics
    )
    found = [f"red type: {text[:20]}" for text in type_[:1]] + ([f"{rules} wide red rules"] if rules else [])
    return ", ".join(found) or "none", not found


# --------------------------------------------------------------------------- headings


def _headings(layout: Layout) -> tuple[str, bool]:
    """Numbers of the right form, each level under the one above it, one level a tag, the first counted from one."""
    texts = [(b.kind, b.text) for b in layout.blocks if b.is_heading and not layout.pages[b.lines[0].page].cover]
    wrong = [text for _, text in texts if _MISNUMBERED.match(text)]
    levels = [(kind, level, text) for kind, text in texts if (level := _level(text)) >= 0]
    faults = [f"misnumbered: {text[:12]}" for text in wrong] + _order(levels)
    faults += _mixed(levels) if layout.tagged else []
    if len(texts) > 1 and not levels and not wrong:
        faults.append("no heading is numbered")
    counts = Counter(level for _, level, _ in levels)
    measured = ", ".join(f"{_NAMES[level]} × {counts[level]}" for level in sorted(counts)) or "no numbered heading"
    return "; ".join([measured, *faults[:3]]), not faults


def _level(text: str) -> int:
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), -1)


def _order(levels: Sequence[tuple[str, int, str]]) -> list[str]:
    faults, above = list[str](), -1
    firsts = []
    for _, level, text in levels:
        if level > above + 1:
            faults.append(f"{_NAMES[level]} without {_NAMES[above + 1]} above: {text[:12]}")
        above = level
        if level == 0:
            firsts.append(text.partition("、")[0])
    if firsts != [_numeral(number) for number in range(1, len(firsts) + 1)]:
        faults.append(f"first level counts {'、'.join(firsts)}")
    return faults


def _mixed(levels: Sequence[tuple[str, int, str]]) -> list[str]:
    """Tags that carry numbers of more than one level."""
    of_tag: dict[str, set[int]] = defaultdict(set)
    for kind, level, _ in levels:
        of_tag[kind].add(level)
    return [f"{tag} at several levels" for tag, found in sorted(of_tag.items()) if len(found) > 1]


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + (digits[ones] if ones else "")


# --------------------------------------------------------------------------- dates


def _dates(layout: Layout) -> tuple[str, bool]:
    found = [match.group() for block in layout.blocks for match in _DATE.finditer(block.text)]
    return ", ".join(found[:3]) or "none with a zero", not found


# --------------------------------------------------------------------------- page numbers


def _page_numbers(layout: Layout) -> Iterator[Clause]:
    """Form, place, size and depth of the page numbers (7.5)."""
    numbers = list(_numbers(layout))
    dressed = [page for page in layout.pages if not page.cover]
    right = [(page, line) for page, line in numbers if _is_right_form(line.text)]
    form = f"{right[0][1].text} on {len(right)} of {len(dressed)} pages" if right else _other_form(numbers)
    yield _clause("7.5", "page number", "— 1 — on every page", form, len(right) == len(dressed) and _counts_up(right))
    sides = [page for page, line in right if not _on_its_side(page, line, layout)]
    measured = f"{len(right) - len(sides)} of {len(right)}" + (f", not on page {sides[0]}" if sides else "")
    yield _clause("7.5", "its side", "odd right, even left, one character in", measured, bool(right) and not sides)
    size = sorted({round(line.size, 2) for _, line in right})
    holds = bool(size) and all(abs(s - _NUMBER_SIZE) < 0.3 for s in size)
    yield _clause("7.5", "its size", "四号, 14 pt", ", ".join(f"{s:g} pt" for s in size) or "none", holds)
    drops = [_BOTTOM - (line.glyphs[0].ink.bottom + line.glyphs[0].ink.top) / 2 / _MM for _, line in right]
    far = max(drops, key=lambda drop: abs(drop - _DROP), default=0.0)
    holds = bool(drops) and abs(far - _DROP) <= _DROP_TOLERANCE
    yield _clause("7.5", "its dash under the text area", "7 mm", f"{far:.1f} mm" if drops else "none", holds)


def _numbers(layout: Layout) -> Iterator[tuple[int, Line]]:
    """The page number of each page: the line of its foot that is little more than a number."""
    for page in layout.pages:
        foot = [line for line in page.margins if line.top < _BOTTOM * _MM and _ANY_NUMBER.fullmatch(line.text)]
        if foot:
            yield page.number, min(foot, key=lambda line: (not _is_right_form(line.text), line.baseline))


def _is_right_form(text: str) -> bool:
    match = _PAGE_NUMBER.fullmatch(text)
    return match is not None and match["open"] == match["close"] == "—"


def _other_form(numbers: Sequence[tuple[int, Line]]) -> str:
    return f"{numbers[0][1].text} on {len(numbers)} pages" if numbers else "none"


def _counts_up(numbers: Sequence[tuple[int, Line]]) -> bool:
    """Whether the printed numbers rise by one from page to page."""
    printed = [int(match["number"]) - page for page, line in numbers if (match := _PAGE_NUMBER.fullmatch(line.text))]
    return len(set(printed)) <= 1


def _on_its_side(page: int, line: Line, layout: Layout) -> bool:
    """Odd numbers end one character before the text area's right edge, even ones start one after its left (7.5)."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    odd = int(match["number"]) % 2 == 1 if match else page % 2 == 1
    width = layout.pages[page - 1].sheet.width
    gap = width - _RIGHT * _MM - line.right if odd else line.left - _LEFT * _MM
    return _ONE[0] <= gap <= _ONE[1]
