"""What stands out among a year's facts: points by declared weights, added up, highest first.

Every fact of the year gets the points of `WEIGHTS` that apply to it and no others; its reasons are their
codes. Nothing is learnt from data, and nothing depends on the order of rows but the order of equals. The scale is
one of editorial judgement: 30 points are a headline indicator as such, and a doubling (20) lifts an ordinary
indicator above a headline one that hardly moved.

- What the figure is: `weight_1` headline, `weight_2` ordinary, `weight_3` detail (indicators.csv); `amount` for money,
  areas, weights and volumes, `handful` for a count of ten or less, which mostly numbers a list of names.
- Whose it is: `own` the place as a whole, `area` a part of it; `single` a company, park, village; `background`
  what is wider than the place.
- When: `years` a sum over several years, `earlier` a period before the year, `later` one after it.
- How sure: `estimated` 预计, `intended` a plan or aim, `disputed` at odds with other published figures, `depends`
  where that depends on how a claim is read.
- How it moved, in per cent on the same period a year before, by the published growth rate or, if there is none, the
  computed one: `doubled` 100 or more, `leap` 50, `strong` 20, `clear` 10, `some` 5, `slight` less. `adverse`: to
  the worse, by the indicator's `better` or, without it, any fall of a level. `moved` is a change of which a source gives
  no figure, `turned` one from profit to loss or back. `against_most`: opposite to at
  least three quarters of the year's changes, of which there must be four.
- Where it stands: `first` rank 1, `top_three`, `top_ten`, `ranked`; `part` of a published whole, which comes before it,
  `carries` half of that or more, `large_part` three tenths; `record_high` and `record_low` of three or more comparable periods; `threshold` a
  power of ten passed since the last comparable figure, `multiplied` at least twice what it was in an earlier year.
- What is concluded (推算) has its first figure's points and those of what it says: `bound` the part that a growth is due
  to at least, `implied` growth of a wider place, `rest_falls` that all of it but this place fell, `rest` what a large
  part leaves, `mean`, `implied_total`; a base and an increment add nothing to the growth that they are from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mjq_report.figures import units
from mjq_report.figures.intervals import growth_percent
from mjq_report.figures.kinds import NO_AMOUNTS, RATES
from mjq_report.figures.relations import relation
from mjq_report.figures.selection import RESULTS, comparable, precision
from mjq_report.model.codes import Movement, Relation, Status, Verdict
from mjq_report.model.findings import Fact, Findings, Salient
from mjq_report.model.tables import Indicator

WEIGHTS: Mapping[str, int] = {
    "weight_1": 30, "weight_2": 15, "weight_3": 5, "amount": 6, "handful": -6,
    "own": 8, "area": 5, "single": -8, "background": -25,
    "years": -4, "earlier": -20, "later": -10,
    "estimated": -3, "intended": -8, "disputed": 10, "depends": 6,
    "doubled": 20, "leap": 16, "strong": 12, "clear": 8, "some": 5, "slight": 2,
    "adverse": 10, "moved": 5, "turned": 12, "against_most": 10,
    "first": 15, "top_three": 10, "top_ten": 6, "ranked": 3,
    "carries": 12, "large_part": 6, "part": -5, "record_high": 6, "record_low": 8, "threshold": 10, "multiplied": 8,
    "bound": 12, "implied": 20, "rest_falls": 25, "rest": 2, "mean": -8, "implied_total": -6, "base": -5,
}  # fmt: skip

_SIZES = ((100, "doubled"), (50, "leap"), (20, "strong"), (10, "clear"), (5, "some"), (0, "slight"))
_RANKS = ((1, "first"), (3, "top_three"), (10, "top_ten"))
_SHARES = ((50, "carries"), (30, "large_part"))
_BACKGROUND = ("district", "city", "new_town", "province", "nation")
_ENTITIES = {"town": "own", "area": "area"} | dict.fromkeys(_BACKGROUND, "background")
_MOST, _ENOUGH = Decimal("0.75"), 4
_HISTORY, _HANDFUL = 3, 10
_MEASURED = ("元", "面积", "质量", "体积", "电量")

_CONCLUDED = {
    "base": "base", "increment": "base", "ratio": "base", "increment_at_least": "bound",
    "increment_share_at_least": "bound", "rest": "rest", "implied_whole": "implied_total", "elsewhere": "implied_total",
    "implied_growth": "implied", "pull_of_rest": "implied", "growth_of_rest": "implied", "mean": "mean",
}  # fmt: skip
_OF_REST = ("pull_of_rest", "growth_of_rest")
_FALLS = (Movement.FALL, Movement.SLIGHT_FALL, Movement.FALL_NARROWED, Movement.FALL_WIDENED)
_WORSE = (Movement.LOSS_NARROWED, Movement.LOSS_WIDENED, Movement.TURNED_LOSS)  # a loss is one, whichever way it goes
_TURNED = (Movement.TURNED_PROFIT, Movement.TURNED_LOSS)

_Place = tuple[str, str, str, str]  # indicator, breakdown, coverage, period


def salient(findings: Findings) -> tuple[Salient, ...]:
    """The year's own facts, one for each figure, ranked: highest score first, equals in the order of the facts."""
    year = _Year.of(findings)
    ranked = {fact.id: _salient(fact, year) for fact in year.best.values() if fact.id in findings.own}
    for fact in findings.facts.values():
        if fact.operation in _CONCLUDED and fact.inputs[0] in ranked:
            ranked[fact.id] = _concluded(fact, ranked[fact.inputs[0]])
    return tuple(sorted(ranked.values(), key=lambda s: -s.score))


