"""Shared storage: tables and templates copied from an address, briefings put to one, by way of fsspec.

An object store replaces an object whole or not at all, so PDF and manifest are each written with one PUT, the
manifest taken away first and put back last, as in a folder. Tables are copied into the user's cache folder; an
object is fetched again when the service gives it another ETag, or when the copy was touched. Credentials and
the service's address come from the environment, as its other programs read them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from mjq_report.archive.briefings import changed, gone
from mjq_report.archive.folder import locked, make_folder, remove, sweep, write_whole
from mjq_report.archive.forms import FORMS, MANIFEST, form_of
from mjq_report.archive.manifest import Edition, manifest, parse_manifest, sha256
from mjq_report.errors import ConfigError, OutputError, UsageError
from mjq_report.settings.office import FILE as OFFICE
from mjq_report.settings.paths import Root, installed, shared_root
from mjq_report.settings.pictures import ENDINGS as PICTURES

SCHEMES = ("s3",)
_KINDS = {
    "data": (".csv", ".parquet", ".md", *PICTURES),
    "templates": (".j2", ".toml", ".css", ".js", *PICTURES),
}
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")  # names that neither leave a folder nor mean several
_RECORD = ".copied.json"
_AHEAD = 64  # manifests that are fetched at a time
_T = TypeVar("_T")


def open_store(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it. Raises UsageError, ConfigError."""
    scheme, _, path = address.partition("://")
    if scheme not in SCHEMES or not path.strip("/"):
        raise UsageError(f"{address}: shared storage is {' or '.join(f'{s}://bucket/folder' for s in SCHEMES)}")
    try:
        import fsspec
        import s3fs  # noqa: F401
    except ImportError:
        raise ConfigError(
            f"{scheme}:// needs fsspec and s3fs, which are not installed; run: pip install 'mjq-report[distributed]'"
        ) from None
    # a listing that is remembered would hide what others have written since
    return fsspec.filesystem(scheme, use_listings_cache=False), path.strip("/")


def _asked(address: str, ask: Callable[[], _T]) -> _T:
    """What the service answers; its refusals and silences as OutputError. FileNotFoundError passes."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return ask()
    except FileNotFoundError:
        raise
    except (OSError, BotoCoreError, ClientError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise OutputError(f"{address}: the storage service refused or did not answer: {reason}") from None


# --------------------------------------------------------------------------- tables and templates


def copied(root: Root, town: str = "") -> Root:
    """The root with its tables and templates copied to this machine; with a town, without the other towns' tables.

    Works out anew where this machine keeps copies, as the root may have been resolved on another.
    """
    if not root.source:
        return root
    here = shared_root(root.source, root.target or str(root.out))
    files, base = open_store(root.source)
    tables = _listing(files, root.source, f"{base}/data", deep=not town)
    if town:
        tables += _listing(files, root.source, f"{base}/data/towns/{town}", deep=True)
    if not any(PurePosixPath(info["name"]).stem == "towns" for info in tables):
        raise UsageError(f"--root {root.source}: there is no data/towns.csv below it, nor data/towns.parquet")
    _copy(files, f"{root.source}/data", tables, here.data, _kept(here.data, town))
    templates = _listing(files, root.source, f"{base}/templates", deep=True)
    _copy(files, f"{root.source}/templates", templates, here.templates, _folders(here.templates))
    beside = {PurePosixPath(info["name"]).name: info for info in _listing(files, root.source, base)}
    own = {name: info for name, info in beside.items() if name == OFFICE}
    _copy_folder(files, root.source, own, make_folder(here.data.parent))
    return here if templates else replace(here, templates=installed() / "templates")


def _kept(target: Path, town: str) -> list[str]:
    """The folders of a copy that are to be as they are at the address: all, or a town's."""
    if not town:
        return _folders(target)
    own = f"towns/{town}"
    return [own, *(folder for folder in _folders(target) if folder.startswith(f"{own}/"))]


def _folders(target: Path) -> list[str]:
    """The folders that a copy has, below it."""
    return [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_dir()]


def _listing(files: Any, address: str, path: str, deep: bool = False) -> list[dict[str, Any]]:
    """The objects in a folder, or anywhere below it; none when there is no such folder."""

    def ask() -> list[dict[str, Any]]:
        found = files.find(path, detail=True).values() if deep else files.ls(path, detail=True)
        return [info for info in found if info["type"] == "file"]

    try:
        return _asked(address, ask)
    except FileNotFoundError:
        return []


