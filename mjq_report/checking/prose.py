"""Running text: is every figure its row's, and said to be of what it is of?

The rules are those by which sentences are made (GB/T 15835-2011 for figures; docs/templates.md for what a
sentence must say of them): a figure is of the period and coverage that its paragraph speaks of, or
has its own in brackets behind; a status stands in front; a change names what it is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mjq_report.checking.annexed import Annexes
from mjq_report.checking.blocks import Piece, caption_number, pieces, plain
from mjq_report.checking.lexicon import Lexicon
from mjq_report.checking.records import Records, Row
from mjq_report.checking.spelling import Spelling, one_of
from mjq_report.checking.tree import Element
from mjq_report.figures import formats
from mjq_report.model.period import Period

_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、?|（[一二三四五六七八九十]{1,3}）|\d{1,2}\.)(?=\D)")
_ENDS = re.compile(r"[；。！？]")
_NOTE = re.compile(r"（([^（）]*(?:（[^（）]*）[^（）]*)*)）")


@dataclass
class _Speaking:
    """What a paragraph is speaking of at the point that has been reached."""

    period: str
    coverage: str


@dataclass
class Sentences:
    """Checks running text; also gives the checks of a figure that other kinds of block need."""

    records: Records
    spelling: Spelling
    lexicon: Lexicon
    annexes: Annexes
    periods: dict[str, str] = field(default_factory=dict)  # words → period
    _coverages: dict[str, str] = field(default_factory=dict)  # words → coverage

    def __post_init__(self) -> None:
        for period in (self.records.home, *(row.fact.period for row in self.records.rows)):
            self.periods |= {
                plain(formats.period(period)): period.text,
                plain(formats.plan_period(period)): period.text,
            }
        name = f"name_{self.records.lang}"
        self._coverages = {plain(row[name]): row["coverage"] for row in self.records.inputs["coverages"]}
        town = self.records.inputs["towns"][0][name] if self.records.inputs["towns"] else ""
        self._coverages.setdefault(plain(town), self.records.home_coverage)
        self._period_words = any_of(self.periods)
        self._coverage_words = any_of(self._coverages)
        names = [row[name] for table in ("programmes", "organisations") for row in self.records.inputs[table]]
        said = "|".join((*self.periods, *self._coverages))
        self._names = any_of(plain(text) for text in names if len(plain(text)) > 2 and plain(text) not in said)

    def check(self, element: Element) -> Iterator[str]:
        """What does not hold in a paragraph, heading, list item or caption."""
        found = _unnumbered(element)
        yield from self.words(found)
        speaking = _Speaking(self.records.home.text, self.records.home_coverage)
        before = ""
        for index, piece in enumerate(found):
            row = self.row(piece)
            if row is None:
                self._listen(self._own_words(found, index), speaking)
                before += piece.text
                continue
            if piece.text not in (self.spelling.figure(row), self.spelling.movement(row)):
                yield self.wrong(piece, row, self.spelling.figure(row), self.spelling.movement(row))
            elif piece.text == self.spelling.movement(row) or row.fact.operation == "multiple":
                yield from self.compared(piece, row, before)
            yield from self.status(piece, row, before)
            behind = found[index + 1].text if index + 1 < len(found) else ""
            yield from self._period(piece, row, behind, speaking)
            before += "\ufffc"

    def words(self, found: Sequence[Piece]) -> Iterator[str]:
        """Whether all words between the figures are known."""
        if [piece.text for piece in found] == [self.annexes.audit_lead]:
            return
        for piece in found:
            if piece.target and self.row(piece) is not None:
                continue
            text = piece.text
            if re.fullmatch(r"\[\d+\]", text) and piece.target == f"s{text[1:-1]}":
                continue
            gap = self.lexicon.gap(text)
            if gap:
                yield f"no table or template gives «{gap}»"

    def row(self, piece: Piece) -> Row | None:
        """The row that a piece leads to."""
        rows = self.records.by_anchor.get(piece.target)
        return rows[0] if rows else None

    def wrong(self, piece: Piece, row: Row, *forms: str) -> str:
        """That a figure is not what its row gives."""
        return f"«{piece.text}» leads to {row.anchor}, which is {one_of([form for form in forms if form])}"

    def compared(self, piece: Piece, row: Row, before: str) -> Iterator[str]:
        """A change or multiple has in front what it is compared with."""
        front = without_end(before, self.spelling.status(row))
        wanted = self.spelling.bases(row)
        if wanted and not front.endswith(tuple(wanted)):
            yield f"«{front[-12:]}{piece.text}» ({row.anchor}) is not compared with what the figure is: {one_of(wanted)}"

    def status(self, piece: Piece, row: Row, before: str) -> Iterator[str]:
        """预计, 计划 … stands in its clause before the figure; a plain result has none just before it."""
        status = self.spelling.status(row)
        clause = _ENDS.split(before)[-1]
        if status and status not in clause:
            yield f"«{piece.text}» ({row.anchor}) does not say that it is {status}"
        wrong = [word for word in self.spelling.status_words if word != status and clause.endswith(word)]
        if wrong:
            yield f"«{wrong[0]}{piece.text}» ({row.anchor}) is said to be {wrong[0]}, data.csv has {row.fact.status}"

    def _told_coverage(self, coverage: str) -> str:
        return self.records.named("coverages", coverage).get("name_zh", coverage)

    def told_periods(self, text: str) -> list[str]:
        """The periods that a text names, in order."""
        return [self.periods[words] for words in self._period_words.findall(text)]

    def _own_words(self, found: Sequence[Piece], index: int) -> str:
        """A run of words without the bracket of the figure before it, and without what the one behind is compared with."""
        text = found[index].text
        if index and self.row(found[index - 1]) is not None:
            note = self._note(text)
            text = text[note.end() :] if note else text
        row = self.row(found[index + 1]) if index + 1 < len(found) else None
        if row is not None:
            text = without_end(text, self.spelling.status(row))
            for base in self.spelling.bases(row):
                text = without_end(text, base)
        return self._names.sub("", text)

    def _listen(self, text: str, speaking: _Speaking) -> None:
        """Follow what a run of words says of period and coverage."""
        periods = self._period_words.findall(text)
        coverages = self._coverage_words.findall(text)
        speaking.period = self.periods[periods[-1]] if periods else speaking.period
        speaking.coverage = self._coverages[coverages[-1]] if coverages else speaking.coverage

    def _note(self, text: str) -> re.Match[str] | None:
        """A bracket that holds nothing but a period and a coverage."""
        match = _NOTE.match(text)
        if match is None:
            return None
        rest = self._coverage_words.sub("", self._period_words.sub("", match[1]))
        return match if not rest.strip("，") else None

    def _period(self, piece: Piece, row: Row, behind: str, speaking: _Speaking) -> Iterator[str]:
        """The figure is of the period that is spoken of, or says its own in brackets."""
        note = self._note(behind)
        periods = self._period_words.findall(note[1]) if note else []
        coverages = self._coverage_words.findall(self._period_words.sub("", note[1])) if note else []
        if periods:
            speaking.period = self.periods[periods[0]]
        if coverages:
            speaking.coverage = self._coverages[coverages[0]]
        if speaking.coverage != row.fact.coverage:
            told = self._told_coverage(speaking.coverage)
            yield f"«{piece.text}» ({row.anchor}) reads as one that covers {told}, its row covers {row.cells['coverage_name']}"
        if row.fact.period.text != speaking.period and row.fact.operation != "average_growth":
            told = formats.period(Period.parse(speaking.period))
            yield f"«{piece.text}» ({row.anchor}) reads as a figure of {told}, its row is of {row.periods[0]}"


def any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these texts, the longest first; one that never matches when there are none."""
    found = [re.escape(text) for text in sorted(texts, key=len, reverse=True) if text]
    return re.compile("|".join(found) or "(?!)")


def without_end(text: str, end: str) -> str:
    """A text without what it may end in."""
    return text[: -len(end)] if end and text.endswith(end) else text


def _unnumbered(element: Element) -> list[Piece]:
    """The pieces of a paragraph, a heading without its number, a caption without `图1`."""
    found = pieces(element)
    if not found or found[0].target:
        return found
    first = found[0].text
    if element.tag == "Caption":
        first = first.removeprefix(caption_number(element))
    elif element.tag in ("H1", "H2", "H3"):
        first = _NUMBERED.sub("", first, count=1)
    return [Piece(first), *found[1:]]
