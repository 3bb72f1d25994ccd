"""Where data, templates and out are: `--root`, else the nearest parent with a `data/`, else what is installed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mjq_report.errors import UsageError

TEXT = re.compile(r"[a-z][a-z0-9_]{0,63}\.[a-z]{2}\.md", re.ASCII)  # story.zh.md, or a section's
MOST_TEXTS = 50
MOST_BYTES = 4 * 1024 * 1024  # of a template; each reader has its own, lower limit


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a plain file, or one more than `most` when it has more than that.

    Raises OSError, also for a pipe or a device in the file's place, which might keep us waiting for ever.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "it is no plain file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most + 1)


@dataclass(frozen=True, slots=True)
class Root:
    """A project folder. `out` is beside `data`, or in the current folder when the data is the installed one.

    On shared storage the folders are this machine's copies: `source` is the address that `data` and `templates`
    are copied from, `target` the one where briefings go instead of into `out`; both are "" for folders.
    """

    data: Path
    templates: Path
    out: Path
    source: str = ""
    target: str = ""


def installed() -> Path:
    """The folder that holds the packaged `data/` and `templates/`: in the wheel beside the modules, in a checkout above."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "defaults"
    return packaged if packaged.is_dir() else here.parent


def find_root(given: Path | str | None, out: Path | str | None = None, start: Path | None = None) -> Root:
    """Resolve the project folder; UsageError when `given` has no `data/`.

    A root without `templates/` of its own uses the installed ones. Either may be an address on shared storage.
    """
    start = start or Path.cwd()
    if is_address(given):
        return shared_root(str(given), str(out or f"{str(given).rstrip('/')}/out"))
    if given is not None:
        base = Path(given).resolve()
        if not (base / "data").is_dir():
            raise UsageError(f"--root {given}: there is no data/ folder in it; give the folder that holds data/")
    else:
        tables = ("data/towns.csv", "data/towns.parquet")
        parents = (start, *start.parents)
        base = next((p for p in parents if any((p / table).is_file() for table in tables)), installed())
    templates = base / "templates"
    if not templates.is_dir():
        templates = installed() / "templates"
    home = start if base == installed() and given is None else base
    target = str(out) if is_address(out) else ""
    folder = home / "out" if target or not out else Path(out)
    return Root(base / "data", templates, folder.absolute(), target=target)


def is_address(place: Path | str | None) -> bool:
    """Whether a place is shared storage, such as s3://bucket/folder, rather than a folder."""
    return isinstance(place, str) and "://" in place


def shared_root(source: str, out: str) -> Root:
    """A root on shared storage: its copies on this machine are below the user's cache folder, by its address."""
    source = source.rstrip("/")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    copy = cache / "mjq-report" / hashlib.sha256(source.encode("utf-8")).hexdigest()[:16]
    target = out if is_address(out) else ""
    folder = copy / "out" if target else Path(out)
    return Root(copy / "data", copy / "templates", folder.absolute(), source, target)


def template_files(templates: Path, lang: str) -> list[tuple[str, bytes]]:
    """The template files that a briefing in a language depends on: (path below templates/, bytes), sorted.

    Raises UsageError when there are none for the language, naming those there are.
    """
    files = sorted(path for path in (templates / lang).glob("*") if path.suffix in (".j2", ".toml"))
    if not files:
        languages = sorted({path.parent.name for path in templates.glob("*/*.md.j2")})
        raise UsageError(f"--lang {lang}: no templates for it; there are: {', '.join(languages) or 'none'}")
    chosen = [path for path in (templates / "briefing.toml", *files) if path.is_file()]
    return [(path.relative_to(templates).as_posix(), read_plain(path, MOST_BYTES)) for path in chosen]


def edition_texts(data: Path, town: str, year: int, lang: str) -> list[tuple[str, bytes]]:
    """The editor's texts for one edition: (path below data/, bytes), sorted: `…/story.zh.md`, `…/industry.zh.md`.

    Raises UsageError when one cannot be read, or when there are more than a briefing can have.
    """
    folder = data / "towns" / town / str(year)
    files = sorted(path for path in folder.glob(f"*.{lang}.md") if TEXT.fullmatch(path.name))
    if len(files) > MOST_TEXTS:
        raise UsageError(f"{folder}: more than {MOST_TEXTS} texts; an edition has one for its summary and each section")
    try:
        return [(path.relative_to(data).as_posix(), read_plain(path, MOST_BYTES)) for path in files]
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}; an edition's text is a plain file") from None


def site_templates(templates: Path) -> Path:
    """The folder of the web pages' templates: a project's own if it has all of them, else the installed one."""
    own, shipped = templates / "site", installed() / "templates" / "site"
    return own if all((own / path.name).is_file() for path in shipped.iterdir()) else shipped


def site_digest(templates: Path) -> str:
    """SHA-256 over the templates of the web pages, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(path for path in site_templates(templates).iterdir() if path.is_file()):
        data = read_plain(path, MOST_BYTES)
        digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def files_below(folder: Path, pattern: str) -> Iterator[Path]:
    """What a pattern finds in a folder, nothing when there is none. Raises OSError when it may not be read: not the same."""
    if folder.exists():
        next(folder.iterdir(), None)
    yield from folder.glob(pattern)
