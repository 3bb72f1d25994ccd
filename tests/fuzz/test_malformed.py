"""Malformed inputs: a located message and its exit code, within seconds and a gigabyte, the old output untouched.

Every way to break a file that was thought of (`tables`, `workbooks`, `settings`, `prose`) is tried by the slow tests;
the others draw from them. `make fuzz` draws hundreds of times as many. What once went wrong stays in `FOUND`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import project, prose, runner, tables, workbooks
from tests.fuzz import settings as toml

Fresh = Callable[[], tuple[Path, Path]]
LONG = settings().max_examples > 50  # make fuzz
DRAWN = int(os.environ.get("MJQ_FUZZ", "250" if LONG else "6"))  # examples of each kind
drawn = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=DRAWN,
    deadline=None,
    print_blob=True,
)


def hold(attack: project.Attack, root: Path, beside: Path, draw: Random | None = None) -> None:
    """The attack's commands, or one of them, end as they should."""
    if draw is not None:
        attack = replace(attack, commands=(draw.choice(attack.commands),))
    assert project.wrongs(root, attack, beside) == [], attack.name


@pytest.mark.guards("I1")
@drawn
@given(draw=st.randoms(use_true_random=False))
def test_tables_that_are_none(fresh: Fresh, draw: Random) -> None:
    root, beside = fresh()
    hold(project.spoil_table(root, draw), root, beside, draw)


@pytest.mark.guards("I1")
@drawn
@given(draw=st.randoms(use_true_random=False))
def test_imported_tables_that_are_none(fresh: Fresh, draw: Random) -> None:
    root, beside = fresh()
    hold(project.spoil_import(root, draw), root, beside)


@pytest.mark.guards("I1")
@drawn
@given(draw=st.randoms(use_true_random=False))
def test_workbooks_that_are_none(fresh: Fresh, workbook: bytes, draw: Random) -> None:
    root, beside = fresh()
    hold(project.spoil_workbook(root, draw, workbook), root, beside)


@pytest.mark.guards("I1")
@drawn
@given(draw=st.randoms(use_true_random=False))
def test_settings_that_are_none(fresh: Fresh, draw: Random) -> None:
    root, beside = fresh()
    hold(project.spoil_settings(root, draw), root, beside, draw)


@pytest.mark.guards("I1")
@drawn
@given(draw=st.randoms(use_true_random=False))
def test_templates_that_are_none(fresh: Fresh, draw: Random) -> None:
    root, beside = fresh()
    hold(project.spoil_template(root, draw), root, beside, draw)


def test_the_sound_project_is_taken(fresh: Fresh) -> None:
    """Else the tests here would show nothing."""
    root, beside = fresh()
    for command in (("check",), (*project.BUILD, "--theme", str(root / "own.toml"))):
        done = runner.run((*command, "--root", root), beside)
        assert done.code == 0, done.err
    assert (root / "out/lakeside/2024/lakeside-2024-2025-01-03.pdf").read_bytes() != next(iter(project.OLD.values()))


def shared_out(ways: Sequence[str], place: int) -> list[tuple[int, str]]:
    """With `make fuzz` all, numbered; else a third of them, for each place another."""
    return [(number, way) for number, way in enumerate(ways) if LONG or (number + place) % 3 == 0]


