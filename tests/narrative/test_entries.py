"""Programmes and organisations: cards for the few, a line a group for the others, a table of the industries."""

from __future__ import annotations

from dataclasses import replace

from mjq_report.lang import zh
from mjq_report.model.codes import Stage, Status
from mjq_report.model.document import EntryList, Paragraph, Table, facts_in, plain_text
from mjq_report.model.findings import Findings
from mjq_report.model.tables import Mention
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.entries import MOST_CARDS, Entries, by_parent, roots
from mjq_report.narrative.sections.tables import Tabulator
from tests.towns.rows import TEMPLATES, findings, organisation, programme, row

WORDS = load_words(TEMPLATES, "zh")
LONG = "按周、按月、按季与企业保持联系并解决它们诉求的做法"


def laid_out(
    found: Findings, *domains: str, kinds: tuple[str, ...] = (), printed: set[str] | None = None
) -> tuple[list[tuple[str, str, str]], list[str]]:
    """The cards and the paragraphs of a chapter."""
    lookup = Lookup(found)
    blocks = Entries(lookup, WORDS, Tabulator(lookup, WORDS)).blocks(domains, kinds, printed or set())
    cards = [(e.name, e.label, plain_text(e.spans)) for b in blocks if isinstance(b, EntryList) for e in b.entries]
    return cards, [plain_text(block.spans) for block in blocks if isinstance(block, Paragraph)]


def test_a_card_shows_kind_operator_since_and_the_figures_that_no_sentence_has() -> None:
    found = findings(
        row("firms/cars@2024#whole_town", "5", status=Status.ESTIMATED),
        row("ferries@2020#whole_town", "3", source="s2020"),
        row("ferries@2024#river_area", "4"),
        programmes=(
            programme(
                "a",
                name="“渡”工程",
                since="2024-06",
                summary=LONG,
                observations="firms/cars@2024#whole_town ferries@2020#whole_town ferries@2024#river_area",
            ),
        ),
    )
    assert laid_out(found, "governance")[0] == [
        ("“渡”工程", "机制 · 河西镇 · 2024年6月", f"{LONG}：企业（汽车制造业）预计5家、渡口4个。")
    ]
    firms = next(fact for fact in found.own if fact.startswith("firms"))
    assert laid_out(found, "governance", printed={firms})[0][0][2] == f"{LONG}：渡口4个。"
    assert laid_out(found, "governance", printed=set(found.own)) == ([], [f"“渡”工程：{LONG}。"])


def test_without_figures_of_the_year_a_card_has_earlier_ones_with_their_year() -> None:
    found = findings(
        row("ferries@2020#whole_town", "3"),
        row("firms@2024#whole_town", "5"),
        programmes=(programme("a", observations="ferries@2020#whole_town", since="明末", summary=LONG),),
    )
    assert laid_out(found, "governance")[0] == [("a", "机制 · 河西镇 · 明末", f"{LONG}：渡口（2020年）3个。")]


def test_how_far_a_programme_is_and_when_it_is_due_stand_in_the_words_of_the_source() -> None:
    found = findings(row("firms@2024#whole_town", "5"), programmes=(programme("桥", since="2024"), programme("路")))
    said = Mention(
        "桥", Stage.UNDER_CONSTRUCTION, "", "", "2026", "2026年底前", "s2024", 2, "", "", found.programmes[0].row
    )
    mentions = {"桥": said, "路": replace(said, entity="路", stage=Stage.RUNNING, due="", due_words="")}
    assert laid_out(replace(found, mentions=mentions), "governance")[1] == [
        "机制：桥（为居民办事，在建，2026年底前）；路（为居民办事）。"
    ]
    own = row("ferries@2024#whole_town", "7")
    card = programme("桥", summary=LONG, observations="ferries@2024#whole_town")
    carded = replace(findings(own, programmes=(card,)), mentions=mentions)
    assert [label for _, label, _ in laid_out(carded, "governance")[0]] == ["机制 · 河西镇 · 在建 · 2026年底前"]


def test_children_follow_their_parent_even_in_a_ring() -> None:
    chain = (programme("child", parent="top"), programme("other"), programme("top"), programme("grand", parent="child"))
    assert [p.id for p in by_parent(chain)] == ["other", "top", "child", "grand"]
    assert [p.id for p in by_parent((programme("a", parent="b"), programme("b", parent="a")))] == ["a", "b"]


