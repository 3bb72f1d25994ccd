"""Building what is due gives what building everything gives, byte for byte, and builds no more than that."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mjq_report.archive.versions import build_versions
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root
from tests.runs import edits
from tests.runs.project import BRIEFINGS, Which, cheap, files, lay_project, reasons, run
from tests.towns.drawn import write_towns

__all__ = ["cheap"]


def rooted(folder: Path, out: Path) -> Root:
    return Root(folder / "data", folder / "templates", out)


def follow(tmp_path: Path, cheap: Callable[[], Which], seed: int, steps: int = 5) -> None:
    """Edit, build what is due, and compare with a build of everything into an empty folder; again and again."""
    folder, out = lay_project(tmp_path / "project"), tmp_path / "out"
    script = edits.Script(folder, out, seed)
    run(rooted(folder, out), script.options)
    cheap()
    told: list[str] = []
    for step in range(steps):
        told += [script.step() for _ in range(script.draw.choice((1, 1, 2)))]
        clean = tmp_path / f"clean-{step}"
        run(rooted(folder, clean), script.options)
        assert cheap() == BRIEFINGS
        wanted, had = files(clean), files(out)
        differing = {name for name in wanted if had.get(name) != wanted[name]}
        run(rooted(folder, out), script.options)
        have = files(out)
        assert {name: have.get(name) for name in wanted} == wanted, told
        assert cheap() == {(name.split("/")[0], int(name.split("/")[1])) for name in differing}, told
        run(rooted(folder, out), script.options)
        assert cheap() == set(), told
        assert set(have) - set(wanted) <= set(had), told  # what else is there are editions of before


@pytest.mark.guards("K1")
@pytest.mark.parametrize("seed", range(8))
def test_incremental_is_clean_after_random_edits(tmp_path: Path, cheap: Callable[[], Which], seed: int) -> None:
    follow(tmp_path, cheap, seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(3))
def test_incremental_is_clean_after_three_hundred_scripts(
    tmp_path: Path, cheap: Callable[[], Which], hundred: int
) -> None:
    for seed in range(100):
        follow(tmp_path / str(seed), cheap, 1000 + 100 * hundred + seed, steps=4)


@pytest.mark.parametrize("edit", edits.EDITS, ids=lambda edit: edit.__name__)
def test_each_edit_by_itself(tmp_path: Path, cheap: Callable[[], Which], edit: Callable[[edits.Script], None]) -> None:
    folder, out = lay_project(tmp_path / "project"), tmp_path / "out"
    script = edits.Script(folder, out, seed=7)
    script.options = replace(script.options, theme=str(folder / "own.toml"))
    run(rooted(folder, out), script.options)
    edit(script)
    run(rooted(folder, out), script.options)
    run(rooted(folder, tmp_path / "clean"), script.options)
    have = files(out)
    assert {name: have[name] for name in files(tmp_path / "clean")} == files(tmp_path / "clean")


def test_real_briefings_too(tmp_path: Path, project: Path) -> None:
    """The same with nothing stood in for: a row, then a template, then damage."""
    (town, *_) = write_towns(tmp_path / "project", 1, seed=4, most=12)
    root = Root(tmp_path / "project" / "data", project / "templates", tmp_path / "out")
    clean = replace(root, out=tmp_path / "clean")
    run(root, Options())
    path = root.data / "towns" / town / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head, *rows = csv.reader(lines)
    noted = [[f"{cell}注" if name == "note" else cell for name, cell in zip(head, row, strict=True)] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *noted])
    next(root.out.rglob("*.pdf")).write_bytes(b"")
    run(root, Options())
    run(clean, Options())
    assert files(root.out) == files(clean.out)


# --------------------------------------------------------------------------- exactly which, and why


@pytest.fixture
def built(tmp_path: Path, cheap: Callable[[], Which]) -> Root:
    """The project, all of it built."""
    root = rooted(lay_project(tmp_path / "project"), tmp_path / "out")
    run(root, Options())
    assert cheap() == BRIEFINGS
    return root


def edit(root: Root, path: str, old: str, new: str) -> None:
    file = root.data.parent / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def due(root: Root, options: Options | None = None) -> Which:
    return {which for which, reason in reasons(root, options or Options()).items() if reason}


def test_a_row_of_the_newest_source_makes_one_briefing_due_and_is_named(built: Root) -> None:
    edit(built, "data/towns/lakeside/observations.csv", "印作约数", "印为约数")
    assert due(built) == {("lakeside", 2024)}
    assert reasons(built, Options())["lakeside", 2024] == "changed: data/towns/lakeside/observations.csv"


def test_a_row_of_an_earlier_source_makes_the_later_briefings_due_too(built: Root) -> None:
    edit(built, "data/towns/lakeside/observations.csv", "3.7万亩,\n", "3.7万亩,林地\n")
    assert due(built) == {("lakeside", 2023), ("lakeside", 2024)}


def test_a_shared_row_makes_those_due_that_refer_to_it(built: Root) -> None:
    edit(built, "data/coverages.csv", "全镇规模以上", "全镇规上")
    assert due(built) == {("lakeside", 2023), ("lakeside", 2024)}
    edit(built, "data/breakdowns.csv", "东村", "西村")  # which no row refers to
    assert due(built) == {("lakeside", 2023), ("lakeside", 2024)}
    edit(built, "data/indicators.csv", "文化节届数", "节庆届数")
    assert due(built) == BRIEFINGS


def test_a_whole_counts_for_its_parts(built: Root) -> None:
    edit(built, "data/indicators.csv", "土地面积", "土地总面积")
    assert due(built) == {("lakeside", 2023), ("lakeside", 2024)}


def test_a_template_makes_due_what_is_in_its_language(built: Root) -> None:
    english = replace(Options(), lang="en")
    run(replace(built, out=built.out.parent / "english"), english)
    edit(built, "templates/zh/economy.md.j2", "zh", "ZH")
    assert due(built) == BRIEFINGS
    assert due(replace(built, out=built.out.parent / "english"), english) == set()


def test_options_are_told(built: Root) -> None:
    assert set(reasons(built, Options(theme="gongwen")).values()) == {"changed: theme.toml"}
    assert due(built, Options(lang="en")) == BRIEFINGS


def test_another_version_of_code_or_library_is_told(built: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    now = build_versions()
    monkeypatch.setattr("mjq_report.runs.plan.build_versions", lambda: {**now, "code": "other", "reportlab": "0"})
    assert set(reasons(built, Options()).values()) == {"other versions: code, reportlab"}


def test_a_font_that_a_theme_names_counts_by_its_bytes(tmp_path: Path, cheap: Callable[[], Which]) -> None:
    root = rooted(lay_project(tmp_path / "project"), tmp_path / "out")
    theme = tmp_path / "project" / "own.toml"
    theme.write_text(theme.read_text(encoding="utf-8") + '[fonts]\nregular = "a.ttf"\n', encoding="utf-8")
    run(root, Options(theme=str(theme)))
    assert due(root, Options(theme=str(theme))) == set()
    (theme.parent / "a.ttf").write_bytes(b"font")
    assert set(reasons(root, Options(theme=str(theme))).values()) == {"changed: theme/regular/a.ttf"}


def test_force_and_selections(built: Root, cheap: Callable[[], Which]) -> None:
    run(built, Options(), Selection(towns=("lakeside",), year=2023, force=True))
    assert cheap() == {("lakeside", 2023)}
    everything = Selection(everything=True, since=2024, force=True)
    assert {which for which, why in reasons(built, Options(), everything).items() if why == "--force"} == {
        ("hilltop", 2024),
        ("lakeside", 2024),
    }


def test_tables_that_cannot_be_read_are_due_and_hide_no_other_town(built: Root) -> None:
    (built.data / "towns" / "hilltop" / "observations.csv").write_bytes(b"\xff\xfe")
    found = reasons(built, Options())
    assert found["hilltop", 0] == "its tables cannot be read"
    assert found["lakeside", 2023] == found["lakeside", 2024] == ""
