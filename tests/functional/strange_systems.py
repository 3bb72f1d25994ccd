"""Started as `sitecustomize` of every process in a test: takes away what Windows does not have."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
for name in (
    "fork",
    "forkpty",
    "fchmod",
    "fchown",
    "getuid",
    "geteuid",
    "O_NOFOLLOW",
    "O_DIRECTORY",
    "O_NONBLOCK",
    "mkfifo",
):
    if hasattr(os, name):
        delattr(os, name)
os.supports_dir_fd.clear()
os.supports_fd.clear()


def _without(real: Any) -> Any:
    def call(*args: Any, **named: Any) -> Any:
        if any(key.endswith("dir_fd") and value is not None for key, value in named.items()):
            raise OSError(38, "dir_fd unavailable on this platform")
        if real is _open and Path(args[0]).is_dir():
            raise PermissionError(13, "Permission denied", args[0])
        return real(*args, **named)

    return call


_open = os.open
for name in ("open", "mkdir", "rename", "replace", "unlink", "remove", "stat", "symlink"):
    setattr(os, name, _without(getattr(os, name)))


def _symlink(*args: Any, **named: Any) -> None:
    raise OSError(1, "A required privilege is not held by the client")


os.symlink = _symlink
