"""What an inspection finds: kinds of fault, where each one stands, measures, and clauses of a standard."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mjq_report.lang.zh import inspecting as words

_SHOWN = 40  # characters of the worst place
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. A soft one is no problem by itself; one of a `page` is measured without tags too, the others
    need to know which lines make up a paragraph. What is measured by degrees has a `limit`, a lower one if `least`."""

    code: str
    soft: bool = False
    page: bool = False
    limit: float | None = None
    least: bool = False

    def breaks(self, value: float) -> bool:
        """Whether a value is beyond the limit."""
        return self.limit is not None and (value < self.limit if self.least else value > self.limit)


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("wide-gap", limit=0.255),
        Kind("empty-page", limit=0.205),
        Kind("search", page=True),
        Kind("false-blank"),
        Kind("contrast", page=True, limit=4.45, least=True),
        Kind("small-cover", limit=8.95, least=True),
        Kind("small-type", limit=6.95, least=True),
        Kind("cut-text", page=True),
        Kind("overlap", page=True),
        Kind("outside-margins", page=True),
        *map(Kind, "forbidden-start forbidden-end split-number split-word split-mark lone-character".split()),
        *map(Kind, "orphan widow stranded-heading stranded-caption".split()),
        Kind("missing-glyph", page=True),
        Kind("raster", page=True),
        Kind("no-alt"),
        Kind("untagged", page=True),
        Kind("font-not-embedded", page=True),
        Kind("parted-qualifier", soft=True),
        Kind("broken-address", soft=True),
        Kind("small-image", soft=True, page=True),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, or the worst place of what holds. `page` counts from 1; `x` and `y` are millimetres from the page's upper
    left corner, where known; `value` is what was measured there, of a kind with a limit."""

    kind: str
    page: int
    text: str
    x: float = 0.0
    y: float = 0.0
    value: float = 0.0

    @property
    def soft(self) -> bool:
        """Whether it is only worth knowing."""
        return KINDS[self.kind].soft


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule of a standard, what it asks and what was measured."""

    clause: str
    title: str
    expected: str
    measured: str
    holds: bool


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """One page: lines of its body, and the share (0 to 1) of the text block that its largest empty band takes."""

    page: int
    lines: int
    empty: float
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a file, as it is printed: verdict, what was measured, what is asked, and the worst place."""

    code: str
    verdict: str
    title: str
    measured: str
    asked: str
    page: int = 0
    text: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row in a table."""
        place = str(self.page) if self.page else ""
        return words.VERDICTS[self.verdict], self.title, self.measured, self.asked, place, self.text[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an inspection. `worst` are the worst places of kinds with a limit, `figures` how many were sought."""

    style: str
    tagged: bool
    pages: tuple[PageMeasure, ...]
    findings: tuple[Finding, ...]
    clauses: tuple[Clause, ...]
    fonts: tuple[str, ...] = field(default=())
    worst: Mapping[str, Finding] = field(default_factory=dict)
    figures: int = 0

    @property
    def problems(self) -> int:
        """Faults, and clauses that do not hold."""
        return sum(not finding.soft for finding in self.findings) + sum(not clause.holds for clause in self.clauses)

    def count(self, kind: str) -> int:
        """How many findings there are of a kind. KeyError for a kind that does not exist."""
        code = KINDS[kind].code
        return sum(finding.kind == code for finding in self.findings)

    def measures(self) -> list[Measure]:
        """Every kind, then every clause."""
        kinds = [self._measure(kind) for kind in KINDS.values()]
        clauses = [
            Measure(
                one.clause, "passed" if one.holds else "failed", f"{one.clause} {one.title}", one.measured, one.expected
            )
            for one in self.clauses
        ]
        if self.style == "gongwen" and not clauses:
            clauses = [Measure("gongwen", "unmeasured", words.OFFICIAL, "", words.OFFICIAL_ASKED)]
        return kinds + clauses

    def faults(self) -> list[str]:
        """What does not hold, a line each with its worst place."""
        return [
            words.FAULT.format(title=one.title, measured=one.measured, asked=one.asked)
            + (words.PLACE.format(page=one.page, text=one.text[:_SHOWN]) if one.page else "")
            for one in self.measures()
            if one.verdict == "failed"
        ]

    def _measure(self, kind: Kind) -> Measure:
        title, asked, form = words.MEASURES[kind.code]
        if not (self.tagged or kind.page):
            return Measure(kind.code, "unmeasured", title, "", asked, text=words.UNTAGGED)
        found = [finding for finding in self.findings if finding.kind == kind.code]
        worst = self.worst.get(kind.code) or (found[0] if found else None)
        measured = words.PLACES.format(n=len(found))
        if kind.limit is not None:
            measured = form.format(worst.value) if worst else ""
        elif kind.code == "search":
            measured = f"{self.figures - len(found)}/{self.figures}"
        verdict = "passed" if not found else "noted" if kind.soft else "failed"
        if kind.limit is not None and worst is None:
            verdict = "unmeasured"
        return Measure(kind.code, verdict, title, measured, asked, *((worst.page, worst.text) if worst else ()))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        counts = Counter(finding.kind for finding in self.findings)
        return {
            "problems": self.problems,
            "style": self.style,
            "tagged": self.tagged,
            "counts": {code: counts[code] if self.tagged or kind.page else None for code, kind in KINDS.items()},
            "measures": [asdict(measure) for measure in self.measures()],
            "fonts": list(self.fonts),
            "pages": [asdict(page) for page in self.pages],
            "clauses": [asdict(clause) for clause in self.clauses],
            "findings": [{**asdict(finding), "soft": finding.soft} for finding in self.findings],
        }


def printed(reports: Sequence[tuple[str, Report]]) -> Iterator[str]:
    """For a person: one file's measures in columns; of several files, measures by files, and then what does not hold."""
    for name, report in reports:
        style = report.style or words.NO_STYLE
        yield words.SAID.format(name=name, pages=len(report.pages), style=style, problems=report.problems)
    if len(reports) == 1:
        yield from _columns([words.HEAD, *(measure.cells for measure in reports[0][1].measures())])
        return
    columns = {name: {measure.title: measure for measure in report.measures()} for name, report in reports}
    titles = dict.fromkeys(title for column in columns.values() for title in column)
    rows = [(title, *(_verdict(column.get(title)) for column in columns.values())) for title in titles]
    yield from _columns([(words.ACROSS, *columns), *rows])
    faults = [
        (name, *measure.cells)
        for name, column in columns.items()
        for measure in column.values()
        if measure.verdict == "failed"
    ]
    if faults:
        yield from _columns([(words.FILE, *words.HEAD), *faults])


def _verdict(measure: Measure | None) -> str:
    if measure is None:
        return words.VERDICTS["unmeasured"]
    said = words.VERDICTS[measure.verdict]
    return f"{said} {measure.measured}" if measure.verdict == "failed" else said


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _GAP.join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal that a text takes: Han and full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
