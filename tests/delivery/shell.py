"""OpenSSH's server with its SFTP server, on the loopback address, with keys of its own."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.delivery.certificates import make_ssh_key
from tests.delivery.relay import free_port

_SERVERS = (
    "/usr/lib/openssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
    "/usr/libexec/sftp-server",
    "/usr/lib/ssh/sftp-server",
)


@dataclass(frozen=True)
class Shell:
    """A running server: what a client needs to get in."""

    port: int
    user: str
    key: Path
    known_hosts: Path
    host_key: str
    process: subprocess.Popen[bytes]

    def known_as(self, port: int, key: str = "") -> str:
        """A line of known_hosts for the server behind another port."""
        return f"[127.0.0.1]:{port} {key or self.host_key}\n"


@contextmanager
def serving(folder: Path, tool: Callable[[str], str], file_limit: int = 0) -> Iterator[Shell]:
    """Run a server; with `file_limit`, one whose disk is full after so many blocks of 512 bytes a file."""
    sshd = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or tool("sshd")
    folder.mkdir(parents=True, exist_ok=True)
    port, host_key = free_port(), make_ssh_key(folder / "host_key")
    (folder / "authorized_keys").write_text(make_ssh_key(folder / "key") + "\n")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}\n")
    server = next((path for path in _SERVERS if Path(path).exists()), "internal-sftp")
    if file_limit:
        small = folder / "small"
        small.write_text(f"#!/bin/sh\ntrap '' XFSZ\nulimit -f {file_limit}\nexec {shlex.quote(server)}\n")
        small.chmod(0o755)
        server = str(small)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it will not start as root without
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host_key'}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder / 'authorized_keys'}\nStrictModes no\nPasswordAuthentication no\n"
        f"KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nMaxStartups 100\n"
        f"PerSourcePenalties no\nSubsystem sftp {server}\n"
    )
    if subprocess.run([sshd, "-t", "-f", folder / "config"], capture_output=True, check=False).returncode:
        text = (folder / "config").read_text()  # before OpenSSH 9.8 there were no penalties to switch off
        (folder / "config").write_text(text.replace("PerSourcePenalties no\n", ""))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "config"], stderr=log, stdout=log)
    try:
        _await(port, process, folder / "log")
        yield Shell(port, getpass.getuser(), folder / "key", folder / "known_hosts", host_key, process)
    finally:
        process.terminate()
        process.wait(10)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())
