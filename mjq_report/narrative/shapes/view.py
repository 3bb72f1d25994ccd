"""The figures of a section as the shapes look at them: what each is, what it is called, and what it may stand beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from mjq_report.figures import units
from mjq_report.figures.kinds import is_drawn
from mjq_report.figures.relations import Related, relation
from mjq_report.figures.selection import RESULTS, precision
from mjq_report.lang import text_of
from mjq_report.model.codes import IndicatorKind, Qualifier, Whole
from mjq_report.model.document import Span, Spans
from mjq_report.model.findings import Fact
from mjq_report.model.tables import TownData
from mjq_report.narrative.chart_data import ChartResolver, Item, Line

LEVELS = (IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.COUNT)
_KINDS = {
    "average_growth": "rate",
    "growth_difference": "difference",
    "share_change": "difference",
    "pull": "difference",
    "share_within": "share",
}
_PLACE = re.compile(r"\{(\w+)\}")
MOST_BARS = 45  # the divisions of GB/T 4754 are 41 in industry

Said = str | Span | Spans


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chart that can be drawn. `shape` is its key among the worths of `chart_choice`, `kind` the kind that draws it."""

    shape: str
    kind: str
    subject: str
    lines: tuple[Line, ...]
    title: Spans
    subtitle: str
    beside: tuple[Fact, ...] = ()  # what it says without a mark: growth rates in words
    shared: tuple[Fact, ...] = ()  # what it says or draws, and other charts may draw too: the whole of its parts
    unit: str | None = None
    sources: tuple[str, ...] = ()
    remark: str = ""

    @property
    def facts(self) -> frozenset[str]:
        """The ids of the facts that it draws and says."""
        shown = {item.fact.id for line in self.lines for item in line.items if item.fact is not None}
        return frozenset(shown | {fact.id for fact in (*self.beside, *self.shared)})

    @property
    def owned(self) -> frozenset[str]:
        """The ids of the facts that no other chart draws."""
        return self.facts - {fact.id for fact in self.shared}

    @property
    def rows(self) -> int:
        """How many marks its longest series has."""
        return max(len(line.items) for line in self.lines)


