"""All changes that somebody could make to a finished briefing are found; those that are missed are printed.

Half of the mutations come with a manifest that was made to fit, so that only building it again can give them away.
"""

from __future__ import annotations

import pytest

from mjq_report.errors import VerificationError
from mjq_report.pipeline import Options, compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.paths import find_root

from .mutations import mutations


def found(data: bytes) -> bool:
    try:
        return not prove(data).holds
    except VerificationError:
        return True


def missed(briefing: bytes, seed: int, count: int) -> list[str]:
    return [mutation.what for mutation in mutations(briefing, seed, count) if not found(mutation.data)]


def test_changes_are_found(briefing: bytes) -> None:
    assert missed(briefing, seed=1, count=24) == []


def test_some_mutations_keep_the_manifest_fitting(briefing: bytes) -> None:
    whats = [mutation.what for mutation in mutations(briefing, seed=2, count=12)]
    assert 0 < sum(what.endswith("manifest adapted") for what in whats) < 12


@pytest.mark.slow
@pytest.mark.parametrize("which", [("majuqiao", 2020), ("majuqiao", 2022), ("majuqiao", 2024), ("majuqiao", 2025),
                                   ("xiji", 2024)], ids=lambda which: f"{which[0]}-{which[1]}")  # fmt: skip
def test_of_two_hundred_changes_none_is_missed(project, which: tuple[str, int]) -> None:  # type: ignore[no-untyped-def]
    """40 for each briefing, in either theme by turns."""
    theme = ("briefing", "gongwen")[which[1] % 4 == 0]
    data = render(compose(find_root(project), *which, Options(theme=theme)))[0]
    lost = missed(data, seed=which[1], count=40)
    assert lost == []
