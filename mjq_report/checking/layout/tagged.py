"""The blocks of a tagged file. A block is the nearest block-level element over some content (ISO 32000-1, 14.8.4);
inline elements (Span, Link, Reference …) belong to the block around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from mjq_report.checking.layout.lines import HEADINGS, Block, Line, gather
from mjq_report.checking.reader import Content, Element, Sheet

_BLOCKS = {"P", "LBody", "Lbl", "Note", "FENote", "BlockQuote", "Code", "Formula", "Aside", "BibEntry", *HEADINGS}
_GROUPS = {"Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "L", "LI", "Table", "TR", "THead", "TBody"}
_GROUPS |= {"TFoot", "TOC", "Index", "NonStruct", "Private", "StructTreeRoot"}
_FRAMES = ("Figure", "Caption", "TOCI", "TD", "TH")  # name what is inside
_CELLS = ("TD", "TH")
_OWNERS = ("Figure", "Table")


@dataclass(slots=True, eq=False)
class _Draft:
    """A block before its lines are known."""

    kind: str
    owner: int
    in_table: bool
    content: list[Content] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What an element puts its content into: a block, the frame around that, and the figure or table around both."""

    block: _Draft | None = None
    frame: str = ""
    owner: int = 0


def tagged_blocks(sheets: Sequence[Sheet], root: Element) -> list[Block]:
    """The blocks of the structure tree with their lines, in reading order; figures may have none."""
    blocks = []
    for draft in _drafts(root):
        lines = list(_lines(sheets, draft.content))
        if draft.content and (lines or draft.kind == "Figure"):
            pages = tuple(sorted({item.page for item in draft.content}))
            blocks.append(Block(draft.kind, lines, pages, draft.in_table, draft.owner))
    return blocks


def _drafts(root: Element) -> list[_Draft]:
    """Blocks in the order in which they begin."""
    found: list[_Draft] = []
    around: dict[Element, _Around] = {root: _Around()}
    owners = 0

    def new(kind: str, owner: int, frame: str) -> _Draft:
        found.append(_Draft(kind, owner, frame in _CELLS))
        return found[-1]

    for parent, item in root.walk():
        above = around[parent]
        if isinstance(item, Element):
            owners += item.tag in _OWNERS
            owner = owners if item.tag in _OWNERS else above.owner
            kind, frame = _kind(item.tag, above.frame)
            block = new(kind, owner, frame) if kind else None
            if not kind and item.tag not in _GROUPS:
                block = above.block or new(frame or "P", owner, frame)
            around[item] = _Around(block, frame, owner)
        else:
            (above.block or new(above.frame or "P", above.owner, above.frame)).content.append(item)
    return found


def _kind(tag: str, frame: str) -> tuple[str, str]:
    """The kind of block that an element starts, "" if it starts none, and the frame that its content is in."""
    if tag in _FRAMES and not (frame == "TOCI" and tag != "Caption"):
        return tag, tag
    if tag not in _BLOCKS:
        return "", frame
    if frame in ("Figure", "Caption", "TOCI") or (frame in _CELLS and tag in HEADINGS):
        return frame, frame
    return tag, frame


def _lines(sheets: Sequence[Sheet], content: Sequence[Content]) -> Iterator[Line]:
    """The lines of some content, without what is turned or hidden."""
    for page, items in groupby(content, key=lambda item: item.page):
        runs = sheets[page].runs
        glyphs = [glyph for item in items for glyph in item.glyphs]
        yield from gather(sheets[page], [g for g in glyphs if runs[g.run].upright and not runs[g.run].hidden])
