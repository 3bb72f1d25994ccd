"""The sources that a document uses, numbered as they turn up, and how each is cited.

Form: GB/T 7714-2015. The mark of the type is that of annex B; an article of a newspaper is cited after 4.4.2, reports,
yearbooks and tables after 4.1.2, what stands on the web after 4.6.2, with the day that it was read. Where nobody is named as
the author of a bulletin or report, the body that issued it is (4.1.1). A date is no finer than it is known; one that was
inferred stands in brackets (8.8.3.3) and says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from mjq_report.lang import language
from mjq_report.model.codes import SourceKind
from mjq_report.model.document import Column, Paragraph, Row, Section, Span, Spans, Table
from mjq_report.model.findings import Findings
from mjq_report.model.locators import Locator, is_cell, order
from mjq_report.model.tables import Source
from mjq_report.narrative.labels import Words
from mjq_report.narrative.sections.remarks import public_note

_TYPES = {
    SourceKind.NEWSPAPER: "N",
    SourceKind.BULLETIN: "R",
    SourceKind.WORK_REPORT: "R",
    SourceKind.YEARBOOK: "M",
    SourceKind.WEB: "EB",
    SourceKind.TABLE: "DS",
}
_OTHER = "Z"


class SourceBook:
    """Gives every source its number: the year's own first, then in order of first use."""

    def __init__(self, findings: Findings, words: Words, lang: str) -> None:
        self._sources = findings.data.sources
        self._words = words
        self._lang = lang
        own = [source.id for source in self._sources.values() if source.year == findings.year]
        used = _used(findings)
        self._numbers = {source: number for number, source in enumerate((s for s in own if s in used), 1)}

    def number(self, source: str) -> int:
        """The number of a source, from 1."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def reference(self, source: str, locators: Iterable[Locator] = ()) -> Spans:
        """`[1]` linked to the list of sources, with the paragraphs in the text or the cells in the table."""
        link = Span(f"[{self.number(source)}]", href=f"#s{self.number(source)}")
        found = sorted(set(locators), key=order)
        comma = self._words["enumeration"]
        paragraphs, cells = (comma.join(str(one) for one in found if is_cell(one) is cell) for cell in (False, True))
        said = [self._words["annex.paragraph"].format(places=paragraphs)] if paragraphs else []
        places = comma.join([*said, *([cells] if cells else [])])
        return (link, Span(places)) if places else (link,)

    def of_sources(self, sources: Iterable[str]) -> Spans:
        """The references of these sources, in order of their numbers, none twice."""
        numbers = sorted({self.number(source): source for source in sources}.items())
        return tuple(span for _, source in numbers for span in self.reference(source))

    def section(self) -> Section:
        """The list of the sources used."""
        words = self._words
        columns = (Column(words["column.number"], weight=0.1), Column(words["column.source"]))
        rows = tuple(
            Row(((Span(f"[{number}]"),), self._cited(self._sources[source])), anchor=f"s{number}")
            for source, number in self._numbers.items()
            if source in self._sources
        )
        table = Table((Span(words["table.sources"]),), columns, rows, kind="sources")
        lead = Paragraph((Span(words["sources.lead"]),), "note")
        return Section("sources", words["section.sources"], (table, lead), "sources")

    def _cited(self, source: Source) -> Spans:
        newspaper = source.kind is SourceKind.NEWSPAPER
        author = source.author or ("" if newspaper else source.publisher)
        publisher = source.publisher if author != source.publisher else ""
        kind = (_TYPES[source.kind] if source.kind else _OTHER) + ("/OL" if source.url else "")
        head = f"{author}. " if author else ""
        date = f"({source.published})" if source.url and not newspaper else self._date(source)
        read = f"[{source.accessed}]" if source.accessed else ""
        cited = [Span(f"{head}{source.title}[{kind}]. {publisher}{', ' if publisher else ''}{date}{read}.")]
        if source.url:
            cited.append(Span(f" {source.url}"))
        if source.published_note:
            cited.append(Span(self._words["sources.inferred"].format(note=source.published_note)))
        if note := public_note(source, self._lang):
            cited.append(Span(" " + language(self._lang).LABELS["remark"].format(remarks=note + self._words["stop"])))
        return tuple(cited)

    def _date(self, source: Source) -> str:
        """The date as the standard writes it, in brackets when it was inferred."""
        return self._words["sources.date"].format(date=source.published) if source.published_note else source.published


def _used(findings: Findings) -> set[str]:
    """The sources that carry figures of the year."""
    return {source for fact in findings.own for source in findings.facts[fact].sources}
