"""Sound files on a large scale: nothing is ever said against a briefing that the program made itself."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from benchmarks.verify import TOWN, YEAR, enlarged
from mjq_report.dataset.loading import load_town
from mjq_report.pipeline import Options, compose, render
from mjq_report.runs.proof import prove
from mjq_report.settings.paths import find_root
from tests.towns.drawn import write_towns

pytestmark = pytest.mark.slow
TOWNS, TOGETHER = 200, 20


@pytest.mark.parametrize("seed", range(100, 100 + TOWNS // TOGETHER))
def test_briefings_of_two_hundred_made_up_towns_hold(tmp_path: Path, seed: int) -> None:
    """20 towns of each seed, in either theme by turns."""
    slugs = write_towns(tmp_path, TOGETHER, seed)
    place = find_root(tmp_path)
    blamed = {}
    for number, slug in enumerate(slugs):
        options = Options(theme=("briefing", "gongwen")[number % 2])
        report = prove(render(compose(place, slug, load_town(place.data, slug).years[-1], options))[0])
        if not report.holds:
            blamed[slug] = (report.problems, report.unproven)
    assert len(slugs) == TOGETHER
    assert blamed == {}


def test_a_briefing_of_three_hundred_pages_holds(tmp_path: Path) -> None:
    data = render(compose(find_root(enlarged(tmp_path)), TOWN, int(YEAR), Options()))[0]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 290
    for quick in (False, True):
        report = prove(data, quick=quick)
        assert report.problems == ()
        assert report.holds
