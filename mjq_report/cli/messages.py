"""What is printed: results on stdout, everything else on stderr, all of it safe to show on a terminal."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable


def safe(text: str) -> str:
    """Text with control, format and line-breaking characters shown as `\\x1b` and the like.

    Data reaches messages; a terminal must not obey it, nor a log reader take `::error::` at a line's start.
    """
    shown = []
    for char in text:
        hidden = unicodedata.category(char) in ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")
        shown.append(char.encode("unicode_escape").decode("ascii") if hidden else char)
    return "".join(shown)


def fail(lines: Iterable[str], code: int) -> int:
    """Print a failure, one `error: …` line each, and return the exit code."""
    for line in lines:
        note(line, "error")
    return code


def note(line: str, kind: str = "note") -> None:
    """Print one line on stderr: `note: …`, `warning: …` or `error: …`."""
    print(f"{kind}: {safe(line)}", file=sys.stderr)


def say(line: str) -> None:
    """Print one line of result on stdout."""
    print(safe(line))
