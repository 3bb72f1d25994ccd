"""What a briefing of a year may say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.analysis import find
from mjq_report.errors import NoData
from mjq_report.figures.selection import derived, select
from mjq_report.model.codes import Stage, Status, Verdict
from tests.towns.rows import SOURCES, claim, mention, organisation, programme, row, town


def test_a_year_without_a_source_has_no_findings() -> None:
    with pytest.raises(NoData, match=r"hexi 2023.*years with data: 2022, 2024"):
        find(town(row("output@2022#whole_town", "1"), row("output@2024#whole_town", "2")), 2023)


def test_own_figures_come_first_then_earlier_ones_of_the_same_indicators_then_computed_ones() -> None:
    found = find(
        town(
            row("output@2022#whole_town", "100"),
            row("firms@2022#whole_town", "54"),
            row("output@2025#whole_town", "300"),
            row("investment@2025#whole_town", "424.8"),
        ),
        2025,
    )
    ids = list(found.facts)
    assert [i.split("#")[0] for i in ids[:3]] == ["output@2025", "investment@2025", "output@2022"]
    assert found.own == frozenset(ids[:2])
    assert ids[3].startswith("derived:growth(output@2025#whole_town!actual^s2025:3,output@2022#")


def test_a_briefing_does_not_know_the_future() -> None:
    data = town(row("output@2022#whole_town", "100"), row("output@2025#whole_town", "300"))
    assert [f.printed for f in find(data, 2022).facts.values()] == ["100"]


def test_what_a_claim_or_programme_of_the_year_cites_is_there() -> None:
    data = town(
        row("firms@2022#whole_town", "54"),
        row("land_area@2022#whole_town", "82"),
        row("output@2025#whole_town", "300"),
        claims=(claim("at_least", "output@2025#whole_town", "land_area@2022#whole_town"),),
        programmes=(programme("brand", source="s2025", observations="firms@2022#whole_town"),),
    )
    assert {f.printed for f in find(data, 2025).facts.values()} == {"54", "82", "300"}


def test_programmes_organisations_and_claims_are_those_of_the_year() -> None:
    data = town(
        row("firms@2022#whole_town", "54"),
        row("firms@2025#whole_town", "90"),
        claims=(
            claim("equal", "firms@2022#whole_town", "54", source="s2022"),
            claim("uncheckable", "", source="s2025"),
        ),
        programmes=(
            programme("old", source="s2022"),
            programme("lasting", source="s2022", observations="firms@2025#whole_town"),
            programme("new", source="s2025"),
        ),
        organisations=(organisation("elder", source="s2022"), organisation("younger", source="s2025")),
    )
    found = find(data, 2025)
    assert [p.id for p in found.programmes] == ["lasting", "new"]
    assert [o.id for o in found.organisations] == ["younger"]
    assert [r.verdict for r in found.audit] == [Verdict.UNCHECKABLE]
    assert [p.id for p in find(data, 2022).programmes] == ["old", "lasting"]


def test_an_entity_is_named_in_the_years_whose_sources_name_it_in_their_words() -> None:
    data = town(
        *(row(f"firms@{year}#whole_town", "54") for year in (2022, 2024, 2025)),
        programmes=(programme("park", source="s2022", summary="已建成", observations="firms@2024#whole_town"),),
        organisations=(organisation("works", source="s2022"),),
        mentions=(
            mention("park", "s2025", role="二期开工。", stage=Stage.STARTED),
            mention("park", "s2025", role="绿化完成", stage=Stage.STARTED),
            mention("works", "s2025"),
            mention("works", "s2022", role="本年另有所说"),
        ),
    )
    now = find(data, 2025)
    assert [(p.id, p.summary_zh, p.source) for p in now.programmes] == [("park", "二期开工。", "s2025")]
    assert [(o.id, o.role_zh) for o in now.organisations] == [("works", "works的角色")]
    assert set(now.mentions) == {"park", "works"}
    assert (find(data, 2024).programmes, find(data, 2024).organisations) == ((), ())  # a figure alone names nothing
    then = find(data, 2022)
    assert [p.summary_zh for p in then.programmes] == ["已建成"]
    assert [o.role_zh for o in then.organisations] == ["本年另有所说"]


@given(st.sets(st.sampled_from([2020, 2022, 2024, 2025])), st.sampled_from([2020, 2022, 2024]))
def test_no_word_of_another_year_reaches_a_briefing(years: set[int], first: int) -> None:
    said = {year: mention("park", f"s{year}", role=f"{year}年所说") for year in years if year > first}
    data = town(
        *(row(f"firms@{year}#whole_town", "54") for year in (2020, 2022, 2024, 2025)),
        programmes=(programme("park", source=f"s{first}", summary=f"{first}年所说"),),
        mentions=(mention("other", f"s{first}"), *said.values()),
    )
    for year in (2020, 2022, 2024, 2025):
        words = [p.summary_zh for p in find(data, year).programmes]
        assert words == ([f"{year}年所说"] if year == first or year in said else [])


def test_a_later_source_takes_the_place_of_an_earlier_one_and_changes_come_from_the_base_that_was_known() -> None:
    # 2024 is published three times: in its own year, revised in the next, and again by a source of 2025
    data = town(
        row("firms@2023#whole_town", "60"),
        row("firms@2024#whole_town", "70", source="s2023", status=Status.PRELIMINARY),
        row("firms@2024#whole_town", "75", locator=1),
        row("firms@2024#whole_town", "80", source="s2025"),
        row("firms@2025#whole_town", "90"),
    )
    found = find(data, 2025)
    newer = {f.printed: found.facts[f.superseded_by].printed for f in found.facts.values() if f.superseded_by}
    assert newer == {"70": "80", "75": "80"}
    notes = [f.note_public_zh for f in found.facts.values() if f.printed == "80"]
    assert notes == ["此前公布为70家、75家"]
    latest = select(found, "firms", period="2025")
    assert latest is not None
    bases = [found.facts[change.inputs[1]].printed for change in derived(found, latest, "growth")]
    assert bases == ["80", "60"]  # the nearest is what its own source prints
    before = find(replace(data, observations=data.observations[:3]), 2024)  # what was known then
    assert [f.printed for f in before.facts.values() if f.superseded_by] == ["70"]
    assert select(before, "firms", period="2024").printed == "75"  # type: ignore[union-attr]


@given(st.data())
def test_the_newest_of_several_vintages_is_chosen_whatever_the_order_of_the_table(draw: st.DataObject) -> None:
    years = draw.draw(st.lists(st.sampled_from(sorted(SOURCES)), min_size=1, max_size=5, unique=True))
    values = {year: str(draw.draw(st.integers(1, 9)) * 100) for year in years}
    observations = [
        row("firms@2024#whole_town", values[year], source=year) for year in draw.draw(st.permutations(years))
    ]
    found = find(town(*observations), int(max(years)[1:]))
    newest = values[max(years)]
    chosen = select(found, "firms", period="2024")
    assert chosen is not None
    assert chosen.printed == newest
    assert {f.printed for f in found.facts.values() if not f.superseded_by} == {newest}
    assert all(found.facts[f.superseded_by].printed == newest for f in found.facts.values() if f.superseded_by)
