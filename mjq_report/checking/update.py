"""What stands behind the end of a briefing: the objects of a signature, and nothing else.

A signature is an incremental update. It may add its field, which has no area, the signature itself and the form that
holds the field; it may put the field into the form of the catalog and on a page. Every other object must stay as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from mjq_report.checking.opening import Opened, open_pdf, structure_of
from mjq_report.fingerprint import is_signature

_FIELD = {"/Type", "/Subtype", "/FT", "/T", "/TU", "/F", "/P", "/Rect", "/V", "/Lock"}
_VALUE = {
    "/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Name", "/Location", "/Reason",
    "/ContactInfo", "/Prop_Build",
}  # fmt: skip
_FORM = {"/Fields", "/SigFlags"}


def check_update(briefing: Opened) -> Iterator[str]:
    """What was added behind the briefing's end and is no signature's."""
    if not briefing.update.strip():
        return
    with open_pdf(briefing.data + briefing.update, briefing.name) as whole, structure_of(briefing.name):
        fields = [item.objgen for item in whole.Root.get("/AcroForm", Dictionary()).get("/Fields", [])]
        if not fields:
            yield "something was added behind its end, and it is no signature"
        known = {item.objgen: item for item in _objects(briefing.pdf)[0]}
        changes = dict.fromkeys(_changes(briefing.pdf, whole, known, set(fields)))
        yield from (f"behind its end {change}" for change in changes)


def _changes(
    before: pikepdf.Pdf, whole: pikepdf.Pdf, known: dict[tuple[int, int], Any], fields: set[tuple[int, int]]
) -> Iterator[str]:
    pages = {page.obj.objgen: number for number, page in enumerate(before.pages, 1)}
    if whole.trailer.Root.objgen != before.trailer.Root.objgen or _bytes(whole.docinfo) != _bytes(before.docinfo):
        yield "the document was given another catalog or other metadata"
    objects, bare = _objects(whole)
    if bare != _objects(before)[1]:
        yield "a number of the briefing was changed"
    for item in objects:
        old = known.pop(item.objgen, None)
        if old is None:
            if not _is_signatures(item, fields, whole):
                yield "an object was added that is no signature's"
        elif _bytes(item) != _bytes(old):
            yield from _changed(item, old, pages.get(item.objgen, 0), whole)
    if any(_bytes(item) != b"null" for item in known.values()):
        yield "an object was taken out"


def _objects(pdf: pikepdf.Pdf) -> tuple[list[Any], list[str]]:
    """All objects; apart from them those that are no more than a number, which pikepdf gives as Python's own."""
    found: list[Any] = list(pdf.objects)
    own = [item for item in found if isinstance(item, pikepdf.Object)]
    return own, [str(item) for item in found if not isinstance(item, pikepdf.Object)]


def _bytes(item: Any) -> bytes:
    """An object in bytes, a stream with what it holds."""
    if isinstance(item, Stream):
        table = Dictionary({str(key): item[str(key)] for key in item})
        return bytes(table.unparse(resolved=True)) + bytes(item.read_raw_bytes())
    return bytes(item.unparse(resolved=True))


def _is_signatures(item: Any, fields: set[tuple[int, int]], whole: pikepdf.Pdf) -> bool:
    """Whether a new object belongs to a signature."""
    if isinstance(item, Stream):
        return bool(item.get("/Type") == "/XRef")
    if not isinstance(item, Dictionary):
        return bool(item.unparse() == b"null")
    keys = set(map(str, item.keys()))
    if item.get("/Type") == "/Sig":
        return keys <= _VALUE
    if is_signature(item):
        left, bottom, right, top = (float(edge) for edge in item.Rect)
        return item.objgen in fields and keys <= _FIELD and left == right and bottom == top
    return item.objgen == whole.Root.AcroForm.objgen and keys <= _FORM


def _changed(item: Any, old: Any, page: int, whole: pikepdf.Pdf) -> Iterator[str]:
    """A changed object may be the catalog with a form, or a page with fields of signatures."""
    if item.objgen == whole.trailer.Root.objgen:
        allowed = {"/AcroForm", "/Extensions"}
    elif page:
        allowed = {"/Annots"}
        before = [bytes(kid.unparse()) for kid in old.get("/Annots", [])]
        after = [kid for kid in item.get("/Annots", []) if not is_signature(kid)]
        if before != [bytes(kid.unparse()) for kid in after]:
            yield f"links of page {page} were changed"
    else:
        yield "an object of the briefing was changed"
        return
    for key in sorted((set(map(str, item.keys())) | set(map(str, old.keys()))) - allowed):
        if (key in item) != (key in old) or (key in item and _value(item[key]) != _value(old[key])):
            yield f"{f'page {page}' if page else 'the catalog'} was given another {key}"


def _value(value: Any) -> bytes:
    """A value, with references as they stand."""
    return bytes(value.unparse()) if isinstance(value, pikepdf.Object) else str(value).encode()
