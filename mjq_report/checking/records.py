"""The tables that a PDF carries, read into rows: the figures that it prints, and the rows that they come from.

Cells that a spreadsheet would take for a formula carry a `'` in the published tables; it is taken off here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from mjq_report.checking.opening import Opened
from mjq_report.model.codes import Basis, IndicatorKind, Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")  # never an exponent: 1E+999999999 has a billion digits
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COMPARED = {  # columns of data.csv, and what the row of observations.csv calls them
    "indicator": "indicator", "breakdown": "breakdown", "period": "period", "coverage": "coverage", "unit": "unit",
    "qualifier": "qualifier", "status": "status", "sources": "source", "locator": "locator",
    "as_published": "as_published",
}  # fmt: skip

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A row of data.csv: a figure that is printed, with the anchor of its row in the annex."""

    anchor: str
    fact: Fact
    cells: Cells

    @property
    def is_derived(self) -> bool:
        """Whether it was computed."""
        return self.fact.is_derived


@dataclass(frozen=True)
class Records:
    """The attached tables as rows. `problems` says what could not be read."""

    rows: tuple[Row, ...]
    claims: int
    titles: Mapping[str, str]
    observations: Mapping[str, Cells]
    corrections: Mapping[str, Cells]
    problems: list[str] = field(default_factory=list)

    @cached_property
    def by_anchor(self) -> dict[str, list[Row]]:
        """Rows by the anchor of their annex row; figures printed several times by one source share one."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.anchor, []).append(row)
        return found

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Rows by the id of their figure."""
        return {row.fact.id: row for row in self.rows}


def read_records(briefing: Opened) -> Records:
    """Read the tables of a briefing that speak of its figures."""
    problems: list[str] = []
    home = f"data/towns/{briefing.manifest['town']}"
    files = {**briefing.attachments, **briefing.inputs()}

    def rows(name: str) -> list[dict[str, str]]:
        return list(read_table(files.get(name, b""), name, problems))

    data = list(_data_rows(rows("data.csv"), problems))
    return Records(
        tuple(data),
        len(rows("claims.csv")),
        {row.get("source", ""): row.get("title", "") for row in rows("sources.csv")},
        {_key(row): row for row in rows(f"{home}/observations.csv")},
        {row.get("key", ""): row for row in rows(f"{home}/corrections.csv")},
        problems,
    )


def read_table(data: bytes, name: str, problems: list[str]) -> Iterator[dict[str, str]]:
    """Rows of a CSV file by column, without the sign that guards formulas."""
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{name} cannot be read: {error}")
        return
    header = lines[0] if lines else []
    if len(set(header)) != len(header):
        problems.append(f"{name} has a column twice")
        return
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(header):
            problems.append(f"{name}:{number} has {len(line)} fields instead of {len(header)}")
            continue
        yield dict(zip(header, map(_bared, line), strict=True))


def _bared(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _key(row: Cells) -> str:
    """As `Observation.key` writes it."""
    indicator, breakdown, period, coverage, status, source, locator = (
        row.get(name, "") for name in "indicator breakdown period coverage status source locator".split()
    )
    return f"{indicator}{'/' if breakdown else ''}{breakdown}@{period}#{coverage}!{status}^{source}:{locator}"


def _data_rows(rows: list[dict[str, str]], problems: list[str]) -> Iterator[Row]:
    seen: set[str] = set()
    for number, cells in enumerate(rows, 2):
        try:
            row = Row(cells["anchor"], _fact(cells), cells)
        except (ValueError, KeyError) as error:
            problems.append(f"data.csv:{number} cannot be read: {error}")
            continue
        if row.fact.id in seen:
            problems.append(f"data.csv:{number} repeats the figure {row.fact.id}")
        seen.add(row.fact.id)
        yield row


def _fact(cells: Cells) -> Fact:
    return Fact(
        id=cells["id"],
        indicator=cells["indicator"],
        breakdown=cells["breakdown"],
        period=Period.parse(cells["period"]),
        coverage=cells["coverage"],
        value=_number(cells["value"]),
        printed=cells["printed"],
        unit=cells["unit"],
        qualifier=Qualifier(cells["qualifier"]),
        status=Status(cells["status"]),
        sources=tuple(cells["sources"].split()),
        operation=cells["operation"],
        inputs=tuple(cells["inputs"].split()),
        note=cells["note"],
        wording=cells["wording"],
        kind=IndicatorKind(cells.get("kind") or IndicatorKind.FLOW),
        basis=Basis(cells["basis"]) if cells.get("basis") else None,
        upper=_number(cells["upper"]) if cells.get("upper") else None,
    )


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is no number")
    return Decimal(text)


def check_rows(records: Records) -> Iterator[str]:
    """Which published figures of data.csv are not those of the enclosed observations.csv, a line each."""
    yield from records.problems
    for row in records.rows:
        if not row.is_derived:
            yield from _row(row, records)
        elif missing := [name for name in row.fact.inputs if name not in records.by_id]:
            yield f"data.csv: {row.anchor}: {missing[0]}, from which it is computed, has no row"


def _row(row: Row, records: Records) -> Iterator[str]:
    where, fact = f"data.csv: {row.anchor}", row.fact
    published = records.observations.get(fact.id)
    if published is None:
        yield f"{where}: no row of the enclosed observations.csv gives {fact.id}"
        return
    value = published["value"]
    correction = records.corrections.get(fact.id)
    if correction is not None and correction.get("expect") == value:
        value = correction.get("used", "")
    if fact.printed != value or format(fact.value, "f") != value:
        yield f"{where}: the figure is {fact.printed!r}, the enclosed observations.csv has {value!r}"
    for column, name in _COMPARED.items():
        if row.cells.get(column) != published.get(name):
            yield f"{where}: {column} is {row.cells.get(column)!r}, the enclosed observations.csv has {published.get(name)!r}"
