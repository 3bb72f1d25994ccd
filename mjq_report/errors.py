"""Every error a user can meet: what it says, where, what to do, and its exit code.

`cli` catches `ReportError`, prints `error: …` lines on stderr and exits with `exit_code`. A traceback
is a bug of ours, never the answer to bad input. Data problems are `Problem`s out of the declared
catalogue (`CATALOGUE`), collected and raised together as one `DataError`.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


def shown(value: object) -> str:
    """A text or another value for a message: quoted, invisible characters escaped, shortened to 60 characters."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:59]}…")
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


class ReportError(Exception):
    """Base of all errors that end a command in a message. Exit codes are listed in docs/errors.md."""

    exit_code = 1

    def lines(self) -> list[str]:
        """The message, one line each; the first says what is wrong, the rest what to do."""
        return str(self).splitlines()


class UsageError(ReportError):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class UnknownTown(ReportError):
    """The town is not in towns.csv; names the nearest."""

    exit_code = 3

    def __init__(self, town: str, known: Iterable[str]) -> None:
        names = [name if len(name) <= 60 else f"{name[:59]}…" for name in sorted(known)]
        near = difflib.get_close_matches(town, names, n=3, cutoff=0.5)
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""  # there may be thousands
        hint = f"did you mean {' or '.join(near)}?" if near else f"known towns: {', '.join(names[:10]) or 'none'}{more}"
        super().__init__(f"no town {town!r} in data/towns.csv; {hint}")


class NoData(ReportError):
    """The town is known but no source covers the year."""

    exit_code = 4

    def __init__(self, town: str, year: int, years: Sequence[int]) -> None:
        have = ", ".join(map(str, years)) or "none"
        super().__init__(f"no data for {town} {year}: no source covers that year; years with data: {have}")


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of the data-error catalogue: a stable code, its severity, what it means and what to do."""

    code: str
    severity: Literal["error", "warning"]
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken at a place. `line` counts from 1 (the header is line 1); 0 means the whole file."""

    rule: Rule
    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or None, self.column or None) if part)
        return f"{place}: {self.what}; {self.rule.remedy} [{self.rule.code}]"


class DataError(ReportError):
    """The tables break rules; carries every problem that was found in one run."""

    exit_code = 5

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class TemplateError(ReportError):
    """A template or briefing.toml is wrong; the message starts with `file:line:`."""

    exit_code = 6


class MissingGlyph(ReportError):
    """The fonts have no glyph for a character that the page needs."""

    exit_code = 7

    def __init__(self, message: str, character: str = "") -> None:
        super().__init__(message)
        self.character = character

    def within(self, inputs: Iterable[tuple[str, bytes]]) -> MissingGlyph:
        """The same, with the first place of the character before it: `file:row:column: `, or `file:line: ` in a text."""
        for path, data in inputs:
            text = data.decode("utf-8", "replace")
            if self.character and self.character in text:
                return MissingGlyph(self._place(path, text) + str(self), self.character)
        return self

    def _place(self, path: str, text: str) -> str:
        if not path.endswith(".csv"):
            return f"{path}:{text.count(chr(10), 0, text.index(self.character)) + 1}: "
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        cells = ((row[0], name, cell) for row in rows for name, cell in zip(head, row, strict=False))
        return next((f"{path}:{key}:{name}: " for key, name, cell in cells if self.character in cell), "")


class FontError(ReportError):
    """A font file is missing, damaged, not the one expected, or of an unusable format."""

    exit_code = 8


class OutputError(ReportError):
    """Nothing could be written: disk full, no permission, a link where a folder should be, a lock held."""

    exit_code = 9


class EvidenceError(ReportError):
    """`check --evidence` found as_published texts that the sources do not hold."""

    exit_code = 10


class VerificationError(ReportError):
    """`verify` found that a PDF does not agree with what it carries."""

    exit_code = 11


class ConfigError(ReportError):
    """A TOML file of the user's (theme, project configuration) is wrong."""

    exit_code = 12


class ChartError(ReportError):
    """A chart cannot be drawn as declared: series, marks or size that its kind does not take, a number out of range."""

    exit_code = 13


class DeliveryError(ReportError):
    """`publish`: something did not arrive, or it is not known whether it did; one line each. All others were delivered."""

    exit_code = 14


class Unproven(ReportError):
    """`verify`: nothing is wrong in what was compared, but not all could be: the file was made by another version whose
    text now differs, or needs fonts that it does not enclose.
    """

    exit_code = 15


class Interrupted(ReportError):
    """Ctrl-C: finished files were left intact."""

    exit_code = 130
