"""Figures as they stand on the pages, held against the rows that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mjq_report.checking.reader import Reading, squeezed
from mjq_report.checking.records import Records, Row
from mjq_report.figures import formats, units
from mjq_report.figures.kinds import NO_AMOUNTS
from mjq_report.lang import zh
from mjq_report.model.findings import Fact

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BARE = re.compile(r"[^0-9]{0,6}(?P<digits>[0-9]+(?:\.[0-9]+)?)(?:以上|以内)?")
_ANCHOR = re.compile(r"[fd][0-9]{3,}")


def check_figures(reading: Reading, records: Records) -> Iterator[str]:
    """Which printed figures do not have the digits and the unit of their rows, a line each."""
    for element in reading.root.find("Link"):
        target = element.links[0].target if element.links else ""
        rows = records.by_anchor.get(target, [])
        text = element.text()
        if rows and text == zh.row_number(target):  # a list of rows, by their numbers
            continue
        if rows and not any(_is_of(text, row) for row in rows):
            figure = squeezed(zh.figure(rows[0].fact).text)
            yield f"page {element.page + 1}: «{text[:80]}» leads to {target}, which is «{figure}»"
        elif not rows and _ANCHOR.fullmatch(target):
            yield f"page {element.page + 1}: «{text[:80]}» leads to {target}, which data.csv does not have"


def _is_of(text: str, row: Row) -> bool:
    """Whether a text prints the figure of a row: as `formats` writes it, or its digits alone, as a column does."""
    fact = row.fact
    if fact.value == 0 and not _digits(text):
        return squeezed(zh.movement(fact)) in text  # 持平
    forms = {
        squeezed(form)
        for form in (
            zh.figure(fact).text,
            zh.movement(fact),
            formats.signed(fact.printed),
            zh.quantity(fact.printed, "", fact.qualifier, fact.wording).text,
        )
    }
    if fact.is_derived and fact.value < 0:  # 下拉3.48个百分点: the word in front says the direction
        forms.add(squeezed(zh.quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier, fact.wording).text))
    # a status may stand in front, and a chart's figure has no unit; digits must be all and the same
    whole = fact.printed, zh.figure(fact).text, zh.movement(fact)
    return (any(form in text for form in forms) and _digits(text) in map(_digits, whole)) or _is_converted(text, fact)


def _is_converted(text: str, fact: Fact) -> bool:
    """Whether a cell has the figure in another unit of its dimension, as a column shows it by `shown_in`.

    It has no unit itself, and as many digits that say something as the figure has, or three.
    """
    found = _BARE.fullmatch(text)
    if found is None or fact.kind in NO_AMOUNTS or fact.upper is not None:
        return False
    printed = found["digits"]
    if len(_significant(printed)) < min(len(_significant(fact.printed)), 3):
        return False
    places = len(printed.partition(".")[2])
    converted = (units.convert(abs(fact.value), fact.unit, unit) for unit in units.spellings(fact.unit))
    return any(formats.round_hedged(value, places, fact.qualifier) == Decimal(printed) for value in converted)


def _significant(printed: str) -> str:
    """The digits between the zeros at both ends."""
    return printed.replace(".", "").strip("-0")


def _digits(text: str) -> list[str]:
    return _DIGITS.findall(text)
