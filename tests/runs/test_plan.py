"""What a selection means, and what planning costs: a build with nothing to do loads none of the libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.errors import DataError, NoData, UnknownTown, UsageError
from mjq_report.runs.plan import plan
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root
from tests.runs.project import BRIEFINGS, Which, cheap, lay_project, reasons, run

__all__ = ["cheap"]

HEAVY = {"pandas", "numpy", "matplotlib", "reportlab", "jinja2", "pikepdf", "uharfbuzz", "openpyxl", "pyarrow", "fsspec",
         "distributed", "rich"}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Root:
    folder = lay_project(tmp_path / "project")
    return Root(folder / "data", folder / "templates", tmp_path / "out")


def which(root: Root, selection: Selection) -> Which:
    return {(task.town, task.year) for task in plan(root, selection, Options())}


@pytest.mark.parametrize(
    ("selection", "meant"),
    [
        (Selection(everything=True), BRIEFINGS),
        (Selection(everything=True, year=2024), {("hilltop", 2024), ("lakeside", 2024)}),
        (Selection(everything=True, since=2024), {("hilltop", 2024), ("lakeside", 2024)}),
        (Selection(towns=("lakeside",)), {("lakeside", 2023), ("lakeside", 2024)}),
        (Selection(towns=("lakeside", "hilltop"), year=2024), {("hilltop", 2024), ("lakeside", 2024)}),
        (Selection(towns=("lakeside", "lakeside"), since=2024), {("lakeside", 2024)}),
    ],
)
def test_selections(root: Root, selection: Selection, meant: Which) -> None:
    assert which(root, selection) == meant


def test_each_is_planned_once_in_order(root: Root) -> None:
    tasks = list(plan(root, Selection(everything=True), Options()))
    assert [(task.town, task.year) for task in tasks] == sorted(BRIEFINGS)
    assert tasks[0].path == str(root.out / "hilltop" / "2024" / "hilltop-2024-2025-01-03.pdf")
    assert [task.edition for task in tasks] == ["2025-01-03", "2023-12-31", "2025-01-03"]


def test_what_is_not_there_is_named(root: Root) -> None:
    with pytest.raises(UsageError, match="--all"):
        which(root, Selection())
    with pytest.raises(UnknownTown, match="did you mean lakeside"):
        which(root, Selection(towns=("lakesde",)))
    with pytest.raises(NoData, match="years with data: 2024"):
        which(root, Selection(towns=("hilltop",), year=2023))
    with pytest.raises(UsageError, match="nothing to build"):
        which(root, Selection(everything=True, since=2100))
    (root.data / "sources.csv").write_text("source\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"sources\.csv:1:.*header"):
        which(root, Selection(everything=True))


def test_nothing_is_read_but_tables_templates_and_what_was_built(root: Root, cheap: Callable[[], Which]) -> None:
    """A plan is a generator: it does not wait for the last town before it speaks of the first."""
    run(root, Options())
    (root.data / "towns" / "lakeside" / "observations.csv").unlink()
    planned = plan(root, Selection(everything=True), Options())
    assert next(planned).reason == ""
    assert next(planned).reason == "its tables cannot be read"


LOADED = """
import json, sys
sys.path.insert(0, sys.argv.pop(1))
from mjq_report.cli.run import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""


def loaded(*arguments: str | Path) -> tuple[int, set[str], list[str]]:
    home = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", LOADED, home, *arguments], capture_output=True, text=True, check=True, env={**os.environ}
    )
    *told, last = done.stdout.splitlines()
    code, modules = json.loads(last)
    return code, set(modules), told


def test_a_build_with_nothing_to_do_loads_no_library(root: Root, cheap: Callable[[], Which]) -> None:
    run(root, Options())
    assert set(reasons(root, Options()).values()) == {""}
    code, modules, told = loaded("build", "--all", "--root", root.data.parent, "--out", root.out)
    assert code == 0
    assert len(told) == 3
    assert modules & HEAVY == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"]])
def test_help_loads_no_library(arguments: list[str]) -> None:
    assert loaded(*arguments)[1] & HEAVY == set()
