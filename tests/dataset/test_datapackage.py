"""The Data Package descriptor: true of the tables, and the file in data/ is the generated one."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

from mjq_report.dataset import schema
from mjq_report.dataset.datapackage import FILE, as_json, datapackage


def test_the_file_in_data_is_generated_from_the_schemas(project: Path) -> None:
    file = project / "data" / FILE
    expected = as_json(datapackage(project / "data"))
    if os.environ.get("MJQ_WRITE_DOCS") == "1":
        file.write_bytes(expected)
    assert file.read_bytes() == expected, "run the tests once with MJQ_WRITE_DOCS=1"


def test_every_table_is_a_resource_with_its_very_header(data: Path) -> None:
    package = datapackage(data)
    paths = {resource["path"]: resource for resource in package["resources"]}
    assert set(paths) == {path.relative_to(data).as_posix() for path in data.rglob("*.csv")}
    for path, resource in paths.items():
        with (data / path).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]


def test_names_are_unique_and_foreign_keys_lead_somewhere(data: Path) -> None:
    resources = {resource["name"]: resource for resource in datapackage(data)["resources"]}
    assert len(resources) == len(datapackage(data)["resources"])
    links = 0
    for resource in resources.values():
        own = {field["name"] for field in resource["schema"]["fields"]}
        for key in resource["schema"].get("foreignKeys", []):
            target = resources[key["reference"]["resource"]] if "resource" in key["reference"] else resource
            assert set(key["fields"]) <= own
            assert set(key["reference"]["fields"]) <= {field["name"] for field in target["schema"]["fields"]}
            links += 1
    assert links > 5
    keys = [key["reference"].get("resource") for key in resources["lakeside-observations"]["schema"]["foreignKeys"]]
    assert keys == ["sources"]  # indicators, breakdowns and coverages may be the town's own, or follow from another


def test_types_codes_and_patterns_hold_for_the_rows(data: Path) -> None:
    """What another program would check by the descriptor is true of tables without a fault."""
    for resource in datapackage(data)["resources"]:
        with (data / resource["path"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for field in resource["schema"]["fields"]:
                    cell, limits = row[field["name"]], field.get("constraints", {})
                    assert cell or not limits.get("required")
                    if cell:
                        assert cell in limits.get("enum", [cell])
                        assert re.search(limits.get("pattern", ""), cell)
                        assert field["type"] != "number" or float(cell) is not None


def test_keys_with_blank_parts_are_unique_keys_not_primary(data: Path) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in datapackage(data)["resources"]}
    assert schemas["indicators"]["primaryKey"] == ["indicator"]
    assert schemas["hilltop-observations"]["uniqueKeys"] == [list(schema.OBSERVATIONS.key)]
    assert "primaryKey" not in schemas["hilltop-observations"]
