"""What reads input, on valid files with some bytes changed: refused by the program's own errors, or what comes of it is right.

`make fuzz` tries thousands of changes for each.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mjq_report.archive import editions, manifest
from mjq_report.dataset import csv_reader, schema
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.rules.characters import refused_character
from mjq_report.dataset.workbook import guard
from mjq_report.errors import TemplateError
from mjq_report.narrative import phrases
from mjq_report.narrative.templates import sandbox
from mjq_report.web import markup
from tests.delivery.outbox import FORMS, edition
from tests.fuzz import prose

PROJECT = Path(__file__).resolve().parents[2]
HERE = Path("/srv/project")
_LONGEST = 2000  # characters of a message


@st.composite
def altered(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed with up to eight pieces taken out, put in or exchanged."""
    raw = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 8))):
        place, length = draw(st.integers(0, len(raw))), draw(st.sampled_from((0, 1, 1, 4)))
        raw[place : place + length] = draw(st.binary(max_size=4))
    return bytes(raw)


def _rows() -> list[bytes]:
    found = []
    for number, one in enumerate(schema.TABLES.values()):
        for file in sorted((PROJECT / "data").glob(one.path.format(town="*")))[:1]:
            found.append(bytes([number]) + b"".join(file.read_bytes().splitlines(keepends=True)[:6]))
    return [*found, b'\x00a,"say ""b""","c,d","x\ny"\n1,2,,\xc3\xa9\n', b"\xc9" + "甲,乙\n".encode("gb18030")]


@given(altered(_rows()))
def test_a_table_of_any_bytes_is_read_or_named(raw: bytes) -> None:
    """The first byte chooses which table, and whether as GB 18030."""
    first, rest = raw[:1] or b"\0", raw[1:]
    chosen = [*schema.TABLES.values()][first[0] % len(schema.TABLES)]
    problems = Problems()
    rows = csv_reader.parse_table(chosen, "data/x.csv", rest, problems, "gb18030" if first[0] > 200 else "utf-8")
    for text in map(str, problems.sorted()):
        assert text.startswith("data/x.csv") and text.isprintable() and len(text) < _LONGEST, text[:300]
    assert {len(cells.codes) for cells in rows.columns.values()} <= {len(rows.lines)}
    assert [*rows.lines] == sorted(rows.lines)
    for number, row in rows.sound() if rows.usable else ():
        assert row == rows.row(number)
        for column in chosen.columns:
            text = row[column.name]
            assert text or not column.required
            assert text == text.strip() and refused_character(text) is None


def _templates() -> list[bytes]:
    broken = [
        one if isinstance(one, bytes) else one.encode("utf-8", "surrogatepass") for one in prose.TEMPLATES.values()
    ]
    shipped = sorted((PROJECT / "templates" / "zh").glob("*.j2"))
    return [*(path.read_bytes() for path in shipped), *(one for one in broken if len(one) < 500)]


@given(altered(_templates()))
def test_a_template_of_any_bytes_is_rendered_or_refused_in_a_line(raw: bytes) -> None:
    calls: dict[str, Any] = {name: partial(_said, name) for name in ("fact", "change", "when")}
    calls["rows"] = lambda *given: [{"name": "a", "id": "1"}] * 3
    renderer = sandbox.Renderer(PROJECT / "templates", calls, {"town": "镇", "year": "y"})
    try:
        made = renderer.text(raw.decode("utf-8", "replace"), "zh/a.md.j2")
    except TemplateError as refused:
        (line,) = refused.lines()
        assert len(line) < _LONGEST + sandbox.MAX_BYTES, line[:300]
    else:
        assert sum(len(getattr(part, "text", part)) for part in made) <= sandbox.MAX_OUTPUT


def _said(name: str, *given: object, **named: object) -> object:
    return phrases.plain(name)


def _sealed(raw: bytes) -> bytes:
    """The same record under a right seal, so that what reads it is reached."""
    try:
        record = json.loads(raw)
        record.pop("seal", None)
        record["format"] = manifest.FORMAT
        return manifest._json({**record, "seal": manifest.sha256(manifest._json(record))})
    except (AttributeError, TypeError, ValueError, RecursionError):
        return raw


def _manifest(change: Callable[[dict[str, Any]], object]) -> bytes:
    record = json.loads(manifest.manifest(edition("a", 2024)))
    change(record)
    return json.dumps(record).encode()


MANIFESTS = [
    manifest.manifest(edition("a", 2024)), manifest.manifest(edition("b", 2023, forms=FORMS)), b"{}", b"[]",
    _manifest(lambda record: record["pdf"].update(sha256="751͛07")),  # a digest that is not ASCII
    _manifest(lambda record: record["inputs"][0].update(path=".")),  # an input that has no name
]  # fmt: skip


@given(altered(MANIFESTS))
def test_a_manifest_of_any_bytes_is_read_or_counts_as_none(raw: bytes) -> None:
    for data in (raw, _sealed(raw)):
        record = manifest.parse_manifest(data)
        if record is not None:
            assert record["format"] == manifest.FORMAT
            before = {**record, "inputs": [{"path": "data/x.csv", "sha256": "x"}]}
            found = editions.Briefing("a", 2024, "2025-01-01", HERE / "a", record, before)
            assert all(isinstance(name, str) for name in found.changed() or ())
            assert found.content(("pdf", "html", "json", "manifest"))


def test_what_once_broke_the_reading_of_manifests_does_so_no_more() -> None:
    for raw in MANIFESTS:
        test_a_manifest_of_any_bytes_is_read_or_counts_as_none.hypothesis.inner_test(raw)  # type: ignore[attr-defined]


SHEET = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'


def _zipped(sheet: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


@given(
    altered([_zipped(SHEET), _zipped(SHEET, zipfile.ZIP_DEFLATED), b"PK\x05\x06" + bytes(18)]),
    altered([SHEET, SHEET.replace(b"<c ", b"<x:c "), b"<!DOCTYPE a>"]),
)
def test_a_workbook_of_any_bytes_passes_the_guard_or_is_refused_in_a_line(raw: bytes, sheet: bytes) -> None:
    for said in (guard.fault(raw), guard.fault(_zipped(sheet))):
        assert said is None or 0 < len(said) < _LONGEST, said[:300]


@given(altered([b"https://example.org/a?b=c#d", b"mailto:a@example.org", b"#fact-1", "javascript:é".encode()]))
def test_a_link_of_any_bytes_leads_where_it_may_or_nowhere(raw: bytes) -> None:
    text = raw.decode("utf-8", "surrogateescape")
    kept = markup.address(text)
    assert kept in ("", text)
    assert not set(kept) & set("\"'<>\\ \n\r\t")
    assert not kept or kept.startswith(("#", "https://", "mailto:"))
    clean = markup.clean(text)
    clean.encode("utf-8")
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in clean)
