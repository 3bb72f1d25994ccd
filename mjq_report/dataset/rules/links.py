"""Keys and links: no key twice, every id known, no circles.

A cell that names something unknown is marked faulty, so that later rules leave its row alone: one mistake
is reported once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Cells, Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules.grouping import grouped
from mjq_report.dataset.schema import Column
from mjq_report.errors import shown
from mjq_report.figures import units
from mjq_report.figures.vintages import is_later
from mjq_report.model.codes import SourceKind
from mjq_report.model.period import Period


def check_keys(rows: Rows, problems: Problems) -> None:
    """Report every row whose key an earlier row has."""
    if any(name not in rows.columns for name in rows.table.key) or not len(rows):
        return
    key = [rows.columns[name] for name in rows.table.key]
    if any(len(cells.texts) == len(rows) for cells in key):  # a column without repetition
        return
    groups = grouped([cells.array() for cells in key])
    if len(groups) == len(rows):
        return
    again = sorted({*range(len(rows))} - {*groups.first.tolist()})
    for number in again:
        text = ",".join(cells[number] for cells in key)
        what = f"{shown(text)} stands in line {rows.lines[int(groups.first[groups.of[number]])]} already"
        problems.add(catalogue.DUPLICATE_KEY, rows.file, rows.lines[number], rows.table.key[0], what)


def check_links(rows: Rows, tables: Mapping[str, Rows], problems: Problems) -> None:
    """Report every cell that names what its table does not hold; skip tables that could not be read."""
    for column in rows.table.columns:
        targets = [tables[name] for name in column.refers if name in tables]
        if not targets or column.name not in rows.columns or any(_is_unread(target) for target in targets):
            continue
        cells = rows.columns[column.name]
        known = frozenset[str]().union(*(target.keys for target in targets))
        _report(rows, column, cells, _unknown(column, cells, known), problems)


def _is_unread(rows: Rows) -> bool:
    """Whether a table could not be read, as against one that need not be there."""
    return rows.table.key[0] not in rows.columns and (rows.present or rows.table.required)


def _unknown(column: Column, cells: Cells, known: Set[str]) -> dict[int, str]:
    """Codes of texts with an id that is not known, and that id."""
    unknown = {}
    for code, text in enumerate(cells.texts):
        parts = text.split(" ") if column.many else [text]
        missing = next((part for part in parts if part and part not in known), None)
        if missing is not None and code not in cells.faulty:
            unknown[code] = missing
    return unknown


def _report(rows: Rows, column: Column, cells: Cells, unknown: dict[int, str], problems: Problems) -> None:
    if not unknown:
        return
    cells.faulty.update(unknown)
    for number, code in enumerate(cells.codes):
        if code in unknown:
            what = f"{shown(unknown[code])} is not in {' or '.join(f'{name}.csv' for name in column.refers)}"
            problems.add(catalogue.UNKNOWN_ID, rows.file, rows.lines[number], column.name, what)


def check_parents(rows: Rows, column: str, problems: Problems) -> None:
    """Report rows from which following `column` (ids of the same table) leads back to them."""
    if column not in rows.columns or rows.table.key[0] not in rows.columns:
        return
    parents = {row[rows.table.key[0]]: row[column].split() for row in rows}
    circular = _on_circles(parents)
    for number, row in enumerate(rows):
        if row[rows.table.key[0]] in circular:
            what = f"{shown(row[rows.table.key[0]])} is, over {shown(row[column])}, its own {column}"
            problems.add(catalogue.CIRCULAR, rows.file, rows.lines[number], column, what)


def _on_circles(parents: Mapping[str, list[str]]) -> set[str]:
    """The ids that lie on a circle: what is left when ids without parents, then those without children, go."""
    left = {child: {p for p in ups if p in parents} for child, ups in parents.items()}
    for _ in range(2):
        while gone := {child for child, ups in left.items() if not ups}:
            left = {child: ups - gone for child, ups in left.items() if child not in gone}
        turned: dict[str, set[str]] = {child: set() for child in left}
        for child, ups in left.items():
            for parent in ups:
                turned[parent].add(child)
        left = turned
    return set(left)


def check_parts(indicators: Rows, problems: Problems, among: Rows | None = None) -> None:
    """Report indicators that are part of one measured in another dimension; wholes are looked for `among` all of them."""
    if not {"indicator", "unit", "part_of"} <= set(indicators.columns):
        return
    unit_of = {row["indicator"]: row["unit"] for _, row in (among or indicators).sound()}
    for number, row in indicators.sound():
        for whole in row["part_of"].split():
            if whole in unit_of and not units.compatible(row["unit"], unit_of[whole]):
                what = (
                    f"{row['indicator']} in {shown(row['unit'])} cannot be part of {whole} in {shown(unit_of[whole])}"
                )
                problems.add(catalogue.UNIT_MISMATCH, indicators.file, indicators.lines[number], "part_of", what)


def check_mentions(mentions: Rows, entities: Iterable[Rows], sources: Rows, problems: Problems) -> None:
    """Report mentions by a source of a year before that of the entity's own row."""
    if not sources.usable or not mentions.usable:
        return
    years = {row["source"]: row["year"] for _, row in sources.sound()}
    own = {row[rows.table.key[0]]: row["source"] for rows in entities for _, row in rows.sound()}
    for number, row in mentions.sound():
        said, first = years.get(row["source"], ""), years.get(own.get(row["entity"], ""), "")
        if said < first:
            what = f"{row['source']} is of {said}, the row of {shown(row['entity'])} is from {own[row['entity']]} of {first}"
            problems.add(catalogue.MENTION_TOO_EARLY, mentions.file, mentions.lines[number], "source", what)


def check_names(names: Rows, observations: Rows, sources: Rows, problems: Problems) -> None:
    """Report when the names of a town do not reach back to the first year whose sources have figures of it."""
    since = {row["since"]: names.lines[number] for number, row in names.sound()}
    if not since or not sources.usable or "source" not in observations.columns:
        return
    years = {row["source"]: row["year"] for _, row in sources.sound()}
    first = min((years[source] for source in observations.columns["source"].texts if source in years), default="")
    earliest = min(since)
    if first and earliest[:4] > first:
        what = f"the first name is of {earliest}, there are figures of {first}"
        problems.add(catalogue.NAMES_START, names.file, since[earliest], "since", what)


def check_sources(sources: Rows, problems: Problems) -> None:
    """Report what the citation of a source on the web lacks, and sources that were read before they came out."""
    for number, row in sources.sound():
        if row["kind"] == SourceKind.WEB and not row["url"]:
            problems.add(
                catalogue.SOURCE_ADDRESS, sources.file, sources.lines[number], "url", "a web page has no address"
            )
        if row["url"] and not row["accessed"]:
            what = f"nothing says when {shown(row['url'])} was read"
            problems.add(catalogue.SOURCE_ADDRESS, sources.file, sources.lines[number], "accessed", what)
        if row["accessed"] and is_later(Period.parse(row["published"]), Period.parse(row["accessed"])):
            what = f"read on {row['accessed']}, published on {row['published']}"
            problems.add(catalogue.SOURCE_READ_EARLY, sources.file, sources.lines[number], "accessed", what)
