"""Words between figures: accepted when templates, tables and formats give them, each run whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mjq_report.checking.lexicon import Lexicon
from mjq_report.checking.opening import opened
from mjq_report.checking.records import Records, read_records


@pytest.fixture(scope="module")
def records(briefing: bytes) -> Records:
    with opened(briefing) as file:
        return read_records(file)


def lexicon(records: Records, template: str) -> Lexicon:
    return Lexicon(replace(records, templates={"templates/zh/one.md.j2": template}), "2024-12-01")


TEMPLATE = """{# 注释 #}
> {{ when('x') }}，全镇划分{{ fact('x') }}⟦；组建率达到{{ fact('y') }}⟧。

- **要点**：{% if a %}稳步向好{% else %}有所回落{% endif %}，见“数据核算”。
"""


@pytest.mark.parametrize(
    "text", ["全镇划分", "组建率达到", "；组建率达到", "要点：稳步向好，见“数据核算”。", "有所回落", ""]
)
def test_what_a_template_says_is_known(records: Records, text: str) -> None:
    assert lexicon(records, TEMPLATE).gap(text) == ""


@pytest.mark.parametrize("text", ["全镇划出", "组建率", "稳步", "注释", "全镇划分3", "稳步向好了", "2023年"])
def test_parts_of_a_run_and_what_nothing_says_are_gaps(records: Records, text: str) -> None:
    gap = lexicon(records, TEMPLATE).gap(text)
    assert gap
    assert gap in text


def test_names_periods_and_dates_of_the_tables_are_known(records: Records) -> None:
    known = lexicon(records, "")
    assert known.gap("2024年1—11月，全镇规模以上") == ""
    assert known.gap("2024年12月1日") == ""
    assert known.gap("2024年12月2日") != ""


def test_a_direction_is_no_word_of_its_own(records: Records) -> None:
    for word in ("增长", "下降", "提高", "持平"):
        assert lexicon(records, "").gap(word) == word


def test_more_runs_may_be_given(records: Records) -> None:
    assert lexicon(records, "").gap("甲乙", ["甲", "乙"]) == ""
