"""TOML files: the known holes of the parser are closed, and every mistake is answered with its key and what to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.errors import ConfigError, TemplateError
from mjq_report.settings.toml import MAX_BYTES, MAX_KEY, Keys, parse, read


def refusal(raw: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        parse(raw, "t", TemplateError)
    (line,) = caught.value.lines()
    return line


@pytest.mark.guards("K3")
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a = '" + b"x" * MAX_BYTES + b"'", "t: larger than"),
        (b".".join([b"a"] * 20_000) + b" = 1", "t:1: too many dots or brackets on a line; break it up"),
        (b"a = 1\nb = " + b"[" * 5_000 + b"]" * 5_000, "t:2: too many dots or brackets on a line"),
        (b"\n\n" + b"a." * 33 + b"b = 1\n", "t:3: too many dots or brackets on a line"),
        (b"a = " + b"[\n" * 3_000 + b"]\n" * 3_000, "t:1: not valid TOML"),
        (b"a = " + b"9" * 5_000, "t:1: not valid TOML"),
        ("a = '中'".encode("gb18030"), "t:1: not UTF-8; save the file as UTF-8"),
        (b"a = 1\nb = 2\nc = '\xff'", "t:3: not UTF-8; save the file as UTF-8"),
        (b"a = 1\n\nb = = 2", "t:3: not valid TOML"),
        (b"a = 1\na = 2", "t:1: not valid TOML"),
        (b"a = 1\n\n[b]\nc = [1, 99999999999999999999]\nd = 1", "t: b.c[1]: a whole number beyond 64 bits"),
        (f"x = -{2**63 + 1}\n".encode(), "t: x: a whole number beyond 64 bits"),
        (f"[a]\n{'k' * (MAX_KEY + 1)} = 1\n".encode(), "t: a.'kkk"),
        (b'["a\\nb"]\n', "t: 'a\\nb': is no key"),
    ],
)
def test_hostile_toml_ends_in_one_line_with_its_place(raw: bytes, said: str) -> None:
    assert refusal(raw).startswith(said)


def test_what_is_just_within_the_limits_is_read() -> None:
    most = b"a = '" + b"x" * (MAX_BYTES - 6) + b"'"
    texts = "a = '" + "." * 100 + "[" * 100 + "'\nb = \"" + "{{ x }}." * 40 + '"'
    key = f"{'k' * MAX_KEY} = [{2**63 - 1}, -{2**63}]"
    for raw in (b"a." * 32 + b"b = 1", b"a = " + b"[" * 64 + b"]" * 64, texts.encode(), most, key.encode()):
        assert parse(raw, "t", TemplateError)
    assert parse("\ufeffa = 1".encode(), "t", TemplateError) == {"a": 1}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        parse(raw, "t", TemplateError)
    except TemplateError as error:
        assert str(error).startswith("t:")  # noqa: PT017


def test_a_file_that_is_not_there_is_answered_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^own\.toml: No such file or directory; give another$"):
        read(tmp_path / "own.toml", "own.toml", ConfigError, "give another")


def keys(text: str) -> Keys:
    return Keys(parse(text.encode(), "b.toml", TemplateError), "b.toml", TemplateError, "docs/page.md")


@pytest.mark.parametrize(
    ("text", "ask", "said"),
    [
        ("", lambda k: k.id("a"), "a: is missing; write a lower_snake name; see docs/page.md for every key"),
        ("a = 1", lambda k: k.text("a"), "a: is 1; write a text"),
        ("a = 'Großer Name'", lambda k: k.id("a"), "a: is 'Großer Name'; write a lower_snake name"),
        ("a = 51", lambda k: k.whole("a", 1, 50), "a: is 51; write a whole number from 1 to 50"),
        ("a = true", lambda k: k.whole("a", 1, 50), "a: is true; write a whole number from 1 to 50"),
        ("a = 2.5", lambda k: k.whole("a", 1, 50), "a: is 2.5; write a whole number from 1 to 50"),
        ("a = nan", lambda k: k.number("a", 0, 9.5), "a: is nan; write a number from 0 to 9.5"),
        ("a = 'ja'", lambda k: k.flag("a"), "a: is 'ja'; write true or false"),
        ("a = 'x'", lambda k: k.choice("a", ("y", "", "z")), "a: is 'x'; write one of y, z"),
        ("a = ['x']", lambda k: k.choices("a", ("y", "z")), "a[0]: is 'x'; write one of y, z"),
        ("a = ['x']", lambda k: k.choices("a", ()), "a[0]: is 'x'; write none: none is declared"),
        ("a = ['y', 'y']", lambda k: k.choices("a", ("y",)), "a: names one twice; write each once"),
        ("a = ['y', 1]", lambda k: k.texts("a"), "a[1]: is 1; write a text"),
        (f"a = {['x'] * 401}", lambda k: k.texts("a"), "a: has more than 400 entries; shorten it"),
        ("a = 'x'", lambda k: k.by_language("a"), """a: is 'x'; write a text by language, such as { zh = "…" }"""),
        ("a = {}", lambda k: k.by_language("a"), """a: is {}; write a text by language, such as { zh = "…" }"""),
        ("a = { deutsch = 'x' }", lambda k: k.by_language("a"), "a.deutsch: is 'x'; write a text by language, such as"),
        ("a = 3", lambda k: k.table("a"), "a: is 3; write a table, [a]"),
        ("a = [1]", lambda k: k.tables("a"), "a[0]: is 1; write a table"),
        ("a = [{id = 'x'}, {id = 'x'}]", lambda k: k.tables("a"), "a: has 'x' twice; choose another id"),
        ("[a.b]\nx = 3", lambda k: k.table("a").table("b").text("x"), "a.b.x: is 3; write a text"),
        ("[[a]]\nb = 1", lambda k: k.tables("a")[0].text("b"), "a[0].b: is 1; write a text"),
    ],
)
def test_a_mistake_names_its_key_and_what_to_write(text: str, ask: Callable[[Keys], object], said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        ask(keys(text))
    assert str(caught.value).startswith(f"b.toml: {said}")


def test_a_key_that_nothing_asks_for_is_refused_with_the_nearest_that_there_is() -> None:
    for text, said in (
        ("a = 'x'\ncolour = 1\nadress = 'y'", "did you mean address"),
        ("a = 'x'\nq = 1", "there are a, "),
    ):
        asked = keys(text)
        asked.text("a"), asked.text("address", default=""), asked.whole("colour", 1, 2, 1)
        with pytest.raises(TemplateError, match=rf"^b\.toml: (adress|q): no such key here; {said}"):
            asked.done()


def test_each_kind_of_key_is_given_out_and_has_its_default() -> None:
    text = (
        "n = 50\nr = 0.5\nf = true\nc = 'y'\nm = ['y', 'z']\nt = ['a', 'b']\ni = 'a_1'\nw = { zh = '字', en = 'x' }\n"
    )
    found = keys(f"{text}[[l]]\nid = 'one'\n[[l]]\nid = 'two'\n")
    assert (found.whole("n", 1, 50), found.number("r", 0, 1), found.flag("f")) == (50, 0.5, True)
    assert (found.choice("c", ("y", "z")), found.choices("m", ("y", "z")), found.texts("t")) == (
        "y",
        ("y", "z"),
        ("a", "b"),
    )
    assert (found.id("i"), dict(found.by_language("w"))) == ("a_1", {"zh": "字", "en": "x"})
    assert [one.id("id") for one in found.tables("l")] == ["one", "two"]
    assert (found.whole("x", 1, 9, 7), found.flag("x"), found.choice("x", ("", "y"), "y"), found.choices("x", ("y",))) == (
        7, False, "y", (),
    )  # fmt: skip
    assert (found.text("x", default=""), found.texts("x", default=()), found.tables("x"), found.has("x")) == (
        "", (), [], False,
    )  # fmt: skip
    found.done()
