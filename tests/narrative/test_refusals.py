"""What a template or its settings may not say, each refusal with its own words and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.errors import TemplateError, shown
from mjq_report.narrative.labels import findings, parse_words
from mjq_report.narrative.phrases import Id, Plain, plain
from mjq_report.narrative.templates.sandbox import Renderer


def refused(source: str, folder: Path) -> str:
    functions = {"fact": lambda *_: plain("x"), "rows": lambda: [{"id": Id("a_b")}], "town_id": lambda: Id("a_b")}
    with pytest.raises(TemplateError) as caught:
        Renderer(folder, functions, {"town": "镇"}).text(source, "zh/a.md.j2")
    (line,) = caught.value.lines()
    return line


@pytest.mark.guards("J1")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("字\n字\ufdd0", "zh/a.md.j2:2: the noncharacter U+FDD0; delete it"),
        ("字\n字\ufdd5", "zh/a.md.j2:2: the character U+FDD5 is no text; take it out"),
        ("{% set _x = town %}", "zh/a.md.j2:1: _x is not a name for templates"),
        ("字\n{% set fact = town %}", "zh/a.md.j2:2: fact is a function; choose another name"),
        ("{% if town is odd %}字{% endif %}", "zh/a.md.j2:1: there is no test odd; there are defined, none"),
        ("{{ town_id() }}", "zh/a.md.j2:1: cannot print the id 'a_b'"),
        ("{% for c in town %}{{ c }}{% endfor %}", "zh/a.md.j2:1: takes a text apart"),
        ("{{ town | first }}", "zh/a.md.j2:1: takes a text apart"),
    ],
)
def test_each_refusal_says_what_and_where(source: str, said: str, tmp_path: Path) -> None:
    assert refused(source, tmp_path).startswith(said)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("{{ (names()|first).name }}{{ (names()|last).name }}{{ names()|length }}", None),
        ("{{ (names()|first).name }}和{{ (names()|last).name }}", [Plain("甲"), "和", Plain("乙")]),
        ("{{ town if names() else other }}", [Plain("镇")]),
        ("{{ town if names() }}", [Plain("镇")]),
        ("{{ (town and town) or other }}", [Plain("镇")]),
    ],
)
def test_what_an_expression_comes_out_as_is_printed_unless_it_is_a_number(
    source: str, made: list[object] | None, tmp_path: Path
) -> None:
    functions = {"names": lambda: [{"name": "甲"}, {"name": "乙"}]}
    renderer = Renderer(tmp_path, functions, {"town": "镇", "other": "村"})
    if made is None:
        with pytest.raises(TemplateError, match="cannot print a int"):
            renderer.text(source, "zh/a.md.j2")
    else:
        assert renderer.text(source, "zh/a.md.j2") == made


@pytest.mark.guards("J7")
@pytest.mark.parametrize("name", ["x" * 201, "a\\nb"])
def test_a_name_that_no_file_has_is_refused_before_any_is_looked_for(name: str, tmp_path: Path) -> None:
    assert "is no name of a template file" in refused("{% include '" + name + "' %}", tmp_path)


WORDS = Path(__file__).resolve().parent.parent.parent / "templates" / "zh" / "words.toml"


@pytest.mark.guards("J6")
@pytest.mark.parametrize("place", ["{", "}", "{x}", "{status.__class__}", "{status:>9999999999}", "{0}", "{{status}}"])
def test_a_word_is_filled_in_by_name_only(place: str) -> None:
    text = WORDS.read_text(encoding="utf-8").replace('figure_of = "{status}数"', f'figure_of = "{{status}}{place}"')
    with pytest.raises(TemplateError, match=r"^zh/words\.toml: figure_of: "):
        parse_words(text.encode(), "zh/words.toml")


def test_words_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    assert [*findings(tmp_path, "zh")] == ["zh/words.toml: No such file or directory; the templates folder needs one"]
    (tmp_path / "zh" / "words.toml").write_text("x = 1\n", encoding="utf-8")
    (said,) = findings(tmp_path, "zh")
    assert said == "zh/words.toml: x: is int, not a text"


def test_a_value_in_a_message_is_short_and_plain() -> None:
    assert shown("a\nb\u202e") == r"'a\nb\u202e'"
    assert shown("x" * 60) == repr("x" * 60)
    assert shown("x" * 61) == repr("x" * 59 + "…")
    assert shown(["x" * 61]) == "['" + "x" * 57 + "…"
    assert shown([1, "x"]) == "[1, 'x']"
