"""Tasks that kill their worker, for a pool to survive. Workers import this module by its name."""

from __future__ import annotations

import os
import signal
import time

from mjq_report.runs.plan import Task
from mjq_report.runs.pool import Outcome
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root


def build_task(task: Task, root: Root, options: Options) -> Outcome:
    """Note in a file that the task was begun, then do what its name says."""
    with (root.out / "begun").open("a") as file:
        file.write(f"{task.town}\n")
    times = (root.out / "begun").read_text().split().count(task.town)
    if task.town.startswith("killer") or (task.town.startswith("once") and times == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.town.startswith("slow"):
        time.sleep(0.3)
    if task.town.startswith("bug"):
        raise ZeroDivisionError("by nought")
    return Outcome(task, f"{task.town}.pdf", 1)
