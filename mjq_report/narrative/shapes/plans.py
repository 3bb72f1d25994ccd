"""What comes next: projects with the dates that the year's sources give them, and aims with their years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.lang import text_of
from mjq_report.model.codes import Stage, Status
from mjq_report.model.document import Nature
from mjq_report.model.findings import Fact
from mjq_report.model.locators import Locator
from mjq_report.model.period import Period
from mjq_report.model.tables import Organisation, Programme
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import Candidate, View

_AHEAD = (Stage.PLANNED, Stage.STARTED, Stage.UNDER_CONSTRUCTION)
_AIMS = (Status.PLANNED, Status.TARGET)
_PROJECT = "project"  # the kind of programme that is built; others are slogans as often as plans
_MOST, _MOST_OPEN, _LEAST, _LEAST_DATED = 8, 3, 3, 2


@dataclass(frozen=True, slots=True)
class Event:
    """What is to happen; `due` is None where nobody gave a date."""

    due: Period | None
    when: str
    what: str
    how_far: str
    source: str
    fact: Fact | None = None


def timeline(view: View) -> Candidate | None:
    """Three plans or more, of which two have dates; at most eight, in their order, those without a date last.

    Projects come before aims in figures, of which those of headline indicators come first. None where there are fewer.
    """
    projects = list(_projects(view))
    dated = [event for event in projects if event.due is not None]
    undated = [event for event in projects if event.due is None][:_MOST_OPEN]
    dated = [*dated, *_aims(view)][: _MOST - len(undated)]
    if len(dated) < _LEAST_DATED or len(dated) + len(undated) < _LEAST:
        return None
    events = [*sorted(dated, key=lambda e: (e.due.last, e.due.first) if e.due else ()), *undated]
    key = "dated_and_not" if undated else "dated"
    title = view.say(key, dated=view.count(len(dated)), open=view.count(len(undated)))
    items = tuple(_item(view, number, event) for number, event in enumerate(events))
    sources = tuple(event.source for event in events)
    lines = (Line("", items),)
    return Candidate("timeline", "timeline", "plans", lines, title, view.words("plans"), unit="", sources=sources)


def events(view: View) -> tuple[Event, ...]:
    """All that is to come: projects and aims with a date in its order, then projects without one."""
    projects = list(_projects(view))
    dated = [event for event in (*projects, *_aims(view)) if event.due is not None]
    dated.sort(key=lambda event: (event.due.last, event.due.first) if event.due else ())
    return (*dated, *(event for event in projects if event.due is None))


def _item(view: View, number: int, event: Event) -> Item:
    when = event.when or view.words("undated")
    value = None if event.due is None else Decimal(number)
    nature: Nature = "unknown" if event.due is None else "expected"
    return Item(when, event.fact, label=event.what, value=value, nature=nature, note=event.how_far)


def _projects(view: View) -> Iterator[Event]:
    """Programmes, and organisations that none of them stands for, which the year's sources say are not finished."""
    findings, lookup = view.resolver.lookup.findings, view.resolver.lookup
    said: set[tuple[str, Locator, str]] = set()
    entities: list[Programme | Organisation] = [*findings.programmes, *findings.organisations]
    for entity in sorted(entities, key=lambda entity: entity.kind != _PROJECT):
        mention = findings.mentions.get(entity.id)
        domain = getattr(entity, "domain", "")
        if mention is None or mention.stage not in _AHEAD:
            continue
        place = mention.source, mention.locator, mention.due
        if not domain and (place in said or not mention.due):
            continue
        said.add(place)
        due = Period.parse(mention.due) if mention.due else None
        stage = lookup.language.STAGES.get(mention.stage, "")
        when = mention.due_words or (lookup.language.period(due) if due else "")
        yield Event(due, when, text_of(entity, "name", lookup.lang), stage, mention.source)


def _aims(view: View) -> Sequence[Event]:
    """Figures that are planned or aimed at for a time to come, headline indicators first."""
    lookup = view.resolver.lookup
    aims = [
        fact
        for fact in view.facts
        if fact.status in _AIMS
        and view.group(fact) != "programme"
        and not fact.members_zh  # a count of names is a list, no aim
        and fact.period.last.year > lookup.findings.year
    ]
    made = []
    for fact in sorted(aims, key=view.weight):
        whose = "" if fact.coverage == lookup.home_coverage() else lookup.coverage_name(fact.coverage)
        what = lookup.language.linked(whose, view.name(fact)) + lookup.language.figure(fact).text
        when = lookup.language.plan_period(fact.period)
        made.append(Event(fact.period, when, what, view.status(fact), fact.source, fact))
    return made
