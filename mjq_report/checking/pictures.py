"""Charts: their alternative text against the tables, the lettering drawn in them and their notes against that text.

A chart's alternative text names every mark (`2024，400.19亿元（为预计数）`), so the picture is checked by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mjq_report.checking.blocks import Picture, caption_number, pieces, plain
from mjq_report.checking.glyphs import Text
from mjq_report.checking.lexicon import Lexicon
from mjq_report.checking.records import Records, Row
from mjq_report.checking.spelling import Spelling
from mjq_report.figures import formats
from mjq_report.model.codes import Status

_MARK = re.compile(r"(?P<position>.*)，(?P<label>[^，（）]+)(?:（(?P<why>.*)）)?")
_KIND = re.compile(r"[^：:]{1,16}[：:]")
_YEARS = re.compile(r"\d{4}(?:、\d{4})*")
_DIGIT = re.compile(r"\d")
_NO_DATA = "无数据"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as the alternative text names it."""

    series: str
    position: str
    label: str
    why: str


@dataclass
class Pictures:
    """Checks charts."""

    records: Records
    spelling: Spelling
    lexicon: Lexicon
    numbers: dict[str, str]  # source id → `[1]`

    def check(self, picture: Picture) -> Iterator[str]:
        """What in a chart does not hold."""
        where = self._name(picture)
        marks = self._marks(picture)
        if marks is None:
            yield f"{where}: its alternative text does not repeat its title and unit"
            return
        remark, shown = self._notes(picture)
        chosen: list[Row] = []
        for mark in marks:
            if not _DIGIT.search(mark.label):
                continue
            rows = [row for row in self.records.rows if self._fits(row, mark, remark)]
            chosen += rows[:1]
            if not rows:
                yield f"{where}: no row gives «{mark.position}，{mark.label}»" + (f" as {mark.why}" if mark.why else "")
        yield from (f"{where}: {problem}" for problem in self._lettering(picture, marks))
        yield from (f"{where}: {problem}" for problem in self._remark(remark, marks))
        cited = {self.numbers.get(source, "[?]") for row in chosen for source in row.fact.sources}
        linked = [self.records.by_anchor.get(p.target, []) for p in pieces(picture.caption)] if picture.caption else []
        more = {self.numbers.get(source, "[?]") for rows in linked for row in rows for source in row.fact.sources}
        if picture.notes and not cited <= shown <= cited | more:
            yield f"{where}: its sources are {' '.join(sorted(shown))}, its figures are from {' '.join(sorted(cited))}"

    def _name(self, picture: Picture) -> str:
        return caption_number(picture.caption) if picture.caption is not None else "a chart"

    def _marks(self, picture: Picture) -> list[Mark] | None:
        """The marks of the alternative text, if it starts with what the caption says."""
        alt = plain(picture.element.alt)
        kind = _KIND.match(alt)
        caption = plain(picture.caption.text()).removeprefix(self._name(picture)) if picture.caption is not None else ""
        if kind is None:
            return None
        said = alt[kind.end() :]
        for cut in range(len(caption), 0, -1):
            parts = [part.rstrip("。.；;") for part in (caption[:cut], caption[cut:])]
            head = "。".join(part for part in parts if part) + "。"
            if said.startswith(head):
                return list(_read(said[len(head) :]))
        return None

    def _fits(self, row: Row, mark: Mark, remark: str) -> bool:
        """Whether a row may be what a mark shows: value, place on the axis, and what is said of it."""
        if mark.label not in self.spelling.marks(row):
            return False
        period = row.fact.period
        places = {str(period.last.year), plain(formats.period_short(period)), *row.periods}
        names = (*self.spelling.names(row), *(() if row.fact.breakdown else (plain(self.records.word("chart.total")),)))
        status = self.records.word("status." + row.fact.status) if row.fact.status is not Status.ACTUAL else ""
        if mark.position not in places and mark.position not in names:
            return False
        told = mark.why + (remark if remark.startswith(self._all()) else "")
        said = {word for word in self.spelling.status_words if self._status(word) in told}
        return said == ({plain(status)} if status else set()) and self._differs(row, mark.why)

    def _status(self, word: str) -> str:
        return plain(self.records.fill("chart.status", status=word))

    def _all(self) -> str:
        return plain(self.records.word("chart.all", "{reason}").split("{")[0]) or "\ufffc"

    def _differs(self, row: Row, why: str) -> bool:
        """`口径为全镇，为2020年数`: coverage and period that are named are the row's own."""
        name = f"name_{self.records.lang}"
        coverages = {plain(r[name]) for r in self.records.inputs["coverages"]}
        for part in why.split("，"):
            words = part.removeprefix("口径为")
            if words != part and words in coverages and words != plain(row.cells["coverage_name"]):
                return False
            period = re.fullmatch(r"为(.*\d.*)数", part)
            if period and period[1] not in row.periods:
                return False
        return True

    def _notes(self, picture: Picture) -> tuple[str, set[str]]:
        """The remark, and the numbers of the sources."""
        remark, shown = "", set[str]()
        for note in picture.notes:
            found = pieces(note)
            targets = {piece.text for piece in found if piece.target}
            if targets:
                shown |= {p.text if p.target == f"s{p.text.strip('[]')}" else "[?]" for p in found if p.target}
                if "".join(p.text for p in found if not p.target) != plain(self.records.word("chart.source")):
                    shown.add("[?]")
            else:
                remark = "".join(piece.text for piece in found)
        return remark, shown

    def _remark(self, remark: str, marks: Sequence[Mark]) -> Iterator[str]:
        """Why marks differ, in the words of the alternative text, and which years have no figure."""
        if not remark:
            return
        places = [mark.position for mark in marks]
        years = [plain(self.records.fill("chart.year", year=place)) for place in places]
        gaps = [mark.position for mark in marks if mark.label == _NO_DATA and mark.position.isdigit()]
        gap = plain(self.records.fill("chart.gap", years="、".join(gaps))) if gaps else ""
        reasons = [mark.why for mark in marks if mark.why]
        left = self.lexicon.gap(remark, [*places, *years, *reasons, gap or "\ufffc", "、".join(years)])
        if left:
            yield f"no mark gives «{left}» of its remark"
        if gap and gap not in remark:
            yield f"its remark does not say «{gap}»"
        for mark in marks:
            told = (
                plain(self.records.fill("chart.year", year=mark.position)) if mark.position.isdigit() else mark.position
            )
            if mark.why and not any(mark.why in said and told in said for said in remark.split("；")):
                yield f"its remark does not say of {told} that it is {mark.why}"

    def _lettering(self, picture: Picture, marks: Sequence[Mark]) -> Iterator[str]:
        """Every label is drawn, and every number that is drawn is a label or a place on the axis."""
        drawn = Counter(plain(item.text) for item in picture.element.content if isinstance(item, Text))
        unit = plain(picture.caption.text())[-4:] if picture.caption is not None else ""
        for mark in marks:
            forms = [mark.label, *(mark.label[:-n] for n in range(1, 5) if unit.endswith(mark.label[-n:]))]
            found = next((form for form in forms if drawn[form]), None)
            if found is not None:
                drawn[found] -= 1
            elif _DIGIT.search(mark.label):
                yield f"«{mark.label}» of {mark.position} is not drawn"
        said = "\n".join(
            (*(mark.position for mark in marks), *(mark.series for mark in marks), *(m.why for m in marks))
        )
        for text in (text for text, count in drawn.items() if count > 0 and text not in said):
            left = self.lexicon.gap(text) if not _DIGIT.search(text) else text
            if left and not any(part in said for part in (text,)):
                yield f"«{text}» is drawn, which its alternative text does not have"


def _read(text: str) -> Iterator[Mark]:
    """The marks of `万亿级：2021—2025年，1个；2026—2030年，2个。千亿级：…`."""
    for series in text.rstrip("。").split("。"):
        name, _, rest = series.rpartition("：") if re.match(r"[^，；]*：", series) else ("", "", series)
        if rest != series:
            name, _, rest = series.partition("：")
        for part in _parts(rest):
            match = _MARK.fullmatch(part)
            if match:
                yield Mark(name, match["position"], match["label"], match["why"] or "")
            else:
                yield Mark(name, part, part, "")


def _parts(text: str) -> Iterator[str]:
    """Cut at ； outside brackets."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        depth += {"（": 1, "）": -1}.get(character, 0)
        if character == "；" and depth == 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]
