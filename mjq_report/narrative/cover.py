"""The cover of a briefing: its sentence, its key figures, what it draws of the town's rows, and until when they reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mjq_report.figures.selection import RESULTS
from mjq_report.lang import text_of
from mjq_report.model.document import Card, Cover, Picture, Spans
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import FILE, Pick
from mjq_report.narrative.sections.remarks import public_note
from mjq_report.narrative.shapes.pictures import picture, share_of
from mjq_report.narrative.shapes.view import View
from mjq_report.narrative.telling.groups import AS_WORDED
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.functions import Functions
from mjq_report.narrative.templates.sentences import Home

MOST = 6  # key figures: the lead, and five


class CoverWriter:
    """Writes the cover of one document."""

    def __init__(self, drawer: ChartResolver, vocabulary: Functions, home: Home) -> None:
        self._drawer, self._vocabulary, self._home = drawer, vocabulary, home
        self._lookup: Lookup = drawer.lookup
        self._words: Words = drawer.words
        self._findings = drawer.lookup.findings
        self._view = View(drawer, drawer.lookup.own())

    def cover(
        self, kind: str, sentence: Spans, edition: Period, wanted: Sequence[Pick], chosen: Iterable[str]
    ) -> Cover:
        """The cover: `wanted` are the key figures that briefing.toml asks for, `chosen` what stands out."""
        town, language = self._findings.data.town, self._lookup.language
        return Cover(
            town=text_of(town, "name", self._lookup.lang),
            place=text_of(town, "district", self._lookup.lang),
            year=language.period(self._lookup.home_period()),
            kind=kind,
            sentence=sentence,
            cards=tuple(self._card(fact) for fact in self._key_figures(wanted, chosen)),
            edition=self._words["cover.edition"].format(date=language.period(edition)),
            picture=self._picture(),
            until=self._until(),
        )

    def _key_figures(self, wanted: Sequence[Pick], chosen: Iterable[str]) -> list[Fact]:
        picks = (
            self._lookup.find(p.indicator, p.breakdown or None, p.coverage or None, entity=p.entity) for p in wanted
        )
        facts = [*picks, *(self._findings.facts[fact] for fact in chosen)]
        return list({fact.id: fact for fact in facts if fact is not None and fact.kind not in AS_WORDED}.values())

    def _card(self, fact: Fact) -> Card:
        lookup, language = self._lookup, self._lookup.language
        home = replace(self._home, period=fact.period.text, coverage=fact.coverage)  # what stands on the card
        moved = () if lookup.growth_of(fact) is fact else self._vocabulary.movement(ref=fact.id)
        change = parse.spans(moved, f"{FILE}: cover.cards", home)
        return Card(
            language.linked(lookup.breakdown_name(fact.breakdown), lookup.spoken_name(fact)),
            language.figure(fact),
            fact.id,
            change or self._share(fact),
            self._words["comma"].join((lookup.coverage_name(fact.coverage), lookup.period(fact))),
            self._words.status(fact.status),
            self._vocabulary.falling(ref=fact.id) or self._is_bad_news(fact),
            public_note(fact, lookup.lang),
        )

    def _share(self, fact: Fact) -> Spans:
        """The share in the whole that it was computed of, where nobody knows how it moved."""
        share = self._lookup.computed(fact, "share")
        return () if share is None else share_of(self._view, fact, self._findings.facts[share.inputs[1]])

    def _is_bad_news(self, fact: Fact) -> bool:
        return any(salient.fact == fact.id and salient.adverse for salient in self._findings.salience)

    def _picture(self) -> Picture | None:
        salience = {salient.fact: float(salient.score) for salient in self._findings.salience}
        return picture(self._view, salience)

    def _until(self) -> str:
        """The period of the latest result: the one that ends last, of several the shortest."""
        year = self._findings.year
        results = [f.period for f in self._lookup.own() if f.status in RESULTS and not f.period.is_open]
        within = [period for period in results if period.last.year <= year] or results
        last = max(within, key=lambda period: (period.last, period.first), default=None)
        return "" if last is None else self._lookup.language.period(last)


def facts_of(cover: Cover) -> set[str]:
    """The ids of the facts that a cover prints."""
    spans = [*cover.sentence, *(span for card in cover.cards for span in card.change)]
    drawn = cover.picture.facts if cover.picture is not None else frozenset[str]()
    return {span.fact for span in spans if span.fact} | {card.fact for card in cover.cards} | drawn
