"""A folder on a server, by SFTP. The server's key must be in the known_hosts file that the target names.

A file is written under a name of its own and renamed over the old one in one step (posix-rename@openssh.com), so a
reader sees it whole or not at all. What a crash left is written over: the aside name comes from the content.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from mjq_report.archive.manifest import sha256
from mjq_report.delivery.channels.channel import Parcel, Recipient, Secrets
from mjq_report.delivery.outcome import Patience, Refused, Unavailable, Unreachable, deadline, reason
from mjq_report.delivery.targets import Target

_FINAL = {errno.EACCES, errno.EPERM, errno.EROFS}


class Sftp:
    """Puts files below a path on a server."""

    repeatable = True

    def __init__(self, target: Target, patience: Patience, secrets: Secrets) -> None:
        self._options, self._patience = target.options, patience
        options = target.options
        self._login = {
            name: secrets.get(options[f"{name}_env"], f"the {name} for {options['user']} at {options['host']}")
            for name in ("password", "passphrase")
            if options[f"{name}_env"]
        }
        shown = f"sftp://{options['user']}@{options['host']}:{options['port']}/{options['path']}"
        self.recipients = (Recipient(shown, shown),)
        self._client: Any = None

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Put what is not there yet. Raises Refused, Unavailable."""
        irrevocable()
        try:
            with self._session() as files:
                folder = PurePosixPath(self._options["path"])
                for part in (None, *parcel.briefing.folder):
                    folder = folder / part if part else folder
                    _make_folder(files, folder)
                for name, data in parcel.files.items():
                    if not _holds(files, folder / name, data):
                        _put(files, folder, name, data)
        except (Refused, Unavailable):
            self.close()
            raise

    def close(self) -> None:
        """End the connection."""
        if self._client is not None:
            self._client.close()
        self._client = None

    @contextmanager
    def _session(self) -> Iterator[Any]:
        import paramiko

        if self._client is None:
            self._client = self._connected(paramiko)
        try:
            with deadline(lambda: self._client.get_transport().sock, self._patience.whole):
                files = self._client.open_sftp()
                with contextlib.closing(files):
                    files.get_channel().settimeout(self._patience.timeout)
                    yield files
        except (paramiko.SSHException, paramiko.SFTPError, EOFError) as error:
            raise Unavailable(f"the connection broke: {reason(error)}") from None
        except TimeoutError:
            raise Unavailable(f"the server did not answer for {self._patience.timeout:g} seconds") from None
        except OSError as error:
            if error.errno in _FINAL:
                raise Refused(f"the server refused to write: {reason(error)}") from None
            raise Unavailable(f"the server could not write: {reason(error)}") from None

    def _connected(self, paramiko: Any) -> Any:
        options, timeout = self._options, self._patience.timeout
        logging.getLogger("paramiko").setLevel(
            logging.CRITICAL + 1
        )  # else it prints tracebacks of what is handled here
        client = paramiko.SSHClient()
        try:
            client.load_host_keys(options["known_hosts"])
        except (OSError, UnicodeDecodeError, paramiko.SSHException, paramiko.hostkeys.InvalidHostKey) as error:
            raise Refused(f"{options['known_hosts']}: {reason(error)}; it must hold the server's key") from None
        key = self._key(paramiko) if options["key"] else None
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        try:
            client.connect(
                options["host"], options["port"], options["user"], self._login.get("password"), pkey=key, timeout=timeout, banner_timeout=timeout, auth_timeout=timeout,
                channel_timeout=timeout, allow_agent=False, look_for_keys=False,
            )  # fmt: skip
        except paramiko.BadHostKeyException:
            client.close()
            raise Refused(f"the key of {options['host']} is not the one in {options['known_hosts']}") from None
        except paramiko.AuthenticationException as error:
            client.close()
            raise Refused(f"{options['host']} does not let {options['user']} in: {reason(error)}") from None
        except UnicodeError:  # the name cannot be written for DNS
            client.close()
            raise Refused(f"{options['host']}: is no host name") from None
        except (paramiko.SSHException, EOFError, OSError) as error:
            client.close()
            if "not found in known_hosts" in str(error):
                raise Refused(
                    f"the key of {options['host']} is not in {options['known_hosts']}; check it and add it"
                ) from None
            raise Unreachable(f"no connection to {options['host']} port {options['port']}: {reason(error)}") from None
        return client

    def _key(self, paramiko: Any) -> Any:
        path, phrase = self._options["key"], self._login.get("passphrase")
        try:
            return paramiko.PKey.from_path(path, phrase.encode("utf-8") if phrase else None)
        except (OSError, ValueError, TypeError, paramiko.SSHException, paramiko.pkey.UnknownKeyType) as error:
            raise Refused(f"{path}: cannot be used as a private key: {reason(error)}") from None


def _make_folder(files: Any, folder: PurePosixPath) -> None:
    try:
        found = files.stat(str(folder))
    except FileNotFoundError:
        files.mkdir(str(folder))
        return
    if not stat.S_ISDIR(found.st_mode):
        raise Refused(f"{folder}: stands on the server where a folder should be")


def _holds(files: Any, path: PurePosixPath, data: bytes) -> bool:
    try:
        found = files.lstat(str(path))
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
        return False
    with files.open(str(path), "rb") as there:
        there.prefetch(found.st_size)
        return bool(there.read() == data)


def _put(files: Any, folder: PurePosixPath, name: str, data: bytes) -> None:
    aside = str(folder / f".{name}.{sha256(data)[:16]}.part")
    with contextlib.suppress(FileNotFoundError):
        files.remove(aside)
    with files.open(aside, "wx") as part:  # x: not through a link that someone put there
        part.set_pipelined(True)
        part.write(data)
    if files.stat(aside).st_size != len(data):
        raise Unavailable(f"{name}: did not arrive completely")
    files.posix_rename(aside, str(folder / name))
