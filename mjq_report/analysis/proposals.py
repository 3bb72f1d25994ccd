"""Claims that the rows allow and nobody has entered: sums, shares and growth rates, for `audit --propose`.

Only rows that say by themselves how they belong together are tied: a growth with the levels of its period and of the
one before, a part and its whole by the tables' `part_of` or by a breakdown, an area and its town. A share whose
whole the tables do not name, and a sum whose parts need not be all, are proposed only where they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from mjq_report.figures import operations, references, units
from mjq_report.figures.intervals import Interval
from mjq_report.figures.kinds import NO_AMOUNTS, RATES, kind_of
from mjq_report.figures.selection import RESULTS
from mjq_report.lang import zh
from mjq_report.model.codes import Qualifier
from mjq_report.model.period import Period
from mjq_report.model.tables import Claim, Observation, TownData

_GROWTH, _AVERAGE = "_growth", "_average_growth"
_LEVELS = {"district": ("district",), "city": ("city",), "province": ("province",)}
_OWN_BASIS = ("comparable", "constant_price")  # rates of growth that levels do not decide
_ENGLISH = {
    "sum": "{name} is the sum of the parts listed",
    "share": "{name} is the part divided by the whole",
    "growth_rate": "{name} agrees with the figures of both periods",
    "average_growth": "{name} agrees with the figures of the first and last year",
}


@dataclass(frozen=True, slots=True)
class _Tie:
    """A computation that rows allow: the row that states its result, and those that it is computed from."""

    operation: str
    result: Observation
    operands: tuple[Observation, ...]
    n: int = 0


def proposals(data: TownData, year: int | None = None) -> list[Claim]:
    """What could be entered in claims.csv, in the order of the rows that state it; of one briefing year, or of all."""
    return _Proposer(data).claims(year)


class _Proposer:
    """Looks through the rows of one town."""

    def __init__(self, data: TownData) -> None:
        self._data = data
        self._rows = references.index(data.observations, data.sources)
        self._stated = {
            (claim.operation, row.key) for claim in data.claims if (row := self._row(claim.result)) is not None
        }

    def claims(self, year: int | None) -> list[Claim]:
        """See `proposals`."""
        taken = {claim.id for claim in self._data.claims}
        found: list[Claim] = []
        for row in self._data.observations:
            if year not in (None, self._data.sources[row.source].year) or self._at(row.identity) != row:
                continue
            for tie in self._ties(row):
                if (tie.operation, tie.result.key) not in self._stated:
                    found.append(self._claim(tie, taken))
                    taken.add(found[-1].id)
        return found

    def _row(self, reference: str) -> Observation | None:
        return references.resolve(references.parse(reference), self._rows) if reference else None

    def _at(self, identity: str) -> Observation | None:
        """The row that a reference without a place means."""
        return self._rows.meant(identity)

    def _of(self, indicator: str, breakdown: str, period: Period, coverage: str) -> Observation | None:
        """A result that others may be computed from; none that is planned or a rate."""
        row = self._at(f"{indicator}{f'/{breakdown}' if breakdown else ''}@{period}#{coverage}")
        return row if row is not None and _is_level(row, self._data) else None

    # ---- what ties rows

    def _ties(self, row: Observation) -> Iterator[_Tie]:
        name = row.indicator
        if row.status not in RESULTS:
            return
        if row.unit != "%":
            yield from self._sums(row) if _is_level(row, self._data) else ()
        elif name.endswith(_AVERAGE):
            yield from self._average(row)
        elif name.endswith(_GROWTH):
            yield from self._growth(row)
        else:
            yield from self._shares(row)

    def _growth(self, row: Observation) -> Iterator[_Tie]:
        try:
            before = row.period.year_earlier()
        except ValueError:  # 29 February
            return
        if row.basis in _OWN_BASIS:
            return
        name = row.indicator.removesuffix(_GROWTH)
        ends = [self._of(name, row.breakdown, period, row.coverage) for period in (row.period, before)]
        yield from _tied("growth_rate", row, ends)

    def _average(self, row: Observation) -> Iterator[_Tie]:
        if not row.period.is_years or row.basis in _OWN_BASIS:
            return
        first, last = row.period.first.year, row.period.last.year
        name = row.indicator.removesuffix(_AVERAGE)
        years = (Period.parse(f"{last:04d}"), Period.parse(f"{first - 1:04d}"))
        ends = [self._of(name, row.breakdown, period, row.coverage) for period in years]
        yield from _tied("average_growth", row, ends, n=last - first + 1)

    def _shares(self, row: Observation) -> Iterator[_Tie]:
        """A share by the name of its indicator, else one of two figures that cover and name what it does, if it holds."""
        part, _, rest = row.indicator.partition("_share")
        entities = _LEVELS.get(rest.removeprefix("_of_"), ())
        own = (
            self._of(part, row.breakdown, row.period, row.coverage)
            if rest or row.indicator.endswith("_share")
            else None
        )
        if own is not None:
            wholes = self._wider(own, entities) if rest else self._wholes(own)
            yield from (tie for whole in wholes[:1] for tie in _tied("share", row, (own, whole)))
        elif "share" in row.indicator.split("_"):
            pairs = (
                (part, whole)
                for part in self._beside(row)
                for whole in (*self._wholes(part), *self._wider(part))
                if part.breakdown == row.breakdown
            )
            yield from [tie for pair in pairs for tie in _tied("share", row, pair) if _holds(tie)][:1]

    def _sums(self, row: Observation) -> Iterator[_Tie]:
        """A whole and its parts: by indicators, by the breakdowns of one group, by the areas of the town."""
        beside = list(self._beside(row))
        indicators = [part for part in beside if row.indicator in self._part_of(part)]
        sets = [[part for part in indicators if part.breakdown == row.breakdown]]
        if row.breakdown:
            sets.append([p for p in beside if p.indicator == row.indicator and row.breakdown in self._within(p)])
        groups: dict[str, list[Observation]] = {}
        for part in beside:
            if not row.breakdown and part.indicator == row.indicator and part.breakdown:
                groups.setdefault(self._data.breakdowns[part.breakdown].group, []).append(part)
        areas = [c for c in self._data.coverages.values() if c.entity == "area" and c.id != row.coverage]
        parts = [self._of(row.indicator, row.breakdown, row.period, c.id) for c in areas]
        if self._entity(row.coverage) == "town":
            sets.append([part for part in parts if part is not None])
        for parts_found in (*sets, *groups.values()):
            ties = _tied("sum", row, parts_found) if len(parts_found) > 1 else ()
            yield from (tie for tie in ties if self._is_whole(row, parts_found) or _holds(tie))

    def _is_whole(self, row: Observation, parts: Sequence[Observation]) -> bool:
        """Whether the tables say that these parts are all of it."""
        if parts[0].indicator != row.indicator:
            return self._data.indicators[row.indicator].exhaustive
        return bool(row.breakdown) and self._data.breakdowns[row.breakdown].exhaustive

    def _beside(self, row: Observation) -> Iterator[Observation]:
        """The levels of a row's period and coverage, one an identity."""
        for other in self._data.observations:
            beside = (other.period, other.coverage) == (row.period, row.coverage) and other.key != row.key
            if beside and self._at(other.identity) == other and _is_level(other, self._data):
                yield other

    def _part_of(self, row: Observation) -> tuple[str, ...]:
        return self._data.indicators[row.indicator].part_of

    def _within(self, row: Observation) -> tuple[str, ...]:
        """The breakdowns that a row's is a part of."""
        return self._data.breakdowns[row.breakdown].part_of if row.breakdown else ()

    def _wholes(self, part: Observation) -> list[Observation]:
        """What a part is a part of by the tables, of its own coverage and period."""
        names = [(part.indicator, "")] if part.breakdown else []
        names += [(indicator, part.breakdown) for indicator in self._part_of(part)]
        found = (self._of(indicator, breakdown, part.period, part.coverage) for indicator, breakdown in names)
        return [whole for whole in found if whole is not None]

    def _wider(
        self, part: Observation, entities: Sequence[str] = ("district", "new_town", "city")
    ) -> list[Observation]:
        """The same figure of what the town lies in, that of the same breakdown first."""
        coverages = [c.id for c in self._data.coverages.values() if c.entity in entities and c.id != part.coverage]
        kinds = dict.fromkeys((part.breakdown, ""))
        found = [self._of(part.indicator, kind, part.period, coverage) for kind in kinds for coverage in coverages]
        return [whole for whole in found if whole is not None]

    def _entity(self, coverage: str) -> str:
        return self._data.coverages[coverage].entity

    # ---- as rows

    def _claim(self, tie: _Tie, taken: set[str]) -> Claim:
        row = tie.result
        operands = [self._reference(operand) for operand in tie.operands]
        names = self._data.indicators[row.indicator]
        return Claim(
            id=_free(re.sub(r"[^a-z0-9_.-]+", "_", f"{row.identity.lower()}_{tie.operation}").strip("_"), taken),
            period=row.period,
            statement_zh=zh.PROPOSALS[tie.operation].format(name=names.name_zh),
            statement_en=_ENGLISH[tie.operation].format(name=names.name_en),
            operation=tie.operation,
            result=self._reference(row),
            operands=(*operands, *([f"n={tie.n}"] if tie.n else [])),
            source=row.source,
            locator=row.locator,
            as_published=row.as_published,
            note="",
            row=row.row,
        )

    def _reference(self, row: Observation) -> str:
        """A reference that means this row whatever the order of the table."""
        alone = len(self._rows.rows[row.identity]) == 1
        return row.identity if alone else f"{row.identity}^{row.source}:{row.locator}"


