"""The tables of a data folder, each read once, and what can be said of them without checking rules: towns, years, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mjq_report.dataset import schema, values
from mjq_report.dataset.csv_reader import Rows, read_table
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.schema import Table
from mjq_report.dataset.sources import Reader, reader
from mjq_report.errors import Problem
from mjq_report.model.tables import Town


class Store:
    """The tables of a data folder, each read once. Problems gather in `problems`."""

    def __init__(self, data: Path, read: Reader | None = None) -> None:
        """`read` gives the bytes of a path below data/; by default those of the folder."""
        self.data = data
        self.read = read or reader(data)
        self.problems = Problems()
        self._rows: dict[str, Rows] = {}

    def rows(self, table: Table, town: str = "") -> Rows:
        """A table, read and checked by itself."""
        path = table.path.format(town=town)
        if path not in self._rows:
            self._rows[path] = read_table(table, path, schema.PREFIX + path, self.read, self.problems)
        return self._rows[path]

    def forget(self, town: str) -> None:
        """Let go of a town's tables, so that reading all towns needs no more memory than reading one."""
        for table in schema.PER_TOWN:
            self._rows.pop(table.path.format(town=town), None)

    def shared(self) -> dict[str, Rows]:
        """The tables that all towns share."""
        return {table.name: self.rows(table) for table in schema.SHARED}

    def of_town(self, town: str) -> dict[str, Rows]:
        """The tables of one town."""
        return {table.name: self.rows(table, town) for table in schema.PER_TOWN}


def read_towns(data: Path) -> dict[str, Town]:
    """The towns of towns.csv by slug, in file order. Raises DataError."""
    store = Store(data)
    towns = values.towns(store.rows(schema.TOWNS))
    store.problems.raise_errors()
    return towns


@dataclass(frozen=True)
class TownYears:
    """What a town's tables hold: rows by briefing year and table name, and why they may hold less than they should."""

    town: Town
    counts: Mapping[int, Mapping[str, int]]
    problems: tuple[Problem, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The briefing years that have at least one observation."""
        return tuple(year for year, counts in self.counts.items() if counts.get("observations"))


def inventory(data: Path) -> dict[str, TownYears]:
    """Towns, years and counts without checking rules; a broken town carries its problems and hides no other.

    Raises DataError when the towns or the sources cannot be read.
    """
    store = Store(data)
    towns, sources = values.towns(store.rows(schema.TOWNS)), store.rows(schema.SOURCES)
    store.problems.raise_errors()
    year_of = {row["source"]: int(row["year"]) for row in sources}
    return {slug: _town_years(Store(data, store.read), town, year_of) for slug, town in towns.items()}


def _town_years(store: Store, town: Town, year_of: Mapping[str, int]) -> TownYears:
    counts: dict[int, Counter[str]] = {}
    for name, rows in store.of_town(town.slug).items():
        if "source" in rows.columns:
            cells = rows.columns["source"]
            for code, count in Counter(_with_figure(rows, cells.codes)).items():
                if cells.texts[code] in year_of:
                    counts.setdefault(year_of[cells.texts[code]], Counter())[name] += count
    return TownYears(town, {year: dict(counts[year]) for year in sorted(counts)}, tuple(store.problems.errors()))


def _with_figure(rows: Rows, codes: Sequence[int]) -> Iterable[int]:
    """The codes of the rows that count: among observations those with a figure."""
    value = rows.columns.get("value")
    if value is None or "" not in value.texts:
        return codes
    blank = value.texts.index("")
    return (code for code, figure in zip(codes, value.codes, strict=True) if figure != blank)
