"""Templates: escaped, sandboxed, given nothing but plain values; and what is let through as markup."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from mjq_report.errors import TemplateError
from mjq_report.web.pages import Templates, hashed

from .making import HOSTILE, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.toml").write_text(
        '[zh]\nhello = "你好"\n[en]\nhello = "Hello"\nonly = "Only"\n', encoding="utf-8"
    )
    return tmp_path


def render(folder: Path, template: str, **values: object) -> bytes:
    (folder / "t.html.j2").write_text(template, encoding="utf-8")
    return Templates(folder).render("t.html.j2", values)


@pytest.mark.guards("J8", "J9")
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_text_and_quoted_attributes_are_escaped(folder: Path, text: str) -> None:
    page = read(render(folder, '<p title="{{ x }}">{{ x }}</p>', x=text))
    assert [element.name for element in page.all()] == ["p"]
    assert list(page.one("p").attributes) == ["title"]
    assert "\x00" not in page.text


@pytest.mark.guards("J11")
def test_a_text_is_rendered_once(folder: Path) -> None:
    assert render(folder, "{{ x }}", x="{{ 7*7 }}") == b"{{ 7*7 }}"


@pytest.mark.guards("J1", "J7", "J10")
@pytest.mark.parametrize(
    "template",
    [
        "{{ x.__class__ }}", "{{ x.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ x|attr('__class__') }}", "{{ self.__init__ }}",
        "{{ range(9) }}", "{{ lipsum() }}", "{{ cycler }}", "{{ dict(a=1) }}", "{{ namespace() }}", "{{ 'a' * 99999999 }}", "{{ 9 ** 9 }}",
        "{{ missing }}", "{{ x.missing }}", "{{ x|safe }}", "{{ x|tojson }}", "{% include '../secret' %}", "{% include '/etc/passwd' %}",
        "{% include 'none.j2' %}", "{{ '{0.__class__}'.format(x) }}", "{% for %}", "{{ x() }}",
    ],
)  # fmt: skip
def test_what_a_template_may_not_do_is_an_error_with_its_place(folder: Path, template: str) -> None:
    with pytest.raises(TemplateError, match=r"^site/"):
        render(folder, f"\n{template}", x="a")


@pytest.mark.guards("J3")
def test_only_plain_values_reach_a_template(folder: Path) -> None:
    with pytest.raises(TypeError):
        render(folder, "{{ x }}", x=Path())


@pytest.mark.guards("J7")
def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    outside = folder.parent / "outside.html.j2"
    outside.write_text("secret", encoding="utf-8")
    (folder / "link.html.j2").symlink_to(outside)
    with pytest.raises(TemplateError, match="outside"):
        render(folder, "{% include 'link.html.j2' %}")


@pytest.mark.guards("J14")
def test_an_error_names_file_and_line(folder: Path) -> None:
    with pytest.raises(TemplateError, match=r"^site/t\.html\.j2:3: "):
        render(folder, "a\nb\n{{ x.nothing }}", x="a")


def test_our_own_markup_is_printed_as_it_is_and_data_beside_it_is_not(folder: Path) -> None:
    (folder / "t.html.j2").write_text("{{ mine.a }}{{ x }}", encoding="utf-8")
    assert Templates(folder).render("t.html.j2", {"x": "<i>"}, {"mine": {"a": "<b></b>"}}) == b"<b></b>&lt;i&gt;"


@pytest.mark.guards("H1")
@pytest.mark.parametrize("text", ["a </style> b", "</SCRIPT >", "<!-- x"])
def test_a_style_or_script_that_would_end_its_element_is_refused(folder: Path, text: str) -> None:
    (folder / "site.css").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"site/site\.css"):
        Templates(folder).text("site.css")


def test_a_policy_names_a_script_by_its_digest() -> None:
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;\n").digest()).decode()
    assert hashed("let a = 1;\n") == f"'sha256-{digest}'"


def test_words_are_in_the_language_and_else_in_english(folder: Path) -> None:
    assert Templates(folder).words("zh") == {"hello": "你好", "only": "Only"}
    assert Templates(folder).words("fr") == {"hello": "Hello", "only": "Only"}


@pytest.mark.parametrize("text", ["[zh", "[zh]\na = 1", ""])
def test_words_that_are_no_words_are_an_error(folder: Path, text: str) -> None:
    (folder / "words.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"words\.toml"):
        Templates(folder).words("zh")


def test_a_file_that_is_missing_or_no_text_is_named(folder: Path) -> None:
    with pytest.raises(TemplateError, match=r"site/none\.css"):
        Templates(folder).text("none.css")
    (folder / "bad.css").write_bytes(b"a\n\xff")
    with pytest.raises(TemplateError, match=r"bad\.css:2: not UTF-8"):
        Templates(folder).text("bad.css")


def test_all_languages_have_the_same_words_and_the_templates_use_them_all(project: Path, templates: Templates) -> None:
    zh, en = templates.words("zh"), templates.words("en")
    assert list(zh) == list(en)
    folder = project / "templates" / "site"
    used = "".join(
        path.read_text(encoding="utf-8") for path in (*folder.glob("*.j2"), *(project / "mjq_report/web").glob("*.py"))
    )
    unused = [key for key in zh if f"w.{key}" not in used and f'"{key}"' not in used and not key.startswith("op_")]
    assert unused == []
