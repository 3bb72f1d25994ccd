"""A paragraph into proposals: its figures, and the period, status and name that hold for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mjq_report.intake.grammar import naming, statuses, times
from mjq_report.intake.grammar.measures import PLAIN, Figure, figure
from mjq_report.intake.grammar.naming import Named, Words
from mjq_report.intake.grammar.numbers import WIDTHS, numbers
from mjq_report.intake.grammar.times import Clock, Said
from mjq_report.intake.grammar.traps import reason, traps
from mjq_report.intake.proposal import LeftOut, Proposal
from mjq_report.intake.setting import Setting
from mjq_report.lang.zh.intake import ABOVE_SIZE, LEFT_OUT, LOOK
from mjq_report.model.codes import Status

_MARK = re.compile(r"[，；：。！？,;!?]|——")
_SENTENCE = re.compile(r"[。！？!?]")
_PART = re.compile(r"[。！？!?；;]")
_INSTITUTIONS = re.compile(
    r"(?:企业|中学|小学|学校|幼儿园|医院|卫生院|机构|合作社|园区|院|站|村|社区|基地|市场|公司|景区|民宿)数?\Z"
)
_LIST = re.compile(r"(?:分别|依次|各)(?:约?为|是|达到?|有|完成|实现|增长|下降|减少|增加|提高|占)?")
_SAME = re.compile(r"(?:均|都|皆|双双)(?:约?为|是|达到?|保持)?")
_FROM_TO = re.compile(r"(?:由|从)(?P<from>[^，。；由从到至]{0,16})\Z")


@dataclass(frozen=True, slots=True)
class Chapter:
    """What holds below a heading."""

    period: str
    status: Status


@dataclass
class Paragraph:
    """One paragraph and what was found in it."""

    text: str
    clock: Clock
    chapter: Chapter
    setting: Setting
    left: list[LeftOut] = field(default_factory=list)

    def proposals(self) -> Iterator[Proposal]:
        """The figures of the paragraph in its order; what is none gathers in `left`."""
        plain = self.text.translate(WIDTHS)
        places = traps(plain)
        figures: list[Figure] = []
        cut: list[tuple[int, int]] = []  # what parts words: every number
        for number in numbers(plain):
            one = figure(plain, number)
            why = reason(plain, one, places)
            if not why:
                figures.append(one)
                cut.append((one.start, one.end))
            elif not (number.han and number.end - number.start == 1 and why == "word"):
                self.left.append(
                    LeftOut(
                        "",
                        self.text[number.start : number.end + len(one.unit) if one.last > number.end else number.end],
                        LEFT_OUT[why],
                    )
                )
        figures = _hedged_alike(plain, _ranges(plain, figures))
        times_said = times.said(plain, self.clock, int(self.chapter.period[:4]))
        yield from _Reader(self, plain, figures, times_said).rows()


def _ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """Two numbers with a dash or 至 between are one figure with both ends."""
    done: list[Figure] = []
    for one in figures:
        before = done[-1] if done else None
        if (
            before
            and not before.upper
            and re.fullmatch(r"[—–\-~～至到]+", text[before.end : one.start])
            and before.unit in ("", one.unit)
        ):
            done[-1] = Figure(
                before.number,
                before.start,
                one.end,
                before.value,
                one.unit,
                one.qualifier,
                before.direction,
                one.value,
                one.last,
            )
        else:
            done.append(one)
    return done


class _Reader:
    """Walks through the figures of a paragraph with what holds: period, status, the name that others inherit."""

    def __init__(self, paragraph: Paragraph, text: str, figures: list[Figure], named: list[Said]) -> None:
        self._p, self._text, self._figures, self._said = paragraph, text, figures, named
        self._topic: Named | None = None
        self._bound: dict[str, bool] = {}  # whether a level's name was one of the dictionary
        self._institution = (
            ""  # the unit in which the figure before counted institutions, whose next figures may be theirs
        )
        self._levels: list[Named] = []  # of the sentence, for 分别
        self._quotes = [match.span() for match in re.finditer(r"“[^“”]{16,}”", text)]
        self._sentence = -1
        self._end = 0
        self._status = paragraph.chapter.status

    def rows(self) -> Iterator[Proposal]:
        place = 0
        while place < len(self._figures):
            group = self._group(place)
            yield from self._rows(place, group)
            place += group

    def _group(self, place: int) -> int:
        """How many figures from here on belong to one 分别为 or 依次为."""
        first = self._figures[place]
        start = _start(self._text, first.start)
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
            self._institution = ""
        own = self._named(one, words)
        self._topic = own if own.base else self._topic
        self._levels.append(own)
        return own

    def _one_by_one(self, place: int, count: int, subject: str) -> Iterator[Proposal]:
        """莲藕、葡萄、甲鱼种养规模分别为4300亩、2150亩、980亩: a row each, its name by its place in the list."""
        figures = self._figures[place : place + count]
        words = replace(self._words(place + count - 1), before=subject)
        items, names = naming.split_list(subject, count), []
        if not naming.cleaned(subject) and len(self._levels) >= count:
            items = [(one.base, "") for one in self._levels[-count:]]
        points = figures[-1].unit if figures[-1].unit.endswith("点") else ""
        for number, each in enumerate(_moving_alike(figures)):
            each = replace(each, unit=points) if points and each.unit == "个" else each
            own = self._named(each, words)
            names.append(naming.renamed(own, *items[number]) if items else own)
            yield self._proposal(each, names[-1], place + number)
        self._topic = names[-1]

    def _of_several(self, place: int, several: list[str], same: re.Match[str]) -> Iterator[Proposal]:
        """办结率、满意率均为100%: a row for each name."""
        first, words = self._figures[place], self._words(place)
        start = first.start
        before = self._text[_before(self._text, self._figures, place) : start]
        if before.endswith(same[0]):
            start -= len(same[0])
        for part in several:
            yield self._proposal(replace(first, start=start), self._called(first, replace(words, before=part)), place)

    def _named(self, one: Figure, words: Words) -> Named:
        return naming.named(self._text, one, words, self._topic)

    def _words(self, place: int) -> Words:
        one = self._figures[place]
        start = _before(self._text, self._figures, place)
        clause = _start(self._text, one.start)
        later = self._figures[place + 1].start if place + 1 < len(self._figures) else len(self._text)
        mark = _MARK.search(self._text, one.end)
        end = min(later, mark.start() if mark else len(self._text))
        first = _start(self._text, one.start, _SENTENCE)
        said = max(first, self._figures[place - 1].end if place else 0)
        spoken = naming.spoken_of(self._blank(said, clause)) if said < clause and (said == first) else ""
        return Words(self._blank(start, one.start), self._text[one.last : end], self._blank(clause, one.start), spoken)

    def _blank(self, start: int, end: int) -> str:
        """The words of a stretch without its times."""
        words = self._text[start:end]
        for said in reversed(self._said):
            if start <= said.start and said.end <= end:
                words = words[: said.start - start] + words[said.end - start :]
        return words

    def _proposal(self, one: Figure, own: Named, place: int) -> Proposal:
        period, status = self._when(one, place, own)
        setting = self._p.setting
        unit = PLAIN.get(one.unit, "个" if one.unit == "大" else one.unit)
        if own.kind == "rank" and not unit:
            unit = "位"
        bound = setting.names.bound(own.name, own.base, own.kind, unit, own.breakdown)
        if bound.indicator and not self._may_bind(one, own):
            bound = setting.names.unbound(own.name, own.kind, unit)
        self._bound[own.base] = bool(bound.indicator)
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
        if (own.inherited and not own.breakdown) or one.value == "1":
            return False
        if "其中" in self._text[_start(self._text, one.start, _SENTENCE) : one.start] and not self._bound.get(
            own.part_of, True
        ):
            return False
        part = self._text[_start(self._text, one.start, _PART) : one.start]
        if not own.breakdown and self._p.setting.names.industries_in(part.replace(own.base, "")):
            return False
        return not (self._institution and units_differ(self._institution, one.unit))

    def _coverage(self, one: Figure, own: Named) -> str:
        setting = self._p.setting
        start = _start(self._text, one.start, _SENTENCE)
        sentence = self._text[start : one.start]
        named = [name for name in setting.coverages if len(name) > 2 and name in sentence]
        if named:
            return max(named, key=len)
        return setting.whole + (ABOVE_SIZE if re.search(r"规模以上|规上", own.base) and "企业" not in own.base else "")

    def _sentence_of(self, one: Figure) -> str:
        start = _start(self._text, one.start, _SENTENCE)
        end = _SENTENCE.search(self._text, one.end)
        return self._p.text[start : end.end() if end else len(self._text)].strip()

    # ------------------------------------------------------------------ when and how sure

    def _when(self, one: Figure, place: int, own: Named) -> tuple[str, Status]:
        sentence = _start(self._text, one.start, _SENTENCE)
        if sentence != self._sentence:
            self._sentence, self._status = sentence, self._p.chapter.status
        over = [
            said.end
            for said in self._said
            if sentence <= said.start
            and said.end <= one.start
            and not said.base
            and said.period[:4] <= str(self._p.clock.year)
        ]
        before = self._text[sentence : one.start]
        status = statuses.status(before, self._p.chapter.status)
        if status is Status.PLANNED and over and self._p.chapter.status is Status.ACTUAL:
            status = statuses.status(
                self._text[over[-1] : one.start], Status.ACTUAL
            )  # 计划2027年前迁入，2025年产值达到…
        period = self._period(one, place, own)
        if status is Status.PLANNED and re.search(r"[由从](?:目前|现在|现有|当前)的?\Z", before):
            status = Status.ACTUAL
        if status is Status.ACTUAL and period[:4].isdigit() and int(period[:4]) > self._p.clock.written:
            here = any(sentence <= said.start and said.end <= one.start for said in self._said)
            status = (
                self._p.chapter.status
                if self._p.chapter.status is not Status.ACTUAL
                else Status.TARGET
                if here
                else Status.PLANNED
            )
        if (
            status in (Status.PLANNED, Status.ACTUAL)
            and self._p.chapter.status is Status.PLANNED
            and re.search(r"目标", self._text[: one.start][-400:])
            and "：" in self._text[: one.start]
        ):
            status = Status.TARGET
        return period, status

    def _period(self, one: Figure, place: int, own: Named) -> str:
        """The period that was said last in front of a figure and is no base of comparison; from … to … have one each."""
        before = [said for said in self._said if said.end <= one.number.start]
        held = next((said for said in reversed(before) if self._holds(said, one, place)), None)
        current = held.period if held else self._p.chapter.period
        clause = _start(self._text, one.start)
        words = self._text[_before(self._text, self._figures, place) : one.number.start]
        origin = _FROM_TO.search(words)
        if origin is not None:
            base = next((said for said in reversed(before) if said.start >= one.number.start - len(words)), None)
            if base is not None:
                return (
                    times.year_before(current)
                    if "同期" in words and base.period[:4] == current[:4]
                    else self._based(base, current)
                )
            if "同期" in words:
                return times.year_before(current)
            return str(int(current[:4]) - 1) if "/" in current and len(current) == 9 else times.year_before(current)
        to = [said for said in before if said.start >= clause]
        if to and to[-1].base in ("", "to"):
            return times.valid(to[-1].period)
        spread = "/" in current and len(current) == 9
        if (
            spread
            and own.kind in ("level", "count", "share")
            and not _over(self._text[clause : one.end])
            and self._after_from(place, clause)
        ):
            return current[5:]
        return times.valid(current)

    def _holds(self, said: Said, one: Figure, place: int) -> bool:
        """Whether a period reaches a figure: years and months of a year go on, a month its sentence, a day or a year's end one figure."""
        if said.base:
            return False
        if any(start <= said.start and said.end <= end <= one.start for start, end in self._quotes):
            return False  # what somebody said holds in his words
        if len(said.period) not in (7, 10, 21):
            return True
        if _SENTENCE.search(self._text, said.end, one.start):
            return False
        near = not place or self._figures[place - 1].end <= said.start
        return (
            near
            or len(said.period) == 21
            or (len(said.period) == 7 and not said.period.endswith("-12") and not said.moment)
        )

    def _based(self, base: Said, current: str) -> str:
        if re.search(r"同期", self._text[base.start : base.end + 4]) and "/" in current and len(base.period) == 4:
            return f"{base.period}{current[4:8]}{base.period}{current[12:]}" if len(current) == 15 else base.period
        return times.valid(base.period)

    def _after_from(self, place: int, clause: int) -> bool:
        return (
            place > 0
            and self._figures[place - 1].start >= clause
            and bool(re.search(r"由|从", self._text[clause : self._figures[place - 1].start]))
        )


