"""Whether the file is as it was made: attachments, pages and structure against the digests of the manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from mjq_report.checking.opening import MANIFEST, Opened
from mjq_report.checking.records import HEADERS
from mjq_report.fingerprint import fingerprints, is_signature

_PARTS = {
    "fonts": "the fonts, or the characters that they stand for, are",
    "structure": "the structure or an alternative text is",
    "metadata": "title, author or other metadata are",
    "document": "bookmarks or the places that links lead to are",
}
_ALLOWED_IN_CATALOG = frozenset(
    "/Type /Pages /Lang /MarkInfo /Metadata /Names /OutputIntents /Outlines /PageLabels /PageMode /StructTreeRoot "
    "/ViewerPreferences /AF /AcroForm /Version /Extensions /DSS /PageLayout".split()
)


def check_integrity(briefing: Opened) -> Iterator[str]:
    """What in the file is not as the manifest says, a line each."""
    yield from _attachments(briefing)
    yield from _package(briefing)
    yield from _content(briefing)
    yield from _active(briefing.pdf)


def _attachments(briefing: Opened) -> Iterator[str]:
    listed: Mapping[str, Any] = briefing.manifest["files"]
    for name in sorted(briefing.attachments.keys() - listed.keys() - {MANIFEST}):
        yield f"attachment {name} is not in the manifest"
    for name, entry in sorted(listed.items()):
        data = briefing.attachments.get(name)
        if data is None:
            yield f"attachment {name} is missing"
        elif hashlib.sha256(data).hexdigest() != entry.get("sha256") or len(data) != entry.get("bytes"):
            yield f"attachment {name} is not what the manifest says"
    for name in sorted(HEADERS.keys() | {"datapackage.json"}):
        if name not in listed:
            yield f"the manifest does not list {name}"
    for name in sorted(briefing.manifest["inputs"].keys() - listed.keys()):
        yield f"the manifest calls {name} an input, but does not list it"
    related = {str(spec.get("/UF", "")) for spec in briefing.pdf.Root.get("/AF", [])}
    if related != briefing.attachments.keys():
        yield "the associated files are not the attachments"


def _package(briefing: Opened) -> Iterator[str]:
    """The description of the tables: sizes, digests and columns."""
    try:
        package = json.loads(briefing.attachments.get("datapackage.json", b""))
        resources = {resource["path"]: resource for resource in package["resources"]}
        for name, header in HEADERS.items():
            data = briefing.attachments.get(name, b"")
            resource = resources.pop(name)
            if resource["hash"] != "sha256:" + hashlib.sha256(data).hexdigest() or resource["bytes"] != len(data):
                yield f"datapackage.json describes another {name}"
            if [column["name"] for column in resource["schema"]["fields"]] != header:
                yield f"datapackage.json names other columns of {name}"
        told = (package["name"], package["title"], package["created"][:10])
    except (ValueError, KeyError, TypeError, RecursionError):
        yield "datapackage.json does not describe the tables"
        return
    manifest = briefing.manifest
    if told != (_package_name(package, manifest), manifest["title"], manifest["edition"]) or resources:
        yield "datapackage.json describes another briefing"


def _package_name(package: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """The name as it should be: whatever the town is called in it, the year stands behind."""
    return f"{str(package['name']).rpartition('-')[0]}-{manifest['year']}"


def _content(briefing: Opened) -> Iterator[str]:
    told = briefing.manifest.get("content")
    if not isinstance(told, dict):
        yield "the manifest has no digests of the pages"
        return
    found = fingerprints(briefing.pdf)
    listed = told.get("pages")
    pages = listed if isinstance(listed, list) else []
    if len(pages) != len(found["pages"]):
        yield f"there are {len(found['pages'])} pages, the manifest has {len(pages)}"
    for number, (page, digest) in enumerate(zip(found["pages"], pages, strict=False), 1):
        if page != digest:
            yield f"page {number} is not what the manifest says"
    for part, words in _PARTS.items():
        if found[part] != told.get(part):
            yield f"{words} not what the manifest says"


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Anything that acts, and anything our files never have."""
    for key in sorted(set(map(str, pdf.Root.keys())) - _ALLOWED_IN_CATALOG):
        yield f"the catalog has an entry {key}, which mjq-report never writes"
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    for key in sorted(set(map(str, names.keys())) - {"/Dests", "/EmbeddedFiles"}):
        yield f"the name tree has an entry {key}, which mjq-report never writes"
    for number, page in enumerate(pdf.pages, 1):
        if "/AA" in page.obj:
            yield f"page {number} does something when it is opened"
        for annotation in page.obj.get("/Annots", []):
            if not is_signature(annotation) and annotation.get("/Subtype") != "/Link":
                yield f"page {number} has an annotation {annotation.get('/Subtype', 'without a kind')}"
