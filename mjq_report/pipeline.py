"""One briefing, top to bottom: compose · draw · set · store, and only that."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mjq_report import charts, narrative
from mjq_report.analysis import find as analyse
from mjq_report.archive import forms
from mjq_report.archive.manifest import Edition, Form, sha256
from mjq_report.archive.place import archive
from mjq_report.archive.versions import build_versions, versions
from mjq_report.dataset.loading import load_edition
from mjq_report.errors import ChartError, MissingGlyph
from mjq_report.model.document import Document, charts_in, plain_text
from mjq_report.model.drawing import Drawing, TextMeasure
from mjq_report.model.findings import Findings
from mjq_report.model.tables import InputFile
from mjq_report.pdf.assemble import assemble
from mjq_report.pdf.attachments import enclose
from mjq_report.pdf.fontbook import font_book
from mjq_report.settings import logo as logos
from mjq_report.settings import office as offices
from mjq_report.settings.dates import edition_date
from mjq_report.settings.logo import Logo
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root, edition_texts, template_files
from mjq_report.settings.pictures import edition_pictures
from mjq_report.settings.theme import Theme, load_theme, theme_files

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Composed:
    """A briefing before it is set: the document, and all that it was made from as (path, bytes)."""

    document: Document
    findings: Findings
    theme: Theme
    inputs: tuple[tuple[str, bytes], ...]
    options: Mapping[str, str]
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A briefing that was made: its path or address, and what went into it."""

    path: str
    pages: int
    document: Document


def build(root: Root, town: str, year: int, options: Options, progress: Progress = lambda stage: None) -> Built:
    """Make one briefing and publish it under `root.out`. Raises the errors of the stages."""
    progress("compose")
    composed = compose(root, town, year, options)
    progress("draw and set")
    pdf, pages = render(composed)
    if options.sign and options.signed_at:
        from mjq_report.signing import signer

        progress("sign")
        pdf = signer(Path(options.sign), options.timestamp or None, options.signed_at)(pdf)
    progress("store")
    return Built(_store(root, composed, options, pdf, pages), pages, composed.document)


# --------------------------------------------------------------------------- compose


def find(root: Root, town: str, year: int) -> Findings:
    """Read a town's tables and derive what may be said of a year. Raises UnknownTown, DataError, NoData."""
    return analyse(load_edition(root.data, town, year)[0], year)


def compose(root: Root, town: str, year: int, options: Options) -> Composed:
    """Read, find and write: everything but the pages. Raises also TemplateError, ConfigError, UsageError."""
    theme = load_theme(options.theme)
    data, rows = load_edition(root.data, town, year, options.date)
    findings = analyse(data, year)
    edition = edition_date(rows.published(), options.date)
    texts = edition_texts(root.data, town, year, options.lang)
    office = offices.read_office(root.data.parent, town, year)
    told = [(f"data/{path}", text) for path, text in texts]
    told += [(f"templates/{path}", text) for path, text in template_files(root.templates, options.lang)]
    pictures = edition_pictures(root.data, root.templates, told)
    logo = logos.logo_of(theme, options.logo)
    document = narrative.write(
        findings,
        root.templates,
        edition,
        options.lang,
        official=theme.style == "gongwen",
        texts=dict(texts),
        office=office,
        pictures=dict(pictures),
    )
    inputs = (
        *rows.files().items(),
        *told,
        *pictures,
        ("theme.toml", theme.text.encode("utf-8")),
        *offices.enclosed(office),
        *logos.enclosed(logo),
    )
    recorded = replace(options, sign="").recorded(theme.name, edition.last.isoformat())  # enclosed before it is signed
    return Composed(document, findings.with_facts(document.concluded), theme, inputs, recorded, logo)


# --------------------------------------------------------------------------- draw and set


def render(composed: Composed, recorded: Mapping[str, str] | None = None) -> tuple[bytes, int]:
    """Draw the charts and set the pages: the PDF's bytes and how many pages it has.

    `recorded` are the versions to enclose, for building a file again as another installation made it; by default ours.

    Raises MissingGlyph, which names the row or line that the character stands in.
    """
    document, theme = composed.document, composed.theme
    try:
        fonts = font_book(theme)
        drawings = _draw(composed, theme, fonts, theme.main)
        made_with = recorded or versions()
        enclosed = enclose(document, composed.findings, composed.inputs, composed.options, made_with)
        picture = document.cover.picture
        picturing = None if picture is None else partial(charts.picture, picture, theme, fonts)
        return assemble(document, drawings, theme, fonts, enclosed, made_with["mjq-report"], picturing, composed.logo)
    except MissingGlyph as error:
        raise error.within(composed.inputs) from None


def drawn(composed: Composed) -> forms.Drawn:
    """The briefing with its charts drawn for the screen, twice: as wide as the text, and for a phone.

    Fonts that a theme names serve nobody there; the packaged ones measure in their stead.
    """
    from mjq_report.web.measuring import ScreenMeasure

    theme = composed.theme
    measure = ScreenMeasure(font_book(replace(theme, fonts={})))
    narrow = {}
    for chart in charts_in(composed.document):
        for width in reversed(forms.NARROW):
            with contextlib.suppress(ChartError):  # what does not fit a phone is shown as it is on paper, made smaller
                narrow[chart.id] = charts.draw(chart, theme, measure, width)
    wide, picture = _draw(composed, theme, measure, theme.measure), composed.document.cover.picture
    cover = [charts.picture(picture, theme, measure, field) for field in forms.COVERS] if picture is not None else []
    return forms.Drawn(
        composed.document, composed.findings, theme, wide, narrow, measure, composed.inputs, composed.options, cover
    )


def _draw(composed: Composed, theme: Theme, measure: TextMeasure, width: float) -> dict[str, Drawing]:
    return {chart.id: charts.draw(chart, theme, measure, width) for chart in charts_in(composed.document)}


# --------------------------------------------------------------------------- store


def _store(root: Root, composed: Composed, options: Options, pdf: bytes, pages: int) -> str:
    """Publish PDF, manifest and the other forms: those asked for, and those that were asked for once. Returns the path."""
    document, town, year = composed.document, composed.findings.data.town.slug, composed.findings.year
    edition = Edition(
        town=town,
        year=year,
        date=document.edition.last.isoformat(),
        lang=options.lang,
        title=document.title,
        pages=pages,
        pdf=pdf,
        inputs=(
            *(InputFile(path, sha256(data)) for path, data in composed.inputs),
            *(InputFile(path, digest) for path, digest in theme_files(composed.theme).items()),
        ),
        versions=build_versions(),
        options=options.recorded(composed.theme.name, document.edition.last.isoformat()),
        sentence=plain_text(document.cover.sentence),
        dated=document.edition.text,
    )
    below = f"{town}/{year}"
    place = archive(root, below)
    have = (place.manifest(f"{below}/{edition.name}") or {}).get("forms", {})
    wanted = forms.templates_taken((*options.formats, *have), root.templates)
    made = drawn(composed) if wanted else None
    others = tuple(Form(kind, forms.make(kind, made, root.templates), taken) for kind, taken in wanted.items() if made)
    return place.publish(replace(edition, forms=others))
