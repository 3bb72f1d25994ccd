"""Which charts the figures of a section make: by their shape, whatever they are of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mjq_report.analysis import find
from mjq_report.model.codes import IndicatorKind, Movement, Qualifier, Stage, Status, Verdict
from mjq_report.model.document import Span, plain_text
from mjq_report.model.findings import AuditResult, Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Breakdown, Indicator, Mention, Observation, TownName
from mjq_report.narrative.chart_choice import ChosenChart, declared, timeline_of
from mjq_report.narrative.chart_choice import choose as choose_of
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import ChartPlan, Pick
from mjq_report.narrative.sections.sourcebook import SourceBook
from mjq_report.narrative.shapes.changes import MILESTONE
from mjq_report.narrative.shapes.parts import against_last_year
from mjq_report.narrative.shapes.pictures import picture
from mjq_report.narrative.shapes.view import View
from tests.towns.rows import ROW, TEMPLATES, claim, findings, programme, row, town

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")
MORE = Qualifier.MORE_THAN


def resolver(found: Findings) -> ChartResolver:
    return ChartResolver(Lookup(found), WORDS, SourceBook(found, WORDS, "zh"))


def choose(found: Findings) -> tuple[ChosenChart, ...]:
    return choose_of(resolver(found), {"all": Lookup(found).own()}, 9).charts["all"]


def chosen(*rows: Observation) -> list[tuple[str, str]]:
    """Kind and title of each chart."""
    return [(c.chart.kind, plain_text(c.chart.title)) for c in choose(findings(*rows))]


def industries(*values: str, period: str = "2024", of: str = X, **more: object) -> list[Observation]:
    """Rows of an indicator for the first industries."""
    names = ("cars", "silk", "paper")
    return [row(f"{of}/{n}@{period}#whole_town", v, **more) for n, v in zip(names, values, strict=False)]  # type: ignore[arg-type]


def villages(*values: str, of: str = X) -> Findings:
    """A total of 1200 and what of it villages have, which do not overlap."""
    found = findings(row(f"{of}@2024#whole_town", "1200"))
    known = {f"village:{n}": Breakdown(f"village:{n}", f"{n}村", "", "village", "") for n in range(len(values))}
    data = replace(found.data, breakdowns={**found.data.breakdowns, **known})
    rows = [row(f"{of}/village:{n}@2024#whole_town", value) for n, value in enumerate(values)]
    return find(replace(data, observations=(*data.observations, *rows)), 2024)


def test_parts_of_a_whole_are_a_composition_with_its_rest() -> None:
    assert choose(villages("200", "1000", of="firms")) == ()  # two values are a sentence
    (made,) = choose(villages("25", "1000", of="firms"))
    assert made.chart.kind == "composition"
    assert plain_text(made.chart.title) == "1村1000家，占企业数的83.3%"
    assert [(m.position, m.value, m.nature) for m in made.chart.series[0].marks] == [
        ("1村", 1000, "published"), ("0村", 25, "published"), ("其余", 175, "derived"),
    ]  # fmt: skip
    assert made.chart.subtitle == "全镇企业数，2024年，家"
    assert len(made.facts) == 4


def test_parts_that_may_overlap_are_no_composition_unless_they_make_up_the_whole() -> None:
    assert chosen(row(f"{X}@2024#whole_town", "1200"), *industries("1000", "60")) == []
    ((kind, _),) = chosen(row(f"{X}@2024#whole_town", "1200"), *industries("1000", "150", "50"))
    assert kind == "composition"


def test_two_figures_are_no_chart() -> None:
    assert chosen(row(f"{X}@2024#whole_town", "1200"), *industries("1000")) == []
    assert chosen(row(f"{X}@2023#whole_town", "1100"), row(f"{X}@2024#whole_town", "1200")) == []


def test_parts_larger_than_their_whole_are_no_composition() -> None:
    assert chosen(row(f"{X}@2024#whole_town", "100"), *industries("80", "70")) == []


def test_parts_of_another_coverage_period_or_status_are_no_parts() -> None:
    whole = row(f"{X}@2024#whole_town", "1200")
    assert chosen(whole, *(replace(r, coverage="above_size") for r in industries("1", "2"))) == []
    assert chosen(whole, *industries("1", "2", period="2024-01/2024-11")) == []
    assert chosen(whole, *industries("1", "2", status=Status.TARGET)) == []


def test_three_periods_of_one_measure_are_a_trend_and_twelve_a_line() -> None:
    years = [row(f"{X}@{year}#whole_town", str(10 * year - 20000), source="s2024") for year in range(2013, 2025)]
    assert chosen(*years[0:1], *years[-2:]) == [("trend", "工业总产值由2013年的130亿元增至2024年的240亿元")]
    assert chosen(*years) == [("trend_line", "工业总产值由2013年的130亿元增至2024年的240亿元")]
    assert chosen(years[0], years[1], replace(years[-1], coverage="above_size")) == []


def test_what_hardly_moves_is_a_line_and_says_that_its_axis_does_not_start_at_zero() -> None:
    (made,) = choose(
        findings(*(row(f"{X}@{year}#whole_town", str(year), source="s2024") for year in (2022, 2023, 2024)))
    )
    assert (made.chart.kind, made.chart.remark) == ("trend_line", "纵轴不从零开始。")


def test_breakdowns_over_time_share_one_chart_under_their_names() -> None:
    rows = [r for y in (2022, 2023, 2024) for r in industries(str(y), str(3 * y - 4000), period=str(y), source="s2024")]
    (made,) = choose(findings(*rows))
    assert made.chart.kind == "trend_line"
    assert [series.name for series in made.chart.series] == ["汽车制造业", "丝绸"]
    assert plain_text(made.chart.title) == "丝绸工业总产值由2022年的2066亿元增至2024年的2072亿元"
    assert not any(mark.emphasis for series in made.chart.series for mark in series.marks)


def test_four_growth_rates_of_sums_of_money_are_ranked_and_those_of_other_things_are_not() -> None:
    money = [
        row(f"{i}_growth@2024#whole_town", v)
        for i, v in ((X, "5.7"), ("fixed_asset_investment", "-4.4"), ("output", "8.3"))
    ]
    assert chosen(*money, row("duck_eggs_growth@2024#whole_town", "9")) == []


def test_four_growth_rates_without_levels_are_ranked_and_the_title_counts_them() -> None:
    rows = [(X, "5.7"), ("fixed_asset_investment", "-4.4"), ("output", "8.3"), ("industry_chain_scale", "1.2")]
    (made,) = choose(implied(*(row(f"{i}_growth@2024#whole_town", v, "%") for i, v in rows)))
    assert (made.chart.kind, made.chart.subtitle) == ("ranked", "全镇主要指标增速，2024年，%")
    assert [m.label for m in made.chart.series[0].marks] == ["8.3", "5.7", "1.2", "\u22124.4"]
    assert plain_text(made.chart.title) == "三项增长、一项下降，output_growth增长8.3%，增幅最大"


def test_many_breakdowns_are_ranked_bars_with_whole_names() -> None:
    codes = [f"d{n}" for n in range(41)]
    found = findings(row(f"{X}@2024#whole_town", "9000"), *industries("1", "2"))
    known = {**found.data.breakdowns, **{c: Breakdown(c, f"门类{c}制造业", c, "industry", "") for c in codes}}
    data = replace(found.data, breakdowns=known)
    rows = tuple(row(f"{X}/{c}@2024#whole_town", str(n + 1)) for n, c in enumerate(codes))
    (made,) = choose(find(replace(data, observations=rows), 2024))
    assert (made.chart.kind, len(made.chart.series[0].marks)) == ("ranked", 41)
    assert plain_text(made.chart.title) == "门类d40制造业的工业总产值最多，为41亿元"


def test_a_handful_of_counts_and_figures_of_different_nature_are_not_ranked() -> None:
    names = ("cars", "silk", "paper", "milestone", "red_yolk")
    assert chosen(*(row(f"firms/{n}@2024#whole_town", "3") for n in names)) == []
    mixed = ("party_members", "firms", "ferries", "clusters", "village_count", "land_area")
    assert chosen(*(row(f"{i}@2024#whole_town", "300") for i in mixed)) == []


def test_no_figure_is_drawn_twice_and_the_order_is_by_score() -> None:
    years = [row(f"{X}@{year}#whole_town", "1200", source="s2024") for year in (2022, 2023)]
    made = choose(findings(*years, row(f"{X}@2024#whole_town", "1200"), *industries("700", "300")))
    drawn = [fact for chart in made for fact in chart.facts]
    assert len(drawn) == len(set(drawn))
    assert [c.score for c in made] == sorted((c.score for c in made), reverse=True)
    assert len({c.chart.id for c in made}) == len(made)


GROWING = (
    row("fixed_asset_investment@2024#whole_town", "110"),
    row("fixed_asset_investment_growth@2024#whole_town", "10"),
)
FALLING = (row("duck_eggs@2024#whole_town", "90"), row("duck_eggs_growth@2024#whole_town", "-10"))


def test_two_measures_with_their_year_before_are_a_dumbbell_and_the_fallen_one_stands_out() -> None:
    (made,) = choose(findings(*GROWING, *FALLING))
    before, present = made.chart.series
    assert plain_text(made.chart.title) == "固定资产投资增长10%，咸鸭蛋产量下降10%"
    assert [(m.label, m.nature) for m in before.marks] == [("约100亿元", "derived"), ("约100万枚", "derived")]
    assert [(m.label, m.note, m.emphasis) for m in present.marks] == [
        ("110亿元", "增长10%", False), ("90万枚", "下降10%", True),
    ]  # fmt: skip
    assert (made.chart.unit, before.name, present.name) == ("", "上年", "2024年")
    assert made.chart.remark == "各行按本期数折算，行与行不比大小。"
    assert choose(findings(*GROWING)) == ()


def test_what_sections_leave_makes_one_chart_together() -> None:
    found = findings(*GROWING, *FALLING)
    sections = {name: [f for f in Lookup(found).own() if f.indicator.startswith(name)] for name in ("fixed", "duck")}
    made = choose_of(resolver(found), sections, 9)
    assert [[c.chart.kind for c in charts] for charts in made.charts.values()] == [["dumbbell"], []]
    none = choose_of(resolver(found), sections, 0)
    assert none.left == ("固定资产投资增长10%，咸鸭蛋产量下降10%",)


def test_rows_of_several_periods_say_theirs() -> None:
    part = [replace(r, period=Period.parse("2024-01/2024-06")) for r in FALLING]
    found = findings(*GROWING, *part)
    own = Lookup(found).own()
    made = choose_of(resolver(found), {"one": own[:2], "other": own[2:]}, 9)
    (one,) = [c.chart for charts in made.charts.values() for c in charts]
    assert [s.name for s in one.series] == ["上年同期", "本期"]
    assert [m.note for m in one.series[1].marks] == ["2024年，增长10%", "2024年1—6月，下降10%"]
    assert "2024" not in one.subtitle


def test_a_word_without_a_figure_says_on_which_side_last_year_was() -> None:
    found = findings(*GROWING, replace(row("ferries@2024#whole_town", "70"), movement=Movement.FALL_NARROWED))
    (made,) = choose(found)
    (mark,) = [m for m in made.chart.series[0].marks if m.position == "渡口数"]
    assert (mark.value, mark.side, mark.note, mark.nature) == (None, 1, "上年更高，未公布", "unknown")
    assert "渡口数" not in made.chart.remark


def test_measures_with_a_figure_of_years_ago_stand_beside_its_year() -> None:
    rows = (
        row("ferries@2024#whole_town", "47"), row("ferries@2019#whole_town", "2", source="s2024"),
        row("firms@2024#company:egg", "326"), row("firms@2017#company:egg", "18", source="s2024"),
    )  # fmt: skip
    (made,) = choose(findings(*rows))
    before, present = made.chart.series
    assert [(m.position, m.label, m.note) for m in before.marks] == [
        ("蛋品公司企业数", "18家", "2017年"), ("渡口数", "2个", "2019年"),
    ]  # fmt: skip
    assert [m.label for m in present.marks] == ["326家", "47个"]
    assert plain_text(made.chart.title) == "蛋品公司企业数由2017年的18家增至2024年的326家"
    assert choose(findings(*rows[:2])) == ()
    assert choose(findings(*rows[:2], replace(rows[2], value=rows[3].value, printed="18"), rows[3])) == ()


def test_a_published_share_of_all_parts_says_that_they_do_not_overlap() -> None:
    rows = (row(f"{X}@2024#whole_town", "212.46"), *industries("88.7", "54.2", "26.95"))
    assert choose(findings(*rows)) == ()
    (made,) = choose(findings(*rows, row("share_of_district@2024#whole_town", "79.9")))
    assert [(m.label, m.nature) for m in made.chart.series[0].marks][2:] == [
        ("26.95", "published"),
        ("约43", "derived"),
    ]


def test_levels_passed_in_unknown_years_are_steps_up_to_the_last_years_figure() -> None:
    found = findings(row(f"{X}@2024#whole_town", "1200"), *industries("1000"))
    known = {f"m{n}": Breakdown(f"m{n}", f"关口{n}", "", MILESTONE, "") for n in (1, 2)}
    data = replace(found.data, breakdowns={**found.data.breakdowns, **known})
    passed = [row(f"{X}/m{n}@2021/2024#whole_town", v, qualifier=MORE) for n, v in ((2, "400"), (1, "80"))]
    (made,) = choose(find(replace(data, observations=(*data.observations, *passed)), 2024))
    assert plain_text(made.chart.title) == "工业总产值先后越过80亿、400亿元，2024年达到1200亿元，其中汽车制造业1000亿元"
    assert [(m.position, m.label, m.nature) for m in made.chart.series[0].marks] == [
        ("年份未公布", "超80", "unknown"), ("年份未公布", "超400", "unknown"), ("2024年", "1200", "published"),
    ]  # fmt: skip
    assert [(s.name, s.marks[0].label) for s in made.chart.series[1:]] == [("汽车制造业", "1000")]


def implied(*rows: Observation) -> Findings:
    """Findings of rows whose indicators follow from a level by their ids."""
    data = town(*rows)
    kinds = {"个百分点": IndicatorKind.DIFFERENCE, "%": IndicatorKind.SHARE}
    added = {
        r.indicator: Indicator(
            r.indicator,
            f"{r.indicator}增速",
            "",
            "industry",
            r.unit,
            IndicatorKind.GROWTH if r.indicator.endswith("_growth") else kinds[r.unit],
            1,
            (),
            "",
            "",
        )
        for r in rows
        if r.unit in kinds
    }
    return find(replace(data, indicators={**data.indicators, **added}), 2024)


def test_shares_of_a_wider_place_are_nested_in_the_totals_that_they_imply() -> None:
    place = "2024#whole_town"
    shares = (
        row(f"{X}_share_of_district@{place}", "50.00", "%"),
        row(f"{X}_share_of_district_within/cars@{place}", "75.00", "%"),
    )
    (made,) = choose(implied(row(f"{X}@{place}", "400.00"), row(f"{X}/cars@{place}", "300.00"), *shares))
    outer, inner = made.chart.series
    assert (made.chart.kind, outer.name, inner.name) == ("nested", "全区", "全镇")
    assert [(m.position, m.label, m.nature) for m in outer.marks] == [
        ("合计", "约800", "derived"), ("汽车制造业", "约400", "derived"),
    ]  # fmt: skip
    assert [m.note for m in inner.marks] == ["占50.00%", "占75.00%"]
    assert plain_text(made.chart.title) == "汽车制造业工业总产值300.00亿元，占全区的75.00%"


def test_a_pull_with_its_contribution_is_a_waterfall() -> None:
    made = choose(
        implied(
            row("fixed_asset_investment_pull_on_district@2024#whole_town", "7.43", "个百分点"),
            row("fixed_asset_investment_contribution_to_district@2024#whole_town", "187.98", "%"),
        )
    )
    (chart,) = [c.chart for c in made]
    assert [(m.position, m.label) for s in chart.series for m in s.marks] == [
        ("全镇的拉动", "+7.43"), ("其他地方", "约−3.48"), ("全区固定资产投资增速", "约3.95"),
    ]  # fmt: skip
    assert "使其下降约3.48个百分点" in plain_text(chart.title)
    assert chart.unit == "个百分点"


def test_what_remained_of_a_sum_by_a_claim_is_a_flow() -> None:
    rows = (
        row("firms@2024#whole_town", "100"), row("firms/cars@2024#whole_town", "60"),
        row("firms/silk@2024#whole_town", "40"), row("ferries@2024#whole_town", "70", "家"),
    )  # fmt: skip
    said = claim("at_most", "ferries@2024#whole_town", "firms@2024#whole_town")
    (made,) = choose(findings(*rows, claims=(said,)))
    assert [[(m.position, m.label) for m in s.marks] for s in made.chart.series] == [
        [("汽车制造业", "60"), ("丝绸", "40")], [("企业数", "100")], [("渡口数", "70"), ("其余，去向未公布", "")],
    ]  # fmt: skip
    assert plain_text(made.chart.title) == "企业数100家，其中汽车制造业60家、丝绸40家"
    assert choose(findings(*rows)) == ()


def test_plans_stand_in_the_order_of_their_dates_and_those_without_one_last() -> None:
    aims = [
        row(f"{i}@{y}#whole_town", v, status=Status.TARGET, source="s2024")
        for i, y, v in ((X, "2030", "130"), ("ferries", "2026", "12"))
    ]
    projects = tuple(programme(name, name=name) for name in ("渡桥", "码头"))
    found = findings(row(f"{X}@2024#whole_town", "1"), *aims, programmes=projects)
    said = {
        "渡桥": Mention("渡桥", Stage.UNDER_CONSTRUCTION, "", "", "2025-09", "2025年9月", "s2024", 1, "", "", ROW),
        "码头": Mention("码头", Stage.PLANNED, "", "", "", "", "s2024", 1, "", "", ROW),
    }
    made = timeline_of(resolver(replace(found, mentions=said)))
    assert made is not None
    assert [(m.position, m.label, m.note, m.nature) for m in made.chart.series[0].marks] == [
        ("2025年9月", "渡桥", "在建", "expected"),
        ("2026年", "渡口数12个", "目标", "expected"),
        ("2030年", "工业总产值130亿元", "目标", "expected"),
        ("未给日期", "码头", "计划", "unknown"),
    ]
    assert plain_text(made.chart.title) == "有日期的计划三项，没有日期的一项"
    assert timeline_of(resolver(found)) is None


def test_what_was_before_a_change_of_the_area_stands_apart_and_is_no_base() -> None:
    data = findings(*(row(f"{X}@{year}#whole_town", f"{year - 1900}.5") for year in (2020, 2022, 2023, 2024))).data
    changed = TownName(Period.parse("2022-03"), "河西镇", "Hexi", "", "", True, "", "", ROW)
    found = find(replace(data, names=(changed,)), 2024)
    (made,) = choose(found)
    marks = [(mark.position, mark.differs) for series in made.chart.series for mark in series.marks]
    assert marks == [
        ("2020", "按2022年3月辖区变动前的范围"), ("2021", ""), ("2022", ""), ("2023", ""), ("2024", ""),
    ]  # fmt: skip
    assert plain_text(made.chart.title).startswith("工业总产值由2022年的122.5亿元增至2024年的124.5亿元")
    notes = {f.period.text: f.note_public_zh for f in found.facts.values() if not f.is_derived}
    assert notes["2022"] == "2022年3月辖区变动，与此前的数不可比"
    assert notes["2023"] == ""


def test_an_increase_is_split_where_a_part_has_most_of_it_in_any_case() -> None:
    rows = (
        row(f"{X}@2024#whole_town", "400.19"), row(f"{X}_growth@2024#whole_town", "230.08"),
        row(f"{X}/cars@2024#whole_town", "269.20"),
    )  # fmt: skip
    (made,) = choose(findings(*rows))
    assert plain_text(made.chart.title) == "净增约279亿元，汽车制造业占53%以上"
    assert [(m.position, m.label, m.nature) for m in made.chart.series[0].marks] == [
        ("汽车制造业", "147.9以上", "derived"), ("归属未公布", "131以内", "unknown"),
    ]  # fmt: skip
    assert all(mark.fact.startswith("derived:") for mark in made.chart.series[0].marks)


def test_parts_that_alone_exceed_last_years_whole_stand_under_it() -> None:
    rows = (
        row(f"{X}@2024#whole_town", "400"), row(f"{X}_growth@2024#whole_town", "230.08"),
        *(row(f"{X}/village:{n}@2024#whole_town", v) for n, v in (("one", "269"), ("two", "131"))),
    )  # fmt: skip
    data = findings(*rows[:2]).data
    known = {f"village:{n}": Breakdown(f"village:{n}", f"{n}村", "", "village", "") for n in ("one", "two")}
    found = find(replace(data, breakdowns={**data.breakdowns, **known}, observations=rows), 2024)
    view = View(resolver(found), Lookup(found).own())
    (made,) = against_last_year(view)
    then, now = made.lines
    assert plain_text(made.title) == "one村269亿元，已超过上年工业总产值的总数（约121亿元）"
    assert [[item.position for item in line.items] for line in (then, now)] == [["合计"], ["one村", "two村"]]


def test_counts_within_one_count_are_nested_though_they_may_overlap() -> None:
    (made,) = choose(findings(row("firms@2024#whole_town", "54"), *industries("13", "6", of="firms")))
    assert made.chart.kind == "nested"
    outer, inner = made.chart.series
    assert {m.label for m in outer.marks} == {"54"}
    assert [(m.position, m.label, m.note) for m in inner.marks] == [
        ("汽车制造业", "13", "占24.1%"), ("丝绸", "6", "占11.1%"),
    ]  # fmt: skip


def test_two_months_of_a_year_are_a_strip_of_twelve_whatever_kind_of_figure_they_have() -> None:
    (made,) = choose(findings(*(row(f"economic_rank@2024-0{m}#whole_town", "1") for m in (3, 5))))
    marks = made.chart.series[0].marks
    assert (made.chart.kind, len(marks)) == ("months", 12)
    assert [(m.position, m.label) for m in marks if m.label] == [("3月", "第1位"), ("5月", "第1位")]
    assert {m.nature for m in marks if not m.label} == {"unknown"}
    assert plain_text(made.chart.title) == "经济排名：2024年3月、2024年5月都是第1位"


def test_results_stand_beside_what_is_aimed_at_and_then_not_in_the_timeline() -> None:
    aims = [
        row(f"{i}@2025#whole_town", v, status=Status.TARGET, source="s2024")
        for i, v in (("firms", "9"), ("ferries", "3"))
    ]
    now = [row("firms@2024#whole_town", "12"), row("ferries@2024#whole_town", "2")]
    extra = row("duck_eggs@2030#whole_town", "5", status=Status.TARGET, source="s2024")
    found = findings(*aims, *now, extra)
    (made,) = choose(found)
    assert plain_text(made.chart.title) == "渡口数由2个增至目标3个"
    assert [[m.nature for m in s.marks] for s in made.chart.series] == [["published"] * 2, ["expected"] * 2]
    assert timeline_of(resolver(found)) is not None
    assert timeline_of(resolver(found), made.facts) is None


def test_a_whole_may_be_drawn_over_time_and_in_its_parts() -> None:
    years = [row(f"{X}@{year}#whole_town", str(year - 1000), source="s2024") for year in (2022, 2023)]
    parts = (row(f"{X}@2024#whole_town", "1200"), *industries("700", "300", "200"))
    assert sorted(kind for kind, _ in chosen(*years, *parts)) == ["composition", "trend"]


def test_a_kind_that_is_found_by_shape_may_be_declared_and_draws_nothing_else() -> None:
    rows = [row(f"economic_rank@2024-0{m}#whole_town", "1") for m in (3, 5)]
    found = findings(*rows, *GROWING, *FALLING)
    picks = tuple(Pick(name) for name in ("fixed_asset_investment", "duck_eggs"))
    plan = ChartPlan("mine", "dumbbell", {}, {}, picks, None, 2, 50)
    own = declared(resolver(found), plan, (Span("我的标题"),), "")
    assert own is not None
    assert (own.id, own.kind, plain_text(own.title), own.subtitle) == ("mine", "dumbbell", "我的标题", "全镇，2024年")
    strip = declared(resolver(found), replace(plan, kind="months", picks=(Pick("economic_rank"),)), (), "")
    assert strip is not None
    assert plain_text(strip.title).startswith("经济排名：")
    assert declared(resolver(found), replace(plan, kind="waterfall"), (), "") is None


def test_a_published_rate_stands_beside_what_its_readings_come_to() -> None:
    rate = f"{X}_average_growth@2021/2024#whole_town"
    found = findings(row(rate, "90", qualifier=MORE))
    said = claim("average_growth", rate, f"{X}@2024#whole_town")
    ends = {"甲读": (Decimal(-100), Decimal("71.891")), "乙读": (Decimal("96.81"), Decimal("96.83"))}
    verdicts = (Verdict.INCONSISTENT, Verdict.CONSISTENT)
    read = tuple(
        AuditResult(replace(said, assumes_zh=name), verdict, (), "", (), None, box)
        for (name, box), verdict in zip(ends.items(), verdicts, strict=True)
    )
    (fact,) = (f for f in found.facts.values() if not f.is_derived)
    whole = AuditResult(said, Verdict.DEPENDS, (), "", (fact.id,), None, None, readings=read)
    (made,) = choose(replace(found, audit=(whole,)))
    assert [(m.position, m.label, m.nature) for m in made.chart.series[0].marks] == [
        ("来源公布", "超90", "published"), ("甲读", "71.9以内", "derived"), ("乙读", "约96.8", "derived"),
    ]  # fmt: skip
    assert plain_text(made.chart.title) == "工业总产值年均增速超90%，只在一种读法下与其他数吻合"
    assert choose(replace(found, audit=(replace(whole, verdict=Verdict.INCONSISTENT),))) == ()


def test_parts_of_a_whole_can_be_the_picture_of_the_cover() -> None:
    found = villages("25", "1000", of="firms")
    made = picture(View(resolver(found), Lookup(found).own()), {})
    assert made is not None
    assert (made.kind, [shape.name for shape in made.shapes]) == ("composition", ["1村", "0村", "其余"])


def test_what_is_too_near_to_a_covers_area_is_not_drawn_in_it_whatever_lies_between() -> None:
    """A part of 84 %, with last year's whole between the two: neither leaves room for words, and one area alone says nothing."""
    whole, growth = row(f"{X}@2024#whole_town", "4.18"), row(f"{X}_growth@2024#whole_town", "3.6")
    found = findings(whole, growth, row(f"{X}/cars@2024#whole_town", "3.52"))
    drawn = picture(View(resolver(found), Lookup(found).own()), {})
    assert drawn is None or drawn.kind != "nested"
    smaller = findings(whole, growth, row(f"{X}/cars@2024#whole_town", "1.52"))
    fitting = picture(View(resolver(smaller), Lookup(smaller).own()), {})
    assert fitting is not None and fitting.kind == "nested" and len(fitting.shapes) == 2
