"""Colours by light and dark: the theme's own, and words that can be read on either."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.settings.theme import contrast, load_theme, shipped_themes
from mjq_report.web.colours import Night, Palette, hexadecimal

COLOUR = st.tuples(*[st.floats(0, 1)] * 3)
TEXT = ("ink", "primary", "accent", "muted")


def test_a_page_has_the_colours_of_its_theme() -> None:
    theme = load_theme()
    css = Palette(theme).css()
    by_day = css.partition("@media")[0]
    for name, colour in theme.colours.items():
        assert f"--{name}:{hexadecimal(colour)};" in by_day


@pytest.mark.parametrize("name", shipped_themes())
def test_words_can_be_read_by_light_and_by_dark(name: str) -> None:
    colours = load_theme(name).colours
    night = Night(colours)
    for word in TEXT:
        assert contrast(night.colour(colours[word], text=True), night.paper) >= 4.5
        assert contrast(colours[word], colours["paper"]) >= 4.5


def test_dark_paper_is_dark_and_its_ink_light_and_hues_are_kept() -> None:
    colours = load_theme().colours
    night = Night(colours)
    assert max(night.paper) < 0.15
    assert min(night.colour(colours["ink"])) > 0.8
    red, blue = night.colour(colours["accent"]), night.colour(colours["primary"])
    assert red[0] == max(red) and blue[2] == max(blue)


@given(COLOUR, COLOUR, COLOUR)
def test_any_theme_has_a_dark_form_that_can_be_read(ink: tuple, primary: tuple, accent: tuple) -> None:  # type: ignore[type-arg]
    colours = {**load_theme().colours, "ink": ink, "primary": primary, "accent": accent}
    night = Night(colours)
    for word in TEXT:
        made = night.colour(colours[word], text=True)
        assert all(0 <= part <= 1 for part in made)
        assert contrast(made, night.paper) >= 4.5 or made == night.paper or hexadecimal(colours[word]) == "#ffffff"


def test_a_colour_that_the_theme_has_not_gets_a_name_and_a_dark_form() -> None:
    palette = Palette(load_theme())
    assert palette((0.2, 0.4, 0.6)) == "var(--c336699)"
    assert palette(load_theme().colours["ink"]) == "var(--ink)"
    css = palette.css()
    assert css.count("--c336699:") == 2
    assert re.fullmatch(r":root\{[^{}<>]*\}\n@media screen and \(prefers-color-scheme:dark\)\{:root\{[^{}<>]*\}\}", css)


def test_the_same_colours_give_the_same_style() -> None:
    theme = load_theme()
    one, other = Palette(theme), Palette(replace(theme))
    for colour in ((0.1, 0.1, 0.9), (0.9, 0.1, 0.1)):
        one(colour)
    for colour in ((0.9, 0.1, 0.1), (0.1, 0.1, 0.9)):
        other(colour)
    assert one.css() == other.css()
