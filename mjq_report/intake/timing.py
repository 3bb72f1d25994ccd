"""Of when a figure of a paragraph is, and how sure: the period said last that reaches it, and the word of status before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mjq_report.intake.grammar import statuses, times
from mjq_report.intake.grammar.lists import SENTENCE, start_of, words_from
from mjq_report.intake.grammar.measures import Figure
from mjq_report.intake.grammar.naming import Named
from mjq_report.intake.grammar.times import Clock, Said
from mjq_report.model.codes import Status

_FROM_TO = re.compile(r"(?:由(?![于此])|从(?![业事而严优]))(?P<from>[^，。；由从到至]{0,16})\Z")


@dataclass(frozen=True, slots=True)
class Chapter:
    """What holds below a heading."""

    period: str
    status: Status


class Timing:
    """What was said of time in one paragraph, asked for each of its figures."""

    def __init__(self, text: str, figures: list[Figure], clock: Clock, chapter: Chapter) -> None:
        self._text, self._figures, self._clock, self._chapter = text, figures, clock, chapter
        self.said = times.said(text, clock, int(chapter.period[:4]))
        self._quotes = [match.span() for match in re.finditer(r"“[^“”]{16,}”", text)]

    def when(self, one: Figure, place: int, own: Named) -> tuple[str, Status]:
        """A figure's period and status."""
        sentence = start_of(self._text, one.start, SENTENCE)
        before = self._text[sentence : one.start]
        said = [said for said in self.said if sentence <= said.start and said.end <= one.start]
        status, period = self._status(before, one, said), self._period(one, place, own)
        ahead = period[:4].isdigit() and int(period[:4]) > self._clock.written
        if status is Status.ACTUAL and ahead:
            status = self._chapter.status
            if status is Status.ACTUAL:
                status = Status.TARGET if said else Status.PLANNED
        aims = self._text[: one.start][-400:]
        if self._chapter.status is Status.PLANNED and "目标" in aims and "：" in aims:
            status = Status.TARGET if status in (Status.PLANNED, Status.ACTUAL) else status
        return period, status

    def _status(self, before: str, one: Figure, said: list[Said]) -> Status:
        """What the sentence says; a plan for later does not reach a result of a year that is over: 计划2027年前迁入，2025年产值达到…"""
        chapter = self._chapter.status
        status = statuses.status(before, chapter)
        over = [each.end for each in said if not each.base and each.period[:4] <= str(self._clock.year)]
        if status is Status.PLANNED and over and chapter is Status.ACTUAL:
            status = statuses.status(self._text[over[-1] : one.start], chapter)
        if status is Status.PLANNED and re.search(r"[由从](?:目前|现在|现有|当前)的?\Z", before):
            return Status.ACTUAL
        return status

    def _period(self, one: Figure, place: int, own: Named) -> str:
        """The period that was said last in front of a figure and is no base of comparison; from … to … have one each."""
        before = [said for said in self.said if said.end <= one.number.start]
        held = next((said for said in reversed(before) if self._holds(said, one, place)), None)
        current = held.period if held else self._chapter.period
        clause = start_of(self._text, one.start)
        words = self._text[words_from(self._text, self._figures, place) : one.number.start]
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
        if SENTENCE.search(self._text, said.end, one.start):
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


def _over(words: str) -> bool:
    return re.search(r"累计|合计|总计|年均|共", words) is not None
