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


def test_a_line_a_kind_one_for_the_fill_and_one_a_clause() -> None:
    lines = list(report(OVERLAP, SOFT, clauses=(CLAUSE,), fill=Fill(200, 199, 0.0123)).lines())
    assert len(lines) == len(KINDS) + 2
    assert set(lines) >= {
        "WRONG  texts that overlap: 1; page 3: 甲 / 乙",
        "ok     fonts not embedded: 0",
        "note   约, 超 and the like parted from their figure: 1; page 4: 超|40亿元",
        "ok     full lines that fill the measure (≥ 98%): 99.5% of 200, mean stretch 0.012 em",
        "WRONG  GB/T 9704-2012 5.1 paper (210 × 297 mm): 216 × 279 mm",
    }


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        report().count("overlaps")
