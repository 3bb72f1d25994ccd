"""Every key of every TOML file with every wrong value: refused in one line that names file and key, or valid.

`make fuzz` tries all, `make test-slow` half; the others a share of them, another for each key.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from mjq_report.delivery.targets import parse_settings
from mjq_report.errors import ConfigError, ReportError, TemplateError
from mjq_report.narrative.labels import parse_words
from mjq_report.narrative.plan import parse_plan
from mjq_report.settings.theme import parse_theme

PROJECT = Path(__file__).resolve().parents[2]
HERE = Path("/srv/project")
_LONGEST = 700  # characters of a message
Way = tuple[str | int, ...]


class Raw(str):
    """TOML that is written as it is."""

    __slots__ = ()


TEXTS = {
    "nothing": "", "blank": " ", "very long": "x" * 100_000, "nul": "a\0b", "line end": "a\nb", "escape": "a\x1b[2Jb", "direction": "a\u202eb",
    "unseen": "a\u200bb", "noncharacter": "a\uffffb", "beyond the plane": "👍\U000e0100", "upwards": "../../x", "the root": "/etc/passwd",
    "a device": "/dev/zero", "no user": "~no-such-user/x", "template": "{{ 9**9**9 }}", "brace": "{", "place": "{nothing}", "place by number": "{0}",
    "attribute": "{status.__class__}", "width": "{status:>9999999999}", "per cent": "%s%n%(x)s", "shell": "$(id) `id` ;&|",
    "markup": "<b onclick=x>&lt;", "regex": "(a+)+$[", "number": "12", "Chinese digits": "１２", "address": "http://[::1",
    "port": "https://example.org:99999/", "quote": "'\"\\",
}  # fmt: skip
TOML = {
    "a truth": "true", "zero": "0", "minus one": "-1", "the largest": str(2**63 - 1), "beyond 64 bits": str(2**63), "400 digits": "9" * 400,
    "200,000 bits": "0x" + "F" * 50_000, "a half": "0.5", "infinite": "inf", "no number": "nan", "1e308": "1e308", "tiny": "5e-324",
    "a moment": "1979-05-27T07:32:00Z", "a day": "1979-05-27", "an empty list": "[]", "a list of lists": "[[]]",
    "a mixed list": '[1, "x", {}, [], true, nan]', "a list of two alike": '["x", "x"]', "a list of a thousand": "[" + '"x", ' * 1000 + "]",
    "a deep list": "[\n" * 60 + "]\n" * 60, "an empty table": "{}", "a table": "{ x = 1 }", "a nameless key": '{ "" = 1 }',
    "a long key": '{ "' + "k" * 50_000 + '" = 1 }', "a deep table": "{a=" * 50 + "1" + "}" * 50, "a list of tables": "[{}, {}, {}]",
}  # fmt: skip
VALUES: Mapping[str, str] = {**TEXTS, **{name: Raw(text) for name, text in TOML.items()}}

_ROBOT = {
    "towns": ["*"],
    "years": "all",
    "languages": ["en"],
    "url_env": "U",
    "ca_file": "c",
    "link": "https://example.org/{town}",
}
_MAIL = {"kind": "mail", "towns": ["*"], "from": "a@example.org"}
TARGETS: dict[str, Any] = {
    "publish": {
        "attempts": 3, "first_wait": 1.0, "longest_wait": 60, "timeout": 30, "ledger": "l.sqlite", "loopback_http": False,
        "link": "https://example.org/",
        "target": [
            {"name": "a", "kind": "folder", "towns": ["lakeside", "hilltop"], "years": "newest", "languages": ["zh"], "formats": ["pdf", "html"], "path": "there"},
            {"name": "b", "kind": "sftp", "towns": ["*"], "formats": ["json"], "host": "files.example.org", "port": 22, "user": "u", "path": "/p",
             "known_hosts": "k", "key": "id", "passphrase_env": "P", "password_env": "W"},
            {"name": "c", "kind": "s3", "towns": ["*"], "formats": ["manifest"], "address": "s3://briefings/published",
             "endpoint": "https://storage.example.org", "access_key_env": "A", "secret_key_env": "S"},
            {"name": "d", **_MAIL, "host": "mail.example.org", "security": "tls", "port": 465, "ca_file": "c", "user": "u", "password_env": "W",
             "to": ["b@example.org", "c@example.org"], "attach": True, "link": "https://example.org/", "max_attachment_mib": 15},
            {"name": "e", **_MAIL, "host": "::1", "to_env": "T"}, {"name": "f", "kind": "wecom", **_ROBOT},
            {"name": "g", "kind": "dingtalk", "secret_env": "S", **_ROBOT}, {"name": "h", "kind": "feishu", "secret_env": "S", **_ROBOT},
            {"name": "i", "kind": "slack", **_ROBOT},
        ],
    }
}  # fmt: skip


def _shipped(path: str) -> dict[str, Any]:
    return tomllib.loads((PROJECT / path).read_text(encoding="utf-8"))


def _plan() -> dict[str, Any]:
    """An editor's briefing.toml with two of each kind of thing, so that it is read quickly; every key is in it still."""
    plan = _shipped("tests/towns/edited/templates/briefing.toml")
    rare = [next(one for one in plan["charts"] if key in one) for key in ("whole", "at_most", "subtitle") if any(key in c for c in plan["charts"])]  # fmt: skip
    charts = {one["id"]: one for one in (*rare, plan["charts"][0])}
    plan["charts"] = [*charts.values()]
    plan["tables"] = [{**one, "rows": one["rows"][:2]} for one in plan["tables"][:2]]
    names = {*charts, *(one["id"] for one in plan["tables"])}
    for section in plan["sections"]:
        for key in {"charts", "tables"} & section.keys():
            section[key] = [name for name in section[key] if name in names]
    plan["cover"]["cards"] = plan["cover"]["cards"][:2]
    return plan


