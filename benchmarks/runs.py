"""Whole runs of `mjq-report` as a shell would start them, with what they take: wall time, processor time, memory.

Processor time is that of the process and of all its children, user and system. Memory is resident memory as /proc
shows it (MiB), so these measurements need Linux.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.batch.processes import workers

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Taken:
    """What a run took: seconds on the wall, processor seconds, and how many paths it printed."""

    wall: float
    cpu: float
    paths: int


def command(*arguments: str | Path) -> list[str]:
    """The command line of `mjq-report`."""
    return [sys.executable, "-m", "mjq_report", *map(str, arguments)]


def run(*arguments: str | Path) -> Taken:
    """Run to the end; raises CalledProcessError when it fails."""
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True, check=True)
    wall, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(wall, cpu, len(done.stdout.splitlines()))


@dataclass(frozen=True)
class Landing:
    """The moment at which the path of a briefing was printed: which one, when, and what the workers then held."""

    number: int
    seconds: float
    workers: tuple[int, ...]  # MiB each


def watched(*arguments: str | Path, every: int = 5) -> Iterator[Landing]:
    """Run, and tell of every so many briefings as they land. Raises CalledProcessError when the run fails."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    began = time.perf_counter()
    with subprocess.Popen(
        command(*arguments, "--quiet"), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout, start=1):
            if number % every == 0:
                yield Landing(number, time.perf_counter() - began, _resident(process.pid))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)


def _resident(pid: int) -> tuple[int, ...]:
    """Resident memory of each worker of a pool, what it shares with the others counted in."""
    return tuple(filter(None, map(_status, workers(pid))))


def _status(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that readers see below a folder, to compare two runs by."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