def _concluded(fact: Fact, first: Salient) -> Salient:
    code = "rest_falls" if fact.operation in _OF_REST and fact.value < 0 else _CONCLUDED[fact.operation]
    reasons = tuple(sorted((*first.reasons, code), key=lambda reason: -abs(WEIGHTS[reason])))
    return replace(
        first, fact=fact.id, score=first.score + WEIGHTS[code], reasons=reasons, beside=first.fact,
        adverse=code == "rest_falls",
    )  # fmt: skip


@dataclass(frozen=True)
class _Year:
    """A year's findings, arranged for looking up what a fact is judged by."""

    findings: Findings
    best: Mapping[_Place, Fact]
    computed: Mapping[tuple[str, str], Fact]  # operation and first input, nearest base
    disputed: Mapping[str, str]  # facts at odds with others, with the reason that it is
    moved: Mapping[_Place, Movement]
    rising: int = 0
    falling: int = 0
    changes: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Findings) -> _Year:
        best: dict[_Place, Fact] = {}
        for fact in sorted(findings.facts.values(), key=lambda f: (f.id not in findings.own, precision(f))):
            if not fact.is_derived and not fact.superseded_by:
                best.setdefault(_place(fact), fact)
        order = {key: number for number, key in enumerate(findings.facts)}
        best = dict(sorted(best.items(), key=lambda item: order[item[1].id]))
        computed: dict[tuple[str, str], Fact] = {}
        for fact in findings.facts.values():
            if fact.is_derived:
                computed.setdefault((fact.operation, fact.inputs[0]), fact)
        disputed = {
            result.facts[0]: code
            for code, verdict in (("depends", Verdict.DEPENDS), ("disputed", Verdict.INCONSISTENT))
            for result in findings.audit
            if result.verdict is verdict and result.claim.result and result.facts
        }
        moved = {(m.indicator, m.breakdown, m.coverage, m.period.text): m.movement for m in findings.data.movements}
        plain = cls(findings, best, computed, disputed, moved)
        own = (fact for fact in best.values() if fact.id in findings.own)
        changes = {fact.id: change for fact in own if (change := _change(fact, plain)) is not None}
        signs = list(changes.values())
        return cls(
            findings, best, computed, disputed, moved,
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
    indicator = year.findings.data.indicators.get(fact.indicator)
    yield f"weight_{indicator.weight if indicator else 2}"
    yield from _size(fact, year)
    coverage = year.findings.data.coverages.get(fact.coverage)
    yield _ENTITIES.get(coverage.entity if coverage else "", "single")
    yield from _when_and_how_sure(fact, year.findings.year)
    if fact.id in year.disputed:
        yield year.disputed[fact.id]
    change = year.changes.get(fact.id)
    if change is not None:
        yield next(code for least, code in _SIZES if abs(change) >= least)
        if (change > 0) if indicator is not None and indicator.better == "down" else (change < 0):
            yield "adverse"
        if _is_against_most(change, year):
            yield "against_most"
    yield from _moved(fact.movement or year.moved.get(_place(fact)), indicator)
    yield from _standing(fact, year)


def _moved(movement: Movement | None, indicator: Indicator | None) -> Iterator[str]:
    """What a movement without a figure adds: that there is one, that it is for the worse, that it turned."""
    if movement is None:
        return
    yield "turned" if movement in _TURNED else "moved"
    falls_well = indicator is not None and indicator.better == "down"
    if movement in _WORSE or (movement in _FALLS and not falls_well):
        yield "adverse"


def _size(fact: Fact, year: _Year) -> Iterator[str]:
    if fact.kind not in RATES | NO_AMOUNTS and units.dimension(fact.unit) in _MEASURED:
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
    elif fact.status is Status.ESTIMATED:
        yield "estimated"


def _standing(fact: Fact, year: _Year) -> Iterator[str]:
    """Its rank, its part in a whole, its place in its own history."""
    known = relation(fact.indicator, year.findings.data.indicators)
    if known is not None and known.name is Relation.RANK:
        yield next((code for most, code in _RANKS if fact.value <= most), "ranked")
    share = year.computed.get(("share", fact.id))
    if share is not None:
        yield "part"
        yield from [code for least, code in _SHARES if share.value >= least][:1]
    history = [other for other in year.best.values() if comparable(fact, other)]
    if fact.kind in RATES | NO_AMOUNTS or not history:
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
    multiple = year.computed.get(("multiple", fact.id))
    if multiple is not None and fact.id not in year.changes:  # else the change says it
        yield "multiplied"


def _change(fact: Fact, year: _Year) -> Decimal | None:
    """How the figure moved on the year before, in per cent."""
    known = relation(fact.indicator, year.findings.data.indicators)
    if known is not None:
        alone = known.name is Relation.GROWTH and not _beside(fact, year)
        return growth_percent(fact.value, fact.unit) if alone and units.states_growth(fact.unit) else None
    published = year.best.get((f"{fact.indicator}_growth", *_place(fact)[1:]))
    if published is not None and units.states_growth(published.unit):
        return growth_percent(published.value, published.unit)
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


def _place(fact: Fact) -> _Place:
    return fact.indicator, fact.breakdown, fact.coverage, fact.period.text
