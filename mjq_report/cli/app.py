"""The program: which commands there are, each in a module beside this one with those that are about the same."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from mjq_report import __version__
from mjq_report.cli.messages import say

_MODULES = {  # in the order of --help
    **dict.fromkeys(("build", "list", "check", "audit", "inspect"), "briefings"),
    **dict.fromkeys(("extract", "trace", "verify", "sign"), "pdfs"),
    "preview": "preview",
    **dict.fromkeys(("site", "serve"), "web"),
    "publish": "publish",
    "changes": "changes",
    "schedule": "schedule",
    "init": "init",
    "data": "data",
    "propose": "propose",
    "accept": "accept",
}


def program(wanted: str = "") -> typer.Typer:
    """The whole program, or only its command of a name, for a start that takes three quarters of the time.

    A name that no command has means the whole, which says so and knows what comes near.
    """
    app = typer.Typer(
        help="Dated PDF briefings about Chinese towns, made from curated indicator tables.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(main)
    chosen = [_MODULES[wanted]] if wanted in _MODULES else _MODULES.values()
    for module in dict.fromkeys(chosen):
        import_module(f"mjq_report.cli.{module}").register(app)
    if wanted in _MODULES:
        app.registered_commands = [item for item in app.registered_commands if _name(item) == wanted]
    return app


def _name(command: typer.models.CommandInfo) -> str:
    return command.name or command.callback.__name__ if command.callback else ""


def _version(value: bool) -> None:
    if value:
        say(f"mjq-report {__version__}")
        raise typer.Exit()


def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Dated PDF briefings about Chinese towns, made from curated indicator tables."""
