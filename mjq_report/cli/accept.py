"""`accept`: proposals that a person has looked at, into the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mjq_report.cli.data import write_plan
from mjq_report.cli.places import TOWN, RootOption, root_of, town_of
from mjq_report.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(accept)


def accept(
    file: Annotated[Path, typer.Argument(help="What `propose` wrote, .csv or .xlsx, with lines taken out or mended.")],
    town: Annotated[str, typer.Option("--town", help=TOWN)],
    source: Annotated[str, typer.Option("--source", help="The source's id in sources.csv; a new one is added.")],
    left_out: Annotated[
        Path | None, typer.Option("--left-out", help="What `propose` left out, for omissions.csv with its reasons.")
    ] = None,
    text: Annotated[Path | None, typer.Option("--text", help="Of a new source: the file that was read.")] = None,
    title: Annotated[str, typer.Option("--title", help="Of a new source: its title.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", help="Of a new source: who published it.")] = "",
    published: Annotated[str, typer.Option("--published", help="Of a new source: when, 2026-01-08 or 2026-01.")] = "",
    year: Annotated[int, typer.Option("--year", help="Of a new source: the year that it is about.")] = 0,
    kind: Annotated[str, typer.Option("--kind", help="Of a new source: bulletin, work_report, newspaper …")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    root: RootOption = None,
) -> None:
    """Show row by row what accepted proposals add to the tables; write it after a yes."""
    import hashlib

    from mjq_report.intake import accepting

    told = {"--text": text, "--title": title, "--publisher": publisher, "--published": published, "--year": year}
    new = None
    if any(told.values()):
        missing = next((name for name, value in told.items() if not value), "")
        if missing or text is None:
            raise UsageError(f"{missing}: a new source needs it; give {', '.join(told)}")
        digest = hashlib.sha256(accepting.contents(text)).hexdigest()
        new = accepting.NewSource(year, title, publisher, published, kind, text.name, digest)
    place = root_of(root)
    town = town_of(place, town)
    write_plan(accepting.plan_acceptance(place.data, town, file, source, new, left_out), yes, accepting.apply_import)
