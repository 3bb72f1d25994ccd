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


def test_a_row_longer_than_a_page_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    table = tmp_path / "data" / "towns" / "xiji" / "organisations.csv"
    head, first, *rest = table.read_text("utf-8").split("\n")
    key, _, *fields = first.split(",")
    table.write_text("\n".join([head, ",".join([key, "主要从事先进制造、" * 300 + "等", *fields]), *rest]), "utf-8")
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


@pytest.mark.parametrize(
    ("table", "key", "column", "where"),
    [
        ("towns/xiji/programmes.csv", "two_wheel_drive", 1, "data/towns/xiji/programmes.csv:two_wheel_drive:name_zh"),
        ("towns.csv", "xiji", 4, "data/towns.csv:xiji:district_zh"),
    ],
)
def test_a_character_without_a_glyph_is_found_in_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, key: str, column: int, where: str
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / table
    lines = path.read_text("utf-8").split("\n")
    (place,) = (n for n, line in enumerate(lines) if line.startswith(f"{key},"))
    fields = lines[place].split(",")
    lines[place] = ",".join([*fields[:column], fields[column] + "한글", *fields[column + 1 :]])
    path.write_text("\n".join(lines), "utf-8")
    assert run(["build", "--town", "xiji", "--year", "2024", "--root", str(tmp_path), "--quiet"]) == 7
    assert capsys.readouterr().err.startswith(f"error: {where}: no glyph for '한' (U+D55C) in ")


def test_a_template_with_a_character_without_a_glyph_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    template = tmp_path / "templates" / "zh" / "economy.md.j2"
    template.write_text(template.read_text("utf-8") + "\n한글。\n", "utf-8")
    line = template.read_text("utf-8").split("\n").index("한글。") + 1
    assert run(["build", "--town", "xiji", "--year", "2024", "--root", str(tmp_path), "--quiet"]) == 7
    assert capsys.readouterr().err.startswith(f"error: templates/zh/economy.md.j2:{line}: no glyph for '한'")


@pytest.mark.parametrize("command", ["site", "publish"])
def test_an_out_folder_that_is_none_is_not_an_empty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "mjq-report.toml").write_text(
        '[[publish.target]]\nname = "shelf"\nkind = "folder"\ntowns = ["*"]\npath = "shelf"\n', "utf-8"
    )
    (tmp_path / "out").write_text("", "utf-8")
    arguments = [command, "--root", str(tmp_path), *(["--dry-run"] if command == "publish" else [])]
    assert run(arguments) == 9
    assert "out: Not a directory" in capsys.readouterr().err
