"""The site out of all briefings that were published: each page is made from what its PDF carries, and from nothing else.

A PDF encloses the rows, templates and theme that it was made from. Laid out as a project folder they give the same
document again, so page and PDF always say the same, whatever has become of the tables since. Whether they do is
checked: the tables that the PDF encloses must come out again byte for byte.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mjq_report.archive.folder import write_whole
from mjq_report.archive.manifest import parse_manifest, sha256
from mjq_report.archive.register import NAME as REGISTER
from mjq_report.archive.register import Registered, write_register
from mjq_report.archive.site_switch import Switched, publish_folder
from mjq_report.archive.versions import versions
from mjq_report.checking import extract
from mjq_report.errors import ConfigError, ReportError, UsageError, VerificationError
from mjq_report.pdf.attachments import enclose
from mjq_report.pipeline import Composed, compose, drawn
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root, files_below, site_templates
from mjq_report.settings.theme import load_theme
from mjq_report.web import Issue, Place, Site, Templates, newest_first

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")
_COMPARED = ("data.csv", "claims.csv", "sources.csv")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Published:
    """A briefing in the folder of PDFs, with its manifest."""

    place: Place
    pdf: Path
    record: dict[str, Any]

    def registered(self, folder: str = "") -> Registered:
        """Its entry in the register of editions; `folder` is where a site has it, else it is named as `out` has it."""
        town, year, edition = self.place.town, self.place.year, self.place.date
        path = f"{folder or f'{town}/{year}/'}{self.pdf.name}"
        return Registered(path, self.record["pdf"]["sha256"], town, year, edition, self.record["title"])

    def read(self) -> bytes:
        """The PDF, which is the one its manifest speaks of. Raises VerificationError."""
        try:
            data = self.pdf.read_bytes()
        except OSError as error:
            raise VerificationError(f"{self.pdf}: {error.strerror or error}; build it again") from None
        if sha256(data) != self.record["pdf"]["sha256"]:
            raise VerificationError(f"{self.pdf}: is not the file that its manifest describes; build it again")
        return data


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What a site may be told: its language, its look, the address it will have, ending in a slash ("" if unknown)."""

    lang: str = "zh"
    theme: str = "briefing"
    base_url: str = ""


def make_site(root: Root, target: Path, options: SiteOptions, progress: Progress = lambda what: None) -> Switched:
    """Make the site of all briefings under `root.out` and publish it as the folder `target`; the register of editions,
    which `verify --against` asks, is written into both.

    Raises VerificationError when a PDF is damaged or gives another document, UsageError when there is none at all.
    """
    found = published(root.out)
    if not found:
        raise UsageError(f"{root.out}: there are no briefings to show; run `mjq-report build --all` first")
    made = publish_folder(target, _files(found, root, options, progress))
    write_whole(root.out, REGISTER, write_register(item.registered() for item in found))
    return made


def published(out: Path) -> list[Published]:
    """All briefings with a whole manifest, newest first."""
    found = []
    for path in files_below(out, "*/*/*.json"):
        record = parse_manifest(path.read_bytes()) if path.is_file() else None
        if record is not None and path.stem == f"{record['town']}-{record['year']}-{record['edition']}":
            place = Place(record["town"], record["year"], record["edition"], record["lang"])
            found.append(Published(place, path.with_suffix(".pdf"), record))
    order = newest_first(item.place for item in found)
    return sorted(found, key=lambda item: order.index(item.place))


def base_address(text: str, option: str = "--base-url") -> str:
    """An address with a slash at its end. Raises ConfigError, naming the option, when it is no plain http(s) address."""
    if text and not _ADDRESS.fullmatch(text):
        raise ConfigError(f"{option} {text}: not an address; write it like https://example.org/briefings/")
    return text if not text or text.endswith("/") else f"{text}/"


def _files(found: list[Published], root: Root, options: SiteOptions, progress: Progress) -> Iterator[tuple[str, bytes]]:
    templates = Templates(site_templates(root.templates))
    site = Site(templates, [item.place for item in found], options.lang, options.base_url)
    for number, item in enumerate(found, 1):
        progress(f"{number} of {len(found)}: {item.place.town} {item.place.year}, edition {item.place.date}")
        yield from site.issue(issue_of(item))
    yield from site.rest(load_theme(options.theme))
    yield REGISTER, write_register(item.registered(item.place.folder) for item in found)


def issue_of(item: Published) -> Issue:
    """A briefing for the site, composed from what its PDF carries. Raises VerificationError."""

    pdf = item.read()
    with tempfile.TemporaryDirectory(prefix="mjq-report-") as scratch:
        folder = Path(scratch)
        extract(pdf, folder)
        tables = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".json")}
        composed = _composed(folder, item)
    _compare(composed, tables, item)
    briefing = drawn(composed)
    record = item.record
    return Issue(item.place, briefing, pdf, item.pdf.name, record["pdf"]["sha256"], record["pages"], tables)


def _composed(folder: Path, item: Published) -> Composed:
    date = dt.date.fromisoformat(item.place.date)
    root = Root(folder / "data", folder / "templates", folder / "out")
    try:
        return compose(
            root, item.place.town, item.place.year, Options(date, item.place.lang, str(folder / "theme.toml"))
        )
    except ReportError as error:
        lines = [line.replace(f"{folder}/", "") for line in error.lines()]
        raise VerificationError(
            f"{item.pdf}: this version cannot read what it carries; build it again: {lines[0]}"
        ) from None


def _compare(composed: Composed, tables: dict[str, bytes], item: Published) -> None:
    """Refuse a document whose figures, verdicts or sources are not those that the PDF encloses."""

    enclosed = enclose(composed.document, composed.findings, composed.inputs, composed.options, versions())
    made = {attachment.name: attachment.data for attachment in enclosed}
    other = [name for name in _COMPARED if made[name] != tables.get(name)]
    if other or composed.document.title != item.record["title"]:
        what = ", ".join(other) or "its title"
        raise VerificationError(f"{item.pdf}: another version made it, and {what} would now differ; build it again")
