"""What was delivered: one row a target, recipient and content, so that nothing goes out twice, whatever crashes.

A row is "trying" on the disk before the step that cannot be taken back, "sent" once the other side has said so, and
"failed" when it is known that nothing arrived. "trying" that is left standing means: nobody knows.

SQLite checks the file when it is opened, and an empty file is no new start. A damaged ledger is set aside under another
name. The one that takes its place records that, and is not believed about what it does not have: to it everything may have
been sent before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mjq_report.errors import OutputError
from mjq_report.settings import portable

State = Literal["trying", "sent", "failed"]
_APPLICATION = 0x6D6A7144  # "mjqD"
_VERSION = 2  # 1 had a hash of each row besides
_TABLES = """
CREATE TABLE delivery (
  key TEXT PRIMARY KEY, target TEXT NOT NULL, recipient TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('trying', 'sent', 'failed')), attempts INTEGER NOT NULL, at TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE TABLE doubt (file TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One content for one recipient of one target. `recipient` is as shown to people; the key is over the real one."""

    key: str
    target: str
    recipient: str
    name: str
    content: str


def delivery_key(target: str, recipient: str, content: str) -> str:
    """By what a delivery is known: SHA-256 over target, recipient and content."""
    return hashlib.sha256("\0".join((target, recipient, content)).encode("utf-8")).hexdigest()


class Ledger:
    """An open ledger. Every change is on the disk when its method returns. Raises OutputError."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection

    @property
    def doubt(self) -> str:
        """The file that a damaged ledger was set aside as; "" when this one can be believed."""
        row = self._ask("SELECT file FROM doubt LIMIT 1").fetchone()
        return str(row[0]) if row else ""

    def state(self, key: str) -> State | None:
        """What is known of a delivery."""
        row = self._ask("SELECT state FROM delivery WHERE key = ?", key).fetchone()
        return row[0] if row else None

    def record(self, delivery: Delivery, state: State, detail: str = "") -> None:
        """Put down where a delivery stands."""
        row = self._ask("SELECT attempts FROM delivery WHERE key = ?", delivery.key).fetchone()
        attempts = (row[0] if row else 0) + (state == "trying")
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        one = delivery
        values = (one.key, one.target, one.recipient, one.name, one.content, state, attempts, at, detail)
        self._ask("REPLACE INTO delivery VALUES (?,?,?,?,?,?,?,?,?)", *values)

    def believe(self) -> None:
        """Say that all there is has been gone through by hand, so that what is not here counts as not sent again."""
        self._ask("DELETE FROM doubt")

    def _ask(self, query: str, *values: str | int) -> sqlite3.Cursor:
        try:
            return self._connection.execute(query, values)  # without BEGIN each statement is committed by itself
        except sqlite3.Error as error:
            raise OutputError(
                f"{self._path}: cannot be written: {error}; nothing is sent that cannot be recorded"
            ) from None


@contextlib.contextmanager
def open_ledger(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Ledger]:
    """Open the ledger, or begin one, for one process at a time; `waiting` is called when another has it.

    Raises OutputError when it cannot be read or written, which is no damage.
    """
    with _locked(path, waiting):
        _sweep(path)
        if not path.exists():
            _begin(path)
        connection = _opened(path)
        if connection is None:
            _set_aside(path)
            connection = _opened(path)
        if connection is None:
            raise OutputError(f"{path}: what was just written cannot be read; look after the disk")
        with contextlib.closing(connection):
            yield Ledger(path, connection)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a ledger says, for telling what would be done: states by key, and whether it would have to be set aside."""

    states: dict[str, State]
    doubt: str = ""


def peek(path: Path) -> Snapshot:
    """Read a ledger without changing anything: a copy of it, as reading may mean to undo what a crash left half done."""
    if not path.exists():
        return Snapshot({})
    with tempfile.TemporaryDirectory(prefix="mjq-report-") as scratch:
        copy = Path(scratch) / path.name
        for name in (path.name, f"{path.name}-journal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(name), copy.with_name(name))
        connection = _opened(copy)
        if connection is None:
            return Snapshot({}, f"{path.name} (damaged)")
        with contextlib.closing(connection):
            states = dict(connection.execute("SELECT key, state FROM delivery"))
            return Snapshot(states, Ledger(path, connection).doubt)


@contextlib.contextmanager
def _locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """The lock goes with the process, however it ends."""
    beside = path.with_name(f".{path.name}.lock")
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(portable.locked(beside, waiting))
        except OSError as error:
            raise OutputError(f"{beside}: cannot write: {error.strerror or error}") from None
        yield


def _opened(path: Path) -> sqlite3.Connection | None:
    """A connection, or None when the file is damaged. Raises OutputError."""
    with contextlib.ExitStack() as closing:
        try:
            connection = closing.enter_context(contextlib.closing(sqlite3.connect(path, isolation_level=None)))
            valid = _is_valid(connection)
        except sqlite3.OperationalError as error:  # a folder, no permission, no space, no reply of the disk
            raise OutputError(f"{path}: {error}; nothing is sent without the ledger") from None
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return None
        if not valid:
            return None
        closing.pop_all()
        return connection


def _is_valid(connection: sqlite3.Connection) -> bool:
    # One file and no shared memory, so that it may lie on any file system. EXTRA also syncs the folder that the
    # rollback journal is removed from: without it a power cut can bring the journal, and so the old state, back.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    checked = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    # an empty file, to SQLite an empty database, is none of ours: those are never begun in place
    ours = connection.execute("PRAGMA application_id").fetchone() == (_APPLICATION,)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if ours and version > _VERSION:
        raise sqlite3.OperationalError("a newer version of this program wrote it")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not (checked and ours and tables == {"delivery", "doubt"}):
        return False
    if version == 1:
        connection.executescript(
            f"BEGIN; ALTER TABLE delivery DROP COLUMN seal; PRAGMA user_version = {_VERSION}; COMMIT"
        )
    return True


def _begin(path: Path, doubt: str = "") -> None:
    """Write a new ledger under another name, then give it its own."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        connection = sqlite3.connect(part, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.executescript(_TABLES)
            if doubt:
                connection.execute("INSERT INTO doubt VALUES (?)", (doubt,))
        part.replace(path)
        portable.sync_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OutputError(f"{path}: cannot write: {getattr(error, 'strerror', None) or error}") from None


def _set_aside(path: Path) -> None:
    """Keep a damaged ledger under another name, and put in its place one that says so. At no moment is there none."""
    number = next(n for n in range(1, 10_000) if not path.with_name(f"{path.name}.damaged-{n}").exists())
    aside = path.with_name(f"{path.name}.damaged-{number}")
    try:
        for ending in ("-journal", "-wal", "-shm"):  # else SQLite would play it back into the new one
            beside = path.with_name(path.name + ending)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + ending))
        try:
            os.link(path, aside)
        except OSError:  # no hard links there
            shutil.copy2(path, aside)
    except OSError as error:
        raise OutputError(f"{path}: is damaged and cannot be set aside: {error.strerror or error}") from None
    _begin(path, aside.name)


def _sweep(path: Path) -> None:
    """Remove what an interrupted beginning left."""
    for left in path.parent.glob(f".{path.name}.*.part*"):
        with contextlib.suppress(OSError):
            left.unlink()
