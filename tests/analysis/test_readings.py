"""A claim that may be read in several ways: its verdict follows from those of its readings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import audit
from mjq_report.model.codes import Verdict
from mjq_report.model.findings import AuditResult
from mjq_report.model.tables import Claim
from tests.towns.rows import claim, row, town

CONSISTENT, DEPENDS, INCONSISTENT, UNCHECKABLE = Verdict
FIRMS, MOVED_IN, PARTS = "firms@2025#whole_town", "firms_moved_in@2025#whole_town", "firms@2025#west"
ROWS = (row(FIRMS, "4681"), row(MOVED_IN, "2054"), row(PARTS, "3312"))
OPERATIONS = {CONSISTENT: ("at_most", FIRMS), INCONSISTENT: ("at_most", MOVED_IN), UNCHECKABLE: ("uncheckable", "")}


def reading(verdict: Verdict, number: int, of: str = "") -> Claim:
    operation, operands = OPERATIONS[verdict]
    made = claim(operation, PARTS, operands, note=f"缺第{number}种数", assumes=f"假定{number}", reading_of=of)
    object.__setattr__(made, "id", f"reading_{number}")
    return made


def judged(*verdicts: Verdict) -> AuditResult:
    claims = tuple(reading(verdict, n, "reading_0" if n else "") for n, verdict in enumerate(verdicts))
    (result,) = audit(town(*ROWS, claims=claims))
    return result


def test_net_inflow_depends_on_what_is_meant_by_it() -> None:
    """3312 cannot be what moved in less what moved out of 2054; it can be with new firms counted."""
    result = judged(INCONSISTENT, CONSISTENT)
    assert result.verdict is DEPENDS
    assert result.arithmetic_zh == (
        "一、假定0：企业数3312家 > 迁入企业2054家，前者不应大于后者，不成立",
        "二、假定1：西部企业数3312家 ≤ 全镇企业数4681家，成立",
    )
    assert [r.verdict for r in result.readings] == [INCONSISTENT, CONSISTENT]
    assert len(result.facts) == 3


def test_a_reading_without_figures_says_what_is_missing() -> None:
    result = judged(CONSISTENT, UNCHECKABLE)
    assert result.verdict is DEPENDS
    assert result.arithmetic_zh[1] == "二、假定1：缺第1种数，无法复算"


@pytest.mark.parametrize(
    "verdicts", [*itertools.combinations_with_replacement((CONSISTENT, INCONSISTENT, UNCHECKABLE), 3)]
)
def test_whatever_the_readings_none_is_lost(verdicts: tuple[Verdict, ...]) -> None:
    result = judged(*verdicts)
    assert len(result.readings) == len(result.arithmetic_zh) == 3
    if set(verdicts) == {result.verdict}:
        return
    assert result.verdict is (DEPENDS if CONSISTENT in verdicts else UNCHECKABLE)


@given(st.permutations([CONSISTENT, INCONSISTENT, UNCHECKABLE, UNCHECKABLE]))
def test_the_order_of_the_readings_decides_nothing(verdicts: list[Verdict]) -> None:
    assert judged(*verdicts).verdict is DEPENDS
    assert judged(*[v for v in verdicts if v is not CONSISTENT]).verdict is UNCHECKABLE


def test_a_claim_alone_has_no_readings_and_only_figures_that_are_computed_are_recomputed() -> None:
    assert judged(CONSISTENT).readings == ()
    assert not judged(CONSISTENT).recomputed  # 3312 ≤ 4681 computes nothing
    (summed,) = audit(town(*ROWS, claims=(claim("sum", FIRMS, f"{MOVED_IN} {PARTS}"),)))
    assert (summed.recomputed, summed.verdict) == (True, INCONSISTENT)
