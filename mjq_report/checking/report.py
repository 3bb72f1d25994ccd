"""What `verify` found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """`problems` are what is wrong. `unproven` says what could not be compared, or what another version would write
    otherwise. `checked` counts what was looked at, `compared` says in words what was compared."""

    problems: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    checked: Mapping[str, int] = field(default_factory=dict)
    compared: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong and nothing was left open."""
        return not self.problems and not self.unproven

    def summary(self) -> str:
        """`everything holds: 40 figures, 14 pages; built again …` in one line."""
        return f"{', '.join(f'{count} {what}' for what, count in self.checked.items())}; {self.compared}"
