"""Many towns: what an idle run, a run on several processes, national data and a whole country cost.

    python -m benchmarks.scale idle              nothing to do, for the real briefings: 10 runs
    python -m benchmarks.scale growth            10, 100 and 1,000 towns: rate, memory, idle run, one row changed
    python -m benchmarks.scale jobs              --jobs 1, --jobs 2 and --dask local in turn, and whether the bytes agree
    python -m benchmarks.scale tables            the same towns as Parquet: size, time and memory of compiling and checking
    python -m benchmarks.scale country           what 41,352 towns would cost, from the figures of the others
    python -m benchmarks.scale all

`--towns N`, `--rounds N`, `--folder PATH` (kept, so that what was built there need not be built again), `--write` (the
tables go into docs/scale.md). Figures are kept in benchmarks/results/scale.json. Wall-clock figures (`idle`, `jobs`) need a
machine with nothing else to do: its load when they began is printed with them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.page import put, table
from benchmarks.runs import ROOT, Landing, digests, run, watched
from tests.towns.drawn import write_towns

COUNTRY = 41_352  # township-level units of China
RESULTS = ROOT / "benchmarks" / "results" / "scale.json"
_WINDOW = 20  # briefings of each worker, before and after the one that is asked about


@dataclass(frozen=True)
class Told:
    """What was asked for."""

    folder: Path
    towns: int
    rounds: int

    def project(self, count: int) -> Path:
        """A project of so many towns, made when it is not there."""
        root = self.folder / f"towns-{count}"
        if not (root / "data" / "sources.csv").exists():
            write_towns(root, count)
        return root


# --------------------------------------------------------------------------- measurements


def idle(told: Told) -> dict[str, Any]:
    """A run over the real briefings when all are current."""
    arguments = ("build", "--all", "--quiet", "--root", ROOT, "--out", told.folder / "real")
    run(*arguments)
    runs = [run(*arguments) for _ in range(10)]
    return {
        "load": load(), "briefings": runs[0].paths, "wall": statistics.median(one.wall for one in runs),
        "cpu": statistics.median(one.cpu for one in runs), "slowest": max(one.wall for one in runs),
    }  # fmt: skip


def growth(told: Told) -> dict[str, Any]:
    """Builds of ever more towns on two workers; for each what it took, then a run with nothing to do, then one row changed."""
    return {str(count): _grown(told, count) for count in sorted({10, 100, told.towns}) if count <= told.towns}


def _grown(told: Told, count: int) -> dict[str, Any]:
    root, out = told.project(count), told.folder / f"out-{count}"
    arguments = ("build", "--all", "--root", root, "--out", out, "--jobs", "2")
    landings = list(watched(*arguments, "--force", every=10))
    first, last = landings[0], landings[-1]
    pdfs = [path.stat().st_size for path in out.rglob("*.pdf")]
    manifests = [path.stat().st_size for path in out.rglob("*.json")]
    still = [run(*arguments, "--quiet") for _ in range(3)]
    return {
        "load": load(), "briefings": len(pdfs),
        "cpu": (last.cpu - first.cpu) / max(last.number - first.number, 1) if last is not first else last.cpu / last.number,
        "wall": last.wall, "pdf": statistics.mean(pdfs), "manifest": statistics.mean(manifests),
        "parent": last.parent, "worker 50th": _worker_at(landings, 50), "worker 500th": _worker_at(landings, 500),
        "worker most": max((size for landing in landings for size in landing.workers), default=0),
        "idle": statistics.median(one.cpu for one in still), "idle wall": statistics.median(one.wall for one in still),
        "idle peak": statistics.median(one.peak for one in still), "one row": _one_row(root, arguments),
    }  # fmt: skip


def _worker_at(landings: Sequence[Landing], number: int) -> float | None:
    """What a worker held around its briefing of this number, two workers having shared the work; None when there were fewer."""
    near = [landing for landing in landings if abs(landing.number / 2 - number) <= _WINDOW and landing.workers]
    return statistics.median(size for landing in near for size in landing.workers) if near else None


def _one_row(root: Path, arguments: Sequence[str | Path]) -> int:
    """How many briefings are built after a note in one observation of the last source of a town has changed."""
    path = sorted((root / "data" / "towns").iterdir())[0] / "observations.csv"
    before = path.read_bytes()
    lines = before.decode("utf-8").rstrip("\n").split("\n")
    path.write_text("\n".join([*lines[:-1], f"{lines[-1]}改"]) + "\n", encoding="utf-8")
    out = Path(arguments[arguments.index("--out") + 1])
    stamps = {file: file.stat().st_mtime_ns for file in out.rglob("*.pdf")}
    try:
        run(*arguments)
        return sum(file.stat().st_mtime_ns != stamps.get(file) for file in out.rglob("*.pdf"))
    finally:
        path.write_bytes(before)
        run(*arguments)


def jobs(told: Told) -> dict[str, Any]:
    """The same briefings by one process, by a pool of two, by two Dask workers; in turn, several times."""
    root = told.project(min(told.towns, 150))
    ways = {
        "--jobs 1": ("--jobs", "1"),
        "--jobs 2": ("--jobs", "2"),
        "--dask local": ("--dask", "local", "--jobs", "2"),
    }
    began, walls = load(), {way: list[float]() for way in ways}
    found: list[dict[str, str]] = []
    for _ in range(told.rounds):
        for way, arguments in ways.items():
            with tempfile.TemporaryDirectory(dir=told.folder) as out:
                walls[way].append(run("build", "--all", "--quiet", "--root", root, "--out", out, *arguments).wall)
                found.append(digests(Path(out)))
    one, two, dask = (statistics.median(walls[way]) for way in ways)
    return {
        "load": began, "briefings": sum(name.endswith(".pdf") for name in found[0]), "rounds": told.rounds,
        "walls": walls, "jobs": one / two, "dask": two / dask, "same bytes": all(one == found[0] for one in found),
    }  # fmt: skip


def tables(told: Told) -> dict[str, Any]:
    """Compiling, checking and planning from Parquet."""
    result: dict[str, Any] = {}
    for count in sorted({10, 100, told.towns}):
        if count <= told.towns:
            root, compiled = told.project(count), told.folder / f"compiled-{count}"
            made = run("data", "compile", "--root", root, "--out", compiled)
            checked = run("check", "--root", root)
            out = told.folder / f"out-{count}"
            planned = None
            if out.is_dir():
                planned = run("build", "--all", "--quiet", "--root", compiled, "--out", out, "--jobs", "2")
                planned = run("build", "--all", "--quiet", "--root", compiled, "--out", out, "--jobs", "2")
            result[str(count)] = {
                "csv": _size(root / "data"), "parquet": _size(compiled / "data"), "compile": made.cpu,
                "compile peak": made.peak, "check": checked.cpu, "check peak": checked.peak,
                "idle": planned.cpu if planned else None,
            }  # fmt: skip
    return result


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def load() -> float:
    """How many processes wanted a processor in the minute before."""
    return round(os.getloadavg()[0], 1)


# --------------------------------------------------------------------------- words


def say_idle(found: dict[str, Any]) -> str:
    """The idle run."""
    return (
        f"A run over {found['briefings']} briefings with nothing to do: median of 10 {found['wall']:.2f} s on the wall, "
        f"{found['cpu']:.2f} CPU-seconds (load {found['load']} at the end)."
    )


def say_growth(found: dict[str, Any]) -> str:
    """The table of growth."""
    rows = [
        (
            f"{int(count):,}", one["briefings"], f"{one['cpu']:.3f}", f"{one['pdf'] / 1000:.0f}", _mib(one["worker 50th"]),
            _mib(one["worker 500th"]), _mib(one["worker most"]), _mib(one["parent"]), f"{one['idle']:.2f}",
            f"{one['idle wall']:.2f}", one["one row"],
        )
        for count, one in found.items()
    ]  # fmt: skip
    heads = (
        "towns", "briefings", "CPU-s a briefing", "kB a PDF", "worker at its 50th, MiB", "at its 500th", "at most", "parent, MiB",
        "nothing to do, CPU-s", "wall, s", "built after one row changed",
    )  # fmt: skip
    return table(heads, rows)


def say_jobs(found: dict[str, Any]) -> str:
    """The ratios."""
    walls = {way: statistics.median(each) for way, each in found["walls"].items()}
    rows = [(way, f"{wall:.1f}", f"{walls['--jobs 1'] / wall:.2f}") for way, wall in walls.items()]
    return (
        table((f"{found['briefings']} briefings", "wall, s", "× `--jobs 1`"), rows)
        + f"\n\nMedian of {found['rounds']} rounds in turn; load {found['load']} before they began. `--dask local` is "
        f"{found['dask']:.2f} × as fast as `--jobs 2`. All runs gave {'the same' if found['same bytes'] else 'DIFFERENT'} bytes."
    )


def say_tables(found: dict[str, Any]) -> str:
    """The table of tables."""
    rows = [
        (
            f"{int(count):,}", f"{one['csv'] / 1e6:.1f}", f"{one['parquet'] / 1e6:.1f}", f"{one['compile']:.1f}",
            f"{one['compile peak']:.0f}", f"{one['check']:.1f}", f"{one['check peak']:.0f}",
            "–" if one["idle"] is None else f"{one['idle']:.2f}",
        )
        for count, one in found.items()
    ]  # fmt: skip
    heads = (
        "towns", "CSV, MB", "Parquet, MB", "`data compile`, CPU-s", "peak, MiB", "`check`, CPU-s", "peak, MiB",
        "nothing to do from Parquet, CPU-s",
    )  # fmt: skip
    return table(heads, rows)


def _mib(size: float | None) -> str:
    return "–" if size is None else f"{size:.0f}"


def country(growth: dict[str, Any], tables: dict[str, Any], towns: int = COUNTRY) -> dict[str, float]:
    """What so many towns of one year each would cost: each cost is a·n, or b + a·n through the smallest and largest measured."""
    small, large = (found[pick(found, key=int)] for found in (growth,) for pick in (min, max))
    low, high = int(min(growth, key=int)), int(max(growth, key=int))

    def line(key: str, of: dict[str, Any]) -> float:
        first, last = of[str(low)][key], of[str(high)][key]
        slope = (last - first) / (high - low) if high > low else last / high
        return float(first + slope * (towns - low))

    of_a_town = large["briefings"] / high
    return {
        "towns": towns,
        "core-hours": towns * large["cpu"] / 3600,
        "worker": max(small["worker most"], large["worker most"]),
        "parent": line("parent", growth),
        "gigabytes": towns * (large["pdf"] + large["manifest"]) / 1e9,
        "idle": line("idle", growth) / of_a_town,
        "compile": line("compile", tables), "compile peak": line("compile peak", tables), "parquet": line("parquet", tables) / 1e6,
        "check peak": line("check peak", tables),
    }  # fmt: skip


def say_country(found: dict[str, float]) -> str:
    """The bill."""
    hours = found["core-hours"]
    rows = [
        ("briefings", f"{found['towns']:,.0f}"),
        ("processor", f"{hours:.1f} core-hours: {hours / 2:.1f} h on 2 cores, {hours / 16:.1f} h on 16, {60 * hours / 64:.0f} min on 64"),
        ("memory", f"{found['worker']:.0f} MiB a worker (most of it shared) and {found['parent']:.0f} MiB for the parent"),
        ("storage", f"{found['gigabytes']:.1f} GB of PDFs and manifests; {found['parquet']:.0f} MB of Parquet"),
        ("`data compile`", f"{found['compile'] / 60:.0f} CPU-minutes, {found['compile peak']:.0f} MiB"),
        ("the next run, nothing to do", f"{found['idle']:.0f} CPU-seconds, and reading the PDFs once"),
    ]  # fmt: skip
    return table(("", f"{found['towns']:,.0f} towns, one year"), rows)


# --------------------------------------------------------------------------- the command

MEASURES: dict[str, tuple[Callable[[Told], dict[str, Any]], Callable[[dict[str, Any]], str]]] = {
    "idle": (idle, say_idle),
    "growth": (growth, say_growth),
    "tables": (tables, say_tables),
    "jobs": (jobs, say_jobs),
}


def main() -> None:
    """Measure what is named, print it, keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=[*MEASURES, "country", "all"])
    parser.add_argument("--towns", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scale.md")
    given = parser.parse_args()
    known: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    names = [*MEASURES, "country"] if "all" in given.what else given.what
    with tempfile.TemporaryDirectory(prefix="mjq-scale-") as temporary:
        told = Told((given.folder or Path(temporary)).absolute(), given.towns, given.rounds)
        told.folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name == "country":
                if not {"growth", "tables"} <= known.keys():
                    sys.exit("measure growth and tables first")
                text = say_country(country(known["growth"], known["tables"]))
            else:
                measure, words = MEASURES[name]
                known[name] = measure(told)
                text = words(known[name])
                RESULTS.parent.mkdir(exist_ok=True)
                RESULTS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
            print(f"{text}\n", flush=True)
            if given.write:
                put(name, text)


if __name__ == "__main__":
    main()
