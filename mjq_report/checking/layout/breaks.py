"""What happens at line ends: forbidden starts and ends, divided figures, words and marks, lone last characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mjq_report.checking.layout import characters as chars
from mjq_report.checking.layout.area import Layout
from mjq_report.checking.layout.lines import Block, Line
from mjq_report.checking.layout.report import Finding

_NOT_RUNNING = ("Figure", "TOCI")  # lettering of figures and contents: their pieces are no lines of a paragraph
_SIGNS = "%％‰°′″"  # punctuation to Unicode, part of a figure to a reader
_SHOWN = 10  # characters of each line that a finding shows
_KEPT_SPACES = 0.5  # share of breaks between words with a space glyph from which a file is taken to keep them all


def check_breaks(layout: Layout) -> Iterator[Finding]:
    """Findings at every line end of every block, in reading order."""
    blocks = [block for block in layout.blocks if block.kind not in _NOT_RUNNING]
    judge = _WordJudge(blocks)
    for block in blocks:
        exempt = _in_address(block.lines)
        for index, (above, below) in enumerate(pairwise(block.lines)):
            if index in exempt:
                yield finding("broken-address", below, layout, _shown(above, below))
            else:
                yield from _at_break(above, below, layout, judge)
        yield from _lone_character(block, layout)


def finding(kind: str, line: Line, layout: Layout, text: str = "") -> Finding:
    """A finding at a line's start."""
    page = layout.pages[line.page]
    y = page.sheet.height - line.top
    return Finding(kind, page.number, text or line.text[: 3 * _SHOWN], _mm(line.left), _mm(y))


def _mm(points: float) -> float:
    return round(points * 25.4 / 72, 1)


def _shown(above: Line, below: Line) -> str:
    return f"{above.text[-_SHOWN:]}|{below.text[:_SHOWN]}"


def _at_break(above: Line, below: Line, layout: Layout, judge: _WordJudge) -> Iterator[Finding]:
    before, after = above.text, below.text
    spaced = above.spaced[1] or below.spaced[0]
    number = chars.divided_number(before, after, spaced)
    if number:
        yield finding("split-number", below, layout, f"{number}: {_shown(above, below)}")
    elif chars.divides_mark(before, after):
        yield finding("split-mark", below, layout, _shown(above, below))
    elif judge.divided(above, below):
        yield finding("split-word", below, layout, _shown(above, below))
    elif chars.parted_qualifier(before, after):
        yield finding("parted-qualifier", below, layout, _shown(above, below))
    if chars.may_not_start(before, after):
        yield finding("forbidden-start", below, layout, _shown(above, below))
    if chars.may_not_end(before, after):
        yield finding("forbidden-end", above, layout, _shown(above, below))


def _in_address(lines: Sequence[Line]) -> set[int]:
    """Numbers of the line ends that lie inside a web address: it has to break somewhere."""
    text, ends = "", []
    for line in lines:
        text += (" " if line.spaced[0] else "") + line.text
        ends.append(len(text))
        text += " " if line.spaced[1] else ""
    spans = iter(chars.addresses(text))
    found, span = set(), next(spans, None)
    for index, end in enumerate(ends[:-1]):
        while span is not None and span[1] <= end:
            span = next(spans, None)
        if span is not None and span[0] < end:
            found.add(index)
    return found


def _lone_character(block: Block, layout: Layout) -> Iterator[Finding]:
    """A last line of one character, marks not counted (CLREQ 3.1.2: 单字不成行). Narrow cells are let be."""
    if block.in_table or len(block.lines) < 2 or block.kind in ("TD", "TH", "Lbl"):
        return
    last = block.lines[-1]
    solid = [char for char in last.text if unicodedata.category(char)[0] in "LNS" or char in _SIGNS]
    if len(solid) == 1:
        yield finding("lone-character", last, layout, f"{block.lines[-2].text[-_SHOWN:]}|{last.text}")


class _WordJudge:
    """Tells a Latin word that was cut from two words whose space was dropped at the line's end.

    Many programs draw no space there. Where a file does so elsewhere, its absence means a cut. Otherwise the
    document is the dictionary: in Chinese text two letters that meet are one word unless both parts are known
    as words of their own; in Latin text they are two words unless the joined one is known and a part is not.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.known: set[str] = set()
        spaced = unspaced = 0
        for block in blocks:
            for line in block.lines:
                self.known.update(word.lower() for word in chars.whole_words(line.text))
            for above, below in pairwise(block.lines):
                if chars.is_latin(above.text[-1]) and chars.is_latin(below.text[0]):
                    kept = above.spaced[1] or below.spaced[0]
                    spaced, unspaced = spaced + kept, unspaced + (not kept)
        self.strict = spaced > _KEPT_SPACES * (spaced + unspaced)

    def divided(self, above: Line, below: Line) -> bool:
        """Whether a word runs over from one line to the next."""
        first, second = chars.divided_word(above.text, below.text)
        if not first or above.spaced[1] or below.spaced[0]:
            return False
        if self.strict:
            return True
        parts_known = first.lower() in self.known and second.lower() in self.known
        whole_known = (first + second).lower() in self.known
        if chars.is_han(above.text + below.text):
            return whole_known or not parts_known
        return whole_known and not parts_known
