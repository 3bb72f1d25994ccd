"""Computed figures and verdicts are worked out again, and what does not follow is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mjq_report.checking.opening import opened
from mjq_report.checking.recomputing import check_claims, check_derived
from mjq_report.checking.records import Records, Row, read_records
from mjq_report.model.codes import Qualifier, Status


@pytest.fixture(scope="module")
def records(briefing: bytes) -> Records:
    with opened(briefing) as file:
        return read_records(file)


def derived(records: Records, operation: str) -> Row:
    return next(row for row in records.rows if row.fact.operation == operation)


def altered(records: Records, row: Row, **changes: object) -> list[str]:
    """The problems when one row says something else."""
    other = replace(row, fact=replace(row.fact, **changes))  # type: ignore[arg-type]
    rows = tuple(other if one is row else one for one in records.rows)
    return list(check_derived(replace(records, rows=rows)))


def test_what_was_computed_follows(records: Records) -> None:
    assert {row.fact.operation for row in records.rows} >= {"", "growth", "share"}
    assert list(check_derived(records)) == []
    assert list(check_claims(records)) == []


@pytest.mark.parametrize("operation", ["growth", "share"])
def test_another_last_digit_does_not_follow(records: Records, operation: str) -> None:
    row = derived(records, operation)
    step = Decimal(1).scaleb(row.fact.value.as_tuple().exponent)  # type: ignore[arg-type]
    for value in (row.fact.value + step, row.fact.value - step, -row.fact.value):
        problems = altered(records, row, value=value, printed=f"{value:f}")
        assert problems == [f"data.csv: {row.anchor}: {operation} gives {row.fact.printed}, it has {value} and {value}"]
    assert altered(records, row, printed=f"{row.fact.value + step:f}")
    assert altered(records, row, value=row.fact.value + step)


def test_more_digits_than_there_are_do_not_follow(records: Records) -> None:
    row = derived(records, "share")
    value = row.fact.value + Decimal("0.0001")
    assert altered(records, row, value=value, printed=f"{value:f}")


def test_a_hedge_is_neither_dropped_nor_added(records: Records) -> None:
    hedged = derived(records, "growth")
    assert hedged.fact.qualifier is Qualifier.MORE_THAN
    assert "not the hedge" in altered(records, hedged, qualifier=Qualifier.ABOUT)[-1]
    plain = next(r for r in records.rows if r.is_derived and r.fact.qualifier is Qualifier.EXACT)
    assert "not the hedge" in altered(records, plain, qualifier=Qualifier.MORE_THAN)[-1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "倍"}, "its unit is 倍"),
        ({"status": Status.PLANNED}, "its status is planned"),
        ({"sources": ()}, "its sources are not those of its inputs"),
        ({"coverage": "coordinated_area"}, "not of what its first input is of"),
        ({"operation": "multiple"}, "its id does not name its inputs"),
        ({"inputs": ("nothing", "at all")}, "needs two figures, 0 are there"),
    ],
)
def test_what_a_computed_figure_says_of_itself(records: Records, changes: dict[str, object], words: str) -> None:
    assert words in "\n".join(altered(records, derived(records, "share"), **changes))


def test_a_share_of_something_else_is_no_share(records: Records) -> None:
    row = derived(records, "share")
    other = next(r for r in records.rows if not r.is_derived and r.fact.indicator == "retail_sales_of_consumer_goods")
    fact = row.fact
    inputs = (fact.inputs[0], other.fact.id)
    problems = altered(records, row, inputs=inputs, id=f"derived:share({inputs[0]},{inputs[1]})")
    assert problems


def test_a_verdict_that_does_not_follow_is_named(records: Records) -> None:
    for index, cells in enumerate(records.claims):
        for column, value in (("verdict", "inconsistent" if cells["verdict"] == "consistent" else "consistent"),
                              ("stated_low", "1"), ("computed_high", "-1")):  # fmt: skip
            claims = [*records.claims]
            claims[index] = {**cells, column: value}
            problems = list(check_claims(replace(records, claims=tuple(claims))))
            assert any(cells["claim"] in problem and column in problem for problem in problems)


def test_arithmetic_without_the_figures_of_the_claim_is_named(records: Records) -> None:
    index = next(i for i, cells in enumerate(records.claims) if cells["arithmetic"])
    claims = [*records.claims]
    claims[index] = {**claims[index], "arithmetic": "1 = 1"}
    assert "its arithmetic does not show" in "\n".join(check_claims(replace(records, claims=tuple(claims))))


def test_claims_are_recomputed_from_the_enclosed_rows_not_from_what_is_printed(records: Records) -> None:
    """A row that an attacker changes in the inputs alone makes verdicts fail."""
    changed = 0
    for index, row in enumerate(records.observations):
        rows = [*records.observations]
        rows[index] = replace(row, value=row.value * 7, printed=f"{row.value * 7:f}")
        changed += bool(list(check_claims(replace(records, observations=tuple(rows)))))
    assert changed > 10
