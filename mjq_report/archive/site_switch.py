"""A folder of many files published at once: made whole under a name of its own, then switched to by one name.

`site` is a symbolic link to `site.<digest>`. A reader who follows it sees the old files or the new, never a mixture;
whatever ends the program, the link leads to a whole folder. Where there are no symbolic links, folders are renamed:
then for a moment there is none, and never half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mjq_report.archive.folder import locked, make_folder
from mjq_report.errors import OutputError
from mjq_report.settings import portable

_MARK = ".mjq-report"  # says that a folder was made here and may be swept away; holds its digest


@dataclass(frozen=True, slots=True)
class Switched:
    """What came of it: where the files are to be found, whether anything changed, how many files there are."""

    path: Path
    changed: bool
    files: int


def publish_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> Switched:
    """Publish files, by their paths, as the folder `target`. Raises OutputError; what was there then stays.

    Nothing that was not made here is ever replaced or removed. The same files change nothing.
    """
    parent, name = make_folder(target.absolute().parent), target.name
    with locked(parent):
        _sweep_parts(parent, name)
        before = _current(parent, name)
        stage = parent / f".{name}.{secrets.token_hex(8)}.part"
        try:
            digest, count = _fill(stage, files)
            final = parent / f"{name}.{digest[:16]}"
            changed = before != final.name or not _whole(parent / name, digest)
            if changed:
                _settle(stage, final, digest)
                _switch(parent, name, final)
        except OSError as error:
            raise OutputError(
                f"{target}: cannot write: {error.strerror or error}; free space or choose another --out"
            ) from None
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        _sweep_old(parent, name, {final.name, before})
    return Switched(parent / name, changed, count)


# --------------------------------------------------------------------------- making the folder


def _fill(stage: Path, files: Iterable[tuple[str, bytes]]) -> tuple[str, int]:
    """Write the files below a new folder, and give a digest over all names and contents, and their number."""
    stage.mkdir()
    digests: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path, data in files:
        pure = _checked(path)
        alike = taken.setdefault(unicodedata.normalize("NFC", str(pure)).casefold(), path)
        if alike != path or path in digests:
            raise OutputError(f"{path}: there is {alike} already, which some file systems take for the same")
        _write(stage, pure, data)
        digests[path] = hashlib.sha256(data).hexdigest()
    digest = _digest(digests)
    _write(stage, PurePosixPath(_MARK), f"{digest}\n".encode("ascii"))
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        portable.sync_folder(folder)
    return digest, len(digests)


def _checked(path: str) -> PurePosixPath:
    pure = PurePosixPath(path)
    if str(pure) != path or pure.is_absolute() or any(part.startswith(".") or "\\" in part for part in pure.parts):
        raise OutputError(f"{path!r} cannot be a file of the site")
    return pure


def _write(stage: Path, path: PurePosixPath, data: bytes) -> None:
    place = stage / path
    place.parent.mkdir(parents=True, exist_ok=True)
    with portable.HeldFolder(place.parent) as folder:
        folder.write_new(place.name, data)


def _digest(digests: dict[str, str]) -> str:
    return hashlib.sha256("".join(f"{path}\0{digests[path]}\n" for path in sorted(digests)).encode("utf-8")).hexdigest()


def _whole(folder: Path, digest: str) -> bool:
    """Whether a folder still holds the files of a digest, and no others."""
    try:
        found = _read_digests(folder.resolve())
    except OSError:
        return False
    return _digest(found) == digest


def _read_digests(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != _MARK]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _settle(stage: Path, final: Path, digest: str) -> None:
    """Give the folder its name. One of that name that is not whole goes first."""
    if final.exists() and not _whole(final, digest):
        final.rename(final.parent / f".{final.name}.{secrets.token_hex(4)}.part")
    if not final.exists():
        stage.rename(final)
    portable.sync_folder(final.parent)


# --------------------------------------------------------------------------- switching


def _current(parent: Path, name: str) -> str:
    """The name of the folder that is published now, "" for none. Raises OutputError when it is not one of ours."""
    place = parent / name
    if place.is_symlink():
        leads = str(place.readlink())
        if not _ours(name).fullmatch(leads):
            raise OutputError(
                f"{place}: is a link to {leads}, which was not made here; move it away or choose another --out"
            )
        return leads
    if not place.exists():
        return ""
    if not (place / _MARK).is_file():
        raise OutputError(f"{place}: stands where the site should go and was not made here; move it away")
    return f"{name}.{(place / _MARK).read_text(encoding='ascii', errors='replace').strip()[:16]}"


def _switch(parent: Path, name: str, final: Path) -> None:
    link = parent / f".{name}.{secrets.token_hex(8)}.part"
    if not portable.link_folder(link, final.name):
        _exchange(parent, name, final)
        return
    place = parent / name
    if place.is_dir() and not place.is_symlink():
        place.rename(parent / f".{name}.{secrets.token_hex(8)}.part")
    link.replace(place)
    portable.sync_folder(parent)


def _exchange(parent: Path, name: str, final: Path) -> None:
    """Rename the old folder out of the way and the new one into it; put the old one back if that fails."""
    place, aside = parent / name, parent / f".{name}.{secrets.token_hex(8)}.part"
    had = place.exists()
    if had:
        place.rename(aside)
    try:
        final.rename(place)
    except OSError:
        if had:
            aside.rename(place)
        raise
    portable.sync_folder(parent)


def _ours(name: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(name)}\.[0-9a-f]{{16}}")


# --------------------------------------------------------------------------- sweeping


def _sweep_parts(parent: Path, name: str) -> None:
    """Remove what an interrupted run left."""
    for left in parent.glob(f".{name}.*.part"):
        if left.is_symlink():
            left.unlink(missing_ok=True)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _sweep_old(parent: Path, name: str, kept: set[str]) -> None:
    """Remove folders of earlier sites, but for the one in use and the one before, which a slow reader may still be in."""
    for folder in parent.iterdir():
        if _ours(name).fullmatch(folder.name) and folder.name not in kept and (folder / _MARK).is_file():
            with contextlib.suppress(OSError):
                shutil.rmtree(folder)
