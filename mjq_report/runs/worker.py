"""How a process that works for another starts and ends; it loads nothing, so that the other one need not either."""

from __future__ import annotations

import os
import signal
import threading


def start_worker() -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent has gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # waits for the end of a pipe that only the parent holds
        os._exit(1)
