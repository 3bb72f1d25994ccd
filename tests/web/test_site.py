"""The site as files: complete, linked within itself, safe with any data, the same every time."""

from __future__ import annotations

import io
import json
import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

import pikepdf
import pytest

from mjq_report.archive.forms import Drawn
from mjq_report.settings.theme import load_theme
from mjq_report.web import Issue, Place, Site, Templates, newest_first

from .making import HOSTILE, PLAIN, briefing, read, shape


def a_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(20, 30))
    buffer = io.BytesIO()
    pdf.save(buffer, static_id=True)
    return buffer.getvalue()


PDF = a_pdf()
PLACES = [
    Place("town-one", 2021, "2021-12-01", "zh"), Place("town-one", 2020, "2020-12-01", "zh"), Place("town-two", 2021, "2021-11-01", "zh"),
    Place("town-one", 2021, "2022-01-01", "zh"), Place("town-one", 2021, "2021-12-01", "en"),
]  # fmt: skip


def issue(place: Place, made: Drawn) -> Issue:
    tables = {
        "data.csv": b"a\n",
        "sources.csv": b"b\n",
        "claims.csv": b"c\n",
        "datapackage.json": b"{}",
        "manifest.json": b"{}",
    }
    return Issue(place, made, PDF, f"{place.town}-{place.year}-{place.date}.pdf", "ab" * 32, 12, tables)


def files(
    templates: Templates, text: str = PLAIN, places: Iterable[Place] = PLACES, base: str = ""
) -> dict[str, bytes]:
    places = list(places)
    site = Site(templates, places, "zh", base)
    made: list[tuple[str, bytes]] = []
    for place in newest_first(places):
        made += site.issue(issue(place, briefing(text, town=place.town)))
    made += site.rest(load_theme())
    assert len(dict(made)) == len(made)
    return dict(made)


@pytest.fixture(scope="module")
def site(templates: Templates) -> dict[str, bytes]:
    return files(templates)


def links(path: str, data: bytes) -> Iterable[tuple[str, str]]:
    """Where a page leads within the site: (path, fragment)."""
    for element in read(data).all():
        for name in ("href", "src"):
            target = element.attributes.get(name, "")
            if target and not target.startswith(("https:", "mailto:")):
                to, _, fragment = target.partition("#")
                yield posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(to))) if to else path, fragment


def test_every_link_leads_to_a_file_and_a_place_in_it(site: dict[str, bytes]) -> None:
    pages = {
        path: {e.attributes["id"] for e in read(data).all() if "id" in e.attributes}
        for path, data in site.items()
        if path.endswith(".html")
    }
    assert len(pages) == 6
    for path in pages:
        for target, fragment in links(path, site[path]):
            assert target in site, f"{path} leads to {target}"
            assert not fragment or fragment in pages[target], f"{path} leads to {target}#{fragment}"


def test_every_page_is_reached_from_the_list(site: dict[str, bytes]) -> None:
    reached, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [target for target, _ in links(path, site[path])] if path.endswith(".html") else []
    missing = {path for path in site if not path.startswith("search/")} - reached
    assert missing == set()


def test_a_briefing_has_its_page_pdf_data_picture_and_text(site: dict[str, bytes]) -> None:
    folder = "briefings/town-one/2021/2021-12-01/"
    here = {path.removeprefix(folder) for path in site if path.startswith(folder)}
    assert here == {
        "index.html", "town-one-2021-2021-12-01.pdf", "cover.png", "data.csv", "claims.csv", "sources.csv", "datapackage.json", "document.json",
    }  # fmt: skip
    assert site[f"{folder}town-one-2021-2021-12-01.pdf"] == PDF
    page = read(site[f"{folder}index.html"])
    assert page.one("p", class_="hash").one("code").text == "ab" * 32
    assert "12 页" in page.one("section", class_="files").text
    assert json.loads(site[f"{folder}document.json"])["town"]["slug"] == "town-one"


