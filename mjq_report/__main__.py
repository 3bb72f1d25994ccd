"""The entry point: a clean start first, then the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `mjq-report` and exit with its code, also where Ctrl-C comes before all is loaded."""
    try:
        code = _run()
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted; finished files were left intact\n")
        code = 130
    sys.exit(code)


def _run() -> int:
    """The exit code of the command line.

    The current folder leaves `sys.path` and settings that other programs' files or variables could
    change leave the environment, so that what stands around us neither runs as code nor shapes a page.
    A checkout that is started in its own folder stays, as worker processes have to find it.
    """
    import os  # which Python has loaded already; all others could be files of the current folder, as yet

    here, home = os.getcwd(), os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH109, PTH120
    sys.path[:] = [entry for entry in sys.path if entry not in ("", here)]
    if home not in sys.path:
        sys.path.insert(0, home)
    for name in [name for name in os.environ if name.startswith("RL_")] + ["MATPLOTLIBRC"]:
        os.environ.pop(name, None)
    import gc
    import signal

    from mjq_report.cli.run import run, terminate
    from mjq_report.settings.portable import plain_streams

    plain_streams()
    gc.set_threshold(50_000, 20, 20)  # nearly all that a run makes it keeps; see `warm`
    signal.signal(signal.SIGTERM, terminate)
    return run(sys.argv[1:])


if __name__ == "__main__":
    main()
