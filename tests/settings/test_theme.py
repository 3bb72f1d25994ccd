"""Themes: what is wrong with one is named with its key; a theme may take another as its base."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.errors import ConfigError
from mjq_report.settings.theme import MM, load_theme, parse_theme, shipped_themes, stand_ins

HERE = Path("/srv/project")
SOUND = (Path(__file__).resolve().parents[2] / "mjq_report" / "settings" / "themes" / "briefing.toml").read_text(
    encoding="utf-8"
)


def said_of(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_theme(text.encode(), "own.toml", HERE)
    (line,) = caught.value.lines()
    return line


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('style = "briefing"', 'style = "plain"', "style: is 'plain'; write one of briefing, gongwen"),
        (
            'style = "briefing"',
            'style = "briefing"\nbase = "nothing"',
            "base: is 'nothing'; write one of briefing, gongwen",
        ),
        ("width = 210", "width = 2001", "page.width: is 2001; write a number from 0 to 2000"),
        ("width = 210", "width = true", "page.width: is true; write a number"),
        ("width = 210", "width = 81", "page: the margins leave less than 40 mm for text"),
        ("height = 297", "height = 86.9", "page: the margins leave less than 40 mm for text"),
        ("width = 210\n", "", "page.width: is missing"),
        ("width = 210", "width = 210\nbreadth = 1", "page.breadth: no such key here; there are bleed, bottom"),
        ('name = "briefing"', 'name = "briefing"\nbreadth = 1', "breadth: no such key here"),
        ("body = [10.5, 17]", "body = 10.5", "type.body: is 10.5; write [size, leading] in points"),
        ("body = [10.5, 17]", "body = [10.5, 10.4]", "type.body: is [10.5, 10.4]; write [size, leading] in points"),
        ('ink = "#1B2430"', 'ink = "red"', "colour.ink: is 'red'; write a colour such as '#1B2430'"),
        ('ink = "#1B2430"', "ink = 7", "colour.ink: is 7; write"),
        (
            "regular_weight = 400",
            "regular_weight = 0",
            "fonts.regular_weight: is 0; write a whole number from 1 to 1000",
        ),
        ("regular_weight = 400", "regular_weight = 400\nkai = 3", "fonts.kai: is 3; write the path of a font file"),
        ("regular_weight = 400", 'regular_weight = 400\nkai = ["a", ""]', "fonts.kai: '' is no path; write the path"),
        ('name = "briefing"', 'name = "a\\nb"', "name: is '"),
        ('name = "briefing"', f'name = "{"x" * 201}"', "name: is '"),
        ('name = "briefing"', 'name = "x"\nlogo = 3', "logo: is 3; write at most 200 characters"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(old: str, new: str, what: str) -> None:
    assert old in SOUND
    assert said_of(SOUND.replace(old, new)).startswith(f"own.toml: {what}")


def test_a_table_that_is_none_is_named() -> None:
    assert said_of('base = "briefing"\npage = 3\n').startswith("own.toml: page: is 3; write a table, [page]")
    assert said_of(SOUND.partition("\n[page]")[0]).startswith("own.toml: page: is missing; write a table, [page]")


def test_a_theme_takes_from_its_base_what_it_does_not_say_itself() -> None:
    base = load_theme("gongwen")
    text = 'base = "gongwen"\nname = "own"\nlogo = "a/l.png"\n[page]\nleft = 30\n[fonts]\nkai = "k.otf"\nhei = ["a.otf", "/b.otf"]\n'
    own = parse_theme(b"\xef\xbb\xbf" + text.encode(), "own.toml", HERE)
    assert (own.name, own.style, own.types, own.colours, own.weights) == (
        "own",
        "gongwen",
        base.types,
        base.colours,
        base.weights,
    )
    assert own.margins == (*base.margins[:3], 30 * MM)
    assert own.measure == pytest.approx(own.page[0] - own.margins[1] - 30 * MM)
    assert own.depth == pytest.approx(own.page[1] - own.margins[0] - own.margins[2])
    assert own.logo == "/srv/project/a/l.png"
    assert own.fonts == {**base.fonts, "kai": ("/srv/project/k.otf",), "hei": ("/srv/project/a.otf", "/b.otf")}
    assert stand_ins(own) == tuple(name for name in stand_ins(base) if name not in ("楷体", "黑体"))
    assert stand_ins(load_theme()) == ()


def test_a_theme_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    for name in ("nothing", str(tmp_path)):
        with pytest.raises(ConfigError, match=", ".join(shipped_themes())):
            load_theme(name)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'ink = "#1B2430"',
            'ink = "#FFFFFF"',
            "colour.ink: has a contrast of 1.00 on paper, text needs 4.5; write a colour",
        ),
        ('muted = "#5B6673"', 'muted = "#777777"', "colour.muted: has a contrast of 4.47 on paper"),
        ('accent = "#C8452E"', 'accent = "#FFD500"', "colour.accent: has a contrast of 1.42 on paper"),
        ('light = "#E9EDF1"', 'light = "#404040"', "colour.ink: has a contrast of 1.50 on light"),
    ],
)
def test_words_that_could_not_be_read_are_refused_with_their_contrast(old: str, new: str, said: str) -> None:
    assert said_of(SOUND.replace(old, new)).startswith(f"own.toml: {said}")


def test_the_least_contrast_that_can_be_read_is_taken_and_paper_may_be_dark() -> None:
    assert parse_theme(SOUND.replace('muted = "#5B6673"', 'muted = "#767676"').encode(), "own.toml", HERE)
    colours = {
        "ink": "#FFFFFF",
        "primary": "#9CC4FF",
        "accent": "#FFB4A2",
        "muted": "#C0C0C0",
        "light": "#303030",
        "paper": "#101418",
    }
    text = 'base = "briefing"\n[colour]\n' + "".join(f'{name} = "{value}"\n' for name, value in colours.items())
    assert parse_theme(text.encode(), "own.toml", HERE)
