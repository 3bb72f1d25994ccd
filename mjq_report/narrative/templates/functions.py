"""The functions that templates may call: figures, changes, names, lists. Nothing else prints a number.

Each returns a `Phrase` of figures and words, plain values for tests and loops, or `MISSING` for a figure that is not
there, which drops the clause or sentence around it. docs/templates.md lists them for editors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from mjq_report.figures.selection import comparable, series
from mjq_report.lang import text_of
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.figure_phrases import FigurePhrases
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import MISSING, Id, Mention, Phrase, Placed, plain
from mjq_report.narrative.plans import plans
from mjq_report.narrative.telling.narrator import Narrator

NAMES = frozenset({
    "fact", "statement", "account", "change", "since", "average", "average_since", "multiple", "share",
    "against", "movement", "has", "is_year", "falling", "disputed", "disputes", "doubt",
    "name", "term", "scope", "when", "at", "status", "year_text", "town_text",
    "lead", "paragraphs", "told", "headline", "findings", "reading", "unknown",
    "facts", "earlier", "mixed", "industries", "breakdowns", "programmes", "organisations", "members", "plans",
    "listing", "chart", "table",
})  # fmt: skip

WHICH = frozenset({"breakdown", "coverage", "period", "entity"})  # what tells the figures of one indicator apart


_Given = TypeVar("_Given")


def _of_one(absent: _Given) -> Callable[[Callable[[Functions, Fact], _Given]], Callable[..., _Given]]:
    """Make a function of one figure, which templates name by `indicator` and what tells it apart, or in a loop by `ref`.

    `absent` is what it gives where there is no such figure.
    """

    def made(function: Callable[[Functions, Fact], _Given]) -> Callable[..., _Given]:
        def call(self: Functions, indicator: str = "", ref: str = "", **which: str) -> _Given:
            found = self._one(indicator, ref, which)
            return absent if found is None else function(self, found)

        call.__qualname__, call.__doc__ = function.__name__, function.__doc__  # as messages about its arguments name it
        return call

    return made


class Functions:
    """The functions over one Lookup. `functions` maps the names that templates use."""

    def __init__(self, lookup: Lookup, words: Words, narrator: Narrator | None = None) -> None:
        self._narrator = narrator or Narrator(lookup, FigurePhrases(lookup, words))
        self._lookup = lookup
        self._words = words
        self._findings = lookup.findings
        self._figures = FigurePhrases(lookup, words)

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """What the sandbox lets templates call."""
        return {name: getattr(self, name) for name in sorted(NAMES)}

    def values(self) -> dict[str, str]:
        """The plain values that templates may print."""
        town = self._findings.data.town
        lang = self._lookup.lang
        return {"town": text_of(town, "name", lang), "place": text_of(town, "district", lang)}

    # ---- figures

    @_of_one(MISSING)
    def fact(self, found: Fact) -> Phrase:
        """A figure with hedge and unit, linked to its row; status, period, coverage come along where they are news."""
        return self._figures.figure(found)

    @_of_one(MISSING)
    def statement(self, found: Fact) -> Phrase:
        """A whole clause: period and coverage where they are news, the indicator's name, its figure."""
        return self.at(ref=found.id) + self.name(ref=found.id) + self._figures.figure(found)

    @_of_one(MISSING)
    def account(self, found: Fact) -> Phrase:
        """A `statement`, and behind a comma how the figure moved, where that is known and not the figure itself."""
        statement = self.statement(ref=found.id)
        moved = MISSING if self._lookup.growth_of(found) is found else self.movement(ref=found.id)
        return statement if moved == MISSING else statement + plain(self._words["comma"]) + moved

    @_of_one(MISSING)
    def change(self, found: Fact) -> Phrase:
        """`比上年增长41.9%`: the published growth rate, words of the source without a figure, or a computed rate."""
        growth, words = self._lookup.growth_of(found), self._lookup.moved_words(found)
        if growth is not None and not growth.is_derived:
            change = self._figures.change(growth)
            return change + plain(self._words["comma"] + words) if words else change
        if words:
            return plain(words)
        return MISSING if growth is None or not self._figures.on_year(growth) else self._figures.change(growth)

    @_of_one(MISSING)
    def since(self, found: Fact) -> Phrase:
        """`比2022年增长超66.6%`: a growth computed from a base further back than the year before."""
        growth = self._lookup.computed(found, "growth")
        if growth is None or self._figures.on_year(growth):
            return MISSING
        return self._figures.since(growth)

    @_of_one(MISSING)
    def average(self, found: Fact) -> Phrase:
        """`年均增长超90%`: the published average growth over several years, or a computed one."""
        growth = self._lookup.average_growth_of(found)
        return MISSING if growth is None else self._figures.moved(growth, self._words["yearly"])

    @_of_one(MISSING)
    def average_since(self, found: Fact) -> Phrase:
        """`以2020年预计数为基数年均增长70.0%`: the average growth computed from the nearest earlier year."""
        growth = self._lookup.computed(found, "average_growth")
        if growth is None:
            return MISSING
        return self._figures.moved(growth, self._words["on_base"].format(base=self._figures.base(growth)), when="")

    @_of_one(MISSING)
    def multiple(self, found: Fact) -> Phrase:
        """`2020年预计数的14.2倍`: computed, where the figure has at least doubled since its nearest base."""
        result = self._lookup.computed(found, "multiple")
        return (
            MISSING if result is None else self._figures.figure(result, self._figures.base(result) + self._words["of"])
        )

    @_of_one(MISSING)
    def against(self, found: Fact) -> Phrase:
        """`为2020年预计数的14.2倍`: the multiple with its verb, for key figures."""
        multiple = self.multiple(ref=found.id)
        return multiple if multiple == MISSING else plain(self._words["is"]) + multiple

    @_of_one(MISSING)
    def movement(self, found: Fact) -> Phrase:
        """How the figure has moved: `change`, or where nobody says so, `against`."""
        change = self.change(ref=found.id)
        return self.against(ref=found.id) if change == MISSING else change

    @_of_one(MISSING)
    def share(self, found: Fact) -> Phrase:
        """`67.3%`: the computed share of a part in the whole that the tables say it is a part of."""
        result = self._lookup.computed(found, "share")
        return MISSING if result is None else self._figures.figure(result)

    # ---- words about figures

    def has(self, indicator: str, **which: str) -> bool:
        """Whether the figure is there."""
        return self._one(indicator, "", which) is not None

    @_of_one(False)
    def falling(self, found: Fact) -> bool:
        """Whether the figure's change is a decline."""
        growth, movement = self._lookup.growth_of(found), self._lookup.movement_of(found)
        return (growth is not None and growth.value < 0) or (movement is not None and movement.is_adverse)

    @_of_one(False)
    def disputed(self, found: Fact) -> bool:
        """Whether the audit found the published figure at odds with the others, or right in one reading only."""
        return found.id in self._lookup.doubts

    @_of_one(MISSING)
    def doubt(self, found: Fact) -> Phrase:
        """What the audit says of a disputed figure: 与同一来源的其他数不符, 是否成立取决于读法."""
        verdict = self._lookup.doubts.get(found.id)
        return MISSING if verdict is None else plain(self._lookup.language.AUDIT[f"doubt.{verdict}"])

    @_of_one(False)
    def is_year(self, found: Fact) -> bool:
        """Whether the figure is one of the whole briefing year."""
        return found.period == self._lookup.home_period()

    def town_text(self) -> Phrase:
        """The town's name; figures after it in the paragraph are of the whole town."""
        return _mention(self.values()["town"], coverage=self._lookup.home_coverage())

    def year_text(self) -> Phrase:
        """The briefing year in words; figures after it in the paragraph are of that year."""
        home = self._lookup.home_period()
        return _mention(self._lookup.language.period(home), period=home.text)

    @_of_one(MISSING)
    def name(self, found: Fact) -> Phrase:
        """What the figure is of: the coverage where it is news, the breakdown, the indicator."""
        covered = _mention(self._lookup.coverage_name(found.coverage), coverage=found.coverage, only_news=True)
        return covered + plain(self._lookup.breakdown_name(found.breakdown) + self._lookup.spoken_name(found))

    @_of_one(MISSING)
    def term(self, found: Fact) -> Phrase:
        """The indicator's name alone."""
        return plain(self._lookup.spoken_name(found))

    @_of_one(MISSING)
    def scope(self, found: Fact) -> Phrase:
        """The name of what the figure covers; figures after it in the paragraph need not say it again."""
        return _mention(self._lookup.coverage_name(found.coverage), coverage=found.coverage)

    @_of_one(MISSING)
    def when(self, found: Fact) -> Phrase:
        """The figure's period in words; figures after it in the paragraph need not say it again."""
        return _mention(self._lookup.language.plan_period(found.period), period=found.period.text)

    @_of_one(MISSING)
    def at(self, found: Fact) -> Phrase:
        """The figure's period and a comma, where it is news."""
        words = self._lookup.language.plan_period(found.period) + self._words["comma"]
        return _mention(words, period=found.period.text, only_news=True)

    @_of_one(MISSING)
    def status(self, found: Fact) -> Phrase:
        """预计, 计划 … or nothing for a plain result; holds for the figures of its clause."""
        return _mention(self._words.status(found.status), status=found.status)

    # ---- lists

    def facts(
        self,
        indicator: str = "",
        domain: str = "",
        entity: str = "",
        group: str = "",
        breakdown: str = "",
        most: int = 0,
    ) -> list[dict[str, str]]:
        """The year's own figures of an indicator, domain, kind of coverage, group or breakdown, to loop over.

        One of an earlier year is left out where there is a later one of the same thing; so is, of a whole domain, the
        growth of a figure that is there itself. `most` takes so many of the first.
        """
        found = [
            fact
            for fact in self._lookup.own()
            if indicator in ("", fact.indicator) and breakdown in ("", fact.breakdown)
            if self._wanted(fact, domain, entity, group)
        ]
        if domain:
            growths = {growth.id for fact in found if (growth := self._lookup.growth_of(fact)) not in (None, fact)}
            found = [fact for fact in found if fact.id not in growths]
        latest = {(fact.indicator, fact.breakdown, fact.coverage): fact.period for fact in sorted(found, key=_ended)}
        kept = [
            self._item(fact)
            for fact in found
            if fact.period.last.year >= self._findings.year
            or fact.period == latest[fact.indicator, fact.breakdown, fact.coverage]
        ]
        return kept[:most] if most else kept

    @_of_one(list[dict[str, str]]())
    def earlier(self, found: Fact) -> list[dict[str, str]]:
        """What earlier years' sources published of a figure, oldest first."""
        points = series(self._findings, found.indicator, found.breakdown, found.coverage)
        return [self._item(point.fact) for point in points if point.fact.period.last < found.period.first]

    @_of_one(False)
    def mixed(self, found: Fact) -> bool:
        """Whether an earlier figure is of another coverage or other months, so that no change is computed from it."""
        return any(not comparable(found, self._findings.facts[item["id"]]) for item in self.earlier(ref=found.id))

    def breakdowns(self, indicator: str, group: str = "", coverage: str = "", prefix: str = "") -> list[dict[str, str]]:
        """The year's figures of one indicator by breakdown, largest first; or, by the ids' `prefix`, in table order."""
        found = [
            fact
            for fact in self._lookup.own()
            if fact.indicator == indicator and fact.breakdown.startswith(prefix) and fact.breakdown
            if coverage in ("", fact.coverage) and self._wanted(fact, "", "", group)
        ]
        if not prefix:
            found.sort(key=lambda f: f.value, reverse=True)
        return [self._item(fact) for fact in found]

    def disputes(self) -> list[dict[str, str]]:
        """The year's figures that the audit found at odds with others."""
        return [self._item(fact) for fact in self._lookup.own() if fact.id in self._lookup.doubts]

    def industries(self) -> list[dict[str, str]]:
        """The industries that the year's figures of the industry domain are broken down by, in table order."""
        breakdowns = self._findings.data.breakdowns
        used = {fact.breakdown for fact in self._lookup.own() if self._wanted(fact, "industry", "", "industry")}
        return [{"id": Id(key), "name": self._lookup.breakdown_name(key)} for key in breakdowns if key in used]

    def programmes(self, domain: str = "", kind: str = "") -> list[dict[str, str]]:
        """Programmes of a domain or kind, in table order."""
        return [_named(p, self._lookup.lang) for p in self._findings.programmes if _fits(p, domain=domain, kind=kind)]

    def organisations(self, industry: str = "", kind: str = "") -> list[dict[str, str]]:
        """Organisations of an industry or kind, in table order."""
        found = self._findings.organisations
        return [_named(o, self._lookup.lang) for o in found if _fits(o, industry=industry, kind=kind)]

    @_of_one(list[str]())
    def members(self, found: Fact) -> list[str]:
        """The names behind a count, in their order: 五大产业集群, and which they are."""
        return list(self._lookup.members_of(found))

    def plans(self) -> list[dict[str, str]]:
        """What the year's sources say is to come: name, stage, words of its date and how exact they are, dated ones first."""
        return plans(self._findings, self._lookup.lang, self._lookup.language)

    def listing(self, items: Sequence[Any]) -> Phrase:
        """Names joined as an enumeration; a missing figure where there are none."""
        if isinstance(items, str) or any(isinstance(item, Id) or not isinstance(item, Mapping | str) for item in items):
            raise TypeError("listing() takes what facts(), programmes() or organisations() gave")
        names = [item["name"] if isinstance(item, Mapping) else str(item) for item in items]
        return plain(self._words["enumeration"].join(names)) if names else MISSING

    def _item(self, fact: Fact) -> dict[str, str]:
        return {
            "id": Id(fact.id),
            "indicator": Id(fact.indicator),
            "breakdown": Id(fact.breakdown),
            "coverage": Id(fact.coverage),
            "status": Id(fact.status),
            "name": self._lookup.breakdown_name(fact.breakdown) or self._lookup.spoken_name(fact),
        }

    def _wanted(self, fact: Fact, domain: str, entity: str, group: str) -> bool:
        data = self._findings.data
        coverage, breakdown = data.coverages.get(fact.coverage), data.breakdowns.get(fact.breakdown)
        return (
            domain in ("", self._lookup.domain(fact))
            and entity in ("", coverage.entity if coverage else "")
            and group in ("", breakdown.group if breakdown else "")
        )

    # ---- composed from the data

    def lead(self) -> Phrase:
        """The chapter's finding in a sentence: what stands out most among its figures."""
        return self._narrator.lead()

    def paragraphs(self) -> list[Phrase]:
        """What the chapter has to say and has not said yet, as paragraphs to loop over."""
        return self._narrator.paragraphs()

    def headline(self) -> Phrase:
        """One sentence for the cover: what stands out most, and the next finding if there is room."""
        return self._narrator.summary.headline()

    def findings(self, most: int = 7) -> list[Phrase]:
        """What stands out in the year, as paragraphs to loop over: the first sentence alone, then the others."""
        return self._narrator.summary.findings(most)

    def reading(self) -> list[Phrase]:
        """Remarks on coverage, periods and status, to loop over."""
        return self._narrator.summary.reading()

    def unknown(self) -> list[Phrase]:
        """What the year's sources leave open, to loop over."""
        return self._narrator.summary.unknown()

    @_of_one(MISSING)
    def told(self, found: Fact) -> Phrase:
        """A figure with its growth, share, rank and parts, as the composer says it, without an end mark."""
        return self._narrator.clause(found)

    # ---- blocks

    def chart(self, name: str) -> Phrase:
        """Puts a chart of briefing.toml here instead of at the section's end."""
        return Phrase((Placed("chart", name),))

    def table(self, name: str) -> Phrase:
        """Puts a table of briefing.toml here instead of at the section's end."""
        return Phrase((Placed("table", name),))

    def _one(self, indicator: str, ref: str, which: Mapping[str, str]) -> Fact | None:
        if ref:
            return self._findings.facts.get(ref)
        if not indicator:
            raise TypeError("no figure is named; write its indicator, or in a loop ref=row.id")
        unknown = set(which) - WHICH
        if unknown:
            raise TypeError(f"no such argument: {', '.join(sorted(unknown))}")
        return self._lookup.find(indicator, **which)


def _mention(text: str, *, period: str = "", coverage: str = "", status: str = "", only_news: bool = False) -> Phrase:
    return Phrase((Mention(text, period, coverage, status, only_news),))


def _named(thing: Programme | Organisation, lang: str) -> dict[str, str]:
    return {"id": Id(thing.id), "name": text_of(thing, "name", lang), "kind": Id(thing.kind)}


def _fits(thing: Programme | Organisation, **wanted: str) -> bool:
    return all(value in ("", getattr(thing, key)) for key, value in wanted.items())


def _ended(fact: Fact) -> dt.date:
    return fact.period.last
