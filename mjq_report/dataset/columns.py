"""Columns of a table that is read: blocks of lines come, distinct texts and each row's place among them go.

Each distinct text is kept once, in the order of first appearance; a row is a number.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Protocol


def text(block: bytes, encoding: str) -> str:
    """Bytes as text. What cannot be decoded stays in it as characters that no cell may hold."""
    return block.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


class Growing(Protocol):
    """Columns that grow by blocks of a file: here, or for large files in `bulk`."""

    width: int

    def plain(self, block: bytes) -> int | None:
        """Take whole lines that hold nothing but commas and texts. Their number, or None when they are not so plain."""

    def add(self, columns: Sequence[Sequence[str]], /) -> None:
        """Take the texts of other lines, column by column."""

    def numbered(self) -> Iterator[tuple[list[str], array[int]]]:
        """For each column its distinct texts, by first appearance, and each row's place among them."""


class Columns:
    """The same without any library."""

    def __init__(self, width: int, encoding: str) -> None:
        """Begin `width` columns."""
        self.width, self._encoding = width, encoding
        self._numberings = [defaultdict[str, int](count().__next__) for _ in range(width)]  # texts by first appearance
        self._codes = [array("i") for _ in range(width)]

    def plain(self, block: bytes) -> int | None:
        """See Growing."""
        columns = plain_columns(text(block, self._encoding), self.width)
        if columns is None:
            return None
        self.add(columns)
        return len(columns[0])

    def add(self, columns: Sequence[Sequence[str]], /) -> None:
        """See Growing."""
        for texts, numbering, codes in zip(columns, self._numberings, self._codes, strict=True):
            # half the columns say the same in every row of a block
            if texts and texts[0] == texts[len(texts) // 2] == texts[-1] and texts.count(texts[0]) == len(texts):
                codes.extend(array("i", [numbering[texts[0]]]) * len(texts))
            else:
                codes.fromlist([*map(numbering.__getitem__, texts)])

    def numbered(self) -> Iterator[tuple[list[str], array[int]]]:
        """See Growing."""
        yield from zip(map(list, self._numberings), self._codes, strict=True)


def plain_columns(block: str, width: int) -> list[list[str]] | None:
    """A block's cells by column, where csv is nothing but commas: no quotes, `width` fields in every line.

    Four times as fast as the csv module, which reads whatever is not as plain as that.
    """
    if '"' in block or "\r" in block or width < 2:
        return None
    pieces = block.removesuffix("\n").split(",")  # between two lines there is no comma, but a seam: last\nfirst
    step, breaks = width - 1, block.removesuffix("\n").count("\n")
    seams = pieces[step:-1:step]
    if len(pieces) != step * (breaks + 1) + 1 or not all("\n" in seam for seam in seams):
        return None
    ends = "\n".join([pieces[0], *seams, pieces[-1]]).split("\n")
    return [ends[::2], *(pieces[place::step] for place in range(1, step)), ends[1::2]]
