"""Which chapters a briefing has: the sections of briefing.toml that have enough to say, the others joined to them.

A chapter has two things to tell (groups of figures) or three entries of substance, or a template of its own; a section with less joins the first of its `joins` that has a
chapter, else the chapter before it. Its title names the domains that it speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mjq_report.model.codes import DOMAINS
from mjq_report.model.findings import Fact
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.plan import GENERIC, SectionPlan

FEW_FIGURES, FEW_ENTRIES = 2, 3
MOST_NAMED = 3  # domains in a title


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the plan with those that joined it."""

    plan: SectionPlan
    joined: tuple[SectionPlan, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of all its sections, in the order of `DOMAINS` where others have joined."""
        found = tuple(domain for plan in self.plans for domain in plan.domains)
        return found if not self.joined else tuple(domain for domain in DOMAINS if domain in found)

    @property
    def plans(self) -> tuple[SectionPlan, ...]:
        """All its sections."""
        return (self.plan, *self.joined)


def chapters(
    sections: Sequence[SectionPlan],
    figures: Mapping[str, int],
    entries: Mapping[str, int],
    mentioned: Mapping[str, int],
) -> list[Chapter]:
    """The chapters in the order of the plan.

    `figures` and `entries` are how many groups of figures and entries of substance there are of each domain, `mentioned`
    how many programmes and organisations, with or without, of each section.
    """
    found: dict[str, Chapter] = {}
    waiting = list[SectionPlan]()
    for section in sections:
        counted = sum(figures.get(d, 0) for d in section.domains)
        named = sum(entries.get(d, 0) for d in section.domains)
        if section.template != GENERIC or counted >= FEW_FIGURES or named >= FEW_ENTRIES:
            found[section.id] = Chapter(section)
        elif counted or mentioned.get(section.id, 0):
            waiting.append(section)
    if not found and waiting:
        first = waiting.pop(0)
        found[first.id] = Chapter(first)
    for section in waiting:
        host = next((name for name in section.joins if name in found), _nearest(section, sections, found))
        found[host] = replace(found[host], joined=(*found[host].joined, section))
    return list(found.values())


def _nearest(section: SectionPlan, sections: Sequence[SectionPlan], found: Mapping[str, Chapter]) -> str:
    """The chapter before a section, else the first."""
    before = [s.id for s in sections[: sections.index(section)] if s.id in found]
    return before[-1] if before else next(iter(found))


def named(domains: Sequence[str], figures: Mapping[str, int], entries: Mapping[str, int]) -> list[str]:
    """The domains that a title names: of those with content the ones with the most figures, in order."""
    there = [domain for domain in domains if figures.get(domain, 0) or entries.get(domain, 0)]
    ranked = sorted(there, key=lambda domain: -figures.get(domain, 0))[:MOST_NAMED]
    return [domain for domain in there if domain in ranked]


def counted(lookup: Lookup, facts: Sequence[Fact]) -> dict[str, int]:
    """How many of the facts each domain has."""
    found: dict[str, int] = {}
    for fact in facts:
        domain = lookup.domain(fact)
        found[domain] = found.get(domain, 0) + 1
    return found
