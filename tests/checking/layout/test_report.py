"""The report as numbers, as plain values and in columns."""

from __future__ import annotations

import json

import pytest

from mjq_report.checking.layout import KINDS, Clause, Finding, PageMeasure, Report, printed


def report(*findings: Finding, clauses: tuple[Clause, ...] = (), worst: dict[str, Finding] | None = None) -> Report:
    """A report of one page."""
    return Report("briefing", True, (PageMeasure(1, 30, 0.1),), findings, clauses, worst=worst or {}, figures=9)


OVERLAP, SOFT = Finding("overlap", 3, "甲 / 乙", 22.0, 40.5), Finding("parted-qualifier", 4, "超|40亿元")
GAP = Finding("wide-gap", 7, "全镇规模以上", value=0.31)
CLAUSE = Clause("GB/T 9704-2012 5.1", "paper", "210 × 297 mm", "216 × 279 mm", holds=False)


def test_problems_are_faults_and_clauses() -> None:
    assert report().problems == 0
    assert report(SOFT).problems == 0
    assert report(OVERLAP, OVERLAP, SOFT, clauses=(CLAUSE,)).problems == 3


def test_plain_values_survive_json() -> None:
    plain = json.loads(json.dumps(report(OVERLAP, SOFT, clauses=(CLAUSE,)).to_dict()))
    assert plain["problems"] == 2
    assert set(plain["counts"]) == set(KINDS)
    assert plain["counts"]["overlap"] == 1
    assert plain["findings"][0] == {
        "kind": "overlap", "page": 3, "text": "甲 / 乙", "x": 22.0, "y": 40.5, "value": 0.0, "soft": False,
    }  # fmt: skip
    assert plain["clauses"][0]["measured"] == "216 × 279 mm"
    assert plain["pages"] == [{"page": 1, "lines": 30, "empty": 0.1, "cover": False}]
    measures = {measure["code"]: measure for measure in plain["measures"]}
    assert measures["overlap"] == {
        "code": "overlap", "verdict": "failed", "title": "文字相互重叠", "measured": "1处", "asked": "没有",
        "page": 3, "text": "甲 / 乙",
    }  # fmt: skip
    assert measures["search"]["measured"] == "9/9"


def cells(line: str) -> list[str]:
    """The cells of a printed row."""
    return line.split()


def test_one_file_has_a_row_a_measure_with_its_worst_place() -> None:
    lines = list(printed([("甲", report(OVERLAP, SOFT, GAP, clauses=(CLAUSE,), worst={"wide-gap": GAP}))]))
    rows = [cells(line) for line in lines[2:]]
    assert lines[0] == "甲：1页，样式briefing，3个问题"
    assert cells(lines[1]) == ["判定", "项目", "测得", "要求", "页", "最差处"]
    assert len(rows) == len(KINDS) + 1
    assert ["未通过", "汉字之间的空隙", "0.31字宽", "不超过0.25字宽", "7", "全镇规模以上"] in rows
    assert ["未通过", "文字相互重叠", "1处", "没有", "3", "甲", "/", "乙"] in rows
    assert ["通过", "缺字", "0处", "没有"] in rows
    assert ["提示", "约、超等与数字分行", "1处", "尽量没有", "4", "超|40亿元"] in rows
    assert ["不适用", "封面最小字号", "不小于9磅"] in rows
    assert rows[-1][:5] == ["未通过", "GB/T", "9704-2012", "5.1", "paper"]


def test_columns_stand_under_one_another_though_han_are_twice_as_wide() -> None:
    lines = list(printed([("甲", report(OVERLAP))]))[1:]
    rows = [line for line in lines if "文字" in line and "没有" in line]
    assert len(rows) > 4
    assert len({sum(2 if ord(char) > 0x2E7F else 1 for char in row[: row.rindex("没有")]) for row in rows}) == 1


def test_several_files_stand_side_by_side_and_what_fails_is_named_with_its_file() -> None:
    lines = list(printed([("甲", report()), ("乙", report(GAP, worst={"wide-gap": GAP}))]))
    table = [cells(line) for line in lines[2:]]
    assert table[0] == ["项目", "甲", "乙"]
    assert ["汉字之间的空隙", "不适用", "未通过", "0.31字宽"] in table
    assert ["文字相互重叠", "通过", "通过"] in table
    assert table[-1] == ["乙", "未通过", "汉字之间的空隙", "0.31字宽", "不超过0.25字宽", "7", "全镇规模以上"]


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        report().count("overlaps")