@dataclass(frozen=True)
class View:
    """Figures that may be drawn together, one fact a figure: the most precise of several.

    `drawn` are others of theirs that a chart shows already; they are still the whole of parts. `mixed` are the figures of
    several sections: then rows of one chart may be of several periods, where each has its own scale.
    """

    resolver: ChartResolver
    given: Iterable[Fact] = field(repr=False)
    drawn: Iterable[Fact] = field(default=(), repr=False)
    mixed: bool = False

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Published figures in the order of indicators.csv, then of breakdowns, coverages and periods."""
        return self._ordered(self.given)

    @property
    def monthly(self) -> Iterator[Fact]:
        """Figures of single months, places among others too."""
        return (
            f
            for f in self.given
            if not f.is_derived and f.period.months == 1 and not f.period.is_day and f.upper is None
        )

    @cached_property
    def given_ids(self) -> frozenset[str]:
        """The ids of the figures that may be drawn."""
        return frozenset(fact.id for fact in self.facts)

    def is_latest(self, fact: Fact) -> bool:
        """Whether no later result of the same thing is there."""
        last = self._latest.get((fact.indicator, fact.breakdown, fact.coverage))
        return last is None or fact.period.last >= last

    @cached_property
    def _latest(self) -> dict[tuple[str, str, str], date]:
        found: dict[tuple[str, str, str], date] = {}
        for fact in self._all:
            thing = fact.indicator, fact.breakdown, fact.coverage
            if not self.intended(fact):
                found[thing] = max(fact.period.last, found.get(thing, fact.period.last))
        return found

    @cached_property
    def wholes(self) -> tuple[Fact, ...]:
        """Levels of which others may be parts, those too that are drawn."""
        return tuple(fact for fact in self._all if self.kind(fact) in LEVELS)

    @property
    def shares(self) -> Iterator[Fact]:
        """Shares and rates in per cent, those too that are drawn."""
        return (fact for fact in self._all if self.kind(fact) in ("share", "rate") and fact.unit == "%")

    @cached_property
    def _all(self) -> tuple[Fact, ...]:
        return self._ordered((*self.given, *self.drawn))

    def _ordered(self, given: Iterable[Fact]) -> tuple[Fact, ...]:
        best: dict[tuple[str, ...], Fact] = {}
        for fact in sorted((f for f in given if not f.is_derived and is_drawn(f)), key=precision):
            best.setdefault((fact.indicator, fact.breakdown, fact.coverage, fact.period.text), fact)
        places = [
            {key: n for n, key in enumerate(t)}
            for t in (self.data.indicators, self.data.breakdowns, self.data.coverages)
        ]

        def order(fact: Fact) -> tuple[int, ...]:
            keys = (fact.indicator, fact.breakdown, fact.coverage)
            return tuple(place.get(key, -1) for place, key in zip(places, keys, strict=True))

        return tuple(sorted(best.values(), key=lambda f: (*order(f), f.period)))

    @property
    def data(self) -> TownData:
        """The tables."""
        return self.resolver.lookup.findings.data

    # ---- what a fact is

    def kind(self, fact: Fact) -> str:
        """The kind of a figure; of a rate that is not said to be more, that of its relation to a level."""
        known = relation(fact.indicator, self.data.indicators) if fact.kind is IndicatorKind.RATE else None
        return _KINDS.get(known.name, str(known.name)) if known is not None else str(fact.kind)

    def of_kind(self, *kinds: str) -> Iterator[Fact]:
        """The figures of these kinds."""
        return (fact for fact in self.facts if self.kind(fact) in kinds)

    def related(self, fact: Fact) -> Related | None:
        """What a figure says of a level; None for a level."""
        return relation(fact.indicator, self.data.indicators)

    def group(self, fact: Fact) -> str:
        """What kind of breakdown a figure is of; empty for a total."""
        known = self.data.breakdowns.get(fact.breakdown)
        return known.group if known else ""

    def intended(self, fact: Fact) -> bool:
        """Whether it is a plan or an aim: never on one scale with results."""
        return fact.status not in RESULTS

    def alike(self, one: Fact, other: Fact) -> bool:
        """Whether two figures may stand in one chart of one period."""
        same = one.coverage == other.coverage and one.period == other.period
        return same and self.intended(one) == self.intended(other) and units.compatible(one.unit, other.unit)

    def of_money(self, fact: Fact) -> bool:
        """Whether a figure, or the level that it is the growth of, is a sum of money."""
        known = self.related(fact)
        level = self.data.indicators.get(known.level if known else fact.indicator)
        return level is not None and units.dimension(level.unit) == "元"

    @property
    def derived(self) -> Mapping[str, Sequence[Fact]]:
        """Computed figures by operation."""
        return self.resolver.lookup.by_operation

    def computed(self, operation: str, *inputs: Fact) -> Fact | None:
        """The figure that was computed from these, or from these and others behind them."""
        ids = tuple(fact.id for fact in inputs)
        found = self.resolver.lookup.concluded.get((operation, ids[0]), ())
        return next((f for f in found if f.inputs[: len(ids)] == ids), None)

    def input(self, fact: Fact, place: int) -> Fact:
        """One of the figures that a figure was computed from."""
        return self.resolver.lookup.findings.facts[fact.inputs[place]]

    def weight(self, fact: Fact) -> int:
        """How much the dictionary makes of a figure's indicator: 1 a headline, 3 a detail."""
        known = self.data.indicators.get(fact.indicator)
        return known.weight if known else 2

    def value(self, fact: Fact, unit: str) -> float:
        """A figure in another unit of its dimension, to compare and to sort by."""
        return float(units.convert(fact.value, fact.unit, unit))

    def by_size(self, facts: Iterable[Fact]) -> list[Fact]:
        """The same figures, the largest first."""
        found = list(facts)
        unit = found[0].unit if found else ""
        return sorted(found, key=lambda fact: -self.value(fact, unit))

    # ---- words

    def indicator(self, fact: Fact) -> str:
        """What a figure's indicator is called."""
        return self.resolver.lookup.indicator_name(fact)

    def name(self, fact: Fact) -> str:
        """Breakdown and indicator in running text: 汽车制造业工业总产值."""
        return self.resolver.lookup.breakdown_name(fact.breakdown) + self.indicator(fact)

    def grower(self, fact: Fact) -> str:
        """A figure's name, of a growth rate what grew."""
        return self.resolver.lookup.language.without_growth(self.name(fact))

    def whose(self, fact: Fact) -> str:
        """The company, park or village that a figure is of; empty for the town."""
        lookup = self.resolver.lookup
        return lookup.coverage_name(fact.coverage) if lookup.is_part_of_name(fact) else ""

    def short(self, fact: Fact, beside: Fact) -> str:
        """What tells a figure from one beside it: its breakdown, or its indicator."""
        if fact.indicator == beside.indicator and fact.breakdown:
            return self.resolver.lookup.breakdown_name(fact.breakdown)
        return self.name(fact)

    def say(self, key: str, **said: Said) -> Spans:
        """A title of the language (`CHART_TITLES`) with its places filled; neighbouring texts become one span."""
        made: list[Span] = []
        for index, piece in enumerate(_PLACE.split(self.resolver.lookup.language.CHART_TITLES[key])):
            value: Said = said[piece] if index % 2 else piece
            for span in (Span(value),) if isinstance(value, str) else (value,) if isinstance(value, Span) else value:
                if made and not (span.fact or made[-1].fact):
                    made[-1] = Span(made[-1].text + span.text)
                elif span.text:
                    if made and span.fact and not span.text[:1].isdigit():  # 占全区约18%
                        made[-1] = replace(made[-1], text=self.resolver.lookup.language.before_hedge(made[-1].text))
                    made.append(span)
        return tuple(made)

    def figure(self, fact: Fact, hedged: bool = True, bare: bool = False) -> Span:
        """A figure with hedge and unit, behind its status.

        Without its hedge where the words about it say as much; `bare` of its unit's last word, which one behind it says.
        """
        printed = self.resolver.lookup.language.figure(fact)
        unit = printed.unit.removesuffix(units.plain(fact.unit)) if bare else printed.unit
        return Span(self.status(fact) + (printed.text if hedged else printed.digits + unit), fact=fact.id)

    def amount(self, fact: Fact) -> Span:
        """A figure without its sign, where words say the direction."""
        text = self.resolver.lookup.language.quantity(fact.printed.lstrip("-"), fact.unit, fact.qualifier).text
        return Span(self.status(fact) + text, fact=fact.id)

    def movement(self, fact: Fact) -> Span:
        """A change with its direction, behind its status."""
        return Span(self.status(fact) + self.resolver.lookup.language.movement(fact), fact=fact.id)

    def grown(self, up: bool, fact: Fact) -> str:
        """The verb between two figures of one thing: 增至 of amounts, 升至 of rates."""
        return self.resolver.lookup.language.grown(up, fact.unit in ("%", "‰"))

    def share(self, fact: Fact) -> Span:
        """A share with its hedge behind it: 83.3%以上."""
        hedge = Qualifier.AT_LEAST if fact.qualifier is Qualifier.MORE_THAN else fact.qualifier
        text = self.resolver.lookup.language.quantity(fact.printed, fact.unit, hedge).text
        return Span(self.status(fact) + text, fact=fact.id)

    def words(self, key: str) -> str:
        """Words of the language for what stands in charts (`CHART_TITLES`)."""
        return self.resolver.lookup.language.CHART_TITLES[key]

    def wider(self, whole: Whole) -> str:
        """What the place is a part of: 全区 or 全县 by its name, 全市, 全省."""
        language = self.resolver.lookup.language
        if whole is Whole.DISTRICT:
            return language.wholly(text_of(self.data.town, "district", self.resolver.lookup.lang))
        return language.INSIGHTS[f"whole.{whole}"]

    def status(self, fact: Fact) -> str:
        """预计, 计划 …; empty for a result."""
        return self.resolver.words.status(fact.status)

    def count(self, number: int) -> str:
        """How many there are of what the chart shows."""
        return self.resolver.lookup.language.items(number)

    def subtitle(self, of: str, fact: Fact, period: bool = True) -> str:
        """Of whom, of what and when; the unit is that of what is drawn and comes from the figures."""
        lookup = self.resolver.lookup
        parts = (lookup.language.linked(lookup.coverage_name(fact.coverage), of), lookup.period(fact) if period else "")
        return self.resolver.words["comma"].join(filter(None, parts))

    def ranked(self, shape: str, of: str, found: list[Fact], title: Spans) -> Candidate:
        """Figures of one kind under each other, the first one standing out; all under what tells them apart."""
        one = len({fact.indicator for fact in found}) == 1
        names = [self.short(fact, found[0]) if one else self.grower(fact) for fact in found]
        items = tuple(Item(name, fact, emphasis=fact is found[0]) for name, fact in zip(names, found, strict=True))
        return Candidate(
            shape, "ranked", self.subject(found[0]), (Line(of, items),), title, self.subtitle(of, found[0])
        )

    def subject(self, fact: Fact) -> str:
        """What a chart is named after."""
        return "-".join(
            filter(None, (fact.indicator, fact.breakdown, fact.coverage, fact.period.text.replace("/", "-")))
        )
