"""Stage 1: the rows of the tables, and all that they hold about one town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mjq_report.model.codes import (
    Basis,
    IndicatorKind,
    Movement,
    Qualifier,
    Relation,
    SourceKind,
    Stage,
    Status,
    Whole,
)
from mjq_report.model.locators import Locator
from mjq_report.model.period import Period


@dataclass(frozen=True, slots=True)
class RowRef:
    """Where a row stands: a path relative to the data root and a line number counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Town:
    """A township-level unit."""

    slug: str
    name_zh: str
    name_en: str
    code: str
    district_zh: str
    district_en: str
    note: str
    level: str = ""  # 镇, 乡, 街道, 县, 区; blank: the ending of its name
    note_public_zh: str = ""
    note_public_en: str = ""


@dataclass(frozen=True, slots=True)
class TownName:
    """What a town was called from a date on; with `rescoped` its area changed then, and series break."""

    since: Period
    name_zh: str
    name_en: str
    district_zh: str
    district_en: str
    rescoped: bool
    note_public_zh: str
    note_public_en: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Indicator:
    """A statistical term; `unit` is the canonical one, `decimals` serves computed values.

    `frame_zh` is how a sentence says it, `{}` standing for the figure with its unit; `weight` is 1 for a headline,
    3 for a detail; `better` is `up`, `down` or blank; the parts of an `exhaustive` one make it up. `relation` is what
    it says of the indicator `relates_to`, in the `whole`; `per` are counts by which its means are of interest; the
    figures of a `signed` one may be below zero, such as profits; `growth_basis` is what its growth is usually measured by.
    """

    id: str
    name_zh: str
    name_en: str
    domain: str
    unit: str
    kind: IndicatorKind
    decimals: int
    part_of: tuple[str, ...]
    definition_zh: str
    definition_en: str
    short_zh: str = ""
    aliases_zh: tuple[str, ...] = ()
    shown_in: str = ""
    frame_zh: str = ""
    weight: int = 2
    better: str = ""
    exhaustive: bool = False
    relation: Relation | None = None
    relates_to: str = ""
    whole: Whole | None = None
    per: tuple[str, ...] = ()
    signed: bool = False
    growth_basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An industry, village, place or group that a figure is for."""

    id: str
    name_zh: str
    name_en: str
    group: str
    note: str
    short_zh: str = ""
    aliases_zh: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    exhaustive: bool = False
    code: str = ""  # GB/T 4754


@dataclass(frozen=True, slots=True)
class Coverage:
    """口径: what a figure covers. `entity` is town, area, park, district, village, company …"""

    id: str
    name_zh: str
    name_en: str
    entity: str
    note: str


@dataclass(frozen=True, slots=True)
class Source:
    """A published text. `year` is the briefing year that it reports on."""

    id: str
    year: int
    title: str
    author: str
    publisher: str
    published: str
    published_note: str
    file: str
    sha256: str
    note: str
    kind: SourceKind | None = None
    url: str = ""
    accessed: str = ""
    note_public_zh: str = ""
    note_public_en: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure. `printed` keeps the digits as they stand (`269.20`), `value` is their Decimal.

    `kind` is None where it is the indicator's; `upper` is the high end of a range, of which `value` is the low one;
    `despite` names the checks that do not apply. `note` is the curator's, `note_public` the reader's.
    """

    town: str
    indicator: str
    breakdown: str
    period: Period
    coverage: str
    value: Decimal
    printed: str
    unit: str
    qualifier: Qualifier
    status: Status
    source: str
    locator: Locator
    as_published: str
    note: str
    row: RowRef
    kind: IndicatorKind | None = None
    upper: Decimal | None = None
    basis: Basis | None = None
    movement: Movement | None = None
    members_zh: tuple[str, ...] = ()
    members_en: tuple[str, ...] = ()
    note_public_zh: str = ""
    note_public_en: str = ""
    despite: tuple[str, ...] = ()
    correction: Correction | None = None  # what was decided where value and printed are not as published

    @property
    def identity(self) -> str:
        """What the figure is of, as references in the tables write it: `indicator/breakdown@period#coverage`."""
        breakdown = f"/{self.breakdown}" if self.breakdown else ""
        return f"{self.indicator}{breakdown}@{self.period}#{self.coverage}"

    @property
    def key(self) -> str:
        """Unique in a town: the identity, status, and where it was published."""
        return f"{self.identity}!{self.status}^{self.source}:{self.locator}"


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A row of observations.csv that says how something moved and has no figure, so nothing can compute with it."""

    town: str
    indicator: str
    breakdown: str
    period: Period
    coverage: str
    movement: Movement
    status: Status
    source: str
    locator: Locator
    as_published: str
    note_public_zh: str
    note_public_en: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Claim:
    """A published statement that ties figures together; see docs/curation.md for the operations.

    `reading_of` is the id of the claim that it is another reading of; `assumes` is what this reading assumes.
    """

    id: str
    period: Period
    statement_zh: str
    statement_en: str
    operation: str
    result: str
    operands: tuple[str, ...]
    source: str
    locator: Locator
    as_published: str
    note: str
    row: RowRef
    reading_of: str = ""
    assumes_zh: str = ""
    assumes_en: str = ""
    note_public_zh: str = ""
    note_public_en: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A named mechanism, brand, project, campaign, award or plan; `observations` are references."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    parent: str
    domain: str
    since: str
    operator: str
    summary_zh: str
    summary_en: str
    observations: tuple[str, ...]
    source: str
    locator: Locator
    as_published: str
    note: str
    row: RowRef
    aliases_zh: tuple[str, ...] = ()
    note_public_zh: str = ""
    note_public_en: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A named company or institution with its industry (a breakdown id, or blank) and role."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    industry: str
    role_zh: str
    role_en: str
    source: str
    locator: Locator
    as_published: str
    note: str
    row: RowRef
    aliases_zh: tuple[str, ...] = ()
    note_public_zh: str = ""
    note_public_en: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one source says of a programme or organisation (`entity` is its id) in that source's year."""

    entity: str
    stage: Stage | None
    role_zh: str
    role_en: str
    due: str
    due_words: str
    source: str
    locator: Locator
    as_published: str
    note: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class Correction:
    """A deliberate departure from the published figure; `expect` is the published value that must still stand."""

    key: str
    published: str
    used: str
    reason: str
    expect: str
    row: RowRef


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read, by its path relative to the root and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True)
class TownData:
    """Everything the tables hold about one town, with the shared tables that it refers to."""

    town: Town
    observations: tuple[Observation, ...]
    claims: tuple[Claim, ...]
    programmes: tuple[Programme, ...]
    organisations: tuple[Organisation, ...]
    indicators: Mapping[str, Indicator]
    breakdowns: Mapping[str, Breakdown]
    coverages: Mapping[str, Coverage]
    sources: Mapping[str, Source]
    movements: tuple[MovementRow, ...] = ()
    mentions: tuple[Mention, ...] = ()
    names: tuple[TownName, ...] = ()

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The briefing years that have data: those whose sources carry at least one observation."""
        return tuple(sorted({self.sources[o.source].year for o in self.observations}))
