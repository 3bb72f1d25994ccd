"""Lines of text out of glyphs, and the blocks that they make up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mjq_report.checking.reader import Glyph, Sheet
from mjq_report.checking.reader.content import Colour

PARAGRAPHS = ("P", "LBody", "Note", "FENote", "BlockQuote", "Aside", "BibEntry")
HEADINGS = ("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title")
_RISE = 0.5  # em: a smaller step of the baseline is a superscript, not another line
_GAP = 1.3  # em of white that divides a line into pieces
_BACK = 1.0  # em: a step to the left beyond what compressed punctuation needs starts a line


@dataclass(slots=True, eq=False)
class Line:
    """One line of a block. `left` and `right` are the ends of the advances of its first and last visible glyph."""

    page: int
    glyphs: tuple[Glyph, ...]  # visible ones, from left to right
    text: str  # without space at its ends
    size: float  # of most of its type
    baseline: float
    bold: bool
    colour: Colour
    spaced: tuple[bool, bool]  # whether space stands before and after the visible text
    spaces: frozenset[int]  # numbers of the visible glyphs that a space is drawn before

    @property
    def left(self) -> float:
        """Where the first glyph's advance starts."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where the last glyph's advance ends."""
        return self.glyphs[-1].right

    @property
    def top(self) -> float:
        """The top of a Han character of this line's size on its baseline: 0.88 em, as in most fonts."""
        return self.baseline + 0.88 * self.size

    @property
    def bottom(self) -> float:
        """The bottom of a Han character of this line's size."""
        return self.baseline - 0.12 * self.size


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph, heading, cell, caption, or the lettering of a figure. `pages` are those that its content is on;
    `owner` numbers the figure or table that it belongs to (0: none)."""

    kind: str
    lines: list[Line]
    pages: tuple[int, ...] = ()
    in_table: bool = False
    owner: int = 0

    @property
    def text(self) -> str:
        """All lines joined, with a space where one stood at a line's end."""
        return "".join(line.text + (" " if line.spaced[1] else "") for line in self.lines).strip()

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.kind in HEADINGS

    @property
    def is_paragraph(self) -> bool:
        """Whether it is running text outside tables."""
        return self.kind in PARAGRAPHS and not self.in_table


def make_line(sheet: Sheet, glyphs: Sequence[Glyph]) -> Line | None:
    """A line out of its glyphs in reading order; None if nothing of it shows."""
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not visible:
        return None
    runs = [sheet.runs[glyph.run] for glyph in visible]
    sizes = Counter(round(run.size, 2) for run in runs)
    size = max(sizes, key=lambda s: (sizes[s], s))
    main = next(index for index, run in enumerate(runs) if round(run.size, 2) == size)
    bold = sum(run.bold for run in runs) * 2 > len(runs)
    text = "".join(glyph.char for glyph in glyphs)
    spaced = (text[0].isspace(), text[-1].isspace())
    baseline, colour = visible[main].baseline, runs[main].colour
    return Line(sheet.index, tuple(visible), text.strip(), size, baseline, bold, colour, spaced, _spaces(glyphs))


def _spaces(glyphs: Sequence[Glyph]) -> frozenset[int]:
    found, seen = set(), 0
    for glyph in glyphs:
        if glyph.char.isspace():
            found.add(seen)
        else:
            seen += 1
    return frozenset(found)


def gather(sheet: Sheet, glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines out of glyphs that come in reading order: a new one where the baseline or the direction changes."""
    groups: list[list[Glyph]] = []
    size = baseline = right = 0.0  # of the line being gathered: its largest type, and where that stands and ends
    for glyph in glyphs:
        own = sheet.runs[glyph.run].size
        em = max(size, own)
        if not groups or abs(glyph.baseline - baseline) >= _RISE * em or glyph.left <= right - _BACK * em:
            groups.append([])
            size = 0.0
        if own > size:
            size, baseline = own, glyph.baseline
        right = glyph.right
        groups[-1].append(glyph)
    return [line for line in (make_line(sheet, group) for group in groups) if line is not None]


def pieces(sheet: Sheet, line: Line) -> list[Line]:
    """A line cut where white parts it, as a header's name stands left and its date right."""
    wide = [n for n, (a, b) in enumerate(pairwise(line.glyphs), 1) if b.left - a.right > _GAP * line.size]
    if not wide:
        return [line]
    found = []
    for start, end in pairwise([0, *wide, len(line.glyphs)]):
        piece = make_line(sheet, line.glyphs[start:end])
        if piece is not None:
            piece.spaces = frozenset(number - start for number in line.spaces if start < number < end)
            found.append(piece)
    return found


def body_size(blocks: Iterable[Block]) -> float:
    """The size of most characters in paragraphs, in points; 0 without any."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        if block.is_paragraph:
            for line in block.lines:
                sizes[round(line.size, 1)] += len(line.glyphs)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
