"""Whether the words beside a figure contradict its row: period, status, direction, hedge, unit, name.

A row says of a figure what it is, of when, how sure and in which direction. Its own published words, and with the
source at hand the sentence around them, often say it too. A word that contradicts the row is a fault; a word that
is missing is none, since a text may have said it a sentence before.

The words are those of Chinese statistical texts: 预计, 计划, 力争, 实际 for the status; 增长, 下降 for the direction; 占 for a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mjq_report.dataset import catalogue
from mjq_report.dataset.rules import words
from mjq_report.dataset.rules.clauses import CLAUSE, SENTENCE_END, start
from mjq_report.dataset.rules.named_indicators import Names
from mjq_report.dataset.rules.named_periods import period_fault
from mjq_report.errors import Rule, shown
from mjq_report.model.codes import Status
from mjq_report.model.period import Period

Fault = tuple[Rule, str, str]  # the rule, the column, what is wrong


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row says of its figure. `kind` and `names` are its indicator's, `group` are the names of its breakdown, and
    `over` says whether its period had ended when its source came out; the other fields are the row's cells."""

    value: str
    unit: str
    qualifier: str
    status: str
    period: Period
    kind: str
    names: tuple[str, ...]
    group: tuple[str, ...] = ()
    over: bool = False


_DATE_UNITS = frozenset({"年", "月", "日"})  # the digits are a date themselves
_Key = tuple[str, str, Meaning]


class Beside:
    """The rules over one dictionary. Rows say the same few things again and again: each is worked out once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[_Key, tuple[Fault, ...]] = {}

    def own_faults(self, meaning: Meaning, text: str) -> tuple[Fault, ...]:
        """What a row's own published words say against it."""
        place = next(words.places(meaning.value.removeprefix("-"), meaning.unit, text), None)
        if place is None:
            return ()  # another rule reports that the words lack the digits
        sign = "-1" if meaning.value.startswith("-") else "1" if meaning.value.strip("0.") else "0"
        key = text[: place[0]], text[place[1] :], replace(meaning, value=sign)
        if key not in self._known:
            self._known[key] = tuple(self._faults(meaning, *key[:2]))
        return self._known[key]

    def source_faults(self, meaning: Meaning, paragraph: str, published: str) -> tuple[Fault, ...]:
        """What the sentences around a row's words in its source say against it; nothing when one place fits."""
        inside = next(words.places(meaning.value.removeprefix("-"), meaning.unit, published), None)
        if fault := plan_fault(meaning, paragraph):
            return ((catalogue.STATUS_NOT_AS_PRINTED, "status", fault),)
        if fault := loss_fault(meaning, paragraph):
            return ((catalogue.SIGN_NOT_AS_PRINTED, "value", fault),)
        first: tuple[Fault, ...] = ()
        for match in re.finditer(re.escape(published), paragraph) if inside is not None else ():
            assert inside is not None
            left, right = paragraph[: match.start() + inside[0]], paragraph[match.start() + inside[1] :]
            before, after = left[start(left, SENTENCE_END) :], SENTENCE_END.split(right, maxsplit=1)[0]
            found = (*self._faults(meaning, before, after), *_hedge_fault(meaning, before, after))
            if not found:
                return ()
            first = first or found
        return first

    def _faults(self, meaning: Meaning, before: str, after: str) -> Iterator[Fault]:
        """What the words of the sentence in front of the digits and behind them say against a row."""
        names = meaning.names
        beyond = _behind_unit(after, meaning.unit)
        if meaning.unit not in _DATE_UNITS and (fault := period_fault(meaning.period, meaning.kind, before)):
            yield catalogue.PERIOD_NOT_AS_PRINTED, "period", fault
        if fault := status_fault(meaning.status, before, meaning.over):
            yield catalogue.STATUS_NOT_AS_PRINTED, "status", fault
        if fault := sign_fault(meaning.value, meaning.unit, names, before):
            yield catalogue.SIGN_NOT_AS_PRINTED, "value", fault
        if fault := kind_fault(meaning.unit, names, before) or self._names.fault(names, before, beyond, meaning.group):
            yield catalogue.NAME_NOT_AS_PRINTED, "indicator", fault
        if fault := counter_fault(meaning.unit, after):
            yield catalogue.UNIT_NOT_AS_PRINTED, "unit", fault


