"""Proposals that a person has looked at, into the tables: new terms first, then the source, then a row a figure.

What comes back is a file that `propose` wrote, with lines taken out and cells mended by hand. It goes the way of an import:
the result is checked by every rule before anything is written, and what is wrong is named by its line in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from mjq_report.dataset import schema
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.schema import Table
from mjq_report.dataset.workbook.grid import Grid, csv_grid, encoding_of, read_workbook
from mjq_report.dataset.workbook.importing import ImportPlan, apply_import, of_town, plan_sheets
from mjq_report.dataset.workbook.opening import contents
from mjq_report.dataset.workbook.sheets import Sheet
from mjq_report.errors import UsageError
from mjq_report.intake.binding import identifier
from mjq_report.intake.proposal import Proposal

__all__ = ["NewSource", "apply_import", "contents", "plan_acceptance"]
_Line = tuple[int, Mapping[str, str]]  # where it stands in the file, and its cells by column
_SHEET, _COLUMNS = "proposals", tuple(one.name for one in fields(Proposal))
_NEEDED = ("locator", "as_published", "qualifier", "status", "period", "indicator_name", "coverage")
_OMITTED = ("locator", "text", "reason")
_GROUPS = (
    (r"(?:村|社区)$", "village"),
    (r"(?:[镇乡]|街道|园|园区|片区)$", "place"),
    (r"(?:业|制造|加工)$", "industry"),
)
_ENTITIES = ((r"(?:公司|厂|集团|合作社)$", "company"), (r"(?:园|园区|基地)$", "park"), (r"(?:村|社区)$", "village"),
             (r"(?:项目|工程|线|段)$", "project"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewSource:
    """What sources.csv says of a source that it does not have yet."""

    year: int
    title: str
    publisher: str
    published: str
    kind: str
    file: str
    sha256: str


def plan_acceptance(
    data: Path, slug: str, file: Path, source: str, new: NewSource | None = None, left_out: Path | None = None
) -> ImportPlan:
    """What the proposals of a file change in the tables of a town, and the numbers that are `left_out` in omissions.csv.

    `source` is the id of their source, which `new` describes where sources.csv lacks it. Raises UnknownTown, UsageError for a
    file that is none of proposals or a source that is not known, and DataError where the tables cannot be read.
    """
    store = of_town(data, slug)
    known = {**store.shared(), **store.of_town(slug)}
    store.problems.raise_errors()
    if new is None and source not in known["sources"].keys:
        raise UsageError(
            f"--source {source}: sources.csv has no such source; give --title, --publisher and --published too"
        )
    lines = [*_read(file, _SHEET, _NEEDED)]
    sheets = [*_terms(lines, known, file.name), _observations(lines, source, file.name)]
    if new is not None and source not in known["sources"].keys:
        sheets.insert(0, _source(source, new, file.name))
    if left_out is not None:
        sheets.append(_omissions(_read(left_out, "left_out", _OMITTED), source, left_out.name))
    return plan_sheets(store, slug, sheets, Problems())


# --------------------------------------------------------------------------- the file


def _read(file: Path, sheet: str, needed: Sequence[str]) -> Iterator[_Line]:
    """The lines of a list that `propose` wrote, but for empty ones. Raises UsageError."""
    grid = _grid(file, sheet)
    rows = iter(grid.rows.items())
    _, head = next(rows, (0, {}))
    names = {column: cell.text.strip() for column, cell in head.items()}
    missing = [name for name in needed if name not in names.values()]
    if missing:
        raise UsageError(f"{file}: has no column {missing[0]}; give a file that `propose` wrote")
    for line, cells in rows:
        found = {
            names[column]: cell.text.removeprefix("'").strip() for column, cell in cells.items() if column in names
        }
        if any(found.values()):
            yield line, dict.fromkeys(_COLUMNS, "") | found


def _grid(file: Path, sheet: str) -> Grid:
    """A sheet of a workbook, or a CSV file. Raises UsageError."""
    content, suffix = contents(file), file.suffix.lower()
    found: Sequence[Grid] | Grid | str = f"{file}: only .csv and .xlsx files are taken"
    if suffix == ".csv":
        found = csv_grid(content, sheet, encoding_of(content))
    elif suffix == ".xlsx":
        found = read_workbook(content)
    if isinstance(found, str):
        raise UsageError(f"{file}: {found}" if suffix in (".csv", ".xlsx") else found)
    grid = found if isinstance(found, Grid) else next((one for one in found if one.name == sheet), None)
    if grid is None:
        raise UsageError(f"{file}: has no sheet {sheet}; give a file that `propose` wrote")
    return grid


# --------------------------------------------------------------------------- tables


def _sheet(table: Table, place: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Sheet:
    """Rows as a sheet of a table, with the columns that any of them fills."""
    made = [*rows]
    header = tuple(name for name in table.header if any(row.get(name) for _, row in made))
    texts = tuple((line, tuple(row.get(name, "") for name in header)) for line, row in made)
    return Sheet(table, place, header, texts, dict(zip(header, header, strict=True)), {})


def _source(key: str, new: NewSource, place: str) -> Sheet:
    cells = {one.name: str(getattr(new, one.name)) for one in fields(NewSource)}
    return _sheet(schema.TABLES["sources"], place, [(1, {"source": key, **cells})])


def _terms(lines: Sequence[_Line], known: Mapping[str, object], place: str) -> Iterator[Sheet]:
    """Indicators, breakdowns and coverages that the town's tables get, each once, from the first line that has it."""
    found: dict[str, dict[str, _Line]] = {"own_indicators": {}, "own_breakdowns": {}, "own_coverages": {}}
    for line, cells in lines:
        for table, term in (("own_indicators", _indicator(cells, lines)), ("own_breakdowns", _breakdown(cells)),
                            ("own_coverages", _coverage(cells))):  # fmt: skip
            if term:
                found[table].setdefault(next(iter(term.values())), (line, term))
    for name, terms in found.items():
        rows = [one for key, one in terms.items() if key not in known[name].keys]  # type: ignore[attr-defined]
        if rows:
            yield _sheet(schema.TABLES[name], place, rows)


