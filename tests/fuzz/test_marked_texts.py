"""Texts that look like our own marks come back from a PDF as they went in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mjq_report.cli.run import run

ROOT = Path(__file__).resolve().parents[2]


def test_a_name_that_looks_like_a_formula_made_harmless_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    table = tmp_path / "data" / "indicators.csv"
    named = [("surrounding_rivers", "'-河流-'"), ("homestays", "=民宿"), ("grid_count", "''＋网格")]
    lines = table.read_text("utf-8").split("\n")
    for key, name in named:
        (place,) = (n for n, line in enumerate(lines) if line.startswith(f"{key},"))
        fields = lines[place].split(",")
        lines[place] = ",".join([key, name, *fields[2:]])
    table.write_text("\n".join(lines), "utf-8")
    assert run(["build", "--town", "xiji", "--year", "2024", "--root", str(tmp_path), "--quiet"]) == 0
    pdf = capsys.readouterr().out.strip()
    assert run(["verify", pdf]) == 0, capsys.readouterr().err


def test_a_schedule_reads_no_more_of_the_targets_than_there_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    targets = tmp_path / "mjq-report.toml"
    with targets.open("wb") as file:
        file.truncate(1 << 40)
    arguments = ["schedule", "--print", "github", "--root", str(tmp_path)]
    assert run(arguments) == 12
    assert "mjq-report.toml: larger than 262144 bytes" in capsys.readouterr().err
    targets.unlink()
    targets.mkdir()
    assert run(arguments) == 12
    assert "mjq-report.toml: it is a folder" in capsys.readouterr().err
    targets.rmdir()
    assert run(arguments) == 0
