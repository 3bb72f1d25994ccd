"""Findings and templates to a Document: cover, summary, sections, audit, annex, notes, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from mjq_report.errors import TemplateError, UsageError
from mjq_report.lang import text_of
from mjq_report.model.document import (
    Block,
    Chart,
    Cover,
    Document,
    ListBlock,
    Paragraph,
    Section,
    Spans,
    Table,
    facts_in,
    plain_text,
)
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.office import NOTHING, Office
from mjq_report.model.period import Period
from mjq_report.model.tables import Breakdown, Indicator, Programme
from mjq_report.narrative.chart_choice import ChosenChart, choose, declared, timeline_of
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.cover import MOST, CoverWriter, facts_of
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.numbering import numbered
from mjq_report.narrative.official import arranged
from mjq_report.narrative.omissions import TEXT_ROLES, Omissions
from mjq_report.narrative.pictures import maker
from mjq_report.narrative.plan import (
    FILE,
    FOUND,
    Plan,
    SectionPlan,
    Texts,
    in_language,
    languages,
    load_plan,
)
from mjq_report.narrative.sections.ahead import ahead
from mjq_report.narrative.sections.annex import annex, notes
from mjq_report.narrative.sections.audit import audit
from mjq_report.narrative.sections.blocks import only_repeats, without_bare_headings
from mjq_report.narrative.sections.derivations import derivations
from mjq_report.narrative.sections.entries import Entries
from mjq_report.narrative.sections.margin import Margin
from mjq_report.narrative.sections.remarks import remarks, with_remarks
from mjq_report.narrative.sections.sourcebook import SourceBook
from mjq_report.narrative.sections.tables import Tabulator
from mjq_report.narrative.seen import in_view
from mjq_report.narrative.shapes.plans import events
from mjq_report.narrative.shapes.view import View
from mjq_report.narrative.telling.chapters import Chapter, chapters, counted, named
from mjq_report.narrative.telling.narrator import Narrator
from mjq_report.narrative.templates import banned_words, known_terms, parse
from mjq_report.narrative.templates.functions import Functions
from mjq_report.narrative.templates.sandbox import Renderer
from mjq_report.narrative.templates.sentences import Home
from mjq_report.narrative.texts import STORY, UNKNOWN, left_open, opened
from mjq_report.narrative.texts import Texts as EditionTexts

FEWEST_CHARTS, FIGURES_A_CHART = 4, 7  # of a document, as far as its figures make them: about one a page


def write(
    findings: Findings,
    templates: Path,
    edition: Period,
    lang: str = "zh",
    official: bool = False,
    texts: Mapping[str, bytes] | None = None,
    office: Office = NOTHING,
    pictures: Mapping[str, bytes] | None = None,
) -> Document:
    """Write a briefing in one language; `official` numbers it as GB/T 9704-2012 does, see `numbering`.

    `texts` are the editor's for this edition by their path below data/, see `narrative.texts`; `office` is what the
    issuing office gives, `pictures` those that texts name, by path.

    Raises TemplateError (file and line), and UsageError when there are no templates in the language.
    """
    known = languages(templates)
    if lang not in known:
        there = ", ".join(known) or "none"
        raise UsageError(f"--lang {lang}: {templates.name}/ has no templates in it; there is {there}")
    return _Writer(findings, templates, load_plan(templates), lang, texts or {}, office, pictures or {}).document(
        edition, official
    )


def _terms(findings: Findings) -> tuple[str, ...]:
    """Words of the tables that a text may say: names of what the edition draws on."""
    data = findings.data
    named: list[Indicator | Breakdown | Programme] = [*data.indicators.values(), *data.breakdowns.values()]
    return known_terms.words(name for one in (*named, *data.programmes) for name in (one.name_zh, *one.aliases_zh))


class _Writer:
    """One document being written."""

    def __init__(
        self,
        findings: Findings,
        templates: Path,
        plan: Plan,
        lang: str,
        texts: Mapping[str, bytes],
        office: Office,
        pictures: Mapping[str, bytes],
    ) -> None:
        self._findings = findings
        self._plan = plan
        self._lang = lang
        self._office = office
        self._listed: dict[str, list[Block]] = {}
        self._words = load_words(templates, lang)
        self._lookup = Lookup(findings, lang)
        self._sources = SourceBook(findings, self._words, lang)
        self._tables = Tabulator(self._lookup, self._words)
        self._entries = Entries(self._lookup, self._words, self._tables)
        self._drawer = ChartResolver(self._lookup, self._words, self._sources)
        self._omissions = Omissions(self._lookup)
        self._narrator = Narrator(self._lookup, FigurePhrases(self._lookup, self._words))
        self._figures = counted(self._lookup, self._lookup.own())
        self._vocabulary = Functions(self._lookup, self._words, self._narrator)
        self._renderer = Renderer(templates, self._vocabulary.functions(), self._vocabulary.values(), _terms(findings))
        words = self._words
        self._home = Home(
            self._lookup.home_period().text,
            self._lookup.home_coverage(),
            words["actual"],
            words["comma"],
            (words["opening"], words["closing"]),
            self._omissions.sentence,
        )

        self._picture = partial(maker, pictures, self._lookup.language)
        self._texts = EditionTexts(texts, plan, self._renderer, self._home, self._picture)

    def document(self, edition: Period, official: bool) -> Document:
        """The whole of it."""
        plan, lang = self._plan, self._lang
        cover = self._cover(edition)
        body = self._body()
        front = [section for section in (self._summary(),) if section is not None]
        concluded = tuple(self._drawer.concluded.values())
        lookup = Lookup(self._findings.with_facts(concluded), lang)
        audited = audit(lookup, self._words, self._sources)
        told = [with_remarks(section, lookup, self._words, at_end=official) for section in (*front, *body)]
        sections = [*told, *(section for section in (audited,) if section is not None)]
        used = facts_of(cover) | {fact for result in self._findings.audit for fact in result.facts}
        for section in sections:
            used |= facts_in(section.blocks)
        rows = annex(lookup, self._words, self._sources, used)
        seen = in_view(cover, sections)
        margin = Margin(lookup, self._words, sections, facts_of(cover))
        if not official:  # an official document has no margin column, and its notes below
            sections = [margin.beside(s, seen) if s.role in TEXT_ROLES else s for s in sections]
        defined = notes(lookup, self._words, seen, margin.explained)
        derived = derivations(lookup, self._words, rows.derived, rows.anchors)
        sections += [section for section in (rows.section, derived, defined) if section is not None]
        sections.append(self._sources.section())
        sections = [section for section in sections if section.blocks]
        if not official:
            contents = margin.contents(sections)
            sections = [replace(s, blocks=(*s.blocks, contents)) if s.role == "summary" else s for s in sections]
        town = self._findings.data.town
        ordered, about = arranged(sections, lookup, self._office, self._listed) if official else (sections, None)
        return Document(
            lang=lang,
            title=self._line(plan.title, "document.title"),
            subject=self._line(plan.subject, "document.subject"),
            author=self._words["document.author"],
            keywords=self._keywords(),
            town=text_of(town, "name", lang),
            year=self._findings.year,
            edition=edition,
            cover=cover,
            office=self._office,
            sections=numbered([s for s in ordered if s.blocks], self._lookup.language, official),
            official=about,
            facts=rows.facts,
            fact_anchors=rows.anchors,
            remarks=self._remarks(lookup, rows.facts),
            labels=self._words.labels(),
            omissions=self._omissions.of(cover, sections, rows.anchors),
            concluded=concluded,
        )

    def _remarks(self, lookup: Lookup, facts: Iterable[str]) -> dict[str, list[str]]:
        """What stands in the box of a figure on the web: the names behind a count, how it moved, its note."""
        found = ((name, lookup.findings.facts[name]) for name in facts)
        said = {
            name: [*self._members(fact), *remarks(fact, self._lookup)] for name, fact in found if not fact.is_derived
        }
        return {name: texts for name, texts in said.items() if texts}

    def _members(self, fact: Fact) -> list[str]:
        names = self._lookup.members_of(fact)
        return [self._words["enumeration"].join(names)] if names else []

    def _keywords(self) -> tuple[str, ...]:
        """Town, district, the words of briefing.toml, and the industries that have figures."""
        values = self._vocabulary.values()
        own = self._plan.keywords.get(self._lang, ())
        if found := banned_words.figure(" ".join(own)):
            raise TemplateError(f"{FILE}: document.keywords.{self._lang}: the figure {found!r}; only rows have figures")
        industries = [industry["name"] for industry in self._vocabulary.industries()]
        return (values["town"], values["place"], *own, *industries)

    # ---- texts

    def _line(self, texts: Texts, key: str) -> str:
        return plain_text(self._spans(texts, key))

    def _spans(self, texts: Texts, key: str) -> Spans:
        """A text of briefing.toml as one line."""
        name = f"{FILE}: {key}.{self._lang}"
        return parse.spans(self._renderer.text(in_language(texts, self._lang), name), name, self._home)

    def _blocks(self, wanted: SectionPlan, resolve: parse.Resolve | None = None) -> tuple[Block, ...]:
        name = f"{self._lang}/{wanted.template}"
        picture = self._picture(f"templates/{name}")
        return parse.blocks(self._renderer.file(name), name, wanted.id, self._home, resolve, picture)

    # ---- parts

    def _cover(self, edition: Period) -> Cover:
        name = f"{self._lang}/{self._plan.cover}"
        blocks = parse.blocks(self._renderer.file(name), name, "cover", self._home)
        sentence = next((block.spans for block in blocks if isinstance(block, Paragraph)), ())
        most = min(self._plan.most_cards, MOST)
        chosen = [salient.fact for salient in self._narrator.summary.chosen(most)]
        writer = CoverWriter(self._drawer, self._vocabulary, self._home)
        kind = self._line(self._plan.kind, "document.kind")
        cover = writer.cover(kind, sentence, edition, self._plan.cards, chosen)
        return replace(cover, cards=cover.cards[:most])

    def _summary(self) -> Section | None:
        """What summary.md.j2 gives; of a list the first items that state a figure."""
        wanted = self._plan.summary
        story = self._texts.blocks(STORY)
        self._narrator.summary.begin(facts_in(story))
        blocks: list[Block] = []
        for block in opened(story, self._blocks(wanted)):
            if isinstance(block, ListBlock):
                items = tuple(item for item in block.items if any(span.fact for span in item))
                blocks += [replace(block, items=items[: self._plan.most_bullets])] if items else []
            else:
                blocks.append(block)
        title = self._lookup.language.TELLING["left_open"]
        blocks = left_open(blocks, self._texts.lines(UNKNOWN), title)
        if not blocks:
            return None
        return Section("summary", self._line(wanted.title, "summary.title"), tuple(blocks), "summary")

    def _body(self) -> list[Section]:
        """The chapters in order; a figure that an earlier one printed is not repeated in a later one's table.

        A chapter that only says again what sentences before it have said is left out.
        """
        sections, printed, said = list[Section](), set[str](), set[str]()
        known = self._chapters()
        chosen = self._charts(known)
        for chapter in known:
            section = self._section(chapter, printed, chosen.get(chapter.plan.id, {}))
            if section is None or only_repeats(section.blocks, said):
                self._omissions.note("section", chapter.plan.id, "repeats" if section else "empty", FILE)
                continue
            sections.append(section)
            printed |= facts_in(section.blocks)
            said |= facts_in(block for block in section.blocks if isinstance(block, Paragraph | ListBlock))
        drawn = {fact for charts in chosen.values() for one in charts.values() for fact in one.facts}
        coming = self._ahead(drawn)
        return [*sections, coming] if coming is not None else sections

    def _ahead(self, drawn: Collection[str]) -> Section | None:
        """What comes next, of all chapters, in the order of the dates, but for aims that are drawn beside their results."""
        view = View(self._drawer, [fact for fact in self._lookup.own() if fact.id not in drawn])
        chart = timeline_of(self._drawer, drawn)
        return ahead(view, events(view), chart.chart if chart is not None else None, self._words)

    def _chapters(self) -> list[Chapter]:
        substantial = Counter(p.domain for p in self._findings.programmes if self._entries.has_substance(p))
        told = counted(self._lookup, [group.head for group in self._narrator.groups])
        mentioned = {s.id: self._entries.count(s.domains, s.organisations) for s in self._plan.sections}
        found = chapters(self._plan.sections, told, substantial, mentioned)
        joined = {plan.id for chapter in found for plan in chapter.joined}
        for plan in self._plan.sections:
            if plan not in [chapter.plan for chapter in found]:
                self._omissions.note("section", plan.id, "joined" if plan.id in joined else "empty", FILE)
        return found

    def _title(self, chapter: Chapter) -> str:
        """The title that briefing.toml gives a section, else the names of the domains that it speaks of."""
        if chapter.plan.title and not chapter.joined:
            return self._line(chapter.plan.title, f"sections.{chapter.plan.id}.title")
        domains = named(chapter.domains, self._figures, Counter(p.domain for p in self._findings.programmes))
        return self._lookup.language.titled([self._words[f"domain.{domain}"] for domain in domains])

    def _section(self, chapter: Chapter, printed: set[str], chosen: Mapping[str, ChosenChart]) -> Section | None:
        """Text with its charts and tables, then what no sentence printed; None when there is nothing to say."""
        title, placed = self._title(chapter), list[str]()
        declared = {
            "chart": [name for plan in chapter.plans for name in plan.charts],
            "table": [name for plan in chapter.plans for name in plan.tables],
        }

        def resolve(kind: str, name: str) -> tuple[Block, ...]:
            where = f"{self._lang}/{chapter.plan.template}:1: {kind} {name!r}"
            if name not in declared[kind] and name not in chosen:
                raise TemplateError(f"{where} is none that {FILE} declares for section {chapter.plan.id}")
            if f"{kind}:{name}" in placed:
                raise TemplateError(f"{where} is placed twice; take one out")
            placed.append(f"{kind}:{name}")
            return (chosen[name].chart,) if name in chosen else self._declared(kind, name)

        self._narrator.begin(chapter.domains, {name: found.facts for name, found in chosen.items()})
        own = [block for plan in chapter.plans for block in self._texts.blocks(plan.id)]
        self._narrator.tell(facts_in(own))
        composed = list[Block]()
        for template in dict.fromkeys(plan.template for plan in chapter.plans):
            composed += self._blocks(replace(chapter.plan, template=template), resolve)
        blocks = [*opened(own, composed)]
        for kind, names in {**declared, "chart": [*declared["chart"], *chosen]}.items():
            for name in names:
                if f"{kind}:{name}" not in placed:
                    blocks += resolve(kind, name)
        kinds = [kind for plan in chapter.plans for kind in plan.organisations]
        self._listed[chapter.plan.id] = self._entries.blocks(chapter.domains, kinds, printed | facts_in(blocks))
        blocks += self._listed[chapter.plan.id]
        drawn = {
            m.fact for chart in blocks if isinstance(chart, Chart) for s in chart.series for m in s.marks if m.label
        }
        rest = self._tables.rest(chapter.domains, printed | facts_in(blocks) | drawn | self._narrator.told, title)
        blocks += [rest] if rest is not None else []
        blocks = without_bare_headings(blocks)
        return Section(chapter.plan.id, title, tuple(blocks)) if blocks else None

    def _charts(self, known: Sequence[Chapter]) -> dict[str, dict[str, ChosenChart]]:
        """By chapter the charts that the figures make, by id, but for chapters that briefing.toml declares charts for."""
        free = [chapter for chapter in known if not any(plan.charts for plan in chapter.plans)]
        own = self._lookup.own()
        facts = {c.plan.id: [f for f in own if self._lookup.domain(f) in c.domains] for c in free}
        most = max(FEWEST_CHARTS, len(own) // FIGURES_A_CHART)
        found = choose(self._drawer, facts, most)
        for title in found.left:
            self._omissions.note("chart", title, "most")
        return {name: {one.chart.id: one for one in charts} for name, charts in found.charts.items()}

    def _declared(self, kind: str, name: str) -> tuple[Block, ...]:
        made: Chart | Table | None
        if kind == "chart":
            chart = self._plan.charts[name]
            where = f"charts.{name}.subtitle"
            subtitle = self._line(chart.subtitle, where) if chart.subtitle else ""
            title = self._spans(chart.title, f"charts.{name}.title") if chart.title else ()
            if chart.kind in FOUND:
                made = declared(self._drawer, chart, title, subtitle)
            else:
                made = self._drawer.resolve(chart, title, subtitle, f"{FILE}: {where}.{self._lang}")
        else:
            table = self._plan.tables[name]
            heads = [self._line(column.title, f"tables.{name}.{column.id}.title") for column in table.columns]
            made = self._tables.declared(table, self._spans(table.title, f"tables.{name}.title"), heads)
        if made is None:
            reason = "shape" if kind == "chart" and self._plan.charts[name].kind in FOUND else "few"
            self._omissions.note(kind, name, reason, f"{FILE}: {kind}s.{name}")
        return (made,) if made is not None else ()
