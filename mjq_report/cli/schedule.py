"""`schedule`: files that regenerate a project's briefings by themselves, for whatever runs them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.archive.folder import make_folder, write_whole
from mjq_report.cli.messages import say
from mjq_report.cli.places import RootOption
from mjq_report.delivery.targets import FILE
from mjq_report.errors import ConfigError, UsageError
from mjq_report.schedules import THEME, Plan, secrets_named
from mjq_report.schedules import schedule as make
from mjq_report.settings.paths import find_root, installed, read_plain
from mjq_report.settings.toml import MAX_BYTES

if TYPE_CHECKING:
    from mjq_report.schedules import Plan


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(schedule)


def schedule(
    kind: Annotated[str, typer.Option("--print", metavar="KIND", help="github, gitlab, systemd or cron.")],
    into: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Write into this folder instead; nothing is overwritten."),
    ] = None,
    at: Annotated[
        str, typer.Option("--at", metavar="HH:MM", help="Every day at this time, UTC (cron: local).")
    ] = "22:17",
    branch: Annotated[str, typer.Option("--branch", help="The branch that is published from (github).")] = "main",
    install: Annotated[
        str, typer.Option("--install", metavar="COMMANDS", help="How a runner installs the program; by pip if empty.")
    ] = "",
    root: RootOption = None,
) -> None:
    """Print a schedule: check, build what changed, verify, show what changed, make the site, publish."""

    files = make(kind, plan_of(root, at, branch, install))
    if into is None:
        for path, text in files.items():
            print(f"# --- {path}\n{text}" if len(files) > 1 else text, end="")
        return
    taken = [path for path in files if (into / path).exists()]
    if taken:
        raise UsageError(f"{into / taken[0]}: is there already; move it away, or give another --output")
    for path, text in files.items():
        *folders, name = Path(path).parts
        say(str(write_whole(make_folder(into.absolute(), *folders), name, text.encode("utf-8"))))


def plan_of(root: str | None, at: str, branch: str, install: str) -> Plan:
    """The schedule of the project that `root` names or the current folder lies in. Raises UsageError, ConfigError."""

    place = find_root(root)
    if place.source:
        raise UsageError(f"{place.source}: a schedule runs in a project's folder; give one as --root")
    folder = Path.cwd() if place.data.parent == installed() and root is None else place.data.parent
    targets = folder / FILE
    try:
        secrets = secrets_named(read_plain(targets, MAX_BYTES)) if os.path.lexists(targets) else ()
    except OSError as error:
        raise ConfigError(f"{FILE}: {error.strerror or error}; put an ordinary file there, or none") from None
    theme = THEME if (folder / THEME).is_file() else ""
    return Plan(folder, _program(), branch, at, install, secrets, theme)


def _program() -> Path:
    """The path that this program is run by, for a machine of its own."""
    beside = Path(sys.executable).parent / "mjq-report"
    return beside if beside.is_file() else Path(shutil.which("mjq-report") or beside)
