"""Sources of every kind give the paragraphs that a reader sees; hostile ones end in a line."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mjq_report.errors import UsageError
from mjq_report.intake.reading import paragraphs_of
from mjq_report.intake.sources import hold
from tests.towns import lakeside
from tests.towns.lakeside import change

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, head: str = "", extra: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
        if extra:
            archive.writestr("word/media/x.bin", extra)
    return stream.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def pdf(lines: list[str], width: float = 400) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, 500))
    canvas.setFont("STSong-Light", 12)
    for number, line in enumerate(lines):
        canvas.drawString(40 + (24 if line.startswith("　") else 0), 450 - 20 * number, line.strip("　"))
    canvas.save()
    return stream.getvalue()


def test_a_page_is_read_as_it_is_shown() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset='gb2312'><title>公报</title><style>p{}</style></head><body>"
        "<script>var a='假的1亿元';</script><p>产值<b>3.2</b>亿元，<br>增长&nbsp;5%。</p><table><tr><td>税收</td><td>2亿元</td></tr></table></body></html>"
    )
    assert paragraphs_of("x.html", page.encode("gb18030")) == ["公报", "产值3.2亿元，", "增长 5%。", "税收 2亿元"]


def test_a_docx_is_read_with_its_tables() -> None:
    body = (
        paragraph("全年产值", "3.2亿元。")
        + paragraph(" ")
        + f"<w:tbl><w:tr><w:tc>{paragraph('税收2亿元')}</w:tc></w:tr></w:tbl>"
    )
    assert paragraphs_of("x.docx", docx(body)) == ["全年产值3.2亿元。", "税收2亿元"]


def test_lines_of_a_pdf_are_joined_into_paragraphs() -> None:
    lines = [
        "　　二〇二四年全镇实现工业总产值三十一亿元，比上年有",
        "所增长，其中税收2.5亿元。",
        "　　全镇共有企业91家。",
    ]
    assert paragraphs_of("x.pdf", pdf(lines)) == [
        "二〇二四年全镇实现工业总产值三十一亿元，比上年有所增长，其中税收2.5亿元。", "全镇共有企业91家。",
    ]  # fmt: skip


BOMB = b"0" * (100 * 2**20)
HOSTILE = {
    "xxe.docx": lambda: docx(
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "laughs.docx": lambda: docx(
        "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    ),
    "bomb.docx": lambda: docx(paragraph("x"), extra=BOMB),
    "deep.docx": lambda: docx("<w:p>" * 300_000),
    "not.docx": lambda: b"PK\x03\x04" + b"x" * 100,
    "broken.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>" * 50,
    "large.html": lambda: b"<html>" + b"<p>1" * (2 * 2**20),
    "slow.html": lambda: b"<html>" + b"<!-" * 600_000 + b"<a " * 400_000,
    "picture.png": lambda: b"\x89PNG",
    "old.doc": lambda: b"\xd0\xcf\x11\xe0",
    "blank.pdf": lambda: pdf([]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_foreign_file_ends_in_a_line(name: str) -> None:
    with pytest.raises(UsageError) as told:
        paragraphs_of(name, HOSTILE[name]())
    assert len(told.value.lines()) == 1 and name in str(told.value)


def test_the_evidence_of_rows_may_be_a_docx(tmp_path: Path) -> None:
    """`check --evidence` counts paragraphs as `propose` does."""
    data = lakeside.lay(tmp_path / "data")
    texts = lakeside.lay_texts(tmp_path / "texts")
    text = (texts / "0.bin").read_text(encoding="utf-8")
    content = docx("".join(paragraph(line) for line in text.splitlines()))
    (texts / "0.bin").write_bytes(content)
    change(data, "sources.csv", *(hashlib.sha256(each).hexdigest() for each in (text.encode(), content)))
    assert hold(data, texts, None).problems() == []
