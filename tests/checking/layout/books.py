"""PDFs drawn line by line, tagged or not, with the faults that a test plants. None of our own page setting is used."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
FACE = "InspectionTest"
HAN = (
    "全镇规模以上工业企业实现产值比上年增长固定资产投资完成建筑安装工程财政收入居民人均可支配社会消费品零售总额同比提高"
)


def han(count: int, start: int = 0) -> str:
    """So many Han characters, of a text that repeats itself."""
    start %= len(HAN)
    return (HAN * (count // len(HAN) + 2))[start : start + count]


@dataclass
class Node:
    """A structure element being built: kids are nodes or (page, id) of marked content."""

    tag: str
    kids: list[Node | tuple[int, int]] = field(default_factory=list)
    alt: str = "示意图"  # of a figure

    def add(self, tag: str) -> Node:
        """A child element."""
        child = Node(tag)
        self.kids.append(child)
        return child


class Book:
    """A document being drawn. Lengths in points; `y` is a baseline from the page's foot."""

    def __init__(
        self, tagged: bool = True, margins: Sequence[float] = (25, 22, 24, 22), furniture: bool = True
    ) -> None:
        self.tagged, self.furniture = tagged, furniture
        self.top, self.right, self.bottom, self.left = (margin * MM for margin in margins)
        self.measure = A4[0] - self.left - self.right
        self.root = Node("Document")
        self.size, self.leading = 10.5, 17.0
        self.tight = False  # no share of the line spacing above a page's first line and below its last
        self.keywords = ""
        self.attached: dict[str, bytes] = {}
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, initialFontName=FACE, pageCompression=0)
        self.page, self._mcids, self._bodies = 0, 0, 0
        self.y = self.first_baseline
        self._dress()

    @property
    def first_baseline(self) -> float:
        """Of a body line that stands at the very top of the text area."""
        return A4[1] - self.top - self._half() - 0.88 * self.size

    def _half(self) -> float:
        return 0.0 if self.tight else (self.leading - self.size) / 2

    # ------------------------------------------------------------------ marks

    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """What is drawn inside belongs to an element, if the book is tagged."""
        if self.tagged:
            self.canvas._code.append(f"/{node.tag} <</MCID {self._mcids}>> BDC")
            node.kids.append((self.page, self._mcids))
            self._mcids += 1
        yield
        if self.tagged:
            self.canvas._code.append("EMC")

    @contextmanager
    def artefact(self) -> Iterator[None]:
        """What is drawn inside is no part of the text, if the book is tagged."""
        if self.tagged:
            self.canvas._code.append("/Artifact <</Type /Pagination>> BDC")
        yield
        if self.tagged:
            self.canvas._code.append("EMC")

    # ------------------------------------------------------------------ drawing

    def draw(self, text: str, x: float, y: float, size: float = 0.0, width: float = 0.0, face: str = FACE) -> None:
        """Characters from x on; spread so that they end `width` further right, if that is given."""
        size = size or self.size
        spread = 0.0
        if width and len(text) > 1:
            spread = (width - pdfmetrics.stringWidth(text, face, size)) / (len(text) - 1)
        block = self.canvas.beginText(x, y)
        block.setFont(face, size)
        block.setCharSpace(spread)
        block.textOut(text)
        self.canvas.drawText(block)

    def line(self, node: Node, text: str, x: float, y: float, size: float = 0.0, width: float = 0.0) -> None:
        """One tagged line."""
        with self.mark(node):
            self.draw(text, x, y, size, width)

    def paragraph(self, lines: Sequence[str], tag: str = "P", indent: float = 2.0, node: Node | None = None) -> Node:
        """Lines downwards from where the last block ended; all but the last fill the measure. Turns no page."""
        node = node or self.root.add(tag)
        for index, text in enumerate(lines):
            shift = indent * self.size if index == 0 else 0.0
            width = self.measure - shift if index < len(lines) - 1 else 0.0
            self.line(node, text, self.left + shift, self.y, width=width)
            self.y -= self.leading
        return node

    def body(self, lines: int = 3) -> Node:
        """A paragraph without fault."""
        self._bodies += 7
        texts = [han(44, start=self._bodies + index) for index in range(lines)]
        return self.paragraph([texts[0][2:], *texts[1:-1], texts[-1][:20] + "。"])

    def heading(self, text: str, tag: str = "H1", size: float = 20.0) -> Node:
        """A heading line."""
        node = self.root.add(tag)
        self.y -= size - self.size
        self.line(node, text, self.left, self.y, size)
        self.y -= self.leading
        return node

    def fill_page(self, leave: int = 0) -> None:
        """Paragraphs of four lines down to the text area's foot, leaving room for so many lines."""
        while self.rows_left() - leave >= 4:
            rest = self.rows_left() - leave
            self.body(4 if rest >= 8 or rest == 4 else rest)

    def rows_left(self) -> int:
        """How many more body lines the page takes."""
        lowest = self.bottom + self._half() + 0.12 * self.size
        return int((self.y - lowest) / self.leading + 1.001)

    def next_page(self) -> None:
        """Turn the page."""
        self.canvas.showPage()
        self.page, self._mcids = self.page + 1, 0
        self.y = self.first_baseline
        self._dress()

    def _dress(self) -> None:
        if self.furniture:
            with self.artefact():
                self.draw("某镇发展简报", self.left, A4[1] - self.top + 22, 8)
                self.draw(f"第{self.page + 1}页", A4[0] - self.right - 60, self.bottom - 30, 8)

    # ------------------------------------------------------------------ the file

    def data(self) -> bytes:
        """The finished PDF."""
        self.canvas.showPage()
        self.canvas.save()
        with pikepdf.open(io.BytesIO(self._file.getvalue())) as pdf:
            if self.tagged:
                tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
                tree.K = self._element(pdf, self.root, tree)
                pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = tree, Dictionary(Marked=True)
            for name, content in self.attached.items():
                pdf.attachments[name] = content
            if self.keywords:
                pdf.docinfo.Keywords = pikepdf.String(self.keywords)
            out = io.BytesIO()
            pdf.save(out)
        return out.getvalue()

    def _element(self, pdf: pikepdf.Pdf, node: Node, parent: object) -> object:
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + node.tag), P=parent))
        made.K = Array(
            self._element(pdf, kid, made)
            if isinstance(kid, Node)
            else Dictionary(Type=Name.MCR, Pg=pdf.pages[kid[0]].obj, MCID=kid[1])
            for kid in node.kids
        )
        if node.tag == "Figure" and node.alt:
            made.Alt = pikepdf.String(node.alt)
        return made
