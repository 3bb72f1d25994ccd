"""One briefing, top to bottom: the only place that knows the order of the stages.

read → find → write → draw → set → publish; each stage is imported when its turn comes.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report import __version__
from mjq_report.errors import UsageError
from mjq_report.model.period import Period
from mjq_report.settings.paths import Root, read_plain, site_digest, site_templates, template_files
from mjq_report.settings.theme import Theme, load_theme

if TYPE_CHECKING:
    from mjq_report.archive.manifest import Form
    from mjq_report.model.document import Document
    from mjq_report.model.findings import Findings
    from mjq_report.web.briefing import Briefing

Progress = Callable[[str], None]
_MOST_BYTES = 128 * 1024 * 1024  # of a font
SHAPING = (
    "reportlab",
    "fonttools",
    "matplotlib",
    "pikepdf",
    "uharfbuzz",
    "jinja2",
    "markdown-it-py",
    "justmytype-intl-cjk",
    "uniseg",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be told besides town and year."""

    date: dt.date | None = None
    lang: str = "zh"
    theme: str = "briefing"
    sign: str = ""  # path of a PKCS#12 file
    timestamp: str = ""  # address of a time stamp server
    signed_at: dt.datetime | None = None  # the time that a signature claims; needed with `sign`
    formats: tuple[str, ...] = ("pdf",)  # what is asked for; the PDF is always made, the others beside it


@dataclass(frozen=True, slots=True)
class Composed:
    """A briefing before it is set: the document, and all that it was made from as (path, bytes)."""

    document: Document
    findings: Findings
    theme: Theme
    inputs: tuple[tuple[str, bytes], ...]
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """A briefing that was made: its path or address, and what went into it."""

    path: str
    pages: int
    document: Document


def build(root: Root, town: str, year: int, options: Options, progress: Progress = lambda stage: None) -> Built:
    """Make one briefing and publish it under `root.out`. Raises the errors of the stages."""
    from mjq_report.archive.manifest import Edition, sha256
    from mjq_report.archive.place import archive
    from mjq_report.model.document import plain_text
    from mjq_report.model.tables import InputFile

    progress("read and write")
    composed = compose(root, town, year, options)
    progress("draw and set")
    pdf, pages = render(composed)
    if options.sign and options.signed_at:
        from mjq_report.signing import signer

        progress("sign")
        pdf = signer(Path(options.sign), options.timestamp or None, options.signed_at)(pdf)
    progress("publish")
    document = composed.document
    edition = Edition(
        town=town,
        year=year,
        date=document.edition.isoformat(),
        lang=options.lang,
        title=document.title,
        pages=pages,
        pdf=pdf,
        inputs=(
            *(InputFile(path, sha256(data)) for path, data in composed.inputs),
            *(InputFile(path, digest) for path, digest in theme_files(composed.theme).items()),
        ),
        versions=build_versions(),
        options={**composed.options, **signing(options)},
        sentence=plain_text(document.cover.sentence),
    )
    place = archive(root, f"{town}/{year}")
    have = (place.manifest(f"{town}/{year}/{edition.name}") or {}).get("forms", {})
    forms = other_forms(root, composed, replace(options, formats=(*options.formats, *have)))
    return Built(place.publish(replace(edition, forms=forms)), pages, document)


def other_forms(root: Root, composed: Composed, options: Options) -> tuple[Form, ...]:
    """What is asked for besides the PDF, made from the same document. What was once asked for stays and is kept new."""
    wanted = form_templates(root, options)
    if not wanted:
        return ()
    from mjq_report.archive.manifest import Form
    from mjq_report.web import Templates, export, single

    briefing = drawn_for_web(composed)
    templates = Templates(site_templates(root.templates))
    data = {kind: single(briefing, templates) if kind == "html" else export(briefing) for kind in wanted}
    return tuple(Form(kind, data[kind], digest) for kind, digest in wanted.items())


def form_templates(root: Root, options: Options) -> dict[str, str]:
    """The forms asked for besides the PDF, each with the digest of the templates that it takes."""
    wanted = sorted(set(options.formats) - {"pdf"})
    return {kind: site_digest(root.templates) if kind == "html" else "" for kind in wanted}


def signing(options: Options) -> dict[str, str]:
    """What a manifest says of a signature."""
    return {"signed": "yes"} if options.sign else {}


def theme_files(theme: Theme) -> dict[str, str]:
    """SHA-256 of the font and logo files that a theme names and that are there, by role and name, without folders."""
    named = [(role, file) for role, files in theme.fonts.items() for file in files] + [("logo", theme.logo)]
    there = [(role, Path(file)) for role, file in named if file and Path(file).is_file()]
    return {
        f"theme/{role}/{path.name}": hashlib.sha256(read_plain(path, _MOST_BYTES)).hexdigest() for role, path in there
    }


def find(root: Root, town: str, year: int) -> Findings:
    """Read a town's tables and derive what may be said of a year. Raises UnknownTown, DataError, NoData."""
    from mjq_report.analysis import find as analyse
    from mjq_report.dataset import load_town
    from mjq_report.dataset.enclosed import restrict
    from mjq_report.errors import NoData

    data = load_town(root.data, town)
    if year not in data.years:
        raise NoData(town, year, data.years)
    return analyse(restrict(data, year), year)


