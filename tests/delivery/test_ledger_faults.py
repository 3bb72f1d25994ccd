"""The ledger where it cannot be had: no folder, no disk, another who has it; and damage that lies beside it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mjq_report.delivery import ledger as ledger_module
from mjq_report.delivery.ledger import Delivery, delivery_key, open_ledger, peek
from mjq_report.errors import OutputError
from tests.delivery.outbox import Project, edition, toml

ONE = Delivery(delivery_key("mail", "one@example.org", "c"), "mail", "one@example.org", "lakeside-2024", "c")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger that says of one delivery that it was sent."""
    path = tmp_path / "out" / "ledger.sqlite"
    with open_ledger(path) as ledger:
        ledger.record(ONE, "sent", "202 ok")
    return path


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if not one.name.endswith(".lock"))


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_row_that_cannot_be_written_is_told_of(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger._connection.execute("PRAGMA query_only = 1")
        with pytest.raises(OutputError, match=r"ledger\.sqlite: cannot be written: .*; nothing is sent that"):
            ledger.record(ONE, "failed")
        assert ledger.state(ONE.key) == "sent"


def test_a_place_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with (
        pytest.raises(OutputError, match=r"\.ledger\.sqlite\.lock: cannot write"),
        open_ledger(tmp_path / "file" / "ledger.sqlite"),
    ):
        pass
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_in_its_place_is_named_and_nothing_is_sent(
    project_folder: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    there = project_folder.folder / "there"
    project_folder.add(edition("lakeside", 2024)).targets(toml("folder", path=there), settings='ledger = "data"')
    for options in ((), ("--dry-run",)):
        assert project_folder.publish(*options) == 9
        (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
        assert "data: " in line
    assert not there.exists()


def test_a_beginning_that_fails_leaves_nothing_and_the_next_one_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OutputError, match=r"ledger\.sqlite: cannot write: No space left"), open_ledger(path):
            pass
    assert names(path) == []
    with open_ledger(path) as ledger:
        assert (ledger.state(ONE.key), ledger.doubt) == (None, "")


def test_a_second_one_is_told_to_wait_and_then_sees_what_the_first_did(path: Path) -> None:
    waited, told = threading.Event(), list[object]()

    def second() -> None:
        with open_ledger(path, waited.set) as ledger:
            told.append(ledger.state(ONE.key))

    with open_ledger(path) as ledger:
        thread = threading.Thread(target=second)
        thread.start()
        assert waited.wait(600)
        ledger.record(ONE, "failed")
        assert told == []
    thread.join(600)
    assert told == ["failed"]


def test_the_lock_is_no_link_to_elsewhere(tmp_path: Path) -> None:
    (tmp_path / ".ledger.sqlite.lock").symlink_to("elsewhere")
    with pytest.raises(OutputError, match="cannot write"), open_ledger(tmp_path / "ledger.sqlite"):
        pass
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("links", [True, False])
def test_a_damaged_one_is_kept_beside_with_what_lies_beside_it(
    path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", full)
    for number in (1, 2):
        path.write_bytes(b"nonsense %d" % number)
        path.with_name("ledger.sqlite-shm").write_bytes(b"journal %d" % number)
        with open_ledger(path) as ledger:
            assert (ledger.state(ONE.key), ledger.doubt) == (None, f"ledger.sqlite.damaged-{number}")
            ledger.believe()
            assert ledger.doubt == ""
        assert path.with_name(f"ledger.sqlite.damaged-{number}").read_bytes() == b"nonsense %d" % number
        assert path.with_name(f"ledger.sqlite.damaged-{number}-shm").read_bytes() == b"journal %d" % number
    assert len(names(path)) == 5


def test_one_that_cannot_be_set_aside_stays_where_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    path.write_bytes(b"nonsense")
    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(OutputError, match="is damaged and cannot be set aside: No space left"), open_ledger(path):
        pass
    assert path.read_bytes() == b"nonsense"


def test_a_disk_that_gives_back_other_than_it_took_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_is_valid", lambda connection: False)
    with (
        pytest.raises(OutputError, match="what was just written cannot be read; look after the disk"),
        open_ledger(path),
    ):
        pass


def test_looking_changes_nothing_though_a_crash_left_a_journal(path: Path) -> None:
    """Killed in the middle of a row: what is read is the state before, and the files are as they were."""
    code = (
        "import os, sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\nc.execute('PRAGMA cache_size = 1')\n"
        "c.execute('PRAGMA cache_spill = 1')\nc.execute('BEGIN IMMEDIATE')\n"
        "for n in range(2000): c.execute(\"INSERT INTO doubt VALUES (?)\", ('x' * 500,))\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert names(path) == ["ledger.sqlite", "ledger.sqlite-journal"]
    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    assert peek(path).states == {ONE.key: "sent"}
    assert peek(path).doubt == ""
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before
    with open_ledger(path) as ledger:
        assert (ledger.state(ONE.key), ledger.doubt) == ("sent", "")


def test_where_there_is_none_looking_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    seen = peek(tmp_path / "out" / "ledger.sqlite")
    assert (seen.states, seen.doubt) == ({}, "")
    assert [*tmp_path.iterdir()] == []
