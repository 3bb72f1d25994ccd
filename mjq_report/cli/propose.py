"""`propose`: the figures of a source as rows for a person to accept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mjq_report.archive.folder import write_whole
from mjq_report.cli.messages import note, say
from mjq_report.cli.places import RootOption, root_of
from mjq_report.intake import writing


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(propose)


def propose(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Texts, web pages, DOCX, PDF, tables.")],
    town: Annotated[str, typer.Option("--town", help="A town's slug, as `list` shows it.")],
    year: Annotated[
        int | None, typer.Option("--year", help="The year that the source is about.", min=1900, max=2200)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write: .csv, .xlsx or .json; proposals.csv by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON and write no file.")] = False,
    root: RootOption = None,
) -> None:
    """Propose a row for every figure of a source, and list the numbers that are none. Nothing is written into data/."""
    from mjq_report.intake.sources import proposed

    found = proposed(sources, root_of(root).data, town, year)
    if as_json:
        typer.echo(writing.as_json(found), nl=False)
        return
    target = (out or Path("proposals.csv")).absolute()
    for name, content in writing.files(found, target.name):
        say(str(write_whole(target.parent, name, content)))
    bound = sum(bool(one.indicator) for one in found.proposals)
    note(
        f"{len(found.proposals)} figures, {bound} of them with a name of the dictionary; {len(found.left_out)} numbers are left out"
    )
    for question in found.questions:
        note(question)
