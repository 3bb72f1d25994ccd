"""A town's own terms beside the shared ones, indicators without a row, and coverages that take the place's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mjq_report.dataset import compiling, loading
from mjq_report.dataset.terms import localised
from mjq_report.dataset.workbook.importing import plan_import
from mjq_report.errors import DataError
from mjq_report.figures import implied
from mjq_report.figures.relations import relation
from mjq_report.model.codes import IndicatorKind
from mjq_report.model.tables import Coverage, Town
from tests.dataset.test_edition_rows import hold
from tests.towns import lakeside
from tests.towns.lakeside import FILES, LAKESIDE, append, change, observation

HEADER = FILES["indicators.csv"].splitlines()[0]
PIERS = "piers,码头数,Piers,land,个,count,0,,,"


def own(data: Path, table: str, *rows: str, town: str = "lakeside") -> None:
    """Give a town a table of its own terms."""
    header = FILES[table].splitlines()[0]
    (data / f"towns/{town}/{table}").write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def furnish(data: Path) -> None:
    """A town with an indicator, a breakdown and a coverage of its own, and a figure of them."""
    own(data, "indicators.csv", PIERS, "shore,湖岸面积,Shore,land,亩,stock,0,land_area,,")
    own(data, "breakdowns.csv", "north,北岸,North shore,place,")
    own(data, "coverages.csv", "bay,{place}湖湾,Bay of {place},area,")
    append(data, LAKESIDE, *observation(indicator="piers", breakdown="north", coverage="bay", value="7", unit="个"))


def codes(data: Path) -> list[str]:
    return [f"{problem.rule.code} {problem.file}:{problem.line}:{problem.column}" for problem in loading.check(data)]


def test_own_terms_serve_their_town_alone(data: Path) -> None:
    furnish(data)
    assert loading.check(data) == []
    town, other = loading.load_town(data, "lakeside"), loading.load_town(data, "hilltop")
    assert town.indicators["piers"].name_zh == "码头数"
    assert town.breakdowns["north"].group == "place"
    assert town.coverages["bay"].name_zh == "湖畔镇湖湾"
    assert not {"piers", "north", "bay"} & {*other.indicators, *other.breakdowns, *other.coverages}
    append(data, "towns/hilltop/observations.csv", *observation(indicator="piers", source="src-2", locator="4"))
    assert codes(data) == ["unknown-id data/towns/hilltop/observations.csv:5:indicator"]


def test_own_terms_are_enclosed_as_far_as_they_are_named(data: Path, tmp_path: Path) -> None:
    furnish(data)
    hold(data, "lakeside", tmp_path / "enclosed")
    files = loading.load_edition(data, "lakeside", 2023)[1].files()
    assert files["data/towns/lakeside/indicators.csv"].decode() == f"{HEADER}\n{PIERS}\n"
    assert "data/towns/hilltop/indicators.csv" not in files


def test_own_terms_are_in_compiled_tables(data: Path, tmp_path: Path) -> None:
    furnish(data)
    compiling.compile_tables(data, tmp_path / "compiled")
    for year in (2023, 2024):
        one, other = (loading.load_edition(place, "lakeside", year) for place in (data, tmp_path / "compiled"))
        assert one[1].files() == other[1].files()
        assert one[0].indicators == other[0].indicators


def test_an_id_is_given_once(data: Path) -> None:
    own(data, "indicators.csv", PIERS, "output,产值,Output,industry,亿元,flow,2,,,")
    own(data, "coverages.csv", "above_size,规上,Above size,town,")
    assert codes(data) == [
        "duplicate-key data/towns/lakeside/coverages.csv:2:coverage",
        "duplicate-key data/towns/lakeside/indicators.csv:3:indicator",
    ]


def test_own_terms_obey_the_rules_of_the_shared_ones(data: Path) -> None:
    own(data, "indicators.csv", "piers,码头数,Piers,land,个,count,0,land_area,,", "a,甲,A,land,个,count,0,a,,")
    own(data, "coverages.csv", "bay,全区湖湾,Bay,town,")
    assert codes(data) == [
        "coverage-name data/towns/lakeside/coverages.csv:2:name_zh",
        "unit-mismatch data/towns/lakeside/indicators.csv:2:part_of",
        "circular data/towns/lakeside/indicators.csv:3:part_of",
    ]


def test_a_csv_of_own_terms_is_imported_by_its_name(data: Path, tmp_path: Path) -> None:
    furnish(data)
    file = tmp_path / "own_indicators.csv"
    file.write_text(f"{HEADER}\n{PIERS.replace('Piers', 'Jetties')}\n", encoding="utf-8")
    assert [change.file for change in plan_import(data, "lakeside", file).changes] == [
        "data/towns/lakeside/indicators.csv"
    ]


def test_growth_needs_no_row(data: Path, tmp_path: Path) -> None:
    change(data, "indicators.csv", "output_growth,工业总产值增速,Growth of output,industry,%,rate,2,,,\n", "")
    assert loading.check(data) == []
    growth = loading.load_town(data, "lakeside").indicators["output_growth"]
    assert (growth.name_zh, growth.name_en) == ("工业总产值增速", "Growth of gross output")
    assert (growth.kind, growth.unit, growth.domain) == (IndicatorKind.GROWTH, "%", "industry")
    hold(data, "hilltop", tmp_path / "enclosed")  # whose rows name the growth alone: the level's row must come along
    files = loading.load_edition(data, "hilltop", 2024)[1].files()
    assert "\noutput,工业总产值," in files["data/indicators.csv"].decode()


def test_a_row_overrides_what_is_implied(data: Path) -> None:
    assert loading.load_town(data, "lakeside").indicators["output_growth"].kind is IndicatorKind.RATE


def test_what_follows_from_nothing_is_unknown(data: Path) -> None:
    append(data, LAKESIDE, *observation(indicator="input_growth", unit="%"))
    with pytest.raises(DataError, match="'input_growth' is not in indicators"):
        loading.load_town(data, "lakeside")


@given(st.sampled_from(implied.IMPLIED), st.sampled_from(["output", "land_area", "a_rank", "jobs_share_of_city"]))
def test_every_ending_leads_back_to_its_level(one: implied.Implied, level: str) -> None:
    declared = {level: {"name_zh": "产值", "name_en": "GDP", "domain": "economy", "better": "up"}}
    id_ = level + one.ending
    row = implied.row(id_, declared)
    assert row is not None
    assert implied.base(id_, declared) == level
    assert implied.base(level, declared) == ""
    assert "产值" in row["name_zh"]
    assert "GDP" in row["name_en"]
    assert row["definition_zh"] != row["name_zh"]
    found = relation(id_, {})
    assert found is not None
    assert (found.level, found.name, found.whole) == (level, one.relation, one.whole)
    assert implied.row(id_, declared | {id_: declared[level]}) is None  # its own row is there


LEVELS = {"湖畔镇": ("全镇", "town"), "湖畔乡": ("全乡", "township"), "湖畔街道": ("全街道", "subdistrict"),
          "湖畔县": ("全县", "county"), "湖畔区": ("全区", "district"), "湖畔旗": ("全旗", "banner"), "湖畔": ("全域", "area")}  # fmt: skip


@pytest.mark.parametrize("name", LEVELS)
def test_coverages_take_the_name_and_level_of_the_place(name: str) -> None:
    town = Town("x", name, "Lakeside", "", "水乡市", "Waterland", "")
    whole = Coverage("whole_town", "全{level}", "Whole {level}", "town", "")
    above = Coverage("d", "{district}，{place}", "{district}, {place}", "district", "")
    found = localised([whole, above], town)
    assert (found["whole_town"].name_zh, found["whole_town"].name_en) == (LEVELS[name][0], f"Whole {LEVELS[name][1]}")
    assert (found["d"].name_zh, found["d"].name_en) == (f"水乡市，{name}", "Waterland, Lakeside")


def test_a_level_that_towns_csv_states_goes_before_the_name(data: Path) -> None:
    change(data, "coverages.csv", "whole_town,全镇,", "whole_town,全{level},")
    lakeside.widen(data, "towns.csv", level="街道")
    assert loading.load_town(data, "lakeside").coverages["whole_town"].name_zh == "全街道"
    assert loading.load_town(data, "hilltop").coverages["whole_town"].name_zh == "全镇"


def test_an_unknown_place_in_a_coverage_is_named(data: Path) -> None:
    change(data, "coverages.csv", "whole_town,全镇,", "whole_town,全{town},")
    assert codes(data) == ["coverage-name data/coverages.csv:2:name_zh"]
