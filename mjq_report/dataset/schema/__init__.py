"""The tables: their files, columns, types, codes and links. The one place that says so.

Reading, checking, the Data Package descriptor, the spreadsheet's drop-down lists and docs/tables.md are
all derived from these declarations. Columns of the first form of the tables stand first and are in every file; those
that came later are optional and stand behind them.
"""

from __future__ import annotations

from mjq_report.dataset.schema.columns import Column, Table
from mjq_report.dataset.schema.shared import BREAKDOWNS, COVERAGES, INDICATORS, OMISSIONS, SOURCES, TOWNS
from mjq_report.dataset.schema.town import (
    CLAIMS,
    CORRECTIONS,
    MENTIONS,
    NAMES,
    OBSERVATIONS,
    ORGANISATIONS,
    OWN_BREAKDOWNS,
    OWN_COVERAGES,
    OWN_INDICATORS,
    PROGRAMMES,
)

PREFIX = "data/"  # how messages, row references and manifests name the data folder
SHARED = (TOWNS, INDICATORS, BREAKDOWNS, COVERAGES, SOURCES, OMISSIONS)
TERMS = {INDICATORS.name: OWN_INDICATORS, BREAKDOWNS.name: OWN_BREAKDOWNS, COVERAGES.name: OWN_COVERAGES}
PER_TOWN = (OBSERVATIONS, CLAIMS, PROGRAMMES, ORGANISATIONS, CORRECTIONS, MENTIONS, NAMES, *TERMS.values())
TABLES = {table.name: table for table in (*SHARED, *PER_TOWN)}

__all__ = [
    "BREAKDOWNS", "CLAIMS", "CORRECTIONS", "COVERAGES", "INDICATORS", "MENTIONS", "NAMES", "OBSERVATIONS", "OMISSIONS",
    "ORGANISATIONS", "PER_TOWN", "PREFIX", "PROGRAMMES", "SHARED", "SOURCES", "TABLES", "TERMS", "TOWNS", "Column", "Table",
    "of_path",
]  # fmt: skip


def of_path(path: str) -> Table | None:
    """The table of a path below data/, such as `towns/example/indicators.csv`; None when it is none of them."""
    *folders, file = path.split("/")
    name = file.removesuffix(".csv")
    return TERMS[name] if folders and name in TERMS else TABLES.get(name)
