"""The one way in: bytes of a CSV file to columns of text, strictly, with the place of every fault.

The csv module reads (`strict`), so nothing is padded, shifted, renamed or converted; field counts and the
header are exact; bytes that are not UTF-8 and characters that cannot be seen are named by row and column.
Columns are dictionary-encoded while reading: each distinct text is kept and checked once, and a row is a
number. A million rows are read in seconds and fit in memory.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

from mjq_report.dataset import catalogue, fields
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules.characters import refused_character
from mjq_report.dataset.schema import Column, Table
from mjq_report.dataset.sources import Reader
from mjq_report.errors import Rule, shown
from mjq_report.settings.visibility import is_visible

if TYPE_CHECKING:
    import numpy as np

LONGEST_CELL = 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what makes a text a formula to a spreadsheet
_SIGNED = re.compile(r"[-+][0-9][0-9,]*(?:\.[0-9]+)?(?:%|‰|[\u4e00-\u9fff]*)")  # -0.5亿元: it computes nothing
_TEXTS = (fields.TEXT, fields.FILE_NAME)  # the types that could start so; a number may start with its sign
_MOST_UNKNOWN = 20  # columns that are named; more of them are no slip of the pen
_BLOCK = 1 << 18  # bytes that are decoded and split at a time; what breaks off in one goes on in the next


@dataclass(slots=True)
class Cells:
    """A column: row `i` holds `texts[codes[i]]`. `faulty` are the codes of texts that are not usable."""

    texts: list[str]
    codes: array[int]
    faulty: set[int] = field(default_factory=set)

    def __getitem__(self, row: int) -> str:
        return self.texts[self.codes[row]]

    def array(self) -> np.ndarray:
        """The codes as a numpy array, without a copy."""
        import numpy as np

        return np.frombuffer(self.codes, np.int32)


@dataclass
class Rows:
    """A table that was read: its columns by name, and the line of each row. `usable` when the header was right.

    `given` are the names of the columns that the file has; optional ones that it lacks are there and blank.
    """

    table: Table
    file: str
    columns: dict[str, Cells]
    lines: array[int]
    usable: bool = True
    present: bool = True
    given: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def row(self, number: int) -> dict[str, str]:
        """One row's texts by column; columns that the file lacks are blank."""
        return {name: cells[number] if cells else "" for name, cells in self._cells}

    def __iter__(self) -> Iterator[dict[str, str]]:
        names = [name for name, _ in self._cells]
        columns = [map(cells.texts.__getitem__, cells.codes) if cells else repeat("") for _, cells in self._cells]
        rows = zip(*columns, strict=False) if self.columns else iter(())
        return (dict(zip(names, row, strict=True)) for row in rows)

    def beyond(self, number: int) -> Rows:
        """The rows from a number on."""
        columns = {name: Cells(cells.texts, cells.codes[number:], cells.faulty) for name, cells in self.columns.items()}
        return replace(self, columns=columns, lines=self.lines[number:])

    def sound(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows without a faulty cell, with their numbers."""
        bad = [(cells.codes, cells.faulty) for cells in self.columns.values() if cells.faulty]
        for number, row in enumerate(self):
            if not any(codes[number] in faulty for codes, faulty in bad):
                yield number, row

    @cached_property
    def by_key(self) -> dict[str, dict[str, str]]:
        """The sound rows by the text of the key column, for tables whose key is one column. Ask once all is checked."""
        return {row[self.table.key[0]]: row for _, row in self.sound()}

    @property
    def _cells(self) -> list[tuple[str, Cells | None]]:
        return [(name, self.columns.get(name)) for name in self.table.header]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The distinct texts of the key column, for tables whose key is one column."""
        return frozenset(self.columns[self.table.key[0]].texts) if self.table.key[0] in self.columns else frozenset()


def read_table(table: Table, path: str, file: str, read: Reader, problems: Problems) -> Rows:
    """Read and check one table by itself: form, header, cells. `path` is below data/, `file` is for messages."""
    empty = Rows(table, file, {}, array("q"), usable=False, present=False)
    try:
        data = read(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.add(catalogue.FILE_UNREADABLE, file, 0, "", reason)
        return empty
    if data is None:
        if table.required:
            problems.add(catalogue.FILE_MISSING, file, 0, "", "there is no such file")
        return empty
    return parse_table(table, file, data, problems)


def parse_table(table: Table, file: str, data: bytes, problems: Problems, encoding: str = "utf-8") -> Rows:
    """Bytes of a table to its columns, every cell checked against its declared type."""
    rows = Rows(table, file, {}, array("q"))
    if _is_utf16(data, file, problems):
        rows.usable = False
        return rows
    blocks = _blocks(data.removeprefix(codecs.BOM_UTF8), _BLOCK)
    line, end, rest = next(blocks, b"").partition(b"\n")
    _, header = next(_records(_text(line + end, encoding), 1, file, problems), (1, [""]))
    places = _columns(table, header, file, problems)
    rows.given, missing = tuple(places), set(table.mandatory) - places.keys()
    rows.usable = not missing
    if len(header) - len(places) != len(missing):  # every row would be said to have too many fields, or too few
        return rows
    _fill(rows, places, chain([rest], blocks), len(header), problems, encoding)
    _check_for_second_header(rows, problems)
    for column in table.columns:
        if column.name in places:
            _check_column(rows, column, problems)
    return rows


def _check_for_second_header(rows: Rows, problems: Problems) -> None:
    """Two files put one behind the other: a header is no row, though in a table of plain words it would pass for one."""
    again = list[int]()
    for name in rows.given:
        if name not in rows.columns[name].texts:
            return
        again.append(rows.columns[name].texts.index(name))
    for number, codes in enumerate(zip(*(rows.columns[name].codes for name in rows.given), strict=True)):
        if list(codes) == again:
            problems.add(catalogue.HEADER, rows.file, rows.lines[number], "", "the header stands here again; delete it")


def read_records(data: bytes, encoding: str, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """All records of a CSV file, of whatever table, each with its line; `refused_character` has yet to see them."""
    line = 1
    for block in _blocks(data.removeprefix(codecs.BOM_UTF8), _BLOCK) if not _is_utf16(data, file, problems) else ():
        yield from _records(_text(block, encoding), line, file, problems)
        line += block.count(b"\n")


def _text(block: bytes, encoding: str) -> str:
    """Bytes as text. What cannot be decoded stays in it as characters that no cell may hold."""
    return block.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def _is_utf16(data: bytes, file: str, problems: Problems) -> bool:
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    problems.add(catalogue.ENCODING, file, 1, "", "the file is UTF-16")
    return True


def _blocks(data: bytes, size: int) -> Iterator[bytes]:
    """Blocks of whole lines, each with an even number of quotation marks, so that no cell is cut in two."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + size) + 1 or len(data)
        quotes = data.count(b'"', start, end)
        while quotes % 2 and end < len(data):
            counted, end = end, data.find(b"\n", end + size) + 1 or len(data)
            quotes += data.count(b'"', counted, end)
        block = data[start:end]
        if b"\r" in block and block.count(b"\r") == block.count(b"\r\n"):
            block = block.replace(b"\r\n", b"\n")
        yield block
        start = end


def _records(block: str, line: int, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The records of a block by the csv module, with the line that each starts on; `line` is the block's first."""
    if "\r" in block:
        where = line + block.count("\n", 0, block.index("\r"))
        problems.add(catalogue.CSV_SYNTAX, file, where, "", "a carriage return stands without a line feed")
        block = block.replace("\r", "\n")
    reader = csv.reader(io.StringIO(block), strict=True)
    sound = True
    while True:
        start = line + reader.line_num
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            sound = False
            if "field limit" in str(error):  # what follows may be the rest of that cell
                problems.add(catalogue.CELL_TOO_LONG, file, start, "", str(error))
                break
            problems.add(catalogue.CSV_SYNTAX, file, start, "", str(error))
        else:
            yield start, record
    if sound and '"' in block and (end := _end_of_csv(block)) < len(block):
        what = "a quotation mark stands in a cell that is not quoted; quote the cell, and double the mark"
        problems.add(catalogue.CSV_SYNTAX, file, line + block.count("\n", 0, end), "", what)


_CSV = re.compile(r'(?:(?:"(?:[^"]|"")*+"|[^",\n]*+)[,\n])*+(?:"(?:[^"]|"")*+"|[^",\n]*+)')


def _end_of_csv(block: str) -> int:
    """How far a text is CSV after RFC 4180, of which the csv module lets a quotation mark within a bare cell pass."""
    found = _CSV.match(block)
    return found.end() if found else 0


def _columns(table: Table, header: list[str], file: str, problems: Problems) -> dict[str, int]:
    """Where each of the table's columns is, and what is wrong with the header."""

    def report(what: str, column: str = "") -> None:
        problems.add(catalogue.HEADER, file, 1, column, what)

    places: dict[str, int] = {}
    if len(header) > _MOST_UNKNOWN + len(table.columns):
        report(f"there are {len(header)} columns; the table has {len(table.columns)}")
        return places
    for place, name in enumerate(header):
        if name in places:
            report(f"column {shown(name)} stands twice", name)
        elif name in table.header:
            places[name] = place
        else:
            report(f"unknown column {shown(name)}")
    missing = [name for name in table.mandatory if name not in places]
    for name in missing:
        report("the column is missing", name)
    if not missing and len(places) == len(header) and not table.accepts(header):
        report(f"the columns are not in the order {','.join(name for name in table.header if name in places)}")
    return places


def _fill(
    rows: Rows, places: dict[str, int], blocks: Iterable[bytes], width: int, problems: Problems, encoding: str
) -> None:
    """Take the blocks in; rows of another length than the header's are left out."""
    numberings = [defaultdict[str, int](count().__next__) for _ in range(width)]  # texts by first appearance
    codes = [array("i") for _ in range(width)]
    line = 2
    for block in blocks:
        lines, cells = _cells(_text(block, encoding), width, line, rows.file, problems)
        rows.lines.extend(lines)
        for place in range(width):
            codes[place].fromlist([*map(numberings[place].__getitem__, cells[place::width])])
        line += block.count(b"\n")
    rows.columns = {name: Cells([*numberings[place]], codes[place]) for name, place in places.items()}
    blank = array("i", bytes(array("i").itemsize * len(rows.lines)))
    rows.columns |= {name: Cells([""], blank) for name in rows.table.header if _is_lacking(rows, name)}


def _is_lacking(rows: Rows, name: str) -> bool:
    return name not in rows.columns and rows.table.column(name).optional


def _cells(block: str, width: int, line: int, file: str, problems: Problems) -> tuple[list[int], list[str]]:
    """Line numbers and all cells of a block's rows of the right length, one row after the other."""
    lines: list[int] = []
    cells: list[str] = []
    full, more = False, 0
    for start, record in _records(block, line, file, problems):
        if len(record) == width:
            lines.append(start)
            cells += record
        elif full := full or problems.is_full(catalogue.FIELD_COUNT, file):
            more += 1
        else:
            what = f"the row has {len(record)} fields, the header {width}" if record else "the line is empty"
            problems.add(catalogue.FIELD_COUNT, file, start, "", what)
    if more:
        problems.count(catalogue.FIELD_COUNT, file, more)
    return lines, cells


def _check_column(rows: Rows, column: Column, problems: Problems) -> None:
    """Check each distinct text once, then name every row that holds a faulty one."""
    cells = rows.columns[column.name]
    faults = {code: fault for code, text in _suspects(column, cells.texts) if (fault := _fault(column, text))}
    if not faults:
        return
    cells.faulty.update(faults)
    for row, code in enumerate(cells.codes):
        if code in faults:
            rule, what = faults[code]
            problems.add(rule, rows.file, rows.lines[row], column.name, what)


_CHUNK = 2048  # texts that are cleared at a time: up to a million different ones, hardly ever a faulty one


def _suspects(column: Column, texts: list[str]) -> Iterator[tuple[int, str]]:
    """The texts that are not plainly sound, with their codes; `_fault` has the last word on them."""
    plain = column.type.plain
    if column.codes or (plain is None and column.type is not fields.TEXT):
        yield from enumerate(texts)
        return
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        if not (_is_plain_text(chunk) if plain is None else _match(plain, chunk)):
            yield from enumerate(chunk, start)


def _is_plain_text(texts: list[str]) -> bool:
    """Whether all are visible, not blank, no formulas, of lawful length and without space around them."""
    together = "".join(texts)
    return (
        is_visible(together)
        and all(texts)
        and not any(map(is_formula, texts))
        and len(max(texts, key=len)) <= LONGEST_CELL
        and all(map(str.__eq__, map(str.strip, texts), texts))
    )


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text as a formula; a signed number with its unit is none."""
    return text.startswith(_FORMULA_STARTS) and not _SIGNED.fullmatch(text)


def _match(plain: re.Pattern[str], texts: list[str]) -> bool:
    """Whether all match; a line break inside one does not pass for the end of it."""
    together = "\n".join(texts) + "\n"
    return together.count("\n") == len(texts) and plain.fullmatch(together) is not None


def _fault(column: Column, text: str) -> tuple[Rule, str] | None:
    """What is wrong with a cell, or None: first its characters, then its form."""
    if not text:
        return (catalogue.REQUIRED, "the cell is blank") if column.required else None
    if len(text) > LONGEST_CELL:
        return catalogue.CELL_TOO_LONG, f"the cell has {len(text)} characters"
    if refused := refused_character(text):
        return refused
    if column.type in _TEXTS and is_formula(text):
        return catalogue.FORMULA, f"{shown(text)} starts with {text[0]!r}"
    if text[0].isspace() or text[-1].isspace():
        return catalogue.SURROUNDING_SPACE, f"white space around {shown(text)}"
    if column.codes:
        unknown = next((part for part in _parts(column, text) if part not in column.codes), None)
        if unknown is None:
            return None
        near = difflib.get_close_matches(unknown, column.codes, n=1)
        nearest = f"; the nearest is {near[0]}" if near else ""
        return column.type.rule, f"{shown(unknown)} is none of {', '.join(column.codes)}{nearest}"
    try:
        for part in _parts(column, text):
            column.type.parse(part)
    except ValueError as error:
        return column.type.rule, str(error)
    return None


def _parts(column: Column, text: str) -> Sequence[str]:
    return text.split(" ") if column.many else (text,)
