"""A spreadsheet or CSV file back into the tables: what would change, row by row, then the change itself.

Rows are matched by their key. The file's order stays; rows that are the same keep their very bytes; new rows
go behind the row that they follow in the import. The result is checked by every rule before it is written.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mjq_report.dataset import catalogue, schema
from mjq_report.dataset.csv_reader import Rows, read_records
from mjq_report.dataset.loading import check
from mjq_report.dataset.problems import Problems, errors
from mjq_report.dataset.rules.characters import refused_character
from mjq_report.dataset.schema import Table
from mjq_report.dataset.sources import Reader, file_reader
from mjq_report.dataset.store import Store
from mjq_report.dataset.workbook.sheets import Sheet, read_workbook
from mjq_report.dataset.writing import PlannedFile, Write, write_files
from mjq_report.errors import DataError, Problem, UnknownTown, UsageError, shown

ENCODINGS = ("utf-8", "gb18030")
_Key = tuple[str, ...]
_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that would be added, changed or removed; `line` counts in the file as it is, or is 0 for a new row."""

    kind: Literal["added", "changed", "removed"]
    file: str
    line: int
    key: str
    cells: tuple[tuple[str, str, str], ...] = ()  # column, old, new

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        if self.kind == "changed":
            cells = ", ".join(f"{column} {shown(old)} → {shown(new)}" for column, old, new in self.cells)
            return f"{place}: {self.key}: {cells}"
        return f"{place}: {self.kind}: {self.key}"


@dataclass(frozen=True)
class ImportPlan:
    """What an import would change, the files as they would be, and what the rules say of the result."""

    data: Path
    changes: tuple[RowChange, ...]
    files: tuple[PlannedFile, ...]
    problems: tuple[Problem, ...]


def plan_import(data: Path, slug: str, file: Path, encoding: str = "utf-8") -> ImportPlan:
    """Compare a workbook (.xlsx) or one table (.csv) with the tables of a town and the shared ones.

    Raises UnknownTown, UsageError for a file or encoding that is not taken, and DataError when the file
    or the tables as they are cannot be read clearly.
    """
    if encoding not in ENCODINGS:
        raise UsageError(f"--encoding {encoding}: choose {' or '.join(ENCODINGS)}")
    store = Store(data)
    towns = store.rows(schema.TOWNS)
    store.problems.raise_errors()
    if slug not in towns.keys:
        raise UnknownTown(slug, towns.keys)
    problems = Problems()
    sheets = _read(file, encoding, problems)
    problems.raise_errors()
    changes: list[RowChange] = []
    files: dict[str, PlannedFile] = {}
    origins: dict[str, tuple[str, Mapping[int, int]]] = {}
    for sheet in sheets:
        path = sheet.table.path.format(town=slug)
        rows = store.rows(sheet.table, slug)
        store.problems.raise_errors()
        found, planned, lines = _compare(rows, sheet, path, store.read(path) or b"")
        if found:
            changes += found
            files[path] = planned
            origins[schema.PREFIX + path] = (_place(file, sheet.table), lines)
    after = check(data, [slug], _overlaid(data, files)) if files else []
    return ImportPlan(data, tuple(changes), tuple(files.values()), tuple(_at_its_origin(p, origins) for p in after))


def _place(file: Path, table: Table) -> str:
    """How messages name a sheet of a workbook, or the file of one table."""
    return f"{file.name}[{table.name}]" if file.suffix.lower() == ".xlsx" else file.name


def _at_its_origin(problem: Problem, origins: Mapping[str, tuple[str, Mapping[int, int]]]) -> Problem:
    """A problem of the tables as they would be, told where it can be mended: in what is imported."""
    file, lines = origins.get(problem.file, ("", {}))
    if problem.line not in lines:
        return problem
    return replace(problem, file=file, line=lines[problem.line])


def apply_import(plan: ImportPlan, write: Write) -> list[Path]:
    """Write what was planned and return the files' paths.

    Raises DataError when the result would break rules, OutputError when a table changed since it was planned.
    """
    found = errors(plan.problems)
    if found:
        raise DataError(found)
    return write_files(plan.data, plan.files, write)


def _overlaid(data: Path, files: dict[str, PlannedFile]) -> Reader:
    """A reader that serves the planned files instead of those that are there."""
    read = file_reader(data)
    return lambda path: files[path].after if path in files else read(path)


# --------------------------------------------------------------------------- reading what is imported


def _read(file: Path, encoding: str, problems: Problems) -> list[Sheet]:
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UsageError(f"{file}: only .xlsx and .csv files are taken")
    try:
        content = file_reader(file.parent)(file.name)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from None
    if content is None:
        raise UsageError(f"{file}: there is no such file")
    if suffix == ".xlsx":
        sheets = read_workbook(content, file.name, problems)
    else:
        sheets = _read_csv(content, file.name, encoding, problems)
    for sheet in sheets:
        _check_sheet(sheet, _place(file, sheet.table), problems)
    return sheets


