"""The contents: a line a section with its number, its title, what it found and its page, all of it links."""

from __future__ import annotations

from mjq_report.model.document import Contents, Document, Section, Span, Spans
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Draw, Piece
from mjq_report.pdf.setting import Setter, SetText, spans
from mjq_report.pdf.structure import Node

_PAD, _GAP, _PAGE, _MOST_TITLE = 3.5, 10.0, 24.0, 0.36  # points; the title's share of the measure at most
_TOGETHER = 16  # lines up to which the contents stand on one page


def set_contents(document: Document, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """One piece a line; page numbers are read from `setter.page_of` when drawn.

    What the sections found is said by the document's own contents; without them every section has a line.
    """
    sections = {section.id: section for section in document.sections if section.role != "summary"}
    own = [block for section in document.sections for block in section.blocks if isinstance(block, Contents)]
    findings = own[0].findings if own else tuple((section, ()) for section in sections)
    lines = [(sections[name], found) for name, found in findings if name in sections]
    title = min(max((_width(section, setter) for section, _ in lines), default=0.0), measure * _MOST_TITLE)
    toc = parent.add("TOC")
    pieces = [_line(section, found, setter, toc.add("TOCI"), measure, title) for section, found in lines]
    for piece in pieces[:-1]:
        piece.keep = len(pieces) <= _TOGETHER
    if pieces:
        pieces[0].before = 18
        pieces[0].draw = _ruled(pieces[0].draw, setter, measure)
    return pieces


def _width(section: Section, setter: Setter) -> float:
    text = setter.lines(_title(section), setter.style("small", bold=True, align="left"), 10_000.0)
    return text.lines[0].width + 0.1 if text.lines else 0.0


def _title(section: Section) -> tuple[Span, ...]:
    return (Span(section.number + section.title, href=f"#sec-{section.id}"),)


def _line(section: Section, said: Spans, setter: Setter, item: Node, measure: float, width: float) -> Piece:
    label, reference, anchor = item.add("Lbl"), item.add("Reference"), f"sec-{section.id}"
    ink = setter.theme.colours["ink"]
    bold = setter.style("small", bold=True, align="left", link=setter.theme.colours["primary"])
    said = tuple(Span(span.text, span.bold, span.superscript, href=f"#{anchor}") for span in said)
    title = setter.lines(_title(section), bold, width)
    found = setter.lines(said, setter.style("small", align="left", link=ink), measure - width - _GAP - _PAGE - _GAP)
    height = max(title.height, found.height) + 2 * _PAD
    rule = setter.theme.colours["rule"]

    def draw(pen: Pen, x: float, top: float) -> None:
        title.draw(pen, label, x, top - _PAD)
        found.draw(pen, reference, x + width + _GAP, top - _PAD)
        _page(setter, anchor).draw(pen, reference, x + measure - _PAGE, top - _PAD)
        with pen.artefact("Layout"):
            pen.rule(x, top - height, x + measure, top - height, 0.3, rule)

    return Piece(height, draw)


def _page(setter: Setter, anchor: str) -> SetText:
    page = str(setter.page_of.get(anchor, 0) + 1)
    return setter.lines(spans(page), setter.style("small", bold=True, align="right"), _PAGE)


def _ruled(draw: Draw, setter: Setter, measure: float) -> Draw:
    def with_rule(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top, x + measure, top, 0.9, setter.theme.colours["ink"])
        draw(pen, x, top)

    return with_rule
