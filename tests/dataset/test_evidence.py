"""Rows against source texts, and the digits of source texts against rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset.rules.evidence import _unnamed, check_evidence, paragraphs
from mjq_report.errors import DataError, UnknownTown
from tests.towns.lakeside import LAKESIDE, append, change, observation


def test_sound_evidence_has_no_problem(data: Path, evidence: Path) -> None:
    report = check_evidence(data, evidence)
    assert report.problems() == []
    assert report.problems() == []
    assert report.checked == 21
    assert report.notes()[0] == "21 rows were looked up in their sources"


def test_sources_are_found_by_their_hash_whatever_their_name(data: Path, evidence: Path) -> None:
    (evidence / "0.bin").rename(evidence / "renamed.txt")
    assert check_evidence(data, evidence).problems() == []
    (evidence / "renamed.txt").write_text("another text", encoding="utf-8")
    report = check_evidence(data, evidence)
    assert report.absent == ("src-1",)
    assert report.problems() == ["data/sources.csv: no file in the folder has the SHA-256 of src-1"]


def test_a_source_in_gb18030_is_read_as_well(data: Path, evidence: Path) -> None:
    text = (evidence / "0.bin").read_text(encoding="utf-8")
    (evidence / "0.bin").write_bytes(text.encode("gb18030"))
    digests = [hashlib.sha256(content).hexdigest() for content in (text.encode(), text.encode("gb18030"))]
    change(data, "sources.csv", *digests)
    assert check_evidence(data, evidence).problems() == []


NAMES = ("车身", "电池", "电机", "座椅")


@given(st.permutations(NAMES), st.integers(1, 4), st.integers(0, 2))
def test_the_names_behind_a_count_are_looked_for_where_it_is_counted(order: list[str], together: int, gap: int) -> None:
    """In its paragraph, or one a paragraph below a heading; not gathered from all over the text, nor made up."""
    lines = ["四大产业各有所长。", *(["别的事。"] * gap), "、".join(order[:together]), *order[together:]]
    count = {"source": "src", "locator": "1", "members_zh": "|".join(f"“{n}”（一级）" for n in NAMES)}
    assert [*unnamed([count], lines)] == []
    assert [*unnamed([count], lines[:-1])] != []
    apart = [line for name in order for line in (name, *(["别的事。"] * 4))]
    assert [*unnamed([count], ["四大产业", *apart])] != []


def unnamed(rows: list[dict[str, str]], text: list[str]) -> list[str]:
    return [*_unnamed([_Table(rows)], {"src": {str(n): line for n, line in enumerate(text, 1)}})]  # type: ignore[list-item]


class _Table:
    """As much of a table as the rule reads."""

    file = "f"

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._rows, self.lines = rows, [2] * len(rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        return iter(self._rows)


def test_words_in_another_paragraph_are_missing_and_the_nearest_place_is_named(data: Path, evidence: Path) -> None:
    change(data, LAKESIDE, "src-1,3,82平方公里", "src-1,1,82平方公里")
    report = check_evidence(data, evidence)
    assert report.problems()[0] == (
        f"data/{LAKESIDE}:5: '82平方公里' is not in paragraph 1 of src-1; it stands in paragraph 3"
    )
    assert [run.digits for run in report.uncovered] == ["82"]


def test_words_that_stand_nowhere_are_missing_with_what_is_likest(data: Path, evidence: Path) -> None:
    change(data, LAKESIDE, "90.50亿元", "90.50亿圆")
    change(data, LAKESIDE, "src-2,3,四大产业", "src-2,30,ωωω")
    problems = check_evidence(data, evidence).problems()
    assert "'90.50亿圆' is not in paragraph 2 of src-1; the nearest is '90.50亿' in paragraph 2" in problems[0]
    assert "'ωωω' is not in paragraph 30 of src-2; no part of it stands anywhere" in problems[1]


def test_mentions_are_looked_up_as_well(data: Path, evidence: Path) -> None:
    mentions = data / "towns" / "lakeside" / "mentions.csv"
    header = "entity,stage,role_zh,role_en,due,due_words,source,locator,as_published,note"
    mentions.write_text(f"{header}\nservice_package,,,,,,src-2,3,ωωω,\n", encoding="utf-8")
    assert "towns/lakeside/mentions.csv:2: 'ωωω' is not in paragraph 3" in check_evidence(data, evidence).problems()[0]


def test_digits_that_no_row_covers_are_listed_unless_left_out_on_purpose(data: Path, evidence: Path) -> None:
    (data / "omissions.csv").unlink()
    report = check_evidence(data, evidence)
    assert [(run.source, run.paragraph, run.digits) for run in report.uncovered] == [("src-2", "4", "5")]
    assert report.problems() == [
        "src-2:4: 5 in '九届文化节开幕，来客5万人次。': no row covers it; add the row, or say why not in data/omissions.csv"
    ]


def test_a_digit_run_is_covered_only_as_a_whole(data: Path, evidence: Path) -> None:
    change(data, LAKESIDE, ",3.7万亩,", ",7万亩,")
    assert [run.digits for run in check_evidence(data, evidence).uncovered] == ["3.7"]


def test_dates_and_names_explain_themselves(data: Path, evidence: Path) -> None:
    report = check_evidence(data, evidence)
    assert [(run.digits, run.reason) for run in report.explained] == [
        ("2024", "a date"),
        ("2024", "a date"),
        ("12", "a date"),
        ("28", "a date"),
    ]
    (data / "towns/lakeside/programmes.csv").unlink()
    assert [run.digits for run in check_evidence(data, evidence).explained if run.reason == "part of a name"] == ["7"]


def test_what_is_left_out_is_told_with_its_reason(data: Path, evidence: Path) -> None:
    assert [(run.digits, run.reason) for run in check_evidence(data, evidence).left_out] == [("5", "留待下次")]


def test_a_whole_span_of_paragraphs_may_be_left_out(data: Path, evidence: Path) -> None:
    (data / "towns/hilltop/observations.csv").write_text(
        (data / "towns/hilltop/observations.csv").read_text(encoding="utf-8").partition("\n")[0] + "\n",
        encoding="utf-8",
    )
    assert check_evidence(data, evidence).problems()
    append(data, "omissions.csv", "src-2", "4-9", "", "他镇的报道")
    report = check_evidence(data, evidence)
    assert report.problems() == []
    assert {run.reason for run in report.left_out} == {"他镇的报道", "留待下次"}


@pytest.mark.parametrize(
    ("locator", "text", "said"),
    [("4", "6万人次", "the omission is not needed"), ("3", "5万人次", "paragraph 4"), ("9", "", "not needed")],
)
def test_an_omission_of_what_is_not_there_is_stale(
    data: Path, evidence: Path, locator: str, text: str, said: str
) -> None:
    append(data, "omissions.csv", "src-2", locator, text, "理由")
    problems = check_evidence(data, evidence).problems()
    assert len(problems) == 1
    assert problems[0].startswith("data/omissions.csv:3: ")
    assert said in problems[0]


def test_one_town_is_held_against_its_own_sources_and_other_towns_rows_still_cover(data: Path, evidence: Path) -> None:
    append(data, "omissions.csv", "src-1", "1", "没有", "不在此查")
    (evidence / "0.bin").unlink()  # src-1 is none of hilltop's
    report = check_evidence(data, evidence, ["hilltop"])
    assert report.problems() == []
    assert report.checked == 3
    with pytest.raises(UnknownTown):
        check_evidence(data, evidence, ["seaside"])


def test_tables_that_cannot_be_read_are_no_evidence(data: Path, evidence: Path) -> None:
    append(data, LAKESIDE, *observation(locator="x"))
    with pytest.raises(DataError, match="locator"):
        check_evidence(data, evidence)


def test_a_source_that_is_no_text_counts_as_absent(data: Path, evidence: Path) -> None:
    content = b"\xff\xff\xff"
    (evidence / "odd.bin").write_bytes(content)
    sources = (data / "sources.csv").read_text(encoding="utf-8").splitlines()
    old = sources[1].split(",")[8]
    change(data, "sources.csv", old, hashlib.sha256(content).hexdigest())
    assert check_evidence(data, evidence).absent == ("src-1",)


def test_paragraphs_are_lines_with_something_in_them() -> None:
    assert paragraphs("\n甲\n \t\u3000\n乙\r\n\r\n丙\r丁\n") == ["甲", "乙", "丙", "丁"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=5), max_size=8))
def test_paragraphs_lose_nothing_but_empty_lines(lines: list[str]) -> None:
    assert paragraphs("\n".join(lines)) == [line for line in lines if line.strip()]
