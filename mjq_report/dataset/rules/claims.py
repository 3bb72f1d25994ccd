"""Rules over what refers to observations: claims, programmes and corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from mjq_report.dataset import catalogue, fields
from mjq_report.dataset.csv_reader import Rows
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules.grouping import grouped
from mjq_report.errors import shown
from mjq_report.figures.kinds import AT_A_MOMENT
from mjq_report.figures.references import Reference, parse

OVER_TIME = ("growth_rate", "growth", "average_growth")  # operations that compare a figure with an earlier one
_IDENTITY = ("indicator", "breakdown", "period", "coverage")
_PLACE = ("source", "locator")
_STATED = ("result", "source", "locator")  # what all readings of a claim have in common
_SHARED = 2  # characters from which on two runs are taken to overlap


def find_rows(observations: Rows, wanted: Sequence[tuple[Reference, str]]) -> list[int | None]:
    """For each reference (and status, unless blank) the first row that it may mean, or None."""
    found: list[int | None] = [None] * len(wanted)
    by_form: dict[tuple[str, ...], list[int]] = {}
    for number, (reference, status) in enumerate(wanted):
        form = (*_IDENTITY, *(_PLACE if reference.source else ()), *(("status",) if status else ()))
        by_form.setdefault(form, []).append(number)
    for form, numbers in by_form.items():
        asked = [tuple(_part(*wanted[number], name) for name in form) for number in numbers]
        rows = _first_rows(observations, form, asked)
        for number, texts in zip(numbers, asked, strict=True):
            found[number] = rows.get(texts)
    return found


def _part(reference: Reference, status: str, name: str) -> str:
    return status if name == "status" else str(getattr(reference, name))


def _first_rows(
    observations: Rows, names: tuple[str, ...], asked: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], int]:
    """The first row with a figure for each combination of texts in the columns `names` that there is."""
    columns = [observations.columns[name] for name in names]
    codes_of = [{text: code for code, text in enumerate(cells.texts)} for cells in columns]
    distinct = list(dict.fromkeys(asked))
    codes = [[of.get(texts[place], -1) for texts in distinct] for place, of in enumerate(codes_of)]
    count = len(observations)
    keys = [np.concatenate([cells.array(), np.array(own, np.int32)]) for cells, own in zip(columns, codes, strict=True)]
    value = observations.columns["value"]
    if "" in value.texts:
        without = value.array() == value.texts.index("")
        keys.append(np.concatenate([without, np.zeros(len(distinct), bool)]))
    groups = grouped(keys)
    rows = groups.first[groups.of[count:]].tolist()
    return {texts: row for texts, row in zip(distinct, rows, strict=True) if row < count}


def is_findable(observations: Rows) -> bool:
    """Whether the observations could be read well enough for references to be looked up."""
    return {*_IDENTITY, *_PLACE, "status", "value"} <= set(observations.columns)


def check_references(rows: Rows, observations: Rows, problems: Problems) -> None:
    """Report references in any column of `rows` that no observation answers to."""
    places = []
    for column in rows.table.columns:
        cells = rows.columns.get(column.name)
        if cells is None or column.type not in (fields.REFERENCE, fields.OPERAND):
            continue
        for number, code in enumerate(cells.codes):
            texts = cells.texts[code].split() if code not in cells.faulty else ()
            places += [(number, column.name, parse(text)) for text in texts if fields.is_reference(text)]
    answers = find_rows(observations, [(reference, "") for _, _, reference in places])
    for (number, column_name, reference), answer in zip(places, answers, strict=True):
        if answer is None:
            what = f"{shown(str(reference))} is not among the observations"
            problems.add(catalogue.UNRESOLVED_REFERENCE, rows.file, rows.lines[number], column_name, what)


def check_series(claims: Rows, indicators: Rows, problems: Problems) -> None:
    """Report comparisons over time that take different coverages, or, for flows, periods of different length."""
    if not {"operation", "operands"} <= set(claims.columns):
        return
    kinds = {row["indicator"]: row["kind"] for row in indicators}
    operands = claims.columns["operands"]
    for number, code in enumerate(operands.codes):
        if code in operands.faulty or claims.columns["operation"][number] not in OVER_TIME:
            continue
        series = [parse(text) for text in operands.texts[code].split() if fields.is_reference(text)]
        coverages = sorted({reference.coverage for reference in series})
        if len(coverages) > 1:
            what = f"the operands cover {' and '.join(coverages)}"
            problems.add(catalogue.SERIES_MIXES_COVERAGES, claims.file, claims.lines[number], "operands", what)
        if any(kinds.get(reference.indicator) in AT_A_MOMENT for reference in series):
            continue
        if claims.columns["operation"][number] == "average_growth":
            # its base may be a mark that was reached somewhere in a span of years
            series = [reference for reference in series if not reference.period.is_years]
        months = sorted({reference.period.months for reference in series})
        if len(months) > 1:
            what = f"the operands' periods have {' and '.join(map(str, months))} months"
            problems.add(catalogue.SERIES_MIXES_PERIODS, claims.file, claims.lines[number], "operands", what)


def check_readings(claims: Rows, problems: Problems) -> None:
    """Report readings that are of another statement than their claim, or that do not say what they assume."""
    if not {"reading_of", "assumes_zh", *_STATED} <= set(claims.columns):
        return
    rows = {row["claim"]: (number, row) for number, row in claims.sound()}
    read = {row["reading_of"] for _, row in rows.values() if row["reading_of"]}
    for name, (number, row) in rows.items():
        first = rows.get(row["reading_of"], (number, row))[1]
        for column in _STATED:
            if row[column] != first[column]:
                what = f"{shown(row[column])} is not {shown(first[column])}, which {first['claim']} has"
                problems.add(catalogue.READING, claims.file, claims.lines[number], column, what)
        if first["reading_of"]:
            what = f"{first['claim']} is a reading itself, of {first['reading_of']}"
            problems.add(catalogue.READING, claims.file, claims.lines[number], "reading_of", what)
        if (row["reading_of"] or name in read) and not row["assumes_zh"]:
            what = "there are several readings, and this one does not say what it assumes"
            problems.add(catalogue.READING, claims.file, claims.lines[number], "assumes_zh", what)


def check_circles(claims: Rows, observations: Rows, problems: Problems) -> None:
    """Report claims of which an operand is the stated figure itself, or was taken from the very words that state it."""
    if not {"result", "operands"} <= set(claims.columns) or not observations.usable:
        return
    pairs: list[tuple[int, str, str]] = []
    for number, row in claims.sound():
        if fields.is_reference(row["result"]):
            pairs += [(number, row["result"], text) for text in row["operands"].split() if fields.is_reference(text)]
    results = find_rows(observations, [(parse(result), "") for _, result, _ in pairs])
    operands = find_rows(observations, [(parse(operand), "") for _, _, operand in pairs])
    value = observations.columns["value"]
    for (number, _, text), result, operand in zip(pairs, results, operands, strict=True):
        if result is None or operand is None or {value.codes[result], value.codes[operand]} & value.faulty:
            continue
        if result == operand or _of_one_figure(observations.row(result), observations.row(operand)):
            what = f"{shown(text)} was taken from the words that state the result"
            problems.add(catalogue.CIRCULAR_CLAIM, claims.file, claims.lines[number], "operands", what)


def _of_one_figure(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two rows give one number that stands once: of one paragraph and value, with words that overlap."""
    if any(one[name] != other[name] for name in _PLACE):
        return False
    same = Decimal(one["value"]) == Decimal(other["value"])
    return same and _overlap(one["as_published"], other["as_published"])


