"""Figures that stand in no sentence: on cards, under programmes, in tables of figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mjq_report.checking.blocks import Card, Entry, Grid, Piece, pieces, plain
from mjq_report.checking.prose import Sentences, without_end
from mjq_report.checking.records import Cells, Records, Row
from mjq_report.checking.spelling import Spelling, spoken
from mjq_report.checking.tree import Element
from mjq_report.figures import formats
from mjq_report.model.period import Period


@dataclass
class Lists:
    """Checks cards, programmes and tables of figures."""

    records: Records
    spelling: Spelling
    sentences: Sentences

    # ------------------------------------------------------------------ cards

    def check_card(self, card: Card) -> Iterator[str]:
        """Name, value, unit, status, coverage and period of a card are those of the row that it leads to."""
        value = pieces(card.value)
        row = self.sentences.row(value[0])
        if row is None:
            yield f"the card «{card.name.text()}» leads nowhere"
            return
        if plain(card.value.text()) != self.spelling.figure(row) or value[0].text != self.spelling.split(row)[0]:
            yield self.sentences.wrong(Piece(plain(card.value.text())), row, self.spelling.figure(row))
        if plain(card.name.text()) not in self.spelling.names(row):
            yield f"the card of {row.anchor} is called «{card.name.text()}», not {self.spelling.label(row)}"
        dot = plain(self.records.word("dot", " · "))
        told = plain(card.covers.text()) if card.covers is not None else ""
        period = "" if row.fact.period == self.records.home else plain(formats.period(row.fact.period))
        said = (self.spelling.status(row), plain(row.cells["coverage_name"]), period)
        if told != dot.join(filter(None, said)):
            yield f"the card of {row.anchor} says «{told}», data.csv gives «{dot.join(filter(None, said))}»"
        if card.change is not None:
            yield from self._card_change(row, pieces(card.change))

    def _card_change(self, of: Row, found: Sequence[Piece]) -> Iterator[str]:
        yield from self.sentences.words(found)
        before = ""
        for piece in found:
            row = self.sentences.row(piece)
            if row is not None:
                forms = (self.spelling.figure(row), self.spelling.movement(row))
                if piece.text not in forms:
                    yield self.sentences.wrong(piece, row, *forms)
                if row.fact.period != of.fact.period or row.fact.coverage != of.fact.coverage:
                    yield f"the change on the card of {of.anchor} is of another period or coverage"
                yield from self.sentences.compared(piece, row, before)
            before += piece.text

    # ------------------------------------------------------------------ programmes and organisations

    def check_entry(self, entry: Entry) -> Iterator[str]:
        """A programme: name, label and summary as the inputs have them, then its figures; an organisation: its role."""
        body = pieces(entry.body) if entry.body is not None else []
        text = "".join(piece.text for piece in body)
        known = self._entries.get(plain(entry.name.text()), ())
        summary = next((one for one in known if text.startswith(one)), None)
        if summary is None:
            yield f"the inputs do not have «{entry.name.text()}» with what stands beside it"
        else:
            yield from self._entry_figures(_behind(body, len(summary)))

    @cached_property
    def _entries(self) -> dict[str, list[str]]:
        """Summaries and roles by what stands over them, the longest first."""
        lang = self.records.lang
        found: dict[str, list[str]] = {}
        for row in self.records.inputs["programmes"]:
            head = plain(row[f"name_{lang}"]) + self._label(row)
            found.setdefault(head, []).append(plain(row[f"summary_{lang}"]).rstrip("。."))
        for row in self.records.inputs["organisations"]:
            head = plain(row[f"name_{lang}"] + self._kind(row))
            found.setdefault(head, []).append(plain(row[f"role_{lang}"]))
        return {head: sorted(texts, key=len, reverse=True) for head, texts in found.items()}

    def _kind(self, row: Cells) -> str:
        return self.records.word(f"kind.{row['kind']}", row["kind"])

    def _label(self, programme: Cells) -> str:
        kind = self._kind(programme)
        try:
            since = formats.period(Period.parse(programme["since"]))
        except ValueError:
            since = programme["since"]
        parts = (kind, programme["operator"], since)
        return plain(self.records.word("dot", " · ").join(part for part in parts if part))

    def _entry_figures(self, found: Sequence[Piece]) -> Iterator[str]:
        """`：指标（时期，口径）计划22个、…。`"""
        yield from self.sentences.words(found)
        before = ""
        for piece in found:
            row = self.sentences.row(piece)
            if row is not None:
                if piece.text != self.spelling.figure(row):
                    yield self.sentences.wrong(piece, row, self.spelling.figure(row))
                yield from self.sentences.status(piece, row, before)
                yield from self._named(piece, row, before)
            before = piece.text

    def _named(self, piece: Piece, row: Row, before: str) -> Iterator[str]:
        """In front of a programme's figure stand the indicator, and the period unless it is the briefing year."""
        front = without_end(before, self.spelling.status(row)).lstrip("：、")
        indicator = plain(row.cells["indicator_name"])
        behind = indicator.rpartition("”")[2]  # a programme's own name is not repeated
        names = (indicator, spoken(indicator), behind, spoken(behind))
        name = next((name for name in (front, _unbracketed(front)) if name in names), None)
        if name is None:
            yield f"«{front}{piece.text}» ({row.anchor}) is not called {indicator}"
            return
        told = self.sentences.told_periods(front[len(name) :])
        usual = row.fact.period == self.records.home or row.fact.period.text == row.fact.printed
        if told != ([] if usual else [row.fact.period.text]):
            yield f"«{front}{piece.text}» ({row.anchor}) is of {row.periods[0]}"

    # ------------------------------------------------------------------ tables of figures

    def check_table(self, grid: Grid) -> Iterator[tuple[Element, str]]:
        """Every figure in full, or with its unit in a column; period and coverage where they are not the usual ones."""
        group = ""
        for cells in grid.rows[1:]:
            group = plain(cells[0].text()) if len(cells) == 1 else group
            yield from ((cells[0], problem) for problem in self._row(grid.head, cells, group))

    def _row(self, head: tuple[str, ...], cells: Sequence[Element], group: str) -> Iterator[str]:
        """`group` is the heading inside the table that the row stands under."""
        texts = dict(zip(head, (plain(cell.text()) for cell in cells), strict=False))
        unit = self._column("unit")
        for column, cell in zip(head, cells, strict=False):
            found = pieces(cell)
            row = next((r for r in map(self.sentences.row, found) if r is not None), None)
            if row is not None:
                yield from self._figure(row, column, texts)
                yield from self._says(row, texts, group)
            elif column != unit:
                yield from self.sentences.words(found)

    def _column(self, name: str) -> str:
        return plain(self.records.word(f"column.{name}"))

    def _figure(self, row: Row, column: str, texts: Mapping[str, str]) -> Iterator[str]:
        status, unit = self.spelling.status(row), self._column("unit")
        if unit in texts and column == self._column("value"):
            value, tail = self.spelling.split(row)
            if (texts[column], texts[unit]) != (status + value, tail):
                yield f"«{texts[column]} {texts[unit]}» leads to {row.anchor}, which is «{status}{value} {tail}»"
        elif column.endswith("）") and texts[column] == status + self.spelling.split(row)[0]:
            tail = self.spelling.split(row)[1]
            if not column.endswith(f"（{tail}）"):
                yield f"«{texts[column]}» under «{column}» leads to {row.anchor}, whose unit is {tail}"
        elif texts[column] != status + self.spelling.figure(row):
            yield self.sentences.wrong(Piece(texts[column]), row, status + self.spelling.figure(row))

    def _says(self, row: Row, texts: Mapping[str, str], group: str) -> Iterator[str]:
        """Whether the other cells are of the row: its name, period and coverage."""
        period, coverage = plain(formats.period(row.fact.period)), plain(row.cells["coverage_name"])
        for name, want in (("period", period), ("coverage", coverage)):
            if texts.get(self._column(name), want) != want:
                yield f"«{texts[self._column(name)]}» stands beside {row.anchor}, whose {name} is {want}"
        if self._column("period") not in texts:
            told = self.sentences.told_periods(group + "".join(texts.values()))
            usual = row.fact.period == self.records.home
            if set(told) != {row.fact.period.text} and not (usual and not told):
                yield f"the row of {row.anchor} does not say that it is of {period}"
        if self._column("unit") in texts and texts.get(self._column("indicator")) != self.spelling.label(row):
            yield f"«{texts.get(self._column('indicator'))}» stands beside {row.anchor}, which is {self.spelling.label(row)}"


def _unbracketed(text: str) -> str:
    """A name without the bracket that closes it."""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {"）": 1, "（": -1}.get(text[index], 0)
        if depth == 0:
            return text[:index] if text[index] == "（" else text
    return text


def _behind(found: Sequence[Piece], start: int) -> list[Piece]:
    """Pieces behind so many characters."""
    left: list[Piece] = []
    for piece in found:
        if start < len(piece.text):
            left.append(Piece(piece.text[start:], piece.target))
        start = max(start - len(piece.text), 0)
    return left
