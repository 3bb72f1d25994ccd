"""A project folder of two made-up towns and three briefings, and a build that costs nothing.

The stand-in reads the tables as a real build does and prints what it was made from: so what it publishes changes
exactly when a real briefing's inputs change.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from mjq_report import pipeline
from mjq_report.cli.building import Running, build_all
from mjq_report.cli.progress import Stages
from mjq_report.dataset.edition_rows import EditionRows
from mjq_report.dataset.loading import load_edition
from mjq_report.model.tables import TownData
from mjq_report.runs.plan import plan
from mjq_report.settings.dates import edition_date
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root, template_files
from mjq_report.settings.theme import load_theme
from tests.towns.lakeside import lay

EVERYTHING = Selection(everything=True)
BRIEFINGS = {("hilltop", 2024), ("lakeside", 2023), ("lakeside", 2024)}
Which = set[tuple[str, int]]


def lay_project(folder: Path) -> Path:
    """Tables and templates in two languages, and a theme of one's own."""
    lay(folder / "data")
    for lang in ("zh", "en"):
        (folder / "templates" / lang).mkdir(parents=True)
        (folder / "templates" / lang / "economy.md.j2").write_text(f"economy in {lang}", encoding="utf-8")
        (folder / "templates" / lang / "words.toml").write_text("", encoding="utf-8")
    (folder / "templates" / "briefing.toml").write_text("", encoding="utf-8")
    (folder / "own.toml").write_text('base = "briefing"\nname = "own"\nstyle = "briefing"\n', encoding="utf-8")
    return folder


_LOADED: dict[tuple[str, int, bytes], tuple[TownData, EditionRows]] = {}


def loaded(data: Path, town: str, year: int) -> tuple[TownData, EditionRows]:
    """`load_edition`, once for the same bytes."""
    digest = hashlib.sha256()
    for path in sorted(data.rglob("*.csv")):
        digest.update(f"{path.relative_to(data)}\0".encode() + path.read_bytes())
    key = town, year, digest.digest()
    if key not in _LOADED:
        _LOADED[key] = load_edition(data, town, year)
    return _LOADED[key]


def compose(root: Root, town: str, year: int, options: Options) -> SimpleNamespace:
    """As `pipeline.compose`, up to the words."""
    theme, (data, rows) = load_theme(options.theme), loaded(root.data, town, year)
    edition = edition_date(rows.published(), options.date)
    inputs = [*rows.files().items()]
    inputs += [(f"templates/{path}", content) for path, content in template_files(root.templates, options.lang)]
    inputs += [("theme.toml", theme.text.encode("utf-8"))]
    told = {"lang": options.lang, "theme": theme.name, "date": edition.last.isoformat()}
    cover = SimpleNamespace(sentence=())
    document = SimpleNamespace(edition=edition, title=f"{town} {year}", cover=cover)
    findings = SimpleNamespace(data=data, year=year)
    return SimpleNamespace(document=document, findings=findings, theme=theme, inputs=tuple(inputs), options=told)


def render(composed: SimpleNamespace) -> tuple[bytes, int]:
    """A file that says what went in."""
    told = [(path, content.decode("utf-8")) for path, content in composed.inputs]
    return json.dumps([told, composed.options], ensure_ascii=False).encode("utf-8"), 1


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Which]:
    """Build with the stand-in; gives, and forgets, which briefings were built since one last asked."""
    made: Which = set()

    def build(root: Root, town: str, year: int, options: Options) -> SimpleNamespace:
        made.add((town, year))
        return compose(root, town, year, options)

    def told() -> Which:
        done = set(made)
        made.clear()
        return done

    monkeypatch.setattr(pipeline, "compose", build)
    monkeypatch.setattr(pipeline, "render", render)
    return told


def run(root: Root, options: Options, selection: Selection = EVERYTHING, **running: object) -> None:
    """`build --all --quiet`."""
    with Stages(True, False, sys.stderr) as stages:
        build_all(root, selection, options, Running(**running), stages)  # type: ignore[arg-type]


def reasons(root: Root, options: Options, selection: Selection = EVERYTHING) -> dict[tuple[str, int], str]:
    """Why each briefing is due, "" where it is not."""
    return {(task.town, task.year): task.reason for task in plan(root, selection, options)}


def files(out: Path) -> dict[str, bytes]:
    """What readers see in an out folder: everything but dot files."""
    found = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}
