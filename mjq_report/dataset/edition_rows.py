"""Which rows a briefing of one year draws on: the one choice, made on raw rows without checking them.

A briefing draws on the sources of its own and of earlier years, never of later ones: on their rows, and on the shared rows
that these name. The PDF encloses exactly these rows as CSV; choosing from them again gives the same rows, so that building from
an extract gives the same bytes. Planning compares their digests with what a manifest says, in a few milliseconds and
without numpy; tables that cannot be read give None: then a build is due, and it says what is wrong with them.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from mjq_report.dataset import schema
from mjq_report.dataset.sources import Reader
from mjq_report.figures import implied
from mjq_report.model.period import Period
from mjq_report.model.tables import TownData

_T = TypeVar("_T")
_YEAR = re.compile(r"[0-9]{1,9}")  # whether it is a sensible year is decided when the tables are checked
_LEADING_ZEROS = re.compile(r":0+(?=[0-9]+\Z)")  # of a paragraph number; they mean nothing


_OF_NAME = ("name_zh", "name_en", "district_zh", "district_en")
_LEADS_TO = ("part_of", "relates_to", "per")  # columns of terms that hold other terms of their table


class Record(dict[str, str]):
    """A row by column. `line` is its text as CSV, `place` its number among its table's rows, from 0."""

    __slots__ = ("line", "place")

    def __init__(self, header: Sequence[str], cells: Sequence[str], place: int, line: str = "") -> None:
        super().__init__(zip(header, cells, strict=True))
        self.place, self.line = place, line or _line(cells)

    def but(self, column: str, text: str) -> Record:
        """The row with another text in one column."""
        return Record([*self], [text if name == column else cell for name, cell in self.items()], self.place)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


