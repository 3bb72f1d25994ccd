"""Stage 2: what may be said of a town in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mjq_report.model.codes import Basis, IndicatorKind, Movement, Qualifier, Status, Verdict
from mjq_report.model.period import Period
from mjq_report.model.tables import Claim, Correction, Mention, Organisation, Programme, TownData


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that may be printed: a published observation, or one computed from such.

    `id` is the observation's key, or `derived:<operation>(<input ids>)`. `printed` holds the digits
    to print; for derived facts they are the value rounded by `formats`. `inputs` are fact ids. `kind` is what the row
    or its indicator declares; `upper` is the high end of a range, of which `value` is the low one; `members` are the names
    behind a count; `note_public` is the reader's note, `note` the curator's. `bounds` are the least and the
    greatest value that a derived fact can have, given what its inputs stand for; ±Infinity is no end.
    """

    id: str
    indicator: str
    breakdown: str
    period: Period
    coverage: str
    value: Decimal
    printed: str
    unit: str
    qualifier: Qualifier
    status: Status
    sources: tuple[str, ...]
    operation: str = ""
    inputs: tuple[str, ...] = ()
    bounds: tuple[Decimal, Decimal] | None = None
    note: str = ""
    wording: str = ""  # 余、多 … the qualifier as the source words it, when it follows the digits
    kind: IndicatorKind = IndicatorKind.FLOW
    basis: Basis | None = None
    upper: Decimal | None = None
    movement: Movement | None = None
    members_zh: tuple[str, ...] = ()
    members_en: tuple[str, ...] = ()
    note_public_zh: str = ""
    note_public_en: str = ""
    correction: Correction | None = None
    scope: int = 0  # how often the area of the town, of which it is a figure, had changed by then
    superseded_by: str = ""  # the id of the fact that a later source put in its place

    @property
    def source(self) -> str:
        """The source that published it, for a computed one that of its later input; blank for none."""
        return next(iter(self.sources), "")

    @property
    def is_derived(self) -> bool:
        """Whether it was computed, and so has no row of its own."""
        return bool(self.operation)


@dataclass(frozen=True, slots=True)
class AuditResult:
    """A claim with its verdict, and the arithmetic in lines that a reader can follow.

    `recomputed` says that a figure was computed (复算); else figures were only set beside each other (前后一致). Where
    a claim may be read in several ways, `readings` has the result of each, its own first.
    """

    claim: Claim
    verdict: Verdict
    arithmetic_zh: tuple[str, ...]
    reason_zh: str
    facts: tuple[str, ...]
    stated: tuple[Decimal, Decimal] | None
    computed: tuple[Decimal, Decimal] | None
    recomputed: bool = True
    readings: tuple[AuditResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Salient:
    """How much a fact stands out, and why: `reasons` are codes of `analysis.salience.WEIGHTS`, weightiest first.

    `thing` is what it is a figure of (indicator and breakdown). `beside` is the fact next to which it is told: the
    level of a growth rate, the part of a share; empty for what is told by itself. `adverse` marks bad news, and
    `years` a sum over several years, which never stands beside a year's figure without its period.
    """

    fact: str
    score: Decimal
    reasons: tuple[str, ...]
    domain: str
    thing: tuple[str, str] = ("", "")
    coverage: str = ""
    beside: str = ""
    adverse: bool = False
    years: bool = False


@dataclass(frozen=True)
class Findings:
    """What is known about one town in one briefing year.

    `facts` maps ids to facts in table order: first those published by the year's own sources
    (`own` holds their ids), then earlier years' that comparisons may draw on, then derived ones.
    `salience` ranks what stands out among them, first what stands out most. `mentions` are what the year's sources
    say of programmes and organisations, by id: their stage, and when they are due.
    """

    data: TownData
    year: int
    facts: Mapping[str, Fact]
    own: frozenset[str]
    audit: tuple[AuditResult, ...]
    programmes: tuple[Programme, ...]
    organisations: tuple[Organisation, ...]
    salience: tuple[Salient, ...] = ()
    mentions: Mapping[str, Mention] = field(default_factory=dict)

    def with_facts(self, more: Iterable[Fact]) -> Findings:
        """The same with other facts behind its own."""
        return replace(self, facts={**self.facts, **{fact.id: fact for fact in more}})
