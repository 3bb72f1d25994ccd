"""A paragraph measured: classes, advances, glue, and their running sums, so that any line costs a subtraction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from operator import add, sub

from mjq_report.typesetting.characters import SPACES, TRIMMED_END, TRIMMED_START, Glue, between, classes
from mjq_report.typesetting.lines import Metrics, Run
from mjq_report.typesetting.opportunities import opportunities

Piece = tuple[int, int, str]
"""A part of a run between two forced breaks: index of the run, offset in its text, text."""

_FORCED = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_IGNORABLE = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
_ANY_IGNORABLE = re.compile(f"[{''.join(map(chr, _IGNORABLE))}]")
_ACCENT = "\u0301"
_AT_START, _AT_END = re.compile(f"[{TRIMMED_START}]"), re.compile(f"[{TRIMMED_END}]")
_SHORT = 64  # characters up to which a measured text is kept
_NONE: Glue = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Running sums up to each position. A line of the characters i … e−1 is `ends[e] − starts[i]` wide, without the
    blanks that its edge marks lose; stretch and shrink likewise."""

    starts: list[float]
    start_stretch: list[float]
    start_shrink: list[float]
    ends: list[float]
    end_stretch: list[float]
    end_shrink: list[float]


class Paragraph:
    """Text between two forced breaks, over all its runs. `glue[k]` stands behind character k."""

    def __init__(self, pieces: Sequence[Piece], runs: Sequence[Run], metrics: Metrics) -> None:
        self.pieces = pieces
        self.text = "".join([text for _, _, text in pieces])
        self.ignorable = bool(_ANY_IGNORABLE.search(self.text))
        self.offsets = list(accumulate([len(text) for _, _, text in pieces], initial=0))[:-1]
        self._sizes = [runs[index].size for index, _, _ in pieces]
        self._rises = [runs[index].rise for index, _, _ in pieces]
        self.size = max(self._sizes, default=0.0)
        self.advances: list[float] = []
        letters: list[str] = []
        for index, _, text in pieces:
            widths = _advances(text, runs[index], metrics)
            self.advances += widths
            letters.append(classes(text, widths, runs[index].size))
        self.classes = "".join(letters)
        self.glue = self._glue(metrics.gap)

    def _glue(self, gap: float) -> list[Glue]:
        pairs = list(map(add, self.classes, self.classes[1:]))
        glue: list[Glue] = []
        for offset, size, (_, _, text) in zip(self.offsets, self._sizes, self.pieces, strict=True):
            glue += map(between(size, gap).__getitem__, pairs[offset : offset + len(text)])
        if any(self._rises):  # no gap stands between a word and the raised mark behind it
            for offset, (left, right) in zip(self.offsets[1:], pairwise(self._rises), strict=True):
                if left or right:
                    glue[offset - 1] = _NONE
        if self.text:
            glue.append(_NONE)
        return glue

    @cached_property
    def allowed(self) -> bytearray:
        """For each position from 0 to the end: 1 where a line may end before it.

        A raised mark belongs to what stands before it, as a combining accent does (UAX #14 LB9): no line starts with
        it, and behind it a line may end where it might without it.
        """
        text, classes, starts = self.text, self.classes, []
        for offset, rise, (_, _, raised) in zip(self.offsets, self._rises, self.pieces, strict=True):
            if rise:
                end = offset + len(raised)
                text = text[:offset] + _ACCENT * len(raised) + text[end:]
                classes = classes[:offset] + "Z" * len(raised) + classes[end:]
                starts.append(offset)
        allowed = opportunities(text, classes)
        for offset in starts:  # UAX #14 LB10 would let an accent behind a space start a line
            allowed[offset] = 0
        return allowed

    @cached_property
    def sums(self) -> Sums:
        """Running sums of the widths and the glue."""
        width, stretch, shrink = zip(*self.glue, strict=True) if self.glue else ((), (), ())
        starts = list(accumulate(map(add, self.advances, width), initial=0.0))
        stretches, shrinks = list(accumulate(stretch, initial=0.0)), list(accumulate(shrink, initial=0.0))
        ends = [0.0, *map(sub, starts[1:], width)]
        for match in _AT_START.finditer(self.classes):
            starts[match.start()] += self.trimmed(match.start())
        for match in _AT_END.finditer(self.classes):
            ends[match.end()] -= self.trimmed(match.start())
        return Sums(starts, stretches, shrinks, ends, [0.0, *stretches[:-1]], [0.0, *shrinks[:-1]])

    def trimmed(self, at: int) -> float:
        """The blank that a full-width mark loses at an edge of a line."""
        size = self._sizes[bisect_right(self.offsets, at) - 1]
        return size * (0.25 if self.classes[at] == "M" else 0.5)

    def line_end(self, position: int, start: int = 0) -> int:
        """Where the ink of a line ends that breaks before `position`: spaces dropped."""
        while position > start and self.classes[position - 1] in SPACES:
            position -= 1
        return position

    def extent(self, start: int, end: int) -> tuple[float, float, float]:
        """Natural width, stretch and shrink of a line that holds the characters from start up to end."""
        if end <= start:
            return _NONE
        sums = self.sums
        return (
            sums.ends[end] - sums.starts[start],
            sums.end_stretch[end] - sums.start_stretch[start],
            sums.end_shrink[end] - sums.start_shrink[start],
        )

    @cached_property
    def natural(self) -> float:
        """The width of all of it on one line."""
        end = self.line_end(len(self.text))
        if not end:
            return 0.0
        width = sum(self.advances[:end]) + sum([glue[0] for glue in self.glue[: end - 1]])
        width -= self.trimmed(0) if self.classes[0] in TRIMMED_START else 0.0
        return width - (self.trimmed(end - 1) if self.classes[end - 1] in TRIMMED_END else 0.0)


