"""Figures of one clause together: ranges, lists that share a hedge or a direction, and where the words in front of each begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mjq_report.intake.grammar.measures import Figure

MARK = re.compile(r"[，；：。！？,;!?]|——")
_FARTHEST = 1_200  # characters of a clause or sentence that are looked at
SENTENCE = re.compile(r"[。！？!?]")


def ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """Two numbers with a dash or 至 between are one figure with both ends."""
    done: list[Figure] = []
    for one in figures:
        before = done[-1] if done else None
        if before and not before.upper and before.unit in ("", one.unit) and _is_range(text, before, one):
            done[-1] = replace(before, end=one.end, last=one.last, unit=one.unit, upper=one.value)
            if one.qualifier != "exact":
                done[-1] = replace(done[-1], qualifier=one.qualifier)
        else:
            done.append(one)
    return done


def _is_range(text: str, first: Figure, last: Figure) -> bool:
    """5%—6%, 2.5至3元; but 由46.3%到55.8% are two figures."""
    between = text[first.end : last.start]
    if last.number.ordinal or not re.fullmatch(r"[—–\-~～]+|至|到", between):
        return False
    return between not in ("至", "到") or re.search(r"[由从]", text[max(0, first.start - 16) : first.start]) is None


def hedged_alike(text: str, figures: list[Figure]) -> list[Figure]:
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


def moving_alike(figures: list[Figure]) -> Iterator[Figure]:
    """分别下降14.6%和31%: the word of direction, and its sign, are those of all."""
    first = figures[0]
    for each in figures:
        falls = first.value.startswith("-") and not each.value.startswith("-") and each.unit == first.unit
        yield replace(
            each, direction=each.direction or first.direction, value=f"-{each.value}" if falls else each.value
        )


def units_differ(one: str, other: str) -> bool:
    """Whether two figures of a list count different things."""
    if one == "个" and other.endswith("点"):
        return False  # 提高0.6个和1.1个百分点
    return bool(one) and bool(other) and one.lstrip("万亿千百") != other.lstrip("万亿千百")


def start_of(text: str, end: int, marks: re.Pattern[str] = MARK) -> int:
    """Where the clause or sentence that holds a place begins."""
    first = max(0, end - _FARTHEST)
    return max((match.end() for match in marks.finditer(text, first, end)), default=first)


def words_from(text: str, figures: list[Figure], place: int) -> int:
    """Where the words in front of a figure begin: behind the last mark, or the figure before."""
    last = figures[place - 1].end if place else 0
    return max(last, start_of(text, figures[place].start))
