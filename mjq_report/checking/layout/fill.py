"""Whether full lines fill the measure, and how far their characters were moved apart for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mjq_report.checking.layout.area import Layout
from mjq_report.checking.layout.breaks import finding
from mjq_report.checking.layout.characters import CLOSING, is_han
from mjq_report.checking.layout.lines import Block, Line, body_size
from mjq_report.checking.layout.report import Fill, Finding

_EXACT = 0.5  # points
_NEAR = 0.6  # em within which a group's own edge is taken for the text area's
_INDENT = 4  # em from the text area's left edge within which body text must reach its right edge
_TRIMMED_DOT = 0.25  # em that a full-width middle dot may lack, whose blank lies on both sides
_TRIMMED = 0.5  # em that a closing full-width mark may lack at a line's end (CLREQ 3.1.6)


def measure_fill(layout: Layout) -> tuple[Fill, list[Finding]]:
    """Fill of all full lines of justified paragraphs, with a finding for each that falls short or runs over.

    A group of paragraphs that start at the same left edge in the same size shares one right edge: a theme's
    for body text and where it is near, else the one that most lines end at. Paragraphs smaller than the body
    of which fewer than half the lines reach the edge are ragged by design and not counted.
    """
    body = body_size(layout.blocks)
    lines, short = list[Line](), list[Line]()
    for group in _groups(layout):
        edge = _edge(group, layout)
        for block in group:
            full = block.lines[:-1]
            missed = [line for line in full if not _reaches(line, edge)]
            if abs(full[0].size - body) < 0.2 or len(missed) * 2 <= len(full):
                lines += full
                short += missed
    moved = [abs(move) for line in lines for move in _moves(layout, line)]
    fill = Fill(
        len(lines),
        len(lines) - len(short),
        round(sum(moved) / len(moved), 5) if moved else 0.0,
        round(max(moved, default=0.0), 5),
    )
    return fill, [finding("unfilled-line", line, layout) for line in short]


def right_edge(layout: Layout) -> float:
    """Where full lines of the body end; the area's edge if there are none."""
    body = body_size(layout.blocks)
    groups = [group for group in _groups(layout) if abs(group[0].lines[0].size - body) < 0.2]
    best = max(groups, key=lambda group: sum(len(block.lines) for block in group), default=None)
    return _edge(best, layout, snap=False) if best else layout.area.right


def _groups(layout: Layout) -> list[list[Block]]:
    groups: dict[tuple[int, float], list[Block]] = defaultdict(list)
    for block in layout.blocks:
        if block.is_paragraph and len(block.lines) > 1 and not layout.pages[block.lines[0].page].cover:
            left = min(line.left for line in block.lines)
            groups[round(left / 2), round(block.lines[0].size, 1)].append(block)
    return list(groups.values())


def _edge(group: Sequence[Block], layout: Layout, snap: bool = True) -> float:
    size = group[0].lines[0].size
    ends: Counter[float] = Counter()
    for block in group:
        for line in block.lines[:-1]:
            for end in _ends(line)[:1]:
                ends[round(end * 2) / 2] += 1 if line.text[-1] in CLOSING else 2
    common = max(ends, key=lambda end: (ends[end], end))
    exact = [e for block in group for line in block.lines[:-1] for e in _ends(line) if abs(e - common) <= _EXACT]
    edge = sum(exact) / len(exact) if exact else common
    if snap and layout.known and (abs(edge - layout.area.right) < _NEAR * size or _spans_area(group, layout)):
        return layout.area.right
    return edge


def _spans_area(group: Sequence[Block], layout: Layout) -> bool:
    """Whether a group is body text (not the items of a list, which may stand in columns) at the area's left edge."""
    size = group[0].lines[0].size
    left = min((line.left for block in group if block.kind == "P" for line in block.lines), default=layout.area.right)
    return abs(size - body_size(layout.blocks)) < 0.2 and left < layout.area.left + _INDENT * size


def _ends(line: Line) -> list[float]:
    """Where a line may be said to end: its last advance, with a closing mark also without that mark's blank half."""
    trimmed = line.right - (_TRIMMED_DOT if line.glyphs[-1].char == "·" else _TRIMMED) * line.size
    return [trimmed, line.right] if _is_wide_closing(line) else [line.right]


def _is_wide_closing(line: Line) -> bool:
    last = line.glyphs[-1]
    return last.char in CLOSING + "·" and last.right - last.left > 0.75 * line.size


def _reaches(line: Line, edge: float) -> bool:
    return any(abs(end - edge) <= _EXACT for end in _ends(line))


def _moves(layout: Layout, line: Line) -> Iterator[float]:
    """How far, in em, each Han character's neighbour stands from where its size would put it."""
    runs = layout.pages[line.page].sheet.runs
    for one, other in pairwise(line.glyphs):
        if is_han(one.char) and is_han(other.char) and runs[one.run].size == runs[other.run].size:
            yield (other.left - one.left) / line.size - 1
