"""Nothing is dropped silently: each row of the year is in the document, or named with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report import narrative
from mjq_report.analysis.salience import WEIGHTS
from mjq_report.cli.explaining import OMITTED, REASONS, explanation, lines
from mjq_report.model.document import Document, facts_in
from mjq_report.model.findings import Findings
from mjq_report.model.omission import Omission
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation
from mjq_report.narrative import omissions
from mjq_report.pipeline import compose
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.towns.rows import TEMPLATES, findings, organisation, row, templates, usual

DAY = Period.parse("2025-01-01")


def written(found: Findings, folder: Path = TEMPLATES) -> Document:
    return narrative.write(found, folder, DAY)


def omitted(document: Document, kind: str) -> list[Omission]:
    return [omission for omission in document.omissions if omission.kind == kind]


PLACES = ("output@2024#whole_town", "output@2023#whole_town", "output_growth@2024#whole_town", "output/cars@2024#whole_town",
          "firms@2024#district", "firms@2023#whole_town", "investment@2024#west", "duck_eggs/red_yolk@2021/2024#whole_town")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 3), st.integers(1, 4000)), min_size=1, max_size=8,
                unique_by=lambda drawn: drawn[:2]))  # fmt: skip
def test_every_row_of_the_year_is_in_the_text_in_the_annex_or_named(drawn: list[tuple[str, int, int]]) -> None:
    rows: list[Observation] = [
        row(place, str(value), locator=locator, source="s2024", line=number)
        for number, (place, locator, value) in enumerate(drawn, 2)
    ]
    document = written(findings(*rows))
    named = {omission.place for omission in omitted(document, "figure")}
    blocks = [b for section in document.sections if section.role in omissions.TEXT_ROLES for b in section.blocks]
    text = facts_in(blocks) | cards(document)
    for one in rows:
        assert one.key in text or str(one.row) in named
        assert one.key in document.fact_anchors or ("nowhere" in reasons(document, str(one.row)))
    assert document.omissions == written(findings(*rows)).omissions


def cards(document: Document) -> set[str]:
    return {card.fact for card in document.cover.cards} | {span.fact for span in document.cover.sentence}


def reasons(document: Document, place: str) -> set[str]:
    return {omission.reason for omission in document.omissions if omission.place == place}


def test_a_sentence_that_lacks_a_figure_is_named_with_its_template(tmp_path: Path) -> None:
    folder = templates(
        tmp_path,
        summary="- 咸鸭蛋{{ fact('ferries') }}。\n\n渡船{{ fact('no_such') }}艘，⟦另有{{ fact('firms') }}⟧。\n",
    )
    found = omitted(written(usual(), folder), "sentence")
    assert [(one.what, one.place, one.reason) for one in found if "summary" in one.place] == [
        ("渡船…艘，⟦另有…⟧。", "zh/summary.md.j2", "no_figure")
    ]


def test_entries_that_no_sentence_names_are_named_here() -> None:
    found = findings(row("ferries@2024#whole_town", "7"), organisations=(organisation("lighthouse", kind="museum"),))
    assert [one.what for one in omitted(written(found), "entry")] == ["lighthouse"]


def test_a_figure_printed_from_another_paragraph_and_conclusions_too_small_for_a_sentence() -> None:
    rows = [row("output@2024#whole_town", "200", locator=locator, line=locator) for locator in (3, 9)]
    document = written(findings(*rows, row("output_growth@2024#whole_town", "1.2")))
    assert [one.reason for one in omitted(document, "figure")] == ["same"]
    assert {one.reason for one in omitted(document, "conclusion")} == {"below"}


def test_every_reason_has_its_words() -> None:
    assert REASONS.keys() == WEIGHTS.keys()
    source = Path(omissions.__file__).read_text("utf-8")
    used = set(re.findall(r'"([a-z_]+)"', source)) & OMITTED.keys()
    assert {"superseded", "same", "nowhere", "wider", "earlier", "less", "below", "another", "unnamed"} <= used


@pytest.mark.parametrize("year", [2022, 2025])
def test_the_shipped_editions_print_every_row(year: int) -> None:
    here = TEMPLATES.parent
    composed = compose(Root(here / "data", TEMPLATES, here / "out"), "majuqiao", year, Options())
    found = explanation("majuqiao", year, "", "", composed)
    assert not [one for one in found["omitted"] if one["reason"] == "nowhere"]
    scores = [one["score"] for one in found["ranked"]]
    assert scores == sorted(scores, reverse=True)
    assert all(one["score"] == sum(reason["points"] for reason in one["reasons"]) for one in found["ranked"])
    assert len(list(lines(found))) == 3 + len(found["ranked"]) + len(found["omitted"])
