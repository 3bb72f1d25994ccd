"""A town's tables as an .xlsx workbook that an editor can change and `importing` takes back.

One sheet a table, every cell text (`269.20` keeps its zero), the header frozen,
drop-down lists for coded columns and for ids of other tables.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report.dataset import schema
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.schema import Column
from mjq_report.dataset.store import Store
from mjq_report.dataset.workbook import sheets
from mjq_report.dataset.workbook.guard import MOST_ROWS
from mjq_report.errors import UnknownTown, UsageError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST, _NARROWEST = 48, 8
_TEXT = "@"
_LONGEST_LIST = 255  # characters, ISO/IEC 29500-1, 18.3.1.33 as Excel reads it


def export_xlsx(data: Path, slug: str) -> bytes:
    """The workbook of a town with the shared tables behind.

    Raises UnknownTown, DataError when a table cannot be read, UsageError when one is too long for a workbook.
    """
    from openpyxl import Workbook

    store = Store(data)
    towns = store.rows(schema.TOWNS)
    store.problems.raise_errors()
    if slug not in towns.keys:
        raise UnknownTown(slug, towns.keys)
    tables = [*store.of_town(slug).values(), *(store.rows(table) for table in schema.SHARED)]
    store.problems.raise_errors()
    lengths = {rows.table.name: len(rows) for rows in tables}
    book = Workbook()
    book.remove(book.active)
    for rows in tables:
        if len(rows) >= MOST_ROWS:
            raise UsageError(f"{rows.file} has {len(rows)} rows; a workbook takes {MOST_ROWS - 1}: edit the CSV itself")
        _fill(book.create_sheet(rows.table.name), rows, lengths)
    if sheets.CODES in book.sheetnames:
        book.move_sheet(sheets.CODES, len(book.sheetnames))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, rows: Rows, lengths: dict[str, int]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    columns = [column for column in rows.table.columns if not rows.present or column.name in rows.given]
    lines = [[column.name for column in columns], *([row[column.name] for column in columns] for row in rows)]
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            if text:
                _write(sheet, number, place, text)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.cell(1, place).font = Font(bold=True)
        widest = max((_width(line[place - 1]) for line in lines), default=0)
        sheet.column_dimensions[letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[letter].number_format = _TEXT  # rows typed below are text as well
        _offer(sheet, letter, column, lengths)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = sheets.escape(text)
    cell.data_type = "s"  # openpyxl takes #N/A for an error
    cell.number_format = _TEXT


def _listed(book: Workbook, column: Column) -> str:
    """Where the codes of a column stand in the sheet of codes, a column each, for lists that a cell's rule cannot have."""
    from openpyxl.utils import get_column_letter

    sheet = book[sheets.CODES] if sheets.CODES in book.sheetnames else book.create_sheet(sheets.CODES)
    place = sheet.max_column + 1 if sheet.cell(1, 1).value else 1
    for row, text in enumerate((column.name, *column.codes), 1):
        _write(sheet, row, place, text)
    letter = get_column_letter(place)
    return f"{sheets.CODES}!${letter}$2:${letter}${len(column.codes) + 1}"


def _width(text: str) -> int:
    """Columns on the screen: Han characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _offer(sheet: Worksheet, letter: str, column: Column, lengths: dict[str, int]) -> None:
    """A drop-down list for a column that takes codes or ids of another table, with the column's meaning."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.codes and not column.many:
        source = f'"{",".join(column.codes)}"'
        source = source if len(source) - 2 <= _LONGEST_LIST else _listed(sheet.parent, column)
    elif len(column.refers) == 1 and not column.many and lengths.get(column.refers[0]):
        source = f"{column.refers[0]}!$A$2:$A${MOST_ROWS}"
    else:
        return
    closed = not set(column.refers) & schema.TERMS.keys()  # a town has terms of its own, and growth of each needs none
    offer = DataValidation(type="list", formula1=source, allow_blank=not column.required, showErrorMessage=closed)
    offer.promptTitle, offer.prompt, offer.showInputMessage = column.name, f"{column.zh}\n{column.en}"[:255], True
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{MOST_ROWS}")
