"""Where a figure comes from: its row, source and wording, and for a computed one the tree of its inputs."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mjq_report.analysis.findings import find
from mjq_report.errors import UsageError
from mjq_report.figures.selection import select
from mjq_report.lang import zh
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.locators import Locator, told
from mjq_report.model.naming import ids_called
from mjq_report.model.tables import TownData

_SOME = 20  # names that a message lists


@dataclass(frozen=True, slots=True)
class Trace:
    """A fact with all that a checker needs; a tree. `row` is file:line in the data root.

    A published figure has a row, a source with a paragraph number and the words it was published in;
    a computed one has an operation and inputs. `repeated` are other rows that give the same thing for
    the same period, `computed` what was computed from it; both only at the root.
    """

    fact: str
    indicator: str
    indicator_name: str
    breakdown: str
    breakdown_name: str
    value: str
    unit: str
    reads: str
    qualifier: str
    status: str
    period: str
    coverage: str
    coverage_name: str
    row: str = ""
    source: str = ""
    source_title: str = ""
    locator: Locator = 0
    as_published: str = ""
    note: str = ""
    corrected_from: str = ""
    superseded_by: str = ""
    operation: str = ""
    inputs: tuple[Trace, ...] = ()
    repeated: tuple[Trace, ...] = ()
    computed: tuple[Trace, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """As plain values for JSON, inputs nested; what is empty is left out."""
        nested = ("inputs", "repeated", "computed")
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in nested}
        lists = {name: [trace.to_dict() for trace in getattr(self, name)] for name in nested}
        return {name: value for name, value in (plain | lists).items() if value}

    def lines(self) -> list[str]:
        """As a tree to print."""
        return list(self._lines("", ""))

    def _lines(self, first: str, rest: str) -> Iterator[str]:
        what = " ".join(part for part in (self.breakdown_name, self.indicator_name) if part)
        yield f"{first}{what} {self.reads}" + (f"  = {self.operation}" if self.operation else "")
        branches = [("", t) for t in self.inputs]
        branches += [("also ", t) for t in self.repeated] + [("computed: ", t) for t in self.computed]
        bar = rest + ("│  " if branches else "   ")
        yield f"{bar}{self.period} · {self.coverage_name} · {self.status} · {self.qualifier}"
        if self.row:
            yield f"{bar}{self.row}"
            yield f"{bar}《{self.source_title}》 ({self.source}) {told(self.locator)}: {self.as_published}"
        if self.corrected_from:
            yield f"{bar}corrected; published: {self.corrected_from}{self.unit}"
        if self.superseded_by:
            yield f"{bar}superseded by {self.superseded_by}"
        if self.note:
            yield f"{bar}{self.note}"
        for number, (label, branch) in enumerate(branches, 1):
            last = number == len(branches)
            yield from branch._lines(f"{rest}{'└─ ' if last else '├─ '}{label}", f"{rest}{'   ' if last else '│  '}")


def trace(
    found: Findings | TownData,
    indicator: str,
    year: int,
    breakdown: str = "",
    *,
    period: str | None = None,
    coverage: str | None = None,
) -> Trace:
    """Trace the figure that a briefing of `year` prints for an indicator.

    Raises NoData as `find` does, and UsageError, with the nearest names, when the year's briefing has
    no such figure.
    """
    findings = find(found, year) if isinstance(found, TownData) else found
    have, terms = {f.indicator for f in findings.facts.values()}, findings.data
    called = {id_: (i.name_zh, i.short_zh, i.name_en, *i.aliases_zh) for id_, i in terms.indicators.items()}
    indicator = _called(indicator, called, have)
    breakdown = _called(breakdown, {id_: (b.name_zh, b.name_en) for id_, b in terms.breakdowns.items()})
    coverage = coverage and _called(coverage, {id_: (c.name_zh, c.name_en) for id_, c in terms.coverages.items()})
    fact = select(findings, indicator, breakdown=breakdown, period=period, coverage=coverage)
    if fact is None:
        raise UsageError(_nothing(findings, indicator, breakdown))
    same = [
        f
        for f in findings.facts.values()
        if not f.is_derived and f.id != fact.id and f.id.partition("!")[0] == fact.id.partition("!")[0]
    ]
    computed = [f for f in findings.facts.values() if fact.id in f.inputs]
    return _node(
        findings,
        fact,
        repeated=tuple(_node(findings, f) for f in same),
        computed=tuple(_node(findings, f) for f in computed),
    )


def _node(findings: Findings, fact: Fact, repeated: tuple[Trace, ...] = (), computed: tuple[Trace, ...] = ()) -> Trace:
    data = findings.data
    row = next((o for o in data.observations if o.key == fact.id), None)
    breakdown = data.breakdowns.get(fact.breakdown)
    coverage = data.coverages.get(fact.coverage)
    return Trace(
        fact=fact.id,
        indicator=fact.indicator,
        indicator_name=data.indicators[fact.indicator].name_zh,
        breakdown=fact.breakdown,
        breakdown_name=breakdown.name_zh if breakdown else "",
        value=fact.printed,
        unit=fact.unit,
        reads=zh.figure(fact).text,
        qualifier=str(fact.qualifier),
        status=str(fact.status),
        period=str(fact.period),
        coverage=fact.coverage,
        coverage_name=coverage.name_zh if coverage else fact.coverage,
        row=str(row.row) if row else "",
        source=row.source if row else "",
        source_title=data.sources[row.source].title if row else "",
        locator=row.locator if row else 0,
        as_published=row.as_published if row else "",
        note=fact.note,
        corrected_from=fact.correction.published if fact.correction else "",
        superseded_by=fact.superseded_by,
        operation=fact.operation,
        inputs=tuple(_node(findings, findings.facts[key]) for key in fact.inputs),
        repeated=repeated,
        computed=computed,
    )


def _called(text: str, names: Mapping[str, Iterable[str]], have: Collection[str] = ()) -> str:
    """The id of what is called by its id or a name; of several, those that the town has. What none is called stays."""
    found = ids_called(text, names) if text else []
    found = [id_ for id_ in found if id_ in have] or found
    if len(found) > 1:
        raise UsageError(f"{text}: several are called so; give the id of one: {', '.join(found)}")
    return found[0] if found else text


def _nothing(findings: Findings, indicator: str, breakdown: str) -> str:
    """What to say of a figure that is not there: its other breakdowns, or indicators of a like name."""
    published = [f for f in findings.facts.values() if not f.is_derived]
    others = sorted({f.breakdown or "(whole)" for f in published if f.indicator == indicator})
    wanted = f"{indicator}/{breakdown}" if breakdown else indicator
    if others:
        return f"no figure {wanted} for {findings.year}; {indicator} is there for: {', '.join(others)}"
    there = sorted({findings.data.indicators[f.indicator].name_zh for f in published})
    near = difflib.get_close_matches(indicator, [*sorted({f.indicator for f in published}), *there], n=3, cutoff=0.5)
    some = ", ".join(there[:_SOME]) + (f" and {len(there) - _SOME} more" if len(there) > _SOME else "")
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are figures of: {some}"
    return f"no figure {wanted} for {findings.year}; {hint}"
