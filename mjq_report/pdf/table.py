"""三线表: three rules, no boxes; figures aligned at the decimal point; rows that go on to the next page under 续表.

Form: GB/T 7713.1-2006, 5.4.4 and CY/T 170-2019 (caption above, unit in the head, continued tables
repeat the head). Tagged as Table/TR/TH/TD (ISO 14289-1, 7.5); the repeated head is an artefact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mjq_report.model.document import Column, Row, Spans, Table, plain_text
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Draw, Piece, Repeated, keep_lines_together
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node
from mjq_report.typesetting import min_width, natural_width

_GAP = 10.0  # between columns, points
_PAD = 0.186  # above and below the lines of a row, of their leading
_SMALL = ("annex", "audit", "sources")  # kinds of tables that are looked up in, not read: set in the type of sources
_THICK, _THIN = 1.1, 0.5  # rules, points
_DENSE = {"annex": (40, 0.83), "audit": (16, 0.9)}  # rows from which a table is set denser, and share of its leading
_DENSE_PAD = 0.08
_WHOLE_DEPTH = 0.2  # share of the page's depth up to which a table of few rows is not divided
_WHOLE_TO = 6  # rows up to which a table is not divided
_SPLIT_FROM = 14  # lines from which a row may be divided over pages


_Cell = tuple[SetText, float, Node]  # its text set, its left edge from the table's, its element


@dataclass(frozen=True)
class _Layout:
    """Left edges and widths of the columns, and where decimal columns have their points."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    points: tuple[float, ...]


def set_table(table: Table, setter: Setter, parent: Node, measure: float) -> list[Piece]:
    """A table as pieces: caption, head, rows, note. An empty table sets nothing."""
    if not table.rows:
        return []
    name = f"{setter.labels['table']}{table.number}"
    style = setter.style("source" if table.kind in _SMALL else "table", align="left")
    least, share = _DENSE.get(table.kind, (len(table.rows), 1.0))
    if len(table.rows) > least:
        style = replace(style, leading=style.leading * share)
    layout = _columns(table, setter, style, measure)
    caption = setter.style("caption", bold=True, align="left")
    node = parent.add("Table")
    pieces = setter.paragraph(spans(f"{name}\u2003", *table.caption), caption, measure, node.add("Caption"), before=10)
    for piece in pieces:
        piece.keep = True
    head = _head(table, setter, style, layout, measure)
    pieces.append(Piece(head.height, _tagged_head(head, node.add("TR")), before=3, keep=True))
    top = repeated = _repeated(head, f"{setter.labels['continued']}{name}", setter, measure, table)
    rows: list[Piece] = []
    for row in table.rows:
        if row.group:
            repeated = top
        rows += _row(row, table, setter, style, layout, measure, node, repeated)
        if row.group:
            repeated = _with_group(top, row, setter, style, measure)
    least = 2 if table.kind == "audit" or len(rows) <= _WHOLE_TO else 3
    rows = _bind_ends(rows, least, setter.theme.depth * _WHOLE_DEPTH)
    rows.append(Piece(_THICK + 1, _rule(setter, measure, _THICK)))
    pieces += rows
    pieces[0].floats = table.kind == "data" and all(piece.keep for piece in rows[:-1])
    if table.note:
        note = setter.style("source", "muted", align="left")
        pieces[-1].keep = True
        pieces += keep_lines_together(setter.paragraph(table.note, note, measure, parent.add("P"), before=2))
    return pieces


def _pad(style: Style) -> float:
    """Above and below the lines of a row, in points."""
    return style.leading * (_PAD if style.leading >= style.size * 1.4 else _DENSE_PAD)


def _bind_ends(rows: list[Piece], least: int, depth: float) -> list[Piece]:
    """A short table stays whole; of a longer one `least` rows stand before a break and two after it."""
    if len(rows) <= _WHOLE_TO and sum(piece.height for piece in rows) <= depth:
        keep_lines_together(rows, orphans=len(rows))
    else:
        keep_lines_together(rows, orphans=least, widows=2)
    rows[-1].keep = True
    return rows


# --------------------------------------------------------------------------- columns


def _columns(table: Table, setter: Setter, style: Style, measure: float) -> _Layout:
    """Share out the measure: every column its longest word at least, its longest text if there is room."""
    wants = [_wanted(table, index, setter, style) for index in range(len(table.columns))]
    room = measure - _GAP * (len(wants) - 1)
    widths = _share([w.natural for w in wants], [w.least for w in wants], [c.weight for c in table.columns], room)
    lefts = [sum(widths[:i]) + _GAP * i for i in range(len(widths))]
    points = [max(0.0, (width - w.before - w.after) / 2) + w.before for w, width in zip(wants, widths, strict=True)]
    return _Layout(tuple(lefts), tuple(widths), tuple(points))


