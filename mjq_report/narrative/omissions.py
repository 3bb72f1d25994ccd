"""Nothing is dropped silently: what of the year a document does not print in its text, and why.

While a document is written, what is left out is noted: sentences that lack a figure, charts and tables that lack
marks, sections that join others. When it is written, its figures, movements, conclusions and entries are looked for in
it. Every row of the year is in the text, in the annex alone, or named here as not printed at all.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from mjq_report.lang import text_of
from mjq_report.model.document import (
    Block,
    Cover,
    EntryList,
    Section,
    facts_in,
    plain_text,
    spans_of,
)
from mjq_report.model.findings import Fact
from mjq_report.model.omission import Omission
from mjq_report.model.tables import MovementRow, Organisation, Programme
from mjq_report.narrative.lookup import Lookup, identity
from mjq_report.narrative.telling.conclusions import FROM, SENTENCES

TEXT_ROLES = ("summary", "body")


class Omissions:
    """Collects what one document leaves out."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._noted: dict[Omission, None] = {}

    def note(self, kind: str, what: str, reason: str, place: str = "") -> None:
        """Remember that something is left out."""
        self._noted[Omission(kind, what, reason, place)] = None

    def sentence(self, place: str, text: str) -> None:
        """Remember a sentence or clause that goes because a figure in it is missing, for which … stands."""
        self.note("sentence", text, "no_figure", place)

    def of(self, cover: Cover, sections: Sequence[Section], annex: Container[str]) -> tuple[Omission, ...]:
        """All of it: what was noted, and what cannot be found in the finished sections."""
        blocks = [block for section in sections if section.role in TEXT_ROLES for block in section.blocks]
        printed = facts_in(blocks) | {card.fact for card in cover.cards}
        printed |= {span.fact for span in cover.sentence if span.fact}
        text = "\n".join([plain_text(cover.sentence), *_texts(blocks)])
        found = [*self._figures(printed, annex), *self._movements(text), *self._conclusions(printed)]
        return (*found, *self._entries(text), *self._noted)

    # ---- rows

    def _figures(self, printed: set[str], annex: Container[str]) -> Iterable[Omission]:
        findings = self._lookup.findings
        told = {identity(findings.facts[fact]) for fact in printed if fact in findings.facts}
        rows = {row.key: str(row.row) for row in findings.data.observations}
        for fact in findings.facts.values():
            if fact.id not in findings.own or fact.id in printed:
                continue
            reason = "superseded" if fact.superseded_by else "same" if identity(fact) in told else self._why(fact)
            reason = reason if fact.id in annex else "nowhere"
            yield Omission("figure", self._name(fact), reason, rows.get(fact.id, ""))

    def _why(self, fact: Fact) -> str:
        """Why a figure stands in the annex alone."""
        if not self._lookup.is_about_town(fact) and not self._lookup.is_part_of_name(fact):
            return "wider"
        return "earlier" if fact.period.last.year < self._lookup.findings.year else "less"

    def _name(self, fact: Fact) -> str:
        language = self._lookup.language
        name = f"{self._lookup.label(fact)}{language.figure(fact).text}"
        return name + language.in_brackets(f"{self._lookup.period(fact)} {self._lookup.coverage_name(fact.coverage)}")

    def _movements(self, text: str) -> Iterable[Omission]:
        data = self._lookup.findings.data
        for row in data.movements:
            if data.sources[row.source].year == self._lookup.findings.year and not self._is_told(row, text):
                name = self._lookup.breakdown_name(row.breakdown) + self._lookup.name_of(row.indicator)
                yield Omission("movement", f"{name}：{row.as_published}", "annex", str(row.row))

    def _is_told(self, row: MovementRow, text: str) -> bool:
        return self._lookup.language.MOVEMENTS[row.movement] in text

    def _conclusions(self, printed: set[str]) -> Iterable[Omission]:
        facts = self._lookup.findings.facts
        ranked = [(salient, facts[salient.fact]) for salient in self._lookup.findings.salience]
        there = {(salient.thing[0], fact.operation) for salient, fact in ranked if fact.id in printed}
        for salient, fact in ranked:
            if fact.is_derived and fact.id not in printed:
                told = any(fact.operation in sentence for sentence in SENTENCES)
                another = (salient.thing[0], fact.operation) in there
                reason = "another" if another else "below" if salient.score < FROM else "unneeded"
                reason = reason if told else "wordless"
                yield Omission("conclusion", f"{fact.operation} {self._name(fact)}", reason)

    # ---- entries

    def _entries(self, text: str) -> Iterable[Omission]:
        findings = self._lookup.findings
        things: list[Programme | Organisation] = [*findings.programmes, *findings.organisations]
        for thing in things:
            if not any(name in text for name in self._names(thing)):
                yield Omission("entry", text_of(thing, "name", self._lookup.lang), "unnamed", str(thing.row))

    def _names(self, thing: Programme | Organisation) -> tuple[str, ...]:
        return (text_of(thing, "name", self._lookup.lang), *thing.aliases_zh)


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield from map(plain_text, spans_of(block))
        if isinstance(block, EntryList):
            yield from (entry.name for entry in block.entries)
