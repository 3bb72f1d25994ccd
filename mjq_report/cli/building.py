"""`build`: plan what is due, run it here or on workers, print a path for each briefing, recap what failed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mjq_report.archive.forms import FORMS
from mjq_report.cli.messages import note, say
from mjq_report.cli.progress import Stages
from mjq_report.errors import ReportError, UsageError, VerificationError
from mjq_report.runs.plan import Task, plan
from mjq_report.settings.options import Options, Selection
from mjq_report.settings.paths import Root
from mjq_report.settings.theme import load_theme, stand_ins

if TYPE_CHECKING:
    from mjq_report.runs.pool import Outcome


@dataclass(frozen=True, slots=True)
class Running:
    """How a run is to go."""

    jobs: int = 1
    keep_going: bool = False
    explain: bool = False
    as_json: bool = False
    dask: str = ""
    strict: bool = False


def build_all(root: Root, selection: Selection, options: Options, running: Running, stages: Stages) -> None:
    """Build what is due and print the path of every briefing meant, in the order in which they are ready.

    Raises the error of a briefing that fails; with `keep_going` only after all others are done. With `strict` raises
    VerificationError for pages that are not set as they should be, of what was built and of what is up to date.
    """
    if running.strict and root.target:
        raise UsageError(f"--strict measures files of a folder, {root.target} is none; build with --out DIR, then copy")
    tasks = list(plan(root, selection, options))
    due = [task for task in tasks if task.reason]
    for task in tasks:
        if not task.reason:
            if not running.as_json:
                _say_paths(task.path, options)
            stages.skipped(f"{task.town} {task.year}")
    if due:
        _say_stand_ins(options.theme)
        _run(root, due, options, running, stages)
    if running.explain:
        _explain(root, tasks, options, running.as_json)
    if running.strict:
        _inspect([Path(task.path) for task in tasks])


def _inspect(files: Sequence[Path]) -> None:
    from mjq_report.checking.layout import inspect

    wrong = [f"{file.name}: {fault}" for file in files for fault in inspect(file).faults()]
    if wrong:
        raise VerificationError("\n".join(wrong))


def _explain(root: Root, tasks: Sequence[Task], options: Options, as_json: bool) -> None:
    """Why each is told and not printed: lines to stderr, or one JSON document to stdout, in place of the paths."""
    from mjq_report.cli.explaining import explained, lines

    found = [explained(root, task, options) for task in tasks]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for line in (line for one in found for line in lines(one)):
        note(line)


def _say_stand_ins(name: str) -> None:

    missing = stand_ins(load_theme(name))
    if missing:
        note(f"theme {name} names no files for {'、'.join(missing)}; Noto Sans SC stands in")


def _run(root: Root, due: Sequence[Task], options: Options, running: Running, stages: Stages) -> None:
    if len(due) == 1 and not running.dask:
        _one(root, due[0], options, running, stages)
        return
    failed: list[tuple[Task, tuple[str, ...], int]] = []
    with stages.run(len(due)) as progress, closing(_outcomes(root, due, options, running)) as outcomes:
        for outcome in outcomes:
            progress.landed(outcome.task.town, outcome.task.year, outcome.pages, outcome.seconds, bool(outcome.error))
            if outcome.error:
                failed.append((outcome.task, outcome.error, outcome.exit_code))
                if not running.keep_going:
                    break
            elif not running.as_json:
                _say_paths(outcome.path, options)
    if failed:
        raise _Failed(failed, len(due))


def _one(root: Root, task: Task, options: Options, running: Running, stages: Stages) -> None:
    from mjq_report.pipeline import build

    stages.start(f"{task.town} {task.year}")
    built = build(root, task.town, task.year, options, stages)
    stages.done(f"{built.pages} pages, edition {built.document.edition.last.isoformat()}")
    if not running.as_json:
        _say_paths(built.path, options)


def _say_paths(pdf: str, options: Options) -> None:
    """The path of each form that was asked for."""
    for kind in options.formats:
        say(f"{pdf.removesuffix(FORMS['pdf'].ending)}{FORMS[kind].ending}")


def _outcomes(root: Root, due: Sequence[Task], options: Options, running: Running) -> Generator[Outcome, None, None]:
    from mjq_report.runs import pool

    if running.dask:
        from mjq_report.runs.dask import caution, executor

        if told := caution(running.dask):
            note(told, "warning")
        with executor(running.dask, running.jobs) as workers:
            yield from pool.run_on(workers, due, root, options)
    elif running.jobs > 1:
        jobs = min(running.jobs, len(due))
        yield from pool.run_on(pool.Workers(lambda: pool.process_pool(jobs), jobs), due, root, options)
    else:
        yield from pool.run_here(due, root, options)


class _Failed(ReportError):
    """Some briefings could not be built; the first failure's exit code is the run's."""

    def __init__(self, failed: Sequence[tuple[Task, tuple[str, ...], int]], total: int) -> None:
        self.exit_code = failed[0][2]
        lines = [f"{task.town} {task.year}: {line}" for task, error, _ in failed for line in error]
        super().__init__("\n".join([*lines, f"{len(failed)} of {total} briefings could not be built"]))


def parse_formats(given: Sequence[str] | None) -> tuple[str, ...]:
    """`--format`, in the order given, none twice. Raises UsageError for one that there is not."""
    for name in given or ():
        if name not in FORMS:
            raise UsageError(f"--format {name}: there is none; there are {', '.join(FORMS)}")
    return tuple(dict.fromkeys(given or ("pdf",)))


def parse_date(text: str | None) -> dt.date | None:
    """`--date`. Raises UsageError when it is no date."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date {text}: not a date; write it as YYYY-MM-DD") from None
