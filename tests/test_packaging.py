"""What is shipped: a wheel that works from any folder, and a Makefile that explains itself."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a user gets it, unpacked."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(place / "unpacked")
    return place / "unpacked"


def shipped(folder: Path, project: Path) -> list[Path]:
    """The files of a folder that git would track."""
    return sorted(
        path.relative_to(project) for path in folder.rglob("*") if path.is_file() and "cache" not in str(path)
    )


def test_the_wheel_carries_the_tables_and_templates_as_they_are(wheel: Path, project: Path) -> None:
    for folder in ("data", "templates"):
        for path in shipped(project / folder, project):
            assert (wheel / "mjq_report" / "defaults" / path).read_bytes() == (project / path).read_bytes()


def test_the_wheel_carries_every_module_and_theme_and_its_licence(wheel: Path, project: Path) -> None:
    for path in shipped(project / "mjq_report", project):
        assert (wheel / path).is_file(), path
    assert list(wheel.glob("*.dist-info/licenses/LICENSE"))
    assert list(wheel.glob("*.dist-info/licenses/NOTICE"))
    assert not (wheel / "tests").exists()


def test_an_installed_copy_reads_its_own_tables_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mjq_report", "list"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(wheel)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    towns = (wheel / "mjq_report" / "defaults" / "data" / "towns.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in towns:
        assert line.partition(",")[0] in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_make_alone_says_what_there_is_to_make(project: Path, tool: Callable[[str], str]) -> None:
    done = subprocess.run([tool("make")], cwd=project, capture_output=True, text=True, check=True)
    for target in ("briefing", "test", "check", "bench", "lock"):
        assert f"make {target} " in done.stdout


def test_make_names_what_is_missing_when_python_is_too_old(
    project: Path, tool: Callable[[str], str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [tool("make"), "briefing", f"PYTHON={tmp_path}/python3", f"VENV={tmp_path}/venv"],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr
    assert not (tmp_path / "venv").exists()
