"""What stands out among a year's facts: points by declared weights, added up, highest first.

Every fact of the year gets the points of `WEIGHTS` that apply to it and no others; its reasons are their
codes. Nothing is learnt from data, and nothing depends on the order of rows but the order of equals. The scale is
one of editorial judgement: 30 points are a headline indicator as such, and a doubling (20) lifts an ordinary
indicator above a headline one that hardly moved.

- What the figure is: `weight_1` headline, `weight_2` ordinary, `weight_3` detail (indicators.csv); `amount` for sums of
  money, areas and other measured sizes, `handful` for a count of ten or less, which mostly numbers a list of names.
- Whose it is: `own` the place as a whole, `area` a part of it; `single` a company, park, village; `background`
  what is wider than the place.
- When: `years` a sum over several years, `earlier` a period before the year, `later` one after it.
- How sure: `estimated` 预计, `intended` a plan or aim, `disputed` at odds with other published figures.
- How it moved, in per cent on the same period a year before, by the published growth rate or, if there is none, the
  computed one: `doubled` 100 or more, `leap` 50, `strong` 20, `clear` 10, `some` 5, `slight` less. `adverse`: to
  the worse, by the indicator's `better` or, without it, any fall of a level. `against_most`: opposite to at
  least three quarters of the year's changes, of which there must be four.
- Where it stands: `first` rank 1, `top_three`, `top_ten`, `ranked`; `carries` half of its whole or more,
  `large_part` three tenths; `record_high` and `record_low` of three or more comparable periods; `threshold` a
  power of ten passed since the last comparable figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mjq_report.figures import units
from mjq_report.figures.kinds import RATES
from mjq_report.figures.relations import relation
from mjq_report.figures.selection import RESULTS, comparable, precision
from mjq_report.model.codes import Relation, Status, Verdict
from mjq_report.model.findings import Fact, Findings, Salient

WEIGHTS: Mapping[str, int] = {
    "weight_1": 30, "weight_2": 15, "weight_3": 5, "amount": 6, "handful": -6,
    "own": 8, "area": 5, "single": 0, "background": -25,
    "years": -4, "earlier": -20, "later": -10,
    "estimated": -3, "intended": -8, "disputed": 10,
    "doubled": 20, "leap": 16, "strong": 12, "clear": 8, "some": 5, "slight": 2,
    "adverse": 10, "against_most": 10,
    "first": 15, "top_three": 10, "top_ten": 6, "ranked": 3,
    "carries": 12, "large_part": 6, "record_high": 6, "record_low": 8, "threshold": 10,
}  # fmt: skip

_SIZES = ((100, "doubled"), (50, "leap"), (20, "strong"), (10, "clear"), (5, "some"), (0, "slight"))
_RANKS = ((1, "first"), (3, "top_three"), (10, "top_ten"))
_SHARES = ((50, "carries"), (30, "large_part"))
_BACKGROUND = ("district", "city", "new_town", "province", "nation")
_ENTITIES = {"town": "own", "area": "area"} | dict.fromkeys(_BACKGROUND, "background")
_MOST, _ENOUGH = Decimal("0.75"), 4
_HISTORY, _HANDFUL = 3, 10

_Place = tuple[str, str, str, str]  # indicator, breakdown, coverage, period


def salient(findings: Findings) -> tuple[Salient, ...]:
    """The year's own facts, one for each figure, ranked: highest score first, equals in the order of the facts."""
    year = _Year.of(findings)
    ranked = [_salient(fact, year) for fact in year.best.values() if fact.id in findings.own]
    return tuple(sorted(ranked, key=lambda s: -s.score))


@dataclass(frozen=True)
class _Year:
    """A year's findings, arranged for looking up what a fact is judged by."""

    findings: Findings
    best: Mapping[_Place, Fact]
    computed: Mapping[tuple[str, str], Fact]  # operation and first input, nearest base
    disputed: frozenset[str]
    rising: int = 0
    falling: int = 0
    changes: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Findings) -> _Year:
        best: dict[_Place, Fact] = {}
        for fact in sorted(findings.facts.values(), key=lambda f: (f.id not in findings.own, precision(f))):
            if not fact.is_derived:
                best.setdefault(_place(fact), fact)
        order = {key: number for number, key in enumerate(findings.facts)}
        best = dict(sorted(best.items(), key=lambda item: order[item[1].id]))
        computed: dict[tuple[str, str], Fact] = {}
        for fact in findings.facts.values():
            if fact.is_derived:
                computed.setdefault((fact.operation, fact.inputs[0]), fact)
        bad = {Verdict.INCONSISTENT}
        disputed = frozenset(
            fact
            for result in findings.audit
            if result.verdict in bad
            for fact in result.facts[:1]
            if result.claim.result
        )
        plain = cls(findings, best, computed, disputed)
        own = (fact for fact in best.values() if fact.id in findings.own)
        changes = {fact.id: change for fact in own if (change := _change(fact, plain)) is not None}
        signs = list(changes.values())
        return cls(
            findings, best, computed, disputed,
            sum(change > 0 for change in signs), sum(change < 0 for change in signs), changes,
        )  # fmt: skip


