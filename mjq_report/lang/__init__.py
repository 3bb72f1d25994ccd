"""The languages that briefings are written in, a module each with every word and rule of it; no other part has any.

A new language is a module here with what `Language` lists, and a folder of templates. What the tables say in
several languages stands in columns such as name_zh and name_en; `text_of` takes the language's own.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from datetime import date as Date  # noqa: N812 - `date` is a function of every language
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from mjq_report.errors import UsageError
from mjq_report.model.codes import Basis, Movement, Qualifier, Stage, Status, Verdict
from mjq_report.model.document import Chart, Nature, Picture, Printed
from mjq_report.model.findings import AuditResult, Fact
from mjq_report.model.period import Period

if TYPE_CHECKING:
    from mjq_report.lang import zh

    _held: Language = zh  # mypy compares the module with what a language must have


class Language(Protocol):
    """What a module of this package has; `zh` says what each is for."""

    TAG: str  # RFC 5646
    LABELS: Mapping[str, str]  # words that the page sets itself: table, figure, continued, page …
    CHART_TITLES: Mapping[str, str]  # what a chart that was chosen by shape says above itself
    AUDIT: Mapping[str, str]  # what the audit says of claims
    CHARTS: Mapping[str, str]  # the kinds of charts, each with its word
    OFFICIAL: Mapping[str, str]  # what an official document says of itself
    PICTURES: Mapping[str, str]  # patterns of words that tell a map, and of its approval number
    STAGES: Mapping[Stage, str]  # how far a project is
    MOVEMENTS: Mapping[str, str]  # how something moved, without a figure
    TELLING: Mapping[str, str]  # what joins figures and clauses: of which, but, from, respectively …
    USUAL: Mapping[str, str]  # texts that words.toml need not have
    CHOICES: Mapping[str, tuple[str, ...]]  # what words.toml may say where a word is not the project's to choose

    def reserved(self, text: str) -> str:
        """The first word of status, verdict or direction in a text that may have none; empty if it has none."""

    def quantity(self, printed: str, unit: str, qualifier: Qualifier = ..., wording: str = ...) -> Printed:
        """Digits with unit and hedge; `wording` is how the source hedges behind the digits."""

    def figure(self, fact: Fact) -> Printed:
        """A fact's value."""

    def spread(self, low: str, high: str, unit: str, qualifier: Qualifier = ...) -> Printed:
        """A range with both its ends; without a unit where that stands elsewhere."""

    def movement(self, fact: Fact) -> str:
        """A change in words, with its direction."""

    def basis(self, value: Basis | None) -> str:
        """What a growth is measured by, before what it is against; empty where the source says nothing."""

    def comparison(self, value: Period, change: Decimal | None = ...) -> str:
        """What a change is against: the year before, or the same months of it."""

    def status(self, value: Status) -> str:
        """Estimated, planned …; empty for a result."""

    def of_coverage(self, name: str) -> str:
        """Why a mark of a chart stands apart that covers something else."""

    def of_scope(self, since: Period) -> str:
        """Why a figure stands apart that is of the area before a change."""

    def renamed(self, name: str, before: str, since: Period, rescoped: bool, note: str) -> str:
        """What a town was called before, and that its area changed."""

    def of_period(self, value: Period) -> str:
        """Why a mark of a chart stands apart that is of other months."""

    def between(self, low: Decimal, high: Decimal, decimals: int, unit: str = ...) -> str:
        """A range, its bounds rounded outwards."""

    def period(self, value: Period) -> str:
        """A period."""

    def plan_period(self, value: Period) -> str:
        """A period, that of a five-year plan by its name."""

    def date(self, value: Date) -> str:
        """A date."""

    def count(self, number: int) -> str:
        """How many there are of something that the briefing itself counts."""

    def section_number(self, number: int, official: bool) -> str:
        """The number before a section's title, with what separates them."""

    def heading_number(self, level: int, number: int) -> str:
        """The number before a heading of level 2 or 3 in an official document."""

    def in_brackets(self, words: str) -> str:
        """Words in brackets."""

    def nested(self, words: str) -> str:
        """Words that will stand in brackets."""

    def spoken(self, name: str) -> str:
        """An indicator's name inside a sentence."""

    def unmeasured(self, movement: Movement, whole_year: bool) -> str:
        """A change that a source states without its size."""

    def manner(self, movement: Movement) -> str:
        """What such a statement adds to a published rate of growth; empty for nothing."""

    def due_precision(self, words: str) -> str:
        """How a source dates a plan: before, end, from, on, open."""

    def quoted(self, words: str) -> str:
        """A source's words in quotation marks."""

    def audit_lead(self, results: Sequence[AuditResult]) -> str:
        """How many claims have which verdict, in a sentence or two; what only agrees is counted apart."""

    def audit_group(self, verdict: Verdict, recomputed: bool, number: int) -> str:
        """The heading above the claims of one verdict."""

    def notes(self, several: Sequence[str]) -> str:
        """Readers' notes as one."""

    def items(self, number: int) -> str:
        """How many things there are in a chart."""

    def chart_key(self, chart: Chart) -> tuple[tuple[Nature, str], ...]:
        """What the looks of a chart's marks mean; empty where all are published."""

    def conversion(self, sources: Sequence[str], unit: str, *, every: bool, rounded: bool) -> str:
        """That figures of a chart were converted from other units: all of them or some, with or without rounding."""

    def is_deed(self, name: str) -> bool:
        """Whether an indicator's name begins with a verb."""

    def before_hedge(self, words: str) -> str:
        """Words before a figure that is hedged in front."""

    def unplanned(self, name: str) -> str:
        """A plan's name without the word that its status is said with."""

    def is_rate(self, name: str, unit: str) -> bool:
        """Whether a figure stands behind a verb of being; amounts and counts follow their name."""

    def said(self, name: str, unit: str) -> str:
        """A name without the last words that its figure says."""

    def share_of(self, name: str) -> tuple[str, str]:
        """Whose share it is and in what, from its name; both empty where it does not say."""

    def place(self, printed: str) -> str:
        """A place in an order, from its figure."""

    def held(self, unit: str) -> str:
        """The verb before an ordinal of a unit."""

    def ordered(self, name: str) -> str:
        """What is ordered, from the name of its ordinal."""

    def turned(self, fact: Fact) -> str:
        """A change of a growth rate in words: by how much it slowed, quickened, narrowed or widened."""

    def scope(self, name: str) -> str:
        """What a coverage says of the units counted, not of where they are."""

    def within(self, whole: str, scope: str) -> str:
        """A whole of the same scope as its part."""

    def shared_front(self, one: str, other: str) -> str:
        """What two names of rates begin with, where saying it once is enough."""

    def wholly(self, name: str) -> str:
        """A district or county as the whole that a town is part of."""

    def counts_itself(self, name: str, printed: str) -> bool:
        """Whether a name says the number that is counted of it."""

    def with_breakdown(self, words: str, name: str) -> str:
        """A breakdown's name inside the words before a figure; empty where it has no place in them."""

    def linked(self, first: str, second: str) -> str:
        """Two names as one, without the words that both have where they meet."""

    def without_growth(self, name: str) -> str:
        """What grew, from the name of its growth."""

    def ranked(self, name: str) -> tuple[str, str]:
        """The name of a rank without its last word, and among whom it is."""

    def moved_to(self, forward: bool) -> str:
        """The verb between two places in an order."""

    def grown(self, up: bool, rate: bool) -> str:
        """The verb between two figures of one thing."""

    def enumerated(self, names: Sequence[str], last: str = ...) -> str:
        """Names strung together, the last behind `last`."""

    def titled(self, domains: Sequence[str]) -> str:
        """A chapter's title from the names of its domains."""

    COVER: Mapping[str, str]  # what a cover says in its picture and at its foot

    def pictured(self, picture: Picture) -> Picture:
        """A cover's picture with its remark, its key and its words for those who do not see it."""

    INSIGHTS: Mapping[str, str]  # what the page of computed figures says

    def row_number(self, anchor: str) -> str:
        """What a row is called by whose anchor is f012 (in the annex) or d003 (of the derivations)."""

    def derived_name(self, operation: str, **names: str) -> str:
        """What a computed figure is."""

    def formula(self, operation: str, inputs: Sequence[str], years: int = ..., by_growth: bool = ...) -> str:
        """How it was computed, from its inputs as they are printed."""

    def year_before(self, period: Period) -> str:
        """The year before a period."""

    def sized(self, fact: Fact) -> str:
        """A concluded figure behind a verb that says its direction."""

    def span(self, low: Decimal, high: Decimal, decimals: int) -> str:
        """A range without its unit."""

    def share_words(self, share: Fact) -> str:
        """A share in words, where what is known of it allows them."""

    def apart(self, name: str, basis: str) -> str:
        """That the growth of what a chart shows is by another measure, and does not follow from what is drawn."""

    def alt_text(self, chart: Chart) -> str:
        """A chart for those who do not see it: what it states, and every mark with its value."""


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """The codes of the languages that there are."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@lru_cache(maxsize=8)
def language(code: str) -> Language:
    """A language by its code. Raises UsageError that names those there are."""
    if code not in known():
        raise UsageError(f"--lang {code}: no briefing is written in it; there is {', '.join(known())}")
    return cast("Language", import_module(f"{__name__}.{code}"))


def tag(code: str) -> str:
    """The RFC 5646 tag of a language: zh-CN for zh; a code that is not known is its own tag."""
    return language(code).TAG if code in known() else code


def text_of(row: object, field: str, code: str) -> str:
    """A text of a table row in a language, in Chinese where the row has none in it: `name` is name_en or name_zh."""
    return str(getattr(row, f"{field}_{code}", "") or getattr(row, f"{field}_zh"))