def _copy(files: Any, address: str, listing: Iterable[Mapping[str, Any]], target: Path, have: Iterable[str]) -> None:
    """Bring `target`, and the folders below it that it may have, in line with a listing of an address."""
    base = address.partition("://")[2]
    folders: dict[str, dict[str, Mapping[str, Any]]] = {folder: {} for folder in (".", *have)}
    for info in listing:
        place = PurePosixPath(str(info["name"])).relative_to(base)
        if place.suffix in _KINDS[target.name] and all(_PLAIN.fullmatch(part) for part in place.parts):
            folders.setdefault(str(place.parent), {})[place.name] = info
    for folder, objects in folders.items():
        _copy_folder(files, address, objects, make_folder(target, *PurePosixPath(folder).parts))


def _copy_folder(files: Any, address: str, objects: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    with locked(folder):
        sweep(folder)
        known = _record(folder)
        stale = {
            str(info["name"]): name
            for name, info in objects.items()
            if known.get(name) != [info["ETag"], *_touched(folder / name)]
        }
        for path, data in _asked(address, lambda: files.cat([*stale])).items() if stale else ():
            write_whole(folder, stale[path], data)
        there = [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        for name in there:
            if name not in objects:
                remove(folder, name)
        record = {name: [info["ETag"], *_touched(folder / name)] for name, info in objects.items()}
        if record != known:
            write_whole(folder, _RECORD, json.dumps(record, sort_keys=True).encode("utf-8"))


def _record(folder: Path) -> dict[str, Any]:
    """What was copied: by name the ETag, and size and time of the copy. Damage means that all is copied again."""
    try:
        record = json.loads((folder / _RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _touched(path: Path) -> list[int]:
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


# --------------------------------------------------------------------------- briefings


class Bucket:
    """Briefings on shared storage; a `briefings.Archive`."""

    def __init__(self, address: str, below: str = "") -> None:
        self._address, self._below = address.rstrip("/"), below
        self._files, self._base = open_store(address)
        self._fetched: dict[str, bytes] = {}

    def address(self, name: str) -> str:
        """The address of a PDF."""
        return f"{self._address}/{name}.pdf"

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of that name when it is whole. Those that come next by name are fetched along with it."""
        path = f"{self._base}/{name}{MANIFEST.ending}"
        if path not in self._listed:
            return None
        if path not in self._fetched:
            start = bisect_left(self._manifests, path)
            wanted = self._manifests[start : start + _AHEAD]
            self._fetched = _asked(self._address, lambda: self._files.cat(wanted, on_error="omit"))
        return parse_manifest(self._fetched.get(path, b""))

    def holds(self, name: str, record: dict[str, Any], ending: str = ".pdf") -> str:
        """ "" when the file has the hash that its manifest gives. An ETag that is its MD5 spares reading it."""
        path = f"{self._base}/{name}{ending}"
        info = self._listed.get(path)
        if info is None:
            return gone(ending)
        if str(info["ETag"]).strip('"') == record.get("md5") and info["size"] == record.get("bytes"):
            return ""
        return "" if sha256(self._read(path)) == record.get("sha256") else changed(ending)

    def publish(self, edition: Edition) -> str:
        """Put the PDF and its other forms, then the manifest; what is there already is left alone. Raises OutputError."""
        name, record = f"{edition.town}/{edition.year}/{edition.name}", manifest(edition)
        files = {f"{self._base}/{name}{ending}": data for ending, data in edition.files.items()}
        record_path = f"{self._base}/{name}{MANIFEST.ending}"
        if self._read(record_path) != record or any(self._read(path) != data for path, data in files.items()):
            self._remove(record_path)
            for form in FORMS.values():
                path = f"{self._base}/{name}{form.ending}"
                if path in files:
                    self._put(path, files[path], form.mime)
                elif path in self._listed:
                    self._remove(path)
            self._put(record_path, record, MANIFEST.mime)
        return self.address(name)

    @cached_property
    def _listed(self) -> dict[str, Mapping[str, Any]]:
        """All there is, or what is in the one folder that is asked about: one request for a thousand objects."""
        path = f"{self._base}/{self._below}" if self._below else self._base
        return {info["name"]: info for info in _listing(self._files, self._address, path, deep=True)}

    @cached_property
    def _manifests(self) -> list[str]:
        named = (path for path in self._listed if path.endswith(MANIFEST.ending))
        return sorted(path for path in named if form_of(path) is MANIFEST)

    def _read(self, path: str) -> bytes:
        """An object; b"" when there is none."""
        try:
            data: bytes = _asked(self._address, lambda: self._files.cat_file(path))
        except FileNotFoundError:
            return b""
        return data

    def _put(self, path: str, data: bytes, kind: str) -> None:
        try:
            _asked(self._address, lambda: self._files.pipe_file(path, data, ContentType=kind))
        except FileNotFoundError:
            raise OutputError(f"{self._address}: there is no such bucket; make it, or give another --out") from None

    def _remove(self, path: str) -> None:
        try:
            _asked(self._address, lambda: self._files.rm_file(path))
        except FileNotFoundError:
            return
