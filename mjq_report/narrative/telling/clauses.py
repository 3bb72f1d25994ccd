"""A group of figures as a clause: when and of what, the name and the figure, and what is said beside it.

A clause has no end mark. Words of the tables are values, so that no name is read as markup; only this package's own
punctuation is text. Period, coverage and status are mentions: they are printed where the paragraph has not said them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mjq_report.figures import units
from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.codes import Status
from mjq_report.model.findings import Fact
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import Figure, Mention, Part, Plain, shown
from mjq_report.narrative.telling.groups import INTENDED, Group

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

    def clause(self, group: Group, bare: bool = False, news: bool = True) -> Clause:
        """What a group says. `bare`: period, coverage and status have been said in front of it; `news`: see `setting`."""
        parts = [*self._list(group)] if group.is_list else [*self._told(group, bare)]
        return Clause(group, tuple(parts if bare else (*self.setting(group, news), *parts)))

    def _told(self, group: Group, bare: bool) -> Iterable[Part]:
        yield from self._level(group, bare)
        if not bare and group.level is not None:
            yield Mention("", status=group.head.status)  # which the level has said
        yield from self._beside(group, bare)
        yield from self._parts(group)

    # ---- the setting

    def setting(self, group: Group, news: bool = True) -> Iterable[Part]:
        """Period and coverage, where they are news or, without `news`, in any case; and that figures are preliminary."""
        fact, language = group.head, self.lookup.language
        covered = self.lookup.coverage_name(fact.coverage)
        name = self.subject_name(group)
        covered = language.linked(covered, name).removesuffix(name)  # 全镇规模以上 before 规模以上工业: 全镇
        yield Mention(self.when(fact), period=fact.period.text, only_news=news)
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
            yield Plain(self.lookup.breakdown_name(fact.breakdown))
            yield from self.figure(fact, before)
            yield Plain(behind)
        else:
            yield from self._named(fact, bare)

    def _named(self, fact: Fact, bare: bool) -> Iterable[Part]:
        """Name and figure with the verb that its kind asks for."""
        language, name = self.lookup.language, self.name(fact)
        if self.is_rank(fact):
            stem, among = language.ranked(name)
            yield Plain(stem)
            yield from self.figure(fact, self._word("ranked") + among)
        elif fact.status in INTENDED and language.is_deed(name):
            if bare:
                yield Plain(name)
            yield from self.figure(fact, "" if bare else name)
        else:
            yield Plain(name)
            verb = "reach" if fact.status in INTENDED else "is" if language.is_rate(name, fact.unit) else ""
            yield from self.figure(fact, self._word(verb) if verb else "")

    def _grown(self, group: Group, fact: Fact) -> Iterable[Part]:
        """由2020年的70.15亿元增至96.83亿元."""
        language, name = self.lookup.language, self.name(fact)
        yield Plain(name + self._word("from"))
        for number, before in enumerate(group.earlier):
            yield Plain((self._word("item") if number else "") + language.plan_period(before.period))
            yield Plain(self._word("of"))
            yield from self.figures.figure(before, when="", status=self._spoken(fact)).parts
        last = group.earlier[-1]
        up = fact.value >= units.convert(last.value, last.unit, fact.unit)
        yield from self.figure(fact, language.grown(up, language.is_rate(name, fact.unit)))

    def _spoken(self, fact: Fact) -> Status:
        """The status that has been said before the figures of a clause are."""
        return fact.status if fact.status is Status.PRELIMINARY else Status.ACTUAL

    def figure(self, fact: Fact, front: str = "") -> Iterable[Part]:
        """A figure behind some words; a place in an order as 第4位."""
        text = self.lookup.language.place(fact.printed, fact.unit) if self.is_rank(fact) else ""
        return self.figures.figure(fact, front, text).parts

    # ---- what is said beside it

    def _beside(self, group: Group, bare: bool = False) -> Iterable[Part]:
        first = group.level is None
        for kind, fact in group.beside:
            if not first:
                yield "；" if fact.status != group.head.status else self._comma
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
        elif kind == "share":
            yield from self._share(fact, group)
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
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        if not whole and known is not None and known.whole in ("district", "city", "province"):
            place = text_of(self.lookup.findings.data.town, "district", self.lookup.lang)
            whole = language.wholly(place) if known.whole == "district" else self._word(known.whole)
        yield from self.figure(fact, self._word("of_whole").format(whole=whole) if whole else self._word("share"))

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
        yield Plain(language.enumerated(names) + self._word("of") + self.lookup.spoken_name(parts[0].head))
        yield from self.figure(parts[0].head, self._word("respectively"))
        for number, part in enumerate(parts[1:], 2):
            yield Plain(self._word("and" if number == len(parts) else "item"))
            yield from self.figure(part.head)

    # ---- names

    def name(self, fact: Fact) -> str:
        """Breakdown and indicator as a sentence says them."""
        language = self.lookup.language
        name = language.linked(self.lookup.breakdown_name(fact.breakdown), self.lookup.indicator_name(fact))
        said = language.said(name, fact.unit)
        return language.spoken(name) if said == name else said

    def subject_name(self, group: Group) -> str:
        """The name of what grew or is ranked, where its level is not known."""
        language, fact = self.lookup.language, group.head
        if group.level is not None or group.is_list:
            return self.name(fact)
        breakdown, name = self.lookup.breakdown_name(fact.breakdown), self.lookup.indicator_name(fact)
        if group.subject in self.lookup.findings.data.indicators:
            return language.linked(breakdown, language.spoken(self.lookup.name_of(group.subject)))
        part, whole = language.share_of(name)
        return language.linked(breakdown, part if whole else language.without_growth(name))

    def frame(self, fact: Fact) -> str:
        """How the dictionary says an indicator, with {} in the place of the figure; empty for name and figure."""
        indicator = self.lookup.findings.data.indicators.get(fact.indicator)
        return str(getattr(indicator, "frame_zh", ""))

    def is_rank(self, fact: Fact) -> bool:
        """Whether a figure is a place in an order."""
        known = relation(fact.indicator, self.lookup.findings.data.indicators)
        return known is not None and known.name == "rank"

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
