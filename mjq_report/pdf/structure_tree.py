"""The structure tree written into a PDF with pikepdf: StructTreeRoot, ParentTree, attributes (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mjq_report.pdf.structure import Annotation, Content, Node

_ELEMENT, _MARKED, _OBJECT = Name.StructElem, Name.MCR, Name.OBJR


@lru_cache(maxsize=64)
def _name(tag: str) -> Name:
    return Name("/" + tag)


class TreeWriter:
    """Writes one document's tree. Elements without content are left out: a reader would stumble over them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.by_page: list[dict[int, Any]] = [{} for _ in self.pages]
        self.annotations: list[tuple[Any, Any]] = []

    def write(self, root: Node) -> None:
        """Add the tree under the catalog and tie pages and annotations to it."""
        tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = self._element(root, tree)
        tree.K = Array([top])
        self._parent_tree(tree)
        self.pdf.Root.StructTreeRoot = tree
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: Any) -> Any:
        """An element, made in one go where it can be: there are thousands, and each entry added later costs a third more."""
        entries = {"/Type": _ELEMENT, "/S": _name(node.tag), "/P": parent}
        if node.alt:
            entries["/Alt"] = String(node.alt)
        if node.title:
            entries["/T"] = String(node.title)
        if node.identifier:
            entries["/ID"] = String(node.identifier)
        attributes = list(_attributes(node))
        if attributes:
            entries["/A"] = attributes[0] if len(attributes) == 1 else Array(attributes)
        first = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if first is not None:
            entries["/Pg"] = self.pages[first]
            if all(isinstance(kid, Content) and kid.page == first for kid in node.kids):
                numbers = [kid.mcid for kid in node.kids if isinstance(kid, Content)]
                entries["/K"] = Array(numbers)
                element = self.pdf.make_indirect(Dictionary(entries))
                self.by_page[first].update(dict.fromkeys(numbers, element))
                return element
        element = self.pdf.make_indirect(Dictionary(entries))
        element["/K"] = Array([self._kid(kid, element, first) for kid in node.kids if _has_content(kid)])
        return element

    def _kid(self, kid: Node | Content | Annotation, element: Any, first: int | None) -> Any:
        """A child; content on the element's own page is a plain number (ISO 32000-1, 14.7.4.2)."""
        if isinstance(kid, Node):
            return self._element(kid, element)
        page = self.pages[kid.page]
        if isinstance(kid, Content):
            self.by_page[kid.page][kid.mcid] = element
            return kid.mcid if kid.page == first else Dictionary({"/Type": _MARKED, "/Pg": page, "/MCID": kid.mcid})
        annotation = page.Annots[kid.index]
        self.annotations.append((annotation, element))
        return Dictionary({"/Type": _OBJECT, "/Pg": page, "/Obj": annotation})

    def _parent_tree(self, tree: Any) -> None:
        numbers: list[Any] = []
        for index, (page, owners) in enumerate(zip(self.pages, self.by_page, strict=True)):
            page.StructParents = index
            page.Tabs = Name.S
            numbers += [index, self.pdf.make_indirect(Array([owners[i] for i in range(len(owners))]))]
        for offset, (annotation, element) in enumerate(self.annotations):
            annotation.StructParent = len(self.pages) + offset
            numbers += [len(self.pages) + offset, element]
        tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        tree.ParentTreeNextKey = len(self.pages) + len(self.annotations)


def _has_content(kid: Node | Content | Annotation) -> bool:
    """Whether a screen reader would find anything: empty cells stay (a row needs all its cells)."""
    if not isinstance(kid, Node):
        return True
    return kid.tag in ("TD", "TH") or any(_has_content(k) for k in kid.kids)


def _attributes(node: Node) -> Iterator[Any]:
    if node.scope:
        cell = Dictionary(O=Name.Table, Scope=Name("/" + node.scope))
        if node.columns > 1:
            cell.ColSpan = node.columns
        yield cell
    if node.numbering:
        yield Dictionary(O=Name.List, ListNumbering=Name("/" + node.numbering))
    if node.box is not None:
        yield Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(v, 2) for v in node.box]))