def test_a_page_leads_to_the_towns_other_years_and_editions(site: dict[str, bytes]) -> None:
    others = read(site["briefings/town-one/2021/2022-01-01/index.html"]).all("p", class_="data")[0].all("a")
    assert [link.text for link in others] == ["2021（2021-12-01）", "2021（2021-12-01）", "2020"]
    assert len(read(site["briefings/town-two/2021/2021-11-01/index.html"]).all("p", class_="data")) == 1


def test_the_list_is_newest_first_and_can_be_filtered(site: dict[str, bytes]) -> None:
    listed = [item for item in read(site["index.html"]).all("li") if "data-year" in item.attributes]
    order = [
        (item.attributes["data-year"], item.attributes["data-town"], item.one("time").attributes["datetime"])
        for item in listed
    ]
    assert [entry[0] for entry in order] == ["2021", "2021", "2021", "2021", "2020"]
    assert order[0] == ("2021", "town-one", "2022-01-01")
    options = [
        [option.attributes.get("value", option.text) for option in choice.all("option")]
        for choice in read(site["index.html"]).all("select")
    ]
    assert options == [["", "town-one", "town-two"], ["", "2021", "2020"]]


def test_pages_share_style_and_scripts_and_forbid_all_else(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html"):
            page = read(data)
            policy = next(m for m in page.all("meta") if m.attributes.get("http-equiv")).attributes["content"]
            assert policy.startswith(
                "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self'; style-src 'self' 'sha256-"
            )
            assert policy.endswith("; img-src 'self'")
            assert "unsafe" not in policy
            assert [script.text for script in page.all("script")] == [""]
            assert len(data) < 300_000


def test_without_an_address_nothing_claims_one_and_with_it_everything_has_it(
    templates: Templates, site: dict[str, bytes]
) -> None:
    assert "sitemap.xml" not in site
    assert not any(b"og:image" in data or b"canonical" in data for path, data in site.items() if path.endswith(".html"))
    base = "https://example.org/sub/"
    placed = files(templates, base=base)
    assert "sitemap.xml" in placed
    page = read(placed["briefings/town-one/2021/2021-12-01/index.html"])
    told = {
        meta.attributes.get("property"): meta.attributes["content"]
        for meta in page.all("meta")
        if "content" in meta.attributes
    }
    assert told["og:image"] == f"{base}briefings/town-one/2021/2021-12-01/cover.png"
    assert told["og:url"] == f"{base}briefings/town-one/2021/2021-12-01/index.html"
    assert (told["og:image:width"], told["og:image:height"]) == ("600", "900")


def test_the_same_briefings_give_the_same_site_in_whatever_order(templates: Templates, site: dict[str, bytes]) -> None:
    assert files(templates, places=PLACES[::-1]) == site


def test_search_files_hold_every_section_with_its_address(site: dict[str, bytes]) -> None:
    texts = "".join(data.decode("utf-8") for path, data in site.items() if path.startswith("search/texts"))
    for place in PLACES:
        for section in ("economy", "summary", "annex", "sources"):
            assert f'"{place.folder}index.html#sec-{section}"' in texts


@pytest.mark.guards("J9")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_a_site_of_hostile_data_has_no_element_more(templates: Templates, text: str) -> None:
    places = PLACES[:1]
    plain, made = (files(templates, given, places) for given in (PLAIN, text))
    assert list(plain) == list(made)
    assert shape(read(made["index.html"])) == shape(read(plain["index.html"])) or text.startswith("https://")
    for path, data in made.items():
        if path.endswith(".html"):
            for element in read(data).all():
                assert not [name for name in element.attributes if name.startswith("on")]
                href = element.attributes.get("href", "")
                assert ":" not in href or href.startswith("https://"), href


@pytest.mark.guards("T2")
def test_places_are_named_by_codes_never_by_titles(templates: Templates) -> None:
    made = files(templates, "../../evil", PLACES[:1])
    assert not [path for path in made if ".." in path or "evil" in path]
