"""Whole runs of `mjq-report` as a shell would start them, with what they take."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import processor, resident
from tests.runs.processes import workers

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Taken:
    """What a run took: seconds on the wall, processor seconds (a pool's workers not counted), MiB, paths printed."""

    wall: float
    cpu: float
    peak: float
    paths: int


def command(*arguments: str | Path) -> list[str]:
    """The command line of `mjq-report`."""
    return [sys.executable, "-m", "mjq_report", *map(str, arguments)]


def run(*arguments: str | Path) -> Taken:
    """Run to the end; raises CalledProcessError when it fails."""
    began = time.perf_counter()
    with subprocess.Popen(
        command(*arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        paths = len(process.stdout.readlines())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Taken(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, paths)


@dataclass(frozen=True)
class Landing:
    """The moment at which the path of a briefing was printed: which one, when, and what all had taken and held by then."""

    number: int
    wall: float
    cpu: float
    parent: float  # MiB
    workers: tuple[float, ...]  # MiB each, what they share with the others counted in


def watched(*arguments: str | Path, every: int = 10) -> Iterator[Landing]:
    """Run on a pool, and tell of every so many briefings as they land. Raises CalledProcessError when the run fails."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    began = time.perf_counter()
    with subprocess.Popen(
        command(*arguments, "--quiet"), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout, start=1):
            if number % every == 0:
                pid, wall = process.pid, time.perf_counter() - began
                yield Landing(number, wall, processor(pid), resident(pid), tuple(map(resident, workers(pid))))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that readers see below a folder, to compare two runs by."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