def _overlap(one: str, other: str) -> bool:
    """Whether two runs of characters may share some: the one in the other, or the end of one the other's start."""
    if one in other or other in one:
        return True
    lengths = range(_SHARED, min(len(one), len(other)))
    return any(one.endswith(other[:n]) or other.endswith(one[:n]) for n in lengths)


def match_corrections(corrections: Rows, observations: Rows, problems: Problems) -> dict[int, int]:
    """Rows of observations to the rows of corrections that apply to them; stale corrections are reported."""
    wanted: list[tuple[Reference, str]] = []
    numbers: list[int] = []
    for number, row in corrections.sound():
        try:
            wanted.append(_correction_key(row["key"]))
        except ValueError as error:
            problems.add(catalogue.BAD_REFERENCE, corrections.file, corrections.lines[number], "key", str(error))
        else:
            numbers.append(number)
    matched: dict[int, int] = {}
    values = observations.columns["value"]
    for number, answer in zip(numbers, find_rows(observations, wanted), strict=True):
        row, line = corrections.row(number), corrections.lines[number]
        if answer is None:
            what = f"{shown(row['key'])} is no observation"
            problems.add(catalogue.STALE_CORRECTION, corrections.file, line, "key", what)
        elif values.codes[answer] not in values.faulty:
            matched[answer] = number
            if stale := _stale(row, values[answer]):
                problems.add(catalogue.STALE_CORRECTION, corrections.file, line, *stale)
    return matched


def _correction_key(key: str) -> tuple[Reference, str]:
    """`identity!status^source:locator` as reference and status; ValueError when it is not that."""
    identity, _, rest = key.partition("!")
    status, _, place = rest.partition("^")
    if not status or not place:
        raise ValueError(f"{shown(key)} is not indicator[/breakdown]@period#coverage!status^source:locator")
    return parse(f"{identity}^{place}"), status


def _stale(correction: dict[str, str], value: str) -> tuple[str, str] | None:
    """Column and reason why a correction does not apply to a row that now says `value`."""
    if Decimal(correction["expect"]) != Decimal(value):
        return "expect", f"the row now says {value}, not {correction['expect']}"
    if Decimal(correction["published"]) != Decimal(value):
        return "published", f"the row says that {value} was published, not {correction['published']}"
    if Decimal(correction["used"]) == Decimal(value):
        return "used", f"the row says {value} already"
    return None
