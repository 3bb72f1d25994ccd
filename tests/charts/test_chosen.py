"""Charts that are chosen by shape can be drawn, whatever a town's rows are."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report import charts, pipeline
from mjq_report.errors import NoData
from mjq_report.model.drawing import TextMeasure
from mjq_report.narrative.chart_choice import RULES, chart_of, timeline_of
from mjq_report.narrative.chart_data import ChartResolver
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.sourcebook import SourceBook
from mjq_report.narrative.shapes.view import View
from mjq_report.settings.paths import Root
from mjq_report.settings.theme import Theme
from tests.charts.test_labels import outside, overlapping
from tests.towns.drawn import write_towns
from tests.towns.rows import TEMPLATES


def check(count: int, root: Path, theme: Theme, measure: TextMeasure) -> int:
    """Draw what is chosen of so many made-up towns; how many charts that was."""
    drawn = 0
    words = load_words(TEMPLATES, "zh")
    for town in write_towns(root, count, seed=7):
        for year in (2023, 2024, 2025):
            try:
                found = pipeline.find(Root(data=root / "data", templates=TEMPLATES, out=root), town, year)
            except NoData:
                continue
            lookup = Lookup(found)
            resolver = ChartResolver(lookup, words, SourceBook(found, words, "zh"))
            view = View(resolver, lookup.own(), mixed=True)
            made = [chart_of(resolver, one) for rule in RULES for one in rule(view)]
            ahead = timeline_of(resolver)
            for chart in [*made, *([ahead.chart] if ahead is not None else [])]:
                for width in (theme.measure, 334.5, 255.1):  # the text, the main column, 90 mm
                    drawing = charts.draw(chart, theme, measure, width)
                    assert (overlapping(drawing, measure), outside(drawing, measure)) == ([], []), chart.id
                drawn += 1
    return drawn


def test_chosen_charts_of_made_up_towns_are_drawn(tmp_path: Path, theme: Theme, measure: TextMeasure) -> None:
    assert check(6, tmp_path, theme, measure) > 10


@pytest.mark.slow
def test_chosen_charts_of_many_made_up_towns_are_drawn(tmp_path: Path, theme: Theme, measure: TextMeasure) -> None:
    assert check(120, tmp_path, theme, measure) > 500
