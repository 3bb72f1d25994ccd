"""Compiled tables say the same as the CSV folders; damage and mixtures are named; one town is read alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mjq_report.dataset import compiling, edition_rows, loading, store
from mjq_report.dataset.sources import reader
from mjq_report.errors import DataError, UnknownTown, UsageError
from tests.towns.drawn import write_towns
from tests.towns.lakeside import LAKESIDE


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Five towns as CSV, and compiled."""
    root = tmp_path_factory.mktemp("towns")
    slugs = write_towns(root, 5, seed=3, most=20)
    assert compiling.compile_tables(root / "data", root / "compiled")[0] == 5
    return root / "data", root / "compiled", slugs


def test_every_town_is_the_same_from_either(towns: tuple[Path, Path, list[str]]) -> None:
    csv_folder, parquet, slugs = towns
    for slug in slugs:
        one, other = loading.load_town(csv_folder, slug), loading.load_town(parquet, slug)
        assert one.years == other.years
        for year in one.years:
            assert (
                loading.load_edition(csv_folder, slug, year)[1].files()
                == loading.load_edition(parquet, slug, year)[1].files()
            )


def test_the_plan_is_the_same_from_either(towns: tuple[Path, Path, list[str]]) -> None:
    found = []
    for data in towns[:2]:
        read = reader(data)
        shared = edition_rows.read_shared(read)
        assert shared is not None
        have = {town: edition_rows.read_town(town, shared, read) for town in towns[2]}
        found.append(
            {town: {year: of.edition(year).digests() for year in of.years()} for town, of in have.items() if of}
        )
    assert found[0] == found[1]
    assert len(found[0]) == 5


def test_listing_and_checking_read_compiled_tables_too(towns: tuple[Path, Path, list[str]]) -> None:
    csv_folder, parquet, _ = towns
    assert store.inventory(parquet) == store.inventory(csv_folder)
    assert loading.check(parquet) == loading.check(csv_folder)
    with pytest.raises(UnknownTown, match="did you mean"):
        loading.load_town(parquet, towns[2][0][:-1] + "x")


def test_one_town_needs_one_row_group_and_its_own_sources(
    towns: tuple[Path, Path, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiling, "ROWS_PER_GROUP", 20)
    compiling.compile_tables(towns[0], tmp_path / "small")
    file = pq.ParquetFile(tmp_path / "small" / "observations.parquet")
    owners = [set(file.read_row_group(g).column(0).to_pylist()) for g in range(file.num_row_groups)]
    assert len(owners) > 2
    assert sum(map(len, owners)) == len(set().union(*owners))  # no town is in two
    own = reader(tmp_path / "small", towns[2][3])("sources.csv")
    assert own is not None and 1 < len(own.splitlines()) <= 5
    assert len((towns[0] / "sources.csv").read_bytes().splitlines()) > 5
    assert loading.load_town(tmp_path / "small", towns[2][3]).years == loading.load_town(towns[0], towns[2][3]).years


def test_the_same_tables_compile_to_the_same_bytes(towns: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    compiling.compile_tables(towns[0], tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in towns[1].iterdir()}


def test_a_fault_in_one_town_stops_all_and_leaves_what_was_there(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "compiled"
    compiling.compile_tables(data, target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    (data / LAKESIDE).write_text((data / LAKESIDE).read_text(encoding="utf-8") + "output,,2099\n", encoding="utf-8")
    with pytest.raises(DataError, match="field-count"):
        compiling.compile_tables(data, target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


def test_compiling_again_takes_the_place_of_the_old(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "compiled"
    compiling.compile_tables(data, target)
    text = (data / LAKESIDE).read_text(encoding="utf-8")
    (data / LAKESIDE).write_text(
        text.replace("第一", "第二").replace(",src-1,2,90.50亿元,", ",src-1,2,90.50亿元,新注"), encoding="utf-8"
    )
    compiling.compile_tables(data, target)
    notes = {observation.note for observation in loading.load_town(target, "lakeside").observations}
    assert "新注" in notes
    assert not list(target.glob(".*"))


def test_files_of_two_compilations_are_not_read_together(data: Path, tmp_path: Path) -> None:
    compiling.compile_tables(data, tmp_path / "one")
    (data / LAKESIDE).write_text(
        (data / LAKESIDE).read_text(encoding="utf-8").replace("工业企业20家", "企业20家"), encoding="utf-8"
    )
    compiling.compile_tables(data, tmp_path / "two")
    shutil.copy(tmp_path / "one" / "observations.parquet", tmp_path / "two")
    with pytest.raises(DataError, match="another compilation"):
        loading.load_town(tmp_path / "two", "lakeside")


def test_a_damaged_file_is_named(data: Path, tmp_path: Path) -> None:
    compiling.compile_tables(data, tmp_path / "one")
    (tmp_path / "one" / "claims.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(DataError, match=r"claims\.csv.*file-unreadable"):
        loading.load_town(tmp_path / "one", "lakeside")


def test_folders_that_do_not_fit_are_refused(data: Path, tmp_path: Path) -> None:
    compiling.compile_tables(data, tmp_path / "one")
    with pytest.raises(UsageError, match="compiled already"):
        compiling.compile_tables(tmp_path / "one", tmp_path / "two")
    with pytest.raises(UsageError, match="holds CSV tables"):
        compiling.compile_tables(data, data)
