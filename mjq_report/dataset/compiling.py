"""`data compile`: the CSV tables of many towns written as the Parquet files that `parquet` reads."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from mjq_report.dataset import schema
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.loading import check
from mjq_report.dataset.parquet import COMPILATION, GROWING, OF_TOWN, is_compiled, pyarrow
from mjq_report.dataset.problems import errors
from mjq_report.dataset.schema import Table
from mjq_report.dataset.store import Store
from mjq_report.errors import DataError, OutputError, Problem, UsageError

ROWS_PER_GROUP = 8192


def compile_tables(data: Path, target: Path) -> tuple[int, list[Problem]]:
    """Check the CSV tables in `data`, write them to the folder `target`; returns how many towns, and warnings.

    Needs no more memory than the shared tables and one town. Raises DataError when a rule is broken, UsageError
    for folders that do not fit, OutputError; what stood in `target` then stands as it was, or is no tables at all.
    """
    if is_compiled(data):
        raise UsageError(f"{data}: these tables are compiled already; give the folder with the CSV files")
    if (target / "towns.csv").exists():
        raise UsageError(f"{target}: holds CSV tables; give another folder")
    problems = check(data)
    if found := errors(problems):
        raise DataError(found)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _Writing(target) as writing:
            towns = _write_towns(Store(data), writing)
            writing.finish()
    except OSError as error:
        raise OutputError(
            f"{target}: cannot write: {error.strerror or error}; free space or give another --out"
        ) from None
    return towns, problems


def _write_towns(store: Store, writing: _Writing) -> int:
    shared = {table.name: store.rows(table) for table in schema.SHARED}
    places = {table.name: _places(shared[table.name]) for table in GROWING}
    towns = sorted(places["towns"])
    for town in towns:
        own = store.of_town(town)
        for name, rows in own.items():
            writing.add(name, rows, town, rows)
        for table in GROWING:
            keys = (
                {town} if table is schema.TOWNS else _named(own, schema.SOURCES if table is schema.OMISSIONS else table)
            )
            keys |= _wholes(keys, shared[table.name])
            found = sorted(place for key in keys for place in places[table.name].get(key, ()))
            rows = shared[table.name]
            writing.add(f"{table.name}-by-town", rows, town, map(rows.row, found))
        store.forget(town)
    for name, rows in shared.items():
        writing.add(name, rows, "", rows)
    return len(towns)


def _places(rows: Rows) -> dict[str, list[int]]:
    """The numbers of the rows by the first column of their key."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row[rows.table.key[0]], []).append(place)
    return found


def _named(own: Mapping[str, Rows], table: Table) -> set[str]:
    """The ids of a shared table that a town's rows name."""
    return {
        part
        for rows in own.values()
        for column in rows.table.columns
        if table.name in column.refers and column.name in rows.columns
        for text in rows.columns[column.name].texts
        for part in text.split()
    }


def _wholes(keys: set[str], rows: Rows) -> set[str]:
    """The ids of what those of a table are parts of, in turn."""
    if "part_of" not in rows.columns:
        return set()
    found, waiting = set[str](), list(keys)
    while waiting:
        for whole in rows.by_key.get(waiting.pop(), {}).get("part_of", "").split():
            if whole not in found:
                found.add(whole)
                waiting.append(whole)
    return found


class _Writing:
    """Files under temporary names, which `finish` puts in place; without it they are removed."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._token = folder, secrets.token_hex(8)
        self._files: dict[str, _Growing] = {}
        self._digest = hashlib.sha256()

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, *error: object) -> None:
        for name, file in self._files.items():
            file.close()
            self._part(name).unlink(missing_ok=True)

    def add(self, name: str, of: Rows, town: str, rows: Iterable[dict[str, str]]) -> None:
        """Append some rows of a table to a file; those of one town stay in one row group."""
        if name not in self._files:
            self._files[name] = _Growing(self._part(name), of.table)
        for row in rows:
            cells = (town, *(row[column] if column in of.given else None for column in of.table.header))
            self._digest.update(repr((name, *cells)).encode())
            self._files[name].add(cells)
        self._files[name].end_town()

    def finish(self) -> None:
        """Name the compilation in every file, and put the files in place: towns.parquet goes first and comes last."""
        for name, file in self._files.items():
            file.close(self._digest.hexdigest())
            with self._part(name).open("rb") as written:
                os.fsync(written.fileno())
        (self._folder / "towns.parquet").unlink(missing_ok=True)
        for name in sorted(self._files, key="towns".__eq__):
            self._part(name).replace(self._folder / f"{name}.parquet")

    def _part(self, name: str) -> Path:
        return self._folder / f".{name}.{self._token}.part"


class _Growing:
    """A Parquet file being written, all columns text."""

    def __init__(self, path: Path, table: Table) -> None:
        self._arrow, parquet = pyarrow()
        self._schema = self._arrow.schema([(name, self._arrow.string()) for name in (OF_TOWN, *table.header)])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[str | None, ...]] = []

    def add(self, cells: tuple[str | None, ...]) -> None:
        """Append a row: its town, then the table's columns."""
        self._rows.append(cells)

    def end_town(self, last: bool = False) -> None:
        """A town's rows are complete: the row group may end here."""
        if len(self._rows) >= (1 if last else ROWS_PER_GROUP):
            columns = [self._arrow.array(values, self._arrow.string()) for values in zip(*self._rows, strict=True)]
            self._writer.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))
            self._rows = []

    def close(self, compilation: str = "") -> None:
        """Write what is left, and the name of the compilation; closing again does nothing."""
        if self._writer.is_open:
            self.end_town(last=True)
            self._writer.add_key_value_metadata({COMPILATION.decode(): compilation})
            self._writer.close()
