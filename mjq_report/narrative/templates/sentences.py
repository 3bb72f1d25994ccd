"""Drops the sentences whose figures are missing, and says of each figure what its sentence has not said.

Works on rendered Markdown, one paragraph, heading or list item at a time:

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
from collections.abc import Iterator
from dataclasses import dataclass

from mjq_report.errors import TemplateError
from mjq_report.model.codes import Status
from mjq_report.narrative.templates.markup import FIGURE_LINK, MARK, MISSING, escape, holds_figure, links

_ENDS = "。！？"
_GONE = "\ufdd1"  # where an optional part was
_OPENING, _CLOSING = "“‘（《〈【〔「『", "”’）》〉】〕」』"
_STOPS = re.compile(f"[{_OPENING}{_CLOSING}{_ENDS}；：]")
_BRACKETS = re.compile("[⟦⟧]")
_DEEPEST = 8  # optional parts inside each other; deeper ones count as part of the eighth
_LONGEST = 200_000  # characters of one paragraph
_MOST_LINKS = 2_000
_MOST_MARKS = 400  # of Markdown's own [, * or _ in one paragraph: reading them costs the square of their number
_PREFIX = re.compile(r"(?:>\s?|#{1,6}\s+|[-*+]\s+|\d{1,9}[.)]\s+)")
_PUNCTUATION = re.compile(r"[\s，、；：。！？—…（）“”]*")


@dataclass(frozen=True, slots=True)
class Home:
    """What a paragraph speaks of unless it says otherwise, and the words for a figure that is a plain result."""

    period: str
    coverage: str
    actual_words: str
    separator: str = "，"
    brackets: tuple[str, str] = ("（", "）")


def settle(markdown: str, home: Home) -> str:
    """Rendered Markdown without the parts whose figures are missing, its marks turned into words.

    Raises TemplateError for a paragraph that would take too long to read.
    """
    chunks = (_settle_chunk(prefix, text, home) for prefix, text in _chunks(markdown))
    return "".join(chunk for chunk in chunks if chunk)


def _chunks(markdown: str) -> Iterator[tuple[str, str]]:
    """Paragraphs, headings and list items as (prefix, text on one line)."""
    prefix, lines = "", list[str]()
    for line in [*markdown.splitlines(), ""]:
        found = _PREFIX.match(line.lstrip())
        if not line.strip() or found:
            if lines:
                yield prefix, _joined(lines)
            prefix, lines = (found[0], [line.lstrip()[found.end() :]]) if found else ("", [])
        else:
            lines.append(line)
    if lines:
        yield prefix, _joined(lines)


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one: a space only where Latin letters or digits meet."""
    text = ""
    for line in (part.strip() for part in lines):
        glue = " " if text and line and text[-1].isascii() and line[0].isascii() and text[-1].isalnum() else ""
        text += glue + line
    return text


def _settle_chunk(prefix: str, text: str, home: Home) -> str:
    """One paragraph, settled, with the blank line that ends it; empty when nothing is left to read."""
    lacking = MISSING in text
    text = prune(text)
    linked = links(text)
    marks = max(text.count("[") - linked, text.count("*"), text.count("_"))
    if len(text) > _LONGEST or linked > _MOST_LINKS or marks > _MOST_MARKS:
        raise TemplateError("a paragraph is too long, or has too many [, * or _; break it up")
    if _PUNCTUATION.fullmatch(MARK.sub("", text)) or (lacking and not holds_figure(text)):
        return ""  # remarks on figures that are not there say nothing
    return prefix + resolve(text, home) + "\n\n"


def prune(text: str) -> str:
    """A paragraph without its optional parts, clauses and sentences that lack a figure."""
    return "".join(_kept(sentence) for sentence in split(_without_optional(text), _ENDS))


def _without_optional(text: str) -> str:
    """The text with its optional parts kept or gone; brackets without a partner are left out."""
    levels: list[list[str]] = [[]]
    position = ignored = 0
    for match in _BRACKETS.finditer(text):
        levels[-1].append(text[position : match.start()])
        position = match.end()
        if match[0] == "⟦":
            if len(levels) > _DEEPEST:
                ignored += 1
            else:
                levels.append([])
        elif ignored:
            ignored -= 1
        elif len(levels) > 1:
            part = "".join(levels.pop())
            levels[-1].append(_GONE if MISSING in part else part)
    levels[-1].append(text[position:])
    return "".join(part for level in levels for part in level)


