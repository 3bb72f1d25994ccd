"""The briefings of the curated towns: everything in, nothing made up, wording that an editor would let pass."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from mjq_report.analysis import find
from mjq_report.dataset import loading, store
from mjq_report.figures.kinds import is_tabulated
from mjq_report.lang import zh
from mjq_report.model.document import (
    Chart,
    Document,
    EntryList,
    ListBlock,
    Paragraph,
    Spans,
    Table,
    plain_text,
    spans_of,
)
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.narrative import write
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.telling.groups import counts_itself

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
YEARS = [(town, year) for town, found in store.inventory(DATA).items() for year in found.years]


@cache
def written(town: str, year: int) -> tuple[Findings, Document]:
    found = find(loading.load_town(DATA, town), year)
    return found, write(found, PROJECT / "templates", Period.parse("2026-02-09"))


def prose(document: Document) -> list[Spans]:
    """Sentences: paragraphs, bullets and chart titles."""
    texts: list[Spans] = [document.cover.sentence]
    for section in document.sections:
        for block in section.blocks if section.role in ("summary", "body") else ():
            match block:
                case Paragraph():
                    texts.append(block.spans)
                case ListBlock():
                    texts.extend(block.items)
                case Chart():
                    texts.append(block.title)
    return texts


everywhere = pytest.mark.parametrize(("town", "year"), YEARS, ids=lambda value: str(value))


@everywhere
def test_every_figure_of_the_year_is_in_a_section(town: str, year: int) -> None:
    found, document = written(town, year)
    printed = {span.fact for text in prose(document) for span in text if span.fact}
    for section in document.sections:
        for block in section.blocks if section.role == "body" else ():
            if isinstance(block, Table):
                printed |= {span.fact for line in block.rows for cell in line.cells for span in cell}
            elif isinstance(block, EntryList):
                printed |= {span.fact for entry in block.entries for span in entry.spans}
            elif isinstance(block, Chart):
                printed |= {mark.fact for line in block.series for mark in line.marks if mark.label}
    said = {i.partition("!")[0] for i in printed}
    ordinals = {i for i in found.own if not is_tabulated(found.facts[i])}  # 第三批 is no statistic; the annex has it
    ordinals |= {i for i in found.own if counts_itself(Lookup(found), found.facts[i])}  # nor is that “三产” are 3
    assert {i for i in found.own - ordinals if i.partition("!")[0] not in said} == set()


@everywhere
def test_every_programme_and_organisation_is_named(town: str, year: int) -> None:
    found, document = written(town, year)
    entries = {e.name for s in document.sections for b in s.blocks if isinstance(b, EntryList) for e in b.entries}
    tables = [b for s in document.sections if s.role == "body" for b in s.blocks if isinstance(b, Table)]
    text = "".join(map(plain_text, [*prose(document), *(spans for table in tables for spans in spans_of(table))]))
    assert [p.name_zh for p in found.programmes if p.name_zh not in entries and p.name_zh not in text] == []
    assert [o.name_zh for o in found.organisations if zh.nested(o.name_zh) not in text and o.name_zh not in text] == []


@everywhere
def test_every_digit_in_a_sentence_is_a_figure_or_a_period(town: str, year: int) -> None:
    """What is not linked may hold digits only in dates and years, or in names and readers' notes that the tables give."""
    found, document = written(town, year)
    data = found.data
    named = [thing.name_zh for table in (data.breakdowns, data.coverages, data.indicators) for thing in table.values()]
    named += [thing.name_zh for thing in (*found.programmes, *found.organisations)]
    named += [zh.nested(o.role_zh) for o in found.organisations] + [
        zh.nested(p.summary_zh.rstrip("。")) for p in found.programmes
    ]
    named += [zh.nested(p.name_zh) for p in found.programmes]
    named += [o.note_public_zh for o in data.observations if o.note_public_zh]
    for text in prose(document):
        rest = "".join(span.text for span in text if not span.fact)
        for name in sorted(named, key=len, reverse=True):
            rest = rest.replace(name, "")
        rest = re.sub(r"\d{4}(—\d{4})?年(\d{1,2}(—\d{1,2})?月(\d{1,2}日)?)?", "", rest)
        assert not re.search(r"\d", rest), plain_text(text)


@everywhere
def test_each_body_section_opens_with_its_finding(town: str, year: int) -> None:
    _, document = written(town, year)
    for section in document.sections:
        if section.role == "body":
            first = section.blocks[0]
            assert isinstance(first, Paragraph), section.id
            assert first.role == "lead", section.id


@everywhere
def test_the_wording_has_no_traces_of_missing_parts(town: str, year: int) -> None:
    _, document = written(town, year)
    for text in prose(document):
        line = plain_text(text)
        assert line == line.strip()
        assert not re.search(r"[，、；：。]{2}|（）|“”|[⟦⟧\ufdd0-\ufdef]|^[，、；。]|（[^）]*（", line), line


@everywhere
def test_a_summary_has_five_to_seven_sentences_each_with_a_figure(town: str, year: int) -> None:
    _, document = written(town, year)
    (summary,) = [s for s in document.sections if s.role == "summary"]
    told = [b for b in summary.blocks if isinstance(b, Paragraph) and any(span.fact for span in b.spans)]
    sentences = [sentence for block in told for sentence in plain_text(block.spans).split("。") if sentence]
    assert 5 <= len(sentences) <= 7
    assert told[0].role == "lead"
    assert 3 <= len(document.cover.cards) <= 5


@everywhere
def test_no_sentence_holds_two_coverages_without_naming_both(town: str, year: int) -> None:
    found, document = written(town, year)
    for text in prose(document):
        for sentence in re.split(r"(?<=。)", plain_text(text)):
            facts = [found.facts[span.fact] for span in text if span.fact and span.text in sentence]
            coverages = {fact.coverage for fact in facts}
            towns = {c for c in coverages if found.data.coverages[c].entity in ("town", "area")}
            if len(towns) > 1:
                names = [found.data.coverages[c].name_zh for c in towns]
                whole = found.data.town.name_zh
                assert all(name in sentence or (name == "全镇" and whole in sentence) for name in names), sentence


@everywhere
def test_the_audit_speaks_of_every_claim(town: str, year: int) -> None:
    found, document = written(town, year)
    audits = [s for s in document.sections if s.role == "audit"]
    assert len(audits) == bool(found.audit)
    shown = "".join(plain_text(spans) for audit in audits for block in audit.blocks for spans in spans_of(block))
    assert [r.claim.id for r in found.audit if zh.quoted(r.claim.as_published) not in shown] == []


@everywhere
def test_charts_show_figures_of_the_annex(town: str, year: int) -> None:
    _, document = written(town, year)
    charts = [b for s in document.sections for b in s.blocks if isinstance(b, Chart)]
    assert all(m.fact in document.fact_anchors for c in charts for s in c.series for m in s.marks if m.fact)


@everywhere
def test_a_mark_that_was_passed_is_no_sum_of_years(town: str, year: int) -> None:
    text = "".join(plain_text(spans) for spans in prose(written(town, year)[1]))
    assert not re.search(r"关口[^。]*是多年合计", text)
    assert "工业总产值的公布数是否成立" not in text, "the growth is in doubt, not the level"
