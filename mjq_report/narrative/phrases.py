"""What a template gives: the editor's text and, among it, figures and words of the data as values.

A figure stays one value from the function that gives it to the span that prints it. The editor's text is `str` and may
hold Markdown; nothing reads what a value says as markup, as punctuation or as the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeVar

from mjq_report.model.codes import Status


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of the data, shown as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is printed, and what has to be said of it where its sentence has not said it yet."""

    fact: str  # the id that its span links to
    text: str
    period: str  # ISO 8601; empty where the words in front of the figure say it
    period_words: str
    coverage: str
    coverage_words: str
    status: Status
    status_words: str
    front: str = ""  # words before it that its status stands in front of: 预计 比上年 增长1.3%


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that say a period, a coverage or a status, so that the figures after them need not.

    With `only_news` they are printed only where the paragraph speaks of another period or coverage.
    """

    text: str
    period: str = ""
    coverage: str = ""
    status: str = ""
    only_news: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A chart or table of briefing.toml, to stand as a block of its own where the template puts it."""

    kind: str
    name: str


class Absent(Enum):
    """What is not there and takes words around it along."""

    FIGURE = "figure"  # that the data has not
    PART = "part"  # an optional one that has gone


Value = Plain | Figure | Mention | Placed | Absent
Part = str | Value


@dataclass(frozen=True, slots=True)
class Phrase:
    """What functions give to templates, which print it, compare it and hand it on; they see nothing of what is inside."""

    parts: tuple[Part, ...]

    def __add__(self, other: Phrase) -> Phrase:
        return Phrase(self.parts + other.parts)


class Id(str):
    """What names a row or a kind: templates compare it and hand it on, and never print it."""

    __slots__ = ()


MISSING = Phrase((Absent.FIGURE,))


def plain(text: str) -> Phrase:
    """Words of the data as a phrase."""
    return Phrase((Plain(text),))


# --------------------------------------------------------------------------- lines


class Entry(NamedTuple):
    """A character of the editor's text, or a value, and the style that it is set in."""

    part: Part
    bold: bool = False
    href: str = ""


Line = list[Entry]
VALUE = "\ufffc"  # U+FFFC, the object replacement character; `unseen` keeps it out of every text
_Item = TypeVar("_Item", Entry, Part)


def characters(parts: Iterable[Part]) -> list[Part]:
    """Text taken apart by characters, values between them as they are."""
    taken = list[Part]()
    for part in parts:
        if isinstance(part, str):
            taken.extend(part)
        else:
            taken.append(part)
    return taken


def outline(items: Iterable[Part | Entry]) -> str:
    """One character an item, for patterns to be found in: the editor's own, and U+FFFC for any value."""
    return "".join(part if isinstance(part, str) else VALUE for part in map(_part, items))


def shown(items: Iterable[Part | Entry]) -> Iterator[str]:
    """What the text, the words and the figures say; mentions are not decided yet."""
    for part in map(_part, items):
        match part:
            case str(text) | Plain(text=text):
                yield text
            case Figure(front=front, text=text):
                yield front + text


def _part(item: Part | Entry) -> Part:
    return item.part if isinstance(item, Entry) else item


def trimmed(items: list[_Item]) -> list[_Item]:
    """The items without the editor's white space at both ends."""
    text = outline(items)
    start = len(text) - len(text.lstrip())
    return items[start : max(start, len(text.rstrip()))]


def edited(line: Line, pattern: re.Pattern[str], kept: Callable[[str], Iterable[int]]) -> Line:
    """The line with each match of the pattern in its outline reduced to the places in it that `kept` gives."""
    out, position = Line(), 0
    for match in pattern.finditer(outline(line)):
        out += line[position : match.start()]
        out += (line[match.start() + place] for place in kept(match[0]))
        position = match.end()
    return out + line[position:]


def has(line: Iterable[Entry], kind: type[Value] | Absent) -> bool:
    """Whether a kind of value, or what is absent, is in a line."""
    return any(entry.part is kind or (isinstance(kind, type) and isinstance(entry.part, kind)) for entry in line)
