"""References to observations, as claims and programmes write them.

`indicator[/breakdown]@period#coverage[^source:locator]`, for example
`gross_industrial_output@2025#whole_town` or `investment/infrastructure@2021/2025#whole_town^tz-2025:24`.
Without `^…` a reference means the most precise figure of that identity: exact before qualified, actual
before estimated before planned, then the order of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.period import Period

if TYPE_CHECKING:
    from mjq_report.model.tables import Observation

_ID = r"[A-Za-z0-9_.-]+"
_REFERENCE = re.compile(
    rf"(?P<indicator>{_ID})(?:/(?P<breakdown>[A-Za-z0-9_.:-]+))?@(?P<period>[0-9/-]+)#(?P<coverage>[A-Za-z0-9_.:-]+)"
    rf"(?:\^(?P<source>{_ID}):(?P<locator>[0-9]{{1,6}}))?"
)
FORM = "indicator[/breakdown]@period#coverage[^source:locator]"

_STATUS_RANK = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A parsed reference; `source` is empty and `locator` 0 when it does not say where the figure stands."""

    indicator: str
    breakdown: str
    period: Period
    coverage: str
    source: str = ""
    locator: int = 0

    @property
    def identity(self) -> str:
        """The part that names the figure, equal to `Observation.identity`."""
        breakdown = f"/{self.breakdown}" if self.breakdown else ""
        return f"{self.indicator}{breakdown}@{self.period}#{self.coverage}"

    def __str__(self) -> str:
        return f"{self.identity}^{self.source}:{self.locator}" if self.source else self.identity


def parse(text: str) -> Reference:
    """Read one reference; ValueError says what is wrong with it."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a reference; write {FORM}")
    part = match.groupdict(default="")
    locator = int(part["locator"]) if part["locator"] else 0
    return Reference(
        part["indicator"], part["breakdown"], Period.parse(part["period"]), part["coverage"], part["source"], locator
    )


def precedence(observation: Observation) -> tuple[bool, int]:
    """Sort key: the figure to prefer among several of one identity comes first."""
    return observation.qualifier is not Qualifier.EXACT, _STATUS_RANK[observation.status]


def index(observations: Iterable[Observation]) -> dict[str, tuple[Observation, ...]]:
    """Observations by identity in table order, for resolving many references."""
    found: dict[str, list[Observation]] = {}
    for observation in observations:
        found.setdefault(observation.identity, []).append(observation)
    return {identity: tuple(rows) for identity, rows in found.items()}


def resolve(
    reference: Reference, observations: Iterable[Observation] | Mapping[str, tuple[Observation, ...]]
) -> Observation | None:
    """The observation that a reference means, or None. Takes the rows, or their `index` when there are many."""
    if isinstance(observations, Mapping):
        rows: Iterable[Observation] = observations.get(reference.identity, ())
    else:
        rows = (row for row in observations if row.identity == reference.identity)
    if reference.source:
        rows = (row for row in rows if (row.source, row.locator) == (reference.source, reference.locator))
    return min(rows, key=precedence, default=None)
