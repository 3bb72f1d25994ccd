"""What stands out: by the declared weights, whatever the order of the rows."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.analysis.salience import WEIGHTS
from mjq_report.figures.choice import choose
from mjq_report.model.codes import Movement, Status
from mjq_report.model.findings import Findings, Salient
from mjq_report.model.tables import MovementRow, Observation
from tests.towns.rows import INDICATORS, ROW, claim, findings, row, town


def reasons(found: Findings, identity: str) -> set[str]:
    return set(next(s.reasons for s in found.salience if s.fact.startswith(identity)))


def test_a_score_is_the_sum_of_its_reasons() -> None:
    found = findings(row("output@2024#whole_town", "200"), row("output_growth@2024#whole_town", "-5.2"))
    for salient in found.salience:
        assert salient.score == sum(WEIGHTS[code] for code in salient.reasons)
    assert {"some", "adverse"} <= reasons(found, "output@")
    assert next(s for s in found.salience if s.fact.startswith("output_growth")).beside.startswith("output@2024")


@pytest.mark.parametrize(
    ("growth", "code"), [("230.08", "doubled"), ("50", "leap"), ("19.9", "clear"), ("5.0", "some"), ("0", "slight")]
)
def test_the_size_of_a_change(growth: str, code: str) -> None:
    found = findings(row("output@2024#whole_town", "200"), row("output_growth@2024#whole_town", growth))
    assert code in reasons(found, "output@")


def test_history_thresholds_and_parts() -> None:
    found = findings(
        row("output@2022#whole_town", "84.6"),
        row("output@2023#whole_town", "90"),
        row("output@2024#whole_town", "1200"),
        row("output/cars@2024#whole_town", "1000"),
        row("firms@2022#whole_town", "60"),
        row("firms@2023#whole_town", "50"),
        row("firms@2024#whole_town", "40"),
    )
    assert {"record_high", "threshold", "doubled"} <= reasons(found, "output@2024")
    assert "carries" in reasons(found, "output/cars@2024")
    assert {"record_low", "adverse"} <= reasons(found, "firms@2024")


def test_what_is_wider_than_the_town_planned_or_disputed() -> None:
    found = findings(
        row("firms@2024#whole_town", "30"),
        row("firms_moved_in@2024#whole_town", "40"),
        row("firms@2024#district", "900"),
        row("clusters@2026/2030#whole_town", "8", status=Status.TARGET, source="s2024"),
        claims=(claim("at_most", "firms_moved_in@2024#whole_town", "firms@2024#whole_town"),),
    )
    assert "background" in reasons(found, "firms@2024#district")
    assert {"years", "intended"} <= reasons(found, "clusters@")
    assert "disputed" in reasons(found, "firms_moved_in@")


def test_a_fall_among_rises_goes_against_most() -> None:
    rises = [row(f"{name}_growth@2024#whole_town", "8") for name in ("output", "gross_industrial_output", "duck_eggs")]
    found = findings(*rises, row("fixed_asset_investment_growth@2024#whole_town", "-3"))
    assert "against_most" in reasons(found, "fixed_asset_investment_growth")
    assert "against_most" not in reasons(found, "output_growth")


PLACES = ("output@2024#whole_town", "output@2023#whole_town", "output_growth@2024#whole_town", "output/cars@2024#whole_town",
          "firms@2024#whole_town", "firms@2023#whole_town", "investment@2024#west", "output@2021/2024#whole_town")  # fmt: skip


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(1, 5000), min_size=1), st.randoms())
def test_the_ranking_does_not_depend_on_the_order_of_rows(values: dict[str, int], shuffled: random.Random) -> None:
    rows: list[Observation] = [row(place, str(value)) for place, value in values.items()]
    if not any(r.source == "s2024" for r in rows):
        return
    mixed = list(rows)
    shuffled.shuffle(mixed)

    def scores(given: list[Observation]) -> dict[str, Salient]:
        return {s.fact: s for s in findings(*given).salience}

    assert scores(rows) == scores(mixed)
    ranked = [s.score for s in findings(*rows).salience]
    assert ranked == sorted(ranked, reverse=True)


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_of_two_changes_the_larger_one_never_ranks_lower(one: int, other: int) -> None:
    def score(change: int) -> Decimal:
        found = findings(row("output@2024#whole_town", "200"), row("output_growth@2024#whole_town", str(change)))
        return found.salience[0].score

    assert (one - other) * (score(one) - score(other)) >= 0


def test_a_fall_without_a_figure_is_bad_news() -> None:
    sales = row("output@2024#whole_town", "94.45")
    narrowed = MovementRow(
        "hexi",
        "output",
        "",
        sales.period,
        "whole_town",
        Movement.FALL_NARROWED,
        Status.ACTUAL,
        "s2024",
        3,
        "",
        "",
        "",
        ROW,
    )
    data = replace(town(sales), movements=(narrowed,))
    assert {"moved", "adverse"} <= reasons(find(data, 2024), "output@")


def test_what_is_concluded_is_ranked_beside_its_first_figure() -> None:
    found = findings(
        row("output@2024#whole_town", "400.19"),
        row("output_growth@2024#whole_town", "230.08"),
        row("output/cars@2024#whole_town", "269.20"),
        row("investment_pull_on_district@2024#whole_town", "7.43"),
        row("investment_contribution_to_district@2024#whole_town", "187.98"),
    )
    ranked = {s.fact.split("(")[0]: s for s in found.salience if s.fact.startswith("derived:")}
    assert ranked["derived:increment_at_least"].beside.startswith("output/cars@")
    assert ranked["derived:pull_of_rest"].adverse and "rest_falls" in ranked["derived:pull_of_rest"].reasons
    assert all(s.score == sum(WEIGHTS[code] for code in s.reasons) for s in found.salience)
    assert not any(s.fact.startswith("derived:") for s in choose(found.salience, 5))


@pytest.mark.parametrize(("weight", "better", "expected"), [(1, "up", True), (3, "down", False)])
def test_weight_and_direction_are_the_indicators(weight: int, better: str, expected: bool) -> None:
    rows = (row("output@2024#whole_town", "90"), row("output_growth@2024#whole_town", "-5.2"))
    known = {**INDICATORS, "output": replace(INDICATORS["output"], weight=weight, better=better)}
    found = reasons(find(replace(town(*rows), indicators=known), 2024), "output@")
    assert f"weight_{weight}" in found and ("adverse" in found) is expected
