"""What a section may not keep of its blocks: repetitions, and headings that nothing follows."""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.model.document import Block, Heading, ListBlock, Paragraph, facts_in


def only_repeats(blocks: Sequence[Block], said: set[str]) -> bool:
    """Whether there is nothing but sentences about figures that have been given in sentences already."""
    sentences = all(isinstance(block, Paragraph | ListBlock | Heading) for block in blocks)
    return sentences and all(facts_in([b]) and facts_in([b]) <= said for b in blocks if not isinstance(b, Heading))


def without_bare_headings(blocks: Sequence[Block]) -> list[Block]:
    """Blocks without the headings that nothing follows before the next of their level."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if isinstance(block, Heading):
            after = kept[-1] if kept else None
            if after is None or (isinstance(after, Heading) and after.level <= block.level):
                continue
        kept.append(block)
    return kept[::-1]
