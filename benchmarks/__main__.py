"""`make bench`: start-up, a build with nothing to do, and warm building, each as a ratio in the same run.

Seconds belong to the machine; quote the ratios. The median of several runs is shown.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


def median(work: Callable[[], object], clock: Callable[[], float], runs: int = RUNS) -> float:
    """The median time of some work, after one run that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = clock()
        work()
        times.append(clock() - began)
    return statistics.median(times)


def process(*arguments: str) -> Callable[[], object]:
    """A whole Python process, its output thrown away."""
    return lambda: subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)


def commands(out: str) -> list[tuple[str, float]]:
    """Whole processes, wall time."""
    build = ("-m", "mjq_report", "build", "--all", "--quiet", "--root", str(ROOT), "--out", out)
    return [
        ("python -c pass", median(process("-c", "pass"), time.perf_counter)),
        ("mjq-report --help", median(process("-m", "mjq_report", "--help"), time.perf_counter)),
        ("mjq-report build --all, nothing to do", median(process(*build), time.perf_counter)),
        ("mjq-report build of one, cold", median(process(*_one(out)), time.perf_counter, 3)),
    ]


def _one(out: str) -> Sequence[str]:
    where = ("--root", str(ROOT), "--out", f"{out}/one")
    return ("-m", "mjq_report", "build", "--town", "majuqiao", "--year", "2025", "--force", "--quiet", *where)


def stages() -> list[tuple[str, float]]:
    """The stages of one briefing in a warm process, processor time."""
    from mjq_report.pipeline import Options, compose, find, render
    from mjq_report.runs import warm  # noqa: F401
    from mjq_report.settings.paths import find_root

    root = find_root(ROOT)
    composed = compose(root, "majuqiao", 2025, Options())
    return [
        ("read and find", median(lambda: find(root, "majuqiao", 2025), time.process_time)),
        ("read, find and write", median(lambda: compose(root, "majuqiao", 2025, Options()), time.process_time)),
        ("draw, set and finish", median(lambda: render(composed), time.process_time)),
    ]


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as out:
        rows = commands(out)
    print("| process, wall | s | × python |\n|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {seconds:.3f} | {seconds / rows[0][1]:.1f} |")
    warm = stages()
    total = warm[1][1] + warm[2][1]
    print("\n| stage, warm, processor time | s | share |\n|---|---|---|")
    for name, seconds in warm:
        print(f"| {name} | {seconds:.3f} | {seconds / total:.0%} |")
    print(f"| one briefing | {total:.3f} | {1 / total:.2f} a CPU-second |")


if __name__ == "__main__":
    main()
