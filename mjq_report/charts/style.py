"""How charts look: every colour, line width and pattern, taken from the theme. The kinds ask here, never choose.

Ink for words, the primary colour for marks, the accent for the one that matters. What a mark rests on has one
look in all charts: published is solid, derived has a dashed outline, expected is hatched, unknown is hatched in
grey the other way; what was published and differs in coverage or months is hollow. Parts of a whole are told
apart by gaps and outlines too, so that they survive grey printing. Contrast ratios
are those of WCAG 2.2: 4.5 : 1 for text (1.4.3), 3 : 1 for shapes (1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations

from mjq_report.errors import ConfigError
from mjq_report.model.document import Nature
from mjq_report.model.drawing import Colour
from mjq_report.settings.theme import Theme, contrast

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
_SHRINK = (1.0, 0.94, 0.885)  # of the theme's chart size; 8.5 pt goes down to 7.5 pt, the least that is read well
_DASHES = (2.8, 1.7)  # of an outline, times its width
_BEYOND = "-|+x/"  # for the parts that come after the colours
_CATEGORIES = ("cat1", "cat2", "cat3", "cat4", "cat5")


MARKERS = ("o", "s", "^", "D", "v")  # of lines in their order, so that they are told apart without colour


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is filled and outlined. `hatch` is one of `hatching.PATTERNS`, drawn in the edge's colour."""

    fill: Colour | None
    edge: Colour | None = None
    line: float = 0.0
    hatch: str = ""
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """A theme's colours and sizes as the kinds use them. Lengths in points."""

    sizes: tuple[float, ...]
    ink: Colour
    primary: Colour
    accent: Colour
    muted: Colour
    rule: Colour
    light: Colour
    paper: Colour
    categories: tuple[Colour, ...]
    baseline: float = 0.6
    stroke: float = 1.6
    dot: float = 5.0
    gap: float = 3.0  # between a mark and its label

    @property
    def size(self) -> float:
        """The usual text size."""
        return self.sizes[0]

    def mark(
        self, emphasis: bool = False, reason: int = 0, tone: Colour | None = None, nature: Nature = "published"
    ) -> Look:
        """A bar or dot by what it rests on; hollow when it was published and differs (`reason` counts from 1)."""
        tone = self.accent if emphasis else tone or self.primary
        if nature == "unknown":
            return Look(self.paper, self.visible(self.rule), 0.8, "\\")
        if nature == "published" and not reason:
            return self.solid(tone)
        hatch, dashes = "/" * (nature == "expected"), _DASHES * (nature == "derived")
        return Look(self.paper, self.visible(tone), 0.9, hatch, dashes)

    def solid(self, tone: Colour) -> Look:
        """A filled shape, outlined when its colour would be lost on the paper."""
        if contrast(tone, self.paper) < SHAPE_CONTRAST:
            return Look(tone, self.muted, 0.6)
        return Look(tone)

    def dot_look(self, tone: Colour, reason: int = 0, nature: Nature = "published") -> Look:
        """A dot of a line's colour, by what it rests on; hollow when it was published and differs."""
        return (
            replace(self.mark(False, reason, tone, nature), line=1.2) if reason or nature != "published" else Look(tone)
        )

    def ring(self, tone: Colour, reason: int = 0, nature: Nature = "published") -> Look:
        """A dot that stands for what was before: hollow where it is published, else by what it rests on."""
        return replace(self.mark(False, reason or 1, tone, nature), line=1.2)

    def part(self, index: int, emphasis: bool = False, reason: int = 0, nature: Nature = "published") -> Look:
        """The fill of a whole's part: a category colour, hatched when the colours come round again."""
        tones = self.categories
        if emphasis or reason or nature != "published" or index < len(tones):
            return self.mark(emphasis, reason, tones[index % len(tones)], nature)
        return Look(self.paper, self.visible(tones[index % len(tones)]), 0.9, _BEYOND[index % len(_BEYOND)])

    def visible(self, tone: Colour) -> Colour:
        """The colour for a line or outline, or ink where it would be lost on the paper."""
        return tone if contrast(tone, self.paper) >= SHAPE_CONTRAST else self.muted

    def words(self, tone: Colour) -> Colour:
        """The colour for text, or ink where it would be hard to read on the paper."""
        return tone if contrast(tone, self.paper) >= TEXT_CONTRAST else self.ink

    def on(self, look: Look) -> Colour | None:
        """The colour for text on a solid shape: paper or ink; None when neither is legible or the shape is hatched."""
        fill = look.fill
        if fill is None or look.hatch or fill == self.paper:
            return None
        best = self.paper if contrast(self.paper, fill) > contrast(self.ink, fill) else self.ink
        return best if contrast(best, fill) >= TEXT_CONTRAST else None


def style(theme: Theme) -> Style:
    """The style of a theme. Raises ConfigError that names a key which the theme lacks."""
    try:
        tones = theme.colours
        base = theme.types["chart"].size
        return Style(
            sizes=tuple(round(base * share, 2) for share in _SHRINK),
            ink=tones["ink"],
            primary=tones["primary"],
            accent=tones["accent"],
            muted=tones["muted"],
            rule=tones["rule"],
            light=tones["light"],
            paper=tones["paper"],
            categories=alternate(tuple(tones[key] for key in _CATEGORIES)),
        )
    except KeyError as error:
        raise ConfigError(f"theme {theme.name}: {error} is missing; charts need it under [colour] or [type]") from None


@lru_cache(maxsize=8)
def alternate(tones: tuple[Colour, ...]) -> tuple[Colour, ...]:
    """The same colours, the first kept, in the order whose neighbours differ most in grey."""

    def least(order: tuple[Colour, ...]) -> float:
        return min(contrast(a, b) for a, b in pairwise(order))

    return max(((tones[0], *rest) for rest in permutations(tones[1:])), key=least)
