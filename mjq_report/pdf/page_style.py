"""How a theme's style opens a document and heads and foots its pages: one `PageStyle` a style.

`briefing` is the design of docs/design.md; `gongwen` follows GB/T 9704-2012 (7.1 page, 7.3.1 title,
7.3.5.4 date, 7.5 page numbers).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mjq_report.errors import ConfigError
from mjq_report.model.document import Document
from mjq_report.pdf.cover import Picturing, draw_cover
from mjq_report.pdf.header_footer import draw_header_footer, draw_page_number
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.setting import Setter
from mjq_report.pdf.structure import Node
from mjq_report.settings.logo import Logo

HeaderFooter = Callable[[Pen, Document, Setter, str, int, int], None]


@dataclass(frozen=True)
class PageStyle:
    """A style's ways. `spacing` scales the space between blocks; `grid` puts body lines on the page's line grid."""

    cover: bool
    contents: bool
    accent: bool
    spacing: float
    grid: bool
    indent_headings: bool
    header_footer: HeaderFooter


BRIEFING = PageStyle(True, True, True, 1.0, False, False, draw_header_footer)
GONGWEN = PageStyle(False, False, False, 0.0, True, True, draw_page_number)
_STYLES = {"briefing": BRIEFING, "gongwen": GONGWEN}


def page_style_of(style: str) -> PageStyle:
    """The page style of a theme's style. Raises ConfigError for one that there is not."""
    if style not in _STYLES:
        raise ConfigError(f"the theme's style is {style!r}; it must be one of {', '.join(sorted(_STYLES))}")
    return _STYLES[style]


def open_document(
    page_style: PageStyle,
    pen: Pen,
    document: Document,
    setter: Setter,
    root: Node,
    picturing: Picturing | None = None,
    logo: Logo | None = None,
) -> None:
    """Draw the cover, where the style has one, on a page of its own."""
    if page_style.cover:
        draw_cover(pen, document, setter, picturing, logo, root.add("Part"))
        pen.destination("cover", setter.theme.page[1])
        pen.outline(document.title, "cover", 0)
