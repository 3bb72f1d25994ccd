"""A chart on the page: numbered finding as title, unit, the drawing replayed as vectors, source and remark.

Tagged as Figure with its alt text and box; the title is its Caption (ISO 14289-1, 7.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mjq_report.model.document import Chart, Spans
from mjq_report.model.drawing import Drawing, PathOp, TextOp
from mjq_report.pdf.pen import Pen, number, numbers
from mjq_report.pdf.pieces import Piece
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node

_ABOVE, _BELOW = 12.0, 6.0
_TWO = 2  # lines of a title


def set_chart(chart: Chart, drawing: Drawing, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """A chart as one piece that floats past text rather than leave a page half empty."""
    figure = parent.add("Figure", alt=chart.alt)
    label = f"{setter.labels['figure']}{chart.number}"
    heading = setter.style("h3", bold=True, align="left", link=None)
    title = in_two(spans(f"{label}\u2003", *chart.title), setter, heading, measure)
    unit = setter.lines(spans(chart.subtitle), setter.style("source", "muted", align="left"), measure)
    caption = figure.add("Caption")
    note_style = setter.style("source", "muted", align="left")
    notes = [setter.lines(text, note_style, measure) for text in (spans(chart.remark), chart.source) if text]
    note_nodes = [parent.add("P") for _ in notes]
    height = title.height + unit.height + 6 + drawing.height + 4 + sum(note.height for note in notes)

    def draw(pen: Pen, x: float, top: float) -> None:
        title.draw(pen, caption, x, top)
        unit.draw(pen, caption, x, top - title.height)
        y = top - title.height - unit.height - 6 - drawing.height
        with pen.tagged(figure):
            replay(pen, drawing, x, y)
        figure.box = (x, y, x + drawing.width, y + drawing.height)
        figure.box_page = pen.page
        y -= 4
        for note, node in zip(notes, note_nodes, strict=True):
            note.draw(pen, node, x, y)
            y -= note.height

    return [Piece(height + _BELOW, draw, before=_ABOVE, floats=True)]


def in_two(text: Spans, setter: Setter, style: Style, measure: float) -> SetText:
    """A text set to a width: one of two lines is parted behind a comma, the last behind which both parts have room, not inside a word."""
    whole = setter.lines(text, style, measure)
    if len(whole.lines) != _TWO:
        return whole
    commas = [(i, at + 1) for i, span in enumerate(text) for at, mark in enumerate(span.text) if mark == "，"]
    for i, at in reversed(commas):
        first, rest = replace(text[i], text=f"{text[i].text[:at]}\n"), replace(text[i], text=text[i].text[at:])
        parted = setter.lines((*text[:i], first, rest, *text[i + 1 :]), style, measure)
        if len(parted.lines) == _TWO:
            return parted
    return whole


def replay(pen: Pen, drawing: Drawing, x: float, y: float) -> None:
    """Draw a recording with its lower left corner at x, y."""
    for op in drawing.ops:
        if isinstance(op, TextOp):
            pen.glyphs(op.text, x + op.x, y + op.y, op.size, op.colour, bold=op.bold, angle=op.angle)
        else:
            _path(pen, op, x, y)


def _path(pen: Pen, op: PathOp, x: float, y: float) -> None:
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
    parts = ["q"]
    if op.fill is not None:
        parts.append(f"{numbers(*op.fill)} rg")
    if op.stroke is not None:
        parts.append(f"{numbers(*op.stroke)} RG {number(op.width)} w {op.cap} J {op.join} j")
        if op.dash is not None:
            parts.append(f"[{numbers(*op.dash[1])}] {number(op.dash[0])} d")
    parts += [_segment(segment, x, y) for segment in op.segments]
    parts += [paint[op.fill is not None, op.stroke is not None], "Q"]
    pen.raw(" ".join(parts))


def _segment(segment: Sequence[str | float], x: float, y: float) -> str:
    kind, *points = segment
    if kind == "z":
        return "h"
    moved = [float(p) + (y if i % 2 else x) for i, p in enumerate(points)]
    return f"{numbers(*moved)} {kind}"
