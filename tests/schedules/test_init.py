"""`init`: a project that builds at once, from an installed wheel, and never in the way of anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mjq_report.delivery.targets import parse_settings

from .machine import load


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mjq_report", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_project_has_all_that_its_owner_will_want_to_change(project: Path, tmp_path: Path) -> None:
    done = run("init", "demo", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "demo\n"), done.stderr
    assert "mjq-report build --all" in done.stderr
    demo = tmp_path / "demo"
    names = below(demo)
    assert {
        "README.md", ".gitignore", ".gitattributes", "mjq-report.toml", "theme.toml", "templates/briefing.toml",
        "data/towns.csv", "data/datapackage.json", ".github/workflows/briefings.yml",
    } <= names  # fmt: skip
    for path in names:
        if path.startswith(("data/", "templates/")):
            assert (demo / path).read_bytes() == (project / path).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"demo"}, "nothing is left beside it"
    assert "--theme theme.toml" in load((demo / ".github/workflows/briefings.yml").read_text(encoding="utf-8"))["jobs"][
        "build"
    ]["steps"][5]["run"]  # fmt: skip


def test_the_targets_that_the_sample_shows_are_right_once_the_marks_are_off(tmp_path: Path) -> None:
    assert run("init", "demo", cwd=tmp_path).returncode == 0
    text = (tmp_path / "demo" / "mjq-report.toml").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line and not line.startswith("#")]
    bare = "\n".join(line[2:] for line in text.split("\n\n", 1)[1].splitlines() if line)
    settings = parse_settings(bare.encode("utf-8"), "mjq-report.toml", tmp_path)
    assert [target.kind for target in settings.targets] == ["folder", "mail", "s3", "wecom"]


def test_an_empty_project_takes_a_town_and_is_checked(tmp_path: Path) -> None:
    assert run("init", "own", "--empty", "--schedule", "gitlab", cwd=tmp_path).returncode == 0
    own = tmp_path / "own"
    assert (own / ".gitlab-ci.yml").is_file()
    assert not (own / ".github").exists()
    assert (own / "data" / "towns.csv").read_text(encoding="utf-8").count("\n") == 1
    made = run("data", "new-town", "some-town", "--name-zh", "某镇", "--name-en", "Some Town", cwd=own)
    assert made.returncode == 0, made.stderr
    assert run("check", cwd=own).returncode == 0


@pytest.mark.parametrize("there", ["a file in it", "a file", "a link", "a dangling link"])
def test_nothing_that_is_there_is_touched(there: str, tmp_path: Path) -> None:
    place, other = tmp_path / "demo", tmp_path / "other"
    if there == "a file in it":
        place.mkdir()
        (place / ".hidden").write_text("mine")
    elif there == "a file":
        place.write_text("mine")
    else:
        if there == "a link":
            other.mkdir()
        place.symlink_to(other)
    seen = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = run("init", "demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "is not an empty folder" in done.stderr
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == seen


def test_the_folder_where_one_is_will_do_if_it_is_empty(tmp_path: Path) -> None:
    assert run("init", ".", "--schedule", "none", cwd=tmp_path).returncode == 0
    assert (tmp_path / "data" / "towns.csv").is_file()
    assert not (tmp_path / ".github").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("init", "file/demo", cwd=tmp_path)
    assert done.returncode == 9
    assert re.search(r"error: .*file", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_wheel_in_a_fresh_environment_lays_out_builds_checks_and_shows(installed: Path, tmp_path: Path) -> None:
    """Outside any clone, as `pip install` and nothing else would have it."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MJQ", "VIRTUAL"))}

    def go(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installed, *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
        )

    where = subprocess.run(
        [installed.parent / "python", "-c", "import mjq_report; print(mjq_report.__file__)"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(installed.parent.parent), "not the installed copy"
    assert go("init", "demo", cwd=tmp_path).returncode == 0
    demo = tmp_path / "demo"
    built = go("build", "--all", cwd=demo)
    assert built.returncode == 0, built.stderr
    pdfs = [Path(line) for line in built.stdout.splitlines()]
    assert len(pdfs) == 6
    assert all(path.read_bytes().startswith(b"%PDF-") and path.is_relative_to(demo / "out") for path in pdfs)
    again = go("build", "--all", cwd=demo)
    assert "6 up to date" in again.stderr
    assert "6 up to date" in go("build", "--all", "--theme", "theme.toml", cwd=demo).stderr
    assert go("verify", *map(str, pdfs), cwd=demo).stdout.count("everything holds") == 6
    assert go("site", cwd=demo).returncode == 0
    assert (demo / "out" / "site" / "index.html").is_file()
    printed = go("schedule", "--print", "cron", cwd=demo).stdout
    assert str(demo) in printed
    assert str(installed) in printed