@dataclass(frozen=True)
class _Wanted:
    """What a column asks for: natural and least width; in a decimal column the parts before and after the point."""

    natural: float
    least: float
    before: float = 0.0
    after: float = 0.0


def _wanted(table: Table, index: int, setter: Setter, style: Style) -> _Wanted:
    column = table.columns[index]
    texts = [row.cells[index] for row in table.rows if not row.group]
    head = _width(setter, spans(_title(column, setter)), style, bold=True)
    if column.align == "decimal":
        before, after = _decimal_parts(setter, texts, style)
        return _Wanted(max(before + after, head), max(before + after, min(head, 4 * style.size)), before, after)
    widths = [_width(setter, text, style) for text in texts]
    natural = max([head, *widths])
    least = min(4 * style.size, natural)
    for text, width in zip(texts, widths, strict=True):
        if width > least:  # no piece of a text is wider than all of it
            least = max(least, min_width(setter.runs(text, style), setter.fonts) + 0.02)
    return _Wanted(natural, least)


def _share(natural: list[float], least: list[float], weights: list[float], room: float) -> list[float]:
    """Widths that fill the room.

    With room to spare every column gets its longest text and a share by weight. Without, the narrow
    columns get theirs whole and the wide ones wrap: no column is a hair too narrow for all its rows.
    """
    if sum(natural) <= room:
        spare, total = room - sum(natural), sum(weights) or 1
        return [n + spare * w / total for n, w in zip(natural, weights, strict=True)]
    if sum(least) > room:
        return [width * room / sum(least) for width in least]
    widths = list(least)
    open_ = sorted(range(len(natural)), key=lambda i: natural[i] - least[i])
    spare = room - sum(least)
    for place, i in enumerate(open_):
        given = min(natural[i] - least[i], spare / (len(open_) - place))
        widths[i] += given
        spare -= given
    return widths


def _width(setter: Setter, text: Spans, style: Style, bold: bool = False) -> float:
    runs = setter.runs(text, style if style.bold == bold else replace(style, bold=bold))
    return natural_width(runs, setter.fonts) + 0.02 if runs else 0.0


def _decimal_parts(setter: Setter, texts: Sequence[Spans], style: Style) -> tuple[float, float]:
    """The widest part left of the decimal point and the widest right of it."""
    before = after = 0.0
    for text in texts:
        left, right = _split_at_point(text)
        before = max(before, _width(setter, spans(left), style))
        after = max(after, _width(setter, spans(right), style))
    return before, after


def _split_at_point(cell: Spans) -> tuple[str, str]:
    """A cell before its decimal point and from it on; all of it before where there is no figure."""
    text, cut = plain_text(cell), cell[0].point if cell else -1
    return (text[:cut], text[cut:]) if cut >= 0 else (text, "")


def _title(column: Column, setter: Setter) -> str:
    return setter.labels["with_unit"].format(title=column.title, unit=column.unit) if column.unit else column.title


# --------------------------------------------------------------------------- head


@dataclass(frozen=True)
class _Head:
    """The column heads, set once and drawn at the top of every page of the table."""

    texts: tuple[SetText, ...]
    layout: _Layout
    height: float
    setter: Setter
    measure: float

    def draw(self, pen: Pen, x: float, top: float, row: Node | None) -> None:
        """Draw the head; with `row` each cell is tagged TH, without it nothing is tagged."""
        ink = self.setter.theme.colours["ink"]
        with pen.artefact("Layout"):
            pen.rule(x, top, x + self.measure, top, _THICK, ink)
            pen.rule(x, top - self.height + 0.3, x + self.measure, top - self.height + 0.3, _THIN, ink)
        tallest = max(text.height for text in self.texts)
        for text, left in zip(self.texts, self.layout.lefts, strict=True):
            y = top - _pad(self.texts[0].style) - 1 - (tallest - text.height)
            if row is not None:
                text.draw(pen, row.add("TH", scope="Column"), x + left, y)
            else:
                with pen.artefact("Pagination"):
                    _draw_untagged(pen, text, x + left, y)


def _draw_untagged(pen: Pen, text: SetText, x: float, top: float) -> None:
    style = text.style
    for index, line in enumerate(text.lines):
        baseline = top - index * style.leading - (style.leading - style.size) / 2 - 0.88 * style.size
        shift = text.shift(line.width)
        for segment in line.segments:
            run = text.runs[segment.run]
            pen.glyphs(
                segment.text,
                x + shift + segment.x,
                baseline,
                run.size,
                style.colour,
                bold=run.bold,
                advances=segment.advances,
            )


