"""What a process and all below it take, as /proc shows it; so these measurements need Linux."""

from __future__ import annotations

import os
from pathlib import Path

from tests.runs.processes import descendants

_TICKS = os.sysconf("SC_CLK_TCK")


def processor(pid: int) -> float:
    """Seconds of processor time, user and system, that a process, those below it and those it waited for have taken."""
    total = 0
    for member in (pid, *descendants(pid)):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / _TICKS


def shared_memory(pid: int) -> float:
    """MiB that a process and those below it hold, what they share counted once (PSS)."""
    return sum(_kib(member, "smaps_rollup", "Pss:") for member in (pid, *descendants(pid))) / 1024


def resident(pid: int) -> float:
    """MiB that a process holds, what it shares with others counted in (RSS)."""
    return _kib(pid, "status", "VmRSS:") / 1024


def _kib(pid: int, file: str, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)
