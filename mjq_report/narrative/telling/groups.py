"""Figures that belong together: a level with its growth, share and rank, with what it was before, and with its parts.

A group is of one subject (an indicator), breakdown, coverage and period. What is said beside a level is found by
`figures.relations`; parts are those that the tables declare, and never
larger than their whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mjq_report.figures import kinds, units
from mjq_report.figures.relations import relation
from mjq_report.figures.selection import comparable
from mjq_report.model.codes import IndicatorKind, Movement, Status
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.model.tables import MovementRow
from mjq_report.narrative.lookup import Lookup

AS_WORDED = (IndicatorKind.ORDINAL, IndicatorKind.MAGNITUDE, IndicatorKind.DATE)
MOMENT, MILESTONE, INDUSTRY = "moment", "milestone", "industry"  # groups of breakdowns: 初创时; 第一个关口; 汽车制造业
ADDING = (IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.COUNT)
INTENDED = (Status.PLANNED, Status.TARGET)
_ORDER = (
    "growth",
    "growth_difference",
    "average_growth",
    "share",
    "share_within",
    "share_change",
    "pull",
    "contribution",
    "rank",
)


@dataclass(frozen=True, slots=True)
class Group:
    """What is said of one subject in one period. `beside` are roles with their facts, in the order of telling."""

    subject: str
    breakdown: str
    coverage: str
    period: Period
    level: Fact | None
    beside: tuple[tuple[str, Fact], ...] = ()
    earlier: tuple[Fact, ...] = ()  # the same figure of earlier periods, oldest first
    before: tuple[tuple[str, Fact], ...] = ()  # what stands beside it, of an earlier period
    parts: tuple[Group, ...] = ()
    movement: Movement | None = None  # how it moved, where the source has no figure of it

    @property
    def head(self) -> Fact:
        """The figure that it is named after: the level, else what is said instead of it, else the first part's."""
        if self.level is not None:
            return self.level
        return self.beside[0][1] if self.beside else self.parts[0].head

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its figures, the parts' too."""
        own = (self.level,) if self.level is not None else ()
        parts = tuple(fact for part in self.parts for fact in part.facts)
        return (*self.earlier, *own, *(fact for _, fact in (*self.before, *self.beside)), *parts)

    @property
    def growth(self) -> Fact | None:
        """The published growth on the year before."""
        return next((fact for role, fact in self.beside if role == "growth"), None)

    @property
    def intended(self) -> bool:
        """Whether it is a plan or a target."""
        return self.head.status in INTENDED

    @property
    def is_list(self) -> bool:
        """Whether it is only the breakdowns of one subject, without their whole."""
        return self.level is None and not self.beside


def role(lookup: Lookup, fact: Fact) -> tuple[str, str]:
    """The subject that a figure speaks of, and how: `level`, or the name of its `Relation`.

    An id that only ends like one (对全市经济增长的贡献率) is a level of its own.
    """
    known = relation(fact.indicator, lookup.findings.data.indicators)
    if known is None:
        return fact.indicator, "level"
    indicators, name = lookup.findings.data.indicators, lookup.indicator_name(fact)
    own = indicators.get(fact.indicator)
    if own is not None and own.relation is not None:
        return known.level, str(known.name)
    language = lookup.language
    says_so = language.without_growth(name) != name or language.ranked(name)[0] != name or any(language.share_of(name))
    if known.level not in indicators and not says_so:
        return fact.indicator, "level"
    return known.level, str(known.name)


def counts_itself(lookup: Lookup, fact: Fact) -> bool:
    """Whether a detail only repeats a name: 3 parts of “三产”, the third batch of a project that is called so.

    It is left to the annex, since a sentence of it is no news.
    """
    indicator = lookup.findings.data.indicators.get(fact.indicator)
    if indicator is None or indicator.weight < 3:
        return False
    name = lookup.breakdown_name(fact.breakdown)
    if fact.kind is IndicatorKind.COUNT:
        return lookup.language.counts_itself(name, fact.printed)
    names = (name, lookup.coverage_name(fact.coverage))
    return fact.kind is IndicatorKind.ORDINAL and any(lookup.language.figure(fact).text in one for one in names)


