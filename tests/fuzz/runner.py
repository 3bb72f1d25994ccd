"""The program run in forks of this process, each measured: exit code, messages, seconds, and the most memory it had.

Libraries are loaded once, before the first fork. What a fork does to itself, down to a crash or a hang, is seen from
outside and costs the others nothing.
"""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0  # seconds after which a fork is killed, busy as the machine may be
SECONDS, MEMORY = 5.0, 1 << 30  # what a malformed input may take
_LINE = ("error: ", "warning: ", "note: ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended. `memory` is in bytes, the greatest of the fork and of its own children.

    `seconds` are the processor's, so that a busy machine is no failure; what hangs is ended by an alarm.
    """

    code: int
    out: str
    err: str
    seconds: float
    memory: int


def prepare() -> None:
    """Load what the runs need."""
    from mjq_report.runs import warm  # noqa: F401


def run(arguments: Sequence[str], root: Path, folder: Path) -> Outcome:
    """Run `mjq-report` in a fork, on the project in `root` and from there; its output goes through files in `folder`."""
    prepare()
    out, err, children = folder / "stdout", folder / "stderr", folder / "children"
    pid = os.fork()
    if pid == 0:
        os.chdir(root)
        _become(out, err, children, [*arguments, "--root", str(root)])
    _, status, usage = os.wait4(pid, 0)
    below, spent = children.read_text().split() if children.exists() else ("0", "0")
    children.unlink(missing_ok=True)
    told = [path.read_bytes().decode("utf-8", "replace") for path in (out, err)]
    return Outcome(
        os.waitstatus_to_exitcode(status),
        told[0],
        told[1],
        usage.ru_utime + usage.ru_stime + float(spent),
        max(usage.ru_maxrss * 1024, int(below)),
    )


def _become(out: Path, err: Path, children: Path, arguments: list[str]) -> None:
    """What the fork does; it never returns."""
    code = 99
    try:
        for number, path in ((0, Path(os.devnull)), (1, out), (2, err)):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644), number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - they live as long as the process
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        resource.setrlimit(
            resource.RLIMIT_AS, (4 * MEMORY, 4 * MEMORY)
        )  # so that a bomb does not take the machine along
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)  # what hangs is ended by the alarm
        from mjq_report.cli.run import run as program

        code = program(arguments)
        below = resource.getrusage(resource.RUSAGE_CHILDREN)
        children.write_text(f"{below.ru_maxrss * 1024} {below.ru_utime + below.ru_stime}")
    except BaseException:  # noqa: BLE001 - a traceback is what the tests look for
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def digest(folder: Path) -> dict[str, str]:
    """What a folder holds: digest of each file, or where a link leads, by path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            small = path.stat().st_size < MEMORY
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if small else "too large to look into"
    return found


def complaints(done: Outcome, codes: Sequence[int], place: str) -> list[str]:
    """What is wrong with the way in which a run refused its input; `place` must stand in the first error."""
    found = []
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    if done.code not in codes:
        found.append(f"exit {done.code}, not {codes}")
    if "Traceback" in done.err or not all(line.startswith(_LINE) for line in done.err.splitlines()):
        found.append("not a message a line")
    if any(not char.isprintable() and char != "\n" for char in done.err + done.out):
        found.append("a character that a terminal may obey")
    if not errors:
        found.append("no error is named")
    elif place not in errors[0]:
        found.append(f"{place} is not in {errors[0][:200]!r}")
    if max(map(len, errors), default=0) > 2000:
        found.append(f"an error of {max(map(len, errors))} characters")
    return found + costly(done)


def costly(done: Outcome) -> list[str]:
    """What was too slow or took too much memory."""
    found = []
    if done.seconds > SECONDS:
        found.append(f"{done.seconds:.1f} s")
    if done.memory > MEMORY:
        found.append(f"{done.memory >> 20} MiB")
    return found
