"""`preview`: a briefing in the browser while it is edited."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from mjq_report.cli.messages import note, say
from mjq_report.cli.places import TOWN, RootOption, root_of, town_of
from mjq_report.settings.options import Options


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(preview)


def preview(
    town: Annotated[str, typer.Option("--town", help=TOWN)],
    year: Annotated[int, typer.Option("--year", help="Briefing year.", min=1900, max=2200)],
    port: Annotated[
        int, typer.Option("--port", help="Port on this machine; any free one by default.", min=0, max=65535)
    ] = 0,
    theme: Annotated[str, typer.Option("--theme", help="A shipped theme, or a TOML file.")] = "briefing",
    root: RootOption = None,
) -> None:
    """Show a briefing in the browser and build it again at every change; end with Ctrl-C."""
    from mjq_report.runs.preview import Preview, server

    place = root_of(root)
    shown = Preview(place, town_of(place, town), year, Options(theme=theme))
    served = server(shown, port)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    say(f"http://127.0.0.1:{served.server_address[1]}/")
    stop = threading.Event()
    try:
        for state in shown.watch(stop):
            if state.error:
                for line in state.error.splitlines():
                    note(line, "error")
            else:
                note(f"{state.pages} pages, {state.seconds:.2f} s")
    finally:
        stop.set()
        served.shutdown()
