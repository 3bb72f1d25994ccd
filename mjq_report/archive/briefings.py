"""Where finished briefings stand: `<town>/<year>/<name>.pdf` with its manifest beside it, below a folder or an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from mjq_report.archive.folder import locked, make_folder, remove, sweep, write_whole
from mjq_report.archive.forms import FORMS, MANIFEST, form_of
from mjq_report.archive.manifest import Edition, manifest, parse_manifest, sha256
from mjq_report.errors import OutputError


class Archive(Protocol):
    """What is asked of a place for briefings. A name is `town/year/town-year-date`, without an ending."""

    def address(self, name: str) -> str:
        """Where the PDF of that name is, for people."""

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of that name when it is whole."""

    def holds(self, name: str, record: dict[str, Any], ending: str = ".pdf") -> str:
        """ "" when the file there has the hash that its manifest's record of it gives, else what is the matter."""

    def publish(self, edition: Edition) -> str:
        """Put PDF, other forms and manifest there, whole; returns the PDF's address. Raises OutputError."""


class Folder:
    """Briefings in a folder of this machine."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def address(self, name: str) -> str:
        """The path of a PDF."""
        return str(self._out / f"{name}.pdf")

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of that name when it is whole."""
        try:
            return parse_manifest((self._out / f"{name}{MANIFEST.ending}").read_bytes())
        except OSError:
            return None

    def holds(self, name: str, record: dict[str, Any], ending: str = ".pdf") -> str:
        """ "" when the file has the hash that its manifest gives; only contents decide."""
        try:
            data = (self._out / f"{name}{ending}").read_bytes()
        except OSError:
            return gone(ending)
        return "" if sha256(data) == record.get("sha256") else changed(ending)

    def publish(self, edition: Edition) -> str:
        """Write PDF, other forms and manifest into `out/<town>/<year>/`, and return the PDF's path.

        A manifest never speaks of a file that is not there: it is taken away first and put back last. A form that
        this edition has not goes, as it was made of other inputs. What is there byte for byte is left alone.
        Raises OutputError.
        """
        folder = make_folder(self._out, edition.town, str(edition.year))
        record, record_name = manifest(edition), f"{edition.name}{MANIFEST.ending}"
        files = {f"{edition.name}{ending}": data for ending, data in edition.files.items()}
        stale = {f"{edition.name}{form.ending}" for form in FORMS.values()} - files.keys()
        with locked(folder):
            sweep(folder)
            if not all(_same(folder / name, data) for name, data in (*files.items(), (record_name, record))):
                for name in (record_name, *sorted(stale)):
                    remove(folder, name)
                for name, data in files.items():
                    write_whole(folder, name, data)
                write_whole(folder, record_name, record)
        return str(folder / f"{edition.name}.pdf")


def gone(ending: str) -> str:
    """What is said of a file that is not there."""
    return f"the {form_of(ending).name} is gone"


def changed(ending: str) -> str:
    """What is said of a file that is another than its manifest says."""
    return f"the {form_of(ending).name} was changed"


def _same(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"{path}: cannot read: {error.strerror or error}") from None
