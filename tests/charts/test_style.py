"""Text and marks stand out from the paper and from each other, in colour, in grey and for every theme."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.charts.style import SHAPE_CONTRAST, TEXT_CONTRAST, Look, style
from mjq_report.errors import ConfigError
from mjq_report.model.drawing import Colour
from mjq_report.settings.theme import Theme, contrast, load_theme, luminance, shipped_themes
from tests.charts.samples import NATURES

SHARES = st.floats(0, 1)
COLOURS = st.tuples(SHARES, SHARES, SHARES)
KEYS = ("ink", "primary", "accent", "muted", "rule", "light", "paper", "cat1", "cat2", "cat3", "cat4", "cat5")


@pytest.fixture(params=shipped_themes())
def shipped(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def seen(look: Look, paper: Colour) -> bool:
    """Whether fill or outline stands out from the paper."""
    return any(tone is not None and contrast(tone, paper) >= SHAPE_CONTRAST for tone in (look.fill, look.edge))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (1, 1, 1)) == 1
    grey = (118 / 255,) * 3
    assert contrast(grey, (1, 1, 1)) == pytest.approx(4.54, abs=0.01)  # #767676, the usual example


def test_words_are_legible_on_paper(shipped: Theme) -> None:
    look = style(shipped)
    for tone in (look.ink, look.muted, look.accent):
        assert contrast(look.words(tone), look.paper) >= TEXT_CONTRAST


def test_every_mark_stands_out_from_the_paper(shipped: Theme) -> None:
    look = style(shipped)
    for emphasis in (False, True):
        for reason in range(6):
            assert seen(look.mark(emphasis, reason), look.paper)
            for index in range(10):
                assert seen(look.part(index, emphasis, reason), look.paper)


def test_what_differs_is_told_apart_by_more_than_colour(shipped: Theme) -> None:
    look = style(shipped)
    plain = look.mark()
    different = [look.mark(reason=1), *(look.mark(nature=nature) for nature in NATURES[1:])]
    assert plain.fill != look.paper
    assert all(mark.fill == look.paper and mark.edge for mark in different)
    assert len({(mark.hatch, mark.dashes) for mark in different}) == 4


def test_neighbouring_parts_differ_in_grey_besides_the_paper_between_them(shipped: Theme) -> None:
    look = style(shipped)
    for one, other in pairwise([look.part(index) for index in range(10)]):
        assert one.fill is not None
        assert other.fill is not None
        assert one.hatch or other.hatch or contrast(one.fill, other.fill) >= 1.4


def test_parts_beyond_the_colours_are_hatched(shipped: Theme) -> None:
    look = style(shipped)
    assert len({look.part(index) for index in range(10)}) == 10
    assert all(look.part(index).hatch for index in range(5, 10))


@given(st.lists(COLOURS, min_size=len(KEYS), max_size=len(KEYS)), COLOURS)
def test_text_on_a_mark_is_legible_or_stands_beside_it(tones: list[Colour], fill: Colour) -> None:
    theme = load_theme("briefing")
    look = style(replace(theme, colours=dict(zip(KEYS, tones, strict=True))))
    on = look.on(Look(fill))
    if on is not None:
        assert contrast(on, fill) >= TEXT_CONTRAST
    assert look.on(Look(fill, hatch="/")) is None


@given(COLOURS)
def test_luminance_is_a_share(tone: Colour) -> None:
    assert 0 <= luminance(tone) <= 1.0000001


def test_a_theme_without_a_colour_says_which(theme: Theme) -> None:
    colours = {key: tone for key, tone in theme.colours.items() if key != "accent"}
    with pytest.raises(ConfigError, match="'accent' is missing"):
        style(replace(theme, colours=colours))
