"""The numbers of sections, headings, figures and tables, given once, in the order in which they are printed.

Every form of a briefing prints them from the document, so that 图3 on paper is 图3 on the screen. An official
document numbers every section 一、, its headings （一） and 1. (GB/T 9704-2012, 7.3.3); a briefing only its body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from mjq_report.lang import Language
from mjq_report.model.document import Block, Chart, EntryList, Heading, Section, Table


def numbered(sections: Sequence[Section], language: Language, official: bool = False) -> tuple[Section, ...]:
    """The sections with their numbers and those of all that stands in them."""
    sections_, figures, tables = count(1), count(1), count(1)
    made = []
    for section in sections:
        blocks = _headings(section.blocks, language) if official else section.blocks
        blocks = tuple(_block(block, figures, tables) for block in blocks)
        number = ""
        if official or section.role == "body":
            number = language.section_number(next(sections_), official)
        made.append(replace(section, number=number, blocks=blocks))
    return tuple(made)


def _block(block: Block, figures: count[int], tables: count[int]) -> Block:
    if isinstance(block, Chart):
        return replace(block, number=next(figures))
    if isinstance(block, Table) and block.rows:  # an empty one is not printed
        return replace(block, number=next(tables))
    return block


def _headings(blocks: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """The blocks of a section with its headings numbered: level 2 through the section, level 3 through each of these."""
    second, third = count(1), count(1)
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level > 2:
            block = replace(block, number=language.heading_number(3, next(third)))
        elif isinstance(block, Heading) or (isinstance(block, EntryList) and block.title and block.entries):
            block, third = replace(block, number=language.heading_number(2, next(second))), count(1)
        made.append(block)
    return tuple(made)
