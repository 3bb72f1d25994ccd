"""The structure tree of a tagged PDF: which marked content makes up which paragraph, heading, cell or caption.

ISO 32000-1, 14.7 and 14.8. A block is the nearest block-level element over some content; inline
elements (Span, Link, Reference …) belong to the block around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_HEADINGS = ("H", "H1", "H2", "H3", "H4", "H5", "H6", "Title")
_BLOCKS = {"P", "LBody", "Lbl", "Note", "FENote", "BlockQuote", "Code", "Formula", "Aside", "BibEntry", *_HEADINGS}
_GROUPS = {"Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "L", "LI", "Table", "TR", "THead", "TBody"}
_GROUPS |= {"TFoot", "TOC", "Index", "NonStruct", "Private"}
_FRAMES = {"Figure": "Figure", "Caption": "Caption", "TOCI": "TOCI", "TD": "TD", "TH": "TH"}  # name what is inside
_OWNERS = ("Figure", "Table")
_MAX_ROLES = 16  # of a chain in the role map


@dataclass(frozen=True, slots=True)
class Place:
    """Marked content: page index from 0, and the id within that page."""

    page: int
    mcid: int


@dataclass(slots=True, eq=False)
class Element:
    """A block with its content in reading order. `owner` numbers the figure or table it belongs to (0: none)."""

    kind: str
    owner: int = 0
    in_table: bool = False
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a node of the tree: its page, the block it adds to, the frame it is in, its owner."""

    page: int = -1
    block: Element | None = None
    frame: str = ""
    owner: int = 0


def read_structure(pdf: pikepdf.Pdf) -> list[Element]:
    """The blocks of a document in reading order; none if it is not tagged."""
    tree = pdf.Root.get("/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary):
        return []
    return [element for element in _Walk(pdf, tree).run() if element.places]


class _Walk:
    def __init__(self, pdf: pikepdf.Pdf, tree: Any) -> None:
        self.tree = tree
        self.page_of = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        roles = tree.get("/RoleMap")
        self.roles: Any = roles if isinstance(roles, pikepdf.Dictionary) else {}
        self.known: dict[str, str] = {}
        self.seen: set[tuple[int, int]] = set()
        self.found: list[Element] = []
        self.owners = 0

    def run(self) -> list[Element]:
        """Walk the tree without recursion: a hostile one may be as deep as it likes."""
        stack: list[tuple[Any, _Around]] = [(self.tree, _Around())]
        while stack:
            node, around = stack.pop()
            if isinstance(node, int):
                self._content(around, around.page, node)
            elif isinstance(node, pikepdf.Dictionary):
                inside = self._enter(node, around)
                if inside is not None:
                    stack += [(kid, inside) for kid in reversed(list(_kids(node)))]
        return self.found

    def _enter(self, node: Any, around: _Around) -> _Around | None:
        """What surrounds the children of a dictionary; None when it has none to walk."""
        kind = str(node.get("/Type", ""))
        if kind == "/OBJR":
            return None
        own = node.get("/Pg")
        page = self.page_of.get(own.objgen, -1) if isinstance(own, pikepdf.Dictionary) else around.page
        if kind == "/MCR" or ("/MCID" in node and "/S" not in node):
            mcid = node.get("/MCID")
            if "/Stm" not in node and isinstance(mcid, int):
                self._content(around, page, mcid)
            return None
        if node.is_indirect:
            if node.objgen in self.seen:
                return None
            self.seen.add(node.objgen)
        return self._around(self._role(node), around, page)

    def _around(self, role: str, around: _Around, page: int) -> _Around:
        owner = around.owner
        if role in _OWNERS:
            self.owners += 1
            owner = self.owners
        frame = around.frame
        if role in _FRAMES and not (frame == "TOCI" and role != "Caption"):
            frame = _FRAMES[role]
            return _Around(page, self._new(frame, owner, frame), frame, owner)
        if role in _BLOCKS:
            name = frame if frame in ("Figure", "Caption", "TOCI") else role
            if frame in ("TD", "TH") and role in _HEADINGS:
                name = frame
            return _Around(page, self._new(name, owner, frame), frame, owner)
        block = None if role in _GROUPS else around.block or self._new(frame or "P", owner, frame)
        return _Around(page, block, frame, owner)

    def _new(self, kind: str, owner: int, frame: str) -> Element:
        element = Element(kind, owner, frame in ("TD", "TH"))
        self.found.append(element)
        return element

    def _content(self, around: _Around, page: int, mcid: int) -> None:
        if page < 0 or mcid < 0:
            return
        block = around.block if around.block is not None else self._new(around.frame or "P", around.owner, around.frame)
        block.places.append(Place(page, mcid))

    def _role(self, node: Any) -> str:
        name = str(node.get("/S", ""))
        if name not in self.known:
            role = name
            for _ in range(_MAX_ROLES):
                if role not in self.roles:
                    break
                role = str(self.roles[role])
            self.known[name] = role.removeprefix("/")
        return self.known[name]


def _kids(node: Any) -> Iterator[Any]:
    kids = node.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids
