"""The template lint: what only data may say is refused with file and line; the shipped templates are clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from mjq_report.narrative import lint
from mjq_report.narrative.plan import GENERIC, load_plan
from tests.towns.rows import TEMPLATES, templates


def test_the_shipped_templates_are_clean() -> None:
    assert lint(TEMPLATES) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("产值1200亿元。", "the digit '1'"),
        ("产值１２００亿元。", "the digit '１'"),
        ("{# 2024 is fine here #}产值9。", "the digit '9'"),
        ("五大产业齐头并进。", "the quantity '五'"),
        ("共有三十余家。", "the quantity '三十余'"),
        ("产值翻番。", "'翻番' is a claim"),
        ("首次突破。", "'首次' is a claim"),
        ("增速最高。", "'最高' is a claim"),
        ("全区第一。", "'第一' is a claim"),
        ("产值创历史新高。", "'创历史新高' is a claim"),
        ("产值比上年多。", "'比上年' is chosen by the data"),
        ("同比多了。", "'同比' is chosen by the data"),
        ("多了几个百分点。", "百分点' is chosen by the data"),
        ("产值增长{{ fact('ducks') }}。", "the direction word '增长' beside a figure"),
        ("下降了{{ fact('ducks') }}。", "the direction word '下降' beside a figure"),
        ("{{ fact('ducks', period='2024') }}。", "the figure '2024' inside a tag"),
        ("{{ listing(['1200']) }}。", "the figure '1200' inside a tag"),
        ("{% set x = '七' %}{{ x }}万家。", "the words '七' inside a tag"),
        ("{{ 1200 }}", "a literal inside {{ }}"),
        ("{{ nothing() }}", "there is no function nothing"),
        ("{{ fact('ducks', nonsense='x') }}", "fact() takes no 'nonsense'; it takes indicator, ref, breakdown"),
        ("{% for row in facts(domains='x') %}{% endfor %}", "facts() takes no 'domains'; it takes indicator, domain"),
        ("{% if %}", "Expected an expression"),
        ("推行“双轮”、“三生”。", "、 between quotes or titles"),
        ("印发《办法》、《细则》。", "、 between quotes or titles"),
    ],
)
def test_what_only_data_may_say(tmp_path: Path, text: str, what: str) -> None:
    folder = templates(tmp_path, economy=f"好。\n\n{text}\n")
    (found,) = lint(folder)
    assert found.startswith("zh/economy.md.j2:3: ")
    assert what in found


@pytest.mark.parametrize(
    "text",
    [
        "## 小标题\n\n{{ name('ducks') }}{{ fact('ducks') }}⟦，{{ change('ducks') }}⟧。",
        "推行“双轮”“三生”，印发《办法》《细则》，含“甲”及“乙”、丙。",
        "经济增长的背景。产值{{ fact('ducks') }}。",
        "{{ fact('output', breakdown='milestone_1') }}，一般如此，一并列出。",
        "{% for row in facts(domain='x', most=3) %}{{ statement(ref=row.id) }}{% endfor %}",
    ],
)
def test_what_editors_may_write(tmp_path: Path, text: str) -> None:
    assert lint(templates(tmp_path, economy=text)) == []


def test_names_of_the_tables_are_refused(tmp_path: Path) -> None:
    folder = templates(tmp_path, economy="大河西的产值，渡船厂的功劳，示范。\n")
    data = folder.parent / "data"
    (data / "towns" / "hexi").mkdir(parents=True)
    (data / "towns.csv").write_text(
        "town,name_zh,name_en,code,district_zh\nhexi,大河西镇,Hexi town,,某区\ndemo,示范镇,Demo town,,某区\n", "utf-8"
    )
    organisations = data / "towns" / "hexi" / "organisations.csv"
    organisations.write_text("organisation,name_zh,name_en\nferry,渡船厂,\n", "utf-8")
    assert [line.partition("; ")[0] for line in lint(folder)] == [
        "zh/economy.md.j2:1: names '大河西'", "zh/economy.md.j2:1: names '渡船厂'"
    ]  # fmt: skip
    organisations.write_bytes(b"\xff\xfe")
    assert len(lint(folder)) == 1, "a broken table is no matter of the lint"


def test_texts_of_briefing_toml_and_words_are_templates_too(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    plan = folder / "briefing.toml"
    plan.write_text(plan.read_text("utf-8").replace('"主要经济指标"', '"2025年主要经济指标"'), "utf-8")
    words = folder / "zh" / "words.toml"
    words.write_text(words.read_text("utf-8").replace('"其余"', '"其余3项"'), "utf-8")
    assert [line.partition("; ")[0] for line in lint(folder)] == [
        "zh/words.toml: chart.rest: the figure '3'",
        "briefing.toml: tables.main_indicators.title.zh:1: the digit '2'",
    ]


def test_a_broken_plan_or_a_missing_template_is_one_finding(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    (folder / "zh" / "summary.md.j2").unlink()
    assert lint(folder) == [
        "zh/summary.md.j2: No such file or directory; briefing.toml names it, or a template includes it"
    ]
    (folder / "briefing.toml").write_text("[document", "utf-8")
    (found,) = lint(folder)
    assert found.startswith("briefing.toml:1: not valid TOML")


def test_a_section_whose_template_is_gone_is_composed_but_a_misspelt_one_is_named(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    economy = folder / "zh" / "economy.md.j2"
    economy.rename(folder / "zh" / "ecomony.md.j2")
    assert lint(folder) == [
        "briefing.toml: sections.economy.template: economy.md.j2 is not there; is ecomony.md.j2 meant?"
    ]
    (folder / "zh" / "ecomony.md.j2").unlink()
    assert lint(folder) == []
    (section,) = (one for one in load_plan(folder).sections if one.id == "economy")
    assert section.template == GENERIC


@pytest.mark.parametrize("text", ["好。[^甲]", "| 甲 | 乙 |", "<u>好</u>", "好<br/>好"])
def test_markdown_that_a_briefing_has_not_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    (found,) = lint(templates(tmp_path, economy=f"好。\n\n{text}\n"))
    assert found.startswith("zh/economy.md.j2:3: ")
    assert "would be printed as it is typed" in found


def test_a_template_that_nothing_uses_is_named(tmp_path: Path) -> None:
    folder = templates(tmp_path)
    (folder / "zh" / "weather.md.j2").write_text("好。", encoding="utf-8")
    assert [line.partition(": ")[0] for line in lint(folder)] == ["zh/weather.md.j2:1"]
    (folder / "zh" / "economy.md.j2").write_text("{% include 'zh/weather.md.j2' %}", encoding="utf-8")
    assert lint(folder) == []
