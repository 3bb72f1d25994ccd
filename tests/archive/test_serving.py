"""The site shown on this machine: the right types, nothing outside the folder, to nobody else."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mjq_report.errors import OutputError
from mjq_report.runs.serving import HOST, make_server

Ask = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "briefings" / "镇").mkdir(parents=True)
    (folder / "bare").mkdir()
    (folder / "index.html").write_text("list")
    (folder / "briefings" / "镇" / "index.html").write_text("page")
    (folder / "a.pdf").write_bytes(b"%PDF-")
    (folder / "a.js").write_text("1")
    (folder / "bare" / "x.bin").write_bytes(b"x")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def ask(site: Path) -> Iterator[Ask]:
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()

        def asked(path: str, method: str = "GET", host: str = HOST) -> tuple[int, dict[str, str], bytes]:
            connection = http.client.HTTPConnection(HOST, server.server_port, timeout=5)
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", f"{host}:{server.server_port}")
            connection.endheaders()
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

        yield asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/", "text/html; charset=utf-8", b"list"), ("/index.html?x=1", "text/html; charset=utf-8", b"list"),
        ("/a.pdf", "application/pdf", b"%PDF-"), ("/a.js", "text/javascript; charset=utf-8", b"1"),
        ("/briefings/%E9%95%87/", "text/html; charset=utf-8", b"page"), ("/bare/x.bin", "application/octet-stream", b"x"),
    ],
)  # fmt: skip
def test_files_come_with_their_type_and_no_guessing(ask: Ask, path: str, kind: str, body: bytes) -> None:
    status, headers, data = ask(path)
    assert (status, headers["content-type"], data) == (200, kind, body)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    status, headers, nothing = ask(path, "HEAD")
    assert (status, headers["content-length"], nothing) == (200, str(len(body)), b"")


@pytest.mark.parametrize(
    "path",
    [
        "/none", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a/../../secret.txt", "//../secret.txt",
        "/bare/", "/%00", "/index.html%00.pdf", "/..\\secret.txt", "/%ff", "/" + "a/" * 3000,
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_shown_and_no_listing(ask: Ask, path: str) -> None:
    status, _, body = ask(path)
    assert status == 404
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_a_folder_without_its_slash_leads_to_the_one_with_it_on_this_site(ask: Ask) -> None:
    status, headers, _ = ask("/briefings/%E9%95%87")
    assert (status, headers["location"]) == (301, "/briefings/%E9%95%87/")
    assert not ask("//evil.example/..")[1].get("location", "/").startswith("//")


def test_a_name_that_was_made_to_lead_here_is_turned_away(ask: Ask) -> None:
    assert ask("/", host="evil.example")[0] == 421
    assert ask("/", host="localhost")[0] == 200


def test_what_is_not_reading_is_refused(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask("/", method)[0] == 501


def test_a_site_that_is_switched_while_shown_is_shown_new(ask: Ask, site: Path) -> None:
    assert ask("/")[2] == b"list"
    site.rename(site.with_name("old"))
    site.mkdir()
    (site / "index.html").write_text("new")
    assert ask("/")[2] == b"new"


def test_a_port_that_is_taken_is_named(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(OutputError, match=f"port {taken.getsockname()[1]}: .*choose another --port"):
            make_server(site, taken.getsockname()[1])
