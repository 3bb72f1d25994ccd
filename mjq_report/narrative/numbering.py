"""The numbers of sections, headings, figures and tables, given once, in the order in which they are printed.

Every form of a briefing prints them from the document, so that 图3 on paper is 图3 on the screen. An official
document numbers every section 一、, its headings （一） and 1. (GB/T 9704-2012, 7.3.3); a briefing only its body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from mjq_report.lang import Language
from mjq_report.model.document import Block, Chart, EntryList, Heading, Photograph, Section, Table


def numbered(sections: Sequence[Section], language: Language, official: bool = False) -> tuple[Section, ...]:
    """The sections with their numbers and those of all that stands in them."""
    sections_, figures, tables = count(1), count(1), count(1)
    made = []
    for section in sections:
        blocks = _headings(section.blocks, language) if official else section.blocks
        blocks = tuple(_block(block, figures, tables) for block in blocks)
        number = section.number
        counted = section.role != "summary" if official else section.role == "body"
        if counted and not section.attachment:
            number = language.section_number(next(sections_), official)
        made.append(replace(section, number=number, blocks=blocks))
    return tuple(made)


def _block(block: Block, figures: count[int], tables: count[int]) -> Block:
    if isinstance(block, Chart | Photograph):
        return replace(block, number=next(figures))
    if isinstance(block, Table) and block.rows:  # an empty one is not printed
        return replace(block, number=next(tables))
    return block


def _headings(blocks: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """The blocks of a section with its headings numbered: level 2 through the section, level 3 through each of these."""
    second, third = count(1), count(1)
    levels = [_level(block) for block in blocks]
    made: list[Block] = []
    for place, (block, level) in enumerate(zip(blocks, levels, strict=True)):
        if level == 2:
            third = count(1)
        if isinstance(block, Heading | EntryList) and level and not _is_alone(levels, place):
            block = replace(block, number=language.heading_number(level, next(second if level == 2 else third)))
        made.append(block)
    return tuple(made)


def _level(block: Block) -> int:
    """2 or 3 for what stands as a heading, else 0."""
    if isinstance(block, EntryList):
        return 2 if block.title and block.entries else 0
    return min(max(block.level, 2), 3) if isinstance(block, Heading) else 0


def _is_alone(levels: Sequence[int], place: int) -> bool:
    """Whether a heading is the only one of its level below the same heading: a lone （一） counts nothing."""
    level = levels[place]
    ends = [i for i, other in enumerate(levels) if other and other < level]
    first = max((i for i in ends if i < place), default=-1)
    last = min((i for i in ends if i > place), default=len(levels))
    return levels[first + 1 : last].count(level) == 1
