"""A photograph or map on the page, its caption under it. Tagged as Figure with its alternative text and box."""

from __future__ import annotations

import hashlib

from mjq_report.errors import OutputError
from mjq_report.model.document import Photograph
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Piece
from mjq_report.pdf.setting import Setter, spans
from mjq_report.pdf.structure import Node
from mjq_report.settings.pictures import held

PHOTOGRAPH = "photograph"  # the title of its element, by which `inspect` tells it from a chart made of pixels
_ABOVE, _GAP, _BELOW = 10.0, 5.0, 6.0
_MOST_DEPTH = 0.42  # of the text block
_COARSEST = 72 / 96  # points a pixel: a small picture is not blown up


def set_picture(picture: Photograph, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """A picture as one piece, as wide as the text where its pixels and the page's depth allow it."""
    pixels = held(picture.data)
    if pixels is None:
        raise OutputError(f"{picture.id}: is no picture in the form that a briefing holds")
    figure = parent.add("Figure", alt=picture.alt, title=PHOTOGRAPH)
    style = setter.style("caption", align="center")
    label = spans(f"{setter.labels['figure']}{picture.number}\u2003", *picture.caption)
    caption, node = setter.lines(label, style, measure), figure.add("Caption")
    most = setter.theme.depth * _MOST_DEPTH
    scale = min(measure / pixels.width, most / pixels.height, _COARSEST)
    width, height = pixels.width * scale, pixels.height * scale
    key = hashlib.sha256(picture.data).hexdigest()[:16]

    def draw(pen: Pen, x: float, top: float) -> None:
        left = x + (measure - width) / 2
        with pen.tagged(figure):
            pen.image(key, pixels, (left, top - height, width, height))
        figure.box = (left, top - height, left + width, top)
        figure.box_page = pen.page
        caption.draw(pen, node, x, top - height - _GAP)

    return [Piece(height + _GAP + caption.height + _BELOW, draw, before=_ABOVE, floats=True)]
