"""Tables and briefings on S3-compatible storage, held against a real server process on the loopback address."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mjq_report.cli.places import root_of
from mjq_report.dataset.compiling import compile_tables
from mjq_report.errors import OutputError, UsageError
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root
from tests.runs import storage
from tests.runs.processes import descendants, is_alive, start, until
from tests.runs.project import BRIEFINGS, Which, cheap, files, lay_project, reasons, run
from tests.runs.test_cluster import listening
from tests.towns.drawn import write_towns

__all__ = ["cheap"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[storage.Server]:
    with storage.serving(tmp_path_factory.mktemp("storage")) as running:
        yield running


@pytest.fixture
def place(server: storage.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A prefix of one's own on the server, which this process is set to talk to."""
    from s3fs import S3FileSystem

    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    S3FileSystem.clear_instance_cache()
    yield tmp_path.name
    S3FileSystem.clear_instance_cache()


def at(place: str, *names: str) -> str:
    return "/".join((f"s3://{storage.BUCKET}", place, *names))


def shared(place: str) -> Root:
    """As the command line resolves it: the tables are copied."""
    return root_of(at(place, "project"), at(place, "out"))


@pytest.fixture
def project_there(server: storage.Server, place: str, tmp_path: Path) -> Path:
    """The small project on the server; gives the folder that it was put from."""
    folder = lay_project(tmp_path / "project")
    server.upload(folder, f"{place}/project")
    return folder


def put(server: storage.Server, place: str, name: str, data: bytes) -> None:
    server.client().put_object(Bucket=storage.BUCKET, Key=f"{place}/{name}", Body=data)


def take(server: storage.Server, place: str, name: str) -> None:
    server.client().delete_object(Bucket=storage.BUCKET, Key=f"{place}/{name}")


def test_storage_gets_what_a_folder_gets_and_then_there_is_nothing_to_do(
    server: storage.Server, place: str, project_there: Path, tmp_path: Path, cheap: Callable[[], Which]
) -> None:
    run(shared(place), Options())
    assert cheap() == BRIEFINGS
    run(Root(project_there / "data", project_there / "templates", tmp_path / "out"), Options())
    assert server.objects(f"{place}/out") == files(tmp_path / "out")
    cheap()
    run(shared(place), Options())
    assert cheap() == set()


