"""What is left of a whole when its published parts are taken away, with a hedge that stays true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mjq_report.figures import formats, units
from mjq_report.model.codes import Qualifier
from mjq_report.model.findings import Fact

Bound = Literal["exact", "about", "below", "above"]
_SIGNS: dict[Qualifier, int] = {
    Qualifier.MORE_THAN: 1,
    Qualifier.AT_LEAST: 1,
    Qualifier.NEARLY: -1,
    Qualifier.AT_MOST: -1,
}


@dataclass(frozen=True, slots=True)
class Remainder:
    """A value, its digits, and how it lies to them: 不足115 is `below` 115. `printed` is empty where nothing is sure."""

    value: Decimal
    printed: str
    bound: Bound


def remainder(whole: Fact, parts: Sequence[Fact], unit: str) -> Remainder | None:
    """The rest of `whole` in `unit`; None where the parts leave nothing.

    超 in the whole or 近 in a part leave more than the difference of the digits, the other way round less; both at
    once leave it open. Decimals are those of the figure printed with the fewest, since no more of the difference is known.
    """
    value = units.convert(whole.value, whole.unit, unit)
    value -= sum((units.convert(part.value, part.unit, unit) for part in parts), Decimal(0))
    if value <= 0:
        return None
    hedges = {_SIGNS[whole.qualifier]} if whole.qualifier in _SIGNS else set[int]()
    hedges |= {-_SIGNS[part.qualifier] for part in parts if part.qualifier in _SIGNS}
    about = any(fact.qualifier is Qualifier.ABOUT for fact in (whole, *parts))
    if len(hedges) == 2 or (hedges and about):
        return Remainder(value, "", "about")
    bound: Bound = "above" if hedges == {1} else "below" if hedges else "about" if about else "exact"
    hedge = {"above": Qualifier.MORE_THAN, "below": Qualifier.NEARLY}.get(bound, Qualifier.EXACT)
    places = max(0, min(_decimals(fact, unit) for fact in (whole, *parts)))
    rounded = formats.round_hedged(value, places, hedge)
    if rounded <= 0:
        return Remainder(value, "", "about")
    return Remainder(value, f"{rounded:f}", "about" if bound == "exact" and rounded != value else bound)


def _decimals(fact: Fact, unit: str) -> int:
    """Decimals of a figure as it is known in `unit`: one counted or stated in ones of a larger unit has more."""
    exponent = Decimal(fact.printed).as_tuple().exponent
    step = units.convert(Decimal(1).scaleb(int(exponent)), fact.unit, unit)
    return max(0, -step.adjusted())
