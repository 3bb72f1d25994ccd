"""A theme's colours for the screen: as CSS variables, and for dark surroundings turned over by lightness.

Hue stays and lightness is mirrored in OKLab (B. Ottosson, 2020), which keeps equal steps equal to the eye; so a
theme of the user's has a dark form without anyone writing one. Words keep the contrast of WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import atan2, cos, hypot, sin

from mjq_report.model.drawing import Colour
from mjq_report.settings.theme import Theme, contrast

_TEXT = ("ink", "primary", "accent", "muted")  # colours that words are set in
_CONTRAST = 4.6  # a hair above 4.5, since colours are rounded
_NIGHT = (0.205, 0.012)  # lightness and chroma of the paper in the dark
_MOON = 0.93  # lightness of the ink there
_CALM = 0.92  # bright colours on dark ground look stronger than they are


@dataclass
class Palette:
    """The colours of one page. Asking for one that the theme has not adds it under a name of its own."""

    theme: Theme
    _extra: dict[str, Colour] = field(default_factory=dict)

    def __call__(self, colour: Colour) -> str:
        """The CSS value that shows a colour, by light or by dark."""
        wanted = hexadecimal(colour)
        for name, own in self.theme.colours.items():
            if hexadecimal(own) == wanted:
                return f"var(--{name})"
        name = f"c{wanted[1:]}"
        self._extra[name] = colour
        return f"var(--{name})"

    def css(self) -> str:
        """The variables, and what they are in the dark."""
        light = {**self.theme.colours, **dict(sorted(self._extra.items()))}
        night = Night(self.theme.colours)
        dark = {name: night.colour(colour, name in _TEXT) for name, colour in light.items()}
        by_day, by_night = (_declared(colours) for colours in (light, dark))
        return f":root{{{by_day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{by_night}}}}}"


class Night:
    """Turns colours over between a theme's paper and ink."""

    def __init__(self, colours: Mapping[str, Colour]) -> None:
        paper, ink, primary = (_lch(colours[name]) for name in ("paper", "ink", "primary"))
        self._paper = paper[0]
        self._slope = (_MOON - _NIGHT[0]) / max(paper[0] - ink[0], 0.1)
        self.paper = _colour(_NIGHT[0], min(_NIGHT[1], primary[1]), primary[2])

    def colour(self, colour: Colour, text: bool = False) -> Colour:
        """The colour by dark; as light as words need if it is one for `text`."""
        lightness, chroma, hue = _lch(colour)
        if hexadecimal(colour) == "#ffffff" or lightness >= self._paper:
            return self.paper
        turned = min(max(_NIGHT[0] + (self._paper - lightness) * self._slope, _NIGHT[0]), 0.97)
        made = _colour(turned, chroma * _CALM, hue)
        while text and contrast(made, self.paper) < _CONTRAST and turned < 0.97:
            turned += 0.01
            made = _colour(turned, chroma * _CALM, hue)
        return made


def hexadecimal(colour: Colour) -> str:
    """`#rrggbb`."""
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in colour)


def _declared(colours: Mapping[str, Colour]) -> str:
    return "".join(f"--{name}:{hexadecimal(colour)};" for name, colour in colours.items())


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)


def _lch(colour: Colour) -> tuple[float, float, float]:
    """Lightness (0–1), chroma and hue (radians) in OKLab."""
    r, g, b = (_linear(part) for part in colour)
    rows = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
    cones = [(x * r + y * g + z * b) ** (1 / 3) for x, y, z in rows]
    lightness = _dot((0.2104542553, 0.7936177850, -0.0040720468), cones)
    a = _dot((1.9779984951, -2.4285922050, 0.4505937099), cones)
    blue = _dot((0.0259040371, 0.7827717662, -0.8086757660), cones)
    return lightness, hypot(a, blue), atan2(blue, a)


def _colour(lightness: float, chroma: float, hue: float) -> Colour:
    """The sRGB colour, with as much of its chroma as the screen can show."""
    while True:
        parts = _unbounded(lightness, chroma, hue)
        if chroma <= 0.001 or all(-0.0005 <= part <= 1.0005 for part in parts):
            r, g, b = (_encoded(min(max(part, 0.0), 1.0)) for part in parts)
            return (r, g, b)
        chroma *= 0.95


def _unbounded(lightness: float, chroma: float, hue: float) -> list[float]:
    a, b = chroma * cos(hue), chroma * sin(hue)
    cones = [
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    rows = ((4.0767416621, -3.3077115913, 0.2309699292), (-1.2684380046, 2.6097574011, -0.3413193965),
            (-0.0041960863, -0.7034186147, 1.7076147010))  # fmt: skip
    return [_dot(row, cones) for row in rows]


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))
