"""Killed at any moment, told to stop, or run four at a time into one folder: what readers see stays whole.

`MJQ_KILLS` is how many times the slow test kills, and `MJQ_ROUNDS` how many rounds of four it runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.faults import state
from tests.fuzz.cases import lay_project

KILLS, ROUNDS = int(os.environ.get("MJQ_KILLS", "12")), int(os.environ.get("MJQ_ROUNDS", "3"))


def start(root: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """`build --all --force` in a process group of its own."""
    command = [sys.executable, "-m", "mjq_report", "build", "--all", "--root", str(root), "--out", str(out), *more]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(root: Path, out: Path) -> None:
    with start(root, out) as process:
        _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three briefings' tables and the real templates."""
    return lay_project(tmp_path_factory.mktemp("project") / "root")


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """What one undisturbed build makes, and how long it takes."""
    out = tmp_path_factory.mktemp("whole")
    began = time.monotonic()
    finish(root, out)
    found = state.visible(out)
    assert len(found) == 6
    return found, time.monotonic() - began


def kill_and_finish(root: Path, out: Path, whole: tuple[dict[str, bytes], float], draw: Random, times: int) -> None:
    """Kill a build again and again, each time a little later or earlier; then let one finish."""
    for _ in range(times):
        with start(root, out, "--force") as process:
            time.sleep(draw.uniform(0.2, 1) * whole[1])
            os.killpg(process.pid, signal.SIGKILL)
        assert state.torn(out, [whole[0]]) == []
        assert state.lies(out) == []
    finish(root, out)
    assert state.visible(out) == whole[0]
    assert state.remains(out) == []


@pytest.mark.guards("F2", "F3")
def test_killed_twice_nothing_is_torn(root: Path, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    kill_and_finish(root, tmp_path / "out", whole, Random(1), 2)


@pytest.mark.guards("F2", "F3")
@pytest.mark.slow
def test_killed_many_times_nothing_is_torn(root: Path, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    for number in range((KILLS + 3) // 4):
        kill_and_finish(root, tmp_path / str(number), whole, Random(number), 4)


def four(root: Path, out: Path, whole: dict[str, bytes]) -> None:
    """Four builds at once: each takes what it finds whole, or makes it; the files are those of one build."""
    running = [start(root, out) for _ in range(4)]
    for process in running:
        _, told = process.communicate(timeout=600)
        assert process.returncode == 0, told
    assert state.visible(out) == whole
    assert state.lies(out) == []
    assert state.remains(out) == []


@pytest.mark.guards("F4")
def test_four_builds_into_one_folder(root: Path, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    four(root, tmp_path / "out", whole[0])


@pytest.mark.guards("F4")
@pytest.mark.slow
def test_rounds_of_four_builds_into_one_folder(
    root: Path, whole: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    for number in range(ROUNDS):
        four(root, tmp_path / str(number), whole[0])


@pytest.mark.guards("F5")
@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_told_to_stop_it_says_so_and_leaves_nothing_half_done(
    root: Path,
    whole: tuple[dict[str, bytes], float],
    tmp_path: Path,
    number: signal.Signals,
    code: int,
    said: str,
    jobs: str,
) -> None:
    out = tmp_path / "out"
    with start(root, out, "--jobs", jobs, "--verbose") as process:
        assert process.stderr is not None
        first = process.stderr.readline()  # the work has begun
        process.send_signal(number)
        told = first + process.communicate(timeout=600)[1]
    assert process.returncode == code, told
    assert "Traceback" not in told
    assert f"error: {said}; finished files were left intact" in told
    assert state.torn(out, [whole[0]]) == []
    assert state.lies(out) == []
    assert state.remains(out) == []
