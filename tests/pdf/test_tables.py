"""Tables on the page: what stays together, and key figures beside them."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from mjq_report.model import Card, CardRow, Paragraph, Section

from .conftest import Make, annex, document, text

_ROW = re.compile(r"第 ?(\d+) ?行")


def rows_by_page(make: Make, rows: int, lines: int) -> list[list[int]]:
    """Which rows of a table stand on each page, with so many lines of text before it."""
    table = annex(rows)
    named = tuple(
        replace(row, cells=(text(f"第{n}行"), *row.cells[1:]), anchor="") for n, row in enumerate(table.rows, 1)
    )
    before = tuple(Paragraph(text("镇域经济稳中有进。")) for _ in range(lines))
    data = make(document(Section("s", "正文", (*before, replace(table, rows=named, kind="body")))))
    found = (
        [int(n) for n in _ROW.findall(page.get_textpage().get_text_range())] for page in pypdfium2.PdfDocument(data)
    )
    return [numbers for numbers in found if numbers]


@pytest.mark.parametrize("lines", range(18, 36, 3))
def test_a_short_table_stays_on_one_page(make: Make, lines: int) -> None:
    assert rows_by_page(make, 5, lines) == [[1, 2, 3, 4, 5]]


@pytest.mark.parametrize("lines", range(27, 42, 3))
def test_a_long_table_leaves_no_row_alone(make: Make, lines: int) -> None:
    pages = rows_by_page(make, 30, lines)
    assert [number for page in pages for number in page] == list(range(1, 31))
    assert len(pages) >= 2
    assert len(pages[0]) >= 3
    assert len(pages[-1]) >= 2


def test_the_per_cent_sign_follows_its_number_directly(make: Make) -> None:
    cards = CardRow((Card("覆盖率", "30", "%", "k0", (), ""), Card("产值", "30", "亿元", "k1", (), "")))
    pdf = pypdfium2.PdfDocument(make(document(Section("s", "正文", (cards,)))))
    found = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "30%" in found
    assert "30 亿元" in found
