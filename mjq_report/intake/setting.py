"""What the project knows of a town before a source is read: its dictionary, its names of areas, its rows that stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mjq_report.dataset import schema, terms
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.store import Store
from mjq_report.errors import UnknownTown
from mjq_report.intake.binding import Binding
from mjq_report.intake.tables.mapping import Answers
from mjq_report.lang.zh.intake import ABOVE_SIZE, level_of


@dataclass(frozen=True)
class Setting:
    """A town with its tables (shared and own together, by name), and the year that its source is about."""

    town: str
    name: str  # in Chinese
    year: int | None
    tables: dict[str, Rows] = field(repr=False)
    names: Binding = field(repr=False)
    coverages: dict[str, str] = field(repr=False)  # name → id
    mappings: tuple[Answers, ...] = ()  # what people answered about tables, the first before the others

    @property
    def whole(self) -> str:
        """全镇, 全县 …"""
        return level_of(self.name)


def setting(data: Path, town: str, year: int | None = None) -> Setting:
    """Read a town's tables. Raises UnknownTown, and DataError when a table cannot be read."""
    store = Store(data)
    towns = store.rows(schema.TOWNS)
    store.problems.raise_errors()
    if town not in towns.keys:
        raise UnknownTown(town, towns.keys)
    own = store.of_town(town)
    tables = {**own, **terms.merged(store.shared(), own)}
    store.problems.raise_errors()
    name = towns.by_key[town]["name_zh"]
    whole = level_of(name)
    areas = {
        row["name_zh"].replace("全{level}", whole).replace("{place}", name): row["coverage"]
        for row in tables["coverages"]
    }
    names = Binding(tables["indicators"], tables["breakdowns"])
    return Setting(
        town,
        name,
        year,
        tables,
        names,
        {**areas, whole: "whole_town", whole + ABOVE_SIZE: "whole_town_above_designated_size"},
    )
