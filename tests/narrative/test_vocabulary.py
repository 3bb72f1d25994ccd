"""What the functions of templates print, seen as a reader sees it."""

from __future__ import annotations

import re

import pytest

from mjq_report.errors import TemplateError
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.document import plain_text
from mjq_report.model.findings import Findings
from mjq_report.narrative.labels import load_words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.templates import parse
from mjq_report.narrative.templates.functions import NAMES, Functions
from mjq_report.narrative.templates.sandbox import Renderer
from mjq_report.narrative.templates.sentences import Home
from tests.towns.rows import OUTPUT, TEMPLATES, claim, findings, organisation, programme, row, usual

X = "gross_industrial_output"


def shown(found: Findings, source: str) -> str:
    """A template's text as a reader sees it."""
    words, lookup = load_words(TEMPLATES, "zh"), Lookup(found)
    vocabulary = Functions(lookup, words)
    rendered = Renderer(TEMPLATES, vocabulary.functions(), vocabulary.values()).text(source, "zh/t.md.j2")
    home = Home(lookup.home_period().text, lookup.home_coverage(), words["actual"])
    return plain_text(parse.spans(rendered, "t", home))


def test_every_function_is_there() -> None:
    vocabulary = Functions(Lookup(usual()), load_words(TEMPLATES, "zh"))
    assert set(vocabulary.functions()) == NAMES


def test_the_page_for_editors_lists_every_function() -> None:
    page = (TEMPLATES.parent / "docs" / "templates.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)\(", page, re.MULTILINE))
    assert listed == NAMES


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (row(f"{X}@2024#whole_town", "1200", qualifier=Qualifier.ABOUT), "约1200亿元"),
        (row(f"{X}@2024#whole_town", "1200", qualifier=Qualifier.NEARLY), "近1200亿元"),
        (row(f"{X}@2024#whole_town", "1200", qualifier=Qualifier.MORE_THAN), "超1200亿元"),
        (row(f"{X}@2024#whole_town", "269.20"), "269.20亿元"),
        (row(f"{X}@2024#whole_town", "-3.5"), "−3.5亿元"),
        (row(f"{X}@2024#whole_town", "84.6", status=Status.ESTIMATED), "预计84.6亿元"),
        (row(f"{X}@2024-01/2024-11#whole_town", "400"), "400亿元（2024年1—11月）"),
        (row(f"{X}@2024#above_size", "400"), "400亿元（全镇规模以上）"),
        (row(f"{X}@2024#park:silk", "400"), "400亿元（丝绸园〔一期〕）"),
        (row(f"{X}@2021/2025#whole_town", "400", source="s2024"), "400亿元（“十四五”时期）"),
        (row(f"{X}@2026#whole_town", "400", source="s2024", status=Status.PLANNED), "计划400亿元（2026年）"),
    ],
)
def test_a_figure_brings_its_hedge_status_period_and_coverage(figure: object, text: str) -> None:
    assert shown(findings(figure), "产值{{ fact('gross_industrial_output') }}。") == f"产值{text}。"  # type: ignore[arg-type]


def test_figures_are_linked_to_their_facts() -> None:
    found = findings(row(f"{X}@2024#whole_town", "1200"))
    (fact,) = found.facts
    source = "{{ fact('gross_industrial_output') }}"
    vocabulary = Functions(Lookup(found), load_words(TEMPLATES, "zh"))
    rendered = Renderer(TEMPLATES, vocabulary.functions(), {}).text(source, "t")
    (span,) = parse.spans(rendered, "t", Home("2024", "whole_town", ""))
    assert (span.text, span.fact) == ("1200亿元", fact)


def test_a_figure_of_an_earlier_year_is_not_taken_for_this_years() -> None:
    found = findings(row(f"{X}@2020#whole_town", "80"), row("firms@2024#whole_town", "9"))
    text = "有{{ fact('gross_industrial_output') }}，共{{ fact('firms') }}。企业{{ fact('firms') }}。"
    assert shown(found, text) == "企业9家。"


def test_an_only_breakdown_need_not_be_named() -> None:
    found = usual()
    assert shown(found, "{{ statement('duck_eggs') }}。") == "红心咸鸭蛋产量220余万枚。"
    assert shown(found, "{{ statement('gross_industrial_output') }}。") == "工业总产值200亿元。"


# --------------------------------------------------------------------------- changes


@pytest.mark.parametrize(
    ("growth", "text"),
    [("41.9", "比上年增长41.9%"), ("-5.2", "比上年下降5.2%"), ("0", "与上年持平"), ("0.0", "与上年持平")],
)
def test_direction_follows_the_sign(growth: str, text: str) -> None:
    found = findings(row(f"{X}@2024#whole_town", "200"), row(f"{X}_growth@2024#whole_town", growth))
    assert shown(found, "产值{{ change('gross_industrial_output') }}。") == f"产值{text}。"
    falling = "{% if falling('gross_industrial_output') %}x{% else %}{{ town }}{% endif %}。"
    assert shown(found, falling).startswith("x") == (growth < "0")


