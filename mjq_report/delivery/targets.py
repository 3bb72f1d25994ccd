"""`mjq-report.toml`: where briefings are delivered to. Secrets are never in it, only the names of variables that hold them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mjq_report.delivery.outcome import Patience
from mjq_report.errors import ConfigError, shown
from mjq_report.settings import toml
from mjq_report.settings.paths import read_plain

FILE = "mjq-report.toml"
LEDGER = "deliveries.sqlite"
FORMATS = ("pdf", "html", "json", "manifest")
EVERY = "*"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TOWN = re.compile(r"[a-z0-9-]{1,64}")
_LANG = re.compile(r"[a-z]{2}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?|::1")
_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/{}%?=&-]*)?")
_PLACES = ("town", "year", "date", "name", "lang")
_PATH = re.compile(r"[^\0\r\n]{1,4096}")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._/-]*)?")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Target:
    """One place of delivery: which briefings it wants, and how it is reached; `options` holds what its kind asks for."""

    name: str
    kind: str
    towns: tuple[str, ...]
    newest_only: bool
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    options: Mapping[str, Any]

    def asks_for(self, town: str) -> bool:
        """Whether it asked for a town's briefings."""
        return EVERY in self.towns or town in self.towns

    def wants(self, town: str, lang: str) -> bool:
        """Whether it asked for a town's briefings in a language."""
        return self.asks_for(town) and (not self.languages or lang in self.languages)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `[publish]`. `ledger` is None where the file names none."""

    targets: tuple[Target, ...]
    patience: Patience
    ledger: Path | None
    loopback_http: bool


def read_settings(path: Path) -> Settings:
    """Read the file. Raises ConfigError, naming the file and the key."""
    try:
        raw = read_plain(path, toml.MAX_BYTES)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}; docs/publish.md shows one to start from") from None
    return parse_settings(raw, path.name, path.absolute().parent)


def parse_settings(raw: bytes, file: str, folder: Path) -> Settings:
    """TOML bytes as settings; relative paths start at `folder`. Other tables than `[publish]` are not ours to judge."""
    table = toml.parse(raw, file, ConfigError)
    top = _Table(table.get("publish", {}), f"{file}: publish", folder)
    patience = Patience(
        attempts=int(top.number("attempts", 4, 1, 20)),
        first_wait=top.number("first_wait", 1.0, 0.0, 3600.0),
        longest_wait=top.number("longest_wait", 60.0, 0.0, 3600.0),
        timeout=top.number("timeout", 30.0, 0.1, 3600.0),
    )
    ledger = top.path("ledger", required=False)
    loopback = top.flag("loopback_http", False)
    link = top.link("link")
    targets = tuple(_target(entry, link) for entry in top.tables("target"))
    top.done()
    if not targets:
        raise ConfigError(f"{file}: has no [[publish.target]]; docs/publish.md shows one to start from")
    names = [target.name for target in targets]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(f"{file}: publish.target: {twice!r} is there twice; the ledger knows a target by its name")
    return Settings(targets, patience, Path(ledger) if ledger else None, loopback)


class _Table:
    """One TOML table: hands out its keys by type, and knows which were never asked for."""

    def __init__(self, table: Any, where: str, folder: Path) -> None:
        if not isinstance(table, dict):
            raise ConfigError(f"{where}: is not a table")
        self._table, self.where, self._folder = table, where, folder
        self._asked = set[str]()

    def wrong(self, key: str, what: str) -> ConfigError:
        return ConfigError(f"{self.where}.{key}: {what}")

    def _take(self, key: str, kinds: tuple[type, ...], default: Any) -> Any:
        self._asked.add(key)
        value = self._table.get(key, default)
        if value is None:
            raise self.wrong(key, "is missing; see docs/publish.md for every key")
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.wrong(key, f"is {type(value).__name__}, not {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self._take(key, (int, float), default)
        if not math.isfinite(value) or not low <= value <= high:
            raise self.wrong(key, f"{value} is outside {low:g} to {high:g}")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._take(key, (bool,), default))

    def text(self, key: str, form: re.Pattern[str], hint: str, default: str | None = None) -> str:
        """A text of a form, or the default; no default means that it is required."""
        value = self._take(key, (str,), default)
        if value != default and not form.fullmatch(value):
            raise self.wrong(key, f"{shown(value)} is not {hint}")
        return str(value)

    def texts(self, key: str, form: re.Pattern[str], hint: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self._take(key, (list,), default)
        for value in values:
            if not isinstance(value, str) or not form.fullmatch(value):
                raise self.wrong(key, f"{shown(value)} is not {hint}")
        if len(set(values)) < len(values):
            raise self.wrong(key, "names one twice")
        return tuple(values)

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        value = self._take(key, (str,), default)
        if value not in options:
            raise self.wrong(key, f"{shown(value)} is none of {', '.join(options)}")
        return str(value)

    def variable(self, key: str, required: bool = True) -> str:
        return self.text(key, _VARIABLE, "the name of an environment variable", None if required else "")

    def path(self, key: str, required: bool = True) -> str:
        """A path; a relative one starts at the file's folder."""
        value = self.text(key, _PATH, "a path", None if required else "")
        try:
            return str(self._folder / Path(value).expanduser()) if value else ""
        except RuntimeError:  # ~name, and there is nobody of that name
            raise self.wrong(key, f"{shown(value)}: nobody has that home folder") from None

    def link(self, key: str, default: str = "") -> str:
        """An address for readers, with the places that may be filled in."""
        value = self.text(key, _LINK, "an address such as https://example.org/briefings/", default)
        unknown = set(re.findall(r"\{([^{}]*)\}", value)) - {*_PLACES}
        if unknown or value.count("{") != value.count("}"):
            raise self.wrong(key, f"takes {', '.join(f'{{{place}}}' for place in _PLACES)} and no others")
        return value

    def tables(self, key: str) -> list[_Table]:
        values = self._take(key, (list,), [])
        return [_Table(value, f"{self.where}.{key}[{n}]", self._folder) for n, value in enumerate(values)]

    def done(self) -> None:
        unknown = sorted(set(self._table) - self._asked)
        if unknown:
            raise self.wrong(unknown[0], f"no such key here; there are {', '.join(sorted(self._asked))}")


