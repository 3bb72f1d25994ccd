"""The same documents made by us and by others, as ratios in one run.

    python -m benchmarks.peers [--rounds N] [--only NAME …] [--write]

Five real briefings are exported as JSON; each contender, in a process of its own, warms up on two synthetic ones, then makes
the five, each once. Contenders take turns, round by round, and medians count. Processor time decides, so a busy machine
disturbs little. `--write` puts table and chart into docs/.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.page import put, table
from benchmarks.peers.process import CONTENDERS
from benchmarks.runs import ROOT, run
from tests.towns.drawn import write_towns

OURS, PAIR, FLOOR = "mjq-report", "matplotlib SVG + Typst", "floor"
_COMPOSE = (
    "import sys; from mjq_report.settings.paths import find_root; from mjq_report.pipeline import Options, compose; "
    "compose(find_root(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Options())"
)


@dataclass
class Result:
    """A contender's figures, one entry a round."""

    cpu: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    size: float = 0
    pages: int = 0
    same: bool = True
    tagged: bool = False
    starts: int = 0

    @property
    def rate(self) -> float:
        """Warm briefings per CPU-second."""
        return 1 / statistics.median(self.cpu)


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=list(CONTENDERS))
    parser.add_argument("--write", action="store_true", help="put table and chart into docs/")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs, to look at")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mjq-peers-") as temporary:
        folder = told.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        warm, counted = documents(folder)
        results = {name: Result() for name in told.only or CONTENDERS}
        reading = []
        for _ in range(told.rounds):
            for name, result in list(results.items()):
                if not measure(name, result, folder, warm, counted):
                    del results[name]
            reading.append(_reading(counted[0]))
        for name, result in results.items():
            look(result, folder / _home(name), counted)
    lines = report(results, statistics.median(reading))
    print("\n\n".join(lines))
    if told.write:
        put("peers", "\n\n".join(lines))
        draw(results, ROOT / "docs" / "images" / "peers.svg")


def documents(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Two synthetic briefings and all the real ones, exported; the example of the README first."""
    synthetic = folder / "synthetic"
    if not synthetic.exists():
        write_towns(synthetic, 2, seed=5)
    found = []
    for root, out in ((synthetic, folder / "warm"), (ROOT, folder / "real")):
        run("build", "--all", "--format", "json", "--root", root, "--out", out)
        files = sorted(out.rglob("*.document.json"), key=lambda path: ("majuqiao-2025" not in path.name, path.name))
        found.append([{"root": str(root), "json": str(path)} for path in files])
    return found[0][:2], found[1]


def measure(
    name: str, result: Result, folder: Path, warm: Sequence[Mapping[str, str]], counted: Sequence[Mapping[str, str]]
) -> bool:
    """One round of a contender: warm, then cold. False when its library or program is not there."""
    try:
        told, _ = _process(name, folder, {"warm": warm, "counted": counted, "once": False})
    except subprocess.CalledProcessError as error:
        print(f"warning: {name} is left out: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return False
    result.cpu.append(told["cpu"] / len(counted))
    result.peak.append(told["peak"])
    result.size, result.same = statistics.mean(told["bytes"]), result.same and told["same"]
    if name == OURS:
        town, year = _which(counted[0])
        place = ("--root", counted[0]["root"], "--out", str(folder / "cold"))
        result.cold.append(run("build", "--town", town, "--year", year, "--force", "--quiet", *place).cpu)
    else:
        result.cold.append(_process(name, folder, {"warm": [], "counted": counted[:1], "once": True})[1])
    return True


def _process(name: str, folder: Path, plan: Mapping[str, object]) -> tuple[dict[str, Any], float]:
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers.process", name, str(folder), str(path)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told, cpu


def _reading(item: Mapping[str, str]) -> float:
    """Processor time of a process that only reads, checks, analyses and writes the document: no other does that."""
    before = os.times()
    subprocess.run([sys.executable, "-c", _COMPOSE, item["root"], *_which(item)], cwd=ROOT, check=True)
    after, plain = os.times(), _plain()
    return after.children_user + after.children_system - before.children_user - before.children_system - plain


def _plain() -> float:
    """What Python takes to start."""
    before = os.times()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _which(item: Mapping[str, str]) -> tuple[str, str]:
    town, year = Path(item["json"]).parts[-3:-1]
    return town, year


def _home(name: str) -> str:
    return name.replace(" ", "-").replace(",", "")


def look(result: Result, home: Path, counted: Sequence[object]) -> None:
    """What is to be seen in the PDFs of the last round."""
    import pikepdf

    from mjq_report.checking.layout import inspect

    faults: Counter[str] = Counter()
    for number in range(len(counted)):
        with pikepdf.open(home / f"{number}.pdf") as pdf:
            result.tagged = "/StructTreeRoot" in pdf.Root and bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False))
            result.pages += len(pdf.pages)
        faults.update(finding.kind for finding in inspect(home / f"{number}.pdf", "briefing").findings)
    result.starts = faults["forbidden-start"]


def report(results: Mapping[str, Result], reading: float) -> list[str]:
    """The table, and the sentence about what was promised."""
    ours = results[OURS].rate if OURS in results else 1.0
    cold = statistics.median(results[OURS].cold) if OURS in results else 1.0
    rows = [
        (
            name, f"{r.rate:.2f}", f"{r.rate / ours:.2f}", f"{statistics.median(r.cold):.2f}",
            f"{statistics.median(r.cold) / cold:.2f}", f"{statistics.median(r.peak):.0f}", f"{r.size / 1000:.0f}", r.pages,
            "yes" if r.tagged else "no", r.starts if r.tagged else "not measured", "yes" if r.same else "no",
        )
        for name, r in sorted(results.items(), key=lambda item: -item[1].rate)
    ]  # fmt: skip
    heads = (
        "", "warm briefings per CPU-second", "× ours", "cold, CPU-s", "× ours", "peak MiB", "kB a briefing", "pages of five",
        "tagged", "forbidden line starts", "same bytes twice",
    )  # fmt: skip
    lines = [table(heads, rows)]
    if {OURS, PAIR, FLOOR} <= results.keys():
        pair, floor = results[PAIR], results[FLOOR]
        allowed = 1.3 * statistics.median(pair.cold) + reading
        lines.append(
            f"Warm we make {ours / pair.rate:.2f} briefings for one of *{PAIR}*; ours takes {floor.rate / ours:.2f} × the floor "
            f"(1.5 × was the aim); cold it takes {cold:.2f} CPU-seconds where 1.3 × the pair's plus reading the data "
            f"({reading:.2f}) would be {allowed:.2f}."
        )
    return lines


def draw(results: Mapping[str, Result], path: Path) -> None:
    """A bar for each contender, ours in colour."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    shown = sorted(results.items(), key=lambda item: item[1].rate)
    names, rates = [name for name, _ in shown], [result.rate for _, result in shown]
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "peers", "font.family": ["sans-serif"]}):
        figure = Figure(figsize=(8, 0.36 * len(shown) + 0.8), layout="constrained")
        axes = figure.add_subplot()
        bars = axes.barh(names, rates, color=["#1F4E79" if OURS in name else "#B9C4CF" for name in names], height=0.66)
        axes.bar_label(bars, [f"{rate:.2f}" for rate in rates], padding=3)
        axes.set_xlabel("warm briefings per CPU-second; more is better")
        axes.spines[["top", "right"]].set_visible(False)
        FigureCanvasSVG(figure).print_svg(str(path), metadata={"Date": None})


if __name__ == "__main__":
    main()
