"""The pages say what is true: links lead somewhere, commands and targets exist."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def name(path: Path) -> str:
    """A page's path, for the test's name."""
    return path.relative_to(PROJECT).as_posix()


def code(path: Path) -> list[str]:
    """What a page sets as code: spans, and the lines of blocks without their comments."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


@cache
def help_of(*command: str) -> str:
    """What `mjq-report COMMAND --help` prints; a command that there is not fails."""
    done = subprocess.run(
        [sys.executable, "-m", "mjq_report", *command, "--help"],
        capture_output=True, text=True, check=False, cwd=PROJECT,
    )  # fmt: skip
    assert done.returncode == 0, f"mjq-report {' '.join(command)}: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_inside_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            place = path.parent / unquote(target.partition("#")[0])
            assert place.exists(), f"{name(path)}: {target}"


@pytest.mark.parametrize("path", [page for page in PAGES if page.parent.name != "decisions"], ids=name)
def test_files_that_a_page_names_are_there(path: Path) -> None:
    """Decisions may name what has gone since; every other page says where things are."""
    homes = [PROJECT, *(PROJECT / folder for folder in ("mjq_report", "docs", "templates", "data"))]
    for file in re.findall(
        r"`([\w.-]+/[\w./-]+\.(?:py|toml|md|j2|css|js))(?::\d+)?`", path.read_text(encoding="utf-8")
    ):
        assert any((home / file).exists() for home in homes), f"{name(path)}: {file}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_commands_that_a_page_names_exist(path: Path) -> None:
    for line in code(path):
        if found := re.match(r"(?:\S*/)?mjq-report ([a-z].*)", line):
            words = found[1].split()
            text = help_of(words[0])
            if "COMMAND [ARGS]" in text and len(words) > 1:
                text = help_of(words[0], words[1])
            for option in words:
                assert not option.startswith("--") or option in text, f"{name(path)}: {line}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_make_targets_that_a_page_names_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in code(path):
        if line.startswith("make "):
            for word in line.split()[1:]:
                assert "=" in word or word in targets, f"{name(path)}: {line}"
