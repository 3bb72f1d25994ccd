"""Drawings as SVG: a chart's operators with real text; every character of data escaped here.

Attributes are presentation attributes (a strict Content-Security-Policy forbids `style`); colours are the page's
variables, so that a chart follows light and dark. Nothing is linked, embedded or scripted. The same drawing always
gives the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from mjq_report.model.drawing import Colour, Drawing, PathOp, TextMeasure, TextOp
from mjq_report.web.colours import hexadecimal
from mjq_report.web.markup import clean

Painter = Callable[[Colour], str]
_CAPS = ("butt", "round", "square")
_JOINS = ("miter", "round", "bevel")
_WAVES, _MARKED = (8, 13.5, 19, 24.5), 13.5  # heights of the icon's lines


def svg(drawing: Drawing, alt: str, paint: Painter, measure: TextMeasure | None = None, css_class: str = "") -> str:
    """A drawing as an SVG element that is read as one picture by its text `alt`.

    With a `measure` every text is as long as it was laid out, whatever font shows it.
    """
    width, height = number(drawing.width), number(drawing.height)
    attributes = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    kind = f' class="{attribute(css_class)}"' if css_class else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg"{kind} {attributes} role="img" aria-label="{attribute(alt)}">'
    parts = [
        _text(op, drawing.height, paint, measure) if isinstance(op, TextOp) else _path(op, drawing.height, paint)
        for op in drawing.ops
    ]
    return "".join([head, *parts, "</svg>"])


def attribute(text: str) -> str:
    """Text as the value of a quoted attribute."""
    return escape(clean(text), quote=True)


def number(value: float) -> str:
    """A length with at most two decimals, never `-0`."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _text(op: TextOp, height: float, paint: Painter, measure: TextMeasure | None) -> str:
    x, y = number(op.x), number(height - op.y)
    parts = [f'x="{x}" y="{y}" font-size="{number(op.size)}" fill="{paint(op.colour)}"']
    if op.bold:
        parts.append('font-weight="700"')
    if measure is not None and op.text.strip():
        length = number(measure.width(op.text, op.size, op.bold))
        parts.append(f'textLength="{length}" lengthAdjust="spacingAndGlyphs"')
    if op.angle:
        parts.append(f'transform="rotate({number(-op.angle)} {x} {y})"')
    return f"<text {' '.join(parts)}>{escape(clean(op.text), quote=False)}</text>"


def _path(op: PathOp, height: float, paint: Painter) -> str:
    parts = [f'd="{_data(op.segments, height)}"', f'fill="{paint(op.fill) if op.fill else "none"}"']
    if op.stroke:
        parts.append(f'stroke="{paint(op.stroke)}" stroke-width="{number(op.width)}"')
        parts.append(f'stroke-linecap="{_CAPS[op.cap]}" stroke-linejoin="{_JOINS[op.join]}"')
        if op.dash is not None:
            offset, lengths = op.dash
            parts.append(f'stroke-dasharray="{" ".join(map(number, lengths))}" stroke-dashoffset="{number(offset)}"')
    return f"<path {' '.join(parts)}/>"


def _data(segments: Iterable[tuple[str | float, ...]], height: float) -> str:
    """Path data, y turned downwards."""
    parts = []
    for kind, *points in segments:
        turned = [height - float(p) if i % 2 else float(p) for i, p in enumerate(points)]
        parts.append(f"{str(kind).upper()}{' '.join(map(number, turned))}")
    return "".join(parts)


def icon_svg(colours: Mapping[str, Colour]) -> str:
    """The site's icon: four of the canal lines on the theme's ground, drawn for 16 pixels and more."""
    ground, line, marked = (hexadecimal(colours[name]) for name in ("primary", "paper", "accent"))
    drawn = "".join(
        f'<path d="M0 {y}c5.5-4 10-4 16 0s10.5 4 16 0" stroke="{marked if y == _MARKED else line}"/>' for y in _WAVES
    )
    shape = f'<clipPath id="a"><rect width="32" height="32" rx="6"/></clipPath><g clip-path="url(#a)"><rect width="32" height="32" fill="{ground}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{shape}<g fill="none" stroke-width="2.5">{drawn}</g></g></svg>'
