"""A file that an office sends, opened: what kind it is, which tables its sheets are, what it brings along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Rows, read_records
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.schema import Table
from mjq_report.dataset.sources import file_reader
from mjq_report.dataset.workbook import kinds
from mjq_report.dataset.workbook.grid import Cell, Grid, Place, encoding_of, read_workbook
from mjq_report.dataset.workbook.names import Names
from mjq_report.dataset.workbook.sheets import (
    WIDE,
    Sheet,
    column_meant,
    is_list,
    likest,
    read_sheet,
    table_of,
    unclear,
)
from mjq_report.errors import UsageError, shown

_Found = tuple[Table, Grid, str]  # a sheet, which table it is, and what messages call it


def read_tables(file: Path, encoding: str, slug: str, tables: Mapping[str, Rows], problems: Problems) -> list[Sheet]:
    """The tables that a workbook or a CSV file holds. Raises UsageError for a file of another kind; `problems` has the rest."""
    suffix = file.suffix.lower()
    content = contents(file)
    if reason := kinds.not_taken(content, suffix):
        raise UsageError(f"{file.name}: {reason}")
    if suffix not in (".xlsx", ".csv"):
        raise UsageError(f"{file}: only .xlsx and .csv files are taken")
    if suffix == ".xlsx":
        grids = _of_workbook(content, file.name, problems)
    else:
        grids = _of_csv(content, file.name, encoding, problems)
    found = _tables(file, grids, problems)
    names = Names(slug, tables, _added(found))
    return [read_sheet(table, grid, place, names, problems) for table, grid, place in found]


def contents(file: Path) -> bytes:
    """The bytes of a plain file. Raises UsageError."""
    try:
        content = file_reader(file.parent)(file.name)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from None
    if content is None:
        raise UsageError(f"{file}: there is no such file")
    return content


def _of_workbook(content: bytes, name: str, problems: Problems) -> list[Grid]:
    """The sheets of a workbook that say something."""
    found = read_workbook(content)
    if isinstance(found, str):
        problems.add(catalogue.WORKBOOK, name, 0, "", found)
        return []
    return [grid for grid in found if not is_list(grid)]


def _of_csv(content: bytes, name: str, encoding: str, problems: Problems) -> list[Grid]:
    """A CSV file as the one sheet that it is; a record of another length than the first is named."""
    is_utf8 = encoding_of(content) == "utf-8"
    if encoding == "gb18030" and is_utf8 and not content.isascii():
        raise UsageError(f"{name}: the file is sound UTF-8; leave --encoding gb18030 away")
    if encoding == "utf-8" and not is_utf8 and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "the file is not UTF-8; as Excel and WPS save CSV it is GB18030: give --encoding gb18030"
        problems.add(catalogue.ENCODING, name, 0, "", what)
        return []
    records = list(read_records(content, encoding, name, problems))
    width = len(records[0][1]) if records else 0
    cells: dict[Place, Cell] = {}
    for line, record in records:
        if any(record) and len(record) != width:
            problems.add(catalogue.FIELD_COUNT, name, line, "", f"the row has {len(record)} fields, the header {width}")
            continue
        cells |= {(line, column): Cell(text) for column, text in enumerate(record, 1) if text}
    return [Grid("", cells)]


def _tables(file: Path, grids: Sequence[Grid], problems: Problems) -> list[_Found]:
    """Which table each sheet is, and what messages call it; sheets that are none are named."""
    found = []
    for grid in grids:
        place = f"{file.name}[{grid.name}]" if grid.name else file.name
        table = table_of(grid, grid.name or file.stem)
        if table is not None:
            found.append((table, grid, place))
            for what in unclear(grid):
                problems.add(catalogue.SHEET, place, 0, "", what)
        else:
            what = (
                f"{shown(grid.name)} is no table, and its heads are of none"
                if grid.name
                else "the header is of no table"
            )
            problems.add(catalogue.HEADER, place, 1, "", f"{what}; {likest(grid)}; {WIDE}")
    for name, count in Counter(table.name for table, _, _ in found).items():
        if count > 1:
            what = f"{count} sheets are the table {name}; put their rows into one"
            problems.add(catalogue.SHEET, file.name, 0, "", what)
    return found


def _added(found: Sequence[_Found]) -> dict[str, set[str]]:
    """The ids that sheets bring along, by the table that others refer to them in."""
    added: dict[str, set[str]] = {}
    for table, grid, _ in found:
        heads, *rows = grid.rows.values()
        place = next((n for n, cell in heads.items() if column_meant(table, cell.text.strip()) == table.key[0]), 0)
        ids = {row[place].text.strip() for row in rows if place in row}
        added.setdefault(table.name.removeprefix("own_"), set()).update(ids)
    return added
