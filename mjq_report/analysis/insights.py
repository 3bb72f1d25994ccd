"""推算: what the published figures allow to be concluded, and no source says.

Each is computed on intervals (`figures.intervals`): what a figure stands for after rounding and under its hedge. So
a conclusion holds whatever the unprinted digits are, and is printed with no more digits than are known.

| operation | of | is |
|---|---|---|
| base | level, growth | the same period a year before: level ÷ (1 + growth) |
| increment | level, growth or earlier level | by how much it rose or fell |
| ratio | level, growth | level to base, from twice on |
| increment_at_least | part, whole, growth or earlier level of the whole | part − last year's whole: so much it rose at least |
| increment_share_at_least | the same | and so much of the whole's increase is the part's, at least |
| rest | whole, part … | the whole without its listed parts |
| implied_whole | part, share (…) | part ÷ share, where several agree what they have in common |
| elsewhere | part, share | the implied whole without the part |
| implied_growth | pull, contribution | growth of the whole: pull ÷ contribution |
| pull_of_rest | pull, contribution | what is left of it without the part, in points |
| growth_of_rest | pull, contribution, share, its change | that on the rest's weight a year before |
| mean | level, count | per head, per firm, where the indicator's `per` names the count |

The lower bounds rest on one thought: a year ago the part was no more than the whole. They need parts that cannot
be negative, and hold for any part and whole of one coverage and period.

Nothing is concluded across coverages, periods, units or plans; from ranks, ordinals and magnitudes; for levels from
growth on a comparable basis or at constant prices, since its base is not last year's level; for what a source
publishes itself; nor where the result may be of either sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mjq_report.analysis.derivation import Place, place_of, wholes_of
from mjq_report.figures import units
from mjq_report.figures.conclusions import concluded, listed, rest_of
from mjq_report.figures.intervals import Interval, box, growth_factor
from mjq_report.figures.kinds import APART_FROM_LEVELS, NO_AMOUNTS, RATES
from mjq_report.figures.relations import relation
from mjq_report.figures.selection import RESULTS, comparable, precision
from mjq_report.model.codes import Relation, Whole
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.model.tables import TownData

ONE, HUNDRED = Interval.exact(1), Interval.exact(100)
_LARGE_PART = Interval.exact(Decimal("0.3"))  # what smaller parts leave says nothing

OPERATIONS = frozenset(
    "base increment ratio increment_at_least increment_share_at_least rest implied_whole elsewhere"
    " implied_growth pull_of_rest growth_of_rest mean".split()
)
_SHARES = (Relation.SHARE, Relation.SHARE_WITHIN)


@dataclass(frozen=True)
class Book:
    """The results among some facts: levels by place, and what relates to a level by its relation and place."""

    data: TownData
    levels: Mapping[Place, Fact]
    related: Mapping[tuple[Relation, Whole | None, Place], Fact]

    @classmethod
    def of(cls, facts: Iterable[Fact], data: TownData) -> Book:
        """Of several figures of one place the most precise."""
        levels: dict[Place, Fact] = {}
        about: dict[tuple[Relation, Whole | None, Place], Fact] = {}
        for fact in sorted((f for f in facts if f.status in RESULTS and not f.superseded_by), key=precision):
            known = relation(fact.indicator, data.indicators)
            if known is not None:
                about.setdefault((known.name, known.whole, (known.level, *place_of(fact)[1:])), fact)
            elif fact.kind not in RATES | NO_AMOUNTS and fact.upper is None:
                levels.setdefault(place_of(fact), fact)
        return cls(data, levels, about)

    def growth(self, level: Fact) -> Fact | None:
        """The published growth of a level, of the same breakdown, coverage and period."""
        return self.related.get((Relation.GROWTH, None, place_of(level)))

    def year_before(self, level: Fact) -> Fact | None:
        """The published level of the same period a year before, if it may be compared."""
        period = _year_earlier(level.period)
        found = self.levels.get((*place_of(level)[:3], period.text)) if period else None
        return found if found is not None and comparable(level, found) else None


def insights(facts: Iterable[Fact], data: TownData) -> Iterator[Fact]:
    """Everything that the facts allow to be concluded, in their order."""
    given = list(facts)
    book = Book.of(given, data)
    order = {fact.id: number for number, fact in enumerate(given)}
    for level in sorted(book.levels.values(), key=lambda fact: order[fact.id]):
        yield from _changes(level, book)
        yield from _lower_bounds(level, book)
        yield from _rest(level, book)
        yield from _means(level, book)
    yield from _implied_wholes(book)
    yield from _implied_growth(book)


# --------------------------------------------------------------------------- a level and its growth


def _factor(growth: Fact, level: Fact, data: TownData) -> Interval | None:
    """How many times last year's level this year's is, by a published growth; None where that is not known."""
    basis = growth.basis or data.indicators[level.indicator].growth_basis
    if basis in APART_FROM_LEVELS or growth.period.is_years:
        return None  # on another basis than the levels, or an average of years
    if not units.states_growth(growth.unit):
        return None
    factor = growth_factor(growth)
    return factor if factor.low is not None and factor.low > 0 else None


def _changes(level: Fact, book: Book) -> Iterator[Fact]:
    earlier, growth = book.year_before(level), book.growth(level)
    if earlier is not None:
        yield from concluded("increment", box(level) - box(earlier, level.unit), level.unit, level, earlier)
        return
    factor = _factor(growth, level, book.data) if growth is not None else None
    period = _year_earlier(level.period)
    if growth is None or factor is None or period is None:
        return
    yield from concluded("base", box(level) / factor, level.unit, level, growth, period=period)
    yield from concluded("increment", box(level) * (ONE - ONE / factor), level.unit, level, growth)
    if factor.low is not None and factor.low >= 2:
        yield from concluded("ratio", factor, "倍", level, growth)


def _year_earlier(period: Period) -> Period | None:
    try:
        return None if period.is_years else period.year_earlier()
    except ValueError:  # 29 February
        return None


# --------------------------------------------------------------------------- parts and wholes


def _lower_bounds(part: Fact, book: Book) -> Iterator[Fact]:
    """By how much a part rose at least, since it was no more than the whole a year ago."""
    if book.year_before(part) or book.growth(part) or _is_signed(part, book):
        return
    for whole in (book.levels[place] for place in wholes_of(part, book.data) if place in book.levels):
        earlier, growth = book.year_before(whole), book.growth(whole)
        if earlier is not None and not _is_signed(whole, book):
            before, by = box(earlier, part.unit), earlier
            was = before / box(whole, part.unit)
        elif (
            growth is not None
            and (factor := _factor(growth, whole, book.data)) is not None
            and _year_earlier(whole.period)
        ):
            before, by, was = box(whole, part.unit) / factor, growth, ONE / factor
        else:
            continue
        least = (box(part) - before).low
        if least is None or least <= 0:
            continue
        yield from concluded("increment_at_least", Interval(least, None), part.unit, part, whole, by)
        share, was_most = (box(part) / box(whole, part.unit)).low, was.high
        if share is not None and was_most is not None and was_most < min(share, Decimal(1)):
            # (s − x) ÷ (1 − x) grows with the part's share s and falls with x, last year's whole to this year's
            low = (Interval.exact(share) - Interval.exact(was_most)) / (ONE - Interval.exact(was_most)) * HUNDRED
            yield from concluded("increment_share_at_least", Interval(low.low, None), "%", part, whole, by, digits=2)
        return


def _is_signed(fact: Fact, book: Book) -> bool:
    """Whether figures of the indicator may be below zero, such as profits: then a part may exceed its whole."""
    indicator = book.data.indicators[fact.indicator]
    return indicator.signed or any(
        level.value < 0 for place, level in book.levels.items() if place[0] == fact.indicator
    )


def _rest(whole: Fact, book: Book) -> Iterator[Fact]:
    """The whole without its listed parts: all of them where the tables say that they do not overlap, else the largest."""
    found = [
        part
        for part in book.levels.values()
        if place_of(whole) in wholes_of(part, book.data) and units.compatible(part.unit, whole.unit)
    ]
    if not found or _is_signed(whole, book):
        return
    parts = found if _are_disjoint(whole, found, book.data) else [max(found, key=lambda p: box(p, whole.unit).ends[0])]
    rest = rest_of(whole, parts)
    if rest is None or listed(parts, whole.unit).ends[1] < (box(whole) * _LARGE_PART).ends[1]:
        return
    others, left = [part for part in found if part not in parts], box(whole) - listed(parts, whole.unit)
    if not any(box(part, whole.unit) in left and left.is_exact for part in others):  # else it is published
        yield rest


def _are_disjoint(whole: Fact, parts: list[Fact], data: TownData) -> bool:
    """Whether parts cannot overlap: villages, divisions of one classification, parts that make up their whole."""
    if len({part.indicator for part in parts}) != 1:
        return data.indicators[whole.indicator].exhaustive and all(not part.breakdown for part in parts)
    breakdowns = [data.breakdowns[part.breakdown] for part in parts if part.breakdown in data.breakdowns]
    above = data.breakdowns.get(whole.breakdown)
    lengths = {len(breakdown.code) for breakdown in breakdowns}
    return (
        (above is not None and above.exhaustive)
        or all(breakdown.group == "village" for breakdown in breakdowns)
        or (len(lengths) == 1 and lengths != {0})
    )


# --------------------------------------------------------------------------- what is wider than the place


def _implied_wholes(book: Book) -> Iterator[Fact]:
    """The total that a part and its share imply; of several such pairs what they have in common."""
    pairs: dict[tuple[str, str, str, str, Whole | None], list[tuple[Fact, Fact]]] = {}
    for (name, whole, place), share in book.related.items():
        part = book.levels.get(place)
        of = place[1] if name is Relation.SHARE_WITHIN else ""
        if part is None or name not in _SHARES or not units.compatible(share.unit, "%"):
            continue
        if whole is Whole.TOTAL and (not place[1] or (place[0], "", *place[2:]) in book.levels):
            continue  # a share of what is published, or of which nothing says what it is
        pairs.setdefault((place[0], of, *place[2:], whole), []).append((part, share))
    for (_, of, *_rest, whole), found in pairs.items():
        unit, common = found[0][0].unit, Interval(None, None)
        for part, share in found:
            total = HUNDRED * box(part, unit) / box(share, "%")
            if not common.overlaps(total):
                break  # the shares contradict each other
            common = common.common(total)
        else:
            yield from concluded("implied_whole", common, unit, *(fact for pair in found for fact in pair))
            for part, share in found:
                if part.breakdown == of and whole is not Whole.TOTAL:  # the same thing elsewhere
                    elsewhere = box(part) * (HUNDRED / box(share, "%") - ONE)
                    yield from concluded("elsewhere", elsewhere, part.unit, part, share)


def _implied_growth(book: Book) -> Iterator[Fact]:
    """Growth of the whole and of its rest, from what a part pulls it and contributes to it."""
    for (name, whole, place), pull in book.related.items():
        contribution = book.related.get((Relation.CONTRIBUTION, whole, place))
        if name is not Relation.PULL or contribution is None:
            continue
        points, rate = box(pull, "个百分点"), box(contribution, "%")
        if 0 in rate:
            continue
        yield from concluded("implied_growth", HUNDRED * points / rate, "%", pull, contribution)
        rest = points * (HUNDRED / rate - ONE)
        yield from concluded("pull_of_rest", rest, "个百分点", pull, contribution)
        share = book.related.get((Relation.SHARE, whole, place))
        change = book.related.get((Relation.SHARE_CHANGE, whole, place))
        if share is not None and change is not None and units.compatible(change.unit, "个百分点"):
            weight = HUNDRED - (box(share, "%") - box(change, "个百分点"))
            if weight.low is not None and weight.low > 0:
                yield from concluded("growth_of_rest", HUNDRED * rest / weight, "%", pull, contribution, share, change)


# --------------------------------------------------------------------------- means


def _means(level: Fact, book: Book) -> Iterator[Fact]:
    """The level per unit of each count that its indicator's `per` names."""
    for name in book.data.indicators[level.indicator].per:
        count = book.levels.get((name, *place_of(level)[1:])) or book.levels.get((name, "", *place_of(level)[2:]))
        if count is not None and count.value > 0:
            yield from concluded("mean", *_readable(box(level) / box(count), level.unit), level, count)


def _readable(mean: Interval, unit: str) -> tuple[Interval, str]:
    """A mean in the unit without its numeral where it is too small to be read: 0.0044亿元 is 44万元."""
    plain = units.plain(unit)
    for smaller in (unit, f"万{plain}", plain):
        found = mean.times(units.ratio(unit, smaller))
        if max(abs(end) for end in found.ends) >= 1:
            return found, smaller
    return mean, unit
