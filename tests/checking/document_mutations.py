"""Random changes of a document before it is set: what a program would make that says something else than it computed.

Each change is one of `CASES`: a thing (a character, a figure, a sentence, a row, ...) and what is done to it. It is drawn
from a generator of its own, so that the n-th change of a briefing is always the same.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from mjq_report.errors import ReportError
from mjq_report.model import document as model
from mjq_report.model.document import Document, Printed, Span
from mjq_report.pipeline import Composed, render

Path = tuple[Any, ...]  # names of fields, places in tuples, keys of mappings
Change = Callable[[Document, Document, random.Random], Document | None]
VERBS = ("removed", "added", "repeated", "moved")
_SILENT = set("anchor fact facts href id lang role kind align fact_anchors".split())  # nobody reads these on a page
_LISTS = {
    "section": [(Document, "sections")],
    "block": [(model.Section, "blocks")],
    "bullet": [(model.ListBlock, "items")],
    "row": [(model.Table, "rows")],
    "card": [(model.CardRow, "cards"), (model.Cover, "cards")],
    "entry": [(model.EntryList, "entries")],
    "mark": [(model.Series, "marks")],
}
_TEXTS = {
    "caption": [(model.Table, "caption"), (model.Chart, "title"), (model.Chart, "subtitle")],
    "remark": [(model.Chart, "remark"), (model.Chart, "source"), (model.Table, "note")],
    "line of a card": [(model.Card, "coverage"), (model.Card, "change")],
    "heading": [(model.Section, "title"), (model.Heading, "spans"), (model.Entry, "name")],
    "column": [(model.Column, "title"), (model.Column, "unit")],
}


@dataclass(frozen=True)
class Mutation:
    """A file that is consistent in itself but for what its document says, and in words what was changed."""

    what: str
    data: bytes


def mutation(composed: Composed, other: Document, honest: bytes, number: int) -> Mutation:
    """The n-th change of a briefing, set and sealed; `other` is another briefing, from which things are added.

    A draw that the program refuses to set, or that comes out as the honest file since it says nothing else, is drawn anew.
    """
    for attempt in range(200):
        kind, change = CASES[(number + attempt // 4) % len(CASES)]
        document = change(composed.document, other, random.Random(f"{number} {attempt}"))
        if document is None or document == composed.document:
            continue
        try:
            data = render(replace(composed, document=document))[0]
        except (ReportError, KeyError):  # a chart that cannot be drawn, a link that leads nowhere
            continue
        if data != honest:
            return Mutation(f"{kind} (draw {number}.{attempt})", data)
    raise AssertionError(f"no change {number} can be made")


# ---------------------------------------------------------------------- places in a document


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything in a document that can be read in the file, with its place."""
    yield path, value
    if isinstance(value, tuple):
        below: Any = enumerate(value)
    elif isinstance(value, Mapping):
        below = value.items()
    elif dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.name not in _SILENT]
        below = [(name, getattr(value, name)) for name in names]
    else:
        return
    for step, item in below:
        yield from walk(item, (*path, step))


def put(value: Any, path: Path, new: Any) -> Any:
    """A document with something else at a place."""
    if not path:
        return new
    step, *rest = path
    if isinstance(value, tuple):
        return (*value[:step], put(value[step], tuple(rest), new), *value[step + 1 :])
    if isinstance(value, Mapping):
        return {**value, step: put(value[step], tuple(rest), new)}
    return replace(value, **{step: put(getattr(value, step), tuple(rest), new)})


def drawn(found: Sequence[tuple[Path, Any]], chance: random.Random) -> tuple[Path, Any]:
    """A place by chance, every part of the document as likely: long annexes would have nearly all."""
    part = chance.choice(sorted({path[:2] for path, _ in found}, key=str))
    return chance.choice([item for item in found if item[0][:2] == part])


def fields_of(document: Document, wanted: Sequence[tuple[type, str]]) -> list[tuple[Path, Any]]:
    """The fields of some names in objects of some types, but empty ones."""
    return [
        ((*path, name), getattr(value, name))
        for path, value in walk(document)
        for kind, name in wanted
        if isinstance(value, kind) and getattr(value, name)
    ]


# ---------------------------------------------------------------------- changes


def character(verb: str, document: Document, other: Document, chance: random.Random) -> Document | None:
    """A character that is another, missing, added, or exchanged with its neighbour; digits stay digits.

    Patterns are left alone: a bracket less and nothing can be set with them.
    """
    leaves = [(p, v) for p, v in walk(document) if isinstance(v, str) and v.strip() and not set(v) & set("{}")]
    path, text = drawn(leaves, chance)
    at = chance.choice([n for n, char in enumerate(text) if not char.isspace()])
    known = sorted({char for _, leaf in leaves for char in leaf if not char.isspace() and not char.isdigit()})
    known = list("0123456789") if text[at].isdigit() else known
    new = {
        "added": text[: at + 1] + chance.choice(known) + text[at + 1 :],
        "changed": text[:at] + chance.choice(known) + text[at + 1 :],
        "removed": text[:at] + text[at + 1 :],
        "moved": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }[verb]
    return put(document, path, new) if new != text else None