def _read_csv(content: bytes, name: str, encoding: str, problems: Problems) -> list[Sheet]:
    """The one table that a CSV file is, told by its header."""
    records = list(read_records(content, encoding, name, problems))
    header = tuple(records[0][1]) if records else ()
    fitting = [t for t in schema.TABLES.values() if set(t.mandatory) <= set(header) <= set(t.header)]
    named = (t for t in fitting if t.name == Path(name).stem)  # a town's own terms have the header of the shared ones
    table = next(named, fitting[0] if fitting else None)
    if table is None:
        likest = max(schema.TABLES.values(), key=lambda table: len(set(table.header) & set(header)))
        what = f"the header is of no table; the likest is {likest.name}: {','.join(likest.header)}"
        problems.add(catalogue.HEADER, name, 1, "", what)
        return []
    rows = []
    for line, record in records[1:]:
        if len(record) == len(header):
            rows.append((line, tuple(record)))
        elif any(record):
            what = f"the row has {len(record)} fields, the header {len(header)}"
            problems.add(catalogue.FIELD_COUNT, name, line, "", what)
    return [Sheet(table, header, tuple(rows))]


def _check_sheet(sheet: Sheet, place: str, problems: Problems) -> None:
    """The header is the table's, and no cell holds what no table may hold. Types are checked in the result."""
    if not sheet.table.accepts(sheet.header):
        what = f"the header is {','.join(sheet.header)[:500]}, not {','.join(sheet.table.header)}"
        problems.add(catalogue.HEADER, place, 1, "", what)
    for line, cells in sheet.rows:
        for column, text in zip(sheet.header, cells, strict=True):
            if refused := refused_character(text):
                problems.add(refused[0], place, line, column, refused[1])


# --------------------------------------------------------------------------- comparing


def _compare(
    rows: Rows, sheet: Sheet, path: str, content: bytes
) -> tuple[list[RowChange], PlannedFile, Mapping[int, int]]:
    """The changes of one table, the file as it would be, and for each of its lines the sheet's row that it is from.

    Columns that the sheet lacks stay as they are; those that the file lacks are added to it.
    """
    table = sheet.table
    old = list(rows)
    new = [dict(zip(sheet.header, cells, strict=True)) for _, cells in sheet.rows]
    place_of = {key: place for place, key in enumerate(_keys(table, old))}
    given = tuple(name for name in table.header if name in sheet.header or name in rows.given)
    header, lines, end = _lines(content, given, old if given != rows.given else None)
    followers: dict[int, list[tuple[bytes, int]]] = {}  # new rows by the place of the old row that they follow
    changes: list[RowChange] = []
    kept: dict[int, int] = {}  # places of old rows that stay, with the sheet's row
    previous = -1
    for key, (row, _), cells in zip(_keys(table, new), sheet.rows, new, strict=True):
        place = place_of.get(key)
        if place is None:
            followers.setdefault(previous, []).append((_line(cells, given, end), row))
            changes.append(RowChange("added", schema.PREFIX + path, 0, _told(key)))
            continue
        kept[place] = row
        previous = place
        differences = tuple((name, old[place][name], cell) for name, cell in cells.items() if old[place][name] != cell)
        if differences:
            lines[place] = _line(old[place] | cells, given, end)
            changes.append(RowChange("changed", schema.PREFIX + path, rows.lines[place], _told(key), differences))
    for key, place in place_of.items():
        if place not in kept:
            changes.append(RowChange("removed", schema.PREFIX + path, rows.lines[place], _told(key)))
    parts = [(header, 0), *followers.get(-1, ())]
    for place, line in enumerate(lines):
        if place in kept:
            parts.append((line, kept[place]))
        parts += followers.get(place, ())
    before = hashlib.sha256(content).hexdigest() if rows.present else ""
    changes.sort(key=lambda change: change.line or len(lines) + 2)
    origin = {number: row for number, (_, row) in enumerate(parts, 1) if row}
    return changes, PlannedFile(path, before, b"".join(_ended([line for line, _ in parts], end))), origin


def _keys(table: Table, rows: Iterable[_Row]) -> Iterator[_Key]:
    """Each row's key; rows that share one are told apart by their number among them."""
    seen: Counter[_Key] = Counter()
    for cells in rows:
        key = tuple(cells[name] for name in table.key)
        seen[key] += 1
        yield key if seen[key] == 1 else (*key, f"({seen[key]})")


def _told(key: _Key) -> str:
    return shown(",".join(key))[1:-1]


def _lines(content: bytes, given: Sequence[str], anew: Sequence[_Row] | None) -> tuple[bytes, list[bytes], str]:
    """Header and rows of a table that was read without fault, as bytes, and how its lines end.

    Where it gets another header, its rows `anew` are written under that.
    """
    lines = content.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith(b"\r\n") else "\n"
    if anew is None:
        return lines[0], lines[1:], end
    return _line(dict(zip(given, given, strict=True)), given, end), [_line(row, given, end) for row in anew], end


def _line(cells: _Row, given: Sequence[str], end: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end).writerow([cells.get(name, "") for name in given])
    return stream.getvalue().encode("utf-8", "surrogatepass")


def _ended(parts: Sequence[bytes], end: str) -> Iterator[bytes]:
    """The lines, each but the last sure to end; the last as it stood, unless a line follows it now."""
    for part in parts[:-1]:
        yield part if part.endswith((b"\n", b"\r")) else part + end.encode()
    yield from parts[-1:]
