"""Lines of text and the blocks that they make up, from glyphs: by structure where a file is tagged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mjq_report.checking.layout.glyphs import Glyph, Sheet
from mjq_report.checking.layout.structure import Element

PARAGRAPHS = ("P", "LBody", "Note", "FENote", "BlockQuote", "Aside", "BibEntry")
HEADINGS = ("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title")
_RISE = 0.5  # em: a smaller step of the baseline is a superscript, not another line
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
    colour: tuple[int, int, int]
    spaced: tuple[bool, bool]  # whether space stands before and after the visible text

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
    """A paragraph, heading, cell, caption, or the lettering of a figure. `pages` are those that its content is on."""

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


@dataclass(slots=True)
class _Draft:
    """A line being gathered."""

    glyphs: list[Glyph] = field(default_factory=list)
    size: float = 0.0
    baseline: float = 0.0
    right: float = 0.0

    def takes(self, glyph: Glyph, size: float) -> bool:
        if not self.glyphs:
            return True
        em = max(self.size, size)
        return abs(glyph.baseline - self.baseline) < _RISE * em and glyph.left > self.right - _BACK * em

    def add(self, glyph: Glyph, size: float) -> None:
        if size > self.size:
            self.size, self.baseline = size, glyph.baseline
        self.right = glyph.right
        self.glyphs.append(glyph)


def make_line(sheet: Sheet, glyphs: Sequence[Glyph]) -> Line | None:
    """A line out of its glyphs in reading order; None if nothing of it shows."""
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not visible:
        return None
    weights: dict[int, int] = defaultdict(int)
    for glyph in visible:
        weights[glyph.run] += 1
    by_size: dict[float, int] = defaultdict(int)
    for number, count in weights.items():
        by_size[round(sheet.runs[number].size, 2)] += count
    size = max(by_size, key=lambda s: (by_size[s], s))
    main = next(glyph for glyph in visible if round(sheet.runs[glyph.run].size, 2) == size)
    bold = sum(count for number, count in weights.items() if sheet.runs[number].bold) * 2 > len(visible)
    text = "".join(glyph.char for glyph in glyphs)
    spaced = (text[0].isspace(), text[-1].isspace())
    colour = sheet.runs[main.run].colour
    return Line(sheet.index, tuple(visible), text.strip(), size, main.baseline, bold, colour, spaced)


def gather(sheet: Sheet, glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines out of glyphs that come in reading order: a new one where the baseline or the direction changes."""
    drafts = [_Draft()]
    for glyph in glyphs:
        size = sheet.runs[glyph.run].size
        if not drafts[-1].takes(glyph, size):
            drafts.append(_Draft())
        drafts[-1].add(glyph, size)
    lines = (make_line(sheet, draft.glyphs) for draft in drafts if draft.glyphs)
    return [line for line in lines if line is not None]


def tagged_blocks(sheets: Sequence[Sheet], elements: Iterable[Element]) -> list[Block]:
    """The blocks of the structure tree with their lines; figures may have none."""
    content = [_by_mcid(sheet) for sheet in sheets]
    blocks = []
    for element in elements:
        pages = tuple(sorted({place.page for place in element.places}))
        lines = list(_lines(sheets, content, element))
        if lines or element.kind == "Figure":
            blocks.append(Block(element.kind, lines, pages, element.in_table, element.owner))
    return blocks


def _by_mcid(sheet: Sheet) -> dict[int, list[Glyph]]:
    found: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in sheet.glyphs:
        run = sheet.runs[glyph.run]
        if run.mcid >= 0 and run.upright and not run.hidden:
            found[run.mcid].append(glyph)
    return found


def _lines(sheets: Sequence[Sheet], content: Sequence[dict[int, list[Glyph]]], element: Element) -> Iterator[Line]:
    """An element's lines; content that a page does not have (a wrong tree) is passed over."""
    page, glyphs = -1, list[Glyph]()
    for place in element.places:
        if place.page != page:
            yield from gather(sheets[page], glyphs)
            page, glyphs = place.page, []
        glyphs += content[page].pop(place.mcid, ())
    yield from gather(sheets[page], glyphs)
