"""The entry point: a clean start first, then the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """Run `mjq-report` and exit with its code.

    The current folder leaves `sys.path` and settings that other programs' files or variables could
    change leave the environment, so that what stands around us neither runs as code nor shapes a page.
    A checkout that is started in its own folder stays, as worker processes have to find it.
    """
    here, home = str(Path.cwd()), str(Path(__file__).resolve().parent.parent)
    sys.path[:] = [entry for entry in sys.path if entry not in ("", here)]
    if home not in sys.path:
        sys.path.insert(0, home)
    for name in [name for name in os.environ if name.startswith("RL_")] + ["MATPLOTLIBRC"]:
        os.environ.pop(name, None)
    from mjq_report.cli.run import run, terminate

    gc.set_threshold(50_000, 20, 20)  # nearly all that a run makes it keeps; see `warm`
    signal.signal(signal.SIGTERM, terminate)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
