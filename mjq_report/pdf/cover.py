"""The first page: an ornament of canal lines that is the town's own, its name, the year, one sentence, key figures."""

from __future__ import annotations

from mjq_report.model.document import Cover, Span
from mjq_report.model.drawing import Colour
from mjq_report.pdf.cards import set_card, side_by_side
from mjq_report.pdf.pen import Pen, number, numbers
from mjq_report.pdf.setting import Setter, spans
from mjq_report.pdf.structure import Node
from mjq_report.settings.theme import MM
from mjq_report.typesetting import cover_art

_BAND = (176 * MM, 286 * MM)  # lower and upper edge of the ornament, from the page's foot
_AIR = 8.0  # points between the last row of key figures and the edition
_TOP = 170 * MM  # of the words below it


def draw_cover(pen: Pen, cover: Cover, setter: Setter, seed: str, parent: Node) -> None:
    """Draw the whole first page. `seed` (the town's slug) shapes the ornament, so that each town has its own."""
    theme = setter.theme
    node = parent.add("Sect")
    left, measure = theme.margins[3], theme.measure
    with pen.artefact("Layout"):
        _ornament(pen, seed, theme.page[0], theme.colours["primary"], theme.colours["accent"], theme.colours["paper"])
    y = _TOP
    kicker = setter.lines(spans(cover.place), setter.style("h2", "primary", bold=True, align="left"), measure)
    kicker.draw(pen, node.add("P"), left, y)
    y -= kicker.height + 2
    title = setter.heading(node, 1)
    name = setter.lines(spans(cover.town), setter.style("cover_title", bold=True, align="left"), measure)
    name.draw(pen, title, left, y)
    y -= name.height
    kind = setter.style("h1", "primary", align="left")
    line = setter.lines((Span(cover.year, bold=True), Span(f"　{cover.kind}")), kind, measure)
    line.draw(pen, title, left, y)
    y -= line.height + 16
    with pen.artefact("Layout"):
        pen.box(left, y, 28, 3, theme.colours["accent"])
    y -= 14
    style = setter.style("cover_sentence", align="left")
    sentence = setter.lines(cover.sentence, style, measure * 0.92)
    sentence.draw(pen, node.add("P"), left, y)
    y -= sentence.height + 20
    _cards(pen, cover, setter, node, left, y)
    foot = setter.style("small", "muted", align="left")
    setter.lines(spans(cover.edition), foot, measure).draw(pen, node.add("P"), left, theme.margins[2] - 10)


def _cards(pen: Pen, cover: Cover, setter: Setter, node: Node, left: float, top: float) -> None:
    columns, gutter = 3, 16
    width = (setter.theme.measure - gutter * (columns - 1)) / columns
    group = node.add("Div")
    for start in range(0, len(cover.cards), columns):
        row = [set_card(card, setter, width, group) for card in cover.cards[start : start + columns]]
        if top - max(card.height for card in row) < setter.theme.margins[2] + _AIR:
            return  # names and sentence took the room; the sections have these figures too
        side_by_side(row, gutter)(pen, left, top)
        top -= max(card.height for card in row) + 14


def _ornament(pen: Pen, seed: str, width: float, line: Colour, accent: Colour, paper: Colour) -> None:
    """The town's canal lines across the page's upper part."""
    for drawn in cover_art.lines(seed, width, *_BAND):
        colour = accent if drawn.marked else _mixed(line, paper, drawn.tint)
        path = [f"{numbers(*drawn.start)} m", *(f"{numbers(*a, *b, *end)} c" for a, b, end in drawn.segments)]
        pen.raw(f"q {numbers(*colour)} RG {number(1.5 if drawn.marked else 0.75)} w {' '.join(path)} S Q")


def _mixed(colour: Colour, paper: Colour, share: float) -> Colour:
    r, g, b = (c + (p - c) * share for c, p in zip(colour, paper, strict=True))
    return (r, g, b)
