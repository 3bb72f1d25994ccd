"""What changed since the last edition: figures that are new, revised, or no longer published."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.model.document import Block, Column, Paragraph, Row, Section, Span, Table
from mjq_report.model.findings import Fact, Findings
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup, identity
from mjq_report.narrative.sections.cells import figure_span, text
from mjq_report.narrative.sections.tables import Tabulator


def changes(lookup: Lookup, previous: Findings, words: Words) -> Section | None:
    """The section, or None when the year's published figures are the same."""
    before = {identity(fact): fact for fact in Lookup(previous, lookup.lang).own()}
    now = {identity(fact): fact for fact in lookup.own()}
    new = [fact for key, fact in now.items() if key not in before]
    revised = [(before[key], fact) for key, fact in now.items() if key in before and _said(before[key]) != _said(fact)]
    gone = [fact for key, fact in before.items() if key not in now]
    if not (new or revised or gone):
        return None
    tables = Tabulator(lookup, words)
    blocks: list[Block] = [Paragraph(text(words["changes.lead"]), "lead")]
    if revised:
        blocks.append(_revised(revised, lookup, words))
    if new:
        blocks.append(tables.facts_table(new, text(words["changes.new"])))
    if gone:
        blocks.append(_gone(gone, lookup, words))
    return Section("changes", words["section.changes"], tuple(blocks), "changes")


def _said(fact: Fact) -> tuple[str, ...]:
    return fact.printed, fact.unit, fact.qualifier, fact.status


def _revised(pairs: Sequence[tuple[Fact, Fact]], lookup: Lookup, words: Words) -> Table:
    """The old figure as plain text, since no row of this edition holds it, and the new one."""
    columns = (
        Column(words["column.indicator"], weight=2),
        Column(words["column.period"]),
        Column(words["changes.before"], align="right"),
        Column(words["changes.now"], align="right"),
    )
    rows = []
    for old, new in pairs:
        before = "".join(span.text for span in figure_span(old, words.status(old.status)))
        now = figure_span(new, words.status(new.status))
        rows.append(Row((text(lookup.label(new)), text(lookup.period(new)), text(before), now)))
    return Table(text(words["changes.revised"]), columns, tuple(rows))


def _gone(facts: Sequence[Fact], lookup: Lookup, words: Words) -> Table:
    columns = (
        Column(words["column.indicator"], weight=2),
        Column(words["column.period"]),
        Column(words["changes.before"]),
    )
    rows = []
    for fact in facts:
        said = "".join(span.text for span in figure_span(fact, words.status(fact.status)))
        rows.append(Row((text(lookup.label(fact)), text(lookup.period(fact)), (Span(said),))))
    return Table(text(words["changes.gone"]), columns, tuple(rows))
