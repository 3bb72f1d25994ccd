"""The table of contents: a line a section, its page number at the right, all of it links."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.model.document import Span
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Draw, Piece
from mjq_report.pdf.setting import Setter, spans
from mjq_report.pdf.structure import Node


def set_contents(entries: Sequence[tuple[str, str]], setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """One piece an entry of (title, section id); page numbers are read from `setter.page_of` when drawn."""
    style = setter.style("h2", "primary", bold=True, align="left")
    heading = setter.paragraph(spans(setter.labels["contents"]), style, measure, setter.heading(parent, 2), before=26)
    for piece in heading:
        piece.keep = True
    toc = parent.add("TOC")
    body = [Piece(20, _entry(title, f"sec-{section}", setter, toc.add("TOCI"), measure)) for title, section in entries]
    for piece in body[:-1]:
        piece.keep = len(entries) <= 16
    return [*heading, *body]


def _entry(title: str, anchor: str, setter: Setter, item: Node, measure: float) -> Draw:
    reference = item.add("Reference")
    style = setter.style("body", align="left", link=setter.theme.colours["ink"])
    words = setter.lines((Span(title, href=f"#{anchor}"),), style, measure - 40)
    rule = setter.theme.colours["rule"]

    def draw(pen: Pen, x: float, top: float) -> None:
        words.draw(pen, reference, x, top)
        page = str(setter.page_of.get(anchor, 0) + 1)
        right = setter.lines((Span(page),), setter.style("body", align="right"), 40)
        right.draw(pen, reference, x + measure - 40, top)
        with pen.artefact("Layout"):
            pen.rule(x, top - 18.5, x + measure, top - 18.5, 0.3, rule)

    return draw
