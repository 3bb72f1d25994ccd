"""The report as numbers, as plain values and as a table."""

from __future__ import annotations

import json

import pytest

from mjq_report.checking.layout import KINDS, Clause, Finding, PageMeasure, Report
from mjq_report.checking.layout.report import Fill


def report(*findings: Finding, clauses: tuple[Clause, ...] = (), fill: Fill | None = None) -> Report:
    """A report of one page."""
    return Report("gongwen", True, (PageMeasure(1, 30, 0.1),), findings, clauses, fill or Fill(), justified=True)


OVERLAP, SOFT = Finding("overlap", 3, "甲 / 乙", 22.0, 40.5), Finding("parted-qualifier", 4, "超|40亿元")
CLAUSE = Clause("GB/T 9704-2012 5.1", "paper", "210 × 297 mm", "216 × 279 mm", holds=False)


def test_problems_are_faults_clauses_and_an_unfilled_measure() -> None:
    assert report().problems == 0
    assert report(SOFT).problems == 0
    assert report(OVERLAP, OVERLAP, SOFT, clauses=(CLAUSE,), fill=Fill(100, 97)).problems == 4


@pytest.mark.parametrize(("filled", "holds"), [(98, True), (97, False)])
def test_ninety_eight_lines_in_a_hundred_must_be_full(filled: int, holds: bool) -> None:
    assert report(fill=Fill(100, filled)).fill_holds is holds


def test_plain_values_survive_json() -> None:
    plain = json.loads(json.dumps(report(OVERLAP, SOFT, clauses=(CLAUSE,)).to_dict()))
    assert plain["problems"] == 2
    assert set(plain["counts"]) == set(KINDS)
    assert plain["counts"]["overlap"] == 1
    assert plain["findings"][0] == {
        "kind": "overlap", "page": 3, "text": "甲 / 乙", "x": 22.0, "y": 40.5, "soft": False,
    }  # fmt: skip
    assert plain["clauses"][0]["measured"] == "216 × 279 mm"
    assert plain["pages"] == [{"page": 1, "lines": 30, "empty": 0.1, "cover": False}]


def test_the_table_has_a_row_a_kind_one_for_the_fill_and_one_a_clause() -> None:
    rows = report(OVERLAP, SOFT, clauses=(CLAUSE,), fill=Fill(200, 199, 0.0123)).rows()
    assert len(rows) == len(KINDS) + 2
    by_name = {row.name: row for row in rows}
    assert by_name["texts that overlap"][1:] == ("0", "1", False, "page 3: 甲 / 乙")
    assert by_name["约, 超 and the like parted from their figure"][1:] == ("", "1", None, "page 4: 超|40亿元")
    assert by_name["full lines that fill the measure"].measured == "99.5% of 200, mean stretch 0.012 em"
    assert by_name["GB/T 9704-2012 5.1 paper"][1:4] == ("210 × 297 mm", "216 × 279 mm", False)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        report().count("overlaps")