def _theme() -> dict[str, Any]:
    theme = _shipped("mjq_report/settings/themes/briefing.toml")
    fonts = {"regular": "a.otf", "bold": ["b.otf", "c.otf"], "fangsong": "d.otf"}
    return {"base": "gongwen", "logo": "l.png", **theme, "fonts": {**theme.get("fonts", {}), **fonts}}


# file → a valid table, its reader, its error, keys that also take other kinds of values
FILES: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[bytes], object], type[ReportError], str]] = {
    "mjq-report.toml": (lambda: TARGETS, partial(parse_settings, file="mjq-report.toml", folder=HERE), ConfigError, ""),
    "own.toml": (
        _theme,
        partial(parse_theme, label="own.toml", folder=HERE), ConfigError, "regular|bold|fangsong",
    ),
    "briefing.toml": (_plan, parse_plan, TemplateError, ""),
    "zh/words.toml": (
        partial(_shipped, "templates/zh/words.toml"),
        partial(parse_words, name="zh/words.toml"), TemplateError, "",
    ),
}  # fmt: skip


@cache
def valid(file: str) -> dict[str, Any]:
    return FILES[file][0]()


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to each value of a table, tables and lists as well as what is in them; of a long list the first and the last."""
    if way:
        yield way
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ways(item, (*way, key))
    elif isinstance(value, list):
        for number in range(len(value)) if len(value) < 10 else (0, len(value) - 1):
            yield from ways(value[number], (*way, number))


def at(table: Any, way: Way) -> Any:
    """The value at a place."""
    for step in way:
        table = table[step]
    return table


def changed(table: Any, way: Way, *values: Any) -> Any:
    """A copy with another value at a place, or without the place when none is given."""
    if not way:
        return values[0]
    copy = dict(table) if isinstance(table, dict) else list(table)
    if len(way) == 1 and not values:
        del copy[way[0]]
    else:
        copy[way[0]] = changed(table[way[0]], way[1:], *values)
    return copy


def written(value: Any) -> str:
    """A value as TOML; a table of the top has a key a line."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{written(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + "".join(f"\n{written(item)}," for item in value) + "]"
    return str(value)


def said(file: str, table: Mapping[str, Any]) -> str:
    """What is said of a table, "" when it is valid; anything but its own error, or a bad message, fails."""
    _, read, error, _ = FILES[file]
    raw = "".join(f"{written(key)} = {written(value)}\n" for key, value in table.items())
    try:
        read(raw.encode("utf-8", "surrogatepass"))
    except error as refused:
        (line,) = refused.lines()
        assert line.startswith(f"{file}:") and len(line) <= _LONGEST, line[:200]
        return line
    return ""


def same_kind(one: Any, other: str) -> bool:
    """Whether a value is of the kind of another: a text, a number, a truth, a list, a table, a time."""
    if not isinstance(other, Raw):
        return isinstance(one, str)
    try:
        read = tomllib.loads(f"x = {other}")["x"]
    except (ValueError, RecursionError):
        return False
    number = [isinstance(v, int | float) and not isinstance(v, bool) for v in (one, read)]
    return all(number) or type(one) is type(read)


def names(line: str, way: Way) -> bool:
    """Whether a message names a key on the way to a place, or what depends on it."""
    return "domain" in line or any(isinstance(step, str) and step in line for step in way)


def hold(file: str, share: int) -> int:
    """Try every `share`th value at every place; gives how many were tried."""
    table, loose, tried = valid(file), FILES[file][3], 0
    for number, way in enumerate(ways(table)):
        key, there = next(str(step) for step in reversed(way) if isinstance(step, str)), at(table, way)
        for name in [name for turn, name in enumerate(VALUES) if (number + turn) % share == 0]:
            tried += 1
            line = said(file, changed(table, way, VALUES[name]))
            what = f"{file}: {way}: {name}: {line[:200]}"
            if not same_kind(there, VALUES[name]) and not (loose and re.fullmatch(loose, key)):
                may = isinstance(way[-1], str) and isinstance(there, list) and name == "an empty list"
                may |= file == "zh/words.toml" and (isinstance(there, dict) or name == "an empty table")  # optional
                assert line or may, what
            if line and not re.match(rf"{re.escape(file)}:\d+: ", line):
                assert names(line, way), what
    return tried


def test_the_valid_files_are_read() -> None:
    """Else the tests here would show nothing."""
    for file in FILES:
        assert said(file, valid(file)) == ""


@pytest.mark.guards("I2")
@pytest.mark.parametrize("file", FILES)
def test_a_share_of_the_wrong_values_at_every_key(file: str) -> None:
    assert hold(file, 23) > 50


@pytest.mark.guards("I2")
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_every_wrong_value_at_every_key(file: str) -> None:
    assert hold(file, 1 if settings().max_examples > 50 else 2) > 1000  # half of them, with make fuzz all


@pytest.mark.guards("I2")
@pytest.mark.parametrize("file", FILES)
def test_every_key_left_out_and_an_unknown_one_beside_each(file: str) -> None:
    table = valid(file)
    for way in ways(table):
        line = said(file, changed(table, way))
        assert not line or names(line, way), f"{way}: {line[:200]}"
        if isinstance(way[-1], str) and file != "zh/words.toml":  # words that nothing asks for are another version's
            line = said(file, changed(table, way[:-1], {**at(table, way[:-1]), "nonsense": 1}))
            assert "nonsense" in line or (file == "mjq-report.toml" and len(way) == 1), f"{way}: {line[:200]}"
