"""Lines and paragraphs by their places alone, for text that no structure tree speaks of.

Glyphs on one baseline without a wide gap are a piece of a line; pieces side by side are cells of a
table unless they are long (columns). A line goes on in the next one below when that one starts where
paragraphs of this column start, is set alike, and the upper one is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from mjq_report.checking.layout.characters import is_han
from mjq_report.checking.layout.lines import Block, Line, body_size, gather, make_line
from mjq_report.checking.reader import Glyph, Sheet

_ROOM = 1.8  # em that a line may end before the edge, besides what did not fit: marks, units, uneven setting
_SPACE = 0.15  # em of white that parts words
_GAP = 1.3  # em of white that divides a line into pieces
_ROW = 0.3  # em within which baselines are one row
_COLUMN = 12  # glyphs from which a piece beside another is running text in a column, not a cell
_LABEL = re.compile(r"(?:[•■▪●○◆◇·\-–*]|（?[0-9]{1,3}[.、）)]?|[（(][一二三四五六七八九十]+[）)])")
_CAPTION = re.compile(r"(?:图|表|续表|Figure|Fig\.|Table)\s?[0-9一二三四五六七八九十]+")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
_TERMINAL = "。！？：；.!?:;，,"


def read_blocks(sheet: Sheet, glyphs: Sequence[Glyph]) -> list[Block]:
    """Paragraphs and cells out of a page's glyphs, given in the order of its content; headers and footers too."""
    cells, texts = list[Line](), list[Line]()
    for row in _rows(sheet, gather(sheet, glyphs)):
        (texts if _is_text(row) else cells).extend(row)
    blocks = [Block("TD", [cell], (sheet.index,), in_table=True) for cell in cells]
    return _paragraphs(texts, _right_edges(texts)) + blocks


def join_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in the order of pages, without headers and footers: paragraphs put together that go on over pages,
    headings and captions told from paragraphs."""
    joined: list[Block] = []
    for _, group in groupby(blocks, key=lambda block: block.pages[0]):
        own = list(group)
        last = _last_paragraph(joined)
        first = next((block for block in own if block.kind == "P"), None)
        if last is not None and first is not None and _carries_over(last, first):
            last.lines += first.lines
            last.pages += first.pages
            own.remove(first)
        joined += own
    body = body_size(joined)
    for block in joined:
        block.kind = _kind(block, body)
    return joined


# --------------------------------------------------------------------------- one page


def _rows(sheet: Sheet, lines: Iterable[Line]) -> list[list[Line]]:
    """Lines cut at wide gaps, pieces that touch put together again, row by row from the top."""
    pieces = [piece for line in lines for piece in _cut(sheet, line)]
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: -p.baseline):
        if rows and rows[-1][0].baseline - piece.baseline < _ROW * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_join(sheet, sorted(row, key=lambda p: p.left)) for row in rows]


def _cut(sheet: Sheet, line: Line) -> list[Line]:
    parts: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in zip(line.glyphs, line.glyphs[1:], strict=False):
        if glyph.left - before.right > _GAP * line.size:
            parts.append([])
        parts[-1].append(glyph)
    if len(parts) == 1:
        return [line]
    made = (make_line(sheet, part) for part in parts)
    return [piece for piece in made if piece is not None]


def _join(sheet: Sheet, row: Sequence[Line]) -> list[Line]:
    joined: list[Line] = []
    for piece in row:
        last = joined[-1] if joined else None
        if last is not None and -0.6 * last.size < piece.left - last.right < 0.6 * last.size:
            whole = make_line(sheet, last.glyphs + piece.glyphs)
            assert whole is not None
            whole.spaced = (last.spaced[0], piece.spaced[1])
            joined[-1] = whole
        else:
            joined.append(piece)
    return joined


def _is_text(row: Sequence[Line]) -> bool:
    rest = row[1:] if len(row) > 1 and _LABEL.fullmatch(row[0].text) else row
    return len(rest) == 1 or (len(rest) <= 3 and all(len(piece.glyphs) >= _COLUMN for piece in rest))


def _right_edges(lines: Iterable[Line]) -> dict[tuple[int, float], float]:
    """The right edge of each column: by left edge in steps of three em, and size."""
    edges: dict[tuple[int, float], float] = {}
    for line in lines:
        for step in (-1, 0, 1):
            key = (_step(line) + step, round(line.size, 1))
            edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _step(line: Line) -> int:
    return round(line.left / (3 * line.size)) if line.size else 0


# --------------------------------------------------------------------------- paragraphs


def _paragraphs(lines: Sequence[Line], edges: dict[tuple[int, float], float]) -> list[Block]:
    blocks: list[Block] = []
    is_open: list[Block] = []
    for line in lines:
        is_open = [block for block in is_open if block.lines[-1].baseline - line.baseline < 2.5 * line.size]
        home = next((block for block in is_open if _continues(block, line, edges)), None)
        if home is None:
            home = Block("P", [], (line.page,))
            blocks.append(home)
            is_open.append(home)
        home.lines.append(line)
    return blocks


def _continues(block: Block, line: Line, edges: dict[tuple[int, float], float]) -> bool:
    last = block.lines[-1]
    gap = last.baseline - line.baseline
    if abs(last.size - line.size) > 0.3 or not 0.8 * line.size < gap < 2.3 * line.size:
        return False
    if len(block.lines) > 1 and abs(block.lines[-2].baseline - last.baseline - gap) > 0.2 * gap:
        return False
    return _is_full(last, edges.get((_step(last), round(last.size, 1)), last.right), line) and _aligned(block, line)


def _is_full(line: Line, edge: float, below: Line) -> bool:
    """Whether a line ends so near the column's edge that what starts the next one had no room there."""
    return line.right + _first_part(below) > edge - _ROOM * line.size


