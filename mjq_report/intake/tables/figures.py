"""The figures of a table as proposals: name, place, period and unit of each, from heads, labels, titles and notes together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from mjq_report.intake.binding import Bound
from mjq_report.intake.proposal import Question
from mjq_report.intake.setting import Setting
from mjq_report.intake.tables import units, words
from mjq_report.intake.tables.heads import Column, Row, columns, joined, rows
from mjq_report.intake.tables.layout import Block, Part
from mjq_report.intake.tables.mapping import Answers
from mjq_report.intake.tables.naming import GROWTH_NAME, told
from mjq_report.intake.tables.times import last_day, seen_from, within

_MOST_PERCENT = 300
_RANK = re.compile(r"(?:位次|排名|名次|排位)\Z")
_WHOLES = ("合计", "总计", "小计", "总数")
_COUNTED = re.compile(r"个|家|户|所|项|座|名|件|处|条|台|辆|起|例|村")


@dataclass(frozen=True)
class Context:
    """What holds for a whole table: its period, units, topic, and what its notes say of years."""

    period: str
    year: int | None
    units: tuple[str, ...]
    topic: str
    place: str  # whose figures the title says they are, where that is not the town
    status: Mapping[str, str]  # by year


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and why it is in doubt: unit, change."""

    unit: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Term:
    """A name with what it is bound to."""

    kind: str
    told: str
    bound: Bound


