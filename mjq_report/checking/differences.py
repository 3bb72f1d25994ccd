"""What two files say differently, in a reader's words: one that was given, and the one that it encloses, built again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

import pikepdf

from mjq_report.checking.opening import MANIFEST, Opened
from mjq_report.checking.reader import Element, Link, Reading, squeezed
from mjq_report.checking.records import read_table
from mjq_report.fingerprint import entries

T = TypeVar("T", bound=Hashable)
_INLINE = frozenset("Link Span Reference Note Em Strong Quote".split())
_AROUND = 12  # characters shown before and behind what differs


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in a line; `page` counts from 1 and is 0 where it is none; `kind` is text, link, picture, …"""

    kind: str
    line: str
    page: int = 0


def texts(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Texts of the structure tree, alternative texts, and what stands at the edges of the pages."""
    yield from _lines("text", list(_blocks(ours.root)), list(_blocks(theirs.root)))
    alternative = [[(e.page, e.alt) for e in reading.root.elements() if e.alt] for reading in (ours, theirs)]
    yield from _lines("alternative text", *alternative)
    edges = [
        [(number, squeezed(text)) for number, page in enumerate(reading.artefacts) for text in page]
        for reading in (ours, theirs)
    ]
    yield from _lines("edge of the page", *edges)
    for what in theirs.strange:
        if what not in ours.strange:
            yield Difference("strange", what)


def _blocks(element: Element) -> Iterator[tuple[int, str]]:
    """Paragraphs, headings, items, and rows of tables: the page of each and its text."""
    if element.tag == "TR":
        yield element.page, " | ".join(kid.text() for kid in element.kids)
    elif element.kids and not all(kid.tag in _INLINE for kid in element.kids):
        own = squeezed("".join(item.text for item in element.content if not isinstance(item, Element)))
        if own:
            yield element.page, own
        for kid in element.kids:
            yield from _blocks(kid)
    elif text := element.text():
        yield element.page, text


def _lines(kind: str, ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> Iterator[Difference]:
    """Lines that are there and should not be, are missing, or read otherwise."""
    for expected, found in _compared([text for _, text in ours], [text for _, text in theirs]):
        for n in range(max(len(expected), len(found))):
            page = theirs[found[n]][0] if n < len(found) else ours[expected[n]][0] if n < len(expected) else 0
            where = f"page {page + 1}: {'' if kind == 'text' else f'{kind}: '}"
            if n < len(expected) and n < len(found):
                was, should = _apart(theirs[found[n]][1], ours[expected[n]][1])
                line = f"{where}reads «{was}», its own tables and templates give «{should}»"
            elif n < len(expected):
                line = f"{where}«{_short(ours[expected[n]][1])}» is missing"
            else:
                line = f"{where}«{_short(theirs[found[n]][1])}» was added"
            yield Difference(kind, line, page + 1)


def _compared(ours: Sequence[T], theirs: Sequence[T]) -> Iterator[tuple[range, range]]:
    """Where two sequences differ: places in either, of the same length or not."""
    for what, a, b, c, d in SequenceMatcher(None, ours, theirs).get_opcodes():
        if what != "equal":
            yield range(a, b), range(c, d)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts cut down to what differs, with a little around it."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    ends = zip(reversed(one[start:]), reversed(other[start:]), strict=False)
    same = next((n for n, (a, b) in enumerate(ends) if a != b), min(len(one), len(other)) - start)
    first = max(start - _AROUND, 0)
    return _short(one[first : len(one) - max(same - _AROUND, 0)]), _short(
        other[first : len(other) - max(same - _AROUND, 0)]
    )


def _short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"


# --------------------------------------------------------------------------- links, bookmarks, places


def leads(ours: Reading, theirs: Reading) -> Iterator[Difference]:
    """Where links lead and lie, what is said of them; bookmarks and named places; title and metadata."""
    found, expected = _links(theirs), _links(ours)
    for a, b in _compared([link.told for link in expected], [link.told for link in found]):
        for n in range(max(len(a), len(b))):
            have = found[b[n]] if n < len(b) else None
            want = expected[a[n]] if n < len(a) else None
            yield Difference("link", _link(have, want), (have or want).link.page + 1)  # type: ignore[union-attr]
    for a, b in _compared(ours.bookmarks, theirs.bookmarks):
        was, should = "; ".join(theirs.bookmarks[n] for n in b), "; ".join(ours.bookmarks[n] for n in a)
        yield Difference("bookmark", f"bookmarks are «{_short(was)}» instead of «{_short(should)}»")
    for name in sorted(ours.places.keys() | theirs.places.keys()):
        if ours.places.get(name) != theirs.places.get(name):
            yield Difference("place", f"links to {name} land at {_place(theirs, name)} instead of {_place(ours, name)}")
    if ours.title != theirs.title:
        yield Difference("metadata", f"the title is «{_short(theirs.title)}» instead of «{_short(ours.title)}»")
    elif ours.metadata != theirs.metadata:
        was, should = map(squeezed, _apart(theirs.metadata, ours.metadata))
        yield Difference("metadata", f"author, subject or other metadata read «{was}» instead of «{should}»")


def furnishings(ours: pikepdf.Pdf, theirs: pikepdf.Pdf) -> Iterator[Difference]:
    """What neither text nor picture shows, and no other version changes: language, colour profile, page labels, …"""
    have, want = entries(theirs), entries(ours)
    for name in sorted(have.keys() | want.keys()):
        if have.get(name) != want.get(name):
            what = "is missing" if name not in have else "was added" if name not in want else "is another one"
            yield Difference("entry", f"{name} {what}")


@dataclass(frozen=True, slots=True)
class _Linked:
    """A link, and the text that it stands in."""

    text: str
    link: Link

    @property
    def told(self) -> tuple[object, ...]:
        """What makes it the same link: text, place, target, and what is said of it."""
        box = tuple(round(edge) for edge in self.link.box)
        return self.text, self.link.page, self.link.target, self.link.contents, box


def _links(reading: Reading) -> list[_Linked]:
    return [_Linked(element.text(), link) for element in reading.root.elements() for link in element.links]


def _link(have: _Linked | None, want: _Linked | None) -> str:
    shown = have or want
    assert shown is not None
    where = f"page {shown.link.page + 1}: the link of «{_short(shown.text, 40)}»"
    if have is None or want is None:
        return f"{where} to {_short(shown.link.target)!r} {'is missing' if have is None else 'was added'}"
    if have.link.target != want.link.target:
        return f"{where} leads to {_short(have.link.target)!r} instead of {_short(want.link.target)!r}"
    if have.link.contents != want.link.contents:
        was, should = _apart(have.link.contents, want.link.contents)
        return f"{where} is read out as «{was}» instead of «{should}»"
    return f"{where} lies elsewhere than its text"


def _place(reading: Reading, name: str) -> str:
    place = reading.places.get(name)
    return "no place" if place is None else f"page {place[0] + 1}, {place[1]:.0f} pt from below"


# --------------------------------------------------------------------------- attachments


def attachments(ours: Opened, theirs: Opened) -> Iterator[Difference]:
    """Attached files: which there are, their descriptions, what tables hold."""
    for name in sorted(ours.attachments.keys() | theirs.attachments.keys()):
        have, want = theirs.attachments.get(name), ours.attachments.get(name)
        if have is None or want is None:
            what = "is missing" if have is None else "was added"
            yield Difference("entry", f"attachment {name} {what}")
        elif have != want and name.endswith(".csv"):
            yield from (Difference("attachment", f"{name}: {line}") for line in _table(have, want))
        elif have != want and name != MANIFEST:
            yield Difference("attachment", f"attachment {name} is not what its own tables and templates give")
    described, expected = (_described(briefing.pdf) for briefing in (theirs, ours))
    for name in sorted(described.keys() & expected.keys()):
        if described[name] != expected[name] and theirs.attachments.get(name) == ours.attachments.get(name):
            yield Difference("entry", f"attachment {name} is described as something else")
    for key in sorted((ours.manifest.keys() | theirs.manifest.keys()) - {"content", "files"}):
        if ours.manifest.get(key) != theirs.manifest.get(key):
            yield Difference("attachment", f"{MANIFEST}: {key} is {_short(repr(theirs.manifest.get(key)), 60)}")


def _described(pdf: pikepdf.Pdf) -> Mapping[str, tuple[str, ...]]:
    tree = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)
    return {str(name): _description(spec) for name, spec in tree.items()}


def _description(spec: Any) -> tuple[str, ...]:
    stream = spec.EF.F
    said = [str(spec.get(key, "")) for key in ("/Desc", "/AFRelationship", "/F", "/UF")]
    return *said, str(stream.get("/Subtype", "")), str(stream.get("/Params", pikepdf.Dictionary()).unparse())


def _table(have: bytes, want: bytes) -> Iterator[str]:
    """Rows and cells that differ; a row is known by its first two cells."""
    problems: list[str] = []
    found, expected = (list(read_table(data, "it", problems)) for data in (have, want))
    yield from problems
    before = len(problems)
    for a, b in _compared([tuple(row.items()) for row in expected], [tuple(row.items()) for row in found]):
        for n in range(max(len(a), len(b))):
            before += 1
            if n >= len(a) or n >= len(b):
                row, what = (found[b[n]], "was added") if n >= len(a) else (expected[a[n]], "is missing")
                yield f"the row {_row(row)} {what}"
            else:
                row, other = found[b[n]], expected[a[n]]
                cells = [
                    f"{key} is {row.get(key)!r} instead of {other.get(key)!r}"
                    for key in (row | other)
                    if row.get(key) != other.get(key)
                ]
                yield f"{_row(row)}: {_short('; '.join(cells), 300)}"
    if not before:
        yield "it is written otherwise"


def _row(row: Mapping[str, str]) -> str:
    return " ".join(list(row.values())[:2])
