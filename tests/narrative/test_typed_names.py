"""Ids and names in templates against the dictionary: unknown ids, other indicators' names, and words that are terms."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from mjq_report.errors import TemplateError
from mjq_report.figures import implied
from mjq_report.narrative.plan import parse_plan
from mjq_report.narrative.templates import known_terms, typed_names
from mjq_report.narrative.templates.lint import lint_text
from mjq_report.narrative.templates.sandbox import Renderer

PROJECT = Path(__file__).resolve().parents[2]
TERMS = known_terms.of_project(PROJECT / "data")
NAMES = TERMS.tables["indicators"]
EDITED = PROJECT / "tests/towns/edited/templates/zh"
_FIGURE = re.compile(r"\b(?:fact|change|share|average|multiple)\('(?P<id>[a-z0-9_]+)'")
EXCHANGES = 300


def findings(source: str) -> list[str]:
    return list(lint_text(source, "zh/a.md.j2", (), TERMS))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{{ fact('fixed_aset_investment') }}", "the nearest is fixed_asset_investment"),
        ("{{ statement('tax_revenu_growth') }}", "the nearest is tax_revenue_growth"),
        ("{{ statement('gross_industrial_output', breakdown='automobil_manufacturing') }}", "automobile_manufacturing"),
        ("{{ statement('tax_revenue', coverage='whole_twon') }}", "the nearest is whole_town"),
        ("税收{{ fact('fixed_asset_investment') }}", "'税收' stands beside a figure of fixed_asset_investment"),
        ("完成固定资产投资{{ fact('tax_revenue') }}", "'固定资产投资' stands beside a figure of tax_revenue"),
        ("{{ name('tax_revenue') }}{{ fact('fixed_asset_investment') }}", "behind no name of it"),
        ("再创佳绩，{{ fact('tax_revenue') }}", "behind no name of it"),
        (
            "医药制造业工业总产值{{ fact('gross_industrial_output', breakdown='automobile_manufacturing') }}",
            "'医药制造业' stands beside a figure of automobile_manufacturing",
        ),
    ],
)
def test_what_is_not_the_figures_own_is_named(source: str, what: str) -> None:
    assert [found for found in findings(source) if what in found and found.startswith("zh/a.md.j2:1: ")]


@pytest.mark.parametrize(
    "source",
    [
        "{{ statement('tax_revenue') }}，{{ change('tax_revenue') }}。",
        "{{ name('tax_revenue') }}{{ fact('tax_revenue') }}",
        "全年完成规上工业总产值{{ fact('gross_industrial_output') }}。",
        "走访{{ fact('key_enterprises_visited') }}重点企业。",
        "固定资产投资{{ change('fixed_asset_investment_growth') }}。",
        "税收占比{{ fact('tax_revenue_share_of_district') }}。",
        "汽车制造业产值{{ fact('gross_industrial_output', breakdown='automobile_manufacturing') }}。",
    ],
)
def test_a_figure_with_its_own_name_is_fine(source: str) -> None:
    assert findings(source) == []


def test_an_id_of_briefing_toml_is_known() -> None:
    cover = 'template = "cover.md.j2"'
    raw = (PROJECT / "templates/briefing.toml").read_text(encoding="utf-8")
    assert [*typed_names.plan_findings(parse_plan(raw.encode()), TERMS)] == []
    cards = '{ indicator = "total_revenu" }, { indicator = "total_revenue", breakdown = "automobiles" }'
    wrong = parse_plan(raw.replace(cover, f"{cover}\ncards = [{cards}]", 1).encode())
    one, other = typed_names.plan_findings(wrong, TERMS)
    assert one == "briefing.toml: cover.cards: 'total_revenu' is not in indicators.csv; the nearest is total_revenue"
    assert "'automobiles' is not in breakdowns.csv" in other


def test_of_300_exchanged_ids_each_is_refused_or_printed_with_its_own_name() -> None:
    """Sentences of an editor's: an exchange leaves a finding at that figure, or a call that prints the name."""
    draw = random.Random(EXCHANGES)
    texts = [f"{names[0]}{{{{ fact('{id_}') }}}}。" for id_, names in NAMES.items()]
    texts += [path.read_text(encoding="utf-8") for path in sorted(EDITED.glob("*.j2"))]
    texts += [f"全年{{{{ name('{id_}') }}}}{{{{ fact('{id_}') }}}}，{{{{ change('{id_}') }}}}。" for id_ in NAMES]
    texts += [f"{names[-1]}等进展顺利：其中{{{{ fact('{id_}') }}}}。" for id_, names in NAMES.items()]
    places = [(text, found) for text in texts for found in _FIGURE.finditer(text)]
    assert len(places) > EXCHANGES
    ids = [*NAMES, *(id_ + one.ending for id_ in NAMES for one in implied.IMPLIED[:3])]
    passed = []
    for _ in range(EXCHANGES):
        text, found = draw.choice(places)
        new = draw.choice(ids)
        if _level(new) == _level(found["id"]):
            continue
        exchanged = text[: found.start("id")] + new + text[found.end("id") :]
        if not any(f" {new}, " in what for what in findings(exchanged)):
            passed.append((found["id"], new))
    assert passed == []


def _level(id_: str) -> str:
    return implied.base(id_, NAMES) or id_


@pytest.mark.parametrize(
    "words",
    [
        "增加值与增速",
        "三次产业",
        "第一产业",
        "5G网络",
        "PM2.5",
        "“二十条”",
        "12345热线",
        "人口自然增长率",
        "第二产业和第三产业",
    ],
)
def test_words_of_the_dictionary_are_terms(words: str) -> None:
    source = f"{words}见{{{{ statement('tax_revenue') }}}}。"
    assert findings(source) == []
    assert Renderer(Path(), {"statement": lambda _: "税收"}, {}).text(source, "zh/a.md.j2")[0].startswith(words)


@pytest.mark.parametrize("words", ["第一", "三个", "15G", "1234", "PM25", "二十个", "增长", "第一名"])
def test_what_only_looks_like_one_is_refused(words: str) -> None:
    source = f"{words}{{{{ statement('tax_revenue') }}}}"
    assert findings(source)
    with pytest.raises(TemplateError):
        Renderer(Path(), {"statement": lambda _: "税收"}, {}).text(source, "zh/a.md.j2")


def test_a_name_that_is_a_quantity_is_no_term() -> None:
    assert known_terms.words(["1200亿元", "三百家", "{level}", "第三批北区工程"]) == ("第三批北区工程",)
