"""What the cells of one row of observations.csv must have beside each other: a figure or a movement, both ends of a range,
and why a check does not apply."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mjq_report.dataset import catalogue
from mjq_report.dataset.csv_reader import Cells, Rows
from mjq_report.dataset.problems import Problems
from mjq_report.errors import Rule, shown

_LATER = (
    "upper",
    "movement",
    "despite",
    "members_zh",
)  # columns of which a cell that is filled makes a row worth looking at


def check_forms(rows: Rows, problems: Problems) -> None:
    """Report rows without a figure or a movement, ranges that end below their start, and exceptions without a reason."""
    for number in _chosen(rows):
        for rule, column, what in _faults(rows.row(number)):
            problems.add(rule, rows.file, rows.lines[number], column, what)


def _chosen(rows: Rows) -> list[int]:
    """The rows that may have such a fault; a million plain ones are passed over column by column."""
    found = set[int]()
    for name, blank in (*((name, True) for name in ("value", "unit")), *((name, False) for name in _LATER)):
        cells = rows.columns[name]
        codes = {code for code, text in enumerate(cells.texts) if bool(text) is not blank and code not in cells.faulty}
        if codes:
            found.update(number for number, code in enumerate(cells.codes) if code in codes)
    return sorted(number for number in found if not any(_is_faulty(rows.columns[name], number) for name in _READ))


_READ = ("value", "unit", *_LATER)


def _is_faulty(cells: Cells, number: int) -> bool:
    return cells.codes[number] in cells.faulty


def _faults(row: dict[str, str]) -> Iterator[tuple[Rule, str, str]]:
    value, upper = row["value"], row["upper"]
    if not value and not row["movement"]:
        yield catalogue.FIGURE_MISSING, "value", "there is neither a figure nor a movement"
    if value and not row["unit"]:
        yield catalogue.REQUIRED, "unit", f"{value} has no unit"
    if upper and not value:
        yield catalogue.RANGE_ORDER, "upper", f"the range ends at {upper} and starts nowhere"
    elif upper and Decimal(upper) <= Decimal(value):
        yield catalogue.RANGE_ORDER, "upper", f"{upper} is not above {value}"
    names = [name for part in row["members_zh"].split("|") if (name := part.strip())]
    if value and len(names) > Decimal(upper or value):
        yield catalogue.MEMBERS, "members_zh", f"{len(names)} names stand behind a count of {upper or value}"
    if row["despite"] and not (row["note"] or row["note_public_zh"]):
        yield catalogue.EXCEPTION_WITHOUT_NOTE, "despite", f"{shown(row['despite'])} is excepted, and no note says why"
