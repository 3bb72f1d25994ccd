"""A briefing as the plain values that the page's template prints: no object reaches a template, only text and lists.

What the page has and the paper has not is added here: the note that stands behind every figure, the data of each chart
as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, takewhile

from mjq_report.archive.forms import Drawn
from mjq_report.lang import language, tag
from mjq_report.model.document import (
    Aside,
    Block,
    Card,
    CardRow,
    Chart,
    Column,
    Contents,
    EntryList,
    Heading,
    ListBlock,
    Paragraph,
    Photograph,
    Row,
    Section,
    Span,
    Spans,
    Table,
    plain_text,
)
from mjq_report.model.findings import Fact
from mjq_report.model.locators import is_cell
from mjq_report.typesetting.numerals import figures
from mjq_report.web.markup import address, inlined
from mjq_report.web.provenance import Plain, Provenance

_MOST_PAD = 9
_MOST_COLUMNS = 4  # that a phone can show side by side
_MOST_ENTRIES, _MOST_ROWS = 3, 5  # that are shown without being asked for
_FOLDED = ("audit", "derivations", "annex", "notes")  # roles of sections that are, but for what they begin with
_EXPLAINING = ("terms", "remarks")  # kinds of what stands beside the text
_SHOWN = ("paragraph", "cards", "list")


class View:
    """Turns one briefing into plain values. `words` are those of the page in its language."""

    def __init__(self, briefing: Drawn, words: Mapping[str, str]) -> None:
        self._briefing = briefing
        self._document = briefing.document
        self._origin = Provenance(briefing.document, briefing.findings)
        self._language = language(briefing.document.lang)
        self._words = {**words, **briefing.document.labels}

    def page(self) -> Plain:
        """Everything that the template prints, drawings apart."""
        document = self._document
        sections = [self._section(section) for section in document.sections]
        opening = 1 if sections and sections[0]["role"] == "summary" else 0
        return {
            "lang": document.lang,
            "language": tag(document.lang),
            "title": document.title,
            "description": plain_text(document.cover.sentence),
            "author": document.author,
            "keywords": list(document.keywords),
            "subject": document.subject,
            "date": document.edition.last.isoformat(),
            "cover": self._cover(),
            "opening": sections[:opening],  # before the contents
            "sections": sections[opening:],
            "notes": self._notes(),
        }

    # ------------------------------------------------------------------ parts

    def _cover(self) -> Plain:
        cover = self._document.cover
        return {
            "town": cover.town, "place": cover.place, "year": cover.year, "kind": cover.kind, "edition": cover.edition,
            "sentence": self.spans(cover.sentence), "cards": [self._card(card) for card in cover.cards],
        }  # fmt: skip

    def _section(self, section: Section) -> Plain:
        blocks = list(_grouped(block for block in map(self._block, section.blocks) if block is not None))
        shown = takewhile(lambda block: block["type"] in _SHOWN, blocks) if section.role in _FOLDED else blocks
        open_ = len(list(shown))
        folded = blocks[open_:]
        rows = sum(map(_rows, folded))
        return {"id": section.id, "role": section.role, "title": section.title, "full": section.number + section.title,
                "blocks": blocks[:open_], "folded": folded, "rows": str(rows) if rows else ""}  # fmt: skip

    def _block(self, block: Block) -> Plain | None:
        match block:
            case Heading():
                return {
                    "type": "heading",
                    "level": min(max(block.level, 2), 3),
                    "anchor": block.anchor,
                    "spans": self.spans((Span(block.number), *block.spans)),
                }
            case Paragraph():
                return {"type": "paragraph", "role": block.role, "spans": self.spans(block.spans)}
            case ListBlock():
                return {"type": "list", "ordered": block.ordered, "items": [self.spans(item) for item in block.items]}
            case Table():
                return self._table(block) if block.rows else None
            case Chart():
                return self._chart(block)
            case Photograph():
                return self._picture(block)
            case CardRow():
                return {"type": "cards", "cards": [self._card(card) for card in block.cards]}
            case Aside():
                return {
                    "type": "aside",
                    "kind": block.kind,
                    "title": block.title,
                    "items": [self.spans(item) for item in block.items],
                    "cards": [self._card(card) for card in block.cards],
                }
            case Contents():
                return None  # the page has its own
            case EntryList():
                entries = [{"name": e.name, "label": e.label, "spans": self.spans(e.spans)} for e in block.entries]
                return {"type": "entries", "title": block.number + block.title, "entries": entries} if entries else None
        raise TypeError(f"no way to show a {type(block).__name__}")

    def spans(self, spans: Iterable[Span]) -> list[Plain]:
        """Runs of text, each with its figure's row or a checked address."""
        return [self._run(span) for span in spans if span.text]

    def _run(self, span: Span) -> Plain:
        """A run of text; other text than figures and links in parts, those that are kept on one line marked."""
        row = self._origin.anchor(span.fact) if span.fact else ""
        href = address(span.href) if span.href else ""
        parts = [(span.text, False)] if row or href else _parts(span.text)
        return {
            "bold": span.bold,
            "raised": span.superscript,
            "row": row,
            "href": href,
            "text": span.text,
            "parts": [{"text": text, "kept": kept} for text, kept in parts],
        }

    def _card(self, card: Card) -> Plain:
        value = Span(card.figure.value, fact=card.fact)
        return {
            "name": card.name, "status": card.status, "value": self.spans([value]), "unit": card.figure.unit,
            "change": self.spans(card.change), "coverage": self._language.notes([text for text in (card.coverage, card.note) if text]),
        }  # fmt: skip

    # ------------------------------------------------------------------ tables

    def _table(self, table: Table) -> Plain:
        pads = [_pads(column, [row.cells[i] for row in table.rows]) for i, column in enumerate(table.columns)]
        bodies: list[Plain] = [{"head": [], "rows": []}]
        for row in table.rows:
            if row.group:
                bodies.append({"head": self.spans(row.cells[0]), "rows": []})
            else:
                bodies[-1]["rows"].append(self._row(row, table, pads))
        return {
            "type": "table",
            "id": f"table-{table.number}",
            "kind": table.kind,
            "stacked": _is_stacked(table),
            "label": f"{self._words['table']}{table.number}",
            "caption": self.spans(table.caption),
            "columns": [{"title": self._title(column), "align": column.align} for column in table.columns],
            "bodies": [body for body in bodies if body["rows"]],
            "note": self.spans(table.note),
        }

    def _row(self, row: Row, table: Table, pads: list[dict[str, int]]) -> Plain:
        cells = []
        for index, (cell, column) in enumerate(zip(row.cells, table.columns, strict=False)):
            pad = pads[index].get(plain_text(cell), 0)
            head = table.header_row and index == 0
            cells.append(
                {
                    "spans": self.spans(cell),
                    "align": column.align,
                    "pad": pad,
                    "head": head,
                    "title": self._title(column),
                }
            )
        return {"anchor": row.anchor, "cells": cells}

    def _title(self, column: Column) -> str:
        return self._words["with_unit"].format(title=column.title, unit=column.unit) if column.unit else column.title

    # ------------------------------------------------------------------ charts

    def _chart(self, chart: Chart) -> Plain:
        marks = [(series, mark) for series in chart.series for mark in series.marks if mark.label]
        named = len(chart.series) > 1
        return {
            "type": "chart",
            "id": f"figure-{chart.number}",
            "chart": chart.id,
            "label": f"{self._words['figure']}{chart.number}",
            "title": self.spans(chart.title),
            "subtitle": chart.subtitle,
            "remark": chart.remark,
            "source": self.spans(chart.source),
            "named": named,
            "unit": chart.unit,
            "remarked": any(mark.differs or mark.note for _, mark in marks),
            "marks": [
                {"series": series.name, "position": mark.position, "remark": self._language.notes([mark.note, mark.differs]),
                 "value": self.spans([Span(mark.label, fact=mark.fact)])}
                for series, mark in marks
            ],
        }  # fmt: skip

    def _picture(self, picture: Photograph) -> Plain:
        label = f"{self._words['figure']}{picture.number}"
        size = {"width": picture.width, "height": picture.height}
        words = {"label": label, "caption": self.spans(picture.caption), "alt": picture.alt}
        return {"type": "picture", "id": f"figure-{picture.number}", "source": inlined(picture.data), **words, **size}

    # ------------------------------------------------------------------ what stands behind a figure

    def _notes(self) -> list[Plain]:
        """One note a row of the annex: facts that one source prints several times share a row."""
        rows: dict[str, list[Fact]] = {}
        for fact in self._origin.facts():
            anchor = self._origin.anchor(fact.id)
            if anchor:
                rows.setdefault(anchor, []).append(fact)
        return [self._note(anchor, facts) for anchor, facts in rows.items()]

    def _note(self, anchor: str, facts: list[Fact]) -> Plain:
        first, origin = facts[0], self._origin
        parts = [origin.period(first), origin.coverage(first), self._words[f"status.{first.status}"]]
        return {
            "row": anchor,
            "number": anchor[1:].lstrip("0"),
            "computed": first.is_derived,
            "name": origin.name(first) + self._computed(first),
            "figure": self._language.figure(first).text,
            "about": self._words["dot"].join(filter(None, parts)),
            "remarks": list(dict.fromkeys(said for fact in facts for said in self._document.remarks.get(fact.id, ()))),
            "places": [self._place(place) for fact in facts for place in origin.places(fact)],
            "inputs": [self._input(name) for name in first.inputs],
        }

    def _computed(self, fact: Fact) -> str:
        """What was computed of it: `，倍数`; nothing for a published figure."""
        word = self._words.get(f"op_{fact.operation}", "")
        return f"{self._words['comma']}{word}" if word else ""

    def _place(self, place: Plain) -> Plain:
        source = self._briefing.findings.data.sources[place["source"]]
        anchor = self._origin.source_anchors.get(source.id, "")
        where = [
            source.title,
            self._origin.dated(source),
            where if is_cell(where := place["locator"]) else self._words["paragraph"].replace("{n}", str(where)),
        ]
        return {
            "quote": place["as_published"],
            "where": self._words["comma"].join(filter(None, where)),
            "source": anchor,
        }

    def _input(self, name: str) -> Plain:
        fact = self._briefing.findings.facts[name]
        origin = self._origin
        about = f"{origin.name(fact)}{self._words['comma']}{origin.period(fact)}"
        text = f"{about}{self._words['colon']}{self._language.figure(fact).text}"
        return {"text": text, "row": origin.anchor(name)}


