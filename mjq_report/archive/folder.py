"""Writing into a folder so that a reader never sees half a file, whatever happens in between.

A file is written under a random name in the same folder, through no link and with the mode that the umask allows, brought
to the disk, and renamed over the old one.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from mjq_report.errors import OutputError
from mjq_report.settings import portable


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
    temporary = f".{name}.{secrets.token_hex(8)}.part"
    try:
        with portable.HeldFolder(folder) as held:
            try:
                held.write_new(temporary, data)
                held.replace(name, by=temporary)
            finally:
                with contextlib.suppress(OSError):
                    held.remove(temporary)
    except OSError as error:
        raise _cannot(folder / name, error) from None
    return folder / name


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
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(portable.locked(folder / ".lock"))
        except OSError as error:
            raise _cannot(folder / ".lock", error) from None
        yield


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot write: {error.strerror or error}; free space or choose another --out")
