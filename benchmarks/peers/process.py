"""One contender in a process of its own; prints what it took as JSON. Started by `python -m benchmarks.peers`.

    python -m benchmarks.peers.process NAME FOLDER PLAN.json

The plan lists the documents by which to warm up and those that count, each with the root of its tables. Each is made
once, so that nobody lives off a cache of the same words. Processor time is that of the process and all below it, those
that run on included (a browser's do); memory is the peak of the whole family, what is shared counted once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.peers.content import Setup, write_fonts
from benchmarks.processes import processor, shared_memory

CONTENDERS = {
    "mjq-report": ("by_us", "Ours"),
    "mjq-report, from the tables": ("by_us", "OursWhole"),
    "matplotlib SVG + Typst": ("by_typst", "Typst"),
    "our figures as SVG + Typst": ("by_typst", "Typst"),
    "matplotlib SVG + fullbleed": ("by_html", "Fullbleed"),
    "matplotlib SVG + Chromium": ("by_html", "Chromium"),
    "matplotlib SVG + WeasyPrint": ("by_html", "WeasyPrint"),
    "matplotlib PNG + ReportLab": ("by_reportlab", "ReportLab"),
    "matplotlib PNG + fpdf2": ("by_fpdf2", "Fpdf2"),
    "floor": ("by_reportlab", "Floor"),
    "floor, our figures": ("by_reportlab", "Floor"),
}


def contender(name: str, setup: Setup) -> Any:
    """Prepare a contender. Raises ImportError when its library is not installed."""
    module, kind = CONTENDERS[name]
    return getattr(import_module(f"benchmarks.peers.{module}"), kind)(setup)


def main() -> None:
    """Make the documents of a plan."""
    name, folder, plan = sys.argv[1], Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    home = folder / name.replace(" ", "-").replace(",", "")
    home.mkdir(parents=True, exist_ok=True)
    regular, bold = write_fonts(folder)
    maker = contender(name, Setup(home, regular, bold, ordinary="our figures" not in name))
    documents = {
        item["json"]: json.loads(Path(item["json"]).read_text(encoding="utf-8"))
        for item in [*plan["warm"], *plan["counted"]]
    }
    if hasattr(maker, "expect"):
        for item in [*plan["warm"], *plan["counted"]]:
            maker.expect(item["root"], documents[item["json"]])
    for item in plan["warm"]:
        maker.make(documents[item["json"]])
    me, data = os.getpid(), b""
    seconds, wall, sizes, peak = 0.0, 0.0, [], 0.0
    for number, item in enumerate(plan["counted"]):
        before, began = processor(me), time.perf_counter()
        data = maker.make(documents[item["json"]])
        wall += time.perf_counter() - began
        seconds += processor(me) - before
        peak = max(peak, shared_memory(me))
        sizes.append(len(data))
        (home / f"{number}.pdf").write_bytes(data)
    same = plan["once"] or maker.make(documents[plan["counted"][-1]["json"]]) == data
    maker.close()
    print(json.dumps({"cpu": seconds, "wall": wall, "bytes": sizes, "peak": peak, "same": same}))


if __name__ == "__main__":
    main()
