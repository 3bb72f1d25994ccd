"""`[office]` of mjq-report.toml: what the issuing office gives, for all towns or for the editions that it names.

Read strictly. A briefing encloses only what concerns it, written anew as a file of the same name: targets and names of
secrets, which stand in the same file, are no reader's business.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mjq_report.errors import ConfigError
from mjq_report.model.office import NOTHING, Office
from mjq_report.settings import toml
from mjq_report.settings.toml import Keys

FILE = "mjq-report.toml"
GUIDE = "docs/gongwen.md"
URGENCIES = ("特急", "加急", "特提", "平急")  # of documents, and of telegrams (GB/T 9704-2012, 7.2.3)
_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]{0,200}")
_SHORT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]{0,12}")
_KIND = re.compile(r"[\u4e00-\u9fff]{2,4}|")
_SERIAL = re.compile(r"[0-9]{6}|", re.ASCII)
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★[^\s★]{1,12})?|内部资料|内部|")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]{1,64}|", re.ASCII)


def read_office(folder: Path, town: str, year: int) -> Office:
    """What the file in a project's folder gives for one edition; nothing where there is none. Raises ConfigError."""
    path = folder / FILE
    if not path.exists():
        return NOTHING
    raw = toml.read(path, FILE, ConfigError, f"{GUIDE} shows every key")
    return parse_office(raw, town, year)


def parse_office(raw: bytes, town: str, year: int) -> Office:
    """The file's bytes as the particulars of one edition: `[office]`, over it each `[[office.for]]` that names it."""
    top = Keys(toml.parse(raw, FILE, ConfigError), FILE, ConfigError, GUIDE)
    if not top.has("office"):
        return NOTHING
    keys = top.table("office")
    merged: dict[str, Any] = _given(keys)
    for entry in keys.tables("for"):
        own_town = entry.text("town", _SLUG, "a town's slug, as `mjq-report list` shows them", "")
        own_year = entry.whole("year", 1900, 2200, year)
        own = _given(entry)
        entry.done()
        if own_town in ("", town) and own_year == year:
            merged |= own
    keys.done()
    return Office(**merged)


def named_towns(raw: bytes) -> tuple[str, ...]:
    """The slugs that `[[office.for]]` names. Raises ConfigError for what any of it has that is wrong."""
    parse_office(raw, "", 0)
    keys = Keys(toml.parse(raw, FILE, ConfigError), FILE, ConfigError, GUIDE).table("office", {})
    slugs = (entry.text("town", _SLUG, "a town's slug", "") for entry in keys.tables("for"))
    return tuple(slug for slug in slugs if slug)


def enclosed(office: Office) -> list[tuple[str, bytes]]:
    """What a briefing depends on, as (path, bytes); nothing for an office that gave none."""
    return [(FILE, written(office))] if office.given else []


def written(office: Office) -> bytes:
    """The particulars as the file that gives the same, keys in alphabetical order."""
    empty = asdict(NOTHING)
    lines = [f"{key} = {_toml(value)}" for key, value in sorted(asdict(office).items()) if value != empty[key]]
    return "\n".join(["[office]", *lines, ""]).encode("utf-8")


def _toml(value: object) -> str:
    """Texts, truth values and lists of texts are written in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)


def _given(keys: Keys) -> dict[str, Any]:
    """The values of the keys that are there, each checked; those that are not leave their places to others."""
    read: Mapping[str, Any] = {
        **{name: lambda n=name: keys.text(n, _TEXT, "a text on one line, at most 200 characters") for name in _TEXTS},
        **{name: lambda n=name: keys.texts(n, _TEXT, "a text on one line") for name in _LISTS},
        "kind": lambda: keys.text("kind", _KIND, "a kind of document such as 通报 or 报告"),
        "serial": lambda: keys.text("serial", _SERIAL, "six digits, such as 000001"),
        "secrecy": lambda: keys.text(
            "secrecy", _SECRECY, "绝密, 机密 or 秘密, with a term such as 机密★1年; or 内部资料"
        ),
        "urgency": lambda: keys.choice("urgency", URGENCIES),
        "dated": lambda: _date(keys, "dated"),
        "printed": lambda: _date(keys, "printed"),
        "seal": lambda: keys.flag("seal"),
        "watermark": lambda: keys.text("watermark", _SHORT, "at most 12 characters, such as 征求意见稿"),
    }
    found = {name: value() for name, value in read.items() if keys.has(name)}
    for name in read:
        keys.value(name, "", lambda _: True, "")  # known, so that `done` can name the nearest
    return found


_TEXTS = ("issuer", "mark", "number", "title", "printer")
_LISTS = ("addressees", "copies", "signers")


def _date(keys: Keys, key: str) -> str:
    """A day in ISO form, which there is."""
    expected = 'a day such as "2026-03-01"'
    text = keys.text(key, _DATE, expected)
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise keys.wrong(key, f"is {text!r}; write {expected}") from None
    return text
