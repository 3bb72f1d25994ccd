"""The site for programs: an Atom feed (RFC 4287), a site map (sitemaps.org 0.9) and a catalogue in JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from html import escape

from mjq_report.web.entry import Entry
from mjq_report.web.markup import clean

CATALOGUE = "mjq-report/site"
VERSION = 1
_NAMESPACE = uuid.UUID("2c1ad2b6-6f0c-5f0e-8a39-5f6f5d5a8b51")  # for identifiers without an address


def atom(entries: Sequence[Entry], words: Mapping[str, str], language: str, base_url: str) -> bytes:
    """The feed, newest first; times are the edition's day in UTC, since an edition has no hour.

    Without a `base_url` its links are relative to the feed, and its identifiers are made from names.
    """
    newest = max((entry.edition for entry in entries), default="1970-01-01")
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_safe(language)}">',
        f"<title>{_safe(words['site'])}</title>",
        f"<id>{_safe(_identifier(base_url, 'feed.xml'))}</id>",
        f'<link rel="self" type="application/atom+xml" href="{_safe(base_url)}feed.xml"/>',
        f'<link rel="alternate" type="text/html" href="{_safe(base_url)}index.html"/>',
        f"<updated>{newest}T00:00:00Z</updated>",
        f"<author><name>{_safe(words['site'])}</name></author>",
        "<generator>mjq-report</generator>",
    ]
    body = [line for entry in entries for line in _entry(entry, base_url)]
    return "\n".join([*head, *body, "</feed>", ""]).encode("utf-8")


def _entry(entry: Entry, base_url: str) -> list[str]:
    page, pdf = f"{base_url}{entry.page}", f"{base_url}{entry.pdf}"
    return [
        f'<entry xml:lang="{_safe(entry.language)}">',
        f"<title>{_safe(entry.title)}</title>",
        f"<id>{_safe(_identifier(base_url, entry.page))}</id>",
        f"<updated>{entry.edition}T00:00:00Z</updated>",
        f"<author><name>{_safe(entry.author)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_safe(page)}"/>',
        f'<link rel="enclosure" type="application/pdf" length="{entry.pdf_bytes}" href="{_safe(pdf)}"/>',
        f"<summary>{_safe(entry.sentence)}</summary>",
        "</entry>",
    ]


def _identifier(base_url: str, path: str) -> str:
    return f"{base_url}{path}" if base_url else f"urn:uuid:{uuid.uuid5(_NAMESPACE, path)}"


def sitemap(entries: Sequence[Entry], base_url: str) -> bytes:
    """All pages with the day of their edition. Addresses must be whole, so there is none without a `base_url`."""
    newest = max((entry.edition for entry in entries), default="")
    pages = [("index.html", newest), *((entry.page, entry.edition) for entry in entries)]
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page, day in pages:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{_safe(base_url)}{_safe(page)}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode("utf-8")


def catalogue(entries: Sequence[Entry]) -> bytes:
    """`index.json`: every briefing with its files, relative to the catalogue."""
    listed = [
        {
            "town": entry.town,
            "name_zh": entry.name_zh,
            "name_en": entry.name_en,
            "district_zh": entry.district_zh,
            "district_en": entry.district_en,
            "year": entry.year,
            "edition": entry.edition,
            "lang": entry.lang,
            "title": entry.title,
            "sentence": entry.sentence,
            "page": entry.page,
            "pdf": {"path": entry.pdf, "bytes": entry.pdf_bytes, "sha256": entry.sha256, "pages": entry.pages},
            "files": [f"{entry.folder}{name}" for name in entry.files],
        }
        for entry in entries
    ]
    record = {"format": CATALOGUE, "version": VERSION, "briefings": listed}
    return (json.dumps(_cleaned(record), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _cleaned(value: object) -> object:
    """The same record with every text clean; done before encoding, which would write a control as an escape."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {name: _cleaned(item) for name, item in value.items()}
    return value


def _safe(text: str) -> str:
    return escape(clean(text), quote=True)
