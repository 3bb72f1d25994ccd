"""The record beside a PDF: to the letter what other programs may rely on."""

from __future__ import annotations

import hashlib
import json

from mjq_report.archive.manifest import Edition, Form, manifest, parse_manifest
from mjq_report.model.tables import InputFile


def edition(**changes: object) -> Edition:
    told: dict[str, object] = {
        "town": "lakeside", "year": 2024, "date": "2026-02-01", "lang": "zh", "title": "湖边镇", "pages": 9, "pdf": b"%PDF",
        "inputs": (InputFile("data/claims.csv", "a" * 64),), "versions": {"b": "2", "a": "1"},
        "options": {"theme": "briefing", "lang": "zh"},
    } | changes  # fmt: skip
    return Edition(**told)  # type: ignore[arg-type]


def about(name: str, data: bytes) -> dict[str, object]:
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "md5": md5}


def test_everything_that_is_known_of_an_edition_is_put_down() -> None:
    forms = (Form("html", b"<html>", "t" * 64), Form("json", b"{}"))
    data = manifest(edition(forms=forms, sentence="产值增长"))
    record = json.loads(data)
    seal = record.pop("seal")
    assert record == {
        "format": record["format"],
        "town": "lakeside",
        "year": 2024,
        "edition": "2026-02-01",
        "lang": "zh",
        "title": "湖边镇",
        "pages": 9,
        "sentence": "产值增长",
        "pdf": about("lakeside-2024-2026-02-01.pdf", b"%PDF"),
        "inputs": [{"path": "data/claims.csv", "sha256": "a" * 64}],
        "options": {"lang": "zh", "theme": "briefing"},
        "versions": {"a": "1", "b": "2"},
        "forms": {
            "html": {**about("lakeside-2024-2026-02-01.html", b"<html>"), "templates": "t" * 64},
            "json": {**about("lakeside-2024-2026-02-01.document.json", b"{}"), "templates": ""},
        },
    }
    # people read it and programs compare it: one key a line, in order, Chinese as it is
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert seal == hashlib.sha256(text.encode()).hexdigest()
    assert parse_manifest(data) == {**record, "seal": seal}


def test_what_there_is_not_is_not_put_down() -> None:
    record = json.loads(manifest(edition()))
    assert {"forms", "sentence"} & set(record) == set()
