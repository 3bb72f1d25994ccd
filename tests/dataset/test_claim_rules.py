"""Claims that prove themselves are refused, those that only look like it are not; operations are codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import loading, schema
from mjq_report.dataset.rules.claims import _of_one_figure
from mjq_report.figures import operations
from tests.towns.lakeside import CLAIMS, LAKESIDE, append, change, observation

PARAGRAPH = "2024年，湖畔镇规模以上工业企业25家，实现工业总产值约120亿元，其中汽车制造业61.25亿元"


def codes(data: Path) -> list[str]:
    return [problem.rule.code for problem in loading.check(data)]


@pytest.mark.parametrize(
    ("words", "circular"),
    [("打造四大产业", True), ("四大产业", True), ("大产业，四个方向", True), ("四个方向", False)],
)
def test_an_operand_of_the_same_number_in_the_same_words_is_refused(data: Path, words: str, circular: bool) -> None:
    place = {"period": "2024", "source": "src-2", "locator": "3", "unit": "个", "value": "4"}
    append(data, LAKESIDE, *observation(indicator="leading_industries", breakdown="cars", as_published=words, **place))
    result, operand = "leading_industries@2024#whole_town", "leading_industries/cars@2024#whole_town"
    append(data, CLAIMS, "again", "2024", "说法", "Claim", "equal", result, operand, "src-2", "3", "四大产业", "")
    assert ("circular-claim" in codes(data)) is circular


def test_figures_of_one_sentence_may_prove_each_other(data: Path) -> None:
    """新增4681家，其中新设2627家，迁入2054家: every number is its own, though a row takes in the others' words."""
    for value, breakdown, words in (
        ("9", "", "新增9家，其中东村5家，节日4家"),
        ("5", "village:east", "东村5家"),
        ("4", "festival", "4家"),
    ):
        cells = {"value": value, "breakdown": breakdown, "as_published": words, "locator": "3", "period": "2023"}
        append(data, LAKESIDE, *observation(**cells))
    operands = "enterprises/village:east@2023#whole_town enterprises/festival@2023#whole_town"
    result = "enterprises@2023#whole_town"
    append(data, CLAIMS, "parts", "2023", "说法", "Claim", "sum", result, operands, "src-1", "3", "新增9家", "")
    assert codes(data) == []


@given(st.data())
def test_runs_of_a_paragraph_that_share_a_number_are_one_figure(draw: st.DataObject) -> None:
    """Whatever two runs of the paragraph are taken round the same number, they are recognised; round others, not."""
    at = PARAGRAPH.index("61.25")
    runs = [PARAGRAPH[draw.draw(st.integers(0, at)) : draw.draw(st.integers(at + 5, len(PARAGRAPH)))] for _ in range(2)]
    row = {"source": "src-2", "locator": "2", "value": "61.25"}
    assert _of_one_figure({**row, "as_published": runs[0]}, {**row, "as_published": runs[1]})
    assert not _of_one_figure({**row, "as_published": runs[0]}, {**row, "as_published": runs[1], "value": "120"})
    assert not _of_one_figure({**row, "as_published": runs[0]}, {**row, "as_published": runs[1], "locator": "3"})


def test_an_unknown_operation_is_an_error_that_names_the_nearest(data: Path) -> None:
    change(data, CLAIMS, "growth_rate", "grow_rate")
    (problem,) = loading.check(data)
    assert problem.rule.code == "bad-code"
    assert str(problem).startswith(f"data/{CLAIMS}:2:operation: ")
    assert "the nearest is growth_rate" in str(problem)


def test_operations_are_those_that_are_computed() -> None:
    assert set(schema.CLAIMS.column("operation").codes) == {*operations.OPERATIONS, "integer_share", "uncheckable"}
