"""Sheets as tables: which table a sheet is, which column a head means, what each cell says in the table's own form.

Heads and codes may be Chinese (指标, 约, 预计), ids may be names; what a head or a cell does not say plainly is named with its
address. A figure must be what the editor sees: formulas, errors, rounded numbers, merged cells and anything hidden are
refused (guarantees P8 to P11).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mjq_report.dataset import catalogue, fields, schema, typed
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules.characters import refused_character
from mjq_report.dataset.schema import Column, Table
from mjq_report.dataset.workbook.grid import Cell, Grid, address, letters
from mjq_report.dataset.workbook.names import Names
from mjq_report.errors import shown
from mjq_report.lang.zh import tables as zh

CODES = "codes"  # what the sheet of drop-down lists was called in workbooks of earlier versions
DEFAULTS = {"qualifier": "exact", "status": "actual"}  # what a blank cell of a new row says
WIDE = "a table with years or towns across comes in by `mjq-report propose FILE --town TOWN`"
_NARROWED = (fields.LOCATOR, fields.INTEGER, fields.YEAR, fields.DIVISION_CODE, fields.SHA256)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is a table: its columns in its order, its rows with their line; blank rows are left out.

    `place` is how messages call it, `heads` what its columns are called there, by their names.
    """

    table: Table
    place: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    heads: Mapping[str, str]
    letters: Mapping[str, str]  # of a workbook; none in a CSV file

    def where(self, line: int, column: str) -> str:
        """A cell of a column as messages name it: its address and its head."""
        if column not in self.heads:
            return column
        return f"{self.letters[column]}{line} {self.heads[column]}" if self.letters else self.heads[column]


def is_list(grid: Grid) -> bool:
    """Whether a sheet says nothing: it is empty, or holds the drop-down lists of an export."""
    return not grid.cells or grid.name in (CODES, zh.LISTS)


def table_of(grid: Grid, named: str) -> Table | None:
    """The table that a sheet is, by its name (or its file's), else by its heads."""
    for table in schema.TABLES.values():
        if named == table.name or named in zh.SHEETS[table.name]:
            return table
    heads = [cell.text.strip() for cell in _first(grid)[1].values()]
    return next((table for table in schema.TABLES.values() if _fits(table, heads)), None)


def _fits(table: Table, heads: Sequence[str]) -> bool:
    meant = [column_meant(table, head) for head in heads if head]
    return bool(meant) and None not in meant and not _missing(table, [name for name in meant if name])


def likest(grid: Grid) -> str:
    """For a sheet that is no table: the table that its heads are nearest to, with the heads of that."""
    heads = [cell.text.strip() for cell in _first(grid)[1].values()]
    near = max(schema.TABLES.values(), key=lambda table: sum(column_meant(table, head) is not None for head in heads))
    return f"the likest is {near.name}: {','.join(near.header)}"


def column_meant(table: Table, head: str) -> str | None:
    """The column that a head means: its code, or one of its names."""
    plain = "".join(head.split()).rstrip("*＊：:")
    if plain in table.header:
        return plain
    return next((name for name in table.header if plain in zh.heads(table.name, name)), None)


def _first(grid: Grid) -> tuple[int, dict[int, Cell]]:
    """The row of heads: the first with anything in it."""
    return next(iter(grid.rows.items()), (1, {}))


def _missing(table: Table, names: Sequence[str]) -> list[Column]:
    return [c for c in table.columns if c.required and c.name not in names and c.name not in DEFAULTS]


# --------------------------------------------------------------------------- reading


def read_sheet(table: Table, grid: Grid, place: str, names: Names, problems: Problems) -> Sheet:
    """A sheet's rows in the table's own form. What is not plain goes to `problems`, each thing once."""
    line, first = _first(grid)
    columns = _heads(table, line, first, place, problems)
    heads = {name: first[column].text.strip() for column, name in columns.items()}
    rows = []
    for row, cells in grid.rows.items():
        if row == line:
            continue
        beyond = [column for column, cell in cells.items() if column not in first and cell.text]
        if beyond:
            what = f"there is a cell beyond the columns that have a head: {address(row, beyond[0])}"
            problems.add(catalogue.FIELD_COUNT, place, row, "", what)
        reading = _Row(table, place, row, bool(grid.name), names, problems)
        texts = tuple(reading.said(column, heads[name], name, cells.get(column)) for column, name in columns.items())
        if any(cell.text or cell.fault for cell in cells.values()):
            rows.append((row, texts))
    at = {name: letters(column) for column, name in columns.items()} if grid.name else {}
    return Sheet(table, place, tuple(columns.values()), tuple(rows), heads, at)


