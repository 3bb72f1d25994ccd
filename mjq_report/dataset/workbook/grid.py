"""A workbook or a CSV file as sheets of cells, each with what it shows: guarded, and read in a child process."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from mjq_report.dataset.workbook import child, display, guard, kinds
from mjq_report.errors import shown as quoted
from mjq_report.model import locators

PATIENCE = 30  # seconds of the clock; the child itself has a few seconds of the processor
MOST_CELLS = 200_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]+)(?::([A-Z]{1,3})([0-9]+))?")
Place = tuple[int, int]  # row and column, counted from 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `fault` says why that is not plain. `kind` is s text, n number, d date, f formula, e error, b truth.

    `stored` is the value below, `number_format` how it is shown.
    """

    text: str
    kind: str = "s"
    stored: str = ""
    number_format: str = ""
    indent: int = 0
    fault: str = ""

    @property
    def is_rounded(self) -> bool:
        """Whether a number shows less than it is, so that nobody can see what was typed."""
        if self.kind != "n" or not self.text:
            return False
        plain = self.text.replace(",", "").replace("(", "-").strip("() ")
        try:
            return Decimal(plain) != display.fifteen(Decimal(self.stored))
        except ArithmeticError:
            return True


@dataclass(frozen=True)
class Grid:
    """A sheet: its cells that are not empty, the areas that are merged, what is hidden."""

    name: str
    cells: Mapping[Place, Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row and column, last row and column
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row and column, in order."""
        found: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def address(row: int, column: int) -> str:
    """A cell's address, as C6."""
    return f"{letters(column)}{row}"


def column_of(text: str) -> int:
    """A column's number by its letters."""
    return guard.column(text.encode("ascii"))


def shown(grids: Iterable[Grid]) -> dict[str, str]:
    """What every cell of some sheets shows, by its locator."""
    return {
        locators.cell(grid.name, address(row, column)): cell.text
        for grid in grids
        for row, cells in grid.rows.items()
        for column, cell in cells.items()
        if cell.text
    }


def escape(text: str) -> str:
    """Text as a cell stores it: Excel reads `_x0041_` as a character code, unless its underscore is coded."""
    return _UNDERSCORE.sub("_x005F_", text)


def unescape(text: str) -> str:
    """The text that a stored cell shows."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def read_workbook(content: bytes) -> list[Grid] | str:
    """The sheets of an .xlsx file; a string says why it cannot be read."""
    reason = kinds.not_taken(content, ".xlsx") or guard.fault(content)
    found = reason or _in_child(content)
    return found if isinstance(found, str) else [_grid(sheet) for sheet in found]


def csv_grid(content: bytes, name: str, encoding: str) -> Grid | str:
    """A CSV file as a sheet; a string says why it cannot be read."""
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return str(error)
    if sum(map(len, records)) > MOST_CELLS:
        return f"it has more than {MOST_CELLS} cells"
    cells = {
        (row, column): Cell(text)
        for row, record in enumerate(records, 1)
        for column, text in enumerate(record, 1)
        if text.strip()
    }
    return Grid(name, cells)


def encoding_of(content: bytes) -> str:
    """utf-8 where the bytes are that, else gb18030, as older offices save; UTF-8 with Chinese in it is never valid by chance."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _in_child(content: bytes) -> list[dict[str, Any]] | str:
    """Read in a process with limits; a string says why that failed."""
    command = [sys.executable, "-I", str(Path(child.__file__))]
    surrounding = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env=surrounding
        )
    except subprocess.TimeoutExpired:
        return f"reading it took more than {PATIENCE} s"
    if done.returncode == 0:
        sheets: list[dict[str, Any]] = json.loads(done.stdout)
        return sheets
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode < 0 or "MemoryError" in last:
        limits = f"{child.SECONDS} s or {child.MEMORY // 2**20} MiB"
        return f"reading it takes more than {limits}"
    return f"it cannot be read as a workbook ({quoted(last)})"


def _grid(sheet: dict[str, Any]) -> Grid:
    cells = {}
    for row, column, kind, value, number_format, indent, cached in sheet["cells"]:
        cells[row, column] = _cell(kind, value, number_format, indent, cached)
    hidden = [number for pair in sheet["hidden_columns"] for number in _span(pair)]
    merged = tuple(_area(text) for text in sheet["merged"])
    return Grid(
        sheet["name"], cells, merged, frozenset(sheet["hidden_rows"]), frozenset(hidden), sheet["state"] == "visible"
    )


def _span(text: str) -> range:
    first, last = (column_of(part) for part in text.split(":"))
    return range(first, min(last, guard.MOST_COLUMNS) + 1)


def _area(text: str) -> tuple[int, int, int, int]:
    match = _AREA.fullmatch(text)
    assert match is not None, "openpyxl names areas by their corners"
    first, last = (column_of(match[1]), column_of(match[3] or match[1]))
    return int(match[2]), first, int(match[4] or match[2]), last


def _cell(kind: str, value: str, number_format: str, indent: int, cached: list[str] | None) -> Cell:
    """A cell with what it shows; of a formula, what it last gave."""
    if kind == "f":
        if cached is None:
            return Cell("", "f", value, number_format, indent, "a formula that no program has computed yet")
        given = _cell(cached[0], cached[1], number_format, indent, None)
        return Cell(given.text, "f", value, number_format, indent, given.fault)
    if kind in ("s", "inlineStr"):
        return Cell(unescape(value), "s", value, number_format, indent)
    if kind == "d":
        text = display.typed_date(value, number_format)
        return Cell(text or "", "d", value, number_format, indent, "" if text else "a date or a time of day")
    if kind != "n":
        return Cell(
            "", kind, value, number_format, indent, {"e": "an error", "b": "a truth value"}.get(kind, "no text")
        )
    text = display.shown_number(value, number_format)
    what = f"the number {value} in the format {quoted(number_format)}"
    return Cell(text or "", "n", value, number_format, indent, what if text is None else "")
