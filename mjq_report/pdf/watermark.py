"""A watermark across every page, under the text. It is drawn as outlines: no screen reader reads it, no search finds its
characters between those of the text, and copying a line does not bring it along."""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, hypot, sin

from mjq_report.model.drawing import Colour
from mjq_report.pdf.pen import Pen, numbers
from mjq_report.pdf.setting import Setter
from mjq_report.settings.theme import Theme, contrast

_SHARE = 0.55  # of the page's diagonal that the words take
_LARGEST = 0.18  # of the page's shorter side
_READABLE = 4.5  # contrast of text on the watermark, as on paper (WCAG 2.2, 1.4.3)
_GREYS = [step / 100 for step in range(90, 98)]
_TEXTS = ("ink", "primary", "muted")  # colours of running text


def watermark(setter: Setter, words: str) -> Callable[[Pen], None]:
    """What draws the words from the lower left to the upper right of a page."""
    theme = setter.theme
    width, height = theme.page
    long, angle = hypot(width, height), atan2(height, width)
    face = setter.fonts.faces[1]
    outline = _Outline()
    for char in words:
        font, advance = face[char]
        outline.scale = 1000 / font.face.upem
        font.draw(char, outline)
        outline.at += advance
    per_point = outline.at / 1000
    size = min(_SHARE * long / per_point, _LARGEST * min(width, height))
    half, up = per_point * size / 2, 0.36 * size
    x = width / 2 - half * cos(angle) + up * sin(angle)
    y = height / 2 - half * sin(angle) - up * cos(angle)
    c, s = cos(angle) * size / 1000, sin(angle) * size / 1000
    placed = f"{c:.6f} {s:.6f} {-s:.6f} {c:.6f} {numbers(x, y)} cm"
    letters = f"q {numbers(*tint(theme))} rg {placed} {' '.join(outline.operators)} f Q"

    def draw(pen: Pen) -> None:
        with pen.artefact("Pagination /Subtype /Watermark"):
            pen.raw(letters)

    return draw


class _Outline:
    """Outlines of glyphs as path operators in thousandths of an em, each glyph at its place on the line."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.at, self.scale = 0.0, 1.0
        self._point = (0.0, 0.0)

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._point = points[-1]
        placed = (number for x, y in points for number in (x * self.scale + self.at, y * self.scale))
        self.operators.append(f"{numbers(*placed)} {operator}")

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - as fontTools names it
        """Begin a contour."""
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        """A straight line."""
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        """A cubic curve."""
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        """A quadratic curve, as the cubic one that is the same."""
        (x0, y0), (x1, y1), (x2, y2) = self._point, control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        second = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
        self._add("c", first, second, end)

    def closePath(self) -> None:  # noqa: N802
        """End a contour."""
        self.operators.append("h")


def tint(theme: Theme) -> Colour:
    """The darkest grey on which running text in every colour is as readable as on paper."""
    greys = [(grey, grey, grey) for grey in _GREYS]
    return next((g for g in greys if all(contrast(theme.colours[name], g) >= _READABLE for name in _TEXTS)), greys[-1])
