"""The one reader of finished PDFs, whoever made them: what `inspect`, `trace` and `verify` see of a file.

    read_sheets(data)        every page: glyphs and graphics with their places (PDFium)
    read_tree(pdf, sheets)   the structure tree: elements with their glyphs, alternative texts and links (pikepdf)
    used_fonts(pdf)          the fonts that show text, with the codes that they show
    read(pdf, data)          all that a reader gets: tree, headers and footers, named places, bookmarks, oddities

Files may be damaged or hostile: what is of a wrong kind is passed over, trees and forms are
walked without recursion or to a limit, and `Unreadable` says in one line why a file cannot be read at all.
"""

from mjq_report.checking.reader.content import Box, Glyph, Graphic, Run, Sheet, Unreadable, around
from mjq_report.checking.reader.document import Reading, read
from mjq_report.checking.reader.fonts import Font, used_fonts
from mjq_report.checking.reader.pages import read_sheets, textless
from mjq_report.checking.reader.tree import Content, Element, Link, read_tree, squeezed

__all__ = [
    "Box", "Content", "Element", "Font", "Glyph", "Graphic", "Link", "Reading", "Run", "Sheet", "Unreadable", "around", "read",
    "read_sheets", "read_tree", "squeezed", "textless", "used_fonts",
]  # fmt: skip
