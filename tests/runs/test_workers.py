"""Runs on several processes: the same bytes, and what happens when processes die."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path

import pytest

from mjq_report.cli import building
from mjq_report.cli.building import Running
from mjq_report.errors import OutputError, ReportError
from mjq_report.runs import pool
from mjq_report.runs.plan import Task
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.runs import deadly
from tests.runs.processes import descendants, is_alive, parent, start, until
from tests.runs.processes import workers as pool_workers
from tests.runs.project import files
from tests.towns.drawn import write_towns

# --------------------------------------------------------------------------- pretended tasks on real processes


@pytest.fixture
def pretended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Tasks do what their town is called."""
    monkeypatch.setattr(pool, "build_task", deadly.build_task)
    monkeypatch.setattr(pool, "_PRELOAD", [])
    return Root(tmp_path, tmp_path, tmp_path)


def tasks(*towns: str) -> list[Task]:
    return [Task(town, 2024, "2025-01-01", "asked for", "") for town in towns]


def crew(jobs: int, bundle: int) -> pool.Workers:
    return pool.Workers(lambda: pool.process_pool(jobs), jobs, bundle=bundle)


def outcomes(root: Root, *towns: str, jobs: int = 2, bundle: int = 1) -> dict[str, pool.Outcome]:
    found = list(pool.run_on(crew(jobs, bundle), tasks(*towns), root, Options()))
    assert len(found) == len({outcome.task.town for outcome in found})  # each ends once
    return {outcome.task.town: outcome for outcome in found}


def begun(root: Root) -> list[str]:
    return (root.out / "begun").read_text().split()


def test_a_task_whose_worker_dies_once_is_done_all_the_same(pretended: Root) -> None:
    towns = ["a", "b", "once", "c", "d", "e"]
    found = outcomes(pretended, *towns)
    assert set(found) == set(towns)
    assert not any(outcome.error for outcome in found.values())


def test_a_task_that_kills_twice_is_set_aside_and_all_others_are_done(pretended: Root) -> None:
    towns = ["slow1", "killer1", "a", "b", "slow2", "killer2", "c", "d"]
    found = outcomes(pretended, *towns)
    assert set(found) == set(towns)
    assert {town for town, outcome in found.items() if outcome.error} == {"killer1", "killer2"}
    assert "died twice" in found["killer1"].error[0]
    assert begun(pretended).count("killer1") in (2, 3)  # 3: as it lay in the queue when the other killed the pool


def test_what_landed_before_a_worker_died_is_not_done_again(pretended: Root) -> None:
    outcomes(pretended, "a", "b", "c", "d", "e", "f", "g", "killer", jobs=1)
    assert all(begun(pretended).count(town) == 1 for town in "abcde")


def test_a_bug_in_one_town_is_told_whole_and_stops_no_other(pretended: Root) -> None:
    found = outcomes(pretended, "a", "bug", "b")
    assert found["bug"].exit_code == 1
    assert found["bug"].error[0].startswith("unexpected")
    assert found["bug"].error[-1] == "ZeroDivisionError: by nought"
    assert not found["a"].error and not found["b"].error


class _Here(Executor):
    """Does what it is given at once."""

    def submit(self, function: Callable[..., object], *arguments: object, **keywords: object) -> Future:  # type: ignore[override, type-arg]
        future: Future[object] = Future()
        future.set_result(function(*arguments))
        return future


@pytest.mark.parametrize("bundle", [2, 4])
def test_tasks_handed_out_together_end_each_by_itself(pretended: Root, bundle: int) -> None:
    towns = ["a", "b", "once", "c", "bug", "d", "e", "killer", *(f"t{number}" for number in range(30))]
    found = outcomes(pretended, *towns, jobs=1, bundle=bundle)
    assert set(found) == set(towns)
    assert {town for town, outcome in found.items() if outcome.error} == {"bug", "killer"}
    assert [begun(pretended).count(town) for town in ("once", "bug")] == [2, 1]
    assert begun(pretended).count("killer") in (1, 2)  # 1: as it waited behind the one that killed their worker


def test_a_unit_ends_with_the_first_that_fails_which_may_end_the_run(pretended: Root) -> None:
    crew = pool.Workers(_Here, 1, bundle=8)
    towns = ["a", "b", "bug", *(f"t{number}" for number in range(40))]
    landed = []
    for outcome in pool.run_on(crew, tasks(*towns), pretended, Options()):
        landed.append(outcome.task.town)
        if outcome.error:
            break
    assert landed[-1] == "bug"
    told_of = {*landed}
    assert len({*begun(pretended)} - told_of) <= 8  # what another unit was about, and nothing of this one
    again = [outcome.task.town for outcome in pool.run_on(crew, tasks(*towns), pretended, Options())]
    assert sorted(again) == sorted(towns)