def _hedge_fault(meaning: Meaning, before: str, after: str) -> Iterator[Fault]:
    """A hedge directly beside the digits, outside of the words that the row took."""
    found = words.beside(before, after, meaning.unit, meaning.qualifier)
    if found is not None and found[0] is catalogue.QUALIFIER_NOT_AS_PRINTED:
        yield found[0], "qualifier", found[1]


# --------------------------------------------------------------------------- growth or share


def kind_fault(unit: str, names: Sequence[str], before: str) -> str:
    """Whether a word of change or of share directly in front of a figure is at odds with its indicator's name."""
    if not unit.endswith(("%", "‰")):
        return ""
    change, part = _DIRECTION.search(before), _SHARE.search(before)
    name = names[0]
    if change is not None and _IS_SHARE.search(name) and not _IS_CHANGE.search(name):
        return f"the indicator is {shown(name)}, the words have {shown(change['up'] or change['down'])}"
    if part is not None and _IS_CHANGE.search(name) and not _IS_SHARE.search(name):
        return f"the indicator is {shown(name)}, the words have {shown(part[0])}"
    return ""


# --------------------------------------------------------------------------- status

_FORECAST = re.compile(
    r"预计|预期|有望|力争|争取|拟|初步核算|初步统计|(?<![年季月]度)(?<!行动)(?<!发展)(?<!完成)计划(?!的|生育)"
)
_RESULT = re.compile(r"实际(?!控制|利用)|实有|已完成|已达|截至目前")
_MEANS: Mapping[str, frozenset[str]] = {
    "预计": frozenset({Status.ESTIMATED, Status.PLANNED, Status.TARGET}),
    "预期": frozenset({Status.ESTIMATED, Status.PLANNED, Status.TARGET}),
    "有望": frozenset({Status.ESTIMATED, Status.PLANNED, Status.TARGET}),
    "计划": frozenset({Status.PLANNED, Status.TARGET}),
    "拟": frozenset({Status.PLANNED, Status.TARGET}),
    "力争": frozenset({Status.PLANNED, Status.TARGET}),
    "争取": frozenset({Status.PLANNED, Status.TARGET}),
    "初步核算": frozenset({Status.PRELIMINARY}),
    "初步统计": frozenset({Status.PRELIMINARY}),
}


_DONE = re.compile(r"(?:实现|完成|达到?)[^，。；、]{0,12}\Z")
_INTENDED = re.compile(r"计划|目标|力争|争取|确保|预计|预期|有望|任务|规划|要求|拟|将|应")


def status_fault(status: str, before: str, over: bool = False) -> str:
    """What the nearest word of status in front of a figure says against the row's; "" when nothing.

    It governs its own clause and, where each clause ends in its figure (预计工业产值84亿元，税收), the list that follows.
    计划, which is a noun as well, governs its clause alone. A figure that was 实现 or 完成, of a period that is `over`, in a
    sentence without a word of intention, is no plan.
    """
    last = max((*_FORECAST.finditer(before), *_RESULT.finditer(before)), key=lambda match: match.start(), default=None)
    if last is None:
        done = _DONE.search(before) if over and status in (Status.PLANNED, Status.TARGET) else None
        if done is None or _INTENDED.search(before):
            return ""
        return f"the row's status is {status}, the words have {shown(done[0])} of a period that was over"
    clauses = CLAUSE.split(before[last.end() :])
    if len(clauses) > 1 and (last[0] == "计划" or not all(map(_LISTED.search, clauses[:-1]))):
        return ""
    if last[0] in _MEANS:
        wrong = status not in _MEANS[last[0]]
    else:
        wrong = status in (Status.PLANNED, Status.TARGET, Status.ESTIMATED) and last[0] == "实际"
    return f"the row's status is {status}, the words have {shown(last[0])}" if wrong else ""


