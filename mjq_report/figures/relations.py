"""How one indicator relates to another: the growth, rank or share of a level is an indicator of its own, named after it.

For every level `X` the tables know `X_growth`, `X_share_of_district` and the others of `SCHEME`, whether or not the
dictionary has a row for them. This is the only place that reads a relation from an id.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

SCHEME: dict[str, tuple[str, str]] = {  # ending: relation, and of or to which whole; longer endings first
    "_growth_difference": ("growth_difference", ""),
    "_average_growth": ("average_growth", ""),
    "_growth": ("growth", ""),
    "_rank": ("rank", ""),
    "_share_of_district": ("share", "district"),
    "_share_of_city": ("share", "city"),
    "_share_of_province": ("share", "province"),
    "_share": ("share", "whole"),
    "_share_change_of_district": ("share_change", "district"),
    "_share_change_of_city": ("share_change", "city"),
    "_pull_on_district": ("pull", "district"),
    "_pull_on_city": ("pull", "city"),
    "_contribution_to_district": ("contribution", "district"),
    "_contribution_to_city": ("contribution", "city"),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """`level` is the indicator that the figure is about, `name` what it says of it, `whole` in what: district, city."""

    level: str
    name: str
    whole: str = ""


@lru_cache(maxsize=4096)
def relation(indicator: str) -> Relation | None:
    """The relation that an indicator states, or None for a level."""
    for ending, (name, whole) in SCHEME.items():
        if indicator.endswith(ending) and indicator != ending:
            return Relation(indicator.removesuffix(ending), name, whole)
    return None
