"""Text of any size from 10.5 to 18 points, on any paper: all else goes along, and nothing overlaps or leaves its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.checking.layout import Report, inspect
from mjq_report.pipeline import Composed, compose, render
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from mjq_report.settings.theme import load_theme, parse_theme

PAPERS = {
    "A4": (210, 297),
    "A3": (297, 420),
    "Letter": (215.9, 279.4),
    "A4 landscape": (297, 210),
    "16:9": (338.7, 190.5),
}
FAULTS = ("overlap", "outside-margins", "forbidden-start", "forbidden-end", "split-number", "widow", "missing-glyph")


def theme_of(base: str, size: float, paper: tuple[float, float]) -> str:
    width, height = paper
    return f'base = "{base}"\n[page]\nwidth = {width}\nheight = {height}\n[type]\nbody = [{size}, {round(size * 1.56, 1)}]\n'


@pytest.fixture(scope="module", params=["briefing", "gongwen"])
def composed(request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Composed:
    root = Root(project / "data", project / "templates", tmp_path_factory.mktemp("out"))
    return compose(root, "tongzhou", 2025, Options(theme=request.param))


def faults(report: Report) -> list[tuple[str, int, str]]:
    """What is wrong behind the cover."""
    covers = {page.page for page in report.pages if page.cover}
    return [(f.kind, f.page, f.text) for f in report.findings if f.kind in FAULTS and f.page not in covers]


@settings(max_examples=3)
@given(st.floats(10.5, 18).map(lambda size: round(size * 2) / 2), st.sampled_from(sorted(PAPERS)))
def test_nothing_overlaps_at_any_size_on_any_paper(composed: Composed, size: float, paper: str) -> None:
    from dataclasses import replace

    text = theme_of(composed.theme.style, size, PAPERS[paper]).encode()
    theme = parse_theme(text, "large.toml", Path())
    report = inspect(render(replace(composed, theme=theme))[0], theme=theme)
    assert faults(report) == []


@given(st.floats(10.5, 18), st.sampled_from(["briefing", "gongwen"]), st.floats(120, 420))
def test_type_keeps_its_order_and_is_never_smaller_than_before(size: float, base: str, width: float) -> None:
    shipped = load_theme(base)
    height = width * 1.4
    types = parse_theme(theme_of(base, round(size, 1), (width, height)).encode(), "t", Path()).types
    assert types["body"].size == round(size, 1)
    for name in ("table", "source", "chart", "small"):
        assert types[name].size >= min(9.0, shipped.types[name].size)
        assert types[name].size <= max(types["body"].size, shipped.types[name].size)
    assert all(form.leading >= form.size for form in types.values())
    assert types["h1"].size >= types["h2"].size >= types["h3"].size
