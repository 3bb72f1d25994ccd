"""What stands about the text of an official document (GB/T 9704-2012): 版头, 附件说明, 署名, 版记.

Lengths are the standard's: the mark 35 mm under the text area's edge (7.2.4), two lines between it and the number
(7.2.5), a red rule 4 mm below (7.2.7), rules of 版记 0.35 and 0.25 mm (7.4.1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mjq_report.lang import language
from mjq_report.model.document import Document, Section, Span
from mjq_report.model.office import Official
from mjq_report.pdf.pages import Page, Placed
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Piece, nothing
from mjq_report.pdf.setting import Setter, SetText, Style, spans
from mjq_report.pdf.structure import Node
from mjq_report.settings.theme import MM

_MARK_TOP = 35 * MM
_MARK = 42.0  # points, where the name of the office leaves room for so much
_LEAST_MARK = 22.0
_DEPTH = 225 * MM  # of the standard's text area; on a smaller one the head gives way
_UNDER = 4 * MM  # from the number's line to the red rule
_TWO = 2
_FEW = 15  # lines of a page that has none to leave empty
_ENDS = "年度的、，和与及暨"  # behind which a title's first line may end
_STARTLESS = "的、，）》”"
_RED, _THICK, _THIN = 1.5, 0.35 * MM, 0.25 * MM


class Parts:
    """The parts about the text, as pieces of the galley."""

    def __init__(self, document: Document, official: Official, setter: Setter) -> None:
        self._official, self._setter, self._document = official, setter, document
        self._words = language(document.lang).OFFICIAL
        body = setter.theme.types["body"]
        self._em, self._line, self._measure = body.size, body.leading, setter.theme.measure

    def blank(self, lines: int = 1, keep: bool = True) -> Piece:
        """Empty lines of the page's grid; none on a page of few lines."""
        lines = lines if self._setter.theme.depth > _FEW * self._line else 0
        return Piece(lines * self._line, nothing, keep=keep, on_grid=True)

    # ------------------------------------------------------------------ before the text

    def opening(self, root: Node) -> list[Piece]:
        """版头, the title in the middle, the addressees."""
        node = root.add("Part")
        title = self._title(self._official.title, self._setter.heading(node, 1))
        title[0].anchors = ["cover"]
        to = self._setter.style("body", align="left")
        addressees = self._setter.paragraph(spans(self._official.addressees), to, self._measure, node.add("P"))
        addressees[-1].keep = True
        return [self._head(node), *title, self.blank(), *addressees]

    def _title(self, text: str, element: Node) -> list[Piece]:
        """Centred lines of about one length (7.3.1)."""
        style = self._setter.style("cover_title", bold=True, align="center", face="title")
        shaped = balanced(self._setter, text, style, self._measure)
        return [Piece(style.leading, shaped.drawer(index, element), keep=True) for index in range(len(shaped.lines))]

    def _head(self, node: Node) -> Piece:
        """份号, 密级 and 紧急程度 from the first line down; the red mark; number and signer; the red rule."""
        official, setter = self._official, self._setter
        left = [(official.serial, False), (official.secrecy, True), (official.urgency, True)]
        lines = [(self._words_line(text, bold), node.add("P")) for text, bold in left if text]
        scale = min(1.0, setter.theme.depth / _DEPTH)
        mark, mark_node = self._mark(), node.add("P")
        mark_top = max(_MARK_TOP * scale, len(lines) * self._line)
        number_top = mark_top + mark.style.size + 2 * self._line * scale
        rule = number_top + self._line + (_UNDER - (self._line - self._em) / 2)
        number = self._number(node)
        height = -(-(rule + 2 * self._line * scale) // self._line) * self._line

        def draw(pen: Pen, x: float, top: float) -> None:
            for index, (text, element) in enumerate(lines):
                text.draw(pen, element, x, top - index * self._line)
            mark.draw(pen, mark_node, x, top - mark_top)
            number(pen, x, top - number_top)
            with pen.artefact("Layout"):
                pen.rule(x, top - rule, x + self._measure, top - rule, _RED, setter.theme.colours["accent"])

        return Piece(height, draw, keep=True)

    def _words_line(self, text: str, bold: bool) -> SetText:
        return self._setter.lines(spans(text), self._setter.style("body", bold=bold, align="left"), self._measure)

    def _mark(self) -> SetText:
        """The office's mark in red on one line, as large as the page is wide."""
        setter, text = self._setter, self._official.mark
        per_point = setter.fonts.width(text, 1.0, bold=2)
        size = max(min(_MARK, 0.98 * self._measure / per_point), _LEAST_MARK)
        red = setter.theme.colours["accent"]
        return setter.lines(spans(text), Style(size, size, red, True, "center", face="title"), self._measure)

    def _number(self, node: Node) -> Callable[[Pen, float, float], None]:
        """发文字号 in the middle; with a signer it goes to the left and he to the right, a character in (7.2.6)."""
        setter, signers, inner = self._setter, self._official.signers, self._measure - 2 * self._em
        align = "left" if signers else "center"
        number = setter.lines(spans(self._official.number), setter.style("body", align=align), inner)
        kai = setter.style("body", align="right")
        signer = setter.lines(spans(self._words["signer"], signers), kai, inner) if signers else None
        nodes = node.add("P"), node.add("P") if signer else None

        def draw(pen: Pen, x: float, top: float) -> None:
            number.draw(pen, nodes[0], x + self._em, top)
            if signer is not None and nodes[1] is not None:
                signer.draw(pen, nodes[1], x + self._em, top)

        return draw

    # ------------------------------------------------------------------ after the text

    def closing(self, root: Node) -> list[Piece]:
        """附件说明 one line below the text, then 署名 and 成文日期, which never stand on a page alone (7.3.4, 7.3.5)."""
        node = root.add("Part")
        pieces = [self.blank(), *self._list(node), self.blank(2 if self._official.seal else 1)]
        for piece in pieces:
            piece.keep = True
        return [*pieces, *self._signature(node)]

    def _list(self, node: Node) -> list[Piece]:
        """附件：1. … two characters in, the names under one another."""
        titles = self._official.attachments
        if not titles:
            return []
        width = self._setter.fonts.width
        label = self._words["list"]
        numbers = [f"{n}." if len(titles) > 1 else "" for n in range(1, len(titles) + 1)]
        first = 2 * self._em + width(label, self._em)
        hang = first + max(width(number, self._em) for number in numbers)
        style, items = self._setter.style("body", align="left"), node.add("L", numbering="Decimal")
        pieces = []
        for index, (number, title) in enumerate(zip(numbers, titles, strict=True)):
            item = items.add("LI")
            head = self._setter.lines(spans(number), style, self._measure)
            name = self._setter.paragraph(
                (Span(title, href=f"#attachment-{index + 1}"),), style, self._measure - hang, item.add("LBody"), x=hang
            )
            lead = self._setter.lines(spans(label if index == 0 else ""), style, self._measure)
            name[0].draw = _together(name[0].draw, [(lead, items, 2 * self._em), (head, item.add("Lbl"), first)])
            pieces += name
        return pieces

    def _width(self, text: str) -> float:
        """How wide a text is on one line, if the measure has room for it."""
        lines = self._setter.lines(spans(text), self._setter.style("body", align="left"), self._measure).lines
        return max((line.width for line in lines), default=0.0)

    def _signature(self, node: Node) -> list[Piece]:
        """With a seal the name stands over the middle of the date, four characters from the edge; else two (7.3.5)."""
        official, em, right = self._official, self._em, self._measure
        name, date = self._width(official.issuer), self._width(official.dated)
        if official.seal:
            date_at = right - 4 * em - date
            name_at = min(date_at + (date - name) / 2, right - name)
        else:
            name_at = right - 2 * em - name
            date_at = min(name_at + 2 * em, right - 2 * em - date)
            name_at = min(name_at, date_at - 2 * em) if name < date else name_at
        style = self._setter.style("body", align="left")
        pieces = []
        for text, at in ((official.issuer, name_at), (official.dated, date_at)):
            at = max(at, 0.0)
            pieces += self._setter.paragraph(spans(text), style, right - at + 0.1, node.add("P"), x=at)
        for piece in pieces[:-1]:
            piece.keep = True
        return pieces

    # ------------------------------------------------------------------ attachments

    def attachment(self, section: Section, number: int, node: Node) -> list[Piece]:
        """附件1 at the area's upper left, the title in the middle of the third line, on a new page (7.3.7)."""
        style, element = self._setter.style("body", bold=True, align="left"), self._setter.heading(node, 1)
        head = self._setter.paragraph(spans(section.number.strip()), style, self._measure, element)
        head[0].section, head[0].room = section.id, self._setter.theme.depth
        head[0].anchors = [f"sec-{section.id}", f"attachment-{number}"]
        for piece in head:
            piece.keep = True
        return [*head, self.blank(), *self._title(section.title, element), self.blank()]

    # ------------------------------------------------------------------ 版记

    def imprint(self, pages: list[Page], root: Node) -> None:
        """抄送, 印发机关 and 印发日期 at the foot of the last page, which is an even one (7.4).

        What needs pages more has them without numbers.
        """
        height, draw = self._imprint(root)
        room = self._setter.theme.depth - pages[-1].used
        while room < height + self._line or len(pages) % 2:
            if len(pages) % 2 and room < self._setter.theme.depth:
                pages.append(Page(section=pages[-1].section))
            else:
                pages[-1].bare = not pages[-1].placed
                pages.append(Page(section=pages[-1].section, bare=True))
            room = self._setter.theme.depth
        pages[-1].placed.append(Placed(draw, self._setter.theme.depth - height))

    def _imprint(self, root: Node) -> tuple[float, Callable[[Pen, float, float], None]]:
        setter, official = self._setter, self._official
        form = setter.theme.types["furniture"]
        size, line = form.size, form.size * 1.6
        style = Style(size, line, setter.theme.colours["ink"], align="left")
        inner, node = self._measure - 2 * size, root.add("Part")
        label = setter.lines(spans(self._words["copies"] if official.copies else ""), style, inner)
        hang = setter.fonts.width(self._words["copies"], size)
        copies = setter.lines(spans(official.copies), style, inner - hang)
        date = setter.lines(spans(official.printed), Style(size, line, style.colour, align="right"), inner)
        taken = max((line.width for line in date.lines), default=0.0) + size
        printer = setter.lines(spans(official.printer), style, max(inner - taken, inner / 3))
        nodes = [node.add("P") for _ in range(4)]
        ink, height = style.colour, copies.height + printer.height + 4.0

        def draw(pen: Pen, x: float, top: float) -> None:
            with pen.artefact("Layout"):
                for y, thick in ((top, _THICK), (top - height, _THICK)):
                    pen.rule(x, y, x + self._measure, y, thick, ink)
                if copies.lines:
                    y = top - copies.height - 2
                    pen.rule(x, y, x + self._measure, y, _THIN, ink)
            y = top - 2
            label.draw(pen, nodes[0], x + size, y)
            copies.draw(pen, nodes[1], x + size + hang, y)
            y -= copies.height
            printer.draw(pen, nodes[2], x + size, y)
            date.draw(pen, nodes[3], x + size, y)

        return height, draw


def bound(text: Sequence[Piece], closing: Sequence[Piece]) -> list[Piece]:
    """A document's text with its closing, before which two lines of the text stand at least."""
    pieces = [*text]
    for piece in pieces[-2:]:
        piece.keep = True
    return [*pieces, *closing]


def balanced(setter: Setter, text: str, style: Style, measure: float) -> SetText:
    """A title in as few lines as the measure allows, all of about one length; two are parted behind a whole word."""
    shaped = setter.lines(spans(text), style, measure)
    lines = len(shaped.lines)
    if lines == _TWO and (parted := _parted(setter, text, style, measure)):
        return parted
    low, high = measure / max(lines, 1) * 0.8, measure
    for _ in range(12 if lines > 1 else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if len(setter.lines(spans(text), style, middle).lines) <= lines else (middle, high)
    narrow = setter.lines(spans(text), style, high)
    return SetText(narrow.lines, narrow.runs, style, measure, setter)


def _parted(setter: Setter, text: str, style: Style, measure: float) -> SetText | None:
    """Two lines parted behind 年, 的 or a mark, where they are most alike; None where neither leaves both whole."""
    ends = [at for at in range(2, len(text) - 1) if text[at - 1] in _ENDS and text[at] not in _STARTLESS]
    shapes = [setter.lines(spans(f"{text[:at]}\n{text[at:]}"), style, measure) for at in ends]
    fitting = [shape for shape in shapes if len(shape.lines) == _TWO]
    return min(fitting, key=lambda shape: abs(shape.lines[0].width - shape.lines[1].width), default=None)


def _together(
    draw: Callable[[Pen, float, float], None], others: Sequence[tuple[SetText, Node, float]]
) -> Callable[[Pen, float, float], None]:
    def drawn(pen: Pen, x: float, top: float) -> None:
        for text, node, at in others:
            text.draw(pen, node, x + at, top)
        draw(pen, x, top)

    return drawn
