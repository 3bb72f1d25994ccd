"""The forms that a briefing comes in: the one table of them.

Build, manifest, archive, site, delivery and `--format` read this table. Another form is a row here and a folder with its
maker: a function `(drawn: Drawn, templates: Path) -> bytes`, named as `module:function` so that this module loads none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report.model.drawing import Field
from mjq_report.settings.paths import site_digest

if TYPE_CHECKING:
    from mjq_report.model.document import Document
    from mjq_report.model.drawing import Drawing, TextMeasure
    from mjq_report.model.findings import Findings
    from mjq_report.settings.theme import Theme


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form of output. `ending` stands behind a briefing's name, `name` is for people."""

    ending: str
    mime: str
    name: str
    maker: str = ""  # "" for the PDF, which the pipeline sets first, and for the manifest, which the archive writes
    site_templates: bool = False  # whether it is made with the web pages' templates, and so depends on them


FORMS: Mapping[str, FormKind] = {
    "pdf": FormKind(".pdf", "application/pdf", "PDF"),
    "html": FormKind(
        ".html", "text/html; charset=utf-8", "HTML page", "mjq_report.web.forms:html", site_templates=True
    ),
    "json": FormKind(".document.json", "application/json", "JSON document", "mjq_report.web.forms:document"),
}
"""By kind, as `--format` names it; in the order in which they are written: what is read first comes first."""

MANIFEST = FormKind(".json", "application/json", "manifest")
FILES: Mapping[str, FormKind] = {**FORMS, "manifest": MANIFEST}
"""All files of a briefing, by the names that `formats` of a target takes; what describes the others comes last."""


NARROW = (222.0, 250.0)  # points; for a phone, of 360 px, a chart is drawn again at the least of these that it fits
COVERS = (
    Field(720.0, 330.0, 24.0, 24.0, 18.0),
    Field(270.0, 300.0, 12.0, 10.0, 10.0, 0.9),
)  # the cover's picture, for both


@dataclass(frozen=True)
class Drawn:
    """What a maker is given: a briefing composed, its charts drawn for the screen.

    `wide` and `narrow` hold a drawing by chart id; a chart may lack the narrow one, which is for a phone.
    """

    document: Document
    findings: Findings
    theme: Theme
    wide: Mapping[str, Drawing]
    narrow: Mapping[str, Drawing]
    measure: TextMeasure
    inputs: Sequence[tuple[str, bytes]]
    options: Mapping[str, str]
    cover: Sequence[Drawing] = ()  # what the cover draws, wide and narrow; nothing where it draws none


def form_of(file: str) -> FormKind:
    """The form of a briefing's file, by its name: `.document.json` is the JSON document, another `.json` the manifest."""
    return max((form for form in FILES.values() if file.endswith(form.ending)), key=lambda form: len(form.ending))


def make(kind: str, drawn: Drawn, templates: Path) -> bytes:
    """A briefing in a form besides the PDF. Raises the errors of its maker."""
    module, _, function = FORMS[kind].maker.partition(":")
    data: bytes = getattr(import_module(module), function)(drawn, templates)
    return data


def templates_taken(kinds: Iterable[str], templates: Path) -> dict[str, str]:
    """The forms besides the PDF, sorted, each with the digest of the templates that it is made with ("" for none)."""
    wanted = sorted({*kinds} - {"pdf"})
    return {kind: site_digest(templates) if FORMS[kind].site_templates else "" for kind in wanted}
