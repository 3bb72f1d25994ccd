"""An edition names what its year's sources name, as they name it, and nothing from later."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.model.codes import Stage
from mjq_report.model.tables import Mention, RowRef, TownData
from tests.towns.rows import organisation, programme, row, town

YEARS = ("s2020", "s2022", "s2024", "s2025")


def mention(entity: str, source: str, role: str = "", published: str = "", stage: Stage | None = None) -> Mention:
    return Mention(entity, stage, role, "", "", "", source, 2, published, "", RowRef("data/mentions.csv", 2))


def named(data: TownData, year: int) -> dict[str, str]:
    found = find(data, year)
    return {p.name_zh: p.summary_zh for p in found.programmes} | {o.name_zh: o.role_zh for o in found.organisations}


def _data(*mentions: Mention) -> TownData:
    port = replace(programme("port", source="s2022", name="智慧物流港项目（一期）", summary="在建的冷链物流港"))
    firm = replace(
        organisation("firm", source="s2022", name="某制药"), role_zh="协同项目企业", aliases_zh=("某(中国)制药",)
    )
    data = town(
        *(row(f"output@{source[1:]}#whole_town", "1") for source in YEARS),
        programmes=(replace(port, aliases_zh=("智慧物流港",)),),
        organisations=(firm,),
    )
    return replace(data, mentions=mentions)


def test_a_later_source_uses_its_own_name_and_role() -> None:
    data = _data(
        mention("port", "s2025", "已投运", "“智慧物流港”"), mention("firm", "s2025", "领军企业", "某(中国)制药")
    )
    assert named(data, 2022) == {"智慧物流港项目（一期）": "在建的冷链物流港", "某制药": "协同项目企业"}
    assert named(data, 2025) == {"“智慧物流港”": "已投运", "某(中国)制药": "领军企业"}
    assert named(data, 2024) == named(data, 2020) == {}


def test_a_source_that_says_nothing_new_leaves_the_words_that_were_known() -> None:
    data = _data(
        mention("port", "s2025", "", "物流港将投运", Stage.PLANNED), mention("firm", "s2025", published="“某制药”")
    )
    assert named(data, 2025) == {"智慧物流港项目（一期）": "在建的冷链物流港", "某制药": "协同项目企业"}
    assert find(data, 2025).mentions["port"].stage is Stage.PLANNED


def test_of_two_mentions_in_a_year_the_one_that_states_a_role_is_told() -> None:
    data = _data(mention("port", "s2025"), mention("port", "s2025", "已投运"), mention("port", "s2025", "再次提到"))
    assert named(data, 2025) == {"智慧物流港项目（一期）": "已投运"}


@given(st.sets(st.sampled_from(YEARS[1:]), min_size=1))
def test_an_entity_stands_in_the_years_that_name_it_and_in_no_other(sources: set[str]) -> None:
    data = _data(*(mention("port", source, f"{source}的话") for source in sorted(sources)))
    for source in YEARS:
        words = set(named(data, int(source[1:])).values())
        assert (f"{source}的话" in words) is (source in sources)
        assert not {f"{other}的话" for other in sources if other != source} & words


def test_the_first_figures_of_a_programme_are_no_news_in_a_later_year() -> None:
    data = _data(mention("port", "s2024", "在建"), mention("port", "s2025", "已投运"))
    figures = ("output@2022#whole_town", "output@2025#whole_town")
    data = replace(data, programmes=(replace(data.programmes[0], observations=figures),))
    assert [find(data, year).programmes[0].observations for year in (2022, 2024, 2025)] == [figures, (), figures[1:]]
