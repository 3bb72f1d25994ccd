"""Runs the command line and turns every way it can end into a message and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from mjq_report.cli.messages import fail

_LOST = "what was printed did not all arrive; make room, or send it elsewhere"
INTERRUPTED, PIPE, TERMINATED = 130, 141, 143  # as a shell has it: 128 and the signal's number


class Terminated(BaseException):
    """SIGTERM: files that were begun are taken away and workers ended before we go."""


def terminate(number: int, frame: object) -> None:
    """What SIGTERM does here; a second one ends the process at once."""
    signal.signal(number, signal.SIG_DFL)
    raise Terminated


def run(arguments: Sequence[str]) -> int:
    """Run the program with these arguments. Returns the exit code: 0 only when what was printed arrived."""
    code = _run(arguments)
    try:
        sys.stdout.flush()
    except OSError as error:
        _discard()
        lost = error.strerror or str(error)
        return code or (PIPE if isinstance(error, BrokenPipeError) else fail([f"standard output: {lost}; {_LOST}"], 9))
    return code


def _discard() -> None:
    """Send what waits to be printed nowhere, or Python tries once more at its end and exits 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    """The exit code of a command; a traceback means a bug of ours."""
    os.environ.setdefault("TYPER_USE_RICH", "0")
    from typer import Abort, Exit, TyperException

    from mjq_report.cli.app import program
    from mjq_report.errors import ReportError

    try:
        app = program(arguments[0] if arguments else "")
        code = app(list(arguments), standalone_mode=False, prog_name="mjq-report")
        if code == INTERRUPTED:  # typer makes an exit code of Ctrl-C, without a word
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except Exit as stop:
        return stop.exit_code
    except (Abort, KeyboardInterrupt):
        return fail(["interrupted; finished files were left intact"], INTERRUPTED)
    except Terminated:
        return fail(["terminated; finished files were left intact"], TERMINATED)
    except TyperException as error:
        return _usage(error)
    except ReportError as error:
        return fail(error.lines(), error.exit_code)
    except BrokenPipeError:
        return PIPE
    except OSError as error:
        return fail([f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")], 9)
    except MemoryError:
        return fail(["out of memory; build fewer towns at a time"], 9)


def _usage(error: Exception) -> int:
    """A command line that does not parse: the parser's own sentence. Bare `mjq-report` has shown its help already."""
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if "\n" in message or not message:
        print(message, file=sys.stderr)
        return 2
    return fail([message.rstrip(".") + "; see mjq-report --help"], 2)