def _salient(fact: Fact, year: _Year) -> Salient:
    data = year.findings.data
    reasons = sorted(dict.fromkeys(_reasons(fact, year)), key=lambda code: -abs(WEIGHTS[code]))
    indicator = data.indicators.get(fact.indicator)
    return Salient(
        fact.id,
        Decimal(sum(WEIGHTS[code] for code in reasons)),
        tuple(reasons),
        indicator.domain if indicator else "",
        thing=(_level(fact, year), fact.breakdown),
        coverage=fact.coverage,
        beside=_beside(fact, year),
        adverse="adverse" in reasons,
        years=fact.period.is_years,
    )


def _reasons(fact: Fact, year: _Year) -> Iterator[str]:
    yield "weight_2"
    yield from _size(fact, year)
    coverage = year.findings.data.coverages.get(fact.coverage)
    yield _ENTITIES.get(coverage.entity if coverage else "", "single")
    yield from _when_and_how_sure(fact, year.findings.year)
    if fact.id in year.disputed:
        yield "disputed"
    change = year.changes.get(fact.id)
    if change is not None:
        yield next(code for least, code in _SIZES if abs(change) >= least)
        if change < 0:
            yield "adverse"
        if _is_against_most(change, year):
            yield "against_most"
    yield from _standing(fact, year)


def _size(fact: Fact, year: _Year) -> Iterator[str]:
    if not _is_rate(fact, year) and not units.is_counted(fact.unit):
        yield "amount"
    elif units.is_counted(fact.unit) and abs(fact.value) <= _HANDFUL:
        yield "handful"


def _when_and_how_sure(fact: Fact, year: int) -> Iterator[str]:
    if fact.period.is_years:
        yield "years"
    elif fact.period.last.year < year:
        yield "earlier"
    elif fact.period.first.year > year:
        yield "later"
    if fact.status not in RESULTS:
        yield "intended"
    elif fact.status is not Status.ACTUAL:
        yield "estimated"


def _standing(fact: Fact, year: _Year) -> Iterator[str]:
    """Its rank, its part in a whole, its place in its own history."""
    known = relation(fact.indicator, year.findings.data.indicators)
    if known is not None and known.name is Relation.RANK:
        yield next((code for most, code in _RANKS if fact.value <= most), "ranked")
    share = year.computed.get(("share", fact.id))
    if share is not None:
        yield from [code for least, code in _SHARES if share.value >= least][:1]
    history = [other for other in year.best.values() if comparable(fact, other)]
    if _is_rate(fact, year) or not history:
        return
    values = [units.convert(other.value, other.unit, fact.unit) for other in history]
    if len(history) + 1 >= _HISTORY:
        if fact.value > max(values):
            yield "record_high"
        elif fact.value < min(values):
            yield "record_low"
    last = max(zip((other.period for other in history), values, strict=True))[1]
    if fact.value > 0 and last > 0 and fact.value.adjusted() > last.adjusted():
        yield "threshold"


def _change(fact: Fact, year: _Year) -> Decimal | None:
    """How the figure moved on the year before, in per cent."""
    known = relation(fact.indicator, year.findings.data.indicators)
    if known is not None:
        alone = known.name is Relation.GROWTH and not _beside(fact, year)
        return fact.value if alone and units.compatible(fact.unit, "%") else None
    published = year.best.get((f"{fact.indicator}_growth", *_place(fact)[1:]))
    if published is not None and units.compatible(published.unit, "%"):
        return published.value
    computed = year.computed.get(("growth", fact.id))
    if computed is None:
        return None
    base = year.findings.facts[computed.inputs[1]]
    return computed.value if base.period.last.year == fact.period.last.year - 1 else None


def _is_against_most(change: Decimal, year: _Year) -> bool:
    moved = year.rising + year.falling
    others = year.falling if change > 0 else year.rising if change < 0 else 0
    return moved >= _ENOUGH and others >= _MOST * moved


def _beside(fact: Fact, year: _Year) -> str:
    """The level next to which a growth rate, share or rank is told, of the same breakdown, coverage and period."""
    known = relation(fact.indicator, year.findings.data.indicators)
    if known is None:
        return ""
    level = year.best.get((known.level, *_place(fact)[1:]))
    return level.id if level is not None and level.id in year.findings.own else ""


def _level(fact: Fact, year: _Year) -> str:
    known = relation(fact.indicator, year.findings.data.indicators)
    return known.level if known else fact.indicator


def _is_rate(fact: Fact, year: _Year) -> bool:
    indicator = year.findings.data.indicators.get(fact.indicator)
    return indicator is not None and indicator.kind in RATES


def _place(fact: Fact) -> _Place:
    return fact.indicator, fact.breakdown, fact.coverage, fact.period.text
