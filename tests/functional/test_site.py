"""`site` and `serve` as a user runs them: what is made, what is refused, what happens the second time."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from mjq_report.archive.manifest import sha256
from mjq_report.runs.proof import register_of

from .conftest import Run

PAGE = "briefings/majuqiao/2020/2020-12-31"


@pytest.fixture(scope="module")
def out(run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest briefing in two editions."""
    folder = tmp_path_factory.mktemp("site") / "out"
    for date in ("2020-12-31", "2021-03-01"):
        done = run("build", "--town", "majuqiao", "--year", "2020", "--date", date, "--root", project, "--out", folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def made(run: Run, project: Path, out: Path) -> Path:
    """The site of them, at an address."""
    done = run("site", "--root", project, "--briefings", out, "--base-url", "https://example.org/x")
    assert done.returncode == 0, done.stderr
    assert "published" in done.stderr
    site = Path(done.stdout.strip())
    assert site == out / "site"
    return site


def test_feed_catalogue_and_map_name_every_edition_newest_first(made: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(made / "feed.xml").getroot()
    assert [entry.findtext(f"{atom}updated") for entry in feed.iter(f"{atom}entry")] == [
        "2021-03-01T00:00:00Z", "2020-12-31T00:00:00Z",
    ]  # fmt: skip
    listed = json.loads((made / "index.json").read_text(encoding="utf-8"))["briefings"]
    assert [one["edition"] for one in listed] == ["2021-03-01", "2020-12-31"]
    for one in listed:
        assert all((made / path).is_file() for path in (one["page"], one["pdf"]["path"], *one["files"]))
    places = [node.text or "" for node in ET.parse(made / "sitemap.xml").getroot().iter() if node.tag.endswith("loc")]
    assert f"https://example.org/x/{PAGE}/index.html" in places


def test_the_register_lists_every_edition_beside_the_site_and_in_the_folder(made: Path, out: Path) -> None:
    for place in (made, out):
        editions = register_of(str(place)).editions
        assert [one.edition for one in editions] == ["2020-12-31", "2021-03-01"]
        for one in editions:
            assert sha256((place / one.path).read_bytes()) == one.sha256


def test_the_pdf_is_the_one_that_was_built_and_editions_lead_to_each_other(made: Path, out: Path) -> None:
    name = "majuqiao-2020-2020-12-31.pdf"
    assert (made / PAGE / name).read_bytes() == (out / "majuqiao" / "2020" / name).read_bytes()
    page = (made / PAGE / "index.html").read_text(encoding="utf-8")
    assert "2020（2021-03-01）" in page
    assert 'property="og:image" content="https://example.org/x/' in page


def test_the_second_time_changes_nothing(run: Run, project: Path, out: Path, made: Path) -> None:
    before = made.readlink()
    done = run("site", "--root", project, "--briefings", out, "--base-url", "https://example.org/x/")
    assert done.returncode == 0, done.stderr
    assert "nothing changed" in done.stderr
    assert made.readlink() == before


def test_a_damaged_pdf_is_named_and_the_old_site_stays(
    run: Run, project: Path, out: Path, made: Path, tmp_path: Path
) -> None:
    spoiled = tmp_path / "out"
    shutil.copytree(out, spoiled, symlinks=True)
    before = (spoiled / "site").readlink()
    pdf = spoiled / "majuqiao" / "2020" / "majuqiao-2020-2020-12-31.pdf"
    pdf.write_bytes(pdf.read_bytes() + b" ")
    done = run("site", "--root", project, "--briefings", spoiled)
    assert done.returncode == 11
    assert f"error: {pdf}: is not the file that its manifest describes" in done.stderr
    assert "Traceback" not in done.stderr
    assert (spoiled / "site").readlink() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "there are no briefings to show"),
        (("--base-url", "javascript:alert(1)"), 12, "--base-url"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_reason(
    run: Run, project: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run("site", "--root", project, "--briefings", tmp_path, "--out", tmp_path / "site", *arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert not (tmp_path / "site").exists()


def test_serve_shows_the_site_until_it_is_interrupted(made: Path) -> None:
    command = [sys.executable, "-m", "mjq_report", "serve", str(made), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as program:
        try:
            assert program.stdout
            address = program.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}{PAGE}/majuqiao-2020-2020-12-31.pdf", timeout=600) as answer:
                assert answer.headers["Content-Type"] == "application/pdf"
                assert answer.read(5) == b"%PDF-"
        finally:
            program.send_signal(signal.SIGINT)
        try:
            _, said = program.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
    assert program.returncode == 0
    assert said == "note: stopped\n"


def test_serve_without_a_site_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("serve", tmp_path)
    assert done.returncode == 2
    assert "run `mjq-report site` first" in done.stderr