def _indicator(cells: Mapping[str, str], lines: Sequence[_Line]) -> dict[str, str]:
    """A new indicator, nothing where the line names one of the dictionary. Its English name is left to be given."""
    if cells["indicator"] or not cells["indicator_name"]:
        return {}
    key = _new_id(cells)
    alike = [other["value"] for _, other in lines if _new_id(other) == key and not other["indicator"]]
    decimals = max(len(value.partition(".")[2]) for value in alike)
    return {
        "indicator": key, "name_zh": cells["indicator_name"].split("/")[0], "name_en": cells["indicator_name"],
        "domain": cells["domain"], "unit": cells["new_unit"] or cells["unit"], "kind": cells["new_kind"],
        "decimals": str(decimals),
    }  # fmt: skip


def _new_id(cells: Mapping[str, str]) -> str:
    return cells["new_id"] or identifier(cells["indicator_name"])


def _breakdown(cells: Mapping[str, str]) -> dict[str, str]:
    name = cells["breakdown_name"]
    if cells["breakdown"] or not name:
        return {}
    return {"breakdown": identifier(name), "name_zh": name, "name_en": name, "group": _kind_of(name, _GROUPS, "group")}


def _coverage(cells: Mapping[str, str]) -> dict[str, str]:
    name = cells["coverage_name"]
    if cells["coverage"] or not name:
        return {}
    return {"coverage": identifier(name), "name_zh": name, "name_en": name, "entity": _kind_of(name, _ENTITIES, "area")}


def _kind_of(name: str, endings: Iterable[tuple[str, str]], usual: str) -> str:
    return next((kind for ending, kind in endings if re.search(ending, name)), usual)


def _observations(lines: Sequence[_Line], source: str, place: str) -> Sheet:
    """A row a figure, in the order of the file."""
    return _sheet(schema.TABLES["observations"], place, [(line, _row(cells, source)) for line, cells in lines])


def _omissions(lines: Iterable[_Line], source: str, place: str) -> Sheet:
    """Each number of a paragraph that is no figure, once, with the reason."""
    kept = {(cells["locator"], cells["text"]): (line, cells) for line, cells in reversed([*lines])}
    rows = [(line, {"source": source, **{name: cells[name] for name in _OMITTED}}) for line, cells in kept.values()]
    return _sheet(schema.TABLES["omissions"], place, sorted(rows, key=lambda one: one[0]))


def _row(cells: Mapping[str, str], source: str) -> dict[str, str]:
    same = (
        "locator",
        "as_published",
        "value",
        "unit",
        "qualifier",
        "status",
        "period",
        "upper",
        "movement",
        "note_public_zh",
    )
    own = {
        "indicator": cells["indicator"] or _new_id(cells),
        "breakdown": cells["breakdown"] or (identifier(cells["breakdown_name"]) if cells["breakdown_name"] else ""),
        "coverage": cells["coverage"] or (identifier(cells["coverage_name"]) if cells["coverage_name"] else ""),
        "source": source,
    }
    return {**own, **{name: cells[name] for name in same}}
