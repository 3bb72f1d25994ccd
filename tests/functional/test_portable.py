"""Where a system lacks what POSIX has, and where a terminal cannot show what is printed, everything works all the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from .conftest import Run

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1] / "mjq_report"
SYSTEM_CALLS = re.compile(
    r"\bimport (?:fcntl|resource)\b|\b(?:dir_fd|O_NOFOLLOW|O_DIRECTORY|forkserver|fchmod|os\.fork)\b"
)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a system without fcntl, resource, fork, dir_fd and links."""
    folder = tmp_path_factory.mktemp("system")
    shutil.copy(HERE / "strange_systems.py", folder / "sitecustomize.py")
    return {"PYTHONPATH": str(folder), "PYTHONWARNINGS": "ignore:only soft file lock:UserWarning"}


def test_what_systems_do_differently_stands_in_one_module() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if SYSTEM_CALLS.search(path.read_text("utf-8"))
    }
    assert found == {"settings/portable.py", "dataset/workbook/child.py", "intake/reading/child.py"}, (
        "children start bare and import nothing of ours"
    )


def test_a_system_without_the_calls_of_posix_builds_delivers_and_verifies(
    run: Run, strange: dict[str, str], project: Path, tmp_path: Path, built: Path
) -> None:
    out = tmp_path / "out"
    done = run(
        "build", "--town", "xiji", "--format", "html", "--format", "pdf", "--out", out, "--root", project, **strange
    )
    assert done.returncode == 0, done.stderr
    (made,) = out.rglob("*.pdf")
    assert made.read_bytes() == next((built / "xiji").rglob("*.pdf")).read_bytes(), "the same bytes as anywhere"
    (tmp_path / "mjq-report.toml").write_text(
        '[[publish.target]]\nname = "all"\nkind = "folder"\ntowns = ["*"]\npath = "there"\n', encoding="utf-8"
    )
    for expected in ("1 sent", "1 sent before"):
        done = run("publish", "--config", tmp_path / "mjq-report.toml", "--out", out, **strange)
        assert done.returncode == 0 and expected in done.stderr, done.stderr
    delivered = tmp_path / "there/xiji/2024" / made.name
    done = run("verify", delivered, **strange)
    assert done.returncode == 0, done.stderr
    assert run("extract", delivered, "-o", tmp_path / "taken", **strange).returncode == 0
    assert (tmp_path / "taken" / "data" / "towns.csv").is_file()
    for _ in range(2):
        done = run("site", "--briefings", out, "--root", project, "--out", tmp_path / "site", **strange)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file() and not (tmp_path / "site").is_symlink()


def test_a_system_without_fork_builds_on_workers(
    run: Run, strange: dict[str, str], project: Path, tmp_path: Path
) -> None:
    done = run("build", "--all", "--since", "2024", "--jobs", "2", "--out", tmp_path, "--root", project, **strange)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_no_terminal_is_too_narrow_for_what_is_printed(run: Run, encoding: str, project: Path, tmp_path: Path) -> None:
    told = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    for command in (["list"], ["audit", "--town", "majuqiao"], ["audit", "--town", "majuqiao", "--json"], ["--help"]):
        root = [] if command == ["--help"] else ["--root", project]
        done = run(*command, *root, **told)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        if "--json" in command and encoding in ("ascii", "utf-8"):
            claims = json.loads(done.stdout)
            assert any("机制" in claim["statement"] for claim in claims)
    missing = run("build", "--town", "马驹桥", "--year", "2025", "--root", project, **told)
    assert missing.returncode == 3 and "Traceback" not in missing.stderr and "no town" in missing.stderr
