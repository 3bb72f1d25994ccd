"""What an inspection finds: kinds of fault, where each one stands, measures, and clauses of a standard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FILL_EXPECTED = 0.98  # share of full lines that must fill the measure


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. A soft one is reported and counted, but is no problem by itself; one of a `page` can be
    measured without tags, the others need to know which lines make up a paragraph."""

    code: str
    title: str
    soft: bool = False
    page: bool = False


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("forbidden-start", "lines that start with a closing mark"),
        Kind("forbidden-end", "lines that end with an opening mark"),
        Kind("split-number", "numbers divided, or parted from sign or unit"),
        Kind("split-word", "Latin words divided without a hyphen"),
        Kind("split-mark", "dashes and ellipses divided"),
        Kind("lone-character", "last lines of a single character"),
        Kind("orphan", "first lines of a paragraph left alone at a page's foot"),
        Kind("widow", "last lines of a paragraph alone at a page's head"),
        Kind("stranded-heading", "headings with nothing under them"),
        Kind("stranded-caption", "captions parted from their figure or table"),
        Kind("empty-page", "pages more than a third empty inside a section"),
        Kind("overlap", "texts that overlap", page=True),
        Kind("outside-margins", "lines outside the text area", page=True),
        Kind("missing-glyph", "characters without a glyph", page=True),
        Kind("raster", "charts and pictures made of pixels", page=True),
        Kind("untagged", "pages with text that no tag has", page=True),
        Kind("font-not-embedded", "fonts not embedded", page=True),
        Kind("parted-qualifier", "约, 超 and the like parted from their figure", soft=True),
        Kind("broken-address", "web addresses over two lines", soft=True),
        Kind("small-image", "small or ornamental pictures made of pixels", soft=True, page=True),
        Kind("unfilled-line", "full lines that do not fill the measure", soft=True),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `page` counts from 1; `x` and `y` are millimetres from the page's upper left corner, where known."""

    kind: str
    page: int
    text: str
    x: float = 0.0
    y: float = 0.0

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
    """One page: lines of its body, and the share of the text area (0 to 1) that is empty under the last content."""

    page: int
    lines: int
    empty: float
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """Full lines of justified text, how many reach the measure within half a point, and how far gaps were stretched.

    `stretch` is the mean, `worst` the largest departure of a Han character's advance from its size, in em.
    """

    lines: int = 0
    filled: int = 0
    stretch: float = 0.0
    worst: float = 0.0

    @property
    def share(self) -> float:
        """Filled lines per full line; 1 if there is none."""
        return self.filled / self.lines if self.lines else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an inspection."""

    style: str
    tagged: bool
    pages: tuple[PageMeasure, ...]
    findings: tuple[Finding, ...]
    clauses: tuple[Clause, ...]
    fill: Fill
    justified: bool  # whether the text is meant to fill its measure
    fonts: tuple[str, ...] = field(default=())

    @property
    def fill_holds(self) -> bool:
        """Whether enough full lines fill the measure; ragged text without a known style has nothing to fill."""
        return not self.justified or self.fill.share >= FILL_EXPECTED

    @property
    def problems(self) -> int:
        """Faults, clauses that do not hold, and one for a measure that is not filled."""
        faults = sum(not finding.soft for finding in self.findings)
        return faults + sum(not clause.holds for clause in self.clauses) + (not self.fill_holds)

    def count(self, kind: str) -> int:
        """How many findings there are of a kind. KeyError for a kind that does not exist."""
        code = KINDS[kind].code
        return sum(finding.kind == code for finding in self.findings)

    def measures(self, kind: Kind) -> bool:
        """Whether a kind was looked for at all."""
        return self.tagged or kind.page

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        counts = Counter(finding.kind for finding in self.findings)
        return {
            "problems": self.problems,
            "style": self.style,
            "tagged": self.tagged,
            "counts": {code: counts[code] if self.measures(kind) else None for code, kind in KINDS.items()},
            "fill": {**asdict(self.fill), "share": round(self.fill.share, 4), "justified": self.justified},
            "fonts": list(self.fonts),
            "pages": [asdict(page) for page in self.pages],
            "clauses": [asdict(clause) for clause in self.clauses],
            "findings": [{**asdict(finding), "soft": finding.soft} for finding in self.findings],
        }

    def lines(self) -> Iterator[str]:
        """For a person: a line a kind of fault with its first place, one for the filled measure, one a clause."""
        for kind in KINDS.values():
            found = [finding for finding in self.findings if finding.kind == kind.code]
            if not self.measures(kind):
                yield f"-      {kind.title}: not measured, since the file has no tags"
                continue
            where = f"; page {found[0].page}: {found[0].text}" if found else ""
            yield f"{_verdict(not found, kind.soft)}  {kind.title}: {len(found)}{where}"
        fill = f"{self.fill.share:.1%} of {self.fill.lines}, mean stretch {self.fill.stretch:.3f} em"
        expected = f" (≥ {FILL_EXPECTED:.0%})" if self.justified else ""
        yield f"{_verdict(self.fill_holds, not self.justified)}  full lines that fill the measure{expected}: {fill}"
        for clause in self.clauses:
            yield f"{_verdict(clause.holds)}  {clause.clause} {clause.title} ({clause.expected}): {clause.measured}"


def _verdict(holds: bool, soft: bool = False) -> str:
    return "note " if soft else "ok   " if holds else "WRONG"
