"""What a document leaves out, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Omission:
    """What of a year a document's text does not print. `kind`: figure, movement, conclusion, entry, sentence, chart,
    table or section; `reason` a code; `place` the row, or the line of a template, that it stands in."""

    kind: str
    what: str
    reason: str
    place: str = ""
