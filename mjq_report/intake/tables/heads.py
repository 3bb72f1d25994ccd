"""Heads over columns and labels before rows as dimensions: what is measured, where, when, in which unit, and whether it is a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mjq_report.intake.tables import words
from mjq_report.intake.tables.layout import Block, Part, Sheet
from mjq_report.intake.tables.words import Said

_MARKS = ("average_growth", "growth", "index", "share")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: the names over it from top to bottom, and what its heads say."""

    place: int
    names: tuple[str, ...] = ()
    town: str = ""
    period: str = ""
    relative: str = ""
    unit: str = ""
    mark: str = ""
    base: str = ""
    status: str = ""
    is_part: bool = False
    key: str = ""  # its heads, by which a mapping knows it

    @property
    def name(self) -> str:
        """The names over it as one: 粮食作物 above 播种面积 is 粮食作物播种面积, 人口 above 户籍人口 is 户籍人口."""
        return joined(self.names)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures: its labels, the names of what it is a part of, and what they say."""

    place: int
    name: str = ""
    parents: tuple[str, ...] = ()  # from the nearest to the root, those with figures
    group: str = ""  # a row without figures above it that names what it is of
    town: str = ""
    period: str = ""
    relative: str = ""
    unit: str = ""
    mark: str = ""
    base: str = ""
    status: str = ""
    is_part: bool = False
    is_total: bool = False
    key: str = ""


@dataclass
class _Open:
    """A row that later ones may be a part of."""

    depth: int
    name: str
    has_figures: bool
    numbered: bool = field(default=False)


def joined(names: Sequence[str]) -> str:
    """Several names, each within the one before, as one."""
    found = ""
    for name in names:
        if not found or found in name or _says_it_all(found, name):
            found = name
        elif name not in found:
            found += name
    return found


def _says_it_all(above: str, name: str) -> bool:
    """Whether a name repeats what stands above it: 户籍人口 below 人口状况."""
    return len(name) >= 4 and any(above[n : n + 2] in name for n in range(len(above) - 1)) and len(above) < 6


def columns(block: Block, part: Part, year: int | None) -> list[Column]:
    """The columns of figures of a part."""
    sheet = block.sheet
    found: list[Column] = []
    for place in part.figures:
        texts = [_head(sheet, part, row, place) for row in part.heads]
        texts = [text for n, text in enumerate(texts) if text and text not in texts[:n]]
        found.append(_column(place, texts, year, found))
    return found


def _head(sheet: Sheet, part: Part, row: int, place: int) -> str:
    """The head of a column in a row, also one that stands to the left of it over several columns."""
    text = sheet.text(row, place)
    if text or row == part.heads[-1] or not any(sheet.text(below, place) for below in part.heads if below > row):
        return text
    for left in range(place - 1, part.figures[0] - 1, -1):
        if text := sheet.text(row, left):
            above = [one for one in part.heads if one < row]
            apart = any(sheet.text(one, place) not in ("", sheet.text(one, left)) for one in above)
            return "" if apart or sheet.text(part.heads[-1], left) == text else text
    return ""


def _column(place: int, texts: Sequence[str], year: int | None, before: Sequence[Column]) -> Column:
    said = [words.said(text, year) for text in texts]
    names = tuple(one.name for one in said if one.name and (_is_chinese(one.name) or not any(map(_is_chinese, texts))))
    town = next((name for name in names if words.PLACE.fullmatch(name) or words.TOTAL.fullmatch(name)), "")
    part = any(one.is_part for one in said)
    if part and len(names) == 1 and before:
        names = (*(before[-1].names[:1] if before[-1].is_part else before[-1].names), *names)
    period, base = _last(said, "period"), _last(said, "base")
    return Column(
        place,
        names,
        town,
        period,
        " ".join(one.relative for one in said if one.relative),
        _last(said, "unit"),
        next((mark for mark in _MARKS if any(one.mark == mark for one in said)), ""),
        base,
        _last(said, "status"),
        part,
        "/".join(one.raw for one in said),
    )


def _is_chinese(name: str) -> bool:
    """Whether a name is no English below a Chinese one."""
    return any(c > "\u2e80" for c in name)


def _last(said: Sequence[Said], field_: str) -> str:
    return next((value for one in reversed(said) if (value := getattr(one, field_))), "")


# --------------------------------------------------------------------------- rows


def rows(block: Block, part: Part, year: int | None) -> list[Row]:
    """The rows of a part that have figures, each with the labels that are before it and above it."""
    reading = _Rows(block.sheet, part, year)
    return [row for place in part.body if (row := reading.read(place)) is not None]


class _Rows:
    """Rows from top to bottom, with those that are still open above."""

    def __init__(self, sheet: Sheet, part: Part, year: int | None) -> None:
        self.sheet, self.part, self.year = sheet, part, year
        self.open: list[_Open] = []
        self.section = Said()
        self.before: dict[int, str] = {}  # labels of the leading columns, which stand once for several rows
        self.part_of_depth = -1
        heads = {c: "".join(dict.fromkeys(words.tight(sheet.text(r, c)) for r in part.heads)) for c in part.labels}
        self.places = {c for c in part.labels if words.PLACE_HEAD.fullmatch(heads[c]) or self._mostly(c, _is_place)}
        self.times = {c for c in part.labels if self._mostly(c, self._is_time)}

    def _mostly(self, column: int, test: Callable[[str], bool]) -> bool:
        texts = [words.tight(text) for row in self.part.body if (text := self.sheet.text(row, column))]
        return bool(texts) and sum(map(test, texts)) * 5 >= len(texts) * 3

    def _is_time(self, text: str) -> bool:
        said = words.said(text, self.year or 2000)
        return bool(said.period) and not said.name

    def read(self, place: int) -> Row | None:
        """A row with figures; None for one that only heads others, or says nothing."""
        texts = {column: self._label(place, column) for column in self.part.labels}
        has_figures = any(
            self.sheet.shown(place, column) or words.is_missing(self.sheet.text(place, column))
            for column in self.part.figures
        )
        items = [c for c in self.part.labels if c not in self.places and c not in self.times and texts[c]]
        raw = texts[items[-1]] if items else ""
        if not has_figures:
            self._heads_others(
                raw or next((texts[c] for c in reversed(self.part.labels) if texts[c]), ""), place, items
            )
            return None
        return self._row(place, texts, items, raw)

    def _label(self, place: int, column: int) -> str:
        text = self.sheet.text(place, column)
        if text or column == self.part.labels[-1]:
            self.before[column] = text
            return text
        return self.before.get(column, "")

    def _heads_others(self, text: str, place: int, items: Sequence[int]) -> None:
        """A row without figures: a chapter, or the name that the rows below it go on."""
        if not text or words.NOTE.match(text) or len(text) > 40:
            return
        said = words.said(text, self.year)
        if words._NUMBERED.match(words.tight(text)) or not said.name:
            self.section = said
            self.open = [] if said.name or not said.is_part else self.open
            return
        depth = self._depth(text, place, items, said)
        self.open = [one for one in self.open if one.depth < depth]
        self.open.append(_Open(depth, said.name, False))
        self.section = said if said.unit or said.period else self.section

    def _depth(self, text: str, place: int, items: Sequence[int], said: Said) -> int:
        cell = self.sheet.grid.cells.get((place, items[-1])) if items else None
        return words.lead(text) + 2 * (cell.indent if cell else 0) + (1 if said.is_part else 0)

    def _row(self, place: int, texts: dict[int, str], items: Sequence[int], raw: str) -> Row:
        said = words.said(raw, self.year)
        town = next(
            (words.tight(words._PART.sub("", texts[c])) for c in self.part.labels if c in self.places and texts[c]), ""
        )
        period = self._period(place, texts)
        if said.mark and not said.name:  # 比上年增长 below what has grown
            last = self.open[-1] if self.open else _Open(0, "", False)
            return self._made(place, said, town, period, last.name, (), "", raw)
        depth = self._depth(raw, place, items, said)
        self.open = [one for one in self.open if one.depth < depth]
        above = [one for one in reversed(self.open) if one.has_figures]
        group = next((one.name for one in reversed(self.open) if not one.has_figures), "")
        leading = [words.said(texts[c], self.year).name for c in items[:-1]]
        self.open.append(_Open(depth, said.name, True))
        name = said.name
        parents = tuple(one.name for one in above)
        return self._made(
            place, said, town, period, name, parents, joined([*leading, group] if group else leading), raw
        )

    def _period(self, place: int, texts: dict[int, str]) -> str:
        column = self.part.period
        text = (
            self.sheet.text(place, column)
            if column
            else next((texts[c] for c in self.part.labels if c in self.times), "")
        )
        if not text and column:
            text = self.before.get(column, "")
        if column and text:
            self.before[column] = text
        return words.period_in(words.tight(text), self.year)[0] if text else ""

    def _made(
        self, place: int, said: Said, town: str, period: str, name: str, parents: tuple[str, ...], group: str, raw: str
    ) -> Row:
        unit = words.tight(self.sheet.text(place, self.part.units)) if self.part.units else ""
        listed = words.units_in(f"（{unit}）") if unit else ()
        return Row(
            place,
            name,
            parents,
            group,
            town,
            period or said.period or self.section.period,
            said.relative,
            (listed[0] if listed else unit) or said.unit or self.section.unit,
            said.mark,
            said.base,
            said.status or self.section.status,
            said.is_part,
            bool(words.TOTAL.fullmatch(name)),
            words.tight(raw) or town or period,
        )


def _is_place(text: str) -> bool:
    return bool(words.PLACE.fullmatch(text) or words.TOTAL.fullmatch(text))
