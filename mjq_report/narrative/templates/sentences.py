"""Drops the sentences whose figures are missing, and says of each figure what its sentence has not said.

Works on one paragraph, heading or list item at a time, as a line of characters and values (`phrases`). Only the
editor's own characters are punctuation:

- `⟦…⟧` around a part of a sentence makes it optional: it goes when a figure in it is missing.
- A paragraph that has lost all its figures goes as well.
- A clause between ； with a missing figure goes; a sentence that has lost all its clauses goes; an
  empty paragraph, list item or heading goes. The punctuation that is left is repaired.
- A figure of another period or coverage than its paragraph is speaking of gets it in brackets behind;
  its status (预计, 计划 …) stands in front. Where one sentence has figures of two coverages, both are named.

Sentences end in 。！？ and clauses in ；, but not inside quotes or brackets (GB/T 15834-2011 4.1–4.6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mjq_report.model.codes import Status
from mjq_report.narrative.phrases import (
    Absent,
    Entry,
    Figure,
    Line,
    Mention,
    Plain,
    edited,
    has,
    outline,
    shown,
    trimmed,
)

_ENDS = "。！？"
_OPENING, _CLOSING = "“‘（《〈【〔「『", "”’）》〉】〕」』"
_STOPS = re.compile(f"[{_OPENING}{_CLOSING}{_ENDS}；：]")
_MARKS = "。！？：；，、"  # of those that have met the first in this order stays
_EMPTY = re.compile(r"（ *）|“”")
_MET = re.compile(f"[{_MARKS}]{{2,}}")
_AT_START = re.compile(f"^[{_MARKS}]|（[，、；：]")
_AT_END = re.compile(r"[，、；](?=）|$)")
_PUNCTUATION = re.compile(r"[\s，、；：。！？—…（）“”]")


@dataclass(frozen=True, slots=True)
class Home:
    """What a paragraph speaks of unless it says otherwise, and the words for a figure that is a plain result."""

    period: str
    coverage: str
    actual_words: str
    separator: str = "，"
    brackets: tuple[str, str] = ("（", "）")
    dropped: Callable[[str, str], None] = lambda place, text: None  # is told each sentence that lacks a figure


def settle(line: Line, home: Home) -> Line:
    """A line without the parts whose figures are missing, its mentions decided; empty when nothing is left to read."""
    lacking = has(line, Absent.FIGURE)
    line = prune(_without_second_place(line))
    if not any(_says_something(entry) for entry in line) or (lacking and not has(line, Figure)):
        return []  # remarks on figures that are not there say nothing
    return trimmed(resolve(line, home))


def _without_second_place(line: Line) -> Line:
    """A line without the 第 or 前 that an editor wrote in front of a place: the figure says it."""
    behind = [*(entry.part for entry in line[1:]), None]
    places = [isinstance(part, Figure) and part.text.startswith(("第", "前")) and not part.front for part in behind]
    return [entry for entry, place in zip(line, places, strict=False) if not (place and entry.part in ("第", "前"))]


def _says_something(entry: Entry) -> bool:
    match entry.part:
        case str(character):
            return _PUNCTUATION.match(character) is None
        case Mention(text=text, only_news=only_news):
            return bool(text) and not only_news
    return True


def prune(line: Line) -> Line:
    """A line without its optional parts, clauses and sentences that lack a figure."""
    return [entry for sentence in split(_without_optional(line), _ENDS) for entry in _kept(sentence)]


def _without_optional(line: Line) -> Line:
    """The line with its optional parts kept or gone; brackets without a partner are left out."""
    out, starts, missing = Line(), list[int](), list[int]()  # places in `out`
    for entry in line:
        if entry.part == "⟦":
            starts.append(len(out))
        elif entry.part == "⟧":
            start = starts.pop() if starts else len(out)
            if missing and missing[-1] >= start:
                out[start:] = [Entry(Absent.PART)]
            while missing and missing[-1] >= start:
                missing.pop()
        else:
            if entry.part is Absent.FIGURE:
                missing.append(len(out))
            out.append(entry)
    return out


def _kept(sentence: Line) -> Line:
    """What is left of one sentence; nothing if it has lost every figure that it had."""
    lacking = has(sentence, Absent.FIGURE)
    if has(sentence, Absent.PART) and not (lacking or has(sentence, Figure)):
        return []
    sentence = [entry for entry in sentence if entry.part is not Absent.PART]
    if not lacking:
        return _repaired(sentence)
    last = len(sentence) - outline(sentence).endswith(tuple(_ENDS))
    clauses = split(sentence[:last], "；")
    kept = [clause for clause in clauses if not has(clause, Absent.FIGURE)]
    if not kept:
        return []
    head = split(clauses[0], "：")[0]
    if has(clauses[0], Absent.FIGURE) and head[-1].part == "：" and not has(head, Absent.FIGURE):
        kept[0] = head + trimmed(kept[0])
    return _repaired([entry for clause in kept for entry in clause] + sentence[last:])


def _repaired(sentence: Line) -> Line:
    """Punctuation as it should be after parts have gone: none doubled, none at the start, no empty brackets."""
    sentence = edited(sentence, _EMPTY, lambda found: ())
    sentence = edited(sentence, _MET, lambda found: (min(range(len(found)), key=lambda n: _MARKS.index(found[n])),))
    sentence = edited(sentence, _AT_START, lambda found: (0,) if len(found) > 1 else ())
    return edited(sentence, _AT_END, lambda found: ())


def split(line: Line, ends: str) -> list[Line]:
    """Parts of a line, each with the mark from `ends` that closes it; marks in quotes or brackets do not count.

    A closing mark that nothing opened is read as plain text.
    """
    parts, depth, start = list[Line](), 0, 0
    for match in _STOPS.finditer(outline(line)):
        character = match[0]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        elif character in ends and depth == 0:
            parts.append(line[start : match.end()])
            start = match.end()
    return [*parts, line[start:]] if start < len(line) else parts


# --------------------------------------------------------------------------- what figures must say


@dataclass(slots=True)
class _Speaking:
    """What the paragraph is speaking of at the point that has been reached."""

    period: str
    coverage: str
    status: str = Status.ACTUAL


def resolve(line: Line, home: Home) -> Line:
    """The line with its mentions decided, and with the words that its figures need around them."""
    speaking = _Speaking(home.period, home.coverage)
    out = Line()
    for sentence in split(line, _ENDS):
        unnamed = _unnamed(sentence)
        for clause in split(sentence, "；" + _ENDS):
            speaking.status = Status.ACTUAL
            for entry in clause:
                out += _said(entry, speaking, unnamed, home)
    return out


def _unnamed(sentence: Line) -> set[str]:
    """Where a sentence has figures of several coverages, those that it does not name."""
    names = {entry.part.coverage: entry.part.coverage_words for entry in sentence if isinstance(entry.part, Figure)}
    if len(names) < 2:
        return set()
    text = "".join(shown(sentence))
    mentioned = {entry.part.coverage for entry in sentence if isinstance(entry.part, Mention)}
    return {coverage for coverage, words in names.items() if coverage not in mentioned and words not in text}


def _said(entry: Entry, speaking: _Speaking, unnamed: set[str], home: Home) -> Iterator[Entry]:
    match entry.part:
        case Mention() as mention:
            words = _mentioned(mention, speaking)
            if words:
                yield entry._replace(part=Plain(words))
        case Figure() as figure:
            if figure.status != speaking.status:
                yield entry._replace(part=Plain(figure.status_words or home.actual_words))
            if figure.front:
                yield entry._replace(part=Plain(figure.front))
            yield entry
            if notes := list(_news(figure, speaking, unnamed)):
                opening, closing = home.brackets
                yield entry._replace(part=Plain(opening + home.separator.join(notes) + closing))
        case _:
            yield entry


def _mentioned(mention: Mention, speaking: _Speaking) -> str:
    """The words of a mention, unless they are to be printed only where they are news, and are none."""
    new = mention.period not in ("", speaking.period) or mention.coverage not in ("", speaking.coverage)
    speaking.period = mention.period or speaking.period
    speaking.coverage = mention.coverage or speaking.coverage
    speaking.status = mention.status or speaking.status
    return mention.text if new or not mention.only_news else ""


def _news(figure: Figure, speaking: _Speaking, unnamed: set[str]) -> Iterator[str]:
    """The figure's period and coverage in words, as far as they are news."""
    if figure.period not in ("", speaking.period):
        speaking.period = figure.period
        yield figure.period_words
    if figure.coverage != speaking.coverage or figure.coverage in unnamed:
        speaking.coverage = figure.coverage
        unnamed.discard(figure.coverage)
        yield figure.coverage_words
