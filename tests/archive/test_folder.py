"""Files written whole or not at all: names that would leave the folder, links in the way, disks that fail."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.archive.folder import locked, make_folder, remove, sweep, write_whole
from mjq_report.errors import OutputError
from mjq_report.settings.portable import HeldFolder


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_a_file_is_there_whole_with_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    umask = os.umask(0o027)
    try:
        assert write_whole(tmp_path, "a.pdf", data) == tmp_path / "a.pdf"
        assert write_whole(tmp_path, "empty", b"").read_bytes() == b""
    finally:
        os.umask(umask)
    assert (tmp_path / "a.pdf").read_bytes() == data
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a.pdf", "empty"]


def test_what_is_written_in_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write may take fewer bytes than it was given."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:7])))
    write_whole(tmp_path, "a", bytes(range(100)))
    assert (tmp_path / "a").read_bytes() == bytes(range(100))


@pytest.mark.guards("T1")
@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", "../a", "a/"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(OutputError, match="cannot be a file name"):
        write_whole(inside, name, b"x")
    assert names(inside) == [] and names(tmp_path) == ["inside"]


@pytest.mark.guards("T1")
@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "/etc", "a\0b"])
def test_a_folder_that_leaves_its_root_is_refused(tmp_path: Path, part: str) -> None:
    with pytest.raises(OutputError, match="cannot be a folder name"):
        make_folder(tmp_path / "root", "towns", part)
    assert names(tmp_path) == ["root"] and names(tmp_path / "root") == ["towns"]


@pytest.mark.guards("T3")
def test_a_link_or_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "file").write_bytes(b"mine")
    assert make_folder(tmp_path / "link", "a") == tmp_path / "link" / "a", "the root may be a link: --out is the user's"
    with pytest.raises(OutputError, match="link: is a symbolic link"):
        make_folder(tmp_path, "link", "b")
    with pytest.raises(OutputError, match="file: a file stands where the folder should be"):
        make_folder(tmp_path, "file", "b")
    with pytest.raises(OutputError, match="cannot write"):
        make_folder(tmp_path / "file" / "below")
    with pytest.raises(OutputError, match="cannot write"):
        write_whole(tmp_path / "link", "c", b"x")
    assert names(tmp_path / "elsewhere") == ["a"]
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert make_folder(tmp_path, "new", "deep").is_dir()
    assert make_folder(tmp_path, "new", "deep").is_dir(), "and again"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_disk_that_fails_is_told_of_and_the_old_file_stands(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path, "a", b"old")
    real: Callable[..., object] = getattr(os, call)

    def failing(*args: object, **more: object) -> object:
        if call == "open" and args[0] == tmp_path:  # the folder itself can be opened
            return real(*args, **more)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with pytest.raises(OutputError, match=r"a: cannot write: No space left on device; free space or choose"):
            write_whole(tmp_path, "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"], "nothing half written is left"


def test_a_file_is_taken_away_if_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    remove(tmp_path, "a")
    remove(tmp_path, "a")
    assert names(tmp_path) == ["folder"]
    with pytest.raises(OutputError, match="folder: cannot write"):
        remove(tmp_path, "folder")


def test_what_an_interrupted_writing_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.pdf.0123.part", "a.part", ".a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".folder.part").mkdir()
    sweep(tmp_path)
    assert names(tmp_path) == [".a.pdf", ".folder.part", "a.part", "b.pdf"]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    events, entered = list[str](), threading.Event()

    def other() -> None:
        entered.set()
        with locked(tmp_path):
            events.append("second")

    with locked(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        entered.wait(600)
        thread.join(0.2)
        events.append("first")
    thread.join(600)
    assert events == ["first", "second"]


def test_a_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom mjq_report.archive.folder import locked\n"
        "with locked(Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    with locked(tmp_path):
        assert (tmp_path / ".lock").is_file()


def test_a_folder_that_cannot_be_locked_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    with pytest.raises(OutputError, match=r"nothing/\.lock: cannot write"), locked(tmp_path / "nothing"):
        pass
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".lock").symlink_to("elsewhere")
    with pytest.raises(OutputError, match=r"\.lock: cannot write"), locked(tmp_path / "linked"):
        pass
    assert not (tmp_path / "linked" / "elsewhere").exists()

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(OutputError, match="No locks available"), locked(tmp_path):
        pass


def test_the_temporary_name_cannot_be_guessed_and_is_the_files_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[str]()
    write = HeldFolder.write_new

    def watched(held: HeldFolder, name: str, data: bytes) -> None:
        seen.append(name)
        write(held, name, data)

    monkeypatch.setattr(HeldFolder, "write_new", watched)
    for _ in range(2):
        write_whole(tmp_path, "a", b"x")
    assert len({*seen}) == 2
    assert all(name.startswith(".a.") and name.endswith(".part") and len(name) == len(".a..part") + 16 for name in seen)
