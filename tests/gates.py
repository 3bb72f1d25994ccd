"""What `make coverage` must reach: `python -m tests.gates [coverage.json] [--critical]`, after a run with branches.

`WHOLE` are the modules of which every line and every branch is tried: what reads input, what escapes output, what puts
files in their place, and the records that decide what is believed. Of all others together so many per cent.
`--critical` looks at these modules alone, for a run of their own tests (`make coverage-critical`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LINES, BRANCHES = 95.0, 90.0  # per cent of all of mjq_report
WHOLE = (
    # reading
    "dataset/rules/characters.py", "dataset/fields.py", "dataset/problems.py", "dataset/csv_reader.py",
    "dataset/sources.py", "dataset/workbook/sheets.py", "dataset/workbook/child.py", "dataset/workbook/guard.py", "delivery/targets.py",
    "narrative/templates/sandbox.py", "narrative/labels.py", "settings/paths.py", "settings/theme.py", "settings/toml.py", "settings/visibility.py",
    # escaping: Markdown, HTML and XML, SVG, PDF strings, Excel, terminals, schedules, mail and chats
    "cli/messages.py", "dataset/workbook/exporting.py", "delivery/channels/mail.py", "delivery/message.py",
    "narrative/phrases.py", "narrative/templates/parse.py", "pdf/pen.py", "schedules/__init__.py", "web/markup.py", "web/svg.py",
    # writing whole or not at all
    "dataset/writing.py", "archive/folder.py", "archive/briefings.py", "archive/site_switch.py",
    # what is believed of what was made and sent
    "archive/editions.py", "delivery/ledger.py", "archive/manifest.py",
)  # fmt: skip


def failures(report: Mapping[str, Any], critical: bool = False) -> Iterator[str]:
    """What a report of coverage (its JSON, format 3) falls short of, one line each."""
    files = {name.replace("\\", "/").partition("mjq_report/")[2]: told for name, told in report["files"].items()}
    for name in WHOLE:
        told = files.get(name)
        if told is None:
            yield f"{name}: was not measured"
            continue
        lines = [str(line) for line in told["missing_lines"]]
        branches = [f"{start}->{end if end > 0 else 'exit'}" for start, end in told["missing_branches"]]
        if lines or branches:
            yield f"{name}: never tried: {', '.join([*(f'line {line}' for line in lines), *branches])}"
    if critical:
        return
    totals = report["totals"]
    for what, done, there, least in (
        ("lines", totals["covered_lines"], totals["num_statements"], LINES),
        ("branches", totals["covered_branches"], totals["num_branches"], BRANCHES),
    ):
        share = 100 * done / there if there else 0.0
        if share < least:
            yield f"{share:.2f} % of {what}, less than {least:g} %"


def main() -> int:
    """1 when a gate is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.gates", description=__doc__)
    parser.add_argument("report", nargs="?", type=Path, default=Path("coverage.json"))
    parser.add_argument("--critical", action="store_true", help="only the modules that must be whole")
    given = parser.parse_args()
    report = json.loads(given.report.read_text(encoding="utf-8"))
    missed = [*failures(report, given.critical)]
    for line in missed:
        print(f"error: {line}", file=sys.stderr)
    totals = report["totals"]
    print(
        f"{100 * totals['covered_lines'] / totals['num_statements']:.2f} % of lines, "
        f"{100 * totals['covered_branches'] / totals['num_branches']:.2f} % of branches; "
        f"{len(WHOLE) - sum(line.partition(':')[0] in WHOLE for line in missed)} of {len(WHOLE)} critical modules whole"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
