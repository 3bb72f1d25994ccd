"""`accept` as a user meets it: from a text to rows that pass every check, and what it says of lines that do not."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from mjq_report.cli.run import run

TEXT = (
    "新桥镇2025年工作情况\n"
    "全年完成固定资产投资31.60亿元，同比增长1.3%。全镇莲子加工厂7家，带头人热线12345。\n"
    "河湾村种植莲藕4300亩。\n"
)
SOURCE = [
    "--title",
    "工作情况",
    "--publisher",
    "新桥镇",
    "--published",
    "2026-01-08",
    "--year",
    "2025",
    "--kind",
    "work_report",
]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project of one town without rows, a source, and what it proposes."""
    root = tmp_path / "p"
    assert run(["init", "--empty", str(root), "--schedule", "none"]) == 0
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    town = ["data", "new-town", "xinqiao", "--name-zh", "新桥镇", "--name-en", "Xinqiao", "--root", str(root)]
    assert run(town) == 0
    out = str(tmp_path / "p.csv")
    propose = ["propose", str(tmp_path / "a.txt"), "--town", "xinqiao", "--year", "2025", "--out", out]
    assert run([*propose, "--root", str(root)]) == 0
    return tmp_path


def accept(made: Path, *more: str) -> int:
    file = ["accept", str(made / "p.csv"), "--town", "xinqiao", "--source", "xq25", "--root", str(made / "p"), "--yes"]
    return run([*file, *more])


def rows(made: Path, path: str) -> list[dict[str, str]]:
    with (made / "p" / "data" / path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_text_becomes_rows_that_pass_every_check_and_print(made: Path) -> None:
    text = made / "a.txt"
    assert accept(made, "--text", str(text), *SOURCE, "--left-out", str(made / "p-left-out.csv")) == 0
    found = {row["as_published"]: row for row in rows(made, "towns/xinqiao/observations.csv")}
    assert found["31.60亿元"]["value"] == "31.60" and found["31.60亿元"]["indicator"] == "fixed_asset_investment"
    assert {row["source"] for row in found.values()} == {"xq25"}
    new = {row["indicator"]: row["name_zh"] for row in rows(made, "towns/xinqiao/indicators.csv")}
    assert found["7家"]["indicator"] in new
    assert rows(made, "sources.csv")[0]["sha256"] == hashlib.sha256(text.read_bytes()).hexdigest()
    root = ["--root", str(made / "p")]
    assert run(["check", "--evidence", str(made), *root]) == 0
    assert run(["build", "--town", "xinqiao", "--year", "2025", *root]) == 0


def test_accepting_twice_changes_nothing(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(made, "--text", str(made / "a.txt"), *SOURCE) == 0
    before = {path: path.read_bytes() for path in (made / "p" / "data").rglob("*.csv")}
    capsys.readouterr()
    assert accept(made) == 0
    assert "nothing differs" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in (made / "p" / "data").rglob("*.csv")}


def test_a_line_that_breaks_a_rule_is_named_in_the_file_and_nothing_is_written(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made / "p.csv"
    file.write_text(file.read_text("utf-8-sig").replace(",31.60,", ",31.61,"), encoding="utf-8-sig")
    before = (made / "p/data/sources.csv").read_bytes()
    capsys.readouterr()
    assert accept(made, "--text", str(made / "a.txt"), *SOURCE) == 5
    assert "p.csv:2:value" in capsys.readouterr().err
    assert (made / "p/data/sources.csv").read_bytes() == before
    assert rows(made, "towns/xinqiao/observations.csv") == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "sources.csv has no such source"),
        (("--title", "工作情况"), "--text: a new source needs it"),
        (("--left-out", "nothing.csv"), "sources.csv has no such source"),
    ],
)
def test_what_is_missing_is_said(
    made: Path, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accept(made, *more) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_propose_did_not_write_is_refused(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made / "p.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert accept(made, "--text", str(made / "a.txt"), *SOURCE) == 2
    assert "has no column locator" in capsys.readouterr().err
