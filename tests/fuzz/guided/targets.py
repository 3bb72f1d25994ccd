"""What is fuzzed: a function of bytes each, which raises for nothing but a bug, and sound inputs to start from.

An input is refused by our own errors, each of them lines that begin with the file's name, or it is taken, and then
what came of it holds.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mjq_report.archive import editions, manifest
from mjq_report.dataset import csv_reader, schema
from mjq_report.dataset.problems import Problems
from mjq_report.dataset.workbook import guard
from mjq_report.delivery.targets import parse_settings
from mjq_report.errors import ConfigError, ReportError, TemplateError
from mjq_report.narrative import phrases
from mjq_report.narrative.labels import parse_words
from mjq_report.narrative.plan import parse_plan
from mjq_report.narrative.templates import sandbox
from mjq_report.schedules import secrets_named
from mjq_report.settings.theme import parse_theme
from mjq_report.web import markup

PROJECT = Path(__file__).resolve().parent.parent.parent.parent
HERE = Path("/srv/project")
FUNCTIONS = frozenset({"fact", "change", "rows", "when"})
_LONGEST = 2000  # characters of a message


@dataclass(frozen=True, slots=True)
class Target:
    """A function to be tried, and inputs that reach far into it. `size` is the largest input worth trying."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    size: int = 4096


def table(raw: bytes) -> None:
    """A CSV table of any kind: the first byte chooses which, and whether as GB 18030."""
    if not raw:
        return
    tables = [*schema.TABLES.values()]
    chosen = tables[raw[0] % len(tables)]
    encoding = "gb18030" if raw[0] > 200 else "utf-8"
    problems = Problems()
    rows = csv_reader.parse_table(chosen, "data/x.csv", raw[1:], problems, encoding)
    for problem in problems.sorted():
        text = str(problem)
        assert text.startswith("data/x.csv") and text.isprintable() and len(text) < _LONGEST, text[:300]
    lengths = {len(cells.codes) for cells in rows.columns.values()}
    assert lengths <= {len(rows.lines)}
    for number, row in rows.sound() if rows.usable else ():
        assert row == rows.row(number)
        for column in chosen.columns:
            text = row[column.name]
            assert text or not column.required
            assert text == text.strip() and csv_reader.refused_character(text) is None
    assert [*rows.lines] == sorted(rows.lines)


def records(raw: bytes) -> None:
    """The same bytes through the other way in, which imports use; line numbers never go back."""
    problems = Problems()
    lines = [line for line, _ in csv_reader.read_records(raw, "utf-8", "x.csv", problems)]
    assert lines == sorted(lines)
    assert all(str(problem).startswith("x.csv") for problem in problems.sorted())


def _refused(read: Callable[[], object], file: str, error: type[ReportError]) -> bool:
    try:
        read()
    except error as refused:
        lines = refused.lines()
        assert len(lines) == 1 and lines[0].startswith(f"{file}:") and len(lines[0]) < _LONGEST, lines[0][:300]
        return True
    return False


def settings(raw: bytes) -> None:
    """mjq-report.toml, for delivery and for schedules."""
    _refused(lambda: parse_settings(raw, "mjq-report.toml", HERE), "mjq-report.toml", ConfigError)
    _refused(lambda: secrets_named(raw), "mjq-report.toml", ConfigError)


def theme(raw: bytes) -> None:
    """A theme of the user's."""
    _refused(lambda: parse_theme(raw, "own.toml", HERE), "own.toml", ConfigError)


def plan(raw: bytes) -> None:
    """briefing.toml."""
    parse_plan.cache_clear()
    _refused(lambda: parse_plan(raw), "briefing.toml", TemplateError)


def words(raw: bytes) -> None:
    """words.toml."""
    parse_words.cache_clear()
    _refused(lambda: parse_words(raw, "zh/words.toml"), "zh/words.toml", TemplateError)


def template(raw: bytes) -> None:
    """A template: compiled under the allow-list, linted, and rendered when it is let through."""
    source = raw.decode("utf-8", "replace")
    sandbox.compiled.cache_clear()
    sandbox.runnable.cache_clear()
    functions = {
        "fact": lambda *args, **more: phrases.plain("fact"), "change": lambda *args, **more: phrases.plain("change"),
        "rows": lambda *args: [{"name": "a", "id": "1"}] * 3, "when": lambda *args: phrases.plain("when"),
    }  # fmt: skip
    renderer = sandbox.Renderer(PROJECT / "templates", functions, {"town": "镇", "year": "y"})
    try:
        made = renderer.text(source, "zh/a.md.j2")
    except TemplateError as refused:
        lines = refused.lines()
        assert len(lines) == 1 and len(lines[0]) < _LONGEST + sandbox.MAX_BYTES, lines[0][:300]
        return
    assert sum(len(getattr(part, "text", part)) for part in made) <= sandbox.MAX_OUTPUT


