"""The audit: verdicts, and arithmetic that a reader can follow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import audit
from mjq_report.figures.operations import OPERATIONS
from mjq_report.model.codes import Qualifier, Verdict
from mjq_report.model.findings import AuditResult
from mjq_report.model.tables import Claim, Observation
from tests.towns.rows import claim, row, town

CONSISTENT, INCONSISTENT, UNCHECKABLE = Verdict.CONSISTENT, Verdict.INCONSISTENT, Verdict.UNCHECKABLE
MORE = Qualifier.MORE_THAN


def judged(what: Claim, *rows: Observation) -> AuditResult:
    (result,) = audit(town(*rows, claims=(what,)))
    return result


def test_an_average_growth_that_does_not_come_out() -> None:
    growth = row("output_average_growth@2021/2025#whole_town", "90", qualifier=MORE)
    what = claim(
        "average_growth",
        "output_average_growth@2021/2025#whole_town",
        "output@2025#whole_town output@2020#whole_town n=5",
        note="预期：不一致。只有按四次增长计才超过",
    )
    result = judged(what, growth, row("output@2025#whole_town", "1200"), row("output@2020#whole_town", "84.6"))
    assert result.verdict is INCONSISTENT
    assert result.arithmetic_zh == (
        "1200亿元 ÷ 84.6亿元 = 14.18；14.18^(1/5) − 1 = 70.0%",
        "计算值最高为70.1%，公布值最低为90%",
    )
    assert result.reason_zh == "只有按四次增长计才超过"
    assert result.facts[0] == growth.key
    assert result.stated == (Decimal(90), Decimal("Infinity"))


def test_a_share_that_holds_within_its_rounding() -> None:
    what = claim(
        "share", "share_of_district@2025#west", "land_area@2025#west land_area@2025#district", note="预期：一致。46/225"
    )
    rows = (row("land_area@2025#west", "46"), row("land_area@2025#district", "225"))
    result = judged(what, row("share_of_district@2025#west", "20"), *rows)
    assert result.verdict is CONSISTENT
    assert result.arithmetic_zh == (
        "46平方公里 ÷ 225平方公里 × 100% = 20.4%",
        "计算值在20.1%至20.8%之间，公布值在19.5%至20.5%之间，两者相容",
    )
    assert result.reason_zh == ""
    assert judged(what, row("share_of_district@2025#west", "20.0"), *rows).verdict is INCONSISTENT


def test_counted_things_must_add_up_to_the_last_one() -> None:
    what = claim("sum", "firms@2025#whole_town", "firms_moved_in@2025#whole_town firms@2025#west")
    parts = row("firms_moved_in@2025#whole_town", "45"), row("firms@2025#west", "10")
    good = judged(what, row("firms@2025#whole_town", "55"), *parts)
    assert (good.verdict, good.arithmetic_zh) == (CONSISTENT, ("45家 + 10家 = 55家",))
    bad = judged(what, row("firms@2025#whole_town", "56"), *parts)
    assert bad.verdict is INCONSISTENT
    hedged = judged(what, row("firms@2025#whole_town", "50", qualifier=MORE), *parts)
    assert hedged.verdict is CONSISTENT


def test_a_contradiction_within_rounding_distance_is_shown_apart() -> None:
    what = claim("sum", "output@2025#whole_town", "output@2025#west output@2025#above_size")
    result = judged(
        what,
        row("output@2025#whole_town", "10.2"),
        row("output@2025#west", "4.0"),
        row("output@2025#above_size", "6.0"),
    )
    assert result.verdict is INCONSISTENT
    assert result.arithmetic_zh[1].endswith("计算值最高为10.1亿元，公布值最低为10.15亿元")


def test_orderings_say_what_should_be() -> None:
    what = claim("at_most", "firms_moved_in@2025#whole_town", "firms@2025#whole_town")
    good = judged(what, row("firms_moved_in@2025#whole_town", "13"), row("firms@2025#whole_town", "54"))
    assert good.arithmetic_zh == ("迁入企业13家 ≤ 企业数54家",)
    bad = judged(what, row("firms_moved_in@2025#whole_town", "3312"), row("firms@2025#whole_town", "2054"))
    assert bad.arithmetic_zh == ("迁入企业3312家 > 企业数2054家，前者不应大于后者",)
    above = row("firms_moved_in@2025#whole_town", "3312")
    hedged = judged(what, above, row("firms@2025#whole_town", "2054", qualifier=MORE))
    assert hedged.verdict is CONSISTENT
    assert hedged.arithmetic_zh == ("迁入企业3312家与企业数超2054家：按修饰词，前者可以 ≤ 后者",)


def test_figures_of_one_name_are_told_apart_by_what_they_cover() -> None:
    what = claim("at_most", "firms@2025#whole_town", "firms@2025#district")
    result = judged(what, row("firms@2025#whole_town", "1"), row("firms@2025#district", "10"))
    assert result.arithmetic_zh == ("全镇企业数1家 ≤ 全区企业数10家",)


def test_breakdowns_are_named() -> None:
    cars = row("output/cars@2025#whole_town", "269.20")
    assert judged(claim("equal", "output/cars@2025#whole_town", "269.20"), cars).arithmetic_zh == (
        "汽车制造业工业总产值269.20亿元 = 269.20亿元",
    )
    passed = row("output/milestone@2025#whole_town", "80", qualifier=MORE)
    what = claim("at_least", "output/milestone@2025#whole_town", "70")
    assert judged(what, passed).arithmetic_zh == ("工业总产值（关口）超80亿元 ≥ 70亿元",)


def test_a_total_of_parts_within_a_whole() -> None:
    what = claim("sum_at_most", "firms@2025#whole_town", "firms@2025#west firms_moved_in@2025#west")
    rows = row("firms@2025#west", "1"), row("firms_moved_in@2025#west", "5")
    good = judged(what, row("firms@2025#whole_town", "10"), *rows)
    assert good.arithmetic_zh == ("全镇企业数10家 ≥ 西部企业数1家 + 迁入企业5家 = 6家",)
    assert judged(what, row("firms@2025#whole_town", "5"), *rows).verdict is INCONSISTENT


def test_units_are_converted_and_shown() -> None:
    what = claim("equal", "output@2025#whole_town", "output@2024#whole_town")
    result = judged(what, row("output@2025#whole_town", "1.2"), row("output@2024#whole_town", "12000", "万元"))
    assert result.verdict is CONSISTENT
    assert result.arithmetic_zh[0] == "工业总产值1.2亿元 = 12000万元（1.2亿元）"


def test_a_product_with_a_percentage() -> None:
    what = claim("product", "firms@2025#west", "firms@2025#whole_town share_of_district@2025#whole_town")
    rows = row("firms@2025#whole_town", "17"), row("share_of_district@2025#whole_town", "94")
    result = judged(what, row("firms@2025#west", "16", qualifier=Qualifier.ABOUT), *rows)
    assert result.verdict is CONSISTENT
    assert result.arithmetic_zh[0].startswith("17家 × 94% = 15.98家")


def test_a_share_of_whole_numbers() -> None:
    what = claim("integer_share", "share_of_district@2025#whole_town", "firms@2025#whole_town")
    good = judged(what, row("share_of_district@2025#whole_town", "94"), row("firms@2025#whole_town", "16"))
    assert good.arithmetic_zh == ("总数没有公布；总数为17时，16 ÷ 17 × 100% = 94.1%",)
    bad = judged(what, row("share_of_district@2025#whole_town", "95"), row("firms@2025#whole_town", "16"))
    assert (bad.verdict, bad.arithmetic_zh) == (INCONSISTENT, ("没有一个总数能使16家占其95%",))


@pytest.mark.parametrize(
    ("operation", "result", "operands", "reason"),
    [
        ("uncheckable", "", "", "来源没有公布核算所需的数"),
        ("equal", "output@2020#whole_town", "5", "表中没有所引的数：output@2020#whole_town"),
        ("equal", "output@2025#whole_town", "not a reference", "表中没有所引的数：not"),
        ("share", "output_growth@2025#whole_town", "output@2025#whole_town 0", "按公布的数算不出结果"),
        ("share", "output_growth@2025#whole_town", "output@2025#whole_town", "按公布的数算不出结果"),
        ("integer_share", "output_growth@2025#whole_town", "", "按公布的数算不出结果"),
        ("share", "output_growth@2025#whole_town", "output@2025#whole_town firms@2025#whole_town", "单位不能换算"),
    ],
)
def test_what_cannot_be_checked_says_why(operation: str, result: str, operands: str, reason: str) -> None:
    rows = (
        row("output@2025#whole_town", "5"),
        row("output_growth@2025#whole_town", "7"),
        row("firms@2025#whole_town", "3"),
    )
    found = judged(claim(operation, result, operands), *rows)
    assert found.verdict is UNCHECKABLE
    assert found.reason_zh.startswith(reason)
    assert (found.arithmetic_zh, found.stated, found.computed) == ((), None, None)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("预期：无法核对。上年同期产值未公布。", "上年同期产值未公布"),
        ("缺2023年工业总产值；预期：无法核对", "缺2023年工业总产值"),
        ("2024年全镇投资额未公布。", "2024年全镇投资额未公布"),
        ("missing: output of 2023; expected: cannot be checked", "来源没有公布核算所需的数"),
        ("", "来源没有公布核算所需的数"),
    ],
)
def test_the_reason_is_what_the_note_tells_a_reader(note: str, reason: str) -> None:
    assert judged(claim("uncheckable", "", note=note)).reason_zh == reason


def test_claims_are_those_of_the_years_sources() -> None:
    claims = claim("uncheckable", "a", source="s2022"), claim("uncheckable", "b", source="s2025")
    data = town(claims=claims)
    assert [r.claim.result for r in audit(data)] == ["a", "b"]
    assert [r.claim.result for r in audit(data, 2022)] == ["a"]


figures = st.tuples(st.decimals(-20, 2000, places=1), st.sampled_from(list(Qualifier)))


@given(st.sampled_from([*OPERATIONS, "integer_share"]), st.lists(figures, min_size=5, max_size=5), st.integers(0, 4))
def test_any_claim_gets_a_verdict_that_can_be_followed(
    operation: str, values: list[tuple[Decimal, Qualifier]], count: int
) -> None:
    names = ["share_of_district@2025#west", "output@2024#west", "output@2025#west", "output_growth@2025#west"]
    names.append("output_growth@2024#west")
    rows = [row(name, str(v), qualifier=q, source="s2025") for name, (v, q) in zip(names, values, strict=True)]
    result = judged(claim(operation, names[0], " ".join([*names[1 : 1 + count], "n=5"])), *rows)
    if result.verdict is UNCHECKABLE:
        assert result.reason_zh
        return
    assert result.arithmetic_zh
    assert result.stated is not None
    assert "Infinity" not in "".join(result.arithmetic_zh)
    if result.computed is not None:
        apart = result.computed[0] > result.stated[1] or result.stated[0] > result.computed[1]
        assert apart is (result.verdict is INCONSISTENT)


GROWTH = "growth_rate", "output_growth@2024#whole_town", "output@2024#whole_town output@2023#whole_town"


def grown(stated: str, unit: str, now: str, before: str = "100", **said: object) -> AuditResult:
    growth = row("output_growth@2024#whole_town", stated, unit, **said)  # type: ignore[arg-type]
    return judged(claim(*GROWTH), growth, row("output@2024#whole_town", now), row("output@2023#whole_town", before))


@given(st.integers(1, 2000), st.sampled_from(["%", "‰", "成", "倍"]))
def test_a_growth_in_any_unit_is_held_against_the_levels_in_per_cent(percent: int, unit: str) -> None:
    """A growth that is right in per cent is right in ‰, 成 and 倍, and one that is far off is wrong in all."""
    stated = f"{Decimal(percent) / {'%': 1, '‰': Decimal('0.1'), '成': 10, '倍': 100}[unit]:f}"
    assert grown(stated, unit, f"{100 + percent}").verdict is CONSISTENT
    assert grown(stated, unit, f"{130 + 2 * percent}").verdict is INCONSISTENT


@pytest.mark.parametrize(
    ("stated", "qualifier", "now", "verdict"),
    [
        ("1", Qualifier.EXACT, "200", CONSISTENT), ("1", Qualifier.EXACT, "185", CONSISTENT),
        ("1", Qualifier.EXACT, "150", INCONSISTENT), ("1", Qualifier.EXACT, "240", INCONSISTENT),
        ("2", Qualifier.EXACT, "400", CONSISTENT), ("2", Qualifier.EXACT, "300", INCONSISTENT),
        ("1", Qualifier.MORE_THAN, "240", CONSISTENT), ("1", Qualifier.MORE_THAN, "190", INCONSISTENT),
        ("1", Qualifier.NEARLY, "190", CONSISTENT), ("1", Qualifier.NEARLY, "220", INCONSISTENT),
    ],
)  # fmt: skip
def test_a_doubling_is_about_twice(stated: str, qualifier: Qualifier, now: str, verdict: Verdict) -> None:
    result = grown(stated, "番", now, qualifier=qualifier)
    assert result.verdict is verdict
    assert result.arithmetic_zh[0].startswith(f"({now}亿元 ÷ 100亿元 − 1) × 100% = ")


@given(
    st.integers(1, 10**6),
    st.decimals("-99", "999", places=1),
    st.sampled_from(["按可比口径", "按可比价格", "按不变价"]),
)
def test_levels_do_not_decide_a_growth_at_comparable_scope(now: int, percent: Decimal, words: str) -> None:
    result = grown(f"{percent}", "%", f"{now}", text=f"{words}增长{percent}%")
    assert result.verdict is UNCHECKABLE
    assert result.reason_zh.startswith("增速按可比")
    levels = [
        row(f"output@{year}#whole_town", f"{n}", text=f"{words}计算{n}亿元") for year, n in ((2024, now), (2023, 7))
    ]
    growth = row("output_growth@2024#whole_town", f"{percent}", text=f"{words}增长{percent}%")
    assert judged(claim(*GROWTH), growth, *levels).verdict is not UNCHECKABLE
