"""A code to be scanned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A square code to be scanned: its rows, a character for each module, 1 for dark; where it leads, in words."""

    rows: tuple[str, ...]
    leads_to: str
