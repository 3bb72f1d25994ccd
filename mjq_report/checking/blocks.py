"""The document taken apart into the kinds of block that are checked each in its own way.

Texts are compared without white space, since lines end anywhere, and with one kind of bracket, since
brackets inside brackets are set as 〔〕 (GB/T 15834-2011, 4.9.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mjq_report.checking.glyphs import Text
from mjq_report.checking.tree import Element, squeezed

_BRACKETS = str.maketrans("〔〕()", "（）（）")
_NUMBER = re.compile(r"([^\W\d]{1,8}\d{1,3})\s")
_BULLET = re.compile(r"■|\d+\.")


class Piece(NamedTuple):
    """A run of text; `target` is where it leads, empty for plain text."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class Prose:
    """Running text: a paragraph, heading, list item, caption or note."""

    element: Element


@dataclass(frozen=True)
class Card:
    """A key figure: its parts in order, from the name to what it covers."""

    name: Element
    value: Element
    change: Element | None = None
    covers: Element | None = None


@dataclass(frozen=True)
class Entry:
    """A programme: its name with a label, and its text."""

    name: Element
    body: Element | None


@dataclass(frozen=True)
class Grid:
    """A table: its caption, and its rows of cells; the first row is the head."""

    element: Element
    caption: Element | None
    rows: tuple[tuple[Element, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The texts of the head."""
        return tuple(plain(cell.text()) for cell in self.rows[0]) if self.rows else ()


@dataclass(frozen=True)
class Picture:
    """A chart, and the paragraphs behind it (why marks differ, sources)."""

    element: Element
    caption: Element | None
    notes: tuple[Element, ...]


@dataclass(frozen=True)
class Contents:
    """The table of contents."""

    element: Element


Block = Prose | Card | Entry | Grid | Picture | Contents


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Text as it is compared."""
    return squeezed(text).translate(_BRACKETS)


def pieces(element: Element) -> list[Piece]:
    """The text of an element, plain and linked runs in turn, as it is compared."""
    found: list[Piece] = []
    for text, target in _runs(element, ""):
        if found and not target and not found[-1].target:
            found[-1] = Piece(found[-1].text + text)
        else:
            found.append(Piece(text, target))
    return [piece for piece in found if piece.text]


def _runs(element: Element, target: str) -> Iterator[tuple[str, str]]:
    if element.tag == "Link":
        yield plain(element.text()), element.links[0].target if element.links else ""
        return
    for item in element.content:
        if isinstance(item, Text):
            yield plain(item.text), target
        else:
            yield from _runs(item, target)


def blocks(root: Element) -> Iterator[Block]:
    """All blocks in reading order."""
    kids, noted = root.kids, set[int]()
    for index, kid in enumerate(kids):
        if id(kid) in noted:
            continue
        if kid.tag == "Div":
            yield from _cards(kid)
        elif kid.tag == "Table":
            yield from _table(kid)
        elif kid.tag == "Figure":
            caption = next((c for c in kid.kids if c.tag == "Caption"), None)
            if caption is not None:
                yield Prose(caption)
            notes = tuple(_notes(kids[index + 1 :]))
            noted |= set(map(id, notes))
            yield Picture(kid, caption, notes)
        elif kid.tag == "TOC":
            yield Contents(kid)
        elif kid.tag == "L":
            yield from _list(kid)
        elif kid.tag in ("P", "Note", "H1", "H2", "H3"):
            yield Prose(kid)
        else:
            yield from blocks(kid)


def caption_number(element: Element) -> str:
    """`图1` at the start of a caption; the space that ends it tells it from a year behind."""
    match = _NUMBER.match("".join(text.text for text in element.texts()))
    return match[1] if match else ""


def _notes(behind: list[Element]) -> Iterator[Element]:
    """The paragraphs that belong to a chart: up to the one with links to sources only."""
    for element in behind[:2]:
        if element.tag != "P":
            return
        targets = [piece.target for piece in pieces(element) if piece.target]
        if any(not target.startswith("s") for target in targets):
            return
        yield element
        if targets:
            return


def _table(element: Element) -> Iterator[Block]:
    caption = next((kid for kid in element.kids if kid.tag == "Caption"), None)
    if caption is not None:
        yield Prose(caption)
    rows = tuple(tuple(row.kids) for row in element.kids if row.tag == "TR" and row.kids)
    yield Grid(element, caption, rows)


def _list(element: Element) -> Iterator[Block]:
    for item in element.kids:
        label = next((kid for kid in item.kids if kid.tag == "Lbl"), None)
        body = next((kid for kid in item.kids if kid.tag == "LBody"), None)
        if label is not None and not _BULLET.fullmatch(label.text()):
            yield Entry(label, body)
        elif body is not None:
            yield Prose(body)


def _cards(element: Element) -> Iterator[Block]:
    """Paragraphs of a group, four or fewer a card: the value is the one that starts with a link behind a name."""
    parts = element.kids
    linked = [any(piece.target for piece in pieces(part)) for part in parts]
    index = 0
    while index < len(parts):
        name, index = parts[index], index + 1
        if index == len(parts) or not linked[index]:
            yield Prose(name)
            continue
        value, index = parts[index], index + 1
        change = covers = None
        if index < len(parts) and linked[index]:
            change, index = parts[index], index + 1
        if index < len(parts) and not linked[index] and (index + 1 == len(parts) or not linked[index + 1]):
            covers, index = parts[index], index + 1
        yield Card(name, value, change, covers)
