"""A document changed at random before it is set, everything sealed as the program seals it: each change is found and named.

All that could give it away is that it is not what its own inputs say: digests, tables, figures' rows and structure fit.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from mjq_report.pipeline import Composed, Options, compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.paths import find_root

from .document_mutations import CASES, Mutation, mutation
from .test_forgeries import FAILED, ended

BRIEFINGS = [("majuqiao", 2020), ("majuqiao", 2022), ("majuqiao", 2024), ("majuqiao", 2025), ("xiji", 2024)]
EACH = 30
# what is said of a change: a text, table or link beside the one that is right, a picture, or the number of pages
NAMED = re.compile(r"«.*»|page \d+ looks otherwise|pages instead of|attachment \S+: |is '.*' instead of")


@cache
def honest(project: Path, which: int, theme: str) -> tuple[Composed, bytes]:
    composed = compose(find_root(project), *BRIEFINGS[which], Options(theme=theme))
    return composed, render(composed)[0]


def made(project: Path, which: int, number: int, theme: str = "briefing") -> Mutation:
    """The n-th change of a briefing; what is added comes from the next one."""
    composed, data = honest(project, which, theme)
    return mutation(composed, honest(project, (which + 1) % len(BRIEFINGS), theme)[0].document, data, number)


def test_every_kind_of_change_can_be_made(project: Path) -> None:
    one, other = (honest(project, which, "briefing")[0].document for which in (2, 4))
    for kind, change in CASES:
        assert any(change(one, other, random.Random(n)) not in (None, one) for n in range(30)), kind


def test_the_program_fails_with_ten_changes_and_names_each_file(project: Path, tmp_path: Path) -> None:
    whats = {}
    for number in range(0, len(CASES), len(CASES) // 9):
        change = made(project, 0, number)
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(change.data)
        whats[path] = change.what
    assert len(whats) >= 10
    code, said = ended(*whats)
    assert code == FAILED
    for path, what in whats.items():
        assert any(NAMED.search(line) for line in said.splitlines() if f"error: {path}: " in line), what


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("which", range(len(BRIEFINGS)), ids=lambda which: "{}-{}".format(*BRIEFINGS[which]))
def test_of_three_hundred_changes_none_is_missed(project: Path, which: int, half: int) -> None:
    """30 in each theme of each briefing, going round all kinds of changes."""
    theme = ("briefing", "gongwen")[half]
    first = (2 * which + half) * EACH
    missed = []
    for number in range(first, first + EACH):
        change = made(project, which, number, theme)
        report = prove(change.data)
        if report.holds or not any(NAMED.search(line) for line in report.problems):
            missed.append((change.what, report.problems))
    assert missed == []