def _several(subject: str) -> list[str]:
    """The names in front of 均为, each by itself."""
    parts = [part for part in re.split(r"、|和|与", naming.cleaned(subject)) if part]
    return parts if all(len(part) > 1 for part in parts) else []


def _moving_alike(figures: list[Figure]) -> Iterator[Figure]:
    """分别下降14.6%和31%: the word of direction, and its sign, are those of all."""
    first = figures[0]
    for each in figures:
        falls = first.value.startswith("-") and not each.value.startswith("-") and each.unit == first.unit
        yield replace(
            each, direction=each.direction or first.direction, value=f"-{each.value}" if falls else each.value
        )


def _over(words: str) -> bool:
    return re.search(r"累计|合计|总计|年均|共", words) is not None


def _hedged_alike(text: str, figures: list[Figure]) -> list[Figure]:
    """突破80亿、100亿和400亿: a hedge in front of the first is every one's, and a unit behind the last."""
    done: list[Figure] = []
    for one in figures:
        before = done[-1] if done else None
        if before and re.fullmatch(r"[、和与及]", text[before.end : one.start]):
            front = before.start < before.number.start and not before.direction
            if front and one.qualifier == "exact" and before.last == before.end:
                one = replace(one, qualifier=before.qualifier)
        done.append(one)
    return done


def units_differ(one: str, other: str) -> bool:
    """Whether two figures of a list count different things."""
    return bool(one) and bool(other) and one.lstrip("万亿千百") != other.lstrip("万亿千百")


def _start(text: str, end: int, marks: re.Pattern[str] = _MARK) -> int:
    """Where the clause or sentence that holds a place begins."""
    return max((match.end() for match in marks.finditer(text, 0, end)), default=0)


def _before(text: str, figures: list[Figure], place: int) -> int:
    """Where the words in front of a figure begin: behind the last mark, or the figure before."""
    last = figures[place - 1].end if place else 0
    return max(last, _start(text, figures[place].start))
