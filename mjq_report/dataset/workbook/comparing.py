"""What rows from elsewhere change in a table: added, changed, removed, and the file as it would be.

Rows are matched by their key. The file's order stays; rows that are the same keep their very bytes; new rows go behind the
row that they follow, or to the end where they follow none.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mjq_report.dataset import schema
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.schema import Table
from mjq_report.dataset.workbook.sheets import DEFAULTS, Sheet
from mjq_report.dataset.writing import PlannedFile
from mjq_report.errors import shown

_Key = tuple[str, ...]
_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that would be added, changed or removed; `line` counts in the file as it is, or is 0 for a new row."""

    kind: Literal["added", "changed", "removed"]
    file: str
    line: int
    key: str
    cells: tuple[tuple[str, str, str], ...] = ()  # column, old, new

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        if self.kind == "changed":
            cells = ", ".join(f"{column} {shown(old)} → {shown(new)}" for column, old, new in self.cells)
            return f"{place}: {self.key}: {cells}"
        return f"{place}: {self.kind}: {self.key}"


def compare(
    rows: Rows, sheet: Sheet, path: str, content: bytes, replacing: bool
) -> tuple[list[RowChange], PlannedFile, Mapping[int, int]]:
    """The changes of one table, the file as it would be, and for each of its lines the sheet's row that it is from.

    Columns that the sheet lacks stay as they are; those that the file lacks are added to it. Rows that the sheet lacks
    stay, unless it is `replacing` them.
    """
    table, file = sheet.table, schema.PREFIX + path
    old = list(rows)
    new = [blank(table) | dict(zip(sheet.header, cells, strict=True)) for _, cells in sheet.rows]
    place_of = {key: place for place, key in enumerate(keys(table, old))}
    given = tuple(n for n in table.header if n in sheet.header or n in rows.given or n in table.mandatory)
    header, lines, end = _lines(content, given, old if given != rows.given else None)
    followers: dict[int, list[tuple[bytes, int]]] = {}  # new rows by the place of the old row that they follow
    changes: list[RowChange] = []
    kept: dict[int, int] = {}  # places of old rows that the sheet has, with its row
    previous = -1 if any(key in place_of for key in keys(table, new)) else len(old) - 1
    for key, (row, _), cells in zip(keys(table, new), sheet.rows, new, strict=True):
        place = place_of.get(key)
        if place is None:
            followers.setdefault(previous, []).append((_line(cells, given, end), row))
            changes.append(RowChange("added", file, 0, _told(key)))
            continue
        kept[place], previous = row, place
        differences = tuple((n, old[place][n], cells[n]) for n in sheet.header if old[place][n] != cells[n])
        if differences:
            lines[place] = _line(old[place] | {name: cells[name] for name in sheet.header}, given, end)
            changes.append(RowChange("changed", file, rows.lines[place], _told(key), differences))
    gone = {place: key for key, place in place_of.items() if replacing and place not in kept}
    changes += [RowChange("removed", file, rows.lines[place], _told(key)) for place, key in gone.items()]
    parts = [(header, 0), *followers.get(-1, ())]
    for place, line in enumerate(lines):
        parts += [(line, kept.get(place, 0))] if place not in gone else []
        parts += followers.get(place, ())
    before = hashlib.sha256(content).hexdigest() if rows.present else ""
    changes.sort(key=lambda change: change.line or len(lines) + 2)
    origin = {number: row for number, (_, row) in enumerate(parts, 1) if row}
    return changes, PlannedFile(path, before, b"".join(_ended([line for line, _ in parts], end))), origin


def blank(table: Table) -> dict[str, str]:
    """A new row before anything is said in it."""
    return {name: DEFAULTS.get(name, "") for name in table.header}


def keys(table: Table, rows: Iterable[_Row]) -> Iterator[_Key]:
    """Each row's key; rows that share one are told apart by their number among them."""
    seen: Counter[_Key] = Counter()
    for cells in rows:
        key = tuple(cells[name] for name in table.key)
        seen[key] += 1
        yield key if seen[key] == 1 else (*key, f"({seen[key]})")


def _told(key: _Key) -> str:
    return shown(",".join(key))[1:-1]


def _lines(content: bytes, given: Sequence[str], anew: Sequence[_Row] | None) -> tuple[bytes, list[bytes], str]:
    """Header and rows of a table that was read without fault, as bytes, and how its lines end.

    Where it gets another header, its rows `anew` are written under that.
    """
    lines = content.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith(b"\r\n") else "\n"
    if anew is None:
        return lines[0], lines[1:], end
    return _line(dict(zip(given, given, strict=True)), given, end), [_line(row, given, end) for row in anew], end


def _line(cells: _Row, given: Sequence[str], end: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end).writerow([cells.get(name, "") for name in given])
    return stream.getvalue().encode("utf-8", "surrogatepass")


def _ended(parts: Sequence[bytes], end: str) -> Iterator[bytes]:
    """The lines, each but the last sure to end; the last as it stood, unless a line follows it now."""
    for part in parts[:-1]:
        yield part if part.endswith((b"\n", b"\r")) else part + end.encode()
    yield from parts[-1:]
