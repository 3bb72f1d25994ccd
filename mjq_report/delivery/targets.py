"""`mjq-report.toml`: where briefings are delivered to. Secrets are never in it, only the names of variables that hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mjq_report.archive.forms import FILES
from mjq_report.delivery.outcome import Patience
from mjq_report.errors import ConfigError, shown
from mjq_report.settings import toml
from mjq_report.settings.toml import Keys

FILE = "mjq-report.toml"
LEDGER = "deliveries.sqlite"
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
    raw = toml.read(path, str(path), ConfigError, "docs/publish.md shows one to start from")
    return parse_settings(raw, path.name, path.absolute().parent)


def parse_settings(raw: bytes, file: str, folder: Path) -> Settings:
    """TOML bytes as settings; relative paths start at `folder`. Other tables than `[publish]` are not ours to judge."""
    table = toml.parse(raw, file, ConfigError)
    top = Keys(table, file, ConfigError, "docs/publish.md").table("publish", {})
    patience = Patience(
        attempts=top.whole("attempts", 1, 20, 4),
        first_wait=top.number("first_wait", 0, 3600, 1),
        longest_wait=top.number("longest_wait", 0, 3600, 60),
        timeout=top.number("timeout", 0.1, 3600, 30),
    )
    ledger = _path(top, "ledger", folder, required=False)
    loopback = top.flag("loopback_http")
    link = _link(top)
    targets = tuple(_target(entry, folder, link) for entry in top.tables("target"))
    top.done()
    if not targets:
        raise ConfigError(f"{file}: has no [[publish.target]]; docs/publish.md shows one to start from")
    names = [target.name for target in targets]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(f"{file}: publish.target: {twice!r} is there twice; the ledger knows a target by its name")
    return Settings(targets, patience, Path(ledger) if ledger else None, loopback)


def _variable(keys: Keys, key: str, required: bool = True) -> str:
    return keys.text(key, _VARIABLE, "the name of an environment variable", None if required else "")


def _path(keys: Keys, key: str, folder: Path, required: bool = True) -> str:
    """A path; a relative one starts at the file's folder."""
    value = keys.text(key, _PATH, "a path", None if required else "")
    try:
        return str(folder / Path(value).expanduser()) if value else ""
    except RuntimeError:  # ~name, and there is nobody of that name
        raise keys.wrong(key, f"is {shown(value)}; no user of that name has a home folder; write the folder") from None


def _link(keys: Keys, default: str = "") -> str:
    """An address for readers, with the places that may be filled in."""
    value = keys.text("link", _LINK, "an address such as https://example.org/briefings/", default)
    unknown = set(re.findall(r"\{([^{}]*)\}", value)) - {*_PLACES}
    if unknown or value.count("{") != value.count("}"):
        raise keys.wrong("link", f"takes {', '.join(f'{{{place}}}' for place in _PLACES)} and no others")
    return value


def _target(table: Keys, folder: Path, link: str) -> Target:
    name = table.text("name", _NAME, "a name of letters, digits, - and _")
    kind = table.choice("kind", tuple(_KINDS))
    towns = table.texts("towns", re.compile(rf"{_TOWN.pattern}|\*"), 'a town\'s slug, or "*" for all')
    if not towns:
        raise table.wrong("towns", 'is empty; name towns, or write ["*"] for all')
    years = table.choice("years", ("all", "newest"), "all")
    languages = table.texts("languages", _LANG, "a language such as zh", [])
    formats: tuple[str, ...] = ("pdf",)
    if kind in ("folder", "sftp", "s3"):
        formats = table.choices("formats", tuple(FILES), ("pdf",))
    options = _KINDS[kind](table, folder, link)
    table.done()
    return Target(name, kind, towns, years == "newest", languages, formats, options)


def _folder(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    return {"path": _path(table, "path", folder)}


def _sftp(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    options = {
        "host": table.text("host", _HOST, "a host name"),
        "port": table.whole("port", 1, 65535, 22),
        "user": table.text("user", re.compile(r"[A-Za-z0-9._@-]{1,64}"), "a user name"),
        "path": table.text("path", re.compile(r"[^\0\r\n\\]+"), "a path on the server"),
        "known_hosts": _path(table, "known_hosts", folder),
        "key": _path(table, "key", folder, required=False),
        "passphrase_env": _variable(table, "passphrase_env", required=False),
        "password_env": _variable(table, "password_env", required=False),
    }
    if not options["key"] and not options["password_env"]:
        raise table.wrong("key", "is missing; give the path of a private key, or password_env")
    return options


def _s3(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    return {
        "address": table.text("address", _BUCKET, "an address such as s3://bucket/folder"),
        "endpoint": table.text("endpoint", _LINK, "an address such as https://storage.example.org", ""),
        "access_key_env": _variable(table, "access_key_env", required=False),
        "secret_key_env": _variable(table, "secret_key_env", required=False),
    }


def _mail(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    security = table.choice("security", ("starttls", "tls"), "starttls")
    options = {
        "host": table.text("host", _HOST, "a host name"),
        "security": security,
        "port": table.whole("port", 1, 65535, 465 if security == "tls" else 587),
        "ca_file": _path(table, "ca_file", folder, required=False),
        "user": table.text("user", re.compile(r"[^\0\r\n]{1,256}"), "a user name", ""),
        "password_env": _variable(table, "password_env", required=False),
        "from": table.text("from", ADDRESS, "one plain address such as briefings@example.org"),
        "to": table.texts("to", ADDRESS, "one plain address such as reader@example.org", []),
        "to_env": _variable(table, "to_env", required=False),
        "attach": table.flag("attach", True),
        "link": _link(table, link),
        "max_attachment": table.whole("max_attachment_mib", 1, 100, 15) * 2**20,
    }
    if bool(options["to"]) == bool(options["to_env"]):
        raise table.wrong("to", "name the recipients in `to`, or a variable that holds them in `to_env`; one of both")
    if bool(options["user"]) != bool(options["password_env"]):
        raise table.wrong("user", "`user` and `password_env` go together")
    if not options["attach"] and not options["link"]:
        raise table.wrong("link", "is missing, and nothing is attached; give one of both")
    return options


def _robot(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    return {
        "url_env": _variable(table, "url_env"),
        "ca_file": _path(table, "ca_file", folder, required=False),
        "link": _link(table, link),
    }


def _signed_robot(table: Keys, folder: Path, link: str) -> dict[str, Any]:
    return {**_robot(table, folder, link), "secret_env": _variable(table, "secret_env", required=False)}


_KINDS = {
    "folder": _folder, "sftp": _sftp, "s3": _s3, "mail": _mail,
    "wecom": _robot, "dingtalk": _signed_robot, "feishu": _signed_robot, "slack": _robot,
}  # fmt: skip
