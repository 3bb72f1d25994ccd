"""What stands beside a chapter's text: its call-outs, terms where they first stand, and notes on its figures.

A figure is called out where a sentence gives it, and only while it stands no more than `MOST` times before the annex.
Beside a short text there is room for little: first a call-out, then notes, terms, more call-outs. Notes that find no room
stand in one paragraph at the chapter's end, terms among the definitions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.document import (
    Aside,
    Block,
    Card,
    Chart,
    Contents,
    ListBlock,
    Paragraph,
    Section,
    Span,
    Spans,
    Table,
    facts_in,
    plain_text,
    spans_of,
)
from mjq_report.model.findings import Fact
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.cells import text
from mjq_report.narrative.sections.derivations import derived_name
from mjq_report.narrative.sections.remarks import joined_note, published, said_of
from mjq_report.narrative.telling.groups import AS_WORDED

MOST, CALL_OUTS = 3, 3  # times that a figure stands; call-outs of a chapter
NAMED = 3  # things that a line of the contents names
WORTH = Decimal(15)  # points of salience from which a figure is called out
# Lines of the margin against those of the text: characters of each, what a block adds, and the share to be filled.
_IN_MARGIN, _IN_TEXT, _CALL_OUT, _FRAME, _CHART, _FULL = 12, 30, 6, 3, 6, 0.65


class Margin:
    """Lays out what stands beside the text of one document's sections, given those and the figures of its cover."""

    def __init__(self, lookup: Lookup, words: Words, sections: Sequence[Section], cover: set[str]) -> None:
        self._lookup = lookup
        self._words = words
        self._cover = cover
        self._times = Counter(
            span.fact for section in sections for block in section.blocks for spans in spans_of(block) for span in spans
        )
        self._called, self._said, self._offered = set[str](), set[str](), set[str]()
        self.explained: set[str] = set()

    def beside(self, section: Section, terms: set[str]) -> Section:
        """A section with what belongs beside each of its blocks; `terms` are the facts whose names are explained."""
        ranked = self._ranked(section)
        if section.role == "summary":
            first, *rest = section.blocks
            return replace(section, blocks=(first, *self._call_outs(section.blocks, ranked[:CALL_OUTS]), *rest))
        room = _FULL * sum(_lines(block) for block in section.blocks)
        made = dict[int, list[Aside]]()
        room -= self._add(made, section, room, lambda block: self._call_outs([block], ranked[:1]))
        room -= self._add(made, section, room, self._remarks(section))
        room -= self._add(made, section, room, lambda block: self._terms(block, terms))
        self._add(made, section, room, lambda block: self._call_outs([block], ranked[1:CALL_OUTS]))
        blocks = [one for at, block in enumerate(section.blocks) for one in (block, *made.get(at, ()))]
        left = [fact for fact in self._noted(section) if fact.id not in self._said]
        note = joined_note(said_of(left, self._lookup, self._words), self._lookup, self._words)
        return replace(section, blocks=(*blocks, *([Paragraph(note, "note")] if note else [])))

    def _add(
        self, made: dict[int, list[Aside]], section: Section, room: float, beside: Callable[[Block], Iterable[Aside]]
    ) -> float:
        """Put what stands beside each block to what is there already, while there is room; how much that took."""
        used = 0.0
        for at, block in enumerate(section.blocks):
            for aside in beside(block):
                if used + _height(aside) <= room:
                    used += _height(aside)
                    made.setdefault(at, []).append(aside)
                    self._take(aside)
        return used

    def _take(self, aside: Aside) -> None:
        """Note that a figure is called out, a term explained, a remark made."""
        self._times.update(card.fact for card in aside.cards)
        self.explained |= self._offered if aside.kind == "terms" else set()
        self._said |= self._offered if aside.kind == "remarks" else set()

    # ---- contents

    def contents(self, sections: Sequence[Section]) -> Contents:
        """What each chapter found, what the audit did, and the names of what stands behind the annex."""
        found = [(section.id, self._finding(section)) for section in sections if section.role == "body"]
        found += [(section.id, _first(section)) for section in sections if section.role == "audit"]
        behind = [section for section in sections if section.role not in ("summary", "body", "audit")]
        names = self._words["enumeration"].join(section.title for section in behind[1:])
        return Contents((*found, *((section.id, text(names)) for section in behind[:1])))

    def _finding(self, section: Section) -> Spans:
        """The title of a chapter's first chart whose figures may stand once more; without it what its figures are of."""
        for block in section.blocks:
            if isinstance(block, Chart) and all(self._times[s.fact] < MOST for s in block.title if s.fact):
                self._times.update(span.fact for span in block.title)
                return block.title
        told = facts_in(block for block in section.blocks if isinstance(block, Paragraph | ListBlock))
        facts = [self._lookup.findings.facts[s.fact] for s in self._lookup.findings.salience if s.fact in told]
        names = dict.fromkeys(self._name(fact) for fact in facts if not fact.is_derived)
        return text(self._lookup.language.enumerated(list(names)[:NAMED]))

    # ---- call-outs

    def _ranked(self, section: Section) -> list[str]:
        """The figures of its sentences to call out: what stands out most, those that the cover has last."""
        told = facts_in(block for block in section.blocks if isinstance(block, Paragraph | ListBlock))
        facts = self._lookup.findings.facts
        ranked = [s for s in self._lookup.findings.salience if s.fact in told and s.score >= WORTH]
        ranked = [s for s in ranked if "handful" not in s.reasons and self._may_stand_alone(facts[s.fact])]
        ranked.sort(key=lambda salient: salient.fact in self._cover)
        found = dict[tuple[str, str], str]()
        for salient in ranked:
            found.setdefault(salient.thing, salient.fact)
        return list(found.values())

    def _may_stand_alone(self, fact: Fact) -> bool:
        return self._times[fact.id] < MOST and fact.kind not in AS_WORDED and fact.id not in self._lookup.doubts

    def _call_outs(self, blocks: Sequence[Block], wanted: Sequence[str]) -> Iterator[Aside]:
        told = [span.fact for block in blocks for text in spans_of(block) for span in text if span.fact in wanted]
        here = [fact for fact in dict.fromkeys(told) if fact not in self._called]
        self._called |= set(here)
        if here:
            yield Aside("figures", cards=tuple(self._card(self._lookup.findings.facts[fact]) for fact in here))

    def _card(self, fact: Fact) -> Card:
        """A figure with its name, status, coverage and period, none of which a reader can see from the text."""
        lookup, language = self._lookup, self._lookup.language
        if fact.is_derived:
            name, about = derived_name(lookup, fact), [language.INSIGHTS["mark"]]
        else:
            name = self._name(fact)
            about = [self._words.status(fact.status)]
        about += [lookup.coverage_name(fact.coverage), lookup.period(fact)]
        return Card(name, language.figure(fact), fact.id, coverage=self._words["dot"].join(filter(None, about)))

    def _name(self, fact: Fact) -> str:
        lookup = self._lookup
        return lookup.language.linked(lookup.breakdown_name(fact.breakdown), lookup.spoken_name(fact))

    # ---- terms and notes

    def _terms(self, block: Block, terms: set[str]) -> Iterator[Aside]:
        """The definitions of what a block names for the first time, and what its coverages are."""
        data, lang = self._lookup.findings.data, self._lookup.lang
        if isinstance(block, Table):
            return
        items = list[Spans]()
        self._offered = set()
        for fact in published([block], self._lookup):
            indicator, coverage = data.indicators.get(fact.indicator), data.coverages.get(fact.coverage)
            if indicator is not None and fact.id in terms and relation(indicator.id, data.indicators) is None:
                items += self._term(
                    indicator.id, text_of(indicator, "name", lang), text_of(indicator, "definition", lang)
                )
            if coverage is not None and fact.id in terms:
                items += self._term(coverage.id, self._lookup.coverage_name(coverage.id), coverage.note)
        if items:
            yield Aside("terms", self._words["aside.terms"], tuple(items))

    def _term(self, thing: str, name: str, said: str) -> Iterable[Spans]:
        if not said or thing in self.explained or thing in self._offered:
            return []
        self._offered.add(thing)
        return [(Span(name, bold=True), Span(self._words["colon"] + said))]

    def _noted(self, section: Section) -> list[Fact]:
        """The published figures of a section whose notes stand under no table or chart."""
        tabled = [block for block in section.blocks if isinstance(block, Table | Chart)]
        there = {fact.id for fact in published(tabled, self._lookup)}
        return [fact for fact in published(section.blocks, self._lookup) if fact.id not in there]

    def _remarks(self, section: Section) -> Callable[[Block], Iterable[Aside]]:
        """What gives the curators' notes on the figures of a block, each figure's once."""
        noted = {fact.id for fact in self._noted(section)}

        def beside(block: Block) -> Iterator[Aside]:
            left = [f for f in published([block], self._lookup) if f.id in noted and f.id not in self._said]
            self._offered = {fact.id for fact in left}
            if said := said_of(left, self._lookup, self._words):
                items = tuple((Span(remark + self._words["stop"]),) for remark in said)
                yield Aside("remarks", self._words["aside.remarks"], items)

        return beside


def _first(section: Section) -> Spans:
    """The first sentence of a section."""
    lead = next((plain_text(block.spans) for block in section.blocks if isinstance(block, Paragraph)), "")
    return text(lead.partition("。")[0])


def _lines(block: Block) -> float:
    """How many lines of text a block takes, by its characters."""
    if isinstance(block, Chart):
        return _CHART
    if isinstance(block, Table):
        rows = (max((len(plain_text(cell)) for cell in row.cells), default=0) for row in block.rows)
        return 2 + sum(-(-length // (_IN_TEXT // 2)) for length in rows)
    texts = [len(plain_text(spans)) for spans in spans_of(block)]
    return sum(-(-length // _IN_TEXT) for length in texts)


def _height(aside: Aside) -> float:
    """How many lines of text an aside is high: those of the margin are shorter, and four fifths as high."""
    texts = [len(plain_text(item)) for item in aside.items] + [len(c.name) for c in aside.cards]
    texts += [len(card.coverage) for card in aside.cards]
    lines = sum(-(-length // _IN_MARGIN) for length in texts)
    return 0.8 * lines + (_CALL_OUT - 2) * len(aside.cards) + (0 if aside.cards else _FRAME)