def _grouped(blocks: Iterable[Plain]) -> Iterator[Plain]:
    """Blocks in their order; entries that follow one another are one block, and folded where there are many.

    So are long tables, but on a phone alone. What stands beside entries is folded with them."""
    for entries, group in groupby(_beside(blocks), key=lambda block: _is_entry(block) or block["type"] == "beside"):
        inner = [
            _folded_table(block) if _rows(block) > _MOST_ROWS and block["kind"] == "data" else block for block in group
        ]
        count = sum(len(block.get("entries", (block,))) for block in inner if _is_entry(block))
        if not entries or count <= _MOST_ENTRIES:
            yield from inner
            continue
        while not _is_entry(inner[0]):
            yield inner.pop(0)
        title = inner[0].get("title", "")
        inner[0] = {**inner[0], "title": ""}
        yield {"type": "fold", "look": "fold", "title": title, "count": str(count), "rows": "", "blocks": inner}


def _is_entry(block: Plain) -> bool:
    return "entries" in block or block.get("role") == "entry"


def _beside(blocks: Iterable[Plain]) -> Iterator[Plain]:
    """Blocks in their order; what follows one another beside the text is one: call-outs, what has to be seen, and what
    explains, which a phone folds."""
    for aside, group in groupby(blocks, key=lambda block: block["type"] == "aside"):
        if not aside:
            yield from group
            continue
        inner = list(group)
        notes = [block for block in inner if block["kind"] in _EXPLAINING]
        yield {
            "type": "beside",
            "cards": [card for block in inner for card in block["cards"]],
            "shown": [block for block in inner if block["items"] and block not in notes],
            "notes": notes,
            "title": "、".join(dict.fromkeys(block["title"] for block in notes)),
        }


