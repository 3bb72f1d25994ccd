"""Gaps inside lines: those that a reader of the page sees between Han, and those that programs take for a blank.

Programs that extract text reckon a gap from the widths that the font states; from a tenth of an em on Poppler, pdf.js
and pdfminer see a blank in it, others a little later. A figure with a blank in it is not found by a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mjq_report.checking.layout.area import Layout
from mjq_report.checking.layout.breaks import finding
from mjq_report.checking.layout.characters import figures_with_units, is_han
from mjq_report.checking.layout.lines import Line, pieces
from mjq_report.checking.layout.report import Finding

_SEEN = 0.10  # em from which a gap is taken for a blank
_MEANT = 0.5  # em from which it is one, as between a number and its heading
_UNSPACED = re.compile(r"[0-9%％][\u3400-\u9fff]")


def check_gaps(layout: Layout) -> Iterator[Finding]:
    """For each line its widest gap between Han (1 em is a character's own), and whether a program sees a blank in it."""
    for line in _lines(layout, ("Figure",)):
        runs = layout.pages[line.page].sheet.runs
        gaps = [
            (other.left - one.left) / runs[one.run].size - 1
            for number, (one, other) in enumerate(pairwise(line.glyphs), 1)
            if number not in line.spaces
            and is_han(one.char)
            and is_han(other.char)
            and runs[one.run].size == runs[other.run].size
        ]
        if gaps:
            yield finding("wide-gap", line, layout, value=round(max(gaps), 3))
    for line in _lines(layout, ("Figure", "TOCI")):
        seen = [number for number, gap in _gaps(line) if _SEEN < gap < _MEANT and number not in line.spaces]
        if seen:
            text = "".join(glyph.char for glyph in line.glyphs)
            yield finding("false-blank", line, layout, f"{text[: seen[0]][-8:]}␣{text[seen[0] :][:12]}")


def check_search(layout: Layout, known: Sequence[str]) -> tuple[int, list[Finding]]:
    """How many figures with their units stand on the pages, and those of them that a search does not find.

    `known` are figures that the file says it prints; others are known by their form.
    """
    count, lost = 0, []
    for line in (*_lines(layout, ()), *(line for page in layout.pages for line in page.untagged)):
        for piece in pieces(layout.pages[line.page].sheet, line):
            for start, end, lacks in _figures(piece, known):
                count += 1
                if lacks:
                    text = "".join(glyph.char for glyph in piece.glyphs)
                    shown = f"{text[start:end]}: {text[max(start - 6, 0) : end + 6]}"
                    lost.append(finding("search", piece, layout, shown))
    return count, lost


def _lines(layout: Layout, without: Sequence[str]) -> Iterator[Line]:
    """Every line of the blocks but for some kinds, and of heads and feet."""
    yield from (line for block in layout.blocks if block.kind not in without for line in block.lines)
    yield from (line for page in layout.pages for line in page.margins)


def _gaps(line: Line) -> Iterator[tuple[int, float]]:
    """Before which glyph, and how wide in em, by the widths that the font states."""
    for number, (one, other) in enumerate(pairwise(line.glyphs), 1):
        yield number, (other.left - one.right) / line.size


def _figures(line: Line, known: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Where figures with units stand in a line, and whether a program sees a blank inside."""
    blanks, ends = set[int](), [0]
    for number, gap in _gaps(line):
        pair = line.glyphs[number - 1].char + line.glyphs[number].char
        blank = gap > _SEEN or (number in line.spaces and _UNSPACED.fullmatch(pair) is not None)
        if gap >= _MEANT or (blank and pair.isdigit()):
            ends.append(number)
        elif blank:
            blanks.add(number)
    for start, end in pairwise([*ends, len(line.glyphs)]):
        text = "".join(glyph.char for glyph in line.glyphs[start:end])
        for first, last in figures_with_units(text, known):
            yield start + first, start + last, any(start + first < at < start + last for at in blanks)
