"""Proposals as a file that people open: CSV that spreadsheets read as UTF-8, a workbook with a sheet a list, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from mjq_report.errors import UsageError
from mjq_report.intake.proposal import LeftOut, Mention, OfferedClaim, Proposal, Proposed

ENDINGS = (".csv", ".xlsx", ".json")
_LISTS: tuple[tuple[str, str, type], ...] = (
    ("proposals", "", Proposal),
    ("left_out", "-left-out", LeftOut),
    ("claims", "-claims", OfferedClaim),
    ("mentions", "-mentions", Mention),
)  # field of Proposed and sheet, what a CSV file's name gets, kind of its lines
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def files(found: Proposed, name: str) -> Iterator[tuple[str, bytes]]:
    """The files to write, by name: all lists in one workbook or JSON text, or a CSV file for each list that is not empty.

    Raises UsageError for another ending.
    """
    ending = Path(name).suffix.lower()
    if ending == ".json":
        yield name, as_json(found).encode()
    elif ending == ".xlsx":
        yield name, _workbook(found)
    elif ending == ".csv":
        for field, more, kind in _LISTS:
            lines = _lines(found, field, kind)
            if len(lines) > 1 or not more:
                yield f"{Path(name).stem}{more}{Path(name).suffix}", _csv(lines)
    else:
        raise UsageError(f"--out {name}: give a name that ends in {', '.join(ENDINGS)}")


def as_json(found: Proposed) -> str:
    """Everything as JSON, a list for each kind."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"


def _lines(found: Proposed, field: str, kind: type) -> list[list[str]]:
    """A list with its head, every cell text."""
    names = [one.name for one in fields(kind)]
    return [names, *([str(getattr(item, name)) for name in names] for item in getattr(found, field))]


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8; a text from outside is never a formula."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([list(map(_harmless, line)) for line in lines])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it; numbers stay."""
    return f"'{text}" if text.startswith(_FORMULA) and not text[1:].replace(".", "", 1).isdigit() else text


def _workbook(found: Proposed) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for field, _, kind in _LISTS:
        sheet = book.create_sheet(field)
        for row, line in enumerate(_lines(found, field, kind), 1):
            for column, text in enumerate(line, 1):
                cell = sheet.cell(row, column, _plain(text))
                cell.data_type, cell.number_format = "s", "@"  # 269.20 keeps its zero, =1+1 stays a text
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
