"""The faces of a document: what the line breaker and the charts measure with, and the page draws with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from mjq_report.errors import FontError, MissingGlyph
from mjq_report.pdf.embedding import Embedded
from mjq_report.pdf.fonts import SHIPPED, Cut, cut, default_font, shipped_font
from mjq_report.settings.theme import Theme
from mjq_report.settings.visibility import unshaped
from mjq_report.typesetting.characters import script_gaps

FACES = {"regular": 0, "bold": 1, "title": 2, "kai": 3}
_ROLES = (("regular", "fangsong"), ("bold", "hei"), ("title",), ("kai",))  # by which names a theme gives each face
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_CLUSTERS = re.compile(".[\ufe00-\ufe0f\U000e0100-\U000e01ef]?", re.DOTALL)
_GAP = 0.125  # em between Han and digits or Latin letters; an official document has none (GB/T 9704-2012, 5.2.4)


def clusters(text: str) -> Sequence[str]:
    """A text in characters as a font shows them: an ideograph and its variation selector are one."""
    return _CLUSTERS.findall(text) if _SELECTOR.search(text) else text


class Face(dict[str, tuple[Cut, float]]):
    """A font, and further ones for what it lacks: by glyph, in the order of the theme, then those that the program ships.

    A table that fills itself: for each character the font that shows it, and its advance in thousandths of an em; it
    raises MissingGlyph, never gives a box. `gap` is what stands between Han and Latin letters or digits, in em.
    """

    def __init__(self, own: Cut, fallback: Sequence[str] = (), gap: float = _GAP) -> None:
        super().__init__()
        self.own, self.gap, self._files = own, gap, fallback

    def __missing__(self, char: str) -> tuple[Cut, float]:
        shows = next((font for font in self._fonts() if font.has(char)), None)
        if shows is None or unshaped(char):
            raise self._lacking(char)
        found = self[char] = shows, shows.advance(char)
        return found

    def _fonts(self) -> Iterator[Cut]:
        yield self.own
        for path in self._files:
            yield cut(path, self.own.weight)
        for name in SHIPPED:
            yield cut(shipped_font(name), self.own.weight)

    def _lacking(self, char: str) -> MissingGlyph:
        code = " ".join(f"U+{ord(part):04X}" for part in char)
        if script := unshaped(char):
            return MissingGlyph(
                f"{char!r} ({code}) is {script}, whose letters this program cannot join; write it in Chinese or Latin",
                char,
            )
        names = dict.fromkeys(Path(font.path).name for font in self._fonts())
        what = "variation" if len(char) > 1 else "glyph"
        return MissingGlyph(
            f"no {what} for {char!r} ({code}) in {', '.join(names)}; correct the text, or name a font that has it as "
            "fallback under [fonts] in the theme",
            char,
        )

    def advances(self, text: str, size: float = 1000.0) -> list[float]:
        """One advance a code point at a size, as the fonts have them. Raises MissingGlyph."""
        scale = size / 1000
        if not _SELECTOR.search(text):
            return [self[char][1] * scale for char in text]
        return [share for char in clusters(text) for share in (self[char][1] * scale, *(0.0,) * (len(char) - 1))]

    def spaced(self, text: str) -> list[float]:
        """The same with the gaps between Han and Latin, for a text that is a line of its own."""
        found = self.advances(text)
        for at in script_gaps(text, [advance / 1000 for advance in found]) if self.gap else ():
            found[at] += 1000 * self.gap
        return found


class FontBook:
    """Advances of a theme's faces: regular, bold, and those of titles and second-level headings.

    Holds no state of a document, so many may share it.
    """

    def __init__(self, *faces: Face) -> None:
        regular, bold, title, kai = (*faces, *(faces[1],) * (4 - len(faces)))
        self.faces = (regular, bold, title, kai)
        self.gap = regular.gap

    def advances(self, text: str, size: float, bold: int = 0) -> Sequence[float]:
        """One advance a character, in points. Raises MissingGlyph."""
        return self.faces[bold].advances(text, size)

    def width(self, text: str, size: float, bold: int = 0) -> float:
        """The width of a text that is a line of its own, in points. Raises MissingGlyph."""
        return sum(self.faces[bold].spaced(text)) * size / 1000

    @property
    def ascent(self) -> float:
        """Top of the em box above the baseline, as a share of the size: where Han characters end."""
        return 0.88

    @property
    def descent(self) -> float:
        """Bottom of the em box below the baseline, as a share of the size."""
        return 0.12

    def embedded(self) -> tuple[EmbeddedFace, ...]:
        """Fresh subsets for one document, one a face; equal faces share theirs."""
        names = ("FR", "FB", "FT", "FK")
        made: dict[int, EmbeddedFace] = {}
        pairs = zip(self.faces, names, strict=True)
        return tuple(made.setdefault(id(face), EmbeddedFace(face, name)) for face, name in pairs)


Shown = tuple[Embedded, str, float]
"""A character in a content stream: its font, its code in hexadecimal, its advance in thousandths of an em."""


class EmbeddedFace(dict[str, Shown]):
    """A face as one document carries it: a font object for each of its fonts that has something to show.

    A table that fills itself, by character; `with_room` gives the copies.
    """

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.fonts = [Embedded(face.own, resource)]
        self._roomy: dict[tuple[str, int], Shown] = {}

    def __missing__(self, char: str) -> Shown:
        font = self._font(self.face[char][0])
        found = self[char] = (font, *font.code(char))
        return found

    def with_room(self, char: str, room: int) -> Shown:
        """A character with so many thousandths of an em behind it that belong to its own advance."""
        found = self._roomy.get((char, room))
        if found is None:
            font = self[char][0]
            found = self._roomy[char, room] = (font, *font.code(char, room))
        return found

    def _font(self, cut: Cut) -> Embedded:
        for font in self.fonts:
            if font.cut is cut:
                return font
        self.fonts.append(Embedded(cut, f"{self.fonts[0].resource}{len(self.fonts)}"))
        return self.fonts[-1]


def font_book(theme: Theme) -> FontBook:
    """The fonts of a theme: its own files where it names some, else the packaged Noto Sans SC.

    Raises FontError when a named file cannot be used.
    """
    regular, bold, title, kai = (_named(theme, roles) for roles in _ROLES)
    gap = 0.0 if theme.style == "gongwen" else _GAP
    further = [file for file in theme.fonts.get("fallback", ()) if Path(file).is_file()]
    if theme.fonts.get("fallback") and not further:
        raise _none_exists(theme.fonts["fallback"])

    return _book((regular, bold or regular, title, kai), theme.weights, theme.face, tuple(further), gap)


@lru_cache(maxsize=8)
def _book(
    paths: tuple[str, str, str, str], weights: tuple[int, int], collected: str, further: tuple[str, ...], gap: float
) -> FontBook:
    """One for all documents of a process that ask for the same fonts, so that what was measured is known."""

    def face(path: str, weight: int) -> Face:
        return Face(cut(path or default_font(), weight, collected), further, gap)

    heavy = face(paths[1], weights[1])
    rest = [face(path, weights[0]) if path else heavy for path in paths[2:]]
    return FontBook(face(paths[0], weights[0]), heavy, *rest)


def _named(theme: Theme, roles: Sequence[str]) -> str:
    """The first font file that exists of those a theme names for a face; "" when it names none."""
    files = [file for role in roles for file in theme.fonts.get(role, ())]
    found = next((file for file in files if Path(file).is_file()), "")
    if files and not found:
        raise _none_exists(files)
    return found


def _none_exists(files: Sequence[str]) -> FontError:
    return FontError(f"none of the theme's font files exists: {', '.join(Path(f).name for f in files)}")
