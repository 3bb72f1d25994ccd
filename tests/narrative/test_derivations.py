"""推算一览: every computed figure in print has its name, formula, range and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis.insights import OPERATIONS
from mjq_report.lang import zh
from mjq_report.model.document import Row, Section, Table, plain_text
from mjq_report.model.tables import Observation
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.annex import annex
from mjq_report.narrative.sections.derivations import derivations
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import TEMPLATES, findings, row

THIS = "2024-01/2024-11#whole_town"
YEAR = (
    row(f"output@{THIS}", "400.19"),
    row(f"output_growth@{THIS}", "230.08"),
    row(f"output/cars@{THIS}", "269.20"),
    row(f"output_share_of_district@{THIS}", "45.5"),
    row(f"investment_share_of_district@{THIS}", "28.2"),
    row(f"investment_share_change_of_district@{THIS}", "6.31"),
    row(f"investment_pull_on_district@{THIS}", "7.43"),
    row(f"investment_contribution_to_district@{THIS}", "187.98"),
    row("rent@2024#whole_town", "900"),
    row("firms@2024#whole_town", "60"),
    row("firms@2022#whole_town", "50"),
)


def printed(rows: Sequence[Observation]) -> tuple[Section, Section]:
    """The derivations and the annex of a document that prints every computed figure."""
    lookup, words = Lookup(findings(*rows)), load_words(TEMPLATES, "zh")
    facts = set(lookup.findings.facts)
    made = annex(lookup, words, SourceBook(lookup.findings, words, "zh"), facts)
    section = derivations(lookup, words, made.derived, made.anchors)
    assert section is not None
    return section, made.section


def table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


def cells(made: Row) -> list[str]:
    return [plain_text(cell) for cell in made.cells]


def test_each_is_named_with_its_formula_and_range() -> None:
    section, _ = printed(YEAR)
    found = {
        name: (formula, result, between) for _, name, formula, result, between, _ in map(cells, table(section).rows)
    }
    assert found == {
        "企业比2022年的增长率": ("(60 ÷ 50 − 1) × 100%", "20.0%", ""),
        "企业自2022年起的年均增长率": ("[(60 ÷ 50)^(1/2) − 1] × 100%", "9.5%", "9.544至9.545"),
        "汽车制造业工业总产值占工业总产值比重": ("269.20 ÷ 400.19 × 100%", "67.3%", "67.265至67.271"),
        "上年同期工业总产值": ("400.19 ÷ (1+230.08%)", "约121亿元", "121.23至121.25"),
        "工业总产值比上年增减": ("400.19 − 400.19 ÷ (1+230.08%)", "约279亿元", "278.94至278.96"),
        "工业总产值与上年之比": ("1+230.08%", "约3.30倍", "3.3007至3.3009"),
        "工业总产值（汽车制造业以外）": ("400.19 − 269.20", "约131亿元", "130.98至131"),
        "汽车制造业工业总产值比上年增量的下限": (
            "269.20 − 400.19 ÷ (1+230.08%)", "147.9亿元以上", "不低于147.951",
        ),
        "汽车制造业工业总产值占工业总产值增量比重的下限": (
            "(269.20 − b) ÷ (400.19 − b)，b = 400.19 ÷ (1+230.08%)", "53%以上", "不低于53.03",
        ),
        "平均每家减免租金": ("900 ÷ 60", "约15.0万元", "14.991至15.009"),
        "全区工业总产值": ("400.19 ÷ 45.5%", "约880亿元", "878.56至880.52"),
        "全区其他地方工业总产值": ("400.19 ÷ 45.5% − 400.19", "约480亿元", "478.37至480.33"),
        "全区固定资产投资增速": ("7.43 ÷ 187.98%", "约3.95%", "3.9497至3.9554"),
        "全区其他地方对固定资产投资增速的拉动": ("7.43 ÷ 187.98% − 7.43", "约−3.48个百分点", "−3.4799至−3.475"),
        "全区其他地方固定资产投资增速": (
            "(7.43 ÷ 187.98% − 7.43) ÷ (100% − 28.2% + 6.31)", "约−4.45%", "−4.4583至−4.4457",
        ),
    }  # fmt: skip


def test_rows_link_to_the_annex_where_no_computed_figure_stands_again() -> None:
    section, rows = printed(YEAR)
    targets = {made.anchor for made in (*table(section).rows, *table(rows).rows) if made.anchor}
    links = [span.href[1:] for made in table(section).rows for span in made.cells[-1] if span.href]
    assert links and set(links) <= targets
    here = {span.fact for made in table(section).rows for span in made.cells[3]}
    assert here.isdisjoint(span.fact for made in table(rows).rows for cell in made.cells for span in cell)


def test_rows_are_called_by_where_they_stand() -> None:
    assert [zh.row_number(anchor) for anchor in ("f012", "f120", "d003", "d1000")] == ["12", "120", "推算3", "推算1000"]


def test_without_a_computed_figure_there_is_no_such_page() -> None:
    lookup, words = Lookup(findings(YEAR[0])), load_words(TEMPLATES, "zh")
    assert derivations(lookup, words, {}, {}) is None


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_every_operation_has_a_name_and_a_formula_in_words(operation: str) -> None:
    names = dict.fromkeys(("thing", "other", "parts", "place", "unit", "base", "before"), "某")
    assert "某" in zh.derived_name(operation, **names)
    assert "1" in zh.formula(operation, ["1", "2", "3", "4"], 2, by_growth=operation in ("base", "ratio"))


# --------------------------------------------------------------------------- shares in words


def share(low: str, high: str) -> str:
    lookup = Lookup(findings(*YEAR))
    fact = next(fact for fact in lookup.findings.facts.values() if fact.operation == "share")
    return zh.share_words(replace(fact, bounds=(Decimal(low), Decimal(high))))


@pytest.mark.parametrize(
    ("low", "high", "reads"),
    [
        ("67.26", "67.28", "约三分之二"),
        ("83.29", "Infinity", "八成以上"),
        ("38.5", "38.9", "近四成"),
        ("48.3", "48.4", "近一半"),
        ("49.5", "50.4", "约一半"),
        ("56.1", "56.2", "一半以上"),
        ("2.0", "2.1", "不足一成"),
        ("9", "11", ""),
        ("100", "100", "全部"),
        ("30", "60", "三成以上"),
    ],
)
def test_a_share_in_words(low: str, high: str, reads: str) -> None:
    assert share(low, high) == reads


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_words_of_a_share_hold_for_all_that_it_may_be(one: Decimal, other: Decimal) -> None:
    low, high = min(one, other), max(one, other)
    words = share(str(low), str(high))
    tenths = {f"{zh.numeral(n)}成": n * 10 for n in range(1, 10)} | {"一半": 50}
    if words.endswith("以上"):
        assert low >= tenths[words.removesuffix("以上")]
    elif words.startswith("近"):
        assert tenths[words[1:]] - 2 <= low <= high < tenths[words[1:]]
    elif words == "不足一成":
        assert high < 10
