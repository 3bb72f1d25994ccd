"""The whole site as (path, bytes): a page a briefing, the list with filter and search, feed, catalogue and site map.

Files come one by one, so that a site of a thousand briefings needs no more memory than one of them and the index.
Folders are named by the town's slug, the year and the edition's date, never by a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mjq_report.archive.forms import Drawn
from mjq_report.lang import tag, text_of
from mjq_report.model.document import Section, facts_in, plain_text
from mjq_report.settings.theme import Theme
from mjq_report.web.colours import Palette
from mjq_report.web.entry import Entry
from mjq_report.web.export import export
from mjq_report.web.feeds import atom, catalogue, sitemap
from mjq_report.web.page import ICON, SCRIPT, STYLE, policy, within_site
from mjq_report.web.pages import Templates, hashed
from mjq_report.web.picture import first_page
from mjq_report.web.reading import card_text, section_text
from mjq_report.web.search import Index, Passage
from mjq_report.web.svg import icon_svg

_SEARCH = "search.js"
_TABLES = {"data.csv": "data_facts", "claims.csv": "data_claims", "sources.csv": "data_sources",
           "datapackage.json": "data_package"}  # fmt: skip
_DOCUMENT = "document.json"

Files = Iterator[tuple[str, bytes]]
_NAMES = {"zh-CN": "name_zh", "en": "name_en"}  # the names of a town in towns.csv, by their language


@dataclass(frozen=True, slots=True)
class Place:
    """A briefing's place among the others, known before any is made. `date` is the edition's, in ISO form."""

    town: str
    year: int
    date: str
    lang: str

    @property
    def folder(self) -> str:
        """Where its files lie, relative to the site's root."""
        lang = "" if self.lang == "zh" else f"-{self.lang}"
        return f"briefings/{self.town}/{self.year}/{self.date}{lang}/"


@dataclass(frozen=True)
class Issue:
    """A briefing to be put on the site: what it says, the finished PDF, and the tables that the PDF carries."""

    place: Place
    briefing: Drawn
    pdf: bytes
    pdf_name: str
    sha256: str
    pages: int
    tables: Mapping[str, bytes]


