"""Facts as phrases: the figure with hedge and unit, a change with its direction and what it is against.

Templates (`templates.functions`) and the composer (`telling`) print figures through here, so that both say them alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from mjq_report.figures import kinds
from mjq_report.figures.relations import relation
from mjq_report.model.codes import Status
from mjq_report.model.findings import Fact
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import Figure, Phrase


@dataclass(frozen=True, slots=True)
class FigurePhrases:
    """Makes the phrases of one document's figures."""

    lookup: Lookup
    words: Words

    def figure(
        self, fact: Fact, front: str = "", text: str = "", when: str | None = None, status: Status | None = None
    ) -> Phrase:
        """A figure behind the words `front`, which its status stands before: 预计 比上年增长1.3%.

        `text`, `when` and `status` replace how it is printed, its period and its status; an empty `when` says that its
        period is named, and the status of what is spoken of anyway that nothing need be said of its own.
        """
        if status is None:  # an estimated base is named, see `base`; only the later figure hedges a computed one
            status = self.lookup.findings.facts[fact.inputs[0]].status if fact.is_derived else fact.status
        value = Figure(
            fact.id,
            text or self.lookup.language.figure(fact).text,
            period=fact.period.text if when is None else when,
            period_words=self.lookup.language.plan_period(fact.period),
            coverage=fact.coverage,
            coverage_words=self.lookup.language.nested(self.lookup.coverage_name(fact.coverage)),
            status=status,
            status_words=self.words.status(status),
            front=front,
        )
        return Phrase((value,))

    def moved(self, growth: Fact, front: str, when: str | None = None) -> Phrase:
        """A change with its direction, behind the words that say by which measure and since when."""
        front = self.lookup.language.basis(growth.basis) + front
        return self.figure(growth, front, self.lookup.language.movement(growth), when)

    def change(self, growth: Fact, when: str | None = None) -> Phrase:
        """A growth rate with what it is against: 比上年增长5.7%, 同比下降4.4%, 年均增长6.1%, over years 累计增长40%."""
        known = relation(growth.indicator, self.lookup.findings.data.indicators)
        if known is not None and known.name == "average_growth":
            compared = self.words["yearly"]
        elif growth.period.is_years:
            compared = self.lookup.language.TELLING["in_all"]
        else:
            compared = self.lookup.language.comparison(growth.period, growth.value)
        return self.moved(growth, compared, when)

    def movement(self, fact: Fact, when: str | None = None) -> Phrase | None:
        """How a level moved, computed where no source says so: on the year before, else since its base; None if unknown.

        比上年增长11%; 比上年下降1.20个千分点; 比上年前移3位; 为2020年预计数的14.2倍; 比2022年增长超66.6%.
        """
        if fact.kind in kinds.CHANGES:
            return None
        growth = next(filter(None, (self.lookup.computed(fact, name) for name in kinds.MOVES)), None)
        multiple = self.lookup.computed(fact, "multiple")
        if growth is not None and self.on_year(growth):
            return self.change(growth, when)
        if multiple is not None:
            return self.figure(multiple, self.words["is"] + self.base(multiple) + self.words["of"], when=when)
        return None if growth is None else self.since(growth, when)

    def since(self, growth: Fact, when: str | None = None) -> Phrase:
        """A growth computed from a base further back than the year before: 比2022年增长超66.6%."""
        return self.moved(
            growth, (self.words["than"] if growth.value else self.words["level_with"]) + self.base(growth), when
        )

    def base(self, result: Fact) -> str:
        """The base of a computed figure: its period, and that it was an estimate if it was."""
        base = self.lookup.findings.facts[result.inputs[1]]
        status = self.words.status(base.status)
        return self.lookup.period(base) + (self.words["figure_of"].format(status=status) if status else "")

    def on_year(self, growth: Fact) -> bool:
        """Whether a computed growth is one over the same period of the year before."""
        return self.lookup.findings.facts[growth.inputs[1]].period.text == _year_earlier(growth)


def _year_earlier(fact: Fact) -> str:
    try:
        return fact.period.year_earlier().text
    except ValueError:  # 29 February
        return ""
