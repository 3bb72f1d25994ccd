"""A real wheel in an environment of its own, a project that `init` laid out, and services that run its workflows."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from .machine import GH, git


@pytest.fixture(scope="session")
def wheels(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel as a user gets it."""
    place = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return place


@pytest.fixture(scope="session")
def environment(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that knows the libraries of this one, but not this checkout, and pip to install with."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    inside = Path(sysconfig.get_path("purelib", vars={"base": str(place)}))
    here = Path(sysconfig.get_path("purelib"))
    (inside / "libraries.pth").write_text(f"{here}\n")  # a .pth inside that folder is not followed: no editable install
    return place


@pytest.fixture
def pip(wheels: Path) -> dict[str, str]:
    """What lets pip install our wheel, and nothing from anywhere else."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_DEPS": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONUTF8": "1",
    }


@pytest.fixture(scope="session")
def installed(environment: Path, wheels: Path) -> Path:
    """The same with the wheel installed; the path of `mjq-report`."""
    command = [
        environment / "bin" / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        *wheels.glob("*.whl"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return environment / "bin" / "mjq-report"


@pytest.fixture
def repository(installed: Path, tmp_path: Path) -> Callable[[str], Path]:
    """`repository("github")` is a bare repository of a project that `init` has just laid out."""

    def made(kind: str) -> Path:
        done = subprocess.run(
            [installed, "init", "demo", "--schedule", kind], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        work = tmp_path / "demo"
        git("init", "--quiet", "--initial-branch=main", cwd=work)
        git("add", "--all", cwd=work)
        git("commit", "--quiet", "--message", "A project", cwd=work)
        origin = tmp_path / "origin.git"
        git("clone", "--quiet", "--bare", work, origin, cwd=tmp_path)
        git("config", "receive.advertisePushOptions", "true", cwd=origin)  # as GitLab's does
        git("remote", "add", "origin", origin, cwd=work)
        return origin

    return made


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A folder with a `gh` that writes down what it was asked for."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "gh").write_text(GH)
    (folder / "gh").chmod(0o755)
    return folder
