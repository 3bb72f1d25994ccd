"""One row from the command line into a table: `指标=工业总产值 时期=2024 …`, read and checked as a sheet of one row is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mjq_report.dataset import catalogue, schema
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.schema import Table
from mjq_report.dataset.workbook.comparing import blank, keys
from mjq_report.dataset.workbook.grid import Cell, Grid
from mjq_report.dataset.workbook.importing import ImportPlan, apply_import, of_town, plan_sheets
from mjq_report.dataset.workbook.names import Names
from mjq_report.dataset.workbook.sheets import Sheet, read_sheet
from mjq_report.errors import UsageError, shown
from mjq_report.lang.zh import tables as zh

__all__ = ["apply_import", "plan_row"]


def plan_row(data: Path, slug: str, cells: Sequence[str], table: str = "observations") -> ImportPlan:
    """The row that `cells`, each `head=text`, are. Raises UsageError, UnknownTown, and DataError with all that is wrong.

    A row whose key is there already is refused: a slip of the pen must not change a figure that stands.
    """
    chosen = _table(table)
    parted = [cell.partition("=") for cell in cells]
    if wrong := next((cell for cell, (_, sign, _) in zip(cells, parted, strict=True) if not sign), None):
        raise UsageError(f"{shown(wrong)}: write each cell as HEAD=TEXT, such as 数值=269.20 or value=269.20")
    store = of_town(data, slug)
    tables = {**store.shared(), **store.of_town(slug)}
    store.problems.raise_errors()
    lines = ([head for head, _, _ in parted], [text for _, _, text in parted])
    grid = Grid("", {(n, m): Cell(text) for n, line in enumerate(lines, 1) for m, text in enumerate(line, 1) if text})
    problems = Problems()
    sheet = read_sheet(chosen, grid, "data add", Names(slug, tables), problems)
    if any(problem.rule is catalogue.HEADER for problem in problems.errors()):
        problems.raise_errors()
    _refuse_known(sheet, tables[chosen.name].file, [*keys(chosen, tables[chosen.name])], problems)
    return plan_sheets(store, slug, [sheet], problems)


def _table(name: str) -> Table:
    """A table by its name, in code or Chinese."""
    for table in schema.TABLES.values():
        if name == table.name or name in zh.SHEETS[table.name]:
            return table
    raise UsageError(f"--table {name}: the tables are {', '.join(schema.TABLES)}")


def _refuse_known(sheet: Sheet, file: str, known: Sequence[tuple[str, ...]], problems: Problems) -> None:
    for line, texts in sheet.rows:
        (key,) = keys(sheet.table, [blank(sheet.table) | dict(zip(sheet.header, texts, strict=True))])
        if key in known:
            what = f"{shown(','.join(key))} stands in {file} already; change it with `data import`, or in the file"
            problems.add(catalogue.DUPLICATE_KEY, sheet.place, line, "", what)