def grouped(lookup: Lookup, facts: Iterable[Fact]) -> list[Group]:
    """Facts as groups, in their order; every fact is in exactly one."""
    groups = _moved(_by_subject(lookup, facts), lookup)
    groups = _over_years(groups)
    groups = _with_before(_with_earlier(_since_founding(groups, lookup)))
    groups = _with_parts(groups, lookup)
    return _lists(groups)


def _by_subject(lookup: Lookup, facts: Iterable[Fact]) -> list[Group]:
    """One group for each subject, breakdown, coverage, period and intention."""
    found: dict[tuple[object, ...], Group] = {}
    for fact in facts:
        subject, kind = role(lookup, fact)
        key = (subject, fact.breakdown, fact.coverage, fact.period.text, fact.status in INTENDED)
        group = found.get(key) or Group(subject, fact.breakdown, fact.coverage, fact.period, None)
        if kind == "level" and group.level is None:
            group = replace(group, level=fact)
        else:
            kind = "also" if kind == "level" else kind
            beside = sorted((*group.beside, (kind, fact)), key=lambda pair: _place(pair[0]))
            group = replace(group, beside=tuple(beside))
        found[key] = group
    return list(found.values())


def _moved(groups: Sequence[Group], lookup: Lookup) -> list[Group]:
    """Groups with what the year's sources say of their way without a figure."""
    said = {(m.indicator, m.breakdown, m.coverage, m.period.text): m.movement for m in moves(lookup)}
    keys = [(group.subject, group.breakdown, group.coverage, group.period.text) for group in groups]
    return [
        replace(group, movement=said.get(key) if group.level is None else lookup.movement_of(group.level))
        for group, key in zip(groups, keys, strict=True)
    ]


def moves(lookup: Lookup) -> list[MovementRow]:
    """The rows of the year's own sources that say how something moved and have no figure."""
    data = lookup.findings.data
    return [row for row in data.movements if data.sources[row.source].year == lookup.findings.year]