def test_part_of_a_year_is_compared_with_the_same_months() -> None:
    period = "2024-01/2024-11"
    found = findings(row(f"{X}@{period}#whole_town", "400"), row(f"{X}_growth@{period}#whole_town", "230.08"))
    assert shown(found, "{{ when('gross_industrial_output') }}{{ change('gross_industrial_output') }}。") == (
        "2024年1—11月同比增长230.08%。"
    )


def test_a_share_moves_by_points() -> None:
    found = findings(row("share_change@2024#whole_town", "6.31"))
    assert shown(found, "比重{{ change('share_change') }}。") == "比重比上年提高6.31个百分点。"


def test_growth_is_computed_from_the_year_before_and_only_from_it() -> None:
    near = findings(row(f"{X}@2023#whole_town", "160"), row(f"{X}@2024#whole_town", "200"))
    assert shown(near, "产值{{ change('gross_industrial_output') }}。") == "产值比上年增长25%。"
    assert shown(near, "产值{{ since('gross_industrial_output') }}。") == ""
    far = findings(row(f"{X}@2020#whole_town", "160", status=Status.ESTIMATED), row(f"{X}@2024#whole_town", "200"))
    assert shown(far, "产值{{ change('gross_industrial_output') }}。") == ""
    assert shown(far, "产值{{ since('gross_industrial_output') }}。") == "产值比2020年预计数增长25%。"
    assert shown(far, "{{ average_since('gross_industrial_output') }}。").startswith("以2020年预计数为基数年均增长5.7%")


def test_no_change_between_other_coverages_or_months() -> None:
    found = findings(row(f"{X}@2023#above_size", "160"), row(f"{X}@2024-01/2024-11#whole_town", "200"))
    assert shown(found, "产值{{ change('gross_industrial_output') }}。") == ""


def test_multiple_share_and_published_average() -> None:
    found = findings(
        row(f"{X}@2020#whole_town", "100"),
        row(f"{X}@2024#whole_town", "500"),
        row(f"{X}/cars@2024#whole_town", "250"),
        row(f"{X}_average_growth@2021/2024#whole_town", "40", qualifier=Qualifier.MORE_THAN),
    )
    assert shown(found, "为{{ multiple('gross_industrial_output') }}。") == "为2020年的5.0倍。"
    assert shown(found, "{{ against('gross_industrial_output') }}。") == "为2020年的5.0倍。"
    assert shown(found, "占{{ share('gross_industrial_output', breakdown='cars') }}。") == "占50.0%。"
    assert shown(found, "{{ average('gross_industrial_output') }}。") == "年均增长超40%（2021—2024年）。"


# --------------------------------------------------------------------------- names and words


def test_names_in_sentences() -> None:
    found = usual()
    assert shown(found, "{{ name('ferries') }}{{ fact('ferries') }}。") == "渡口7个。"
    people = findings(row("party_members@2024#whole_town", "9"))
    assert shown(people, "{{ statement('party_members') }}。") == "党员9人。"
    assert shown(found, "{{ scope('ferries') }}{{ term('ferries') }}{{ fact('ferries') }}。") == "全镇渡口7个。"
    assert shown(found, "{{ year_text() }}，{{ town_text() }}。{{ town }}属{{ place }}。") == (
        "2024年，河西镇。河西镇属某区。"
    )


def test_periods_are_said_where_they_are_news() -> None:
    found = findings(row("firms@2020#whole_town", "5", source="s2024"), row("ferries@2024#whole_town", "7"))
    text = "{{ at('firms') }}企业{{ fact('firms') }}；{{ at('firms') }}又有。{{ statement('ferries') }}。"
    assert shown(found, text) == "2020年，企业5家；又有。2024年，渡口7个。"


def test_a_status_said_once_governs_its_clause() -> None:
    found = findings(row("firms@2024#whole_town", "5", status=Status.PLANNED))
    assert shown(found, "{{ status('firms') }}引进企业{{ fact('firms') }}。") == "计划引进企业5家。"


def test_has_is_year_and_disputed() -> None:
    found = findings(
        row(f"{X}@2024#whole_town", "200"),
        row(f"{X}/cars@2024#whole_town", "150"),
        row("firms@2024-06#whole_town", "5"),
        claims=(claim("at_most", f"{OUTPUT}@2024#whole_town", f"{OUTPUT}/cars@2024#whole_town"),),
    )
    source = "{% if has('firms') and not has('ferries') and not is_year('firms') %}{{ town }}{% endif %}"
    assert shown(found, source) == "河西镇"
    assert shown(found, "{% if disputed('gross_industrial_output') %}{{ town }}{% endif %}") == "河西镇"
    assert shown(found, "{% if disputed('firms') %}{{ town }}{% endif %}") == ""
    assert shown(found, "{% for row in disputes() %}{{ statement(ref=row.id) }}。{% endfor %}") == "工业总产值200亿元。"


