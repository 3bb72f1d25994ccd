"""matplotlib PNG + fpdf2, text shaping off: its own way of setting Chinese."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.peers.content import Document, Part, Setup, cells_of, heads, parts, shares, text_of

_FAMILY = "Bench"


class Fpdf2:
    """Fonts belong to a document there, so they are opened for each."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def make(self, document: Document) -> bytes:
        """The PDF."""
        from fpdf import FPDF

        theme = self._setup.theme
        top, right, bottom, left = theme.margins
        pdf = FPDF(unit="pt", format=theme.page)
        pdf.set_title(document["title"])
        pdf.set_margins(left, top, right)
        pdf.set_auto_page_break(True, bottom)
        pdf.add_font(_FAMILY, "", str(self._setup.regular))
        pdf.add_font(_FAMILY, "B", str(self._setup.bold))
        pdf.add_page()
        for part in parts(document):
            self._part(pdf, part)
        return bytes(pdf.output())

    def close(self) -> None:
        """Nothing is held."""

    def _words(self, pdf: Any, text: str, style: str = "body", bold: bool = False) -> None:
        if text:
            kind = self._setup.theme.types[style]
            pdf.set_font(_FAMILY, "B" if bold else "", kind.size)
            pdf.multi_cell(0, kind.leading, text, align="J", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT")

    def _runs(self, pdf: Any, spans: Iterable[Mapping[str, Any]], style: str, indent: float = 0) -> None:
        """Spans in their styles, one after the other."""
        kind = self._setup.theme.types[style]
        with (
            pdf.text_columns(text_align="J", line_height=kind.leading / kind.size) as column,
            column.paragraph(first_line_indent=indent, wrapmode="CHAR", bottom_margin=4) as paragraph,
        ):
            for span in spans:
                pdf.set_font(_FAMILY, "B" if span.get("bold") else "", kind.size)
                paragraph.write(span["text"])
        pdf.set_x(pdf.l_margin)

    def _part(self, pdf: Any, part: Part) -> None:
        block = part.block
        match part.kind:
            case "cover":
                pdf.set_y(pdf.get_y() + 160)
                self._words(pdf, block["place"], "lead")
                self._words(pdf, block["town"] + block["year"] + block["kind"], "cover_title", bold=True)
                self._runs(pdf, block["sentence"], "cover_sentence")
                self._cards(pdf, block["cards"])
                self._words(pdf, block["edition"])
                pdf.add_page()
            case "section":
                self._words(pdf, block["title"], "h1", bold=True)
            case "heading":
                self._words(pdf, text_of(block["spans"]), f"h{min(int(block['level']), 3)}", bold=True)
            case "paragraph":
                style = {"lead": "lead", "note": "small"}.get(block["role"], "body")
                self._runs(pdf, block["spans"], style, 21 if style == "body" else 0)
            case "list":
                for item in block["items"]:
                    self._runs(pdf, [{"text": "· "}, *item], "body")
            case "cards":
                self._cards(pdf, block["cards"])
            case "entries":
                self._words(pdf, block["title"], "h3", bold=True)
                for e in block["entries"]:
                    head = [{"text": e["name"], "bold": True}, {"text": f"（{e['label']}）"}]
                    self._runs(pdf, [*head, *e["spans"]], "body")
            case "table":
                self._table(pdf, part)
            case "chart":
                self._chart(pdf, part)

    def _chart(self, pdf: Any, part: Part) -> None:
        block = part.block
        data, width, height = self._setup.png(block)
        if pdf.will_page_break(height + 60):
            pdf.add_page()
        self._words(pdf, part.caption, "caption", bold=True)
        self._words(pdf, block["subtitle"], "source")
        pdf.image(io.BytesIO(data), w=width, h=height, alt_text=block["alt"])
        self._words(pdf, text_of(block["source"]) + block["remark"], "source")

    def _cards(self, pdf: Any, cards: Iterable[Mapping[str, Any]]) -> None:
        for c in cards:
            self._words(pdf, c["name"], "small")
            self._words(pdf, f"{c['value']} {c['unit']}", "card_value", bold=True)
            self._words(pdf, f"{text_of(c['change'])} {c['coverage']}", "source")

    def _table(self, pdf: Any, part: Part) -> None:
        from fpdf.enums import TableBordersLayout, TableHeadingsDisplay

        table = part.block
        self._words(pdf, part.caption, "caption", bold=True)
        pdf.set_font(_FAMILY, "", 9)
        with pdf.table(
            col_widths=tuple(shares(table)), line_height=14, padding=2, wrapmode="CHAR",
            text_align=tuple("RIGHT" if column["align"] == "decimal" else "LEFT" for column in table["columns"]),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES, repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        ) as made:  # fmt: skip
            made.row(heads(table))
            for row in table["rows"]:
                line = made.row()
                if row["group"]:
                    line.cell(text_of(row["cells"][0]), colspan=len(table["columns"]))
                else:
                    for cell in cells_of(row, len(table["columns"])):
                        line.cell(text_of(cell))
        self._words(pdf, text_of(table["note"]), "source")
