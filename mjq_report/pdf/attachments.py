"""What a PDF carries: its figures, claims and sources as tables, a description of them, and all inputs.

`data.csv`, `claims.csv` and `sources.csv` are for readers and programs; `datapackage.json` describes
them (Data Package v2); `input-*` are the very rows and templates that the briefing was made from;
`manifest.json` lists every file with its SHA-256 and says how to build again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from mjq_report.model.document import Document
from mjq_report.model.findings import Fact, Findings
from mjq_report.pdf.finishing import Attachment

DATA = (
    "anchor id indicator indicator_name breakdown breakdown_name period coverage coverage_name value printed "
    "unit qualifier wording status sources locator as_published operation inputs note kind basis upper"
).split()
CLAIMS = (
    "claim period statement operation result operands verdict stated_low stated_high computed_low computed_high "
    "arithmetic reason source locator as_published"
).split()
SOURCES = "source year title author publisher published published_note sha256 note".split()
_MIMES = {
    "csv": "text/csv",
    "toml": "application/toml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def enclose(
    document: Document,
    findings: Findings,
    inputs: Sequence[tuple[str, bytes]],
    options: Mapping[str, str],
    versions: Mapping[str, str],
) -> tuple[Attachment, ...]:
    """All attachments of a briefing. `inputs` are (path, bytes) as a project folder holds them."""
    tables = [
        Attachment("data.csv", _csv(DATA, _data(document, findings)), "text/csv", "每一个印出的数值及其出处"),
        Attachment("claims.csv", _csv(CLAIMS, _claims(findings)), "text/csv", "复核的论断及结论"),
        Attachment("sources.csv", _csv(SOURCES, _sources(findings)), "text/csv", "来源"),
    ]
    package = Attachment(
        "datapackage.json", _json(_package(document, tables)), "application/json", "数据说明", "Supplement"
    )
    sources = [
        Attachment(f"input-{index:02d}-{_flat(path)}", data, _mime(path), f"构建输入 {path}", "Source")
        for index, (path, data) in enumerate(inputs, 1)
    ]
    files = [*tables, package, *sources]
    paths = {item.name: path for item, (path, _) in zip(sources, inputs, strict=True)}
    record = {
        "format": 1,
        "program": "mjq-report",
        "town": findings.data.town.slug,
        "year": findings.year,
        "edition": document.edition.last.isoformat(),
        "title": document.title,
        "options": dict(sorted(options.items())),
        "versions": dict(sorted(versions.items())),
        "files": {
            item.name: {"sha256": hashlib.sha256(item.data).hexdigest(), "bytes": len(item.data)} for item in files
        },
        "inputs": paths,
    }
    return (*files, Attachment("manifest.json", _json(record), "application/json", "清单", "Supplement"))


def _data(document: Document, findings: Findings) -> Iterable[list[str]]:
    locators = {o.key: (str(o.locator), o.as_published) for o in findings.data.observations}
    for fact_id in document.facts:
        fact = findings.facts[fact_id]
        yield _data_row(document.fact_anchors.get(fact_id, ""), fact, findings, *locators.get(fact_id, ("", "")))


def _data_row(anchor: str, fact: Fact, findings: Findings, locator: str, published: str) -> list[str]:
    data = findings.data
    breakdown = data.breakdowns[fact.breakdown].name_zh if fact.breakdown else ""
    return [
        anchor, fact.id, fact.indicator, data.indicators[fact.indicator].name_zh, fact.breakdown, breakdown,
        fact.period.text, fact.coverage, data.coverages[fact.coverage].name_zh, format(fact.value, "f"), fact.printed,
        fact.unit, fact.qualifier.value, fact.wording, fact.status.value, " ".join(fact.sources), locator, published,
        fact.operation, " ".join(fact.inputs), fact.note, fact.kind, fact.basis or "",
        "" if fact.upper is None else f"{fact.upper:f}",
    ]  # fmt: skip


def _claims(findings: Findings) -> Iterable[list[str]]:
    for result in findings.audit:
        claim = result.claim
        yield [
            claim.id, claim.period.text, claim.statement_zh, claim.operation, claim.result, " ".join(claim.operands),
            result.verdict.value, *_ends(result.stated), *_ends(result.computed), "；".join(result.arithmetic_zh),
            result.reason_zh, claim.source, str(claim.locator), claim.as_published,
        ]  # fmt: skip


def _ends(interval: tuple[object, object] | None) -> tuple[str, str]:
    if interval is None:
        return "", ""
    return tuple("" if end is None else str(end) for end in interval)  # type: ignore[return-value]


def _sources(findings: Findings) -> Iterable[list[str]]:
    for source in findings.data.sources.values():
        yield [
            source.id, str(source.year), source.title, source.author, source.publisher, source.published,
            source.published_note, source.sha256, source.note,
        ]  # fmt: skip


def _package(document: Document, tables: Sequence[Attachment]) -> dict[str, object]:
    headers = {"data.csv": DATA, "claims.csv": CLAIMS, "sources.csv": SOURCES}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{document.town}-{document.year}",
        "title": document.title,
        "created": f"{document.edition.last.isoformat()}T00:00:00Z",
        "resources": [
            {
                "name": table.name.removesuffix(".csv"),
                "path": table.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(table.data),
                "hash": "sha256:" + hashlib.sha256(table.data).hexdigest(),
                "schema": {"fields": [{"name": name, "type": "string"} for name in headers[table.name]]},
            }
            for table in tables
        ],
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8")


def _harmless(cell: str) -> str:
    """A field that a spreadsheet will not take for a formula; numbers stay as they are.

    One that looks as if it had been made so already gets another mark, so that it can be read back.
    """
    if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA):
        return "'" + cell
    if not cell.startswith(_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _flat(path: str) -> str:
    return path.replace("/", "-")


_MIMES = {
    "csv": "text/csv",
    "toml": "application/toml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def _mime(path: str) -> str:
    return _MIMES.get(path.rsplit(".", 1)[-1], "text/plain")
