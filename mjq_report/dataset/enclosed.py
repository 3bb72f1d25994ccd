"""The rows that one briefing depends on: cut out of the tables, and written out as CSV again.

A briefing of a year draws on its own sources and on earlier ones, never on later. `restrict` cuts a
town's data down to that, `tables` writes it as files of the same form that `load_town` reads. The
PDF carries these files; building from them gives the same bytes, because restricting what is
already restricted changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from mjq_report.dataset import schema
from mjq_report.figures import references
from mjq_report.model.tables import Observation, Programme, TownData

T = TypeVar("T")


def restrict(data: TownData, year: int) -> TownData:
    """Only what sources of `year` and earlier say, and the shared rows which that refers to."""
    kept = {s.id for s in data.sources.values() if s.year <= year}
    observations = tuple(o for o in data.observations if o.source in kept)
    claims = tuple(c for c in data.claims if c.source in kept)
    known = references.index(observations)
    programmes = tuple(_citing(p, known) for p in data.programmes if p.source in kept)
    organisations = tuple(o for o in data.organisations if o.source in kept)
    keys = {o.key for o in observations}
    rows: Sequence[Any] = (*observations, *claims, *programmes, *organisations)
    sources = {row.source for row in rows}
    breakdowns = {o.breakdown for o in observations} | {o.industry for o in organisations}
    return replace(
        data,
        observations=observations,
        claims=claims,
        programmes=programmes,
        organisations=organisations,
        corrections=tuple(c for c in data.corrections if c.key in keys),
        indicators=_pick(data.indicators, _with_wholes(data, {o.indicator for o in observations})),
        breakdowns=_pick(data.breakdowns, breakdowns),
        coverages=_pick(data.coverages, {o.coverage for o in observations}),
        sources=_pick(data.sources, sources),
    )


def _citing(programme: Programme, known: Mapping[str, tuple[Observation, ...]]) -> Programme:
    """A programme without its references to figures of later sources, which are not enclosed."""
    there = tuple(r for r in programme.observations if references.resolve(references.parse(r), known) is not None)
    return programme if there == programme.observations else replace(programme, observations=there)


def _with_wholes(data: TownData, indicators: set[str]) -> set[str]:
    """Indicators and, in turn, those that they are parts of."""
    found: set[str] = set()
    waiting = list(indicators)
    while waiting:
        name = waiting.pop()
        if name in data.indicators and name not in found:
            found.add(name)
            waiting += data.indicators[name].part_of
    return found


def _pick(table: Mapping[str, T], wanted: set[str]) -> dict[str, T]:
    return {key: row for key, row in table.items() if key in wanted}


def tables(data: TownData) -> tuple[tuple[str, bytes], ...]:
    """The data as files: (path below data/, bytes), in the order of the schema; empty optional tables left out."""
    rows: dict[str, Iterable[Any]] = {
        "towns": [data.town],
        "indicators": data.indicators.values(),
        "breakdowns": data.breakdowns.values(),
        "coverages": data.coverages.values(),
        "sources": data.sources.values(),
        "observations": data.observations,
        "claims": data.claims,
        "programmes": data.programmes,
        "organisations": data.organisations,
        "corrections": data.corrections,
    }
    corrected = {c.key: c.expect for c in data.corrections}
    files = []
    for name, items in rows.items():
        table = schema.TABLES[name]
        lines = [[_cell(item, column.name, name, corrected) for column in table.columns] for item in items]
        if lines or table.required:
            files.append((table.path.format(town=data.town.slug), _csv(table.header, lines)))
    return tuple(files)


_FIELDS = {("towns", "town"): "slug", ("observations", "value"): "printed"}


def _cell(item: Any, column: str, table: str, corrected: Mapping[str, str]) -> str:
    """A field as the table holds it; a corrected figure goes back to what was published."""
    if table == "observations" and column == "value" and isinstance(item, Observation) and item.key in corrected:
        return corrected[item.key]
    name = _FIELDS.get((table, column), column)
    value = getattr(item, name) if hasattr(item, name) else item.id
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _csv(header: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return buffer.getvalue().encode("utf-8")
