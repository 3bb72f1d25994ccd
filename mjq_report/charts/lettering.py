"""Text measured before it is placed: wrapped, made smaller, elided, and spread so that no two labels meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.model.drawing import TextMeasure

_LEADING = 1.18  # line step as a share of the size
_ELLIPSIS = "…"
# A run of digits and Latin letters stays whole, with the measure word that follows it; a dash or slash closes
# it. Han may break anywhere but before closing and after opening punctuation (GB/T 15834-2011, 5.1).
_OPENING, _CLOSING = "（《“‘〈【(", "，。、；：？！）》”’〉】)…·"
_UNITS = re.compile(
    rf"[{_OPENING}]*(?:[0-9A-Za-z.,%+\u2212'&-]+(?:[—–/]|[余多]?[\u4e00-\u9fff])?|\s+|.)[{_CLOSING}]*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text at one size, measured in points. `height` runs from the first ascent to the last descent."""

    lines: tuple[str, ...]
    size: float
    bold: bool
    widths: tuple[float, ...]
    height: float

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return max(self.widths, default=0.0)


class Lettering:
    """Measures and fits text with the fonts of the page."""

    def __init__(self, measure: TextMeasure, sizes: Sequence[float]) -> None:
        self.measure = measure
        self.sizes = tuple(sizes)
        self.ascent, self.descent = measure.ascent, measure.descent
        self._widths: dict[tuple[str, bool], float] = {}  # at one point: advances grow with the size

    def only(self, sizes: Sequence[float]) -> Lettering:
        """The same fonts at some of the sizes."""
        other = Lettering(self.measure, sizes)
        other._widths = self._widths
        return other

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Advance width in points; 0 for no text. Raises MissingGlyph."""
        if not text:
            return 0.0
        known = self._widths.get((text, bold))
        if known is None:
            known = self._widths[text, bold] = self.measure.width(text, 1.0, bold)
        return known * size

    def height(self, size: float, lines: int = 1) -> float:
        """Height of so many lines in points; 0 for none."""
        return (self.ascent + self.descent) * size + _LEADING * size * (lines - 1) if lines else 0.0

    def label(self, lines: Sequence[str], size: float, bold: bool = False) -> Label:
        """Measured lines; empty ones are dropped."""
        kept = tuple(line for line in lines if line)
        widths = tuple(self.width(line, size, bold) for line in kept)
        return Label(kept, size, bold, widths, self.height(size, len(kept)))

    def one(self, text: str, bold: bool = False, size: float | None = None) -> Label:
        """One line at the usual size, or at `size`."""
        return self.label((text,), size or self.sizes[0], bold)

    def baselines(self, label: Label, top: float) -> list[float]:
        """Where the baselines of a label stand whose upper edge is at `top`."""
        first = top - self.ascent * label.size
        return [first - _LEADING * label.size * index for index in range(len(label.lines))]

    def fits(self, texts: Sequence[str], width: float, lines: int = 1, bold: Sequence[bool] = ()) -> list[Label] | None:
        """Labels at one size, the largest at which each fits `width` in one or two `lines`; None when none does."""
        weights = tuple(bold) or (False,) * len(texts)
        for size in self.sizes:
            wrapped = [self._wrap(text, width, size, b, lines) for text, b in zip(texts, weights, strict=True)]
            if all(w is not None for w in wrapped):
                return [self.label(w or (), size, b) for w, b in zip(wrapped, weights, strict=True)]
        return None

    def fit_all(self, texts: Sequence[str], width: float, lines: int = 1, bold: Sequence[bool] = ()) -> list[Label]:
        """Labels at one size, no wider than `width` in one or two `lines`: elided at the smallest size if need be."""
        found = self.fits(texts, width, lines, bold)
        if found is not None:
            return found
        size = self.sizes[-1]
        weights = tuple(bold) or (False,) * len(texts)
        return [
            self.label(self._wrap(text, width, size, b, lines) or self._elide(text, width, lines, b), size, b)
            for text, b in zip(texts, weights, strict=True)
        ]

    def fit(self, text: str, width: float, lines: int = 1, bold: bool = False) -> Label:
        """One such label."""
        return self.fit_all((text,), width, lines, (bold,))[0]

    def blocks(self, texts: Sequence[str], width: float, lines: int, bold: bool = False) -> list[Label] | None:
        """Labels of at most so many lines at one size, the largest that allows it; None when none does."""
        for size in self.sizes:
            wrapped = [self._filled(text, width, size, bold, lines) for text in texts]
            if all(w is not None for w in wrapped):
                return [self.label(w or (), size, bold) for w in wrapped]
        return None

    def blocks_all(self, texts: Sequence[str], width: float, lines: int, bold: bool = False) -> list[Label]:
        """Such labels, elided at the smallest size if need be."""
        found = self.blocks(texts, width, lines, bold)
        if found is not None:
            return found
        size = self.sizes[-1]
        rows = [self._filled(text, width, size, bold, lines) or self._cut(text, width, lines, bold) for text in texts]
        return [self.label(row, size, bold) for row in rows]

    def _filled(self, text: str, width: float, size: float, bold: bool, lines: int) -> tuple[str, ...] | None:
        """Text in as few lines as `width` allows, made as even as that number allows; None when they are too many."""
        first = self._greedy(text, width, size, bold)
        if first is None or len(first) > lines:
            return None
        low, high, best = width / 2, width, first
        for _ in range(5 if len(first) > 1 else 0):
            middle = (low + high) / 2
            found = self._greedy(text, middle, size, bold)
            if found is not None and len(found) == len(first):
                high, best = middle, found
            else:
                low = middle
        return best

    def _greedy(self, text: str, width: float, size: float, bold: bool) -> tuple[str, ...] | None:
        """Lines filled one after the other; None when something in them is wider than a line."""
        lines, start, end = list[str](), 0, 0
        for at in (*_breaks(text), len(text)):
            if self.width(text[start:at].strip(), size, bold) > width:
                if end == start or self.width(text[end:at].strip(), size, bold) > width:
                    return None
                lines.append(text[start:end].strip())
                start = end
            end = at
        return (*lines, text[start:].strip())

    def _cut(self, text: str, width: float, lines: int, bold: bool) -> tuple[str, ...]:
        """The first lines of a text at the smallest size, the last one ending in an ellipsis."""
        size, kept = self.sizes[-1], list[str]()
        while len(kept) < lines - 1:
            cuts = [at for at in _breaks(text) if self.width(text[:at].rstrip(), size, bold) <= width]
            if not cuts:
                break
            kept.append(text[: cuts[-1]].rstrip())
            text = text[cuts[-1] :].lstrip()
        return (*kept, *self._elide(text, width, 1, bold))

    def _wrap(self, text: str, width: float, size: float, bold: bool, lines: int) -> tuple[str, ...] | None:
        if self.width(text, size, bold) <= width:
            return (text,)
        if lines < 2:
            return None
        best: tuple[float, tuple[str, ...]] | None = None
        for at in _breaks(text):
            pair = (text[:at].rstrip(), text[at:].lstrip())
            longest = max(self.width(line, size, bold) for line in pair)
            cost = longest - (size if pair[0][-1:] in _CLOSING else 0.0)  # rather after punctuation than in a word
            if longest <= width and (best is None or cost < best[0]):
                best = (cost, pair)
        return best[1] if best else None

    def _elide(self, text: str, width: float, lines: int, bold: bool) -> tuple[str, ...]:
        head: tuple[str, ...] = ()
        size = self.sizes[-1]
        if lines > 1:
            cuts = [at for at in _breaks(text) if self.width(text[:at].rstrip(), size, bold) <= width]
            if cuts:
                head, text = (text[: cuts[-1]].rstrip(),), text[cuts[-1] :].lstrip()
        if self.width(text, size, bold) <= width:
            return (*head, text)
        end = len(text)
        while end and self.width(text[:end].rstrip() + _ELLIPSIS, size, bold) > width:
            end -= 1
        return (*head, text[:end].rstrip() + _ELLIPSIS)


def _breaks(text: str) -> list[int]:
    """Offsets at which a line may end."""
    return [match.end() for match in _UNITS.finditer(text)][:-1]


def spread(wanted: Sequence[float], lengths: Sequence[float], low: float, high: float) -> list[float] | None:
    """Centres nearest to `wanted` (which must ascend) such that intervals of `lengths` within low–high do not overlap.

    Least squares by pooling adjacent violators (Ayer et al., 1955). None when they cannot all fit.
    """
    if sum(lengths) > high - low + 1e-9:
        return None
    offsets = [sum(lengths[:i]) + length / 2 for i, length in enumerate(lengths)]
    blocks: list[list[float]] = []  # mean, count
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, count = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * count) / (before[1] + count)
            before[1] += count
    starts = [min(max(mean, low), high - sum(lengths)) for mean, count in blocks for _ in range(int(count))]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
