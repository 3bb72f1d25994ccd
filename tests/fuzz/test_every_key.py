"""Every key of every TOML file with every wrong value: refused in one line that names file and key, or taken and of use.

`make fuzz` tries all, `make test-slow` half; the others a share of them, another for each key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
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
from tests.fuzz import every_key
from tests.fuzz.every_key import VALUES, at, paths, replaced, same_kind, without, written

PROJECT = Path(__file__).resolve().parent.parent.parent
HERE = Path("/srv/project")
_LONGEST = 700  # characters of a message


_ROBOT = 'towns = ["*"]\nyears = "all"\nlanguages = ["en"]\nurl_env = "U"\nca_file = "c"\nlink = "https://example.org/{town}"\n'
TARGETS = f"""
[publish]
attempts = 3
first_wait = 1.0
longest_wait = 60
timeout = 30
ledger = "l.sqlite"
loopback_http = false
link = "https://example.org/"
[[publish.target]]
name = "a"
kind = "folder"
towns = ["lakeside", "hilltop"]
years = "newest"
languages = ["zh"]
formats = ["pdf", "html"]
path = "there"
[[publish.target]]
name = "b"
kind = "sftp"
towns = ["*"]
formats = ["json"]
host = "files.example.org"
port = 22
user = "u"
path = "/p"
known_hosts = "k"
key = "id"
passphrase_env = "P"
password_env = "W"
[[publish.target]]
name = "c"
kind = "s3"
towns = ["*"]
formats = ["manifest"]
address = "s3://briefings/published"
endpoint = "https://storage.example.org"
access_key_env = "A"
secret_key_env = "S"
[[publish.target]]
name = "d"
kind = "mail"
towns = ["*"]
host = "mail.example.org"
security = "tls"
port = 465
ca_file = "c"
user = "u"
password_env = "W"
from = "a@example.org"
to = ["b@example.org", "c@example.org"]
attach = true
link = "https://example.org/"
max_attachment_mib = 15
[[publish.target]]
name = "e"
kind = "mail"
towns = ["*"]
host = "::1"
from = "a@example.org"
to_env = "T"
[[publish.target]]
name = "f"
kind = "wecom"
{_ROBOT}
[[publish.target]]
name = "g"
kind = "dingtalk"
secret_env = "S"
{_ROBOT}
[[publish.target]]
name = "h"
kind = "feishu"
secret_env = "S"
{_ROBOT}
[[publish.target]]
name = "i"
kind = "slack"
{_ROBOT}
"""


def _plan() -> str:
    """The shipped briefing.toml with two of each kind of thing, so that it is read quickly; every key is in it still."""
    whole = tomllib.loads(_text("templates/briefing.toml"))
    charts = [
        next(one for one in whole["charts"] if key in one)
        for key in ("whole", "at_most", "subtitle")
        if any(key in c for c in whole["charts"])
    ]
    kept = {one["id"]: one for one in (*charts, whole["charts"][0])}
    small = {
        **whole,
        "charts": [*kept.values()],
        "tables": [{**one, "rows": one["rows"][:2]} for one in whole["tables"][:2]],
    }
    names = {*kept, *(one["id"] for one in small["tables"])}
    for section in small["sections"]:
        for key in ("charts", "tables"):
            if key in section:
                section[key] = [name for name in section[key] if name in names]
    small["cover"]["cards"] = small["cover"]["cards"][:2]
    return written(small).decode()


def _text(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


WHOLE_THEME = '\nregular = "a.otf"\nbold = ["b.otf", "c.otf"]\nfangsong = "d.otf"\n'

# file → the text of a sound one, its reader, its error, keys that also take other kinds of values
FILES: dict[str, tuple[Callable[[], str], Callable[[bytes], object], type[ReportError], str]] = {
    "mjq-report.toml": (
        lambda: TARGETS,
        partial(parse_settings, file="mjq-report.toml", folder=HERE),
        ConfigError,
        "",
    ),
    "own.toml": (
        lambda: 'base = "gongwen"\nlogo = "l.png"\n' + _text("mjq_report/settings/themes/briefing.toml") + WHOLE_THEME,
        partial(parse_theme, label="own.toml", folder=HERE),
        ConfigError,
        "regular|bold|fangsong",
    ),
    "briefing.toml": (_plan, parse_plan, TemplateError, ""),
    "zh/words.toml": (
        lambda: _text("templates/zh/words.toml") + '\n[label]\npage = "{page}/{pages}"\ntable = "T"\n',
        partial(parse_words, name="zh/words.toml"),
        TemplateError,
        "",
    ),
}  # fmt: skip


def said(file: str, raw: bytes) -> str:
    """What is said of a file, "" when it is taken; anything but its own error, or a bad message, fails."""
    _, read, error, _ = FILES[file]
    try:
        read(raw)
    except error as refused:
        (line,) = refused.lines()
        assert line.startswith(f"{file}:"), line[:200]
        assert len(line) <= _LONGEST, line[:200]
        return line
    return ""


@cache
def table(file: str) -> dict[str, Any]:
    return tomllib.loads(FILES[file][0]())


def named(path: every_key.Path) -> str:
    """The key that a message must name."""
    return next(str(step) for step in reversed(path) if isinstance(step, str))


def tries(file: str, share: int) -> Iterator[tuple[every_key.Path, str]]:
    """Each place with the values that are tried there: all, or every `share`th."""
    for number, path in enumerate(paths(table(file))):
        for turn, name in enumerate(VALUES):
            if (number + turn) % share == 0:
                yield path, name


def hold(file: str, share: int) -> int:
    sound, (_, _, _, loose) = table(file), FILES[file]
    tried = 0
    for path, name in tries(file, share):
        tried += 1
        line = said(file, written(replaced(sound, path, VALUES[name])))
        what = f"{file}: {path}: {name}: {line[:200]}"
        if not same_kind(at(sound, path), VALUES[name]) and not (loose and re.fullmatch(loose, named(path))):
            may = isinstance(path[-1], str) and isinstance(at(sound, path), list) and name == "an empty list"
            may |= file == "zh/words.toml" and (
                isinstance(at(sound, path), dict) or name == "an empty table"
            )  # optional
            assert line or may, what
        if line and "domain" not in line and not re.match(rf"{re.escape(file)}:\d+: ", line):
            assert _names(line, path), what
    return tried


def _names(line: str, path: every_key.Path) -> bool:
    """Whether a message speaks of a key on the way to a place, or of what depends on it."""
    return any(isinstance(step, str) and step in line for step in path)


def test_the_sound_files_are_taken() -> None:
    """Else the tests here would show nothing."""
    for file in FILES:
        assert said(file, written(table(file))) == ""


@pytest.mark.guards("I2")
@pytest.mark.parametrize("file", FILES)
def test_a_share_of_the_wrong_values_at_every_key(file: str) -> None:
    assert hold(file, 29) > 50


@pytest.mark.guards("I2")
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_every_wrong_value_at_every_key(file: str) -> None:
    assert hold(file, 1 if settings().max_examples > 50 else 2) > 1000  # half of them, with make fuzz all


@pytest.mark.guards("I2")
@pytest.mark.parametrize("file", FILES)
def test_every_key_left_out_and_an_unknown_one_beside_each(file: str) -> None:
    sound = table(file)
    for path in paths(sound):
        line = said(file, written(without(sound, path)))
        if line and "domain" not in line:
            assert _names(line, path), f"{path}: {line[:200]}"
        if isinstance(path[-1], str) and file != "zh/words.toml":  # words that nobody asks for are another version's
            home = at(sound, path[:-1])
            line = said(
                file,
                written(replaced(sound, path[:-1], {**home, "nonsense": 1}) if path[:-1] else {**home, "nonsense": 1}),
            )
            assert "nonsense" in line or (file == "mjq-report.toml" and len(path) == 1), f"{path}: {line[:200]}"
