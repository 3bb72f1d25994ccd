"""A few of many findings, for a cover or a summary: by salience, but spread over what there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mjq_report.model.findings import Salient

REPEATED_DOMAIN = Decimal(6)  # points that a finding loses for each one already chosen of its domain
REPEATED_INDICATOR = Decimal(8)  # and for each of its indicator: a whole with its parts
OTHER_COVERAGE = Decimal(6)  # and for each coverage but its own among those chosen
YEARS_BESIDE_YEAR = Decimal(25)  # what a sum over several years loses beside a year's figure


def choose(salients: Sequence[Salient], k: int) -> tuple[Salient, ...]:
    """At most `k` of `salients`, the lead first, the others by their scores.

    Taken one by one, each time the highest score after these deductions, ties in the order given: for a domain or an
    indicator that is there already, for another coverage, for a sum over several years beside a year's figure. One thing
    (indicator and breakdown) is chosen once, so that figures of two coverages are never set beside each other
    as if they were two; what is told beside another figure is not chosen by itself. Where bad news is among the
    candidates and none was chosen, the weightiest that is not of the lead's thing has a place: that of the figure of its own
    thing, or the last.
    """
    alone = [salient for salient in salients if not salient.beside]
    chosen: list[Salient] = []
    while len(chosen) < k and (left := _open(alone, chosen)):
        chosen.append(max(left, key=lambda s: _worth(s, chosen)))
    adverse = next((s for s in _ranked(_open(alone, chosen[:1])) if s.adverse), None)
    if len(chosen) > 1 and adverse is not None and not any(salient.adverse for salient in chosen):
        own = next((at for at, salient in enumerate(chosen) if salient.thing == adverse.thing), -1)
        chosen[own] = adverse
    return (*chosen[:1], *_ranked(chosen[1:]))


def _open(salients: Sequence[Salient], chosen: Sequence[Salient]) -> list[Salient]:
    things = {salient.thing for salient in chosen}
    return [salient for salient in salients if salient.thing not in things]


def _worth(salient: Salient, chosen: Sequence[Salient]) -> Decimal:
    worth = salient.score - REPEATED_DOMAIN * sum(other.domain == salient.domain for other in chosen)
    worth -= REPEATED_INDICATOR * sum(other.thing[0] == salient.thing[0] for other in chosen)
    worth -= OTHER_COVERAGE * len({other.coverage for other in chosen} - {salient.coverage})
    return worth - (YEARS_BESIDE_YEAR if salient.years and any(not other.years for other in chosen) else 0)


def _ranked(salients: Sequence[Salient]) -> list[Salient]:
    return sorted(salients, key=lambda salient: -salient.score)
