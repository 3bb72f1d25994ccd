"""Schedules for a user's own project: workflows for GitHub and GitLab, a systemd timer, a line for cron.

The files beside this module are what is printed; `@NAME@` is filled in, and `@INSTALL@` and `@SECRETS@` with as many
lines as it takes, each as far in as the first.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mjq_report import __version__
from mjq_report.errors import ConfigError, UsageError
from mjq_report.settings import toml

FILES: Mapping[str, Mapping[str, str]] = {
    "github": {".github/workflows/briefings.yml": "github.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "systemd": {"mjq-report.service": "mjq-report.service", "mjq-report.timer": "mjq-report.timer"},
    "cron": {"mjq-report.cron": "mjq-report.cron"},
}
BRANCH, AT = "main", "22:17"
THEME = "theme.toml"
_HERE = Path(__file__).resolve().parent
_NAME = re.compile(r"^(?P<indent>[ ]*)@(?P<name>INSTALL|SECRETS)@$", re.MULTILINE)
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_AT = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule is to say. `folder` is the project's, `command` the program's path; `secrets` are variables."""

    folder: Path
    command: Path
    branch: str = BRANCH
    at: str = AT
    install: str = ""
    secrets: Sequence[str] = ()
    theme: str = ""  # a TOML file in the project's folder; "" for the shipped look


def default_install() -> str:
    """How a runner installs this version of the program."""
    return f'python -m pip install "mjq-report[publish]=={__version__}"'


def secrets_named(raw: bytes) -> tuple[str, ...]:
    """The variables that the targets of a project's TOML file name, sorted. Raises ConfigError when it is no TOML."""
    publish = toml.parse(raw, "mjq-report.toml", ConfigError).get("publish")
    targets = publish.get("target") if isinstance(publish, dict) else None
    tables = [table for table in targets if isinstance(table, dict)] if isinstance(targets, list) else []
    named = {value for table in tables for key, value in table.items() if key.endswith("_env")}
    return tuple(sorted(name for name in named if isinstance(name, str) and _VARIABLE.fullmatch(name)))


def schedule(kind: str, plan: Plan) -> dict[str, str]:
    """The files of a kind of schedule by the paths that they belong to. Raises UsageError for what cannot be written."""
    if kind not in FILES:
        raise UsageError(f"--print {kind}: there is none; there are {', '.join(FILES)}")
    return {path: _filled((_HERE / name).read_text(encoding="utf-8"), kind, plan) for path, name in FILES[kind].items()}


def _filled(text: str, kind: str, plan: Plan) -> str:
    time = _AT.fullmatch(plan.at)
    if time is None:
        raise UsageError(f"--at {plan.at}: not a time of day; write it as HH:MM")
    if not _BRANCH.fullmatch(plan.branch):
        raise UsageError(f"--branch {plan.branch}: not a plain name of a branch")
    blocks = {"INSTALL": _install(plan), "SECRETS": _secrets(plan)}
    text = _NAME.sub(lambda found: _indented(blocks[found["name"]], found["indent"]), text)
    minute, hour = time["minute"], time["hour"]
    values = {
        "BRANCH": plan.branch,
        "THEME": f" --theme {plan.theme}" if plan.theme else "",
        "MINUTE": minute if kind == "systemd" else str(int(minute)),
        "HOUR": f"{int(hour):02d}" if kind == "systemd" else str(int(hour)),
        **(_systemd(plan) if kind == "systemd" else _cron(plan)),
    }
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text)


def _install(plan: Plan) -> list[str]:
    text = plan.install or default_install()
    if _CONTROL.search(text) or not text.strip() or "@" in text:
        raise UsageError("--install: give commands for a shell, as plain text")
    return text.strip().split("\n")


def _secrets(plan: Plan) -> list[str]:
    """Lines of YAML that hand on just the secrets which the project's targets name."""
    if not plan.secrets:
        return ["# for each secret that mjq-report.toml names, a line: NAME: ${{ secrets.NAME }}"]
    return [f"{name}: ${{{{ secrets.{name} }}}}" for name in plan.secrets]


def _indented(lines: Sequence[str], indent: str) -> str:
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


def _systemd(plan: Plan) -> dict[str, str]:
    return {
        "FOLDER": _word(plan.folder),
        "PLACE": _path(plan.folder).replace("%", "%%"),
        "COMMAND": _word(plan.command).replace("$", "$$"),
    }


def _cron(plan: Plan) -> dict[str, str]:
    """As a shell reads it; a per cent sign would end the command for cron."""
    return {name: shlex.quote(_path(path)).replace("%", "\\%") for name, path in
            (("FOLDER", plan.folder), ("COMMAND", plan.command))}  # fmt: skip


def _word(path: Path) -> str:
    """A path as one word of systemd's (systemd.syntax(7), "Quoting")."""
    text = _path(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"'


def _path(path: Path) -> str:
    text = str(path)
    if _CONTROL.search(text) or "\n" in text:
        raise UsageError(f"{text!r}: has characters that no schedule can hold; move the project")
    return text
