"""The workflows run, step by step, in clean clones of a user's project made by an installed wheel. Twice in a row, the
second run changes and sends nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .machine import GitHub, GitLab, git, load

pytestmark = pytest.mark.slow
WORKFLOW = {"github": ".github/workflows/briefings.yml", "gitlab": ".gitlab-ci.yml"}
BRANCH = "refs/heads/briefings"


def kept(origin: Path) -> str:
    """Where the branch of published briefings is."""
    return git("rev-parse", BRANCH, cwd=origin)


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(work: Path, change: Callable[[Path], None]) -> None:
    """Change the project and push it."""
    change(work)
    git("add", "--all", cwd=work)
    git("commit", "--quiet", "--message", "Another figure", cwd=work)
    git("push", "--quiet", "origin", "main", cwd=work)


def another_figure(work: Path) -> None:
    """The whole town's investment is another, in the row and in the words that it was taken from."""
    table = work / "data" / "towns" / "majuqiao" / "observations.csv"
    text = table.read_text(encoding="utf-8")
    assert "424.8" in text
    table.write_text(text.replace("424.8", "431.5"), encoding="utf-8")


def a_target(work: Path, shelf: Path) -> None:
    """A folder to deliver into."""
    (work / "mjq-report.toml").write_text(
        f'[[publish.target]]\nname = "shelf"\nkind = "folder"\ntowns = ["*"]\npath = "{shelf}"\n', encoding="utf-8"
    )


# --------------------------------------------------------------------------- GitHub


@pytest.fixture
def github(
    repository: Callable[[str], Path], environment: Path, gh: Path, pip: dict[str, str], tmp_path: Path
) -> GitHub:
    place = tmp_path / "github"
    place.mkdir()
    return GitHub(repository("github"), place, [gh, environment / "bin"], {**pip, "GH_LOG": str(place / "gh.log")})


def releases(service: GitHub) -> list[str]:
    log = service.place / "gh.log"
    return log.read_text(encoding="utf-8").splitlines() if log.is_file() else []


def test_github_releases_what_changed_shows_it_and_then_keeps_quiet(github: GitHub, tmp_path: Path) -> None:
    work, shelf = tmp_path / "demo", tmp_path / "shelf"
    edit(work, lambda folder: a_target(folder, shelf))
    text = (work / WORKFLOW["github"]).read_text(encoding="utf-8")

    first = github.run(text, "push")
    assert set(first.values()) == {"success"}, github.said
    (made,) = releases(github)
    assert made.startswith("release create briefings-1 --target briefings")
    assert made.count(".pdf") == 6
    files = git("ls-tree", "-r", "--name-only", BRANCH, cwd=github.origin).splitlines()
    assert len([name for name in files if name.endswith(".pdf")]) == 6
    assert "deliveries.sqlite" in files
    assert "publishing" not in files
    assert len(list(shelf.rglob("*.pdf"))) == 6
    assert (github.place / "pages" / "index.html").is_file()
    published, pages, delivered = kept(github.origin), tree(github.place / "pages"), tree(shelf)

    again = github.run(text, "schedule")
    assert again == {"build": "success", "release": "skipped", "pages": "skipped", "publish": "success"}, github.said
    assert releases(github) == [made]
    assert kept(github.origin) == published
    assert tree(github.place / "pages") == pages
    assert tree(shelf) == delivered

    edit(work, another_figure)
    asked = github.run(text, "pull_request", "refs/pull/1/merge")
    assert asked == {"build": "success", "release": "skipped", "pages": "skipped", "publish": "skipped"}, github.said
    assert kept(github.origin) == published
    summary = (github.place / "run-3" / "build.summary").read_text(encoding="utf-8")
    assert "| 424.8亿元 | 431.5亿元 |" in summary

    assert set(github.run(text, "push").values()) == {"success"}, github.said
    second = releases(github)[1]
    assert second.startswith("release create briefings-4")
    assert second.count(".pdf") == 1
    assert second.count(".png") > 1
    notes = (github.place / "gh.log.notes").read_text(encoding="utf-8")
    assert "| 424.8亿元 | 431.5亿元 |" in notes
    assert "](https://code.example.org/someone/briefings/releases/download/briefings-4/majuqiao-2025-" in notes
    assert kept(github.origin) != published
    assert len(list(shelf.rglob("*.pdf"))) == 6

    scripts = {step["run"] for job in load(text)["jobs"].values() for step in job["steps"] if "run" in step}
    assert scripts <= set(github.ran), "a step was never run"


