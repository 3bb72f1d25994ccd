"""What a reader must know of a figure stands where the figure stands, whatever it says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.lang import zh
from mjq_report.model.codes import Movement
from mjq_report.model.document import Aside, Chart, Document, Paragraph, Section, Table, facts_in, plain_text, spans_of
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.model.tables import Observation
from mjq_report.narrative import write
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.remarks import Lettered, with_remarks
from tests.defences.strings import SHOWN
from tests.towns.rows import OUTPUT, TEMPLATES, moved, row, town, usual

WORDS = load_words(TEMPLATES, "zh")


def noted(observation: Observation, note: str) -> Observation:
    return replace(observation, note_public_zh=note)


def written(found: Findings) -> Document:
    return write(found, TEMPLATES, Period.parse("2025-02-01"))


def annex_of(document: Document) -> Table:
    return next(b for s in document.sections for b in s.blocks if isinstance(b, Table) and b.kind == "annex")


def under_section(section: Section) -> str:
    """The notes of a section, wherever they stand in it."""
    said = [plain_text(b.note) for b in section.blocks if isinstance(b, Table)]
    said += [b.remark for b in section.blocks if isinstance(b, Chart)]
    said += [plain_text(item) for b in section.blocks if isinstance(b, Aside) for item in b.items]
    return "".join(
        said + [plain_text(b.spans) for b in section.blocks if isinstance(b, Paragraph) and b.role == "note"]
    )


@cache
def all_noted() -> tuple[Findings, Document]:
    """A year in which every figure has a note of its own."""
    data = usual().data
    rows = tuple(noted(o, f"须知第{n}条。") for n, o in enumerate(data.observations))
    found = find(replace(data, observations=rows), 2024)
    return found, written(found)


def test_every_note_stands_under_its_table_chart_or_chapter_and_in_the_annex() -> None:
    found, document = all_noted()
    checked = 0
    for section in document.sections:
        if section.role != "body":
            continue
        for block in section.blocks:
            notes = {f.note_public_zh.rstrip("。") for f in found.facts.values() if f.id in facts_in([block])} - {""}
            if isinstance(block, Table):
                said = plain_text(block.note)
            elif isinstance(block, Chart):
                said = block.remark
            else:
                said = under_section(section)
            checked += len(notes)
            assert [note for note in notes if note not in said] == []
    assert checked
    annex = annex_of(document)
    listed = plain_text(annex.note)
    for line in annex.rows:
        if line.anchor:
            name = line.cells[1]
            fact = next(f for f, anchor in document.fact_anchors.items() if anchor == line.anchor)
            note = found.facts[fact].note_public_zh
            marks = [span.text for span in name if span.superscript]
            assert (f"{marks[0]} {note}" in listed) if note and not found.facts[fact].is_derived else marks == []
    assert all("须知" in card.note for card in document.cover.cards)


def test_a_note_is_on_the_web_in_the_box_of_its_figure() -> None:
    found, document = all_noted()
    for name in document.facts:
        fact = found.facts[name]
        assert fact.is_derived or fact.note_public_zh.rstrip("。") in document.remarks[name]


def test_equal_notes_share_a_letter_and_letters_never_end() -> None:
    lettered = Lettered()
    assert [lettered.mark([str(n)]) for n in (0, 1, 0, 25, 1)] == ["a", "b", "a", "c", "b"]
    for n in range(100, 100 + 26 * 27):
        lettered.mark([str(n)])
    letters = [part.split(" ")[0] for part in plain_text(lettered.listed()).split("。") if part]
    assert len(letters) == len(set(letters)) == 3 + 26 * 27
    assert letters[26:28] == ["aa", "ab"]


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=300) | st.sampled_from(SHOWN))
def test_a_note_is_text_and_nothing_else(note: str) -> None:
    found = find(town(noted(row(f"{OUTPUT}@2024#whole_town", "200"), note)), 2024)
    lookup = Lookup(found)
    document = written(found)
    spans = [span for s in document.sections for b in s.blocks for line in spans_of(b) for span in line]
    assert note.rstrip("。.") in plain_text(annex_of(document).note)
    assert not any(span.href.startswith(("http", "javascript")) for span in spans)
    assert note.rstrip("。.") in document.cover.cards[0].note
    body = next(s for s in document.sections if s.role == "body")
    assert with_remarks(body, lookup, WORDS).blocks[0] == body.blocks[0]


# --------------------------------------------------------------------------- movements and members


@pytest.mark.parametrize("movement", Movement)
@pytest.mark.parametrize("place", ["row", "level", "growth"])
def test_a_change_without_a_figure_is_never_dropped(movement: Movement, place: str) -> None:
    """It stands beside its level in sentences, in tables and in the annex, wherever the source's row has it."""
    level = row(f"{OUTPUT}@2024#whole_town", "200")
    level = replace(level, movement=movement) if place == "row" else level
    of = f"{OUTPUT}{'_growth' if place == 'growth' else ''}@2024#whole_town"
    movements = (moved(of, movement),) if place != "row" else ()
    document = written(find(town(level, movements=movements), 2024))
    words = zh.unmeasured(movement, whole_year=True)
    assert words in plain_text(annex_of(document).note)
    body = "".join(
        plain_text(line) for s in document.sections if s.role == "body" for b in s.blocks for line in spans_of(b)
    )
    assert zh.nested(words) in body or words in body or zh.MOVEMENTS[movement].split("，")[-1] in body
    assert movement.is_adverse is any(word in words for word in ("低于", "下降", "亏损", "转亏"))


def test_a_movement_without_any_level_has_a_row_of_the_annex() -> None:
    level = row(f"{OUTPUT}@2024#whole_town", "200")
    movements = (moved("fixed_asset_investment@2024#whole_town", Movement.SLIGHT_FALL, note="来源未说明"),)
    rows = annex_of(written(find(town(level, movements=movements), 2024))).rows
    texts = ["".join(plain_text(cell) for cell in line.cells) for line in rows]
    assert any("固定资产投资" in text and "略有下降（幅度未公布）" in text for text in texts)
    assert "没有公布幅度的变动" in texts


def test_beside_a_published_rate_only_what_that_does_not_say_is_added() -> None:
    level = replace(row(f"{OUTPUT}@2024#whole_town", "200"), movement=Movement.FALL_NARROWED)
    lookup = Lookup(find(town(level, row(f"{OUTPUT}_growth@2024#whole_town", "-3.2")), 2024))
    (fact,) = lookup.published(OUTPUT)
    assert lookup.moved_words(fact) == "降幅收窄"


@pytest.mark.parametrize(("names", "said"), [(("甲", "乙", "丙"), "：甲、乙、丙"), (("甲", "乙"), "：其中甲、乙")])
def test_the_names_behind_a_count_stand_where_the_count_stands(names: tuple[str, ...], said: str) -> None:
    count = replace(row("clusters@2024#whole_town", "3"), members_zh=names)
    document = written(find(town(row(f"{OUTPUT}@2024#whole_town", "200"), count), 2024))
    name = next(line.cells[1] for line in annex_of(document).rows if plain_text(line.cells[1]).startswith("产业集群数"))
    assert plain_text(name) == f"产业集群数{said}"
