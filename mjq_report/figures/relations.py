"""How one indicator relates to another: growth, rank or share of a level are indicators of their own.

The table says it in the columns `relation`, `relates_to`, `whole`. Where they are blank, the id does: for every
level `X` there are `X_growth`, `X_share_of_district` and the others of `SCHEME`. Nothing else reads a relation from an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mjq_report.model.codes import Relation, Whole
from mjq_report.model.tables import Indicator

_OF = {"_of_district": Whole.DISTRICT, "_of_city": Whole.CITY, "_of_province": Whole.PROVINCE}
_ON = {"_district": Whole.DISTRICT, "_city": Whole.CITY, "_province": Whole.PROVINCE}
SCHEME: Mapping[str, tuple[Relation, Whole | None]] = {  # by ending; of two that fit, the first
    "_growth_difference": (Relation.GROWTH_DIFFERENCE, None),
    "_average_growth": (Relation.AVERAGE_GROWTH, None),
    "_growth": (Relation.GROWTH, None),
    "_rank": (Relation.RANK, None),
    **{f"_share{of}_within": (Relation.SHARE_WITHIN, whole) for of, whole in _OF.items()},
    **{f"_share{of}": (Relation.SHARE, whole) for of, whole in _OF.items()},
    "_share": (Relation.SHARE, Whole.TOTAL),
    **{f"_share_change{of}": (Relation.SHARE_CHANGE, whole) for of, whole in _OF.items()},
    **{f"_pull_on{on}": (Relation.PULL, whole) for on, whole in _ON.items()},
    **{f"_contribution_to{on}": (Relation.CONTRIBUTION, whole) for on, whole in _ON.items()},
}


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
