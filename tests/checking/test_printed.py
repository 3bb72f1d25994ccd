"""Every printed figure is traced to its row and source, from the file alone."""

from __future__ import annotations

import json

import pypdfium2
import pytest

from mjq_report.checking import figures_on
from mjq_report.checking.reader import squeezed
from mjq_report.errors import UsageError
from mjq_report.figures import formats


def test_a_figure_is_found_by_its_digits_with_row_and_source(briefing: bytes) -> None:
    found = figures_on(briefing, text="400.19")
    assert len(found) > 3
    first = found[0]
    assert (first.page, first.text, first.period, first.coverage) == (1, "400.19亿元", "2024年1—11月", "全镇规模以上")
    assert (first.indicator, first.value, first.unit, first.qualifier) == ("工业总产值", "400.19", "亿元", "exact")
    assert first.sources == ("tz-2024",)
    assert first.places == ("《马驹桥镇：解锁经济高质量发展的创新密码》 ¶2: 400.19亿元",)
    assert {figure.anchor for figure in found} == {first.anchor}


@pytest.mark.parametrize("asked", ["4681", "4681家", " 4681 家 "])
def test_a_figure_is_found_with_or_without_its_unit(briefing: bytes, asked: str) -> None:
    (indicator,) = {figure.indicator for figure in figures_on(briefing, text=asked)}
    assert indicator.startswith("新增市场主体")


def test_part_of_a_number_finds_nothing(briefing: bytes) -> None:
    assert figures_on(briefing, text="400") == []
    assert figures_on(briefing, text="") == []


def test_a_computed_figure_names_its_inputs(briefing: bytes) -> None:
    figure = next(f for f in figures_on(briefing, text="67.3") if f.operation)
    assert figure.operation == "share"
    assert [text.split()[1] for text in figure.inputs] == ["269.20亿元", "400.19亿元"]
    assert figure.places == ()


def test_the_figures_of_a_page_stand_where_they_are_said_to(briefing: bytes) -> None:
    page = pypdfium2.PdfDocument(briefing)[2].get_textpage()
    found = figures_on(briefing, page=3)
    assert len(found) > 5
    assert {figure.page for figure in found} == {3}
    for figure in found:
        left, bottom, right, top = figure.box
        assert squeezed(figure.text)[:1] in squeezed(page.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1))


def test_every_row_of_the_annex_is_among_the_figures(briefing: bytes) -> None:
    anchors = {figure.anchor for figure in figures_on(briefing)}
    published, computed = ({anchor for anchor in anchors if anchor[0] == kind} for kind in "fd")
    assert published == {f"f{number:03d}" for number in range(1, len(published) + 1)}
    assert computed == {f"d{number:03d}" for number in range(1, len(computed) + 1)}
    assert published and computed


def test_a_page_that_is_not_there(briefing: bytes) -> None:
    for page in (0, 99):
        with pytest.raises(UsageError, match=f"--page {page}: the PDF has pages 1 to"):
            figures_on(briefing, page=page)


def test_what_is_printed_for_people_and_for_programs(estimated: bytes) -> None:
    figure = figures_on(estimated, text="增长1.3%")[0]
    first, second = figure.lines()
    assert first.split("  ")[:2] == ["page 1", "增长1.3%"]
    assert "预计" not in first  # codes of the tables, for whoever looks the row up
    assert "estimated" in first
    assert "¶" in second
    assert json.loads(json.dumps(figure.to_dict(), ensure_ascii=False))["value"] == "1.3"
    assert formats.MINUS not in first
