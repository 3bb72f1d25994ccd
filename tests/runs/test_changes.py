"""`changes`: what differs between two folders of briefings, told so that a reviewer sees it and nothing else is set off."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mjq_report.cli.changes import plain

Run = Callable[..., subprocess.CompletedProcess[str]]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mjq_report", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def before(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest briefing, built."""
    return built(project, tmp_path_factory.mktemp("before") / "out")


@pytest.fixture(scope="module")
def after(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with another figure, in the row and in the words that it was taken from."""
    root = tmp_path_factory.mktemp("after")
    shutil.copytree(project / "data", root / "data")
    table = root / "data" / "towns" / "majuqiao" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    assert "50.35" in text
    table.write_text(text.replace("50.35", "51.75"), encoding="utf-8")
    return built(root, root / "out")


def built(root: Path, out: Path) -> Path:
    done = run("build", "--town", "majuqiao", "--year", "2020", "--root", root, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    return out


def test_a_changed_figure_is_told_with_both_values_and_what_it_came_from(before: Path, after: Path) -> None:
    done = run("changes", before, after)
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert "| 全社会投资 | 2020年，全镇 | 50.35亿元 | 51.75亿元 |" in rows
    assert not [row for row in rows if "84.6" in row], "what stayed is not told"
    assert "Inputs that differ: data/towns/majuqiao/observations.csv." in done.stdout
    assert "![" not in done.stdout


def test_with_a_folder_there_are_pictures_of_the_changed_pages_alone_and_the_pdf(
    before: Path, after: Path, tmp_path: Path
) -> None:
    into = tmp_path / "changes"
    done = run("changes", before, after, "-o", into, "--pictures-at", "https://example.org/x")
    assert done.returncode == 0, done.stderr
    text = (into / "changes.md").read_text(encoding="utf-8")
    assert text.rstrip("\n") == done.stdout.rstrip("\n")
    pictures = sorted(path.name for path in into.glob("*.png"))
    assert re.findall(r"\(https://example\.org/x/(.*?)\)", text) == pictures
    assert 0 < len(pictures) < 8, "not all pages changed"
    for name in pictures:
        png = (into / name).read_bytes()
        width, height = struct.unpack(">II", png[16:24])
        assert png.startswith(b"\x89PNG")
        assert width > 1200 > height > 600, "two pages side by side"
    (pdf,) = into.glob("*.pdf")
    assert pdf.read_bytes() == next(after.rglob(pdf.name)).read_bytes()


def test_nothing_is_said_or_written_when_nothing_changed(before: Path, tmp_path: Path) -> None:
    done = run("changes", before, before, "-o", tmp_path / "changes")
    assert (done.returncode, done.stdout) == (0, "")
    assert not (tmp_path / "changes").exists()


def test_new_and_gone_briefings_are_named(before: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    new, gone = run("changes", tmp_path / "empty", before), run("changes", before, tmp_path / "empty")
    assert re.search(r"## 马驹桥镇2020年发展简报\n\nNew: edition 2020-12-31, \d+ pages\.", new.stdout)
    assert "Gone: edition 2020-12-31 is no longer there." in gone.stdout


@pytest.mark.slow
def test_the_newest_edition_is_held_against_the_newest_one_of_before(
    before: Path, tmp_path: Path, project: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(before, out)
    done = run(
        "build", "--town", "majuqiao", "--year", "2020", "--date", "2021-03-01", "--root", project, "--out", out, "-q"
    )
    assert done.returncode == 0, done.stderr
    told = run("changes", before, out).stdout
    assert "Edition 2020-12-31 → 2021-03-01" in told
    assert "No figure changed, and no verdict." in told


def test_what_cannot_be_compared_is_refused_with_a_reason(before: Path, after: Path, tmp_path: Path) -> None:
    missing = run("changes", tmp_path / "none", after)
    assert missing.returncode == 2
    assert "is no folder" in missing.stderr
    taken = run("changes", before, after, "-o", after)
    assert taken.returncode == 2
    assert "is not empty" in taken.stderr
    spoiled = tmp_path / "spoiled"
    shutil.copytree(after, spoiled)
    pdf = next(spoiled.rglob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes()[:-1] + b"x")
    damaged = run("changes", before, spoiled)
    assert damaged.returncode == 11
    assert "is not the file that its manifest describes" in damaged.stderr
    assert "Traceback" not in damaged.stderr


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>", "![x](https://evil.example/x)", "[x](javascript:alert(1))", "@someone", "a | b", "# head",
        "`code`", "line\nbreak", "https://evil.example", "a_b_c *d*", "~~x~~", "\\| out", "&lt;b&gt;",
    ],
)  # fmt: skip
def test_text_of_the_tables_stays_text_in_markdown(text: str) -> None:
    """CommonMark reads a backslash before punctuation, and an entity, as the character itself: text, never markup."""
    from markdown_it import MarkdownIt

    tokens = (
        MarkdownIt("gfm-like", {"linkify": False, "html": True})
        .enable("table")
        .parse(f"| x |\n|---|\n| {plain(text)} |\n")
    )
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "code_inline",
        "em_open",
        "s_open",
        "heading_open",
    }
    shown = [token for token in tokens if token.type == "inline"][1]
    assert "".join(child.content for child in shown.children or ()) == " ".join(text.split())
    assert "@" not in plain(text)
    assert "://" not in plain(text)
