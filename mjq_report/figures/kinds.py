"""What the kind of a figure allows: the one place that says so. A new kind is a code in `model.codes` and its
place in these sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from mjq_report.figures import units
from mjq_report.figures.numerals import CHARACTERS, chinese_number
from mjq_report.model.codes import Basis, IndicatorKind

if TYPE_CHECKING:
    from mjq_report.model.findings import Fact

# Sets of codes rather than of members alone: a StrEnum is its text, so rows of tables may be asked without conversion.
OVER_A_PERIOD = frozenset({IndicatorKind.FLOW})  # adds up over months and years, and belongs to all of them
AT_A_MOMENT = frozenset({IndicatorKind.STOCK})  # a level, which a longer period does not make larger
# change by points instead of per cent, and are no part of a whole
RATES = frozenset({IndicatorKind.RATE, IndicatorKind.GROWTH, IndicatorKind.SHARE, IndicatorKind.DIFFERENCE})
# digits that name a place, a size or a day: never an operand, never a bar
NO_AMOUNTS = frozenset({IndicatorKind.RANK, IndicatorKind.ORDINAL, IndicatorKind.MAGNITUDE, IndicatorKind.DATE})
AS_WORDED = frozenset(
    {IndicatorKind.ORDINAL, IndicatorKind.MAGNITUDE, IndicatorKind.DATE}
)  # printed as the source has it
NO_STATISTICS = frozenset(
    {IndicatorKind.ORDINAL, IndicatorKind.DATE}
)  # in no table of figures, on no key figure's card
BELOW = "不足"  # the wording of a share that is too small for its decimals: 不足0.1%
CHANGES = frozenset({IndicatorKind.GROWTH, IndicatorKind.DIFFERENCE})  # say how another figure moved
MOVES = ("growth", "difference", "moved")  # how amounts, rates and places move from one period to the next, as computed
APART_FROM_LEVELS = frozenset(
    {Basis.COMPARABLE, Basis.CONSTANT_PRICE}
)  # such a growth is not that of the published levels

FLAT, LEVEL = 0.3, 0.1  # of the greatest value: a line through a smaller span starts above zero; bars would look alike


def is_flat(values: Iterable[float], share: float = FLAT) -> bool:
    """Whether values lie so close together that a line from zero would say little of how they moved."""
    known = list(values)
    low, high = min(known, default=0.0), max(known, default=0.0)
    return len(known) > 1 and high - low < share * max(abs(low), abs(high))


def is_drawn(fact: Fact) -> bool:
    """Whether a figure may be a mark with a length: not a place, a size, a day, nor a range of two ends."""
    return fact.kind not in NO_AMOUNTS and fact.upper is None


def is_on_axis(fact: Fact) -> bool:
    """Whether a figure may have a place in a series over time: also a range, as words without a mark."""
    return fact.kind not in NO_AMOUNTS


def is_computed_with(fact: Fact) -> bool:
    """Whether growth, shares and differences may be computed from a figure."""
    return fact.kind not in NO_AMOUNTS and fact.upper is None


def moves(fact: Fact) -> bool:
    """Whether it can be said how a figure moved: an amount, a rate or a place."""
    return is_computed_with(fact) or (fact.kind is IndicatorKind.RANK and fact.upper is None)


def is_tabulated(fact: Fact) -> bool:
    """Whether a figure may stand in a table of statistics, or on a card."""
    return fact.kind not in NO_STATISTICS


def basis_of(own: Basis | None, as_published: str) -> Basis | None:
    """What a figure is measured by: what its row says, else what its words do."""
    found = None if own else _BASIS.search(as_published)
    if found is None:
        return own
    return Basis.CONSTANT_PRICE if found[0].endswith("价") else Basis.COMPARABLE


_BASIS = re.compile(r"(?:可比|同)口径|可比价|不变价|可比(?=增长|下降)")


def alike(one: Fact, other: Fact) -> bool:
    """Whether two figures of one thing are of one kind and basis, so that a difference between them says something."""
    return (one.kind, one.basis) == (other.kind, other.basis)


# --------------------------------------------------------------------------- what the words show

_NUMBER = rf"[0-9]+(?:\.[0-9]+)?[万亿]*|[{CHARACTERS}]+"
_IN = r"(?:全[国省市区县镇乡])?"  # 全区首家, 全市唯一
_PLACED = re.compile(rf"第(?P<number>{_NUMBER})(?P<word>[^，。；、\s]?)|{_IN}首(?P<first>[位名批届次家个座条期])|榜首")
_SOLE = re.compile(rf"{_IN}唯一(?:一[位名家个座条项处])?")
_AMONG = re.compile(rf"前(?P<number>{_NUMBER})(?=[位名])")
_SIZE = re.compile(r"(?P<number>[十百千万亿]+|[0-9]+[十百千万亿]*)[元吨]?级|上(?P<many>[百千万亿]+)")
SHOWS = re.compile(
    rf"第[0-9{CHARACTERS}]|首[位名批届次家个座条期]|榜首|唯一|前[0-9{CHARACTERS}]+[位名]|[元吨十百千万亿]级|上[百千万亿]"
)
_OF_PERSONS = frozenset({"位", "名"})


def kind_of(own: str, of_indicator: str, value: str, unit: str, as_published: str) -> IndicatorKind:
    """The kind of a row's figure: what its own cell says, else what its words show, else its indicator's.

    第N位, 第N名, 前N名 and 榜首 are ranks; 第N批, 第N届, 第50万辆, 首家 and 唯一 ordinals; 百亿级 and 上千 magnitudes: where N is the
    figure (首 is 1). 全区第一 is a rank if the row counts places (位, 名).
    """
    if own:
        return IndicatorKind(own)
    if value and SHOWS.search(as_published):
        found = next(_shown(Decimal(value), unit, as_published), None)
        if found is not None:
            return found[0]
    return IndicatorKind(of_indicator)


def worded(kind: IndicatorKind, value: str, unit: str, as_published: str) -> str:
    """How the source writes a place, size or day: 第三批, 全区首家, 千亿元, 2026年底前, 前 (of 前十名); empty if it does not."""
    if kind is IndicatorKind.DATE:
        found = re.search(
            rf"{re.escape(value)}(?:年(?:[0-9]{{1,2}}月)?|月)?(?:年?[底末初]|[上下]半年)?(?:之前|以前|前)?",
            as_published,
        )
        return found[0] if found else ""
    number = Decimal(value)
    text = next((text for shown, text in _shown(number, unit, as_published) if shown is kind), "")
    return text or (_round(number, unit, as_published) if kind is IndicatorKind.MAGNITUDE else "")


def _round(value: Decimal, unit: str, text: str) -> str:
    """A size in words of a text: 千亿元 of 千亿元产值; empty where there is none."""
    bare = unit.lstrip("十百千万亿")
    sizes = re.finditer(rf"(?P<number>[十百千万亿]+){re.escape(bare)}", text)
    return next((match[0] for match in sizes if _number(match["number"]) == value * units.scale(unit)), "")


def _shown(value: Decimal, unit: str, text: str) -> Iterator[tuple[IndicatorKind, str]]:
    """The places and sizes in a text that are the figure, with their kind and wording."""
    for match in _AMONG.finditer(text):
        if _number(match["number"]) == value:
            yield IndicatorKind.RANK, "前"
    for match in _PLACED.finditer(text):
        number, word = match["number"] or "一", match["first"] or match["word"] or ""
        if _number(number) not in (value, value * units.scale(unit)):
            continue
        if (
            (not match["number"] and not match["first"])
            or word in _OF_PERSONS
            or (unit in _OF_PERSONS and word != "家")
        ):
            yield IndicatorKind.RANK, ""
        elif unit.endswith(word) or match["first"]:
            yield IndicatorKind.ORDINAL, match[0]
    if value == 1 and (sole := _SOLE.search(text)):
        yield IndicatorKind.ORDINAL, sole[0]
    for match in _SIZE.finditer(text):
        if _number(match["many"] or match["number"]) in (value, value * units.scale(unit)):
            behind = text[match.end() :] if match["many"] else ""
            yield IndicatorKind.MAGNITUDE, match[0] + (unit if behind.startswith(unit) else "")


def _number(text: str) -> Decimal | None:
    """Digits, a Chinese numeral, or digits with 万 and 亿 behind them."""
    digits = text.rstrip("十百千万亿")
    if not digits or not digits.replace(".", "", 1).isdigit():
        found = chinese_number(text)
        return None if found is None else Decimal(found)
    scale = chinese_number(text[len(digits) :]) if text != digits else 1
    return Decimal(digits) * (scale or 1)
