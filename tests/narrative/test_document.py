"""Whole documents: order, nothing lost, nothing empty, whatever the town's indicators are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path

import pytest

from mjq_report.errors import TemplateError, UsageError
from mjq_report.model.codes import Status
from mjq_report.model.document import (
    Aside,
    Chart,
    Contents,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Span,
    Table,
    plain_text,
    spans_of,
)
from mjq_report.model.findings import Findings
from mjq_report.model.period import Period
from mjq_report.narrative import lint, write
from tests.towns.rows import TEMPLATES, claim, findings, organisation, programme, row, templates, usual

DAY = Period.parse("2026-02-09")
X = "gross_industrial_output"


def written(found: Findings, folder: Path = TEMPLATES) -> Document:
    return write(found, folder, DAY)


def spans(document: Document) -> Iterator[Span]:
    """Every span that a document prints outside its annex."""
    yield from document.cover.sentence
    for section in document.sections:
        yield from walk(section.blocks if section.role != "annex" else ())


def walk(thing: object) -> Iterator[Span]:
    """Every span that is somewhere in a value."""
    if isinstance(thing, Span):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from walk(part)
    elif is_dataclass(thing):
        yield from walk(tuple(getattr(thing, field.name) for field in fields(thing)))


def section_text(document: Document, name: str) -> str:
    return "".join(
        plain_text(block.spans)
        for s in document.sections
        if s.id == name
        for block in s.blocks
        if isinstance(block, Paragraph)
    )


# --------------------------------------------------------------------------- order and wholeness


def test_sections_come_in_the_readers_order() -> None:
    roles = [section.role for section in written(usual()).sections]
    assert roles[0] == "summary"
    behind = [role for role in roles[1:] if role != "body"]
    assert roles == ["summary", *["body"] * (len(roles) - 1 - len(behind)), *behind]
    assert [role for role in behind if role != "notes"] == ["audit", "annex", "derivations", "sources"]


def test_every_own_figure_is_printed_in_a_section_and_in_the_annex() -> None:
    document = written(usual())
    in_body = {span.fact for span in spans(document) if span.fact}
    assert usual().own <= in_body
    assert usual().own <= set(document.facts)


def test_every_linked_figure_lands_on_a_row_of_the_annex_or_if_computed_of_the_derivations() -> None:
    document = written(usual())
    rows = {
        section.role: {line.anchor for block in section.blocks if isinstance(block, Table) for line in block.rows}
        for section in document.sections
    }
    computed = {fact.id for fact in usual().facts.values() if fact.is_derived}
    for span in spans(document):
        if span.fact:
            role = "derivations" if span.fact in computed else "annex"
            assert document.fact_anchors[span.fact] in rows[role]


def test_every_link_inside_leads_somewhere() -> None:
    document = written(usual())
    anchors = {
        f"#{line.anchor}" for s in document.sections for b in s.blocks if isinstance(b, Table) for line in b.rows
    }
    assert {span.href for span in spans(document) if span.href} <= anchors


def test_charts_print_only_figures_of_the_document(tmp_path: Path) -> None:
    document = written(usual(), templates(tmp_path))
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    assert charts
    for chart in charts:
        for mark in (mark for series in chart.series for mark in series.marks):
            assert bool(mark.label) == bool(mark.fact)
            assert not mark.fact or mark.fact in document.fact_anchors


def test_cover_has_a_sentence_and_key_figures_with_direction_and_coverage() -> None:
    cover = written(usual()).cover
    assert plain_text(cover.sentence) == (
        "2024年，全镇工业总产值200亿元，比上年增长11%；固定资产投资30.50亿元，比上年下降5.2%。"
    )
    assert (cover.town, cover.place, cover.year, cover.kind, cover.edition) == (
        "河西镇", "某区", "2024年", "发展简报", "2026年2月9日版"
    )  # fmt: skip
    (card,) = [card for card in cover.cards if card.name == "固定资产投资"]
    assert (card.figure.value, card.figure.unit, card.coverage) == ("30.50", "亿元", "全镇，2024年")
    assert plain_text(card.change) == "比上年下降5.2%"
    assert card.falls and [other.name for other in cover.cards if other.falls] == ["固定资产投资"]
    assert 3 <= len(cover.cards) <= 5


def test_key_figures_that_briefing_toml_names_come_before_those_that_stand_out(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    names = [card.name for card in written(usual(), folder).cover.cards]
    assert names[:2] == ["工业总产值", "固定资产投资"]


def test_a_summary_bullet_without_a_figure_is_none(tmp_path: Path) -> None:
    folder = templates(
        tmp_path, summary="- **空话**：形势很好。\n- 渡口{{ fact('ferries') }}。\n- 桥{{ fact('bridges') }}。\n"
    )
    (summary,) = [s for s in written(usual(), folder).sections if s.role == "summary"]
    bullets, contents = summary.blocks
    assert isinstance(contents, Contents)
    assert isinstance(bullets, ListBlock)
    assert [plain_text(item) for item in bullets.items] == ["渡口7个。"]


def test_a_section_with_nothing_to_say_is_left_out() -> None:
    ids = [section.id for section in written(findings(row("ferries@2024#whole_town", "7"))).sections]
    assert ids == ["summary", "livelihood", "annex", "notes", "sources"]


def test_a_heading_that_nothing_follows_is_left_out(tmp_path: Path) -> None:
    folder = templates(
        tmp_path, livelihood="## 空\n\n{{ fact('bridges') }}\n\n## 实\n\n渡口{{ fact('ferries') }}。\n\n## 尾\n"
    )
    (section,) = [
        s for s in written(findings(row("ferries@2024#whole_town", "7")), folder).sections if s.id == "livelihood"
    ]
    assert [plain_text(b.spans) for b in section.blocks if isinstance(b, Heading)] == ["实"]


def test_a_chart_stands_where_the_template_puts_it_and_only_once(tmp_path: Path) -> None:
    folder = templates(
        tmp_path, economy="前{{ fact('gross_industrial_output') }}。\n\n{{ chart('output_trend') }}\n\n后。\n"
    )
    (section,) = [s for s in written(usual(), folder).sections if s.id == "economy"]
    blocks = [type(block).__name__ for block in section.blocks if not isinstance(block, Aside)]
    assert blocks[:3] == ["Paragraph", "Chart", "Paragraph"]
    assert sum(isinstance(block, Chart) for block in section.blocks) == 1


def test_a_chart_that_the_section_does_not_declare_is_an_error(tmp_path: Path) -> None:
    folder = templates(tmp_path, culture="{{ chart('output_trend') }}\n")
    with pytest.raises(TemplateError, match=r"zh/culture\.md\.j2:1: chart 'output_trend' is none that"):
        written(usual(), folder)


def test_a_chart_placed_twice_is_an_error(tmp_path: Path) -> None:
    folder = templates(tmp_path, economy="{{ chart('output_trend') }}\n\n{{ chart('output_trend') }}\n")
    with pytest.raises(TemplateError, match=r"chart 'output_trend' is placed twice"):
        written(usual(), folder)


def test_a_paragraph_as_long_as_a_template_may_be_is_read(tmp_path: Path) -> None:
    for number, text in enumerate(("[" * 20_000, "甲_乙" * 7_000, "⟦甲" * 10_000)):
        document = written(usual(), templates(tmp_path / str(number), economy=text))
        assert section_text(document, "economy") == text.replace("⟦", "")


# --------------------------------------------------------------------------- any town


def test_a_town_with_unknown_indicators_gets_a_full_briefing() -> None:
    found = findings(
        row("duck_eggs/red_yolk@2024#whole_town", "220"),
        row("duck_eggs_growth/red_yolk@2024#whole_town", "-3"),
        row("firms@2024#company:egg", "1"),
        row("ferries@2024-06#river_area", "3", status=Status.PLANNED),
        programmes=(programme("boats", "culture", name="龙舟赛"),),
        organisations=(organisation("egg", name="蛋品公司"),),
    )
    document = written(found)
    text = "".join(section_text(document, s.id) for s in document.sections)
    assert "红心咸鸭蛋产量220万枚" in text
    assert document.cover.sentence, "the cover has its sentence"
    assert found.own <= {span.fact for span in spans(document) if span.fact}
    assert "龙舟赛：为居民办事" in text
    assert "红心咸鸭蛋产量220万枚，比上年下降3%" in text


def test_hostile_words_are_printed_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "**粗**[链](javascript:x)<script>alert(1)</script>{{7*7}}&amp;|`$#"
    found = findings(
        row("ferries@2024#whole_town", "7"),
        programmes=(programme("a", "culture", name=hostile, summary=hostile),),
        organisations=(organisation("b", "silk", name=hostile),),
        claims=(claim("uncheckable", "ferries@2024#whole_town", statement=hostile, note=hostile),),
        name=hostile,
    )
    document = written(found)
    assert document.cover.town == hostile
    assert document.title == f"{hostile}2024年发展简报"
    assert hostile in "".join(span.text for span in spans(document))
    assert not [span for span in spans(document) if span.href and not span.href.startswith("#")]


@pytest.mark.parametrize("value", ["0", "-12.30", "999999999999999", "0.00001"])
def test_any_size_of_figure_is_printed(value: str) -> None:
    found = findings(row(f"{X}@2024#whole_town", value), row(f"{X}/cars@2024#whole_town", value))
    shown = value.replace("-", "−")
    assert f"{shown}亿元" in "".join(span.text for span in spans(written(found)))


def test_the_same_inputs_make_the_same_document() -> None:
    assert asdict(written(usual())) == asdict(written(usual()))


# --------------------------------------------------------------------------- languages and mistakes


def test_a_language_without_templates_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"--lang en: templates/ has no templates in it; there is zh"):
        write(usual(), TEMPLATES, DAY, lang="en")


def test_templates_in_a_language_that_there_is_no_module_of_are_refused(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    shutil.copytree(folder / "zh", folder / "en")
    with pytest.raises(UsageError, match=r"--lang en: no briefing is written in it; there is zh"):
        write(usual(), folder, DAY, lang="en")


@pytest.mark.parametrize(
    ("said", "bent", "message"),
    [
        ('planned = "计划"', 'planned = "已"', "status.planned: '已' would change what is said; write one of 计划"),
        (
            "才判为不成立",
            "才判为成立",
            "audit.note: '注：复算时，",
        ),
        ('than = "比"', 'than = "不如"', "than: '不如' would change what is said; write one of 比, 较"),
        (
            'audit = "数据核算"',
            'audit = "数据全部相符"',
            "section.audit: says '相符', a word of status, verdict or direc",
        ),
    ],
)
def test_a_project_chooses_among_words_that_say_the_same(tmp_path: Path, said: str, bent: str, message: str) -> None:
    folder = templates(tmp_path)
    words = folder / "zh" / "words.toml"
    text = words.read_text("utf-8")
    words.write_text(text.replace('estimated = "预计"', 'estimated = "预估"'), "utf-8")
    assert written(usual(), folder)
    assert said in text
    words.write_text(text.replace(said, bent), "utf-8")
    with pytest.raises(TemplateError, match=re.escape(f"zh/words.toml: {message}")):
        written(usual(), folder)


def test_an_error_in_a_template_names_its_file_and_line(tmp_path: Path) -> None:
    folder = templates(tmp_path, planning="一\n{{ fcat('x') }}\n")
    with pytest.raises(TemplateError, match=r"^zh/planning\.md\.j2:2: there is no function fcat"):
        written(usual(), folder)


def test_an_error_in_briefing_toml_names_the_key(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    plan = folder / "briefing.toml"
    plan.write_text(
        plan.read_text("utf-8").replace('subtitle = { zh = "工业总产值" }', 'subtitle = { zh = "{{ twon }}" }'), "utf-8"
    )
    with pytest.raises(
        TemplateError, match=r"^briefing\.toml: charts\.output_trend\.subtitle\.zh:1: 'twon' is undefined"
    ):
        written(usual(), folder)


def test_a_missing_word_names_the_file(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    words = folder / "zh" / "words.toml"
    words.write_text(words.read_text("utf-8").replace('comma = "，"', ""), "utf-8")
    with pytest.raises(TemplateError, match=r"^zh/words\.toml: comma: is missing"):
        written(usual(), folder)
    words.write_text(words.read_text("utf-8") + "\n[more]\nnumber = 1\n", "utf-8")
    with pytest.raises(TemplateError, match=r"^zh/words\.toml: more\.number: is int, not a text"):
        written(usual(), folder)


def test_a_section_that_only_says_again_what_was_said_is_left_out(tmp_path: Path) -> None:
    found = findings(row(f"{X}@2024#whole_town", "71.4"), row("fixed_asset_investment@2024#whole_town", "12.03"))
    titles = [section.title for section in written(found, templates(tmp_path)).sections]
    assert "总体经济" in titles
    assert "主导产业" not in titles, "its only figure is the gross output of the section before"
    assert "投资与消费" in titles


def test_a_template_that_is_a_link_to_itself_is_a_message(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    path = folder / "zh" / "economy.md.j2"
    path.unlink()
    path.symlink_to(path.name)
    with pytest.raises(TemplateError, match=r"zh/economy\.md\.j2"):
        written(usual(), folder)


def test_a_figure_in_an_included_file_is_never_printed(tmp_path: Path) -> None:
    folder = templates(tmp_path, economy="{% include 'zh/more.md.j2' %}\n", more="全镇共有12家。\n")
    with pytest.raises(TemplateError, match=r"^zh/more\.md\.j2:1: the digit '1'"):
        written(usual(), folder)
    assert any(finding.startswith("zh/more.md.j2:1: the digit '1'") for finding in lint(folder))


def test_the_contents_of_the_summary_say_what_each_chapter_found_and_repeat_no_figure_too_often() -> None:
    document = written(usual())
    summary = document.sections[0]
    (contents,) = [block for block in summary.blocks if isinstance(block, Contents)]
    chapters = [section.id for section in document.sections if section.role == "body"]
    assert [section for section, _ in contents.findings] == [*chapters, "audit", "annex"]
    assert all(plain_text(found) for _, found in contents.findings)


def test_no_figure_stands_more_often_before_the_annex_for_being_called_out() -> None:
    document = written(usual())
    before = [section for section in document.sections if section.role in ("summary", "body")]
    asides = [block for section in before for block in section.blocks if isinstance(block, Aside)]
    called = [card.fact for aside in asides for card in aside.cards]
    assert called
    assert len(called) == len(set(called))
    told = [span.fact for section in before for block in section.blocks for text in spans_of(block) for span in text]
    assert all(told.count(fact) + called.count(fact) <= 3 for fact in called)
