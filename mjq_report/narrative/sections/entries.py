"""Programmes and organisations in a chapter: cards for the few that others belong to, the rest in a line a group.

A card needs something to say (`SUBSTANCE` characters beyond the name) and programmes that belong to it, or figures that
no sentence has printed; there are at most `MOST_CARDS` in a chapter. The others stand under what they belong to, or else
under their kind, and companies under their industry: in a table where there are several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mjq_report.figures.kinds import is_tabulated
from mjq_report.lang import text_of
from mjq_report.model.document import Block, Column, Entry, EntryList, Paragraph, Row, Span, Spans, Table, facts_in
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.cells import figure_span, text
from mjq_report.narrative.sections.tables import Tabulator

SUBSTANCE, MOST_CARDS, TABLE_FROM = 20, 3, 3  # characters; cards of a chapter; industries


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
        made += self._groups(chosen, cards)
        return [*made, *self._organisations(kinds, printed | facts_in(made))]

    def _is_central(self, programme: Programme, chosen: Sequence[Programme], printed: set[str]) -> bool:
        belong = any(other.parent == programme.id for other in chosen)
        return belong or any(fact.id not in printed for fact in self.tables.facts_of(programme))

    def _card(self, programme: Programme, printed: set[str]) -> Entry:
        return self.tables.programme(programme, printed)

    # ---- lines

    def _groups(self, chosen: Sequence[Programme], cards: Sequence[Programme]) -> list[Block]:
        """A line for each programme that others belong to, then one for each kind of those that stand alone."""
        tops = roots(chosen)
        parents = {top for programme, top in tops.items() if programme != top}
        named = {p.id: text_of(p, "name", self.lookup.lang) for p in chosen}
        families: dict[str, list[Programme]] = {}
        alone: dict[str, list[Programme]] = {}
        for programme in chosen:
            top = tops[programme.id]
            if programme not in cards and (top in parents or top != programme.id):
                families.setdefault(named[top], []).append(programme)
            elif programme not in cards:
                alone.setdefault(self.words.get(f"kind.{programme.kind}", programme.kind), []).append(programme)
        single = {named[there[0].id] if len(there) == 1 else title: there for title, there in alone.items()}
        return [self._listed(title, members) for group in (families, single) for title, members in group.items()]

    def _listed(self, title: str, members: Sequence[Programme | Organisation]) -> Paragraph:
        """`**title**：A（what it is）；B、C（what both are）；D、E。`, the names of which no more is known at the end."""
        own = [about for name, about in map(self._texts, members) if name == title and about not in ("", name)]
        others = self._items([thing for thing in members if self._texts(thing)[0] != title])
        body = self.words["semicolon"].join([*own, *others])
        return Paragraph(
            (Span(title, bold=True), Span((self.words["colon"] + body if body else "") + self.words["stop"])), "entry"
        )

    def _items(self, members: Sequence[Programme | Organisation]) -> list[str]:
        language = self.lookup.language
        said: dict[str, list[str]] = {}
        for name, about in map(self._texts, members):
            said.setdefault("" if about == name else about, []).append(name)
        bare = said.pop("", [])
        items = [language.enumerated(names) + language.in_brackets(about) for about, names in said.items()]
        return [*items, language.enumerated(bare)] if bare else items

    # ---- organisations

    def _organisations(self, kinds: Sequence[str], printed: set[str]) -> list[Block]:
        """Those of each industry, in a table where there are several, then those of the kinds that belong to none."""
        found = self.lookup.findings.organisations
        industries = dict.fromkeys(o.industry for o in found if o.industry) if "industry" in kinds else ()
        members = {industry: [o for o in found if o.industry == industry] for industry in industries}
        made: list[Block] = []
        if len(members) >= TABLE_FROM:
            made.append(self._actors(members, printed))
        else:
            made += [self._listed(self.lookup.breakdown_name(name), there) for name, there in members.items()]
        others = [o for o in found if o.kind in kinds and not o.industry]
        return [*made, self._listed(self.words["entries.organisations"], others)] if others else made

    def _actors(self, members: Mapping[str, Sequence[Organisation]], printed: set[str]) -> Table:
        """A row an industry: who there is, and the year's figure of it or that none was published."""
        words = self.words
        columns = (
            Column(words["column.industry"], weight=0.1),
            Column(words["column.actors"], weight=5.0),
            Column(words["column.published"], weight=0.1),
        )
        rows = [
            Row(
                (
                    text(self.lookup.breakdown_name(industry)),
                    text(words["semicolon"].join(self._items(there))),
                    self._published(industry, printed),
                )
            )
            for industry, there in members.items()
        ]
        return Table(text(words["table.actors"]), columns, tuple(rows))

    def _published(self, industry: str, printed: set[str]) -> Spans:
        """The year's first figure of an industry; where the text has it already, that it does."""
        own = [fact for fact in self.lookup.own() if fact.breakdown == industry and is_tabulated(fact)]
        if not own:
            return text(self.words["entries.unpublished"])
        left = [fact for fact in own if fact.id not in printed]
        if not left:
            return text(self.words["entries.told"])
        status = self.words.status(left[0].status)
        return (*text(self.lookup.indicator_name(left[0])), *figure_span(self.lookup.language, left[0], status))

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


def roots(programmes: Sequence[Programme]) -> dict[str, str]:
    """Of each programme the topmost that it belongs to, by id; of those in a ring of parents the first of them."""
    parents = {p.id: p.parent for p in programmes}
    found: dict[str, str] = {}
    for programme in programmes:
        seen, at = [programme.id], parents[programme.id]
        while at in parents and at not in seen and at not in found:
            seen.append(at)
            at = parents[at]
        top = found.get(at, seen[0] if at in seen else seen[-1])
        found |= dict.fromkeys(seen, top)
    return found
