"""Tables of very many towns as Parquet files sorted by town, from which one town is read without the others.

`data compile` checks the CSV folders town by town and writes:

- `<table>.parquet` for each shared table, in file order;
- `<table>.parquet` for each table that towns have of their own, with a column in front that names the town, towns in the
  order of their slugs, row groups cut between towns;
- `<table>-by-town.parquet` for the shared tables that grow with the number of towns: for each town the rows
  that it refers to, in file order.

All cells are text, as in the CSV files, so that what is built from either has the same bytes. Every file
names the compilation it belongs to; files of two compilations are never read together. Needs pyarrow, which
the extra `distributed` brings.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import secrets
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from mjq_report.dataset import schema
from mjq_report.dataset.loading import Store, check
from mjq_report.dataset.reading import Rows
from mjq_report.dataset.schema import Table
from mjq_report.dataset.stored import Reader, is_compiled
from mjq_report.errors import ConfigError, DataError, OutputError, Problem, UsageError

GROWING = (schema.TOWNS, schema.BREAKDOWNS, schema.COVERAGES, schema.SOURCES)  # shared, but with each town's own rows
ROWS_PER_GROUP = 8192
_COMPILATION = b"mjq-report compilation"
_TOWN = "of town"  # the column in front that says whose row it is; towns.csv has a column `town` of its own
Columns = dict[str, list[str]]


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ConfigError(
            "compiled tables need pyarrow, which is not installed; run: pip install 'mjq-report[distributed]'"
        ) from None
    return pa, pq


# --------------------------------------------------------------------------- reading


def compiled_reader(data: Path, town: str = "") -> Reader:
    """Read compiled tables as the CSV files that they were. With a town, growing tables are cut to its rows.

    Raises, when called, ValueError or OSError for a file that is damaged or of another compilation.
    """
    files: dict[str, _Compiled] = {}

    def file(name: str) -> _Compiled:
        if name not in files:
            files[name] = _Compiled(data / f"{name}.parquet")
            if files[name].compilation != file("towns").compilation:
                raise ValueError("is of another compilation than towns.parquet; run `mjq-report data compile` again")
        return files[name]

    def read(path: str) -> bytes | None:
        table = schema.TABLES.get(Path(path).stem)
        if table is None or not is_compiled(data):
            return None
        if table.per_town:
            return _csv(table, file(table.name).of_town(Path(path).parent.name))
        if town and table in GROWING and file("towns-by-town").knows(town):
            return _csv(table, file(f"{table.name}-by-town").of_town(town))
        return _csv(table, file(table.name).whole())

    return read


class _Compiled:
    """A file whose row groups end between towns; the row group that was read last is kept."""

    def __init__(self, path: Path) -> None:
        self._file = _pyarrow()[1].ParquetFile(path)
        self.compilation: bytes = self._file.metadata.metadata.get(_COMPILATION, b"")
        groups = [self._file.metadata.row_group(group) for group in range(self._file.metadata.num_row_groups)]
        self._last = [group.column(0).statistics.max for group in groups]  # of the column that names the town
        self._group, self._columns, self._spans = -1, Columns(), dict[str, tuple[int, int]]()

    def whole(self) -> Columns:
        """All rows by column."""
        columns: Columns = self._file.read().to_pydict()
        return columns

    def knows(self, town: str) -> bool:
        """Whether there are rows of a town; reads the row group that would have them."""
        group = bisect_left(self._last, town)
        if group == len(self._last):
            return False
        if group != self._group:
            self._columns = self._file.read_row_group(group).to_pydict()
            self._group, self._spans = group, _spans(self._columns[_TOWN])
        return town in self._spans

    def of_town(self, town: str) -> Columns:
        """A town's rows by column."""
        first, end = self._spans[town] if self.knows(town) else (0, 0)
        return {name: values[first:end] for name, values in self._columns.items()}


def _spans(towns: list[str]) -> dict[str, tuple[int, int]]:
    """Where each town's rows start and end, given the sorted column of towns."""
    spans: dict[str, tuple[int, int]] = {}
    for place, town in enumerate(towns):
        spans[town] = (spans.get(town, (place, place))[0], place + 1)
    return spans


def _csv(table: Table, columns: Columns) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(zip(*(columns.get(name, ()) for name in table.header), strict=True))
    return buffer.getvalue().encode("utf-8")


# --------------------------------------------------------------------------- writing


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
    if errors := [problem for problem in problems if problem.rule.severity == "error"]:
        raise DataError(errors)
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
    places = {
        table.name: {row[table.key[0]]: place for place, row in enumerate(shared[table.name])} for table in GROWING
    }
    towns = sorted(places["towns"])
    for town in towns:
        own = store.of_town(town)
        for name, rows in own.items():
            writing.add(name, rows.table, town, rows)
        for table in GROWING:
            keys = {town} if table is schema.TOWNS else _named(own, table)
            found = sorted(places[table.name][key] for key in keys & places[table.name].keys())
            writing.add(f"{table.name}-by-town", table, town, map(shared[table.name].row, found))
        store.forget(town)
    for name, rows in shared.items():
        writing.add(name, rows.table, "", rows)
    return len(towns)


def _named(own: Mapping[str, Rows], table: Table) -> set[str]:
    """The ids of a shared table that a town's rows name."""
    return {
        part
        for rows in own.values()
        for column in rows.table.columns
        if column.refers == table.name and column.name in rows.columns
        for text in rows.columns[column.name].texts
        for part in text.split()
    }


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

    def add(self, name: str, table: Table, town: str, rows: Iterable[dict[str, str]]) -> None:
        """Append rows to a file; those of one town stay in one row group."""
        if name not in self._files:
            self._files[name] = _Growing(self._part(name), table)
        for row in rows:
            cells = (town, *(row[column] for column in table.header))
            self._digest.update("\x1f".join((name, *cells, "\n")).encode())
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
        self._arrow, parquet = _pyarrow()
        self._schema = self._arrow.schema([(name, self._arrow.string()) for name in (_TOWN, *table.header)])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[str, ...]] = []

    def add(self, cells: tuple[str, ...]) -> None:
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
            self._writer.add_key_value_metadata({_COMPILATION.decode(): compilation})
            self._writer.close()
