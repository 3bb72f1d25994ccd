"""What the README promises of a build: the PDF, what is in it, the same bytes everywhere."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from mjq_report.dataset.loading import load_town
from mjq_report.figures import formats
from mjq_report.lang import zh
from mjq_report.runs.proof import prove

from .conftest import Run


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_all_briefings_are_built_with_their_manifests(built: Path) -> None:
    pdfs = sorted(path.relative_to(built).parts[:2] for path in built.rglob("*.pdf"))
    assert pdfs == [
        ("majuqiao", "2020"),
        ("majuqiao", "2022"),
        ("majuqiao", "2024"),
        ("majuqiao", "2025"),
        ("tongzhou", "2025"),
        ("xiji", "2024"),
    ]
    for path in built.rglob("*.pdf"):
        manifest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert manifest["pdf"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.fullmatch(r"\w+-\d{4}-\d{4}-\d{2}-\d{2}\.pdf", path.name)
        assert path.stat().st_mode & 0o777 == 0o644 or path.stat().st_mode & 0o777 == 0o664
        assert path.stat().st_size < 400_000


def test_nothing_is_found_wrong_in_what_ships_by_a_quick_look(built: Path) -> None:
    for path in built.rglob("*.pdf"):
        assert prove(path, quick=True).problems == ()


def test_the_example_has_its_pages_and_vector_charts(example: Path) -> None:
    with pikepdf.open(example) as pdf:
        assert len(pdf.pages) >= 8
        assert not [image for page in pdf.pages for image in page.get_images()]
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
    assert figures
    for figure in figures:
        assert re.search(r"\d", str(figure.Alt))


def test_every_figure_of_the_year_is_printed_with_its_qualifier(built: Path, project: Path) -> None:
    for path in built.rglob("*.pdf"):
        town, year = path.relative_to(built).parts[:2]
        data, printed = load_town(project / "data", town), text_of(path)
        own = [o for o in data.observations if data.sources[o.source].year == int(year)]
        assert own
        missing = [o.key for o in own if zh.quantity(o.printed, o.unit).text not in printed.replace("余", "")
                   and formats.signed(o.printed) not in printed]  # fmt: skip
        assert missing == []
        for o in own:
            if o.qualifier == "more_than":
                forms = [zh.quantity(o.printed, o.unit, o.qualifier, w).text for w in ("", "余", "多", "万余")]
                crossed = re.search(
                    rf"越过[^。]*{re.escape(o.printed + o.unit)}", printed
                )  # which says that it is more
                assert crossed or any(form.replace(" ", "") in printed for form in forms), o.key


def test_poppler_reads_the_same_figures(example: Path, tool: Callable[[str], str]) -> None:
    import subprocess

    found = subprocess.run([tool("pdftotext"), str(example), "-"], capture_output=True, text=True, check=True).stdout
    flat = "".join(found.split())
    for expected in (
        "1200亿元",
        "超1000亿元",
        "424.8亿元",
        "41.9%",
        "1320亿元",
        "超70亿元",
        "超60亿元",
        "超40亿元",
        "超25亿元",
        "50万辆",
    ):
        assert expected in flat, expected
    assert "\ufffd" not in found


@pytest.mark.guards("R14")
def test_the_bytes_do_not_depend_on_zone_locale_or_hash_seed(run: Run, project: Path, tmp_path: Path) -> None:
    results = []
    for name, surrounding in (
        ("a", {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        ("b", {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
    ):
        out = tmp_path / name
        done = run("build", "--town", "majuqiao", "--year", "2025", "--root", project, "--out", out, **surrounding)
        assert done.returncode == 0, done.stderr
        results.append({p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert results[0] == results[1]
    assert len(results[0]) == 3  # PDF, manifest, lock


def test_only_the_path_is_on_stdout(run: Run, project: Path, built: Path, example: Path) -> None:
    done = run("build", "--town", "majuqiao", "--year", "2025", "--root", project, "--out", built)
    assert done.stdout == f"{example}\n"
    assert "up to date" in done.stderr


def test_the_edition_date_is_an_input(run: Run, project: Path, tmp_path: Path) -> None:
    arguments = ("build", "--town", "xiji", "--year", "2024", "--root", project, "--out", tmp_path)
    given = run(*arguments, "--date", "2026-03-05")
    assert given.stdout.strip().endswith("xiji-2024-2026-03-05.pdf")
    epoch = run(*arguments, SOURCE_DATE_EPOCH="1772668800")
    assert epoch.stdout == given.stdout
    assert "2026年3月5日" in text_of(Path(given.stdout.strip()))


@pytest.mark.guards("R13")
@pytest.mark.parametrize("variable", ["RL_invariant", "RL_pageCompression", "RL_canvas_basefontname", "MATPLOTLIBRC"])
def test_settings_of_other_programs_change_nothing(
    run: Run, project: Path, tmp_path: Path, example: Path, variable: str
) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 40\nbackend: module://evil\n")
    (tmp_path / "evil.py").write_text("open('ran', 'w').close()\n")
    (tmp_path / "reportlab_settings.py").write_text("open('ran', 'w').close()\n")
    (tmp_path / "csv.py").write_text("open('ran', 'w').close()\n")
    done = run(
        "build", "--town", "majuqiao", "--year", "2025", "--root", project, "--out", tmp_path / "out",
        cwd=tmp_path, **{variable: "0" if variable.startswith("RL_") else str(tmp_path / "matplotlibrc")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()
    assert Path(done.stdout.strip()).read_bytes() == example.read_bytes()


def test_every_observation_of_the_tables_is_somewhere(built: Path, project: Path) -> None:
    for path in built.rglob("*.pdf"):
        town, year = path.relative_to(built).parts[:2]
        with pikepdf.open(path) as pdf:
            enclosed = bytes(pdf.attachments["data.csv"].get_file().read_bytes()).decode("utf-8")
        rows = {row["id"] for row in csv.DictReader(enclosed.splitlines())}
        data = load_town(project / "data", town)
        own = {o.key for o in data.observations if data.sources[o.source].year == int(year)}
        assert own <= rows


def test_explain_says_why_each_thing_is_told_and_what_is_not(run: Run, project: Path, tmp_path: Path) -> None:
    arguments = ("build", "--town", "xiji", "--year", "2024", "--root", project, "--out", tmp_path, "--explain")
    (found,) = json.loads(run(*arguments, "--json").stdout)
    assert Path(found["path"]).is_file()
    assert all(one["score"] == sum(reason["points"] for reason in one["reasons"]) for one in found["ranked"])
    assert all(one["text"] for one in found["omitted"])
    said = run(*arguments)
    assert said.stdout.strip() == found["path"]
    assert found["ranked"][0]["figure"] in said.stderr and "up to date" in said.stderr
    assert run(*arguments[:-1], "--json").returncode == 2


def test_strict_measures_the_pages_and_says_what_is_amiss(run: Run, project: Path, tmp_path: Path) -> None:
    theme = tmp_path / "tiny.toml"
    theme.write_text('base = "briefing"\nname = "tiny"\n[type]\nsource = [4, 6]\n', encoding="utf-8")
    asked = (
        "build",
        "--town",
        "tongzhou",
        "--year",
        "2025",
        "--root",
        project,
        "--out",
        tmp_path / "out",
        "--theme",
        theme,
    )
    assert run(*asked).returncode == 0
    done = run(*asked, "--strict")
    assert done.returncode == 11
    assert re.search(r"error: tongzhou-2025-[0-9-]+\.pdf: 全文最小字号：4磅，要求不小于7磅；第\d+页：", done.stderr)
    assert done.stdout.rstrip().endswith(".pdf"), "the briefing is there to be looked at"