def _target(table: _Table, link: str) -> Target:
    name = table.text("name", _NAME, "a name of letters, digits, - and _")
    kind = table.choice("kind", tuple(_KINDS))
    towns = table.texts("towns", re.compile(rf"{_TOWN.pattern}|\*"), 'a town\'s slug, or "*" for all')
    if not towns:
        raise table.wrong("towns", 'is empty; name towns, or write ["*"] for all')
    years = table.choice("years", ("all", "newest"), "all")
    languages = table.texts("languages", _LANG, "a language such as zh", [])
    formats: tuple[str, ...] = ("pdf",)
    if kind in ("folder", "sftp", "s3"):
        formats = table.texts("formats", re.compile("|".join(FORMATS)), f"one of {', '.join(FORMATS)}", ["pdf"])
    options = _KINDS[kind](table, link)
    table.done()
    return Target(name, kind, towns, years == "newest", languages, formats, options)


def _folder(table: _Table, link: str) -> dict[str, Any]:
    return {"path": table.path("path")}


def _sftp(table: _Table, link: str) -> dict[str, Any]:
    options = {
        "host": table.text("host", _HOST, "a host name"),
        "port": int(table.number("port", 22, 1, 65535)),
        "user": table.text("user", re.compile(r"[A-Za-z0-9._@-]{1,64}"), "a user name"),
        "path": table.text("path", re.compile(r"[^\0\r\n\\]+"), "a path on the server"),
        "known_hosts": table.path("known_hosts"),
        "key": table.path("key", required=False),
        "passphrase_env": table.variable("passphrase_env", required=False),
        "password_env": table.variable("password_env", required=False),
    }
    if not options["key"] and not options["password_env"]:
        raise table.wrong("key", "is missing; give the path of a private key, or password_env")
    return options


def _s3(table: _Table, link: str) -> dict[str, Any]:
    return {
        "address": table.text("address", _BUCKET, "an address such as s3://bucket/folder"),
        "endpoint": table.text("endpoint", _LINK, "an address such as https://storage.example.org", ""),
        "access_key_env": table.variable("access_key_env", required=False),
        "secret_key_env": table.variable("secret_key_env", required=False),
    }


def _mail(table: _Table, link: str) -> dict[str, Any]:
    security = table.choice("security", ("starttls", "tls"), "starttls")
    options = {
        "host": table.text("host", _HOST, "a host name"),
        "security": security,
        "port": int(table.number("port", 465 if security == "tls" else 587, 1, 65535)),
        "ca_file": table.path("ca_file", required=False),
        "user": table.text("user", re.compile(r"[^\0\r\n]{1,256}"), "a user name", ""),
        "password_env": table.variable("password_env", required=False),
        "from": table.text("from", ADDRESS, "one plain address such as briefings@example.org"),
        "to": table.texts("to", ADDRESS, "one plain address such as reader@example.org", []),
        "to_env": table.variable("to_env", required=False),
        "attach": table.flag("attach", True),
        "link": table.link("link", link),
        "max_attachment": int(table.number("max_attachment_mib", 15, 1, 100) * 2**20),
    }
    if bool(options["to"]) == bool(options["to_env"]):
        raise table.wrong("to", "name the recipients in `to`, or a variable that holds them in `to_env`; one of both")
    if bool(options["user"]) != bool(options["password_env"]):
        raise table.wrong("user", "`user` and `password_env` go together")
    if not options["attach"] and not options["link"]:
        raise table.wrong("link", "is missing, and nothing is attached; give one of both")
    return options


def _robot(table: _Table, link: str) -> dict[str, Any]:
    return {
        "url_env": table.variable("url_env"),
        "ca_file": table.path("ca_file", required=False),
        "link": table.link("link", link),
    }


def _signed_robot(table: _Table, link: str) -> dict[str, Any]:
    return {**_robot(table, link), "secret_env": table.variable("secret_env", required=False)}


_KINDS = {
    "folder": _folder, "sftp": _sftp, "s3": _s3, "mail": _mail,
    "wecom": _robot, "dingtalk": _signed_robot, "feishu": _signed_robot, "slack": _robot,
}  # fmt: skip
