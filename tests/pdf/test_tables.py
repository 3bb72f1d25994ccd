"""Tables on the page: what stays together, and key figures beside them."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from mjq_report.model.document import Card, CardRow, Paragraph, Printed, Row, Section

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


@pytest.mark.parametrize("lines", range(29, 42, 3))
def test_a_long_table_leaves_no_row_alone(make: Make, lines: int) -> None:
    pages = rows_by_page(make, 30, lines)
    assert [number for page in pages for number in page] == list(range(1, 31))
    assert len(pages) >= 2
    assert len(pages[0]) >= 3
    assert len(pages[-1]) >= 2


def test_a_group_that_goes_on_is_named_again(make: Make) -> None:
    table = annex(40)
    group = Row((text("协同区域"), (), (), ()), group=True)
    other = Row((text("全镇合计"), (), (), ()), group=True)
    rows = (group, *table.rows[:35], other, *table.rows[35:])
    plain = tuple(replace(row, anchor="") for row in rows)
    data = make(document(Section("s", "正文", (replace(table, rows=plain, kind="body"),))))
    found = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    (first,) = (page for page in found if "协同区域" in page and "（续）" not in page)
    (second,) = (page for page in found if "协同区域（续）" in page)
    assert found.index(second) == found.index(first) + 1
    assert "全镇合计（续）" not in "".join(found), "that group does not go on"


@pytest.mark.parametrize("lines", [15, 17, 18])
def test_a_short_section_needs_no_more_room_than_it_takes(make: Make, lines: int) -> None:
    body = Section("s", "正文", tuple(Paragraph(text("镇域经济稳中有进。")) for _ in range(lines)))
    short = Section("t", "末节", (Paragraph(text("一句话。")),))
    found = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(make(document(body, short)))]
    (page,) = (page for page in found if "一句话。" in page and "稳中有进" in page)
    assert "末节" in page


def test_the_unit_follows_its_number_without_a_blank(make: Make) -> None:
    cards = CardRow(
        (Card("覆盖率", Printed("", "30", "%"), "k0", (), ""), Card("产值", Printed("", "30", "亿元"), "k1", (), ""))
    )
    pdf = pypdfium2.PdfDocument(make(document(Section("s", "正文", (cards,)))))
    found = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    assert "30%" in found
    assert "30亿元" in found


@pytest.mark.parametrize("lines", range(11, 16))
def test_what_leads_up_to_a_table_stands_on_its_page(make: Make, lines: int) -> None:
    before = Section("s", "正文", tuple(Paragraph(text("镇域经济稳中有进。")) for _ in range(lines)))
    led = Section("t", "附表", (Paragraph(text("下表列出全部指标。" * 8)), replace(annex(20), kind="body")))
    plain = replace(led.blocks[1], rows=tuple(replace(row, anchor="") for row in led.blocks[1].rows))  # type: ignore[type-var,union-attr]
    data = make(document(before, replace(led, blocks=(led.blocks[0], plain))))
    found = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    (page,) = (page for page in found if "下表列出" in page)
    assert "工业总产值" in page
