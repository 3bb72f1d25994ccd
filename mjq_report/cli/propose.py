"""`propose`: the figures of a source as rows for a person to accept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.archive.folder import make_folder, write_whole
from mjq_report.cli.messages import note, safe, say
from mjq_report.cli.places import TOWN, RootOption, root_of, town_of
from mjq_report.intake import writing

if TYPE_CHECKING:
    from mjq_report.intake.proposal import Question


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(propose)


def propose(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Texts, web pages, DOCX, PDF, tables.")],
    town: Annotated[str, typer.Option("--town", help=TOWN)],
    year: Annotated[
        int | None, typer.Option("--year", help="The year that the source is about.", min=1900, max=2200)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write: .csv, .xlsx or .json; proposals.csv by default.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="WHAT", help="Of a table: column:HEADS:unit=亩, row:LABEL:period=2024; may be repeated."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="The file of answers about a table; data/mappings/NAME.toml by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON and write no file.")] = False,
    root: RootOption = None,
) -> None:
    """Propose a row for every figure of a source, and list the numbers that are none. No row is written into data/.

    What a table does not say is asked once; the answers are kept as a mapping, so that next year's table asks nothing.
    """
    from mjq_report.intake import sources as intake

    place = root_of(root)
    data, town = place.data, town_of(place, town)
    given, kept = intake.from_options(answer or []), intake.read_if_there(mapping)
    found = intake.proposed(sources, data, town, year, (given, *kept))
    if found.questions and sys.stdin.isatty() and not as_json:
        given = given.over(intake.asked(found.questions, _ask))
        found = intake.proposed(sources, data, town, year, (given, *kept))
    if given.form or (mapping and given.is_some):
        path = mapping or data / intake.MAPPINGS / intake.file_name(sources[0])
        _keep(path, intake.written(given.over(kept[0]) if kept else given))
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
        note(f"{question}; answer: --answer '{question.axis}:{question.key}:{question.what}=…'")


def _keep(path: Path, content: bytes) -> None:
    say(str(write_whole(make_folder(path.absolute().parent), path.name, content)))


def _ask(question: Question) -> str:
    return str(typer.prompt(safe(str(question)), default=question.guess, err=True))
