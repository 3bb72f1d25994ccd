"""Tables of a section: declared ones, and what no sentence printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.checking import figures
from mjq_report.checking.records import Row
from mjq_report.figures import units
from mjq_report.model.codes import Qualifier
from mjq_report.model.document import Paragraph, Table, plain_text
from mjq_report.model.findings import Findings
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import TableColumn, TablePlan
from mjq_report.narrative.sections.cells import text
from mjq_report.narrative.sections.tables import Tabulator
from tests.towns.rows import INDICATORS, TEMPLATES, WHOLE, findings, row, usual

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")


def tabulator(found: Findings) -> Tabulator:
    return Tabulator(Lookup(found), WORDS)


def cells(table: Table | Paragraph | None) -> list[list[str]]:
    assert table is not None
    if isinstance(table, Paragraph):
        return [[plain_text(table.spans)]]
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


PLAN = TablePlan(
    "t",
    {"zh": "表"},
    tuple(TableColumn(key, {"zh": zh}) for key, zh in (("value", "数值"), ("growth", "增速"), ("share", "比重"))),
    ({"value": X, "growth": f"{X}_growth"}, {"value": WHOLE, "growth": f"{WHOLE}_growth"}),
    ("", "industry"),
    2,
)
HEADS = ["数值", "增速", "比重"]


def test_a_declared_table_sets_rates_beside_their_amounts_and_leaves_empty_columns_out() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "200"),
        row(f"{X}_growth@2024#whole_town", "11", qualifier=Qualifier.ABOUT),
        row(f"{X}/cars@2024#whole_town", "150"),
        row(f"{WHOLE}@2024#whole_town", "30.50"),
        row(f"{WHOLE}_growth@2024#whole_town", "-5.2"),
    )
    table = tabulator(found).declared(PLAN, text("表"), HEADS)
    assert table is not None
    assert [column.title for column in table.columns] == ["指标", "数值", "增速"]
    assert [column.unit for column in table.columns] == ["", "亿元", "%"]
    assert cells(table) == [
        ["工业总产值", "200", "约11"],
        ["汽车制造业工业总产值", "150", ""],
        ["固定资产投资", "30.50", "−5.2"],
    ]


def test_a_unit_stands_in_the_head_only_where_it_follows_every_figure_as_it_is() -> None:
    amounts = (row(f"{X}@2024#whole_town", "200"), row(f"{X}_growth@2024#whole_town", "11"))
    hedged = row(f"{WHOLE}_growth@2024#whole_town", "5", qualifier=Qualifier.AT_LEAST)
    other = row(f"{WHOLE}@2024#whole_town", "3050", unit="亩")
    table = tabulator(findings(*amounts, other, hedged)).declared(PLAN, text("表"), HEADS)
    assert table is not None
    assert [column.unit for column in table.columns] == ["", "", ""]
    assert cells(table) == [["工业总产值", "200亿元", "11%"], ["固定资产投资", "3050亩", "5%以上"]]


def test_figures_of_different_coverage_stand_under_different_heads() -> None:
    found = findings(
        row(f"{X}@2024-01/2024-11#above_size", "400"),
        row(f"{X}_growth@2024-01/2024-11#above_size", "230.08"),
        row(f"{X}@2024-01/2024-11#river_area", "385.9"),
        row(f"{X}_growth@2024-01/2024-11#river_area", "276.1"),
        row(f"{X}@2024#company:egg", "1"),
    )
    table = tabulator(found).declared(PLAN, (), HEADS)
    assert table is not None
    assert [row.group for row in table.rows] == [True, False, True, False]
    assert cells(table)[0][0] == "全镇规模以上，2024年1—11月"
    assert cells(table)[2:] == [["沿河片区，2024年1—11月", "", ""], ["工业总产值", "385.9", "276.1"]]


def test_a_table_that_says_no_more_than_the_text_is_left_out() -> None:
    assert tabulator(usual()).declared(PLAN, (), HEADS) is None, "one rate beside many amounts"
    assert tabulator(findings(row(f"{X}@2024#whole_town", "1"))).declared(PLAN, (), HEADS) is None
    assert tabulator(findings(row("firms@2024#whole_town", "1"))).declared(PLAN, (), HEADS) is None


# --------------------------------------------------------------------------- what no sentence printed


def test_every_figure_that_was_not_printed_is_in_the_table() -> None:
    found = usual()
    (printed,) = [i for i in found.own if i.startswith("ferries")]
    table = tabulator(found).rest(("livelihood", "agriculture", "planning"), {printed}, "民生")
    assert table is not None
    assert plain_text(table.caption) == "民生：其他数据"
    assert [column.title for column in table.columns] == ["指标", "口径", "时期", "数值", "单位"]
    assert cells(table) == [
        ["农业", "", "", "", ""],
        ["咸鸭蛋产量（红心）", "全镇", "2024年", "220", "余万枚"],
        ["规划", "", "", "", ""],
        ["产业集群数", "新城", "2026—2030年", "目标8", "个"],
    ]
    assert tabulator(found).rest(("livelihood",), {printed}, "民生") is None


def test_columns_that_say_nothing_new_are_left_out() -> None:
    found = findings(row("firms@2024#whole_town", "5"), row("firms/cars@2024#whole_town", "2"))
    table = tabulator(found).rest(("enterprises",), set(), "企业")
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["指标", "数值", "单位"]


def test_a_figure_printed_in_rounder_words_is_not_listed_twice() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "1000", qualifier=Qualifier.MORE_THAN, locator=1),
        row(f"{X}@2024#whole_town", "1200", locator=2),
    )
    assert cells(tabulator(found).rest(("industry",), set(), "工业")) == [["另有工业总产值1200亿元。"]]


@pytest.mark.parametrize(("name", "said"), [("有出口实绩企业数", "另有出口实绩企业5家。"), ("网点数", "另有网点5家。")])
def test_a_lone_count_is_named_without_the_word_number_and_with_one_verb(name: str, said: str) -> None:
    found = findings(row("firms@2024#whole_town", "5"))
    indicators = found.data.indicators | {"firms": replace(found.data.indicators["firms"], name_zh=name)}
    found = replace(found, data=replace(found.data, indicators=indicators))
    assert cells(tabulator(found).rest(("enterprises",), set(), "企业")) == [[said]]


def test_what_would_be_a_table_of_one_row_is_a_sentence_with_what_it_covers() -> None:
    made = tabulator(findings(row("firms@2024-06#river_area", "3"))).rest(("enterprises",), set(), "企业")
    assert cells(made) == [["另有企业3家（2024年6月，沿河片区）。"]]


def test_where_a_table_has_several_scopes_the_briefings_own_comes_first_and_is_named() -> None:
    found = findings(
        row(f"{X}@2023#whole_town", "91", source="s2024"),
        row(f"{X}@2024-01/2024-06#whole_town", "30"),
        row(f"{X}@2024#whole_town", "71.4"),
        row(f"{X}_growth@2024#whole_town", "-21.8"),
        row(f"{X}_growth@2024-01/2024-06#whole_town", "1"),
    )
    table = tabulator(found).declared(PLAN, (), HEADS)
    assert cells(table) == [
        ["全镇，2024年", "", ""],
        ["工业总产值", "71.4", "−21.8"],
        ["全镇，2024年1—6月", "", ""],
        ["工业总产值", "30", "1"],
    ], "an earlier year is left to charts and annex"


amounts = st.decimals("0.01", "99999", places=2)


@given(
    st.lists(st.tuples(amounts, st.sampled_from(["元", "万元", "亿元"])), min_size=3, max_size=3),
    st.sampled_from(["万元", "亿元"]),
)
def test_a_column_of_several_units_is_in_the_one_that_the_dictionary_says(
    rows: list[tuple[Decimal, str]], unit: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(INDICATORS, X, replace(INDICATORS[X], shown_in=unit))
        places = zip(("", "/cars", "/silk"), rows, strict=True)
        found = findings(
            *(row(f"{X}{place}@2024#whole_town", f"{value}", own) for place, (value, own) in places),
            *(row(f"{X}_growth{place}@2024#whole_town", "5.2") for place in ("", "/cars")),
        )
        table = tabulator(found).declared(PLAN, text("表"), HEADS)
    assert table is not None
    unit = unit if len({own for _, own in rows}) > 1 else rows[0][1]
    assert table.columns[1].unit == unit
    for (_, printed, *_), (value, own) in zip(cells(table), rows, strict=True):
        exact = units.convert(value, own, unit)
        assert abs(Decimal(printed) - exact) <= exact / 20, "two digits at least say something"
        fact = replace(found.facts[next(iter(found.facts))], value=value, printed=f"{value}", unit=own)
        assert figures._is_of(printed, Row("f001", fact, {})) or len(printed.replace(".", "").strip("0")) < 3
    assert ("换算为" in plain_text(table.note)) == any(own != unit for _, own in rows)


@pytest.mark.parametrize("cell", ["5", "50019", "4001", "4.1", "40.02", "0.40"])
def test_another_figure_is_no_conversion(cell: str) -> None:
    (fact,) = findings(row(f"{X}@2024#whole_town", "400.19")).facts.values()
    assert not figures._is_of(cell, Row("f001", fact, {}))
