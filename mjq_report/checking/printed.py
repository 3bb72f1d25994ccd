"""Figures as they stand on the pages, each with its row and source: what `trace FILE.pdf` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from mjq_report.checking.opening import opened, structure_of
from mjq_report.checking.reader import Box, Element, around, read, squeezed
from mjq_report.checking.records import Records, Row, read_records
from mjq_report.errors import UsageError
from mjq_report.figures import formats
from mjq_report.lang import zh
from mjq_report.model.locators import parse, told


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure on a page. `page` counts from 1, `box` is that of its ink, in points from the lower left corner.

    A published one has a source with a paragraph and the words it was published in; a computed one an
    operation and the figures it was computed from.
    """

    page: int
    text: str
    box: tuple[float, float, float, float]
    anchor: str
    id: str
    indicator: str
    breakdown: str
    coverage: str
    period: str
    value: str
    unit: str
    qualifier: str
    status: str
    sources: tuple[str, ...]
    places: tuple[str, ...]  # 《title》 ¶paragraph: words
    operation: str = ""
    inputs: tuple[str, ...] = ()
    note: str = ""

    def to_dict(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For a person: the figure and its row in one line, then where each number comes from."""
        what = " ".join(filter(None, (self.breakdown, self.indicator)))
        yield f"page {self.page}  {self.text}  {self.anchor}  {what} · {self.period} · {self.coverage} · {self.status}"
        yield from (f"    {place}" for place in self.places)
        if self.operation:
            yield f"    {self.operation} of {' and '.join(self.inputs)}"


def figures_on(source: bytes | Path, page: int | None = None, text: str | None = None) -> list[PrintedFigure]:
    """The figures that a briefing prints, in reading order; those of a page (from 1), or those that read `text`.

    `text` finds a figure by its digits, with or without hedge and unit: 1200, 超1000亿元. Raises
    VerificationError for a file that is not ours, UsageError for a page that it does not have.
    """
    with opened(source) as briefing:
        pages = len(briefing.pdf.pages)
        if page is not None and not 1 <= page <= pages:
            raise UsageError(f"--page {page}: {briefing.name} has pages 1 to {pages}")
        with structure_of(briefing.name):
            reading = read(briefing.pdf, briefing.data)
        records = read_records(briefing)
    found = []
    for element in reading.root.find("Link"):
        rows = records.by_anchor.get(element.links[0].target if element.links else "", [])
        if rows and (page is None or element.page == page - 1) and _reads(element, rows[0], text):
            found.append(_figure(element, rows, records))
    return found


def _reads(element: Element, row: Row, wanted: str | None) -> bool:
    if wanted is None:
        return True
    asked = squeezed(wanted).replace("-", formats.MINUS)
    return asked in (
        squeezed(element.text()),
        formats.signed(row.fact.printed),
        squeezed(zh.figure(row.fact).text),
    )


def _figure(element: Element, rows: list[Row], records: Records) -> PrintedFigure:
    row = rows[0]
    fact, cells = row.fact, row.cells
    inks = [glyph.ink for item in element.marked() if item.page == element.page for glyph in item.glyphs]
    left, bottom, right, top = (round(edge, 2) for edge in around(inks or [Box(0, 0, 0, 0)]))
    inputs = [records.by_id[name] for name in fact.inputs if name in records.by_id]
    return PrintedFigure(
        page=element.page + 1,
        text=element.text(),
        box=(left, bottom, right, top),
        anchor=row.anchor,
        id=fact.id,
        indicator=cells["indicator_name"],
        breakdown=cells["breakdown_name"],
        coverage=cells["coverage_name"],
        period=zh.period(fact.period),
        value=fact.printed,
        unit=fact.unit,
        qualifier=str(fact.qualifier),
        status=str(fact.status),
        sources=fact.sources,
        places=tuple(_place(one, records) for one in rows if not one.is_derived),
        operation=fact.operation,
        inputs=tuple(f"{one.anchor} {zh.figure(one.fact).text} ({zh.period(one.fact.period)})" for one in inputs),
        note=fact.note,
    )


def _place(row: Row, records: Records) -> str:
    title = records.titles.get(row.fact.sources[0], row.fact.sources[0])
    return f"《{title}》 {told(parse(row.cells['locator']))}: {row.cells['as_published']}"
