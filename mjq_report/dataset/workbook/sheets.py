"""Sheets of an .xlsx workbook as rows of text: guarded, read in a child process, refused where unclear.

A figure must be what the editor sees: formulas, errors, dates, percent and scaled formats, merged cells and
anything hidden are refused with their place (guarantees P8 to P11).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from mjq_report.dataset import catalogue, schema
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.schema import Table
from mjq_report.dataset.workbook import child, guard
from mjq_report.errors import shown

CODES = "codes"  # a sheet of an exported workbook that holds the longer drop-down lists, and is no table
PATIENCE = 30  # seconds of the clock; the child itself has a few seconds of the processor
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_FORMAT = re.compile(r"General|@|0(?:\.(0{1,12}))?", re.IGNORECASE)
_WHY_NOT = {"f": "a formula", "e": "an error", "b": "a truth value", "d": "a date"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is a table: its header, its other rows with their line, blank rows left out."""

    table: Table
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def escape(text: str) -> str:
    """Text as a cell stores it: Excel reads `_x0041_` as a character code, unless its underscore is coded."""
    return _UNDERSCORE.sub("_x005F_", text)


def unescape(text: str) -> str:
    """The text that a stored cell shows."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def read_workbook(content: bytes, name: str, problems: Problems) -> list[Sheet]:
    """The sheets of a workbook, by the names of their tables; what is unclear goes to `problems`."""
    reason = guard.fault(content)
    sheets = [] if reason else _in_child(content)
    if isinstance(sheets, str):
        reason, sheets = sheets, []
    if reason:
        problems.add(catalogue.WORKBOOK, name, 0, "", reason)
    found = []
    for sheet in sheets:
        place = f"{name}[{sheet['name']}]"
        for what in _unclear(sheet):
            problems.add(catalogue.SHEET, place, 0, "", what)
        if sheet["name"] in schema.TABLES:
            found.append(_sheet(schema.TABLES[sheet["name"]], sheet["cells"], place, problems))
    return found


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
    return f"it cannot be read as a workbook ({shown(last)})"


def _unclear(sheet: dict[str, Any]) -> Iterator[str]:
    if sheet["name"] not in (*schema.TABLES, CODES):
        yield f"{shown(sheet['name'])} is no table; the tables are {', '.join(schema.TABLES)}"
    if sheet["state"] != "visible":
        yield "the sheet is hidden"
    for area in sheet["merged"]:
        yield f"the cells {area} are merged"
    for number in sheet["hidden_rows"]:
        yield f"row {number} is hidden"
    for columns in sheet["hidden_columns"]:
        yield f"columns {columns} are hidden"


def _sheet(table: Table, cells: list[list[Any]], place: str, problems: Problems) -> Sheet:
    rows: dict[int, dict[int, str]] = {1: {}}
    for row, column, kind, value, number_format in cells:
        text = _text(kind, value, number_format)
        if text is None:
            what = f"the cell is {_WHY_NOT.get(kind, f'the number {value} in the format {shown(number_format)}')}"
            problems.add(catalogue.CELL_CONTENT, place, row, rows[1].get(column, ""), what)
        elif text:
            rows.setdefault(row, {})[column] = text
    header = rows.pop(1)
    width = max(header, default=0)
    for row, texts in rows.items():
        if max(texts) > width:
            problems.add(catalogue.FIELD_COUNT, place, row, "", f"there is a cell beyond the {width} columns")
    places = range(1, width + 1)
    lines = tuple((row, tuple(rows[row].get(c, "") for c in places)) for row in sorted(rows))
    return Sheet(table, tuple(header.get(c, "") for c in places), lines)


def _text(kind: str, value: str, number_format: str) -> str | None:
    """What a cell says, or None when it does not say it plainly."""
    if kind in ("s", "inlineStr"):
        return unescape(value)
    plain = _PLAIN_FORMAT.fullmatch(number_format)
    if kind != "n" or plain is None:
        return None
    number = Decimal(value)
    if not number.is_finite():
        return None
    written = f"{number:f}".removesuffix(".0")
    decimals = len(plain[1] or "")
    if not decimals:
        return written
    padded = f"{number:.{decimals}f}"
    return padded if Decimal(padded) == number else None
