"""Pages that differ between two PDFs, as pictures: the old page on the left, the new one on the right.

Pages are paired as a diff pairs lines, by what they look like, so that one that was put in does not make all behind it
differ. Between the two, a bar stands beside everything that is not the same.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mjq_report.web.picture import Picture, page_count, png, rows_of_page

_WIDTH = 620  # pixels of one page
_GAP, _BAR = 24, 6
_GROUND, _MARK, _PAPER = bytes((214, 219, 225)), bytes((200, 69, 46)), bytes((255, 255, 255))
_REACH = 4  # rows that a bar goes on above and below, so that a thin line's is seen

Rows = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages that differ, by their numbers from 1; 0 where there is none on that side."""

    old: int
    new: int


def differing(old: bytes, new: bytes, width: int = _WIDTH) -> list[Pair]:
    """The pages that differ, in order."""
    return list(_pairs([_digest(rows) for rows in _pages(old, width)], [_digest(rows) for rows in _pages(new, width)]))


def side_by_side(old: bytes, new: bytes, pair: Pair, width: int = _WIDTH) -> Picture:
    """A pair as one picture."""
    left = rows_of_page(old, pair.old, width) if pair.old else []
    right = rows_of_page(new, pair.new, width) if pair.new else []
    marks = _marks(left, right) if pair.old and pair.new else set[int]()
    height = max(len(left), len(right))
    rows = [
        _GROUND * 2 + _row(left, y, width) + _between(y in marks) + _row(right, y, width) + _GROUND * 2
        for y in range(height)
    ]
    edge = [_GROUND * (2 * width + _GAP + 4)] * 2
    return Picture(2 * width + _GAP + 4, height + 4, png([*edge, *rows, *edge]))


def _pages(pdf: bytes, width: int) -> Iterator[Rows]:
    for number in range(1, page_count(pdf) + 1):
        yield rows_of_page(pdf, number, width)


def _digest(rows: Rows) -> bytes:
    return hashlib.sha256(b"".join(rows)).digest()


def _pairs(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Pair]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            for left, right in zip_longest(range(i1 + 1, i2 + 1), range(j1 + 1, j2 + 1), fillvalue=0):
                yield Pair(left, right)


def _marks(left: Rows, right: Rows) -> set[int]:
    """The heights at which a bar stands."""
    found = {y for y, (one, other) in enumerate(zip_longest(left, right)) if one != other}
    return {near for y in found for near in range(y - _REACH, y + _REACH + 1)}


def _row(rows: Rows, y: int, width: int) -> bytes:
    if not rows:
        return _GROUND * width
    return rows[y] if y < len(rows) else _PAPER * width


def _between(marked: bool) -> bytes:
    side = _GROUND * ((_GAP - _BAR) // 2)
    return side + (_MARK if marked else _GROUND) * _BAR + side
