"""Which of several figures is meant, and which may stand beside each other."""

from __future__ import annotations

import pytest

from mjq_report.analysis import find
from mjq_report.figures.selection import comparable, derived, select, series
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation
from tests.towns.rows import row, town


def findings(*rows: Observation, year: int = 2025) -> Findings:
    return find(town(*rows), year)


def chosen(found: Findings, indicator: str, **conditions: str) -> str:
    fact = select(found, indicator, **conditions)
    return "" if fact is None else fact.printed


def test_the_years_own_source_comes_before_an_earlier_one() -> None:
    found = findings(
        row("output@2025#whole_town", "1200", source="s2025"),
        row("output@2024#whole_town", "400.19", source="s2024"),
    )
    assert chosen(found, "output") == "1200"
    assert chosen(found, "output", period="2024") == "400.19"


def test_the_whole_year_comes_before_its_months_and_these_before_totals_over_years() -> None:
    months, years = row("output@2025-01/2025-11#whole_town", "1100"), row("output@2021/2025#whole_town", "2000")
    assert chosen(findings(years, months, row("output@2025#whole_town", "1200")), "output") == "1200"
    assert chosen(findings(years, months), "output") == "1100"
    assert chosen(findings(years), "output") == "2000"


def test_a_plan_does_not_hide_an_earlier_result() -> None:
    plan = row("output@2026#whole_town", "1500", status=Status.PLANNED, source="s2025")
    result = row("output@2024#whole_town", "400", source="s2025")
    assert chosen(findings(plan, result), "output") == "400"
    assert chosen(findings(plan, result), "output", period="2026") == "1500"


def test_the_town_comes_before_its_parts_and_never_silently_its_district() -> None:
    part, district = row("output@2025#west", "385.9"), row("output@2025#district", "2600")
    sized = row("output@2025#above_size", "1150")
    assert chosen(findings(district, part, sized, row("output@2025#whole_town", "1200")), "output") == "1200"
    assert chosen(findings(district, part, sized), "output") == "1150"
    assert chosen(findings(district, part), "output") == "385.9"
    assert chosen(findings(district), "output") == ""
    assert chosen(findings(district), "output", coverage="district") == "2600"


def test_an_exact_result_comes_before_a_hedge_and_an_estimate() -> None:
    hedged = row("output@2025#whole_town", "1000", qualifier=Qualifier.MORE_THAN, locator=24)
    estimate = row("output@2025#whole_town", "1210", status=Status.ESTIMATED, locator=25)
    exact = row("output@2025#whole_town", "1200", locator=28)
    assert chosen(findings(hedged, estimate, exact), "output") == "1200"
    assert chosen(findings(hedged, estimate), "output") == "1210"


def test_what_is_not_there_is_none_and_computed_figures_are_not_chosen() -> None:
    found = findings(row("output@2024#whole_town", "100"), row("output@2025#whole_town", "150"))
    assert select(found, "investment") is None
    assert select(found, "output", breakdown="cars") is None
    assert [f.printed for f in found.facts.values() if f.operation == "growth"] == ["50"]
    assert chosen(found, "output") == "150"


def test_a_series_takes_what_is_comparable_and_marks_what_is_not() -> None:
    found = findings(
        row("output@2020#whole_town", "84.6", status=Status.ESTIMATED),
        row("output@2024-01/2024-11#above_size", "400.19"),
        row("output@2024-01/2024-11#west", "385.9"),
        row("output@2025#whole_town", "1200"),
        row("output@2021/2025#whole_town", "2000"),
        row("output@2026#whole_town", "1500", status=Status.TARGET, source="s2025"),
    )
    points = series(found, "output")
    assert [(p.fact.printed, p.other_coverage, p.other_months) for p in points] == [
        ("84.6", False, False),
        ("400.19", True, True),
        ("1200", False, False),
    ]


def test_a_series_of_a_part_of_the_town_keeps_to_that_part() -> None:
    found = findings(
        row("output@2024#west", "385.9"), row("output@2024#whole_town", "400"), row("output@2025#west", "500")
    )
    assert [p.fact.printed for p in series(found, "output", coverage="west")] == ["385.9", "500"]
    assert series(found, "investment") == ()


def test_a_whole_year_stands_in_a_series_before_a_part_of_it() -> None:
    found = findings(
        row("output@2024-01/2024-11#whole_town", "370"),
        row("output@2024#whole_town", "400", locator=2),
        row("output@2025#whole_town", "1200"),
    )
    assert [p.fact.printed for p in series(found, "output")] == ["400", "1200"]


@pytest.mark.parametrize(
    ("later", "earlier", "may"),
    [
        ("output@2025#whole_town", "investment@2024#whole_town", False),
        ("output/cars@2025#whole_town", "output@2024#whole_town", False),
        ("output@2025#whole_town", "output@2024#above_size", False),
        ("output@2025#whole_town", "output@2024-01/2024-11#whole_town", False),
        ("output@2025-02/2025-12#whole_town", "output@2024-01/2024-11#whole_town", False),
        ("output@2025-12-28#whole_town", "output@2024-12#whole_town", False),
        ("output@2025#whole_town", "output@2025#whole_town", False),
        ("output@2022/2026#whole_town", "output@2021/2025#whole_town", False),
        ("output@2025#whole_town", "output@2024#whole_town", True),
        ("output@2025-01/2025-11#whole_town", "output@2024-01/2024-11#whole_town", True),
        ("output@2021/2025#whole_town", "output@2016/2020#whole_town", True),
        ("output@2024-02#whole_town", "output@2023-02#whole_town", True),
    ],
)
def test_changes_need_one_coverage_and_periods_of_the_same_months(later: str, earlier: str, may: bool) -> None:
    found = findings(row(later, "2", source="s2025", locator=1), row(earlier, "1", source="s2025", locator=2))
    a, b = found.facts.values() if len(found.facts) == 2 else list(found.facts.values())[:2]
    assert comparable(a, b) is may


def test_changes_need_results_and_units_that_convert() -> None:
    result = row("output@2024#whole_town", "1")
    for other, may in (
        (row("output@2025#whole_town", "2", status=Status.TARGET), False),
        (row("output@2025#whole_town", "2", "家"), False),
        (row("output@2025#whole_town", "2", "万元"), True),
    ):
        later, earlier, *_ = findings(other, result).facts.values()
        assert comparable(later, earlier) is may


def test_derived_gives_the_nearest_base_first() -> None:
    found = findings(
        row("output@2022#whole_town", "100"), row("output@2024#whole_town", "200"), row("output@2025#whole_town", "300")
    )
    fact = select(found, "output")
    assert fact is not None
    assert [f.printed for f in derived(found, fact, "growth")] == ["50", "200"]
    assert [found.facts[f.inputs[1]].period for f in derived(found, fact, "growth")] == [
        Period.parse("2024"),
        Period.parse("2022"),
    ]
    assert derived(found, fact, "share") == ()
