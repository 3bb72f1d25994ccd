"""Which rows a briefing depends on, told from the raw tables in a few milliseconds, without checking them.

`batch` compares these with what a manifest says it was made from. The bytes are those that
`enclosed.tables(enclosed.restrict(load_town(…), year))` gives for valid tables: the same rows, in the
same form; a test holds the two together. Tables that cannot be read give None: then a build is due,
and it will say what is wrong.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mjq_report.dataset import schema
from mjq_report.dataset.sources import Reader, reader

_YEAR = re.compile(r"[0-9]{1,9}")  # whether it is a year of ours is told when the tables are checked
_LEADING_ZEROS = re.compile(r":0+(?=[0-9]+\Z)")  # of a paragraph number; they mean nothing


class Record(dict[str, str]):
    """A row by column. `line` is its text as `enclosed` writes it, which each briefing that has the row needs."""

    __slots__ = ("line",)

    def __init__(self, header: Sequence[str], cells: Sequence[str], line: str = "") -> None:
        super().__init__(zip(header, cells, strict=True))
        self.line = line or _line(cells)

    def but(self, column: str, text: str) -> Record:
        """The row with another text in one column."""
        return Record([*self], [text if name == column else cell for name, cell in self.items()])


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


@dataclass(frozen=True)
class Shared:
    """The tables that all towns share, as raw rows by key; `read` gives the bytes of a path below data/."""

    tables: Mapping[str, Mapping[str, Record]]
    read: Reader

    def towns(self) -> list[str]:
        """Slugs in file order."""
        return list(self.tables["towns"])

    def pick(self, table: str, keys: Iterable[str]) -> list[Record]:
        """The rows of some keys, in file order."""
        places = self._places[table]
        return [self.tables[table][key] for key in sorted(places.keys() & set(keys), key=places.__getitem__)]

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {name: {key: place for place, key in enumerate(rows)} for name, rows in self.tables.items()}


def read_shared(data: Path) -> Shared | None:
    """Read the shared tables; None when one is missing or no CSV."""
    read = reader(data)
    tables = {}
    for table in (schema.TOWNS, schema.INDICATORS, schema.BREAKDOWNS, schema.COVERAGES, schema.SOURCES):
        rows = _read(read, table.path, table)
        if rows is None:
            return None
        tables[table.name] = {row[table.key[0]]: row for row in rows}
    return Shared(tables, read)


@dataclass(frozen=True)
class TownTables:
    """A town's raw tables, for all its years."""

    town: str
    shared: Shared
    rows: Mapping[str, Sequence[Record]]
    _found: dict[int, dict[str, list[Record]]] = field(default_factory=dict)

    def years(self) -> list[int]:
        """Briefing years with at least one observation, ascending."""
        sources = self.shared.tables["sources"]
        years = {sources[row["source"]]["year"] for row in self.rows["observations"] if row["source"] in sources}
        return sorted(int(year) for year in years if _YEAR.fullmatch(year))

    def published(self, year: int) -> list[str]:
        """Publication dates of the sources drawn on, as they stand in the table."""
        used = (row["source"] for rows in self._kept(year).values() for row in rows if "source" in row)
        return [row["published"] for row in self.shared.pick("sources", used)]

    def digests(self, year: int) -> dict[str, str]:
        """SHA-256 of each table's rows that a briefing of this year depends on, by path below the root."""
        kept = self._kept(year)
        files: dict[str, str] = {}
        all_kept = len(kept["observations"]) == len(self.rows["observations"])
        for name, rows in {**self._shared_rows(kept), **_as_enclosed(kept, all_kept)}.items():
            table = schema.TABLES[name]
            if rows or table.required:
                path = "data/" + table.path.format(town=self.town)
                text = ",".join(table.header) + "\n" + "".join(row.line for row in rows)
                files[path] = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return files

    def _kept(self, year: int) -> dict[str, list[Record]]:
        """The rows that sources of this year and earlier give, as they stand in the tables; found once a year."""
        if year not in self._found:
            self._found[year] = self._find(year)
        return self._found[year]

    def _find(self, year: int) -> dict[str, list[Record]]:
        known = self.shared.tables["sources"]
        used = {row["source"] for rows in self.rows.values() for row in rows if "source" in row}
        years = {key: known[key]["year"] for key in used if key in known}
        sources = {key for key, text in years.items() if _YEAR.fullmatch(text) and int(text) <= year}
        kept = {name: [row for row in rows if row.get("source") in sources] for name, rows in self.rows.items()}
        if self.rows["corrections"]:
            keys = {_observation_key(row) for row in kept["observations"]}
            kept["corrections"] = [row for row in self.rows["corrections"] if row["key"] in keys]
        return kept

    def _shared_rows(self, kept: Mapping[str, Sequence[Record]]) -> dict[str, list[Record]]:
        observations = kept["observations"]
        wanted: dict[str, Iterable[str]] = {
            "towns": {self.town},
            "indicators": self._with_wholes({row["indicator"] for row in observations}),
            "breakdowns": {r["breakdown"] for r in observations} | {r["industry"] for r in kept["organisations"]},
            "coverages": {row["coverage"] for row in observations},
            "sources": {row["source"] for rows in kept.values() for row in rows if "source" in row},
        }
        return {name: self.shared.pick(name, keys) for name, keys in wanted.items()}

    def _with_wholes(self, indicators: Iterable[str]) -> set[str]:
        table = self.shared.tables["indicators"]
        found: set[str] = set()
        waiting = list(indicators)
        while waiting:
            name = waiting.pop()
            if name in table and name not in found:
                found.add(name)
                waiting += table[name]["part_of"].split()
        return found


