"""The figures of a part of a table as proposals: bound or new, with what is in doubt, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mjq_report.dataset.workbook.grid import address
from mjq_report.intake.binding import Bound
from mjq_report.intake.proposal import LeftOut, Proposal, Question
from mjq_report.intake.tables import words
from mjq_report.intake.tables.figures import Context, Reading, Unit
from mjq_report.intake.tables.heads import Column, Row
from mjq_report.intake.tables.mapping import Answer
from mjq_report.lang.zh import tables as zh
from mjq_report.lang.zh.intake import ABOVE_SIZE


def proposals(reading: Reading) -> Iterator[Proposal | LeftOut]:
    """The figures of a part, each with a name bound or a new term; what the mapping leaves out is named as such."""
    for row, column, shown, text in reading.figures():
        place = f"{reading.locate}{address(row.place, column.place)}"
        of_column, of_row = reading.answers.column(column.key), reading.answers.row(row.key)
        if of_column.skip or of_row.skip:
            yield LeftOut(place, text, zh.LEFT_OUT["mapping"])
            continue
        yield _proposal(reading, row, column, shown, text, place, of_column, of_row)


def _proposal(
    reading: Reading,
    row: Row,
    column: Column,
    shown: words.Shown,
    text: str,
    place: str,
    of_column: Answer,
    of_row: Answer,
) -> Proposal:
    name, breakdown = reading.measured(row, column)
    name = of_row.name or of_column.name or name
    breakdown = of_row.breakdown or of_column.breakdown or breakdown
    unit = reading.unit(row, column, shown, breakdown if breakdown and not name else name)
    given = of_row.unit or of_column.unit
    if given:
        unit = Unit(given)
    period = of_column.period or of_row.period or reading.period(row, column)
    term = reading.term(row, column, name, breakdown, unit.unit)
    bound = term.bound
    town = row.town or column.town or reading.context.place or reading.setting.name
    for doubt in filter(None, (unit.doubt, "" if period else "period")):
        _ask(reading, row, column, doubt, "" if doubt == "period" else unit.unit)
    whole = reading.whole if town == reading.setting.name else town
    coverage = whole + ABOVE_SIZE if re.search(r"规模以上|规上", name) and town == reading.setting.name else whole
    status = of_column.status or reading.status(row, column, period) or _noted(reading.context, period) or "actual"
    return Proposal(
        locator=place,
        as_published=text.strip(),
        value=shown.value,
        unit=unit.unit,
        qualifier=shown.qualifier,
        status=status,
        period=period,
        indicator=bound.indicator,
        indicator_name=term.told,
        breakdown=bound.breakdown,
        breakdown_name=breakdown,
        coverage=reading.setting.coverages.get(coverage, "") if town == reading.setting.name else "",
        coverage_name=coverage,
        kind=term.kind,
        town=town,
        new_id=bound.new_id,
        new_kind=bound.new_kind,
        new_unit=bound.new_unit,
        domain=bound.domain,
        reason=_doubts(reading, row, column, unit.doubt, period, bound),
        words=" · ".join(filter(None, (row.key, column.key))),
        source=reading.file,
    )


def _doubts(reading: Reading, row: Row, column: Column, doubt: str, period: str, bound: Bound) -> str:
    """What a person should look at."""
    grid = reading.block.sheet.grid
    hidden = not grid.visible or row.place in grid.hidden_rows or column.place in grid.hidden_columns
    named = (doubt, "" if period else "period", "two" if bound.two else "", "hidden" if hidden else "")
    return "；".join(zh.DOUBTS[one] for one in named if one)


def _noted(context: Context, period: str) -> str:
    return context.status.get(period[:4], "") if "/" not in period or period[:4] == period[8:12] else ""


def _ask(reading: Reading, row: Row, column: Column, doubt: str, guess: str) -> None:
    """Note what must be asked, once a column where columns say it, else once a row."""
    if doubt == "unit" and not (reading.has_names_above or reading.rows_are_places or column.mark):
        axis, key = "row", row.key
    else:
        axis, key = "column", column.key
    what = "unit" if doubt in ("unit", "change") else doubt
    question = Question(axis, key, what, guess)
    reading.questions.setdefault(f"{axis} {key} {what}", question)
