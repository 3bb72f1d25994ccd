"""The document model as JSON, every figure with its provenance; docs/schema/document.schema.json describes it.

The same document always gives the same bytes. A figure's `row` is its line in the table that the PDF encloses,
whose SHA-256 stands among `inputs`; so a reader can go from a printed figure to the row and back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from mjq_report import __version__
from mjq_report.archive.forms import Drawn
from mjq_report.lang import Language, language
from mjq_report.model.document import (
    Aside,
    Block,
    Card,
    CardRow,
    Chart,
    Contents,
    Entry,
    EntryList,
    Heading,
    ListBlock,
    Mark,
    Paragraph,
    Photograph,
    Row,
    Section,
    Span,
    Table,
)
from mjq_report.model.findings import AuditResult, Fact
from mjq_report.model.tables import Source
from mjq_report.web.markup import clean
from mjq_report.web.provenance import Plain, Provenance

NAME = "mjq-report/document"
VERSION = 1  # of the form; a reader refuses one that it does not know


def export(briefing: Drawn) -> bytes:
    """The JSON of a briefing, UTF-8, ending in a line feed."""
    text = json.dumps(plain(briefing), ensure_ascii=False, indent=1)
    return (clean(text) + "\n").encode("utf-8")


def plain(briefing: Drawn) -> Plain:
    """The same as plain values."""
    document, findings = briefing.document, briefing.findings
    origin = Provenance(document, findings)
    town = findings.data.town
    cover = document.cover
    return {
        "format": NAME,
        "version": VERSION,
        "generator": {"name": "mjq-report", "version": __version__},
        "lang": document.lang,
        "title": document.title,
        "subject": document.subject,
        "author": document.author,
        "keywords": list(document.keywords),
        "town": {
            "slug": town.slug, "code": town.code, "name_zh": town.name_zh, "name_en": town.name_en,
            "district_zh": town.district_zh, "district_en": town.district_en,
        },
        "year": document.year,
        "edition": document.edition.last.isoformat(),
        "cover": {
            "town": cover.town, "place": cover.place, "year": cover.year, "kind": cover.kind, "edition": cover.edition,
            "sentence": _spans(cover.sentence), "cards": [_card(card) for card in cover.cards],
        },
        "sections": [_section(section) for section in document.sections],
        "facts": [_fact(fact, origin, language(document.lang)) for fact in origin.facts()],
        "sources": [_source(source, origin) for source in origin.sources()],
        "claims": [_claim(result) for result in findings.audit],
        "options": dict(sorted(briefing.options.items())),
        "inputs": [
            {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in briefing.inputs
        ],
    }  # fmt: skip


# --------------------------------------------------------------------------- the text


def _section(section: Section) -> Plain:
    blocks = [_block(block) for block in section.blocks]
    return {"id": section.id, "title": section.title, "role": section.role, "blocks": blocks}


def _block(block: Block) -> Plain:
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "anchor": block.anchor, "spans": _spans(block.spans)}
        case Paragraph():
            return {"type": "paragraph", "role": block.role, "spans": _spans(block.spans)}
        case ListBlock():
            return {"type": "list", "ordered": block.ordered, "items": [_spans(item) for item in block.items]}
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Photograph():
            return _picture(block)
        case CardRow():
            return {"type": "cards", "cards": [_card(card) for card in block.cards]}
        case Aside():
            items, cards = [_spans(item) for item in block.items], [_card(card) for card in block.cards]
            return {"type": "aside", "kind": block.kind, "title": block.title, "items": items, "cards": cards}
        case Contents():
            found = [{"section": section, "spans": _spans(spans)} for section, spans in block.findings]
            return {"type": "contents", "findings": found}
        case EntryList():
            return {"type": "entries", "title": block.title, "entries": [_entry(entry) for entry in block.entries]}
    raise TypeError(f"no form for a {type(block).__name__}")


def _picture(picture: Photograph) -> Plain:
    """A picture by its words and digest; the PDF encloses it."""
    digest = hashlib.sha256(picture.data).hexdigest()
    about = {"file": picture.id, "alt": picture.alt, "width": picture.width, "height": picture.height, "sha256": digest}
    return {"type": "picture", "number": picture.number, "caption": _spans(picture.caption), **about}


def _spans(spans: Iterable[Span]) -> list[Plain]:
    """Runs of text; what is usual is left out."""
    return [_span(span) for span in spans]


def _span(span: Span) -> Plain:
    marks = {"bold": span.bold, "superscript": span.superscript, "fact": span.fact, "href": span.href}
    return {"text": span.text, **{key: value for key, value in marks.items() if value}}


def _card(card: Card) -> Plain:
    return {
        "name": card.name, "value": card.figure.value, "unit": card.figure.unit, "fact": card.fact,
        "change": _spans(card.change), "coverage": card.coverage, "status": card.status, "falls": card.falls, "note": card.note,
    }  # fmt: skip


def _entry(entry: Entry) -> Plain:
    return {"name": entry.name, "label": entry.label, "spans": _spans(entry.spans)}


def _table(table: Table) -> Plain:
    return {
        "type": "table",
        "kind": table.kind,
        "caption": _spans(table.caption),
        "header_row": table.header_row,
        "columns": [{"title": c.title, "unit": c.unit, "align": c.align, "weight": c.weight} for c in table.columns],
        "rows": [_row(row) for row in table.rows],
        "note": _spans(table.note),
    }


def _row(row: Row) -> Plain:
    return {"anchor": row.anchor, "group": row.group, "cells": [_spans(cell) for cell in row.cells]}


def _chart(chart: Chart) -> Plain:
    return {
        "type": "chart",
        "id": chart.id,
        "kind": chart.kind,
        "title": _spans(chart.title),
        "subtitle": chart.subtitle,
        "unit": chart.unit,
        "series": [{"name": series.name, "marks": [_mark(mark) for mark in series.marks]} for series in chart.series],
        "source": _spans(chart.source),
        "remark": chart.remark,
        "alt": chart.alt,
    }


def _mark(mark: Mark) -> Plain:
    return {
        "position": mark.position, "value": _decimal(mark.value), "label": mark.label, "fact": mark.fact,
        "differs": mark.differs, "emphasis": mark.emphasis, "nature": mark.nature, "note": mark.note,
        "side": mark.side,
    }  # fmt: skip


# --------------------------------------------------------------------------- where it comes from


def _fact(fact: Fact, origin: Provenance, words: Language) -> Plain:
    return {
        "id": fact.id,
        "anchor": origin.anchor(fact.id),
        "indicator": fact.indicator,
        "breakdown": fact.breakdown,
        "name": origin.name(fact),
        "period": fact.period.text,
        "coverage": fact.coverage,
        "coverage_name": origin.coverage(fact),
        "value": _decimal(fact.value),
        "printed": fact.printed,
        "text": words.figure(fact).text,
        "unit": fact.unit,
        "qualifier": fact.qualifier.value,
        "wording": fact.wording,
        "status": fact.status.value,
        "sources": list(fact.sources),
        "published": origin.places(fact),
        "operation": fact.operation,
        "computed_from": list(fact.inputs),
        "note": fact.note,
    }


def _source(source: Source, origin: Provenance) -> Plain:
    return {
        "id": source.id,
        "anchor": origin.source_anchors.get(source.id, ""),
        "year": source.year,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "published": source.published,
        "published_note": source.published_note,
        "sha256": source.sha256,
        "note": source.note,
    }


def _claim(result: AuditResult) -> Plain:
    claim = result.claim
    return {
        "id": claim.id,
        "period": claim.period.text,
        "statement_zh": claim.statement_zh,
        "statement_en": claim.statement_en,
        "operation": claim.operation,
        "verdict": result.verdict.value,
        "recomputed": result.recomputed,
        "readings": [_claim(reading) for reading in result.readings[1:]],
        "assumes": claim.assumes_zh,
        "arithmetic": list(result.arithmetic_zh),
        "reason": result.reason_zh,
        "stated": _ends(result.stated),
        "computed": _ends(result.computed),
        "facts": list(result.facts),
        "source": claim.source,
        "locator": claim.locator,
        "as_published": claim.as_published,
    }


def _ends(interval: tuple[Decimal, Decimal] | None) -> list[str | None] | None:
    return None if interval is None else [_decimal(end) if end.is_finite() else None for end in interval]


def _decimal(value: Any) -> str | None:
    """A decimal as text, exactly; JSON's numbers are not."""
    return None if value is None else format(value, "f")
