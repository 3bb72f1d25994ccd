"""Atom feed, site map and catalogue, by their standards."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from mjq_report.web.entry import Entry
from mjq_report.web.feeds import atom, catalogue, sitemap
from mjq_report.web.markup import clean

from .making import HOSTILE

ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = {"site": "简报"}
ENTRY = Entry(
    town="town-one", name_zh="甲镇", name_en="Jia Town", district_zh="乙区", district_en="Yi", year=2021, edition="2021-12-01", dated="2021-12", lang="zh",
    language="zh-CN", title="甲镇2021年发展简报", author="编者", sentence="一句话。", folder="briefings/town-one/2021/2021-12-01/",
    pdf="briefings/town-one/2021/2021-12-01/town-one-2021-2021-12-01.pdf", pdf_bytes=300, sha256="ab" * 32, pages=12,
    files=("data.csv", "document.json"), picture=(600, 849),
)  # fmt: skip
OLDER = replace(ENTRY, year=2019, edition="2019-12-01", folder="briefings/town-one/2019/2019-12-01/")


@pytest.mark.parametrize("base", ["", "https://example.org/briefings/"])
def test_the_feed_has_what_rfc_4287_asks_for(base: str) -> None:
    feed = ET.fromstring(atom([ENTRY, OLDER], WORDS, "zh-CN", base))
    assert [child.tag for child in feed if child.tag in (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated")]
    assert feed.findtext(f"{ATOM}updated") == "2021-12-01T00:00:00Z"
    identifiers = [feed.findtext(f"{ATOM}id"), *(entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry"))]
    assert len(set(identifiers)) == 3
    assert all(identifier and identifier.startswith(base or "urn:uuid:") for identifier in identifiers)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == ENTRY.title
    assert entry.findtext(f"{ATOM}summary") == ENTRY.sentence
    links = {link.get("rel"): link for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"].get("href") == f"{base}{ENTRY.page}"
    assert (links["enclosure"].get("href"), links["enclosure"].get("length")) == (f"{base}{ENTRY.pdf}", "300")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_hostile_titles_stay_titles(text: str) -> None:
    entry = replace(ENTRY, title=text, sentence=text, author=text)
    feed = ET.fromstring(atom([entry], {"site": text}, "zh-CN", ""))
    plain = atom([ENTRY], WORDS, "zh-CN", "")
    assert [element.tag for element in feed.iter()] == [element.tag for element in ET.fromstring(plain).iter()]
    assert " ".join((feed.findtext(f"{ATOM}title") or "").split()) == " ".join(clean(text).split())
    assert json.loads(catalogue([entry]))["briefings"][0]["title"] == clean(text)


def test_the_site_map_lists_every_page_with_its_day() -> None:
    root = ET.fromstring(sitemap([ENTRY, OLDER], "https://example.org/"))
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    pages = {url.findtext(f"{name}loc"): url.findtext(f"{name}lastmod") for url in root}
    assert pages == {
        "https://example.org/index.html": "2021-12-01",
        f"https://example.org/{ENTRY.page}": "2021-12-01",
        f"https://example.org/{OLDER.page}": "2019-12-01",
    }


def test_the_catalogue_tells_programs_where_everything_is() -> None:
    record = json.loads(catalogue([ENTRY]))
    assert (record["format"], record["version"]) == ("mjq-report/site", 1)
    (listed,) = record["briefings"]
    assert listed["pdf"] == {"path": ENTRY.pdf, "bytes": 300, "sha256": "ab" * 32, "pages": 12}
    assert listed["files"] == [f"{ENTRY.folder}data.csv", f"{ENTRY.folder}document.json"]
    assert (listed["town"], listed["name_en"], listed["year"], listed["edition"]) == (
        "town-one",
        "Jia Town",
        2021,
        "2021-12-01",
    )


def test_without_briefings_they_are_empty_but_whole() -> None:
    assert ET.fromstring(atom([], WORDS, "zh-CN", "")).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert len(ET.fromstring(sitemap([], "https://example.org/"))) == 1
    assert json.loads(catalogue([]))["briefings"] == []