def test_units_become_smaller_towards_the_end() -> None:
    units, left = [], 100
    while left:
        units.append(pool.Workers(_Fake, 2, bundle=4).share(left))
        left -= units[-1]
    assert units[0] == 4
    assert units[-8:] == [1] * 8
    assert units == sorted(units, reverse=True)
    assert pool.Workers(_Fake, 2).share(100) == 1


class _Fake(Executor):
    """Fails as a pool does whose workers died while they had nothing to do; counts how many there were."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.left = 3

    def submit(self, *arguments: object, **keywords: object) -> Future:  # type: ignore[override, type-arg]
        if not self.left:
            raise BrokenExecutor
        self.left -= 1
        future: Future[list[pool.Outcome]] = Future()
        unit = arguments[2]
        assert isinstance(unit, tuple)
        future.set_result([*map(pool.Outcome, unit)])
        return future


def test_a_pool_that_breaks_between_tasks_is_made_anew(tmp_path: Path) -> None:
    _Fake.made = 0
    root = Root(tmp_path, tmp_path, tmp_path)
    found = list(pool.run_on(pool.Workers(_Fake, 1), tasks(*"abcdefgh"), root, Options()))
    assert {outcome.task.town for outcome in found} == set("abcdefgh")
    assert _Fake.made == 3


class _Unborn(_Fake):
    """Fails as a pool does whose fork server ended before it could fork: so often, then works."""

    stillborn = 0

    def submit(self, *arguments: object, **keywords: object) -> Future:  # type: ignore[override, type-arg]
        if type(self).made <= type(self).stillborn:
            raise EOFError("unexpected EOF")
        return super().submit(*arguments, **keywords)


@pytest.mark.parametrize("stillborn", [2, 3])
def test_workers_that_do_not_start_are_tried_again_and_then_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stillborn: int
) -> None:
    monkeypatch.setattr(_Unborn, "made", 0)
    monkeypatch.setattr(pool, "_PAUSE", 0)
    monkeypatch.setattr(_Unborn, "stillborn", stillborn)
    run = pool.run_on(pool.Workers(_Unborn, 1), tasks("a", "b"), Root(tmp_path, tmp_path, tmp_path), Options())
    if stillborn == 2:
        assert {outcome.task.town for outcome in run} == {"a", "b"}
    else:
        with pytest.raises(OutputError, match="worker processes do not start"):
            list(run)


class _Gone(_Fake):
    def submit(self, *arguments: object, **keywords: object) -> Future:  # type: ignore[override, type-arg]
        future: Future[pool.Outcome] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_a_cluster_that_has_gone_ends_the_run_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="run the same command again"):
        list(pool.run_on(pool.Workers(_Gone, 1), tasks("a", "b"), Root(tmp_path, tmp_path, tmp_path), Options()))


# --------------------------------------------------------------------------- what the command makes of outcomes


class _Silent:
    def run(self, total: int) -> _Silent:
        return self

    def __enter__(self) -> _Silent:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def landed(self, *told: object) -> None:
        return None


@pytest.mark.parametrize(("keep_going", "done"), [(False, {"a.pdf"}), (True, {"a.pdf", "b.pdf"})])
def test_failures_are_recapped_by_name_and_the_rest_is_built_if_so_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    keep_going: bool,
    done: set[str],
) -> None:
    def run_here(due: list[Task], root: Root, options: Options) -> Iterator[pool.Outcome]:
        for task in due:
            bad = task.town == "bad"
            yield pool.Outcome(task, f"{task.town}.pdf", error=("no glyph",) if bad else (), exit_code=7 if bad else 0)

    monkeypatch.setattr(pool, "run_here", run_here)
    with pytest.raises(ReportError) as caught:
        building._run(
            Root(tmp_path, tmp_path, tmp_path),
            tasks("a", "bad", "b"),
            Options(),
            Running(keep_going=keep_going),
            _Silent(),  # type: ignore[arg-type]
        )
    assert caught.value.exit_code == 7
    assert caught.value.lines() == ["bad 2024: no glyph", "1 of 3 briefings could not be built"]
    assert set(capsys.readouterr().out.split()) == done


# --------------------------------------------------------------------------- the real program


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, project: Path) -> tuple[Path, dict[str, bytes]]:
    """A project of a few small towns, and what a run in one process makes of it."""
    root = tmp_path_factory.mktemp("towns")
    write_towns(root, 5, seed=8, most=9)
    done = build(root, root / "one")
    assert done.returncode == 0, done.stderr
    made = files(root / "one")
    assert len(made) >= 12
    return root, made


def build(root: Path, out: Path, *more: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    process = start("build", "--all", "--root", root, "--out", out, *more, cwd=cwd)
    stdout, stderr = process.communicate(timeout=600)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    """Which file a name stands for: rewriting it gives it another inode."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in out.rglob("*.pdf") if path.name[0] != "."
    }


