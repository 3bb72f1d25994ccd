"""Full-text search without a server: an inverted index in small files that the page fetches as it needs them.

Text is cut as the reader's script cuts a query (templates/site/search.js, same rules): Han into pairs of neighbours,
which needs no dictionary and finds any two characters or more; other scripts and numbers into words. Terms are sorted
and cut into blocks of a few kilobytes; the directory holds each block's first term, so that a lookup, by the whole
term or its beginning, loads one block or two. Every file is a script that hands over plain lists, because a page
opened from a folder may load scripts but read no file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

_BLOCK = 12_000  # characters of a block of terms, before it is compressed on its way
_SHELF = 24  # texts a file
_TITLE = 4  # how often a word in the title counts
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = "0-9a-z\u00b5\u00df-\u00f6\u00f8-\u024f\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f\u1e00-\u1fff\u3041-\u30ff\uac00-\ud7a3"
_PIECES = re.compile(rf"[{_HAN}]+|[0-9]+(?:\.[0-9]+)+|[{_WORD}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that can be found: a section of a briefing. `more` is searched but not shown; what is `behind`, such as
    an annex, comes after what is not."""

    title: str
    address: str
    text: str
    more: str = ""
    behind: bool = False


@dataclass
class Index:
    """Collects passages, newest briefing first, and gives the files of the search."""

    _groups: list[list[Any]] = field(default_factory=list)
    _passages: list[Passage] = field(default_factory=list)
    _postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, town: str, year: int, passages: Iterable[Passage]) -> None:
        """A briefing's passages."""
        self._groups.append([town, year, len(self._passages)])
        for passage in passages:
            number = len(self._passages)
            counts = Counter(terms(f"{passage.text}\n{passage.more}"))
            for term in terms(passage.title):
                counts[term] += _TITLE
            for term, count in counts.items():
                self._postings.setdefault(term, []).append((number, count))
            self._passages.append(passage)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names and contents, in an order that depends on the passages alone."""
        blocks = list(self._blocks())
        directory = {
            "passages": len(self._passages),
            "shelf": _SHELF,
            "groups": self._groups,
            "firsts": [b[0][0] for b in blocks],
        }
        yield "index.js", _script("directory", directory)
        for number, block in enumerate(blocks):
            yield f"terms-{number}.js", _script("terms", block, number)
        for number, start in enumerate(range(0, len(self._passages), _SHELF)):
            shelf = [[p.title, p.address, p.text, int(p.behind)] for p in self._passages[start : start + _SHELF]]
            yield f"texts-{number}.js", _script("texts", shelf, number)

    def _blocks(self) -> Iterator[list[list[Any]]]:
        """Terms in the order in which the script compares them (UTF-16), each with its postings, cut to size."""
        block: list[list[Any]] = []
        size = 0
        for term in sorted(self._postings, key=lambda term: term.encode("utf-16-be")):
            entry = [term, _flat(self._postings[term])]
            block.append(entry)
            size += 8 + 4 * len(entry[1])
            if size >= _BLOCK:
                yield block
                block, size = [], 0
        if block:
            yield block


def terms(text: str) -> Iterator[str]:
    """The terms of a text, in order, with repetitions."""
    for match in _PIECES.finditer(folded(text)):
        piece = match.group()
        if not _IS_HAN.match(piece):
            yield piece
            continue
        yield from (piece[i : i + 2] for i in range(len(piece)))  # the last one stands alone, for single characters


def folded(text: str) -> str:
    """Text without differences of width, form and case."""
    return unicodedata.normalize("NFKC", text).lower()


def _flat(postings: Iterable[tuple[int, int]]) -> list[int]:
    """Passage numbers as differences, each followed by its count."""
    flat, before = [], 0
    for number, count in postings:
        flat += [number - before, count]
        before = number
    return flat


def _script(kind: str, value: Any, number: int = 0) -> bytes:
    """A script that hands over a value; lists and texts only, so that no key can mean anything to the language."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return f"mjqSearch({json.dumps(kind)},{number},{data});\n".encode("utf-8", "replace")
