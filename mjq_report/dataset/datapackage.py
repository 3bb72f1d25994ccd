"""data/datapackage.json: the tables described for other programs, generated from the schemas.

Data Package standard, version 2 (https://datapackage.org/standard/data-package/): one resource a file, with
types, codes, keys and links between tables.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mjq_report.dataset import schema
from mjq_report.dataset.schema import Column, Table
from mjq_report.dataset.store import read_towns

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FILE = "datapackage.json"


def datapackage(data: Path) -> dict[str, Any]:
    """The descriptor of the tables that are there. Raises DataError when towns.csv cannot be read."""
    resources = [_resource(data, table) for table in schema.SHARED if (data / table.path).is_file()]
    for town in read_towns(data):
        tables = (table for table in schema.PER_TOWN if (data / table.path.format(town=town)).is_file())
        resources += [_resource(data, table, town) for table in tables]
    return {
        "$schema": PROFILE,
        "name": "town-indicators",
        "title": "乡镇指标事实表 · Indicators of towns, one published fact a row",
        "resources": resources,
    }


def as_json(descriptor: dict[str, Any]) -> bytes:
    """The descriptor as the file holds it."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _name(table: str, town: str = "") -> str:
    return f"{town}-{table}" if town and not _is_shared(table) else table


def _is_shared(table: str) -> bool:
    return not schema.TABLES[table].per_town


def _resource(data: Path, table: Table, town: str = "") -> dict[str, Any]:
    with (data / table.path.format(town=town)).open(encoding="utf-8-sig", errors="replace") as file:
        given = file.readline().strip().split(",")
    columns = [column for column in table.columns if not column.optional or column.name in given]
    links = [column for column in columns if len(column.refers) == 1 and not column.many]
    links = [
        column for column in links if column.refers[0] not in schema.TERMS
    ]  # which a town adds to, and growth has no row
    tables: dict[str, Any] = {"fields": [_field(column) for column in columns]}
    tables["missingValues"] = [""]
    if all(table.column(name).required for name in table.key):
        tables["primaryKey"] = list(table.key)
    else:  # a primary key may have no blank part
        tables["uniqueKeys"] = [list(table.key)]
    if links:
        tables["foreignKeys"] = [_foreign_key(column, table, town) for column in links]
    return {
        "name": _name(table.name, town),
        "type": "table",
        "title": f"{table.zh} · {table.en}",
        "path": table.path.format(town=town),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": tables,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.codes and not column.many:
        constraints["enum"] = list(column.codes)
    if column.type.pattern and not column.many:
        constraints["pattern"] = f"^(?:{column.type.pattern})$"
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type.package_type,
        "title": column.zh,
        "description": column.en,
    }
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(column: Column, table: Table, town: str) -> dict[str, Any]:
    target = schema.TABLES[column.refers[0]]
    reference: dict[str, Any] = {"fields": [target.key[0]]}
    if target is not table:  # a link within a table names no resource
        reference["resource"] = _name(target.name, town)
    return {"fields": [column.name], "reference": reference}
