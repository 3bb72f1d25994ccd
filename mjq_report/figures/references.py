"""References to observations, as claims and programmes write them.

`indicator[/breakdown]@period#coverage[^source:locator]`, for example
`gross_industrial_output@2025#whole_town` or `investment/infrastructure@2021/2025#whole_town^tz-2025:24`.
Without `^…` a reference means the figure of that identity that its source used: its own, else the newest of several
vintages, else the most precise: exact before qualified, actual before estimated before planned, then table order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mjq_report.figures import vintages
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.locators import CELL, PARAGRAPH, Locator
from mjq_report.model.locators import parse as parse_locator
from mjq_report.model.period import Period

if TYPE_CHECKING:
    from mjq_report.model.tables import Observation, Source

_ID = r"[A-Za-z0-9_.-]+"
_REFERENCE = re.compile(
    rf"(?P<indicator>{_ID})(?:/(?P<breakdown>[A-Za-z0-9_.:-]+))?@(?P<period>[0-9/.-]+)#(?P<coverage>[A-Za-z0-9_.:-]+)"
    rf"(?:\^(?P<source>{_ID}):(?P<locator>{PARAGRAPH}|{CELL}))?"
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
    locator: Locator = 0

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
    locator = parse_locator(part["locator"]) if part["locator"] else 0
    return Reference(
        part["indicator"], part["breakdown"], Period.parse(part["period"]), part["coverage"], part["source"], locator
    )


def precedence(observation: Observation) -> tuple[bool, int]:
    """Sort key: the figure to prefer among several of one identity comes first."""
    return observation.qualifier is not Qualifier.EXACT, _STATUS_RANK[observation.status]


@dataclass(frozen=True)
class Index:
    """Observations by identity in table order, for resolving many references, and when their sources were published.

    References are resolved as `source` means them; blank is nobody in particular.
    """

    rows: Mapping[str, tuple[Observation, ...]]
    published: vintages.Dates
    source: str = ""

    def as_known_to(self, source: str) -> Index:
        """The same for the references of a source."""
        return replace(self, source=source)

    def meant(self, identity: str) -> Observation | None:
        """The figure of an identity that a reference without a place means."""
        return vintages.known_to(self.source, self.rows.get(identity, ()), self.published, precedence)


def index(observations: Iterable[Observation], sources: Mapping[str, Source]) -> Index:
    """The index of observations that these sources published."""
    found: dict[str, list[Observation]] = {}
    for observation in observations:
        found.setdefault(observation.identity, []).append(observation)
    rows = {identity: tuple(rows) for identity, rows in found.items()}
    return Index(rows, vintages.dates(sources))


def resolve(reference: Reference, index: Index) -> Observation | None:
    """The observation that a reference means, or None: of several vintages the one that its source used."""
    if not reference.source:
        return index.meant(reference.identity)
    rows = index.rows.get(reference.identity, ())
    there = (row for row in rows if (row.source, row.locator) == (reference.source, reference.locator))
    return min(there, key=precedence, default=None)
