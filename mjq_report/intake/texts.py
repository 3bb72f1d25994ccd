"""A text into proposals: its paragraphs one by one, each sentence with the period, status and names that hold in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mjq_report.intake import english
from mjq_report.intake.grammar import statuses
from mjq_report.intake.grammar.times import Clock
from mjq_report.intake.paragraphs import Paragraph
from mjq_report.intake.proposal import LeftOut, Proposal, Proposed
from mjq_report.intake.remarks import mentions, remarked
from mjq_report.intake.setting import Setting
from mjq_report.intake.standing import beside_rows, claims
from mjq_report.intake.timing import Chapter
from mjq_report.lang.zh.intake import LEFT_OUT
from mjq_report.model.codes import Status

MOST_PARAGRAPHS, LONGEST = 20_000, 10_000
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_DATED = re.compile(r"\A\s*[（(—\-]*\s*((?:19|20)[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日")
_HEADING = re.compile(r"\A\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|#+\s)")
_NOTE = re.compile(
    r"\s*(?:注|附注|注释|备注|数据来源|资料来源|指标解释)\s*[:：]?\s*(?:\Z|[0-9１-９一二])|\s*(?:注|附注|备注|资料来源|数据来源)[:：]"
)
_NUMBERED = re.compile(r"\s*(?:[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)]|\[[0-9]{1,2}\])")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_AHEAD = re.compile(r"[到至在]\Z")


def read(paragraphs: Sequence[str], setting: Setting, source: str = "") -> Proposed:
    """What a text proposes; paragraphs are its non-empty lines."""
    clock = clock_of(paragraphs, setting.year)
    if english.is_english(paragraphs):
        return english.read(paragraphs, setting, source)
    chapter = Chapter(str(clock.year), Status.ACTUAL)
    proposals: list[Proposal] = []
    left: list[LeftOut] = []
    noted = False
    for number, paragraph in enumerate(paragraphs[:MOST_PARAGRAPHS], 1):
        chapter = _under(chapter, paragraph, clock)
        noted = _NOTE.match(paragraph) is not None or (noted and _NUMBERED.match(paragraph) is not None)
        if noted:
            left += (
                LeftOut(str(number), match[0], LEFT_OUT["note"], source=source) for match in _DIGITS.finditer(paragraph)
            )
            continue
        found = Paragraph(paragraph[:LONGEST], clock, chapter, setting, _continued(paragraphs, number))
        proposals += (replace(one, locator=str(number), source=source) for one in found.proposals())
        left += (replace(one, locator=str(number), source=source) for one in found.left)
    rows = tuple(beside_rows(tuple(remarked(proposals)), setting, clock.written))
    return Proposed(rows, tuple(left), tuple(claims(rows, setting)), tuple(mentions(paragraphs, setting, source)))


def _continued(paragraphs: Sequence[str], number: int) -> str:
    """The first characters of the next paragraph, where this one ends in a number, as scans break lines."""
    broken = re.search(r"[0-9](?:余|多|万|亿)?\Z", paragraphs[number - 1]) and number < len(paragraphs)
    return paragraphs[number][:6] if broken else ""


def clock_of(paragraphs: Sequence[str], year: int | None) -> Clock:
    """The year that a text was written in, and the one that it is about.

    A date in a line of its own at the head says when; else the year that is named most, or the year asked for. What was written in
    the first months of a year is about the one before.
    """
    dated = next((int(match[1]) for line in paragraphs[:6] if (match := _DATED.match(line))), 0)
    named = Counter(
        int(match[1])
        for line in paragraphs
        for match in _YEAR.finditer(line)
        if not _AHEAD.search(line[max(0, match.start() - 2) : match.start()])
    )
    title = next(
        (
            int(match[1])
            for line in paragraphs[:3]
            if (match := re.search(r"((?:19|20)[0-9]{2})年?[^，。]{0,16}(?:公报|报告)", line)) and len(line) < 60
        ),
        0,
    )
    whole = "\n".join(paragraphs)
    if dated:
        about = year or (dated - 1 if named[dated - 1] else dated)
        return Clock(dated, about)
    about = year or title or max(named, default=2000)
    ahead = f"{about + 1}年" in whole and f"{about}年" in whole
    later = "去年" in whole and ahead and re.search(r"今年(?:1\D|前|上半年|一季度|以来)", whole) is None
    return Clock(about + 1 if later else about, about)


def _under(chapter: Chapter, line: str, clock: Clock) -> Chapter:
    """What holds from a line on: a heading may say 2026年工作安排."""
    if len(line) > 50 or not (_HEADING.match(line) or (len(line.strip()) < 30 and not line.rstrip().endswith("。"))):
        return chapter
    status = statuses.of_heading(line)
    if status is None:
        return chapter
    years = [int(year) for year in _YEAR.findall(line)]
    if status is Status.ACTUAL:
        return Chapter(str(clock.year), status)
    return Chapter(
        str(years[-1] if years else clock.year + 1 if clock.written == clock.year else clock.written), status
    )
