"""Every way to go wrong: one clear message, its own exit code, no traceback, the old output whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run


def assert_clean(done: subprocess.CompletedProcess[str], code: int) -> None:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert all(line.startswith(("error: ", "warning: ", "note: ")) for line in done.stderr.splitlines()), done.stderr


def test_a_year_without_data_names_those_that_have(run: Run, project: Path, tmp_path: Path) -> None:
    done = run("build", "--town", "majuqiao", "--year", "2023", "--root", project, "--out", tmp_path / "out")
    assert_clean(done, 4)
    assert "2020, 2022, 2024, 2025" in done.stderr
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_misspelt_town_is_suggested(run: Run, project: Path, tmp_path: Path) -> None:
    done = run("build", "--town", "majuqaio", "--year", "2025", "--root", project, "--out", tmp_path / "out")
    assert_clean(done, 3)
    assert "did you mean majuqiao?" in done.stderr


@pytest.mark.guards("T1")
@pytest.mark.parametrize(
    "name", ["../evil", "/abs", "..", ".", "", "a/b", "A", "majuqiao/../xiji", "马/驹桥", "x" * 300, "a\nb", "~"]
)
def test_a_town_is_never_a_path(run: Run, project: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    assert_clean(run("build", "--town", name, "--year", "2025", "--root", project, "--out", out), 3)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.guards("I5")
def test_all_problems_come_at_once_with_their_places(run: Run, copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run("build", "--town", "majuqiao", "--year", "2025", "--root", copy, "--out", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    table = copy / "data" / "towns" / "majuqiao" / "observations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    spoilt = lines[1].split(",")
    spoilt[4] = "1,2"
    lines[2] = lines[2].replace("exact", "exactly", 1)
    lines[3] = "no_such_indicator" + lines[3][lines[3].index(",") :]
    lines.append(lines[4])
    lines[5] = lines[5] + ",extra"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("build", "--town", "majuqiao", "--year", "2025", "--root", copy, "--out", out)
    assert_clean(done, 5)
    assert first.returncode == 0
    place = "data/towns/majuqiao/observations.csv"
    assert f"{place}:4:indicator" in done.stderr
    assert f"{place}:3:qualifier" in done.stderr
    assert f"{place}:6" in done.stderr
    assert f"{place}:{len(lines)}" in done.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_file_that_is_not_utf8_is_named_with_its_row(run: Run, copy: Path, tmp_path: Path) -> None:
    table = copy / "data" / "towns" / "majuqiao" / "observations.csv"
    table.write_bytes(table.read_text(encoding="utf-8").encode("gb18030"))
    done = run("build", "--town", "majuqiao", "--year", "2025", "--root", copy, "--out", tmp_path / "out")
    assert_clean(done, 5)
    assert "observations.csv:" in done.stderr
    assert "UTF-8" in done.stderr


def test_a_missing_column_is_named(run: Run, copy: Path, tmp_path: Path) -> None:
    table = copy / "data" / "indicators.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",unit,", ",units,", 1), encoding="utf-8")
    done = run("build", "--town", "majuqiao", "--year", "2025", "--root", copy, "--out", tmp_path / "out")
    assert_clean(done, 5)
    assert "data/indicators.csv:1" in done.stderr
    assert "unit" in done.stderr


def test_a_broken_template_is_named_with_its_line(run: Run, copy: Path, tmp_path: Path) -> None:
    template = copy / "templates" / "zh" / "section.md.j2"
    template.write_text(template.read_text(encoding="utf-8") + "\n{{ nonsense( }}\n", encoding="utf-8")
    done = run("build", "--town", "majuqiao", "--year", "2025", "--root", copy, "--out", tmp_path / "out")
    assert_clean(done, 6)
    assert "section.md.j2:" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0 and sys.platform == "darwin", reason="root writes anywhere there")
def test_a_file_where_the_folder_should_be(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = run("build", "--town", "xiji", "--year", "2024", "--root", project, "--out", tmp_path / "out")
    assert_clean(done, 9)
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.guards("T3")
def test_a_link_in_the_way_is_not_followed(run: Run, project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "xiji").symlink_to(elsewhere)
    done = run("build", "--town", "xiji", "--year", "2024", "--root", project, "--out", tmp_path / "out")
    assert_clean(done, 9)
    assert not list(elsewhere.iterdir())


@pytest.mark.guards("K1")
def test_a_damaged_manifest_or_pdf_is_built_again(run: Run, project: Path, tmp_path: Path) -> None:
    arguments = ("build", "--town", "xiji", "--year", "2024", "--root", project, "--out", tmp_path, "--explain")
    pdf = Path(run(*arguments).stdout.strip())
    whole = pdf.read_bytes(), pdf.with_suffix(".json").read_bytes()
    for spoil in (lambda: pdf.write_bytes(whole[0][:-9]), lambda: pdf.with_suffix(".json").write_text("{"), pdf.unlink):
        spoil()
        done = run(*arguments)
        assert done.returncode == 0
        assert "up to date" not in done.stderr
        assert (pdf.read_bytes(), pdf.with_suffix(".json").read_bytes()) == whole
    assert "up to date" in run(*arguments).stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom mjq_report.cli.run import run\ncode = run(['--help'])\n"
        "import json; print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    code_, modules = json.loads(done.stderr.splitlines()[-1])
    assert code_ == 0
    heavy = {"pandas", "numpy", "matplotlib", "reportlab", "jinja2", "pikepdf", "markdown_it", "uharfbuzz", "rich"}
    assert heavy & set(modules) == set()


@pytest.mark.guards("C4")
@pytest.mark.parametrize(
    "arguments", [["--nope"], ["bulid"], ["build"], ["build", "--year", "abc"], ["build", "--town"]]
)
def test_a_wrong_command_line_is_one_line(run: Run, arguments: list[str]) -> None:
    assert_clean(run(*arguments), 2)


def test_version_and_list(run: Run, project: Path) -> None:
    from mjq_report import __version__

    assert run("--version").stdout == f"mjq-report {__version__}\n"
    listed = run("list", "--root", project).stdout
    assert "majuqiao  2025  马驹桥镇" in listed
    assert "xiji  2024" in listed


@pytest.mark.skipif(os.name != "posix", reason="a shell's redirections")
@pytest.mark.parametrize("command", ["list", "--version", "audit --town majuqiao --json"])
@pytest.mark.parametrize("lost", [">/dev/full", ">&-"], ids=["full", "closed"])
@pytest.mark.parametrize("buffered", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
def test_success_means_that_the_output_arrived(
    command: str, lost: str, buffered: dict[str, str], project: Path
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | buffered
    line = f"exec {sys.executable} -m mjq_report {command} {lost}"
    done = subprocess.run(["/bin/sh", "-c", line], cwd=project, env=env, capture_output=True, text=True, check=False)
    assert_clean(done, 9)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="a shell's redirections")
def test_messages_never_turn_up_among_results(project: Path) -> None:
    line = f"exec {sys.executable} -m mjq_report nothing 2>&-"
    done = subprocess.run(["/bin/sh", "-c", line], cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_each_command_starts_by_itself_as_it_is_in_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    import typer

    from mjq_report.cli.app import program
    from mjq_report.cli.run import run as started

    whole = getattr(typer.main.get_command(program()), "commands", {})
    assert len(whole) > 16
    for name, command in whole.items():
        alone = getattr(typer.main.get_command(program(name)), "commands", {})
        assert list(alone) == [name]
        assert [p.opts for p in alone[name].params] == [p.opts for p in command.params]
    assert set(getattr(typer.main.get_command(program("no-such")), "commands", {})) == set(whole)
    assert started(["biuld"]) == 2
    assert "build" in capsys.readouterr().err