def paragraphs(runs: Sequence[Run], metrics: Metrics) -> Iterator[Paragraph]:
    """The runs measured, cut at forced breaks (UAX #14 LB4, LB5), whose characters go. Short ones are remembered."""
    if len(runs) == 1 and 0 < len(text := runs[0].text) <= _SHORT and _FORCED.search(text) is None:  # most cells
        yield _remembered(((0, 0, text),), ((runs[0].size, runs[0].bold, runs[0].rise),), metrics)
        return
    for pieces in _cut(runs):
        if sum(len(text) for _, _, text in pieces) <= _SHORT:
            yield _remembered(tuple(pieces), tuple((run.size, run.bold, run.rise) for run in runs), metrics)
        else:
            yield Paragraph(pieces, runs, metrics)


@lru_cache(maxsize=2048)
def _remembered(
    pieces: tuple[Piece, ...], styles: tuple[tuple[float, bool, float], ...], metrics: Metrics
) -> Paragraph:
    """A table asks for a cell's natural width, its least width and its lines in turn, and repeats its words."""
    return Paragraph(pieces, [Run("", *style) for style in styles], metrics)


def _cut(runs: Sequence[Run]) -> Iterator[list[Piece]]:
    pieces: list[Piece] = []
    for index, run in enumerate(runs):
        at = 0
        for match in _FORCED.finditer(run.text):
            if match.start() > at:
                pieces.append((index, at, run.text[at : match.start()]))
            yield pieces
            pieces, at = [], match.end()
        if at < len(run.text):
            pieces.append((index, at, run.text[at:]))
    yield pieces


def _advances(text: str, run: Run, metrics: Metrics) -> list[float]:
    """The font's advances, 0 for characters that are never drawn (joiners, soft hyphens, marks of direction)."""
    if not _ANY_IGNORABLE.search(text):
        return list(metrics.advances(text, run.size, run.bold))
    widths = iter(metrics.advances(text.translate(_IGNORABLE), run.size, run.bold))
    return [next(widths) if drawn(char) else 0.0 for char in text]


def drawn(char: str) -> bool:
    """False for a character that takes no ink and no room, and needs no glyph."""
    return ord(char) not in _IGNORABLE
