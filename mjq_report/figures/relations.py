"""How one indicator relates to another: growth, rank or share of a level are indicators of their own.

The table says it in the columns `relation`, `relates_to`, `whole`. Where they are blank, the id does: for every
level `X` there are `X_growth`, `X_share_of_district` and the others of `SCHEME`. Nothing else reads a relation from an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mjq_report.figures.implied import IMPLIED
from mjq_report.model.codes import Relation, Whole
from mjq_report.model.tables import Indicator

SCHEME: Mapping[str, tuple[Relation, Whole | None]] = {one.ending: (one.relation, one.whole) for one in IMPLIED}
"""By ending; of two that fit, the first."""


@dataclass(frozen=True, slots=True)
class Related:
    """`level` is the indicator that a figure says something of, `name` what, `whole` in or against what."""

    level: str
    name: Relation
    whole: Whole | None = None


def relation(indicator: str, indicators: Mapping[str, Indicator]) -> Related | None:
    """What an indicator says of another one, or None for a level."""
    row = indicators.get(indicator)
    if row is not None and row.relation is not None and row.relates_to:
        return Related(row.relates_to, row.relation, row.whole)
    for ending, (name, whole) in SCHEME.items():
        level = indicator.removesuffix(ending)
        if level != indicator:
            return Related(level, name, whole)
    return None
