"""What a briefing of a year may say."""

from __future__ import annotations

import pytest

from mjq_report.analysis import find
from mjq_report.errors import NoData
from mjq_report.model.codes import Verdict
from mjq_report.model.tables import Correction, RowRef
from tests.towns.rows import claim, organisation, programme, row, town


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


def test_corrected_figures_are_used_and_computed_with() -> None:
    wrong = row("firms@2025#whole_town", "910")
    data = town(
        row("firms@2024#whole_town", "70"),
        wrong,
        corrections=(Correction(wrong.key, "910", "91", "多印一个零", "910", RowRef("corrections.csv", 2)),),
    )
    facts = find(data, 2025).facts
    assert facts[wrong.key].printed == "91"
    assert [f.printed for f in facts.values() if f.operation == "growth"] == ["30.0"]
