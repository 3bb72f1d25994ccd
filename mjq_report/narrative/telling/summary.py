"""What a hurried reader gets: the headline, the findings, what to mind when reading, and what is not known.

Findings are chosen by `figures.choice` from what `analysis.salience` ranks: five to seven, spread over the domains, bad
news among them; each is the whole clause of its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from mjq_report.figures.choice import choose
from mjq_report.figures.kinds import APART_FROM_LEVELS, OVER_A_PERIOD
from mjq_report.lang import text_of
from mjq_report.model.codes import Status, Verdict
from mjq_report.model.findings import Fact, Salient
from mjq_report.narrative.phrases import MISSING, Part, Phrase, plain
from mjq_report.narrative.telling.clauses import Clause, Teller
from mjq_report.narrative.telling.groups import MILESTONE, Group, moves
from mjq_report.narrative.telling.sentences import joined

HIGH = Decimal(40)  # points from which a finding stands behind an editor's story
FEWEST, MOST_OF_COVER = 5, 72  # findings; characters of the headline
MOST_NAMED = 3  # things that a remark names before it says 等
PARTS = 3  # of a whole that a finding names


class Summary:
    """The texts of one document's summary and cover."""

    def __init__(self, teller: Teller, groups: Sequence[Group]) -> None:
        self._teller = teller
        self._lookup = teller.lookup
        self._words = teller.lookup.language.TELLING
        self._groups = groups
        self._told = frozenset[str]()
        self._of = {fact.id: group for group in groups for fact in group.facts}

    def begin(self, told: Iterable[str]) -> None:
        """Start the summary; the editor's story has told these facts."""
        self._told = frozenset(told)

    # ---- findings

    def chosen(self, most: int) -> list[Salient]:
        """What stands out, the lead first."""
        return list(choose(self._lookup.findings.salience, most))

    def groups(self, most: int) -> list[Group]:
        """The groups of what stands out, each once."""
        found = [self._of[salient.fact] for salient in self.chosen(most) if salient.fact in self._of]
        return list({id(group): group for group in found}.values())

    def headline(self) -> Phrase:
        """One sentence for the cover: the lead, and the next finding if there is room."""
        clauses = list[Clause]()
        for group in self.groups(3):
            clause = self._teller.clause(self._undisputed(_brief(group, 0)), news=bool(clauses))
            if clauses and sum(c.length for c in clauses) + clause.length > MOST_OF_COVER:
                break
            clauses.append(clause)
            if len(clauses) == 2:
                break
        return Phrase(tuple(joined(clauses, self._teller))) if clauses else MISSING

    def _undisputed(self, group: Group) -> Group:
        """A group without what the audit doubts beside its level: a cover has no room to say why."""
        doubts = self._lookup.doubts
        return replace(
            group, beside=tuple(pair for pair in group.beside if pair[1].id not in doubts or group.level is None)
        )

    def findings(self, most: int) -> list[Phrase]:
        """Five to seven sentences, the first alone, the others in paragraphs of two or three.

        Behind an editor's story what it has not told and stands out by itself.
        """
        if self._told:
            high = {salient.fact for salient in self.chosen(most) if salient.score >= HIGH}
            found = (group for group in self.groups(most) if self._told.isdisjoint(fact.id for fact in group.facts))
            return self._sentences([group for group in found if any(fact.id in high for fact in group.facts)])
        groups = self.groups(most)
        for more in range(most + 1, most + 4):  # several of those chosen may be told in one clause
            groups = groups if len(groups) >= FEWEST else self.groups(more)
        return self._sentences(groups)

    def _sentences(self, groups: Sequence[Group]) -> list[Phrase]:
        sentences = list[list[Part]]()
        for number, group in enumerate(groups):
            clause = self._teller.clause(_brief(group, PARTS), news=number > 0)
            sentences.append(
                joined([clause], self._teller, self._teller.direction(groups[number - 1]) if number else 0)
            )
        size = 2 if len(sentences) % 3 == 0 else 3
        rest = [sentences[start : start + size] for start in range(1, len(sentences), size)]
        texts = [sentences[:1], *rest] if sentences else []
        return [Phrase(tuple(part for sentence in text for part in sentence)) for text in texts]

    # ---- what to mind

    def reading(self) -> list[Phrase]:
        """Remarks on coverage, periods and status, where any of the year's figures is not the usual one."""
        facts = self._lookup.own()
        return [
            plain(text)
            for text in (*self._coverages(facts), *self._periods(facts), *self._statuses(facts), *self._bases())
            if text
        ]

    def _coverages(self, facts: Sequence[Fact]) -> Iterable[str]:
        there = dict.fromkeys(fact.coverage for fact in facts if self._lookup.is_about_town(fact))
        names = [self._lookup.coverage_name(coverage) for coverage in there]
        if len(names) > 1:
            yield self._words["coverages"].format(names=self._enumerated(names))

    def _periods(self, facts: Sequence[Fact]) -> Iterable[str]:
        home = self._lookup.home_period()
        parts = dict.fromkeys(
            fact.period
            for fact in facts
            if fact.kind in OVER_A_PERIOD and fact.period.is_part_of_year and fact.period.last.year == home.last.year
        )
        if parts:
            periods = [self._lookup.language.period(period) for period in parts]
            yield self._words["part_of_year"].format(periods=self._enumerated(periods))
        years = [
            fact
            for fact in facts
            if fact.period.is_years and fact.kind in OVER_A_PERIOD and not self._is_milestone(fact)
        ]
        if years and any(fact.period == home for fact in facts):
            yield self._words["years"].format(names=self._named(years))

    def _statuses(self, facts: Sequence[Fact]) -> Iterable[str]:
        for status in (Status.ESTIMATED, Status.PRELIMINARY):
            of = [fact for fact in facts if fact.status is status]
            if of:
                words = self._teller.figures.words.status(status)
                yield self._words["status"].format(names=self._named(of), status=words)

    def _bases(self) -> Iterable[str]:
        """Growth at constant prices that stands beside levels of two years, from which a reader would reckon another."""
        real = [group for group in self._groups if group.earlier and group.growth and self._is_apart(group)]
        if real:
            names = dict.fromkeys(self._teller.subject_name(group) for group in real)
            yield self._words["constant_prices"].format(names=self._enumerated(list(names)))

    def _is_apart(self, group: Group) -> bool:
        indicator = self._lookup.findings.data.indicators.get(group.subject)
        own = group.growth.basis if group.growth is not None else None
        return (own or (indicator.growth_basis if indicator else None)) in APART_FROM_LEVELS

    # ---- what is not known

    def unknown(self) -> list[Phrase]:
        """What the year's sources leave open: disputes, changes without their figure, growth without its level, claims."""
        return [
            plain(text) for text in (*self._disputed(), *self._unmeasured(), *self._without_level(), *self._unchecked())
        ]

    def _disputed(self) -> Iterable[str]:
        for verdict in dict.fromkeys(self._lookup.doubts.values()):
            facts = [fact for fact in self._lookup.own() if self._lookup.doubts.get(fact.id) is verdict]
            if facts:
                doubt = self._lookup.language.AUDIT[f"doubt.{verdict}"]
                names = list(dict.fromkeys(self._own_name(fact) for fact in facts if fact.id in self._of))
                yield self._words["disputed"].format(names=self._enumerated(names), doubt=doubt)

    def _unmeasured(self) -> Iterable[str]:
        names = [self._lookup.name_of(row.indicator) for row in moves(self._lookup)]
        if names:
            yield self._words["unmeasured"].format(names=self._enumerated(list(dict.fromkeys(names))))

    def _without_level(self) -> Iterable[str]:
        bare = [g for g in self._groups if g.level is None and g.growth is not None and not g.intended]
        if bare:
            names = list(dict.fromkeys(self._teller.subject_name(group) for group in bare))
            yield self._words["without_level"].format(names=self._enumerated(names))

    def _unchecked(self) -> Iterable[str]:
        results = [r for r in self._lookup.findings.audit if r.verdict is Verdict.UNCHECKABLE]
        if results:
            count = self._lookup.language.count(len(results))
            first = text_of(results[0].claim, "statement", self._lookup.lang).rstrip("。")
            yield self._words["unchecked"].format(count=count, first=first)

    # ---- names

    def _named(self, facts: Sequence[Fact]) -> str:
        """What figures are of, each thing once; of many the first, with 等."""
        groups = [self._of[fact.id] for fact in facts if fact.id in self._of]
        return self._enumerated(list(dict.fromkeys(self._teller.subject_name(group) for group in groups)))

    def _own_name(self, fact: Fact) -> str:
        """A figure's own name: of a growth in doubt that of the growth, since its level is not."""
        group = self._of[fact.id]
        beside = group.level is not None and any(one.id == fact.id for _, one in group.beside)
        return self._teller.name(fact) if beside else self._teller.subject_name(group)

    def _is_milestone(self, fact: Fact) -> bool:
        """Whether a figure is a mark that a year's figure passed in these years, and so no sum of them."""
        known = self._lookup.findings.data.breakdowns.get(fact.breakdown)
        return known is not None and known.group == MILESTONE

    def _enumerated(self, names: Sequence[str]) -> str:
        text = self._lookup.language.enumerated(names[:MOST_NAMED])
        return self._words["many"].format(names=text) if len(names) > MOST_NAMED else text


def _brief(group: Group, parts: int) -> Group:
    """A group as a summary says it: with fewer parts, and of earlier figures only the first."""
    kept = group.parts if group.is_list else group.parts[:parts]  # a list is nothing without them
    return replace(group, parts=kept, earlier=group.earlier[:1])
