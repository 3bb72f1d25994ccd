"""A user's logo as it is drawn: an SVG as paths, else as pixels. Hostile like all input: bounded, nothing outside it.

Of SVG there are shapes, groups, transforms, plain colours and simple style sheets: what a drawing program writes when it exports
a logo with its text as outlines. What else is in it is named in one line, and nothing is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path.parser import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

from mjq_report.errors import ConfigError
from mjq_report.model.drawing import Colour, Drawing, PathOp
from mjq_report.settings.logo import Logo
from mjq_report.settings.pictures import Held, held

_MOST_ELEMENTS, _MOST_SEGMENTS, _DEEPEST = 2_000, 50_000, 60
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polygon", "polyline")
_SILENT = ("title", "desc", "metadata", "style", "defs", "namedview")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?"
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate)\s*\(([^()]{0,200})\)\s*,?\s*")
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(?:px|pt|mm|cm|in)?\s*")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_NAMED: Mapping[str, Colour] = {
    "black": (0, 0, 0), "white": (1, 1, 1), "red": (1, 0, 0), "blue": (0, 0, 1), "green": (0, 0.502, 0),
    "gray": (0.502, 0.502, 0.502), "grey": (0.502, 0.502, 0.502), "gold": (1, 0.843, 0), "yellow": (1, 1, 0), "navy": (0, 0, 0.502),
}  # fmt: skip
_LOOK = ("fill", "stroke", "stroke-width", "fill-rule", "opacity", "fill-opacity", "display")


def read(logo: Logo) -> Drawing | Held:
    """A logo as it is drawn. Raises ConfigError with one line."""
    pixels = None if logo.kind == "svg" else held(logo.data)
    return pixels if pixels is not None else _svg(logo)


def _wrong(logo: Logo, what: str) -> ConfigError:
    return ConfigError(f"the theme's logo {logo.name}: {what}")


# --------------------------------------------------------------------------- paths


def _svg(logo: Logo) -> Drawing:
    try:
        root = fromstring(logo.data, forbid_dtd=False)
        return _Reader(logo, root).drawing()
    except (ParseError, DefusedXmlException, UnicodeDecodeError, LookupError):
        raise _wrong(logo, "is no SVG that can be read, or declares entities; export it anew") from None
    except (ValueError, RuntimeError, OverflowError, TypeError, IndexError, ArithmeticError, AssertionError):
        raise _wrong(logo, "has a shape that cannot be read; export it anew, with plain paths") from None


class _Reader:
    """One SVG being read."""

    def __init__(self, logo: Logo, root: Element) -> None:
        self._logo, self._root = logo, root
        if _local(root) != "svg":
            raise _wrong(logo, "is XML, but no SVG")
        if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
            raise _wrong(logo, f"has more than {_MOST_ELEMENTS} elements; simplify it")
        self._left = _MOST_SEGMENTS
        self._rules = dict(self._style_rules())

    def drawing(self) -> Drawing:
        """All of it, from the lower left corner."""
        x, y, width, height = self._box()
        if not (0 < width < 1e5 and 0 < height < 1e5):
            raise _wrong(self._logo, "has no size; give it a viewBox")
        ops = tuple(self._drawn(self._root, Transform(1, 0, 0, -1, -x, height + y), {"fill": "black"}, 0))
        if not ops:
            raise _wrong(self._logo, "draws nothing")
        return Drawing(width, height, ops)

    def _box(self) -> tuple[float, float, float, float]:
        numbers = [float(n) for n in re.findall(_NUMBER, self._root.get("viewBox", ""))]
        if len(numbers) == 4:
            return numbers[0], numbers[1], numbers[2], numbers[3]
        sides = [_LENGTH.fullmatch(self._root.get(side, "")) for side in ("width", "height")]
        return 0.0, 0.0, float(sides[0][1]) if sides[0] else 0.0, float(sides[1][1]) if sides[1] else 0.0

    def _style_rules(self) -> Iterator[tuple[str, dict[str, str]]]:
        """`.cls-1{fill:#c00}`: what a class says."""
        for element in self._root.iter():
            if _local(element) == "style":
                for names, body in _RULE.findall(element.text or ""):
                    for name in names.split(","):
                        yield name.strip().removeprefix("."), dict(_declared(body))

    def _drawn(self, element: Element, transform: Transform, above: Mapping[str, str], depth: int) -> Iterator[PathOp]:
        name = _local(element)
        if name in _SILENT or depth > _DEEPEST:
            return
        look = {**above, **self._look(element)}
        if look.get("display") == "none":
            return
        for odd in ("clip-path", "mask", "filter"):
            if element.get(odd, "none") != "none":
                raise _wrong(self._logo, f"uses {odd}, which is not drawn; export it with plain shapes")
        within = transform.transform(_transform(element.get("transform", "")))
        if name in _SHAPES:
            yield from self._shape(element, within, look)
        elif name in ("svg", "g", "a", "switch"):
            for child in element:
                yield from self._drawn(child, within, look, depth + 1)
        elif name:
            advice = (
                "turn text into outlines" if name in ("text", "tspan") else "export it with plain shapes and colours"
            )
            raise _wrong(self._logo, f"has <{name[:40]}>, which is not drawn; {advice}")

    def _look(self, element: Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in element.get("class", "").split():
            found |= self._rules.get(name, {})
        return (
            {k: element.attrib[k] for k in _LOOK if k in element.attrib}
            | found
            | dict(_declared(element.get("style", "")))
        )

    def _shape(self, element: Element, transform: Transform, look: Mapping[str, str]) -> Iterator[PathOp]:
        builder = PathBuilder()
        plain = Element(_local(element), {key: value for key, value in element.attrib.items() if key != "transform"})
        if not builder.add_path_from_element(plain) or not builder.paths:
            return
        recorded = RecordingPen()
        parse_path(builder.paths[0], TransformPen(recorded, transform))
        segments = tuple(_segments(recorded.value))
        self._left -= len(segments)
        if self._left < 0:
            raise _wrong(self._logo, f"has more than {_MOST_SEGMENTS} segments; simplify it")
        fill, stroke = (self._colour(look, key) for key in ("fill", "stroke"))
        scale = abs(transform[0] * transform[3] - transform[1] * transform[2]) ** 0.5
        width = float((_LENGTH.fullmatch(look.get("stroke-width", "1")) or ["", "1"])[1]) * scale
        if segments and (fill is not None or stroke is not None):
            yield PathOp(segments, fill, stroke, width if stroke is not None else 1.0)

    def _colour(self, look: Mapping[str, str], key: str) -> Colour | None:
        text = look.get(key, "none").strip().lower()
        if text in ("none", "transparent", ""):
            return None
        if text == "currentcolor":
            return (0, 0, 0)
        if text in _NAMED:
            return _NAMED[text]
        if found := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text):
            digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
            return (int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:], 16) / 255)
        if found := re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", text):
            return (min(int(found[1]) / 255, 1), min(int(found[2]) / 255, 1), min(int(found[3]) / 255, 1))
        raise _wrong(self._logo, f"has the {key} {text[:40]!r}, which is not drawn; use plain colours such as #C8102E")


def _local(element: Element) -> str:
    """An element's name; those of other programs' namespaces are as if they were not there."""
    space, _, name = str(element.tag).rpartition("}")
    return name if space in ("", "{http://www.w3.org/2000/svg") else ""


def _declared(body: str) -> Iterator[tuple[str, str]]:
    for part in body.split(";"):
        key, _, value = part.partition(":")
        if key.strip() in _LOOK:
            yield key.strip(), value.strip()


def _transform(text: str) -> Transform:
    made: Any = Identity
    for name, numbers in _TRANSFORM.findall(text):
        values = [float(number) for number in re.findall(_NUMBER, numbers)]
        if name == "matrix":
            made = made.transform(values)
        elif name == "translate":
            made = made.translate(*values)
        elif name == "scale":
            made = made.scale(*values)
        else:
            from math import radians

            x, y = values[1:3] if len(values) > 2 else (0.0, 0.0)
            made = made.translate(x, y).rotate(radians(values[0])).translate(-x, -y)
    if _TRANSFORM.sub("", text).strip():
        raise ValueError(text)
    return made


def _segments(recorded: Any) -> Iterator[tuple[str | float, ...]]:
    """What fontTools recorded as PDF draws it."""
    at = (0.0, 0.0)
    for name, points in recorded:
        if name in ("moveTo", "lineTo"):
            at = points[0]
            yield ("m" if name == "moveTo" else "l", *at)
        elif name == "curveTo":
            yield ("c", *points[0], *points[1], *points[2])
            at = points[2]
        elif name == "qCurveTo":
            (qx, qy), end = points
            first = (at[0] + (qx - at[0]) * 2 / 3, at[1] + (qy - at[1]) * 2 / 3)
            second = (end[0] + (qx - end[0]) * 2 / 3, end[1] + (qy - end[1]) * 2 / 3)
            yield ("c", *first, *second, *end)
            at = end
        elif name == "closePath":
            yield ("z",)
