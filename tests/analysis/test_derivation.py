"""Computed figures: where they are allowed, how precise they are, and what they carry on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import findings
from mjq_report.analysis.derivation import derive
from mjq_report.analysis.facts import fact
from mjq_report.figures.selection import comparable
from mjq_report.lang import zh
from mjq_report.model.codes import Basis, Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation, TownName
from tests.towns.rows import INDICATORS, ROW, row, town

ABOUT, MORE, NEARLY, LEAST = Qualifier.ABOUT, Qualifier.MORE_THAN, Qualifier.NEARLY, Qualifier.AT_LEAST


def computed(*rows: Observation) -> dict[str, Fact]:
    """Computed facts by operation; of several of one operation the last."""
    return {f.operation: f for f in derive([fact(r, INDICATORS[r.indicator]) for r in rows], town(*rows))}


def printed(*rows: Observation) -> dict[str, str]:
    return {name: zh.figure(f).text for name, f in computed(*rows).items()}


def test_growth_average_and_multiple_over_five_years() -> None:
    facts = computed(
        row("output@2020#whole_town", "84.6", status=Status.ESTIMATED), row("output@2025#whole_town", "1200")
    )
    assert {name: zh.figure(f).text for name, f in facts.items()} == {
        "growth": "1318%",
        "average_growth": "70.0%",
        "multiple": "14.2倍",
    }
    assert {f.status for f in facts.values()} == {Status.ESTIMATED}
    assert facts["growth"].sources == ("s2025", "s2020")
    assert str(facts["growth"].period) == "2025"


def test_what_is_measured_at_constant_prices_has_no_growth_of_its_own_levels() -> None:
    rows = row("output@2023#whole_town", "270.1"), row("output@2025#whole_town", "612.6")
    real = {**INDICATORS, "output": replace(INDICATORS["output"], growth_basis=Basis.CONSTANT_PRICE)}
    facts = [fact(r, real[r.indicator]) for r in rows]
    assert list(derive(facts, replace(town(*rows), indicators=real))) == []
    assert {f.operation for f in derive(facts, town(*rows))} == {"growth", "average_growth", "multiple"}


def test_a_decline_and_no_change() -> None:
    assert printed(row("output@2024#whole_town", "100.0"), row("output@2025#whole_town", "96.8")) == {"growth": "−3.2%"}
    assert printed(row("firms@2024#whole_town", "50"), row("firms@2025#whole_town", "50")) == {"growth": "0.0%"}


def test_rates_differ_by_points() -> None:
    facts = computed(row("output_growth@2024#whole_town", "230.08"), row("output_growth@2025#whole_town", "41.9"))
    assert {name: zh.figure(f).text for name, f in facts.items()} == {"difference": "−188.2个百分点"}
    assert computed(row("seconds_per_car@2024#whole_town", "90"), row("seconds_per_car@2025#whole_town", "76")) == {}


def test_units_convert() -> None:
    assert printed(row("output@2024#whole_town", "8000", "万元"), row("output@2025#whole_town", "1.2000")) == {
        "growth": "50.0%"
    }


def test_parts_have_shares_in_their_wholes() -> None:
    assert printed(row("construction@2025#whole_town", "7.34"), row("investment@2025#whole_town", "50.35")) == {
        "share": "14.6%"
    }
    assert printed(row("output/cars@2025#whole_town", "269.20"), row("output@2025#whole_town", "400.19")) == {
        "share": "67.3%"
    }


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("construction@2025#west", "investment@2025#whole_town"),
        ("construction@2024#whole_town", "investment@2025#whole_town"),
        ("output/milestone@2025#whole_town", "output@2025#whole_town"),
        ("firms@2025#whole_town", "investment@2025#whole_town"),
    ],
)
def test_no_share_across_coverages_periods_or_groups_that_are_no_parts(part: str, whole: str) -> None:
    assert computed(row(part, "1"), row(whole, "10")) == {}


def test_no_share_of_a_part_above_its_whole_or_of_a_plan() -> None:
    assert computed(row("construction@2025#whole_town", "60"), row("investment@2025#whole_town", "50")) == {}
    planned = row("investment@2025#whole_town", "50", status=Status.PLANNED)
    assert computed(row("construction@2025#whole_town", "6"), planned) == {}


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("output@2025#whole_town", "output@2024-01/2024-11#whole_town"),
        ("output@2025#whole_town", "output@2024#west"),
        ("output@2025#whole_town", "output@2021/2024#whole_town"),
        ("deliveries@2024-12-28#whole_town", "deliveries@2023#whole_town"),
    ],
)
def test_no_change_where_it_would_mean_nothing(later: str, earlier: str) -> None:
    assert computed(row(later, "4"), row(earlier, "2")) == {}


def test_no_change_from_a_target_a_loss_or_nothing() -> None:
    base = row("output@2024#whole_town", "100")
    assert computed(row("output@2025#whole_town", "150", status=Status.TARGET), base) == {}
    assert computed(row("output@2025#whole_town", "-5"), base) == {}
    assert computed(base, row("output@2023#whole_town", "0")) == {}


def test_decimals_end_where_the_rounding_of_the_inputs_begins() -> None:
    assert printed(row("output@2024#whole_town", "42"), row("output@2025#whole_town", "50"))["growth"] == "19%"
    assert printed(row("firms@2024#whole_town", "42"), row("firms@2025#whole_town", "50"))["growth"] == "19.0%"


@pytest.mark.parametrize(
    ("part", "whole", "reads"),
    [
        (MORE, Qualifier.EXACT, "超66.6%"),
        (LEAST, Qualifier.EXACT, "66.6%以上"),
        (NEARLY, Qualifier.EXACT, "近66.7%"),
        (Qualifier.EXACT, NEARLY, "超66.6%"),
        (Qualifier.EXACT, MORE, None),
        (MORE, MORE, None),
        (MORE, ABOUT, None),
        (NEARLY, NEARLY, None),
    ],
)
def test_hedges_are_carried_on_or_end_the_computation(part: Qualifier, whole: Qualifier, reads: str | None) -> None:
    found = printed(
        row("firms_moved_in@2025#whole_town", "200", qualifier=part),
        row("firms@2025#whole_town", "300", qualifier=whole),
    )
    assert found.get("share") == reads


def test_about_stays_about_while_it_can_be_relied_on() -> None:
    share = printed(
        row("construction@2025#whole_town", "43.87", qualifier=ABOUT), row("investment@2025#whole_town", "100.0")
    )
    assert share == {"share": "约43.9%"}
    rates = (
        row("share_of_district@2024#whole_town", "28", qualifier=ABOUT),
        row("share_of_district@2025#whole_town", "30", qualifier=ABOUT),
    )
    assert computed(*rates) == {}


def test_growth_beyond_a_threshold() -> None:
    found = printed(row("firms@2022#whole_town", "54"), row("firms@2024#whole_town", "90", qualifier=MORE))
    assert found == {"growth": "超66.6%", "average_growth": "超29.0%"}
    assert computed(row("firms@2022#whole_town", "100"), row("firms@2024#whole_town", "90", qualifier=MORE)) == {}


def test_each_figure_is_compared_with_the_one_before_and_the_last_with_the_first() -> None:
    rows = [row(f"firms@{year}#whole_town", str(n)) for year, n in ((2020, 10), (2022, 20), (2024, 30), (2025, 33))]
    pairs = [
        tuple(i.split("#")[0].removeprefix("firms@") for i in f.inputs)
        for f in derive([fact(r, INDICATORS[r.indicator]) for r in rows], town(*rows))
        if f.operation == "growth"
    ]
    assert pairs == [("2022", "2020"), ("2024", "2022"), ("2025", "2024"), ("2025", "2020")]


def test_the_most_precise_figure_of_a_period_is_the_one_computed_with() -> None:
    found = computed(
        row("output@2024#whole_town", "1000", qualifier=MORE),
        row("output@2024#whole_town", "1100", locator=2),
        row("output@2024#whole_town", "1150", locator=3, status=Status.ESTIMATED),
        row("output@2025#whole_town", "1200"),
    )
    assert found["growth"].inputs[1].startswith("output@2024#whole_town!actual^s2024:2")


references = st.builds(
    "{}@{}#{}".format,
    st.sampled_from(["output", "output/cars", "firms", "output_growth"]),
    st.sampled_from(["2022", "2024", "2025", "2024-01/2024-11", "2025-01/2025-11", "2016/2020", "2021/2025"]),
    st.sampled_from(["whole_town", "above_size", "west"]),
)
rows_ = st.builds(
    lambda reference, value, qualifier, status, locator: row(
        reference, str(value), qualifier=qualifier, status=status, locator=locator, source="s2025"
    ),
    references,
    st.decimals(0, 2000, places=1),
    st.sampled_from(list(Qualifier)),
    st.sampled_from(list(Status)),
    st.integers(1, 5),
)


@given(st.lists(rows_, max_size=12, unique_by=lambda r: r.key))
def test_whatever_the_tables_hold_no_figure_is_computed_that_must_not_be(rows: list[Observation]) -> None:
    if not rows:
        return
    facts = {one.id: one for one in (fact(r, INDICATORS[r.indicator]) for r in rows)}
    for made in derive(facts.values(), town(*rows)):
        later, earlier = (facts[i] for i in made.inputs)
        assert {later.status, earlier.status}.isdisjoint({Status.PLANNED, Status.TARGET})
        assert later.coverage == earlier.coverage == made.coverage
        assert later.period.months == earlier.period.months
        assert made.value == Decimal(made.printed)
        if made.operation == "share":
            assert later.period == earlier.period
            assert 0 <= made.value <= 100
        else:
            assert comparable(later, earlier)
        if Status.ESTIMATED in (later.status, earlier.status):
            assert made.status is Status.ESTIMATED
        if made.qualifier is Qualifier.EXACT:
            assert later.qualifier is earlier.qualifier is Qualifier.EXACT


@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)),
    st.lists(st.sampled_from(["2020", "2022", "2023", "2024", "2025"]), min_size=2, unique=True),
    st.sampled_from(["whole_town", "district"]),
)
def test_no_change_is_computed_across_a_change_of_the_area(since: dt.date, years: list[str], coverage: str) -> None:
    changed = TownName(Period.parse(since.isoformat()), "河西镇", "Hexi", "", "", True, "", "", ROW)
    data = replace(town(*(row(f"output@{year}#{coverage}", f"{year}.5") for year in sorted(years))), names=(changed,))
    found = findings.find(data, int(max(years))).facts
    for change in found.values():
        if change.operation in ("growth", "average_growth", "multiple"):
            later, earlier = (found[name].period for name in change.inputs)
            assert coverage == "district" or (later.last < since) == (earlier.last < since)
    before = [year for year in years if coverage == "whole_town" and dt.date(int(year), 12, 31) < since]
    noted = [one.period.text for one in found.values() if "辖区变动前" in one.note_public_zh]
    assert sorted(noted) == sorted(before)


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["economic_rank", "gdp_position"]), st.booleans())
def test_places_move_forward_and_back_and_have_no_growth(now: int, before: int, indicator: str, chinese: bool) -> None:
    unit = INDICATORS[indicator].unit

    def place(year: int, number: int) -> Observation:
        text = f"全区第{zh.numeral(number) if chinese else number}{unit}"
        return row(f"{indicator}@{year}#whole_town", f"{number}", text=text)

    facts = computed(place(2024, before), place(2025, now))
    assert facts.keys() == {"moved"}
    words = "保持不变" if now == before else f"{'前移' if now < before else '后移'}{abs(now - before)}位"
    assert zh.movement(facts["moved"]) == words


@pytest.mark.parametrize("text", ["全市前十名", "全市前10名"])
def test_a_place_among_the_first_is_no_place_that_moves(text: str) -> None:
    one = row("gdp_position@2024#whole_town", "10", text=text)
    assert computed(one, row("gdp_position@2025#whole_town", "4", text="第4名")) == {}
    assert zh.figure(fact(one, INDICATORS["gdp_position"])).text == "前10名"


@pytest.mark.parametrize("text", ["第三批", "第3批", "百亿级集群3个", "千亿元级"])
def test_ordinals_and_sizes_are_no_operands(text: str) -> None:
    value = "1000" if "千" in text else "100" if "百" in text else "3"
    unit = "亿元" if "亿" in text else "批"
    rows = [row(f"output@{year}#whole_town", value, unit, text=text) for year in (2024, 2025)]
    assert computed(*rows) == {}


@given(st.decimals(0, 20, places=2), st.decimals(0, 20, places=2), st.sampled_from("%‰"))
def test_rates_differ_in_points_of_their_own_unit(now: Decimal, before: Decimal, unit: str) -> None:
    facts = computed(
        row("natural_increase@2024#whole_town", f"{before}", unit),
        row("natural_increase@2025#whole_town", f"{now}", unit),
    )
    points = {"%": "个百分点", "‰": "个千分点"}[unit]
    word = "持平" if now == before else ("提高" if now > before else "下降") + f"{abs(now - before)}{points}"
    assert zh.movement(facts["difference"]) == word


@given(st.integers(1, 10**6), st.integers(1, 10**9), st.sampled_from([Qualifier.EXACT, ABOUT, MORE]))
def test_a_small_share_is_never_printed_as_nothing(part: int, whole: int, qualifier: Qualifier) -> None:
    if part > whole:
        return
    share = computed(
        row("firms_moved_in@2025#whole_town", f"{part}", qualifier=qualifier), row("firms@2025#whole_town", f"{whole}")
    ).get("share")
    if share is None:
        assert qualifier is not Qualifier.EXACT, "a hedge leaves a small share open"
        return
    text = zh.figure(share).text
    assert share.value > 0
    assert text.startswith("不足") == (Decimal(100 * part) / whole < Decimal("0.05"))
    assert not text.startswith("不足") or text == "不足0.1%"


def test_a_growth_of_another_basis_is_not_subtracted() -> None:
    growth = "output_growth@{}#whole_town"
    plain, comparable_scope = (
        row(growth.format(2024), "3.1"),
        row(growth.format(2025), "5.2", text="按可比口径增长5.2%"),
    )
    assert computed(plain, comparable_scope) == {}
    assert computed(row(growth.format(2024), "3.1", text="可比口径增长3.1%"), comparable_scope).keys() == {"difference"}


@given(
    st.integers(1, 10**4), st.integers(0, 2), st.integers(1, 10**4), st.integers(0, 2),
    st.sampled_from(list(Qualifier)), st.sampled_from(list(Qualifier)),
)  # fmt: skip
def test_what_a_hedge_says_of_a_computed_figure_holds_for_all_that_it_can_be(
    now: int, places: int, then: int, others: int, hedge: Qualifier, before: Qualifier
) -> None:
    later = row("output@2024#whole_town", f"{Decimal(now).scaleb(-places):f}", qualifier=hedge)
    earlier = row("output@2023#whole_town", f"{Decimal(then).scaleb(-others):f}", qualifier=before, source="s2024")
    part = row("output/cars@2023#whole_town", f"{Decimal(now).scaleb(-places):f}", qualifier=hedge, source="s2024")
    for found in computed(later, earlier, part).values():
        if not found.is_derived or found.bounds is None:
            continue
        low, high = found.bounds
        if found.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
            assert found.value <= low
        if found.qualifier in (Qualifier.NEARLY, Qualifier.AT_MOST):
            assert found.value >= high
