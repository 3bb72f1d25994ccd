"""Servers for the tests of delivery, each started once a module, and emptied before each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.delivery import mailbox, robots, shell
from tests.delivery.certificates import Authority, make_authority
from tests.delivery.outbox import Project, lay_project
from tests.runs import storage as s3


@pytest.fixture
def project_folder(tmp_path: Path) -> Project:
    return lay_project(tmp_path / "project")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def mail_server(authority: Authority) -> Iterator[tuple[mailbox.Mailbox, int]]:
    with mailbox.serving(authority.context()) as running:
        yield running


@pytest.fixture
def mail(mail_server: tuple[mailbox.Mailbox, int], monkeypatch: pytest.MonkeyPatch) -> tuple[mailbox.Mailbox, int]:
    """A mail server with STARTTLS and a password, which is in MAIL_PASSWORD."""
    box, port = mail_server
    box.taken.clear()
    box.script.clear()
    box.steps.clear()
    monkeypatch.setenv("MAIL_PASSWORD", mailbox.PASSWORD)
    return box, port


@pytest.fixture(scope="module")
def robot_server(authority: Authority) -> Iterator[robots.Robots]:
    with robots.serving(authority.context()) as running:
        yield running


@pytest.fixture
def robot(robot_server: robots.Robots, monkeypatch: pytest.MonkeyPatch) -> robots.Robots:
    """The robots on https; their addresses are in WECOM_URL and so on, the signing secret in ROBOT_SECRET."""
    robot_server.chats.clear()
    robot_server.script.clear()
    robot_server.asked = 0
    for kind in robots.PATHS:
        monkeypatch.setenv(f"{kind.upper()}_URL", robot_server.url(kind))
    monkeypatch.setenv("ROBOT_SECRET", robots.SECRET)
    return robot_server


@pytest.fixture(scope="module")
def sftp_server(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], str]) -> Iterator[shell.Shell]:
    with shell.serving(tmp_path_factory.mktemp("sshd"), tool) as running:
        yield running


@pytest.fixture(scope="module")
def storage_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s3.Server]:
    with s3.serving(tmp_path_factory.mktemp("storage")) as running:
        yield running


@pytest.fixture
def storage(storage_server: s3.Server, monkeypatch: pytest.MonkeyPatch) -> s3.Server:
    """A storage server; where it is and the keys to it are in the environment."""
    for name, value in storage_server.environment.items():
        monkeypatch.setenv(name, value)
    return storage_server
