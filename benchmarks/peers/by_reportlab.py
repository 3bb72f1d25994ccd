"""Plain ReportLab: Platypus as its manual shows it, charts as PNG; and the floor under what we could reach with it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.peers.content import Block, Document, Part, Setup, cells_of, heads, parts, shares, text_of

_FAMILY = "Bench"


class ReportLab:
    """matplotlib PNG + Platypus with `wordWrap="CJK"`: neither tags nor links nor attachments."""

    def __init__(self, setup: Setup) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self._setup = setup
        for name, path in ((_FAMILY, setup.regular), (f"{_FAMILY}-Bold", setup.bold)):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(path)))
        bold = f"{_FAMILY}-Bold"
        pdfmetrics.registerFontFamily(_FAMILY, normal=_FAMILY, bold=bold, italic=_FAMILY, boldItalic=bold)
        self._styles = _styles(setup)

    def make(self, document: Document) -> bytes:
        """The PDF."""
        from reportlab.platypus import SimpleDocTemplate

        theme, target = self._setup.theme, io.BytesIO()
        top, right, bottom, left = theme.margins
        template = SimpleDocTemplate(
            target, pagesize=theme.page, topMargin=top, rightMargin=right, bottomMargin=bottom, leftMargin=left,
            title=document["title"], initialFontName=_FAMILY, invariant=1,
        )  # fmt: skip
        story = [flowable for part in parts(document) for flowable in self._part(part)]
        template.build(story, onFirstPage=_number, onLaterPages=_number)
        return target.getvalue()

    def close(self) -> None:
        """Nothing is held."""

    def picture(self, block: Block) -> Any:
        """A chart as a flowable."""
        from reportlab.platypus import Image

        data, width, height = self._setup.png(block)
        return Image(io.BytesIO(data), width, height)

    def _words(self, markup: str, style: str = "body") -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(markup, self._styles[style])

    def _cell(self, spans: Iterable[Mapping[str, Any]]) -> Any:
        """What stands in a table's cell."""
        return self._words(_runs(spans), "table")

    def _part(self, part: Part) -> Iterator[Any]:
        from reportlab.platypus import KeepTogether, PageBreak, Spacer

        block = part.block
        match part.kind:
            case "cover":
                yield Spacer(1, 160)
                yield self._words(escape(block["place"]), "lead")
                yield self._words(f"<b>{escape(block['town'] + block['year'] + block['kind'])}</b>", "cover_title")
                yield self._words(_runs(block["sentence"]), "cover_sentence")
                yield self._cards(block["cards"])
                yield self._words(escape(block["edition"]))
                yield PageBreak()
            case "section":
                yield self._words(f"<b>{escape(block['title'])}</b>", "h1")
            case "heading":
                yield self._words(f"<b>{_runs(block['spans'])}</b>", f"h{min(int(block['level']), 3)}")
            case "paragraph":
                yield self._words(
                    _runs(block["spans"]), {"lead": "lead", "note": "small"}.get(block["role"], "indented")
                )
            case "list":
                yield from (self._words(f"· {_runs(item)}") for item in block["items"])
            case "cards":
                yield self._cards(block["cards"])
            case "entries":
                yield self._words(f"<b>{escape(block['title'])}</b>", "h3")
                for e in block["entries"]:
                    yield self._words(f"<b>{escape(e['name'])}</b>（{escape(e['label'])}）{_runs(e['spans'])}")
            case "table":
                yield from self._table(part)
            case "chart":
                yield KeepTogether([
                    self._words(f"<b>{escape(part.caption)}</b>", "caption"),
                    self._words(escape(block["subtitle"]), "source"),
                    self.picture(block),
                    self._words(_runs(block["source"]) + escape(block["remark"]), "source"),
                ])  # fmt: skip

    def _cards(self, cards: Iterable[Mapping[str, Any]]) -> Any:
        from reportlab.platypus import Table

        cells = [
            [
                self._words(escape(c["name"]), "small"),
                self._words(f"<b>{escape(c['value'])}</b> <font size=9>{escape(c['unit'])}</font>", "card_value"),
                self._words(_runs(c["change"]), "small"),
                self._words(escape(c["coverage"]), "source"),
            ]
            for c in cards
        ] or [[""]]
        cells += [""] * (-len(cells) % 3)
        return Table([cells[i : i + 3] for i in range(0, len(cells), 3)], colWidths=[self._setup.theme.measure / 3] * 3)

    def _table(self, part: Part) -> Iterator[Any]:
        from reportlab.platypus import LongTable, TableStyle

        table, count = part.block, len(part.block["columns"])
        commands: list[Any] = [
            ("LINEABOVE", (0, 0), (-1, 0), 1, "black"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
            ("LINEBELOW", (0, -1), (-1, -1), 1, "black"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONT", (0, 0), (-1, -1), _FAMILY, 9, 14),
        ]
        rows: list[list[Any]] = [list(heads(table))]
        for number, row in enumerate(table["rows"], start=1):
            if row["group"]:
                commands.append(("SPAN", (0, number), (-1, number)))
                rows.append([self._cell(row["cells"][0]), *[""] * (count - 1)])
            else:
                rows.append([self._cell(cell) for cell in cells_of(row, count)])
        yield self._words(f"<b>{escape(part.caption)}</b>", "caption")
        widths = [share * self._setup.theme.measure for share in shares(table)]
        yield LongTable(rows, colWidths=widths, repeatRows=1, style=TableStyle(commands))
        if table["note"]:
            yield self._words(_runs(table["note"]), "source")


class Floor(ReportLab):
    """What matplotlib and ReportLab take for nothing but the work itself: the figures constructed and drawn into a
    renderer that keeps nothing, room left for them, and the text laid out with plain strings in the tables' cells."""

    def picture(self, block: Block) -> Any:
        """A chart drawn into nothing, and as much room as it would take."""
        from matplotlib.backends.backend_template import FigureCanvasTemplate
        from reportlab.platypus import Spacer

        figure = self._setup.figure(block)
        FigureCanvasTemplate(figure).draw()
        return Spacer(1, float(figure.get_size_inches()[1]) * 72)

    def _cell(self, spans: Iterable[Mapping[str, Any]]) -> Any:
        return text_of(spans)


def _number(canvas: Any, template: Any) -> None:
    canvas.setFont(_FAMILY, 8)
    canvas.drawCentredString(template.pagesize[0] / 2, 34, str(canvas.getPageNumber()))


def _styles(setup: Setup) -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    common = {"fontName": _FAMILY, "wordWrap": "CJK", "spaceAfter": 4, "alignment": 4}
    made = {
        name: ParagraphStyle(name, fontSize=kind.size, leading=kind.leading, **common)
        for name, kind in setup.theme.types.items()
    }
    body = setup.theme.types["body"]
    made["indented"] = ParagraphStyle(
        "indented", fontSize=body.size, leading=body.leading, firstLineIndent=2 * body.size, **common
    )
    for name in ("h1", "h2", "h3"):
        made[name].keepWithNext = 1
    return made


def _runs(spans: Iterable[Mapping[str, Any]]) -> str:
    out = []
    for span in spans:
        text = escape(span["text"])
        text = f"<b>{text}</b>" if span.get("bold") else text
        out.append(f"<super>{text}</super>" if span.get("superscript") else text)
    return "".join(out)
