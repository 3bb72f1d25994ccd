"""What is seen of a run of many briefings: a bar for a person, nothing that moves where nobody watches."""

from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mjq_report.cli.building import Running, build_all
from mjq_report.cli.progress import Stages
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.runs.project import EVERYTHING, Which, cheap, lay_project

__all__ = ["cheap"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cheap: Callable[[], Which]) -> Root:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    folder = lay_project(tmp_path / "project")
    return Root(folder / "data", folder / "templates", tmp_path / "out")


@contextmanager
def terminal() -> Iterator[tuple[object, list[bytes]]]:
    """A stream that is a terminal, and what arrives there."""
    leader, follower = pty.openpty()
    seen: list[bytes] = []

    def read() -> None:
        while True:
            try:
                data = os.read(leader, 65536)
            except OSError:
                return
            if not data:
                return
            seen.append(data)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    with os.fdopen(follower, "w") as stream:
        yield stream, seen
    reader.join(600)
    os.close(leader)


def shown(root: Root, quiet: bool = False) -> str:
    """What a person sees on standard error."""
    with terminal() as (stream, seen), Stages(quiet, False, stream) as stages:  # type: ignore[arg-type]
        build_all(root, EVERYTHING, Options(), Running(), stages)
    return b"".join(seen).decode("utf-8")


def test_a_person_sees_a_bar_with_count_rate_and_time_left(root: Root) -> None:
    text = shown(root)
    assert "3/3" in text
    assert "/s" in text
    assert "0:00:00" in text


def test_paths_go_to_standard_output_though_a_bar_is_shown(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    """`build --all >paths` at a terminal: the bar must not swallow them."""
    text = shown(root)
    paths = capsys.readouterr().out.split()
    assert len(paths) == 3 and all(Path(path).is_file() for path in paths)
    assert not any(path in text for path in paths)


def test_nothing_moves_in_continuous_integration_or_when_told_to_be_quiet(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(root, quiet=True) == ""
    monkeypatch.setenv("CI", "true")
    root.out.rename(root.out.with_name("before"))
    text = shown(root)
    assert "\x1b" not in text
    assert [line.rpartition("(")[2] for line in text.split("\r\n") if line] == [f"{n} of 3)" for n in (1, 2, 3)]


def test_without_a_terminal_rich_is_not_even_loaded(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    before = {name for name in sys.modules if name.split(".")[0] == "rich"}
    with Stages(False, False, sys.stderr) as stages:
        build_all(root, EVERYTHING, Options(), Running(), stages)
    assert {name for name in sys.modules if name.split(".")[0] == "rich"} == before
    assert capsys.readouterr().err.count(" of 3)") == 3
