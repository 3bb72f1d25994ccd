"""Units typed in briefing.toml against the tables: what `check` says before a briefing is built.

It must be one that the figures of the chart or column convert into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mjq_report.errors import shown
from mjq_report.figures import units
from mjq_report.narrative import plan as plans
from mjq_report.narrative import shown_units
from mjq_report.narrative.templates import banned_words
from mjq_report.narrative.templates.borrowed import rows


def findings(plan: plans.Plan, data: Path) -> Iterator[str]:
    """Each unit that is not the one shown, with key, unit and what to do."""
    dictionary = {row["indicator"]: row for row in rows(data / "indicators.csv") if row.get("indicator")}
    known = {row.get("unit", "") for row in dictionary.values()}
    for chart in plan.charts.values():
        picked = [pick.indicator for pick in chart.picks if pick.indicator in dictionary]
        for where, typed in _typed(f"charts.{chart.id}.subtitle", chart.subtitle, known):
            if what := _not_drawn(typed, [dictionary[indicator] for indicator in picked]):
                yield shown_units.wrong(where, typed, what)
    for table in plan.tables.values():
        for column in table.columns:
            for where, typed in _typed(f"tables.{table.id}.{column.id}.title", column.title, known):
                named = dict.fromkeys(row[column.id] for row in table.rows if row.get(column.id) in dictionary)
                if what := _not_drawn(typed, [dictionary[indicator] for indicator in named]):
                    yield shown_units.wrong(where, typed, what)


def _typed(key: str, texts: plans.Texts, known: set[str]) -> Iterator[tuple[str, str]]:
    """Where a text of briefing.toml has a unit at its end, and the unit."""
    for lang, text in texts.items():
        unit = shown_units.subtitle(banned_words.HOLES.sub("", "".join(banned_words.lines(text))), known).unit
        if unit:
            yield f"{plans.FILE}: {key}.{lang}", unit


def _not_drawn(typed: str, indicators: Sequence[Mapping[str, str]]) -> str:
    """Why a chart or column of these indicators cannot be in a unit; empty where it can."""
    own = [row.get("unit", "") for row in indicators]
    fits = not own or any(units.compatible(typed, unit) for unit in own)
    return "" if fits else f"its figures are in {shown(own[0])}"
