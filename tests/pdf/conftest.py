"""A small made-up document with every kind of block, and what tests need to look into the PDF made of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from mjq_report.lang import zh
from mjq_report.model.document import (
    Card,
    CardRow,
    Chart,
    Column,
    Cover,
    Document,
    Entry,
    EntryList,
    Heading,
    ListBlock,
    Paragraph,
    Printed,
    Row,
    Section,
    Span,
    Spans,
    Table,
)
from mjq_report.model.drawing import Drawing, PathOp, TextOp
from mjq_report.model.period import Period
from mjq_report.narrative.numbering import numbered
from mjq_report.pdf.assemble import assemble
from mjq_report.pdf.finishing import Attachment
from mjq_report.pdf.fontbook import FontBook, font_book
from mjq_report.settings.theme import load_theme

Make = Callable[..., bytes]


def text(*parts: str | Span) -> Spans:
    return tuple(p if isinstance(p, Span) else Span(p) for p in parts)


def annex(rows: int = 4) -> Table:
    columns = (Column("序号"), Column("指标", weight=2), Column("数值", align="decimal"), Column("单位"))
    lines = (("1", "工业总产值", "1200", "亿元"), ("2", "投资", "424.8", "亿元"), ("3", "增速", "−1.25", "%"))
    filled = [lines[i % 3] for i in range(rows)]
    return Table(
        text("观测值"),
        columns,
        tuple(
            Row(
                (
                    text(str(i + 1)),
                    text(line[1]),
                    (Span(line[2], point=len(line[2].partition(".")[0])),),
                    text(line[3]),
                ),
                anchor=f"f{i + 1:03d}",
            )
            for i, line in enumerate(filled)
        ),
        kind="annex",
    )


def body_section() -> Section:
    figure = Span("超1000亿元", fact="k1")
    return Section(
        "economy",
        "经济",
        (
            Paragraph(text("工业总产值", Span("1200亿元", fact="k0"), "，跨上新台阶。"), "lead"),
            Paragraph(
                text("其中新能源汽车产业", figure, "，", Span("占多数", bold=True), "。" + "全镇各业继续向好。" * 9)
            ),
            Chart(
                "c1",
                "trend",
                text("产值逐年上升"),
                "单位：亿元",
                "亿元",
                (),
                text("来源：测试"),
                "空心为预计数",
                "图：产值从84.6亿元升至1200亿元",
            ),
            Heading(2, text("主导产业"), "h-one"),
            ListBlock((text("第一条"), text("第二条", Span("见官网", href="https://example.org/")))),
            CardRow((Card("工业总产值", Printed("", "1200", "亿元"), "k0", text("比上年增长"), "全镇"),)),
            EntryList((Entry("“热线+网格”", "机制", text("一句话。")), Entry("服务包", "", ())), "项目"),
            Paragraph(text("口径说明。"), "note"),
            Paragraph(text("两个口径不可相加。"), "warning"),
        ),
    )


def document(*sections: Section, rows: int = 4) -> Document:
    card = Card("工业总产值", Printed("", "1200", "亿元"), "k0", text("比上年增长41.9%"), "全镇")
    return Document(
        lang="zh",
        title="某镇2025年发展简报",
        subject="测试",
        author="mjq-report",
        keywords=("某镇", "2025"),
        town="some-town",
        year=2025,
        edition=Period.parse("2026-02-09"),
        cover=Cover("某镇", "某市某区", "2025年", "发展简报", text("一句话。"), (card,) * 4, "版本 2026年2月9日"),
        sections=numbered(
            (
                Section("summary", "要点", (ListBlock((text("产值", Span("1200亿元", fact="k0"), "。"),)),), "summary"),
                *(sections or (body_section(),)),
                Section("annex", "附录", (annex(rows),), "annex"),
            ),
            zh,
        ),
        facts=("k0", "k1"),
        labels=zh.LABELS,
        fact_anchors={"k0": "f001", "k1": "f002"},
    )


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return font_book(load_theme())


@pytest.fixture(scope="session")
def make(fonts: FontBook) -> Make:
    """Set a document (the made-up one by default) in a theme and return the bytes."""

    def set_pages(
        doc: Document | None = None,
        theme: str = "briefing",
        attachments: tuple[Attachment, ...] = (),
        **changes: object,
    ) -> bytes:
        drawing = Drawing(
            460,
            120,
            (
                PathOp((("m", 0, 0), ("l", 460, 0), ("l", 460, 90), ("z",)), fill=(0.9, 0.9, 0.9)),
                PathOp((("m", 0, 0), ("c", 9, 9, 20, 9, 30, 0)), stroke=(0, 0, 0), dash=(0, (2, 1))),
                TextOp(10, 60, "图中数1200", 9, (0, 0, 0), bold=True, angle=30),
            ),
        )
        chosen = replace(doc or document(), **changes)  # type: ignore[arg-type]
        return assemble(chosen, {"c1": drawing}, load_theme(theme), fonts, attachments)[0]

    return set_pages


@pytest.fixture(scope="session")
def sample(make: Make) -> bytes:
    return make()


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def words(data: bytes) -> str:
    """All text of a PDF, page by page, without white space."""
    pdf = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
