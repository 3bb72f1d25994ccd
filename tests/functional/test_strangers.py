"""Briefings about towns that nobody has seen: they are made, everything in them holds, nothing on a page is amiss."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mjq_report.checking.layout import inspect
from mjq_report.pipeline import Options, render
from mjq_report.runs.proof import prove

from .strangers import stranger

OPEN = {
    "search",
    "false-blank",
    "empty-page",
    "wide-gap",
    "stranded-heading",
}  # what pages do not hold yet; only shrinks
MISREAD = {297}  # where the quick look takes digits of a name (12345热线) for the figure behind it; only shrinks
PAPERS = (  # A4, A5, A3, Letter, landscape, 16:9, large print
    "",
    "[page]\nwidth = 148\nheight = 210\ntop = 18\nright = 15\nbottom = 16\nleft = 15",
    "[page]\nwidth = 297\nheight = 420\ntop = 30\nright = 28\nbottom = 28\nleft = 28",
    "[page]\nwidth = 216\nheight = 279",
    "[page]\nwidth = 297\nheight = 210\ntop = 22\nright = 25\nbottom = 20\nleft = 25",
    "[page]\nwidth = 320\nheight = 180\ntop = 18\nright = 22\nbottom = 16\nleft = 22",
    "[type]\nbody = [18, 28]\nlead = [20, 30]\nsmall = [14, 20]\ntable = [13, 19]\ncaption = [14, 20]",
)
MANY = int(os.environ.get("MJQ_STRANGERS", "200"))


def themed(folder: Path, base: str, changes: str) -> str:
    """A theme that changes a shipped one, in a file below a folder."""
    file = folder / "own-theme.toml"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(f'base = "{base}"\nname = "own"\n{changes}\n', encoding="utf-8")
    return str(file)


def check(folder: Path, project: Path, seed: int) -> None:
    theme = themed(folder, "gongwen" if seed % 4 == 0 else "briefing", PAPERS[seed % len(PAPERS)])
    pdf = render(stranger(folder, project, seed, Options(theme=theme)))[0]
    for quick in (False,) if seed in MISREAD else (False, True):
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
