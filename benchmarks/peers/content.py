"""What all contenders are given: documents as `build --format json` exports them, their charts, and two static fonts.

Charts are matplotlib figures, saved in the form that a contender takes best: SVG whose text stays text, or PNG of 200 dots
to the inch. They are drawn as one draws them (`ordinary`), or are the project's own figures, which do without axes and ticks
and so cost a fraction: then a contender is given what it would not have without us.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.peers import ordinary
from mjq_report import charts
from mjq_report.model.document import Chart, Mark, Series, Span
from mjq_report.pdf.fonts import Cut, cut, default_font
from mjq_report.settings.theme import Theme, load_theme

FAMILY = "Noto Sans SC"
PNG_DPI = 200
Block = Mapping[str, Any]
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """What charts ask of fonts, without the rest of our PDF, so that no other contender has to load that."""

    regular: Cut
    bold: Cut
    ascent: float = 0.88
    descent: float = 0.12

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The sum of the advances in points."""
        advance = (self.bold if bold else self.regular).advance
        return sum(map(advance, text)) * size / 1000


@dataclass(frozen=True)
class Setup:
    """What a contender may prepare from before the clock runs: theme, static fonts, a folder of its own."""

    folder: Path
    regular: Path
    bold: Path
    ordinary: bool = True  # charts of axes and ticks; else our own figures

    @cached_property
    def theme(self) -> Theme:
        """The look that all follow: page, margins, sizes, colours."""
        return load_theme("briefing")

    @cached_property
    def measure(self) -> Measure:
        """Advances, which the figures are laid out by."""
        return Measure(*(cut(default_font(), weight) for weight in self.theme.weights))

    def figure(self, block: Block) -> Any:
        """A chart as a matplotlib figure as wide as the text."""
        if self.ordinary:
            with _settings(self):
                return ordinary.figure(chart_of(block), self.theme.measure)
        return charts.figure(chart_of(block), self.theme, self.measure, self.theme.measure)

    def svg(self, block: Block) -> str:
        """A chart as SVG, text as text in the document's own font family."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        figure, target = self.figure(block), io.StringIO()
        with _settings(self), _context({"svg.fonttype": "none", "svg.hashsalt": block["id"]}):
            FigureCanvasSVG(figure).print_svg(target, metadata={"Date": None})
        text = target.getvalue()
        return text[text.index("<svg") :]

    def png(self, block: Block) -> tuple[bytes, float, float]:
        """A chart as PNG, with its width and height in points."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        figure, target = self.figure(block), io.BytesIO()
        width, height = figure.get_size_inches() * 72
        with _settings(self), _context({"savefig.dpi": PNG_DPI}):
            figure.set_dpi(PNG_DPI)
            FigureCanvasAgg(figure).print_png(target)
        return target.getvalue(), float(width), float(height)


def _context(values: dict[str, Any]) -> Any:
    from matplotlib import rc_context

    return rc_context(values)


def _settings(setup: Setup) -> Any:
    """The fonts made known to matplotlib, once; and text that is no mathematics."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in (setup.regular, setup.bold):
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))
    return _context({"font.family": [FAMILY], "font.sans-serif": [FAMILY], "text.parse_math": False, "backend": "agg"})


def chart_of(block: Block) -> Chart:
    """The chart that an exported block is."""
    series = tuple(Series(one["name"], tuple(map(_mark, one["marks"]))) for one in block["series"])
    return Chart(
        block["id"], block["kind"], _spans(block["title"]), block["subtitle"], block["unit"], series,
        _spans(block["source"]), block["remark"], block["alt"],
    )  # fmt: skip


def _mark(mark: Mapping[str, Any]) -> Mark:
    value = None if mark["value"] is None else Decimal(mark["value"])
    return Mark(**{**mark, "value": value})


def _spans(spans: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(span["text"], bool(span.get("bold"))) for span in spans)


def text_of(spans: Iterable[Mapping[str, Any]]) -> str:
    """The words of spans."""
    return "".join(span["text"] for span in spans)


@dataclass(frozen=True)
class Part:
    """One thing on the page, in reading order; captions are numbered."""

    kind: str
    block: Block
    caption: str = ""


def parts(document: Document) -> Iterator[Part]:
    """The document from cover to sources."""
    tables = figures = 0
    yield Part("cover", document["cover"])
    for section in document["sections"]:
        yield Part("section", section)
        for block in _plain(section["blocks"]):
            caption = ""
            if block["type"] == "table" and text_of(block["caption"]):
                tables += 1
                caption = f"表{tables} {text_of(block['caption'])}"
            elif block["type"] == "chart":
                figures += 1
                caption = f"图{figures} {text_of(block['title'])}"
            yield Part(block["type"], block, caption)


def _plain(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with what stands in the margin, or says what chapters found, in the flow of the text as lists and cards."""
    for block in blocks:
        if block["type"] == "aside":
            yield {"type": "paragraph", "role": "note", "spans": [{"text": block["title"]}]}
            yield {"type": "list", "ordered": False, "items": block["items"]}
            if block["cards"]:
                yield {"type": "cards", "cards": block["cards"]}
        elif block["type"] == "contents":
            yield {"type": "list", "ordered": False, "items": [found["spans"] for found in block["findings"]]}
        else:
            yield block


def heads(table: Block) -> list[str]:
    """The column heads of a table, units in brackets."""
    return [
        f"{column['title']}（{column['unit']}）" if column["unit"] else column["title"] for column in table["columns"]
    ]


def shares(table: Block) -> list[float]:
    """How much of the width each column gets."""
    weights = [max(float(column["weight"]), 0.35) for column in table["columns"]]
    return [weight / sum(weights) for weight in weights]


def cells_of(row: Block, columns: int) -> Sequence[Sequence[Mapping[str, Any]]]:
    """The cells of a row, as many as there are columns."""
    cells = list(row["cells"])
    return [*cells, *[[]] * (columns - len(cells))]


def write_fonts(folder: Path) -> tuple[Path, Path]:
    """Regular and bold of the packaged variable font as static files with all glyphs, which every contender can read."""
    made = folder / "NotoSansSC-Regular.ttf", folder / "NotoSansSC-Bold.ttf"
    if all(path.exists() for path in made):
        return made
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    for path, weight, style in ((made[0], 400, "Regular"), (made[1], 700, "Bold")):
        face = hb.Face(hb.Blob.from_file_path(default_font()))
        choice = hb.SubsetInput()
        choice.keep_everything()
        choice.pin_axis_location(face, "wght", weight)
        font = TTFont(io.BytesIO(hb.subset(face, choice).blob.data))
        names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"NotoSansSC-{style}"}
        font["name"].names = [name for name in font["name"].names if name.nameID in (0, 13, 14)]
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        font["OS/2"].fsSelection = 0x20 if weight == 700 else 0x40
        font["head"].macStyle = int(weight == 700)
        font.save(path)
    return made
