"""A folder that is published by switching one name: whole or the old one, never anybody else's, never half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mjq_report.distribution.switch import publish_folder
from mjq_report.errors import OutputError

ONE = [("index.html", b"one"), ("a/b.css", b"one")]
TWO = [("index.html", b"two"), ("a/b.css", b"two"), ("new.txt", b"two")]


def shown(site: Path) -> dict[str, bytes]:
    """What a reader finds below the published name."""
    root = site.resolve()
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def folders(parent: Path) -> list[str]:
    return sorted(path.name for path in parent.iterdir() if path.name != ".lock")


def test_the_new_files_stand_under_the_same_name_and_what_is_gone_is_gone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish_folder(site, TWO).files == 3
    made = publish_folder(site, ONE)
    assert made.changed
    assert made.path == site
    assert shown(site) == dict(ONE)


def test_the_same_files_change_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    before = (site.readlink(), {path: path.stat().st_mtime_ns for path in site.resolve().rglob("*")})
    assert not publish_folder(site, reversed(ONE)).changed
    assert (site.readlink(), {path: path.stat().st_mtime_ns for path in site.resolve().rglob("*")}) == before


def test_a_file_that_somebody_changed_is_put_right(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    (site / "index.html").write_bytes(b"spoiled")
    assert publish_folder(site, ONE).changed
    assert shown(site) == dict(ONE)


def test_the_folder_before_stays_for_slow_readers_and_older_ones_go(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for number in range(5):
        publish_folder(site, [("index.html", str(number).encode())])
    assert len(folders(tmp_path)) == 3, "the name, what it leads to, and the one before"


def test_a_run_that_fails_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    before = folders(tmp_path)

    def broken() -> Iterator[tuple[str, bytes]]:
        yield TWO[0]
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        publish_folder(site, broken())
    assert shown(site) == dict(ONE)
    assert folders(tmp_path) == before


KILLED = """
import os, sys
from pathlib import Path
from mjq_report.distribution import switch
count = [int(sys.argv[2])]
def dying(do):
    def call(*args, **more):
        count[0] -= 1
        if count[0] < 0: os.kill(os.getpid(), 9)
        return do(*args, **more)
    return call
for name in ("open", "fsync", "rename", "replace", "symlink", "unlink", "mkdir"):
    setattr(os, name, dying(getattr(os, name)))
switch.publish_folder(Path(sys.argv[1]), [("index.html", b"two"), ("a/b.css", b"two"), ("new.txt", b"two")])
"""


@pytest.mark.parametrize("after", [0, 1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33])
def test_killed_at_any_step_the_site_is_the_old_or_the_new_one(tmp_path: Path, after: int) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(site), str(after)], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL or (done.returncode == 0 and after > 20), done.stderr
    assert shown(site) in (dict(ONE), dict(TWO))
    publish_folder(site, TWO)
    assert shown(site) == dict(TWO)
    assert not [name for name in folders(tmp_path) if name.endswith(".part")]


def test_a_reader_never_finds_files_of_two_sites(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    stop, seen = threading.Event(), set[tuple[bytes, bytes]]()

    def read() -> None:
        while not stop.is_set():
            folder = os.open(site, os.O_RDONLY)  # a reader who is in the site
            try:
                texts = []
                for name in ("index.html", "a/b.css"):
                    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                        texts.append(file.read())
                seen.add((texts[0], texts[1]))
            finally:
                os.close(folder)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(20):
        publish_folder(site, TWO if number % 2 else ONE)
    stop.set()
    reader.join()
    assert seen <= {(b"one", b"one"), (b"two", b"two")}
    assert len(seen) == 2, "the reader saw both"


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_what_was_not_made_here_is_never_replaced(tmp_path: Path, there: str) -> None:
    site = tmp_path / "site"
    if there == "folder":
        site.mkdir()
        (site / "index.html").write_text("mine")
    elif there == "file":
        site.write_text("mine")
    else:
        (tmp_path / "other").mkdir()
        site.symlink_to("other")
    before = folders(tmp_path)
    with pytest.raises(OutputError, match="not made here"):
        publish_folder(site, ONE)
    assert folders(tmp_path) == before


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ".hidden", "a/.b", "a\\b", "a//b", "./a", ""])
def test_no_file_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError):
        publish_folder(tmp_path / "in" / "site", [(path, b"x")])
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_names_that_some_file_systems_take_for_one_are_refused(tmp_path: Path) -> None:
    for one, other in (("A.html", "a.html"), ("é.txt", "e\u0301.txt"), ("x", "x")):
        with pytest.raises(OutputError, match="same"):
            publish_folder(tmp_path / "site", [(one, b"1"), (other, b"2")])


def test_where_there_are_no_links_folders_are_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refused)
    site = tmp_path / "site"
    publish_folder(site, ONE)
    assert publish_folder(site, TWO).changed
    assert not site.is_symlink()
    assert shown(site) == dict(TWO)
    assert not publish_folder(site, TWO).changed
