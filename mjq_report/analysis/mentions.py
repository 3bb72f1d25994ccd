"""Which programmes and organisations an edition names: those that its year's sources name, in that year's words.

A row's own source counts as a mention. A later source's words for it, its name where it uses another one, and its
role, replace the row's own in the editions of that source's year; nothing of them is known before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mjq_report.model.tables import Mention, Organisation, Programme, TownData

_QUOTES = str.maketrans("", "", "“”‘’「」")


def of_year(data: TownData, year: int) -> Mapping[str, Mention]:
    """What the year's sources say of each entity, by its id: the first mention that states a role, else the first."""
    found: dict[str, Mention] = {}
    for mention in data.mentions:
        if data.sources[mention.source].year == year:
            known = found.get(mention.entity)
            if known is None or (mention.role_zh and not known.role_zh):
                found[mention.entity] = mention
    return found


def programme(row: Programme, mention: Mention | None) -> Programme:
    """The programme as a year's source describes it."""
    if mention is None:
        return row
    return replace(
        row,
        name_zh=_name(mention, row.name_zh, row.aliases_zh),
        summary_zh=mention.role_zh or row.summary_zh,
        summary_en=mention.role_en or row.summary_en,
        source=mention.source,
        locator=mention.locator,
        as_published=mention.as_published,
    )


def organisation(row: Organisation, mention: Mention | None) -> Organisation:
    """The organisation as a year's source describes it."""
    if mention is None:
        return row
    return replace(
        row,
        name_zh=_name(mention, row.name_zh, row.aliases_zh),
        role_zh=mention.role_zh or row.role_zh,
        role_en=mention.role_en or row.role_en,
        source=mention.source,
        locator=mention.locator,
        as_published=mention.as_published,
    )


def _name(mention: Mention, name: str, aliases: Iterable[str]) -> str:
    """The name that the source uses, where the table has it among the others; quotation marks do not tell names apart."""
    known = {text.translate(_QUOTES) for text in aliases} - {name.translate(_QUOTES)}
    return mention.as_published if mention.as_published.translate(_QUOTES) in known else name
