"""`changes`: what differs between two folders of briefings, as Markdown, with pictures of the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.archive.folder import make_folder, write_whole
from mjq_report.cli.messages import note, safe
from mjq_report.errors import UsageError

if TYPE_CHECKING:
    from mjq_report.runs.changes import Change, Difference
    from mjq_report.web.sheets import Pair

_REPORT = "changes.md"
_MARKUP = re.compile(r"://|[&<>|@\\`*_\[\]#!~]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "@": "&#64;", "://": "&#58;//"}
_NONE = "–"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(changes)


def changes(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The briefings as they were: an out/ folder.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The briefings as they are.")],
    into: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Also write the text, pictures and PDFs there."),
    ] = None,
    pictures: Annotated[
        str, typer.Option("--pictures-at", metavar="URL", help="Where the pictures will be; beside the text if empty.")
    ] = "",
    most: Annotated[
        int, typer.Option("--most-pages", help="Pictures of so many pages a briefing at most.", min=0, max=500)
    ] = 8,
) -> None:
    """Print what changed in the figures, as Markdown. Nothing is printed and nothing written when nothing did."""
    from mjq_report.runs.changes import differences
    from mjq_report.runs.site import base_address

    address = base_address(pictures, "--pictures-at")
    found = list(differences(before, after))
    if not found:
        note("nothing changed")
        return
    sheets = {index: _sheets(item, most) for index, item in enumerate(found)} if into else {}
    text = "\n".join(
        ["# What changed\n", *(_told(item, sheets.get(index, ()), address) for index, item in enumerate(found))]
    )
    if into:
        _write(into, found, sheets, text)
    for line in text.splitlines():
        print(safe(line))


# --------------------------------------------------------------------------- pictures

Sheet = tuple[str, "Pair", bytes]


def _sheets(item: Difference, most: int) -> list[Sheet]:
    """The name, pair and PNG of the pages that differ."""
    from mjq_report.web.sheets import differing, side_by_side

    if item.old is None or item.new is None:
        return []
    old, new = item.old.read(), item.new.read()
    stem = item.new.pdf.stem
    pairs = differing(old, new)
    made = [
        (f"{stem}-page-{pair.new:02d}.png" if pair.new else f"{stem}-was-{pair.old:02d}.png", pair)
        for pair in pairs[:most]
    ]
    if len(pairs) > most:
        note(f"{stem}: {len(pairs)} pages differ; there are pictures of the first {most}")
    return [(name, pair, side_by_side(old, new, pair).png) for name, pair in made]


def _write(into: Path, found: Sequence[Difference], sheets: dict[int, list[Sheet]], text: str) -> None:

    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(f"{into}: is not empty; give --output an empty or new folder")
    folder = make_folder(into.absolute())
    for index, item in enumerate(found):
        if item.new is not None:
            write_whole(folder, item.new.pdf.name, item.new.read())
        for name, _, png in sheets[index]:
            write_whole(folder, name, png)
    write_whole(folder, _REPORT, f"{text}\n".encode())


# --------------------------------------------------------------------------- words


def _told(item: Difference, sheets: Sequence[Sheet], address: str) -> str:
    edition = item.latest.place.date
    head = f"## {plain(item.title)}"
    if item.old is None:
        return f"{head}\n\nNew: edition {edition}, {item.latest.record['pages']} pages.\n"
    if item.new is None:
        return f"{head}\n\nGone: edition {edition} is no longer there.\n"
    then = item.old.place.date
    editions = f"edition {edition}" if then == edition else f"edition {then} → {edition}"
    parts = [f"{head}\n\n{editions.capitalize()}, {item.new.record['pages']} pages.\n"]
    parts += [_table("Figure", item.figures), _table("Audited claim", item.verdicts)]
    if item.unread:
        parts.append(f"Its figures cannot be compared: {plain(item.unread)}.\n")
    elif not item.figures and not item.verdicts:
        parts.append("No figure changed, and no verdict.\n")
    parts.append(_because(item.inputs))
    parts += [_picture(sheet, address) for sheet in sheets]
    return "\n".join(filter(None, parts))


def _table(head: str, changed: Sequence[Change]) -> str:
    if not changed:
        return ""
    rows = [
        f"| {plain(one.what)} | {plain(one.about)} | {plain(one.old) or _NONE} | {plain(one.new) or _NONE} |"
        for one in changed
    ]
    return "\n".join([f"| {head} | | Before | After |", "|---|---|--:|--:|", *rows, ""])


def _because(inputs: Sequence[str]) -> str:
    if not inputs:
        return "Made from the same inputs by another version of the program.\n"
    return f"Inputs that differ: {', '.join(plain(path) for path in inputs)}.\n"


def _picture(sheet: Sheet, address: str) -> str:
    name, pair, _ = sheet
    if pair.old and pair.new:
        said = f"Page {pair.new}" if pair.old == pair.new else f"Page {pair.new}, which was page {pair.old}"
    else:
        said = f"Page {pair.new} is new" if pair.new else f"Page {pair.old} is gone"
    return f"{said}:\n\n![{said}]({address}{name})\n"


def plain(text: str) -> str:
    """Text that is nothing but text in Markdown: no link, no picture, no mention, no end of a cell."""
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), " ".join(text.split()))
