"""TOML from outside, with the known holes of its reader closed; each file's own module then asks for its keys."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from mjq_report.errors import ReportError

MAX_BYTES = 256 * 1024


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
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"line (\d+)", str(wrong))
        raise error(f"{file}:{place[1] if place else 1}: not valid TOML: {wrong}") from None
    except (RecursionError, ValueError) as wrong:
        raise error(f"{file}:1: not valid TOML: {type(wrong).__name__}; write it flatter") from None
