"""Where every printed figure comes from, in plain values: what the page shows beside it and the JSON carries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from mjq_report.lang import language, text_of
from mjq_report.model.document import Document, Row, Table
from mjq_report.model.findings import Fact, Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation, Source

Plain = dict[str, Any]


class Provenance:
    """Looks up facts, rows and sources of one document, in its language."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self._document = document
        self._findings = findings
        self._lang, self._language = document.lang, language(document.lang)

    @cached_property
    def _rows(self) -> dict[str, tuple[Observation, int]]:
        """Observations by key with their line in the enclosed table, which holds them in this order under a head."""
        return {o.key: (o, line) for line, o in enumerate(self._findings.data.observations, 2)}

    def facts(self) -> list[Fact]:
        """The facts that the document prints, in the order of its annex."""
        return [self._findings.facts[name] for name in self._document.facts]

    def name(self, fact: Fact) -> str:
        """What the figure is of: indicator, and what part of it in brackets."""
        data = self._findings.data
        name = text_of(data.indicators[fact.indicator], "name", self._lang)
        if not fact.breakdown:
            return name
        return name + self._language.in_brackets(text_of(data.breakdowns[fact.breakdown], "name", self._lang))

    def coverage(self, fact: Fact) -> str:
        """What it covers, in words."""
        return text_of(self._findings.data.coverages[fact.coverage], "name", self._lang)

    def anchor(self, fact: str) -> str:
        """The row of the annex that a fact id stands in."""
        return self._document.fact_anchors.get(fact, "")

    def period(self, fact: Fact) -> str:
        """Its period in words."""
        return self._language.period(fact.period)

    def places(self, fact: Fact) -> list[Plain]:
        """Where a figure was published: the words, the source and the paragraph; for a computed one nothing."""
        if fact.is_derived or fact.id not in self._rows:
            return []
        row, line = self._rows[fact.id]
        table = f"data/towns/{self._findings.data.town.slug}/observations.csv"
        return [
            {"source": row.source, "locator": row.locator, "as_published": row.as_published,
             "row": {"file": table, "line": line}}
        ]  # fmt: skip

    def sources(self) -> list[Source]:
        """The sources behind the document, in the order of its list; those that no figure leads to come last."""
        anchors = self.source_anchors
        return sorted(self._findings.data.sources.values(), key=lambda s: (s.id not in anchors, anchors.get(s.id, "")))

    @cached_property
    def source_anchors(self) -> dict[str, str]:
        """Source ids with their row in the document's list, as the annex links them: `s1`."""
        found: dict[str, str] = {}
        rows = {row.anchor: row for row in self._annex_rows()}
        for name, anchor in self._document.fact_anchors.items():
            fact = self._findings.facts[name]
            if anchor in rows and not fact.is_derived:
                links = [span.href for span in rows[anchor].cells[-1] if span.href]
                found |= {source: link.lstrip("#") for source, link in zip(fact.sources, links, strict=False)}
        return found

    def _annex_rows(self) -> Iterable[Row]:
        blocks = (block for section in self._document.sections for block in section.blocks)
        return (row for block in blocks if isinstance(block, Table) and block.kind == "annex" for row in block.rows)

    def dated(self, source: Source) -> str:
        """A source's date in words, or as it stands when it is none."""
        try:
            return self._language.period(Period.parse(source.published))
        except ValueError:
            return source.published
