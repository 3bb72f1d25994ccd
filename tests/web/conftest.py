"""The shipped templates, and the README's example briefing composed and drawn once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.pipeline import Options, compose, drawn_for_web
from mjq_report.settings.paths import find_root, site_templates
from mjq_report.web import Briefing, Templates


@pytest.fixture(scope="session")
def templates(project: Path) -> Templates:
    return Templates(site_templates(project / "templates"))


@pytest.fixture(scope="session")
def example(project: Path) -> Briefing:
    """The briefing that the README shows, from the curated tables."""
    return drawn_for_web(compose(find_root(project), "majuqiao", 2025, Options()))