def _head(table: Table, setter: Setter, style: Style, layout: _Layout, measure: float) -> _Head:
    texts = []
    for column, width in zip(table.columns, layout.widths, strict=True):
        align = "center" if column.align == "decimal" else column.align
        head = replace(style, bold=True, align=align, link=None)
        texts.append(setter.lines(spans(_title(column, setter)), head, width))
    height = max(text.height for text in texts) + 2 * _pad(style) + 2
    return _Head(tuple(texts), layout, height, setter, measure)


def _tagged_head(head: _Head, row: Node) -> Draw:
    return lambda pen, x, top: head.draw(pen, x, top, row)


def _repeated(head: _Head, label: str, setter: Setter, measure: float, table: Table) -> Repeated:
    style = setter.style("caption", bold=True, align="left")
    text = setter.lines(spans(label), style, measure)

    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Pagination"):
            _draw_untagged(pen, text, x, top)
        head.draw(pen, x, top - style.leading - 3, None)

    return Repeated(style.leading + 3 + head.height, draw, _rule(setter, measure, _THIN), table)


def _with_group(top: Repeated, row: Row, setter: Setter, style: Style, measure: float) -> Repeated:
    """The head, and below it the heading of the group whose rows go on: they may cover something else than others."""
    label = setter.labels["group_continued"].format(title=plain_text(row.cells[0]))
    text = setter.lines(spans(label), replace(style, bold=True, link=None), measure)

    def draw(pen: Pen, x: float, y: float) -> None:
        top.draw(pen, x, y)
        with pen.artefact("Pagination"):
            _draw_untagged(pen, text, x, y - top.height - _pad(style))

    return replace(top, height=top.height + text.height + 2 * _pad(style), draw=draw)


def _rule(setter: Setter, measure: float, width: float) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.artefact("Layout"):
            pen.rule(x, top - width / 2, x + measure, top - width / 2, width, setter.theme.colours["ink"])

    return draw


# --------------------------------------------------------------------------- rows


def _row(
    row: Row,
    table: Table,
    setter: Setter,
    style: Style,
    layout: _Layout,
    measure: float,
    node: Node,
    repeated: Repeated,
) -> list[Piece]:
    tr = node.add("TR")
    if row.group:
        text = setter.lines(row.cells[0], replace(style, bold=True, link=None), measure)
        cell = tr.add("TH", scope="Row")
        cell.columns = len(table.columns)
        return [Piece(text.height + 2 * _pad(style), _draw_cells([(text, 0.0, cell)]), repeated=repeated, keep=True)]
    cells = []
    for index, (column, content) in enumerate(zip(table.columns, row.cells, strict=True)):
        head = index == 0 and table.header_row
        cell = tr.add("TH", scope="Row") if head else tr.add("TD")
        width, left = layout.widths[index], layout.lefts[index]
        shift = 0.0
        if column.align == "decimal":
            shift = layout.points[index] - _width(setter, spans(_split_at_point(content)[0]), style)
            width = max(width - shift, _width(setter, content, style) + 1)  # the gap behind 约 counts
        align = "left" if column.align == "decimal" else column.align
        text = setter.lines(content, style if style.align == align else replace(style, align=align), width)
        cells.append((text, left + shift, cell))
    return _row_pieces(cells, row.anchor, style, repeated)


def _row_pieces(cells: list[_Cell], anchor: str, style: Style, repeated: Repeated) -> list[Piece]:
    """One piece; a row of very many lines is one piece a line, so that it can go over a page."""
    lines = max(len(text.lines) for text, *_ in cells)
    anchors = [anchor] if anchor else []
    if lines < _SPLIT_FROM:
        return [Piece(lines * style.leading + 2 * _pad(style), _draw_cells(cells), repeated=repeated, anchors=anchors)]
    pieces = [
        Piece(
            style.leading,
            _draw_slice(cells, index),
            before=_pad(style) if index == 0 else 0,
            repeated=repeated,
        )
        for index in range(lines)
    ]
    pieces[0].anchors = anchors
    return keep_lines_together(pieces)


def _draw_cells(cells: list[_Cell]) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        for text, left, node in cells:
            text.draw(pen, node, x + left, top - _pad(text.style))

    return draw


def _draw_slice(cells: list[_Cell], index: int) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        for text, left, node in cells:
            if index < len(text.lines):
                text.draw_line(pen, index, node, x + left, top)

    return draw
