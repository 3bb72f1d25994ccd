"""Many figures of like things in one period: ranked growth rates, ranked levels."""

from __future__ import annotations

from collections.abc import Iterator

from mjq_report.figures import units
from mjq_report.model.codes import IndicatorKind
from mjq_report.model.findings import Fact
from mjq_report.narrative.shapes.view import LEVELS, MOST_BARS, Candidate, View

_FEW, _HANDFUL = 4, 10


def growths(view: View) -> Iterator[Candidate]:
    """Four growth rates or more of one coverage and period: of one indicator by breakdown, or of sums of money."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in view.of_kind(IndicatorKind.GROWTH):
        like = fact.indicator if fact.breakdown else "money" if view.of_money(fact) else ""
        if like:
            groups.setdefault((like, *_place(view, fact), view.group(fact)), []).append(fact)
    for found in groups.values():
        if _FEW <= len(found) <= MOST_BARS:
            yield _growth(view, sorted(found, key=lambda fact: -fact.value))


def _growth(view: View, found: list[Fact]) -> Candidate:
    falling = sum(fact.value < 0 for fact in found)
    one = len({fact.indicator for fact in found}) == 1
    of = view.indicator(found[0]) if one else view.words("rates")
    key = "rates_rise" if not falling else "rates_fall" if falling == len(found) else "rates_part"
    title = view.say(
        key,
        name=view.short(found[0], found[0]) if one else view.grower(found[0]),
        change=view.movement(found[0]),
        up=view.count(len(found) - falling),
        down=view.count(falling),
    )
    return view.ranked("growth", of, found, title)


def levels(view: View) -> Iterator[Candidate]:
    """Four figures or more of one indicator by one group of breakdowns, or of indicators with one `part_of`."""
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in view.of_kind(*LEVELS, IndicatorKind.RATE, IndicatorKind.SHARE):
        place = *_place(view, fact), units.dimension(fact.unit)
        if fact.breakdown and view.group(fact) != "programme":
            groups.setdefault((fact.indicator, view.group(fact), *place), []).append(fact)
        elif not fact.breakdown:
            for whole in view.data.indicators[fact.indicator].part_of:
                groups.setdefault((whole, "", *place), []).append(fact)
    for (concept, *_), found in groups.items():
        if _FEW <= len(found) <= MOST_BARS and not _handful(found):
            found = view.by_size(found)
            of = view.indicator(found[0]) if concept == found[0].indicator else view.data.indicators[concept].name_zh
            title = view.say("most", name=view.short(found[0], found[0]), of=of, figure=view.figure(found[0]))
            yield view.ranked("ranked", of, found, title)


def _handful(found: list[Fact]) -> bool:
    """Whether they count ten things at most, which names them rather than measures them."""
    return all(units.is_counted(fact.unit) and fact.value <= _HANDFUL for fact in found)


def _place(view: View, fact: Fact) -> tuple[str, str, str]:
    """What figures in one chart share: coverage, period, and whether they are intentions."""
    return fact.coverage, fact.period.text, str(view.intended(fact))
