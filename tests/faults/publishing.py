"""Publish two editions and a folder, as a build and a site do; run by itself, so that system calls can be made to fail.

python -m tests.faults.publishing FOLDER VERSION
"""

from __future__ import annotations

import sys
from pathlib import Path

from mjq_report.archive.briefings import Folder
from mjq_report.archive.manifest import Edition, Form
from mjq_report.archive.site_switch import publish_folder
from mjq_report.cli.messages import fail
from mjq_report.errors import ReportError
from mjq_report.model.tables import InputFile


def edition(town: str, version: str) -> Edition:
    """A briefing whose bytes say its version; other dates have no form besides the PDF."""
    pdf = f"%PDF {town} {version}\n".encode() * 3000
    forms = (Form("html", f"<p>{version}".encode() * 500, "x"),) if version == "new" else ()
    inputs = (InputFile("data/towns.csv", version),)
    return Edition(town, 2024, "2025-01-03", "zh", town, 1, pdf, inputs, {"code": version}, {"lang": "zh"}, forms)


def site(version: str) -> list[tuple[str, bytes]]:
    """The files of a folder that is switched as one."""
    return [(f"{name}/index.html", f"{name} {version}".encode() * 2000) for name in ("a", "b", "c")]


def publish(folder: Path, version: str) -> None:
    """All of it."""
    for town in ("lakeside", "hilltop"):
        Folder(folder / "out").publish(edition(town, version))
    publish_folder(folder / "site", site(version))


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1]), sys.argv[2])
    except ReportError as error:
        sys.exit(fail(error.lines(), error.exit_code))
