"""A spreadsheet or CSV file back into the tables: what would change, row by row, then the change itself.

The result is checked by every rule before it is written. Rows that the file lacks stay, unless it is to replace the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mjq_report.dataset import catalogue, schema
from mjq_report.dataset.loading import check
from mjq_report.dataset.problems import Problems, errors
from mjq_report.dataset.sources import Reader, file_reader
from mjq_report.dataset.store import Store
from mjq_report.dataset.workbook.comparing import RowChange, compare
from mjq_report.dataset.workbook.opening import read_tables
from mjq_report.dataset.workbook.sheets import Sheet
from mjq_report.dataset.writing import PlannedFile, Write, write_files
from mjq_report.errors import DataError, Problem, UnknownTown, UsageError

ENCODINGS = ("utf-8", "gb18030")
_STRUCTURE = (catalogue.WORKBOOK, catalogue.SHEET, catalogue.HEADER, catalogue.ENCODING, catalogue.CSV_SYNTAX)


@dataclass(frozen=True)
class ImportPlan:
    """What an import would change, the files as they would be, and what the rules say of the result."""

    data: Path
    changes: tuple[RowChange, ...]
    files: tuple[PlannedFile, ...]
    problems: tuple[Problem, ...]


def plan_import(data: Path, slug: str, file: Path, encoding: str = "utf-8", replacing: bool = False) -> ImportPlan:
    """Compare a workbook (.xlsx) or one table (.csv) with the tables of a town and the shared ones.

    Rows of the tables that the file lacks stay, unless it is `replacing`. Raises UnknownTown, UsageError for a file or
    encoding that is not taken, and DataError when the file or the tables as they are cannot be read clearly.
    """
    if encoding not in ENCODINGS:
        raise UsageError(f"--encoding {encoding}: choose {' or '.join(ENCODINGS)}")
    store = of_town(data, slug)
    problems = Problems()
    sheets = read_tables(file, encoding, slug, {**store.shared(), **store.of_town(slug)}, problems)
    if any(problem.rule in _STRUCTURE for problem in problems.errors()):
        problems.raise_errors()
    return plan_sheets(store, slug, sheets, problems, replacing)


def of_town(data: Path, slug: str) -> Store:
    """The tables of a data folder that has the town. Raises UnknownTown, DataError when towns.csv cannot be read."""
    store = Store(data)
    towns = store.rows(schema.TOWNS)
    store.problems.raise_errors()
    if slug not in towns.keys:
        raise UnknownTown(slug, towns.keys)
    return store


def plan_sheets(
    store: Store, slug: str, sheets: Sequence[Sheet], problems: Problems, replacing: bool = False
) -> ImportPlan:
    """The changes that sheets make, checked by every rule; faults of reading and of the result are raised together."""
    changes: list[RowChange] = []
    files: dict[str, PlannedFile] = {}
    origins: dict[str, tuple[Sheet, Mapping[int, int]]] = {}
    for sheet in sheets:
        path = sheet.table.path.format(town=slug)
        rows = store.rows(sheet.table, slug)
        store.problems.raise_errors()
        found, planned, lines = compare(rows, sheet, path, store.read(path) or b"", replacing)
        if found:
            changes += found
            files[path] = planned
            origins[schema.PREFIX + path] = (sheet, lines)
    after = check(store.data, [slug], _overlaid(store.data, files)) if files else []
    told = tuple(_at_its_origin(problem, origins) for problem in after)
    if problems.errors():
        known = {(p.file, p.line, p.column) for p in problems.errors()}
        problems.extend(p for p in errors(told) if p.line and (p.file, p.line, p.column) not in known)
        problems.raise_errors()
    return ImportPlan(store.data, tuple(changes), tuple(files.values()), told)


def _at_its_origin(problem: Problem, origins: Mapping[str, tuple[Sheet, Mapping[int, int]]]) -> Problem:
    """A problem of the tables as they would be, told where it can be mended: in what is imported."""
    if problem.file not in origins or problem.line not in origins[problem.file][1]:
        return problem
    sheet, lines = origins[problem.file]
    line = lines[problem.line]
    return replace(problem, file=sheet.place, line=line, column=sheet.where(line, problem.column))


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
