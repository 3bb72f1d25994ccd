"""A folder that is published by switching one name: whole or the old one, never anybody else's, never half."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mjq_report.archive.site_switch import publish_folder
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
from mjq_report.archive import site_switch as switch
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


# --------------------------------------------------------------------------- what fails


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_disk_that_fails_is_told_of_and_the_old_site_stands(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    before = folders(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(OutputError, match=r"site: cannot write: No space left on device; free space or choose"):
            publish_folder(site, TWO)
    assert shown(site) == dict(ONE)
    assert folders(tmp_path) == before


def test_a_link_that_cannot_be_made_for_want_of_space_is_no_reason_to_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", full)
        with pytest.raises(OutputError, match="No space left"):
            publish_folder(site, TWO)
    assert shown(site) == dict(ONE) and site.is_symlink()


@pytest.mark.parametrize("had", [True, False])
def test_where_folders_are_renamed_one_that_cannot_be_leaves_the_old_site(
    tmp_path: Path, had: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    site, rename = tmp_path / "site", Path.rename

    def last_fails(self: Path, target: Path) -> Path:
        if self.name.startswith("site.") and target.name == "site":
            full()
        return rename(self, target)

    monkeypatch.setattr(Path, "symlink_to", refused)
    if had:
        publish_folder(site, ONE)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", last_fails)
        with pytest.raises(OutputError, match="No space left"):
            publish_folder(site, TWO)
    assert site.exists() is had
    assert not had or shown(site) == dict(ONE)
    assert publish_folder(site, TWO).changed
    assert shown(site) == dict(TWO)


def test_a_site_of_renamed_folders_becomes_a_link_where_there_are_links_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    site = tmp_path / "site"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", refused)
        publish_folder(site, ONE)
    assert publish_folder(site, TWO).changed
    assert site.is_symlink()
    assert shown(site) == dict(TWO)


def test_what_an_interrupted_run_left_is_swept_links_as_well(tmp_path: Path) -> None:
    publish_folder(tmp_path / "site", ONE)
    (tmp_path / ".site.01.part").symlink_to("nowhere")
    (tmp_path / ".site.02.part").mkdir()
    (tmp_path / ".other.03.part").mkdir()
    (tmp_path / "site.0123456789abcdef").mkdir()
    assert not publish_folder(tmp_path / "site", ONE).changed
    there = folders(tmp_path)
    assert ".other.03.part" in there and not [name for name in there if name.startswith(".site.")]
    assert "site.0123456789abcdef" in there, "it has no mark of ours"


def test_a_site_whose_folder_is_gone_or_of_the_same_name_but_spoiled_is_made_again(tmp_path: Path) -> None:
    import shutil

    site = tmp_path / "site"
    publish_folder(site, ONE)
    home = site.resolve()
    shutil.rmtree(home)
    assert publish_folder(site, ONE).changed
    assert shown(site) == dict(ONE)
    (home / "more.html").write_bytes(b"not ours")
    assert publish_folder(site, ONE).changed
    assert shown(site) == dict(ONE)


def test_a_file_that_cannot_be_read_again_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish_folder(site, ONE)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", full)
        assert publish_folder(site, ONE).changed
    assert shown(site) == dict(ONE)


def test_files_may_lie_deep_and_are_for_whoever_the_umask_lets_read_them(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        publish_folder(tmp_path / "site", [("a/b/c/d.txt", b"deep"), ("index.html", b"one")])
    finally:
        os.umask(old)
    root = (tmp_path / "site").resolve()
    assert (root / "a/b/c/d.txt").read_bytes() == b"deep"
    assert {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()} == {0o640}


def test_a_site_is_known_by_what_it_holds(tmp_path: Path) -> None:
    """The name of its folder is of the files' names and contents: with another rule every site would be made anew."""
    publish_folder(tmp_path / "site", [("b.txt", b"two"), ("a/b.txt", b"one")])
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"one", b"two"))
    digest = hashlib.sha256(f"a/b.txt\0{one}\nb.txt\0{two}\n".encode()).hexdigest()
    assert (tmp_path / "site").readlink().name == f"site.{digest[:16]}"
