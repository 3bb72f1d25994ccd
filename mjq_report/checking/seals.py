"""Whether attachments, pages and structure have the digests that the manifest gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from mjq_report.checking.opening import MANIFEST, Opened
from mjq_report.fingerprint import fingerprints

_PARTS = {
    "fonts": "the fonts, or the characters that they stand for, are",
    "structure": "the structure or an alternative text is",
    "metadata": "title, author or other metadata are",
    "document": "bookmarks or the places that links lead to are",
}
_TABLES = ("claims.csv", "data.csv", "datapackage.json", "sources.csv")


def check_seals(briefing: Opened) -> Iterator[str]:
    """What in the file is not as the manifest says, a line each."""
    yield from _attachments(briefing)
    sealed = briefing.manifest.get("content")
    if not isinstance(sealed, dict):
        yield "the manifest has no digests of the pages"
        return
    yield from (line for _, line in changed_parts(fingerprints(briefing.pdf), sealed, "not what the manifest says"))


def changed_parts(found: Mapping[str, Any], wanted: Mapping[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Pages and parts whose digests differ: the part, and a line."""
    listed = wanted.get("pages")
    pages = listed if isinstance(listed, list) else []
    if len(pages) != len(found["pages"]):
        yield "pages", f"there are {len(found['pages'])} pages instead of {len(pages)}"
    for number, (page, digest) in enumerate(zip(found["pages"], pages, strict=False), 1):
        if page != digest:
            yield "pages", f"page {number} is {what}"
    for part, words in _PARTS.items():
        if found[part] != wanted.get(part):
            yield part, f"{words} {what}"


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
    for name in _TABLES:
        if name not in listed:
            yield f"the manifest does not list {name}"
    for name in sorted(briefing.manifest["inputs"].keys() - listed.keys()):
        yield f"the manifest calls {name} an input, but does not list it"
