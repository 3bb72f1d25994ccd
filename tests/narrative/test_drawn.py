"""Charts as they are handed to the drawing: marks in order, gaps, reasons, and nothing that nobody published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import Chart, Span
from mjq_report.model.findings import Findings
from mjq_report.model.tables import Breakdown
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import ChartPlan, Pick
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import TEMPLATES, WHOLE, findings, row

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")


def resolve(found: Findings, kind: Any, *picks: Pick, whole: Pick | None = None, least: int = 2) -> Chart:
    plan = ChartPlan("c", kind, {}, {}, picks, whole, least, 50)
    chart = ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (Span("发现"),), "")
    assert chart is not None
    return chart


def marks(chart: Chart, series: int = 0) -> list[tuple[str, str | None, str]]:
    return [(m.position, None if m.value is None else str(m.value), m.label) for m in chart.series[series].marks]


def test_a_trend_leaves_gaps_and_says_why_marks_differ() -> None:
    found = findings(
        row(f"{X}@2020#whole_town", "84.6", status=Status.ESTIMATED),
        row(f"{X}@2023-01/2023-11#above_size", "400.19"),
        row(f"{X}@2024#whole_town", "1200", qualifier=Qualifier.ABOUT),
    )
    chart = resolve(found, "trend", Pick(X))
    assert marks(chart) == [
        ("2020", "84.6", "84.6"), ("2021", None, ""), ("2022", None, ""), ("2023", "400.19", "400.19"),
        ("2024", "1200", "约1200"),
    ]  # fmt: skip
    assert chart.remark == ("2020年为预计数；2023年口径为全镇规模以上，为2023年1—11月数；2021、2022年没有公布数。")
    assert [m.emphasis for m in chart.series[0].marks] == [False] * 4 + [True]
    assert [span.href for span in chart.source if span.href] == ["#s1", "#s2", "#s3"]


def test_one_year_is_no_trend() -> None:
    found = findings(row(f"{X}@2024#whole_town", "1200"))
    plan = ChartPlan("c", "trend", {}, {}, (Pick(X),), None, 2, 50)
    assert ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (), "") is None


def test_ranked_bars_go_from_the_largest_and_mark_what_measures_something_else() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "1200"),
        row(f"{X}/silk@2024#whole_town", "25", qualifier=Qualifier.MORE_THAN),
        row(f"{X}/cars@2024#whole_town", "1000", qualifier=Qualifier.MORE_THAN),
        row("industry_chain_scale/paper@2024#whole_town", "40"),
    )
    picks = (Pick(X, group="industry"), Pick("industry_chain_scale", group="industry", aside=True))
    chart = resolve(found, "ranked", *picks)
    assert marks(chart) == [("汽车制造业", "1000", "超1000"), ("纸业（手工）", "40", "40"), ("丝绸", "25", "超25")]
    assert chart.remark == "纸业（手工）为全产业链规模。"
    assert [m.emphasis for m in chart.series[0].marks] == [True, False, False]


def test_figures_of_two_coverages_never_share_a_series() -> None:
    found = findings(
        row(f"{X}_growth@2024-01/2024-11#above_size", "230.08"),
        row(f"{X}_growth@2024-01/2024-11#river_area", "276.1"),
        row("fixed_asset_investment_growth@2024-01/2024-11#river_area", "33.95"),
    )
    both = resolve(found, "change", Pick(f"{X}_growth", group="all"), Pick("fixed_asset_investment_growth"), least=1)
    assert marks(both) == [("工业总产值增速", "230.08", "230.08")]
    area = resolve(found, "change", *(Pick(i, entity="area") for i in (f"{X}_growth", "fixed_asset_investment_growth")))
    assert marks(area) == [("工业总产值增速", "276.1", "276.1"), ("固定资产投资增速", "33.95", "33.95")]


def test_a_composition_has_the_rest_with_its_figure() -> None:
    found = findings(row(f"{X}@2024#whole_town", "400.19"), row(f"{X}/cars@2024#whole_town", "269.20"))
    chart = resolve(found, "composition", Pick(X, group="industry"), whole=Pick(X), least=1)
    assert marks(chart) == [("汽车制造业", "269.20", "269.20"), ("其余", "131", "约131")]
    assert [m.nature for m in chart.series[0].marks] == ["published", "derived"]
    assert chart.series[0].marks[-1].fact.startswith("derived:rest(")
    assert dict(chart.key) == {"published": "来源公布", "derived": "推算"}
    full = findings(row("firms@2024#whole_town", "5"), row("firms/cars@2024#whole_town", "5"))
    chart = resolve(full, "composition", Pick("firms", group="industry"), whole=Pick("firms"), least=1)
    assert marks(chart) == [("汽车制造业", "5", "5")]


def test_what_cannot_be_converted_is_no_part_and_no_series() -> None:
    found = findings(*(row(f"{i}@{y}#whole_town", "5") for i in ("firms", "ferries") for y in (2023, 2024)))
    plan = ChartPlan("c", "composition", {}, {}, (Pick("ferries"),), Pick("firms"), 1, 50)
    assert ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (), "") is None
    picks = Pick("firms"), Pick("ferries")
    assert [s.name for s in resolve(found, "trend_line", *picks).series] == ["企业数"]
    apart = resolve(found, "multiples", *picks)  # a panel each
    assert [(s.name, s.marks[0].label) for s in apart.series] == [("企业数", "5家"), ("渡口数", "5个")]


def test_parts_without_their_whole_are_no_composition() -> None:
    found = findings(row(f"{X}/cars@2024#whole_town", "269.20"), row(f"{X}/silk@2024#whole_town", "1"))
    plan = ChartPlan("c", "composition", {}, {}, (Pick(X, group="industry"),), Pick(X), 1, 50)
    assert ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (), "") is None


def test_areas_are_parts_of_the_town() -> None:
    areas = {"whole_town": "82", "river_area": "46", "new_town": "225"}
    found = findings(*(row(f"land_area@2024#{coverage}", size) for coverage, size in areas.items()))
    parts = Pick("land_area", group="all", entity="area")
    chart = resolve(found, "composition", parts, whole=Pick("land_area"), least=1)
    assert marks(chart) == [("沿河片区", "46", "46"), ("其余", "36", "约36")]


def test_units_of_one_dimension_are_converted_and_others_left_out() -> None:
    found = findings(
        row(f"{X}/cars@2024#whole_town", "2"),
        row(f"{X}/silk@2024#whole_town", "900", "万元"),
        row("firms@2024#whole_town", "7"),
    )
    chart = resolve(found, "ranked", Pick(X, group="industry"), Pick("firms"))
    assert [(m.position, m.value, m.label) for m in chart.series[0].marks] == [
        ("汽车制造业", Decimal(2), "2"), ("丝绸", Decimal("0.09"), "0.09")
    ]  # fmt: skip
    assert (chart.unit, chart.subtitle) == ("亿元", "亿元")
    assert chart.remark == "部分数由万元换算为亿元，原数见附录。"


def test_if_all_marks_are_estimates_none_is_drawn_as_different() -> None:
    soft = [row(f"{X}/{b}@2024#whole_town", "5", status=Status.ESTIMATED) for b in ("cars", "silk")]
    chart = resolve(findings(*soft), "ranked", Pick(X, group="industry"))
    assert {m.differs for m in chart.series[0].marks} == {""}
    assert [m.emphasis for m in chart.series[0].marks] == [True, False]
    assert chart.remark == "各项均为预计数。"


def test_a_slope_joins_the_first_and_the_last_period() -> None:
    found = findings(
        row("clusters@2021/2025#new_town", "6", source="s2024"),
        row("clusters@2026/2030#new_town", "8", source="s2024", status=Status.TARGET),
    )
    chart = resolve(found, "slope", Pick("clusters", entity="new_town"))
    assert marks(chart) == [("2021—2025年", "6", "6"), ("2026—2030年", "8", "8")]
    assert chart.remark == "2026—2030年为目标数。"


def test_a_bullet_sets_results_against_plans() -> None:
    found = findings(
        row("firms@2024#whole_town", "9"),
        row("firms@2025#whole_town", "12", status=Status.PLANNED, source="s2024"),
        row("ferries@2024#whole_town", "7"),
    )
    chart = resolve(found, "bullet", Pick("firms"), Pick("ferries"), least=1)
    assert [s.name for s in chart.series] == ["结果", "计划或目标"]
    assert marks(chart, 0) == [("企业数", "9", "9")]
    assert marks(chart, 1) == [("企业数", "12", "12")]


def test_small_multiples_are_a_trend_each() -> None:
    found = findings(
        row("clusters@2023#whole_town", "5"), row("clusters@2024#whole_town", "9"), row("ferries@2023#whole_town", "6"),
        row("ferries@2024#whole_town", "7"),
    )  # fmt: skip
    chart = resolve(found, "multiples", Pick("clusters"), Pick("ferries"))
    assert [s.name for s in chart.series] == ["产业集群数", "渡口数"]


def test_a_chart_holds_no_more_marks_than_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"b{n}": Breakdown(f"b{n}", f"行业{n}", "", "industry", "") for n in range(60)}
    monkeypatch.setattr("tests.towns.rows.BREAKDOWNS", many)
    found = findings(*(row(f"{X}/b{n}@2024#whole_town", str(n + 1)) for n in range(60)))
    shown = resolve(found, "ranked", Pick(X, group="industry")).series[0].marks
    assert [mark.position for mark in shown] == [f"行业{n}" for n in range(59, 39, -1)]


def test_what_is_hatched_is_the_less_certain_figure_even_if_it_is_the_years_own() -> None:
    found = findings(
        row(f"{X}@2022#whole_town", "79.5", source="s2024"),
        row(f"{X}@2023#whole_town", "91.25"),
        row(f"{X}@2024#whole_town", "71.4", status=Status.PRELIMINARY),
    )
    chart = resolve(found, "trend", Pick(X))
    assert [m.differs for m in chart.series[0].marks] == ["", "", "为初步核算数"]
    assert chart.remark == "2024年为初步核算数。"


def test_the_bar_that_the_title_names_first_stands_out() -> None:
    found = findings(
        row(f"{X}_growth@2024#whole_town", "-21.8"), row(f"{WHOLE}_growth@2024#whole_town", "-0.4")
    )  # fmt: skip
    named = next(fact.id for fact in found.facts.values() if fact.printed == "-21.8")
    plan = ChartPlan("c", "change", {}, {}, (Pick(f"{WHOLE}_growth"), Pick(f"{X}_growth")), None, 2, 50)
    drawer = ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh"))
    for title, standing_out in (((Span("下降21.8%", fact=named),), "−21.8"), ((Span("发现"),), "−0.4")):
        chart = drawer.resolve(plan, title, "%")
        assert chart is not None
        assert [m.label for m in chart.series[0].marks if m.emphasis] == [standing_out]


@given(st.lists(st.booleans(), min_size=3, max_size=6).filter(lambda spans: spans.count(False) > 1))
def test_a_range_is_words_at_its_place_and_no_bar(ranges: list[bool]) -> None:
    rows = [
        replace(row(f"{X}@{2019 + n}#whole_town", "5.5"), source="s2024", upper=Decimal("6.0") if wide else None)
        for n, wide in enumerate(ranges)
    ]
    chart = resolve(findings(*rows), "trend", Pick(X))
    marks = {int(mark.position): mark for mark in chart.series[0].marks}
    for year, wide in enumerate(ranges, 2019):
        if year in marks:
            assert (marks[year].value is None, marks[year].label) == (wide, "5.5—6.0" if wide else "5.5")
    assert "没有公布数" not in chart.remark


@given(st.sampled_from(["第{}位", "第{}批", "前{}名"]), st.integers(1, 40), st.integers(1, 40))
def test_places_and_ordinals_are_never_drawn(words: str, one: int, other: int) -> None:
    unit = words[-1]
    rows = [
        row(f"{X}/{b}@2024#whole_town", f"{n}", unit, text=words.format(n)) for b, n in (("cars", one), ("silk", other))
    ]
    plan = ChartPlan("c", "ranked", {}, {}, (Pick(X, group="industry"),), None, 1, 50)
    found = findings(*rows)
    assert ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh")).resolve(plan, (), "") is None


@pytest.mark.parametrize(
    ("words", "said"), [("按可比口径增长5.2%", "按可比口径"), ("按不变价增长5.2%", "按可比价格"), ("增长5.2%", "")]
)
def test_bars_that_fall_under_a_growth_say_why(words: str, said: str) -> None:
    levels = [row(f"{X}@{year}#whole_town", f"{240 - year + 2000}") for year in (2022, 2023, 2024)]
    chart = resolve(findings(*levels, row(f"{X}_growth@2024#whole_town", "5.2", text=words)), "trend", Pick(X))
    assert ("不能由图中各年的数直接得出" in chart.remark) == bool(said)
    assert said in chart.remark
