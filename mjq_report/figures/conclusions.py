"""Facts that are concluded from others on intervals, printed with no more digits than are known: what 推算 stands before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mjq_report.figures import formats
from mjq_report.figures.intervals import Interval, box
from mjq_report.figures.selection import cautious
from mjq_report.model.codes import IndicatorKind
from mjq_report.model.findings import Fact
from mjq_report.model.period import Period

_KINDS = {
    "increment": IndicatorKind.DIFFERENCE,
    "ratio": IndicatorKind.RATE,
    "increment_at_least": IndicatorKind.DIFFERENCE,
    "increment_share_at_least": IndicatorKind.SHARE,
    "implied_growth": IndicatorKind.GROWTH,
    "pull_of_rest": IndicatorKind.DIFFERENCE,
    "growth_of_rest": IndicatorKind.GROWTH,
    "mean": IndicatorKind.RATE,
}


def concluded(
    operation: str, value: Interval, unit: str, *inputs: Fact, period: Period | None = None, digits: int = 3
) -> Iterator[Fact]:
    """The fact of a computed interval, told beside its first input; none where too little of it is known."""
    shown = formats.known(value, digits)
    if shown is None:
        return
    printed, qualifier = shown
    first = inputs[0]
    yield Fact(
        id=f"derived:{operation}({','.join(fact.id for fact in inputs)})",
        indicator=first.indicator,
        breakdown=first.breakdown,
        period=period or first.period,
        coverage=first.coverage,
        value=Decimal(printed),
        printed=printed,
        unit=unit,
        qualifier=qualifier,
        status=cautious(inputs),
        sources=tuple(dict.fromkeys(source for fact in inputs for source in fact.sources)),
        operation=operation,
        inputs=tuple(fact.id for fact in inputs),
        bounds=value.ends,
        kind=_KINDS.get(operation, first.kind),
    )


def listed(parts: Sequence[Fact], unit: str) -> Interval:
    """What parts come to."""
    total = Interval.exact(0)
    for part in parts:
        total = total + box(part, unit)
    return total


def rest_of(whole: Fact, parts: Sequence[Fact]) -> Fact | None:
    """The rest of a whole; None where nothing may be left, or too little of it is known."""
    rest = box(whole) - listed(parts, whole.unit)
    return (
        None
        if rest.low is not None and rest.low <= 0
        else next(concluded("rest", rest, whole.unit, whole, *parts), None)
    )
