"""The structure tree read back as elements with their text and links, in reading order (ISO 32000-1, 14.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from mjq_report.checking.glyphs import Box, PageText, Text, read_pages
from mjq_report.fingerprint import is_signature

_SPACE = re.compile(r"\s+")
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: the destination that it names, or the address; and what a screen reader says."""

    page: int
    target: str
    contents: str
    box: Box


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `content` holds elements and texts in reading order."""

    tag: str
    parent: Element | None = None
    alt: str = ""
    content: list[Element | Text] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def kids(self) -> list[Element]:
        """The elements directly below."""
        return [item for item in self.content if isinstance(item, Element)]

    def texts(self) -> Iterator[Text]:
        """All text below, in order."""
        for item in self.content:
            if isinstance(item, Text):
                yield item
            else:
                yield from item.texts()

    def text(self) -> str:
        """Its text without white space: where lines end is no part of it."""
        return squeezed("".join(text.text for text in self.texts()))

    def walk(self) -> Iterator[Element]:
        """Itself and every element below, in order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *tags: str) -> list[Element]:
        """The elements below with one of these tags."""
        return [element for element in self.walk() if element.tag in tags and element is not self]

    def inside(self, tag: str) -> bool:
        """Whether an element of this tag is around it."""
        above = self.parent
        while above is not None:
            if above.tag == tag:
                return True
            above = above.parent
        return False

    @property
    def page(self) -> int:
        """The page of its first text, from 0; -1 without text."""
        return next((text.page for text in self.texts()), -1)


def squeezed(text: str) -> str:
    """Text without white space."""
    return _SPACE.sub("", text)


@dataclass(frozen=True)
class Reading:
    """What a reader of the file gets: the tree, text outside it by page, places that links lead to, and oddities;
    the title in the document information, the XMP packet, and the titles of the bookmarks."""

    root: Element
    artefacts: list[list[Text]]
    places: dict[str, tuple[int, float]]
    strange: list[str]
    title: str = ""
    metadata: str = ""
    bookmarks: tuple[str, ...] = ()


def read(pdf: pikepdf.Pdf) -> Reading:
    """Read the whole file."""
    pages = read_pages(pdf)
    reader = _TreeReader(pdf, pages)
    root = reader.read()
    strange = [f"page {n + 1} {what}" for n, page in enumerate(pages) for what in page.strange] + reader.strange
    artefacts = [[text for text in page.texts if text.mcid < 0] for page in pages]
    metadata = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    title = str(pdf.docinfo.get("/Title", ""))
    return Reading(root, artefacts, _places(pdf), strange, title, metadata, tuple(_bookmarks(pdf)))


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The titles of the bookmarks; read by hand, since pikepdf's own way writes them anew."""
    waiting = [pdf.Root.get("/Outlines")]
    seen = set[tuple[int, int]]()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        if "/Title" in item:
            yield str(item.Title)
        waiting += [item.get("/Next"), item.get("/First")]


def _places(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float]]:
    """Named destinations: page from 0, and height."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    found: dict[str, tuple[int, float]] = {}
    if tree is None:
        return found
    for name, place in pikepdf.NameTree(tree).items():
        if isinstance(place, Array) and len(place) >= 4 and place[0].objgen in pages:
            found[str(name)] = (pages[place[0].objgen], float(place[3]))
    return found


class _TreeReader:
    """Walks the tree, and notes content and links that it does not hold."""

    def __init__(self, pdf: pikepdf.Pdf, pages: list[PageText]) -> None:
        self.pdf = pdf
        self.pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        self.content: dict[tuple[int, int], list[Text]] = {}
        for page in pages:
            for text in page.texts:
                if text.mcid >= 0:
                    self.content.setdefault((text.page, text.mcid), []).append(text)
        self.links = self._links()
        self.strange: list[str] = []
        self.seen: set[tuple[int, int]] = set()

    def read(self) -> Element:
        """The top element with all below it."""
        top = Element("StructTreeRoot")
        tree = self.pdf.Root.get("/StructTreeRoot")
        if isinstance(tree, Dictionary):
            self._kids(tree, top, -1, 0)
        left = sorted({page + 1 for page, _ in self.content})
        if left:
            self.strange.append(f"page {left[0]} has text that the structure tree does not hold")
        if self.links:
            self.strange.append(
                f"page {next(iter(self.links.values())).page + 1} has a link outside the structure tree"
            )
        return top

    def _links(self) -> dict[tuple[int, int], Link]:
        found = {}
        for number, page in enumerate(self.pdf.pages):
            for annotation in page.obj.get("/Annots", []):
                if not is_signature(annotation):
                    found[annotation.objgen] = _link(annotation, number)
        return found

    def _kids(self, node: Any, element: Element, page: int, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self.strange.append("the structure tree is nested beyond sense")
            return
        kids = node.get("/K", Array([]))
        page = self.pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                element.content += self.content.pop((page, kid), [])
            elif not isinstance(kid, Dictionary):
                continue
            elif "/S" in kid:
                self._element(kid, element, page, depth)
            elif "/MCID" in kid:
                own = self.pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                element.content += self.content.pop((own, int(kid.MCID)), [])
            elif "/Obj" in kid and kid.Obj.objgen in self.links:
                element.links.append(self.links.pop(kid.Obj.objgen))

    def _element(self, node: Any, parent: Element, page: int, depth: int) -> None:
        if node.is_indirect and node.objgen in self.seen:
            self.strange.append("an element of the structure tree occurs twice")
            return
        self.seen.add(node.objgen)
        element = Element(str(node.S)[1:], parent, str(node.get("/Alt", "")))
        if "/ActualText" in node or "/E" in node:
            self.strange.append(f"an element {element.tag} replaces its text")
        parent.content.append(element)
        self._kids(node, element, page, depth + 1)


def _link(annotation: Any, page: int) -> Link:
    target = ""
    if "/Dest" in annotation:
        target = str(annotation.Dest)
    elif "/A" in annotation:
        target = str(annotation.A.get("/URI", annotation.A.get("/S", "")))
    box = Box(*(float(v) for v in annotation.get("/Rect", [0, 0, 0, 0])))
    return Link(page, target, str(annotation.get("/Contents", "")), box)
