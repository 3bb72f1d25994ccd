"""briefing.toml: what may stand in it, and what is said of what may not."""

from __future__ import annotations

import pytest

from mjq_report.errors import TemplateError, UsageError
from mjq_report.model.codes import DOMAINS
from mjq_report.narrative.plan import Pick, in_language, languages, load_plan, parse_plan
from tests.towns.rows import TEMPLATES

MINIMAL = f"""
[document]
title = {{ zh = "题" }}
kind = {{ zh = "简报" }}
subject = {{ zh = "事" }}
keywords = {{ zh = "甲 乙" }}
[cover]
template = "cover.md.j2"
[summary]
title = {{ zh = "要点" }}
template = "summary.md.j2"
[[sections]]
id = "all"
title = {{ zh = "全部" }}
template = "all.md.j2"
domains = {list(DOMAINS)}
charts = ["c"]
tables = ["t"]
[[charts]]
id = "c"
kind = "ranked"
title = {{ zh = "发现" }}
subtitle = {{ zh = "单位" }}
marks = [{{ indicator = "ducks", group = "all", aside = true }}]
[[tables]]
id = "t"
title = {{ zh = "表" }}
columns = [{{ id = "value", title = {{ zh = "数值" }} }}]
rows = [{{ value = "ducks" }}]
"""


def test_a_plan_is_read_whole() -> None:
    plan = parse_plan(MINIMAL.encode())
    assert plan.templates == ("cover.md.j2", "summary.md.j2", "all.md.j2")
    assert plan.charts["c"].picks == (Pick("ducks", group="all", aside=True),)
    assert plan.charts["c"].at_least == 2
    assert plan.tables["t"].rows == ({"value": "ducks"},)
    assert plan.keywords == {"zh": ("甲", "乙")}
    assert plan.most_cards == 5


def test_kinds_that_are_found_by_shape_need_no_title() -> None:
    text = MINIMAL.replace('kind = "ranked"', 'kind = "dumbbell"').replace('subtitle = { zh = "单位" }\n', "")
    plan = parse_plan(text.encode())
    assert (plan.charts["c"].kind, plan.charts["c"].subtitle) == ("dumbbell", {})


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('kind = "ranked"', 'kind = "pie"', "charts[0].kind: is 'pie'; write one of trend"),
        ('charts = ["c"]', 'charts = ["d"]', "sections[0].charts[0]: is 'd'; write one of c"),
        ("'culture', ", "", "missing: culture"),
        ('subtitle = { zh = "单位" }', "", "charts[0].subtitle: is missing"),
        ("aside = true", "asides = true", "charts[0].marks[0].asides: no such key"),
        ('rows = [{ value = "ducks" }]', 'rows = [{ valeu = "ducks" }]', "tables[0].rows[0].valeu: no such key"),
        ('template = "all.md.j2"', 'template = "/etc/passwd"', "sections[0].template"),
        ("marks = [{", "marks = []\nwhole = [{", "charts[0].marks: is empty"),
        (
            'kind = "ranked"',
            'kind = "nested"\nwhole = [{ indicator = "ducks" }]',
            "charts[0].whole: is for other kinds",
        ),
        ("[cover]", "[covers]", "cover: is missing"),
        ("[document]", "colour = 'red'\n[document]", "colour: no such key"),
    ],
)
def test_mistakes_name_file_and_key(old: str, new: str, what: str) -> None:
    assert old in MINIMAL
    with pytest.raises(TemplateError) as caught:
        parse_plan(MINIMAL.replace(old, new).encode())
    assert str(caught.value).startswith("briefing.toml")
    assert what in str(caught.value)


def test_a_domain_belongs_to_one_section() -> None:
    twice = MINIMAL.replace('id = "all"', 'id = "one"') + (
        '[[sections]]\nid = "two"\ntitle = { zh = "又" }\ntemplate = "two.md.j2"\ndomains = ["land"]\n'
    )
    with pytest.raises(TemplateError, match="twice: land"):
        parse_plan(twice.encode())


def test_a_section_joins_another_that_there_is() -> None:
    wrong = MINIMAL.replace('charts = ["c"]', 'charts = ["c"]\njoins = ["more"]')
    with pytest.raises(TemplateError, match=r"sections\[0\]\.joins: 'more' is no other section"):
        parse_plan(wrong.encode())


def test_the_shipped_plan_fits_any_town() -> None:
    plan = load_plan(TEMPLATES)
    assert 5 <= len(plan.sections) <= 8
    assert not plan.charts, "charts are chosen by the shape of the data"
    assert not plan.cards, "key figures by what stands out"
    for name in plan.templates:
        assert (TEMPLATES / "zh" / name).is_file()


def test_languages_are_folders_with_words() -> None:
    assert languages(TEMPLATES) == ["zh"]
    assert languages(TEMPLATES / "nowhere") == []
    with pytest.raises(UsageError, match=r"--lang en: briefing\.toml has no text in it; there is zh"):
        in_language({"zh": "题"}, "en")
