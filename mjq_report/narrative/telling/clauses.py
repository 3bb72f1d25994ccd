"""A group of figures as a clause: when and of what, the name and the figure, and what is said beside it.

A clause has no end mark. Words of the tables are values, so that no name is read as markup; only this package's own
punctuation is text. Period, coverage and status are mentions: they are printed where the paragraph has not said them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mjq_report.figures import units
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.narrative.phrases import Figure, Mention, Part, Plain, shown
from mjq_report.narrative.telling.groups import INDUSTRY, INTENDED, MILESTONE, Group
from mjq_report.narrative.telling.names import Names

MOST_BESIDE = 3  # figures beside a level before a ； parts the others from it
MOST_EARLIER = 3  # figures of earlier periods that a sentence names; of more, the first and the extremes
MOST_PARTS = 5  # of a whole, or of a list, that one sentence names; the others are left to a table


@dataclass(frozen=True, slots=True)
class Clause:
    """What a group says, as parts, and what the joining of sentences asks of it."""

    group: Group
    parts: tuple[Part, ...]

    @property
    def length(self) -> int:
        """Characters, without mentions that may not be printed."""
        return sum(map(len, shown(self.parts)))

    @property
    def figures(self) -> int:
        """How many figures it prints."""
        return sum(isinstance(part, Figure) for part in self.parts)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it prints."""
        return frozenset(part.fact for part in self.parts if isinstance(part, Figure))

    @property
    def is_compound(self) -> bool:
        """Whether there is a comma in it, so that ； parts it from the next."""
        return "，" in self.parts


