"""TOML files of the templates folder: the known holes are closed, and every mistake names its key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.errors import TemplateError
from mjq_report.narrative.templates.toml import MAX_BYTES, Keys, parse_toml, read_file
from mjq_report.settings.toml import parse

K3 = {
    "too large": b"a = '" + b"x" * MAX_BYTES + b"'",
    "dotted keys": b".".join([b"a"] * 20_000) + b" = 1",
    "many brackets": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "nested arrays over lines": b"a = " + b"[\n" * 3_000 + b"]\n" * 3_000,
    "huge integer": b"a = " + b"9" * 5_000,
    "not utf-8": "a = '中'".encode("gb18030"),
    "not toml": b"a = \n",
    "twice": b"a = 1\na = 2",
}


@pytest.mark.parametrize("raw", K3.values(), ids=K3)
def test_k3_hostile_toml_ends_in_one_located_line(raw: bytes) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_toml(raw, "briefing.toml")
    (line,) = caught.value.lines()
    assert line.startswith("briefing.toml:")


def test_dots_and_brackets_inside_texts_are_just_text() -> None:
    text = "a = '" + "." * 100 + "[" * 100 + "'\nb = \"" + "{{ x }}." * 40 + '"'
    assert len(parse_toml(text.encode(), "t")) == 2


def test_a_byte_order_mark_is_allowed_and_a_line_is_named() -> None:
    assert parse_toml("\ufeffa = 1".encode(), "t") == {"a": 1}
    with pytest.raises(TemplateError, match=r"^t:3: not valid TOML"):
        parse_toml(b"a = 1\n\nb = = 2", "t")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"words\.toml: No such file"):
        read_file(tmp_path / "words.toml", "words.toml")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    said = "t:"
    try:
        parse_toml(raw, "t")
    except TemplateError as error:
        said = str(error)
    assert said.startswith("t:")


def keys(text: str) -> Keys:
    return Keys(parse_toml(text.encode(), "b.toml"), "b.toml")


@pytest.mark.parametrize(
    ("text", "ask", "what"),
    [
        ("a = 1", lambda k: k.text("a"), "b.toml: a: is int, not str"),
        ("", lambda k: k.id("a"), "b.toml: a: is missing"),
        ("a = 'Großer Name'", lambda k: k.id("a"), "is not a lower_snake name"),
        ("a = '../x.md.j2'", lambda k: k.template("a"), "is not a template name"),
        ("a = 'x'", lambda k: k.words("a"), "a: is str, not dict"),
        ("a = { deutsch = 'x' }", lambda k: k.words("a"), "a.deutsch: write it by language"),
        ("a = {}", lambda k: k.words("a"), "a: is empty; write it by language"),
        ("a = 51", lambda k: k.count("a", 2), "51 is outside 1–50"),
        ("a = true", lambda k: k.count("a", 2), "is bool, not int"),
        ("a = 'ja'", lambda k: k.flag("a"), "neither true nor false"),
        ("a = 'x'", lambda k: k.choice("a", ("y", "z")), "'x' is none of y, z"),
        ("a = ['y', 'y']", lambda k: k.choices("a", ("y",)), "names one twice"),
        ("a = ['x']", lambda k: k.choices("a", ("y",)), "'x' is none of y"),
        ("a = [1]", lambda k: k.texts("a"), "is not a list of texts"),
        ("a = [1]", lambda k: k.tables("a"), "a[0]: is not a table"),
        ("a = [{id = 'x'}, {id = 'x'}]", lambda k: k.tables("a"), "has 'x' twice"),
        ("[[a]]\nb = 1", lambda k: k.tables("a")[0].text("b"), "b.toml: a[0].b: is int"),
        (f"a = {['x'] * 401}", lambda k: k.texts("a"), "more than 400 entries"),
    ],
)
def test_mistakes_name_the_key(text: str, ask: object, what: str) -> None:
    with pytest.raises(TemplateError) as caught:
        ask(keys(text))  # type: ignore[operator]
    assert what in str(caught.value)


def test_keys_nobody_asked_for_are_refused() -> None:
    asked = keys("a = 'x'\nb = 'y'")
    asked.text("a")
    with pytest.raises(TemplateError, match=r"b: no such key here; there are a"):
        asked.done()


def test_every_kind_of_key_is_handed_out_and_named_by_its_whole_path() -> None:
    told = keys(
        "n = 50\nf = true\nc = 'y'\nm = ['y', 'z']\nt = ['a', 'b']\ni = 'a_1'\nf2 = 'a.md.j2'\nw = { zh = '字', en = 'x' }\n"
        "[a.b]\nx = 3\n[[l]]\nid = 'one'\n[[l]]\nid = 'two'\nx = 1\n"
    )
    assert (told.count("n", 1), told.count("none", 7), told.flag("f"), told.flag("none")) == (50, 7, True, False)
    assert (told.choice("c", ("y", "z")), told.choice("none", ("", "y"), "y")) == ("y", "y")
    assert (told.choices("m", ("y", "z")), told.choices("none", ("y",)), told.texts("t")) == (
        ("y", "z"),
        (),
        ("a", "b"),
    )
    assert (told.id("i"), told.template("f2"), dict(told.words("w"))) == ("a_1", "a.md.j2", {"zh": "字", "en": "x"})
    assert (told.has("n"), told.has("none"), told.text("none"), told.texts("none"), told.tables("none")) == (
        True,
        False,
        "",
        (),
        [],
    )
    with pytest.raises(TemplateError, match=r"^b\.toml: a\.b\.x: is int, not str$"):
        told.table("a").table("b").text("x")
    one, two = told.tables("l")
    assert (one.id("id"), two.id("id")) == ("one", "two")
    one.done()
    with pytest.raises(TemplateError, match=r"^b\.toml: l\[1\]\.x: no such key here; there are id$"):
        two.done()
    with pytest.raises(TemplateError, match=r"^b\.toml: none: is missing; see docs/templates.md for every key$"):
        told.table("none")
    told.done()


def test_limits_are_kept_to_the_last_one() -> None:
    told = keys(
        f"one = 1\nl = {['x'] * 400}\nlong = {['x'] * 401}\ntwice = ['y', 'y']\nt = [{{id = 'a'}}, {{id = 'a'}}]"
    )
    assert (told.count("one", 2), len(told.texts("l"))) == (1, 400)
    for ask, said in (
        (lambda: told.texts("long"), "b.toml: long: has more than 400 entries; shorten it"),
        (lambda: told.choices("twice", ("y",)), "b.toml: twice: names one twice"),
        (lambda: told.tables("t"), "b.toml: t: has 'a' twice"),
    ):
        with pytest.raises(TemplateError) as caught:
            ask()  # type: ignore[no-untyped-call]
        assert str(caught.value) == said


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda k: k.choice("s", ("y", "", "z")), "s: 'x' is none of y, z"),
        (lambda k: k.choice("s", ("",)), "s: 'x' is none of those declared"),
        (lambda k: k.choices("l", ()), "l: 'x' is none of those declared"),
        (lambda k: k.choices("l", ("a", "b")), "l: 'x' is none of a, b"),
        (lambda k: k.count("zero", 1), "zero: 0 is outside 1–50"),
        (lambda k: k.flag("s"), "s: is neither true nor false"),
        (lambda k: k.texts("n"), "n: is not a list of texts"),
        (lambda k: k.id("s2"), "s2: 'X' is not a lower_snake name"),
        (lambda k: k.template("s"), "s: 'x' is not a template name such as economy.md.j2"),
        (lambda k: k.words("w"), 'w.zh: write it by language: { zh = "…" }'),
    ],
)
def test_a_refusal_is_worded_for_who_wrote_the_file(ask: Callable[[Keys], object], said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        ask(keys("s = 'x'\ns2 = 'X'\nl = ['x']\nn = ['x', 1]\nzero = 0\nw = { zh = 1 }"))
    assert str(caught.value) == f"b.toml: {said}"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a = 1\nb = 2\nc = '\xff'", "t:3: not UTF-8; save the file as UTF-8"),
        (b"\xff", "t:1: not UTF-8; save the file as UTF-8"),
        (b"a = 1\n" + b"[" * 65 + b"\n", "t:2: too many dots or brackets on a line; break it up"),
        (b"a = 1\nb = " + b"[{" * 32 + b"[\n", "t:2: too many dots or brackets on a line; break it up"),
        (b"\n\n" + b"a." * 33 + b"b = 1\n", "t:3: too many dots or brackets on a line; break it up"),
        (b"a = " + b"9" * 5000, "t:1: not valid TOML: ValueError; write it flatter"),
        (b"a = 1\n\n[b]\nc = [1, 99999999999999999999]\nd = 1", "t: b.c[1]: a whole number beyond 64 bits"),
        (b"[b]\nc = 99999999999999999999\n[d]\n", "t: b.c: a whole number beyond 64 bits"),
        (b"c = [[99999999999999999999], 1]\n", "t: c[0][0]: a whole number beyond 64 bits"),
    ],
)
def test_a_fault_is_named_with_its_line_or_key(raw: bytes, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(raw, "t", TemplateError)
    (line,) = caught.value.lines()
    assert line.startswith(said)


def test_what_is_just_within_the_limits_is_read() -> None:
    assert parse(b"a." * 32 + b"b = 1", "t", TemplateError)
    assert parse(b"a = " + b"[" * 64 + b"]" * 64, "t", TemplateError)
    assert parse(b"a = " + b"[{b = " * 32 + b"1" + b"}]" * 32, "t", TemplateError)
    most = b"a = '" + b"x" * (MAX_BYTES - 6) + b"'"
    assert len(most) == MAX_BYTES
    assert parse(most, "t", TemplateError)
    with pytest.raises(TemplateError, match=f"t: larger than {MAX_BYTES} bytes; shorten it"):
        parse(most + b"\n", "t", TemplateError)