def test_github_sends_nothing_after_a_delivery_that_was_cut_off(github: GitHub, tmp_path: Path) -> None:
    work, shelf = tmp_path / "demo", tmp_path / "shelf"
    edit(work, lambda folder: a_target(folder, shelf))
    text = (work / WORKFLOW["github"]).read_text(encoding="utf-8")
    lost = text.replace("mjq-report publish --out kept || status=$?", "kill -9 $$")
    assert lost != text
    assert github.run(lost, "push")["publish"] == "failure"
    again = github.run(text, "schedule")
    assert again["publish"] == "failure"
    assert "A delivery was cut off" in github.said
    assert not shelf.exists()


def test_github_publishes_nothing_from_another_branch_or_when_a_check_fails(github: GitHub, tmp_path: Path) -> None:
    work = tmp_path / "demo"
    text = (work / WORKFLOW["github"]).read_text(encoding="utf-8")
    other = github.run(text, "workflow_dispatch", "refs/heads/draft")
    assert {name for name, result in other.items() if result != "skipped"} == {"build"}, github.said
    edit(work, lambda folder: (folder / "data" / "sources.csv").unlink())
    broken = github.run(text, "push")
    assert broken == {"build": "failure", "release": "skipped", "pages": "skipped", "publish": "skipped"}
    assert git("branch", "--list", "briefings", cwd=github.origin) == ""
    assert releases(github) == []


# --------------------------------------------------------------------------- GitLab


@contextmanager
def api() -> Iterator[tuple[str, dict[str, Any]]]:
    """GitLab's releases and packages, as far as the pipeline asks: its address, and what it was given by path."""
    given: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def _say(self, code: int) -> None:
            self.send_response(code if self.headers["JOB-TOKEN"] == "job-token" else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self._say(200 if self.path in given else 404)

        def do_PUT(self) -> None:
            given[self.path] = self._body()
            self._say(201)

        def do_POST(self) -> None:
            told = json.loads(self._body())
            given[f"{self.path}/{told['tag_name']}"] = told
            self._say(201)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/v4", given
        server.shutdown()


def test_gitlab_releases_what_changed_shows_it_and_then_keeps_quiet(
    repository: Callable[[str], Path],
    environment: Path,
    pip: dict[str, str],
    tmp_path: Path,
    tool: Callable[[str], str],
) -> None:
    tool("curl")
    origin, work, shelf = repository("gitlab"), tmp_path / "demo", tmp_path / "shelf"
    edit(work, lambda folder: a_target(folder, shelf))
    text = (work / WORKFLOW["gitlab"]).read_text(encoding="utf-8")
    place = tmp_path / "gitlab"
    place.mkdir()
    with api() as (address, given):
        gitlab = GitLab(origin, place, [environment / "bin"], pip, api=address)
        assert set(gitlab.run(text).values()) == {"success"}, gitlab.said
        release = given["/api/v4/projects/7/releases/briefings-1"]
        assert len(release["assets"]["links"]) == 6
        assert release["ref"] == "briefings"
        assert len(list(shelf.rglob("*.pdf"))) == 6
        before, published, pages, delivered = dict(given), kept(origin), tree(place / "pages"), tree(shelf)

        assert set(gitlab.run(text).values()) == {"success"}, gitlab.said
        assert given == before
        assert kept(origin) == published
        assert tree(place / "pages") == pages
        assert tree(shelf) == delivered

        edit(work, another_figure)
        asked = gitlab.run(text, merge_request=True)
        assert asked == {"build": "success", "release": "skipped", "pages": "skipped", "publish": "skipped"}
        assert (given, kept(origin)) == (before, published)

        assert set(gitlab.run(text).values()) == {"success"}, gitlab.said
        release = given["/api/v4/projects/7/releases/briefings-4"]
        assert len(release["assets"]["links"]) == 1
        assert "| 424.8亿元 | 431.5亿元 |" in release["description"]
        pictures = [path for path in given if path.endswith(".png")]
        assert pictures
        assert all(f"]({address.removesuffix('/api/v4')}{path})" in release["description"] for path in pictures)
