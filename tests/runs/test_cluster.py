"""Workers on dask.distributed: the same bytes, only on the loopback address, and deaths that lose nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mjq_report.errors import ConfigError, UsageError
from mjq_report.runs import dask, pool
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.runs import deadly
from tests.runs.processes import descendants, is_alive, parent, start, until
from tests.runs.processes import workers as pool_workers
from tests.runs.project import files
from tests.runs.test_workers import begun, build, finished, stamps, tasks
from tests.towns.drawn import write_towns

LISTEN = "0A"


def listening(pids: set[int]) -> set[tuple[str, int]]:
    """The addresses, in numbers, and ports on which processes accept TCP connections."""
    sockets = set()
    for pid in pids:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            try:
                sockets.add(str(entry.readlink()))
            except OSError:
                continue
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTEN and f"socket:[{fields[9]}]" in sockets:
                address, port = fields[1].split(":")
                raw = bytes.fromhex(address)
                words = [raw[i : i + 4][::-1] for i in range(0, len(raw), 4)]
                found.add((socket.inet_ntop(family, b"".join(words)), int(port, 16)))
    return found


def answer(place: tuple[str, int], path: str) -> bytes:
    """The first line of what a browser gets; nothing from those who do not speak HTTP."""
    with socket.create_connection(place, timeout=5) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        try:
            return connection.recv(200).split(b"\r\n")[0]
        except OSError:
            return b""


# --------------------------------------------------------------------------- addresses


@pytest.mark.parametrize("address", ["", "here", "http://127.0.0.1:8786", "tcp://", "tls:8786", "inproc://1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="tls://host:port"), dask.executor(address, 1):
        pass


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("local", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
        ("tcp://[::1]:8786", False),
        ("tls://scheduler.example:8786", False),
        ("tcp://scheduler.example:8786", True),
        ("tcp://10.0.0.7:8786", True),
        ("tcp://127.0.0.1.example:8786", True),
    ],
)
def test_a_scheduler_elsewhere_without_tls_is_warned_of(address: str, warned: bool) -> None:
    assert ("without TLS" in dask.caution(address)) == warned


def test_nobody_there_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_PATIENCE", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens on it
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ConfigError, match="no scheduler answers"), dask.executor(address, 1):
            pass


def test_tls_without_certificates_is_a_message() -> None:
    variable = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE"
    with pytest.raises(ConfigError, match=variable), dask.executor("tls://127.0.0.1:8786", 1):
        pass


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=r"pip install 'mjq-report\[distributed\]'"), dask.executor("local", 1):
        pass


# --------------------------------------------------------------------------- a cluster of our own


@pytest.fixture
def pretended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Tasks do what their town is called."""
    monkeypatch.setattr(pool, "build_task", deadly.build_task)
    return Root(tmp_path, tmp_path, tmp_path)


@pytest.mark.guards("K4")
@pytest.mark.slow
def test_only_the_loopback_address_is_listened_on_and_no_dashboard_is_open() -> None:
    import distributed

    with dask.executor("local", 2) as found:
        assert found.width == 2
        below = descendants(os.getpid())
        # multiprocessing's own, a fork server among them, stay as long as the process that asked for workers: this one
        staying = {pid for pid in below if parent(pid) == os.getpid()}
        places = listening({os.getpid(), *below})
        assert {address for address, _ in places} == {"127.0.0.1"}
        assert len(places) >= 5  # the scheduler, two workers, and what watches and serves them
        for path in ("/", "/status", "/info/main/pool.html", "/json/counts.json", "/metrics", "/health"):
            assert not [place for place in places if b" 200" in answer(place, path)], path
        web = {place for place in places if answer(place, "/")}  # these speak HTTP, and have nothing to say
        assert len(places - web) >= 3
        for host, port in places - web:  # nor does any other talk to a client without our certificates
            with pytest.raises(OSError, match=r"."):
                distributed.Client(f"tcp://{host}:{port}", timeout=1)
    ours = [pid for pid in below if pid not in staying]
    assert len(ours) >= 2
    until(lambda: not any(map(is_alive, ours)))


