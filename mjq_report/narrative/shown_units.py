"""The unit that a chart or a column shows: derived from its figures, never from what somebody typed over it.

One unit for all of it: the one that a subtitle names, which then is a request to convert; else that of the figures; of
figures in several the one that indicators.csv says (`shown_in`), else the commonest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.errors import TemplateError, shown
from mjq_report.figures import formats, units
from mjq_report.model.findings import Fact

# the last words of 工业总产值，亿元 · 工业总产值（单位：亿元） · 亿元
_TYPED = re.compile(
    r"(?:(?P<rest>.*?)[，,、（(\s]\s*)?(?:单位[：:]\s*)?(?P<unit>[^\s，,、：:（）()]{1,12})[）)]?\s*", re.DOTALL
)
_MOST_DECIMALS = 2  # of a converted figure, if its indicator has fewer


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A subtitle or a column's title without the unit that stands at its end, and that unit; empty if there is none."""

    text: str
    unit: str


def subtitle(text: str, known: Iterable[str]) -> Subtitle:
    """Take a typed unit off a subtitle. A word is one if it is a unit that converts, or in `known` (counters: 家, 件)."""
    match = _TYPED.fullmatch(text.strip())
    if match is None or not (units.is_listed(match["unit"]) or match["unit"] in known):
        return Subtitle(text, "")
    return Subtitle((match["rest"] or "").strip(), match["unit"])


def chosen(facts: Sequence[Fact], own: str, shown_in: str, typed: str, where: str) -> str:
    """The one unit of these figures, which all convert into each other. `where` is the text that has `typed`.

    Figures in one unit keep it. `own` is the unit of their indicator, which decides between two that are as common.
    Raises TemplateError where a typed unit is none that they convert into.
    """
    rows = Counter(fact.unit for fact in facts)
    unit = max(rows, key=lambda unit: (rows[unit], unit == own))
    if len(rows) > 1 and shown_in and units.compatible(shown_in, unit):
        unit = shown_in
    if typed and not units.compatible(typed, unit):
        raise TemplateError(wrong(where, typed, f"its figures are in {shown(unit)}"))
    return typed or unit


def wrong(where: str, typed: str, what: str) -> str:
    """The message about a unit that somebody typed."""
    return f"{where}: says {shown(typed)}, but {what}; take the unit out, it follows the figures"


@dataclass(frozen=True, slots=True)
class Converted:
    """A figure's digits in another unit, its value, and whether digits were rounded away."""

    printed: str
    value: Decimal
    rounded: bool


def converted(fact: Fact, unit: str, decimals: int) -> Converted:
    """A fact's figure in `unit`: exact where that takes no more decimals than the indicator has (two at least).

    Else rounded so that its hedge stays true, to two digits at least that say something.
    """
    if fact.unit == unit:
        return Converted(fact.printed, fact.value, rounded=False)
    exact = units.convert(Decimal(fact.printed), fact.unit, unit)
    places = max(decimals, _MOST_DECIMALS, 1 - exact.adjusted() if exact else 0)
    value = formats.round_hedged(exact, places, fact.qualifier)
    printed = f"{value:f}"
    return Converted(printed.rstrip("0").rstrip(".") if "." in printed else printed, exact, rounded=value != exact)
