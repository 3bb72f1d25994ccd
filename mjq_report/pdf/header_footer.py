"""Headers and footers. Artefacts to a screen reader."""

from __future__ import annotations

from mjq_report.lang import language
from mjq_report.model.document import Document
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.setting import Setter
from mjq_report.settings.theme import MM


def draw_header_footer(pen: Pen, document: Document, setter: Setter, section: str, page: int, total: int) -> None:
    """Head: title and section; foot: edition, secrecy and page x of y. `page` counts from 1 with the cover."""
    theme, form = setter.theme, setter.theme.types["furniture"]
    muted, rule = theme.colours["muted"], theme.colours["rule"]
    left, right = theme.margins[3], theme.page[0] - theme.margins[1]
    head, foot = theme.page[1] - theme.margins[0] + 22, theme.margins[2] - 30
    width = setter.fonts.width
    number = setter.labels["page"].format(page=page, pages=total)
    edition = language(document.lang).period(document.edition)
    secrecy = "　".join(filter(None, (document.office.serial, document.office.secrecy)))
    with pen.artefact("Pagination"):
        if width(document.title + section, form.size) + 2 * form.size < right - left:  # else the section's alone
            pen.glyphs(document.title, left, head, form.size, muted)
        pen.glyphs(section, right - width(section, form.size), head, form.size, muted)
        pen.rule(left, head - 6, right, head - 6, 0.4, rule)
        pen.glyphs(edition, left, foot, form.size, muted)
        if secrecy:
            pen.glyphs(secrecy, (left + right - width(secrecy, form.size, 1)) / 2, foot, form.size, muted, bold=1)
        pen.glyphs(number, right - width(number, form.size), foot, form.size, muted)


def draw_page_number(pen: Pen, document: Document, setter: Setter, section: str, page: int, total: int) -> None:
    """— 1 — in 四号, its dashes 7 mm below the text block, a character in from the outer edge (GB/T 9704-2012, 7.5)."""
    theme, form = setter.theme, setter.theme.types["furniture"]
    text = f"— {page} —"
    width = setter.fonts.width(text, form.size)
    odd = theme.page[0] - theme.margins[1] - form.size - width
    x = odd if page % 2 else theme.margins[3] + form.size
    with pen.artefact("Pagination"):
        pen.glyphs(text, x, theme.margins[2] - 7 * MM - form.size * 0.35, form.size, theme.colours["ink"])