def read_town(town: str, shared: Shared) -> TownTables | None:
    """Read a town's tables; None when one is no CSV of the declared form. Missing optional tables are empty."""
    tables: dict[str, Sequence[Record]] = {}
    for table in schema.PER_TOWN:
        rows = _read(shared.read, table.path.format(town=town), table)
        if rows is None:
            return None
        tables[table.name] = rows
    return TownTables(town, shared, tables)


def _read(read: Reader, path: str, table: schema.Table) -> list[Record] | None:
    try:
        data = read(path)
        if data is None:
            return None if table.required else []
        return _records(data.decode("utf-8-sig"), table.header)
    except (OSError, ValueError, csv.Error):
        return None


def _records(text: str, header: tuple[str, ...]) -> list[Record] | None:
    """The rows under a header that is as declared; None when one has another length, or ends as no line may."""
    if text.count("\r") != text.count("\r\n"):
        return None
    if '"' in text or "\r" in text:
        read = csv.reader(io.StringIO(text, newline=""), strict=True)
        first, rows = next(read, []), [(row, "") for row in read]
    else:  # no more than commas: the text of a row is what it would be written as
        head, *lines = text.removesuffix("\n").split("\n")
        first, rows = head.split(","), [(line.split(","), f"{line}\n") for line in lines]
    if tuple(first) != header or any(len(row) != len(header) for row, _ in rows):
        return None
    return [Record(header, row, line) for row, line in rows]


def _as_enclosed(kept: Mapping[str, Sequence[Record]], all_kept: bool) -> dict[str, list[Record]]:
    """The rows as `enclosed.tables` writes them: corrected figures as expected, no references to figures not kept."""
    rows = {name: list(rows) for name, rows in kept.items()}
    if kept["corrections"]:
        expected = {row["key"]: row["expect"] for row in kept["corrections"]}
        for place, row in enumerate(kept["observations"]):
            if text := expected.get(_observation_key(row)):
                rows["observations"][place] = row.but("value", text)
    if not all_kept:
        there = {reference for row in kept["observations"] for reference in _references(row)}
        for place, row in enumerate(kept["programmes"]):
            cited = row["observations"].split(" ")
            found = [r for r in cited if r in there or _LEADING_ZEROS.sub(":", r) in there]
            if found != cited:
                rows["programmes"][place] = row.but("observations", " ".join(found))
    return rows


def _references(row: Record) -> tuple[str, str]:
    """The two ways in which a reference may name an observation."""
    return _identity(row), f"{_identity(row)}^{row['source']}:{row['locator']}"


def _identity(row: Record) -> str:
    """As `Observation.identity` writes it."""
    breakdown = f"/{row['breakdown']}" if row["breakdown"] else ""
    return f"{row['indicator']}{breakdown}@{row['period']}#{row['coverage']}"


def _observation_key(row: Record) -> str:
    """As `Observation.key` writes it."""
    return f"{_identity(row)}!{row['status']}^{row['source']}:{row['locator']}"
