"""What a new project starts with: tables, templates, a theme, targets, a schedule, and a page that explains them.

The example's tables are those that come with the program; without them a project has the common lists of indicators,
breakdowns and coverages, and of all else the head lines.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from mjq_report.dataset import schema
from mjq_report.dataset.datapackage import FILE, as_json, datapackage
from mjq_report.dataset.reference import csv_lines
from mjq_report.schedules import THEME
from mjq_report.settings.paths import installed
from mjq_report.settings.theme import load_theme

_HERE = Path(__file__).resolve().parent
_PAGES = {"README.md": "README.md", ".gitignore": "gitignore", ".gitattributes": "gitattributes",
          "mjq-report.toml": "mjq-report.toml"}  # fmt: skip
_COMMON = (schema.INDICATORS, schema.BREAKDOWNS, schema.COVERAGES)

Files = Iterator[tuple[str, bytes]]


def project(empty: bool = False) -> Files:
    """The files of a new project, by path: with the example's tables, or with none but the common ones."""
    for path, name in _PAGES.items():
        yield path, (_HERE / name).read_bytes()
    yield THEME, load_theme().text.encode("utf-8")
    yield from _templates()
    yield from _empty() if empty else _copied(installed() / "data", "data")


def _templates() -> Files:
    """The words of briefings; the web pages' templates stay the program's until somebody copies them."""
    for path, data in _copied(installed() / "templates", "templates"):
        if not path.startswith("templates/site/"):
            yield path, data


def _empty() -> Files:
    shipped = installed() / "data"
    with tempfile.TemporaryDirectory(prefix="mjq-report-") as scratch:
        for table in schema.SHARED:
            lines = (shipped / table.path).read_bytes() if table in _COMMON else csv_lines([table.header])
            (Path(scratch) / table.path).write_bytes(lines)
            yield f"data/{table.path}", lines
        yield f"data/{FILE}", as_json(datapackage(Path(scratch)))


def _copied(folder: Path, into: str) -> Files:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__")) or part.endswith("~") for part in below.parts):
            yield f"{into}/{below.as_posix()}", path.read_bytes()
