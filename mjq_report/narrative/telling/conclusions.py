"""推算 in sentences: what the figures of a group allow to be concluded, behind the paragraph that gives them.

Told is what `analysis.salience` ranks at `FROM` points or more, each kind of conclusion once for an indicator: of two
coverages the one that stands out more. Every sentence says that it is 推算, and from what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.codes import Status, Whole
from mjq_report.model.findings import Fact
from mjq_report.narrative.phrases import Mention, Part, Plain
from mjq_report.narrative.telling.clauses import Teller
from mjq_report.narrative.telling.groups import Group

FROM = Decimal(40)
_BASES, _MOVED = ("base", "increment"), frozenset({"doubled", "leap", "strong"})
# Sentences in their order, each with the operations of its clauses; the first must be there.
SENTENCES = (
    ("base", "increment"),
    ("increment_at_least", "increment_share_at_least"),
    ("rest",),
    ("implied_whole", "elsewhere"),
    ("implied_growth", "pull_of_rest", "growth_of_rest"),
    ("mean",),
)
ELSEWHERE = frozenset({"implied_whole", "implied_growth"})  # of a wider place, which the sentence names itself


@dataclass(frozen=True)
class Conclusions:
    """What is concluded from each of a document's facts: by its first input, then by operation."""

    teller: Teller
    by_first: Mapping[str, Mapping[str, Fact]]

    @classmethod
    def of(cls, teller: Teller) -> Conclusions:
        """What is worth a sentence, by salience."""
        findings = teller.lookup.findings
        taken = set[tuple[str, str]]()
        found = dict[str, dict[str, Fact]]()
        for salient in findings.salience:
            fact = findings.facts[salient.fact]
            if not fact.is_derived or salient.score < FROM or (salient.thing[0], fact.operation) in taken:
                continue
            if fact.operation in _BASES and _MOVED.isdisjoint(salient.reasons):
                continue  # a base is news where the figure has moved far from it
            taken.add((salient.thing[0], fact.operation))
            found.setdefault(fact.inputs[0], {})[fact.operation] = fact
        return cls(teller, found)

    def of_group(self, group: Group) -> Iterable[Part]:
        """The sentences about a group's figures and its parts'."""
        setting = tuple(self.teller.setting(group))
        covered = [part for part in setting if isinstance(part, Mention) and part.coverage]
        for fact in group.facts:
            made = self.by_first.get(fact.id, {})
            for first, *others in SENTENCES:
                if first in made and not (first == "rest" and len(group.parts) >= len(made[first].inputs)):
                    facts = [made[first], *(made[name] for name in others if name in made)]
                    yield from self._sentence(facts, covered)

    def _sentence(self, facts: Sequence[Fact], covered: Sequence[Mention]) -> Iterable[Part]:
        words, names = self.teller.lookup.language.INSIGHTS, self._names(facts[0])
        for number, fact in enumerate(facts):
            yield "，" if number else ""
            front = words[self._key(fact)].format(**names)
            text = self.teller.lookup.language.sized(fact)
            yield Plain("" if number else words[f"opening.{fact.operation}"].format(**names))
            yield from covered if not number and fact.operation not in ELSEWHERE else ()
            yield from self.teller.figures.figure(fact, front, text, when="", status=Status.ACTUAL).parts
        yield "。"

    def _key(self, fact: Fact) -> str:
        return f"tell.{fact.operation}.{'falls' if fact.value < 0 else 'rises'}"

    def _names(self, fact: Fact) -> dict[str, str]:
        """What the sentence's words leave open."""
        lookup = self.teller.lookup
        inputs = [lookup.findings.facts[key] for key in fact.inputs]
        wider = (relation(one.indicator, lookup.findings.data.indicators) for one in inputs)
        whole = next((known.whole for known in wider if known is not None and known.whole), None)
        place = text_of(lookup.findings.data.town, "district", lookup.lang)
        return {
            "before": lookup.language.year_before(inputs[0].period),
            "part": self.teller.name(inputs[0]),
            "scope": self.teller.scope(inputs[0]),
            "parts": lookup.language.enumerated(
                [lookup.breakdown_name(one.breakdown) or self.teller.name(one) for one in inputs[1:]],
                lookup.language.TELLING["and"],
            ),
            "place": lookup.language.wholly(place)
            if whole is Whole.DISTRICT
            else lookup.language.INSIGHTS.get(f"whole.{whole}", ""),
            "unit": inputs[-1].unit,
            "counted": self.teller.name(inputs[-1]),
        }
