"""Run as a program of its own, with limits on memory and time: .xlsx bytes on stdin, cells as JSON on stdout.

It imports nothing of mjq_report, so that it starts fast and a crash takes nothing with it. Whatever goes
wrong ends this process; its parent tells the user.
"""

from __future__ import annotations

import io
import json
import os
import sys
import warnings
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 4
MOST_ROWS, MOST_COLUMNS = 10_000, 256  # as in workbook_guard, for rows and cells that do not say where they are


def _limit() -> None:
    """Cap memory and time, and forbid writing files and dumping core, where the system can."""
    try:
        import resource
    except ImportError:  # not POSIX: the guard and the parent's time limit remain
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes) -> list[dict[str, object]]:
    """Every sheet with its state, hidden rows and columns, merged ranges and non-empty cells.

    A cell is [row, column, type, text, number format, indent, cached]; types are openpyxl's: s text, n number, b boolean,
    d date, f formula, e error. Of a formula `cached` is the type and text of what it last gave, which may be none.
    """
    from openpyxl.utils import get_column_letter

    book = _open(content, False)
    given: dict[str, dict[tuple[int, int], list[str]]] = {}
    if any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        for sheet in _open(content, True).worksheets:
            given[sheet.title] = {(c.row, c.column): [c.data_type, str(c.value)] for c in _filled(sheet)}
    sheets: list[dict[str, object]] = []
    for sheet in book.worksheets:
        cells = [
            [
                cell.row, cell.column, cell.data_type, str(cell.value), cell.number_format,
                int(cell.alignment.indent or 0) if cell.has_style else 0,
                given[sheet.title].get((cell.row, cell.column)) if cell.data_type == "f" else None,
            ]
            for cell in _filled(sheet)
        ]  # fmt: skip
        groups = [(d.min or 0, d.max or 0) for d in sheet.column_dimensions.values() if d.hidden]
        sheets.append(
            {
                "name": sheet.title,
                "state": sheet.sheet_state,
                "merged": sorted(str(area) for area in sheet.merged_cells.ranges),
                "hidden_rows": sorted(number for number, d in sheet.row_dimensions.items() if d.hidden),
                "hidden_columns": sorted(f"{get_column_letter(a)}:{get_column_letter(b)}" for a, b in groups if a),
                "cells": cells,
            }
        )
    return sheets


def _open(content: bytes, values: bool) -> Any:
    """The workbook with formulas, or with the values that they last gave."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), data_only=values, keep_links=False, rich_text=False)
    reader.read()
    book = reader.wb
    if len(book.worksheets) < len(reader.parser.sheets):  # it leaves out, without a word, what it has no part for
        raise ValueError("it has chart sheets, or sheets without content")
    if any(sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS for sheet in book.worksheets):
        raise ValueError(f"a sheet has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns")
    return book


def _filled(sheet: Any) -> list[Any]:
    """The cells that hold something, row by row."""
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


if __name__ == "__main__":
    _limit()
    # the parsers of the standard library, behind defusedxml where that is there
    os.environ["OPENPYXL_LXML"] = "False"
    warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out, such as themes
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
