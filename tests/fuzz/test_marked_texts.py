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
