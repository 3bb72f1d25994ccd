"""A folder of this machine, or one that is mounted on it: the layout is that of `out/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mjq_report.archive.folder import locked, make_folder, sweep, write_whole
from mjq_report.delivery.channels.channel import Parcel, Recipient
from mjq_report.delivery.outcome import Refused
from mjq_report.delivery.targets import Target
from mjq_report.errors import OutputError


class LocalFolder:
    """Puts files into a folder, each whole or not at all."""

    repeatable = True

    def __init__(self, target: Target) -> None:
        self._path = Path(target.options["path"])
        self.recipients = (Recipient(str(self._path), str(self._path)),)

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Write what is not there yet, byte for byte. Raises Refused: a full disk is not waited for."""
        irrevocable()
        try:
            folder = make_folder(self._path, *parcel.briefing.folder)
            with locked(folder):
                sweep(folder)
                for name, data in parcel.files.items():
                    if not _holds(folder / name, data):
                        write_whole(folder, name, data)
        except OutputError as error:
            raise Refused(str(error).partition("; free space")[0]) from None

    def close(self) -> None:
        """Nothing is held."""


def _holds(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False