def test_what_has_little_to_say_is_a_sentence_and_a_name_alone_one_among_others() -> None:
    programmes = (programme("甲"), programme("“乙”", summary=""), programme("《丙》", summary="《丙》"))
    found = findings(row("firms@2024#whole_town", "5"), programmes=programmes)
    assert laid_out(found, "governance") == ([], ["机制：甲（为居民办事）；“乙”《丙》。"])
    assert laid_out(found, "culture") == ([], [])


def test_what_belongs_to_something_stands_in_its_line_below_it() -> None:
    programmes = (
        programme("基地", summary="园区"), programme("甲", parent="基地"), programme("乙", parent="甲", summary="工厂"),
        programme("丙", parent="基地"), programme("别的"),
    )  # fmt: skip
    found = findings(row("firms@2024#whole_town", "5"), programmes=programmes)
    lines = laid_out(found, "governance")[1]
    assert lines == ["基地：园区；甲、丙（为居民办事）；乙（工厂）。", "别的：为居民办事。"]
    assert roots(programmes) == {"基地": "基地", "甲": "基地", "乙": "基地", "丙": "基地", "别的": "别的"}
    ring = (programme("a", parent="b"), programme("b", parent="a"), programme("c", parent="b"))
    assert roots(ring) == {"a": "a", "b": "a", "c": "a"}


def test_a_chapter_has_few_cards_and_the_others_stand_in_lines() -> None:
    tops = [programme(f"t{n}", summary=LONG) for n in range(6)]
    found = findings(
        row("firms@2024#whole_town", "5"),
        programmes=(*tops, *(programme(f"c{n}", parent=f"t{n}") for n in range(6))),
    )
    cards, paragraphs = laid_out(found, "governance")
    assert [name for name, *_ in cards] == [f"t{n}" for n in range(MOST_CARDS)]
    assert sum(f"c{n}" in text for text in paragraphs for n in range(6)) == 6


def test_hostile_names_stay_plain_text() -> None:
    hostile = "**粗**[链](javascript:x)<script>{{7*7}}"
    found = findings(
        row("firms@2024#whole_town", "5"),
        programmes=(programme("a", name=hostile, summary=hostile), programme("b", name="桥", summary=hostile)),
    )
    lookup = Lookup(found)
    blocks = Entries(lookup, WORDS, Tabulator(lookup, WORDS)).blocks(("governance",), (), set())
    assert [plain_text(b.spans) for b in blocks if isinstance(b, Paragraph)] == [
        f"机制：桥（{zh.nested(hostile)}）；{hostile}。",
    ]
    assert facts_in(blocks) == set()
    assert not [span for b in blocks if isinstance(b, Paragraph) for span in b.spans if span.href]


def test_the_industries_are_a_table_of_who_there_is_and_what_was_published() -> None:
    firms = [organisation(f"o{n}", industry) for n, industry in enumerate(("silk", "cars", "food", "cars"))]
    found = findings(row("firms/cars@2024#whole_town", "5"), organisations=tuple(firms))
    lookup = Lookup(found)
    entries = Entries(lookup, WORDS, Tabulator(lookup, WORDS))
    (table,) = [b for b in entries.blocks((), ("industry",), set()) if isinstance(b, Table)]
    cells = [[plain_text(cell) for cell in line.cells] for line in table.rows]
    assert cells[0][1:] == ["o0（o0的角色）", "未公布"]
    assert cells[1] == ["汽车制造业", "o1（o1的角色）；o3（o3的角色）", "企业数5家"]
    (told,) = [b for b in entries.blocks((), ("industry",), set(found.own)) if isinstance(b, Table)]
    assert plain_text(told.rows[1].cells[2]) == "见上文"


def test_organisations_stand_under_their_industry_and_the_rest_by_kind() -> None:
    found = findings(
        row("firms@2024#whole_town", "5"),
        organisations=(
            organisation("mill", "silk"), organisation("hall", kind="department"), organisation("plant", "cars"),
            organisation("shop"),
        ),
    )  # fmt: skip
    assert laid_out(found, kinds=("industry", "company"))[1] == [
        "丝绸：mill（mill的角色）。", "汽车制造业：plant（plant的角色）。", "相关单位：shop（shop的角色）。",
    ]  # fmt: skip
    assert laid_out(found, kinds=("department",))[1] == ["相关单位：hall（hall的角色）。"]
    assert laid_out(found, kinds=("school",)) == ([], [])