def sealed(raw: bytes) -> None:
    """A manifest: bytes as they are, and the same with a right seal, so that what reads it is reached."""
    for data in (raw, _sealed(raw)):
        record = manifest.parse_manifest(data)
        if record is None:
            continue
        assert record["format"] == manifest.FORMAT
        before = {**record, "inputs": [{"path": "data/x.csv", "sha256": "x"}]}
        here = editions.Briefing("a", 2024, "2025-01-01", HERE / "a", record, before)
        assert all(isinstance(name, str) for name in here.changed() or ())
        assert here.content(("pdf", "html", "json", "manifest"))


def _sealed(raw: bytes) -> bytes:
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    if not isinstance(record, dict):
        return raw
    record.pop("seal", None)
    record["format"] = manifest.FORMAT
    try:
        return manifest._json({**record, "seal": manifest.sha256(manifest._json(record))})
    except (UnicodeEncodeError, RecursionError, ValueError):
        return raw


def workbook(raw: bytes) -> None:
    """What is said of bytes that should be a workbook, before anything opens them."""
    said = guard.fault(raw)
    assert said is None or (said and len(said) < _LONGEST), said and said[:300]


def sheet(raw: bytes) -> None:
    """The XML of a sheet, in a zip that is sound."""
    said = guard.fault(_zipped(raw))
    assert said is None or len(said) < _LONGEST


def _zipped(sheet_xml: bytes) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
    return out.getvalue()


def link(raw: bytes) -> None:
    """A link's target, and text that goes into a page."""
    text = raw.decode("utf-8", "surrogateescape")
    kept = markup.address(text)
    assert kept in ("", text)
    assert not set(kept) & set("\"'<>\\ \n\r\t")
    assert not kept or kept.startswith(("#", "https://", "mailto:"))
    clean = markup.clean(text)
    clean.encode("utf-8")
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in clean)


# --------------------------------------------------------------------------- what they start from


def _rows() -> list[bytes]:
    made = []
    for number, one in enumerate(schema.TABLES.values()):
        for file in sorted((PROJECT / "data").glob(one.path.format(town="*")))[:1]:
            made.append(bytes([number]) + b"".join(file.read_bytes().splitlines(keepends=True)[:6]))
    stream = io.StringIO()
    csv.writer(stream).writerows([["a", 'say "b"', "c,d", "x\ny"], ["1", "2", "", "é"]])
    return [*made, b"\x00" + stream.getvalue().encode(), b"\xc9" + "甲,乙\n".encode("gb18030")]


def _toml(*names: str) -> list[bytes]:
    return [(PROJECT / name).read_bytes() for name in names]


def _settings() -> list[bytes]:
    from tests.fuzz.test_every_key import TARGETS

    head, *tables = TARGETS.split("[[publish.target]]")
    return [TARGETS.encode(), *(f"{head}[[publish.target]]{one}".encode() for one in tables)]


def _templates() -> list[bytes]:
    from tests.fuzz import prose

    broken = [
        text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass") for text in prose.TEMPLATES.values()
    ]
    return [path.read_bytes() for path in sorted((PROJECT / "templates" / "zh").glob("*.j2"))] + [
        one for one in broken if len(one) < 500
    ]


def _manifests() -> list[bytes]:
    from tests.delivery.outbox import FORMS, edition

    return [manifest.manifest(edition("a", 2024)), manifest.manifest(edition("b", 2023, forms=FORMS)), b"{}", b"[]"]


def _workbooks() -> list[bytes]:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", _SHEET)
    return [out.getvalue(), _zipped(_SHEET), b"PK\x05\x06" + bytes(18)]


_SHEET = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'

TARGETS: Mapping[str, Target] = {
    "table": Target(table, _rows),
    "records": Target(records, lambda: [one[1:] for one in _rows()]),
    "settings": Target(settings, _settings),
    "theme": Target(theme, lambda: [*_toml("mjq_report/settings/themes/briefing.toml", "mjq_report/settings/themes/gongwen.toml"), b'base = "gongwen"\nname = "x"\n']),
    "plan": Target(plan, lambda: _toml("templates/briefing.toml"), 32_768),
    "words": Target(words, lambda: _toml("templates/zh/words.toml"), 16_384),
    "template": Target(template, _templates),
    "manifest": Target(sealed, _manifests),
    "workbook": Target(workbook, _workbooks),
    "sheet": Target(sheet, lambda: [_SHEET, _SHEET.replace(b"<c ", b"<x:c "), b"<!DOCTYPE a>"]),
    "link": Target(link, lambda: [b"https://example.org/a?b=c#d", b"mailto:a@example.org", b"#fact-1", "javascript:é".encode()], 200),
}  # fmt: skip
