"""Points that hold for every briefing, whatever it says: nothing in it acts, and it shows everybody the same.

All objects are looked at, also those that nothing refers to: what acts may stand in a page, a bookmark, a link or
behind another action. ISO 32000-1: 7.11.4 (embedded files), 12.6 (actions), 8.11 (optional content), 14.11.2 (boxes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from mjq_report.checking.opening import Opened

_ACTS = frozenset(
    "/JavaScript /JS /Launch /GoToR /GoToE /GoToDp /GoTo3DView /SubmitForm /ResetForm /ImportData /XFA /AA /OpenAction "
    "/RichMedia /RichMediaExecute /RichMediaContent /Rendition /Movie /Sound /Screen /3D /Hide /Named /Thread "
    "/SetOCGState /PA".split()
)
_HIDES = frozenset(
    "/OCProperties /OCG /OCMD /OC /CropBox /TrimBox /BleedBox /ArtBox /UserUnit /Alternates /Requirements "
    "/Collection /Perms /Legal".split()
)
_TRIMMED = frozenset("/CropBox /TrimBox /BleedBox".split())  # where the paper around every page is to be cut off
_MOST_BLEED = 20 * 72 / 25.4
_FIELDS = frozenset("/AcroForm /Widget /FT /Sig /DocTimeStamp /DSS".split())
_ALLOWED_IN_CATALOG = frozenset(
    "/Type /Pages /Lang /MarkInfo /Metadata /Names /OutputIntents /Outlines /PageLabels /PageMode /StructTreeRoot "
    "/ViewerPreferences /AF /Version".split()
)
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>", re.DOTALL)  # as qpdf writes strings: brackets escaped
_NAME = re.compile(rb"/[^\s/<>\[\]()]+")
_ADDRESS = re.compile(rb"/URI (\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|<<|\[|\d)", re.DOTALL)


def check_faces(briefing: Opened) -> Iterator[str]:
    """What a briefing never has, a line each."""
    pdf = briefing.pdf
    yield from _catalog(pdf)
    texts = list(briefing.inputs().values())
    hides = _HIDES - _TRIMMED if _is_trimmed(pdf) else _HIDES
    yield from dict.fromkeys(line for text in _written(pdf) for line in _object(text, texts, hides))
    for number, page in enumerate(pdf.pages, 1):
        if int(page.obj.get("/Rotate", 0)) != 0:
            yield f"page {number} is turned"
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                yield f"page {number} has an annotation {annotation.get('/Subtype', 'without a kind')}"
    yield from _attached(briefing)
    if not briefing.data.startswith(b"%PDF-1.7\n") or not briefing.data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "the file does not begin and end as a PDF does"
    if warnings := pdf.get_warnings():
        yield f"the file is damaged: {' '.join(str(warnings[0]).split())[:200]}"


def _written(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """Every object as qpdf writes it: dictionaries by sorted key, names without needless escapes."""
    yield pdf.trailer.unparse(resolved=False)
    for item in pdf.objects:
        if isinstance(item, Stream):
            yield Dictionary({str(key): item[str(key)] for key in item}).unparse(resolved=True)
        elif isinstance(item, pikepdf.Object):
            yield item.unparse(resolved=True)


def _is_trimmed(pdf: pikepdf.Pdf) -> bool:
    """Whether every page is seen and cut alike inside its paper, which is little larger: there is nothing more to see."""
    for page in pdf.pages:
        if not set(map(str, page.obj.keys())) >= _TRIMMED:
            return False
        media, crop, trim, bleed = (
            [float(edge) for edge in page.obj[key]] for key in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox")
        )
        around = {round(a, 2) for a in (-media[0], -media[1], media[2] - crop[2], media[3] - crop[3])}
        if (
            crop != trim
            or media != bleed
            or crop[:2] != [0, 0]
            or len(around) != 1
            or not 0 < min(around) <= _MOST_BLEED
        ):
            return False
    return True


def _object(text: bytes, inputs: list[bytes], hides: frozenset[str]) -> Iterator[str]:
    """What acts or hides in one object, with the values that stand inside it."""
    names = set(_NAME.findall(_STRING.sub(b" ", text)))
    found = {name.decode("ascii", "replace") for name in names}
    for name in sorted(found & _ACTS):
        yield f"it holds something that acts: {name}"
    for name in sorted(found & hides):
        yield f"it holds {name}, by which it could show one thing here and another there"
    for name in sorted(found & _FIELDS):
        yield f"it holds {name}, a field of a form, and is not signed"
    if b"/Next" in names and b"/S" in names:
        yield "it holds an action behind another one: /Next"
    for match in _ADDRESS.finditer(text) if b"/URI" in names else ():
        yield from _address(match[1], inputs)


def _address(written: bytes, inputs: list[bytes]) -> Iterator[str]:
    """A link to the web leads to an address of the templates, by https or mailto."""
    if not written.startswith((b"(", b"<")) or written == b"<<":
        yield "it holds an address that stands elsewhere: /URI"
        return
    address = str(pikepdf.Object.parse(written))
    if not address.startswith(("https://", "mailto:")) or not any(address.encode() in data for data in inputs):
        yield f"a link leads to {address[:200]!r}, an address that the templates do not have"


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key in sorted(set(map(str, pdf.Root.keys())) - _ALLOWED_IN_CATALOG - _ACTS - _HIDES - _FIELDS):
        yield f"the catalog has an entry {key}, which mjq-report never writes"
    names = pdf.Root.get("/Names", Dictionary())
    for key in sorted(set(map(str, names.keys())) - {"/Dests", "/EmbeddedFiles"}):
        yield f"the name tree has an entry {key}, which mjq-report never writes"
    if any("/Kids" in names.get(key, {}) for key in ("/Dests", "/EmbeddedFiles")):
        yield "its names are in branches, which mjq-report never writes"
    item, seen = pdf.Root.get("/Outlines", Dictionary()).get("/First"), set()
    while isinstance(item, Dictionary):
        if item.objgen in seen:
            yield "its bookmarks lead back to themselves"
            return
        seen.add(item.objgen)
        item = item.get("/Next")


def _attached(briefing: Opened) -> Iterator[str]:
    """One face for each attachment: one name and one stream, the same object in both lists of them."""
    pdf = briefing.pdf
    tree = pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)
    listed, streams = {}, set()
    for key, spec in tree.items():
        name, files = str(key), spec.EF
        listed[spec.objgen] = name
        streams.add(files.F.objgen)
        if str(spec.get("/F", "")) != name or str(spec.get("/UF", "")) != name:
            yield f"attachment {name} has another name inside: {str(spec.get('/UF', ''))[:100]!r}"
        if set(files.keys()) != {"/F", "/UF"} or files.F.objgen != files.UF.objgen:
            yield f"attachment {name} has more than one content"
    related = [spec.objgen for spec in pdf.Root.get("/AF", [])]
    if sorted(related) != sorted(listed):
        others = [str(spec.get("/UF", "?"))[:100] for spec in pdf.Root.get("/AF", []) if spec.objgen not in listed]
        yield f"the associated files are not the attachments{': ' + ', '.join(others) if others else ''}"
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Type") == "/EmbeddedFile" and item.objgen not in streams:
            yield "it holds a file that is not among the attachments"
        elif _describes_file(item) and item.objgen not in listed:
            yield f"it holds another description of a file: {str(item.get('/UF', item.get('/F', '')))[:100]!r}"


def _describes_file(item: Any) -> bool:
    return isinstance(item, Dictionary) and ("/EF" in item or bool(item.get("/Type") == "/Filespec"))
