"""The shipped templates, and the README's example briefing composed and drawn once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.archive.forms import Drawn
from mjq_report.pipeline import Options, compose, drawn
from mjq_report.settings.paths import find_root, site_templates
from mjq_report.web import Templates


@pytest.fixture(scope="session")
def templates(project: Path) -> Templates:
    return Templates(site_templates(project / "templates"))


@pytest.fixture(scope="session")
def example(project: Path) -> Drawn:
    """The briefing that the README shows, from the curated tables."""
    return drawn(compose(find_root(project), "majuqiao", 2025, Options()))
