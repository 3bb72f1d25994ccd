"""`propose` as a user meets it: the file that it writes, what it prints, what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mjq_report.cli.run import run

TEXT = "西集镇2024年工作情况\n全年实现工业总产值31.60亿元，同比增长1.3%。\n拨打12345热线。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def propose(source: Path, project: Path, *more: str) -> int:
    return run(["propose", str(source), "--town", "xiji", "--year", "2024", "--root", str(project), *more])


def test_a_table_that_spreadsheets_open(source: Path, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    assert propose(source, project, "--out", str(out)) == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(r["locator"], r["as_published"], r["value"], r["indicator"]) for r in rows] == [
        ("2", "31.60亿元", "31.60", "gross_industrial_output"), ("2", "增长1.3%", "1.3", "gross_industrial_output_growth"),
    ]  # fmt: skip
    assert "12345" in (tmp_path / "p-left-out.csv").read_text("utf-8-sig")


def test_a_workbook_keeps_zeros_and_has_a_sheet_for_each_list(source: Path, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.xlsx"
    assert propose(source, project, "--out", str(out)) == 0
    book = load_workbook(out)
    assert {"proposals", "left_out"} <= set(book.sheetnames)
    assert book["proposals"]["C2"].value == "31.60"


def test_json_goes_to_the_screen_and_nothing_is_written(
    source: Path, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert propose(source, project, "--json") == 0
    assert [p["value"] for p in json.loads(capsys.readouterr().out)["proposals"]] == ["31.60", "1.3"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt"]


def test_gb18030_is_read(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    assert propose(path, project, "--out", str(tmp_path / "p.csv")) == 0
    assert "31.60亿元" in (tmp_path / "p.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"\x00\x01\x02"])
def test_what_is_no_text_is_refused_in_a_line(
    content: bytes, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    assert propose(path, project) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_text_that_looks_like_a_formula_is_none(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_text("=cmd|' /C calc'!A0 新增企业12家。", encoding="utf-8")
    assert propose(path, project, "--out", str(tmp_path / "p.csv")) == 0
    for row in csv.reader(io.StringIO((tmp_path / "p.csv").read_text("utf-8-sig"))):
        assert not any(cell.startswith("=") for cell in row)
