"""Whether the published words carry the figure that a row takes from them.

The digits must stand in `as_published` as the row has them, in Arabic figures or as a Chinese numeral
(四大产业 is 4; 千亿元 is 1000 亿元; 首届 is 1, 双提升 is 2); the unit behind them must be the row's; and
the hedge beside them (约, 近, 超, 余, 以上 …) must be the row's qualifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from mjq_report.dataset import catalogue
from mjq_report.errors import Rule, shown
from mjq_report.figures import units
from mjq_report.figures.numerals import CHARACTERS, chinese_number
from mjq_report.model.codes import Qualifier

Fault = tuple[Rule, str]

_WIDTHS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_SEPARATED = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_NUMERAL = re.compile(rf"(?<!唯)[{CHARACTERS}]+")
_WORDS = {
    "持平": 0,
    "首": 1,
    "唯一": 1,
    "双": 2,
    "俩": 2,
    "半": Decimal("0.5"),
    "单": 1,
}  # number words that are no numerals
_GOING_ON = frozenset("0123456789.-")
_BEFORE, _BEHIND = 18, 12  # characters beside the digits that a hedge, or scale, unit and hedge, may take up

# Units that, directly behind digits, are never the start of another word; as they are printed: m², CO₂.
_UNMISTAKABLE = sorted(
    {
        unit.translate(raised)
        for unit in units.SPELLED
        for raised in ({}, str.maketrans("23", "²³"), {ord("2"): "₂"})
        if len(unit) > 1 or unit in "元亩斤吨%‰"
    },
    key=len,
    reverse=True,
)
_UNIT_BEHIND = re.compile(
    r"(?:余|多|来)?(?P<scale>万亿|千亿|百亿|千万|百万|亿|万|千(?!分点)|百(?!分点))?(?:余|多)?"
    rf"(?P<unit>{'|'.join(map(re.escape, _UNMISTAKABLE))})?(?P<rest>.*)",
    re.DOTALL,
)
_HEDGES = {
    Qualifier.ABOUT: ("约", "左右", "上下", "大概"),
    Qualifier.MORE_THAN: ("超", "余", "多", "破", "跨", "逾", "越过", "迈上", "迈过", "站上", "登上", "高于", "大于"),
    Qualifier.NEARLY: ("近", "接近", "不到", "不足"),
    Qualifier.AT_LEAST: ("以上", "不少于", "不低于", "至少"),
    Qualifier.AT_MOST: ("不超过", "以内", "以下", "不高于", "不大于", "至多"),
}
_ENUMERATED = (
    r"[0-9.]+[万亿千百]*[元亩家户个人吨]?[、和及与]"  # a hedge in front of the first figure of a list is every one's
)
_HEDGE_BEFORE = re.compile(
    rf"(?:(?:约|近|接近|超|超过|破|逾|跨越)|约占[^，。；、,;]{{0,14}}的|(?:超|超过|破|逾)(?:{_ENUMERATED})+)\Z"
)
_HEDGE_BEHIND = re.compile(r"[万亿千百]*(?:余|多)(?=[万亿千百]*\w|\Z)|[^，。；、,;0-9]{0,5}?(?:以上|左右)")


def fault(value: str, unit: str, qualifier: str, as_published: str, upper: str = "") -> Fault | None:
    """What the published words do not bear out, or None. Takes the cells of a row as text."""
    if upper:
        return _range_fault(value, upper, unit, qualifier, as_published.translate(_WIDTHS))
    before, digits, after = as_published.partition(value)
    if (  # by far the most: the very digits, once or first, and nothing around them that goes on or says otherwise
        digits
        and qualifier == Qualifier.EXACT
        and before[-1:] not in _GOING_ON
        and after[:1] not in _GOING_ON
        and _context_fault(before[-_BEFORE:], after[:_BEHIND], unit, qualifier) is None
    ):
        return None
    found = _fault_in(as_published, value.removeprefix("-"), unit, qualifier)
    if found is None:
        return None
    plain = _SEPARATED.sub("", as_published.translate(_WIDTHS))  # １，３２０ and 1,320 carry 1320
    return found if plain == as_published else _fault_in(plain, value.removeprefix("-"), unit, qualifier)


def _range_fault(low: str, high: str, unit: str, qualifier: str, text: str) -> Fault | None:
    """The same for a range: both ends stand there, joined by a dash or 至, and the unit behind the high one."""
    ends = (re.escape(end.removeprefix("-")) for end in (low, high))
    found = re.search(rf"(?<![0-9.]){next(ends)}[^0-9，。；、]{{0,4}}?[-—–−~～至到]+{next(ends)}(?![0-9.])", text)
    if found is None:
        return catalogue.VALUE_NOT_AS_PRINTED, f"{shown(text)} does not carry a range from {low} to {high}"
    before, after = text[: found.start()], text[found.end() :]
    return _context_fault(before[-_BEFORE:], after[:_BEHIND], unit, qualifier)


def _fault_in(text: str, digits: str, unit: str, qualifier: str) -> Fault | None:
    """Try every place where the figure may stand; the first one's fault when none is sound."""
    first: Fault | None = None
    for start, end in places(digits, unit, text):
        found = _context_fault(text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND], unit, qualifier)
        if found is None:
            return None if qualifier == Qualifier.EXACT else _hedge_fault(qualifier, text)
        first = first or found
    return first or (
        catalogue.VALUE_NOT_AS_PRINTED,
        f"{shown(text)} does not carry {digits}{_lost_zeros(text, digits)}",
    )


