"""Malformed inputs: a located message and its exit code, within seconds and a gigabyte, the old output untouched.

`make test` tries a share of every way to break a file that was thought of (`tables`, `workbooks`, `settings`, `prose`),
`make test-slow` a third, `make fuzz` all of them several times over with other random bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fuzz import runner
from tests.fuzz.cases import BUILD, KINDS, OLD, cases, complaints, lay_project

Fresh = Callable[[], tuple[Path, Path]]
ROUNDS = range(5 if settings().max_examples > 50 else 1)  # make fuzz


@pytest.fixture(scope="session")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it should be, made once."""
    runner.prepare()
    return lay_project(tmp_path_factory.mktemp("intact") / "root")


@pytest.fixture
def fresh(intact: Path, tmp_path: Path) -> Fresh:
    """A copy to break and a folder beside it, each time it is asked."""

    def copy() -> tuple[Path, Path]:
        root, beside = tmp_path / "root", tmp_path / "beside"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(intact, root)
        beside.mkdir(exist_ok=True)
        return root, beside

    return copy


def test_the_intact_project_is_built(fresh: Fresh) -> None:
    """Else the tests here would show nothing."""
    root, beside = fresh()
    for command in (("check",), (*BUILD, "--theme", "own.toml")):
        done = runner.run(command, root, beside)
        assert done.code == 0, done.err
    assert (root / "out" / next(iter(OLD))).read_bytes() != next(iter(OLD.values()))


@pytest.mark.guards("I1")
@pytest.mark.parametrize(("kind", "file", "way"), [(kind, *case) for kind in KINDS for case in cases(kind, 37)])
def test_a_malformed_file_ends_in_a_message(fresh: Fresh, kind: str, file: str, way: str) -> None:
    assert complaints(*fresh(), kind, file, way) == []


@pytest.mark.slow
@pytest.mark.guards("I3")
@pytest.mark.parametrize(("kind", "file"), [(kind, file) for kind, what in KINDS.items() for file in what.files])
def test_every_way_to_break_a_file_ends_in_a_message(fresh: Fresh, kind: str, file: str) -> None:
    for seed in ROUNDS:
        for _, way in (case for case in cases(kind, 1 if len(ROUNDS) > 1 else 3) if case[0] == file):
            assert complaints(*fresh(), kind, file, way, str(seed)) == [], way


@pytest.mark.guards("I4")
@pytest.mark.parametrize(
    ("kind", "file", "way"),
    [  # what once hung, was taken, was placed nowhere or took too long
        ("table", "data/towns.csv", "fifo"),
        ("table", "data/towns.csv", "device"),
        ("table", "data/towns/lakeside/claims.csv", "dangling"),
        ("table", "data/indicators.csv", "lone quote"),
        ("table", "data/towns.csv", "quoted cell of megabytes"),
        ("table", "data/indicators.csv", "million short rows"),
        ("table", "data/towns/lakeside/observations.csv", "field too many in all"),
        ("table", "data/towns.csv", "field too many in all"),
        ("table", "data/towns.csv", "carriage returns only"),
        ("import", "in.csv", "hundred thousand columns"),
        ("import", "in.csv", "quoted cell of megabytes"),
        ("workbook", "in.xlsx", "rows that do not say where"),
        ("workbook", "in.xlsx", "cells that do not say where"),
        ("workbook", "in.xlsx", "no sheet"),
        ("settings", "own.toml", "an unknown key"),
        ("settings", "own.toml", "fifo"),
        ("settings", "templates/zh/words.toml", "fifo"),
        ("template", "templates/zh/cover.md.j2", "include of nul"),
        ("template", "templates/zh/cover.md.j2", "include of a long name"),
        ("template", "templates/zh/cover.md.j2", "undefined in if"),
        ("template", "templates/zh/cover.md.j2", "unknown test"),
        ("template", "templates/zh/summary.md.j2", "wrong arguments"),
        ("template", "templates/zh/cover.md.j2", "fifo"),
    ],
)
def test_what_was_found_stays_closed(fresh: Fresh, kind: str, file: str, way: str) -> None:
    assert complaints(*fresh(), kind, file, way) == []
