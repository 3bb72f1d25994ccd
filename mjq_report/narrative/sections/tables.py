"""Tables of a section: those that briefing.toml declares, the figures that no sentence printed, organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mjq_report.errors import TemplateError, shown
from mjq_report.figures import units
from mjq_report.figures.kinds import is_drawn, is_tabulated
from mjq_report.lang import Language, text_of
from mjq_report.model.codes import DOMAINS
from mjq_report.model.document import Column, Entry, Paragraph, Row, Span, Spans, Table
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Programme
from mjq_report.narrative import shown_units
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup, identity
from mjq_report.narrative.plan import FILE, TablePlan
from mjq_report.narrative.sections.cells import figure_span, joined, text, value_span
from mjq_report.narrative.telling.groups import counts_itself


@dataclass(frozen=True, slots=True)
class Tabulator:
    """Makes the tables and lists of one document."""

    lookup: Lookup
    words: Words

    @property
    def findings(self) -> Findings:
        """What the tables are about."""
        return self.lookup.findings

    @property
    def language(self) -> Language:
        """What they are written in."""
        return self.lookup.language

    # ---- declared tables

    def declared(self, plan: TablePlan, caption: Spans, heads: Sequence[str]) -> Table | None:
        """A table of briefing.toml: a row for every breakdown and coverage that has its first column's figure.

        `heads` are the titles of its columns.
        """
        rows = [row for wanted in plan.rows for row in self._declared_rows(plan, wanted)]
        used = [i for i in range(len(plan.columns)) if any(cells[i] is not None for _, cells, _ in rows)]
        beside = sum(cells[i] is not None for _, cells, _ in rows for i in used[1:])
        if len(rows) < plan.at_least or beside < 2:
            return None  # a single column of figures says no more than the text
        columns, common = [Column(self.words["column.indicator"], weight=2)], dict[int, str]()
        known = {indicator.unit for indicator in self.findings.data.indicators.values()}
        for i in used:
            head = shown_units.subtitle(heads[i], known)
            where = f"{FILE}: tables.{plan.id}.{plan.columns[i].id}.title.{self.lookup.lang}"
            unit = self._unit([cell for _, cells, _ in rows if (cell := cells[i]) is not None], head.unit, where)
            for _, cells, _ in rows:
                cells[i] = self._shown(cells[i], unit)
            common[i] = _common_unit(self.language, [cells[i] for _, cells, _ in rows])
            columns.append(Column(head.text, common[i], align="decimal" if common[i] else "right"))
        by_scope: dict[str, list[Row]] = {}
        for scope, cells, name in rows:
            figures = [self._figure(cells[i], common[i]) for i in used]
            by_scope.setdefault(scope, []).append(Row((text(name), *figures)))
        made: list[Row] = []
        for scope in sorted(by_scope, key=bool):  # what the briefing is about first
            if len(by_scope) > 1 or scope:
                made.append(Row((text(scope or self._home_scope()),) + ((),) * len(used), group=True))
            made += by_scope[scope]
        return Table(
            caption, tuple(columns), tuple(made), self._conversions(cell for _, cells, _ in rows for cell in cells)
        )

    def _declared_rows(
        self, plan: TablePlan, wanted: Mapping[str, str]
    ) -> Iterable[tuple[str, list[Fact | None], str]]:
        """What a row covers, its facts and its name; figures of different coverage stand under different heads.

        What the year's sources say of earlier years is left to charts and annex.
        """
        indicators = [wanted.get(column.id, "") for column in plan.columns]
        own = [f for f in self.lookup.own() if f.indicator in indicators and not self._elsewhere(f, plan.groups)]
        own = [fact for fact in own if fact.period.last.year >= self.findings.year]
        places = dict.fromkeys((fact.breakdown, fact.coverage, fact.period.text) for fact in own)
        for place in places:
            cells = [self._cell(own, indicator, place) for indicator in indicators]
            if there := [cell for cell in cells if cell is not None]:
                yield self._scope(place), cells, self._row_name(indicators, place) + self._moved(there[0])

    def _elsewhere(self, fact: Fact, groups: Sequence[str]) -> bool:
        """Whether a table of these groups of breakdowns (the empty one: totals) leaves a figure out."""
        breakdown = self.findings.data.breakdowns.get(fact.breakdown)
        group = breakdown.group if breakdown is not None else ""
        return group not in (groups or ("",)) or not self.lookup.is_about_town(fact)

    def _cell(self, own: Sequence[Fact], indicator: str, place: tuple[str, str, str]) -> Fact | None:
        for fact in own:
            if fact.indicator == indicator and (fact.breakdown, fact.coverage, fact.period.text) == place:
                return fact
        return None

    def _unit(self, facts: Sequence[Fact], typed: str, where: str) -> str:
        """The unit of a column; empty where its figures do not all convert into one, and so keep theirs."""
        other = next(
            (f.unit for f in facts if not is_drawn(f) or not units.compatible(f.unit, typed or facts[0].unit)), ""
        )
        if other and typed:
            raise TemplateError(shown_units.wrong(where, typed, f"a figure of the column is in {shown(other)}"))
        known = self.findings.data.indicators
        own = known[facts[0].indicator].unit if facts[0].indicator in known else ""
        wish = next((row.shown_in for fact in facts if (row := known.get(fact.indicator)) and row.shown_in), "")
        return "" if other else shown_units.chosen(facts, own, wish, typed, where)

    def _shown(self, fact: Fact | None, unit: str) -> Fact | None:
        """A figure in the unit of its column; its id still leads to what was published."""
        if fact is None or not unit or fact.unit == unit:
            return fact
        indicator = self.findings.data.indicators.get(fact.indicator)
        made = shown_units.converted(fact, unit, indicator.decimals if indicator else 0)
        return replace(fact, printed=made.printed, value=made.value, unit=unit, wording="")

    def _conversions(self, shown: Iterable[Fact | None]) -> Spans:
        """From which units a table's figures were converted, and whether that rounded any."""
        pairs = [(self.findings.facts[fact.id], fact) for fact in shown if fact is not None]
        notes = []
        for unit in dict.fromkeys(fact.unit for published, fact in pairs if published.unit != fact.unit):
            of_unit = [(published, fact) for published, fact in pairs if fact.unit == unit]
            sources = list(dict.fromkeys(published.unit for published, _ in of_unit if published.unit != unit))
            rounded = any(fact.value != Decimal(fact.printed) for published, fact in of_unit if published.unit != unit)
            every = all(published.unit != fact.unit for published, fact in pairs)
            notes.append(self.language.conversion(sources, unit, every=every, rounded=rounded))
        return text("".join(notes))

    def _figure(self, fact: Fact | None, unit: str) -> Spans:
        """A figure in full, or without the unit that the head of its column states."""
        if fact is None:
            return ()
        if not unit:
            return figure_span(self.language, fact, self.words.status(fact.status))
        return (value_span(self.language, fact, self.words.status(fact.status)),)

    def _row_name(self, indicators: Sequence[str], place: tuple[str, str, str]) -> str:
        """Breakdown and indicator."""
        name = self.lookup.breakdown_name(place[0])
        known = self.findings.data.indicators.get(next(filter(None, indicators), ""))
        if known is not None:
            name += text_of(known, "name", self.lookup.lang)
        return name

    def _scope(self, place: tuple[str, str, str]) -> str:
        """Coverage and period in words; empty where both are the usual ones."""
        _, coverage, period = place
        if coverage == self.lookup.home_coverage() and period == self.lookup.home_period().text:
            return ""
        return self._named_scope(coverage, Period.parse(period))

    def _home_scope(self) -> str:
        return self._named_scope(self.lookup.home_coverage(), self.lookup.home_period())

    def _named_scope(self, coverage: str, period: Period) -> str:
        return self.lookup.coverage_name(coverage) + self.words["comma"] + self.language.period(period)

    def _in_brackets(self, notes: Sequence[str]) -> str:
        return self.language.in_brackets(self.words["comma"].join(notes)) if notes else ""

    # ---- what no sentence printed

    def rest(self, domains: Sequence[str], printed: set[str], section: str) -> Table | Paragraph | None:
        """The year's figures of these domains that the section has not printed, but for what only repeats a name.

        A table; of one figure, a sentence.
        """
        done = {identity(self.findings.facts[fact]) for fact in printed if fact in self.findings.facts}
        own = [
            fact
            for fact in self.lookup.own()
            if is_tabulated(fact)
            and self.lookup.domain(fact) in domains
            and identity(fact) not in done
            and not counts_itself(self.lookup, fact)
        ]
        if not own:
            return None
        if len(own) == 1:
            return self._sentence(own[0])
        own.sort(key=lambda fact: DOMAINS.index(self.lookup.domain(fact)))
        caption = text(self.words["table.section"].format(section=section))
        return self.facts_table(own, caption, grouped=len({self.lookup.domain(fact) for fact in own}) > 1)

    def _sentence(self, fact: Fact) -> Paragraph:
        words, home = self.words, self.lookup
        about = [home.period(fact)] if fact.period != home.home_period() else []
        about += [home.coverage_name(fact.coverage)] if fact.coverage != home.home_coverage() else []
        rest = words["entries.rest"]
        name = rest + self.language.spoken(home.label(fact)).removeprefix(rest[-1:])  # no 有 twice
        name += home.members_words(fact, words["enumeration"]) + self._moved(fact)
        figure = figure_span(self.language, fact, words.status(fact.status))
        return Paragraph((Span(name), *figure, Span(self._in_brackets(about) + words["stop"])), "body")

    def facts_table(self, facts: Sequence[Fact], caption: Spans, grouped: bool = False) -> Table:
        """Facts by row: indicator, period and coverage where any is not the usual one, value, unit."""
        words, home = self.words, self.lookup
        periods = any(fact.period != home.home_period() for fact in facts)
        coverages = any(fact.coverage != home.home_coverage() for fact in facts)
        columns = [Column(words["column.indicator"], weight=2.2)]
        columns += [Column(words["column.coverage"], weight=1.4)] if coverages else []
        columns += [Column(words["column.period"])] if periods else []
        columns += [Column(words["column.value"], align="decimal"), Column(words["column.unit"], weight=0.6)]
        rows: list[Row] = []
        domain = ""
        for fact in facts:
            if grouped and home.domain(fact) != domain:
                domain = home.domain(fact)
                rows.append(Row((text(words[f"domain.{domain}"]),) + ((),) * (len(columns) - 1), group=True))
            cells = [text(home.label(fact) + home.members_words(fact, words["enumeration"]) + self._moved(fact))]
            cells += [text(home.coverage_name(fact.coverage))] if coverages else []
            cells += [text(home.period(fact))] if periods else []
            cells += [
                (value_span(self.language, fact, words.status(fact.status)),),
                text(self.language.figure(fact).unit),
            ]
            rows.append(Row(tuple(cells)))
        return Table(caption, tuple(columns), tuple(rows))

    def _moved(self, fact: Fact) -> str:
        """How a figure moved, in brackets behind its name, where its source gives words and no rate."""
        words = self.lookup.moved_words(fact)
        return self.language.in_brackets(words) if words else ""

    # ---- programmes

    def programme(self, programme: Programme, printed: Collection[str]) -> Entry:
        """A programme's card: what it is, and its figures that nothing has `printed`."""
        name, summary = (text_of(programme, field, self.lookup.lang) for field in ("name", "summary"))
        facts = [fact for fact in self.facts_of(programme) if fact.id not in printed]
        indicators = [fact.indicator for fact in facts]
        figures = [self._named_figure(f, name, indicators.count(f.indicator) > 1) for f in facts]
        parts = [text(summary.rstrip("。.")), joined(figures, self.words["enumeration"])]
        label = [self.words.get(f"kind.{programme.kind}", programme.kind), programme.operator, *self._dates(programme)]
        spans = (*joined([part for part in parts if part], self.words["colon"]), Span(self.words["stop"]))
        return Entry(name, self.words["dot"].join(filter(None, label)), spans)

    def facts_of(self, programme: Programme) -> list[Fact]:
        """The figures that a programme refers to, the most precise of each: the year's own, else earlier ones."""
        found: list[Fact] = []
        for reference in programme.observations:
            fact = self.lookup.meant(reference)
            found += [fact] if fact is not None else []
        return [fact for fact in found if fact.id in self.findings.own] or found

    def _named_figure(self, fact: Fact, title: str, one_of_many: bool) -> Spans:
        """A figure under a programme's name: what the name does not say already goes into brackets."""
        breakdown = self.lookup.breakdown_name(fact.breakdown)
        notes = [breakdown] if breakdown and (one_of_many or breakdown.strip("“”") not in title) else []
        if fact.period != self.lookup.home_period() and fact.period.text != fact.printed:
            notes.append(self.lookup.period(fact))
        if fact.coverage != self.lookup.home_coverage() and not self.lookup.is_part_of_name(fact):
            notes.append(self.lookup.coverage_name(fact.coverage))
        name = self.lookup.spoken_name(fact)
        name = name.removeprefix(f"“{title.strip('“”')}”") or name
        members = self.lookup.members_words(fact, self.words["enumeration"]).removeprefix(self.words["colon"])
        return (
            Span(name + self._in_brackets(notes)),
            *figure_span(self.language, fact, self.words.status(fact.status)),
            *text(self._in_brackets([members] if members else [])),
        )

    def _dates(self, programme: Programme) -> list[str]:
        """How far it is, and when it is due as the source puts it or, where it does not, since when it is."""
        stage, due = self.progress(programme)
        return [stage, due or self._since(programme)]

    def progress(self, programme: Programme) -> tuple[str, str]:
        """How far it is and when it is due, as the year's sources say; empty where they do not."""
        said = self.findings.mentions.get(programme.id)
        if said is None:
            return "", ""
        return self.language.STAGES.get(said.stage, "") if said.stage is not None else "", said.due_words

    def _since(self, programme: Programme) -> str:
        try:
            return self.language.period(Period.parse(programme.since))
        except ValueError:
            return programme.since


def _common_unit(language: Language, column: Sequence[Fact | None]) -> str:
    """The unit that follows every figure of a column and nothing else does (GB/T 7713.1-2006, 5.4.4); else empty."""
    facts = [fact for fact in column if fact is not None]
    units = {language.figure(fact).unit for fact in facts} | {fact.unit for fact in facts}
    return units.pop() if len(units) == 1 else ""
