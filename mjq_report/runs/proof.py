"""Proving a finished briefing by building it again: `checking.verify`, handed the function that composes.

Files come from anywhere, so `prove_apart` does the work in a process of its own with limits on processor time and
memory; what kills it is a file that asks for more than a briefing can need. Where the system has no such limits, those
of `checking.opening` remain.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mjq_report.archive.register import MAX_BYTES, NAME, Register, read_register
from mjq_report.archive.versions import versions
from mjq_report.checking import Demands, VerificationReport, verify
from mjq_report.errors import ReportError, Unproven, UsageError, VerificationError
from mjq_report.runs.worker import start_worker
from mjq_report.settings import portable
from mjq_report.settings.logo import FILES as LOGOS
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root, read_plain
from mjq_report.settings.theme import load_theme

_SECONDS, _SECONDS_PER_MIB = 3.0, 12.0  # of processor for a file of half a MiB; ours take half a second
_MEMORY, _MEMORY_PER_MIB = 400 * 2**20, 128 * 2**20  # private memory; a build of half a MiB takes 120 MiB
_HALF = 2**19
_TIMEOUT = 20  # seconds for the register of a site


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process said of a file: a report, or the lines of an error."""

    report: VerificationReport | None = None
    error: tuple[str, ...] = ()


def prove(
    source: bytes | Path, demands: Demands | None = None, quick: bool = False, theme: Path | None = None
) -> VerificationReport:
    """Verify a briefing in this process, without limits. Raises VerificationError if it cannot be read.

    `theme` is the user's own, by whose paths the files are opened that an enclosed theme of the same text names.
    """
    if quick:
        return verify(source, None, demands=demands)
    return verify(source, partial(compose_again, own=theme), versions(), demands)


def compose_again(folder: Path, manifest: Mapping[str, Any], own: Path | None = None) -> bytes:
    """A briefing from an extracted project folder, as its manifest says, with the versions that it records.

    Raises the errors of a build, and Unproven for a theme with fonts of its own, unless it is the user's `own`:
    they are not enclosed, and a path in a foreign file is none to open.
    """
    with _uncounted():
        from mjq_report.pipeline import compose, render
        from mjq_report.runs import warm  # noqa: F401 - loads what a build needs
    logo = next((str(folder / name) for name in LOGOS if (folder / name).is_file()), "")
    theme = _theme(folder / "theme.toml", own, logo)
    options = manifest["options"]
    root = Root(folder / "data", folder / "templates", folder / "out")
    chosen = Options(dt.date.fromisoformat(options["date"]), options["lang"], theme, logo=logo)
    return render(compose(root, manifest["town"], manifest["year"], chosen), manifest["versions"])[0]


def _theme(enclosed: Path, own: Path | None, logo: str) -> str:
    """The theme to build with: the enclosed one where it names no file but a `logo` that is enclosed, else the user's own
    with the same text."""
    theme = load_theme(str(enclosed))
    files = [Path(file).name for files in theme.fonts.values() for file in files]
    files += [Path(theme.logo).name] if theme.logo and not logo else []
    if files and own is None:
        raise Unproven(
            f"it cannot be built again: its theme names {', '.join(files)}, which it does not enclose; "
            "if you have the theme and these files, name it with --theme"
        )
    if own is not None and load_theme(str(own)).text != theme.text:
        raise Unproven(f"it cannot be built again: {own} is not the theme that it was built with")
    return str(own or enclosed)


# --------------------------------------------------------------------------- in a process of its own


def prove_apart(
    files: Sequence[Path], demands: Demands, quick: bool, theme: Path | None = None
) -> Iterator[tuple[Path, Answer]]:
    """Verify files one after the other in a process with limits; one that a file has killed is started anew."""
    waiting = list(files)
    while waiting:
        with _child() as child:
            while waiting:
                try:
                    answer = child.submit(_answer, waiting[0], demands, quick, theme).result()
                except BrokenExecutor:
                    yield waiting.pop(0), Answer(error=(_KILLED,))
                    break
                yield waiting.pop(0), answer


_KILLED = "asks for more time or memory than a briefing of its size needs; it is not a briefing of mjq-report"


def _child() -> ProcessPoolExecutor:
    import multiprocessing

    os.environ["PYTHONSAFEPATH"] = "1"  # as in `pool`: what lies in the current folder is not to run
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread reserves memory, and there is nothing to share out
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker)


def _answer(file: Path, demands: Demands, quick: bool, theme: Path | None) -> Answer:
    """In the child: what is to be said of a file, whatever happens."""
    try:
        _limit(file.stat().st_size if file.is_file() else 0)
        return Answer(prove(file, demands, quick, theme))
    except ReportError as error:
        return Answer(error=tuple(line.removeprefix(f"{file}: ") for line in error.lines()))
    except (MemoryError, RecursionError):
        return Answer(error=(_KILLED,))
    except Exception as error:  # noqa: BLE001 - a foreign file found a fault of ours; the others are checked all the same
        return Answer(error=(f"checking it failed: {type(error).__name__}: {' '.join(str(error).split())[:200]}",))


def _limit(size: int) -> None:
    """Bound what this process may use for a file of so many bytes from now on, where the system can."""
    more = max(size - _HALF, 0) / 2**20
    _clock(_SECONDS + _SECONDS_PER_MIB * more)
    portable.limit_memory(_MEMORY + int(_MEMORY_PER_MIB * more))


def _clock(seconds: float) -> float:
    """Let the system end this process after so many seconds of processor; 0 stops the clock. Returns what was left."""
    if not hasattr(signal, "setitimer"):
        return 0.0
    return signal.setitimer(signal.ITIMER_PROF, seconds)[0]


class _uncounted:  # noqa: N801 - reads as a statement
    """Around loading libraries, which costs the same for every file."""

    def __enter__(self) -> None:
        self._left = _clock(0)

    def __exit__(self, *_: object) -> None:
        _clock(self._left)


# --------------------------------------------------------------------------- registers


def register_of(place: str) -> Register:
    """The register of a site's address or of a folder. Raises VerificationError when there is none, UsageError for http."""
    if "://" not in place:
        path = Path(place) / NAME
        try:
            return read_register(read_plain(path, MAX_BYTES), place)
        except OSError as error:
            raise VerificationError(f"{path}: {error.strerror or error}; `mjq-report site` writes it") from None
    if not place.startswith("https://"):
        raise UsageError(f"--against {place}: give a folder or an address that starts with https://")
    return read_register(_fetched(f"{place.rstrip('/')}/{NAME}"), place)


def _fetched(address: str) -> bytes:
    import urllib.request

    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310 - https, looked at above and below
            if not answer.geturl().startswith("https://"):
                raise VerificationError(f"{address}: leads to {answer.geturl()}, which is not https")
            return bytes(answer.read(MAX_BYTES + 1))
    except (OSError, ValueError) as error:
        raise VerificationError(f"{address}: cannot be read: {getattr(error, 'reason', error)}") from None
