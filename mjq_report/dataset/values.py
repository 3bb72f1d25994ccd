"""Checked rows as values: what the rest of the program knows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from mjq_report.dataset.csv_reader import Rows
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.period import Period
from mjq_report.model.tables import (
    Breakdown,
    Claim,
    Correction,
    Coverage,
    Indicator,
    Observation,
    Organisation,
    Programme,
    RowRef,
    Source,
    Town,
)

_T = TypeVar("_T")


def _with_refs(rows: Rows) -> Iterable[tuple[dict[str, str], RowRef]]:
    return ((row, RowRef(rows.file, line)) for row, line in zip(rows, rows.lines, strict=True))


def towns(rows: Rows) -> dict[str, Town]:
    """The towns by slug, in file order; none when the table cannot be used."""
    return {row["town"]: Town(slug=row.pop("town"), **row) for row in rows} if rows.usable else {}


def indicators(rows: Rows) -> dict[str, Indicator]:
    """The indicators by id."""
    return {
        row["indicator"]: Indicator(
            id=row["indicator"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            domain=row["domain"],
            unit=row["unit"],
            kind=IndicatorKind(row["kind"]),
            decimals=int(row["decimals"]),
            part_of=tuple(row["part_of"].split()),
            definition_zh=row["definition_zh"],
            definition_en=row["definition_en"],
        )
        for row in rows
    }


def breakdowns(rows: Rows) -> dict[str, Breakdown]:
    """The breakdowns by id."""
    return {row["breakdown"]: Breakdown(id=row.pop("breakdown"), **row) for row in rows}


def coverages(rows: Rows) -> dict[str, Coverage]:
    """The coverages by id."""
    return {row["coverage"]: Coverage(id=row.pop("coverage"), **row) for row in rows}


def sources(rows: Rows) -> dict[str, Source]:
    """The sources by id."""
    return {row["source"]: Source(id=row.pop("source"), year=int(row.pop("year")), **row) for row in rows}


def _column(rows: Rows, name: str, read: Callable[[str], _T]) -> list[_T]:
    """A column's values; each distinct text is read once."""
    cells = rows.columns[name]
    values = [read(text) for text in cells.texts]
    return [values[code] for code in cells.codes]


def observations(town: str, rows: Rows, corrections: Rows, corrected: Mapping[int, int]) -> tuple[Observation, ...]:
    """The rows as values; a corrected one has the figure to use, and its row in `corrections` says why."""
    value, printed = _column(rows, "value", Decimal), _column(rows, "value", str)
    for number, correction in corrected.items():
        printed[number] = corrections.row(correction)["used"]
        value[number] = Decimal(printed[number])
    columns = zip(
        _column(rows, "indicator", str),
        _column(rows, "breakdown", str),
        _column(rows, "period", Period.parse),
        _column(rows, "coverage", str),
        value,
        printed,
        _column(rows, "unit", str),
        _column(rows, "qualifier", Qualifier),
        _column(rows, "status", Status),
        _column(rows, "source", str),
        _column(rows, "locator", int),
        _column(rows, "as_published", str),
        _column(rows, "note", str),
        (RowRef(rows.file, line) for line in rows.lines),
        strict=True,
    )
    return tuple(Observation(town, *cells) for cells in columns)


def claims(rows: Rows) -> tuple[Claim, ...]:
    """The claims in file order."""
    return tuple(
        Claim(
            id=row["claim"],
            period=Period.parse(row["period"]),
            statement_zh=row["statement_zh"],
            statement_en=row["statement_en"],
            operation=row["operation"],
            result=row["result"],
            operands=tuple(row["operands"].split()),
            source=row["source"],
            locator=int(row["locator"]),
            as_published=row["as_published"],
            note=row["note"],
            row=ref,
        )
        for row, ref in _with_refs(rows)
    )


def programmes(rows: Rows) -> tuple[Programme, ...]:
    """The programmes in file order."""
    return tuple(
        Programme(
            id=row.pop("programme"),
            observations=tuple(row.pop("observations").split()),
            locator=int(row.pop("locator")),
            row=ref,
            **row,
        )
        for row, ref in _with_refs(rows)
    )


def organisations(rows: Rows) -> tuple[Organisation, ...]:
    """The organisations in file order."""
    return tuple(
        Organisation(id=row.pop("organisation"), locator=int(row.pop("locator")), row=ref, **row)
        for row, ref in _with_refs(rows)
    )


def corrections(rows: Rows) -> tuple[Correction, ...]:
    """The corrections in file order."""
    return tuple(Correction(**row, row=ref) for row, ref in _with_refs(rows))
