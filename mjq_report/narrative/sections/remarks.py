"""What a reader must know of a figure: the names behind a count, a change without its size, the curators' public note.

Remarks stand in the annex under a letter, and under the table, chart or chapter that prints the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mjq_report.lang import text_of
from mjq_report.model.document import Block, Chart, Paragraph, Section, Spans, Table, facts_in
from mjq_report.model.findings import Fact
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.cells import text

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def public_note(thing: object, lang: str) -> str:
    """The reader's note of a row, without the stop at its end."""
    return text_of(thing, "note_public", lang).rstrip("。.")


def remarks(fact: Fact, lookup: Lookup) -> list[str]:
    """What is said of a figure beside its row: how it moved where no rate says so, and its note."""
    return [remark for remark in (lookup.moved_words(fact), public_note(fact, lookup.lang)) if remark]


@dataclass(slots=True)
class Lettered:
    """Remarks by the letter that stands for each, in the order of the rows; equal ones share a letter."""

    _letters: dict[str, str] = field(default_factory=dict)

    def mark(self, said: Iterable[str]) -> str:
        """The letters of some remarks: `a`, `b、c`."""
        return "、".join(self._letters.setdefault(remark, _letter(len(self._letters))) for remark in said)

    def listed(self) -> Spans:
        """All of them: `a 降幅未公布。b 累计数。`"""
        return text("".join(f"{letter} {remark}。" for remark, letter in self._letters.items()))


def _letter(number: int) -> str:
    """a to z, then aa, ab …"""
    first, last = divmod(number, len(_LETTERS))
    return (_letter(first - 1) if first else "") + _LETTERS[last]


def with_remarks(section: Section, lookup: Lookup, words: Words, at_end: bool = False) -> Section:
    """The section with the notes on its figures: those of a table or chart under it; with `at_end` the others there.

    The summary only has the former: what it says in sentences is said again, with its notes, in a chapter.
    """
    blocks: list[Block] = []
    shown: set[str] = set()
    for block in section.blocks:
        facts = published([block], lookup)
        if isinstance(block, Table) and block.kind == "data":
            block = replace(block, note=joined_note(said_of(facts, lookup, words), lookup, words, block.note))
        elif isinstance(block, Chart):
            remark = words["semicolon"].join(filter(None, (block.remark.rstrip("。"), *said_of(facts, lookup, words))))
            block = replace(block, remark=remark)
        else:
            facts = []
        shown |= {fact.id for fact in facts}
        blocks.append(block)
    rest = said_of([fact for fact in published(blocks, lookup) if fact.id not in shown], lookup, words)
    if rest and at_end and section.role != "summary":
        blocks.append(Paragraph(joined_note(rest, lookup, words), "note"))
    return replace(section, blocks=tuple(blocks))


def published(blocks: Sequence[Block], lookup: Lookup) -> list[Fact]:
    """The published figures of blocks in the order of the tables."""
    printed = facts_in(blocks)
    return [fact for fact in lookup.findings.facts.values() if fact.id in printed and not fact.is_derived]


def said_of(facts: Iterable[Fact], lookup: Lookup, words: Words) -> list[str]:
    """`销售额：来源没有给出全称`: each note once, with the names of the figures that it is on."""
    on: dict[str, list[str]] = {}
    for fact in facts:
        if note := public_note(fact, lookup.lang):
            names = on.setdefault(note, [])
            if (name := lookup.label(fact)) not in names:
                names.append(name)
    return [words["enumeration"].join(names) + words["colon"] + remark for remark, names in on.items()]


def joined_note(said: Sequence[str], lookup: Lookup, words: Words, before: Spans = ()) -> Spans:
    """Notes as one text, behind what stands there already or after 注：."""
    if not said:
        return before
    body = words["semicolon"].join(said) + words["stop"]
    return (*before, *text(body)) if before else text(lookup.language.LABELS["remark"].format(remarks=body))
