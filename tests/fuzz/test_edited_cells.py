"""Odd texts in the shipped tables and templates: named with their place, or verified in the PDF as they were entered."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
XIJI = ("--town", "xiji", "--year", "2024", "--quiet")
Edit = Callable[[str, Callable[[str], str]], None]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Change the text of a file in a copy of the project's tables and templates."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)

    def change(file: str, made: Callable[[str], str]) -> None:
        path = tmp_path / file
        before = path.read_text("utf-8")
        path.write_text(made(before), "utf-8")
        assert path.read_text("utf-8") != before

    return change


def set_cell(key: str, column: int, made: Callable[[str], str]) -> Callable[[str], str]:
    """Another text in a column of the row that begins with a key."""

    def change(text: str) -> str:
        lines = text.split("\n")
        (place,) = (number for number, line in enumerate(lines) if line.startswith(f"{key},"))
        cells = lines[place].split(",")
        cells[column] = made(cells[column])
        lines[place] = ",".join(cells)
        return "\n".join(lines)

    return change


@pytest.mark.guards("P2")
@pytest.mark.parametrize("character", ["\u3164", "\u17b4", "\ufe0f", "\u034f", "\u2800", "\ufffc", "\U0001d173"])
def test_what_has_no_shape_is_refused(
    tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str], character: str
) -> None:
    edit("data/towns.csv", lambda text: text.replace("镇", f"{character}镇", 1))
    assert run(["check", "--root", str(tmp_path)]) == 5
    error = capsys.readouterr().err
    assert "data/towns.csv:2:name_zh: " in error
    assert f"U+{ord(character):04X} at character" in error
    assert "[refused-character]" in error


def test_the_fault_comes_before_what_follows_from_it(
    tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("data/sources.csv", lambda text: text.replace("\ntz-2020,", "\nTZ 2020,", 1))
    assert run(["check", "--root", str(tmp_path)]) == 5
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error: data/sources.csv:2:source: 'TZ 2020' is not an id")
    assert any("data/omissions.csv" in line and "'tz-2020' is not in sources.csv" in line for line in lines[1:])


def test_a_row_longer_than_a_page_is_verified(tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    first = (ROOT / "data/towns/xiji/organisations.csv").read_text("utf-8").split("\n")[1].partition(",")[0]
    edit("data/towns/xiji/organisations.csv", set_cell(first, 1, lambda name: "主要从事先进制造、" * 300 + "等"))
    assert run(["build", *XIJI, "--root", str(tmp_path)]) == 0
    assert run(["verify", capsys.readouterr().out.strip()]) == 0, capsys.readouterr().err


@pytest.mark.guards("R12")
@pytest.mark.parametrize(
    ("odd", "what"),
    [("\U0002a68f", "no glyph for '\U0002a68f' (U+2A68F) in NotoSansSC"), ("\u0f40", "'\u0f40' (U+0F40) is Tibetan")],
)
@pytest.mark.parametrize(
    ("file", "key", "column", "where"),
    [
        (
            "data/towns/xiji/programmes.csv",
            "two_wheel_drive",
            1,
            "data/towns/xiji/programmes.csv:two_wheel_drive:name_zh",
        ),
        ("data/towns.csv", "xiji", 4, "data/towns.csv:xiji:district_zh"),
    ],
)
def test_a_character_without_a_glyph_is_found_in_its_row(
    tmp_path: Path,
    edit: Edit,
    capsys: pytest.CaptureFixture[str],
    file: str,
    key: str,
    column: int,
    where: str,
    odd: str,
    what: str,
) -> None:
    """By `check` as by the build, before it."""
    edit(file, set_cell(key, column, lambda text: text + odd))
    for command in (["check"], ["build", *XIJI]):
        assert run([*command, "--root", str(tmp_path)]) == 7
        assert capsys.readouterr().err.startswith(f"error: {where}: {what}")


@pytest.mark.guards("R12")
def test_a_template_with_a_character_without_a_glyph_is_named_with_its_line(
    tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("templates/zh/section.md.j2", lambda text: text + "\n\U0002a68f。\n")
    line = (tmp_path / "templates/zh/section.md.j2").read_text("utf-8").split("\n").index("\U0002a68f。") + 1
    for command in (["check"], ["build", *XIJI]):
        assert run([*command, "--root", str(tmp_path)]) == 7
        assert capsys.readouterr().err.startswith(f"error: templates/zh/section.md.j2:{line}: no glyph for")


def test_check_lets_a_character_be_that_no_page_shows(
    tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("data/towns.csv", set_cell("xiji", 2, lambda text: text + "\U0002a68f"))
    assert run(["check", "--root", str(tmp_path)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("command", [["site"], ["publish", "--dry-run"]])
def test_an_out_folder_that_is_none_is_not_an_empty_one(
    tmp_path: Path, edit: Edit, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    target = '[[publish.target]]\nname = "shelf"\nkind = "folder"\ntowns = ["*"]\npath = "shelf"\n'
    (tmp_path / "mjq-report.toml").write_text(target, "utf-8")
    (tmp_path / "out").write_text("", "utf-8")
    assert run([*command, "--root", str(tmp_path)]) == 9
    assert "out: Not a directory" in capsys.readouterr().err