class Site:
    """Makes the files of a site. `places` are all briefings that it will have; `base_url` ends in a slash or is empty."""

    def __init__(self, templates: Templates, places: Iterable[Place], lang: str = "zh", base_url: str = "") -> None:
        self._templates = templates
        self._lang = lang
        self._words = templates.words(lang)
        self._base_url = base_url
        self._places = newest_first(places)
        self._entries: list[Entry] = []
        self._index = Index()

    def issue(self, issue: Issue) -> Files:
        """The files of one briefing. Issues are to come in the order of `newest_first`. Raises TemplateError."""
        picture = first_page(issue.pdf)
        files = {name: issue.tables[name] for name in _TABLES if name in issue.tables}
        files[_DOCUMENT] = export(issue.briefing)
        entry = self._entry(issue, tuple(files), (picture.width, picture.height))
        page = within_site(issue.briefing, self._templates, self._around(issue, entry))
        self._entries.append(entry)
        self._index.add(entry.town, entry.year, _passages(issue.briefing, entry))
        for name, data in {"index.html": page, issue.pdf_name: issue.pdf, "cover.png": picture.png, **files}.items():
            yield f"{entry.folder}{name}", data

    def rest(self, theme: Theme) -> Files:
        """What is to come when all briefings are in: list, search, feed, catalogue, style and scripts."""
        yield "index.html", self._list(theme)
        yield "feed.xml", atom(self._entries, self._words, tag(self._lang), self._base_url)
        yield "index.json", catalogue(self._entries)
        if self._base_url:
            yield "sitemap.xml", sitemap(self._entries, self._base_url)
        for name in (STYLE, SCRIPT, _SEARCH):
            yield f"assets/{name}", self._templates.text(name).encode("utf-8")
        yield f"assets/{ICON}", icon_svg(theme.colours).encode("ascii")
        for name, data in self._index.files():
            yield f"search/{name}", data

    # ------------------------------------------------------------------ a briefing

    def _entry(self, issue: Issue, files: tuple[str, ...], picture: tuple[int, int]) -> Entry:
        document, town = issue.briefing.document, issue.briefing.findings.data.town
        place = issue.place
        return Entry(
            town=place.town, name_zh=town.name_zh, name_en=town.name_en, district_zh=town.district_zh,
            district_en=town.district_en, year=place.year, edition=place.date, dated=document.edition.text, lang=place.lang,
            language=tag(place.lang), title=document.title, author=document.author,
            sentence=plain_text(document.cover.sentence), folder=place.folder, pdf=f"{place.folder}{issue.pdf_name}",
            pdf_bytes=len(issue.pdf), sha256=issue.sha256, pages=issue.pages, files=files, picture=picture,
        )  # fmt: skip

    def _around(self, issue: Issue, entry: Entry) -> dict[str, Any]:
        """Everything that a page of the site leads to besides itself."""
        words = self._templates.words(entry.lang)
        titles = {**_TABLES, _DOCUMENT: "data_document"}
        return {
            "root": "../" * entry.folder.count("/"),
            "pdf": issue.pdf_name,
            "size": _size(entry.pdf_bytes),
            "pages": str(entry.pages),
            "sha256": entry.sha256,
            "files": [{"href": name, "title": words[titles[name]]} for name in entry.files],
            "others": self._others(issue.place),
            "url": f"{self._base_url}{entry.page}" if self._base_url else "",
            "picture_url": f"{self._base_url}{entry.cover}",
            "picture_width": entry.picture[0],
            "picture_height": entry.picture[1],
        }

    def _others(self, place: Place) -> list[dict[str, str]]:
        """The town's other briefings, newest first; those of one year are told apart by their date."""
        own = [other for other in self._places if other.town == place.town and other != place]
        years = [other.year for other in (*own, place)]
        up = "../" * place.folder.count("/")
        return [
            {"href": f"{up}{other.folder}index.html",
             "title": str(other.year) if years.count(other.year) == 1 else f"{other.year}（{other.date}）"}
            for other in own
        ]  # fmt: skip

    # ------------------------------------------------------------------ the list

    def _list(self, theme: Theme) -> bytes:
        words, palette = self._words, Palette(theme)
        style = palette.css()
        towns = {entry.town: {"slug": entry.town, "name": text_of(entry, "name", self._lang)}
                 for entry in sorted(self._entries, key=lambda entry: (entry.town, entry.year, entry.edition))}  # fmt: skip
        values = {
            "page": {"language": tag(self._lang), "title": words["site"], "description": words["about"]},
            "w": words,
            "counted": words["filtered"].replace("{n}", str(len(self._entries))),
            "entries": [self._listed(entry) for entry in self._entries],
            "towns": list(towns.values()),
            "years": sorted({entry.year for entry in self._entries}, reverse=True),
            "url": f"{self._base_url}index.html" if self._base_url else "",
            "sitemap": bool(self._base_url),
            "policy": policy(script="'self'", style=f"'self' {hashed(style)}", image="'self'"),
            "style_sheet": f"assets/{STYLE}",
            "icon": f"assets/{ICON}",
            "scripts": [f"assets/{_SEARCH}"],
            "script_text": "",
        }
        return self._templates.render("index.html.j2", values, {"style": style, "ornament": ""})

    def _listed(self, entry: Entry) -> dict[str, Any]:
        other = next(language for language in _NAMES if language != tag(self._lang))
        return {
            "town": entry.town, "year": str(entry.year), "language": entry.language, "title": entry.title,
            "name": text_of(entry, "name", self._lang), "other_name": getattr(entry, _NAMES[other]),
            "other_language": other, "place": text_of(entry, "district", self._lang),
            "sentence": entry.sentence, "edition": entry.edition, "dated": entry.dated, "page": entry.page, "pdf": entry.pdf,
            "size": _size(entry.pdf_bytes), "pages": str(entry.pages), "cover": entry.cover,
            "width": entry.picture[0], "height": entry.picture[1],
        }  # fmt: skip


def newest_first(places: Iterable[Place]) -> Sequence[Place]:
    """The order of the site: by year, then edition, newest first, then by town."""
    by_town = sorted(places, key=lambda place: (place.town, place.lang))
    return sorted(by_town, key=lambda place: (place.year, place.date), reverse=True)


def _passages(briefing: Drawn, entry: Entry) -> Iterator[Passage]:
    """A briefing's opening and its sections; findable also by the English names of town and indicators."""
    document, data = briefing.document, briefing.findings.data
    names = f"{entry.name_zh} {entry.name_en} {entry.district_zh} {entry.district_en} {entry.year}"
    cover = document.cover
    cards = [card_text(card) for card in cover.cards]
    yield Passage(document.title, entry.page, " ".join([entry.sentence, *cards]), names)
    for section in document.sections:
        yield Passage(
            f"{document.title} · {section.title}",
            f"{entry.page}#sec-{section.id}",
            section_text(section),
            " ".join([names, *sorted(_english(section, briefing, data.indicators))]),
            section.role not in ("summary", "body"),
        )


def _english(section: Section, briefing: Drawn, indicators: Mapping[str, Any]) -> set[str]:
    facts = briefing.findings.facts
    return {indicators[facts[name].indicator].name_en for name in facts_in(section.blocks) if name in facts}


def _size(count: int) -> str:
    """Bytes in the units that a reader knows them by."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{round(count / 1000)} KB"
