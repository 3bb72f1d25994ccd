"""The command that delivers finished briefings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.archive.editions import find_briefings
from mjq_report.cli.messages import note, say
from mjq_report.cli.places import TOWN, OutOption, RootOption, towns_of
from mjq_report.delivery.targets import FILE, LEDGER, read_settings
from mjq_report.errors import DeliveryError, UsageError
from mjq_report.settings.paths import find_root

if TYPE_CHECKING:
    from mjq_report.delivery.sending import Event

_COUNTED = {
    "sent": "sent",
    "would": "would be sent",
    "already": "sent before",
    "failed": "failed",
    "unknown": "uncertain",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(publish)


def publish(
    target: Annotated[list[str] | None, typer.Option("--target", help="A target's name; may be repeated.")] = None,
    town: Annotated[list[str] | None, typer.Option("--town", help=f"{TOWN} May be repeated.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Briefing year.", min=1900, max=2200)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would go where.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send also what may have arrived already.")] = False,
    mark_sent: Annotated[
        bool,
        typer.Option(
            "--mark-sent", help="Send nothing; record as sent what may have arrived, and what was never tried."
        ),
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="The targets; mjq-report.toml beside data/ by default."),
    ] = None,
    root: RootOption = None,
    out: OutOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Deliver briefings to the targets in mjq-report.toml, each recipient once. Exit 14 if any did not arrive."""
    from mjq_report.delivery.ledger import open_ledger, peek
    from mjq_report.delivery.sending import PageStyle, Selection, believe, chosen, deliver, preview, unknown_towns

    if resend and mark_sent:
        raise UsageError("--resend and --mark-sent say the opposite; give one of them")
    place = find_root(root, out)
    if place.target:
        raise UsageError(f"{place.target}: publish takes PDFs from a folder; copy them, and name it with --out")
    settings = read_settings(config or (Path() if place.source else _beside(place.data, FILE)) / FILE)
    selection = Selection(tuple(target or ()), towns_of(place, town), year)
    briefings, unfit = find_briefings(place.out)
    if not briefings and not unfit:
        note(f"{place.out}: there are no briefings to deliver; `mjq-report build --all` makes them", "warning")
    page_style, ledger_path = PageStyle(resend, mark_sent), settings.ledger or place.out / LEDGER
    goals = chosen(settings, selection)
    for name, slug in unknown_towns(goals, briefings):
        note(f"target {name} wants {slug}, of which there is no briefing in {place.out}", "warning")
    if dry_run:
        events = _told(preview(settings, briefings, selection, peek(ledger_path), page_style), quiet)
    else:
        with open_ledger(ledger_path, lambda: note("another publish is at work; waiting for it to end")) as ledger:
            if ledger.doubt:
                note(f"{ledger_path}: was damaged and set aside as {ledger.doubt}", "warning")
            events = _told(deliver(settings, briefings, selection, ledger, page_style), quiet)
            if not unfit:
                believe(ledger, selection, page_style, events)
    asked = [what for slug, of, what in unfit if selection.covers(slug, of) and any(g.asks_for(slug) for g in goals)]
    _conclude(events, asked, quiet)


def _conclude(events: list[Event], unfit: list[str], quiet: bool) -> None:
    """Say how many were sent. Raises DeliveryError for what did not arrive, and for briefings that cannot be sent."""
    counted = Counter[str](event.what for event in events)
    if not quiet:
        words = [f"{counted[what]} {word}" for what, word in _COUNTED.items() if counted[what]]
        note(", ".join(words) or "nothing to send")
    problems = [*unfit, *(str(event) for event in events if event.what in ("failed", "unknown"))]
    if problems:
        raise DeliveryError("\n".join(problems))


def _beside(data: Path, name: str) -> Path:
    """The folder of the project, or the current one when the tables are those that come with the program."""
    return data.parent if (data.parent / name).is_file() else Path()


def _told(events: Iterable[Event], quiet: bool) -> list[Event]:
    """All events; each that did or would do something is printed as it comes."""
    seen = []
    for event in events:
        if event.what in ("sent", "would") and not quiet:
            say(str(event))
        seen.append(event)
    return seen
