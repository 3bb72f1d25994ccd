"""Every key of a TOML file given every value of another type, of another size, and odd texts: the files that result.

A table is read, one value in it replaced, and written again; a value may be any TOML text, well-formed or huge.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]

ODD: Mapping[str, str] = {
    "nothing": "", "blank": " ", "very long": "x" * 100_000, "long in Chinese": "字" * 30_000, "nul": "a\0b", "line end": "a\nb",
    "escape": "a\x1b[2Jb", "direction": "a\u202eb", "unseen": "a\u200bb", "noncharacter": "a\uffffb", "marker": "\ufdd0",
    "beyond the plane": "👍\U000e0100", "upwards": "../../x", "the root": "/etc/passwd", "a device": "/dev/zero",
    "nobody's home": "~nobody-of-this-name/x", "template": "{{ 9**9**9 }}", "statement": "{% for %}", "brace": "{", "other brace": "}",
    "place": "{nothing}", "place by number": "{0}", "attribute": "{status.__class__}", "width": "{status:>9999999999}",
    "per cent": "%s%n%(x)s", "shell": "$(id) `id` ;&|", "markup": "<b onclick=x>&lt;", "regex": "(a+)+$[", "number": "12", "true": "true",
    "Chinese digits": "１２", "address": "http://[::1", "port": "https://example.org:99999/", "quote": "'\"\\",
}  # fmt: skip
_DEEP = 60
RAW: Mapping[str, str] = {
    "a truth": "true", "an untruth": "false", "zero": "0", "minus one": "-1", "the largest": str(2**63 - 1), "the least": str(-(2**63)),
    "beyond 64 bits": str(2**63), "400 digits": "9" * 400, "4,301 digits": "9" * 4301, "200,000 bits": "0x" + "F" * 50_000,
    "a half": "0.5", "minus zero": "-0.0", "infinite": "inf", "minus infinite": "-inf", "no number": "nan", "1e308": "1e308", "tiny": "5e-324",
    "a moment": "1979-05-27T07:32:00Z", "a day": "1979-05-27", "a time": "07:32:00", "an empty list": "[]", "a list of lists": "[[]]",
    "a mixed list": '[1, "x", {}, [], true, nan]', "a list of one": '["x"]', "a list of two alike": '["x", "x"]',
    "a list of a thousand": "[" + "1, " * 1000 + "]", "a list of texts by the thousand": "[" + '"x", ' * 1000 + "]",
    "a deep list": "[\n" * _DEEP + "]\n" * _DEEP, "an empty table": "{}", "a table": "{ x = 1 }", "a nameless key": '{ "" = 1 }',
    "a long key": '{ "' + "k" * 50_000 + '" = 1 }', "a key with a line end": '{ "a\\nb" = 1 }', "a deep table": "{a=\n" .replace("\n", "") * 50 + "1" + "}" * 50,
    "a list of tables": "[{}, {}, {}]", "a list of tables by the thousand": "[" + "{},\n" * 1000 + "]",
}  # fmt: skip


class Raw(str):
    """TOML text that is written as it is."""

    __slots__ = ()


VALUES: Mapping[str, str] = {**ODD, **{name: Raw(text) for name, text in RAW.items()}}


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where each value of a table is, tables and lists as well as what is in them; of a long list the first and the last."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*path, key))
    elif isinstance(value, list):
        for number in range(len(value)) if len(value) < 10 else (0, len(value) - 1):
            yield from paths(value[number], (*path, number))


def at(table: Any, path: Path) -> Any:
    """The value at a place."""
    for step in path:
        table = table[step]
    return table


def replaced(table: Any, path: Path, value: Any) -> Any:
    """A copy with another value at a place."""
    if not path:
        return value
    copy = dict(table) if isinstance(table, dict) else list(table)
    copy[path[0]] = replaced(table[path[0]], path[1:], value)
    return copy


def without(table: Any, path: Path) -> Any:
    """A copy that lacks what is at a place."""
    copy = dict(table) if isinstance(table, dict) else list(table)
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = without(table[path[0]], path[1:])
    return copy


def written(table: Mapping[str, Any]) -> bytes:
    """A table as TOML: a key a line, lists over several lines, so that no line has many brackets."""
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in table.items()).encode("utf-8", "surrogatepass")


def _value(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + "".join(f"\n{_value(item)}," for item in value) + "]"
    return str(value)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def same_kind(one: Any, raw: str) -> bool:
    """Whether a value is of the kind of another: a text, a number, a truth, a list, a table, a time."""
    if not isinstance(raw, Raw):
        return isinstance(one, str)
    try:
        other = tomllib.loads(f"x = {raw}")["x"]
    except (ValueError, RecursionError):
        return False
    kinds = [
        (int, float) if isinstance(v, int | float) and not isinstance(v, bool) else (type(v),) for v in (one, other)
    ]
    return kinds[0] == kinds[1]
