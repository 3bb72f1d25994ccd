"""The curated claims: each verdict is the one that its curator worked out by hand and noted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mjq_report.analysis import audit
from mjq_report.dataset import loading
from mjq_report.model.codes import Verdict
from mjq_report.model.findings import AuditResult

EXPECTED = {"一致": Verdict.CONSISTENT, "不一致": Verdict.INCONSISTENT, "无法核对": Verdict.UNCHECKABLE}


def towns(data: Path) -> list[str]:
    with (data / "towns.csv").open(encoding="utf-8", newline="") as file:
        return [line["town"] for line in csv.DictReader(file)]


@pytest.fixture(scope="module")
def results(project: Path) -> list[AuditResult]:
    return [r for slug in towns(project / "data") for r in audit(loading.load_town(project / "data", slug))]


def test_every_verdict_is_the_expected_one(results: list[AuditResult]) -> None:
    wrong = [
        (result.claim.id, word, result.verdict)
        for result in results
        for word, verdict in EXPECTED.items()
        if f"预期：{word}" in result.claim.note and result.verdict is not verdict
    ]
    assert results
    assert wrong == []


def test_what_does_not_hold_or_cannot_be_checked_is_said_to_a_reader(results: list[AuditResult]) -> None:
    for result in results:
        told = result.reason_zh or result.verdict is Verdict.CONSISTENT
        assert told, result.claim.id
        assert bool(result.arithmetic_zh) is (result.verdict is not Verdict.UNCHECKABLE), result.claim.id
        assert "预期" not in result.reason_zh
        assert not result.reason_zh.startswith(("没有这种运算", "表中没有", "单位不能换算", "按公布的数")), (
            result.claim.id
        )