@pytest.mark.slow
@pytest.mark.parametrize("given", [None, "3"])
def test_workers_share_one_heap_and_our_own_environment_stays_as_it_was(
    given: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from multiprocessing import forkserver

    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # one of an earlier test has its environment already
    if given is None:
        monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    else:
        monkeypatch.setenv("MALLOC_ARENA_MAX", given)
    with dask.executor("local", 1) as crew:
        assert crew.make().submit(os.getenv, "MALLOC_ARENA_MAX").result() == "1"
    assert os.environ.get("MALLOC_ARENA_MAX") == given


@pytest.mark.slow
def test_a_worker_that_dies_costs_a_retry_and_what_kills_twice_is_set_aside(pretended: Root) -> None:
    towns = ["a", "slow1", "once", "b", "killer", "slow2", "c", *(f"t{number}" for number in range(30))]
    with dask.executor("local", 2) as crew:
        assert crew.share(len(towns)) > 1
        run = pool.run_on(crew, tasks(*towns), pretended, Options())
        outcomes = {outcome.task.town: outcome for outcome in run}
    assert set(outcomes) == set(towns)
    assert {town for town, outcome in outcomes.items() if outcome.error} == {"killer"}
    assert "died twice" in outcomes["killer"].error[0]
    assert begun(pretended).count("killer") == 2


# --------------------------------------------------------------------------- the real program


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    root = tmp_path_factory.mktemp("towns")
    write_towns(root, 4, seed=8, most=9)
    done = build(root, root / "one")
    assert done.returncode == 0, done.stderr
    return root, files(root / "one")


@pytest.mark.slow
def test_dask_gives_the_same_bytes(towns: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    for name in ("numpy.py", "selectors.py", "tornado.py"):
        (tmp_path / name).write_text("open('ran', 'w').close()\n")
    done = build(towns[0], tmp_path / "out", "--dask", "local", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "out") == towns[1]
    assert {path.name for path in tmp_path.iterdir()} == {"numpy.py", "selectors.py", "tornado.py", "out"}


@pytest.mark.slow
def test_a_killed_dask_worker_loses_nothing(towns: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start("build", "--all", "--root", towns[0], "--out", out, "--dask", "local", "--jobs", "2")
    until(lambda: finished(out))
    before = finished(out)
    os.kill(pool_workers(process.pid)[0], signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    assert files(out) == towns[1]
    assert len(stdout.split()) == len(set(stdout.split())) == len(towns[1]) // 2
    assert before.items() <= stamps(out).items()


@pytest.mark.slow
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGKILL])
def test_a_run_on_dask_that_is_ended_leaves_no_process_and_goes_on(
    towns: tuple[Path, dict[str, bytes]], tmp_path: Path, signal_: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start("build", "--all", "--root", towns[0], "--out", out, "--dask", "local", "--jobs", "2")
    until(lambda: finished(out))
    below = descendants(process.pid)
    os.killpg(process.pid, signal_) if signal_ == signal.SIGINT else os.kill(process.pid, signal_)
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == (130 if signal_ == signal.SIGINT else -9), stderr
    assert "Traceback" not in stderr
    until(lambda: not any(map(is_alive, below)))
    before = finished(out)
    done = build(towns[0], out)
    assert done.returncode == 0, done.stderr
    assert files(out) == towns[1]
    assert before.items() <= stamps(out).items()


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    """Made for the occasion: what scheduler and worker are started with, and what a client has in its environment."""
    from distributed import Security

    made, paths = Security.temporary(), {}
    for name, text in (("ca", made.tls_ca_file), ("cert", made.tls_client_cert), ("key", made.tls_client_key)):
        paths[name] = str(tmp_path / f"{name}.pem")
        Path(paths[name]).write_text(text, encoding="ascii")
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    return (
        ["--tls-ca-file", paths["ca"], "--tls-cert", paths["cert"], "--tls-key", paths["key"]],
        {f"{tls}CA_FILE": paths["ca"], f"{tls}CLIENT__CERT": paths["cert"], f"{tls}CLIENT__KEY": paths["key"]},
    )


@pytest.fixture
def scheduler(
    request: pytest.FixtureRequest, tmp_path: Path, certificates: tuple[list[str], dict[str, str]]
) -> Iterator[str]:
    """A scheduler with one worker that run already, as on a cluster; with the parameter "tls" they take only certificates."""
    protocol = getattr(request, "param", "tcp")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"{protocol}://127.0.0.1:{port}"
    python = [sys.executable, "-m", "distributed.cli"]
    common = ["--no-dashboard", "--protocol", protocol, *(certificates[0] if protocol == "tls" else [])]
    home = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent.parent)}
    running = [
        subprocess.Popen([*python[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), *common], env=home),
        subprocess.Popen(
            [*python[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", *common,
             "--local-directory", str(tmp_path / "worker"), "--preload", "mjq_report.runs.dask"],
            env=home,
        ),
    ]  # fmt: skip
    yield address
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_cluster_that_runs_already_gives_the_same_bytes(
    towns: tuple[Path, dict[str, bytes]], tmp_path: Path, scheduler: str
) -> None:
    done = build(towns[0], tmp_path / "out", "--dask", scheduler)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "out") == towns[1]


@pytest.mark.slow
@pytest.mark.parametrize("scheduler", ["tls"], indirect=True)
def test_a_cluster_behind_certificates_is_used_with_them_and_not_without(
    towns: tuple[Path, dict[str, bytes]],
    tmp_path: Path,
    scheduler: str,
    certificates: tuple[list[str], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = build(towns[0], tmp_path / "out", "--dask", scheduler)
    assert refused.returncode == ConfigError.exit_code
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in refused.stderr and "Traceback" not in refused.stderr
    plain = build(towns[0], tmp_path / "out", "--dask", scheduler.replace("tls", "tcp"))
    assert plain.returncode == ConfigError.exit_code
    assert not files(tmp_path / "out")
    for name, value in certificates[1].items():
        monkeypatch.setenv(name, value)
    done = build(towns[0], tmp_path / "out", "--dask", scheduler)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "out") == towns[1]


@pytest.mark.slow
def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = dask.build_versions()
    monkeypatch.setattr(dask, "build_versions", lambda: {**ours, "code": str(os.getpid())})
    with pytest.raises(ConfigError, match=r"another code; install the same"), dask.executor(scheduler, 1):
        pass
