"""Where on a sheet its tables are: their heads, the labels before their rows, the cells with figures, what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mjq_report.dataset import typed
from mjq_report.dataset.workbook.grid import Grid, Place
from mjq_report.intake.tables import words

_MOST_COPIES = 50_000  # cells that merged areas are spread over


@dataclass(frozen=True)
class Sheet:
    """What every place of a sheet shows, merged areas spread over their places; `anchors` are where the texts really stand."""

    grid: Grid
    texts: Mapping[Place, str]
    spread: frozenset[Place]  # places that only repeat the corner of a merged area

    def text(self, row: int, column: int) -> str:
        """What a place shows; "" for nothing."""
        return self.texts.get((row, column), "")

    def shown(self, row: int, column: int) -> words.Shown | None:
        """The figure of a place that has one of its own."""
        if (row, column) in self.spread:
            return None
        return words.figure(self.text(row, column))


@dataclass(frozen=True)
class Part:
    """A table, or one half of a folded one: labels on the left, figures behind them."""

    heads: tuple[int, ...]
    body: tuple[int, ...]
    labels: tuple[int, ...]  # columns
    units: int = 0  # the column of units
    period: int = 0  # the column of years or months
    figures: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()  # columns and
    ordinal_rows: tuple[int, ...] = ()  # rows of numbers that only count


@dataclass(frozen=True)
class Block:
    """A region of a sheet with a table, and the texts around it: titles nearest first, notes."""

    sheet: Sheet
    parts: tuple[Part, ...]
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    far_titles: tuple[str, ...] = ()  # beyond another table: of the whole sheet


def sheet_of(grid: Grid) -> Sheet:
    """A grid with its merged areas spread."""
    texts = {place: cell.text for place, cell in grid.cells.items() if cell.text.strip()}
    spread = set[Place]()
    last = max((row for row, _ in texts), default=0), max((column for _, column in texts), default=0)
    for top, left, bottom, right in grid.merged:
        text = texts.get((top, left), "")
        if not text or len(spread) > _MOST_COPIES:
            continue
        for row in range(top, min(bottom, last[0]) + 1):
            for column in range(left, min(right, last[1] + 40) + 1):
                if (row, column) != (top, left):
                    texts[row, column] = text
                    spread.add((row, column))
    return Sheet(grid, texts, frozenset(spread))


def blocks(sheet: Sheet) -> list[Block]:
    """The tables of a sheet, in order."""
    aside = _aside(sheet)
    regions = [_Region(sheet, places) for places in _connected(set(sheet.texts) - aside)]
    tables = _continued(regions)
    return [block for region in tables if (block := _block(sheet, region, tables)) is not None]


def _aside(sheet: Sheet) -> set[Place]:
    """Places of titles, unit lines and notes, which would join tables that stand side by side."""
    found = set[Place]()
    for top, left, bottom, right in sheet.grid.merged:
        text = sheet.text(top, left)
        if text and right - left >= 2 and top == bottom and words.figure(text) is None:
            beside = (sheet.text(top, left - 1), sheet.text(top, right + 1))
            if not any(beside) and not words.is_year(text):
                found |= {(top, column) for column in range(left, right + 1)}
    for place, text in sheet.texts.items():
        if words.NOTE.match(text) or (words.units_in(text) and re.search(r"单[\s　]*位[\s　]*[:：]", text)):
            found.add(place)
    return found


def _connected(places: set[Place]) -> list[set[Place]]:
    """Groups of places that touch, also at corners, from top to bottom."""
    found: list[set[Place]] = []
    while places:
        start = min(places)
        group, waiting = {start}, [start]
        places.discard(start)
        while waiting:
            row, column = waiting.pop()
            for near in ((row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)):
                if near in places:
                    places.discard(near)
                    group.add(near)
                    waiting.append(near)
        found.append(group)
    return sorted(found, key=min)


class _Region:
    """A connected group of places: its rows and columns, and where its body begins."""

    def __init__(self, sheet: Sheet, places: set[Place]) -> None:
        self.sheet, self.places = sheet, places
        self.rows = sorted({row for row, _ in places})
        self.columns = sorted({column for _, column in places})
        self.body = [row for row in self.rows if self._is_body(row)]

    @property
    def has_figures(self) -> bool:
        return bool(self.body)

    def cells(self, row: int) -> Iterator[tuple[int, str]]:
        """The columns of a row that hold something, with it."""
        return ((column, self.sheet.text(row, column)) for column in self.columns if (row, column) in self.places)

    def _is_body(self, row: int) -> bool:
        """Whether a row has figures: numbers that are neither years over columns nor the numbers of columns."""
        numbers = [
            text for column, text in self.cells(row) if (row, column) not in self.sheet.spread and words.figure(text)
        ]
        missing = [text for _, text in self.cells(row) if words.is_missing(text)]
        if not numbers:
            return len(missing) >= 1 and any(not words.is_missing(text) for _, text in self.cells(row))
        if all(words.is_year(text) for text in numbers):
            others = [text for _, text in self.cells(row) if not words.is_year(text)]
            return len(numbers) == 1 and len(self.columns) == 2 and len(others) == 1 and row != self.rows[0]
        return not self.is_count(row)

    def is_count(self, row: int) -> bool:
        """甲 乙 1 2 3 …, the numbers of columns, or the months 1 to 12."""
        cells = [typed.narrow(text) for _, text in self.cells(row)]
        numbers = [int(text) for text in cells if text.isdigit() and len(text) < 4]
        others = [text for text in cells if not text.isdigit()]
        counting = (
            len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
        )
        return (
            counting
            and all(re.fullmatch(r"[甲乙丙丁戊]|栏次|行次|[—-]|月\s*份?|指\s*标|项\s*目", text) for text in others)
            and (bool(others) or len(numbers) > 3)
        )


def _continued(regions: Sequence[_Region]) -> list[_Region]:
    """The regions with figures. One that begins with figures goes on what stands above it: heads alone, or a table."""
    found: list[_Region] = []
    for region in regions:
        above = [r for r in found if r.rows[-1] < region.rows[0] and len(set(r.columns) & set(region.columns)) > 1]
        if above and region.has_figures and not _heads(region):
            last = max(above, key=lambda one: one.rows[-1])
            found[found.index(last)] = _Region(last.sheet, last.places | region.places)
        else:
            found.append(region)
    return [region for region in found if region.has_figures]


def _heads(region: _Region) -> list[int]:
    """The rows above the body that say something over a column of figures."""
    figures = _figure_columns(region)
    found: list[int] = []
    for row in region.rows:
        if row >= region.body[0]:
            break
        over = [column for column, _ in region.cells(row) if column in figures]
        distinct = {text for _, text in region.cells(row)}
        if over == region.columns[:1] and len(figures) > 1:
            continue  # a line of words above the first column
        if over and not (
            len(distinct) == 1
            and len(list(region.cells(row))) > 1
            and len(figures) > 1
            and not found
            and _is_title(distinct)
        ):
            found.append(row)
    return found


def _is_title(texts: set[str]) -> bool:
    text = next(iter(texts))
    return len(text) > 6 and not words.is_year(text)


def _figure_columns(region: _Region) -> set[int]:
    body = set(region.body)
    return {
        column
        for row, column in region.places
        if row in body and (region.sheet.shown(row, column) or words.is_missing(region.sheet.text(row, column)))
    }


# --------------------------------------------------------------------------- a region's parts


@dataclass
class _Column:
    """What a column of a region is."""

    place: int
    head: str
    role: str = "figures"  # labels, units, period, ordinal, remark


def _block(sheet: Sheet, region: _Region, regions: Sequence[_Region]) -> Block | None:
    heads = _heads(region)
    counts = tuple(row for row in region.rows if region.is_count(row) and row not in region.body)
    columns = [_role(region, column, [row for row in heads if row not in counts]) for column in region.columns]
    _mark_labels(columns)
    end = region.body[-1]
    first = (heads or region.body)[0]
    body = tuple(row for row in region.rows if row > (heads[-1] if heads else first - 1) and row <= end)
    named = tuple(row for row in heads if row not in counts or any("月" in sheet.text(row, c.place) for c in columns))
    parts = [
        Part(
            heads=named,
            body=tuple(row for row in body if row not in heads and row not in counts),
            labels=tuple(c.place for c in group if c.role == "labels"),
            units=next((c.place for c in group if c.role == "units"), 0),
            period=next((c.place for c in group if c.role == "period"), 0),
            figures=tuple(c.place for c in group if c.role == "figures"),
            ordinals=tuple(c.place for c in group if c.role == "ordinal"),
            ordinal_rows=tuple(row for row in counts if row not in named),
        )
        for group in _groups(columns)
    ]
    parts = [part for part in parts if part.figures]
    if not parts:
        return None
    titles, far = _titles(sheet, region, first, regions)
    return Block(sheet, tuple(parts), titles, _notes(sheet, region, regions), far)


def _role(region: _Region, column: int, heads: Sequence[int]) -> _Column:
    """What a column is, by its head and by what stands in it."""
    sheet = region.sheet
    head = "".join(dict.fromkeys(words.tight(sheet.text(row, column)) for row in heads))
    texts = [sheet.text(row, column) for row in region.body if (row, column) in region.places]
    own = [
        sheet.text(row, column)
        for row in region.body
        if (row, column) in region.places and (row, column) not in sheet.spread
    ]
    figures = [text for text in own if words.figure(text)]
    found = _Column(column, head)
    if words.UNIT_HEAD.fullmatch(head) or (
        texts and all(words.UNIT.fullmatch(words.tight(t)) for t in texts) and not head
    ):
        found.role = "units"
    elif words.PERSONAL_HEAD.search(head):
        found.role = "remark"
    elif words.ORDINAL_HEAD.fullmatch(head) and not any("." in text for text in figures):
        found.role = "ordinal"
    elif (
        texts
        and all(_is_time(text) for text in texts)
        and (words.PERIOD_HEAD.fullmatch(head) or not head or any("年" in t or "月" in t for t in texts))
    ):
        found.role = "period"
    elif (
        column == region.columns[0]
        and len(figures) > 2
        and _counts_up(figures)
        and not any(words.UNIT.search(t) for t in (head,))
    ):
        found.role = "ordinal" if len(head) < 3 else "figures"
    elif words.REMARK_HEAD.fullmatch(head):
        found.role = "remark"
    elif not figures and not any(words.is_missing(text) for text in texts):
        found.role = "labels"
    elif len(figures) * 4 < len([t for t in own if not words.is_missing(t)]) and column != region.columns[-1]:
        found.role = "labels"  # words, with a number among them
    return found


def _is_time(text: str) -> bool:
    plain = words.said(text, 2000)
    return bool(plain.period) and not plain.name and not plain.mark and not plain.unit


def _counts_up(figures: Sequence[str]) -> bool:
    numbers = [typed.narrow(text) for text in figures]
    return all(text.isdigit() for text in numbers) and [int(text) for text in numbers] == list(
        range(1, len(numbers) + 1)
    )


def _mark_labels(columns: list[_Column]) -> None:
    """Columns of words behind the last figures only repeat or remark."""
    figures = [c.place for c in columns if c.role == "figures"]
    for column in columns:
        if column.role == "labels" and figures and column.place > figures[-1]:
            column.role = "remark"


def _groups(columns: Sequence[_Column]) -> list[list[_Column]]:
    """Columns from labels to labels: a folded table has its labels again in the middle."""
    groups: list[list[_Column]] = [[]]
    for column in columns:
        opens = column.role in ("labels", "period") or (column.role == "ordinal")
        if opens and any(c.role == "figures" for c in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    if len(groups) > 1 and not any(c.role in ("labels", "period") for c in groups[-1]):
        last = groups.pop()
        groups[-1] += last
    return groups


# --------------------------------------------------------------------------- what stands around


def _titles(
    sheet: Sheet, region: _Region, first: int, regions: Sequence[_Region]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Texts above a table, nearest first: those down to the next table, and those of the whole sheet beyond it."""
    columns = range(region.columns[0] - 1, region.columns[-1] + 2)
    above = [r for r in regions if r is not region and r.rows[-1] < first and set(r.columns) & set(region.columns)]
    limit = max((r.body[-1] for r in above), default=0)
    inside = {place for r in regions if r is not region for place in r.places}
    near, far = list[str](), list[str]()
    for row, column in sorted(sheet.texts, key=lambda place: (-place[0], place[1])):
        if row >= first or (row, column) in sheet.spread or ((row, column) in inside and row > 1):
            continue
        text = sheet.texts[row, column]
        if words.NOTE.match(text):
            continue
        if row > limit and (column in columns or _covers(sheet, row, column, columns)):
            near.append(text)
        elif row <= min((r.rows[0] for r in regions), default=first):
            far.append(text)
    return tuple(dict.fromkeys(near)), tuple(dict.fromkeys(far))


def _covers(sheet: Sheet, row: int, column: int, columns: range) -> bool:
    """Whether a merged title reaches over some columns."""
    return any(
        (top, left) == (row, column) and set(range(left, right + 1)) & set(columns)
        for top, left, _, right in sheet.grid.merged
    )


def _notes(sheet: Sheet, region: _Region, regions: Sequence[_Region]) -> tuple[str, ...]:
    """Texts below a table that are no other table's: notes on it."""
    inside = {place for r in regions for place in r.places}
    below = [p for p in sheet.texts if p[0] >= region.body[-1] and p not in sheet.spread]
    return tuple(sheet.texts[p] for p in sorted(below) if p not in inside or words.NOTE.match(sheet.texts[p]))
