"""The makers that `archive.forms` names: a briefing as one HTML page, and as JSON."""

from __future__ import annotations

from pathlib import Path

from mjq_report.archive.forms import Drawn
from mjq_report.settings.paths import site_templates
from mjq_report.web.export import export
from mjq_report.web.page import single
from mjq_report.web.pages import Templates


def html(drawn: Drawn, templates: Path) -> bytes:
    """One self-contained HTML file. Raises TemplateError."""
    return single(drawn, Templates(site_templates(templates)))


def document(drawn: Drawn, templates: Path) -> bytes:
    """The document model as JSON, every figure with its provenance."""
    return export(drawn)
