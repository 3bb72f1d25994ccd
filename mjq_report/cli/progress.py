"""Progress on stderr: one line a stage, a bar for many briefings when a person watches, nothing with `-q`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TextIO

from mjq_report.cli.messages import safe


class Stages:
    """Called by the pipeline with the name of each stage as it starts."""

    def __init__(self, quiet: bool, verbose: bool, stream: TextIO) -> None:
        self._quiet, self._verbose, self._stream = quiet, verbose, stream
        self._title = self._stage = ""
        self._began = self._since = time.monotonic()
        self._skipped = 0

    def __enter__(self) -> Stages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_stage()
        if self._skipped and not self._quiet and kind is None:
            self._print(f"{self._skipped} up to date")

    def start(self, title: str) -> None:
        """A new briefing begins."""
        self._title, self._began = title, time.monotonic()

    def skipped(self, title: str) -> None:
        """A briefing is current already."""
        self._skipped += 1
        if self._verbose and not self._quiet:
            self._print(f"{title}: up to date")

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        self._close_stage()
        self._stage, self._since = stage, time.monotonic()
        if not self._quiet and not self._verbose:
            self._print(f"{self._title}: {stage}")

    def done(self, summary: str) -> None:
        """The briefing is published."""
        self._close_stage()
        if not self._quiet:
            self._print(f"{self._title}: {summary}, {time.monotonic() - self._began:.2f} s")

    @contextmanager
    def run(self, total: int) -> Iterator[Run]:
        """Progress over many briefings: rate and time left for a person, a line each with `-v`.

        Nobody watches where CI is set (as the build services do), even if there is a terminal.
        """
        if self._quiet or not self._stream.isatty() or os.environ.get("CI"):
            yield Run(self, None, total)
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("building"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        # rich prints what goes to standard output above the bar, on the bar's stream: that must not happen to a file
        above = sys.stdout.isatty()
        with Progress(*columns, console=Console(file=self._stream), redirect_stdout=above) as bar:
            yield Run(self, (bar, bar.add_task("", total=total, rate="")), total)

    def line(self, text: str, always: bool = False) -> None:
        """A line of the run; only with `-v` unless `always`."""
        if not self._quiet and (self._verbose or always):
            self._print(text)

    def _close_stage(self) -> None:
        if self._stage and self._verbose and not self._quiet:
            self._print(f"{self._title}: {self._stage}, {time.monotonic() - self._since:.2f} s")
        self._stage = ""

    def _print(self, line: str) -> None:
        print(safe(f"note: {line}"), file=self._stream, flush=True)


class Run:
    """A run of many briefings."""

    def __init__(self, stages: Stages, bar: tuple[Any, Any] | None, total: int) -> None:
        self._stages, self._bar, self._total = stages, bar, total
        self._began, self._count = time.monotonic(), 0

    def landed(self, town: str, year: int, pages: int, seconds: float, failed: bool) -> None:
        """A briefing is done or has failed."""
        self._count += 1
        if self._bar is not None:
            rate = self._count / max(time.monotonic() - self._began, 1e-9)
            self._bar[0].update(self._bar[1], advance=1, rate=f"{rate:.1f}/s")
            return
        done = f"{pages} pages, {seconds:.2f} s" if pages else "complete already"
        state = "failed" if failed else done
        self._stages.line(f"{town} {year}: {state} ({self._count} of {self._total})", always=self._total <= 20)
