"""Files that a command is about to write into data/: planned first, shown, then written whole.

The function that puts a file in place is handed in: the command line has the one that briefings use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mjq_report.errors import OutputError

Write = Callable[[Path, str, bytes], object]  # folder, name, bytes


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file below data/: the SHA-256 that it has now ("" when there is none) and its bytes to be."""

    path: str
    before: str
    after: bytes


def write_files(data: Path, files: Sequence[PlannedFile], write: Write) -> list[Path]:
    """Write the files and return their paths. Raises OutputError when one changed since it was planned."""
    for file in files:
        if digest(data / file.path) != file.before:
            raise OutputError(f"{data / file.path}: changed in the meantime; nothing was written, start again")
    written = []
    for file in files:
        target = data / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{target.parent}: cannot be made: {error.strerror or error}") from None
        write(target.parent, target.name, file.after)
        written.append(target)
    return written


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, "" when there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from None
