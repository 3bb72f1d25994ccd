"""Tables with what cannot be seen in them, and with a wrong header: one message that says so, and nothing that follows from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mjq_report.cli.run import run

ROOT = Path(__file__).resolve().parents[2]


def project(folder: Path) -> Path:
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.mark.parametrize(
    "character", ["\u3164", "\u115f", "\u17b4", "\ufe0f", "\u034f", "\u2800", "\ufffc", "\uffa0", "\U0001d173"]
)
def test_what_has_no_shape_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], character: str) -> None:
    table = project(tmp_path) / "data" / "towns.csv"
    lines = table.read_text("utf-8").split("\n")
    lines[1] = lines[1].replace("镇", f"{character}镇", 1)
    table.write_text("\n".join(lines), "utf-8")
    assert run(["check", "--root", str(tmp_path)]) == 5
    error = capsys.readouterr().err
    assert "data/towns.csv:2:name_zh: " in error
    assert f"U+{ord(character):04X} at character" in error
    assert "[refused-character]" in error


def test_a_figure_with_zeros_in_front_that_nobody_printed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = project(tmp_path) / "data" / "towns" / "xiji" / "observations.csv"
    table.write_text(table.read_text("utf-8").replace(",2,条,", ",002,条,", 1), "utf-8")
    assert run(["check", "--root", str(tmp_path)]) == 5
    assert "observations.csv:2:value: '002' is not a number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (",note\n", "\n", "data/breakdowns.csv:1:note: the column is missing"),
        (",note\n", ",note,more\n", "data/breakdowns.csv:1: unknown column 'more'"),
        (",", "，", "data/breakdowns.csv:1: unknown column 'breakdown，name_zh'"),
        ("breakdown", "c," * 100_000 + "breakdown", "data/breakdowns.csv:1: there are 100005 columns; the table has 5"),
    ],
)
def test_a_wrong_header_is_told_and_not_every_row_below_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, what: str
) -> None:
    table = project(tmp_path) / "data" / "breakdowns.csv"
    table.write_text(table.read_text("utf-8").replace(before, after, 1), "utf-8")
    assert run(["check", "--root", str(tmp_path)]) == 5
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"error: {what}")
    assert len(lines) <= 4
    assert all(line.startswith("error: data/breakdowns.csv:1:") for line in lines)


def test_the_fault_comes_before_what_follows_from_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = project(tmp_path) / "data" / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("\ntz-2020,", "\nTZ 2020,", 1), "utf-8")
    assert run(["check", "--root", str(tmp_path)]) == 5
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error: data/sources.csv:2:source: 'TZ 2020' is not an id")
    assert any("data/omissions.csv" in line and "'tz-2020' is not in sources.csv" in line for line in lines[1:])
