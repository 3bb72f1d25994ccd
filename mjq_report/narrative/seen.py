"""The facts that a hurried reader meets: on the cover, in the summary, in findings and charts."""

from __future__ import annotations

from collections.abc import Iterable

from mjq_report.model.document import Block, Chart, Cover, Paragraph, Section, facts_in
from mjq_report.narrative.cover import facts_of


def in_view(cover: Cover, sections: Iterable[Section]) -> set[str]:
    """The facts that a hurried reader meets: key figures, summary, the sections' findings, charts."""
    used = facts_of(cover)
    for section in sections:
        seen = section.blocks if section.role == "summary" else [b for b in section.blocks if _stands_out(b)]
        used |= facts_in(seen)
    return used


def _stands_out(block: Block) -> bool:
    return isinstance(block, Chart) or (isinstance(block, Paragraph) and block.role == "lead")
