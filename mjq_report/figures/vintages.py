"""Vintages: a figure that is published again later with another value, as yearbooks and censuses revise bulletins.

Both figures stand with their sources. The one that was published last is used; what it cannot be a rounding of is
superseded. A change is computed from the base that its own source printed, or else knew. Statuses do not go back: what
was reached is never superseded by an estimate. Figures of sources that cannot be put in order (one source, one date, or
2025-12 and 2025-12-20) supersede nothing: where they differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from mjq_report.figures import units
from mjq_report.figures.intervals import Figure, box
from mjq_report.model.codes import Status
from mjq_report.model.period import Period
from mjq_report.model.tables import Source

Dates = Mapping[str, Period]
"""When each source was published, as finely as is known."""


class Published(Figure, Protocol):
    """A figure with its status and source."""

    @property
    def status(self) -> Status: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102


F = TypeVar("F", bound=Published)
_FINAL = (Status.ESTIMATED, Status.PRELIMINARY, Status.ACTUAL)  # the last of them says most


def dates(sources: Mapping[str, Source]) -> Dates:
    """When each source was published."""
    return {name: Period.parse(source.published) for name, source in sources.items()}


def is_later(one: Period, other: Period) -> bool:
    """Whether a date is surely after another, as finely as both are known."""
    return one.first > other.last


def superseded(figures: Sequence[F], published: Dates) -> dict[int, F]:
    """Which of several figures of one thing and period are superseded, by their place, and by which."""
    boxes = [box(figure).times(units.split(figure.unit)[1]) for figure in figures]
    found: dict[int, int] = {}
    order = sorted(range(len(figures)), key=lambda n: published[figures[n].source].first, reverse=True)
    for place in order:  # the newest first, so that what supersedes has been settled
        apart = (n for n in order if n not in found and not boxes[n].overlaps(boxes[place]))
        newer = next((n for n in apart if _may_supersede(figures[n], figures[place], published)), None)
        if newer is not None:
            found[place] = newer
    return {place: figures[newer] for place, newer in found.items()}


def _may_supersede(newer: Published, older: Published, published: Dates) -> bool:
    """Whether a figure takes the place of another that it differs from."""
    if not units.compatible(newer.unit, older.unit):
        return False
    if newer.status in _FINAL and older.status in _FINAL:
        final = _FINAL.index(newer.status) >= _FINAL.index(older.status)
    else:
        final = newer.status is older.status
    return final and is_later(published[newer.source], published[older.source])


def known_to(source: str, figures: Iterable[F], published: Dates, order: Callable[[F], tuple[int, ...]]) -> F | None:
    """Of several figures of one thing and period the one that a source uses: its own, else the newest that it knew.

    `order` puts the figure to prefer first where nothing is superseded. A source that knew none of them is answered
    with the newest.
    """
    there = list(figures)
    own = [figure for figure in there if figure.source == source]
    if not own and source in published:
        own = [figure for figure in there if not is_later(published[figure.source], published[source])]
    chosen = own or there
    gone = superseded(chosen, published)
    left = [figure for place, figure in enumerate(chosen) if place not in gone]
    return min(left, key=order, default=None)
