"""What proving a briefing costs beside building it: processor time of both commands, in one run.

    python -m benchmarks.verify [RUNS]

A briefing of the size that ships, and one of 300 pages: a town with its programmes many times over. The
least of RUNS counts (3 by default). Exits with 1 where the ratio is above 1.5.
"""

from __future__ import annotations

import csv
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TOWN, YEAR = "majuqiao", "2024"
MOST = 1.5
TIMES = 460  # programmes for each that there is: 300 pages


def processor(*arguments: str) -> float:
    """Seconds of processor that a command and its children take. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mjq_report", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def enlarged(root: Path) -> Path:
    """A project whose town has so many programmes that its briefing has 300 pages."""
    shutil.copytree(PROJECT / "data", root / "data")
    shutil.copytree(PROJECT / "templates", root / "templates")
    for name in ("programmes",):
        path = root / "data" / "towns" / TOWN / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file))
        summary, draw = head.index("summary_zh"), random.Random(1)
        more = [
            [f"{row[0]}_{number}", f"{row[1]}之{number}", f"{row[2]} {number}", *row[3:]]
            for number in range(1, TIMES)
            for row in rows
        ]
        for row in more:  # no two alike: what repeats packs so well that it is taken for a bomb
            row[summary] += "，" + "".join(draw.sample(row[summary], len(row[summary]))).strip("，、。；：“”（）")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows, *more])
    return root


def measured(root: Path, out: Path, runs: int) -> tuple[int, float, float]:
    """Pages of the briefing, and the least seconds of processor to build it and to verify it."""
    import pikepdf

    build = ("build", "--root", str(root), "--out", str(out), "--town", TOWN, "--year", YEAR, "--force", "--quiet")
    built = min(processor(*build) for _ in range(runs))
    (file,) = out.rglob("*.pdf")
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    return pages, built, min(processor("verify", str(file)) for _ in range(runs))


def main(runs: int) -> int:
    """Print a line for each size; 1 when proving costs too much beside building."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, root in (("small", PROJECT), ("large", enlarged(folder / "large"))):
            pages, built, verified = measured(root, folder / f"out-{name}", runs)
            worst = max(worst, verified / built)
            print(f"{pages} pages: build {built:.2f} s, verify {verified:.2f} s, ratio {verified / built:.2f}")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
