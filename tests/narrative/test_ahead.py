"""What comes next: a section of its own from two events, in the order of their dates, those without a date last."""

from __future__ import annotations

from dataclasses import replace

from mjq_report.model.codes import Stage
from mjq_report.model.document import Chart, Section, Table, facts_in, plain_text, spans_of
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Mention
from mjq_report.narrative import write
from tests.towns.rows import TEMPLATES, findings, programme, row


def mentioned(*said: tuple[str, str, str]) -> Findings:
    """A town whose source mentions programmes, each with the date that it gives and its words for it."""
    programmes = tuple(programme(name) for name, _, _ in said)
    found = findings(row("firms@2024#whole_town", "5"), programmes=programmes)
    mentions = {
        name: Mention(name, Stage.UNDER_CONSTRUCTION, "", "", due, words, "s2024", 2, "", "", found.programmes[0].row)
        for name, due, words in said
    }
    return replace(found, mentions=mentions)


def ahead(found: Findings) -> Section | None:
    sections = write(found, TEMPLATES, Period.parse("2025")).sections
    return next((section for section in sections if section.id == "next"), None)


def test_one_event_is_no_section() -> None:
    assert ahead(mentioned(("桥", "2026", "2026年底前"))) is None


def test_the_next_date_is_told_in_the_words_of_the_source_and_the_rest_counted() -> None:
    made = ahead(mentioned(("路", "", ""), ("桥", "2026", "2026年底前")))
    assert made is not None
    lead, table = made.blocks[0], made.blocks[1]
    assert plain_text(next(iter(spans_of(lead)))) == (
        "来源写明日期的计划和目标有一项，最近的是桥（2026年底前）；另有一项没有给出日期。"
    )
    assert isinstance(table, Table)
    assert [[plain_text(cell) for cell in line.cells] for line in table.rows] == [
        ["2026年底前", "桥", "在建"], ["未给日期", "路", "在建"],
    ]  # fmt: skip


def test_without_any_date_that_is_said() -> None:
    made = ahead(mentioned(("路", "", ""), ("桥", "", "")))
    assert made is not None
    assert plain_text(next(iter(spans_of(made.blocks[0])))) == "来源提到两项尚未完成的计划，都没有给出日期。"


def test_from_three_with_two_dates_there_is_a_timeline_and_no_chapter_has_it_again() -> None:
    found = mentioned(("路", "2025-06", "6月"), ("桥", "2026", "2026年底前"), ("渠", "", ""))
    sections = write(found, TEMPLATES, Period.parse("2025")).sections
    charts = [(section.id, b.kind) for section in sections for b in section.blocks if isinstance(b, Chart)]
    assert charts.count(("next", "timeline")) == 1
    assert [kind for _, kind in charts].count("timeline") == 1
    made = next(section for section in sections if section.id == "next")
    assert facts_in(made.blocks) <= set(found.facts)
