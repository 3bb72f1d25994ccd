"""A group of figures as a clause: when and of what, the name and the figure, and what is said beside it.

A clause has no end mark. Words of the tables are values, so that no name is read as markup; only this package's own
punctuation is text. Period, coverage and status are mentions: they are printed where the paragraph has not said them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mjq_report.figures import units
from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import Figure, Mention, Part, Plain, shown
from mjq_report.narrative.telling.groups import INTENDED, MILESTONE, MOMENT, Group

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
class Teller:
    """Makes the clauses of one document."""

    lookup: Lookup
    figures: FigurePhrases
    said: str = ""  # the breakdown that the sentence has named
    subject: str = ""  # and the indicator, for which it has named the breakdown, too

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
        moved = group.movement or (group.level.movement if group.level is not None else None)
        if moved is not None:
            yield self._comma if group.level is not None or group.beside else ""
            yield Plain(self.lookup.language.MOVEMENTS[moved])
        yield from self._parts(group)

    def _computed(self, fact: Fact) -> Iterable[Part]:
        """How a level moved by our own computation; that a stock has stayed as it was is no news."""
        moved = self.figures.movement(fact)
        if moved is None:
            return
        result = next(part.fact for part in moved.parts if isinstance(part, Figure))
        if self.lookup.findings.facts[result].value or fact.kind is IndicatorKind.FLOW:
            yield from (self._comma, *moved.parts)

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
            yield Mention(self.figures.words.status(fact.status) + self._comma, status=fact.status)
        yield Mention(covered, coverage=fact.coverage, only_news=news)

    def when(self, fact: Fact) -> str:
        """A figure's period with its comma: 2025年1—9月， or 截至2024年12月28日，."""
        words = self.lookup.language.plan_period(fact.period)
        if fact.period.is_day:
            return self._word("until").format(period=words)
        return words + self._comma

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
            yield Plain(self.breakdown(fact))
            yield from self.figure(fact, before)
            yield Plain(behind)
        else:
            yield from self._named(fact, bare)

    def _named(self, fact: Fact, bare: bool) -> Iterable[Part]:
        """Name and figure with the verb that its kind asks for."""
        language, name = self.lookup.language, self.name(fact)
        if fact.kind is IndicatorKind.RANK:
            stem, among = language.ranked(language.linked("", self.lookup.indicator_name(fact)))
            peers = self.breakdown(fact)
            yield Plain((self._word("among").format(name=peers) if peers else "") + stem)
            yield from self.figure(fact, self._word("ranked") + among)
        elif fact.kind is IndicatorKind.ORDINAL:
            yield from self.figure(fact, language.held(fact.unit))
            yield Plain(self.breakdown(fact) or language.ordered(name))
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
        if hedged or name == self.subject:
            return ""
        counted = fact.status is Status.PLANNED and fact.kind is IndicatorKind.COUNT
        if fact.kind is IndicatorKind.DATE or counted:
            return self._word("is")
        if fact.status in INTENDED or fact.kind is IndicatorKind.MAGNITUDE:
            return self._word("reach")
        return self._word("is") if language.is_rate(name, fact.unit) else ""

    def _grown(self, group: Group, fact: Fact) -> Iterable[Part]:
        """由2020年的70.15亿元增至96.83亿元."""
        language, name = self.lookup.language, self.name(fact)
        yield Plain(name + self._word("from"))
        named = group.earlier if len(group.earlier) <= MOST_EARLIER else group.earlier[:1]
        for number, before in enumerate(named):
            yield Plain((self._word("item") if number else "") + self._moment(before))
            yield Plain(self._word("of"))
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
                yield Plain(self._comma + self._word(word) + self._moment(found) + self._word("of"))
                yield from self.figures.figure(found, when="", status=self._spoken(fact)).parts

    def _moment(self, fact: Fact) -> str:
        """When an earlier figure was: its period, or what stands for it (初创时)."""
        known = self.lookup.findings.data.breakdowns.get(fact.breakdown)
        if known is not None and known.group == MOMENT:
            return self.lookup.breakdown_name(fact.breakdown)
        return self.lookup.language.plan_period(fact.period)

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
                yield "；" if apart else self._comma
            if fact.period != group.head.period and not fact.period.is_years:
                yield Mention(self.when(fact), period=fact.period.text, only_news=True)
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
            yield from self.figure(fact, self._word("ranked") + language.ranked(self.lookup.indicator_name(fact))[1])
            moved = self.figures.movement(fact, when)
            yield from (self._comma, *moved.parts) if moved is not None else ()
        elif kind == "share":
            yield from self._share(fact, group)
        elif kind == "share_within":
            yield from self.figure(fact, self._word("of_like").format(whole=self._whole(fact)))
        elif kind in ("pull", "contribution"):
            yield from self.figure(fact, self._word(kind).format(whole=self._whole(fact)))
        elif kind == "growth_difference" and fact.movement is not None:
            yield from self.figures.figure(fact, "", language.turned(fact)).parts
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
        whole = whole or self._whole(fact)
        front = self._word("of_whole").format(whole=whole) if whole else self._word("share")
        for _, before in group.before:
            yield Plain((front or "") + self._word("from") + self._moment(before) + self._word("of"))
            yield from self.figures.figure(before, when="", status=self._spoken(fact)).parts
            front = language.grown(fact.value >= before.value, rate=True)
        if not language.figure(fact).text[:1].isdigit():
            front = front.removesuffix(self._word("of"))  # 占全区约43.87%
        yield from self.figure(fact, front)

    def _whole(self, fact: Fact) -> str:
        """The district, city or province that a figure is of a part of: 全区; empty for another whole."""
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        if known is None or known.whole not in ("district", "city", "province"):
            return ""
        return self.district() if known.whole == "district" else self._word(known.whole)

    def district(self) -> str:
        """The district or county that the place is in, as a whole: 全区."""
        place = text_of(self.lookup.findings.data.town, "district", self.lookup.lang)
        return self.lookup.language.wholly(place)

    def _members(self, group: Group) -> Iterable[Part]:
        """，即A、B和C: the names behind a count."""
        fact = group.level
        names = () if fact is None else getattr(fact, f"members_{self.lookup.lang}", ()) or fact.members_zh
        if fact is not None and names:
            key = "members" if fact.value == len(names) else "some_members"
            yield self._comma
            yield Plain(self._word(key).format(names=self.lookup.language.enumerated(names)))

    # ---- parts and lists

    def _parts(self, group: Group) -> Iterable[Part]:
        """，其中汽车制造业269.20亿元，占67.3%."""
        named = named_parts(group)
        simple = not any(part.beside or part.parts for part in named)
        for number, part in enumerate(named):
            yield Plain(self._word("item")) if number and simple else self._comma
            if not number:
                yield Plain(self._word("of_which"))
            yield Plain(self.part_name(part, group))
            yield from self.figure(part.head)
            yield from self._beside(part)

    def part_name(self, part: Group, whole: Group) -> str:
        """What tells a part from its whole: the breakdown, else the indicator."""
        if part.subject == whole.subject:
            return self.lookup.breakdown_name(part.breakdown)
        return self.lookup.spoken_name(part.head)

    def _list(self, group: Group) -> Iterable[Part]:
        """莲藕、葡萄、甲鱼的种养面积分别为4300亩、2150亩和980亩."""
        language, parts = self.lookup.language, named_parts(group)
        names = [self.lookup.breakdown_name(part.breakdown) for part in parts]
        if self._are_milestones(parts):
            yield from self._passed(parts)
            return
        yield Plain(language.enumerated(names) + self._word("of") + self.lookup.spoken_name(parts[0].head))
        yield from self.figure(parts[0].head, self._word("respectively"))
        for number, part in enumerate(parts[1:], 2):
            yield Plain(self._word("and" if number == len(parts) else "item"))
            yield from self.figure(part.head)

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
                yield Plain(self._word("and" if number == len(facts) else "item"))
            verb = self._word("passed" if passed else "in_turn") if number == 1 else ""
            yield from self.figures.figure(fact, verb, text).parts

    # ---- names

    def name(self, fact: Fact) -> str:
        """Breakdown and indicator as a sentence says them."""
        language = self.lookup.language
        name = language.linked(self.breakdown(fact), self.lookup.indicator_name(fact))
        if name == self.subject:
            return ""
        said = language.said(name, fact.unit)
        said = language.spoken(name) if said == name else said
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
            return language.linked(breakdown, language.ranked(name)[0])
        part, whole = language.share_of(name)
        return language.linked(breakdown, part if whole else language.without_growth(name))

    def full_name(self, group: Group) -> str:
        """Breakdown and indicator in full, for telling whether two figures are of one thing."""
        fact = group.head
        return self.lookup.language.linked(self.breakdown(fact), self.lookup.indicator_name(fact))

    def frame(self, fact: Fact) -> str:
        """How the dictionary says an indicator, with {} in the place of the figure; empty for name and figure."""
        indicator = self.lookup.findings.data.indicators.get(fact.indicator)
        return str(getattr(indicator, f"frame_{self.lookup.lang}", "")) if indicator is not None else ""

    def is_rank(self, fact: Fact) -> bool:
        """Whether a figure is a place in an order."""
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        return fact.kind is IndicatorKind.RANK or (known is not None and known.name == "rank")

    def direction(self, group: Group) -> int:
        """Whether a group says that something got better (1) or worse (-1); 0 where it does not."""
        growth = group.growth
        indicator = self.lookup.findings.data.indicators.get(group.subject)
        if growth is None or indicator is None or not growth.value:
            return 0
        up = (growth.value > 0) != (indicator.better == "down")
        return 0 if not indicator.better and indicator.kind is not IndicatorKind.FLOW else 1 if up else -1

    def _word(self, key: str) -> str:
        return self.lookup.language.TELLING[key]

    @property
    def _comma(self) -> str:
        return self.figures.words["comma"]


def named_parts(group: Group) -> tuple[Group, ...]:
    """The parts that a sentence names: all, or of a long list the largest."""
    if len(group.parts) <= MOST_PARTS + 1:
        return group.parts
    ranked = sorted(group.parts, key=lambda part: -part.head.value)[:MOST_PARTS]
    return tuple(part for part in group.parts if part in ranked)
