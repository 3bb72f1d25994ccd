"""Where the time of one warm briefing goes, step by step: the profile behind the comparison in docs/scale.md.

    python -m benchmarks.shares [--write]

Processor time of each step, from the document to the PDF, over the five real briefings, each made once after two others.
A clock around each step, no profiler: that would make Python's own calls look dearer than they are.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.page import put, table
from benchmarks.runs import ROOT
from tests.towns.drawn import write_towns

STEPS = {
    "drawing charts": ("mjq_report.charts", "draw"),
    "gathering what is enclosed": ("mjq_report.pdf.attachments", "enclose"),
    "breaking lines, setting tables and cards": ("mjq_report.pdf.assemble", "_galley"),
    "making pages": ("mjq_report.pdf.assemble", "paginate"),
    "drawing pages on the canvas": ("mjq_report.pdf.assemble", "_draw"),
    "fonts, and ReportLab's writing": ("mjq_report.pdf.pen", "Pen.finish"),
    "tags, links, attachments, digests, saving": ("mjq_report.pdf.assemble", "finish"),
}


def main() -> None:
    """Measure and print."""
    spent = dict.fromkeys(STEPS, 0.0)
    total, count = measure(spent)
    rows = [
        (step, f"{1000 * seconds / count:.0f}", f"{seconds / total:.0%}")
        for step, seconds in sorted(spent.items(), key=lambda item: -item[1])
    ]
    rows += [
        ("the rest", f"{1000 * (total - sum(spent.values())) / count:.0f}", f"{1 - sum(spent.values()) / total:.0%}"),
        ("from document to PDF", f"{1000 * total / count:.0f}", "100%"),
    ]
    text = table(("step", "CPU-ms a briefing", "share"), rows)
    print(text)
    if "--write" in sys.argv[1:]:
        put("shares", text)


def measure(spent: dict[str, float]) -> tuple[float, int]:
    """Add up what each step takes; returns the processor time of all and the number of briefings."""
    from mjq_report.dataset.store import inventory
    from mjq_report.pipeline import Options, compose, render
    from mjq_report.runs import warm  # noqa: F401
    from mjq_report.settings.paths import find_root

    with tempfile.TemporaryDirectory() as folder:
        others = find_root(Path(folder)) if write_towns(Path(folder), 2, seed=5) else find_root(ROOT)
        for town, found in sorted(inventory(others.data).items()):
            render(compose(others, town, found.years[0], Options()))
    for step, (module, name) in STEPS.items():
        _watch(module, name, step, spent)
    root, total, count = find_root(ROOT), 0.0, 0
    for town, found in sorted(inventory(root.data).items()):
        for year in found.years:
            composed = compose(root, town, year, Options())
            began = time.process_time()
            render(composed)
            total += time.process_time() - began
            count += 1
    return total, count


def _watch(module: str, name: str, step: str, spent: dict[str, float]) -> None:
    """Put a clock around a function or method."""
    from importlib import import_module

    owner: Any = import_module(module)
    *parts, last = name.split(".")
    for part in parts:
        owner = getattr(owner, part)
    plain: Callable[..., Any] = getattr(owner, last)

    def clocked(*arguments: Any, **keywords: Any) -> Any:
        began = time.process_time()
        try:
            return plain(*arguments, **keywords)
        finally:
            spent[step] += time.process_time() - began

    setattr(owner, last, clocked)


if __name__ == "__main__":
    main()
