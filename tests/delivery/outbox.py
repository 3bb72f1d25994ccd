"""An out folder with finished briefings of made-up towns, and a project whose mjq-report.toml says where they go."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mjq_report.archive.briefings import Folder
from mjq_report.archive.manifest import Edition, Form
from mjq_report.cli.run import run
from mjq_report.model.tables import InputFile

QUICK = "attempts = 3\nfirst_wait = 0.01\nlongest_wait = 0.05\ntimeout = 2.0\n"
SENTENCE = "规上工业总产值 123.4 亿元，比上年增长 5.6%。"


def edition(town: str, year: int, date: str = "2026-02-01", **told: Any) -> Edition:
    """A briefing whose PDF is some bytes of its own."""
    size = told.pop("size", 20_000)
    inputs = {
        "data/observations.csv": "a",
        "data/sources.csv": "b",
        "templates/zh/economy.md.j2": "c",
        **told.pop("inputs", {}),
    }
    head = f"%PDF-1.7 {town} {year} {date} {told.pop('salt', '')}\n".encode()
    values: dict[str, Any] = {
        "lang": "zh", "title": f"{town} {year} 年经济简报", "pages": 12, "sentence": SENTENCE,
        "pdf": head + bytes(range(256)) * (size // 256) + b"\n%%EOF\n",
        "inputs": tuple(InputFile(path, digest) for path, digest in inputs.items()),
        "versions": {"mjq-report": "1"}, "options": {"lang": "zh"},
    }  # fmt: skip
    return Edition(town=town, year=year, date=date, **{**values, **told})


FORMS = (Form("html", b"<!doctype html><title>page</title>"), Form("json", b'{"format": "document"}'))


@dataclass
class Project:
    """A project folder with data/, out/ and mjq-report.toml."""

    folder: Path
    published: list[Edition] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def ledger(self) -> Path:
        return self.out / "deliveries.sqlite"

    def add(self, *editions: Edition) -> Project:
        """Put briefings into out/, as `build` does."""
        for one in editions:
            Folder(self.out).publish(one)
            self.published.append(one)
        return self

    def targets(self, *tables: str, settings: str = QUICK) -> Project:
        """Write mjq-report.toml: each table is the inside of a [[publish.target]]."""
        text = f"[publish]\n{settings}\n" + "".join(f"\n[[publish.target]]\n{table}\n" for table in tables)
        (self.folder / "mjq-report.toml").write_text(text, encoding="utf-8")
        return self

    def publish(self, *options: str | Path) -> int:
        """Run `mjq-report publish` here, in this process."""
        return run(["publish", "--root", str(self.folder), *map(str, options)])

    def states(self) -> dict[tuple[str, str, str], str]:
        """The ledger, read as anyone could: (target, recipient, name) → state."""
        with closing(sqlite3.connect(self.ledger)) as connection:
            rows = connection.execute("SELECT target, recipient, name, state FROM delivery")
            return {(target, recipient, name): state for target, recipient, name, state in rows}


def lay_project(folder: Path) -> Project:
    """An empty project."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "towns.csv").write_text("town\n", encoding="utf-8")
    (folder / "out").mkdir()
    return Project(folder)


def scripts(faults: Mapping[str, object], *quick: str) -> list[Any]:
    """Parameters for scripts of failures: those named `quick` run always, the others with `make test-slow`."""
    assert set(quick) <= set(faults)
    return [name if name in quick else pytest.param(name, marks=pytest.mark.slow) for name in faults]


def toml(kind: str, name: str = "", **keys: object) -> str:
    """The inside of a target's table."""

    def value(what: object) -> str:
        if isinstance(what, bool):
            return "true" if what else "false"
        if isinstance(what, list):
            return f"[{', '.join(value(one) for one in what)}]"
        return str(what) if isinstance(what, int | float) else f'"{what}"'

    told: Mapping[str, object] = {"name": name or kind, "kind": kind, "towns": ["*"], **keys}
    return "\n".join(f"{key} = {value(what)}" for key, what in told.items())
