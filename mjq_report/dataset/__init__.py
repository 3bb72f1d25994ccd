"""Stage 1: the curated tables under data/, read strictly, checked by rules, handed on as `TownData`.

Importing this package loads nothing but itself: what it offers is imported when it is first asked for, so that
a build with nothing to do reads neither rules nor numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mjq_report.dataset.loading import TownYears, check, inventory, load_edition, load_town, read_towns, town_years
    from mjq_report.dataset.rules.evidence import DigitRun, EvidenceReport, Missing, check_evidence

_HOMES = {
    "DigitRun": "rules.evidence",
    "EvidenceReport": "rules.evidence",
    "Missing": "rules.evidence",
    "TownYears": "loading",
    "check": "loading",
    "check_evidence": "rules.evidence",
    "inventory": "loading",
    "load_edition": "loading",
    "load_town": "loading",
    "read_towns": "loading",
    "town_years": "loading",
}

__all__ = [
    "DigitRun",
    "EvidenceReport",
    "Missing",
    "TownYears",
    "check",
    "check_evidence",
    "inventory",
    "load_edition",
    "load_town",
    "read_towns",
    "town_years",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