# What once hung, was taken, was placed nowhere or took too long.
FOUND = [
    lambda root, book: project.spoil_table(root, Random(1), "fifo", "towns.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "device", "towns.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "dangling", "towns/lakeside/claims.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "lone quote", "indicators.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "quoted cell of megabytes", "towns.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "million short rows", "indicators.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "field too many in all", "towns/lakeside/observations.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "field too many in all", "towns.csv"),
    lambda root, book: project.spoil_table(root, Random(1), "carriage returns only", "towns.csv"),
    lambda root, book: project.spoil_import(root, Random(1), "hundred thousand columns"),
    lambda root, book: project.spoil_import(root, Random(1), "quoted cell of megabytes"),
    lambda root, book: project.spoil_workbook(root, Random(1), book, "rows that do not say where"),
    lambda root, book: project.spoil_workbook(root, Random(1), book, "cells that do not say where"),
    lambda root, book: project.spoil_workbook(root, Random(1), book, "no sheet"),
    lambda root, book: project.spoil_settings(root, Random(1), "an unknown key", "own.toml"),
    lambda root, book: project.spoil_settings(root, Random(1), "fifo", "own.toml"),
    lambda root, book: project.spoil_settings(root, Random(1), "fifo", "templates/zh/words.toml"),
    lambda root, book: project.spoil_template(root, Random(1), "include of nul"),
    lambda root, book: project.spoil_template(root, Random(1), "include of a long name"),
    lambda root, book: project.spoil_template(root, Random(1), "undefined in if"),
    lambda root, book: project.spoil_template(root, Random(1), "unknown test"),
    lambda root, book: project.spoil_template(root, Random(1), "fifo"),
]


@pytest.mark.guards("I4")
@pytest.mark.parametrize("number", range(len(FOUND)))
def test_what_was_found_stays_closed(fresh: Fresh, workbook: bytes, number: int) -> None:
    root, beside = fresh()
    hold(FOUND[number](root, workbook), root, beside, Random(number))


@pytest.mark.guards("I3")
@pytest.mark.slow
@pytest.mark.parametrize("file", tables.FILES)
def test_every_way_to_break_a_table(fresh: Fresh, file: str) -> None:
    for number, spoil in shared_out([*tables.SPOILS, *tables.PLACES], tables.FILES.index(file)):
        root, beside = fresh()
        hold(project.spoil_table(root, Random(number), spoil, file), root, beside, Random(number))


@pytest.mark.guards("I3")
@pytest.mark.slow
@pytest.mark.parametrize("column", sorted(tables.CELLS))
def test_every_wrong_cell(fresh: Fresh, column: str) -> None:
    for number, text in shared_out(tables.CELLS[column], 0):
        root, beside = fresh()
        path = root / "data" / "towns" / "lakeside" / "observations.csv"
        path.write_bytes(tables.with_cell(path.read_bytes(), 1 + number % 6, column, text))
        hold(project.Attack(f"{column}: {text[:40]!r}", (("check",),), (5,), "data/"), root, beside)


@pytest.mark.guards("I3")
@pytest.mark.slow
def test_every_way_to_break_a_workbook_and_an_imported_table(fresh: Fresh, workbook: bytes) -> None:
    for number, spoil in enumerate([*workbooks.SPOILS, *tables.PLACES]):
        root, beside = fresh()
        hold(project.spoil_workbook(root, Random(number), workbook, spoil), root, beside)
    for number, spoil in enumerate([*project.IMPORTED, *tables.PLACES]):
        root, beside = fresh()
        hold(project.spoil_import(root, Random(number), spoil), root, beside)


@pytest.mark.guards("I3")
@pytest.mark.slow
@pytest.mark.parametrize("file", project.SETTINGS)
def test_every_way_to_break_settings(fresh: Fresh, file: str) -> None:
    for number, spoil in shared_out([*toml.SPOILS, *tables.PLACES], project.SETTINGS.index(file)):
        root, beside = fresh()
        hold(project.spoil_settings(root, Random(number), spoil, file), root, beside, Random(number))
    for number in range(60 if LONG else 6):
        root, beside = fresh()
        hold(project.spoil_settings(root, Random(number), "value", file), root, beside, Random(number))


@pytest.mark.guards("I3")
@pytest.mark.slow
def test_every_way_to_break_a_template(fresh: Fresh) -> None:
    for number, spoil in enumerate([*prose.TEMPLATES, *tables.PLACES]):
        root, beside = fresh()
        hold(project.spoil_template(root, Random(number), spoil), root, beside, Random(number))