def _heads(table: Table, line: int, first: Mapping[int, Cell], place: str, problems: Problems) -> dict[int, str]:
    """Which column of the table each column of the sheet is; what is unknown, doubled or missing is named."""
    found: dict[int, str] = {}
    for column, cell in first.items():
        head, where = cell.text.strip(), address(line, column)
        name = column_meant(table, head)
        if cell.fault:
            problems.add(catalogue.CELL_CONTENT, place, line, where, f"the head is {cell.fault}")
        elif name is None:
            near = _nearest_head(table, head)
            problems.add(catalogue.HEADER, place, line, where, f"unknown column {shown(head)}{near}")
        elif name in found.values():
            other = next(letters(one) for one, known in found.items() if known == name)
            problems.add(
                catalogue.HEADER, place, line, where, f"column {shown(head)} stands twice, also in column {other}"
            )
        else:
            found[column] = name
    if missing := _missing(table, list(found.values())):
        told = ", ".join(f"{zh.heads(table.name, column.name)[0]} ({column.name})" for column in missing)
        problems.add(catalogue.HEADER, place, line, "", f"missing: {told}")
    return found


def _nearest_head(table: Table, head: str) -> str:
    known = {text: name for name in table.header for text in (name, *zh.heads(table.name, name))}
    near = difflib.get_close_matches(head, known, n=1)
    return f"; the nearest is {near[0]}" if near else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is being read, and where its faults go."""

    table: Table
    place: str
    row: int
    has_addresses: bool
    names: Names
    problems: Problems

    def said(self, at: int, head: str, name: str, cell: Cell | None) -> str:
        """What a cell says in the form of the table; "" for none."""
        column = self.table.column(name)
        if cell is None:
            return DEFAULTS.get(name, "")
        where = f"{address(self.row, at)} {head}" if self.has_addresses else head
        if fault := _fault(column, cell):
            self.problems.add(catalogue.CELL_CONTENT, self.place, self.row, where, fault)
            return ""
        text = cell.text if column.type is fields.TEXT and "\n" in cell.text else cell.text.strip()
        if refused := refused_character(text):
            self.problems.add(refused[0], self.place, self.row, where, refused[1])
            return ""
        try:
            return canonical(self.table, column, text, self.names)
        except ValueError as error:
            self.problems.add(catalogue.UNKNOWN_ID, self.place, self.row, where, str(error))
            return ""


def _fault(column: Column, cell: Cell) -> str:
    """Why a cell cannot be taken, or nothing."""
    if cell.kind == "f":
        return "the cell is a formula; paste what it shows as a value (选择性粘贴→数值)"
    if cell.fault:
        return f"the cell is {cell.fault}"
    if cell.kind == "d" and column.type not in (fields.PERIOD, fields.DATE):
        return f"the cell is a date, {cell.text}"
    if cell.is_rounded:
        return (
            f"the cell is the number {cell.stored} in the format {shown(cell.number_format)}, which shows {cell.text}"
        )
    return ""


def canonical(table: Table, column: Column, text: str, names: Names) -> str:
    """What a person typed into a column, in the form that the table has. ValueError names the nearest for a name that none has."""
    if not text:
        return ""
    if column.codes:
        labels = _codes(table.name, column)
        return " ".join(labels.get(part, part) for part in (_parts(text) if column.many else [text]))
    if column.refers and column.type is fields.ID:
        return " ".join(names.id_of(column.refers, part) for part in (_parts(text) if column.many else [text]))
    if column.type is fields.NUMBER:
        return typed.number(text)
    if column.type in (fields.PERIOD, fields.DATE):
        return typed.period(text)
    if column.type in _NARROWED:
        return _narrowed(column, text)
    return text


def _narrowed(column: Column, text: str) -> str:
    plain = typed.narrow(text)
    if column.type is fields.YEAR:
        return plain.removesuffix("年")
    if column.type is fields.LOCATOR and "!" not in plain:
        return plain.removeprefix("第").removeprefix("段落").removesuffix("段")
    return plain.lower() if column.type is fields.SHA256 else plain


def _codes(table: str, column: Column) -> Mapping[str, str]:
    return {name: code for code, known in zh.labels(table, column.name).items() for name in known}


def _parts(text: str) -> list[str]:
    for mark in "、，,；;":
        text = text.replace(mark, " ")
    return text.split()


def unclear(grid: Grid) -> Iterator[str]:
    """What makes it unclear what a sheet says: what is hidden or merged."""
    if not grid.visible:
        yield "the sheet is hidden"
    for top, left, bottom, right in grid.merged:
        yield f"the cells {address(top, left)}:{address(bottom, right)} are merged"
    for number in sorted(grid.hidden_rows):
        yield f"row {number} is hidden"
    for column in sorted(grid.hidden_columns):
        if any(place[1] == column for place in grid.cells):
            yield f"column {letters(column)} is hidden"
