"""The options by which commands find their folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.settings.paths import find_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mjq_report.settings.paths import Root

_ID = re.compile(r"[a-z0-9_-]+")

RootOption = Annotated[
    str | None,
    typer.Option("--root", metavar="PATH", help="Folder with data/ (and templates/), or s3://bucket/folder."),
]
TOWN = "A town: its name, with or without 镇, 街道, 区 …, or its id as `list` shows it."
OutOption = Annotated[
    str | None, typer.Option("--out", metavar="PATH", help="Where PDFs go, also s3://…; out/ beside data/ by default.")
]


def root_of(root: str | None, out: str | None = None) -> Root:
    """The project folder that the options name or the current folder lies in; shared storage is copied first."""

    found = find_root(root, out)
    if not found.source:
        return found

    from mjq_report.archive.objects import copied

    return copied(found)


def town_of(root: Root, called: str) -> str:
    """The id of a town that is called by its id or a name; an id needs no look at the names. Raises as `town_called`."""
    if _ID.fullmatch(called):
        return called

    from mjq_report.dataset.town_names import town_called

    return town_called(root.data, called)


def towns_of(root: Root, called: Sequence[str] | None) -> tuple[str, ...]:
    """The ids of several towns, as `town_of`."""
    return tuple(town_of(root, one) for one in called or ())
