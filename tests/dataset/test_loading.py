"""From data/ to TownData: what a stage behind gets, and that all problems come at once."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from mjq_report.dataset import loading, store
from mjq_report.dataset.sources import file_reader
from mjq_report.errors import DataError, UnknownTown
from mjq_report.model.codes import IndicatorKind, Qualifier, Status
from mjq_report.model.period import Period
from mjq_report.model.tables import RowRef
from tests.towns.lakeside import CORRECTIONS, FILES, LAKESIDE, append, change


def test_listing_and_importing_load_neither_numpy_nor_openpyxl(data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mjq_report.dataset import store;"
        f"data = Path({str(data)!r}); store.read_towns(data); store.inventory(data);"
        "print(sorted({'numpy', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_towns_in_file_order(data: Path) -> None:
    towns = store.read_towns(data)
    assert list(towns) == ["lakeside", "hilltop"]
    assert towns["lakeside"].name_zh == "湖畔镇"
    assert towns["hilltop"].code == ""


def test_years_and_counts(data: Path) -> None:
    assert {slug: of.years for slug, of in store.inventory(data).items()} == {
        "lakeside": (2023, 2024),
        "hilltop": (2024,),
    }
    assert store.inventory(data)["lakeside"].counts[2024] == {
        "observations": 8,
        "claims": 2,
        "programmes": 2,
        "organisations": 1,
    }


def test_a_town_with_empty_tables_has_no_years(data: Path) -> None:
    (data / "towns/hilltop/observations.csv").write_text(FILES[LAKESIDE].partition("\n")[0] + "\n", encoding="utf-8")
    assert store.inventory(data)["hilltop"].years == ()
    assert loading.load_town(data, "hilltop").years == ()


def test_a_broken_town_hides_no_other_from_the_inventory(data: Path) -> None:
    (data / "towns/hilltop/observations.csv").unlink()
    found = store.inventory(data)
    assert found["lakeside"].years == (2023, 2024)
    assert found["lakeside"].problems == ()
    assert [problem.rule.code for problem in found["hilltop"].problems] == ["file-missing"]


def test_a_town_as_values(data: Path) -> None:
    town = loading.load_town(data, "lakeside")
    first, growth = town.observations[1], town.observations[7]
    assert (first.value, first.printed, first.unit) == (Decimal("90.50"), "90.50", "亿元")
    assert (first.period, first.qualifier, first.status) == (Period.parse("2023"), Qualifier.EXACT, Status.ACTUAL)
    assert (first.source, first.locator, first.row) == ("src-1", 2, RowRef(f"data/{LAKESIDE}", 3))
    assert growth.key == "output_growth@2024#above_size!actual^src-2:2"
    assert town.observations[6].note == "印作约数, 未核"
    assert town.years == (2023, 2024)
    assert town.claims[0].operands == ("output@2024#above_size", "output@2023#above_size")
    assert town.programmes[1].parent == "four_industries"
    assert town.programmes[0].observations == ("leading_industries@2024#whole_town",)
    assert town.organisations[0].industry == "cars"
    assert town.indicators["forest_area"].part_of == ("land_area",)
    assert town.indicators["output"].kind is IndicatorKind.FLOW
    assert town.indicators["output"].definition_en == "Output, gross"
    assert town.sources["src-1"].year == 2023
    assert town.breakdowns["village:east"].group == "village"
    assert town.coverages["above_size"].name_zh == "全镇规模以上"


def test_a_town_is_read_though_another_s_tables_are_broken(data: Path) -> None:
    (data / "towns/hilltop/observations.csv").write_bytes(b"\xff broken")
    assert loading.load_town(data, "lakeside").years == (2023, 2024)


def test_optional_tables_may_be_missing_and_observations_may_not(data: Path) -> None:
    town = loading.load_town(data, "hilltop")
    assert (town.claims, town.programmes, town.organisations) == ((), (), ())
    assert town.observations[1].value == Decimal("-3.2")
    (data / "towns/hilltop/observations.csv").unlink()
    with pytest.raises(DataError, match=r"data/towns/hilltop/observations\.csv: there is no such file"):
        loading.load_town(data, "hilltop")


@pytest.mark.guards("T1")
@pytest.mark.parametrize("slug", ["lakside", "../lakeside", "", "/etc", "LAKESIDE", "lakeside/"])
def test_an_unknown_town_is_named_and_nothing_is_read_for_it(data: Path, slug: str) -> None:
    for read in (loading.load_town, lambda data, slug: loading.check(data, [slug])):
        with pytest.raises(UnknownTown):
            read(data, slug)
    with pytest.raises(UnknownTown, match="did you mean lakeside"):
        loading.load_town(data, "lakside")


def test_broken_towns_are_not_an_unknown_town(data: Path) -> None:
    (data / "towns.csv").write_bytes(b"town\nlakeside\n")
    for read in (loading.load_town, lambda data, slug: store.read_towns(data)):
        with pytest.raises(DataError, match=r"data/towns\.csv:1:name_zh: the column is missing"):
            read(data, "lakeside")
    (data / "towns.csv").write_bytes(b"name_zh\n")
    assert any(problem.column == "town" for problem in loading.check(data, ["lakeside"]))


def test_all_problems_of_a_town_come_in_one_run_in_file_order(data: Path) -> None:
    change(data, LAKESIDE, "30.1,亿元", "30..1,亿元")
    change(data, LAKESIDE, "forest_area", "forrest_area")
    change(data, LAKESIDE, "2024,whole_town,4,", "2024-13,whole_town,4,")
    change(data, "towns/lakeside/programmes.csv", ",plan,", ",plans,")
    append(data, LAKESIDE, *FILES[LAKESIDE].splitlines()[1].split(","))
    with pytest.raises(DataError) as raised:
        loading.load_town(data, "lakeside")
    assert raised.value.exit_code == 5
    found = [(problem.file.rpartition("/")[2], problem.line, problem.rule.code) for problem in raised.value.problems]
    assert found == [
        ("observations.csv", 4, "bad-number"),
        ("observations.csv", 6, "unknown-id"),
        ("observations.csv", 11, "bad-period"),
        ("observations.csv", 15, "duplicate-key"),
        ("programmes.csv", 2, "bad-code"),
        ("programmes.csv", 2, "unresolved-reference"),
    ]
    assert f"data/{LAKESIDE}:4:value: '30..1' is not a number; write it as" in str(raised.value)


def test_problems_of_shared_tables_and_of_the_town_come_together(data: Path) -> None:
    change(data, "coverages.csv", "above_size,全镇规模以上,", "above_size,,")
    change(data, LAKESIDE, "30.1,亿元", "30..1,亿元")
    with pytest.raises(DataError) as raised:
        loading.load_town(data, "lakeside")
    assert [problem.file for problem in raised.value.problems] == ["data/coverages.csv", f"data/{LAKESIDE}"]


def test_warnings_do_not_stop_a_briefing_and_are_told_by_the_check(data: Path) -> None:
    append(data, LAKESIDE, *observation_of_a_jump())
    assert len(loading.load_town(data, "lakeside").observations) == 14
    assert [problem.rule.severity for problem in loading.check(data)] == ["warning"]


def observation_of_a_jump() -> tuple[str, ...]:
    return ("enterprises", "", "2025", "above_size", "900", "家", "exact", "estimated", "src-2", "2", "900家", "")


def test_a_correction_changes_the_figure_and_says_so(data: Path) -> None:
    append(data, CORRECTIONS, "output@2023#above_size!actual^src-1:2", "90.50", "95.00", "次日更正", "90.50")
    town = loading.load_town(data, "lakeside")
    assert (town.observations[1].value, town.observations[1].printed) == (Decimal("95.00"), "95.00")
    assert town.observations[1].as_published == "90.50亿元"
    assert town.observations[1].correction is not None and town.observations[1].correction.reason == "次日更正"
    assert town.observations[0].printed == "20"


def test_the_check_reads_files_that_are_not_written_yet(data: Path) -> None:
    planned = FILES[LAKESIDE].replace("90.50,亿元", "90.51,亿元").encode()
    found = loading.check(data, ["lakeside"], lambda path: planned if path == LAKESIDE else file_reader(data)(path))
    assert [problem.rule.code for problem in found] == ["value-not-as-printed"]
    assert loading.check(data) == []