def _first_part(line: Line) -> float:
    """The width of a line's first word or figure; of its first character in Han text."""
    last = line.glyphs[0]
    for glyph in line.glyphs[1:]:
        if is_han(last.char + glyph.char) or glyph.left - last.right > _SPACE * line.size:
            break
        last = glyph
    return last.right - line.left


def _aligned(block: Block, line: Line) -> bool:
    last, em = block.lines[-1], line.size
    step = line.left - last.left
    if len(block.lines) > 1:
        return abs(step) < 0.7 * em
    hanging = bool(_LABEL.match(last.text)) and 0 < step < 3.5 * em
    return abs(step) < 0.7 * em or -4.5 * em < step < 0 or hanging


def _last_paragraph(blocks: Sequence[Block]) -> Block | None:
    if not blocks:
        return None
    page = max(blocks[-1].pages)
    own = [block for block in blocks if block.kind == "P" and page in block.pages]
    return max(own, key=lambda b: (round(b.lines[-1].left / 100), -b.lines[-1].baseline), default=None)


def _carries_over(last: Block, first: Block) -> bool:
    """Whether a paragraph goes on at the next page's head: set alike, not indented, the last line not an end."""
    end, start = last.lines[-1], first.lines[0]
    if end.page != start.page - 1 or abs(end.size - start.size) > 0.3 or end.text[-1] in "。！？：":
        return False
    left = min(line.left for line in last.lines) if len(last.lines) > 1 else end.left
    edge = max(line.right for line in [*last.lines, *first.lines])
    return start.left < left + 0.7 * start.size and _is_full(end, edge, start) and len(end.glyphs) >= _COLUMN


def _kind(block: Block, body: float) -> str:
    """A heading is larger or bolder than the body, or numbered like one, short, and no sentence."""
    if block.kind != "P" or not body:
        return block.kind
    line = block.lines[0]
    if _CAPTION.match(block.text) and len(block.lines) <= 2:
        return "Caption"
    if len(block.lines) > 2 or block.text[-1] in _TERMINAL or len(block.text) > 60 or line.size < body - 0.3:
        return "P"
    if line.size >= 1.4 * body:
        return "H1"
    marked = line.size >= 1.1 * body or line.bold or bool(_NUMBERED.match(block.text))
    return "H2" if marked else "P"


def artefact_lines(sheet: Sheet, glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of what is marked as artefact: headers, footers, repeated table heads."""
    return [piece for row in _rows(sheet, gather(sheet, glyphs)) for piece in row]
