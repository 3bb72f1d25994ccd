"""A stand-in for the page's fonts, and the shipped theme."""

from functools import cache

import pytest

from mjq_report.errors import MissingGlyph
from mjq_report.model.drawing import TextMeasure
from mjq_report.settings.theme import Theme, load_theme

MISSING = "\ue000"


@cache
def ems(text: str) -> float:
    return sum(1.0 if ord(char) > 0x2E00 else 0.55 for char in text)


class PlainMeasure:
    """One em for a Han character, 0.55 em for any other, a little more in bold; no glyph for U+E000."""

    ascent = 0.88
    descent = 0.12

    def __init__(self) -> None:
        self.asked: list[str] = []

    def width(self, text: str, size: float, bold: bool = False) -> float:
        if MISSING in text:
            raise MissingGlyph(f"no glyph for {MISSING!r}")
        self.asked.append(text)
        return ems(text) * size * (1.04 if bold else 1.0)


@pytest.fixture
def measure() -> TextMeasure:
    return PlainMeasure()


@pytest.fixture(scope="session")
def theme() -> Theme:
    return load_theme("briefing")
