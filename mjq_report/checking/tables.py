"""Whether the published tables say what the enclosed inputs say: figures, names, claims, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mjq_report.checking.records import Records, Row
from mjq_report.model.tables import Observation

_SAME_IN_CLAIMS = ("period", "operation", "result", "operands", "source", "locator", "as_published")
_SAME_IN_SOURCES = "year title author publisher published published_note sha256 note".split()
_HEDGE = re.compile(r"(?:万亿|亿|万)?[余多]")
_NAMES = (("indicator", "indicators"), ("breakdown", "breakdowns"), ("coverage", "coverages"))


def check_tables(records: Records) -> Iterator[str]:
    """What in data.csv, claims.csv and sources.csv does not agree with the inputs, a line each."""
    yield from records.problems
    observations = {row.key: row for row in records.observations}
    if len(observations) != len(records.observations):
        yield "the enclosed observations.csv holds a figure twice"
    for row in records.rows:
        yield from _row(row, observations.get(row.fact.id), records)
    yield from _completeness(records)
    yield from _claims(records)
    yield from _sources(records)
    yield from _references(records)


def _row(row: Row, published: Observation | None, records: Records) -> Iterator[str]:
    where = f"data.csv: {row.anchor}"
    for column, table in _NAMES:
        name = records.named(table, row.cells[column]).get(f"name_{records.lang}", "")
        if row.cells[column] and row.cells[f"{column}_name"] not in (name, _chinese(records, table, row.cells[column])):
            yield f"{where}: {column} {row.cells[column]} is called {row.cells[f'{column}_name']!r}, the inputs call it {name!r}"
    if row.is_derived:
        return
    if published is None:
        yield f"{where}: no row of the enclosed observations.csv gives {row.fact.id}"
        return
    correction = next((c for c in records.inputs["corrections"] if c["key"] == row.fact.id), None)
    value, note = published.printed, published.note
    if correction is not None and correction["published"] == value:
        value, note = correction["used"], correction["reason"]
    fact = row.fact
    pairs = {
        "indicator": (fact.indicator, published.indicator),
        "breakdown": (fact.breakdown, published.breakdown),
        "period": (fact.period.text, published.period.text),
        "coverage": (fact.coverage, published.coverage),
        "printed": (fact.printed, value),
        "value": (format(fact.value, "f"), value),
        "unit": (fact.unit, published.unit),
        "qualifier": (fact.qualifier, published.qualifier),
        "status": (fact.status, published.status),
        "sources": (" ".join(fact.sources), published.source),
        "locator": (row.cells["locator"], str(published.locator)),
        "as_published": (row.cells["as_published"], published.as_published),
        "note": (fact.note, note),
        "operation": (fact.operation, ""),
        "inputs": (" ".join(fact.inputs), ""),
    }
    for column, (have, want) in pairs.items():
        if have != want:
            yield f"{where}: {column} is {have!r}, the enclosed observations.csv has {want!r}"
    if fact.wording and not (_HEDGE.fullmatch(fact.wording) and fact.wording[-1] in published.as_published):
        yield f"{where}: wording is {fact.wording!r}, which {published.as_published!r} does not have"


def _chinese(records: Records, table: str, key: str) -> str:
    return records.named(table, key).get("name_zh", "")


def _completeness(records: Records) -> Iterator[str]:
    """The year's own figures are all there; what the annex numbers is numbered without a gap."""
    years = {row["source"]: row["year"] for row in records.inputs["sources"]}
    for row in records.observations:
        if years.get(row.source) == str(records.year) and row.key not in records.by_id:
            yield f"data.csv has no row for {row.key}, which the year's own sources give"
    anchors = list(records.by_anchor)
    if anchors != [f"f{number:03d}" for number in range(1, len(anchors) + 1)]:
        yield "data.csv: the anchors of the annex are not numbered one after the other"
    for printed in records.rows:
        if printed.is_derived and any(name not in records.by_id for name in printed.fact.inputs):
            yield f"data.csv: {printed.anchor}: a figure that it is computed from has no row"
    for same in records.by_anchor.values():
        if len({(r.fact.printed, r.fact.unit, r.fact.qualifier, r.fact.status, r.fact.period.text) for r in same}) > 1:
            yield f"data.csv: {same[0].anchor}: its rows do not say the same"


def _claims(records: Records) -> Iterator[str]:
    years = {row["source"]: row["year"] for row in records.inputs["sources"]}
    given = {row["claim"]: row for row in records.inputs["claims"] if years.get(row["source"]) == str(records.year)}
    listed = {row["claim"]: row for row in records.claims}
    for name in [*(given.keys() - listed.keys()), *(listed.keys() - given.keys())]:
        yield f"claims.csv and the enclosed claims do not both have {name}"
    if len(listed) != len(records.claims):
        yield "claims.csv has a claim twice"
    for name in sorted(given.keys() & listed.keys()):
        have, want = listed[name], given[name]
        for column in _SAME_IN_CLAIMS:
            if have[column] != want[column]:
                yield f"claims.csv: {name}: {column} is {have[column]!r}, the enclosed claims have {want[column]!r}"
        if have["statement"] not in (want["statement_zh"], want["statement_en"]):
            yield f"claims.csv: {name}: the statement is not that of the enclosed claims"


def _sources(records: Records) -> Iterator[str]:
    given = {row["source"]: row for row in records.inputs["sources"]}
    listed = {row["source"]: row for row in records.sources}
    for name in sorted(given.keys() ^ listed.keys()):
        yield f"sources.csv and the enclosed sources do not both have {name}"
    for name in sorted(given.keys() & listed.keys()):
        for column in _SAME_IN_SOURCES:
            if listed[name][column] != given[name][column]:
                yield f"sources.csv: {name}: {column} is {listed[name][column]!r}, the inputs have {given[name][column]!r}"


def _references(records: Records) -> Iterator[str]:
    """Every row of the inputs names indicators, breakdowns, coverages and sources that are there."""
    sources = {row["source"] for row in records.inputs["sources"]}
    for table in ("observations", "claims", "programmes", "organisations"):
        for row in records.inputs[table]:
            if row.get("source") not in sources:
                yield f"the enclosed {table}.csv cites {row.get('source')!r}, which is no source"
    for row in records.inputs["observations"]:
        for column, name in _NAMES:
            if row[column] and not records.named(name, row[column]):
                yield f"the enclosed observations.csv names {column} {row[column]!r}, which {name}.csv does not have"
