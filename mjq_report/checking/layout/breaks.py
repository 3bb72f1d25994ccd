"""What happens at line ends: forbidden starts and ends, divided figures, words and marks, lone last characters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mjq_report.checking.layout import characters as chars
from mjq_report.checking.layout.area import Layout
from mjq_report.checking.layout.lines import Block, Line
from mjq_report.checking.layout.report import Finding

_NOT_RUNNING = ("Figure", "TOCI")  # lettering of figures and contents: their pieces are no lines of a paragraph
_SIGNS = "%％‰°′″"  # punctuation to Unicode, part of a figure to a reader
_SHOWN = 10  # characters of each line that a finding shows


def check_breaks(layout: Layout) -> Iterator[Finding]:
    """Findings at every line end of every block, in reading order."""
    blocks = [block for block in layout.blocks if block.kind not in _NOT_RUNNING]
    drops_spaces = _drops_spaces(blocks)
    for block in blocks:
        exempt = _in_address(block.lines)
        for index, (above, below) in enumerate(pairwise(block.lines)):
            if index in exempt:
                yield finding("broken-address", below, layout, _shown(above, below))
            else:
                yield from _at_break(above, below, layout, drops_spaces)
        yield from _lone_character(block, layout)


def finding(kind: str, line: Line, layout: Layout, text: str = "", value: float = 0.0) -> Finding:
    """A finding at a line's start."""
    return layout.pages[line.page].finding(kind, text or line.text[: 3 * _SHOWN], line.left, line.top, value)


def _shown(above: Line, below: Line) -> str:
    return f"{above.text[-_SHOWN:]}|{below.text[:_SHOWN]}"


def _at_break(above: Line, below: Line, layout: Layout, drops_spaces: bool) -> Iterator[Finding]:
    before, after = above.text, below.text
    spaced = above.spaced[1] or below.spaced[0]
    number = chars.divided_number(before, after, spaced)
    if number:
        yield finding("split-number", below, layout, f"{number}: {_shown(above, below)}")
    elif chars.divides_mark(before, after):
        yield finding("split-mark", below, layout, _shown(above, below))
    elif _divides_word(above, below, drops_spaces):
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


def _drops_spaces(blocks: Iterable[Block]) -> bool:
    """Whether a file draws no space at most line ends between Latin words, as many programs do."""
    kept = Counter(
        above.spaced[1] or below.spaced[0]
        for block in blocks
        for above, below in pairwise(block.lines)
        if chars.is_latin(above.text[-1]) and chars.is_latin(below.text[0])
    )
    return kept[False] > kept[True]


def _divides_word(above: Line, below: Line, drops_spaces: bool) -> bool:
    """Whether a Latin word runs over from one line to the next. Where spaces are dropped, two words of Latin text look
    the same, and only a word in Chinese text is known to be cut."""
    if above.spaced[1] or below.spaced[0] or not chars.is_latin(above.text[-1] + below.text[0]):
        return False
    joins = chars.is_word(above.text[-1]) and chars.is_word(below.text[0])
    return joins and (not drops_spaces or chars.is_han(above.text + below.text))
