"""What systems do differently: locks, folders held open, links, worker processes, streams. Nothing else asks which one it is.

POSIX opens a file relative to a folder that is held open (`dir_fd`), so that nobody can swap a link into the path meanwhile.
Windows has no such calls; there the same is done by path, and a link in the way is looked for first.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_NO_FOLLOW, _DIRECTORY = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_DIRECTORY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | getattr(os, "O_BINARY", 0)
_HELD = {os.open, os.mkdir, os.rename, os.unlink} <= os.supports_dir_fd
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_NO_PRIVILEGE = 1314  # Windows: links are for administrators and developers


class HeldFolder:
    """An open folder: what is done through it happens in it, whatever becomes of its name. Names have no folder in them."""

    def __init__(self, path: Path, parent: HeldFolder | None = None) -> None:
        """Open a folder, or with `parent` the one of that path's name in it. Raises OSError, also for a link."""
        self._path, self._fd = path, self._open(path, parent)

    @staticmethod
    def _open(path: Path, parent: HeldFolder | None) -> int | None:
        name, fd = (path.name, parent._fd) if parent is not None and _HELD else (str(path), None)
        if not _HELD and (path.is_symlink() or not path.is_dir()):
            raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        return os.open(name, os.O_RDONLY | _DIRECTORY | _NO_FOLLOW, dir_fd=fd) if _HELD else None

    def __enter__(self) -> HeldFolder:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd is not None:
            os.close(self._fd)

    def _name(self, name: str) -> str:
        return name if _HELD else str(self._path / name)

    def folder(self, name: str) -> HeldFolder:
        """The folder of that name in this one, made where it is missing."""
        with contextlib.suppress(FileExistsError):
            os.mkdir(self._name(name), dir_fd=self._fd)
        return HeldFolder(self._path / name, self)

    def write_new(self, name: str, data: bytes) -> None:
        """Write a file that must not be there yet, to the disk."""
        handle = os.open(self._name(name), _NEW, 0o666, dir_fd=self._fd)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, name: str, by: str) -> None:
        """Give the file `by` the name of another, which is gone then, in one step, and have the folder on the disk."""
        os.replace(self._name(by), self._name(name), src_dir_fd=self._fd, dst_dir_fd=self._fd)
        if self._fd is not None:
            os.fsync(self._fd)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._name(name), dir_fd=self._fd)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk, where that is asked for: Windows writes them through by itself."""
    if _HELD:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def link_folder(link: Path, name: str) -> bool:
    """Make a symbolic link to a folder beside it; False where the system or the file system has none."""
    try:
        link.symlink_to(name, target_is_directory=True)
    except OSError as error:
        if error.errno in _NO_LINKS or getattr(error, "winerror", 0) == _NO_PRIVILEGE:
            return False
        raise
    return True


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock file of that path; others wait, and `waiting` is called before. It goes with the process.

    Raises OSError, also for a link in its place.
    """
    hold = _by_library if fcntl is None else _by_flock
    with hold(path, waiting):
        yield


@contextlib.contextmanager
def _by_flock(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o666)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _by_library(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def start_method() -> Literal["forkserver", "spawn"]:
    """How worker processes start: forked from a server that has everything loaded, or anew where there is no fork."""
    return "forkserver" if hasattr(os, "fork") else "spawn"


def start_fork_server(preload: list[str], **environment: str) -> None:
    """Start the server that workers are forked from ahead of its use, so that it loads modules while this process does.

    `environment` holds variables for it alone. Does nothing where there is no fork.
    """
    if start_method() != "forkserver":
        return
    from multiprocessing import forkserver, get_context

    get_context("forkserver").set_forkserver_preload(preload)
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


def limit_memory(most: int) -> None:
    """Bound the private memory of this process to so many bytes from now on, and leave no core dump, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain_streams() -> None:
    """Let standard output and error show what their encoding lacks as `\\u4e00`, which JSON reads as well, and never fail.

    Where the caller closed them, results are refused, so that the exit code tells, and messages go nowhere.
    """
    codecs.register_error("mjq-report", _escaped)
    if sys.stdout is None:
        _hold(1)
        sys.stdout = _Closed()
    if sys.stderr is None:
        _hold(2)
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="mjq-report")


class _Closed(io.StringIO):
    """Standard output where there is none: what is written did not arrive."""

    def write(self, text: str, /) -> int:
        """Refuse the text. Raises OSError."""
        raise OSError(errno.EBADF, "standard output is closed, the result went nowhere; do not close it")


def _hold(number: int) -> None:
    """Take the descriptor of a closed stream, so that no file of ours gets it and what libraries print."""
    if os.name == "posix":
        null = os.open(os.devnull, os.O_RDWR)
        if null != number:
            os.dup2(null, number)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)), error.end
