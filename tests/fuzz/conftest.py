"""The sound project and its workbook, made once; each test has a copy to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.dataset.workbook import exporting
from tests.fuzz import project, runner


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it should be."""
    runner.prepare()
    return project.lay_project(tmp_path_factory.mktemp("sound") / "root")


@pytest.fixture(scope="session")
def workbook(sound: Path) -> bytes:
    """Its tables as a workbook."""
    return exporting.export_xlsx(sound / "data", "lakeside")


@pytest.fixture
def fresh(sound: Path, tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    """A copy to spoil and a folder beside it, each time it is asked."""

    def copy() -> tuple[Path, Path]:
        root, beside = tmp_path / "root", tmp_path / "beside"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(sound, root)
        beside.mkdir(exist_ok=True)
        return root, beside

    return copy
