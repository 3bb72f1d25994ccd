"""Then and now: this period beside the one a year before, and levels that were passed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mjq_report.figures import units
from mjq_report.figures.intervals import box
from mjq_report.figures.selection import RESULTS, comparable
from mjq_report.model.codes import IndicatorKind, Movement, Qualifier
from mjq_report.model.document import Span, Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import LEVELS, Candidate, View

MILESTONE = "milestone"  # the group of breakdowns that name levels passed within a period
_MOST_ROWS, _MOST_STEPS = 8, 6
_MOST_SPLIT = 4  # from so many breakdowns of one measure on their growth rates are ranked
_RATES = ("rate", "share")
_FALLS = (Movement.FALL, Movement.SLIGHT_FALL, Movement.FALL_NARROWED, Movement.FALL_WIDENED)
_RISES = (Movement.RISE, Movement.SLIGHT_RISE, Movement.RISE_SLOWED, Movement.RISE_QUICKENED, Movement.DOUBLED)
_PASSED = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)


# --------------------------------------------------------------------------- this period and the last


class _Row:
    """A measure now, what it was, and what is said of the change."""

    def __init__(self, view: View, present: Fact) -> None:
        lookup = view.resolver.lookup
        self.present = present
        place = (present.indicator, present.breakdown, present.coverage, present.period)
        known = lookup.computed(present, "increment") or _points(view, present)
        self.before = view.computed("base", present) or (view.input(known, 1) if known else None)
        if self.before is not None and self.before.kind is IndicatorKind.GROWTH:
            self.before = None
        growth = known if known is not None and known.operation == "difference" else lookup.growth_of(present)
        based = growth is not None and (not growth.is_derived or known is not None)  # not on a year further back
        self.growth = growth if based else None
        moved = (m for m in view.data.movements if (m.indicator, m.breakdown, m.coverage, m.period) == place)
        own = (m.movement for m in moved if view.data.sources[m.source].year == lookup.findings.year)
        self.movement = present.movement or next(own, None)
        self.side = 1 if self.movement in _FALLS else -1 if self.movement in _RISES else 0

    @property
    def rate(self) -> Decimal:
        """The growth rate, 0 where none is known."""
        return self.growth.value if self.growth is not None else Decimal(0)

    @property
    def up(self) -> bool | None:
        """Whether it rose; None where that is not known, or nothing changed."""
        if self.before is not None and self.growth is not None:
            return None if self.growth.value == 0 else self.growth.value > 0
        return self.side < 0 if self.side else None


def _points(view: View, rate: Fact) -> Fact | None:
    """By how many points a rate differs from that of the same period a year before."""
    found = view.computed("difference", rate)
    return found if found is not None and view.input(found, 1).period == rate.period.year_earlier() else None


def dumbbells(view: View) -> Iterator[Candidate]:
    """Two measures or more of one coverage and period, each with its figure of a year before, computed or published, or
    with the word of the source that it was higher or lower then."""
    groups: dict[tuple[str, ...], list[_Row]] = {}
    for fact in view.of_kind(*LEVELS, *_RATES):
        if not view.intended(fact) and fact.upper is None and not fact.period.is_years and view.is_latest(fact):
            row = _Row(view, fact)
            if row.up is not None:
                groups.setdefault((fact.coverage, "" if view.mixed else fact.period.text), []).append(row)
    for found in groups.values():
        split = Counter(row.present.indicator for row in found if row.present.breakdown)  # like things are ranked
        rows = [row for row in found if not row.present.breakdown or split[row.present.indicator] < _MOST_SPLIT]
        rows = sorted(rows, key=lambda row: view.weight(row.present))[:_MOST_ROWS]
        if len(rows) >= 2 and sum(row.before is not None for row in rows) * 2 >= len(rows):
            yield _dumbbell(view, rows)


def then_and_now(view: View) -> Iterator[Candidate]:
    """Two measures or more, each with its last figure of years ago, which stands beside its year.

    They are of one coverage, or of the town and of what is named in its row: a company, a village.
    """
    lookup = view.resolver.lookup
    groups: dict[str, list[tuple[Fact, Fact]]] = {}
    for fact in view.of_kind(*LEVELS, *_RATES):
        if fact.period.is_years or not view.is_latest(fact) or view.computed("increment", fact) or _points(view, fact):
            continue
        before = _years_ago(view, fact)
        if before is not None:
            named = fact.coverage == lookup.home_coverage() or lookup.is_part_of_name(fact)
            groups.setdefault("" if named else fact.coverage, []).append((before, fact))
    for found in groups.values():
        pairs = sorted(found, key=lambda pair: view.weight(pair[1]))[:_MOST_ROWS]
        if len(pairs) >= 2:
            yield _then_and_now(view, pairs)


def _years_ago(view: View, fact: Fact) -> Fact | None:
    """The last figure before, from which it surely differs."""
    change = view.computed("growth", fact) or view.computed("difference", fact)
    if change is not None:
        return view.input(change, 1) if change.value != 0 else None
    same = (fact.indicator, fact.breakdown)
    before = [f for f in view.facts if (f.indicator, f.breakdown) == same and comparable(fact, f)]
    last = max(before, key=lambda f: f.period, default=None)
    return last if last is not None and not box(last, fact.unit).overlaps(box(fact)) else None


def _then_and_now(view: View, pairs: Sequence[tuple[Fact, Fact]]) -> Candidate:
    period = view.resolver.lookup.period
    linked = view.resolver.lookup.language.linked
    names = [linked(view.whose(fact), view.name(fact)) for _, fact in pairs]
    before = tuple(Item(name, then, note=period(then)) for name, (then, _) in zip(names, pairs, strict=True))
    present = tuple(
        Item(name, fact, emphasis=fact is pairs[0][1]) for name, (_, fact) in zip(names, pairs, strict=True)
    )
    (then, first), name = pairs[0], names[0]
    figures = {"before": view.figure(then), "after": view.figure(first)}
    verb = view.grown(view.value(first, then.unit) > then.value, first)
    title = view.say("moved", name=name, since=period(then), until=period(first), verb=verb, **figures)
    lines = (Line(view.words("then"), before), Line(period(first), present))
    alike = all(fact.coverage == first.coverage for _, fact in pairs)
    subtitle, remark = view.subtitle("", first) if alike else period(first), view.words("own_scale")
    unit = None if len({fact.unit for _, fact in pairs}) == 1 else ""
    return Candidate("then", "dumbbell", view.subject(first), lines, title, subtitle, unit=unit, remark=remark)


def aims(view: View) -> Iterator[Candidate]:
    """Two measures or more of one coverage, each with its result and what is planned or aimed at for a later year."""
    groups: dict[str, list[tuple[Fact, Fact]]] = {}
    results = {
        (fact.indicator, fact.breakdown, fact.coverage): fact
        for fact in view.of_kind(*LEVELS, *_RATES)
        if not view.intended(fact) and fact.upper is None and not fact.period.is_years and view.is_latest(fact)
    }
    for aim in view.of_kind(*LEVELS, *_RATES):
        now = results.get((aim.indicator, aim.breakdown, aim.coverage))
        later = now is not None and view.intended(aim) and not aim.period.is_years and aim.period.last > now.period.last
        if (
            now is not None
            and later
            and units.compatible(aim.unit, now.unit)
            and view.value(aim, now.unit) != now.value
        ):
            groups.setdefault(aim.coverage, []).append((now, aim))
    for found in groups.values():
        pairs = sorted(found, key=lambda pair: view.weight(pair[1]))[:_MOST_ROWS]
        if len(pairs) >= 2:
            yield _aims(view, pairs)


def _aims(view: View, pairs: Sequence[tuple[Fact, Fact]]) -> Candidate:
    period = view.resolver.lookup.period
    grow = [pair for pair in pairs if view.value(pair[1], pair[0].unit) > float(pair[0].value)]
    now, aim = (grow or list(pairs))[0]
    names = [view.name(fact) for fact, _ in pairs]
    since = period(now) if len({fact.period for fact, _ in pairs}) == 1 else ""
    until = period(aim) if len({fact.period for _, fact in pairs}) == 1 else ""
    before = tuple(
        Item(name, fact, note="" if since else period(fact)) for name, (fact, _) in zip(names, pairs, strict=True)
    )
    ahead = tuple(
        Item(name, fact, emphasis=fact is aim, note=f"{'' if until else period(fact)}{view.status(fact)}")
        for name, (_, fact) in zip(names, pairs, strict=True)
    )
    verb = view.grown(bool(grow), aim)
    figures = {"before": view.figure(now), "after": view.figure(aim)}
    key, up = "aims" if len(grow) > 1 else "aims_less", view.count(len(grow))
    title = view.say(key, up=up, since=period(now), verb=verb, name=view.name(aim), **figures)
    lines = (Line(since or view.words("this_time"), before), Line(f"{until}{view.words('aim')}", ahead))
    unit = None if len({fact.unit for _, fact in pairs}) == 1 else ""
    subtitle = view.subtitle("", now, period=False)
    return Candidate(
        "aims", "dumbbell", view.subject(aim), lines, title, subtitle, unit=unit, remark=view.words("own_scale")
    )


def _dumbbell(view: View, rows: Sequence[_Row]) -> Candidate:
    first, alike = rows[0].present, len({row.present.period for row in rows}) == 1
    when = view.resolver.lookup.language.year_before(first.period) if alike else view.words("last_time")
    fallen = [row for row in rows if not row.up]
    grown = sorted((row for row in rows if row.growth is not None), key=lambda row: -row.rate)
    told = fallen if fallen and len(fallen) < len(rows) else [] if fallen else grown[:1]
    names = [view.name(row.present) for row in rows]
    before = tuple(_before(view, row, name, when) for row, name in zip(rows, names, strict=True))
    present = tuple(
        Item(name, row.present, emphasis=row in told, note=_note(view, row, alike))
        for row, name in zip(rows, names, strict=True)
    )
    growths = tuple(row.growth for row in rows if row.growth is not None)
    lines = (
        Line(when, before),
        Line(view.resolver.lookup.period(first) if alike else view.words("this_time"), present),
    )
    told_of = fallen if len(grown) < len(rows) or len(rows) > 2 else []
    title = _title(view, rows, fallen, when) if told_of or not grown else _grown(view, rows, grown, when)
    subtitle, remark = view.subtitle("", first, period=alike), view.words("own_scale")
    unit = None if len({row.present.unit for row in rows}) == 1 else ""
    return Candidate(
        "dumbbell", "dumbbell", view.subject(first), lines, title, subtitle, growths, unit=unit, remark=remark
    )


def _before(view: View, row: _Row, name: str, when: str) -> Item:
    if row.before is not None:
        return Item(name, row.before)
    words = view.words("was_higher" if row.side > 0 else "was_lower").format(when=when)
    return Item(name, None, nature="unknown", note=words, side=row.side)


def _note(view: View, row: _Row, alike: bool) -> str:
    """How it moved, and when where rows are of several periods."""
    moved = view.movement(row.growth).text if row.growth is not None else ""
    if not moved and row.movement:
        moved = view.resolver.lookup.language.MOVEMENTS[row.movement]
    when = "" if alike else view.resolver.lookup.period(row.present)
    return view.resolver.words["comma"].join(filter(None, (when, moved)))


def _title(view: View, rows: Sequence[_Row], fallen: Sequence[_Row], when: str) -> Spans:
    up, down = view.count(len(rows) - len(fallen)), view.count(len(fallen))
    if len(fallen) in (0, len(rows)):
        return view.say("all_down" if fallen else "all_higher", up=up, down=down, when=when)
    key = "one_down" if len(fallen) == 1 else "some_down"
    return view.say(key, up=up, down=down, when=when, name=view.name(fallen[0].present))


def _grown(view: View, rows: Sequence[_Row], grown: Sequence[_Row], when: str) -> Spans:
    """By how much both moved, if there are two; of more, which all rose, the first."""
    said = [(view.name(row.present), view.movement(row.growth)) for row in grown if row.growth is not None]
    (name, change), (other, change_of_other) = said[0], said[-1]
    if len(rows) == len(said) == 2:
        return view.say("both_up", name=name, change=change, other=other, change_of_other=change_of_other)
    return view.say("all_up", up=view.count(len(rows)), when=when, name=name, change=change)


# --------------------------------------------------------------------------- levels passed


def steps(view: View) -> Iterator[Candidate]:
    """Two levels or more that were passed within a period of years, and the figure of its last year."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in view.of_kind(*LEVELS):
        if view.group(fact) == MILESTONE and fact.status in RESULTS and fact.qualifier in _PASSED:
            groups.setdefault((fact.indicator, fact.coverage, fact.period.text), []).append(fact)
    for found in groups.values():
        levels = sorted(found, key=lambda fact: view.value(fact, found[0].unit))
        year = f"{levels[0].period.last.year:04d}"
        end = view.resolver.lookup.find(levels[0].indicator, "", levels[0].coverage, year)
        if end is not None and 2 <= len(levels) < _MOST_STEPS and end.value > levels[-1].value:
            yield _steps(view, levels, end)


