"""Templates do what an editor needs and nothing else; each test is named after its row in the list of holes."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.errors import TemplateError
from mjq_report.narrative.phrases import Id, Part, Plain, plain
from mjq_report.narrative.templates.sandbox import MAX_BYTES, MAX_OUTPUT, Renderer


def rows() -> list[dict[str, str]]:
    return [{"name": f"行{n}", "id": str(n)} for n in range(1000)]


def render(source: str, folder: Path = Path(), values: Mapping[str, Any] | None = None) -> list[Part]:
    functions = {"fact": lambda _: plain("七"), "rows": rows, "town_id": lambda: Id("a_b")}
    return Renderer(folder, functions, values or {"town": "河西镇", "other": "村"}).text(source, "zh/a.md.j2")


def refused(source: str) -> str:
    with pytest.raises(TemplateError) as caught:
        render(source)
    (line,) = caught.value.lines()
    assert line.startswith("zh/a.md.j2:")
    return line


def test_prints_tests_and_loops() -> None:
    loop = "{% for r in rows() %}{% if loop.index == 4 and not loop.first %}{{ r.name }}{% endif %}{% endfor %}"
    assert render("{{ town }}{{ fact('x') }}" + loop) == [Plain("河西镇"), Plain("七"), Plain("行3")]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("{{ (rows()|first).name }}和{{ (rows()|last).name }}", [Plain("行0"), "和", Plain("行999")]),
        ("{{ town if rows() else other }}", [Plain("河西镇")]),
        ("{{ town if rows() }}", [Plain("河西镇")]),
        ("{{ (town and town) or other }}", [Plain("河西镇")]),
    ],
)
def test_prints_what_an_expression_comes_out_as(source: str, made: list[object]) -> None:
    assert render(source) == made


@pytest.mark.guards("J1")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("字\n字\ufdd0", "2: the noncharacter U+FDD0; delete it"),
        ("字\n字\ufdd5", "2: the character U+FDD5 is no text; take it out"),
        ("{% set _x = town %}", "1: _x is not a name for templates"),
        ("字\n{% set fact = town %}", "2: fact is a function; choose another name"),
        ("{% if town is odd %}字{% endif %}", "1: there is no test odd; there are defined, none"),
        ("字\n{% raw %}{% endraw %}", "2: raw is not for templates; take it out"),
        ("{{ town_id() }}", "1: cannot print the id 'a_b'"),
        ("{% for c in town %}{{ c }}{% endfor %}", "1: takes a text apart"),
        ("{{ town | first }}", "1: takes a text apart"),
        ("{{ fact('x')[0] }}", "1: Getitem is not for templates"),
        ("{{ fact('x').parts }}", "1: access to attribute 'parts' of 'Phrase' object is unsafe"),
        ("{% for part in fact('x') %}{% endfor %}", "1: takes a text apart"),
        ("{{ rows().append }}", "1: access to attribute 'append' of 'list' object is unsafe"),
        ("{% include '" + "x" * 201 + "' %}", "1: includes 'xxx"),
        ("{% include 'a\\nb' %}", "1: includes 'a\\nb'… is no name of a template file"),
    ],
)
def test_each_refusal_says_what_and_where(source: str, said: str) -> None:
    assert refused(source).startswith(f"zh/a.md.j2:{said}")


# 21 ways out of a template that were published for older versions or plain environments
ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ fact.__globals__ }}",
    "{{ fact.__init__.__globals__['os'].popen('id').read() }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ '{0.__class__}'.format(town) }}",
    "{{ '{x.__class__}'|format(x=town) }}",
    "{% set f = '{0.__class__}'.format %}{{ f(town) }}",
    "{{ ['{0.__class__}']|map('format', town)|list }}",
    "{{ town|map(attribute='__class__')|list }}",
    "{% for k in ().__class__.__base__.__subclasses__() %}{{ k }}{% endfor %}",
    "{{ ''['__class__'] }}",
    "{{ request.application.__globals__ }}",
    "{{ config.items() }}",
    "{% include town %}",
    "{% import 'os' as os %}{{ os }}",
]


@pytest.mark.guards("J1")
@pytest.mark.parametrize("source", ESCAPES)
def test_no_way_out(source: str) -> None:
    refused(source)


@pytest.mark.guards("J3")
def test_only_plain_values_are_handed_in() -> None:
    with pytest.raises(TypeError):
        render("{{ file.read() }}", values={"file": StringIO("x")})
    with pytest.raises(TypeError):
        render("{{ path.unlink() }}", values={"path": Path("x")})


BOMBS = {
    "j4_range": "{% for i in range(10 ** 9) %}{% for j in range(10 ** 9) %}{% endfor %}{% endfor %}",
    "j5_power": "{{ 9 ** (9 ** 9) }}",
    "j6_repeat": "{{ 'x' * 10000000000 }}",
    "j6_pad": "{{ 'x'|center(9999999999) }}",
    "j6_join": "{{ ('x' ~ 'y') }}",
    "j6_macro": "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "j6_call_block": "{% call fact() %}{% endcall %}",
    "j6_capture": "{% set x %}{{ town }}{% endset %}{{ x }}",
    "j6_filter_block": "{% filter upper %}x{% endfilter %}",
    "j6_recursive_loop": "{% for r in rows() recursive %}{{ loop(rows()) }}{% endfor %}",
    "j6_spread": "{{ fact(*rows()) }}",
    "j6_slice": "{{ town[0:1] }}",
    "j6_dict": "{{ {'a': 1} }}",
    "j6_block": "{% block a %}{% endblock %}",
    "j6_extends": "{% extends 'x' %}",
    "j6_do": "{% with a = 1 %}{{ town }}{% endwith %}",
}


@pytest.mark.guards("J4", "J5", "J6")
@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_before_they_run(source: str) -> None:
    refused(source)


@pytest.mark.guards("J4")
def test_nested_loops_run_out_of_steps() -> None:
    said = refused("{% for a in rows() %}" * 3 + "{% endfor %}" * 3)
    assert "more than 50000 steps" in said


@pytest.mark.guards("J12")
def test_output_is_limited() -> None:
    text = "字" * 500
    said = refused(f"{{% for a in rows() %}}{text}{{{{ a.name }}}}{{% endfor %}}")
    assert f"more than {MAX_OUTPUT} bytes" in said


@pytest.mark.guards("J7")
def test_files_stay_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md.j2").write_text("geheim", encoding="utf-8")
    inside = tmp_path / "templates"
    inside.mkdir()
    (inside / "link.md.j2").symlink_to(tmp_path / "secret.md.j2")
    renderer = Renderer(inside, {}, {})
    for name in ("../secret.md.j2", str(tmp_path / "secret.md.j2"), "link.md.j2"):
        with pytest.raises(TemplateError, match="outside the template folder"):
            renderer.file(name)
        with pytest.raises(TemplateError, match="outside the template folder"):
            renderer.text(f"{{% include '{name}' %}}", "t")


@pytest.mark.guards("J7")
def test_a_link_to_a_file_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_text("甲{% include 'b.md.j2' %}", encoding="utf-8")
    (tmp_path / "c.md.j2").write_text("乙", encoding="utf-8")
    (tmp_path / "b.md.j2").symlink_to(tmp_path / "c.md.j2")
    assert Renderer(tmp_path, {}, {}).file("a.md.j2") == ["甲", "乙"]


@pytest.mark.guards("J8")
def test_data_is_plain_text_wherever_it_is_printed() -> None:
    hostile = "**粗**[链](javascript:x)<b>"
    values = {"town": hostile}
    assert render("{{ town }}", values=values) == [Plain(hostile)]
    assert render("{% set t = town %}{{ t }}", values=values) == [Plain(hostile)]
    assert render("{{ town if town else town }}", values=values) == [Plain(hostile)]


@pytest.mark.guards("J10")
def test_undefined_names_are_errors_with_their_line() -> None:
    assert refused("一\n二\n{{ twon }}").startswith("zh/a.md.j2:3: 'twon' is undefined")
    assert "no attribute" in refused("{% for r in rows() %}{{ r.nmae }}{% endfor %}")


@pytest.mark.guards("J11")
def test_data_is_rendered_once() -> None:
    assert render("{{ town }}", values={"town": "{{7*7}}"}) == [Plain("{{7*7}}")]


@pytest.mark.guards("J13")
def test_a_template_that_includes_itself(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_text("{% include 'a.md.j2' %}{% include 'a.md.j2' %}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"a\.md\.j2:1: includes itself"):
        Renderer(tmp_path, {}, {}).file("a.md.j2")


@pytest.mark.guards("J13")
def test_deep_nesting() -> None:
    for source in ("{{ " + "(" * 5000 + "town" + ")" * 5000 + " }}", "{{ " + "not " * 3000 + "town }}"):
        assert "nested too deeply" in refused(source)
    assert "nested too deeply" in refused("{% if town %}" * 60 + "x" + "{% endif %}" * 60)
    assert refused("{% for a in rows() %}" * 25 + "{% endfor %}" * 25)


@pytest.mark.guards("J14")
@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("一\n{% if %}", 2),
        ("一\n\n{{ fact( }}", 3),
        ("{% for r in rows() %}\n{{ r }}\n{% endfor %}", 2),
        ("一\n{{ fact('x', 'y') }}", 2),
        ("{{ nothing('x') }}", 1),
        ("一\n{% if town %}\n", 2),
    ],
)
def test_errors_name_file_and_line(source: str, line: int) -> None:
    assert refused(source).startswith(f"zh/a.md.j2:{line}: ")


@pytest.mark.guards("J14")
def test_an_error_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "b.md.j2").write_text("一\n{{ twon }}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"^b\.md\.j2:2: 'twon'"):
        Renderer(tmp_path, {}, {}).text("{% include 'b.md.j2' %}", "a.md.j2")


def test_bare_numbers_cannot_be_printed() -> None:
    literals = ["{{ 1200 }}", "{{ 'ein Wort' }}", "{{ [1200]|first }}", "{{ 1200 if 1 else 2 }}"]
    computed = ["{% for r in rows() %}{{ loop.index }}{% endfor %}", "{{ rows()|length }}", "{{ rows() }}"]
    for source in literals + computed:
        assert "figures" in refused(source)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"x" * (MAX_BYTES + 1), "larger than"),
        ("甲\n乙".encode("gb18030"), "not UTF-8"),
        (None, "No such file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, raw: bytes | None, what: str) -> None:
    if raw is not None:
        (tmp_path / "a.md.j2").write_bytes(raw)
    with pytest.raises(TemplateError, match=what) as caught:
        Renderer(tmp_path, {}, {}).file("a.md.j2")
    assert str(caught.value).startswith("a.md.j2")


PIECES = [
    "{{ ", " }}", "{% ", " %}", "for r in rows()", "if town", "endif", "endfor", "town", "fact('x')", "'", "(", ")",
    "|", "length", ".", "__class__", "\n", "字", "{#", "#}", "set x = ", "include ", "1", "*", "[", "]",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_is_written_renders_or_is_refused_in_one_line(pieces: list[str]) -> None:
    said = "zh/a.md.j2: rendered"
    try:
        render("".join(pieces))
    except TemplateError as error:
        said = str(error)
    assert said.startswith("zh/a.md.j2:")
    assert "\n" not in said