def figures(linked: bool, document: Document, other: Document, chance: random.Random) -> Document | None:
    """Two figures exchanged, in what they print alone or with what they lead to."""
    kind = chance.choice((Printed, Span, Span))
    found = [(p, v) for p, v in walk(document) if isinstance(v, kind) and (kind is Printed or v.fact)]
    if len(found) < 2:
        return None
    (one, a), (two, b) = drawn(found, chance), drawn(found, chance)
    if a.text == b.text:
        return None
    if kind is Span and not linked:
        a, b = replace(a, fact=b.fact), replace(b, fact=a.fact)
    return put(put(document, one, b), two, a)  # type: ignore[no-any-return]


def rearranged(verb: str, items: list[Any], others: list[Any], chance: random.Random) -> list[Any] | None:
    """One thing of a list removed, added from elsewhere, repeated, or moved."""
    if verb in ("removed", "moved") and len(items) < 2:
        return None
    at = chance.randrange(len(items))
    if verb == "repeated":
        return [*items[: at + 1], *items[at:]]
    if verb == "added":
        return [*items[:at], chance.choice(others), *items[at:]] if others else None
    rest = items[:at] + items[at + 1 :]
    if verb == "moved":
        rest.insert(chance.choice([n for n in range(len(items)) if n != at]), items[at])
    return rest


def listed(thing: str, verb: str, document: Document, other: Document, chance: random.Random) -> Document | None:
    """One of the things that stand in a list."""
    found = fields_of(document, _LISTS[thing])
    if not found:
        return None
    path, items = drawn(found, chance)
    width = len(items[0].cells) if thing == "row" else 0
    others = [item for _, theirs in fields_of(other, _LISTS[thing]) for item in theirs]
    if thing == "row":
        others = [row for row in others if len(row.cells) == width]
    new = rearranged(verb, list(items), others, chance)
    return None if new is None else put(document, path, tuple(new))


def sentence(verb: str, document: Document, other: Document, chance: random.Random) -> Document | None:
    """One sentence of a paragraph, bullet or entry of several."""
    path, items = drawn([(p, s) for p, s in said(document) if len(s) > 1], chance)
    new = rearranged(verb, items, [s for _, those in said(other) for s in those], chance)
    return None if new is None else put(document, path, tuple(span for spans in new for span in spans))


def said(document: Document) -> list[tuple[Path, list[list[Span]]]]:
    """Texts as their sentences, each a list of spans."""
    found = []
    for path, value in walk(document):
        if isinstance(value, tuple) and value and all(isinstance(item, Span) for item in value):
            sentences: list[list[Span]] = [[]]
            for span in value:
                for part in re.findall("[^。；]*[。；]|[^。；]+", span.text):
                    sentences[-1].append(replace(span, text=part))
                    sentences += [[]] if part[-1] in "。；" else []
            found.append((path, [those for those in sentences if those]))
    return found


def text(thing: str, verb: str, document: Document, other: Document, chance: random.Random) -> Document | None:
    """A whole text emptied, followed by another or by itself, or exchanged with another of its kind."""
    if thing == "cell":
        found = [(p, v) for p, v in walk(document) if p[-2:-1] == ("cells",) and v]
    else:
        found = fields_of(document, _TEXTS[thing])
    if not found:
        return None
    path, value = drawn(found, chance)
    alike = [(p, v) for p, v in found if type(v) is type(value) and v != value]
    if verb == "moved" and alike:
        place, theirs = chance.choice(alike)
        return put(put(document, path, theirs), place, value)  # type: ignore[no-any-return]
    if verb == "added" and alike:
        return put(document, path, value + chance.choice(alike)[1])  # type: ignore[no-any-return]
    if verb in ("moved", "added"):
        return None
    return put(document, path, value[:0] if verb == "removed" else value + value)  # type: ignore[no-any-return]


CASES: list[tuple[str, Change]] = [
    *((f"character {verb}", partial(character, verb)) for verb in ("added", "changed", "removed", "moved")),
    *((f"figures exchanged, links {linked}", partial(figures, linked)) for linked in (True, False)),
    *((f"{thing} {verb}", partial(listed, thing, verb)) for thing in _LISTS for verb in VERBS),
    *((f"sentence {verb}", partial(sentence, verb)) for verb in VERBS),
    *((f"{thing} {verb}", partial(text, thing, verb)) for thing in (*_TEXTS, "cell") for verb in VERBS),
]
