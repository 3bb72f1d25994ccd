"""Charts of briefing.toml resolved into values: which marks, in which order, under which labels, and why some differ.

Nothing is drawn here and nothing is filled in: a year without a figure is a mark without a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mjq_report.errors import TemplateError
from mjq_report.figures import kinds, units
from mjq_report.figures.conclusions import rest_of
from mjq_report.figures.selection import Point, series
from mjq_report.model.codes import Status
from mjq_report.model.document import Chart, Mark, Nature, Series, Span, Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative import shown_units
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import ChartPlan, Pick
from mjq_report.narrative.sections.cells import bare, nature
from mjq_report.narrative.sections.sourcebook import SourceBook

_OVER_TIME = ("trend", "trend_line", "multiples")
_OWN_SCALES = ("multiples", "bullet")  # a panel or row each, so that units need not convert
_MOST = {"composition": 8, "slope": 12, "multiples": 12}  # series or marks that a chart of this kind can hold
_MOST_OTHERWISE = 20
_INTENDED = (Status.PLANNED, Status.TARGET)


@dataclass(frozen=True, slots=True)
class Item:
    """A mark to be: its fact (None is a gap), where it stands, and why it differs.

    What no fact says, and where a fact is labelled otherwise than by its figure, stands in `label`, with a `value` and a
    `nature` of its own; `note` and `side` are the mark's.
    """

    position: str
    fact: Fact | None
    differs: str = ""
    emphasis: bool = False
    label: str = ""
    value: Decimal | None = None
    nature: Nature | None = None
    note: str = ""
    side: int = 0
    unit: str = ""  # of the value, if it is not the chart's

    @property
    def is_gap(self) -> bool:
        """Whether nothing is known of its place."""
        return self.fact is None and self.nature is None


@dataclass(frozen=True, slots=True)
class Line:
    """Marks in axis order under one name."""

    name: str
    items: tuple[Item, ...]

    @property
    def unit(self) -> str:
        """The unit of its first figure; empty without one."""
        return next((item.fact.unit for item in self.items if item.fact is not None), "")

    @property
    def count(self) -> int:
        """How many figures it has."""
        return sum(item.fact is not None for item in self.items)


@dataclass(frozen=True, slots=True)
class ChartResolver:
    """Resolves chart plans for one document. `concluded` are the figures that its charts draw and that it computed itself."""

    lookup: Lookup
    words: Words
    sources: SourceBook
    concluded: dict[str, Fact] = field(default_factory=dict)

    def resolve(self, plan: ChartPlan, title: Spans, subtitle: str, where: str = "") -> Chart | None:
        """The chart, or None when a series of it has fewer than `at_least` figures.

        `title` is the finding, rendered; without one the chart is named after what it shows. `subtitle` says what is
        drawn; the unit is put behind it. Raises TemplateError, with `where` it stands, for a unit in it that is not drawn.
        """
        if plan.kind in _OVER_TIME:
            lines = self.told_apart([line for pick in plan.picks for line in self._over_time(pick)])
        elif plan.kind == "slope":
            lines = [line for pick in plan.picks for line in self._first_and_last(pick)]
        elif plan.kind == "bullet":
            lines = self._result_and_plan(plan.picks)
        else:
            lines = self._side_by_side(plan, [span.fact for span in title if span.fact])
        lines = [line for line in lines if plan.at_least <= line.count <= plan.at_most]
        if plan.kind not in _OWN_SCALES:
            lines = [line for line in lines if units.compatible(line.unit, lines[0].unit)]
        lines = lines[: _MOST.get(plan.kind, _MOST_OTHERWISE)]
        if not lines:
            return None
        whole = next(iter(self._chosen(plan.whole)), None) if plan.whole is not None else None
        return self.assemble(plan.id, plan.kind, lines, title, subtitle, whole, where)

    # ---- which figures

    def _over_time(self, pick: Pick) -> list[Line]:
        """A place for every year from the first to the last figure."""
        latest = self.lookup.find(pick.indicator, pick.breakdown or None, pick.coverage or None, entity=pick.entity)
        if latest is None:
            return []
        points = [
            point
            for point in series(self.lookup.findings, pick.indicator, latest.breakdown, pick.coverage or None)
            if kinds.is_on_axis(point.fact)
        ]
        by_year = {point.fact.period.last.year: point for point in points}
        items = []
        for year in range(min(by_year, default=0), max(by_year, default=-1) + 1):
            point = by_year.get(year)
            items.append(Item(str(year), None) if point is None else Item(str(year), point.fact, self._differs(point)))
        return [Line(self.lookup.indicator_name(latest), tuple(items))]

    def told_apart(self, lines: Sequence[Line]) -> list[Line]:
        """Several series under the names that tell them apart; of one alone the last mark stands out."""
        lines = [line for line in lines if line.count]
        if len(lines) == 1:
            *others, last = lines[0].items
            return [Line(lines[0].name, (*others, replace(last, emphasis=True)))]
        firsts = [next(item.fact for item in line.items if item.fact) for line in lines]
        varying = len({fact.coverage for fact in firsts}) > 1, len({fact.indicator for fact in firsts}) > 1
        names = [self._name(fact, *varying) or self.words["chart.total"] for fact in firsts]
        return [replace(line, name=name) for line, name in zip(lines, names, strict=True)]

    def _first_and_last(self, pick: Pick) -> list[Line]:
        """For every breakdown the figures of the first and the last period."""
        by_thing: dict[tuple[str, str], list[Fact]] = {}
        for fact in self._matching(pick):
            by_thing.setdefault((fact.breakdown, fact.coverage), []).append(fact)
        lines = []
        for (breakdown, _), facts in by_thing.items():
            facts.sort(key=lambda fact: fact.period)
            if facts[0].period == facts[-1].period:
                continue
            name = self.lookup.breakdown_name(breakdown) or self.lookup.indicator_name(facts[0])
            items = [self._item(fact, self.lookup.period(fact)) for fact in (facts[0], facts[-1])]
            lines.append(Line(name, tuple(items)))
        return lines

    def _result_and_plan(self, picks: Sequence[Pick]) -> list[Line]:
        """Results in one series, what was planned or aimed at in the other, for every figure that has both."""
        results, plans = list[Item](), list[Item]()
        for pick in picks:
            facts = self._matching(pick)
            achieved = {(f.breakdown, f.coverage): f for f in reversed(facts) if f.status not in _INTENDED}
            for wanted in (fact for fact in facts if fact.status in _INTENDED):
                result = achieved.get((wanted.breakdown, wanted.coverage))
                if result is not None:
                    name = self.lookup.breakdown_name(wanted.breakdown) or self.lookup.indicator_name(wanted)
                    results.append(Item(name, result))
                    plans.append(Item(name, wanted))
        if not results:
            return []
        return [Line(self.words["chart.result"], tuple(results)), Line(self.words["chart.plan"], tuple(plans))]

    def _side_by_side(self, plan: ChartPlan, named: Sequence[str]) -> list[Line]:
        """The year's figures of one period next to each other, ranked unless they are parts of a whole.

        The one that the title names first (`named`: its facts) stands out, else the first.
        """
        whole = next(iter(self._chosen(plan.whole)), None) if plan.whole is not None else None
        found = [(fact, pick.aside) for pick in plan.picks for fact in self._chosen(pick)]
        if not found or (plan.whole is not None and whole is None):
            return []
        base = whole or found[0][0]
        found = [(f, aside) for f, aside in found if units.compatible(f.unit, base.unit) and f.period == base.period]
        if whole is None:  # parts of a whole may be areas; elsewhere coverages never share a series
            found = [(fact, aside) for fact, aside in found if fact.coverage == base.coverage]
            found.sort(key=lambda pair: -units.convert(pair[0].value, pair[0].unit, base.unit))
        found = found[: _MOST.get(plan.kind, _MOST_OTHERWISE)]
        names = self._names([fact for fact, _ in found], [fact for fact, aside in found if not aside], base)
        items = [self._item(fact, name, aside) for (fact, aside), name in zip(found, names, strict=True)]
        shown = [item.fact.id for item in items if item.fact is not None]
        first = next((shown.index(fact) for fact in named if fact in shown), 0)
        alike = len({item.differs for item in items}) == 1
        items[first : first + 1] = [replace(i, emphasis=alike or not i.differs) for i in items[first : first + 1]]
        one = whole is not None or len({fact.indicator for fact, aside in found if not aside}) == 1
        return [Line(self.lookup.indicator_name(base) if one else "", tuple(items))]

    def _chosen(self, pick: Pick) -> list[Fact]:
        """The year's figures that a pick means: one, or one for each breakdown of a group."""
        if pick.group:
            return self._matching(pick)
        breakdown = pick.breakdown or None
        fact = self.lookup.find(pick.indicator, breakdown, pick.coverage or None, entity=pick.entity)
        return [fact] if fact is not None and kinds.is_drawn(fact) else []

    def picked(self, plan: ChartPlan) -> list[Fact]:
        """The year's figures that any of a plan's picks means, places too."""
        return [fact for fact in self.lookup.own() if any(self._is_meant(fact, pick) for pick in plan.picks)]

    def _matching(self, pick: Pick) -> list[Fact]:
        return [fact for fact in self.lookup.own() if kinds.is_drawn(fact) and self._is_meant(fact, pick)]

    def _is_meant(self, fact: Fact, pick: Pick) -> bool:
        data = self.lookup.findings.data
        breakdown = data.breakdowns.get(fact.breakdown)
        return (
            fact.indicator == pick.indicator
            and pick.breakdown in ("", fact.breakdown)
            and pick.coverage in ("", fact.coverage)
            and pick.entity in ("", data.coverages[fact.coverage].entity)
            and (pick.group in ("", "all") or (breakdown is not None and pick.group in ("*", breakdown.group)))
        )

    # ---- words

    def _differs(self, point: Point) -> str:
        """Why a figure of a series may not be read like the briefing year's."""
        fact, language = point.fact, self.lookup.language
        reasons = [language.of_coverage(self.lookup.coverage_name(fact.coverage))] if point.other_coverage else []
        reasons += [language.of_period(fact.period)] if point.other_months else []
        reasons += [self.of_scope(fact)] if point.other_scope else []
        return self.words["comma"].join(reasons + self._soft(fact))

    def of_scope(self, fact: Fact) -> str:
        """Why a figure of the area before a change stands apart."""
        changes = [name.since for name in self.lookup.findings.data.names if name.rescoped]
        return self.lookup.language.of_scope(changes[min(fact.scope, len(changes) - 1)])

    def _soft(self, fact: Fact) -> list[str]:
        """That a figure is an estimate or an intention: what is hatched is always the less certain one."""
        status = self.words.status(fact.status)
        return [self.words["chart.status"].format(status=status)] if status else []

    def _item(self, fact: Fact, position: str, aside: bool = False) -> Item:
        reasons = self._soft(fact)
        if aside:
            reasons.append(self.words["chart.aside"].format(name=self.lookup.indicator_name(fact)))
        return Item(position, fact, self.words["comma"].join(reasons))

    def _names(self, facts: Sequence[Fact], measured: Sequence[Fact], base: Fact) -> list[str]:
        """What tells the marks apart: breakdown, and coverage and indicator as far as those that are measured vary."""
        coverages = any(fact.coverage != base.coverage for fact in facts)
        indicators = len({fact.indicator for fact in measured}) > 1
        total = self.words["chart.total"] if any(fact.breakdown for fact in facts) and not indicators else ""
        named = [(fact, self._name(fact, coverages, indicators)) for fact in facts]
        return [name or total or self.lookup.indicator_name(fact) for fact, name in named]

    def _name(self, fact: Fact, coverage: bool, indicator: bool) -> str:
        words = self.lookup.coverage_name(fact.coverage) if coverage else ""
        words += self.lookup.breakdown_name(fact.breakdown)
        return words + (self.lookup.indicator_name(fact) if indicator else "")

    # ---- values

    def assemble(
        self,
        name: str,
        kind: str,
        lines: Sequence[Line],
        title: Spans,
        subtitle: str,
        whole: Fact | None = None,
        where: str = "",
        unit: str | None = None,
        sources: Iterable[str] = (),
        remark: str = "",
    ) -> Chart:
        """The chart of these lines, with its unit, its source, its remark and its words for those who do not see it.

        A `whole` adds what is left of it to the first line. Without a `unit` it is that of the figures; where they have
        several that do not convert it is none, and each figure has its own. `sources` are those of what is no figure,
        `remark` says how the chart is to be read.
        Raises TemplateError as `resolve` does.
        """
        if whole is not None:
            lines = [self._with_rest(lines[0], whole)]
        items = [item for line in lines for item in line.items]
        facts = [item.fact for item in items if item.fact is not None]
        scales = {units.dimension(fact.unit): fact.unit for fact in reversed(facts)}  # of each the first one's
        what, unit = self._unit(facts, subtitle, where, "" if unit is None and len(scales) > 1 else unit)
        names = [line.name or (what.text if len(lines) == 1 else "") for line in lines]
        marks = (tuple(self._mark(item, unit, scales) for item in line.items) for line in lines)
        made = tuple(map(Series, names, marks))
        facts += [whole] if whole is not None else []
        self.concluded.update((fact.id, fact) for fact in facts if fact.id not in self.lookup.findings.facts)
        cited = self.sources.of_sources([*(source for fact in facts for source in fact.sources), *sources])
        source = (Span(self.words["chart.source"]), *cited)
        remark += self._remark(items)
        conversion = self._conversion([i.fact for i in items if i.fact is not None and not i.label], unit)
        conversion += self._apart(facts) if kind in _OVER_TIME else ""
        if kind == "trend_line" and kinds.is_flat(float(m.value) for s in made for m in s.marks if m.value is not None):
            conversion += self.lookup.language.CHART_TITLES["not_from_zero"]
        common = {item.differs for item in items if item.is_gap or (item.fact is not None and not item.fact.is_derived)}
        if len(common) == 1 and common != {""}:  # all alike: nothing is drawn as different
            made = tuple(Series(s.name, tuple(replace(m, differs="") for m in s.marks)) for s in made)
            if not any(item.emphasis for item in items):
                first, *others = made[0].marks
                made = (Series(made[0].name, (replace(first, emphasis=True), *others)), *made[1:])
            remark = self.words["chart.all"].format(reason=common.pop()) + self.words["stop"]
        subtitle = self.words["comma"].join(filter(None, (what.text, unit)))
        chart = Chart(name, kind, title or (Span(names[0]),), subtitle, unit, made, source, remark + conversion)
        language = self.lookup.language
        return replace(chart, alt=language.alt_text(chart), key=language.chart_key(chart))

    def _mark(self, item: Item, unit: str, scales: Mapping[str, str]) -> Mark:
        """A mark in the chart's unit; in one without, or with a label of its own, in the unit of its dimension's `scales`."""
        fact, rest = item.fact, (item.differs, item.emphasis)
        if fact is None:
            kind = item.nature or "published"
            value = item.value if item.value is None else units.convert(item.value, item.unit or unit, unit)
            return Mark(item.position, value, item.label, "", *rest, kind, item.note, item.side)
        if fact.upper is not None:  # both ends as words, and no mark that would stand for one of them
            return Mark(item.position, None, bare(self.lookup.language, fact).value, fact.id, item.differs)
        about = (fact.id, *rest, item.nature or nature(fact), item.note, item.side)
        if item.label or not unit:
            value = item.value
            if value is None:
                scale = unit if units.compatible(unit, fact.unit) else scales[units.dimension(fact.unit)]
                value = units.convert(fact.value, fact.unit, scale)
            return Mark(item.position, value, item.label or self.lookup.language.figure(fact).text, *about)
        shown = shown_units.converted(fact, unit, self._decimals(fact))
        wording = fact.wording if fact.unit == unit else ""
        label = self.lookup.language.quantity(shown.printed, "", fact.qualifier, wording).text
        return Mark(item.position, shown.value, label, *about)

    def _unit(
        self, facts: Sequence[Fact], subtitle: str, where: str, unit: str | None
    ) -> tuple[shown_units.Subtitle, str]:
        """A subtitle without the unit that was typed behind it, and the one unit of the figures, or what `unit` says."""
        known = self.lookup.findings.data.indicators
        what = shown_units.subtitle(subtitle, {row.unit for row in known.values()} | {fact.unit for fact in facts})
        if unit is not None:
            if what.unit:
                raise TemplateError(shown_units.wrong(where, what.unit, "its figures have units of their own"))
            return what, unit
        own = known[facts[0].indicator].unit if facts[0].indicator in known else ""
        return what, shown_units.chosen(facts, own, self._shown_in(facts), what.unit, where)

    def _apart(self, facts: Sequence[Fact]) -> str:
        """That a growth which the text states is by another measure than the levels drawn, which may move otherwise."""
        language, said = self.lookup.language, list[str]()
        for fact in facts:
            growth = self.lookup.growth_of(fact) if fact.id in self.lookup.findings.own else None
            if growth not in (None, fact) and growth.basis in kinds.APART_FROM_LEVELS:
                said.append(language.apart(self.lookup.indicator_name(fact), language.basis(growth.basis)))
        return "".join(dict.fromkeys(said))

    def _shown_in(self, facts: Sequence[Fact]) -> str:
        """The unit that indicators.csv has the first of these figures shown in, that says so."""
        known = self.lookup.findings.data.indicators
        return next((row.shown_in for fact in facts if (row := known.get(fact.indicator)) and row.shown_in), "")

    def _decimals(self, fact: Fact) -> int:
        indicator = self.lookup.findings.data.indicators.get(fact.indicator)
        return indicator.decimals if indicator else 0

    def _conversion(self, facts: Sequence[Fact], unit: str) -> str:
        """From which units figures were converted, and whether that rounded any."""
        sources = list(dict.fromkeys(fact.unit for fact in facts if fact.unit != unit)) if unit else []
        if not sources:
            return ""
        rounded = any(shown_units.converted(fact, unit, self._decimals(fact)).rounded for fact in facts)
        every = all(fact.unit != unit for fact in facts)
        return self.lookup.language.conversion(sources, unit, every=every, rounded=rounded)

    def _with_rest(self, parts: Line, whole: Fact) -> Line:
        """Parts and what is left of the whole, computed; without a figure where the hedges leave it open."""
        facts = [item.fact for item in parts.items if item.fact is not None]
        rest, name = rest_of(whole, facts), self.words["chart.rest"]
        left = whole.value - sum((units.convert(f.value, f.unit, whole.unit) for f in facts), Decimal(0))
        if left <= 0:
            return parts
        item = Item(name, rest) if rest is not None else Item(name, None, value=left, nature="unknown", unit=whole.unit)
        return Line(parts.name, (*parts.items, item))

    def _remark(self, items: Sequence[Item]) -> str:
        """Why marks are hollow or hatched, and that years without a figure are left empty."""
        places: dict[str, list[str]] = {}
        for item in items:
            if item.differs and self._place(item.position) not in places.setdefault(item.differs, []):
                places[item.differs].append(self._place(item.position))
        reasons = [self.words["enumeration"].join(where) + reason for reason, where in places.items()]
        gaps = [item.position for item in items if item.is_gap]
        if gaps:
            reasons.append(self.words["chart.gap"].format(years=self.words["enumeration"].join(gaps)))
        return self.words["semicolon"].join(reasons) + (self.words["stop"] if reasons else "")

    def _place(self, position: str) -> str:
        """A position in running text: a year on an axis stands without its word."""
        return self.words["chart.year"].format(year=position) if position.isdigit() else position
