"""Columns of large tables, split and numbered by pyarrow: the same texts in the same order as `reading` finds, in a fourth
of the time (docs/decisions/0015). Without pyarrow, which comes with the extra `distributed`, `reading` does it all.
"""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

LEAST = 1 << 16  # bytes: a smaller table is read sooner than it is handed over
BLOCK = 1 << 20  # bytes that are split at a time
WORTH = 1 << 21  # bytes of such tables for which it pays to load pyarrow

# What pyarrow reads in a way of its own: quotes, lone carriage returns, empty lines, a byte order mark in front.
_NOT_PLAIN = (b'"', b"\r", b"\n\n")
_NOT_FIRST = (b"\n", codecs.BOM_UTF8)


class Demand:
    """Whether pyarrow is worth loading, for tables that are read one after the other."""

    def __init__(self) -> None:
        """None was read yet."""
        self._met = 0

    def arrow(self, size: int) -> Any:
        """pyarrow, when it is there and a table of `size` bytes, with those met before, is worth loading it; else None."""
        if size < LEAST:
            return None
        self._met += size
        if self._met < WORTH:
            return None
        try:
            import pyarrow as pa
            import pyarrow.csv
        except ImportError:
            return None
        return pa


class Columns:
    """Columns that grow by blocks of a file. Texts are bytes in here, as some may not be UTF-8."""

    def __init__(self, pa: Any, width: int) -> None:
        """Begin `width` columns."""
        self._pa, self.width = pa, width
        self._names = [*map(str, range(width))]
        self._type = pa.dictionary(pa.int32(), pa.binary())
        self._tables: list[Any] = []

    def plain(self, block: bytes) -> int | None:
        """Take whole lines that hold nothing but commas and texts, `width` in each. Their number, or None: not plain."""
        if block.startswith(_NOT_FIRST) or any(mark in block for mark in _NOT_PLAIN) or self.width < 2:
            return None
        csv = self._pa.csv
        try:
            table = csv.read_csv(
                self._pa.py_buffer(block),
                read_options=csv.ReadOptions(
                    column_names=self._names, use_threads=False, block_size=max(1024, len(block) + 1)
                ),
                convert_options=csv.ConvertOptions(column_types=dict.fromkeys(self._names, self._type)),
            )
        except self._pa.ArrowInvalid:  # a line of another length; the csv module says which
            return None
        self._tables.append(table)
        return int(table.num_rows)

    def add(self, columns: Sequence[Sequence[str]]) -> None:
        """Take the texts of other lines, column by column."""
        texts = [[text.encode("utf-8", "surrogateescape") for text in column] for column in columns]
        arrays = [self._pa.array(column, self._pa.binary()).dictionary_encode() for column in texts]
        self._tables.append(self._pa.table(arrays, names=self._names))

    def numbered(self) -> Iterator[tuple[list[str], array[int]]]:
        """For each column its distinct texts, by first appearance, and each row's place among them."""
        whole = self._pa.concat_tables(self._tables).unify_dictionaries()
        self._tables.clear()
        for column in whole.columns:
            codes = array("i")
            for chunk in column.chunks:
                codes.frombytes(memoryview(chunk.indices.to_numpy()).cast("B"))
            yield self._texts(column.chunk(column.num_chunks - 1).dictionary), codes

    def _texts(self, distinct: Any) -> list[str]:
        try:
            texts: list[str] = distinct.cast(self._pa.string()).to_pylist()
        except (self._pa.ArrowInvalid, UnicodeDecodeError):  # bytes that are no UTF-8: `reading` names them
            return [text.decode("utf-8", "surrogateescape") for text in distinct.to_pylist()]
        return texts