@dataclass(frozen=True, slots=True)
class Teller(Names):
    """Makes the clauses of one document."""

    def clause(self, group: Group, bare: bool = False, news: bool = True) -> Clause:
        """What a group says. `bare`: period, coverage and status have been said in front of it; `news`: see `setting`."""
        parts = [*self._list(group)] if group.is_list else [*self._told(group, bare)]
        return Clause(group, tuple(parts if bare else (*self.setting(group, news), *parts)))

    def _told(self, group: Group, bare: bool) -> Iterable[Part]:
        yield from self._level(group, bare)
        if not bare and group.level is not None:
            yield Mention("", status=group.head.status)  # which the level has said
        yield from self._members(group)
        if group.level is not None and not (group.growth or group.earlier or group.intended):
            yield from self._computed(group.level)
        yield from self._beside(group, bare)
        if words := self._without_figure(group):
            yield self.comma if group.level is not None or group.beside else ""
            yield Plain(words)
        yield from self._parts(group)

    def _without_figure(self, group: Group) -> str:
        """How a figure moved by the words of a source that has no figure of it; empty for nothing."""
        if group.level is not None:
            return self.lookup.moved_words(group.level)
        if group.movement is None:
            return ""
        return self.lookup.language.unmeasured(group.movement, group.period.is_year)

    def _computed(self, fact: Fact) -> Iterable[Part]:
        """How a level moved by our own computation; that a stock has stayed as it was is no news."""
        moved = self.figures.movement(fact)
        if moved is None:
            return
        result = next(part.fact for part in moved.parts if isinstance(part, Figure))
        if self.lookup.findings.facts[result].value or fact.kind is IndicatorKind.FLOW:
            yield from (self.comma, *moved.parts)

    # ---- the setting

    def setting(self, group: Group, news: bool = True) -> Iterable[Part]:
        """Period and coverage, where they are news or, without `news`, in any case; and that figures are preliminary."""
        fact, language = group.head, self.lookup.language
        covered = self.lookup.coverage_name(fact.coverage)
        name = self.subject_name(group)
        covered = language.linked(covered, name).removesuffix(name)  # 全镇规模以上 before 规模以上工业: 全镇
        when = "" if fact.kind is IndicatorKind.DATE else self.when(fact)  # a day says itself when it is
        yield Mention(when, period=fact.period.text, only_news=news)
        if fact.status is Status.PRELIMINARY:
            yield Mention(self.figures.words.status(fact.status) + self.comma, status=fact.status)
        of_one = fact.kind is IndicatorKind.ORDINAL and self.lookup.language.held(fact.unit) == self.word("is")
        yield Mention(covered, coverage=fact.coverage, only_news=news and not of_one)  # X为全区唯一… has its subject

    # ---- the figure itself

    def _level(self, group: Group, bare: bool) -> Iterable[Part]:
        """The name with its figure, or, where only growth or share is known, the name with that."""
        fact = group.level
        if fact is None:
            yield Plain(self.subject_name(group))
        elif group.earlier:
            yield from self._grown(group, fact)
        elif frame := self.frame(fact):
            before, _, behind = frame.partition("{}")
            before = self._front(before, fact)
            named = self.breakdown(fact)
            if inside := self._inside(before, fact):
                yield from self.figure(fact, inside)
            else:
                yield Plain(named)
                yield from self.figure(fact, self.lookup.language.linked(named, before).removeprefix(named))
            yield Plain(behind)
        else:
            yield from self._named(fact, bare)

    def _inside(self, before: str, fact: Fact) -> str:
        """The words before a figure with an industry's name in its place: 新引进网络安全企业; empty for another breakdown."""
        known = self.lookup.findings.data.breakdowns.get(fact.breakdown)
        if known is None or known.group != INDUSTRY or not self.breakdown(fact):
            return ""
        return self.lookup.language.with_breakdown(before, self.breakdown(fact))

    def _front(self, words: str, fact: Fact) -> str:
        """Words before a figure: without 的, 为 or 达到 at their end before 约, 超 and 近, and without 计划 before a plan."""
        language = self.lookup.language
        words = language.unplanned(words) if fact.status in INTENDED else words
        return words if language.figure(fact).text[:1].isdigit() else language.before_hedge(words)

    def _named(self, fact: Fact, bare: bool) -> Iterable[Part]:
        """Name and figure with the verb that its kind asks for."""
        language, name = self.lookup.language, self.name(fact)
        if fact.kind is IndicatorKind.RANK:
            stem, among = language.ranked(language.linked("", self.lookup.indicator_name(fact)))
            peers = self.breakdown(fact)
            yield Plain((self.word("among").format(name=peers) if peers else "") + stem)
            yield from self.figure(fact, self.word("ranked") + among)
        elif fact.kind is IndicatorKind.ORDINAL and language.held(fact.unit):
            yield from self.figure(fact, language.held(fact.unit))
            yield Plain(self.breakdown(fact) or language.ordered(name))
        elif fact.kind is IndicatorKind.ORDINAL:
            yield Plain(name)
            yield from self.figure(fact, self.word("reach"))
        elif fact.status in INTENDED and language.is_deed(name):
            if bare:
                yield Plain(name)
            yield from self.figure(fact, "" if bare else name)
        else:
            yield Plain(name)
            yield from self.figure(fact, self._verb(fact))

    def _verb(self, fact: Fact) -> str:
        """为, 达到 or nothing between a name and its figure; nothing before 约, 超 or 近."""
        language = self.lookup.language
        name = language.linked(self.breakdown(fact), self.lookup.indicator_name(fact))
        hedged = not language.figure(fact).text[:1].isdigit() and fact.kind is not IndicatorKind.MAGNITUDE
        if self.front:
            return self.word("likewise")
        if hedged or name == self.subject:
            return ""
        counted = fact.status is Status.PLANNED and fact.kind is IndicatorKind.COUNT
        if fact.kind is IndicatorKind.DATE or counted:
            return self.word("is")
        if fact.status in INTENDED or fact.kind is IndicatorKind.MAGNITUDE:
            return self.word("reach")
        return self.word("is") if language.is_rate(name, fact.unit) else ""

    def _grown(self, group: Group, fact: Fact) -> Iterable[Part]:
        """由2020年的70.15亿元增至96.83亿元."""
        language, name = self.lookup.language, self.name(fact)
        yield Plain(name + self.word("from"))
        named = group.earlier if len(group.earlier) <= MOST_EARLIER else group.earlier[:1]
        for number, before in enumerate(named):
            yield Plain((self.word("item") if number else "") + self.moment(before))
            yield Plain(self.word("of"))
            yield from self.figures.figure(before, when="", status=self._spoken(fact)).parts
        last = group.earlier[-1]
        up = fact.value >= units.convert(last.value, last.unit, fact.unit)
        verb = (
            language.moved_to(not up) if self.is_rank(fact) else language.grown(up, language.is_rate(name, fact.unit))
        )
        yield from self.figure(fact, verb)
        if named != group.earlier:
            yield from self._extremes(group.earlier, fact)

    def _extremes(self, earlier: Sequence[Fact], fact: Fact) -> Iterable[Part]:
        """，其间最高为2011年的96.83亿元: of a long series that is not told year by year, what lies outside both ends."""
        series = (*earlier, fact)
        sizes = {one.id: units.convert(one.value, one.unit, fact.unit) for one in series}
        ends = sizes[earlier[0].id], sizes[fact.id]
        for word, found in (
            ("highest", max(series, key=lambda f: sizes[f.id])),
            ("lowest", min(series, key=lambda f: sizes[f.id])),
        ):
            if sizes[found.id] not in ends:
                yield Plain(self.comma + self.word(word) + self.moment(found) + self.word("of"))
                yield from self.figures.figure(found, when="", status=self._spoken(fact)).parts

    def _spoken(self, fact: Fact) -> Status:
        """The status that has been said before the figures of a clause are."""
        return fact.status if fact.status is Status.PRELIMINARY else Status.ACTUAL

    def figure(self, fact: Fact, front: str = "") -> Iterable[Part]:
        """A figure behind some words; a place in an order as 第4位."""
        text = self.lookup.language.figure(fact).text
        return self.figures.figure(fact, front, self.lookup.language.place(text) if self.is_rank(fact) else text).parts

    # ---- what is said beside it

    def _beside(self, group: Group, bare: bool = False) -> Iterable[Part]:
        first, many = group.level is None, len(group.beside) > MOST_BESIDE
        for number, (kind, fact) in enumerate(group.beside):
            if not first:
                apart = fact.status != group.head.status or (many and number == MOST_BESIDE)
                yield "；" if apart else self.comma
            if fact.period != group.head.period and not fact.period.is_years:
                yield Mention(self.when(fact), period=fact.period.text, only_news=True)
            yield Plain(self.word("claimed") if fact.id in self.lookup.doubts else "")
            yield from self._said_beside(kind, fact, group, bare)
            first = False

    def _said_beside(self, kind: str, fact: Fact, group: Group, bare: bool) -> Iterable[Part]:
        language = self.lookup.language
        when = "" if fact.period != group.head.period else None
        if kind == "growth" and (bare or fact.unit.endswith("百分点")):
            yield from self.figures.moved(fact, "", when).parts
        elif kind in ("growth", "average_growth"):
            yield from self.figures.change(fact, when).parts
        elif kind == "rank":
            yield from self.figure(fact, self.word("ranked") + language.ranked(self.lookup.indicator_name(fact))[1])
            moved = self.figures.movement(fact, when)
            yield from (self.comma, *moved.parts) if moved is not None else ()
        elif kind == "share":
            yield from self._share(fact, group)
        elif kind == "share_within":
            known = self.lookup.findings.data.breakdowns.get(fact.breakdown)
            like = "of_industry" if known is not None and known.group == INDUSTRY else "of_like"
            yield from self.figure(
                fact, self.word(like).format(whole=language.within(self.whole(fact), self.scope(fact)))
            )
        elif kind == "share_change":
            yield from self.figures.moved(fact, self.word("share"), when).parts
        elif kind == "contribution" and "pull" not in dict(group.beside) and self.whole(fact):
            yield from self.figure(fact, self.word("contribution_to").format(whole=self.whole(fact)))
        elif kind in ("pull", "contribution"):
            yield from self.figure(fact, self.word(kind).format(whole=self.whole(fact)))
        elif kind == "growth_difference" and self.is_of_rate(group):
            yield from self.figures.moved(fact, "", when).parts
        elif kind == "growth_difference":
            yield from self.figures.figure(fact, "", language.turned(fact), when).parts
        else:
            name = language.said(self.name(fact), fact.unit)
            yield Plain(name.removeprefix(self.subject_name(group)) or name)
            yield from self.figure(fact)

    def _share(self, fact: Fact, group: Group) -> Iterable[Part]:
        """占全区的45.5%; with whose share it is, where the level does not say so."""
        language = self.lookup.language
        part, whole = language.share_of(self.lookup.indicator_name(fact))
        subject = self.subject_name(group)
        if group.level is not None and part and part not in subject and subject not in part:
            yield Plain(part)
        whole = language.within(whole or self.whole(fact), self.scope(fact))
        front = self.word("of_whole").format(whole=whole) if whole else self.word("share")
        for _, before in group.before:
            yield Plain((front or "") + self.word("from") + self.moment(before) + self.word("of"))
            yield from self.figures.figure(before, when="", status=self._spoken(fact)).parts
            front = language.grown(fact.value >= before.value, rate=True)
        yield from self.figure(fact, self._front(front, fact))

    def _members(self, group: Group) -> Iterable[Part]:
        """，即A、B和C: the names behind a count."""
        fact = group.level
        names = () if fact is None else getattr(fact, f"members_{self.lookup.lang}", ()) or fact.members_zh
        if fact is not None and names:
            key = "members" if fact.value == len(names) else "some_members"
            yield self.comma
            yield Plain(self.word(key).format(names=self.lookup.language.enumerated(names)))

    # ---- parts and lists

    def _parts(self, group: Group) -> Iterable[Part]:
        """，其中汽车制造业269.20亿元，占67.3%."""
        named = named_parts(group)
        simple = not any(part.beside for part in named)
        for number, part in enumerate(named):
            yield Plain(self.word("item")) if number and simple else self.comma
            if not number:
                yield Plain(self.word("of_which"))
            yield Plain(self.part_name(part, group))
            yield from self.figure(part.head)
            yield from self._beside(part)

    def _list(self, group: Group) -> Iterable[Part]:
        """莲藕、葡萄、甲鱼的种养面积分别为4300亩、2150亩和980亩."""
        language, parts = self.lookup.language, named_parts(group)
        names = [self.lookup.breakdown_name(part.breakdown) for part in parts]
        if self._are_milestones(parts):
            yield from self._passed(parts)
            return
        yield Plain(language.enumerated(names) + self.word("of") + self.lookup.spoken_name(parts[0].head))
        if self.are_alike(parts):
            yield from self.figure(parts[0].head, self.word("alike"))
            return
        yield from self.figure(parts[0].head, self.word("respectively"))
        for number, part in enumerate(parts[1:], 2):
            yield Plain(self.word("and" if number == len(parts) else "item"))
            yield from self.figure(part.head)

    def are_alike(self, parts: Sequence[Group]) -> bool:
        """Whether one figure says what all of them are: 均为3家."""
        return len({(part.head.value, self.lookup.language.figure(part.head).text) for part in parts}) == 1

    def _are_milestones(self, parts: Sequence[Group]) -> bool:
        known = (self.lookup.findings.data.breakdowns.get(part.breakdown) for part in parts)
        return all(breakdown is not None and breakdown.group == MILESTONE for breakdown in known)

    def _passed(self, parts: Sequence[Group]) -> Iterable[Part]:
        """工业总产值先后越过80亿元、100亿元和400亿元: the verb says 超, in the order of their size."""
        language = self.lookup.language
        facts = sorted((part.head for part in parts), key=lambda fact: fact.value)
        passed = all(fact.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST) for fact in facts)
        yield Plain(self.lookup.spoken_name(facts[0]))
        for number, fact in enumerate(facts, 1):
            text = language.quantity(fact.printed, fact.unit).text if passed else ""
            if number > 1:
                yield Plain(self.word("and" if number == len(facts) else "item"))
            verb = self.word("passed" if passed else "in_turn") if number == 1 else ""
            yield from self.figures.figure(fact, verb, text).parts


def named_parts(group: Group) -> tuple[Group, ...]:
    """The parts that a sentence names: all, or of a long list the largest."""
    if len(group.parts) <= MOST_PARTS + 1:
        return group.parts
    ranked = sorted(group.parts, key=lambda part: -part.head.value)[:MOST_PARTS]
    return tuple(part for part in group.parts if part in ranked)
