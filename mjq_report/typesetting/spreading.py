"""A line's glue set to its measure: where each glyph stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import add

from mjq_report.typesetting.characters import TRIMMED_END, TRIMMED_START, Glue
from mjq_report.typesetting.lines import Line, Segment
from mjq_report.typesetting.paragraph import Paragraph, drawn

FUZZ = 1e-6
"""Points that no eye and no printer tells apart."""

_FLEXIBLE = 0.05  # em: gaps with more stretch than this are word spaces and those between Han and Latin
_LOOSEST = 0.2  # em that a gap may be stretched by beyond that


def set_line(
    par: Paragraph, start: int, position: int, extent: tuple[float, float, float], x: float, room: float, justify: bool
) -> Line:
    """The line from a character up to a break, `x` points from the left, in `room` points.

    `extent` is the line's natural width, stretch and shrink. It is stretched only if `justify`, but compressed
    whenever it is too long.
    """
    natural, stretch, shrink = extent
    end, slack, ratio = par.line_end(position, start), room - natural, 0.0
    if slack < -FUZZ and shrink:
        ratio = max(-1.0, slack / shrink)
    elif justify and slack > 0 and stretch:
        ratio = slack / stretch
    advances = _advances(par, start, end, slack, ratio)
    left = x - par.trimmed(start) if end > start and par.classes[start] in TRIMMED_START else x
    return Line(
        segments=tuple(_segments(par, start, advances, left)),
        width=left + sum(advances),
        natural=x + natural,
        ratio=ratio,
        last=position == len(par.text),
        tail=par.text[end:position],
    )


def _advances(par: Paragraph, start: int, end: int, slack: float, ratio: float) -> list[float]:
    """The font's advances with their share of the glue."""
    if end <= start:
        return []
    glue = par.glue[start : end - 1]
    if ratio > 0:
        gaps = _stretched(glue, slack, par.size)
    else:
        gaps = [width + ratio * shrink for width, _, shrink in glue]
    last = par.advances[end - 1] - (par.trimmed(end - 1) if par.classes[end - 1] in TRIMMED_END else 0.0)
    return [*map(add, par.advances[start : end - 1], gaps), last]


def _stretched(glue: list[Glue], slack: float, size: float) -> list[float]:
    """Gaps that take up the slack, in the order of CLREQ 3.5.4.

    First word spaces and the gaps between Han and Latin, as far as is comfortable; then all gaps alike. A line that would
    have Han stand farther apart than a reader overlooks (beside a web address, say) stays short.
    """
    flexible = size * _FLEXIBLE
    first = sum([stretch for _, stretch, _ in glue if stretch > flexible])
    if slack <= first:
        share, more = slack / first, 0.0
    else:
        share, more = 1.0, (slack - first) / sum([stretch > 0 for _, stretch, _ in glue])
        if more > _LOOSEST * size:
            share = more = 0.0
    return [
        width + (share * stretch if stretch > flexible else 0.0) + (more if stretch > 0 else 0.0)
        for width, stretch, _ in glue
    ]


def _segments(par: Paragraph, start: int, advances: list[float], x: float) -> Iterator[Segment]:
    """The line's characters run by run, without those that are never drawn."""
    end = start + len(advances)
    for place in range(max(bisect_right(par.offsets, start) - 1, 0), len(par.pieces)):
        offset, (index, begin, text) = par.offsets[place], par.pieces[place]
        if offset >= end:
            return
        first, after = max(start, offset), min(end, offset + len(text))
        if first >= after:
            continue
        shown = text[first - offset : after - offset]
        widths = tuple(advances[first - start : after - start])
        if par.ignorable:
            kept = [at for at, char in enumerate(shown) if drawn(char)]
            shown, widths = "".join([shown[at] for at in kept]), tuple([widths[at] for at in kept])
        if shown:
            yield Segment(index, begin + first - offset, shown, x, widths)
        x += sum(widths)
