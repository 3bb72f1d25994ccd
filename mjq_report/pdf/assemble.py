"""A Document and its drawings to PDF bytes: galley, pages, drawing, finish, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mjq_report import __version__
from mjq_report.errors import OutputError
from mjq_report.lang import tag
from mjq_report.model.document import Document, Table, plain_text
from mjq_report.model.drawing import Drawing
from mjq_report.pdf.blocks import Galley
from mjq_report.pdf.contents import set_contents
from mjq_report.pdf.cover import Picturing
from mjq_report.pdf.finishing import Attachment, finish
from mjq_report.pdf.fontbook import FontBook
from mjq_report.pdf.official import Parts, bound
from mjq_report.pdf.page_style import PageStyle, open_document, page_style_of
from mjq_report.pdf.pages import Page, paginate
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Piece
from mjq_report.pdf.setting import Setter
from mjq_report.pdf.structure import Node
from mjq_report.pdf.watermark import watermark
from mjq_report.settings.logo import Logo
from mjq_report.settings.theme import Theme, turned

MAX_ROWS = 5_000  # of a table


def assemble(
    document: Document,
    drawings: Mapping[str, Drawing],
    theme: Theme,
    fonts: FontBook,
    attachments: Sequence[Attachment] = (),
    version: str = __version__,
    picturing: Picturing | None = None,
    logo: Logo | None = None,
) -> tuple[bytes, int]:
    """Set a briefing: its bytes and number of pages; `version` is the program's that it names as its producer.

    `picturing` draws the cover's picture into the room that the page leaves for it; without it the cover has none.

    Raises MissingGlyph, and OutputError beyond 500 pages or 5,000 rows of one table.
    """
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table) and len(block.rows) > MAX_ROWS:
                raise OutputError(
                    f"{section.title}: a table would have {len(block.rows)} rows, more than {MAX_ROWS}; leave rows out"
                )
    page_style = page_style_of(theme.style)
    root = Node("Document")
    described = _described(document)
    setter = Setter(theme, fonts, document.fact_anchors, described, document.labels, page_style.spacing)
    pen = Pen(theme.page, fonts.embedded(), tag(document.lang))
    if document.office.watermark:
        pen.lay_under(watermark(setter, document.office.watermark))
    open_document(page_style, pen, document, setter, root, picturing, logo)
    parts = Parts(document, document.official, setter) if document.official and page_style.grid else None
    galley = Galley(setter, drawings, theme.measure if page_style.grid else theme.main, page_style)
    pieces = _official(document, galley, root, parts) if parts else _galley(document, galley, root)
    grid = theme.types["body"].leading if page_style.grid else 0.0
    pages = paginate(pieces, theme.depth, grid, theme.measure)
    if parts:
        parts.imprint(pages, root)
    first = int(page_style.cover)
    _number(pages, setter, first)
    for index, page in enumerate(pages):
        if index or page_style.cover:
            pen.next_page()
        _draw(page, pen, document, setter, len(pages) + first, page_style)
    marked = replace(document, keywords=(*document.keywords, f"theme:{theme.style}"))
    return finish(pen.finish(), marked, root, pen.destinations, attachments, version, theme), len(pages) + first


def _official(document: Document, galley: Galley, root: Node, parts: Parts) -> list[Piece]:
    """The head, the text, the signature, then every attachment on a new page."""
    pieces = parts.opening(root)
    text = [section for section in document.sections if not section.attachment]
    for section in text:
        pieces += galley.section(section, root, untitled=section.role == "summary")
    pieces = bound(pieces, parts.closing(root))
    for number, section in enumerate((s for s in document.sections if s.attachment), 1):
        node = root.add("Sect")
        pieces += [*parts.attachment(section, number, node), *galley.blocks(section.blocks, node)]
    return pieces


def _galley(document: Document, galley: Galley, root: Node) -> list[Piece]:
    """Summary, contents, then every section in order."""
    setter, page_style = galley.setter, galley.page_style
    whole = replace(galley, measure=setter.theme.measure, wide=True)
    pieces: list[Piece] = []
    front = [s for s in document.sections if s.role == "summary"]
    rest = [s for s in document.sections if s.role != "summary"]
    for section in front:
        pieces += galley.section(section, root)
    if page_style.contents:
        pieces += set_contents(document, setter, root, galley.measure)
    for section in rest:
        pieces += (galley if section.role == "body" else whole).section(section, root)
    return pieces


def _number(pages: Sequence[Page], setter: Setter, first: int) -> None:
    """Note on which page (index from 0, a cover counted) every anchor lies."""
    for index, page in enumerate(pages, first):
        for placed in page.placed:
            for anchor in placed.piece.anchors if placed.piece else ():
                setter.page_of[anchor] = index


def _draw(page: Page, pen: Pen, document: Document, setter: Setter, total: int, page_style: PageStyle) -> None:
    theme = turned(setter.theme) if pen.page % 2 else setter.theme
    setter = replace(setter, theme=theme) if theme is not setter.theme else setter
    top, left = theme.page[1] - theme.margins[0], theme.margins[3]
    titles = {section.id: section.title for section in document.sections}
    if not page.bare:
        page_style.header_footer(pen, document, setter, titles.get(page.section, ""), pen.page + 1, total)
    for placed in page.placed:
        piece = placed.piece
        if piece is not None:
            for anchor in piece.anchors:
                pen.destination(anchor, top - placed.y + 8)
            if piece.section:
                pen.outline(titles[piece.section], f"sec-{piece.section}", 0)
        placed.draw(pen, left, top - placed.y)


def _described(document: Document) -> dict[str, str]:
    """What a screen reader says of a link to an annex row: the row's first cells."""
    described = {}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    if row.anchor:
                        words = [plain_text(cell) for cell in row.cells]
                        described[row.anchor] = " ".join(word for word in words if word)
    return described
