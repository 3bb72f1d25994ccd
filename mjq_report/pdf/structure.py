"""The logical structure of the document: the tree that a screen reader walks (ISO 32000-1, 14.7; ISO 14289-1).

Layout builds the tree of `Node`s in reading order. Drawing adds to each node where its content
stands (page and marked-content id) and which annotations belong to it. `archive` writes it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: page index from 0, and the id within that page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link annotation: page index from 0, and its index among that page's annotations."""

    page: int
    index: int


@dataclass(slots=True, eq=False)
class Node:
    """A structure element. `tag` is a standard type (ISO 32000-1, 14.8.4); attributes may be empty."""

    tag: str
    alt: str = ""
    title: str = ""
    scope: str = ""  # of TH: Row, Column or Both
    box: tuple[float, float, float, float] | None = None  # of Figure, in page space
    box_page: int = 0
    columns: int = 1  # of TH and TD: ColSpan
    numbering: str = ""  # of L: Disc, Decimal, None
    identifier: str = ""
    kids: list[Node | Content | Annotation] = field(default_factory=list)

    def add(self, tag: str, **attributes: str) -> Node:
        """Append a child element and return it."""
        child = Node(tag, **attributes)  # type: ignore[arg-type]
        self.kids.append(child)
        return child
