"""Digests of what a PDF shows and says, by page and part, whatever way its bytes are arranged.

The manifest inside a briefing carries them, so that a changed page is found and named. A file that was only
saved anew (linearised, compressed otherwise, signed) keeps its digests. Attachments are not covered
here, the manifest lists each by itself. `pdf` writes the digests, `verification` compares them.

Every object is written down as qpdf writes it (dictionaries by sorted key), streams decoded, what it refers
to behind it, in the order of the references; pages and annotations are told by their number. What a
signature adds (its field, its widget) is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

_OF_PAGE = (
    "/MediaBox",
    "/CropBox",
    "/TrimBox",
    "/BleedBox",
    "/Rotate",
    "/StructParents",
    "/Tabs",
    "/UserUnit",
    "/AA",
    "/B",
)
_OF_CATALOG = (
    "/Lang", "/Outlines", "/OutputIntents", "/PageLabels", "/PageMode", "/PageLayout", "/ViewerPreferences",
    "/MarkInfo", "/OpenAction", "/AA", "/URI",
)  # fmt: skip
_OF_TREE = ("/K", "/RoleMap", "/ClassMap")
_READ = {"/Pages", "/StructTreeRoot", "/Outlines", "/Names", "/Metadata", "/AF"}
_READ_OF_TREE = {"/K", "/ParentTree", "/ParentTreeNextKey"}
_READ_OF_PAGE = {"/Parent", "/Contents", "/Resources", "/Annots", "/StructParents"}
_STORAGE = ("/Length", "/Filter", "/DecodeParms")
# strings, which are skipped, or a reference; qpdf escapes every bracket inside a string
_TOKEN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|\b(\d+ \d+) R\b", re.DOTALL)


def fingerprints(pdf: pikepdf.Pdf) -> dict[str, list[str]]:
    """SHA-256 digests in hexadecimal: `pages` one a page; `fonts`, `structure`, `metadata` and `document` one each.

    Raises pikepdf.PdfError for a stream that cannot be decoded.
    """
    pages = [page.obj for page in pdf.pages]
    numbered = {b"%d %d" % page.objgen: b"page %d" % n for n, page in enumerate(pages)}
    for number, page in enumerate(pages):
        for index, annotation in enumerate(page.get("/Annots", [])):
            if annotation.is_indirect:
                numbered[b"%d %d" % annotation.objgen] = b"annotation %d of %d" % (index, number)
    return {
        "pages": [_Teller(pdf, numbered).page(page) for page in pages],
        "fonts": [_Teller(pdf, numbered).fonts(pages)],
        "structure": [_Teller(pdf, numbered).chosen(pdf.Root.get("/StructTreeRoot", Dictionary()), _OF_TREE)],
        "metadata": [_Teller(pdf, numbered).metadata()],
        "document": [_Teller(pdf, numbered).document()],
    }


def entries(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Digests of what lies about the pages: each entry of the catalog, of the tree's root and of the pages, by its name.

    What holds text, drawings, links, bookmarks or attachments is left out; its readers compare it.
    """
    pages = [page.obj for page in pdf.pages]
    numbered = {b"%d %d" % page.objgen: b"page" for page in pages}
    tree = pdf.Root.get("/StructTreeRoot", Dictionary())
    found = {
        f"{key} of {what}": _Teller(pdf, numbered).chosen(table, [key])
        for what, table, apart in (("the catalog", pdf.Root, _READ), ("the structure", tree, _READ_OF_TREE))
        for key in sorted(str(key) for key in table)
        if key not in apart
    }
    for key in sorted({str(key) for page in pages for key in page} - _READ_OF_PAGE):
        values = {_Teller(pdf, numbered).chosen(page, [key]) for page in pages}
        found[f"{key} of the pages"] = " ".join(sorted(values))
    return found


