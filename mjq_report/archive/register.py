"""The register of published editions: `register.json` beside the site and in the archive folder.

`verify --against` looks a file up in it: a briefing that is consistent with itself was published only if it stands here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from mjq_report.errors import VerificationError

NAME = "register.json"
SCHEMA = 1
MAX_BYTES = 64 * 2**20
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Registered:
    """A published edition: its file below the register's folder, the SHA-256 of its bytes, and what it is."""

    path: str
    sha256: str
    town: str
    year: int
    edition: str
    title: str


@dataclass(frozen=True, slots=True)
class Register:
    """All published editions; `place` is the address or folder that the register was read from."""

    place: str
    editions: tuple[Registered, ...]

    def look_up(self, sha256: str, town: str, year: int) -> tuple[str, str]:
        """What is wrong, and what is to be said of a file with this digest; one of the two is empty."""
        for edition in self.editions:
            if edition.sha256 == sha256:
                return "", f"published: {edition.path} in the register of {self.place}"
        others = [edition.path for edition in self.editions if (edition.town, edition.year) == (town, year)]
        instead = f"; of {town} {year} it has {', '.join(others[-3:])}, with other bytes" if others else ""
        return f"the register of {self.place} does not list this file{instead}", ""


def write_register(editions: Iterable[Registered]) -> bytes:
    """The register as JSON, sorted by path."""
    listed = [asdict(edition) for edition in sorted(editions, key=lambda edition: edition.path)]
    return (json.dumps({"schema": SCHEMA, "editions": listed}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_register(data: bytes, place: str) -> Register:
    """A register from its bytes. Raises VerificationError when it is none."""
    try:
        record = json.loads(data)
        if record["schema"] != SCHEMA:
            raise VerificationError(f"{place}: its {NAME} has schema {record['schema']}; use a newer mjq-report")
        names = [field.name for field in fields(Registered)]
        editions = tuple(Registered(**{name: entry[name] for name in names}) for entry in record["editions"])
        if not all(_is_edition(edition) for edition in editions):
            raise ValueError("an entry is of the wrong kind")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VerificationError(f"{place}: its {NAME} is damaged: {error}") from None
    return Register(place, editions)


def _is_edition(edition: Registered) -> bool:
    """Whether values from outside are of the types that are declared."""
    texts: list[object] = [edition.path, edition.sha256, edition.town, edition.edition, edition.title]
    typed = all(isinstance(text, str) and len(text) <= 1000 for text in texts) and type(edition.year) is int
    return typed and _DIGEST.fullmatch(edition.sha256) is not None
