"""What the kind of an indicator allows: the one place that says so. A new kind is a code in `model.codes` and its
place in these sets."""

from __future__ import annotations

from mjq_report.model.codes import IndicatorKind

# Sets of codes rather than of members alone: a StrEnum is its text, so rows of tables may be asked without conversion.
OVER_A_PERIOD = frozenset({IndicatorKind.FLOW})  # adds up over months and years, and belongs to all of them
AT_A_MOMENT = frozenset({IndicatorKind.STOCK})  # a level, which a longer period does not make larger
RATES = frozenset({IndicatorKind.RATE})  # changes by points instead of per cent, and is no part of a whole
