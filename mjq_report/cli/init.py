"""`init`: a project of one's own, from which the first PDF can be built at once."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from mjq_report.archive.folder import make_folder, write_whole
from mjq_report.cli.messages import note, say
from mjq_report.errors import OutputError, UsageError
from mjq_report.schedules import THEME, Plan
from mjq_report.schedules import schedule as make


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default=False)],
    empty: Annotated[
        bool, typer.Option("--empty", help="Without the example's towns: tables with heads only.")
    ] = False,
    schedule: Annotated[str, typer.Option("--schedule", help="A workflow for github or gitlab, or none.")] = "github",
    branch: Annotated[str, typer.Option("--branch", help="The branch that is published from (github).")] = "main",
) -> None:
    """Lay out a project: data, templates, theme, targets, workflow. Nothing that is there is ever touched."""

    if schedule not in ("github", "gitlab", "none"):
        raise UsageError(f"--schedule {schedule}: there is none; there are github, gitlab and none")
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise UsageError(f"{folder}: is not an empty folder; give the name of a new one")
    files = dict(_files(folder, empty, schedule, branch))
    if folder.exists():
        _write(folder.absolute(), files.items())
    else:
        _make(folder.absolute(), files.items())
    say(str(folder))
    if empty:
        note(f"{len(files)} files; next: cd {folder} and mjq-report data new-town")
    else:
        note(f"{len(files)} files; next: cd {folder} and mjq-report build --all")


def _files(folder: Path, empty: bool, kind: str, branch: str) -> Iterable[tuple[str, bytes]]:
    from mjq_report.skeleton import project

    yield from project(empty)
    if kind != "none":
        plan = Plan(folder.absolute(), Path("mjq-report"), branch, theme=THEME)
        for path, text in make(kind, plan).items():
            yield path, text.encode("utf-8")


def _make(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Make the folder whole under another name first, so that a cut-off run leaves nothing in the way."""

    stage = make_folder(folder.parent) / f".{folder.name}.{secrets.token_hex(8)}.part"
    try:
        _write(stage, files)
        stage.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot write: {error.strerror or error}; choose another place") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:

    for path, data in files:
        *below, name = Path(path).parts
        write_whole(make_folder(folder, *below), name, data)
