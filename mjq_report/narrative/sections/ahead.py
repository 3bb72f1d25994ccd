"""接下来: what the year's sources say is to come, with the precision of their dates: before, end of, a month, or none."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.model.document import Block, Chart, Column, Paragraph, Row, Section, Span, Spans, Table
from mjq_report.narrative.labels import Words
from mjq_report.narrative.sections.cells import text
from mjq_report.narrative.shapes.plans import Event
from mjq_report.narrative.shapes.view import View

LEAST, ID = 2, "next"  # events of a section; its id


def ahead(view: View, events: Sequence[Event], drawn: Chart | None, words: Words) -> Section | None:
    """The section: a sentence on how many have a date and which comes first, then a timeline or, without one, a table."""
    if len(events) < LEAST:
        return None
    dated = [event for event in events if event.due is not None]
    blocks: tuple[Block, ...] = (Paragraph(_lead(view, dated, len(events) - len(dated), words), "lead"),)
    shown = drawn if drawn is not None else _table(view, events, words)
    return Section(ID, view.words("next"), (*blocks, shown))


def _lead(view: View, dated: Sequence[Event], undated: int, words: Words) -> Spans:
    """`来源写明日期的计划有五项，最近的是……；三项没有给出日期。`"""
    if not dated:
        return text(words["next.undated"].format(count=view.count(undated)))
    first = dated[0]
    before, after = words["next.dated"].format(count=view.count(len(dated)), what="\n").split("\n")
    said = (Span(before), Span(first.what, fact=first.fact.id if first.fact else ""))
    closing = words["semicolon"] + words["next.others"].format(count=view.count(undated)) if undated else words["stop"]
    return (*said, Span(view.resolver.lookup.language.in_brackets(_when(first, view)) + after + closing))


def _table(view: View, events: Sequence[Event], words: Words) -> Table:
    """When, what, and how far it is."""
    columns = (
        Column(words["column.when"], weight=0.2),
        Column(words["column.what"], weight=4.0),
        Column(words["column.stage"], weight=0.2),
    )
    rows = [
        Row(
            (
                text(_when(event, view)),
                (Span(event.what, fact=event.fact.id if event.fact else ""),),
                text(event.how_far),
            )
        )
        for event in events
    ]
    return Table(text(words["table.next"]), columns, tuple(rows), header_row=False)


def _when(event: Event, view: View) -> str:
    return event.when or view.words("undated")
