"""The comparison is fair only if every contender sets all the words; the extrapolation only if it is the stated formula."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import page, scale
from benchmarks.peers.by_reportlab import Floor
from benchmarks.peers.by_typst import Typst
from benchmarks.peers.content import Setup, chart_of, parts, text_of, write_fonts
from benchmarks.peers.markup import page as markup
from mjq_report.pipeline import Options, compose, drawn
from mjq_report.settings.paths import find_root

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(project: Path) -> Document:
    """A real briefing as `--format json` gives it, with words that would be markup elsewhere."""
    from mjq_report.web import export

    found: Document = json.loads(export(drawn(compose(find_root(project), "majuqiao", 2025, Options()))))
    found["sections"][0]["blocks"].append(
        {"type": "paragraph", "role": "body", "spans": [{"text": '#eval("1") <b>&amp;</b> $x$ \\ `code`'}]}
    )
    return found


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    folder = tmp_path_factory.mktemp("peers")
    return Setup(folder, folder / "regular.ttf", folder / "bold.ttf")


def words(document: Document) -> list[str]:
    """What must be on the page: every span, head, name, label and value."""
    found = []
    for part in parts(document):
        block = part.block
        for key in ("title", "subtitle", "remark", "place"):
            if isinstance(block.get(key), str) and part.kind in ("section", "chart", "entries", "cover"):
                found.append(block[key])
        spans = [*block.get("spans", ()), *block.get("sentence", ()), *block.get("note", ()), *block.get("source", ())]
        for row in block.get("rows", ()):
            spans += [span for cell in (row["cells"][:1] if row["group"] else row["cells"]) for span in cell]
        for item in block.get("items", ()):
            spans += item
        for card in block.get("cards", ()):
            spans += card["change"]
            found += [card["name"], card["value"], card["unit"], card["coverage"]]
        for entry in block.get("entries", ()):
            spans += entry["spans"]
            found += [entry["name"], entry["label"]]
        found += [part.caption, *(column["title"] for column in block.get("columns", ())), *(s["text"] for s in spans)]
    return [text for text in found if text.strip()]


def test_the_page_for_browsers_has_all_words(document: Document, setup: Setup) -> None:
    text = unescape(re.sub(r"<[^>]+>", "", markup(document, setup, lambda block: "")))
    wanted = words(document)
    assert len(wanted) > 500
    assert [one for one in wanted if one not in text] == []


def test_the_source_for_typst_has_all_words_as_literals(document: Document) -> None:
    maker = Typst.__new__(Typst)
    maker._setup = SimpleNamespace(svg=lambda block: "<svg/>")  # type: ignore[assignment]
    source = "".join(maker._part(part) for part in parts(document))
    literals = "".join(json.loads(f'"{text}"') for text in re.findall(r'"((?:[^"\\]|\\.)*)"', source))
    assert [one for one in words(document) if one not in literals] == []
    assert "<b>" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", source)


@pytest.mark.slow
def test_the_floor_sets_all_words(document: Document, tmp_path: Path) -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(Floor(Setup(tmp_path, *write_fonts(tmp_path))).make(document))
    text = re.sub(r"\s", "", "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf))
    pdf.close()
    missing = [one for one in words(document) if re.sub(r"\s", "", one)[:6] not in text]
    assert len(missing) < 0.01 * len(words(document)), missing  # those that a line end parts from their punctuation


def test_charts_come_back_from_the_export_as_they_were(project: Path, document: Document) -> None:
    original = {
        block.id: block
        for section in compose(find_root(project), "majuqiao", 2025, Options()).document.sections
        for block in section.blocks
        if type(block).__name__ == "Chart"
    }
    exported = [block for section in document["sections"] for block in section["blocks"] if block["type"] == "chart"]
    assert len(exported) == len(original) > 0
    for block in exported:
        assert chart_of(block).series == original[block["id"]].series
        assert text_of(block["title"]) == "".join(span.text for span in original[block["id"]].title)


def test_the_bill_for_a_country_is_the_stated_formula() -> None:
    one = {"briefings": 20, "cpu": 0.5, "pdf": 200_000, "manifest": 4000, "worker most": 150, "parent": 40, "idle": 0.3}
    two = {
        "briefings": 2000,
        "cpu": 0.4,
        "pdf": 100_000,
        "manifest": 4000,
        "worker most": 160,
        "parent": 139,
        "idle": 1.29,
    }
    tables = {
        "10": {"compile": 1.0, "compile peak": 100, "parquet": 1e5, "check peak": 100},
        "1000": {"compile": 10.9, "compile peak": 199, "parquet": 1e6, "check peak": 100},
    }
    found = scale.country({"10": one, "1000": two}, tables, towns=10_000)
    assert found["core-hours"] == pytest.approx(10_000 * 0.4 / 3600)
    assert found["gigabytes"] == pytest.approx(10_000 * 104_000 / 1e9)
    assert found["parent"] == pytest.approx(40 + 0.1 * 9990)
    assert found["compile"] == pytest.approx(1 + 0.01 * 9990)
    assert found["worker"] == 160
    assert "core-hours" in scale.say_country(found)


def test_figures_take_the_place_of_figures_and_of_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "scale.md")
    page.PAGE.write_text("before\n<!-- jobs -->\nold\n<!-- /jobs -->\nafter\n", encoding="utf-8")
    page.put("jobs", "new")
    page.put("jobs", "newer")
    assert page.PAGE.read_text(encoding="utf-8") == "before\n<!-- jobs -->\nnewer\n<!-- /jobs -->\nafter\n"
    with pytest.raises(SystemExit, match="no place for peers"):
        page.put("peers", "new")
