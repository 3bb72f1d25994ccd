"""Tables as sources: rows that stand in a cell, `表1!C6`, are held against what the cell shows, and named by it everywhere."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mjq_report.cli.run import run
from mjq_report.dataset.loading import check, load_town
from mjq_report.dataset.rules.evidence import check_evidence
from mjq_report.figures import references
from mjq_report.model import locators
from tests.towns.lakeside import LAKESIDE, append, change, digest, lay_texts

CELLS = {
    "A1": "指标",
    "B1": 2023,
    "C1": 2024,
    "A2": "种植面积（亩）",
    "B2": 1234.5,
    "C2": 1250,
    "A3": "注：普查后修订",
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The source texts, the first of which is a workbook."""
    folder = lay_texts(tmp_path / "texts")
    book = Workbook()
    book.active.title = "表 1"
    for place, value in CELLS.items():
        book.active[place] = value
        book.active[place].number_format = "#,##0.00" if isinstance(value, float) else "General"
    out = io.BytesIO()
    book.save(out)
    (folder / "table.xlsx").write_bytes(out.getvalue())
    return folder


@pytest.fixture
def with_table(data: Path, texts: Path) -> Path:
    """A town with a row from the workbook, which is a third source."""
    content = (texts / "table.xlsx").read_bytes()
    append(
        data,
        "sources.csv",
        "tab",
        "2024",
        "统计表",
        "",
        "统计站",
        "2025",
        "",
        "t.xlsx",
        hashlib.sha256(content).hexdigest(),
        "",
    )
    row("1234.50", "1,234.50", "表_1!B2", "2023", data)
    return data


def row(value: str, words: str, place: str, year: str, data: Path) -> None:
    append(
        data, LAKESIDE, "planted_area", "", year, "whole_town", value, "亩", "exact", "actual", "tab", place, words, ""
    )


def problems(data: Path, texts: Path) -> list[str]:
    return check_evidence(data, texts, ["lakeside"]).problems()


def test_a_row_is_held_against_what_its_cell_shows(with_table: Path, texts: Path) -> None:
    assert check(with_table, ["lakeside"]) == []
    (left,) = problems(with_table, texts)
    assert left.startswith("tab:表_1!C2: 1250 in '1250': no row covers it"), (
        "years over columns and the note need no row"
    )
    row("1250", "1250", "表_1!C2", "2024", with_table)
    assert problems(with_table, texts) == []


@pytest.mark.parametrize(
    ("value", "words", "place", "said"),
    [
        ("1250", "1250", "表_1!B2", "'1250' is not in cell 表_1!B2 of tab; it stands in cell 表_1!C2"),
        ("234.50", "234.50", "表_1!B2", "'234.50' is not in cell 表_1!B2 of tab; it stands in cell 表_1!B2"),
        ("1250", "1250", "表_1!D9", "'1250' is not in cell 表_1!D9 of tab"),
        ("1250", "1250", "2", "'1250' is not in paragraph 2 of tab; it stands in cell 表_1!C2"),
    ],
)
def test_a_row_that_its_cell_does_not_show_is_named(
    value: str, words: str, place: str, said: str, with_table: Path, texts: Path
) -> None:
    row(value, words, place, "2022", with_table)
    assert any(said in line for line in problems(with_table, texts))


def test_cells_may_be_left_out_on_purpose(with_table: Path, texts: Path) -> None:
    append(with_table, "omissions.csv", "tab", "表_1!C2", "", "初步数")
    assert problems(with_table, texts) == []
    append(with_table, "omissions.csv", "tab", "表_1!D2", "", "没有这一格")
    assert "the omission is not needed" in problems(with_table, texts)[0]


def test_trace_references_and_corrections_know_cells(
    with_table: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = (one for one in load_town(with_table, "lakeside").observations if one.source == "tab")
    assert made.locator == "表_1!B2" and made.key.endswith("^tab:表_1!B2")
    reference = references.parse("planted_area@2023#whole_town^tab:表_1!B2")
    assert (reference.locator, str(reference).endswith("^tab:表_1!B2")) == ("表_1!B2", True)
    append(with_table, "towns/lakeside/corrections.csv", made.key, "1234.50", "1235", "次日更正", "1234.50")
    assert check(with_table, ["lakeside"]) == []
    assert run(["trace", "lakeside", "planted_area", "--year", "2024", "--root", str(with_table.parent)]) == 0
    assert "(tab) 表_1!B2: 1,234.50" in capsys.readouterr().out


def test_a_locator_that_is_none_is_refused(data: Path) -> None:
    change(data, LAKESIDE, "src-1,2,", "src-1,表1!6C,")
    assert "bad-locator" in {problem.rule.code for problem in check(data, ["lakeside"])}
    assert digest("first.txt")


SHEETS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=31)


@given(SHEETS, st.integers(1, 10_000), st.integers(1, 256))
def test_any_sheet_and_cell_has_a_locator_that_is_read_back(sheet: str, line: int, column: int) -> None:
    from mjq_report.dataset.workbook.grid import address

    made = locators.cell(sheet, address(line, column))
    assert locators.parse(made) == made and locators.is_cell(made)
    text = f"x@2024#whole_town^src:{made}"
    assert str(references.parse(text)) == text
    assert isinstance(locators.order(made), tuple)


@given(st.integers(1, 999_999))
def test_paragraphs_are_numbers(number: int) -> None:
    assert locators.parse(str(number)) == number and not locators.is_cell(number)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "C", "!C1", "表!", "表 1!C1", "表1!C0", "a!b!C1", "ABCD1"])
def test_what_is_no_locator_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="neither a paragraph"):
        locators.parse(text)
