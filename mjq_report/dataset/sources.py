"""How tables are stored: as CSV files in folders, or compiled into Parquet. Either way they are read as CSV bytes.

Everything above this module asks for a path below data/, such as `towns/example/claims.csv`, and neither
knows nor cares which it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from mjq_report.dataset.parquet import compiled_reader, is_compiled

LARGEST_FILE = 512 * 1024 * 1024
Reader = Callable[[str], bytes | None]  # a path below data/ to its bytes, None when there is none


def reader(data: Path, town: str = "") -> Reader:
    """Read a data folder of either kind. With a town, shared tables may lack the rows that it does not refer to."""
    if not is_compiled(data):
        return file_reader(data)
    return compiled_reader(data, town)


def file_reader(data: Path) -> Reader:
    """Read files below `data`; raises OSError or ValueError for what is not a plain file of sensible size."""

    def read(path: str) -> bytes | None:
        try:
            # O_NONBLOCK: a FIFO in the place of a table must not hang us
            descriptor = os.open(data / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except (FileNotFoundError, NotADirectoryError):
            if (data / path).is_symlink():
                raise ValueError("is a link that leads nowhere") from None
            return None
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ValueError("is not a regular file")
            if status.st_size > LARGEST_FILE:
                raise ValueError(f"is {status.st_size} bytes long")
            return stream.read()

    return read
