"""Ours: from the same document, and from the tables; with tags, links, attachments and all."""

from __future__ import annotations

from benchmarks.peers.content import Document, Setup
from mjq_report.pipeline import Composed, Options, build, compose, render
from mjq_report.settings.paths import Root, find_root


class Ours:
    """Charts drawn and pages set from the document model: what the others do from its JSON."""

    def __init__(self, setup: Setup) -> None:
        from mjq_report.runs import warm  # noqa: F401

        self._setup = setup
        self._composed: dict[tuple[str, int], Composed] = {}
        self._roots: dict[tuple[str, int], Root] = {}

    def expect(self, root: str, document: Document) -> None:
        """Compose a document before the clock runs, as the others read theirs."""
        key = document["town"]["slug"], document["year"]
        self._composed[key] = compose(find_root(root), *key, Options())

    def make(self, document: Document) -> bytes:
        """The PDF."""
        return render(self._composed[document["town"]["slug"], document["year"]])[0]

    def close(self) -> None:
        """Nothing is held."""


class OursWhole(Ours):
    """The same from the tables: read, checked, analysed, written, drawn, set, and published with its manifest."""

    def expect(self, root: str, document: Document) -> None:
        """Only where the tables are."""
        key = document["town"]["slug"], document["year"]
        self._roots[key] = find_root(root, self._setup.folder / "out")

    def make(self, document: Document) -> bytes:
        """The PDF as it was published."""
        from pathlib import Path

        key = document["town"]["slug"], document["year"]
        made = build(self._roots[key], *key, Options())
        return Path(made.path).read_bytes()
