"""Tables and lists of a section: declared ones, what no sentence printed, programmes, organisations."""

from __future__ import annotations

from dataclasses import replace

from mjq_report.model.codes import Qualifier, Stage, Status
from mjq_report.model.document import Entry, Table, facts_in, plain_text
from mjq_report.model.findings import Findings
from mjq_report.model.tables import Mention
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import TableColumn, TablePlan
from mjq_report.narrative.sections.cells import text
from mjq_report.narrative.sections.tables import Tabulator
from tests.towns.rows import TEMPLATES, WHOLE, findings, organisation, programme, row, usual

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")


def tabulator(found: Findings) -> Tabulator:
    return Tabulator(Lookup(found), WORDS)


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
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
    other = row(f"{WHOLE}@2024#whole_town", "3050", unit="万元")
    table = tabulator(findings(*amounts, other, hedged)).declared(PLAN, text("表"), HEADS)
    assert table is not None
    assert [column.unit for column in table.columns] == ["", "", ""]
    assert cells(table) == [["工业总产值", "200亿元", "11%"], ["固定资产投资", "3050万元", "5%以上"]]


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
    table = tabulator(findings(row("firms@2024#whole_town", "5"))).rest(("enterprises",), set(), "企业")
    assert table is not None
    assert [column.title for column in table.columns] == ["指标", "数值", "单位"]


def test_a_figure_printed_in_rounder_words_is_not_listed_twice() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "1000", qualifier=Qualifier.MORE_THAN, locator=1),
        row(f"{X}@2024#whole_town", "1200", locator=2),
    )
    assert cells(tabulator(found).rest(("industry",), set(), "工业")) == [["工业总产值", "1200", "亿元"]]


# --------------------------------------------------------------------------- programmes


def entries(found: Findings, *domains: str) -> list[tuple[str, str, str]]:
    made = tabulator(found).programmes(domains)
    return [(e.name, e.label, plain_text(e.spans)) for e in (made.entries if made else ())]


def test_a_programme_shows_kind_operator_since_and_its_figures() -> None:
    found = findings(
        row("firms/cars@2024#whole_town", "5", status=Status.ESTIMATED),
        row("ferries@2020#whole_town", "3", source="s2020"),
        row("ferries@2024#river_area", "4"),
        programmes=(
            programme(
                "a",
                name="“渡”工程",
                since="2024-06",
                observations="firms/cars@2024#whole_town ferries@2020#whole_town ferries@2024#river_area",
            ),
        ),
    )
    assert entries(found, "governance") == [
        ("“渡”工程", "机制 · 河西镇 · 2024年6月", "为居民办事：企业（汽车制造业）预计5家、渡口4个。")
    ]
    made = tabulator(found).programmes(("governance",))
    assert made is not None
    assert facts_in([made]) == set(found.own)


def test_a_programme_without_own_figures_shows_earlier_ones_with_their_year() -> None:
    found = findings(
        row("ferries@2020#whole_town", "3"),
        row("firms@2024#whole_town", "5"),
        programmes=(programme("a", observations="ferries@2020#whole_town", since="明末"),),
    )
    assert entries(found, "governance") == [("a", "机制 · 河西镇 · 明末", "为居民办事：渡口（2020年）3个。")]


def test_a_programme_shows_how_far_it_is_and_when_it_is_due_in_the_words_of_the_source() -> None:
    found = findings(row("firms@2024#whole_town", "5"), programmes=(programme("a", since="2024"), programme("b")))
    said = Mention(
        "a", Stage.UNDER_CONSTRUCTION, "", "", "2026", "2026年底前", "s2024", 2, "", "", found.programmes[0].row
    )
    mentions = {"a": said, "b": replace(said, entity="b", stage=Stage.RUNNING, due="", due_words="")}
    labels = [label for _, label, _ in entries(replace(found, mentions=mentions), "governance")]
    assert labels == ["机制 · 河西镇 · 在建 · 2026年底前", "机制 · 河西镇"]


def test_children_follow_their_parent_even_in_a_ring() -> None:
    chain = (programme("child", parent="top"), programme("other"), programme("top"), programme("grand", parent="child"))
    found = findings(row("firms@2024#whole_town", "5"), programmes=chain)
    assert [name for name, *_ in entries(found, "governance")] == ["other", "top", "child", "grand"]
    ring = findings(
        row("firms@2024#whole_town", "5"), programmes=(programme("a", parent="b"), programme("b", parent="a"))
    )
    assert [name for name, *_ in entries(ring, "governance")] == ["a", "b"]
    assert tabulator(found).programmes(("culture",)) is None


def test_hostile_names_stay_plain_text() -> None:
    hostile = "**粗**[链](javascript:x)<script>{{7*7}}"
    found = findings(
        row("firms@2024#whole_town", "5"), programmes=(programme("a", name=hostile, summary=hostile, operator=""),)
    )
    made = tabulator(found).programmes(("governance",))
    assert made is not None
    entry: Entry = made.entries[0]
    assert (entry.name, plain_text(entry.spans), entry.label) == (hostile, f"{hostile}。", "机制")
    assert all(not span.bold and not span.href for span in entry.spans)


# --------------------------------------------------------------------------- organisations


def test_organisations_stand_under_their_industry_and_the_rest_by_kind() -> None:
    found = findings(
        row("firms@2024#whole_town", "5"),
        organisations=(
            organisation("mill", "silk"), organisation("hall", kind="department"), organisation("plant", "cars"),
            organisation("shop"),
        ),
    )  # fmt: skip
    by_industry = tabulator(found).industry(("industry", "company"))
    assert [row[0] for row in cells(by_industry)] == ["汽车制造业", "plant", "丝绸", "mill", "其他", "shop"]
    others = tabulator(found).organisations(("department",))
    assert others is not None
    assert [(e.name, e.label, plain_text(e.spans)) for e in others.entries] == [("hall", "部门", "hall的角色")]
    assert tabulator(found).organisations(("school",)) is None


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
