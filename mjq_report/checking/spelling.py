"""How a figure may be written: the forms that `formats` gives for a row, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from mjq_report.checking.blocks import plain
from mjq_report.checking.records import Records, Row
from mjq_report.figures import formats
from mjq_report.model.codes import Qualifier, Status
from mjq_report.model.findings import Fact

_DIGITS = re.compile(rf"{formats.MINUS}?\d+(?:\.\d+)?")
_CHANGES = ("growth", "average_growth", "difference")


class Spelling:
    """The words for the rows of one briefing."""

    def __init__(self, records: Records) -> None:
        self.records = records

    # ---- figures

    def figure(self, row: Row) -> str:
        """Hedge, digits and unit: `超1000亿元`."""
        return plain(formats.figure(row.fact).text)

    def movement(self, row: Row) -> str:
        """`增长41.9%` for a row that is a change, else nothing."""
        return plain(formats.movement(row.fact)) if is_change(row.fact) else ""

    def digits(self, row: Row) -> str:
        """The digits alone, as the annex prints them."""
        return formats.signed(row.fact.printed)

    def split(self, row: Row) -> tuple[str, str]:
        """A figure cut behind its digits: (`约1200`, `亿元`)."""
        text = self.figure(row)
        match = _DIGITS.search(text)
        return (text[: match.end()], text[match.end() :]) if match else (text, "")

    def marks(self, row: Row) -> tuple[str, ...]:
        """How a chart may label it: whole, or without the unit that stands at the axis."""
        fact = row.fact
        bare = plain(formats.quantity(fact.printed, "", fact.qualifier, fact.wording).text)
        return self.figure(row), bare, bare + fact.unit

    # ---- words

    def label(self, row: Row) -> str:
        """Indicator with its breakdown in brackets."""
        breakdown = row.cells["breakdown_name"]
        return plain(row.cells["indicator_name"] + (f"（{breakdown}）" if breakdown else ""))

    def names(self, row: Row) -> tuple[str, ...]:
        """The names that a card or a mark may give it, longest first."""
        indicator, breakdown, coverage = (
            plain(row.cells[f"{key}_name"]) for key in ("indicator", "breakdown", "coverage")
        )
        said = [indicator, spoken(indicator)]
        found = [coverage + breakdown, breakdown, coverage]
        found += [front + name for name in said for front in ("", breakdown, coverage, coverage + breakdown)]
        return tuple(sorted({name for name in found if name}, key=len, reverse=True))

    def status(self, row: Row) -> str:
        """预计, 计划 …; nothing for a plain result. A computed figure has that of its later input."""
        fact = row.fact
        if fact.is_derived and fact.inputs[0] in self.records.by_id:
            fact = self.records.by_id[fact.inputs[0]].fact
        return self.status_word(fact.status)

    def status_word(self, status: Status) -> str:
        """The word of a status."""
        return "" if status is Status.ACTUAL else plain(self.records.word(f"status.{status}"))

    @cached_property
    def status_words(self) -> tuple[str, ...]:
        """All words of statuses."""
        return tuple(word for word in map(self.status_word, Status) if word)

    def hedge(self, row: Row) -> str:
        """Status and hedge, as the annex has them in a column."""
        fact = row.fact
        hedge = (
            "" if fact.qualifier is Qualifier.EXACT else fact.wording or self.records.word(f"hedge.{fact.qualifier}")
        )
        words = filter(None, (self.status_word(fact.status), hedge))
        return plain(self.records.word("comma", "，").join(words))

    def bases(self, row: Row) -> tuple[str, ...]:
        """What must stand in front of a computed multiple or a change, any one of these; none: anything may."""
        fact, word = row.fact, self.records.word
        base = (
            self.records.by_id[fact.inputs[1]].fact
            if fact.is_derived and fact.inputs[1] in self.records.by_id
            else None
        )
        named = plain(formats.period(base.period)) + self._figure_of(base) if base is not None else ""
        if fact.operation == "multiple":
            return (named + word("of", "的"),)
        if not is_change(fact):
            return ()
        yearly = (word("yearly", "年均"),)
        if fact.operation == "average_growth":
            return (plain(self.records.fill("on_base", base=named)), *yearly) if word("on_base") else yearly
        if base is not None and base.period.text != _year_earlier(fact):
            return ((word("than", "比") if fact.value else word("level_with", "与")) + named,)
        if fact.period.is_years:
            return yearly
        usual = (formats.comparison_word(fact.period, fact.value),)
        return (*yearly, *usual) if "average_growth" in fact.indicator else usual

    def _figure_of(self, fact: Fact) -> str:
        status = self.status_word(fact.status)
        return plain(self.records.fill("figure_of", status=status)) if status else ""

    def count(self, number: int) -> str:
        """A count of our own making, in Chinese numerals up to 99."""
        return formats.chinese_number(number) if 1 <= number <= 99 else str(number)


def _year_earlier(fact: Fact) -> str:
    try:
        return fact.period.year_earlier().text
    except ValueError:
        return ""


def is_change(fact: Fact) -> bool:
    """Whether a figure says how another one moved."""
    return fact.operation in _CHANGES or (
        not fact.is_derived and (fact.indicator.endswith("_growth") or fact.unit.endswith("百分点"))
    )


def spoken(name: str) -> str:
    """An indicator's name in a sentence: 网格数 is 网格 there."""
    return name[:-1] if len(name) > 2 and name.endswith("数") else name


def one_of(texts: Sequence[str]) -> str:
    """Alternatives as a message shows them."""
    return " or ".join(f"«{text}»" for text in texts)
