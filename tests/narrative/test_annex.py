"""The annex holds every figure once, with where it stands; the notes define what the text uses; sources are cited."""

from __future__ import annotations

from mjq_report.model.codes import Qualifier
from mjq_report.model.document import Table, plain_text
from mjq_report.model.findings import Findings
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.annex import Annex, annex, notes
from mjq_report.narrative.sections.sourcebook import SourceBook
from tests.towns.rows import TEMPLATES, findings, row, usual

X = "gross_industrial_output"
WORDS = load_words(TEMPLATES, "zh")


def made(found: Findings, printed: set[str]) -> tuple[Annex, SourceBook]:
    book = SourceBook(found, WORDS, "zh")
    return annex(Lookup(found), WORDS, book, printed), book


def rows(result: Annex) -> list[list[str]]:
    (table,) = [block for block in result.section.blocks if isinstance(block, Table)]
    return [[plain_text(cell) for cell in row.cells] for row in table.rows]


def test_every_own_figure_has_a_row_with_hedge_and_place() -> None:
    found = usual()
    result, _ = made(found, set())
    assert set(result.facts) == found.own
    lines = rows(result)
    assert lines[0][0] == "产业"
    assert lines[1] == ["1", "工业总产值", "2024年", "200", "亿元", "全镇", "", "[1]段落3"]
    assert ["3", "工业总产值（丝绸）", "2024年", "20", "亿元", "全镇", "超", "[1]段落3"] in lines
    assert any(line[6] == "余" for line in lines), "the hedge as the source words it"
    assert any(line[6] == "目标" for line in lines)


def test_one_figure_in_several_paragraphs_is_one_row() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "1200", locator=28),
        row(f"{X}@2024#whole_town", "1200", locator=27),
        row(f"{X}@2024#whole_town", "1000", locator=24, qualifier=Qualifier.MORE_THAN),
    )
    result, _ = made(found, set())
    assert [line[-1] for line in rows(result)[1:]] == ["[1]段落27、28", "[1]段落24"]
    assert len(set(result.anchors.values())) == 2
    assert set(result.anchors) == set(found.facts)


def test_cells_of_a_table_stand_behind_paragraphs_sheet_by_sheet_and_row_by_row() -> None:
    places = ("表2!B3", 28, "表1!C10", "表1!C9", 3, "表1!AA9")
    found = findings(*(row(f"{X}@2024#whole_town", "1200", locator=place) for place in places))
    result, _ = made(found, set())
    assert [line[-1] for line in rows(result)[1:]] == ["[1]段落3、28、表1!C9、表1!AA9、表1!C10、表2!B3"]


def test_computed_figures_have_their_row_among_the_derivations_alone() -> None:
    found = usual()
    (growth,) = [f.id for f in found.facts.values() if f.operation == "growth" and "2023" in f.inputs[1]]
    result, _ = made(found, {growth})
    lines = rows(result)
    assert lines[-2][0] == "往年公布、本期引用的指标"
    assert lines[-1][1:4] == ["工业总产值", "2023年", "180"], "what it was computed from"
    assert result.anchors[growth] == result.derived[growth] == "d001"
    assert growth in result.facts


def test_only_what_is_printed_comes_in_from_earlier_years() -> None:
    found = usual()
    result, _ = made(found, set())
    assert not any("2023年" in line for line in map("".join, rows(result)))


def test_anchors_are_unique_and_every_linked_figure_lands() -> None:
    found = usual()
    result, _ = made(found, set(found.facts))
    (table,) = [block for block in result.section.blocks if isinstance(block, Table)]
    anchors = [row.anchor for row in table.rows if row.anchor]
    assert len(anchors) == len(set(anchors))
    assert set(result.anchors.values()) == {*anchors, *result.derived.values()}
    assert list(result.anchors) == list(result.facts)


def test_notes_define_what_is_used_and_nothing_else() -> None:
    found = findings(row("firms@2024#whole_town", "5"), row("ferries@2024#above_size", "7"))
    ids = {i.split("@")[0]: i for i in found.own}
    section = notes(Lookup(found), WORDS, [ids["ferries"]])
    assert section is not None
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [[plain_text(c) for c in r.cells] for t in tables for r in t.rows] == [
        ["渡口数", "渡口数的含义"], ["全镇规模以上", "规模以上企业"]
    ]  # fmt: skip
    assert notes(Lookup(found), WORDS, []) is None


def test_sources_are_cited_by_the_standard_the_years_own_first() -> None:
    found = usual()
    _, book = made(found, set(found.facts))
    section = book.section()
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert [row.anchor for row in table.rows] == ["s1", "s2", "s3"]
    lines = [plain_text(row.cells[1]) for row in table.rows]
    assert lines[0] == "某记者. 2024年的文章[N]. 某报, [2024-12]（推定）.［文中没有日期］"
    assert lines[1] == "某记者. 2020年的文章[N]. 某报, 2020-12."


def test_a_reference_links_to_the_list_and_names_its_paragraphs_in_order() -> None:
    book = SourceBook(findings(row("firms@2024#whole_town", "5")), WORDS, "zh")
    assert book.reference("s2024")[0].href == "#s1"
    assert plain_text(book.reference("s2020", (3, 1, 3))) == "[2]段落1、3"