class _Teller:
    """Writes one part of a file down and digests it."""

    def __init__(self, pdf: pikepdf.Pdf, numbered: dict[bytes, bytes]) -> None:
        self._pdf = pdf
        self._known = dict(numbered)  # by `12 0`, an object's number and generation
        self._told_so_far = 0
        self._parts: list[bytes] = []

    def _digest(self) -> str:
        return hashlib.sha256(b"\n".join(self._parts)).hexdigest()

    def page(self, page: Any) -> str:
        """What is drawn on a page, with the names of its fonts, and its annotations."""
        contents = page.get("/Contents", Array([]))
        for stream in contents if isinstance(contents, Array) else [contents]:
            self._parts.append(stream.read_bytes())
        resources = page.get("/Resources", Dictionary())
        kinds = sorted(kind for kind in resources if kind != "/ProcSet")
        self._parts += [f"{kind} {sorted(resources[kind].keys())}".encode() for kind in kinds]
        for _, picture in sorted(resources.get("/XObject", Dictionary()).items()):
            self._told(picture)
        for annotation in page.get("/Annots", []):
            if not is_signature(annotation):
                self._known.pop(b"%d %d" % annotation.objgen, None)
                self._told(annotation)
        return self.chosen(page, _OF_PAGE)

    def fonts(self, pages: Iterable[Any]) -> str:
        """Every font once, with its glyphs and the characters they stand for."""
        for page in pages:
            for name, font in sorted(page.get("/Resources", Dictionary()).get("/Font", Dictionary()).items()):
                if b"%d %d" % font.objgen not in self._known:
                    self._parts.append(name.encode())
                    self._told(font)
        return self._digest()

    def metadata(self) -> str:
        """The XMP packet and the document information."""
        if "/Metadata" in self._pdf.Root:
            self._parts.append(self._pdf.Root.Metadata.read_bytes())
        info = self._pdf.docinfo
        return self.chosen(info, sorted(info.keys()))

    def document(self) -> str:
        """Bookmarks, named places, and what a viewer is told to do."""
        names = self._pdf.Root.get("/Names", Dictionary())
        self.chosen(names, sorted(str(key) for key in names if key != "/EmbeddedFiles"))
        return self.chosen(self._pdf.Root, _OF_CATALOG)

    def chosen(self, table: Any, keys: Iterable[str]) -> str:
        """Some entries of a dictionary."""
        for key in keys:
            if key in table:
                self._parts.append(key.encode())
                self._told(table[key])
        return self._digest()

    def _told(self, value: Any) -> None:
        """An object and everything it leads to that was not told before."""
        waiting = [b"%d %d" % value.objgen] if getattr(value, "is_indirect", False) else self._written(value)
        while waiting:
            place = waiting.pop()
            if place not in self._known:
                number, generation = place.split()
                item = self._pdf.get_object(int(number), int(generation))
                if isinstance(item, pikepdf.Object):
                    self._told_so_far += 1
                    self._known[place] = b"object %d" % self._told_so_far
                waiting += self._written(item)

    def _written(self, item: Any) -> list[bytes]:
        """Write one object down. What it refers to and was not told before, the first last."""
        if not isinstance(item, pikepdf.Object):  # a number, a truth value or nothing, as pikepdf gives them
            self._parts.append(str(item).encode())
            return []
        if item._type_code == pikepdf.ObjectType.stream:
            photograph = str(item.get("/Filter", "")) == "/DCTDecode"  # which qpdf leaves as it is
            self._parts.append(item.read_raw_bytes() if photograph else item.read_bytes())
            item = Dictionary({str(key): item[str(key)] for key in item if key not in _STORAGE})
        text = item.unparse(resolved=True)
        below: list[bytes] = []
        self._parts.append(self._referring(text, below) if b" R" in text else text)
        below.reverse()
        return below

    def _referring(self, text: bytes, below: list[bytes]) -> bytes:
        """The text with what stands for each reference: what it leads to, or that this follows below, where it is noted."""
        parts: list[bytes] = []
        start = 0
        for match in _TOKEN.finditer(text):
            place = match[1]
            if place is not None:
                label = self._known.get(place)
                if label is None:
                    below.append(place)
                    label = b"below"
                parts += [text[start : match.start()], label]
                start = match.end()
        return b"".join([*parts, text[start:]])


def is_signature(annotation: Any) -> bool:
    """Whether an annotation is the widget of a signature field."""
    return bool(annotation.get("/Subtype") == "/Widget" and annotation.get("/FT") == "/Sig")