def _steps(view: View, levels: Sequence[Fact], end: Fact) -> Candidate:
    lookup, last = view.resolver.lookup, view.resolver.lookup.period(end)
    unknown = view.words("unknown_year")
    items = [
        Item(unknown if f.period.is_years else lookup.period(f), f, nature="unknown" if f.period.is_years else None)
        for f in levels
    ]
    lines = [Line("", (*items, Item(last, end)))]
    part = _largest_part(view, end)
    if part is not None:
        lines.append(Line(view.short(part, end), (Item(last, part, emphasis=True),)))
    comma = view.resolver.words["enumeration"]
    alike = len({level.unit for level in levels}) == 1
    figures = [view.figure(f, hedged=False, bare=alike and f is not levels[-1]) for f in levels]
    named = [span for figure in figures for span in (Span(comma), figure)][1:]
    said: dict[str, Span | Spans | str] = {
        "levels": tuple(named),
        "figure": view.figure(end),
        "name": view.name(end),
        "until": last,
    }
    if part is None:
        title = view.say("passed", **said)
    else:
        title = view.say("passed_with", part=view.short(part, end), of_it=view.figure(part), **said)
    subtitle = view.subtitle(view.name(end), end, period=False)
    return Candidate(
        "steps", "steps", view.subject(end), tuple(lines), title, subtitle, remark=view.words("only_order")
    )


def _largest_part(view: View, whole: Fact) -> Fact | None:
    """The largest published part of a figure, if it is most of it."""
    parts = [
        f for f in view.of_kind(*LEVELS) if f.breakdown and f.indicator == whole.indicator and view.alike(f, whole)
    ]
    shares = {part.id: share for part in parts if (share := view.computed("share", part, whole)) is not None}
    best = max((part for part in parts if part.id in shares), key=lambda part: shares[part.id].value, default=None)
    return best if best is not None and shares[best.id].value >= 50 else None
