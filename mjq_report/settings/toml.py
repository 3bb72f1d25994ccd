"""The one reader of TOML: its parser's known holes closed, every key asked for by type, unknown ones refused."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mjq_report.errors import ReportError, shown
from mjq_report.settings.paths import read_plain

MAX_BYTES = 256 * 1024
MAX_ITEMS = 400  # of a list or a table that a key holds
MAX_KEY = 100  # characters of a key, which messages repeat
_INTEGERS = range(-(2**63), 2**63)  # TOML 1.0, "Integer": what every program that reads the file can hold
LANG = re.compile(r"[a-z]{2}", re.ASCII)
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_ANY = re.compile(r".*", re.DOTALL)


def read(path: Path, file: str, error: type[ReportError], hint: str) -> bytes:
    """The bytes of a TOML file, or a byte more than may be parsed. Raises `error`, which ends in `hint`."""
    try:
        return read_plain(path, MAX_BYTES)
    except OSError as wrong:
        raise error(f"{file}: {wrong.strerror or wrong}; {hint}") from None


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


class Keys:
    """One TOML table: gives out its keys by type, refuses the others, and words every refusal alike.

    A message is `file: key: what is there; what to write`, raised as `error`; `guide` is the page that has every key. A
    key asked for without a default is required.
    """

    def __init__(
        self, table: Mapping[str, Any], file: str, error: type[ReportError], guide: str, path: str = ""
    ) -> None:
        """`path` is where the table stands in the file, such as `charts[3].`."""
        self._table, self._file, self._error, self._guide, self.path = table, file, error, guide, path
        self._asked = set[str]()

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._table

    def wrong(self, key: str, what: str) -> ReportError:
        """The error that names a key of this table."""
        return self._error(f"{self._file}: {self.path}{key}: {what}")

    def value(self, key: str, expected: str, fits: Callable[[Any], object], default: Any = None) -> Any:
        """A value that `fits`; `expected` tells the writer of the file what does."""
        self._asked.add(key)
        if key not in self._table:
            if default is None:
                raise self.wrong(key, f"is missing; write {expected}; see {self._guide} for every key")
            return default
        return self._fitting(key, self._table[key], expected, fits)

    def _fitting(self, key: str, value: Any, expected: str, fits: Callable[[Any], object]) -> Any:
        if isinstance(value, list | dict) and len(value) > MAX_ITEMS:
            raise self.wrong(key, f"has more than {MAX_ITEMS} entries; shorten it")
        if not fits(value):
            text = str(value).lower() if isinstance(value, bool) else shown(value)
            raise self.wrong(key, f"is {text}; write {expected}")
        return value

    def text(self, key: str, form: re.Pattern[str] = _ANY, expected: str = "a text", default: str | None = None) -> str:
        """A text of a form."""
        return str(self.value(key, expected, lambda value: _is_text(value, form), default))

    def id(self, key: str) -> str:
        """A required name in lower_snake form."""
        return self.text(key, _ID, "a lower_snake name")

    def texts(
        self,
        key: str,
        form: re.Pattern[str] = _ANY,
        expected: str = "a text",
        default: Sequence[str] | None = None,
    ) -> tuple[str, ...]:
        """A list of texts of a form, none twice."""
        values = self.value(key, f"a list, each of it {expected}", _is_list, default)
        for number, value in enumerate(values):
            self._fitting(f"{key}[{number}]", value, expected, lambda value: _is_text(value, form))
        if len(set(values)) < len(values):
            raise self.wrong(key, "names one twice; write each once")
        return tuple(values)

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> Any:
        """One of some texts."""
        return self.value(key, _one_of(options), options.__contains__, default)

    def choices(self, key: str, options: Sequence[str], default: Sequence[str] = ()) -> tuple[str, ...]:
        """Several of some texts, none twice."""
        anything = re.compile("|".join(map(re.escape, options)) or r"(?!)")
        return self.texts(key, anything, _one_of(options), default)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number within bounds."""
        expected = f"a number from {low:g} to {high:g}"
        return float(self.value(key, expected, lambda value: _is_number(value) and low <= value <= high, default))

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        expected = f"a whole number from {low} to {high}"
        return int(self.value(key, expected, lambda value: type(value) is int and low <= value <= high, default))

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self.value(key, "true or false", lambda value: isinstance(value, bool), default))

    def by_language(self, key: str) -> Mapping[str, str]:
        """Required texts by the code of their language."""
        expected = 'a text by language, such as { zh = "…" }'
        table = self.value(key, expected, lambda value: isinstance(value, dict) and value)
        for lang, text in table.items():
            self._fitting(f"{key}.{lang}", text, expected, lambda text: LANG.fullmatch(lang) and isinstance(text, str))  # noqa: B023
        return dict(table)

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Keys:
        """A table in this one."""
        table = self.value(key, f"a table, [{self.path}{key}]", lambda value: isinstance(value, dict), default)
        return Keys(table, self._file, self._error, self._guide, f"{self.path}{key}.")

    def tables(self, key: str) -> list[Keys]:
        """A list of tables, empty when absent. Their ids, where they have any, must differ."""
        values = self.value(key, f"tables, each under [[{self.path}{key}]]", _is_list, ())
        for number, value in enumerate(values):
            self._fitting(f"{key}[{number}]", value, "a table", lambda value: isinstance(value, dict))
        ids = [value["id"] for value in values if isinstance(value.get("id"), str)]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice is not None:
            raise self.wrong(key, f"has {shown(twice)} twice; choose another id")
        return [
            Keys(value, self._file, self._error, self._guide, f"{self.path}{key}[{number}].")
            for number, value in enumerate(values)
        ]

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in sorted(set(self._table) - self._asked):
            near = difflib.get_close_matches(key, sorted(self._asked), n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(self._asked))}"
            raise self.wrong(key, f"no such key here; {hint}")


def _is_text(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _one_of(options: Sequence[str]) -> str:
    named = [option for option in options if option]
    return f"one of {', '.join(named)}" if named else "none: none is declared"
