"""The functions that templates may call: figures, changes, names, lists. Nothing else prints a number.

Each returns a `Phrase` of figures and words, plain values for tests and loops, or `MISSING` for a figure that is not
there, which drops the clause or sentence around it. docs/templates.md lists them for editors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mjq_report.figures.selection import comparable, series
from mjq_report.lang import text_of
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.phrases import MISSING, Figure, Id, Mention, Phrase, Placed, plain

NAMES = frozenset({
    "fact", "statement", "account", "change", "since", "average", "average_since", "multiple", "share",
    "against", "movement", "has", "is_year", "falling", "disputed", "disputes",
    "name", "term", "scope", "when", "at", "status", "year_text", "town_text",
    "facts", "earlier", "mixed", "industries", "breakdowns", "programmes", "organisations", "listing", "chart", "table",
})  # fmt: skip

WHICH = frozenset({"breakdown", "coverage", "period", "entity"})  # what tells the figures of one indicator apart


class Functions:
    """The functions over one Lookup. `functions` maps the names that templates use."""

    def __init__(self, lookup: Lookup, words: Words) -> None:
        self._lookup = lookup
        self._words = words
        self._findings = lookup.findings
        self._inconsistent = lookup.inconsistent()

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """What the sandbox lets templates call."""
        return {name: getattr(self, name) for name in sorted(NAMES)}

    def values(self) -> dict[str, str]:
        """The plain values that templates may print."""
        town = self._findings.data.town
        lang = self._lookup.lang
        return {"town": text_of(town, "name", lang), "place": text_of(town, "district", lang)}

    # ---- figures

    def fact(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """A figure with hedge and unit, linked to its row; status, period, coverage come along where they are news."""
        found = self._one(indicator, ref, which)
        return MISSING if found is None else self._figure(found)

    def statement(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """A whole clause: period and coverage where they are news, the indicator's name, its figure."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        return self.at(ref=found.id) + self.name(ref=found.id) + self._figure(found)

    def account(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """A `statement`, and behind a comma how the figure moved, where that is known and not the figure itself."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        moved = MISSING if self._lookup.growth_of(found) is found else self.movement(ref=found.id)
        told = self.statement(ref=found.id)
        return told if moved == MISSING else told + plain(self._words["comma"]) + moved

    def change(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`比上年增长41.9%`: the published growth rate, or one computed from the year before."""
        found = self._one(indicator, ref, which)
        growth = self._lookup.growth_of(found) if found is not None else None
        if growth is None or (growth.is_derived and not self._is_on_year(growth)):
            return MISSING
        over_years = growth.period.is_years
        compared = (
            self._words["yearly"] if over_years else self._lookup.language.comparison(growth.period, growth.value)
        )
        return self._moved(growth, compared)

    def since(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`比2022年增长超66.6%`: a growth computed from a base further back than the year before."""
        found = self._one(indicator, ref, which)
        growth = self._lookup.computed(found, "growth") if found is not None else None
        if growth is None or self._is_on_year(growth):
            return MISSING
        than = self._words["than"] if growth.value else self._words["level_with"]
        return self._moved(growth, than + self._base(growth))

    def average(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`年均增长超90%`: the published average growth over several years, or a computed one."""
        found = self._one(indicator, ref, which)
        growth = self._lookup.average_growth_of(found) if found is not None else None
        if growth is None:
            return MISSING
        return self._moved(growth, self._words["yearly"])

    def average_since(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`以2020年预计数为基数年均增长70.0%`: the average growth computed from the nearest earlier year."""
        found = self._one(indicator, ref, which)
        growth = self._lookup.computed(found, "average_growth") if found is not None else None
        if growth is None:
            return MISSING
        front = self._words["on_base"].format(base=self._base(growth))
        return self._moved(growth, front, when="")

    def multiple(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`2020年预计数的14.2倍`: computed, where the figure has at least doubled since its nearest base."""
        found = self._one(indicator, ref, which)
        result = self._lookup.computed(found, "multiple") if found is not None else None
        if result is None:
            return MISSING
        return self._figure(result, self._base(result) + self._words["of"])

    def against(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`为2020年预计数的14.2倍`: the multiple with its verb, for key figures."""
        multiple = self.multiple(indicator, ref, **which)
        return multiple if multiple == MISSING else plain(self._words["is"]) + multiple

    def movement(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """How the figure has moved: `change`, or where nobody says so, `against`."""
        change = self.change(indicator, ref, **which)
        return self.against(indicator, ref, **which) if change == MISSING else change

    def share(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """`67.3%`: the computed share of a part in the whole that the tables say it is a part of."""
        found = self._one(indicator, ref, which)
        result = self._lookup.computed(found, "share") if found is not None else None
        return MISSING if result is None else self._figure(result)

    def _is_on_year(self, growth: Fact) -> bool:
        """Whether a computed growth is one over the same period of the year before."""
        return self._findings.facts[growth.inputs[1]].period.text == _year_earlier(growth)

    def _base(self, result: Fact) -> str:
        """The base of a computed figure: its period, and that it was an estimate if it was."""
        base = self._findings.facts[result.inputs[1]]
        status = self._words.status(base.status)
        return self._lookup.period(base) + (self._words["figure_of"].format(status=status) if status else "")

    def _moved(self, growth: Fact, front: str, when: str | None = None) -> Phrase:
        """A change with its direction, behind the words that say since when."""
        return self._figure(growth, front, self._lookup.language.movement(growth), when)

    def _figure(self, fact: Fact, front: str = "", text: str = "", when: str | None = None) -> Phrase:
        """`front` are words before it; `text` and `when` replace how it is printed and its period, empty for none."""
        status = fact.status
        if fact.is_derived:  # an estimated base is named, see `_base`; only the later figure hedges the result
            status = self._findings.facts[fact.inputs[0]].status
        value = Figure(
            fact.id,
            text or self._lookup.language.figure(fact).text,
            period=fact.period.text if when is None else when,
            period_words=self._lookup.language.plan_period(fact.period),
            coverage=fact.coverage,
            coverage_words=self._lookup.language.nested(self._lookup.coverage_name(fact.coverage)),
            status=status,
            status_words=self._words.status(status),
        )
        return plain(front) + Phrase((value,)) if front else Phrase((value,))

    # ---- words about figures

    def has(self, indicator: str, **which: str) -> bool:
        """Whether the figure is there."""
        return self._one(indicator, "", which) is not None

    def falling(self, indicator: str, **which: str) -> bool:
        """Whether the figure's change is a decline."""
        found = self._one(indicator, "", which)
        growth = self._lookup.growth_of(found) if found is not None else None
        return growth is not None and growth.value < 0

    def town_text(self) -> Phrase:
        """The town's name; figures after it in the paragraph are of the whole town."""
        return _mention(self.values()["town"], coverage=self._lookup.home_coverage())

    def year_text(self) -> Phrase:
        """The briefing year in words; figures after it in the paragraph are of that year."""
        home = self._lookup.home_period()
        return _mention(self._lookup.language.period(home), period=home.text)

    def disputed(self, indicator: str, **which: str) -> bool:
        """Whether the audit found the published figure at odds with the others."""
        found = self._one(indicator, "", which)
        return found is not None and found.id in self._inconsistent

    def is_year(self, indicator: str, **which: str) -> bool:
        """Whether the figure is one of the whole briefing year."""
        found = self._one(indicator, "", which)
        return found is not None and found.period == self._lookup.home_period()

    def name(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """What the figure is of: the coverage where it is news, the breakdown, the indicator."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        covered = _mention(self._lookup.coverage_name(found.coverage), coverage=found.coverage, only_news=True)
        named = self._lookup.breakdown_name(found.breakdown) + self._lookup.spoken_name(found)
        return covered + plain(named)

    def term(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """The indicator's name alone."""
        found = self._one(indicator, ref, which)
        return MISSING if found is None else plain(self._lookup.spoken_name(found))

    def scope(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """The name of what the figure covers; figures after it in the paragraph need not say it again."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        return _mention(self._lookup.coverage_name(found.coverage), coverage=found.coverage)

    def when(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """The figure's period in words; figures after it in the paragraph need not say it again."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        return _mention(self._lookup.language.plan_period(found.period), period=found.period.text)

    def at(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """The figure's period and a comma, where it is news."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
        words = self._lookup.language.plan_period(found.period) + self._words["comma"]
        return _mention(words, period=found.period.text, only_news=True)

    def status(self, indicator: str = "", ref: str = "", **which: str) -> Phrase:
        """预计, 计划 … or nothing for a plain result; holds for the figures of its clause."""
        found = self._one(indicator, ref, which)
        if found is None:
            return MISSING
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

    def earlier(self, indicator: str, **which: str) -> list[dict[str, str]]:
        """What earlier years' sources published of a figure, oldest first."""
        found = self._one(indicator, "", which)
        if found is None:
            return []
        points = series(self._findings, indicator, found.breakdown, found.coverage)
        return [self._item(point.fact) for point in points if point.fact.period.last < found.period.first]

    def mixed(self, indicator: str, **which: str) -> bool:
        """Whether an earlier figure is of another coverage or other months, so that no change is computed from it."""
        found = self._one(indicator, "", which)
        earlier = (self._findings.facts[item["id"]] for item in self.earlier(indicator, **which))
        return found is not None and any(not comparable(found, fact) for fact in earlier)

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
        return [self._item(fact) for fact in self._lookup.own() if fact.id in self._inconsistent]

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


def _year_earlier(fact: Fact) -> str:
    try:
        return fact.period.year_earlier().text
    except ValueError:  # 29 February
        return ""
