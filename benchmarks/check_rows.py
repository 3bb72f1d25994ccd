"""How long `check` takes, and how much memory, over how many observation rows.

    python -m benchmarks.check_rows [ROWS …] [--towns N]

Writes sound tables (one town with all rows, or N towns that share them), runs `mjq-report check` on each in a
process of its own, and prints wall and processor time, the greatest resident size, and the ratio to half as many
rows. Nearly every row has digits and words of its own, so that nothing is saved by having been seen before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.towns.drawn import PROJECT, Standard, read_standard

YEARS = range(2010, 2026)
PERIODS = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
HEADER = "indicator,breakdown,period,coverage,value,unit,qualifier,status,source,locator,as_published,note"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of `check`: rows, seconds of wall and processor time, greatest resident size in bytes."""

    rows: int
    wall: float
    processor: float
    memory: int
    code: int
    stderr: str


def observations(count: int, standard: Standard, source: str, seed: int) -> Iterator[str]:
    """`count` sound lines of an observations table: series by month, one breakdown and coverage after the other."""
    draw = random.Random(seed)
    measured = [row for row in standard.measured if row["kind"] != "rate"]
    deep = {row["indicator"]: _depth(row["indicator"], standard) for row in measured}
    made = 0
    for coverage in standard.coverages:
        for breakdown in ["", *(row["breakdown"] for row in standard.breakdowns)]:
            for row in measured:
                worth = 5e8 / 10 ** (2 * deep[row["indicator"]] + (3 if breakdown else 0))
                for place, period in enumerate(PERIODS):
                    if made == count:
                        return
                    made += 1
                    value = f"{worth * draw.uniform(0.7, 1.3):.2f}"
                    head = f"{row['indicator']},{breakdown},{period},{coverage['coverage']},{value},{row['unit']}"
                    yield f"{head},exact,actual,{source},{place + 1},为{value}{row['unit']}，比上期有所变化,\n"
    raise ValueError(f"there are no more than {made} sound rows to be made")


def _depth(name: str, standard: Standard) -> int:
    wholes = {row["indicator"]: row["part_of"].split() for row in standard.indicators}
    return 1 + max((_depth(whole, standard) for whole in wholes[name]), default=-1)


def write_rows(folder: Path, rows: int, towns: int = 1) -> None:
    """Write `folder`/data with `rows` observations, shared out among `towns`."""
    data, standard = folder / "data", read_standard()
    (data / "towns").mkdir(parents=True)
    for name in ("indicators", "breakdowns", "coverages"):
        shutil.copyfile(PROJECT / "data" / f"{name}.csv", data / f"{name}.csv")
    slugs = [f"town-{number:06d}" for number in range(towns)]
    lines = [f"{slug},示例镇{number},Town {number},,,,\n" for number, slug in enumerate(slugs)]
    _write(data / "towns.csv", "town,name_zh,name_en,code,district_zh,district_en,note", lines)
    digest = hashlib.sha256(b"").hexdigest()
    sources = [f"s-{slug},2025,合成,,合成,2026-01-31,,{slug}.txt,{digest},\n" for slug in slugs]
    _write(
        data / "sources.csv", "source,year,title,author,publisher,published,published_note,file,sha256,note", sources
    )
    for number, slug in enumerate(slugs):
        (data / "towns" / slug).mkdir()
        share = rows * (number + 1) // towns - rows * number // towns
        _write(data / "towns" / slug / "observations.csv", HEADER, observations(share, standard, f"s-{slug}", number))


def _write(path: Path, header: str, lines: Iterator[str] | Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        file.writelines(lines)


def measure(folder: Path, rows: int) -> Measured:
    """Run `check` over a folder, in a process whose resources are its own."""
    command = [sys.executable, "-m", "mjq_report", "check", "--root", str(folder)]
    began = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        between = [sys.executable, "-I", "-S", "-c", _BETWEEN, *command]
        told = subprocess.run(between, stdout=subprocess.PIPE, stderr=errors, cwd=PROJECT, check=True)
        wall = time.perf_counter() - began
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    status, processor, memory = json.loads(told.stdout)
    return Measured(rows, wall, processor, int(memory) * _UNIT, status, said)


# A process starts with the memory of the one that it was forked from, so the one between is small.
_BETWEEN = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
assert resource.RUSAGE_CHILDREN  # POSIX only


def main(arguments: Sequence[str]) -> None:
    """Print a line for each number of rows."""
    parser = argparse.ArgumentParser(description="time and memory of `check`")
    parser.add_argument("rows", nargs="*", type=int, default=[250_000, 500_000, 1_000_000])
    parser.add_argument("--towns", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to write to, and leave there")
    told = parser.parse_args(arguments)
    print("| rows | towns | wall s | processor s | peak MiB | × the line before |\n|---|---|---|---|---|---|")
    before = None
    for rows in told.rows:
        with tempfile.TemporaryDirectory() as place:
            folder = (told.keep or Path(place)) / str(rows)
            if not folder.exists():
                write_rows(folder, rows, told.towns)
            found = measure(folder, rows)
        ratio = f"{found.wall / before:.2f}" if before else ""
        print(
            f"| {rows:,} | {told.towns:,} | {found.wall:.2f} | {found.processor:.2f} | {found.memory >> 20} | {ratio} |"
        )
        if found.code:
            print(f"exit {os.waitstatus_to_exitcode(found.code)}\n{found.stderr[:2000]}", file=sys.stderr)
        before = found.wall
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main(sys.argv[1:])
