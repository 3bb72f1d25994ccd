"""The manifest beside a PDF: from what it was made, with what, and the hash by which to know it again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mjq_report.archive.forms import FORMS

if TYPE_CHECKING:
    from mjq_report.model.tables import InputFile

FORMAT = 2
_SEAL = re.compile(rb'^ "seal": "([0-9a-f]{64})",\n', re.MULTILINE)  # its line; the seal is over all the others
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Form:
    """A briefing in another form than the PDF; `templates` is the digest of what it was made with besides."""

    kind: str
    data: bytes
    templates: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished briefing: where it belongs and its bytes."""

    town: str
    year: int
    date: str
    lang: str
    title: str
    pages: int
    pdf: bytes
    inputs: tuple[InputFile, ...]
    versions: Mapping[str, str]
    options: Mapping[str, str]
    forms: tuple[Form, ...] = ()
    sentence: str = ""  # what the cover says of the year
    dated: str = ""  # the date as finely as it is known, in ISO form

    @property
    def name(self) -> str:
        """File name without its ending: slug, year and edition date, never a title."""
        return f"{self.town}-{self.year}-{self.date}"

    @property
    def files(self) -> dict[str, bytes]:
        """The PDF and its other forms, by their endings."""
        return {FORMS["pdf"].ending: self.pdf, **{FORMS[form.kind].ending: form.data for form in self.forms}}


def manifest(edition: Edition) -> bytes:
    """What is written beside the PDF: JSON, with a seal over all the rest, so that damage shows."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "town": edition.town,
        "year": edition.year,
        "edition": edition.date,
        "lang": edition.lang,
        "title": edition.title,
        "pages": edition.pages,
        "pdf": _file(f"{edition.name}.pdf", edition.pdf),
        "inputs": [{"path": i.path, "sha256": i.sha256} for i in edition.inputs],
        "options": dict(sorted(edition.options.items())),
        "versions": dict(sorted(edition.versions.items())),
    }
    if edition.dated not in ("", edition.date):
        record["dated"] = edition.dated
    if edition.sentence:
        record["sentence"] = edition.sentence
    if edition.forms:
        record["forms"] = {
            form.kind: {**_file(f"{edition.name}{FORMS[form.kind].ending}", form.data), "templates": form.templates}
            for form in edition.forms
        }
    return _json({**record, "seal": sha256(_json(record))})


def _file(name: str, data: bytes) -> dict[str, Any]:
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()  # as storage services tell contents
    return {"file": name, "bytes": len(data), "sha256": sha256(data), "md5": md5}


def parse_manifest(data: bytes) -> dict[str, Any] | None:
    """A manifest if it is whole, to the byte, and of our format, else None: a damaged one is as good as none.

    A seal says that it is whole, not that it is ours: what is asked of a manifest anywhere is looked for here.
    """
    seal = _SEAL.search(data)
    if seal is None or sha256(data[: seal.start()] + data[seal.end() :]) != seal[1].decode("ascii"):
        return None
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and record.get("format") == FORMAT and _is_ours(record) else None


def _is_ours(record: Mapping[str, Any]) -> bool:
    """Whether everything is there, and of its type."""
    files = [record.get("pdf"), *_values(record.get("forms", {}))]
    inputs = record.get("inputs")
    if not isinstance(inputs, list):
        return False
    texts = [record.get(key) for key in ("town", "edition", "lang", "title", "seal")]
    texts += [value for key in ("options", "versions") for value in _values(record.get(key))]
    digests = [file.get("sha256") if isinstance(file, dict) else None for file in files]
    told = [entry.get(key) if isinstance(entry, dict) else None for entry in inputs for key in ("path", "sha256")]
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(text, str) and text for text in told)
        and all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in digests)
        and all(type(record.get(key)) is int for key in ("year", "pages"))
    )


def _values(table: Any) -> list[Any]:
    """What a table holds; something that is no table is its own, and will not pass for a text."""
    return list(table.values()) if isinstance(table, dict) else [None]


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