def test_one_row_that_changes_there_makes_its_briefing_due_and_no_other_is_written(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    run(shared(place), Options())
    cheap()
    before = len(server.requests())
    name = "data/towns/lakeside/observations.csv"
    table = (project_there / name).read_text(encoding="utf-8").replace("印作约数", "印为约数")
    put(server, place, f"project/{name}", table.encode("utf-8"))
    assert {k for k, why in reasons(shared(place), Options()).items() if why} == {("lakeside", 2024)}
    run(shared(place), Options())
    assert cheap() == {("lakeside", 2024)}
    writes = [told for told in server.requests()[before:] if "PUT" in told and f"{place}/out" in told]
    assert len(writes) == 2 and all("lakeside-2024" in told for told in writes)


def test_what_was_damaged_there_is_made_anew(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    run(shared(place), Options())
    whole = server.objects(f"{place}/out")
    take(server, place, "out/hilltop/2024/hilltop-2024-2025-01-03.pdf")
    put(server, place, "out/lakeside/2023/lakeside-2023-2023-12-31.pdf", b"%PDF-1.7 half")
    put(server, place, "out/lakeside/2024/lakeside-2024-2025-01-03.json", b"{")
    assert reasons(shared(place), Options()) == {
        ("hilltop", 2024): "the PDF is gone",
        ("lakeside", 2023): "the PDF was changed",
        ("lakeside", 2024): "it was not built yet, or its manifest is damaged",
    }
    run(shared(place), Options())
    assert server.objects(f"{place}/out") == whole


def test_a_manifest_never_speaks_of_a_pdf_that_is_not_there(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    run(shared(place), Options())
    name = "data/towns/hilltop/observations.csv"
    table = (project_there / name).read_text(encoding="utf-8")
    put(server, place, f"project/{name}", table.replace("近万亩,\n", "近万亩,约\n").encode("utf-8"))
    before = len(server.requests())
    run(shared(place), Options())
    changes = [
        (told.rpartition("PUT")[1] or "DELETE", told.rpartition(".")[2])
        for told in server.requests()[before:]
        if ("PUT" in told or "DELETE" in told) and "/out/hilltop" in told
    ]
    assert changes == [("DELETE", "json"), ("PUT", "pdf"), ("PUT", "json")]


def test_a_briefing_asks_about_its_own_folder_and_not_about_all_others(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    """Else a run over n briefings would list n times n objects."""
    root = shared(place)
    before = len(server.requests())
    run(root, Options())
    listings = [
        told for told in server.requests()[before:] if "list-type=2" in told and f"prefix={place}/out/&" in told
    ]
    assert len(listings) <= 2  # the plan's: what there is, and whether there is anything at all


def test_tables_that_go_away_there_go_away_here(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    root = shared(place)
    assert (root.data / "towns" / "hilltop" / "observations.csv").is_file()
    table = (project_there / "data" / "towns.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    put(server, place, "project/data/towns.csv", "".join(r for r in table if "hilltop" not in r).encode("utf-8"))
    take(server, place, "project/data/towns/hilltop/observations.csv")
    root = shared(place)
    assert not (root.data / "towns" / "hilltop" / "observations.csv").exists()
    assert {town for town, _ in reasons(root, Options())} == {"lakeside"}


def test_a_copy_that_was_touched_is_fetched_again(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    copy = shared(place).data / "coverages.csv"
    copy.write_text("coverage\n", encoding="utf-8")
    assert (shared(place).data / "coverages.csv").read_bytes() == (project_there / "data/coverages.csv").read_bytes()


def test_names_that_lead_elsewhere_are_left_where_they_are(
    server: storage.Server, place: str, project_there: Path, tmp_path: Path
) -> None:
    for name in ("project/data/towns/.hidden/claims.csv", "project/data/run.py", "project/data/a b.csv"):
        put(server, place, name, b"evil")
    shared(place)
    assert not [
        path for path in tmp_path.joinpath("cache").rglob("*") if path.is_file() and path.read_bytes() == b"evil"
    ]


def test_compiled_tables_there_give_the_same(
    server: storage.Server, place: str, project_there: Path, tmp_path: Path, cheap: Callable[[], Which]
) -> None:
    run(shared(place), Options())
    compile_tables(project_there / "data", tmp_path / "compiled" / "data")
    server.upload(tmp_path / "compiled", f"{place}/compiled")
    server.upload(project_there / "templates", f"{place}/compiled/templates")
    cheap()
    run(root_of(at(place, "compiled"), at(place, "out")), Options())
    assert cheap() == set()  # the rows are the same, so nothing is due


def test_what_is_missing_there_is_named(server: storage.Server, place: str, project_there: Path) -> None:
    with pytest.raises(UsageError, match=r"no data/towns\.csv below it"):
        root_of(at(place, "nothing"))
    with pytest.raises(UsageError, match="s3://bucket/folder"):
        root_of("ftp://somewhere/project")
    with pytest.raises(UsageError, match="s3://bucket/folder"):
        root_of("s3://")


def test_a_bucket_that_is_not_there_is_a_message(
    server: storage.Server, place: str, project_there: Path, cheap: Callable[[], Which]
) -> None:
    from mjq_report.errors import ReportError

    with pytest.raises(ReportError, match=r"there is no such bucket|refused or did not answer"):
        run(root_of(at(place, "project"), "s3://nowhere-at-all/out"), Options())


def test_a_service_that_does_not_answer_is_a_message(tmp_path: Path) -> None:
    with storage.serving(tmp_path) as running:
        environment = {**running.environment, "AWS_MAX_ATTEMPTS": "1", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    process = start("build", "--all", "--root", at("x", "project"), **environment)
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == OutputError.exit_code
    assert "the storage service refused or did not answer" in stderr
    assert "Traceback" not in stderr


def test_the_server_of_these_tests_listens_on_the_loopback_address_alone(server: storage.Server) -> None:
    found = listening({server.process.pid})
    assert found and {address for address, _ in found} == {"127.0.0.1"}


# --------------------------------------------------------------------------- the real program


@pytest.fixture
def towns(server: storage.Server, place: str, tmp_path: Path) -> dict[str, bytes]:
    """A few small towns on the server, and what they give in a folder."""
    write_towns(tmp_path / "project", 3, seed=8, most=9)
    server.upload(tmp_path / "project", f"{place}/project")
    process = start("build", "--all", "--root", tmp_path / "project", "--out", tmp_path / "out", "--jobs", "2")
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    return files(tmp_path / "out")


@pytest.mark.slow
@pytest.mark.parametrize("how", [["--jobs", "2"], ["--dask", "local", "--jobs", "2"]])
def test_builds_from_storage_into_storage_are_the_same_bytes(
    server: storage.Server, place: str, towns: dict[str, bytes], how: list[str]
) -> None:
    process = start("build", "--all", "--root", at(place, "project"), "--out", at(place, "out"), *how)
    stdout, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    assert server.objects(f"{place}/out") == towns
    assert sorted(stdout.split()) == sorted(at(place, "out", name) for name in towns if name.endswith(".pdf"))


@pytest.mark.slow
@pytest.mark.parametrize("how", [["--jobs", "2"], ["--dask", "local", "--jobs", "2"]])
def test_a_run_into_storage_that_is_killed_goes_on_where_it_was(
    server: storage.Server, place: str, towns: dict[str, bytes], how: list[str]
) -> None:
    arguments = ["build", "--all", "--root", at(place, "project"), "--out", at(place, "out"), *how]

    def finished() -> dict[str, object]:
        written = server.written(f"{place}/out")
        return {name: when for name, when in written.items() if f"{name.rpartition('.')[0]}.json" in written}

    process = start(*arguments)
    until(finished)
    below = descendants(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    until(lambda: not any(map(is_alive, below)))
    before, requests = finished(), len(server.requests())
    process = start(*arguments)
    _, stderr = process.communicate(timeout=600)
    assert process.returncode == 0, stderr
    assert server.objects(f"{place}/out") == towns
    wrote = [told for told in server.requests()[requests:] if "PUT" in told]
    assert not [told for told in wrote if any(name in told for name in before)]


@pytest.mark.guards("K1")
@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"coverages.csv": 3}', b'{"coverages.csv": ["x"]}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_damaged_record_of_what_was_copied_means_that_it_is_copied_again(
    server: storage.Server, place: str, project_there: Path, damage: bytes
) -> None:
    data = shared(place).data
    record = data / ".copied.json"
    whole = record.read_bytes()
    (data / "coverages.csv").write_bytes(b"coverage\n")
    record.write_bytes(damage)
    assert shared(place).data == data
    assert (data / "coverages.csv").read_bytes() == (project_there / "data/coverages.csv").read_bytes()
    names = json.loads(whole).keys()
    assert json.loads(record.read_bytes()).keys() == names, "and the record is whole again"
    before = len(server.requests())
    shared(place)
    assert not [told for told in server.requests()[before:] if "GET" in told and ".csv" in told], (
        "nothing is fetched twice"
    )
