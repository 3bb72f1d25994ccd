"""Which rows a briefing draws on: chosen once, for planning, for the values it is made of, and for what it encloses."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mjq_report.dataset import edition_rows, loading
from mjq_report.dataset.edition_rows import EditionRows
from mjq_report.dataset.sources import reader
from tests.towns import lakeside
from tests.towns.drawn import write_towns

BRIEFING = "towns/lakeside"
Row = dict[str, str]


def editions(data: Path, town: str) -> dict[int, EditionRows]:
    """What planning sees."""
    read = reader(data)
    shared = edition_rows.read_shared(read)
    assert shared is not None
    found = edition_rows.read_town(town, shared, read)
    assert found is not None
    return {year: found.edition(year) for year in found.years()}


def rewrite(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    changed = change([dict(zip(header, row, strict=True)) for row in rows])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)


def hold(data: Path, town: str, place: Path) -> None:
    """The enclosed rows are sound tables, from which the same edition comes: the same values and the same rows."""
    for year, edition in editions(data, town).items():
        values, rows = loading.load_edition(data, town, year)
        assert rows.files() == edition.files()
        folder = place / str(year)
        for path, content in edition.files().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        assert [str(problem) for problem in loading.check(folder / "data") if problem.rule.severity == "error"] == []
        again, rows = loading.load_edition(folder / "data", town, year)
        assert rows.files() == edition.files()
        assert [o.key for o in again.observations] == [o.key for o in values.observations]
        assert [o.printed for o in again.observations] == [o.printed for o in values.observations]
        assert [p.observations for p in again.programmes] == [p.observations for p in values.programmes]
        assert (again.indicators, again.breakdowns, again.coverages, again.sources) == (
            values.indicators, values.breakdowns, values.coverages, values.sources,
        )  # fmt: skip


@pytest.mark.parametrize("town", ["majuqiao", "xiji"])
def test_an_edition_comes_again_from_what_it_encloses(project: Path, tmp_path: Path, town: str) -> None:
    hold(project / "data", town, tmp_path)


def test_so_it_does_for_made_up_towns(tmp_path: Path) -> None:
    for town in write_towns(tmp_path, 3, seed=5):
        hold(tmp_path / "data", town, tmp_path / town)


def test_published_figures_stay_beside_their_corrections_and_nothing_names_a_later_row(
    data: Path, tmp_path: Path
) -> None:
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
        lambda rows: [
            {**rows[0], "programme": "above", "observations": "", "source": "src-2", "parent": ""},
            {**rows[0], "programme": "below", "observations": later, "source": "src-1", "parent": "above"},
        ],
    )
    rewrite(
        data / BRIEFING / "claims.csv", lambda rows: [{**rows[0], "source": "src-1"}, rows[1]]
    )  # cites 2024 in 2023
    hold(data, "lakeside", tmp_path)
    assert [claim.id for claim in loading.load_edition(data, "lakeside", 2024)[0].claims] == [
        "growth",
        "cars_in_output",
    ]
    assert loading.load_edition(data, "lakeside", 2023)[0].claims == ()
    values, rows = loading.load_edition(data, "lakeside", 2023)
    (programme,) = values.programmes
    assert (programme.parent, programme.observations) == (
        "", ("output@2023#above_size^src-1:02", "output@2023#above_size"),
    )  # fmt: skip
    assert "95.2" in {observation.printed for observation in values.observations}
    assert "95.2" not in rows.files()[f"data/{BRIEFING}/observations.csv"].decode()


def test_why_digits_of_a_source_are_left_out_is_enclosed_with_it(data: Path) -> None:
    text = "source,locator,text,reason\nsrc-2,9,,another town\nsrc-1,3,12,a page number\n"
    (data / "omissions.csv").write_text(text, encoding="utf-8")
    found = editions(data, "lakeside")
    assert found[2023].files()["data/omissions.csv"].decode() == text.replace("src-2,9,,another town\n", "")
    assert found[2024].files()["data/omissions.csv"].decode() == text


@settings(max_examples=8)
@given(draw=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_those_nothing_names_change_no_choice(
    tmp_path_factory: pytest.TempPathFactory, draw: object
) -> None:
    place = tmp_path_factory.mktemp("edited")
    data = lakeside.lay(place / "data")
    shuffled = draw.sample  # type: ignore[attr-defined]
    for name in (f"{BRIEFING}/programmes", f"{BRIEFING}/observations", f"{BRIEFING}/claims", "sources", "coverages"):
        rewrite(data / f"{name}.csv", lambda rows: shuffled(rows, len(rows)))
    before = {year: edition.rows for year, edition in editions(lakeside.lay(place / "before"), "lakeside").items()}
    after = {year: edition.rows for year, edition in editions(data, "lakeside").items()}
    assert {y: {n: {*map(str, rows)} for n, rows in tables.items()} for y, tables in after.items()} == {
        y: {n: {*map(str, rows)} for n, rows in tables.items()} for y, tables in before.items()
    }


def test_a_row_of_a_later_source_changes_no_earlier_briefing(data: Path) -> None:
    before = {year: edition.digests() for year, edition in editions(data, "lakeside").items()}
    rewrite(
        data / BRIEFING / "observations.csv",
        lambda rows: [{**row, "note": "changed"} if row["source"] == "src-2" else row for row in rows],
    )
    after = {year: edition.digests() for year, edition in editions(data, "lakeside").items()}
    assert after[2023] == before[2023]
    assert [path for path in after[2024] if after[2024][path] != before[2024][path]] == [
        f"data/{BRIEFING}/observations.csv"
    ]


@pytest.mark.parametrize("harm", [b"\xff", b'"', b"note\n1\n"])
def test_tables_that_cannot_be_read_are_told_apart_from_empty_ones(data: Path, harm: bytes) -> None:
    read = reader(data)
    shared = edition_rows.read_shared(read)
    assert shared is not None
    (data / BRIEFING / "observations.csv").write_bytes(harm)
    assert edition_rows.read_town("lakeside", shared, read) is None
    (data / "sources.csv").write_bytes(harm)
    assert edition_rows.read_shared(read) is None


def test_a_missing_table_is_empty_when_it_may_be_missing(data: Path) -> None:
    read = reader(data)
    shared = edition_rows.read_shared(read)
    assert shared is not None
    (data / BRIEFING / "claims.csv").unlink()
    found = edition_rows.read_town("lakeside", shared, read)
    assert found is not None and found.rows["claims"] == []
    shutil.rmtree(data / BRIEFING)
    assert edition_rows.read_town("lakeside", shared, read) is None
