"""TOML, read strictly: its known holes closed, every key asked for by type, unknown keys refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mjq_report.errors import TemplateError, shown
from mjq_report.settings import toml
from mjq_report.settings.paths import read_plain
from mjq_report.settings.toml import MAX_BYTES

MAX_ITEMS = 400
ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
LANG = re.compile(r"[a-z]{2}", re.ASCII)
_TEMPLATE = re.compile(r"[a-z][a-z0-9_]{0,63}\.md\.j2", re.ASCII)

Texts = Mapping[str, str]  # language → text


def read_file(path: Path, file: str) -> bytes:
    """A TOML file of the templates folder, or a byte more than is allowed; `file` is its name in messages.

    Raises TemplateError when it cannot be read.
    """
    try:
        return read_plain(path, MAX_BYTES)
    except OSError as error:
        raise TemplateError(f"{file}: {error.strerror or error}; the templates folder needs one") from None


def parse_toml(raw: bytes, file: str) -> dict[str, Any]:
    """A TOML file of the templates folder as a table. Raises TemplateError."""
    return toml.parse(raw, file, TemplateError)


class Keys:
    """One TOML table: hands out its keys by type and knows which were never asked for."""

    def __init__(self, table: Mapping[str, Any], file: str, path: str = "") -> None:
        self._table = table
        self._file = file
        self._asked = set[str]()
        self.path = path

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._table

    def _get(self, key: str, kind: type, default: Any = None) -> Any:
        self._asked.add(key)
        if key not in self._table:
            if default is None:
                raise self._wrong(key, "is missing; see docs/templates.md for every key")
            return default
        value = self._table[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._wrong(key, f"is {type(value).__name__}, not {kind.__name__}")
        if isinstance(value, list | dict) and len(value) > MAX_ITEMS:
            raise self._wrong(key, f"has more than {MAX_ITEMS} entries; shorten it")
        return value

    def _wrong(self, key: str, what: str) -> TemplateError:
        return TemplateError(f"{self._file}: {self.path}{key}: {what}")

    def text(self, key: str) -> str:
        """A string, empty when absent."""
        return str(self._get(key, str, ""))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty when absent."""
        values = self._get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(key, "is not a list of texts")
        return tuple(values)

    def flag(self, key: str) -> bool:
        """True or false, false when absent."""
        self._asked.add(key)
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "is neither true nor false")
        return value

    def id(self, key: str) -> str:
        """A required lower_snake name."""
        value = str(self._get(key, str))
        if not ID.fullmatch(value):
            raise self._wrong(key, f"{shown(value)} is not a lower_snake name")
        return value

    def template(self, key: str) -> str:
        """A required template file name without folders."""
        value = str(self._get(key, str))
        if not _TEMPLATE.fullmatch(value):
            raise self._wrong(key, f"{shown(value)} is not a template name such as economy.md.j2")
        return value

    def words(self, key: str) -> Texts:
        """Required texts by language."""
        table = self._get(key, dict)
        if not table:
            raise self._wrong(key, 'is empty; write it by language: { zh = "…" }')
        for lang, text in table.items():
            if not LANG.fullmatch(lang) or not isinstance(text, str):
                raise self._wrong(f"{key}.{lang}", 'write it by language: { zh = "…" }')
        return dict(table)

    def count(self, key: str, default: int) -> int:
        """A number from 1 to 50."""
        value = int(self._get(key, int, default))
        if not 1 <= value <= 50:
            raise self._wrong(key, f"{value} is outside 1–50")
        return value

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> Any:
        """One of `options`."""
        value = self._get(key, str, default)
        if value not in options:
            raise self._wrong(key, f"{shown(value)} is none of {', '.join(filter(None, options)) or 'those declared'}")
        return value

    def choices(self, key: str, options: Sequence[str]) -> tuple[str, ...]:
        """Several of `options`, none twice; empty when absent."""
        values = self._get(key, list, [])
        for value in values:
            if value not in options:
                raise self._wrong(key, f"{shown(value)} is none of {', '.join(options) or 'those declared'}")
        if len(set(values)) < len(values):
            raise self._wrong(key, "names one twice")
        return tuple(values)

    def table(self, key: str) -> Keys:
        """A required table."""
        return Keys(self._get(key, dict), self._file, f"{self.path}{key}.")

    def tables(self, key: str) -> list[Keys]:
        """An array of tables; empty when absent. Their ids, where they have any, must differ."""
        values = self._get(key, list, [])
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise self._wrong(f"{key}[{number}]", "is not a table")
        ids = [value["id"] for value in values if isinstance(value.get("id"), str)]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice is not None:
            raise self._wrong(key, f"has {twice!r} twice")
        return [Keys(value, self._file, f"{self.path}{key}[{number}].") for number, value in enumerate(values)]

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        unknown = sorted(set(self._table) - self._asked)
        if unknown:
            raise self._wrong(unknown[0], f"no such key here; there are {', '.join(sorted(self._asked))}")