def _kept(sentence: str) -> str:
    """What is left of one sentence; nothing if it has lost every figure that it had."""
    if _GONE in sentence and not (holds_figure(sentence) or MISSING in sentence):
        return ""
    sentence = sentence.replace(_GONE, "")
    if MISSING not in sentence:
        return _repaired(sentence)
    body, end = (sentence[:-1], sentence[-1]) if sentence[-1] in _ENDS else (sentence, "")
    clauses = [clause.rstrip("；") for clause in split(body, "；")]
    kept = [clause for clause in clauses if MISSING not in clause]
    if not kept:
        return ""
    head = next(iter(split(clauses[0], "：")), "")
    if MISSING in clauses[0] and head.endswith("：") and MISSING not in head:
        kept[0] = head + kept[0].lstrip()
    return _repaired("；".join(kept) + end)


def _repaired(sentence: str) -> str:
    """Punctuation as it should be after parts have gone: none doubled, none at the start, no empty brackets."""
    sentence = re.sub(r"（ *）|“”", "", sentence)
    sentence = re.sub(r"[，、；：。！？]{2,}", _strongest, sentence)
    sentence = re.sub(r"^[，、；：。！？]|（[，、；：]", lambda match: match[0].strip("，、；：。！？"), sentence)
    return re.sub(r"[，、；](?=）|$)", "", sentence)


def _strongest(run: re.Match[str]) -> str:
    """Of marks that have met, the one that stays."""
    return next(mark for mark in "。！？：；，、" if mark in run[0])


def split(text: str, ends: str) -> list[str]:
    """Parts of `text`, each with the mark from `ends` that closes it; marks in quotes or brackets do not count.

    A closing mark that nothing opened is read as plain text.
    """
    parts, depth, start = list[str](), 0, 0
    for match in _STOPS.finditer(text):
        character = match[0]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        elif character in ends and depth == 0:
            parts.append(text[start : match.end()])
            start = match.end()
    return [*parts, text[start:]] if start < len(text) else parts


# --------------------------------------------------------------------------- what figures must say


@dataclass(slots=True)
class _Speaking:
    """What the paragraph is speaking of at the point that has been reached."""

    period: str
    coverage: str
    status: str = Status.ACTUAL


def resolve(text: str, home: Home) -> str:
    """The paragraph with its marks turned into words."""
    speaking = _Speaking(escape(home.period), escape(home.coverage))  # as the marks hold them
    return "".join(_resolve_sentence(sentence, speaking, home) for sentence in split(text, _ENDS))


def _resolve_sentence(sentence: str, speaking: _Speaking, home: Home) -> str:
    marks = [match[1].split("|") for match in MARK.finditer(sentence)]
    coverages = {fields[3] for fields in marks if fields[0] == "figure"}
    named = {fields[2] for fields in marks if fields[0] == "mention" and fields[2]}
    named |= {fields[3] for fields in marks if fields[0] == "figure" and fields[4] in MARK.sub("", sentence)}
    unnamed = coverages - named if len(coverages) > 1 else set[str]()
    out = list[str]()
    for clause in split(sentence, "；" + _ENDS):
        speaking.status = Status.ACTUAL
        out.append(_resolve_clause(clause, speaking, unnamed, home))
    return "".join(out)


def _resolve_clause(clause: str, speaking: _Speaking, unnamed: set[str], home: Home) -> str:
    out, position = list[str](), 0
    for match in MARK.finditer(clause):
        if match.start() < position:
            continue
        out.append(clause[position : match.start()])
        kind, *fields = match[1].split("|")
        position = match.end()
        if kind == "mention":
            out.append(_mentioned(fields, speaking))
            continue
        link = FIGURE_LINK.match(clause, match.end())
        assert link is not None, "a figure's mark is followed by its link"
        position = link.end()
        out.append(_hedged(link[0], fields, speaking, unnamed, home))
    return "".join(out) + clause[position:]


def _mentioned(fields: list[str], speaking: _Speaking) -> str:
    period, coverage, status, when, words = fields
    new = (period and period != speaking.period) or (coverage and coverage != speaking.coverage)
    speaking.period = period or speaking.period
    speaking.coverage = coverage or speaking.coverage
    speaking.status = status or speaking.status
    return words if new or when == "always" else ""


def _hedged(link: str, fields: list[str], speaking: _Speaking, unnamed: set[str], home: Home) -> str:
    """A figure's link with its status in front and its period and coverage behind, as far as they are news."""
    period, period_words, coverage, coverage_words, status, status_words = fields
    notes = list[str]()
    if period and period != speaking.period:
        notes.append(period_words)
        speaking.period = period
    if coverage != speaking.coverage or coverage in unnamed:
        notes.append(coverage_words)
        speaking.coverage = coverage
        unnamed.discard(coverage)
    front = ""
    if status != speaking.status:
        front = status_words or home.actual_words
    opening, closing = home.brackets
    return front + link + (opening + home.separator.join(notes) + closing if notes else "")