def _place(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _over_years(groups: Sequence[Group]) -> list[Group]:
    """What is said of several years (年均, 五年提高) stands beside the level of the last of them."""
    levels = {
        _thing(g, g.period.last.year): n for n, g in enumerate(groups) if g.level is not None and g.period.is_year
    }
    kept, added = dict(enumerate(groups)), dict[int, list[tuple[str, Fact]]]()
    for number, group in enumerate(groups):
        place = levels.get(_thing(group, group.period.last.year))
        if place is None or place == number or group.level is not None or not group.period.is_years:
            continue
        added.setdefault(place, []).extend(group.beside)
        del kept[number]
    for place, beside in added.items():
        kept[place] = replace(kept[place], beside=(*kept[place].beside, *beside))
    return list(kept.values())


def _thing(group: Group, year: int = 0) -> tuple[object, ...]:
    return group.subject, group.breakdown, group.coverage, group.intended, year


def _with_earlier(groups: Sequence[Group]) -> list[Group]:
    """Bare figures of earlier periods go to the latest comparable one of the same thing: 由4人增至260人."""
    by_thing: dict[tuple[object, ...], list[int]] = {}
    for number, group in enumerate(groups):
        if group.level is not None and not group.intended:
            by_thing.setdefault(_thing(group), []).append(number)
    kept = dict(enumerate(groups))
    for numbers in by_thing.values():
        numbers.sort(key=lambda n: groups[n].period)
        *before, last = numbers
        latest = groups[last].level
        bare = [n for n in before if not groups[n].beside and latest and _leads_to(groups[n].head, latest)]
        earlier = tuple(groups[n].head for n in bare)
        kept[last] = replace(kept[last], earlier=(*kept[last].earlier, *earlier))
        for number in bare:
            del kept[number]
    return list(kept.values())


def _leads_to(earlier: Fact, latest: Fact) -> bool:
    """Whether 由…增至… may be said of two figures: amounts, rates or places, no ordinals, sizes or ranges."""
    return comparable(latest, earlier) and kinds.moves(earlier) and kinds.moves(latest)


def _with_before(groups: Sequence[Group]) -> list[Group]:
    """A share of an earlier period goes to the latest comparable one: 占比由24.5%升至32.8%."""
    kept = dict(enumerate(groups))
    for number, group in enumerate(groups):
        if group.level is not None or [kind for kind, _ in group.beside] != ["share"]:
            continue
        share = group.head
        for place, other in kept.items():
            if _thing(other) == _thing(group) and any(k == "share" and comparable(f, share) for k, f in other.beside):
                kept[place] = replace(other, before=(("share", share),))
                del kept[number]
                break
    return list(kept.values())


def _since_founding(groups: Sequence[Group], lookup: Lookup) -> list[Group]:
    """A figure of a moment without a date (初创时) goes to the one of the year: 由初创时的4人增至260人."""
    breakdowns = lookup.findings.data.breakdowns
    now = {
        (g.subject, g.coverage, g.period): n for n, g in enumerate(groups) if g.level is not None and not g.breakdown
    }
    kept = dict(enumerate(groups))
    for number, group in enumerate(groups):
        known = breakdowns.get(group.breakdown)
        place = now.get((group.subject, group.coverage, group.period))
        if known is None or known.group != MOMENT or place is None or group.level is None or group.beside:
            continue
        kept[place] = replace(kept[place], earlier=(*kept[place].earlier, group.level))
        del kept[number]
    return list(kept.values())


def _with_parts(groups: Sequence[Group], lookup: Lookup) -> list[Group]:
    """Groups with their parts inside: breakdowns of a total, and indicators that are declared as part of another.

    A sentence says 其中 once: what is part of a part is a whole of its own, with the parts that it has.
    """
    wholes = {(g.subject, g.breakdown, *_setting(g)): n for n, g in enumerate(groups) if g.level is not None}
    into: dict[int, int] = {}
    for number, group in enumerate(groups):
        if group.earlier or group.before:
            continue  # 由…增至… is a sentence of its own
        for subject, breakdown in _possible_wholes(group, lookup):
            place = wholes.get((subject, breakdown, *_setting(group)))
            if place is not None and number not in _upward(place, into) and _fits(group, groups[place], lookup):
                into[number] = place
                break

    inner = {number for number in into if len(_upward(number, into)) % 2 == 0}
    return [
        replace(group, parts=tuple(groups[n] for n in into if n in inner and into[n] == number))
        for number, group in enumerate(groups)
        if number not in inner
    ]


def _upward(number: int, into: Mapping[int, int]) -> set[int]:
    """A group and the wholes that it is in."""
    seen = {number}
    while (number := into.get(number, number)) not in seen:
        seen.add(number)
    return seen


def _setting(group: Group) -> tuple[object, ...]:
    return group.coverage, group.period.text, group.intended


def _possible_wholes(group: Group, lookup: Lookup) -> Iterable[tuple[str, str]]:
    if group.breakdown:
        yield group.subject, ""
    indicator = lookup.findings.data.indicators.get(group.subject)
    for whole in indicator.part_of if indicator is not None else ():
        yield whole, group.breakdown


def _fits(part: Group, whole: Group, lookup: Lookup) -> bool:
    """Whether both have levels of one dimension that add up, and the part is not the larger one."""
    a, b = part.level, whole.level
    if a is None or b is None or not units.compatible(a.unit, b.unit) or {a.kind, b.kind} & kinds.NO_AMOUNTS:
        return False
    if a.kind not in ADDING or lookup.language.is_rate(lookup.indicator_name(b), b.unit):
        return False
    return a.value <= units.convert(b.value, b.unit, a.unit)


def _lists(groups: Sequence[Group]) -> list[Group]:
    """Several bare breakdowns of one subject, without their whole, as one group."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, group in enumerate(groups):
        bare = not (group.beside or group.earlier or group.parts or group.movement)
        if group.breakdown and group.level is not None and bare and group.level.kind not in AS_WORDED:
            key = (group.subject, group.level.unit, *_setting(group))
            alike.setdefault(key, []).append(number)
    kept = dict(enumerate(groups))
    for numbers in alike.values():
        if len(numbers) < 2:
            continue
        first, *others = numbers
        head = groups[first]
        parts = tuple(groups[n] for n in numbers)
        kept[first] = Group(head.subject, "", head.coverage, head.period, None, parts=parts)
        for number in others:
            del kept[number]
    return list(kept.values())
