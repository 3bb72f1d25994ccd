"""Figures, signs and hedges that an editor could hide from the lint: never in a document, wherever they were put."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.errors import TemplateError
from mjq_report.model.document import plain_text
from mjq_report.model.period import Period
from mjq_report.narrative import lint, write
from tests.towns.rows import templates, usual

DAY = Period.parse("2026-02-09")
FACT = "{{ fact('gross_industrial_output') }}"

HIDDEN = {
    "Roman numeral": "共Ⅷ家。", "circled": "共㊿家。", "ideograph in brackets": "共㈦家。", "raised": "共⁷³家。", "lowered": "共₇家。",
    "fraction": "共½家。", "with a comma": "共🄈家。", "rod": "共〧〣家。", "old thirty": "共〸家。", "month sign": "共㋀。", "hour sign": "共㍘。",
    "Latin": "共VIII家。", "pair": "俩企业。", "formal": "共柒拾叁家。", "twenty": "共廿三家。", "digit by digit": "共七三九一四家。", "no unit": "共七万三千九百。",
    "people": "共七人。", "money": "投资七元。", "fraction in words": "三分之一的企业。", "per cent": "百分之七。", "half": "半数以上的企业。",
    "over half": "过半企业。", "entity": "共&#x37;家。", "named entity": "共&half;家。", "soft hyphen entity": "共一&shy;家。",
    "bold": "共七**万**家。", "spaces": "共 七 万 家。", "lines": "共七\n万家。", "optional": "共七⟦万⟧家。", "escaped": "共七\\*家。",
    "set": "{% set x = '七' %}共{{ x }}家。", "set parts": "{% set x = '七' %}{% set y = '万' %}{{ x }}{{ y }}", "listed": "{{ listing(['七万三千']) }}",
    "loop over words": "{% for c in ['七', '万'] %}{{ c }}{% endfor %}", "loop over a text": "{% for c in year_text() %}{{ c }}{% endfor %}",
    "first of a text": "{{ year_text()|first }}", "last of a figure": "{{ fact('gross_industrial_output')|last }}",
    "literal or": "{{ 73914 or fact('x') }}", "literal if": "{{ 73914 if town else fact('x') }}", "word or": "{{ 'seven' or fact('x') }}",
    "listed numbers": "{{ listing([7, 3]) }}", "raw": "{% raw %}{{ 73914 }}{% endraw %}", "raw trimmed": "{%-  raw -%}{# 73914 #}{% endraw %}",
    "tag that ends in a text": "{% if has('%}{#') %}{% else %}73914{% if has('#}') %}{% endif %}{% endif %}",
    "id": "{% for row in facts() %}{{ row.id }}{% endfor %}", "coverage id": "{% for row in facts() %}{{ row.coverage }}{% endfor %}",
    "linked by hand": "[很多](fact:x)", "in English": "seven hundred enterprises.", "third in English": "one third of them.",
    "minus": f"负{FACT}。", "minus sign": f"−{FACT}。", "ten before": f"十{FACT}。", "per cent behind": f"{FACT}%。", "ten thousand behind": f"{FACT}万。",
    "nearly": f"近{FACT}。", "over": f"超{FACT}。", "less than": f"不足{FACT}。", "about": f"约{FACT}。", "and more": f"{FACT}余。", "at least": f"{FACT}以上。",
    "direction in parts": f"{FACT}增**长**。", "direction behind a comma": f"{FACT}，增长。", "direction of a name": "{{ name('firms') }}回升。", "claims": f"{FACT}，史上最好。",
    "last year": f"{FACT}，优于去年。", "claim in parts": f"{FACT}，首\n次。",
}  # fmt: skip


@pytest.mark.guards("N1")
@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_no_template_hides_a_figure(tmp_path: Path, text: str) -> None:
    folder = templates(tmp_path, economy=f"好。\n\n{text}\n")
    with pytest.raises(TemplateError, match=r"^zh/economy\.md\.j2:[345]: "):
        write(usual(), folder, DAY)


ORDINARY = (
    "重点企业节约{{ fact('gross_industrial_output') }}。", "附近{{ fact('gross_industrial_output') }}。", "{{ town }}的经济，一路向前，持续增长。", "## 经济\n\n- {{ fact('firms') }}百强企业。",
    "统一部署，进一步提升，一系列措施，十分重要，四处开花，四周绿化。", "（亿元，万元，千瓦）", "{% set kind = 'company' %}{{ listing(organisations(kind=kind)) }}",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_let_through(tmp_path: Path, text: str) -> None:
    folder = templates(tmp_path, economy=text)
    assert lint(folder) == []
    write(usual(), folder, DAY)


@pytest.mark.guards("N1")
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"总体经济"', '"共73914家"', r"briefing\.toml: sections\.economy\.title\.zh:1: the digit '7'"),
        (
            '"{{ town }}{{ year_text() }}发展简报"',
            '"73914. 企业"',
            r"briefing\.toml: document\.title\.zh:1: the digit '7'",
        ),
        ('"要点"', '"七三九一四"', r"briefing\.toml: summary\.title\.zh:1: the quantity '七三九一四'"),
        ('"数值"', '"数值7"', r"briefing\.toml: tables\.main_indicators\.value\.title\.zh:1: the digit '7'"),
        ('"镇域经济 ', '"七万三千家 ', r"briefing\.toml: document\.keywords\.zh: the figure '七'"),
    ],
)
def test_no_title_hides_a_figure(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = templates(tmp_path)
    plan = folder / "briefing.toml"
    plan.write_text(plan.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError, match=message):
        write(usual(), folder, DAY)


@pytest.mark.guards("N1")
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"{date}版"', '"73914版"', "cover.edition: the figure '7'"),
        ('"其余"', '"其余三家"', "chart.rest: the figure '三'"),
        ('"{date}版"', '"{0}版"', "cover.edition: '{' where nothing is filled in; this text may have {date}"),
        ('"{date}版"', '"{date.__class__}版"', "cover.edition: '{' where"),
        ('"{date}版"', '"{date:>300000000}版"', "cover.edition: '{' where"),
        ('"其余"', '"其余{"', "chart.rest: '{' where nothing is filled in; this text may have nothing"),
    ],
)
def test_no_word_hides_a_figure_or_runs_a_format(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = templates(tmp_path)
    words = folder / "zh" / "words.toml"
    words.write_text(words.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError) as caught:
        write(usual(), folder, DAY)
    assert str(caught.value).startswith(f"zh/words.toml: {message}")
    assert str(caught.value) in lint(folder)


def test_a_message_is_no_longer_than_a_line_or_two(tmp_path: Path) -> None:
    for number, text in enumerate(("[](" * 9000, "七" * 9000, "{{ name('" + "字" * 9000 + "') }}")):
        with pytest.raises(TemplateError) as caught:
            write(usual(), templates(tmp_path / str(number), economy=text), DAY)
        assert len(str(caught.value)) < 250


def test_a_title_of_a_section_is_a_template(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    plan = folder / "briefing.toml"
    text = plan.read_text("utf-8")
    plan.write_text(text.replace('"总体经济"', '"{{ town }}的经济"', 1), "utf-8")
    document = write(usual(), folder, DAY)
    (section,) = (section for section in document.sections if section.id == "economy")
    assert section.title == f"{document.town}的经济"
    assert not any("{{" in plain_text(span.cells[0]) for block in section.blocks for span in getattr(block, "rows", ()))


@pytest.mark.parametrize("address", ["https://例子.org/", "https://example.org/页", "mailto:编辑@example.org", "#锚"])
def test_a_link_that_a_pdf_cannot_hold_is_refused(tmp_path: Path, address: str) -> None:
    folder = templates(tmp_path, economy=f"见[网页]({address})。\n")
    with pytest.raises(TemplateError, match=r"^zh/economy\.md\.j2: a link to .*write other than ASCII in it as %"):
        write(usual(), folder, DAY)


def test_check_tells_that_there_is_no_language(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    (folder / "zh").rename(tmp_path / "zh")
    assert [line.partition(",")[0] for line in lint(folder)] == ["templates/: no folder in it is a language's"]


def test_check_tells_templates_that_include_themselves(tmp_path: Path) -> None:
    folder = templates(
        tmp_path, economy="{% include 'zh/a.md.j2' %}", a="{% include 'zh/b.md.j2' %}", b="{% include 'zh/a.md.j2' %}"
    )
    assert lint(folder) == [f"zh/{name}.md.j2:1: includes itself; take one include out" for name in ("a", "b")]
