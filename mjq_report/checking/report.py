"""What `verify` found: the problems, and how much was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """`problems` is empty when everything holds; `checked` counts what was looked at; `notes` are remarks."""

    problems: tuple[str, ...]
    checked: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def summary(self) -> str:
        """`40 figures, 21 claims, 14 pages` in one line."""
        return ", ".join(f"{count} {what}" for what, count in self.checked.items())
