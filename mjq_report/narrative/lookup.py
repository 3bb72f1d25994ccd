"""Which fact a template, a chart or a table means, and the words for what it is of.

The rules of choice are `selection`'s. Added here: a template speaks of what the briefing year's own
sources say, unless it asks for another period; and an indicator that has one breakdown only
(a crop's area, a programme's rate) is found without naming it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mjq_report.figures import kinds
from mjq_report.figures.references import parse
from mjq_report.figures.selection import precision, select
from mjq_report.lang import Language, language, text_of
from mjq_report.model.codes import Movement, Verdict
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.period import Period

HOME_ENTITY = "town"
GROWTH = "_growth"
_OF_TOWN = ("town", "area")
_NAMED = ("project", "park", "company", "village", "area")


@dataclass(frozen=True)
class Lookup:
    """Answers about one Findings in one language."""

    findings: Findings
    lang: str = "zh"
    _by_indicator: dict[str, list[Fact]] = field(default_factory=dict)
    _found: dict[tuple[str | None, ...], Fact | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in self.findings.facts.values():
            if not fact.is_derived:
                self._by_indicator.setdefault(fact.indicator, []).append(fact)

    @cached_property
    def language(self) -> Language:
        """The words and rules of the language."""
        return language(self.lang)

    # ---- choice

    def published(self, indicator: str) -> list[Fact]:
        """All published facts of an indicator in table order."""
        return self._by_indicator.get(indicator, [])

    @cached_property
    def _own(self) -> tuple[Fact, ...]:
        best: dict[tuple[str, ...], Fact] = {}
        for fact in self.findings.facts.values():
            if fact.id in self.findings.own and not fact.is_derived:
                known = best.setdefault(identity(fact), fact)
                if precision(fact) < precision(known):
                    best[identity(fact)] = fact
        return tuple(best.values())

    def own(self) -> tuple[Fact, ...]:
        """What the year's own sources published, one fact a figure: the most precise of several of one identity."""
        return self._own

    @cached_property
    def _by_identity(self) -> dict[tuple[str, ...], Fact]:
        facts = (fact for fact in self.findings.facts.values() if not fact.is_derived and not fact.superseded_by)
        return {identity(fact): fact for fact in reversed(list(facts))}

    def at(self, indicator: str, breakdown: str, period: str, coverage: str) -> Fact | None:
        """The published fact of an identity, the year's own before others."""
        return self._by_identity.get((indicator, breakdown, period, coverage, ""))

    def is_about_town(self, fact: Fact) -> bool:
        """Whether a figure is of the town or an area of it, not of a company, a district or a single village."""
        coverage = self.findings.data.coverages.get(fact.coverage)
        return coverage is not None and coverage.entity in _OF_TOWN

    def is_part_of_name(self, fact: Fact) -> bool:
        """Whether the coverage is the very thing that an entry is about: a project, a park, a company."""
        coverage = self.findings.data.coverages.get(fact.coverage)
        return coverage is not None and coverage.entity in _NAMED

    def find(
        self,
        indicator: str,
        breakdown: str | None = None,
        coverage: str | None = None,
        period: str | None = None,
        entity: str = "",
    ) -> Fact | None:
        """The fact that is meant, or None. `entity` takes the first coverage of that kind that has the figure."""
        asked = (indicator, breakdown, coverage, period, entity)
        if asked not in self._found:
            self._found[asked] = self._find(*asked)
        return self._found[asked]

    def _find(
        self, indicator: str, breakdown: str | None, coverage: str | None, period: str | None, entity: str
    ) -> Fact | None:
        if indicator not in self._by_indicator:
            return None
        if breakdown is None:
            breakdown = self._usual_breakdown(indicator)
        coverages = [coverage] if not entity else self._coverages(indicator, breakdown, entity)
        for one in coverages:
            fact = select(self.findings, indicator, breakdown=breakdown, period=period or None, coverage=one or None)
            if fact is not None and (period or fact.id in self.findings.own):
                return fact
        return None

    def _usual_breakdown(self, indicator: str) -> str:
        """None at all if there is a total, else the only one that the year's figures have."""
        found = {f.breakdown for f in self.published(indicator) if f.id in self.findings.own}
        return next(iter(found)) if len(found) == 1 else ""

    def _coverages(self, indicator: str, breakdown: str, entity: str) -> list[str | None]:
        known = self.findings.data.coverages
        found = {f.coverage for f in self.published(indicator) if f.breakdown == breakdown}
        return [c for c in known if c in found and known[c].entity == entity]

    def growth_of(self, fact: Fact) -> Fact | None:
        """The published growth rate of a fact, else how it moved from its nearest base, else None.

        Computed are per cent for amounts, points for rates, places for ranks.
        """
        if _is_change(fact):
            return fact
        own = self.find(f"{fact.indicator}_growth", fact.breakdown, fact.coverage, fact.period.text)
        return own or next(filter(None, (self.computed(fact, name) for name in kinds.MOVES)), None)

    def average_growth_of(self, fact: Fact) -> Fact | None:
        """The published average growth over the years up to a fact, else a computed one, else None."""
        for own in self.published(f"{fact.indicator}_average_growth"):
            if own.period.last == fact.period.last and (own.breakdown, own.coverage) == (fact.breakdown, fact.coverage):
                return own
        return self.computed(fact, "average_growth")

    @cached_property
    def _moved(self) -> dict[tuple[str, str, str, str], Movement]:
        """Movements without a figure by what they are of: 消费品零售总额 or its growth."""
        rows = self.findings.data.movements
        return {
            (row.indicator.removesuffix(GROWTH), row.breakdown, row.coverage, row.period.text): row.movement
            for row in rows
        }

    def movement_of(self, fact: Fact) -> Movement | None:
        """How a figure moved, by words that its source gives no figure for; None for what was computed."""
        place = (fact.indicator.removesuffix(GROWTH), fact.breakdown, fact.coverage, fact.period.text)
        return None if fact.is_derived else fact.movement or self._moved.get(place)

    def moved_words(self, fact: Fact) -> str:
        """`仍低于上年同期，降幅收窄（幅度未公布）`; beside a published rate of growth only what that does not say."""
        movement = self.movement_of(fact)
        if movement is None:
            return ""
        growth = self.growth_of(fact)
        if growth is not None and not growth.is_derived:
            return self.language.manner(movement)
        return self.language.unmeasured(movement, fact.period.is_year)

    def members_of(self, fact: Fact) -> tuple[str, ...]:
        """The names behind a count, in their order and in the language; none where they are not known."""
        return (fact.members_zh if self.lang == "zh" else fact.members_en) or fact.members_zh

    def members_words(self, fact: Fact, enumeration: str) -> str:
        """`：新能源汽车、智慧物流`, behind the name of a count; 其中 where they are fewer than were counted."""
        names = self.members_of(fact)
        whole = "members" if len(names) == fact.value else "some_members"
        return self.language.LABELS[whole].format(names=enumeration.join(names)) if names else ""

    def computed(self, fact: Fact, operation: str) -> Fact | None:
        """What was computed from a fact, against its nearest base."""
        found = () if fact.is_derived else self.concluded.get((operation, fact.id), ())
        return max(found, key=lambda one: self.findings.facts[one.inputs[1]].period, default=None)

    @cached_property
    def by_operation(self) -> Mapping[str, Sequence[Fact]]:
        """Computed figures by operation."""
        found: dict[str, list[Fact]] = {}
        for fact in self.findings.facts.values():
            if fact.is_derived:
                found.setdefault(fact.operation, []).append(fact)
        return found

    @cached_property
    def concluded(self) -> Mapping[tuple[str, str], Sequence[Fact]]:
        """Computed figures by operation and first input, in their order."""
        found: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.findings.facts.values():
            if fact.is_derived:
                found.setdefault((fact.operation, fact.inputs[0]), []).append(fact)
        return found

    def meant(self, reference: str) -> Fact | None:
        """The published fact that a claim or a programme refers to, the year's own before others."""
        wanted = parse(reference)
        return self.at(wanted.indicator, wanted.breakdown, wanted.period.text, wanted.coverage)

    @cached_property
    def doubts(self) -> Mapping[str, Verdict]:
        """The ids of published figures that the audit found at odds with others, or right in one reading only."""
        found: dict[str, Verdict] = {}
        for result in self.findings.audit:
            stated = self.meant(result.claim.result) if result.claim.result else None
            if stated is not None and result.verdict in (Verdict.INCONSISTENT, Verdict.DEPENDS):
                alike = [fact for fact in self.published(stated.indicator) if identity(fact) == identity(stated)]
                for fact in alike:
                    if found.get(fact.id) is not Verdict.INCONSISTENT:
                        found[fact.id] = result.verdict
        return found

    # ---- words

    def domain(self, fact: Fact) -> str:
        """The domain that a fact is printed under."""
        indicator = self.findings.data.indicators.get(fact.indicator)
        return indicator.domain if indicator else ""

    def name_of(self, indicator: str) -> str:
        """An indicator's name."""
        known = self.findings.data.indicators.get(indicator)
        return text_of(known, "name", self.lang) if known else indicator

    def indicator_name(self, fact: Fact) -> str:
        """The name of a fact's indicator."""
        return self.name_of(fact.indicator)

    def breakdown_name(self, breakdown: str) -> str:
        """What a breakdown is called; empty for none."""
        known = self.findings.data.breakdowns.get(breakdown)
        return text_of(known, "name", self.lang) if known else breakdown

    def coverage_name(self, coverage: str) -> str:
        """What a coverage is called."""
        known = self.findings.data.coverages.get(coverage)
        return text_of(known, "name", self.lang) if known else coverage

    def spoken_name(self, fact: Fact) -> str:
        """The indicator's name in a sentence, without what its unit says."""
        name = self.indicator_name(fact)
        said = self.language.said(name, fact.unit)
        return self.language.spoken(name) if said == name else said

    def label(self, fact: Fact) -> str:
        """Indicator with its breakdown, for tables: `工业总产值（汽车制造业）`."""
        breakdown = self.breakdown_name(fact.breakdown)
        return self.indicator_name(fact) + (self.language.in_brackets(breakdown) if breakdown else "")

    def period(self, fact: Fact) -> str:
        """A fact's period in words."""
        return self.language.period(fact.period)

    def home_coverage(self) -> str:
        """The coverage that figures are of unless it is said otherwise: the town as a whole."""
        coverages = self.findings.data.coverages
        return next((c for c in coverages if coverages[c].entity == HOME_ENTITY), "")

    def home_period(self) -> Period:
        """The briefing year."""
        return Period.parse(f"{self.findings.year:04d}")


def identity(fact: Fact) -> tuple[str, ...]:
    """What a fact is a figure of; two facts of one identity say the same thing in other words."""
    return fact.indicator, fact.breakdown, fact.period.text, fact.coverage, fact.operation


def _is_change(fact: Fact) -> bool:
    return fact.kind in kinds.CHANGES or fact.indicator.endswith("_growth") or fact.unit.endswith("百分点")
