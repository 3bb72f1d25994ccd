"""The options by which commands find their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mjq_report.settings.paths import find_root

if TYPE_CHECKING:
    from mjq_report.settings.paths import Root

RootOption = Annotated[
    str | None,
    typer.Option("--root", metavar="PATH", help="Folder with data/ (and templates/), or s3://bucket/folder."),
]
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
