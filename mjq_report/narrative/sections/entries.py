"""Programmes and organisations in a chapter: what they are in a sentence, cards for the few that others belong to.

A card needs something to say (`SUBSTANCE` characters beyond the name) and programmes that belong to it, or figures that
no sentence has printed; there are at most `MOST_CARDS` in a chapter. The others stand in paragraphs, those of which only
the name is known in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mjq_report.lang import text_of
from mjq_report.model.document import Block, Entry, EntryList, Paragraph, Span, Spans
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.tables import Tabulator

SUBSTANCE, MOST_CARDS, IN_PARAGRAPH = 20, 3, 5


@dataclass(frozen=True, slots=True)
class Entries:
    """Lays out the programmes and organisations of one document."""

    lookup: Lookup
    words: Words
    tables: Tabulator

    def has_substance(self, programme: Programme) -> bool:
        """Whether there is something to say of a programme beyond its name."""
        name, summary = self._texts(programme)
        return len(summary.replace(name, "")) >= SUBSTANCE

    def count(self, domains: Sequence[str], kinds: Sequence[str]) -> int:
        """How many programmes and organisations there are to name."""
        found = self.lookup.findings
        organisations = sum("industry" in kinds if o.industry else o.kind in kinds for o in found.organisations)
        return organisations + sum(programme.domain in domains for programme in found.programmes)

    def blocks(self, domains: Sequence[str], kinds: Sequence[str], printed: set[str]) -> list[Block]:
        """The entries of a chapter; `kinds` as in `SectionPlan.organisations`, `printed` the facts that it has told."""
        chosen = by_parent([p for p in self.lookup.findings.programmes if p.domain in domains])
        cards = [p for p in chosen if self.has_substance(p) and self._is_central(p, chosen, printed)][:MOST_CARDS]
        made: list[Block] = []
        if cards:
            entries = tuple(self._card(programme, printed) for programme in cards)
            made.append(EntryList(entries, self.words["entries.programmes"]))
        made += self._paragraphs([self._texts(programme) for programme in chosen if programme not in cards])
        return [*made, *self._organisations(kinds)]

    def _is_central(self, programme: Programme, chosen: Sequence[Programme], printed: set[str]) -> bool:
        belong = any(other.parent == programme.id for other in chosen)
        return belong or any(fact.id not in printed for fact in self.tables.facts_of(programme))

    def _card(self, programme: Programme, printed: set[str]) -> Entry:
        return self.tables.programme(programme, printed)

    # ---- text

    def _paragraphs(self, texts: Sequence[tuple[str, str]]) -> list[Block]:
        """`**name**：what it is；…` by fives, and behind them the names of which no more is known."""
        told = [(name, text) for name, text in texts if text and text != name]
        bare = [name for name, text in texts if not text or text == name]
        made: list[Block] = []
        for start in range(0, len(told), IN_PARAGRAPH):
            made.append(Paragraph(self._run(told[start : start + IN_PARAGRAPH])))
        if bare:
            names = self.lookup.language.enumerated(bare)
            made.append(Paragraph((Span(self.words["entries.also"].format(names=names)),)))
        return made

    def _run(self, texts: Iterable[tuple[str, str]]) -> Spans:
        spans: list[Span] = []
        for name, text in texts:
            spans += [Span(self.words["semicolon"])] if spans else []
            spans += [Span(name, bold=True), Span(self.words["colon"] + text)]
        return (*spans, Span(self.words["stop"]))

    def _organisations(self, kinds: Sequence[str]) -> Iterable[Block]:
        """Those of each industry in a paragraph, then those of the kinds that belong to none."""
        found = self.lookup.findings.organisations
        industries = dict.fromkeys(o.industry for o in found if o.industry) if "industry" in kinds else ()
        for industry in industries:
            there = [o for o in found if o.industry == industry]
            yield self._listed(self.lookup.breakdown_name(industry), there)
        others = [o for o in found if o.kind in kinds and not o.industry]
        if others:
            yield self._listed(self.words["entries.organisations"], others)

    def _listed(self, title: str, organisations: Sequence[Organisation]) -> Paragraph:
        """`**title**：A（role）；B（role）。`, the names without a role together at the end."""
        language = self.lookup.language
        texts = [self._texts(organisation) for organisation in organisations]
        items = [name + language.in_brackets(text) for name, text in texts if text and text != name]
        bare = [name for name, text in texts if not text or text == name]
        items += [language.enumerated(bare)] if bare else []
        body = self.words["colon"] + self.words["enumeration"].join(items) + self.words["stop"]
        return Paragraph((Span(title, bold=True), Span(body)))

    def _texts(self, thing: Programme | Organisation) -> tuple[str, str]:
        """Name, and what is said of it, without an end mark."""
        name = text_of(thing, "name", self.lookup.lang)
        if isinstance(thing, Organisation):
            return name, text_of(thing, "role", self.lookup.lang).rstrip("。.")
        summary = text_of(thing, "summary", self.lookup.lang).rstrip("。.")
        progress = (words for words in self.tables.progress(thing) if words and words not in summary)
        return name, self.words["comma"].join(filter(None, (summary, *progress)))


def by_parent(programmes: Sequence[Programme]) -> list[Programme]:
    """Programmes in order, each followed by those that belong to it. A ring of parents is broken at its first."""
    ids = {p.id for p in programmes}
    children: dict[str, list[Programme]] = {}
    for programme in programmes:
        children.setdefault(programme.parent if programme.parent in ids else "", []).append(programme)
    ordered: dict[str, Programme] = {}
    waiting = list(reversed(children.get("", [])))
    while waiting or len(ordered) < len(programmes):
        if not waiting:
            waiting.append(next(p for p in programmes if p.id not in ordered))
        programme = waiting.pop()
        if programme.id not in ordered:
            ordered[programme.id] = programme
            waiting.extend(reversed(children.get(programme.id, [])))
    return list(ordered.values())
