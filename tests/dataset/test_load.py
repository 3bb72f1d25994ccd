"""A million observations: checked in time, in memory, and in a time that grows with them."""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.towns.lakeside import LAKESIDE, lay

pytestmark = pytest.mark.slow

CHECK = """
import resource, sys, time
from pathlib import Path
from mjq_report import dataset
started = time.process_time()
problems = dataset.check(Path(sys.argv[1]))
print(len(problems), time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def fill(data: Path, rows: int) -> None:
    """Rows for every month of a century, each in its own paragraph, all consistent."""
    months = [f"{year}-{month:02d}" for year in range(1923, 2023) for month in range(1, 13)]
    with (data / LAKESIDE).open("a", encoding="utf-8") as file:
        for number, (locator, month, town) in enumerate(itertools.product(range(1, 2000), months, ("", "cars"))):
            if number == rows:
                return
            file.write(f"output,{town},{month},whole_town,{90 - 10 * len(town)}.{number % 5}0,亿元,about,actual,src-2,{locator},"
                       f"产值约{90 - 10 * len(town)}.{number % 5}0亿元,第{number}行\n")  # fmt: skip


def checked(data: Path) -> tuple[int, float, int]:
    done = subprocess.run([sys.executable, "-c", CHECK, str(data)], capture_output=True, text=True, check=True)
    problems, seconds, memory = done.stdout.split()
    return int(problems), float(seconds), int(memory)


def test_a_million_rows_are_checked_in_seconds_and_a_doubling_doubles(tmp_path: Path) -> None:
    times = []
    for rows in (500_000, 1_000_000):
        data = lay(tmp_path / str(rows))
        fill(data, rows)
        problems, seconds, memory = checked(data)
        assert problems == 0
        assert memory < 1536
        times.append(seconds)
    speed = calibration()
    assert times[1] < 10 * speed
    assert times[1] < 2.6 * times[0]


def calibration() -> float:
    """How much slower than the machine of the promise this one is at present: a fixed piece of work there takes 0.5 s."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    table = {str(number): number for number in range(1_000_000)}
    assert sum(table[key] for key in table) > 0
    return max(1.0, (resource.getrusage(resource.RUSAGE_SELF).ru_utime - before) / 0.5)
