"""The real briefings, built once for all functional tests, and the program run as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_program(
    *arguments: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `mjq-report` in a process of its own; extra keywords become environment variables."""
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in ("SOURCE_DATE_EPOCH", "TZ", "LC_ALL", "PYTHONHASHSEED")
    }
    return subprocess.run(
        [sys.executable, "-m", "mjq_report", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
        cwd=cwd,
        env={**env, **environment},
        check=False,
    )


@pytest.fixture(scope="session")
def run() -> Run:
    return run_program


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """`build --all` into a folder: the `out` folder."""
    out = tmp_path_factory.mktemp("out")
    done = run_program("build", "--all", "--root", project, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def example(built: Path) -> Path:
    """The README's example briefing."""
    return next((built / "majuqiao" / "2025").glob("*.pdf"))


@pytest.fixture
def copy(tmp_path: Path, project: Path) -> Path:
    """A project folder of one's own to spoil."""
    root = tmp_path / "root"
    shutil.copytree(project / "data", root / "data")
    shutil.copytree(project / "templates", root / "templates")
    return root
