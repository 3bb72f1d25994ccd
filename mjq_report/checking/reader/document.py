"""A whole finished file as its readers have it: texts by structure, what stands beside them, where links lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary

from mjq_report.checking.reader.content import Sheet
from mjq_report.checking.reader.pages import read_sheets
from mjq_report.checking.reader.tree import Element, read_tree
from mjq_report.fingerprint import is_signature


@dataclass(frozen=True)
class Reading:
    """What a reader of the file gets. `artefacts` are the texts outside the tree, page by page, as they were drawn;
    `places` are named destinations: page from 0, and height; `strange` is what no briefing has, a line each."""

    root: Element
    artefacts: list[list[str]]
    places: dict[str, tuple[int, float]]
    strange: list[str]
    title: str = ""
    metadata: str = ""
    bookmarks: tuple[str, ...] = ()


def read(pdf: pikepdf.Pdf, data: bytes) -> Reading:
    """Read the whole file: opened by pikepdf, and its bytes. Raises Unreadable."""
    sheets = read_sheets(data)
    root = read_tree(pdf, sheets)
    metadata = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    return Reading(
        root,
        [list(_artefacts(sheet)) for sheet in sheets],
        _places(pdf),
        list(dict.fromkeys([*_strange_text(sheets, root), *_strange_structure(pdf, root)])),
        str(pdf.docinfo.get("/Title", "")),
        metadata,
        tuple(_bookmarks(pdf)),
    )


def _artefacts(sheet: Sheet) -> Iterator[str]:
    outside = (glyph for glyph in sheet.glyphs if sheet.runs[glyph.run].mcid < 0)
    return ("".join(glyph.char for glyph in glyphs) for _, glyphs in groupby(outside, key=lambda glyph: glyph.run))


def _strange_text(sheets: Sequence[Sheet], root: Element) -> Iterator[str]:
    claimed = {(item.page, item.mcid) for item in root.marked()}
    for sheet in sheets:
        for run in (sheet.runs[number] for number in sorted({glyph.run for glyph in sheet.glyphs})):
            if run.mcid < 0 and not run.artefact:
                yield f"page {sheet.index + 1} shows text outside a tag or an artefact"
            if run.mcid >= 0 and (sheet.index, run.mcid) not in claimed:
                yield f"page {sheet.index + 1} has text that the structure tree does not contain"
            if run.hidden:
                yield f"page {sheet.index + 1} has text that is not drawn"
            if run.replaced:
                yield f"page {sheet.index + 1} replaces text in marked content"


def _strange_structure(pdf: pikepdf.Pdf, root: Element) -> Iterator[str]:
    elements = list(root.elements())
    yield from (f"an element {element.tag} replaces its text" for element in elements if element.replaced)
    tagged = Counter(link.page for element in elements for link in element.links)
    for number, page in enumerate(pdf.pages):
        if sum(not is_signature(annotation) for annotation in page.obj.get("/Annots", [])) > tagged[number]:
            yield f"page {number + 1} has a link outside the structure tree"


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
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    return {
        str(name): (pages[place[0].objgen], float(place[3]))
        for name, place in (pikepdf.NameTree(tree).items() if tree is not None else ())
        if isinstance(place, Array) and len(place) >= 4 and place[0].objgen in pages
    }
