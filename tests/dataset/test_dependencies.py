"""What a plan takes a briefing to depend on is what a build encloses, whatever the tables say."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.dataset import dependencies, enclosed, load_town
from tests.towns import lakeside
from tests.towns.drawn import write_towns

BRIEFING = "towns/lakeside"
Row = dict[str, str]


def planned(data: Path, town: str) -> dict[int, dict[str, str]]:
    shared = dependencies.read_shared(data)
    assert shared is not None
    found = dependencies.read_town(town, shared)
    assert found is not None
    return {year: found.digests(year) for year in found.years()}


def built(data: Path, town: str) -> dict[int, dict[str, str]]:
    loaded = load_town(data, town)
    return {
        year: {
            f"data/{path}": hashlib.sha256(content).hexdigest()
            for path, content in enclosed.tables(enclosed.restrict(loaded, year))
        }
        for year in loaded.years
    }


def rewrite(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = change([dict(zip(header, row, strict=True)) for row in rows])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("town", ["majuqiao", "xiji"])
def test_the_plan_and_the_build_agree_on_the_curated_tables(project: Path, town: str) -> None:
    assert planned(project / "data", town) == built(project / "data", town)


def test_they_agree_on_made_up_towns(tmp_path: Path) -> None:
    for town in write_towns(tmp_path, 4, seed=5):
        assert planned(tmp_path / "data", town) == built(tmp_path / "data", town)


def test_corrected_figures_and_references_to_later_figures_are_told_as_they_are_enclosed(data: Path) -> None:
    rewrite(
        data / BRIEFING / "corrections.csv",
        lambda rows: [
            {
                "key": "output@2023#above_size!actual^src-1:2", "published": "90.5", "used": "95.2",
                "reason": "misprint", "expect": "90.500",
            }
        ],
    )  # fmt: skip
    later = "output@2024#above_size output@2023#above_size^src-1:02 output@2023#above_size"
    rewrite(
        data / BRIEFING / "programmes.csv",
        lambda rows: [{**row, "observations": later, "source": "src-1"} for row in rows],
    )
    assert planned(data, "lakeside") == built(data, "lakeside")
    assert planned(data, "lakeside").keys() == {2023, 2024}


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_they_agree_after_any_edit(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Rows dropped, moved and renamed at random, as long as the tables stay sound."""
    draw = random.Random(seed)
    data = lakeside.lay(tmp_path_factory.mktemp("edited") / "data")
    for name in ("claims", "organisations"):
        rewrite(data / BRIEFING / f"{name}.csv", lambda rows: draw.sample(rows, draw.randint(0, len(rows))))
    rewrite(data / BRIEFING / "programmes.csv", lambda rows: draw.sample(rows, len(rows)))
    rewrite(data / "sources.csv", lambda rows: draw.sample(rows, len(rows)))
    rewrite(data / "coverages.csv", lambda rows: [{**row, "note": f"{draw.random()}"} for row in rows])
    rewrite(data / BRIEFING / "observations.csv", lambda rows: draw.sample(rows, len(rows)))
    assert planned(data, "lakeside") == built(data, "lakeside")


def test_a_row_of_a_later_source_changes_no_earlier_briefing(data: Path) -> None:
    before = planned(data, "lakeside")
    rewrite(
        data / BRIEFING / "observations.csv",
        lambda rows: [{**row, "note": "changed"} if row["source"] == "src-2" else row for row in rows],
    )
    after = planned(data, "lakeside")
    assert after[2023] == before[2023]
    assert [path for path in after[2024] if after[2024][path] != before[2024][path]] == [
        f"data/{BRIEFING}/observations.csv"
    ]


@pytest.mark.parametrize("harm", [b"\xff", b'"', b"note\n1\n"])
def test_tables_that_cannot_be_read_are_told_apart_from_empty_ones(data: Path, harm: bytes) -> None:
    shared = dependencies.read_shared(data)
    assert shared is not None
    (data / BRIEFING / "observations.csv").write_bytes(harm)
    assert dependencies.read_town("lakeside", shared) is None
    (data / "sources.csv").write_bytes(harm)
    assert dependencies.read_shared(data) is None


def test_a_missing_table_is_empty_when_it_may_be_missing(data: Path) -> None:
    shared = dependencies.read_shared(data)
    assert shared is not None
    (data / BRIEFING / "claims.csv").unlink()
    found = dependencies.read_town("lakeside", shared)
    assert found is not None and found.rows["claims"] == []
    shutil.rmtree(data / BRIEFING)
    assert dependencies.read_town("lakeside", shared) is None
