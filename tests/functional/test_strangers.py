"""Briefings about towns that nobody has seen: they are made, everything in them holds, nothing on a page is amiss."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mjq_report.checking.layout import inspect
from mjq_report.pipeline import Options, render
from mjq_report.runs.proof import prove

from .strangers import stranger

OPEN = {"search", "false-blank", "small-cover", "empty-page", "wide-gap"}  # what pages do not hold yet; only shrinks
MANY = int(os.environ.get("MJQ_STRANGERS", "200"))


def check(folder: Path, project: Path, seed: int) -> None:
    theme = "gongwen" if seed % 4 == 0 else "briefing"
    pdf = render(stranger(folder, project, seed, Options(theme=theme)))[0]
    for quick in (False, True):
        found = prove(pdf, quick=quick)
        assert found.holds, (seed, found.problems)
    faults = {finding.kind for finding in inspect(pdf).findings if not finding.soft}
    assert faults <= OPEN, (seed, faults)


@pytest.mark.parametrize("seed", range(8))
def test_a_town_that_nobody_has_seen(tmp_path: Path, project: Path, seed: int) -> None:
    check(tmp_path, project, seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(100, 100 + MANY, 10))
def test_many_towns_that_nobody_has_seen(tmp_path: Path, project: Path, first: int) -> None:
    for seed in range(first, first + 10):
        check(tmp_path / str(seed), project, seed)
