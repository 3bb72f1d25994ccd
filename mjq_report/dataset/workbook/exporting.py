"""A town's tables as an .xlsx workbook that an editor can change and `importing` takes back without a difference.

One sheet a table, named and headed in Chinese, ids behind the names that they stand for, codes in words, every cell text
(`269.20` keeps its zero), the header frozen, drop-down lists for all that has a list.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report.dataset import fields
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.schema import Column, Table
from mjq_report.dataset.workbook.grid import escape, letters
from mjq_report.dataset.workbook.guard import MOST_ROWS
from mjq_report.dataset.workbook.importing import of_town
from mjq_report.dataset.workbook.names import Names
from mjq_report.errors import UsageError
from mjq_report.lang.zh import tables as zh

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST, _NARROWEST = 48, 8
_TEXT = "@"


def export_xlsx(data: Path, slug: str) -> bytes:
    """The workbook of a town with the shared tables behind.

    Raises UnknownTown, DataError when a table cannot be read, UsageError when one is too long for a workbook.
    """
    from openpyxl import Workbook

    store = of_town(data, slug)
    shared, own = store.shared(), store.of_town(slug)
    store.problems.raise_errors()
    names = Names(slug, {**shared, **own})
    book = Workbook()
    book.remove(book.active)
    lists = _Lists(names)
    for rows in (*own.values(), *shared.values()):
        if len(rows) >= MOST_ROWS:
            raise UsageError(f"{rows.file} has {len(rows)} rows; a workbook takes {MOST_ROWS - 1}: edit the CSV itself")
        _fill(book.create_sheet(zh.SHEETS[rows.table.name][0]), rows, names, lists)
    lists.write(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Lists:
    """The drop-down lists, each a column of a sheet of their own; a list inside a cell's rule could have 255 characters."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._columns: dict[tuple[str, ...], str] = {}  # the entries, and the head over them

    def place(self, table: Table, column: Column) -> str:
        """The range that offers what a column may say; "" where it has no list."""
        if column.many:
            return ""
        entries = tuple(said(table.name, column, code, self._names) for code in column.codes)
        if _is_named(column):
            entries = tuple(self._names.labels(column.refers))
        if not entries or len(entries) >= MOST_ROWS:
            return ""
        self._columns.setdefault(entries, zh.heads(table.name, column.name)[0])
        letter = letters([*self._columns].index(entries) + 1)
        return f"'{zh.LISTS}'!${letter}$2:${letter}${len(entries) + 1}"

    def write(self, book: Workbook) -> None:
        """Add the sheet of lists, behind all others."""
        sheet = book.create_sheet(zh.LISTS)
        for place, (entries, head) in enumerate(self._columns.items(), 1):
            for row, text in enumerate((head, *entries), 1):
                _write(sheet, row, place, text)


def said(table: str, column: Column, text: str, names: Names) -> str:
    """A cell as a workbook shows it: a code in words, an id behind its name."""
    if not text or column.many:
        return text
    if column.codes:
        return zh.labels(table, column.name).get(text, (text,))[0]
    return names.label(column.refers, text) if _is_named(column) else text


def _is_named(column: Column) -> bool:
    return bool(column.refers) and column.type is fields.ID and not column.many


def _fill(sheet: Worksheet, rows: Rows, names: Names, lists: _Lists) -> None:
    from openpyxl.styles import Font

    table = rows.table
    columns = [column for column in table.columns if not rows.present or column.name in rows.given]
    lines = [[zh.heads(table.name, column.name)[0] for column in columns]]
    lines += [[said(table.name, column, row[column.name], names) for column in columns] for row in rows]
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            if text:
                _write(sheet, number, place, text)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        sheet.cell(1, place).font = Font(bold=True)
        widest = max((_width(line[place - 1]) for line in lines), default=0)
        dimension = sheet.column_dimensions[letters(place)]
        dimension.width = min(max(widest + 2, _NARROWEST), _WIDEST)
        dimension.number_format = _TEXT  # rows typed below are text as well
        if source := lists.place(table, column):
            _offer(sheet, place, column, source)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = escape(text)
    cell.data_type = "s"  # openpyxl takes #N/A for an error
    cell.number_format = _TEXT


def _width(text: str) -> int:
    """Columns on the screen: Han characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _offer(sheet: Worksheet, place: int, column: Column, source: str) -> None:
    """A drop-down list for a column, with the column's meaning. Other entries are taken as well: names, ids, new terms."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offer = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    offer.promptTitle, offer.prompt, offer.showInputMessage = column.name, column.zh[:255], True
    sheet.add_data_validation(offer)
    offer.add(f"{letters(place)}2:{letters(place)}{MOST_ROWS}")
