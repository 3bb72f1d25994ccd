"""Taking out what a PDF carries: the tables, and its inputs laid out as a project folder that builds again."""

from __future__ import annotations

import contextlib
from pathlib import Path, PurePosixPath

from mjq_report.checking.opening import MANIFEST, Opened, opened
from mjq_report.errors import OutputError, VerificationError
from mjq_report.settings import portable
from mjq_report.settings.logo import FILES as LOGOS
from mjq_report.settings.office import FILE as OFFICE

_PLACES = ("data", "templates")  # where inputs may lie, besides the theme
_ALONE = ("theme.toml", OFFICE, *LOGOS)  # what lies beside them
_MAX_PARTS = 6
_TABLES = "data.csv claims.csv sources.csv datapackage.json".split()


def extract(source: bytes | Path | Opened, into: Path) -> list[Path]:
    """Write all attachments below the folder `into` and return their paths, sorted.

    Tables and manifest go into it, inputs to `data/…`, `templates/…`, `theme.toml` and `mjq-report.toml`, as `--root` expects them.
    Raises VerificationError for a file that is not ours or names that would leave the folder, and OutputError
    where something stands in the way: nothing that is there is ever overwritten.
    """
    if isinstance(source, Opened):
        files = _laid_out(source)
    else:
        with opened(source) as briefing:
            files = _laid_out(briefing)
    with _folder(into) as place:
        for path, data in files.items():
            _write(place, into, path, data)
    return sorted(into / path for path in files)


def _laid_out(briefing: Opened) -> dict[PurePosixPath, bytes]:
    """Where every attachment goes, relative to the folder."""
    files: dict[PurePosixPath, bytes] = {}
    inputs = briefing.manifest["inputs"]
    for name, data in briefing.attachments.items():
        if name in inputs:
            path = _input_path(inputs[name], briefing.name)
        elif name in (*_TABLES, MANIFEST):
            path = PurePosixPath(name)
        else:
            raise VerificationError(f"{briefing.name}: attachment {name!r} is not in the manifest; it was added later")
        if path in files:
            raise VerificationError(f"{briefing.name}: two attachments would be written to {path}")
        files[path] = data
    return files


def _input_path(text: str, name: str) -> PurePosixPath:
    """A path of the manifest, checked: relative, without `..`, below data/ or templates/, in plain characters."""
    path = PurePosixPath(text)
    plain = text.isprintable() and text.isascii() and "\\" not in text and ":" not in text
    parts = text.split("/")
    inside = text in _ALONE or (len(parts) > 1 and parts[0] in _PLACES)
    if not (plain and inside and len(parts) <= _MAX_PARTS) or any(not p or p.startswith(".") for p in parts):
        raise VerificationError(f"{name}: the manifest names a file {text!r}, which is no place for an input")
    return path


def _folder(into: Path) -> portable.HeldFolder:
    """The folder, opened so that everything below is reached through it, whatever becomes of its name."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        return portable.HeldFolder(into)
    except OSError as error:
        raise OutputError(
            f"{into}: {error.strerror or error}; give a real folder, or one that is not there yet"
        ) from None


def _write(place: portable.HeldFolder, into: Path, path: PurePosixPath, data: bytes) -> None:
    with contextlib.ExitStack() as held:
        try:
            folder = place
            for part in path.parts[:-1]:
                folder = held.enter_context(folder.folder(part))
            folder.write_new(path.name, data)
        except FileExistsError:
            raise OutputError(f"{into / path}: is there already; extract into an empty folder") from None
        except OSError as error:
            raise OutputError(
                f"{into / path}: {error.strerror or error}; free space, or choose another folder"
            ) from None