@dataclass
class Reading:
    """A part of a table that is being read."""

    block: Block
    part: Part
    context: Context
    setting: Setting
    answers: Answers
    locate: str  # what stands before a cell's address in its locator
    file: str = ""
    questions: dict[str, Question] = field(default_factory=dict)
    known_names: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)
    known_terms: dict[tuple[str, ...], _Term] = field(default_factory=dict)

    @cached_property
    def whole(self) -> str:
        """全镇, 全县: what a figure of the town itself covers."""
        return self.setting.whole

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of figures."""
        return columns(self.block, self.part, self.context.year)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of figures."""
        return rows(self.block, self.part, self.context.year)

    @cached_property
    def levels(self) -> list[Column]:
        """The columns that are no change of another."""
        return [column for column in self.columns if not column.mark] or self.columns

    @cached_property
    def rows_are_places(self) -> bool:
        """Whether rows are towns or villages, so that heads say what is measured."""
        return sum(bool(row.town) for row in self.rows) * 5 >= len(self.rows) * 3

    @cached_property
    def has_names_above(self) -> bool:
        """Whether columns say what is measured, so that rows say of what group."""
        named = [column for column in self.levels if column.names and not column.town]
        return len(named) * 2 > len(self.levels)

    def figures(self) -> Iterator[tuple[Row, Column, words.Shown, str]]:
        """The cells with figures, row by row."""
        for row in self.rows:
            for column in self.columns:
                shown = self.block.sheet.shown(row.place, column.place)
                if shown is not None:
                    yield row, column, shown, self.block.sheet.text(row.place, column.place)

    # ------------------------------------------------------------------ names

    def measured(self, row: Row, column: Column) -> tuple[str, str]:
        """What is measured, and of which group."""
        key = (row.place, column.names, column.mark, column.is_part, column.place if not column.names else 0)
        if key not in self.known_names:
            self.known_names[key] = self._measured(row, column)
        return self.known_names[key]

    def _measured(self, row: Row, column: Column) -> tuple[str, str]:
        if self.rows_are_places or not row.name:
            return self._of_columns(column, row)
        if row.town and row.name:
            return joined([*column.names[:0], row.name]), ""
        if self.has_names_above and not column.town:
            name = self._full(column) or row.name
            return name, "" if row.is_total else row.name
        return self._of_rows(row, column)

    def _of_columns(self, column: Column, row: Row) -> tuple[str, str]:
        """Rows of places or years: the heads say what is measured; a head behind # is a group of the one before."""
        own = [name for name in column.names if name != column.town]
        name = row.name if self._names_rows(row) else ""
        if column.is_part and len(own) > 1:
            return (own[-1], "") if self._is_known(own[-1]) else (joined(own[:-1]), own[-1])
        whole = any(one.names == column.names[:-1] and one.key.endswith(_WHOLES) for one in self.columns)
        if len(own) > 1 and whole and not column.mark and not self._is_known(own[-1]):
            return joined(own[:-1]), own[-1]  # 男 beside 合计 below 人口
        full = self._full(column) if own or column.mark else ""
        said = joined([text for text in (name, full) if text])
        about = row.group or self.context.topic
        return (f"{about}{said}" if re.match(r"完成|占", said) else said) or about, ""

    def _names_rows(self, row: Row) -> bool:
        return bool(row.name) and row.name != row.town

    def _full(self, column: Column) -> str:
        """The name of a column; of a change, that of the level of which it says the short form: 面积 for 播种面积."""
        own = [name for name in column.names if name != column.town]
        if len(own) > 1 and self._is_known(own[-1]):
            return own[-1]
        name = joined(own)
        if column.mark and name:
            levels = [level.name for level in self.columns if not level.mark and level.name.endswith(name)]
            levels = list(dict.fromkeys(levels))
            return levels[0] if len(levels) == 1 else name
        if column.mark and not name:
            before = [level for level in self.columns if level.place < column.place and not level.mark]
            before = [level for level in before if level.unit not in ("%", "‰")] or before
            return before[-1].name if before else ""
        return name

    def _of_rows(self, row: Row, column: Column) -> tuple[str, str]:
        """Rows of indicators: one behind # or set in is a group of its parent, unless it has a name of its own."""
        name = row.name
        more = [text for text in column.names if text != column.town]
        if row.parents and not row.mark and not self._is_known(name) and not GROWTH_NAME.search(name):
            root = row.parents[-1]
            if self._alike(row, root):
                return joined([root, *more]), name
        if row.group and not self._is_known(name) and row.group not in name:
            name = f"{row.group}{name}"
        return joined([name, *more]), ""

    def _alike(self, row: Row, parent: str) -> bool:
        """Whether a row has the unit of what it is a part of: 人均 in 元 is no part of 总值 in 亿元."""
        unit = next((one.unit for one in self.rows if one.name == parent), "")
        return unit == row.unit

    def _is_known(self, name: str) -> bool:
        return bool(self.setting.names.bound(name, name, "level", "").indicator)

    # ------------------------------------------------------------------ periods

    def period(self, row: Row, column: Column) -> str:
        """The period of a cell: that of its head or label, else of what stands beside it, else of the title."""
        stated = column.period or row.period
        if column.period and row.period:
            stated = within(row.period, column.period)
        base = column.base or row.base
        if base and not stated:
            return str(int(base) + 1)
        if column.relative or row.relative:
            return seen_from(stated or self.context.period, f"{column.relative} {row.relative}")
        if stated:
            return stated
        if column.mark:
            beside = [
                one for one in self.levels if one.period and one.names == column.names and one.town == column.town
            ]
            beside = beside or [one for one in self.levels if one.period]
            if beside:
                return max((one.period for one in beside), key=last_day)
        years = {one.period[:4] for one in self.rows if one.period} if not row.period else set()
        if len(years) == 1:
            return next(iter(years))  # the sum below the months of a year
        return self.context.period or (str(self.context.year) if self.context.year else "")

    # ------------------------------------------------------------------ units and changes

    def term(self, row: Row, column: Column, name: str, breakdown: str, unit: str) -> _Term:
        """What a figure says, what it is called with that, and what that is bound to."""
        key = (name, breakdown, column.mark or row.mark, unit)
        if key not in self.known_terms:
            kind = self._kind(column.mark or row.mark, name, unit)
            base, full = told(name, kind)
            self.known_terms[key] = _Term(kind, full, self.setting.names.bound(full, base, kind, unit, breakdown))
        return self.known_terms[key]

    def _kind(self, mark: str, name: str, unit: str) -> str:
        if mark == "growth":
            return "growth" if unit in ("%", "‰") else "difference"
        if mark:
            return {"index": "ratio"}.get(mark, mark)
        if unit in ("%", "‰") and GROWTH_NAME.search(name):
            return "average_growth" if "年均" in name else "growth"
        if unit in ("%", "‰"):
            return "share"
        if unit.endswith("百分点"):
            return "difference"
        if _RANK.search(name):
            return "rank"
        return "count" if _COUNTED.fullmatch(unit) else "level"

    def unit(self, row: Row, column: Column, shown: words.Shown, name: str) -> Unit:
        """The unit of a cell: as it shows, of its row or column, else of the table; with a doubt where it is a guess."""
        if shown.unit:
            return Unit(shown.unit)
        if column.mark or row.mark:
            return self._unit_of_change(row, column, name)
        if _RANK.search(name):
            return Unit("")
        first = self.has_names_above or column.unit in ("%", "‰")  # a column of rates is none of the row's unit
        own = (column.unit, row.unit) if first else (row.unit, column.unit)
        if listed := next((unit for unit in own if unit), ""):
            parts = ["" if "100" in part else part for part in listed.split("、")]  # 上年=100 is no unit
            return Unit(parts[0]) if len(parts) == 1 else self._of_several(parts, name)
        return self._of_several(self.context.units, name)

    def _of_several(self, listed: Sequence[str], name: str) -> Unit:
        levels = [unit for unit in listed if unit not in ("%", "‰")]
        if re.search(r"(?:率|比重|占比|增速|增长速度|增长|比例)\Z", name):
            return Unit("%", "" if "%" in listed else "unit")
        if len(levels) == 1:
            return Unit(levels[0])
        if not levels:
            return Unit(listed[0]) if listed else Unit(units.usual(name), "" if units.fit("", name) > 0 else "unit")
        turn = units.in_turn(levels, self._names_in_turn)
        if name in turn:
            return Unit(turn[name])
        found = units.chosen(levels, name)
        return Unit(found) if found else Unit(levels[0], "unit")

    @cached_property
    def _names_in_turn(self) -> list[str]:
        """The names that columns have, each once, in their order; where they have none, those of the rows."""
        if self.has_names_above or self.rows_are_places:
            return list(dict.fromkeys(self._full(column) for column in self.levels if column.names))
        return [row.name for row in self.rows if not row.parents and not row.mark]

    def _unit_of_change(self, row: Row, column: Column, name: str) -> Unit:
        """A change is a rate or an amount: its unit says so, else the arithmetic of the levels beside it."""
        mark = column.mark or row.mark
        own = column.unit if column.mark else row.unit
        if own:
            parts = own.split("、")
            return Unit("%" if "%" in parts else parts[0])
        if mark != "growth":
            return Unit("%")
        said = (column.key if column.mark else row.key).rpartition("/")[2]
        if re.search(r"率|幅|速", said):
            return Unit("%")
        level = self.unit(self._level_row(row), self._level_of(column), words.Shown("0"), name)
        if re.search(r"额|量|绝对数", said):
            return level
        is_rate = self._rates.get(column.place) if column.mark else self._is_rate_row(row)
        if is_rate is not None:
            return Unit("%") if is_rate else level
        if "%" in self.context.units:
            return Unit("%")
        return Unit("%" if self._looks_like_rate(row, column) else level.unit, "change")

    def _looks_like_rate(self, row: Row, column: Column) -> bool:
        """A guess where nothing says so: rates are small, and called 增长, 增速, 幅."""
        places = [one.place for one in self.rows] if column.mark else [row.place]
        shown = [self.block.sheet.shown(place, column.place) for place in places]
        if any(one is not None and abs(Decimal(one.value)) > _MOST_PERCENT for one in shown):
            return False
        return bool(re.search(r"增长|增速|幅|同比|环比", column.key if column.mark else row.key))

    def _level_row(self, row: Row) -> Row:
        """The row whose change a row says, or the row itself where a column says it."""
        same = next((one for one in self.rows if one.name == row.name and not one.mark and not one.town), None)
        return same if row.mark and same else replace(row, mark="")

    def _is_rate_row(self, row: Row) -> bool | None:
        """Whether a row of changes has rates, by the levels of the row that it is of; None where nothing tells."""
        level = self._level_row(row)
        timed = sorted((one for one in self.levels if one.period), key=lambda one: last_day(one.period))
        votes = Counter[bool]()
        for old, new in pairwise(timed):
            cells = ((level, old), (level, new), (row, new))
            shown = [self.block.sheet.shown(one.place, column.place) for one, column in cells]
            if all(shown) and (vote := _is_rate(*(Decimal(one.value) for one in shown if one))) is not None:
                votes[vote] += 1
        return votes[True] >= votes[False] if votes else None

    def status(self, row: Row, column: Column, period: str) -> str:
        """The status of a cell: of its head or label; a change has that of the level it leads up to."""
        of_level = next((one.status for one in self.levels if column.mark and one.period == period and one.status), "")
        return column.status or row.status or of_level

    def _level_of(self, column: Column) -> Column:
        """The column whose change a column says."""
        name = self._full(column)
        return next((one for one in self.levels if one.names and one.name == name), replace(column, mark="", unit=""))

    @cached_property
    def _rates(self) -> dict[int, bool]:
        """Whether the changes of a column are rates, by the levels of two years beside it: most rows decide."""
        votes: dict[int, Counter[bool]] = {}
        for column in (one for one in self.columns if one.mark == "growth"):
            same = [one for one in self.levels if one.names == column.names and one.town == column.town] or self.levels
            timed = sorted(
                (one for one in same if one.period or one.relative),
                key=lambda one: (one.relative != "previous", last_day(one.period)),
            )
            if len(timed) < 2:
                continue
            old, new = timed[-2], timed[-1]
            for row in self.rows:
                shown = [self.block.sheet.shown(row.place, one.place) for one in (old, new, column)]
                if all(shown) and (vote := _is_rate(*(Decimal(one.value) for one in shown if one))) is not None:
                    votes.setdefault(column.place, Counter())[vote] += 1
        return {key: count[True] >= count[False] for key, count in votes.items()}


def _is_rate(old: Decimal, new: Decimal, change: Decimal) -> bool | None:
    """Whether a change is the rate or the amount between two levels; None where it is neither or both."""
    amount, rate = new - old, (new - old) / old * 100 if old else None
    near_amount = abs(change - amount) <= max(Decimal("0.6"), abs(amount) / 100)
    near_rate = rate is not None and abs(change - rate) <= Decimal("0.15") + abs(rate) / 50
    return near_rate if near_rate != near_amount else None
