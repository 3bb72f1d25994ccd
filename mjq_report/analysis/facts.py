"""Published observations as facts that may be printed."""

from __future__ import annotations

import re
from decimal import Decimal

from mjq_report.figures.kinds import kind_of
from mjq_report.model.codes import Qualifier
from mjq_report.model.findings import Fact
from mjq_report.model.tables import Correction, Indicator, Observation

_HEDGE = r"((?:万亿|亿|万)?[余多])"
_BEHIND_CHINESE_DIGITS = re.compile(rf"[〇零一二三四五六七八九十百千两]{_HEDGE}")


def fact(observation: Observation, indicator: Indicator, correction: Correction | None = None) -> Fact:
    """The fact that an observation of an indicator states, or, where the curators decided so, its corrected figure."""
    value, printed, note = observation.value, observation.printed, observation.note
    if correction is not None and correction.published == printed:
        value, printed, note = Decimal(correction.used), correction.used, correction.reason
    return Fact(
        id=observation.key,
        indicator=observation.indicator,
        breakdown=observation.breakdown,
        period=observation.period,
        coverage=observation.coverage,
        value=value,
        printed=printed,
        unit=observation.unit,
        qualifier=observation.qualifier,
        status=observation.status,
        sources=(observation.source,),
        note=note,
        wording=wording(observation),
        kind=kind_of(observation.kind or "", indicator.kind, observation.printed, observation.as_published),
        basis=observation.basis,
        upper=observation.upper,
        movement=observation.movement,
        members_zh=observation.members_zh,
        members_en=observation.members_en,
        note_public_zh=observation.note_public_zh,
        note_public_en=observation.note_public_en,
    )


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
