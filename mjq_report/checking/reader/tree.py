"""The structure tree of a tagged PDF: elements with their alternative texts, marked content and links.

ISO 32000-1, 14.7 and 14.8. Tags are the standard ones that the file's role map leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

from mjq_report.checking.reader.content import Unreadable

_MAX_ROLES = 16  # of a chain in the role map
_MAX_ITEMS = 2_000_000  # arrays of content may be shared by many elements, and a small file so name it endlessly


class Place(NamedTuple):
    """Marked content: page index from 0, and the id within that page."""

    page: int
    mcid: int


class Link(NamedTuple):
    """A link annotation: the destination that it names, or the address; and what a screen reader says."""

    page: int
    target: str
    contents: str


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `content` is in reading order."""

    tag: str
    parent: Element | None = None
    alt: str = ""
    content: list[Element | Place | Link] = field(default_factory=list)

    def walk(self) -> Iterator[tuple[Element, Element | Place | Link]]:
        """All below in reading order, each with the element that it stands in. Trees may be deep: no recursion."""
        stack = [(self, item) for item in reversed(self.content)]
        while stack:
            around, item = stack.pop()
            yield around, item
            if isinstance(item, Element):
                stack += [(item, inner) for inner in reversed(item.content)]

    def find(self, *tags: str) -> list[Element]:
        """The elements below with one of these tags."""
        return [item for _, item in self.walk() if isinstance(item, Element) and item.tag in tags]

    def places(self) -> list[Place]:
        """All marked content below, in reading order."""
        return [item for _, item in self.walk() if isinstance(item, Place)]

    def links(self) -> list[Link]:
        """All links below, in reading order."""
        return [item for _, item in self.walk() if isinstance(item, Link)]


def read_tree(pdf: pikepdf.Pdf) -> Element:
    """The top of the structure tree; without content if the file is not tagged. Raises Unreadable if it is endless."""
    tree = pdf.Root.get("/StructTreeRoot")
    top = Element("StructTreeRoot")
    if isinstance(tree, Dictionary):
        _Walk(pdf, tree).fill(top)
    return top


class _Walk:
    """Walks the tree and leaves out what is of a wrong kind."""

    def __init__(self, pdf: pikepdf.Pdf, tree: Any) -> None:
        self.tree = tree
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
                _add_place(parent, page, node)
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
                parent.content.append(_link(annotation, page))
            return None
        if kind == "/MCR" or (mcid is not None and "/S" not in node):
            if "/Stm" not in node and isinstance(mcid, int):  # the ids of a form's own stream are not the page's
                _add_place(parent, page, mcid)
            return None
        if node.is_indirect:
            if node.objgen in self.seen:
                return None
            self.seen.add(node.objgen)
        element = Element(self._role(node), parent, str(node.get("/Alt", "")))
        parent.content.append(element)
        return element

    def _role(self, node: Any) -> str:
        role = str(node.get("/S", ""))
        for _ in range(_MAX_ROLES):
            if role not in self.roles:
                break
            role = self.roles[role]
        return role.removeprefix("/")


def _add_place(parent: Element, page: int, mcid: int) -> None:
    if page >= 0 and mcid >= 0:
        parent.content.append(Place(page, mcid))


def _link(annotation: Any, page: int) -> Link:
    action = annotation.get("/A")
    target = annotation.get("/Dest")
    if target is None and isinstance(action, Dictionary):
        target = action.get("/URI", action.get("/S"))
    return Link(page, "" if target is None else str(target), str(annotation.get("/Contents", "")))


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