# --------------------------------------------------------------------------- lists


def test_loops_over_breakdowns_facts_and_earlier_years() -> None:
    found = usual()
    each = "{{ row.name }}{{ fact(ref=row.id) }}{% if not loop.last %}、{% endif %}{% endfor %}。"
    by_industry = "{% for row in breakdowns('gross_industrial_output') %}" + each
    assert shown(found, by_industry) == "汽车制造业150亿元、丝绸超20亿元。"
    assert shown(found, "{% for row in facts(domain='livelihood') %}" + each) == "渡口7个。"
    assert shown(found, "{% for row in facts(group='industry', most=1) %}" + each) == "汽车制造业150亿元。"
    context = "{% for row in facts(entity='new_town') %}" + each
    assert shown(found, context) == "产业集群目标8个（“十五五”时期，新城）。"
    earlier = "{% for row in earlier('gross_industrial_output') %}{{ fact(ref=row.id) }}、{% endfor %}。"
    assert shown(found, earlier) == "预计84.6亿元（2020年）、180亿元（2023年）。"
    assert shown(found, "{{ listing(industries()) }}。") == "汽车制造业、丝绸。"


def test_lists_of_programmes_and_organisations_are_plain_text() -> None:
    found = findings(
        row("firms@2024#whole_town", "5"),
        programmes=(programme("a", name="**粗**"), programme("b", "culture", name="二")),
        organisations=(organisation("c", "silk", name="[厂](x)"), organisation("d", name="丁", kind="school")),
    )
    assert shown(found, "{{ listing(programmes()) }}") == "**粗**、二"
    assert shown(found, "{{ listing(programmes(domain='culture')) }}") == "二"
    assert shown(found, "{{ listing(organisations(industry='silk')) }}") == "[厂](x)"
    assert shown(found, "{{ listing(organisations(kind='school')) }}") == "丁"
    assert shown(found, "有{{ listing(programmes(domain='land')) }}。") == ""


def test_a_misspelt_argument_is_an_error_with_its_place() -> None:
    with pytest.raises(TemplateError, match=r"zh/t\.md\.j2:1: no such argument: braekdown"):
        shown(usual(), "{{ fact('ferries', braekdown='x') }}")
    with pytest.raises(TemplateError, match=r"zh/t\.md\.j2:1: no figure is named; write its indicator"):
        shown(usual(), "{% if falling() %}{{ fact() }}{% endif %}")


def test_an_account_adds_how_the_figure_moved_once() -> None:
    published = findings(row(f"{X}@2024#whole_town", "71.4"), row(f"{X}_growth@2024#whole_town", "-21.8"))
    assert shown(published, f"{{{{ account('{X}') }}}}。") == "工业总产值71.4亿元，比上年下降21.8%。"
    assert shown(published, f"{{{{ account('{X}_growth') }}}}。") == "工业总产值增速−21.8%。"
    assert shown(findings(row(f"{X}@2024#whole_town", "71.4")), f"{{{{ account('{X}') }}}}。") == "工业总产值71.4亿元。"
    assert shown(published, "{{ account('firms') }}。") == ""


def test_a_list_of_a_domains_figures_has_neither_outdated_ones_nor_the_growth_of_another() -> None:
    found = findings(
        row(f"{X}@2023#whole_town", "91", source="s2024"),
        row(f"{X}@2024#whole_town", "71.4"),
        row(f"{X}_growth@2024#whole_town", "-21.8"),
        row(f"{X}/cars@2023#whole_town", "5", source="s2024"),
    )
    listed = "{% for row in facts(domain='industry') %}{{ fact(ref=row.id) }}、{% endfor %}。"
    assert shown(found, listed).startswith("71.4亿元、5亿元（2023年")
    every = f"{{% for row in facts(indicator='{X}_growth') %}}{{{{ fact(ref=row.id) }}}}{{% endfor %}}。"
    assert shown(found, every) == "−21.8%。", "asked for by name it is there"


def test_earlier_figures_are_mixed_if_coverage_or_months_differ() -> None:
    same, now = row(f"{X}@2023#whole_town", "91"), row(f"{X}@2024#whole_town", "71.4", status=Status.PRELIMINARY)
    text = f"{{% if mixed('{X}') %}}不同{{% else %}}相同{{% endif %}}"
    assert shown(findings(same, now), text) == "相同"
    assert shown(findings(same, row(f"{X}@2022#above_size", "80", source="s2024"), now), text) == "不同"
    assert shown(findings(row(f"{X}@2023-01/2023-11#whole_town", "80"), now), text) == "不同"
    assert shown(findings(now), text) == "相同"


def test_a_figure_since_an_earlier_year_that_has_not_moved_is_level_with_it() -> None:
    found = findings(row(f"{X}@2022#whole_town", "80", source="s2024"), row(f"{X}@2024#whole_town", "80"))
    assert shown(found, f"{{{{ since('{X}') }}}}。") == "与2022年持平。"
