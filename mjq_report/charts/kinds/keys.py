"""A key: small swatches with names, in lines. Only where a name finds no place at its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.lettering import Label
from mjq_report.charts.plan import Frame
from mjq_report.charts.scene import Scene
from mjq_report.charts.style import Look
from mjq_report.model.document import Nature

_SWATCH, _GAP, _AIR = 6.5, 4.0, 14.0
_WIDE = 15.0  # of a swatch that has to show a hatch or a dashed outline


@dataclass(frozen=True, slots=True)
class Key:
    """Entries placed from the upper left: x and line of each."""

    entries: list[tuple[Label, Look, float, int]]
    step: float
    lines: int
    swatch: float = _SWATCH

    @property
    def height(self) -> float:
        """Points from the first line's top to the last line's bottom."""
        return self.step * self.lines

    def draw(self, scene: Scene, left: float, top: float) -> None:
        """Draw with the upper left corner at `left`, `top`."""
        for label, look, x, line in self.entries:
            upper = top - line * self.step
            middle = upper - label.height / 2
            scene.bar(left + x, middle - _SWATCH / 2, self.swatch, _SWATCH, look)
            scene.label(label, left + x + self.swatch + _GAP, upper, scene.style.ink)


def lay_key(names: Sequence[str], looks: Sequence[Look], width: float, frame: Frame, lines: int = 2) -> Key:
    """Place swatches with their names in at most `lines` lines, or as few as elided names need."""
    letters = frame.lettering
    labels = [letters.one(name) for name in names]
    for size in letters.sizes:
        labels = letters.fit_all(names, width / 2 - _SWATCH - _GAP - _AIR)
        labels = [letters.label(label.lines, min(size, label.size)) for label in labels]
        key = _flow(labels, looks, width)
        if key.lines <= lines:
            return key
    share = width / -(-len(names) // lines) - _SWATCH - _GAP - _AIR
    return _flow(letters.fit_all(names, share), looks, width)


def nature_key(meanings: Sequence[tuple[Nature, str]], frame: Frame) -> Key | None:
    """What solid, dashed and hatched marks mean, in the smallest size; None when there is nothing to explain."""
    if not meanings:
        return None
    letters = frame.lettering.only(frame.lettering.sizes[-1:])
    labels = letters.fit_all([words for _, words in meanings], frame.width - _WIDE - _GAP)
    return _flow(labels, [frame.style.mark(nature=nature) for nature, _ in meanings], frame.width, _WIDE)


def _flow(labels: Sequence[Label], looks: Sequence[Look], width: float, swatch: float = _SWATCH) -> Key:
    entries: list[tuple[Label, Look, float, int]] = []
    x, line = 0.0, 0
    for label, look in zip(labels, looks, strict=True):
        span = swatch + _GAP + label.width
        if x and x + span > width + 1e-6:
            x, line = 0.0, line + 1
        entries.append((label, look, x, line))
        x += span + _AIR
    step = max((label.height for label in labels), default=0.0) * 1.3
    return Key(entries, step, line + 1 if labels else 0, swatch)
