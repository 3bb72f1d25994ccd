"""The targets of the coverage-guided fuzzing, on what they start from and on what once broke one."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.guided import __main__ as guided
from tests.fuzz.guided.targets import TARGETS


def test_all_targets_are_run() -> None:
    assert [*TARGETS] == [*guided.TARGETS]


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_on_its_seeds_and_on_what_once_broke_it(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    assert seeds
    for raw in (*seeds, *guided.found(name).values(), b""):
        target.run(raw)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_on_seeds_with_bytes_changed(name: str) -> None:
    target, draw = TARGETS[name], Random(name)
    seeds = target.seeds()
    for _ in range(40):
        raw = bytearray(draw.choice(seeds)[: target.size])
        for _ in range(draw.choice((1, 1, 2, 8))):
            place = draw.randrange(len(raw) + 1)
            raw[place : place + draw.choice((0, 1, 1, 4))] = draw.randbytes(draw.choice((0, 1, 1, 4)))
        target.run(bytes(raw))
