"""What is known about a town in one briefing year: published facts, computed ones, and the audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mjq_report.analysis import mentions
from mjq_report.analysis.claims import audit
from mjq_report.analysis.derivation import derive
from mjq_report.analysis.facts import fact, with_scopes, with_vintages
from mjq_report.analysis.insights import insights
from mjq_report.analysis.salience import salient
from mjq_report.errors import NoData
from mjq_report.figures import references
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.tables import Observation, Programme, TownData


def find(data: TownData, year: int) -> Findings:
    """Everything that a briefing of `year` may say.

    The year's own figures are those of the sources that report on it. From earlier years come the
    figures of the same indicators, for comparisons, and whatever the year's claims and programmes cite.
    A programme or organisation belongs to every year whose sources name it, described as they do (`mentions`); where a
    town has no mentions, a programme also to the years whose sources give a figure of it.
    Later years are not looked at: a briefing does not know the future. Raises NoData when no
    source that reports on the year carries a figure.
    """
    own = [row for row in data.observations if data.sources[row.source].year == year]
    if not own:
        raise NoData(data.town.slug, year, data.years)
    results = audit(data, year)
    own_keys = frozenset(row.key for row in own)
    rows = references.index(data.observations, data.sources)
    figures = {programme.id: _figures(programme, rows) for programme in data.programmes}
    said = mentions.of_year(data, year)
    with_figures = () if data.mentions else {p.id for p in data.programmes if not own_keys.isdisjoint(figures[p.id])}
    programmes = tuple(
        p if data.sources[p.source].year == year else _with_figures_of(p, own_keys, rows)
        for p in data.programmes
        if data.sources[p.source].year == year or p.id in said or p.id in with_figures
    )
    cited = {key for result in results for key in result.facts}.union(*(_figures(p, rows) for p in programmes))
    indicators = {row.indicator for row in own}
    earlier = [
        row
        for row in data.observations
        if data.sources[row.source].year < year and (row.indicator in indicators or row.key in cited)
    ]
    published = _facts([*own, *earlier], data)
    facts = {f.id: f for f in (*published, *derive(published, data), *_own(insights(published, data), own_keys))}
    organisations = tuple(
        mentions.organisation(o, said.get(o.id))
        for o in data.organisations
        if data.sources[o.source].year == year or o.id in said
    )
    programmes = tuple(mentions.programme(p, said.get(p.id)) for p in programmes)
    found = Findings(data, year, facts, own_keys, results, programmes, organisations, mentions=said)
    return replace(found, salience=salient(found))


def _own(concluded: Iterable[Fact], own: frozenset[str]) -> Iterable[Fact]:
    """What is concluded of the year's own figures: earlier years have had their briefing."""
    return (fact for fact in concluded if fact.inputs[0] in own)


def _facts(rows: Iterable[Observation], data: TownData) -> list[Fact]:
    facts = [fact(row, data.indicators[row.indicator]) for row in rows]
    return with_vintages(with_scopes(facts, data), data.sources)


def _with_figures_of(programme: Programme, own: frozenset[str], rows: references.Index) -> Programme:
    """A programme that an earlier source introduced, with the year's figures alone: its first ones are no news of it."""
    found = ((text, references.resolve(references.parse(text), rows)) for text in programme.observations)
    return replace(programme, observations=tuple(text for text, row in found if row is not None and row.key in own))


def _figures(programme: Programme, rows: references.Index) -> set[str]:
    """Keys of the rows that a programme refers to."""
    found = (references.resolve(references.parse(text), rows) for text in programme.observations)
    return {row.key for row in found if row is not None}
