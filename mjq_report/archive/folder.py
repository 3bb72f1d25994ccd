"""Writing into a folder so that a reader never sees half a file, whatever happens in between.

A file is written under a random name in the same folder (`O_EXCL`, `O_NOFOLLOW`), fsynced, given
the mode that the umask allows, renamed over the old one, and the folder fsynced.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from mjq_report.errors import OutputError

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)


def make_folder(root: Path, *parts: str) -> Path:
    """Create `root/parts…` where missing. OutputError if a part would leave the root or is a link or a file."""
    folder = root
    _make_one(folder, parents=True)
    for part in parts:
        if part in ("", ".", "..") or "/" in part or "\0" in part:
            raise OutputError(f"{part!r} cannot be a folder name under {root}")
        folder = folder / part
        _make_one(folder)
    return folder


def _make_one(folder: Path, parents: bool = False) -> None:
    try:
        folder.mkdir(exist_ok=True, parents=parents)
    except FileExistsError:
        raise OutputError(f"{folder}: a file stands where the folder should be; move it away") from None
    except OSError as error:
        raise _cannot(folder, error) from None
    if folder.is_symlink() and not parents:
        raise OutputError(f"{folder}: is a symbolic link; remove it or give --out a real folder")


def write_whole(folder: Path, name: str, data: bytes) -> Path:
    """Put a file into a folder, whole or not at all. Raises OutputError; the old file then stands untouched."""
    if Path(name).name != name or name in ("", ".", ".."):
        raise OutputError(f"{name!r} cannot be a file name under {folder}")
    try:
        place = os.open(folder, os.O_RDONLY | _DIRECTORY | _NO_FOLLOW)
    except OSError as error:
        raise _cannot(folder, error) from None
    temporary = f".{name}.{secrets.token_hex(8)}.part"
    try:
        _write(place, temporary, data)
        os.rename(temporary, name, src_dir_fd=place, dst_dir_fd=place)
        os.fsync(place)
    except OSError as error:
        raise _cannot(folder / name, error) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary, dir_fd=place)
        os.close(place)
    return folder / name


def _write(place: int, name: str, data: bytes) -> None:
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o666, dir_fd=place)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path, name: str) -> None:
    """Remove a file if it is there."""
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot(folder / name, error) from None


def sweep(folder: Path) -> None:
    """Remove what an interrupted writing left behind. Only call while the folder is locked."""
    for left in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            left.unlink()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer at a time; others wait. The lock goes with the process, however it ends."""
    import fcntl

    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o666)
    except OSError as error:
        raise _cannot(folder / ".lock", error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise _cannot(folder / ".lock", error) from None
        yield
    finally:
        os.close(handle)


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot write: {error.strerror or error}; free space or choose another --out")
