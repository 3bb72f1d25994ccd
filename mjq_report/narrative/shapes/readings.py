"""A published figure beside what its readings come to: which of them it agrees with."""

from __future__ import annotations

from collections.abc import Iterator

from mjq_report.figures import formats
from mjq_report.figures.intervals import Interval
from mjq_report.lang import text_of
from mjq_report.model.codes import Verdict
from mjq_report.model.findings import AuditResult, Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import Candidate, View

_NO_VALUES = ("at_most", "at_least")  # of these a reading gives a bound of another figure
_LEAST = 2


def readings(view: View) -> Iterator[Candidate]:
    """A rate or share that a claim recomputes in two ways or more, of which it agrees with some: a bar for each.

    What each comes to is computed in the audit, where its arithmetic stands.
    """
    given = {fact.id: fact for fact in view.facts if fact.unit in ("%", "‰")}
    for result in view.resolver.lookup.findings.audit:
        fact = given.get(result.facts[0]) if result.facts and result.verdict is Verdict.DEPENDS else None
        if fact is not None and result.claim.operation not in _NO_VALUES:
            items = [item for one in result.readings if (item := _item(view, one)) is not None]
            if len(items) >= _LEAST:
                yield _readings(view, fact, items, sum(one.verdict is Verdict.CONSISTENT for one in result.readings))


def _item(view: View, result: AuditResult) -> Item | None:
    """What a reading comes to: its value, or the most that it can be."""
    low, high = result.computed or (None, None)
    if high is None or low is None or not high.is_finite():
        return None
    bounded = low <= -100 or not low.is_finite()
    known = formats.known(Interval(None, high) if bounded else Interval(low, high))
    if known is None:
        return None
    label = view.resolver.lookup.language.quantity(known[0], "", known[1]).text
    name, value = text_of(result.claim, "assumes", view.resolver.lookup.lang), high if bounded else (low + high) / 2
    return Item(name, None, label=label, value=value, nature="derived")


def _readings(view: View, fact: Fact, items: list[Item], agreeing: int) -> Candidate:
    first = Item(view.words("as_published"), fact, emphasis=True)
    key = "became" if agreeing == 1 else "readings"
    title = view.say(key, name=view.name(fact), figure=view.figure(fact), count=view.count(agreeing))
    lines, subtitle = (Line("", (first, *items)),), view.subtitle(view.name(fact), fact)
    remark = view.words("readings_at")
    return Candidate("readings", "ranked", view.subject(fact), lines, title, subtitle, unit=fact.unit, remark=remark)
