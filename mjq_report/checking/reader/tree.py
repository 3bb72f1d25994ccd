"""The structure tree of a tagged PDF: elements with their alternative texts, marked content and links.

ISO 32000-1, 14.7 and 14.8. Tags are the standard ones that the file's role map leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

from mjq_report.checking.reader.content import Box, Glyph, Sheet, Unreadable

_MAX_ROLES = 16  # of a chain in the role map
_MAX_ITEMS = 2_000_000  # arrays of content may be shared by many elements, and a small file so name it endlessly


class Content(NamedTuple):
    """Marked content: page index from 0, the id within that page, and the glyphs drawn under it."""

    page: int
    mcid: int
    glyphs: Sequence[Glyph]

    @property
    def text(self) -> str:
        """Its characters, spaces too."""
        return "".join(glyph.char for glyph in self.glyphs)


class Link(NamedTuple):
    """A link annotation: the destination that it names, or the address; and what a screen reader says."""

    page: int
    target: str
    contents: str
    box: Box


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `content` is in reading order; `replaced` says that something else is read out for it."""

    tag: str
    parent: Element | None = None
    alt: str = ""
    replaced: bool = False
    title: str = ""
    content: list[Element | Content] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def walk(self) -> Iterator[tuple[Element, Element | Content]]:
        """All below in reading order, each with the element that it stands in. Trees may be deep: no recursion."""
        stack = [(self, item) for item in reversed(self.content)]
        while stack:
            around, item = stack.pop()
            yield around, item
            if isinstance(item, Element):
                stack += [(item, inner) for inner in reversed(item.content)]

    def elements(self) -> Iterator[Element]:
        """The elements below, in reading order."""
        return (item for _, item in self.walk() if isinstance(item, Element))

    def find(self, tag: str) -> list[Element]:
        """The elements below with a tag, in reading order."""
        return [element for element in self.elements() if element.tag == tag]

    def marked(self) -> Iterator[Content]:
        """All marked content below, in reading order."""
        return (item for _, item in self.walk() if isinstance(item, Content))

    @property
    def kids(self) -> list[Element]:
        """The elements directly below."""
        return [item for item in self.content if isinstance(item, Element)]

    @property
    def page(self) -> int:
        """The page of its first text, from 0; -1 without text."""
        return next((item.page for item in self.marked() if item.glyphs), -1)

    def text(self) -> str:
        """Its text without white space: where lines end is no part of it."""
        return squeezed("".join(item.text for item in self.marked()))


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def read_tree(pdf: pikepdf.Pdf, sheets: Sequence[Sheet]) -> Element:
    """The top of the structure tree; without content if the file is not tagged.

    Content that several elements claim is the first one's; content of pages that are not there is left out.
    Raises Unreadable if the tree names more than any page could show.
    """
    tree = pdf.Root.get("/StructTreeRoot")
    top = Element("StructTreeRoot")
    if isinstance(tree, Dictionary):
        _Walk(pdf, tree, sheets).fill(top)
    return top


class _Walk:
    """Walks the tree and leaves out what is of a wrong kind."""

    def __init__(self, pdf: pikepdf.Pdf, tree: Any, sheets: Sequence[Sheet]) -> None:
        self.tree, self.drawn = tree, [sheet.marked() for sheet in sheets]
        self.page_of = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        roles = tree.get("/RoleMap")
        self.roles = {str(k): str(v) for k, v in roles.items()} if isinstance(roles, Dictionary) else {}
        self.seen: set[tuple[int, int]] = set()

    def fill(self, top: Element) -> None:
        """Put all that the tree names into its top element."""
        stack: list[tuple[Any, Element, int]] = [(kid, top, -1) for kid in reversed(_kids(self.tree))]
        left = _MAX_ITEMS - len(stack)
        while stack:
            node, parent, page = stack.pop()
            if isinstance(node, int):
                self._add(parent, page, node)
            elif isinstance(node, Dictionary):
                own = node.get("/Pg")
                page = self.page_of.get(own.objgen, -1) if isinstance(own, Dictionary) else page
                element = self._enter(node, parent, page)
                kids = _kids(node) if element is not None else []
                left -= len(kids)
                if left < 0:
                    raise Unreadable(f"its structure tree names more than {_MAX_ITEMS} items")
                stack += [(kid, element, page) for kid in reversed(kids) if element is not None]

    def _enter(self, node: Any, parent: Element, page: int) -> Element | None:
        """The element that a dictionary is, if it is one and not met before; its content or link put in its place."""
        kind = str(node.get("/Type", ""))
        mcid = node.get("/MCID")
        if kind == "/OBJR":
            annotation = node.get("/Obj")
            if isinstance(annotation, Dictionary):
                parent.links.append(_link(annotation, page))
            return None
        if kind == "/MCR" or (mcid is not None and "/S" not in node):
            if "/Stm" not in node and isinstance(mcid, int):  # the ids of a form's own stream are not the page's
                self._add(parent, page, mcid)
            return None
        if node.is_indirect:
            if node.objgen in self.seen:
                return None
            self.seen.add(node.objgen)
        replaced = "/ActualText" in node or "/E" in node
        element = Element(self._role(node), parent, str(node.get("/Alt", "")), replaced, str(node.get("/T", "")))
        parent.content.append(element)
        return element

    def _add(self, parent: Element, page: int, mcid: int) -> None:
        if 0 <= page < len(self.drawn) and mcid >= 0:
            parent.content.append(Content(page, mcid, self.drawn[page].pop(mcid, ())))

    def _role(self, node: Any) -> str:
        role = str(node.get("/S", ""))
        for _ in range(_MAX_ROLES):
            if role not in self.roles:
                break
            role = self.roles[role]
        return role.removeprefix("/")


def _link(annotation: Any, page: int) -> Link:
    action = annotation.get("/A")
    target = annotation.get("/Dest")
    if target is None and isinstance(action, Dictionary):
        target = action.get("/URI", action.get("/S"))
    edges = annotation.get("/Rect")
    values: list[Any] = list(edges) if isinstance(edges, Array) else []
    numbers = [float(value) for value in values if isinstance(value, int | Decimal)]
    box = Box(*numbers) if len(numbers) == 4 else Box(0, 0, 0, 0)
    return Link(page, "" if target is None else str(target), str(annotation.get("/Contents", "")), box)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
