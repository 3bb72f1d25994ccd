"""Published observations as facts that may be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mjq_report.figures import vintages
from mjq_report.figures.kinds import NO_AMOUNTS, basis_of, kind_of, worded
from mjq_report.lang import zh
from mjq_report.model.codes import Basis, Qualifier
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period
from mjq_report.model.tables import Indicator, Observation, Source, TownData

_HEDGE = r"((?:万亿|亿|万)?[余多])"
_BEHIND_CHINESE_DIGITS = re.compile(rf"[〇零一二三四五六七八九十百千两]{_HEDGE}")


def fact(observation: Observation, indicator: Indicator) -> Fact:
    """The fact that an observation of an indicator states, or, where the curators decided so, its corrected figure."""
    words = observation.printed, observation.unit, observation.as_published
    kind = kind_of(observation.kind or "", indicator.kind, *words)
    correction, notes = observation.correction, [observation.note_public_zh]
    if correction is not None:
        published = zh.quantity(correction.published, observation.unit, observation.qualifier).text
        notes.append(zh.corrected(published, correction.reason))
    return Fact(
        id=observation.key,
        indicator=observation.indicator,
        breakdown=observation.breakdown,
        period=observation.period,
        coverage=observation.coverage,
        value=observation.value,
        printed=observation.printed,
        unit=observation.unit,
        qualifier=observation.qualifier,
        status=observation.status,
        sources=(observation.source,),
        note=correction.reason if correction is not None else observation.note,
        wording=worded(kind, *words) if kind in NO_AMOUNTS else wording(observation),
        kind=kind,
        basis=basis_of(observation.basis, observation.as_published),
        upper=observation.upper,
        movement=observation.movement,
        members_zh=observation.members_zh,
        members_en=observation.members_en,
        note_public_zh=zh.notes(notes),
        note_public_en=observation.note_public_en,
        correction=correction,
    )


def with_scopes(facts: Sequence[Fact], data: TownData) -> list[Fact]:
    """The facts, those of the town as a whole with the number of the area that they are of, and a note on one before a
    change or of the year of one.

    A figure is of the area at the end of its period; one of comparable scope is of the area when it was published.
    """
    changes = [name.since for name in data.names if name.rescoped]
    if not changes:
        return [*facts]
    found = []
    for one in facts:
        coverage = data.coverages.get(one.coverage)
        if coverage is not None and coverage.entity == "town":
            known = Period.parse(data.sources[one.source].published) if one.basis is Basis.COMPARABLE else one.period
            scope = sum(since.first <= known.last for since in changes)
            note = zh.of_scope(changes[scope]) if scope < len(changes) else ""
            if scope and changes[scope - 1].first.year == one.period.last.year:
                note = zh.rescoped(changes[scope - 1])
            one = replace(one, scope=scope, note_public_zh=zh.notes((one.note_public_zh, note)))
        found.append(one)
    return found


def with_vintages(facts: Sequence[Fact], sources: Mapping[str, Source]) -> list[Fact]:
    """The facts, those marked that a later source put another figure in the place of, and these noted on that."""
    by_thing: dict[tuple[str, str, str, str], list[Fact]] = {}
    for one in facts:
        by_thing.setdefault((one.indicator, one.breakdown, one.period.text, one.coverage), []).append(one)
    published = vintages.dates(sources)
    newer: dict[str, str] = {}
    earlier: dict[str, list[str]] = {}
    for several in by_thing.values():
        found = vintages.superseded(several, published) if len(several) > 1 else {}
        for place in sorted(found, key=lambda place: published[several[place].source].first):
            newer[several[place].id] = found[place].id
            earlier.setdefault(found[place].id, []).append(zh.figure(several[place]).text)
    return [
        replace(
            one,
            superseded_by=newer.get(one.id, ""),
            note_public_zh=zh.notes((one.note_public_zh, zh.revised(earlier.get(one.id, ())))),
        )
        for one in facts
    ]


def wording(observation: Observation) -> str:
    """余 or 多 where the source puts it behind the digits (`290余家`), with the 万 or 亿 before it if
    the unit starts with that (`2.4万余亩` → 万余); empty for all other hedges."""
    if observation.qualifier is not Qualifier.MORE_THAN:
        return ""
    text = observation.as_published
    found = re.search(rf"(?<![\d.]){re.escape(observation.printed)}{_HEDGE}", text)
    found = found or _BEHIND_CHINESE_DIGITS.search(text)
    if found is None:
        return ""
    words = found[1]
    return words if observation.unit.startswith(words[:-1]) else words[-1]
