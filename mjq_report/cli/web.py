"""Commands for the web: the site of all briefings, and showing it on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mjq_report.cli.messages import note, say
from mjq_report.cli.places import RootOption, root_of
from mjq_report.errors import UsageError

_FOLDER = "site"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (site, serve):
        app.command()(command)


def site(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The site; out/site by default.")] = None,
    briefings: Annotated[
        str | None, typer.Option("--briefings", metavar="DIR", help="Where the PDFs are; out/ beside data/ by default.")
    ] = None,
    base_url: Annotated[str, typer.Option("--base-url", metavar="URL", help="The address that it will have.")] = "",
    lang: Annotated[str, typer.Option("--lang", help="Language of the list; a page has its briefing's.")] = "zh",
    theme: Annotated[str, typer.Option("--theme", help="A shipped theme, or a TOML file, for the list.")] = "briefing",
    root: RootOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the path.")] = False,
) -> None:
    """Make a static site of all briefings that were built, and switch to it at once."""
    from mjq_report.runs.site import SiteOptions, base_address, make_site

    place = root_of(root, briefings)
    if place.target:
        raise UsageError(
            f"{place.target}: the site is made from PDFs in a folder; copy them, and name it with --briefings"
        )
    options = SiteOptions(lang, theme, base_address(base_url))
    made = make_site(place, out or place.out / _FOLDER, options, lambda what: None if quiet else note(what))
    if not quiet:
        note(f"{made.files} files, {'published' if made.changed else 'nothing changed'}")
    say(str(made.path))


def serve(
    folder: Annotated[Path | None, typer.Argument(metavar="[SITE]", show_default=False)] = None,
    port: Annotated[int, typer.Option("--port", help="0 takes a free one.", min=0, max=65535)] = 8000,
    root: RootOption = None,
) -> None:
    """Show a site on this machine only. Ctrl-C ends it."""
    from mjq_report.runs.serving import HOST, make_server

    shown = folder or root_of(root).out / _FOLDER
    if not (shown / "index.html").is_file():
        raise UsageError(f"{shown}: there is no site; run `mjq-report site` first")
    with make_server(shown, port) as server:
        say(f"http://{HOST}:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            note("stopped")