def plan_fault(meaning: Meaning, paragraph: str) -> str:
    """Whether a row has a plan of a period that was over, where its paragraph has no word of intention."""
    if not meaning.over or meaning.status not in (Status.PLANNED, Status.TARGET) or _INTENDED.search(paragraph):
        return ""
    return f"the row's status is {meaning.status}, its period was over, and the paragraph has no word of intention"


_LISTED = re.compile(r"[0-9][^0-9]{0,6}\Z")


# --------------------------------------------------------------------------- direction

_UP = "增长|上升|提高|增加|上涨|提升|升高|上浮|高于"
_DOWN = "下降|减少|回落|降低|下滑|下跌|缩减|压减|负增长|低于"
_DIRECTION = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|率)?(?:了|达|为|约|近|超过|超|逾|将近|\s|[（(])*\Z"
)
_SHARE = re.compile(r"占(?:比|[^，。；、,;]{0,14}?的)(?:重|约|近|超过|超|达到|达|为|是|到|至)*\Z")
_IS_SHARE = re.compile(r"占|比重|份额|贡献率|覆盖率|满意率|完成率|办结率|解决率|合格率")
_IS_CHANGE = re.compile(r"增速|增长率|增幅|降幅|变动|变化率|涨幅|跌幅")
_CHANGES = ("%", "‰", "个百分点", "百分点", "个千分点", "倍")
_FALLS = re.compile(r"[降减]|收窄|回落|低于")


def sign_fault(value: str, unit: str, names: Sequence[str], before: str) -> str:
    """Whether the word of direction in front of a change contradicts its sign; "" when not.

    An indicator that is itself called a fall (降幅, 能耗下降率) is positive where it falls.
    """
    match = _DIRECTION.search(before)
    if match is None or not unit.endswith(_CHANGES) or value.strip("-0.") == "":
        return ""
    negative = value.startswith("-")
    if negative == bool(match["down"]) or any(map(_FALLS.search, names)):
        return ""
    return f"the value is {value}, the words have {shown(match['up'] or match['down'])}"


_LOSS = re.compile(r"[-－−–—▼↓降减少缩低落滑跌退负亏逆缺损]|收窄")


def loss_fault(meaning: Meaning, paragraph: str) -> str:
    """Whether a figure is below zero though its paragraph has neither a sign nor any word of a fall or a loss."""
    if not meaning.value.startswith("-") or _LOSS.search(paragraph):
        return ""
    return f"the value is {meaning.value}, and the paragraph has no minus sign and no word of a fall or a loss"


# --------------------------------------------------------------------------- unit

_COUNTERS = ("家", "户", "件", "起", "辆", "台", "个", "名", "人")
_SCALED = re.compile(r"(?:余|多)?(?P<scale>万亿|千亿|百亿|千万|百万|亿|万|千|百)?(?:余|多)?(?P<rest>.*)", re.DOTALL)


def counter_fault(unit: str, after: str) -> str:
    """Whether another counter than the row's unit stands behind the digits; "" when not."""
    match = _SCALED.fullmatch(after)
    assert match is not None  # every part of the pattern may be empty
    rest, wanted = match["rest"], unit.removeprefix(match["scale"] or "")
    if not wanted or rest.startswith((wanted, "个百分点", "个千分点")) or wanted.startswith(tuple("%‰")):
        return ""
    found = next((counter for counter in _COUNTERS if rest.startswith(counter)), "")
    if not found or wanted.startswith(found) or wanted in rest[:4]:
        return ""
    return f"the unit is {shown(unit)}, the words have {shown(found)}"


def _behind_unit(after: str, unit: str) -> str:
    """The text behind a figure's unit."""
    match = _SCALED.fullmatch(after)
    assert match is not None  # every part of the pattern may be empty
    return match["rest"].removeprefix(unit.removeprefix(match["scale"] or ""))
