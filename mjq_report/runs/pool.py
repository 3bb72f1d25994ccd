"""Running briefings side by side on any `concurrent.futures` executor, and surviving what befalls its workers.

Tasks are idempotent and publish whole files, so a task may run twice and a run may be cut off
anywhere. A worker that dies takes its pool with it (that is how `ProcessPoolExecutor` works): the
pool is made anew, what was under way is tried once more by itself, and what kills a worker twice fails by name.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from typing import TypeAlias

from mjq_report.archive.objects import copied
from mjq_report.errors import OutputError, ReportError
from mjq_report.pipeline import build
from mjq_report.runs.plan import Task
from mjq_report.runs.worker import start_worker
from mjq_report.settings import portable
from mjq_report.settings.options import Options
from mjq_report.settings.paths import Root

Unit: TypeAlias = tuple[Task, ...]
"""Tasks that are handed out together."""

_PRELOAD = ["mjq_report.runs.warm"]
_STARTS = 3  # pools in a row that could not begin a single task
_PAUSE = 0.5  # seconds in between: a fork server that was killed takes a moment to be gone
_PER_WORKER = 2  # units handed out ahead, so that a worker never waits for the parent
_TO_COME = 4  # units that each worker would get if all became as large as the next one


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended: a path, or the lines of an error and its exit code."""

    task: Task
    path: str = ""
    pages: int = 0
    seconds: float = 0.0
    error: tuple[str, ...] = ()
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Workers:
    """Those who do the work: `make` gives an executor, `width` is how many units it runs at a time, `died` what it raises
    for a unit whose worker died. A unit has up to `bundle` tasks, which saves an executor that is slow to hand them out."""

    make: Callable[[], Executor]
    width: int
    died: type[BaseException] = BrokenExecutor
    bundle: int = 1

    def share(self, left: int) -> int:
        """How many of the tasks that are left go into the next unit: fewer towards the end, so that all end together."""
        return max(1, min(self.bundle, left // (self.width * _TO_COME)))


def build_task(task: Task, root: Root, options: Options) -> Outcome:
    """Build one briefing; the errors a user can meet become part of the outcome."""

    began = time.monotonic()
    try:
        built = build(_copied(root, task.town), task.town, task.year, options)
    except ReportError as error:
        return Outcome(task, error=tuple(error.lines()), exit_code=error.exit_code)
    except OSError as error:
        return Outcome(task, error=(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "),), exit_code=9)
    except MemoryError:
        return Outcome(task, error=("out of memory",), exit_code=9)
    return Outcome(task, built.path, built.pages, time.monotonic() - began)


def build_unit(
    build: Callable[[Task, Root, Options], Outcome], unit: Unit, root: Root, options: Options
) -> list[Outcome]:
    """In a worker: the tasks of a unit, one after the other, up to the first that fails: it may be the end of the run."""
    outcomes: list[Outcome] = []
    for task in unit:
        try:
            outcomes.append(build(task, root, options))
        except Exception as error:  # noqa: BLE001 - reported in full
            outcomes.append(_unexpected(task, error))
        if outcomes[-1].error:
            break
    return outcomes


def _unexpected(task: Task, error: BaseException) -> Outcome:
    """An error that no user can have caused is a bug of ours."""
    lines = "".join(traceback.format_exception(error)).splitlines()
    return Outcome(task, error=("unexpected; please report this:", *lines), exit_code=1)


def _copied(root: Root, town: str) -> Root:
    """On shared storage, this machine's copies, with the town's tables as they are now."""
    if not root.source:
        return root

    return copied(root, town)


def process_pool(jobs: int) -> ProcessPoolExecutor:
    """A pool whose workers are forked from a server that has the libraries loaded, where there is one."""
    import multiprocessing

    # The server, and what counts its semaphores, start as `python -c`, which would look for modules in the
    # current folder first; what lies around there is not to run.
    os.environ["PYTHONSAFEPATH"] = "1"
    context = multiprocessing.get_context(portable.start_method())
    context.set_forkserver_preload(_PRELOAD)  # others take no notice
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker)


def run_here(tasks: Sequence[Task], root: Root, options: Options) -> Iterator[Outcome]:
    """One after the other in this process."""
    for task in tasks:
        yield build_task(task, root, options)


def run_on(workers: Workers, tasks: Sequence[Task], root: Root, options: Options) -> Iterator[Outcome]:
    """Run tasks on others, yielding outcomes as they land.

    Raises OutputError when the executor has gone, or none starts.
    """
    waiting = list(reversed(tasks))
    suspects: list[Task] = []
    in_vain = 0
    while waiting or suspects:
        if suspects:
            yield _alone(workers, suspects.pop(), root, options)
            continue
        before = len(waiting)
        yield from _drain(workers, waiting, suspects, root, options)
        in_vain = 0 if len(waiting) < before else in_vain + 1
        if in_vain == _STARTS:
            raise _no_workers()
        if in_vain:
            time.sleep(_PAUSE)


def _drain(
    workers: Workers, waiting: list[Task], suspects: list[Task], root: Root, options: Options
) -> Iterator[Outcome]:
    """Feed an executor until all is done, or until a worker dies: then what was under way with it is suspect."""
    executor = workers.make()
    running: dict[Future[list[Outcome]], Unit] = {}
    broken = False
    try:
        while running or (waiting and not broken):
            while waiting and not broken and len(running) < workers.width * _PER_WORKER:
                share = workers.share(len(waiting))
                unit = (*reversed(waiting[-share:]),)
                try:
                    running[_submit(executor, unit, root, options)] = unit
                except BrokenExecutor:
                    broken = True
                else:
                    del waiting[-share:]
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                unit = running.pop(future)
                if isinstance(_error(future), workers.died):
                    suspects += unit
                    broken = True
                else:
                    outcomes = _outcomes(unit, future)
                    waiting += reversed(unit[len(outcomes) :])  # those behind one that failed
                    yield from outcomes
    finally:
        _close(executor, running)


def _submit(executor: Executor, unit: Unit, root: Root, options: Options) -> Future[list[Outcome]]:
    """Hand a unit out. Raises BrokenExecutor, also for a fork server that ended instead of forking."""
    try:
        return executor.submit(build_unit, build_task, unit, root, options)
    except (EOFError, ConnectionError) as error:
        raise BrokenExecutor("no worker could be forked") from error


def _alone(workers: Workers, task: Task, root: Root, options: Options) -> Outcome:
    """Try a suspect by itself on a fresh executor. That no worker can be started is no fault of the task's."""
    for attempt in range(_STARTS):
        time.sleep(_PAUSE if attempt else 0)
        executor = workers.make()
        futures: list[Future[list[Outcome]]] = []
        try:
            futures.append(_submit(executor, (task,), root, options))
            if not isinstance(_error(futures[0]), workers.died):
                return _outcomes((task,), futures[0])[0]
            why = "its worker died twice; look for what kills it, or build it alone"
            return Outcome(task, error=(why,), exit_code=1)
        except BrokenExecutor:
            continue
        finally:
            _close(executor, futures)
    raise _no_workers()


def _no_workers() -> OutputError:
    return OutputError("worker processes do not start; what they printed is above; --jobs 1 builds without them")


def _error(future: Future[list[Outcome]]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError:
        raise OutputError("the workers have gone; run the same command again, what is finished stays") from None


def _outcomes(unit: Unit, future: Future[list[Outcome]]) -> list[Outcome]:
    """What a future holds; an error of the executor is that of each task."""
    error = future.exception()
    return future.result() if error is None else [_unexpected(task, error) for task in unit]


def _close(executor: Executor, running: Iterable[Future[list[Outcome]]]) -> None:
    """Take back what has not begun, and wait for what has."""
    for future in running:
        future.cancel()
    executor.shutdown(wait=True)