def _lost_zeros(text: str, digits: str) -> str:
    """What to type where a spreadsheet made 269.2 of 269.20."""
    dot = "" if "." in digits else r"\."
    full = re.search(rf"(?<![0-9.]){re.escape(digits)}{dot}0+(?![0-9])", text)
    return (
        f"; the zeros at its end were lost: in a spreadsheet, format the cell as text and type {full[0]}"
        if full
        else ""
    )


def places(digits: str, unit: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the figure stands in `text`: whole runs of digits first, then Chinese numerals and number words."""
    start = text.find(digits)
    while start >= 0:
        end = start + len(digits)
        if not _continues(text, start - 1, -1) and not _continues(text, end, 1):
            yield start, end
        start = text.find(digits, start + 1)
    if text.isascii():
        return
    value = Decimal(digits)
    wanted = {value, value * units.scale(unit)}
    for match in _NUMERAL.finditer(text):
        if chinese_number(match[0]) in wanted:
            yield match.start(), match.start() + _digits_end(match[0], value)
    for word, meaning in _WORDS.items():
        if value == meaning and word in text:
            yield text.index(word), text.index(word) + len(word)


def _continues(text: str, place: int, step: int) -> bool:
    """Whether a run of digits goes on at `place`: a digit, or a dot with a digit beyond it."""
    if not 0 <= place < len(text):
        return False
    if text[place] != ".":
        return text[place] in "0123456789"
    beyond = place + step
    return 0 <= beyond < len(text) and text[beyond] in "0123456789"


def _digits_end(numeral: str, value: Decimal) -> int:
    """How much of a numeral is the value, the rest being the unit's own: 千 of 千亿 for 1000 亿元."""
    for end in range(1, len(numeral) + 1):
        if chinese_number(numeral[:end]) == value:
            return end
    return 0  # 万亩 for 1 万亩: all of it is the unit's


@lru_cache(maxsize=65536)
def _context_fault(before: str, after: str, unit: str, qualifier: str) -> Fault | None:
    """What the words directly around the digits say against unit and qualifier."""
    match = _UNIT_BEHIND.fullmatch(after)
    assert match is not None  # every part of the pattern may be empty
    printed = (match["scale"] or "") + (match["unit"] or "")
    compound = match["rest"].startswith(("/", "每"))
    if match["unit"] and not compound and units.split(printed) != units.split(unit):
        return catalogue.UNIT_NOT_AS_PRINTED, f"the unit is {shown(unit)}, the words have {shown(printed)}"
    if not match["unit"] and (match["rest"] or match["scale"]) and units.scale(printed + "个") != units.scale(unit):
        return catalogue.UNIT_NOT_AS_PRINTED, f"the unit is {shown(unit)}, the words have {shown(after)}"
    if qualifier == Qualifier.EXACT and (hedge := _HEDGE_BEFORE.search(before) or _HEDGE_BEHIND.match(after)):
        return catalogue.QUALIFIER_NOT_AS_PRINTED, f"the qualifier is exact, the words have {shown(hedge[0])}"
    return None


def beside(before: str, after: str, unit: str, qualifier: str) -> Fault | None:
    """What the words directly in front of and behind a figure's digits say against its unit and qualifier."""
    return _context_fault(before[-_BEFORE:], after[:_BEHIND], unit, qualifier)


_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PART_END = re.compile(r"[，；。：]")


def between_figures(paragraph: str, published: str) -> str:
    """The published words with what stands between them and the figure in front, and the rest of their clause."""
    place = paragraph.find(published)
    if place < 0:
        return published
    before = paragraph[:place]
    last = max((match.end() for match in _FIGURE.finditer(before)), default=0)
    sentence = max((before.rfind(mark) + 1 for mark in "。；"), default=0)
    return (
        before[max(last, sentence) :] + published + _PART_END.split(paragraph[place + len(published) :], maxsplit=1)[0]
    )


def _hedge_fault(qualifier: str, text: str) -> Fault | None:
    if any(word in text for word in _HEDGES[Qualifier(qualifier)]):
        return None
    return catalogue.QUALIFIER_NOT_AS_PRINTED, f"{shown(text)} has no word for {qualifier}"
