"""What things are called in sentences: indicators with their breakdowns, wholes, periods, and the words that join them."""

from __future__ import annotations

from dataclasses import dataclass

from mjq_report.figures.kinds import RATES
from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.codes import IndicatorKind
from mjq_report.model.findings import Fact
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.telling.groups import INTENDED, MOMENT, Group


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one document, and what of them its sentence has said already."""

    lookup: Lookup
    figures: FigurePhrases
    said: str = ""  # the breakdown that the sentence has named
    subject: str = ""  # and the indicator, for which it has named the breakdown, too
    front: str = ""  # what its last name began with, which the next need not repeat

    def when(self, fact: Fact) -> str:
        """A figure's period with its comma: 2025年1—9月， or 截至2024年12月28日，; a level reached in years stands at their end."""
        words = self.lookup.language.plan_period(fact.period)
        if fact.kind is IndicatorKind.STOCK and fact.period.is_years and fact.status not in INTENDED:
            return self.word("at_end").format(period=words)
        if fact.period.is_day:
            return self.word("until").format(period=words)
        return words + self.comma

    def moment(self, fact: Fact) -> str:
        """When an earlier figure was: its period, or what stands for it (初创时)."""
        known = self.lookup.findings.data.breakdowns.get(fact.breakdown)
        if known is not None and known.group == MOMENT:
            return self.lookup.breakdown_name(fact.breakdown)
        return self.lookup.language.plan_period(fact.period)

    def whole(self, fact: Fact) -> str:
        """The district, city or province that a figure is of a part of: 全区; empty for another whole."""
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        if known is None or known.whole not in ("district", "city", "province"):
            return ""
        return self.district() if known.whole == "district" else self.word(known.whole)

    def scope(self, fact: Fact) -> str:
        """What a figure's coverage says of the units counted: 规模以上; empty where it only says where."""
        return self.lookup.language.scope(self.lookup.coverage_name(fact.coverage))

    def district(self) -> str:
        """The district or county that the place is in, as a whole: 全区."""
        place = text_of(self.lookup.findings.data.town, "district", self.lookup.lang)
        return self.lookup.language.wholly(place)

    def part_name(self, part: Group, whole: Group) -> str:
        """What tells a part from its whole: the breakdown, else the indicator."""
        if part.subject == whole.subject:
            return self.lookup.breakdown_name(part.breakdown)
        return self.lookup.spoken_name(part.head)

    def name(self, fact: Fact) -> str:
        """Breakdown and indicator as a sentence says them."""
        language = self.lookup.language
        name = language.linked(self.breakdown(fact), self.lookup.indicator_name(fact))
        if name == self.subject:
            return ""
        said = language.said(name, fact.unit)
        said = (language.spoken(name) if said == name else said).removeprefix(self.front)
        return language.unplanned(said) if fact.status in INTENDED else said

    def breakdown(self, fact: Fact) -> str:
        """The name of a figure's breakdown, empty where the sentence has named it."""
        return "" if fact.breakdown == self.said else self.lookup.breakdown_name(fact.breakdown)

    def subject_name(self, group: Group) -> str:
        """The name of what grew or is ranked, where its level is not known."""
        language, fact = self.lookup.language, group.head
        if group.level is not None or group.is_list:
            return self.name(fact)
        if self.subject and self.subject == self.full_name(group):
            return ""
        breakdown, name = self.breakdown(fact), self.lookup.indicator_name(fact)
        if group.subject in self.lookup.findings.data.indicators:
            return language.linked(breakdown, language.spoken(self.lookup.name_of(group.subject)))
        if self.is_rank(fact):
            return (self.word("among").format(name=breakdown) if breakdown else "") + language.ranked(name)[0]
        part, whole = language.share_of(name)
        return language.linked(breakdown, part if whole else language.without_growth(name))

    def full_name(self, group: Group) -> str:
        """Breakdown and indicator in full, for telling whether two figures are of one thing."""
        fact = group.head
        return self.lookup.language.linked(self.breakdown(fact), self.lookup.indicator_name(fact))

    def frame(self, fact: Fact) -> str:
        """How the dictionary says an indicator, with {} in the place of the figure; empty for name and figure.

        A frame for a count says nothing of the first or only one of its kind, but where it begins with the
        figure: 第50万辆整车下线. Nor is a verb said of a magnitude (千亿元), or behind 规模以上, which no place is.
        """
        indicator = self.lookup.findings.data.indicators.get(fact.indicator)
        frame = str(getattr(indicator, f"frame_{self.lookup.lang}", ""))
        flows = indicator is not None and indicator.kind is IndicatorKind.FLOW
        if self.front or self.scope(fact) or (flows and fact.kind is IndicatorKind.MAGNITUDE):
            return ""
        if fact.kind is IndicatorKind.ORDINAL and (indicator is None or indicator.kind is not fact.kind):
            return frame if frame.startswith("{}") and not self.lookup.language.held(fact.unit) else ""
        return frame

    def is_rank(self, fact: Fact) -> bool:
        """Whether a figure is a place in an order."""
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        return fact.kind is IndicatorKind.RANK or (known is not None and known.name == "rank")

    def is_of_rate(self, group: Group) -> bool:
        """Whether a group's subject is itself a percentage, so that its change is in points."""
        indicator = self.lookup.findings.data.indicators.get(group.subject)
        return indicator is not None and indicator.kind in RATES

    def direction(self, group: Group) -> int:
        """Whether a group says that something got better (1) or worse (-1); 0 where it does not."""
        growth = group.growth
        indicator = self.lookup.findings.data.indicators.get(group.subject)
        if growth is None or indicator is None or not growth.value:
            return 0
        up = (growth.value > 0) != (indicator.better == "down")
        return 0 if not indicator.better and indicator.kind is not IndicatorKind.FLOW else 1 if up else -1

    def word(self, key: str) -> str:
        """A word that joins figures or clauses."""
        return self.lookup.language.TELLING[key]

    @property
    def comma(self) -> str:
        """The comma of the language."""
        return self.figures.words["comma"]
