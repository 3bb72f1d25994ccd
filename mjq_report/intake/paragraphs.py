"""A paragraph into proposals: its figures, and the period, status and name that hold for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mjq_report.intake.grammar import naming
from mjq_report.intake.grammar.lists import (
    MARK,
    SENTENCE,
    hedged_alike,
    moving_alike,
    ranges,
    start_of,
    units_differ,
    words_from,
)
from mjq_report.intake.grammar.measures import PLAIN, Figure, figure
from mjq_report.intake.grammar.naming import Named, Words
from mjq_report.intake.grammar.numbers import WIDTHS, numbers
from mjq_report.intake.grammar.phrases import cleaned
from mjq_report.intake.grammar.times import Clock
from mjq_report.intake.grammar.traps import Trap, reason, traps
from mjq_report.intake.proposal import LeftOut, Proposal
from mjq_report.intake.setting import Setting
from mjq_report.intake.timing import Chapter, Timing
from mjq_report.lang.zh.intake import ABOVE_SIZE, LEFT_OUT, LOOK

_PART = re.compile(r"[。！？!?；;]")
_INSTITUTIONS = re.compile(
    r"(?:企业|中学|小学|学校|幼儿园|医院|卫生院|机构|合作社|园区|院|站|村|社区|基地|市场|公司|景区|民宿)数?\Z"
)
_NEAR = 240  # characters on either side that a person is shown
_LIST = re.compile(r"(?:分别|依次|各)(?:约?为|是|达到?|有|完成|实现|增长|下降|减少|增加|提高|占)?")
_SAME = re.compile(r"(?:均|都|皆|双双)(?:约?为|是|达到?|保持)?")


@dataclass
class Paragraph:
    """One paragraph and what was found in it."""

    text: str
    clock: Clock
    chapter: Chapter
    setting: Setting
    next: str = ""  # how the next one begins, where this one breaks off within a figure
    left: list[LeftOut] = field(default_factory=list)

    def proposals(self) -> Iterator[Proposal]:
        """The figures of the paragraph in its order; what is none gathers in `left`."""
        plain = self.text.translate(WIDTHS)
        places = traps(plain)
        figures: list[Figure] = []
        left: dict[tuple[int, int], LeftOut] = {}
        for one in ranges(plain, [figure(plain + self.next, number) for number in numbers(plain)]):
            number, why = one.number, reason(plain, one, places)
            if why is None:
                figures.append(one)
            elif not (number.han and number.end - number.start == 1 and why.reason == "word"):
                left.setdefault((why.start, why.end), self._left_out(one, why))
        self.left = list(left.values())
        figures = hedged_alike(plain, figures)
        yield from _Reader(self, plain, figures).rows()

    def _left_out(self, one: Figure, why: Trap) -> LeftOut:
        """A number that is none, with what it would be where a person takes it for one all the same."""
        value = "" if why.reason in ("date", "heading", "phone", "document") else one.value
        return LeftOut("", self.text[why.start : why.end], LEFT_OUT[why.reason], value, one.unit if value else "")


class _Reader:
    """Walks through the figures of a paragraph with what holds: period, status, the name that others inherit."""

    def __init__(self, paragraph: Paragraph, text: str, figures: list[Figure]) -> None:
        self._p, self._text, self._figures = paragraph, text, figures
        self._timing = Timing(text, figures, paragraph.clock, paragraph.chapter)
        self._topic: Named | None = None
        self._bound: dict[str, bool] = {}  # whether a level's name was one of the dictionary
        self._institution = (
            ""  # the unit in which the figure before counted institutions, whose next figures may be theirs
        )
        self._loose = False  # whether the part of the sentence speaks of something that the dictionary does not have
        self._levels: list[Named] = []  # of the sentence, for 分别
        self._end = 0

    def rows(self) -> Iterator[Proposal]:
        place = 0
        while place < len(self._figures):
            group = self._group(place)
            yield from self._rows(place, group)
            place += group

    def _group(self, place: int) -> int:
        """How many figures from here on belong to one 分别为 or 依次为."""
        first = self._figures[place]
        start = start_of(self._text, first.start)
        match = _LIST.search(self._text, start, first.number.start + 1)
        if match is None:
            return 1
        count = 1
        while place + count < len(self._figures):
            before, after = self._figures[place + count - 1], self._figures[place + count]
            between = self._text[before.end : after.start]
            if not re.fullmatch(r"(?:、|和|与|及|以及|，|,)(?:约|近|超)?(?:增长|下降)?", between) or units_differ(
                before.unit, after.unit
            ):
                break
            count += 1
        return count

    def _rows(self, place: int, count: int) -> Iterator[Proposal]:
        first, words = self._figures[place], self._words(place)
        listing = _LIST.search(words.before) if count > 1 else None
        same = _SAME.search(words.before)
        if listing is not None:
            yield from self._one_by_one(place, count, words.before[: listing.start()])
        elif same is not None and len(several := _several(words.before[: same.start()])) > 1:
            yield from self._of_several(place, several, same)
        else:
            yield self._proposal(first, self._called(first, words), place)

    def _called(self, one: Figure, words: Words) -> Named:
        """A figure's name, which the next ones inherit."""
        if _PART.search(self._text, self._end, one.start):
            self._institution, self._loose = "", False
        own = self._named(one, words)
        self._topic = own if own.base else self._topic
        self._levels.append(own)
        return own

    def _one_by_one(self, place: int, count: int, subject: str) -> Iterator[Proposal]:
        """莲藕、葡萄、甲鱼种养规模分别为4300亩、2150亩、980亩: a row each, its name by its place in the list."""
        figures = self._figures[place : place + count]
        words = replace(self._words(place + count - 1), before=subject)
        items, names = naming.split_list(subject, count), []
        if not cleaned(subject) and len(self._levels) >= count:
            items = [(one.name if one.name.endswith("人次") else one.base, "") for one in self._levels[-count:]]
        points = figures[-1].unit if figures[-1].unit.endswith("点") else ""
        for number, each in enumerate(moving_alike(figures)):
            each = replace(each, unit=points) if points and each.unit == "个" else each
            own = self._named(each, words)
            names.append(naming.renamed(own, *items[number]) if items else own)
            yield self._proposal(each, names[-1], place + number)
        self._topic = names[-1]

    def _of_several(self, place: int, several: list[str], same: re.Match[str]) -> Iterator[Proposal]:
        """办结率、满意率均为100%: a row for each name."""
        first, words = self._figures[place], self._words(place)
        start = first.start
        before = self._text[words_from(self._text, self._figures, place) : start]
        if before.endswith(same[0]):
            start -= len(same[0])
        for part in several:
            yield self._proposal(replace(first, start=start), self._called(first, replace(words, before=part)), place)

    def _named(self, one: Figure, words: Words) -> Named:
        return naming.named(self._text, one, words, self._topic)

    def _words(self, place: int) -> Words:
        one = self._figures[place]
        start = words_from(self._text, self._figures, place)
        clause = start_of(self._text, one.start)
        later = self._figures[place + 1].start if place + 1 < len(self._figures) else len(self._text)
        mark = MARK.search(self._text, one.end)
        end = min(later, mark.start() if mark else len(self._text))
        first = start_of(self._text, one.start, SENTENCE)
        said = max(first, self._figures[place - 1].end if place else 0)
        spoken = naming.spoken_of(self._blank(said, clause)) if said < clause and (said == first) else ""
        return Words(self._blank(start, one.start), self._text[one.last : end], self._blank(clause, one.start), spoken)

    def _blank(self, start: int, end: int) -> str:
        """The words of a stretch without its times."""
        words = self._text[start:end]
        for said in reversed(self._timing.said):
            if start <= said.start and said.end <= end:
                words = words[: said.start - start] + words[said.end - start :]
        return words

    def _proposal(self, one: Figure, own: Named, place: int) -> Proposal:
        period, status = self._timing.when(one, place, own)
        setting = self._p.setting
        unit = PLAIN.get(one.unit, "个" if one.unit == "大" else one.unit)
        if own.kind == "rank" and not unit:
            unit = "位"
        bound = setting.names.bound(own.name, own.base, own.kind, unit, own.breakdown)
        if bound.indicator and not self._may_bind(one, own):
            bound = setting.names.unbound(own.name, own.kind, unit)
        self._bound[own.base] = bool(bound.indicator)
        self._loose |= own.kind in ("level", "count") and not bound.indicator
        area = self._coverage(one, own)
        look = (
            "no_name"
            if not own.name
            else "two_names"
            if bound.two
            else "inherited"
            if own.inherited
            else "new_term"
            if bound.new_id
            else ""
        )
        if own.kind == "count" and _INSTITUTIONS.search(own.base):
            self._institution = one.unit
        self._end = one.end
        return Proposal(
            "", self._p.text[one.start : one.end], one.value, unit, one.qualifier.value, status.value, period,
            bound.indicator, own.name, bound.breakdown, own.breakdown, setting.coverages.get(area, ""), area, own.kind, one.upper,
            new_id=bound.new_id, new_kind=bound.new_kind, new_unit=bound.new_unit, domain=bound.domain, part_of_name=own.part_of,
            reason=LOOK.get(look, ""), words=self._sentence_of(one),
        )  # fmt: skip

    def _may_bind(self, one: Figure, own: Named) -> bool:
        """Whether nothing around a figure makes it one of something else: an industry, a few institutions, a whole without a name."""
        if own.kind in ("growth", "average_growth", "share") and own.inherited:
            return self._bound.get(own.base, False)
        if (own.inherited and not own.breakdown) or one.value == "1" or not self._verbatim(own):
            return False
        if self._loose and own.kind in ("level", "count") and not re.search(r"全[镇县区市村乡]", self._clause(one)):
            return False
        if "其中" in self._text[start_of(self._text, one.start, SENTENCE) : one.start] and not self._bound.get(
            own.part_of, True
        ):
            return False
        part = self._text[start_of(self._text, one.start, _PART) : one.start]
        for name in (own.base, *(name for name, bound in self._bound.items() if bound and name)):
            part = part.replace(name, "")
        if not own.breakdown and self._p.setting.names.industries_in(part):
            return False
        return not (self._institution and units_differ(self._institution, one.unit))

    def _verbatim(self, own: Named) -> bool:
        """Whether the text has the name itself, and not only words that it was put together from."""
        stem = re.sub(r"(?:人数|人次|数)\Z", "", own.base)
        return bool(own.breakdown) or stem in re.sub(r"[“”]", "", self._text)

    def _clause(self, one: Figure) -> str:
        return self._text[start_of(self._text, one.start) : one.start]

    def _coverage(self, one: Figure, own: Named) -> str:
        setting = self._p.setting
        start = start_of(self._text, one.start, SENTENCE)
        sentence = self._text[start : one.start]
        named = [name for name in setting.coverages if len(name) > 2 and name in sentence]
        if named:
            return max(named, key=len)
        return setting.whole + (ABOVE_SIZE if re.search(r"规模以上|规上", own.base) and "企业" not in own.base else "")

    def _sentence_of(self, one: Figure) -> str:
        """The sentence of a figure, of a long one what is near."""
        start = max(start_of(self._text, one.start, SENTENCE), one.start - _NEAR)
        end = SENTENCE.search(self._text, one.end, one.end + _NEAR)
        return self._p.text[start : end.end() if end else one.end + _NEAR].strip()


def _several(subject: str) -> list[str]:
    """The names in front of 均为, each by itself."""
    parts = [part for part in re.split(r"、|和|与", cleaned(subject)) if part]
    return parts if all(len(part) > 1 for part in parts) else []
