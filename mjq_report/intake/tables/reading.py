"""A workbook or a CSV file of wide tables: every figure proposed, every other number named with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mjq_report.dataset.workbook import kinds
from mjq_report.dataset.workbook.grid import Grid, address, csv_grid, encoding_of, read_workbook
from mjq_report.errors import UsageError
from mjq_report.intake.proposal import LeftOut, Proposal, Proposed
from mjq_report.intake.setting import Setting
from mjq_report.intake.tables import words
from mjq_report.intake.tables.figures import Context, Reading
from mjq_report.intake.tables.layout import Block, Part, blocks, sheet_of
from mjq_report.intake.tables.mapping import Answers
from mjq_report.intake.tables.proposing import proposals
from mjq_report.lang.zh import tables as zh
from mjq_report.model import locators

_DIGIT = re.compile(r"[0-9０-９]")
_TABLE_NUMBER = re.compile(
    r"\A(?:(?:续?表|附表)\s*[0-9一二三四五六七八九十]+(?:\s*[-—－–.]\s*[0-9]+)*|[0-9]{1,2}\s*[-—－–.]\s*[0-9]{1,3}(?![0-9月]))(?:续表|（续）)?[\s　]*"
)
_NOTED = re.compile(rf"(?:本表)?({words.YEAR})\s*年?[^。；，]{{0,12}}?(初步|快报|预计|预算)")
_STATUSES = {"初步": "preliminary", "快报": "preliminary", "预计": "estimated", "预算": "target"}


def read_table(name: str, content: bytes, setting: Setting) -> Proposed:
    """The figures of a file. Raises UsageError for one that cannot be read."""
    found = Proposed()
    for grid in _grids(name, content):
        here = blocks(sheet_of(grid))
        locate = locators.cell(grid.name, "")
        parts = [_reading(block, part, setting, locate, name) for block in here for part in block.parts]
        form = tuple(dict.fromkeys(column.key for reading in parts for column in reading.columns))
        answers = _answers(setting, form)
        items: list[Proposal | LeftOut] = []
        for reading in parts:
            reading.answers = answers
            items += proposals(reading)
        made = {item.locator for item in items}
        left_out = [item for item in items if isinstance(item, LeftOut)]
        left_out += [replace(item, source=name) for item in _left_out(grid, here, locate, made)]
        asked = {key: one for reading in parts for key, one in reading.questions.items()}
        questions = (replace(one, form=form) for one in asked.values())
        figures = tuple(item for item in items if isinstance(item, Proposal))
        found += Proposed(figures, tuple(left_out), questions=tuple(questions))
    return found


def _answers(setting: Setting, form: Sequence[str]) -> Answers:
    """What is known of a table with these heads: answers for any table go before those of its form."""
    found = Answers()
    for one in setting.mappings:
        if not one.form or one.fits(form):
            found = found.over(one)
    return found


def _grids(name: str, content: bytes) -> list[Grid]:
    ending = Path(name).suffix.lower()
    if reason := kinds.not_taken(content, ending):
        raise UsageError(f"{name}: {reason}")
    if ending == ".csv":
        found = csv_grid(content, "", encoding_of(content))
        if isinstance(found, str):
            raise UsageError(f"{name}: it cannot be read as CSV: {found}")
        return [found]
    grids = read_workbook(content)
    if isinstance(grids, str):
        raise UsageError(f"{name}: {grids}; save it as an ordinary .xlsx workbook, or as CSV")
    return grids


# --------------------------------------------------------------------------- what holds for a whole table


def _reading(block: Block, part: Part, setting: Setting, locate: str, file: str) -> Reading:
    return Reading(block, part, _context(block, setting, Path(file).stem), setting, Answers(), locate, file)


def _context(block: Block, setting: Setting, file: str) -> Context:
    texts = (*block.titles, *block.far_titles, block.sheet.grid.name, file)
    corner = tuple(block.sheet.text(row, c) for part in block.parts for row in part.heads for c in part.labels)
    period = next((found for text in texts if (found := _titled(text))), "")
    year = int(period[:4]) if period else setting.year
    listed = next((some for text in (*block.titles, *corner, *block.far_titles) if (some := words.units_in(text))), ())
    place = next((name for text in texts if (name := _place(text, setting.name))), "")
    return Context(period, year, listed, _topic(block), place, _noted_years(block.notes))


def _titled(text: str) -> str:
    """The period of a title: its last one, since 2020—2024 leads up to it; none of 主要年份."""
    if words.NOTE.match(text):
        return ""
    plain = _TABLE_NUMBER.sub("", text)
    return words.period_in(plain, None)[0]


def _place(text: str, own: str) -> str:
    """The place at the start of a title, where it is another than the town: 苎塘镇 in 苎塘镇主要年份国民经济指标."""
    if own in text:
        return ""
    plain = words.period_in(_TABLE_NUMBER.sub("", words.tight(text)), None)[1]
    match = _A_PLACE.match(plain)
    return match[0] if match and not _NO_PLACE.search(match[0]) else ""


_A_PLACE = re.compile(r"[一-鿿]{1,5}?(?:街道|[镇乡县区市旗])(?!镇|街|乡|区|县)")
_NO_PLACE = re.compile(r"\A[各全分本乡城按]|[地园社小辖郊灾特新各全城山]区\Z|城市\Z|[一二三四五六七八九十]、")


def _topic(block: Block) -> str:
    """What a table is about, by its title: 各镇规模以上工业总产值（2024年） is 规模以上工业总产值."""
    for text in block.titles:
        plain = words.said(_TABLE_NUMBER.sub("", text), None).name
        plain = re.sub(
            r"\A(?:分|各)?(?:镇|乡|村|街道|街|地区|县|区|市)+(?:（.*?）)?|(?:分|各)(?:镇|乡|村|街道|街|地区|月)+|主要年份|历年|(?:完成)?情况(?:表)?|统计表|一览表",
            "",
            plain,
        )
        if plain and not re.search(r"单[\s　]*位[\s　]*[:：]", text):
            return plain.strip("的、，")
    return ""


def _noted_years(notes: Sequence[str]) -> dict[str, str]:
    return {year: _STATUSES[word] for note in notes for year, word in _NOTED.findall(note)}


# --------------------------------------------------------------------------- what is no figure


def _left_out(grid: Grid, here: Sequence[Block], locate: str, made: set[str]) -> Iterator[LeftOut]:
    """Every cell with digits, or with a sign that there is no figure, that was not proposed, and why."""
    heads = {(row, c) for block in here for part in block.parts for row in part.heads for c in range(1, 257)}
    counted = {(row, c) for block in here for part in block.parts for row in part.body for c in part.ordinals}
    body = {(row, c) for block in here for part in block.parts for row in part.body for c in part.figures}
    for place, cell in grid.cells.items():
        where = f"{locate}{address(*place)}"
        if where in made:
            continue
        if cell.fault:
            yield LeftOut(where, cell.stored[:60], zh.LEFT_OUT["unreadable"].format(fault=cell.fault))
        elif place in body and words.is_missing(cell.text):
            yield LeftOut(where, cell.text, zh.LEFT_OUT["missing"])
        elif _DIGIT.search(cell.text):
            reason = "count" if place in counted else "head" if place in heads else "note"
            if words.is_year(cell.text):
                reason = "year"
            yield LeftOut(where, cell.text[:60], zh.LEFT_OUT[reason])
