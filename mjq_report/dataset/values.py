"""Checked rows as values: what the rest of the program knows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from mjq_report.dataset.csv_reader import Rows
from mjq_report.model import locators
from mjq_report.model.codes import Basis, IndicatorKind, Movement, Qualifier, Relation, SourceKind, Stage, Status, Whole
from mjq_report.model.period import Period
from mjq_report.model.tables import (
    Breakdown,
    Claim,
    Correction,
    Coverage,
    Indicator,
    Mention,
    MovementRow,
    Observation,
    Organisation,
    Programme,
    RowRef,
    Source,
    Town,
    TownName,
)

_T = TypeVar("_T")


def _with_refs(rows: Rows) -> Iterable[tuple[dict[str, str], RowRef]]:
    return ((row, RowRef(rows.file, line)) for row, line in zip(rows, rows.lines, strict=True))


def _several(text: str) -> tuple[str, ...]:
    """The names in a cell that `|` separates."""
    return tuple(name for part in text.split("|") if (name := part.strip()))


def _public_note(rows: Rows, row: Mapping[str, str]) -> dict[str, str]:
    """The reader's note; in a table of the first form, which has no column for it, the one note is the reader's."""
    zh = row["note_public_zh"] if "note_public_zh" in rows.given else row["note"]
    return {"note_public_zh": zh, "note_public_en": row["note_public_en"]}


def towns(rows: Rows) -> dict[str, Town]:
    """The towns by slug, in file order; none when the table cannot be used."""
    if not rows.usable:
        return {}
    return {row["town"]: Town(slug=row.pop("town"), **(row | _public_note(rows, row))) for row in rows}


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
            short_zh=row["short_zh"],
            aliases_zh=_several(row["aliases_zh"]),
            shown_in=row["shown_in"],
            frame_zh=row["frame_zh"],
            weight=int(row["weight"] or 2),
            better=row["better"],
            exhaustive=bool(row["exhaustive"]),
            relation=_maybe(Relation, row["relation"]),
            relates_to=row["relates_to"],
            whole=_maybe(Whole, row["whole"]),
            per=tuple(row["per"].split()),
            signed=bool(row["signed"]),
            growth_basis=_maybe(Basis, row["growth_basis"]),
        )
        for row in rows
    }


def breakdowns(rows: Rows) -> dict[str, Breakdown]:
    """The breakdowns by id."""
    return {
        row["breakdown"]: Breakdown(
            id=row.pop("breakdown"),
            aliases_zh=_several(row.pop("aliases_zh")),
            part_of=tuple(row.pop("part_of").split()),
            exhaustive=bool(row.pop("exhaustive")),
            **row,
        )
        for row in rows
    }


def coverages(rows: Rows) -> dict[str, Coverage]:
    """The coverages by id."""
    return {row["coverage"]: Coverage(id=row.pop("coverage"), **row) for row in rows}


def sources(rows: Rows) -> dict[str, Source]:
    """The sources by id; in a table of the first form, which has no column for their kind, all are newspapers."""
    usual = SourceKind.NEWSPAPER if "kind" not in rows.given else None
    return {
        row["source"]: Source(
            id=row.pop("source"),
            year=int(row.pop("year")),
            kind=_maybe(SourceKind, row.pop("kind")) or usual,
            **(row | _public_note(rows, row)),
        )
        for row in rows
    }


def _maybe(read: Callable[[str], _T], text: str) -> _T | None:
    return read(text) if text else None


def _column(rows: Rows, name: str, read: Callable[[str], _T]) -> list[_T]:
    """A column's values; each distinct text is read once."""
    cells = rows.columns[name]
    values = [read(text) for text in cells.texts]
    return [values[code] for code in cells.codes]


def observations(town: str, rows: Rows, corrections: Mapping[int, Correction]) -> tuple[Observation, ...]:
    """The rows with a figure as values; those that `corrections` names by their number have the figure to use."""
    value, printed = _column(rows, "value", lambda text: _maybe(Decimal, text)), _column(rows, "value", str)
    for number, correction in corrections.items():
        printed[number], value[number] = correction.used, Decimal(correction.used)
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
        _column(rows, "locator", locators.parse),
        _column(rows, "as_published", str),
        _column(rows, "note", str),
        (RowRef(rows.file, line) for line in rows.lines),
        _column(rows, "kind", lambda text: _maybe(IndicatorKind, text)),
        _column(rows, "upper", lambda text: _maybe(Decimal, text)),
        _column(rows, "basis", lambda text: _maybe(Basis, text)),
        _column(rows, "movement", lambda text: _maybe(Movement, text)),
        _column(rows, "members_zh", _several),
        _column(rows, "members_en", _several),
        _column(rows, "note_public_zh" if "note_public_zh" in rows.given else "note", str),
        _column(rows, "note_public_en", str),
        _column(rows, "despite", lambda text: tuple(text.split())),
        map(corrections.get, range(len(rows))),
        strict=True,
    )
    return tuple(Observation(town, *cells) for cells, digits in zip(columns, printed, strict=True) if digits)


def movements(town: str, rows: Rows) -> tuple[MovementRow, ...]:
    """The rows of observations.csv without a figure."""
    return tuple(
        MovementRow(
            town,
            row["indicator"],
            row["breakdown"],
            Period.parse(row["period"]),
            row["coverage"],
            Movement(row["movement"]),
            Status(row["status"]),
            row["source"],
            locators.parse(row["locator"]),
            row["as_published"],
            **_public_note(rows, row),
            row=ref,
        )
        for row, ref in _with_refs(rows)
        if not row["value"]
    )


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
            locator=locators.parse(row["locator"]),
            as_published=row["as_published"],
            note=row["note"],
            row=ref,
            reading_of=row["reading_of"],
            assumes_zh=row["assumes_zh"],
            assumes_en=row["assumes_en"],
            **_public_note(rows, row),
        )
        for row, ref in _with_refs(rows)
    )


def programmes(rows: Rows) -> tuple[Programme, ...]:
    """The programmes in file order."""
    return tuple(
        Programme(
            id=row.pop("programme"), observations=tuple(row.pop("observations").split()), **_named(rows, row), row=ref
        )
        for row, ref in _with_refs(rows)
    )


def organisations(rows: Rows) -> tuple[Organisation, ...]:
    """The organisations in file order."""
    return tuple(
        Organisation(id=row.pop("organisation"), **_named(rows, row), row=ref) for row, ref in _with_refs(rows)
    )


def _named(rows: Rows, row: dict[str, str]) -> dict[str, Any]:
    """What programmes and organisations have in common, and the rest of a row as it is."""
    read = {"locator": locators.parse(row["locator"]), "aliases_zh": _several(row["aliases_zh"])}
    return {**row, **read, **_public_note(rows, row)}


def mentions(rows: Rows) -> tuple[Mention, ...]:
    """The mentions in file order."""
    return tuple(
        Mention(stage=_maybe(Stage, row.pop("stage")), locator=locators.parse(row.pop("locator")), row=ref, **row)
        for row, ref in _with_refs(rows)
    )


def names(rows: Rows) -> tuple[TownName, ...]:
    """What the town was called, the earliest name first."""
    found = (
        TownName(since=Period.parse(row.pop("since")), rescoped=bool(row.pop("rescoped")), row=ref, **row)
        for row, ref in _with_refs(rows)
    )
    return tuple(sorted(found, key=lambda name: name.since))


def corrections(rows: Rows) -> tuple[Correction, ...]:
    """The corrections in file order."""
    return tuple(Correction(**row, row=ref) for row, ref in _with_refs(rows))
