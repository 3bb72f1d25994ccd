"""Which charts the figures of a section make: by their shape, whatever they are of."""

from __future__ import annotations

from dataclasses import replace

from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import plain_text
from mjq_report.model.findings import Findings
from mjq_report.model.tables import Breakdown, Observation
from mjq_report.narrative.chart_choice import ChosenChart, choose_charts
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import TEMPLATES, findings, row

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")
MORE = Qualifier.MORE_THAN


def choose(found: Findings) -> tuple[ChosenChart, ...]:
    lookup = Lookup(found)
    return choose_charts(ChartResolver(lookup, WORDS, SourceBook(found, WORDS, "zh")), lookup.own())


def chosen(*rows: Observation) -> list[tuple[str, str]]:
    """Kind and title of each chart."""
    return [(c.chart.kind, plain_text(c.chart.title)) for c in choose(findings(*rows))]


def industries(*values: str, period: str = "2024", of: str = X, **more: object) -> list[Observation]:
    """Rows of an indicator for the first industries."""
    names = ("cars", "silk", "paper")
    return [row(f"{of}/{n}@{period}#whole_town", v, **more) for n, v in zip(names, values, strict=False)]  # type: ignore[arg-type]


def test_parts_of_a_whole_are_a_composition_with_its_rest() -> None:
    (made,) = choose(findings(row(f"{X}@2024#whole_town", "1200"), *industries("25", "1000", qualifier=MORE)))
    assert made.chart.kind == "composition"
    assert plain_text(made.chart.title) == "丝绸超1000亿元，占工业总产值的83.3%以上"
    assert [(m.position, m.label) for m in made.chart.series[0].marks] == [
        ("丝绸", "超1000"), ("汽车制造业", "超25"), ("其余", "不足175"),
    ]  # fmt: skip
    assert made.chart.subtitle.startswith("全镇工业总产值，2024年")
    assert len(made.facts) == 3


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
    years = [row(f"{X}@{year}#whole_town", str(year - 1900), source="s2024") for year in range(2013, 2025)]
    assert chosen(*years[-3:]) == [("trend", "工业总产值由2022年的122亿元增至2024年的124亿元")]
    assert chosen(*years) == [("trend_line", "工业总产值由2013年的113亿元增至2024年的124亿元")]
    assert chosen(years[0], years[1], replace(years[-1], coverage="above_size")) == []


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


def test_many_breakdowns_are_ranked_bars_with_whole_names() -> None:
    codes = [f"d{n}" for n in range(41)]
    found = findings(row(f"{X}@2024#whole_town", "9000"), *industries("1", "2"))
    known = {**found.data.breakdowns, **{c: Breakdown(c, f"门类{c}制造业", c, "industry", "") for c in codes}}
    data = replace(found.data, breakdowns=known)
    from mjq_report.analysis import find

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
