"""The two weights of a document: what the line breaker and the charts measure with, and the page draws with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mjq_report.errors import FontError
from mjq_report.pdf.embedding import Embedded
from mjq_report.pdf.fonts import Cut, cut, default_font
from mjq_report.settings.theme import Theme

FACES = {"regular": 0, "bold": 1, "title": 2, "kai": 3}
_ROLES = (("regular", "fangsong"), ("bold", "hei"), ("title",), ("kai",))  # by which names a theme gives each face


class FontBook:
    """Advances of a theme's faces: regular, bold, and those of titles and second-level headings.

    Holds no state of a document, so many may share it.
    """

    def __init__(self, *cuts: Cut) -> None:
        regular, bold, title, kai = (*cuts, *(cuts[1],) * (4 - len(cuts)))
        self.cuts = (regular, bold, title, kai)

    def advances(self, text: str, size: float, bold: int = 0) -> Sequence[float]:
        """One advance a character, in points. Raises MissingGlyph."""
        advance, scale = self.cuts[bold].advance, size / 1000
        return [advance(char) * scale for char in text]

    def width(self, text: str, size: float, bold: int = 0) -> float:
        """The sum of the advances in points. Raises MissingGlyph."""
        advance = self.cuts[bold].advance
        return sum(advance(char) for char in text) * size / 1000

    @property
    def ascent(self) -> float:
        """Top of the em box above the baseline, as a share of the size: where Han characters end."""
        return 0.88

    @property
    def descent(self) -> float:
        """Bottom of the em box below the baseline, as a share of the size."""
        return 0.12

    def embedded(self) -> tuple[Embedded, ...]:
        """Fresh subsets for one document, one a face; faces of the same cut share theirs."""
        names = ("FR", "FB", "FT", "FK")
        made: dict[int, Embedded] = {}
        return tuple(made.setdefault(id(c), Embedded(c, name)) for c, name in zip(self.cuts, names, strict=True))


def font_book(theme: Theme) -> FontBook:
    """The fonts of a theme: its own files where it names some, else the packaged Noto Sans SC.

    Raises FontError when a named file cannot be used.
    """
    regular, bold = (_named(theme, roles) for roles in _ROLES[:2])
    heavy = cut(bold or regular or default_font(), theme.weights[1])
    rest = [cut(path, theme.weights[0]) if (path := _named(theme, roles)) else heavy for roles in _ROLES[2:]]
    return FontBook(cut(regular or default_font(), theme.weights[0]), heavy, *rest)


def _named(theme: Theme, roles: Sequence[str]) -> str:
    """The first font file that exists of those a theme names for a face; "" when it names none."""
    files = [file for role in roles for file in theme.fonts.get(role, ())]
    found = next((file for file in files if Path(file).is_file()), "")
    if files and not found:
        raise FontError(f"none of the theme's font files exists: {', '.join(Path(f).name for f in files)}")
    return found