def _rows(block: Plain) -> int:
    return sum(len(body["rows"]) for body in block["bodies"]) if block["type"] == "table" else 0


def _folded_table(block: Plain) -> Plain:
    title = f"{block['label']} {''.join(run['text'] for run in block['caption'])}"
    return {
        "type": "fold",
        "look": "fold on-phone",
        "title": title,
        "count": "",
        "rows": str(_rows(block)),
        "blocks": [block],
    }


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Text cut into what may be broken over lines and what may not."""
    at = 0
    for start, end in sorted(figures(text)):
        if start >= at and end - start > 1:
            if start > at:
                yield text[at:start], False
            yield text[start:end], True
            at = end
    if at < len(text):
        yield text[at:], False


def _is_stacked(table: Table) -> bool:
    """Whether a phone, too narrow for the table, gets each row as a small list instead."""
    return table.kind in ("annex", "audit") or len(table.columns) > _MOST_COLUMNS


def _pads(column: Column, cells: Iterable[Spans]) -> dict[str, int]:
    """For a decimal column, how many places short of the longest fraction each text is; with tabular figures the
    points then stand under each other."""
    if column.align != "decimal":
        return {}
    lengths = {plain_text(cell): len(cell[0].text) - cell[0].point for cell in cells if cell and cell[0].point >= 0}
    longest = max(lengths.values(), default=0)
    return {text: min(longest - length, _MOST_PAD) for text, length in lengths.items()}
