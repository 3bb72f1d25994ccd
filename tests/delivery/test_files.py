"""Files: a folder, a server by SFTP, storage by S3. What a reader sees is whole, and a second time changes nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.delivery import shell
from tests.delivery.certificates import make_ssh_key
from tests.delivery.outbox import FORMS, Project, edition, scripts, toml
from tests.delivery.relay import free_port, listening, mute, relay, saying
from tests.delivery.shell import Shell
from tests.delivery.storage_faults import faulty
from tests.runs import storage as s3

NAME = "lakeside/2024/lakeside-2024-2026-02-01"


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for the lock."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# --------------------------------------------------------------------------- a folder


def test_a_folder_gets_the_forms_that_it_asks_for_and_keeps_them(project_folder: Project, tmp_path: Path) -> None:
    lakeside = edition("lakeside", 2024, forms=FORMS)
    project_folder.add(lakeside, edition("hilltop", 2023))
    project_folder.targets(
        toml("folder", path="../all", formats=["manifest", "pdf", "html", "json"]),
        toml("folder", "pdfs", path=tmp_path / "pdfs"),
    )
    assert project_folder.publish() == 0
    found = files(tmp_path / "all")
    assert found[f"{NAME}.pdf"] == lakeside.pdf
    assert found == {path: data for path, data in files(project_folder.out).items() if "deliveries" not in path}
    assert {path.rpartition(".")[2] for path in files(tmp_path / "pdfs")} == {"pdf"}
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "all").rglob("*.*")}
    (tmp_path / "pdfs" / f"{NAME}.pdf").unlink()
    assert project_folder.publish() == 0
    assert f"{NAME}.pdf" not in files(tmp_path / "pdfs"), "what was taken away after it was delivered stays away"
    assert project_folder.publish("--resend") == 0
    assert files(tmp_path / "pdfs")[f"{NAME}.pdf"] == lakeside.pdf
    assert times == {path: path.stat().st_mtime_ns for path in times}, "what is there is left alone"


def test_a_folder_that_cannot_be_written_is_named_and_the_others_get_theirs(
    project_folder: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "lakeside").symlink_to(tmp_path / "elsewhere")
    project_folder.add(edition("lakeside", 2024))
    places = {"blocked": tmp_path / "file", "linked": tmp_path / "linked", "good": tmp_path / "good"}
    project_folder.targets(*(toml("folder", name, path=path) for name, path in places.items()))
    assert project_folder.publish() == 14
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]
    assert ["blocked" in errors[0], "linked" in errors[1], len(errors)] == [True, True, 2]
    assert f"{NAME}.pdf" in files(tmp_path / "good")
    assert not [*(tmp_path / "elsewhere").iterdir()]


@pytest.mark.parametrize("limit", [4_096, 40_000], ids=["the ledger does not fit", "the PDF does not fit"])
def test_a_full_disk_loses_nothing(limit: int, project_folder: Project, tmp_path: Path) -> None:
    lakeside = edition("lakeside", 2024, size=200_000)
    project_folder.add(lakeside).targets(toml("folder", path=tmp_path / "there"))
    done = subprocess.run(
        [sys.executable, "-m", "mjq_report", "publish", "--root", str(project_folder.folder)],
        capture_output=True, text=True, check=False, timeout=600,
        env={name: value for name, value in os.environ.items() if "COV" not in name},  # measuring would write more than that
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == (9 if limit < 10_000 else 14), done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("error: ")
    assert not files(tmp_path / "there")
    assert project_folder.publish() == 0
    assert files(tmp_path / "there") == {f"{NAME}.pdf": lakeside.pdf}


# --------------------------------------------------------------------------- SFTP


def sftp(server: Shell, folder: Path, port: int = 0, **keys: object) -> str:
    told = {"host": "127.0.0.1", "port": port or server.port, "user": server.user, "key": server.key,
            "known_hosts": server.known_hosts, "path": folder}  # fmt: skip
    return toml("sftp", **{**told, **keys})


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """The folder that the SFTP server is asked to write to."""
    return tmp_path / "remote"


def test_sftp_puts_files_once(project_folder: Project, sftp_server: Shell, remote: Path) -> None:
    lakeside, hilltop = edition("lakeside", 2024, forms=FORMS), edition("hilltop", 2023, size=300_000)
    project_folder.add(lakeside, hilltop).targets(sftp(sftp_server, remote, formats=["pdf", "html"]))
    assert project_folder.publish() == 0
    assert set(files(remote)) == {f"{NAME}.pdf", f"{NAME}.html", "hilltop/2023/hilltop-2023-2026-02-01.pdf"}
    assert files(remote)["hilltop/2023/hilltop-2023-2026-02-01.pdf"] == hilltop.pdf
    before = {path: path.stat().st_mtime_ns for path in remote.rglob("*.*")}
    (remote / f"{NAME}.pdf").write_bytes(b"x" * len(lakeside.pdf))
    assert project_folder.publish("--resend") == 0
    assert files(remote)[f"{NAME}.pdf"] == lakeside.pdf
    assert all(path.stat().st_mtime_ns == at for path, at in before.items() if path.suffix == ".html")


def test_sftp_a_server_that_is_not_known_is_not_spoken_to(
    project_folder: Project, sftp_server: Shell, remote: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "other").write_text(sftp_server.known_as(sftp_server.port, make_ssh_key(tmp_path / "stranger")))
    (tmp_path / "nonsense").write_text("this is no key\n")
    project_folder.add(edition("lakeside", 2024))
    said = []
    for known in ("empty", "other", "missing", "nonsense"):
        project_folder.targets(sftp(sftp_server, remote, known_hosts=tmp_path / known))
        assert project_folder.publish() == 14
        said.append(capsys.readouterr().err)
    assert "is not in" in said[0] and "check it and add it" in said[0]
    assert "is not the one in" in said[1]
    assert "it must hold the server's key" in said[2]
    assert "it must hold the server's key" in said[3]
    assert (tmp_path / "empty").read_bytes() == b"", "a key is never added by itself"
    assert not remote.exists()


def test_sftp_who_is_not_let_in_is_told(
    project_folder: Project, sftp_server: Shell, remote: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_ssh_key(tmp_path / "stranger")
    (tmp_path / "nonsense").write_text("no key at all")
    project_folder.add(edition("lakeside", 2024))
    reasons = {
        "stranger": f"does not let {sftp_server.user} in",
        "nonsense": "cannot be used as a private key",
        "gone": "No such",
    }
    for key, said in reasons.items():
        project_folder.targets(sftp(sftp_server, remote, key=tmp_path / key))
        assert project_folder.publish() == 14
        assert said in capsys.readouterr().err


@contextmanager
def _nobody(port: int) -> Iterator[int]:
    yield free_port()


SFTP_FAULTS: dict[str, tuple[Callable[[int], object], int]] = {
    "nobody listens": (_nobody, 14),
    "no greeting": (lambda port: listening(mute), 14),
    "another protocol": (lambda port: listening(saying(b"220 mail.example.org ESMTP\r\n")), 14),
    "cut while greeting": (lambda port: relay(port, [900]), 0),
    "cut in the middle": (lambda port: relay(port, [60_000]), 0),
    "cut in the middle, always": (lambda port: relay(port, [60_000] * 9), 14),
}


@pytest.mark.parametrize("name", scripts(SFTP_FAULTS, "nobody listens", "cut in the middle"))
def test_sftp_whatever_the_line_does_a_file_is_whole_or_not_there(
    name: str, project_folder: Project, sftp_server: Shell, remote: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    front, code = SFTP_FAULTS[name]
    lakeside = edition("lakeside", 2024, size=300_000)
    project_folder.add(lakeside)
    with front(sftp_server.port) as port:  # type: ignore[attr-defined]
        with sftp_server.known_hosts.open("a") as known:
            known.write(sftp_server.known_as(port))
        project_folder.targets(
            sftp(sftp_server, remote, port), settings="attempts = 3\nfirst_wait = 0.01\ntimeout = 1.0\n"
        )
        assert project_folder.publish() == code
    assert "Traceback" not in capfd.readouterr().err
    seen = {name: data for name, data in files(remote).items() if not name.endswith(".part")} if remote.exists() else {}
    assert seen == ({} if code else {f"{NAME}.pdf": lakeside.pdf})
    project_folder.targets(sftp(sftp_server, remote))
    assert project_folder.publish() == 0
    time.sleep(0.05)
    assert files(remote) == {f"{NAME}.pdf": lakeside.pdf}, "nothing half is left"


def test_sftp_a_full_disk_is_told_and_leaves_what_was_there(
    project_folder: Project,
    remote: Path,
    tmp_path: Path,
    tool: Callable[[str], str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = edition("lakeside", 2024, size=300_000)
    (remote / "lakeside" / "2024").mkdir(parents=True)
    (remote / f"{NAME}.pdf").write_bytes(b"the old one")
    project_folder.add(old)
    with shell.serving(tmp_path / "full", tool, file_limit=100) as full:
        project_folder.targets(sftp(full, remote))
        assert project_folder.publish() == 14
    assert "did not arrive completely" in capsys.readouterr().err
    assert (remote / f"{NAME}.pdf").read_bytes() == b"the old one"


# --------------------------------------------------------------------------- S3


def bucket(**keys: object) -> str:
    return toml("s3", **{"address": f"s3://{s3.BUCKET}/there", **keys})


@pytest.fixture
def emptied(storage: s3.Server) -> s3.Server:
    client = storage.client()
    for name in storage.objects():
        client.delete_object(Bucket=s3.BUCKET, Key=name)
    return storage


def test_s3_puts_objects_once(project_folder: Project, emptied: s3.Server) -> None:
    lakeside = edition("lakeside", 2024, forms=FORMS)
    project_folder.add(lakeside).targets(bucket(formats=["pdf", "html", "json", "manifest"]))
    assert project_folder.publish() == 0
    found = emptied.objects("there")
    assert found[f"{NAME}.pdf"] == lakeside.pdf
    assert len(found) == 4
    kind = emptied.client().head_object(Bucket=s3.BUCKET, Key=f"there/{NAME}.pdf")["ContentType"]
    assert kind == "application/pdf"
    written = emptied.written("there")
    puts = len([line for line in emptied.requests() if line.startswith("PUT")])
    project_folder.ledger.unlink()
    assert project_folder.publish() == 0
    assert len([line for line in emptied.requests() if line.startswith("PUT")]) == puts, "what is there is left alone"
    assert emptied.written("there") == written


def test_s3_keys_and_endpoint_of_a_target_of_its_own(
    project_folder: Project, emptied: s3.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("MY_KEY", "testing-key")
    project_folder.add(edition("lakeside", 2024))
    project_folder.targets(bucket(endpoint=emptied.address, access_key_env="MY_KEY", secret_key_env="MY_SECRET"))
    assert project_folder.publish() == 14
    assert "the environment variable MY_SECRET is not set" in capsys.readouterr().err
    monkeypatch.setenv("MY_SECRET", "testing-secret")
    assert project_folder.publish() == 0
    assert f"{NAME}.pdf" in emptied.objects("there")


S3_FAULTS: dict[str, tuple[list[str], int, str]] = {
    "refused": (["refuse"] * 40, 14, "did not answer"),
    "slow": (["hang"] * 40, 14, "did not answer"),
    "cut in the middle": (["cut"], 0, ""),
    "reply lost": (["lose"], 0, ""),
    "taken in half": (["half"], 0, ""),
    "403": (["403 AccessDenied"] * 40, 14, "refused"),
    "404": (["404 NoSuchBucket"] * 40, 14, "refused"),
    "500": (["500 InternalError"], 0, ""),
    "503": (["503 SlowDown"], 0, ""),
    "disk full": (["507 InsufficientStorage"] * 40, 14, "failed"),
}


@pytest.mark.parametrize("name", scripts(S3_FAULTS, "reply lost", "cut in the middle", "taken in half", "404"))
def test_s3_whatever_the_service_does_an_object_is_whole_or_not_there(
    name: str,
    project_folder: Project,
    emptied: s3.Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    script, code, said = S3_FAULTS[name]
    lakeside = edition("lakeside", 2024, size=300_000)
    project_folder.add(lakeside).targets(
        bucket(), settings="attempts = 3\nfirst_wait = 0.01\nlongest_wait = 0.05\ntimeout = 1.0\n"
    )
    with faulty(emptied.address, script) as address, monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", address)
        assert project_folder.publish() == code
    assert said in capsys.readouterr().err
    assert emptied.objects("there") == ({} if code else {f"{NAME}.pdf": lakeside.pdf})
    assert project_folder.publish() == 0
    assert emptied.objects("there") == {f"{NAME}.pdf": lakeside.pdf}
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == "testing"
