"""The briefings that may be delivered: those in the out folder whose bytes are what their manifest says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from mjq_report.archive.forms import FILES, MANIFEST
from mjq_report.archive.manifest import parse_manifest, sha256
from mjq_report.settings.paths import files_below

_STEM = re.compile(r"(?P<town>[a-z0-9-]{1,64})-(?P<year>\d{4})-(?P<date>\d{4}-\d\d-\d\d)")


class Unfit(Exception):
    """A file that cannot be delivered: not what its manifest says, or without one."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The newest edition of a town's briefing on a year, as its manifest tells it."""

    town: str
    year: int
    date: str
    path: Path  # without an ending
    record: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)  # the manifest of the edition before, if there is one

    @property
    def name(self) -> str:
        """File name without an ending."""
        return self.path.name

    @property
    def folder(self) -> tuple[str, str]:
        """The folders that it lies in, wherever it is put."""
        return self.town, str(self.year)

    def content(self, formats: Sequence[str]) -> str:
        """SHA-256 of the PDF; where other files go along, one over theirs as well."""
        if tuple(formats) == ("pdf",):
            return str(self.record["pdf"]["sha256"])
        record = [f"{kind} {self._digest(kind)}" for kind in sorted(formats) if self._digest(kind)]
        return sha256("\n".join(record).encode("ascii"))

    def _digest(self, kind: str) -> str:
        if kind == "manifest":
            return str(self.record["seal"])
        record = self.record["pdf"] if kind == "pdf" else self.record.get("forms", {}).get(kind, {})
        return str(record.get("sha256", ""))

    def files(self, formats: Sequence[str]) -> dict[str, bytes]:
        """The files, by name, in the order to write them: what speaks of others last. Raises Unfit."""
        found = {}
        for kind in (kind for kind in FILES if kind in formats and self._digest(kind)):
            path = self.path.with_name(self.name + FILES[kind].ending)
            data = _read(path)
            if kind == "manifest":
                whole = (parse_manifest(data) or {}).get("seal") == self.record["seal"]
            else:
                whole = sha256(data) == self._digest(kind)
            if not whole:
                raise Unfit(f"{path}: is not the file that its manifest describes; build it again")
            found[path.name] = data
        return found

    def changed(self) -> tuple[str, ...] | None:
        """Of what the inputs differ from the edition before: tables by name, "templates", "theme". None if unknown."""
        if not self.before:
            return None
        then, now = ({i["path"]: i["sha256"] for i in record["inputs"]} for record in (self.before, self.record))
        return tuple(sorted({_input(path) for path in then.keys() | now.keys() if then.get(path) != now.get(path)}))


def _input(path: str) -> str:
    top = path.partition("/")[0]
    return PurePosixPath(path).stem if top == "data" else top.removesuffix(".toml")


def find_briefings(out: Path) -> tuple[list[Briefing], list[tuple[str, int, str]]]:
    """The newest edition of each town and year; and of those that are unfit: town, year, what is the matter."""
    stems: dict[tuple[str, int], set[str]] = {}
    for path in files_below(out, "*/*/*"):
        known = _STEM.fullmatch(path.stem) if path.suffix in (FILES["pdf"].ending, MANIFEST.ending) else None
        if known and (known["town"], known["year"]) == path.parts[-3:-1]:
            stems.setdefault((known["town"], int(known["year"])), set()).add(known["date"])
    found: list[Briefing] = []
    unfit: list[tuple[str, int, str]] = []
    for (town, year), dates in sorted(stems.items()):
        newest, *older = sorted(dates, reverse=True)
        try:
            found.append(_briefing(out, town, year, newest, older))
        except Unfit as problem:
            unfit.append((town, year, str(problem)))
    return found, unfit


def _briefing(out: Path, town: str, year: int, date: str, older: Iterable[str]) -> Briefing:
    path = out / town / str(year) / f"{town}-{year}-{date}"
    beside = path.with_name(path.name + MANIFEST.ending)
    if not beside.is_file():
        raise Unfit(f"{path}.pdf: has no manifest beside it; build it again")
    record = parse_manifest(_read(beside))
    if record is None:
        raise Unfit(f"{beside}: is damaged, or of another version; build it again")
    if (record["town"], record["year"], record["edition"]) != (town, year, date):
        raise Unfit(f"{beside}: describes another briefing; build it again")
    return Briefing(town, year, date, path, record, _before(path.parent, town, year, older))


def _before(folder: Path, town: str, year: int, older: Iterable[str]) -> Mapping[str, Any]:
    for date in older:
        try:
            record = parse_manifest((folder / f"{town}-{year}-{date}{MANIFEST.ending}").read_bytes())
        except OSError:
            continue
        if record is not None:
            return record
    return {}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unfit(f"{path}: {error.strerror or error}; build it again") from None
