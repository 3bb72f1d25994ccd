"""TOML from outside, with the known holes of its reader closed; each file's own module then asks for its keys."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from mjq_report.errors import ReportError, shown

MAX_BYTES = 256 * 1024
MAX_KEY = 100  # characters of a key, which messages repeat
_INTEGERS = range(-(2**63), 2**63)  # TOML 1.0, "Integer": what every program that reads the file can hold


def parse(raw: bytes, file: str, error: type[ReportError]) -> dict[str, Any]:
    """TOML bytes as a table; `file` is the name in messages, `error` what is raised, starting with `file:line:`.

    A line of many dots or brackets takes the standard library's parser seconds and gigabytes (cpython gh-149231).
    """
    if len(raw) > MAX_BYTES:
        raise error(f"{file}: larger than {MAX_BYTES} bytes; shorten it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise error(f"{file}:{raw[: wrong.start].count(10) + 1}: not UTF-8; save the file as UTF-8") from None
    for number, line in enumerate(text.splitlines(), 1):
        outside = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", line)
        if outside.count(".") > 32 or outside.count("[") + outside.count("{") > 64:
            raise error(f"{file}:{number}: too many dots or brackets on a line; break it up")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"line (\d+)", str(wrong))
        raise error(f"{file}:{place[1] if place else 1}: not valid TOML: {wrong}") from None
    except (RecursionError, ValueError) as wrong:
        raise error(f"{file}:1: not valid TOML: {type(wrong).__name__}; write it flatter") from None
    if what := _beyond(table):
        raise error(f"{file}: {what}")
    return table


def _beyond(table: dict[str, Any]) -> str:
    """The first key that no message could repeat, or whole number that no float could hold; "" when there is none."""
    waiting: list[tuple[str, Any]] = [("", table)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            odd = next((key for key in value if len(key) > MAX_KEY or not key.isprintable()), None)
            if odd is not None:
                return f"{_place(place, shown(odd))}: is no key; use at most {MAX_KEY} characters that can be seen"
            waiting += [(_place(place, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{place}[{number}]", item) for number, item in enumerate(value)]
        elif isinstance(value, int) and value not in _INTEGERS:
            return f"{place}: a whole number beyond 64 bits, which TOML has not; write a smaller one"
    return ""


def _place(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
