"""The document as JSON: by its schema, with a row behind every figure, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mjq_report.archive.forms import Drawn
from mjq_report.model.document import charts_in, plain_text
from mjq_report.web import export

from .making import HOSTILE, briefing


@pytest.fixture(scope="module")
def schema(project: Path) -> Any:
    text = (project / "docs" / "schema" / "document.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text), format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="module")
def record(example: Drawn) -> Any:
    return json.loads(export(example))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every run of text anywhere below."""
    if isinstance(value, dict):
        if "text" in value and "anchor" not in value:
            yield value
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans(item)


def test_the_schema_is_one(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema)


def test_a_briefing_is_by_the_schema(schema: Any, record: Any) -> None:
    assert [error.message for error in schema.iter_errors(record)] == []
    assert (record["format"], record["version"]) == ("mjq-report/document", 1)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_any_text_is_carried_by_the_schema(schema: Any, text: str) -> None:
    data = export(briefing(text))
    record = json.loads(data)
    errors = [error for error in schema.iter_errors(record) if not {"href", "pattern"} & {*error.path, error.validator}]
    assert errors == []
    assert not any(char in data.decode("utf-8") for char in "\x00\x1b\x7f\ufffe\uffff")


def test_the_schema_refuses_what_is_wrong(schema: Any, record: Any) -> None:
    changes = [
        lambda r: r.update(version=2), lambda r: r.update(extra=1), lambda r: r.pop("facts"), lambda r: r.update(year="2025"),
        lambda r: r.update(edition="1 February"), lambda r: r["facts"][0].update(value=12), lambda r: r["facts"][0].update(value="1e5"),
        lambda r: r["facts"][0].update(published=[]), lambda r: r["facts"][-1].update(computed_from=[]),
        lambda r: r["facts"][0].update(status="guessed"), lambda r: r["inputs"][0].update(path="/etc/passwd"),
        lambda r: r["sections"][0]["blocks"].append({"type": "picture"}), lambda r: r["sections"][0]["blocks"].append({"type": "list"}),
        lambda r: r["cover"]["sentence"].append({"text": "x", "href": "javascript:x"}),
        lambda r: r["sections"][0]["blocks"][0].update(colour="red"),
    ]  # fmt: skip
    for change in changes:
        spoilt = deepcopy(record)
        change(spoilt)  # type: ignore[no-untyped-call]
        assert list(schema.iter_errors(spoilt)), change


def test_every_printed_figure_has_its_provenance(record: Any) -> None:
    known = {fact["id"] for fact in record["facts"]}
    sources = {source["id"] for source in record["sources"]}
    printed = {span["fact"] for span in spans(record["sections"]) if "fact" in span} | {
        card["fact"] for card in record["cover"]["cards"]
    }
    assert len(printed) > 40
    assert printed <= known
    for fact in record["facts"]:
        assert set(fact["computed_from"]) <= known
        assert {place["source"] for place in fact["published"]} <= set(fact["sources"]) <= sources
        digits = re.search("[0-9]", fact["text"])  # 千亿元 is printed as it was worded
        assert not digits or fact["printed"].lstrip("-") in fact["text"]


def test_a_row_is_where_it_is_said_to_be(example: Drawn, record: Any) -> None:
    files = dict(example.inputs)
    tables = {
        path: list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
        for path, data in files.items()
        if path.endswith(".csv")
    }
    checked = 0
    for fact in record["facts"]:
        for place in fact["published"]:
            row = tables[place["row"]["file"]][place["row"]["line"] - 2]
            assert (row["indicator"], row["period"], row["coverage"]) == (
                fact["indicator"],
                fact["period"],
                fact["coverage"],
            )
            assert (row["source"], int(row["locator"]), row["as_published"]) == (
                place["source"],
                place["locator"],
                place["as_published"],
            )
            assert Decimal(row["value"]) == Decimal(fact["value"])
            checked += 1
    assert checked > 40
    for item in record["inputs"]:
        assert item["sha256"] == hashlib.sha256(files[item["path"]]).hexdigest()
        assert item["bytes"] == len(files[item["path"]])


def test_the_text_is_that_of_the_document(example: Drawn, record: Any) -> None:
    document = example.document
    assert record["title"] == document.title
    assert "".join(span["text"] for span in record["cover"]["sentence"]) == plain_text(document.cover.sentence)
    assert [section["id"] for section in record["sections"]] == [section.id for section in document.sections]
    assert [fact["id"] for fact in record["facts"]] == list(document.facts)
    assert {fact["anchor"] for fact in record["facts"]} == set(document.fact_anchors.values())


def test_sources_lead_to_the_documents_list(example: Drawn, record: Any) -> None:
    listed = {
        row.anchor: plain_text(row.cells[1])
        for s in example.document.sections
        if s.role == "sources"
        for row in s.blocks[0].rows
    }  # type: ignore[union-attr]
    named = [source for source in record["sources"] if source["anchor"]]
    assert named
    for source in named:
        assert source["title"] in listed[source["anchor"]]


def test_the_same_document_gives_the_same_bytes(example: Drawn) -> None:
    data = export(example)
    assert data == export(example)
    assert data.endswith(b"}\n")


def test_charts_carry_their_words_for_those_who_do_not_see_them(example: Drawn, record: Any) -> None:
    charts = [block for section in record["sections"] for block in section["blocks"] if block["type"] == "chart"]
    assert [chart["alt"] for chart in charts] == [chart.alt for chart in charts_in(example.document)]
