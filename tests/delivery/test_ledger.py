"""The ledger: what it holds is on the disk, and damage to it never leads to a second sending."""

from __future__ import annotations

import datetime as dt
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mjq_report.delivery import ledger as ledger_module
from mjq_report.delivery.ledger import Delivery, Ledger, delivery_key, open_ledger, peek
from tests.delivery.certificates import Authority
from tests.delivery.outbox import Project, edition, toml
from tests.delivery.robots import Robots, Script

ONE = Delivery(delivery_key("mail", "one@example.org", "c"), "mail", "one@example.org", "lakeside-2024", "c")


def robot_and_folder(project: Project, authority: Authority) -> None:
    robot = toml("slack", url_env="SLACK_URL", ca_file=authority.ca_file)
    project.targets(robot, toml("folder", path=project.folder / "there"))


def test_states_are_there_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        assert ledger.state(ONE.key) is None
        for state in ("trying", "failed", "trying", "sent"):
            ledger.record(ONE, state)  # type: ignore[arg-type]
            assert peek(path).states == {ONE.key: state}
    with open_ledger(path) as ledger:
        assert (ledger.state(ONE.key), ledger.doubt) == ("sent", "")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT attempts, recipient FROM delivery").fetchall() == [(2, "one@example.org")]


def test_a_key_is_of_target_recipient_and_content() -> None:
    keys = {
        delivery_key(*parts)
        for parts in [("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("x", "b", "c"), ("a", "b", "x")]
    }
    assert len(keys) == 5


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _nonsense(path: Path) -> None:
    path.write_bytes(os.urandom(8192))


def _another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE delivery (key TEXT)")


def _no_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE doubt")


@pytest.mark.guards("F6")
@pytest.mark.parametrize("damage", [_cut, _empty, _nonsense, _another, _no_table])
def test_a_damaged_ledger_is_set_aside_and_nothing_is_sent_again_without_the_users_word(
    damage: Callable[[Path], None],
    project_folder: Project,
    robot: Robots,
    authority: Authority,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    assert project_folder.publish() == 0
    damage(project_folder.ledger)
    damaged = project_folder.ledger.read_bytes()
    (project_folder.folder / "there" / "lakeside" / "2024" / "lakeside-2024-2026-02-01.pdf").unlink()
    assert project_folder.publish("--dry-run") == 14
    assert project_folder.ledger.read_bytes() == damaged
    capsys.readouterr()
    for _ in range(2):
        assert project_folder.publish() == 14
        said = capsys.readouterr().err
        assert "warning: " in said and "deliveries.sqlite.damaged-1" in said
        assert [line.split(":")[1].split()[0] for line in said.splitlines() if line.startswith("error")] == ["slack"]
    assert (project_folder.out / "deliveries.sqlite.damaged-1").read_bytes() == damaged
    assert not (project_folder.out / "deliveries.sqlite.damaged-2").exists()
    assert len(robot.chats) == 1
    assert [*(project_folder.folder / "there").rglob("*.pdf")], "files are simply put again"
    project_folder.add(edition("hilltop", 2023))
    assert project_folder.publish("--town", "hilltop") == 14, "what came later may have been sent as well"
    assert project_folder.publish("--mark-sent") == 0
    assert len(robot.chats) == 1
    project_folder.add(edition("lakeside", 2023))
    assert project_folder.publish() == 0
    assert len(robot.chats) == 2, "from then on it is believed again"


@pytest.mark.parametrize("moment", ["link", "begin"])
def test_a_crash_while_it_is_set_aside_does_not_make_the_next_one_believed(
    moment: str, project_folder: Project, robot: Robots, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    assert project_folder.publish() == 0
    _nonsense(project_folder.ledger)

    def crash(*told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if moment == "link":
            patch.setattr(os, "link", crash)
        else:
            patch.setattr(ledger_module, "_begin", crash)
        assert project_folder.publish() == 130
    assert project_folder.ledger.exists()
    assert project_folder.publish() == 14
    assert len(robot.chats) == 1


def test_what_a_crash_left_of_a_beginning_is_no_ledger(project_folder: Project) -> None:
    left = project_folder.out / ".deliveries.sqlite.0123.part"
    left.write_bytes(b"half")
    project_folder.add(edition("lakeside", 2024)).targets(toml("folder", path=project_folder.folder / "there"))
    assert project_folder.publish() == 0
    assert not left.exists()
    assert set(project_folder.states().values()) == {"sent"}


def test_resend_of_everything_also_ends_the_doubt(project_folder: Project, robot: Robots, authority: Authority) -> None:
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    _empty(project_folder.ledger)
    assert project_folder.publish("--target", "slack") == 14
    assert project_folder.publish("--resend") == 0
    assert project_folder.publish() == 0
    assert len(robot.chats) == 1


def test_the_doubt_stays_until_all_there_is_was_decided_on(
    project_folder: Project, robot: Robots, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target without its secret, or a PDF that is unfit, could not be put down: later it may go out for the second time."""
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    assert project_folder.publish() == 0
    _empty(project_folder.ledger)
    with monkeypatch.context() as patch:
        patch.delenv("SLACK_URL")
        assert project_folder.publish("--mark-sent") == 14
    assert project_folder.publish() == 14
    manifest = project_folder.out / "lakeside" / "2024" / "lakeside-2024-2026-02-01.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-5])
    assert project_folder.publish("--mark-sent") == 14
    manifest.write_bytes(whole)
    assert project_folder.publish() == 14
    assert len(robot.chats) == 1
    assert project_folder.publish("--mark-sent") == 0
    assert project_folder.publish() == 0
    assert len(robot.chats) == 1


def test_what_may_have_arrived_stays_so_when_sending_it_again_fails(
    project_folder: Project, robot: Robots, authority: Authority
) -> None:
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    robot.script[:] = [Script(kept=True, act="lose"), Script(404, b"no_service")]
    assert project_folder.publish() == 14
    assert project_folder.publish("--resend") == 14
    assert project_folder.publish() == 14
    assert len(robot.chats) == 1
    assert project_folder.publish("--resend") == 0
    assert len(robot.chats) == 2


def test_no_random_damage_sends_twice(project_folder: Project, robot: Robots, authority: Authority) -> None:
    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    assert project_folder.publish() == 0
    whole, chance = project_folder.ledger.read_bytes(), random.Random(1)
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        project_folder.ledger.write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        assert project_folder.publish() in (0, 9, 14)
        assert len(robot.chats) == 1


def test_what_cannot_be_put_down_is_not_sent(
    project_folder: Project,
    robot: Robots,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from mjq_report.errors import OutputError

    def full(self: Ledger, *told: object) -> None:
        raise OutputError("ledger: database or disk is full")

    project_folder.add(edition("lakeside", 2024))
    robot_and_folder(project_folder, authority)
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record", full)
        assert project_folder.publish() == 9
    assert "disk is full" in capsys.readouterr().err
    assert not robot.chats
    assert project_folder.publish() == 0
    assert len(robot.chats) == 1


def test_a_ledger_of_a_newer_version_is_not_taken_for_damage(
    project_folder: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project_folder.add(edition("lakeside", 2024)).targets(toml("folder", path=project_folder.folder / "there"))
    assert project_folder.publish() == 0
    with closing(sqlite3.connect(project_folder.ledger)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert project_folder.publish() == 9
    assert "newer version" in capsys.readouterr().err
    assert not [*project_folder.out.glob("*.damaged-*")]


def test_its_place_may_be_chosen(project_folder: Project) -> None:
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(toml("folder", path=project_folder.folder / "there"), settings='ledger = "kept/sent.sqlite"')
    assert project_folder.publish() == 0
    assert (project_folder.folder / "kept" / "sent.sqlite").is_file()
    assert not project_folder.ledger.exists()


def test_ledgers_that_were_written_before_are_believed(tmp_path: Path) -> None:
    """With other keys everything would be sent again; the hash of each row, which version 1 had, goes."""
    assert ONE.key == "0177114896606eb99a2ec328da83d28f6026580b068cca193516f7cf2e83f157"
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        ledger.record(ONE, "sent")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "ALTER TABLE delivery ADD COLUMN seal TEXT NOT NULL DEFAULT 'x'; PRAGMA user_version = 1"
        )
    assert peek(path).states == {ONE.key: "sent"}
    with open_ledger(path) as ledger:
        assert (ledger.state(ONE.key), ledger.doubt) == ("sent", "")
        ledger.record(ONE, "sent", "again")


def test_what_is_put_down_of_a_delivery(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        for state in ("trying", "failed", "trying", "trying"):
            ledger.record(ONE, state)  # type: ignore[arg-type]
        ledger.record(ONE, "sent", "250 ok")
        other = Delivery("k", "folder", "there", "n", "c")
        ledger.record(other, "failed")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT target, state, attempts, detail, at FROM delivery ORDER BY target").fetchall()
    assert [row[:-1] for row in rows] == [("folder", "failed", 0, ""), ("mail", "sent", 3, "250 ok")]
    for row in rows:
        assert dt.datetime.fromisoformat(row[-1]).utcoffset() == dt.timedelta(0)


def test_what_sqlite_keeps_beside_a_damaged_ledger_goes_aside_with_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database")
    for ending in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).write_bytes(ending.encode())
    ledger_module._set_aside(path)
    assert peek(path).doubt == "ledger.sqlite.damaged-1"
    for ending in ("-journal", "-wal", "-shm"):
        assert not path.with_name(path.name + ending).exists()
        assert path.with_name(f"{path.name}.damaged-1{ending}").read_bytes() == ending.encode()