@dataclass(frozen=True)
class EditionRows:
    """The rows of one town and year by table, in file order.

    `moved` are the places of the observations without a figure among all rows of their table, ascending.
    """

    town: str
    rows: Mapping[str, Sequence[Record]]
    moved: Sequence[int]

    def files(self) -> dict[str, bytes]:
        """The rows as CSV by path, `data/…`, in the schema's order; empty tables only where they are required.

        The columns are those of the file they are from; an empty table has the mandatory ones.
        """
        return {
            schema.PREFIX + table.path.format(town=self.town): "".join(
                (
                    ",".join(self.rows[name][0] if self.rows[name] else table.mandatory),
                    "\n",
                    *(row.line for row in self.rows[name]),
                )
            ).encode("utf-8")
            for name, table in schema.TABLES.items()
            if self.rows[name] or table.required
        }

    def digests(self) -> dict[str, str]:
        """SHA-256 of each of these files."""
        return {path: hashlib.sha256(content).hexdigest() for path, content in self.files().items()}

    def published(self) -> list[str]:
        """Publication dates of the sources drawn on, as they stand in the table."""
        return [row["published"] for row in self.rows["sources"]]

    def restrict(self, data: TownData) -> TownData:
        """The values of these rows alone, out of a town's values; both must be of the same bytes."""
        programmes = [
            replace(data.programmes[row.place], parent=row["parent"], observations=tuple(row["observations"].split()))
            for row in self.rows["programmes"]
        ]
        return replace(
            data,
            town=replace(data.town, **{name: self.rows["towns"][0].get(name, "") for name in (*_OF_NAME, "level")}),
            observations=self._observations(data.observations, with_figure=True),
            movements=self._observations(data.movements, with_figure=False),
            mentions=self._of("mentions", data.mentions),
            names=data.names[: len(self.rows["names"])],
            claims=tuple(
                replace(data.claims[row.place], reading_of=row.get("reading_of", "")) for row in self.rows["claims"]
            ),
            programmes=tuple(programmes),
            organisations=self._of("organisations", data.organisations),
            indicators=self._named("indicators", data.indicators) | self._implied(data.indicators),
            breakdowns=self._named("breakdowns", data.breakdowns),
            coverages=self._named("coverages", data.coverages),
            sources=self._named("sources", data.sources),
        )

    def _of(self, table: str, values: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(values[row.place] for row in self.rows[table])

    def _observations(self, values: Sequence[_T], *, with_figure: bool) -> tuple[_T, ...]:
        """Of the rows of observations.csv those with or without a figure; `values` are only of such rows."""
        rows = (row.place for row in self.rows["observations"] if bool(row["value"]) is with_figure)
        before = ((place, bisect_left(self.moved, place)) for place in rows)
        return tuple(values[place - moved if with_figure else moved] for place, moved in before)

    def _named(self, table: str, values: Mapping[str, _T]) -> dict[str, _T]:
        key = schema.TABLES[table].key[0]
        own = self.rows[schema.TERMS[table].name] if table in schema.TERMS else ()
        return {row[key]: values[row[key]] for row in (*self.rows[table], *own)}

    def _implied(self, values: Mapping[str, _T]) -> dict[str, _T]:
        """Indicators that have no row of their own."""
        return {id_: values[id_] for row in self.rows["observations"] if (id_ := row["indicator"]) in values}


@dataclass(frozen=True)
class Shared:
    """The tables that all towns share, as raw rows."""

    tables: Mapping[str, Sequence[Record]]

    def towns(self) -> list[str]:
        """Slugs in file order."""
        return list(self.by_key["towns"])

    def pick(self, table: str, keys: Iterable[str]) -> list[Record]:
        """The rows of some keys, in file order."""
        rows = self.by_key[table]
        return sorted((rows[key] for key in rows.keys() & set(keys)), key=lambda row: row.place)

    @cached_property
    def by_key(self) -> dict[str, dict[str, Record]]:
        """The rows of each table by its first key column."""
        return {name: {row[schema.TABLES[name].key[0]]: row for row in rows} for name, rows in self.tables.items()}

    @cached_property
    def omissions(self) -> dict[str, list[Record]]:
        """The rows of omissions.csv by source."""
        found: dict[str, list[Record]] = {}
        for row in self.tables["omissions"]:
            found.setdefault(row["source"], []).append(row)
        return found


def read_shared(read: Reader) -> Shared | None:
    """The shared tables; None when one is missing or no CSV of the declared form."""
    tables = _read_all(read, schema.SHARED, "")
    return tables if tables is None else Shared(tables)


@dataclass(frozen=True)
class TownTables:
    """A town's raw tables, for all its years."""

    town: str
    shared: Shared
    rows: Mapping[str, Sequence[Record]]
    _found: dict[tuple[int, dt.date | None], EditionRows] = field(default_factory=dict)

    def years(self) -> list[int]:
        """Briefing years with at least one observation, ascending."""
        years = {self._year(row["source"]) for row in self.rows["observations"] if row["value"]}
        return sorted(year for year in years if year is not None)

    def edition(self, year: int, day: dt.date | None = None) -> EditionRows:
        """The rows that a briefing of a year draws on; with a `day`, those of sources published by then."""
        if (year, day) not in self._found:
            self._found[year, day] = EditionRows(self.town, self._chosen(year, day), self._moved)
        return self._found[year, day]

    @cached_property
    def _moved(self) -> list[int]:
        return [row.place for row in self.rows["observations"] if not row["value"]]

    def _year(self, source: str) -> int | None:
        row = self.shared.by_key["sources"].get(source)
        return int(row["year"]) if row is not None and _YEAR.fullmatch(row["year"]) else None

    def _is_out(self, source: str, day: dt.date | None) -> bool:
        """Whether a source may have been published by a day; a date that cannot be read is for the rules to report."""
        try:
            return day is None or Period.parse(self.shared.by_key["sources"][source]["published"]).first <= day
        except ValueError:
            return True

    def _chosen(self, year: int, day: dt.date | None) -> dict[str, Sequence[Record]]:
        cited = {row["source"] for rows in self.rows.values() for row in rows if "source" in row}
        sources = {source for source in cited if (of := self._year(source)) is not None and of <= year}
        sources = {source for source in sources if self._is_out(source, day)}
        own = {name: [row for row in rows if row.get("source") in sources] for name, rows in self.rows.items()}
        observations = own["observations"]
        own["names"] = [row for row in self.rows["names"] if row["since"][:4] <= str(year)]
        if self.rows["corrections"]:
            keys = {_key(row) for row in observations}
            own["corrections"] = [row for row in self.rows["corrections"] if row["key"] in keys]
        if len(observations) < len(self.rows["observations"]):
            figures = {reference for row in observations for reference in _references(row)}
            own["programmes"] = _without_later(own["programmes"], figures)
            own["claims"] = _readings([row for row in own["claims"] if _is_within(row, figures)])
        entities = {row[key] for key in ("programme", "organisation") for row in own[f"{key}s"]}
        own["mentions"] = [row for row in own["mentions"] if row["entity"] in entities]
        named: dict[str, Iterable[str]] = {
            "towns": [self.town],
            "indicators": self._with_wholes("indicators", (row["indicator"] for row in observations)),
            "breakdowns": self._with_wholes(
                "breakdowns",
                (*(row["breakdown"] for row in observations), *(row["industry"] for row in own["organisations"])),
            ),
            "coverages": {row["coverage"] for row in observations},
            "sources": sources,
        }
        shared = {name: self.shared.pick(name, keys) for name, keys in named.items()}
        for name, table in schema.TERMS.items():
            own[table.name] = [row for row in self.rows[table.name] if row[table.key[0]] in named[name]]
        omissions = [row for source in sources for row in self.shared.omissions.get(source, ())]
        shared["towns"] = [_called(row, own["names"]) for row in shared["towns"]]
        return {**shared, "omissions": sorted(omissions, key=lambda row: row.place), **own}

    def _with_wholes(self, name: str, ids: Iterable[str]) -> set[str]:
        """Ids of a table and, in turn, of what they are parts of and what they follow from."""
        of_all, own = self.shared.by_key[name], self._own[name]
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            part = waiting.pop()
            row = own.get(part) or of_all.get(part)
            if row is None and name == "indicators":
                waiting += filter(None, [implied.base(part, of_all.keys() | own.keys())])
            elif row is not None and part not in found:
                found.add(part)
                waiting += (term for column in _LEADS_TO for term in row.get(column, "").split())
        return found

    @cached_property
    def _own(self) -> dict[str, dict[str, Record]]:
        """The town's own terms by kind and id."""
        return {name: {row[table.key[0]]: row for row in self.rows[table.name]} for name, table in schema.TERMS.items()}


def read_town(town: str, shared: Shared, read: Reader) -> TownTables | None:
    """A town's tables; None when one is no CSV of the declared form. Missing optional tables are empty."""
    tables = _read_all(read, schema.PER_TOWN, town)
    return tables if tables is None else TownTables(town, shared, tables)


def _read_all(read: Reader, tables: Sequence[schema.Table], town: str) -> dict[str, Sequence[Record]] | None:
    found: dict[str, Sequence[Record]] = {}
    for table in tables:
        rows = _read(read, table, town)
        if rows is None:
            return None
        found[table.name] = rows
    return found


def _read(read: Reader, table: schema.Table, town: str) -> list[Record] | None:
    try:
        data = read(table.path.format(town=town))
        if data is None:
            return None if table.required else []
        return _records(data.decode("utf-8-sig"), table)
    except (OSError, ValueError, csv.Error):
        return None


def _records(text: str, table: schema.Table) -> list[Record] | None:
    """The rows under a header that the table may have; None when one has another length, or ends as no line may."""
    if text.count("\r") != text.count("\r\n"):
        return None
    if '"' in text or "\r" in text:
        read = csv.reader(io.StringIO(text, newline=""), strict=True)
        first, rows = next(read, []), [(row, "") for row in read]
    else:  # no more than commas: the text of a row is what it would be written as
        head, *lines = text.removesuffix("\n").split("\n")
        first, rows = head.split(","), [(line.split(","), f"{line}\n") for line in lines]
    if not table.accepts(first) or any(len(row) != len(first) for row, _ in rows):
        return None
    return [Record(first, row, place, line) for place, (row, line) in enumerate(rows)]


def _is_within(claim: Record, figures: Set[str]) -> bool:
    """Whether all figures that a claim cites are among those drawn on; if not, it is a later edition's to audit."""
    cited = [part for part in (claim["result"], *claim["operands"].split(" ")) if "@" in part]
    return all(_is_among(part, figures) for part in cited)


def _is_among(reference: str, figures: Set[str]) -> bool:
    return reference in figures or _LEADING_ZEROS.sub(":", reference) in figures


def _without_later(programmes: Sequence[Record], figures: Set[str]) -> list[Record]:
    """Programmes without what they name of later sources, which is not enclosed: figures, and the programme above."""
    ids = {row["programme"] for row in programmes}
    found = []
    for row in programmes:
        cited = row["observations"].split(" ")
        there = [part for part in cited if _is_among(part, figures)]
        kept = row if there == cited else row.but("observations", " ".join(there))
        found.append(kept if row["parent"] in ids else kept.but("parent", ""))
    return found


def _called(town: Record, names: Sequence[Record]) -> Record:
    """A town under the last of the names that it has had; the table itself has today's."""
    for last in sorted(names, key=lambda row: row["since"])[-1:]:
        if last["name_zh"] != town["name_zh"] and "level" in town:
            town = town.but("level", "")  # today's; the name says what it was then
        for column in _OF_NAME:
            town = town.but(column, last[column] or town[column])
    return town


def _readings(claims: Sequence[Record]) -> list[Record]:
    """Claims without the name of a claim that is not among them."""
    ids = {"", *(row["claim"] for row in claims)}
    return [row if row.get("reading_of", "") in ids else row.but("reading_of", "") for row in claims]


def _references(row: Record) -> tuple[str, str]:
    """The two ways in which a reference may name an observation."""
    return _identity(row), f"{_identity(row)}^{row['source']}:{row['locator']}"


def _identity(row: Record) -> str:
    """As `Observation.identity` writes it."""
    breakdown = f"/{row['breakdown']}" if row["breakdown"] else ""
    return f"{row['indicator']}{breakdown}@{row['period']}#{row['coverage']}"


def _key(row: Record) -> str:
    """As `Observation.key` writes it."""
    return f"{_identity(row)}!{row['status']}^{row['source']}:{row['locator']}"