def finished(out: Path) -> dict[str, tuple[int, int]]:
    """The briefings that have both PDF and manifest."""
    return {name: stamp for name, stamp in stamps(out).items() if [*out.rglob(name[:-3] + "json")]}


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_jobs_gives_the_same_bytes(
    towns: tuple[Path, dict[str, bytes]], tmp_path: Path, jobs: int
) -> None:
    evil = "open('ran', 'w').close()\n"
    for name in ("numpy.py", "selectors.py", "reportlab_settings.py"):
        (tmp_path / name).write_text(evil)
    done = build(towns[0], tmp_path / "out", "--jobs", str(jobs), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "out") == towns[1]
    assert not (tmp_path / "ran").exists()  # what lies around us does not run, in workers neither


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(towns: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    process = start("build", "--all", "--root", towns[0], "--out", tmp_path / "out", "--jobs", "2")
    until(lambda: finished(tmp_path / "out"))
    before = finished(tmp_path / "out")
    os.kill(pool_workers(process.pid)[0], signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    assert files(tmp_path / "out") == towns[1]
    assert len(stdout.split()) == len(set(stdout.split())) == len(towns[1]) // 2
    assert before.items() <= stamps(tmp_path / "out").items()  # what was whole was not written again


@pytest.mark.slow
def test_a_killed_fork_server_costs_nothing_but_time(towns: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    process = start("build", "--all", "--root", towns[0], "--out", tmp_path / "out", "--jobs", "2")
    until(lambda: finished(tmp_path / "out"))
    servers = {parent(worker) for worker in pool_workers(process.pid)}
    assert len(servers) == 1
    os.kill(servers.pop(), signal.SIGKILL)
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    assert files(tmp_path / "out") == towns[1]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_where_it_was(towns: tuple[Path, dict[str, bytes]], tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "out"
    for killed in range(2):
        process = start("build", "--all", "--root", towns[0], "--out", out, "--jobs", str(jobs))
        until(lambda already=killed: len(finished(out)) > already)
        below = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        until(lambda pids=below: not any(map(is_alive, pids)))
        process.communicate()
    before = finished(out)
    assert len(before) >= 2
    done = build(towns[0], out, "--jobs", str(jobs))
    assert done.returncode == 0, done.stderr
    assert files(out) == towns[1]
    assert before.items() <= stamps(out).items()
    assert not [*out.rglob("*.part")]


@pytest.mark.slow
@pytest.mark.parametrize("how", [["--jobs", "1"], ["--jobs", "2"]])
def test_ctrl_c_ends_cleanly(towns: tuple[Path, dict[str, bytes]], tmp_path: Path, how: list[str]) -> None:
    out = tmp_path / "out"
    process = start("build", "--all", "--root", towns[0], "--out", out, *how)
    until(lambda: finished(out))
    below = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == 130, stderr
    assert stderr.splitlines()[-1] == "error: interrupted; finished files were left intact"
    assert "Traceback" not in stderr
    until(lambda: not any(map(is_alive, below)))
    whole = {name: data for name, data in files(out).items() if name.endswith(".pdf")}
    assert whole.items() <= towns[1].items()
    done = build(towns[0], out)
    assert done.returncode == 0, done.stderr
    assert files(out) == towns[1]
    assert not [*out.rglob("*.part")]


@pytest.mark.slow
def test_a_full_disk_or_a_folder_in_the_way_is_a_message(towns: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    shutil.copytree(towns[0] / "data", tmp_path / "data")
    slug = sorted(path.name for path in (tmp_path / "data" / "towns").iterdir())[0]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / slug).write_text("a file")
    done = build(tmp_path, tmp_path / "out", "--jobs", "2", "--keep-going")
    assert done.returncode == 9
    assert "a file stands where the folder should be" in done.stderr
    assert "Traceback" not in done.stderr
    rest = {name: data for name, data in towns[1].items() if not name.startswith(f"{slug}/")}
    assert {name: data for name, data in files(tmp_path / "out").items() if name != slug} == rest