def compose(root: Root, town: str, year: int, options: Options) -> Composed:
    """Read, find and write: everything but the pages. Raises also TemplateError, ConfigError, UsageError."""
    from mjq_report import narrative
    from mjq_report.dataset.enclosed import tables

    theme = load_theme(options.theme)
    findings = find(root, town, year)
    edition = edition_date([source.published for source in findings.data.sources.values()], options.date)
    document = narrative.write(findings, root.templates, edition, options.lang, theme.style == "gongwen")
    inputs = [(f"data/{path}", data) for path, data in tables(findings.data)]
    inputs += [(f"templates/{path}", data) for path, data in template_files(root.templates, options.lang)]
    inputs += [("theme.toml", theme.text.encode("utf-8"))]
    told = {"lang": options.lang, "theme": theme.name, "date": edition.isoformat()}
    return Composed(document, findings, theme, tuple(inputs), told)


def render(composed: Composed) -> tuple[bytes, int]:
    """Draw the charts and set the pages: the PDF's bytes and how many pages it has.

    Raises MissingGlyph, which names the row or line that the character stands in.
    """
    from mjq_report.errors import MissingGlyph

    try:
        return _rendered(composed)
    except MissingGlyph as error:
        raise MissingGlyph(_holding(error.character, composed.inputs) + str(error), error.character) from None


def _holding(character: str, inputs: Iterable[tuple[str, bytes]]) -> str:
    """`file:row:column: ` of the first cell with a character, or `file:line: `; nothing when no input has it."""
    for path, data in inputs:
        text = data.decode("utf-8", "replace")
        if not character or character not in text:
            continue
        if not path.endswith(".csv"):
            return f"{path}:{text.count(chr(10), 0, text.index(character)) + 1}: "
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        found = ((row[0], name) for row in rows for name, cell in zip(head, row, strict=False) if character in cell)
        return next((f"{path}:{key}:{name}: " for key, name in found), "")
    return ""


def _rendered(composed: Composed) -> tuple[bytes, int]:
    from mjq_report import charts
    from mjq_report.model.document import charts_in
    from mjq_report.pdf.assemble import assemble
    from mjq_report.pdf.attachments import enclose
    from mjq_report.pdf.fontbook import font_book

    document, theme = composed.document, composed.theme
    fonts = font_book(theme)
    drawings = {chart.id: charts.draw(chart, theme, fonts, theme.measure) for chart in charts_in(document)}
    enclosed = enclose(document, composed.findings, composed.inputs, composed.options, versions())
    return assemble(document, drawings, theme, fonts, enclosed)


def drawn_for_web(composed: Composed) -> Briefing:
    """The briefing with its charts drawn for the screen, twice: as wide as the text, and for a phone.

    Fonts that a theme names serve nobody there; the packaged ones measure in their stead.
    """
    from mjq_report import charts
    from mjq_report.errors import ChartError
    from mjq_report.model.document import charts_in
    from mjq_report.pdf.fontbook import font_book
    from mjq_report.web.briefing import NARROW, Briefing
    from mjq_report.web.measuring import ScreenMeasure

    document, theme = composed.document, composed.theme
    measure = ScreenMeasure(font_book(replace(theme, fonts={})))
    found = charts_in(document)
    wide = {chart.id: charts.draw(chart, theme, measure, theme.measure) for chart in found}
    narrow = {}
    for chart in found:
        with contextlib.suppress(ChartError):  # what does not fit a phone is shown as it is on paper, made smaller
            narrow[chart.id] = charts.draw(chart, theme, measure, NARROW)
    return Briefing(document, composed.findings, theme, wide, narrow, measure, composed.inputs, composed.options)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Our version and those of the libraries that shape the bytes; the PDF carries them."""
    found = _installed()
    missing = [name for name in SHAPING if name not in found]
    if missing:
        from importlib.metadata import version

        found.update((name, version(name)) for name in missing)
    return {**{name: found[name] for name in SHAPING}, "mjq-report": __version__}


def _installed() -> dict[str, str]:
    """Versions by name, read off the folders that installers leave (PEP 376, PEP 503).

    importlib.metadata says the same, but takes a quarter of the time that a build with nothing to do may take.
    """
    found: dict[str, str] = {}
    for entry in sys.path:
        with contextlib.suppress(OSError):
            for folder in os.listdir(entry or "."):  # noqa: PTH208 - a quarter of the time again
                name, dash, version = folder.removesuffix(".dist-info").partition("-")
                if dash and folder.endswith(".dist-info"):
                    found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return found


def build_versions() -> dict[str, str]:
    """The same with the digest of our code; the manifest beside the PDF has it, for telling what is due."""
    return {**versions(), "code": code_digest()}


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over this package's modules and themes: what we do, whatever version number it bears."""
    package = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for name in sorted(_code(str(package), "")):
        data = (package / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _code(folder: str, below: str) -> Iterator[str]:
    """Modules and themes, by path below the package. The tables that a wheel brings along are no code."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if name != "defaults" and entry.name != "__pycache__":
                    yield from _code(entry.path, f"{name}/")
            elif name.endswith(".py") or (below.endswith("themes/") and name.endswith(".toml")):
                yield name


def edition_date(published: Sequence[str], given: dt.date | None) -> dt.date:
    """`--date`, else SOURCE_DATE_EPOCH, else the first day that the newest source may bear; never the clock.

    Raises UsageError when SOURCE_DATE_EPOCH is not a whole number of seconds, or no source is dated.
    """
    if given is not None:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be seconds since 1970") from None
    dates = [Period.parse(date).first for date in published if date]
    if not dates:
        raise UsageError("no source has a date to call the edition by; give --date YYYY-MM-DD")
    return max(dates)
