"""How long text will be on the screen, where nobody knows the font: as in the page's own, Han and the unknown one em."""

from __future__ import annotations

from mjq_report.errors import MissingGlyph
from mjq_report.model.drawing import TextMeasure


class ScreenMeasure:
    """Measures as a font does, and takes what the font lacks for a character as wide as high; browsers have others."""

    def __init__(self, font: TextMeasure) -> None:
        self._font = font

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The sum of the advances in points."""
        try:
            return self._font.width(text, size, bold)
        except MissingGlyph:
            return sum(self._one(char, size, bold) for char in text)

    def _one(self, char: str, size: float, bold: bool) -> float:
        try:
            return self._font.width(char, size, bold)
        except MissingGlyph:
            return size

    @property
    def ascent(self) -> float:
        """Height of digits and Han above the baseline, as a share of the size."""
        return self._font.ascent

    @property
    def descent(self) -> float:
        """Depth below the baseline, as a share of the size (positive)."""
        return self._font.descent
