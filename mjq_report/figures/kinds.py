"""What the kind of a figure allows: the one place that says so. A new kind is a code in `model.codes` and its
place in these sets."""

from __future__ import annotations

import re
from decimal import Decimal

from mjq_report.figures.numerals import CHARACTERS, chinese_number
from mjq_report.model.codes import IndicatorKind

# Sets of codes rather than of members alone: a StrEnum is its text, so rows of tables may be asked without conversion.
OVER_A_PERIOD = frozenset({IndicatorKind.FLOW})  # adds up over months and years, and belongs to all of them
AT_A_MOMENT = frozenset({IndicatorKind.STOCK})  # a level, which a longer period does not make larger
# change by points instead of per cent, and are no part of a whole
RATES = frozenset({IndicatorKind.RATE, IndicatorKind.GROWTH, IndicatorKind.SHARE, IndicatorKind.DIFFERENCE})
# digits that name a place, a size or a day: never an operand, never a bar
NO_AMOUNTS = frozenset({IndicatorKind.RANK, IndicatorKind.ORDINAL, IndicatorKind.MAGNITUDE, IndicatorKind.DATE})

_PLACED = re.compile(rf"(?:第([0-9]+|[{CHARACTERS}]+)|首)([位名批届次家])|榜首")
_RANKS = frozenset({"位", "名", ""})  # the word behind the number; 榜首 has none


def kind_of(own: str, of_indicator: str, value: str, as_published: str) -> IndicatorKind:
    """The kind of a row's figure: what its own cell says, else what its words show, else its indicator's.

    第N位, 第N名 and 榜首 are ranks, 第N批, 第N届, 第N次 and 首家 ordinals, where N is the figure (首 is 1).
    """
    if own:
        return IndicatorKind(own)
    if "第" in as_published or "首" in as_published:
        for number, word in _PLACED.findall(as_published):
            found = chinese_number(number) if number and not number.isdigit() else int(number or 1)
            if value and found == Decimal(value):
                return IndicatorKind.RANK if word in _RANKS else IndicatorKind.ORDINAL
    return IndicatorKind(of_indicator)