def _is_level(row: Observation, data: TownData) -> bool:
    """Whether a figure is an amount or a number that was reached, not a rate and no intention."""
    kind = kind_of(row.kind or "", data.indicators[row.indicator].kind, row.printed, row.unit, row.as_published)
    return row.status in RESULTS and row.upper is None and kind not in RATES | NO_AMOUNTS


def _tied(operation: str, row: Observation, operands: Iterable[Observation | None], n: int = 0) -> Iterator[_Tie]:
    """The tie, if all operands are there and of one kind of unit."""
    found = [operand for operand in operands if operand is not None]
    wanted = row.unit if operation == "sum" else found[0].unit if found else ""
    if (len(found) == 2 or operation == "sum") and all(units.compatible(operand.unit, wanted) for operand in found):
        yield _Tie(operation, row, tuple(found), n)


def _holds(tie: _Tie) -> bool:
    """Whether the result comes out, all in the unit of the first operand or of the sum; 超 and 近 prove nothing."""
    if any(row.qualifier not in (Qualifier.EXACT, Qualifier.ABOUT) for row in (tie.result, *tie.operands)):
        return False
    unit = tie.result.unit if tie.operation == "sum" else tie.operands[0].unit
    boxes = [_box(row).times(units.ratio(row.unit, unit)) for row in tie.operands]
    return operations.holds(tie.operation, _box(tie.result), boxes, tie.n)


def _box(row: Observation) -> Interval:
    return Interval.of(row.printed, row.qualifier, whole=units.is_counted(row.unit))


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no other claim has, of at most a hundred characters."""
    wanted = wanted[:90]
    return next(name for n in count(1) if (name := wanted if n == 1 else f"{wanted}_{n}") not in taken)
