"""推算: true whatever the unprinted digits are, and refused wherever the figures do not belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mjq_report.analysis.facts import fact
from mjq_report.analysis.insights import insights
from mjq_report.figures.intervals import Interval
from mjq_report.lang import zh
from mjq_report.model.codes import Basis, IndicatorKind, Qualifier, Status
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Observation, TownData
from tests.towns.rows import BREAKDOWNS, INDICATORS, row, town

ABOUT, MORE, NEARLY = Qualifier.ABOUT, Qualifier.MORE_THAN, Qualifier.NEARLY
THIS, LAST = "2024-01/2024-11#whole_town", "2023-01/2023-11#whole_town"


def concluded(*rows: Observation, data: TownData | None = None) -> dict[str, Fact]:
    """What is concluded by operation; of several of one operation the first."""
    made: dict[str, Fact] = {}
    for found in insights([fact(r, INDICATORS[r.indicator]) for r in rows], data or town(*rows)):
        made.setdefault(found.operation, found)
    return made


def printed(*rows: Observation, data: TownData | None = None) -> dict[str, str]:
    return {operation: zh.figure(found).text for operation, found in concluded(*rows, data=data).items()}


# --------------------------------------------------------------------------- the mock's own year


def test_last_years_base_the_rest_and_the_lower_bound_of_a_part() -> None:
    whole, growth = row(f"output@{THIS}", "400.19"), row(f"output_growth@{THIS}", "230.08")
    found = concluded(whole, growth, row(f"output/cars@{THIS}", "269.20"))
    assert {operation: zh.figure(one).text for operation, one in found.items()} == {
        "base": "约121亿元",
        "increment": "约279亿元",
        "ratio": "约3.30倍",
        "rest": "约131亿元",
        "increment_at_least": "147.9亿元以上",
        "increment_share_at_least": "53%以上",
    }
    assert str(found["base"].period) == "2023-01/2023-11"
    assert found["increment_at_least"].inputs[0].startswith("output/cars@")


def test_the_districts_total_its_investment_and_what_pulled_it_down() -> None:
    assert printed(
        row(f"output@{THIS}", "400.19"),
        row(f"output_share_of_district@{THIS}", "45.5"),
        row(f"output/cars@{THIS}", "269.20"),
        row(f"output_share_of_district/cars@{THIS}", "30.61"),
        row(f"output_share_of_district_within/cars@{THIS}", "73.94"),
        row(f"investment_share_of_district@{THIS}", "28.2", qualifier=ABOUT),
        row(f"investment_share_change_of_district@{THIS}", "6.31"),
        row(f"investment_pull_on_district@{THIS}", "7.43"),
        row(f"investment_contribution_to_district@{THIS}", "187.98"),
    ) == {
        "rest": "约131亿元",
        "implied_whole": "约879亿元",
        "elsewhere": "约480亿元",
        "implied_growth": "约3.95%",
        "pull_of_rest": "约−3.48个百分点",
        "growth_of_rest": "约−4.5%",
    }


def test_a_part_known_only_from_below_leaves_a_rest_known_from_above() -> None:
    found = printed(row(f"output@{THIS}", "1200"), row(f"output/cars@{THIS}", "1000", qualifier=MORE))
    assert found == {"rest": "200.5亿元以内"}


def test_means_where_the_table_names_the_count_in_a_unit_that_can_be_read() -> None:
    assert printed(row(f"rent@{THIS}", "900"), row(f"firms@{THIS}", "60")) == {"mean": "约15.0万元"}
    assert printed(row(f"rent@{THIS}", "0.09", "亿元"), row(f"firms@{THIS}", "6000")) == {"mean": "约1500元"}
    assert printed(row(f"output@{THIS}", "900"), row(f"firms@{THIS}", "60")) == {}


# --------------------------------------------------------------------------- true whatever the unprinted digits are

amounts = st.decimals(Decimal("0.5"), 5000, places=6)
places = st.integers(0, 2)


def as_published(place: str, truth: Decimal, decimals: int, hedge: Qualifier = Qualifier.EXACT) -> Observation:
    """A row whose digits are the truth rounded, or, hedged, a figure that the truth agrees with."""
    text = f"{truth.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    assume(Decimal(text) != 0)
    if hedge is MORE:
        text = f"{truth * Decimal('0.8'):.{decimals}f}"
        assume(0 < Decimal(text) <= truth)
    return row(place, text, qualifier=hedge)


def contains(found: Fact, truth: Decimal) -> bool:
    """Whether the truth is among the values that the printed figure stands for, and within its bounds."""
    stands = Interval.of(found.printed, found.qualifier, whole=found.qualifier is Qualifier.EXACT)
    assert found.bounds is not None
    clear = Decimal("1e-20") * max(abs(truth), 1)  # the truth itself is rounded to the context's 28 digits
    near = Interval(truth - clear, truth + clear)
    return near.overlaps(stands) and near.overlaps(Interval(*(b if b.is_finite() else None for b in found.bounds)))


@given(
    st.tuples(amounts, amounts, amounts, st.just(Decimal(0)) | amounts),
    places,
    st.sampled_from((Qualifier.EXACT, ABOUT, MORE)),
    st.booleans(),
)
def test_levels_parts_and_bounds_contain_the_truth(
    truth: tuple[Decimal, ...], decimals: int, hedge: Qualifier, by_level: bool
) -> None:
    cars, others, cars_before, others_before = truth
    now, before = cars + others, cars_before + others_before
    rows = [
        as_published(f"output@{THIS}", now, decimals),
        as_published(f"output/cars@{THIS}", cars, decimals, hedge),
        as_published(f"output@{LAST}", before, decimals)
        if by_level
        else as_published(f"output_growth@{THIS}", 100 * (now / before - 1), decimals),
    ]
    answers = {
        "base": before,
        "increment": now - before,
        "ratio": now / before,
        "rest": others,
        "increment_at_least": cars - cars_before,
        "increment_share_at_least": 100 * (cars - cars_before) / (now - before) if now > before else Decimal(0),
    }
    for operation, found in concluded(*rows).items():
        assert contains(found, answers[operation]), (operation, zh.figure(found).text, answers[operation])


@given(st.tuples(amounts, amounts, amounts, amounts), places, st.sampled_from((Qualifier.EXACT, ABOUT)))
def test_what_is_concluded_of_the_district_contains_the_truth(
    truth: tuple[Decimal, ...], decimals: int, hedge: Qualifier
) -> None:
    part, rest, part_before, rest_before = truth
    now, before = part + rest, part_before + rest_before
    assume(now != before)
    grown, by = 100 * (now / before - 1), 100 * (part - part_before) / before
    rows = [
        as_published(f"output@{THIS}", part, decimals),
        as_published(f"output_share_of_district@{THIS}", 100 * part / now, decimals, hedge),
        as_published(f"investment_share_of_district@{THIS}", 100 * part / now, decimals, hedge),
        as_published(
            f"investment_share_change_of_district@{THIS}", 100 * (part / now - part_before / before), decimals
        ),
        as_published(f"investment_pull_on_district@{THIS}", by, decimals),
        as_published(f"investment_contribution_to_district@{THIS}", 100 * by / grown, decimals),
    ]
    answers = {
        "implied_whole": now,
        "elsewhere": rest,
        "implied_growth": grown,
        "pull_of_rest": grown - by,
        "growth_of_rest": 100 * (rest / rest_before - 1),
    }
    for operation, found in concluded(*rows).items():
        assert contains(found, answers[operation]), (operation, zh.figure(found).text, answers[operation])


# --------------------------------------------------------------------------- refused


def figures() -> Iterator[Observation]:
    yield row(f"output@{THIS}", "400.19")
    yield row(f"output_growth@{THIS}", "230.08")
    yield row(f"output/cars@{THIS}", "269.20")
    yield row(f"output_share_of_district@{THIS}", "45.5")


@given(st.sampled_from(range(4)), st.sampled_from(("coverage", "period", "status")))
def test_nothing_is_concluded_from_figures_that_do_not_belong_together(which: int, what: str) -> None:
    rows = list(figures())
    other = {
        "coverage": replace(rows[which], coverage="west"),
        "period": replace(rows[which], period=row("output@2024#whole_town", "1").period),
        "status": replace(rows[which], status=Status.PLANNED),
    }[what]
    rows[which] = other
    assert not [one for one in concluded(*rows).values() if other.key in one.inputs and len(one.inputs) > 1]


@pytest.mark.parametrize("kind", ["rank", "ordinal", "magnitude", "date"])
def test_ranks_ordinals_magnitudes_and_dates_are_no_operands(kind: str) -> None:
    rows = [replace(one, kind=IndicatorKind(kind)) if not one.breakdown else one for one in figures()]
    assert not any(rows[0].key in one.inputs for one in concluded(*rows).values())


def test_growth_on_another_basis_gives_no_base() -> None:
    rows = [replace(one, basis=Basis.COMPARABLE) if "growth" in one.indicator else one for one in figures()]
    assert concluded(*rows).keys() == {"rest", "implied_whole", "elsewhere"}


def test_a_published_base_is_not_computed_again() -> None:
    assert "base" not in concluded(*figures(), row(f"output@{LAST}", "121.3"))


def test_parts_of_profits_have_no_lower_bound_since_other_parts_may_be_losses() -> None:
    profits = [row(f"profit@{THIS}", "20"), row(f"profit@{LAST}", "10"), row(f"profit/cars@{THIS}", "15")]
    assert concluded(*profits).keys() == {"increment"}


def test_shares_that_contradict_each_other_imply_no_whole() -> None:
    wrong = row(f"output_share_of_district/cars@{THIS}", "60")
    assert "implied_whole" not in concluded(*figures(), wrong)


def test_all_parts_are_left_out_only_where_they_cannot_overlap() -> None:
    parts = [row(f"output/{name}@{THIS}", value) for name, value in (("cars", "60"), ("silk", "20"))]
    whole = row(f"output@{THIS}", "100")
    assert printed(whole, *parts)["rest"] == "约40亿元"
    divisions = {key: replace(BREAKDOWNS[key], code=code) for key, code in (("cars", "36"), ("silk", "17"))}
    data = replace(town(whole, *parts), breakdowns={**BREAKDOWNS, **divisions})
    assert printed(whole, *parts, data=data)["rest"] == "约20亿元"


def test_growth_that_is_usually_at_constant_prices_gives_no_base_unless_the_row_says_otherwise() -> None:
    rows = [row(f"output@{THIS}", "400.19"), row(f"output_growth@{THIS}", "5.2")]
    known = {**INDICATORS, "output": replace(INDICATORS["output"], growth_basis=Basis.CONSTANT_PRICE)}
    data = replace(town(*rows), indicators=known)
    assert concluded(*rows, data=data) == {}
    assert "base" in concluded(rows[0], replace(rows[1], basis=Basis.NOMINAL), data=data)
