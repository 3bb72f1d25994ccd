"""Tables of very many towns as Parquet files sorted by town, from which one town is read without the others.

`data compile` checks the CSV folders town by town and writes:

- `<table>.parquet` for each shared table, in file order;
- `<table>.parquet` for each table that towns have of their own, with a column in front that names the town, towns in the
  order of their slugs, row groups cut between towns;
- `<table>-by-town.parquet` for the shared tables that grow with the number of towns: for each town the rows
  that it refers to, in file order.

All cells are text, as in the CSV files, so that what is built from either has the same bytes; those of an optional
column that a CSV file lacks are null. Every file
names the compilation it belongs to; files of two compilations are never read together. Needs pyarrow, which
the extra `distributed` brings.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from mjq_report.dataset import schema
from mjq_report.dataset.schema import Table
from mjq_report.errors import ConfigError

GROWING = (  # shared, but with each town's own rows
    schema.TOWNS, schema.BREAKDOWNS, schema.COVERAGES, schema.SOURCES, schema.OMISSIONS,
)  # fmt: skip
COMPILATION = b"mjq-report compilation"
OF_TOWN = "of town"  # the column in front that says whose row it is; towns.csv has a column `town` of its own
Columns = dict[str, list[str]]


def pyarrow() -> tuple[ModuleType, ModuleType]:
    """pyarrow and its Parquet module. Raises ConfigError where it is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ConfigError(
            "compiled tables need pyarrow, which is not installed; run: pip install 'mjq-report[distributed]'"
        ) from None
    return pa, pq


def compiled_reader(data: Path, town: str = "") -> Callable[[str], bytes | None]:
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
        table = schema.of_path(path)
        if table is None or not is_compiled(data):
            return None
        if table.per_town:
            return _csv(table, file(table.name).of_town(Path(path).parent.name))
        if town and table in GROWING and file("towns-by-town").knows(town):
            return _csv(table, file(f"{table.name}-by-town").of_town(town))
        return _csv(table, file(table.name).whole())

    return read


def is_compiled(data: Path) -> bool:
    """Whether a data folder holds what `data compile` made, and no CSV."""
    return (data / "towns.parquet").is_file() and not (data / "towns.csv").exists()


class _Compiled:
    """A file whose row groups end between towns; the row group that was read last is kept."""

    def __init__(self, path: Path) -> None:
        self._file = pyarrow()[1].ParquetFile(path)
        self.compilation: bytes = self._file.metadata.metadata.get(COMPILATION, b"")
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
            self._group, self._spans = group, _spans(self._columns[OF_TOWN])
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


def _is_given(cells: Sequence[str | None]) -> bool:
    """Whether the file that rows come from had a column; where it had not, they have nothing there, not even a blank."""
    return any(cell is not None for cell in cells)


def _csv(table: Table, columns: Columns) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    given = [column.name for column in table.columns if not column.optional or _is_given(columns.get(column.name, ()))]
    writer.writerow(given)
    writer.writerows(zip(*(columns.get(name, ()) for name in given), strict=True))
    return buffer.getvalue().encode("utf-8")
