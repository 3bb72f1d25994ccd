"""Tells one chapter after another to the templates that ask for it: its finding, its paragraphs, a single figure.

What a template has printed itself is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from mjq_report.model.findings import Fact
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import MISSING, Figure, Phrase, Placed
from mjq_report.narrative.telling.clauses import Teller
from mjq_report.narrative.telling.conclusions import Conclusions
from mjq_report.narrative.telling.groups import Group, counts_itself, grouped
from mjq_report.narrative.telling.sentences import belongs, joined, ordered, paragraphs
from mjq_report.narrative.telling.summary import Summary

SHORT = 30  # characters that a finding has at least, where there is something to add


class Narrator:
    """Holds the groups of the chapter that is being written, and what of them has been told."""

    def __init__(self, lookup: Lookup, figures: FigurePhrases) -> None:
        self._lookup = lookup
        self.teller = Teller(lookup, figures)
        self._rank = {salient.fact: number for number, salient in enumerate(lookup.findings.salience)}
        self._groups: list[Group] = []
        self._told: set[str] = set()
        self._charts: dict[str, frozenset[str]] = {}
        self._conclusions = Conclusions.of(self.teller)
        self.groups: tuple[Group, ...] = tuple(
            grouped(lookup, (fact for fact in lookup.own() if not counts_itself(lookup, fact)))
        )
        self.summary = Summary(self.teller, self.groups)

    def begin(self, domains: Sequence[str], charts: Mapping[str, frozenset[str]] | None = None) -> None:
        """Start a chapter about these domains, with charts that stand behind the paragraph that speaks of their facts."""
        self._charts = dict(charts or {})
        there = [group for group in self.groups if self._lookup.domain(group.head) in domains]
        self._groups = ordered(there, self.teller, domains)
        self._told = set()

    def tell(self, facts: Iterable[str]) -> None:
        """Count figures as told that the editor's text has."""
        self._told |= set(facts)

    def note(self, phrase: Phrase) -> Phrase:
        """Remember the figures of a phrase as told."""
        self._told |= figures_in(phrase)
        for group in self._groups:
            if group.is_list and group.head.id in self._told and self.teller.are_alike(group.parts):
                self._told |= {fact.id for fact in group.facts}
        return phrase

    @property
    def told(self) -> frozenset[str]:
        """The facts that the chapter has told so far, those too that another's figure speaks for (均为3家)."""
        return frozenset(self._told)

    def lead(self) -> Phrase:
        """The chapter's finding: the sentence of what stands out most in it; missing where it has no figure."""
        left = [group for group in self._left() if not group.intended] or self._left()
        if not left:
            return MISSING
        first, *others = sorted(left, key=self._standing)
        clauses = [self.teller.clause(first, news=False)]
        for group in others:
            if sum(clause.length for clause in clauses) >= SHORT:
                break
            clause = self.teller.clause(group)
            clauses += [clause] if belongs(clause, clauses) else []
        return self.note(Phrase(tuple(joined(clauses, self.teller))))

    def paragraphs(self) -> list[Phrase]:
        """What the chapter has not told yet, in order, with its charts."""
        first = self._concluded(self._told)
        found = [first] if first.parts else []
        found += self._placed()
        for phrase in paragraphs(self.teller, self._left()):
            found.append(self.note(phrase + self._concluded(figures_in(phrase))))
            found += self._placed()
        return found

    def _concluded(self, facts: Set[str]) -> Phrase:
        """What is concluded from the chapter's groups whose figures have just been told."""
        groups = [group for group in self._groups if group.head.id in facts]
        return Phrase(tuple(part for group in groups for part in self._conclusions.of_group(group)))

    def _placed(self) -> list[Phrase]:
        """The charts of which a fact has been told, each once."""
        ready = [name for name, facts in self._charts.items() if facts & self._told]
        self._charts = {name: facts for name, facts in self._charts.items() if name not in ready}
        return [Phrase((Placed("chart", name),)) for name in ready]

    def clause(self, fact: Fact) -> Phrase:
        """The clause of the group that a figure heads or stands in."""
        group = next((group for group in self.groups if fact in group.facts), None)
        return MISSING if group is None else self.note(Phrase(self.teller.clause(group).parts))

    def _left(self) -> list[Group]:
        return [group for group in self._groups if group.head.id not in self._told]

    def _standing(self, group: Group) -> int:
        """How far a group stands out by its own figures; a list by those of its parts."""
        facts = group.facts if group.is_list else replace(group, parts=()).facts
        return min((self._rank.get(fact.id, len(self._rank)) for fact in facts), default=len(self._rank))


def figures_in(phrase: Phrase) -> set[str]:
    """The facts whose figures a phrase prints."""
    return {part.fact for part in phrase.parts if isinstance(part, Figure)}
