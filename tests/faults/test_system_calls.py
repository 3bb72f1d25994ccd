"""Every system call that writes is made to fail, or to be the last thing the process does (strace's fault injection)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import state
from tests.faults.publishing import publish, site

WRITING = (
    "openat",
    "mkdir",
    "write",
    "fsync",
    "rename",
    "unlink",
    "unlinkat",
    "symlink",
    "flock",
    "rmdir",
    "renameat",
    "renameat2",
)
FAULTS = {"kill": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}
PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def trace(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """strace, where it may trace."""
    path = tool("strace")
    done = subprocess.run([path, "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = f"strace may not trace here: {done.stderr.strip()[:200]}"
        if os.environ.get("MJQ_CI") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an earlier run published."""
    folder = tmp_path_factory.mktemp("before")
    publish(folder, "old")
    return folder


@pytest.fixture(scope="module")
def versions(before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """What readers may see in `out`: the old files or the new."""
    folder = tmp_path_factory.mktemp("after")
    shutil.copytree(before, folder, symlinks=True, dirs_exist_ok=True)
    publish(folder, "new")
    return [state.visible(before / "out"), state.visible(folder / "out")]


def run(trace: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-B", "-m", "tests.faults.publishing", str(folder), "new"]
    return subprocess.run(
        [trace, "-f", "-y", "-qq", "-o", str(folder / "calls"), "-e", f"trace={','.join(f'?{name}' for name in WRITING)}", *options, *program],
        cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def calls(trace: str, before: Path, folder: Path) -> list[tuple[str, int]]:
    """The calls that write below our folder, each by its name and its number among those of that name."""
    shutil.copytree(before, folder, symlinks=True)
    done = run(trace, folder)
    assert done.returncode == 0, done.stderr
    seen: dict[str, int] = {}
    found = []
    for line in (folder / "calls").read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"(?:\d+ +)?(\w+)\((.*)", line)
        if match is None:
            continue
        name, told = match.groups()
        seen[name] = seen.get(name, 0) + 1
        if str(folder) in told and (name != "openat" or "O_CREAT" in told) and "/calls" not in told:
            found.append((name, seen[name]))
    return found


def try_fault(
    trace: str, before: Path, folder: Path, versions: list[dict[str, bytes]], call: tuple[str, int], fault: str
) -> None:
    name, number = call
    shutil.copytree(before, folder, symlinks=True)
    done = run(trace, folder, "-e", f"inject={name}:{FAULTS[fault]}:when={number}")
    where = f"{fault} at {name} {number}"
    assert "Traceback" not in done.stderr, f"{where}: {done.stderr}"
    if fault != "kill" and done.returncode:
        assert done.returncode == 9, f"{where}: exit {done.returncode}"
        assert re.fullmatch(r"(error: .*\n)+", done.stderr), f"{where}: {done.stderr}"
    out = folder / "out"
    assert state.torn(out, versions) == [], where
    assert state.lies(out) == [], where
    seen = state.visible(folder / "site")
    assert seen in [dict(site(version)) for version in ("old", "new")], f"{where}: a site half switched"
    publish(folder, "new")
    assert state.visible(out) == versions[1], where
    assert state.visible(folder / "site") == dict(site("new")), where
    assert state.remains(folder) == [], where
    shutil.rmtree(folder)


@pytest.mark.guards("F1")
def test_each_kind_of_call_once(trace: str, before: Path, versions: list[dict[str, bytes]], tmp_path: Path) -> None:
    found = calls(trace, before, tmp_path / "plain")
    kinds = {name for name, _ in found}
    assert {"openat", "write", "fsync"} <= kinds
    assert any(name.startswith("rename") for name in kinds)
    for place, name in enumerate(sorted(kinds)):
        those = [call for call in found if call[0] == name]
        fault = list(FAULTS)[place % 3]
        try_fault(trace, before, tmp_path / f"case-{place}", versions, those[len(those) // 2], fault)


@pytest.mark.guards("F1", "F2")
@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_every_call(trace: str, before: Path, versions: list[dict[str, bytes]], tmp_path: Path, fault: str) -> None:
    found = calls(trace, before, tmp_path / "plain")
    assert len(found) > 40
    for place, call in enumerate(found):
        try_fault(trace, before, tmp_path / f"case-{place}", versions, call, fault)
