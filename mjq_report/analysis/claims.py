"""The audit: every published claim recomputed, with a verdict and arithmetic that a reader can follow.

Each figure stands for the interval that its digits and hedge allow (`intervals`), so that a claim is
called inconsistent only when no values that round to the published ones can make it true. What
cannot be recomputed says why; nothing is ever corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mjq_report.analysis.facts import wording
from mjq_report.figures import formats, operations, references, units
from mjq_report.figures.intervals import Interval, growth_factor, growth_percent
from mjq_report.figures.kinds import APART_FROM_LEVELS, basis_of
from mjq_report.figures.operations import OPERATIONS, Operation
from mjq_report.lang import zh
from mjq_report.model.codes import Verdict
from mjq_report.model.findings import AuditResult
from mjq_report.model.tables import Claim, Observation, TownData

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_COUNT = re.compile(r"n=(\d{1,3})", re.ASCII)
# what curators write for themselves in a note: the verdict they expect, and what an operation computes
_ASIDE = re.compile(r"(?:预期：[^。；]*|运算\w+：[^。]*|expected:[^;.]*)[。；;.]?\s*")
_CHINESE = re.compile(r"(?![A-Za-z]).*?[\u4e00-\u9fff]")
_PERCENTAGES = ("比率", "百分点")  # dimensions that are added and subtracted as printed

Rows = references.Index


class _UncheckableError(Exception):
    """Why a claim cannot be recomputed, in Chinese."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """The result or an operand: what it may be, its printed value, how it reads; a literal has no unit or name."""

    box: Interval
    value: Decimal
    text: str
    unit: str = ""
    name: str = ""
    covers: str = ""

    @property
    def decimals(self) -> int:
        exponent = self.value.as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0


def audit(data: TownData, year: int | None = None) -> tuple[AuditResult, ...]:
    """Recompute the claims of the sources of one briefing year, or of all, in table order; readings with their claim."""
    rows = references.index(data.observations, data.sources)
    claims = [claim for claim in data.claims if year in (None, data.sources[claim.source].year)]
    results = {claim.id: _audited(claim, data, rows.as_known_to(claim.source)) for claim in claims}
    readings: dict[str, list[AuditResult]] = {}
    for claim in claims:
        if claim.reading_of in results:
            readings.setdefault(claim.reading_of, []).append(results[claim.id])
    return tuple(
        _with_readings(result, readings.get(name, []))
        for name, result in results.items()
        if result.claim.reading_of not in results
    )


def _with_readings(result: AuditResult, others: Sequence[AuditResult]) -> AuditResult:
    """A claim and its other readings as one result, which depends when some hold and some do not."""
    if not others:
        return result
    readings = (result, *others)
    verdicts = {reading.verdict for reading in readings}
    verdict = result.verdict
    if len(verdicts) > 1:
        verdict = Verdict.DEPENDS if Verdict.CONSISTENT in verdicts else Verdict.UNCHECKABLE
    return replace(
        result,
        verdict=verdict,
        arithmetic_zh=tuple(_reading(number, reading) for number, reading in enumerate(readings, 1)),
        reason_zh="；".join(dict.fromkeys(r.reason_zh for r in readings if r.reason_zh and r.arithmetic_zh)),
        facts=tuple(dict.fromkeys(fact for reading in readings for fact in reading.facts)),
        recomputed=any(reading.recomputed for reading in readings),
        readings=readings,
    )


def _reading(number: int, reading: AuditResult) -> str:
    """`一、按迁入减迁出：…，不成立`."""
    return zh.AUDIT["reading"].format(
        number=zh.numeral(number),
        assumed=reading.claim.assumes_zh or zh.AUDIT["as_it_stands"],
        arithmetic="；".join(reading.arithmetic_zh or (reading.reason_zh,)),
        verdict=zh.VERDICTS[reading.verdict],
    )


def _audited(claim: Claim, data: TownData, rows: Rows) -> AuditResult:
    """One claim; what it cites are its facts, whether or not it can be checked."""
    facts = tuple(dict.fromkeys(row.key for row in cited(claim, rows)))
    explanation = _explanation(claim.note_public_zh)
    try:
        if claim.operation == operations.UNCHECKABLE:
            raise _UncheckableError(explanation or zh.AUDIT["unpublished"])
        result = _recomputed(claim, data, rows)
    except _UncheckableError as reason:
        return AuditResult(claim, Verdict.UNCHECKABLE, (), str(reason), facts, None, None)
    return replace(result, facts=facts, reason_zh=explanation, recomputed=not operations.agrees(claim.operation))


def cited(claim: Claim, rows: Rows) -> list[Observation]:
    """The rows that a claim refers to, result first."""
    found = (_resolved(text, rows) for text in (claim.result, *claim.operands))
    return [row for row in found if row is not None]


def _resolved(text: str, rows: Rows) -> Observation | None:
    try:
        return references.resolve(references.parse(text), rows)
    except ValueError:
        return None


def _explanation(note: str) -> str:
    """The part of a note that a reader of the audit should see; notes in other languages are for curators."""
    text = _ASIDE.sub("", note).strip(" 。；;.")
    return text if _CHINESE.match(text) else ""


# --------------------------------------------------------------------------- recomputing


def _recomputed(claim: Claim, data: TownData, rows: Rows) -> AuditResult:
    """The verdict on a claim that names a computation; raises _UncheckableError where it has no value."""
    stated = _figure(claim.result, data, rows)
    if claim.operation in operations.PERCENTAGES and units.compatible(stated.unit, "%"):
        stated = _converted(stated, "%")
    _on_one_basis(claim, rows)
    counts = [int(match[1]) for match in map(_COUNT.fullmatch, claim.operands) if match]
    operands = [_figure(text, data, rows) for text in claim.operands if not _COUNT.fullmatch(text)]
    try:
        if claim.operation == operations.WHOLE_NUMBERS:
            return _integer_share(claim, stated, operands[0])
        operation = OPERATIONS[claim.operation]
        operands = _in_units(operation, stated, operands)
        n = counts[0] if counts else 0
        boxes = [operand.box for operand in operands]
        computed = operations.computed(claim.operation, boxes, n)
        consistent = operations.holds(claim.operation, stated.box, boxes, n)
        lines = _lines(claim.operation, stated, operands, n, computed, consistent)
    except (ZeroDivisionError, ValueError, IndexError):
        raise _UncheckableError(zh.AUDIT["no_value"]) from None
    return _result(claim, consistent, lines, stated.box, computed)


def _on_one_basis(claim: Claim, rows: Rows) -> None:
    """Refuse to hold a growth at comparable scope, or at constant prices, against levels that are not: _UncheckableError."""
    found = _resolved(claim.result, rows) if claim.operation in operations.GROWTHS else None
    basis = basis_of(found.basis, found.as_published) if found is not None else None
    if basis in APART_FROM_LEVELS:
        levels = (_resolved(text, rows) for text in claim.operands)
        if any(row is not None and basis_of(row.basis, row.as_published) is not basis for row in levels):
            raise _UncheckableError(zh.AUDIT["own_basis"].format(basis=zh.basis(basis)))


def _result(
    claim: Claim, consistent: bool, lines: Iterable[str], stated: Interval, computed: Interval | None
) -> AuditResult:
    verdict = Verdict.CONSISTENT if consistent else Verdict.INCONSISTENT
    return AuditResult(claim, verdict, tuple(lines), "", (), stated.ends, computed.ends if computed else None)


def _integer_share(claim: Claim, stated: _Figure, parts: _Figure) -> AuditResult:
    """Whether the published share is one of whole numbers at all: see `operations.integer_share`."""
    found = operations.integer_share(parts.box, stated.box)
    if found is None:
        line = zh.AUDIT["share_of_none"].format(part=parts.text, stated=stated.text)
        return _result(claim, False, [line], stated.box, None)
    a, b = found
    share = formats.digits(Decimal(100 * a) / b, stated.decimals + 1)
    line = zh.AUDIT["share_of_unknown"].format(part=a, whole=b, share=share)
    return _result(claim, True, [line], stated.box, Interval.exact(100 * a) / Interval.exact(b))


def _figure(text: str, data: TownData, rows: Rows) -> _Figure:
    """A literal number, or the row that a reference means."""
    if _NUMBER.fullmatch(text):
        return _Figure(Interval.exact(Decimal(text)), Decimal(text), formats.signed(text))
    row = _resolved(text, rows)
    if row is None:
        raise _UncheckableError(zh.AUDIT["no_row"].format(reference=text))
    if row.unit == "番":
        return _doubling(row, data)
    reads = zh.quantity(row.printed, row.unit, row.qualifier, wording(row)).text
    box = Interval.of(row.printed, row.qualifier, whole=units.is_counted(row.unit), upper=f"{row.upper or ''}")
    return _Figure(box, row.value, reads, row.unit, _name(row, data), data.coverages[row.coverage].name_zh)


def _doubling(row: Observation, data: TownData) -> _Figure:
    """翻一番 as the growth in per cent that it states."""
    hundred = Interval.exact(100)
    growth = growth_factor(row) * hundred - hundred
    value = growth_percent(row.value, row.unit)
    text = zh.AUDIT["converted"].format(text=zh.doubled(row.printed, row.qualifier), value=f"{value:f}", unit="%")
    return _Figure(growth, value, text, "%", _name(row, data), data.coverages[row.coverage].name_zh)


def _name(row: Observation, data: TownData) -> str:
    """The indicator with its breakdown: an industry or village goes in front, anything else into brackets."""
    indicator = data.indicators[row.indicator].name_zh
    if not row.breakdown:
        return indicator
    breakdown = data.breakdowns[row.breakdown]
    if breakdown.group in ("industry", "village"):
        return breakdown.name_zh + indicator
    return indicator + zh.in_brackets(breakdown.name_zh)


def _in_units(operation: Operation, stated: _Figure, operands: list[_Figure]) -> list[_Figure]:
    """The operands in the units that the operation needs; raises _UncheckableError where they do not convert."""
    if operation.units in ("first", "alike"):
        strict = operation.units == "first"
        return [operands[0], *(_converted(o, operands[0].unit, strict) for o in operands[1:2]), *operands[2:]]
    if operation.units == "factors":
        return [
            replace(
                o,
                box=o.box.times(share := units.ratio(o.unit, "%") / 100),
                value=o.value * share.numerator / share.denominator,
            )
            if units.dimension(o.unit) == "比率"
            else _converted(o, stated.unit, strict=False)
            for o in operands
        ]
    if operation.units == "result":
        return [_converted(o, stated.unit or operands[0].unit) for o in operands]
    return operands


def _converted(figure: _Figure, unit: str, strict: bool = True) -> _Figure:
    if not figure.unit:
        return replace(figure, text=figure.text + unit)
    if not unit or figure.unit == unit:
        return figure
    rates = units.dimension(figure.unit) in _PERCENTAGES and units.dimension(unit) in _PERCENTAGES
    if not rates and not units.compatible(figure.unit, unit):
        if strict:
            raise _UncheckableError(zh.AUDIT["unlike"].format(one=figure.unit, other=unit))
        return figure
    ratio = units.split(figure.unit)[1] / units.split(unit)[1]  # ‰ and 个千分点 are a tenth of % and 个百分点
    if rates and ratio == 1:
        return figure
    value = figure.value * ratio.numerator / ratio.denominator
    box = figure.box.times(ratio)
    text = zh.AUDIT["converted"].format(text=figure.text, value=formats.signed(_plain(value)), unit=unit)
    return replace(figure, box=box, value=value, text=text, unit=unit)


def _plain(value: Decimal) -> str:
    """A converted value without the zeros that conversion left behind its point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --------------------------------------------------------------------------- the arithmetic in words


def _lines(
    name: str, stated: _Figure, operands: list[_Figure], n: int, computed: Interval, consistent: bool
) -> list[str]:
    """The computation with the printed digits, and, where these leave room, the ranges that were compared."""
    operation = OPERATIONS[name]
    if operation.orders:
        return [_order(operation, stated, operands, consistent)]
    value = operations.nominal(name, [operand.value for operand in operands], n)
    decimals = max(o.decimals for o in (stated, *operands)) if operation.joined else stated.decimals + 1
    unit = stated.unit or operands[0].unit
    result = f"{formats.digits(value, decimals)}{unit}"
    lines = [zh.AUDIT["result"].format(formula=_formula(name, operands, n), result=result)]
    if not (computed.is_exact and stated.box.is_exact):
        lines.append(_ranges(computed, stated.box, stated.decimals + 1, unit, consistent))
    return lines


def _ranges(computed: Interval, stated: Interval, decimals: int, unit: str, consistent: bool) -> str:
    """What both may be at most; for a contradiction only the ends that face each other, apart to the eye."""
    if consistent:
        least, most = computed.ends
        least = -Decimal("Infinity") if unit == "%" and least <= -100 else least  # all is lost: no end to speak of
        mine, theirs = zh.between(least, most, decimals, unit), zh.between(*stated.ends, decimals, unit)
        return zh.AUDIT["compatible"].format(computed=mine, stated=theirs)
    below = stated.exceeds(computed)
    lower, upper = (computed, stated) if below else (stated, computed)
    low, high = formats.facing(lower.ends[1], upper.ends[0], decimals)
    return zh.AUDIT["computed_below" if below else "computed_above"].format(low=low, high=high, unit=unit)


def _formula(name: str, operands: list[_Figure], n: int) -> str:
    texts = [operand.text for operand in operands]
    operation = OPERATIONS[name]
    if operation.joined:
        return operation.joined.join(texts)
    if name != "average_growth":
        return operation.formula.format(*texts, n=n)
    ratio = formats.digits(operations.nominal("ratio", [operand.value for operand in operands]), 2)
    return zh.AUDIT["average_growth"].format(later=texts[0], earlier=texts[1], ratio=ratio, n=n)


def _order(operation: Operation, stated: _Figure, operands: list[_Figure], consistent: bool) -> str:
    """`市级“小巨人”企业13家 ≤ 专精特新企业54家`; with hedges, only that they do not contradict it."""
    sign = operation.orders
    left = _named(stated, operands)
    right = operation.joined.join(_named(operand, [stated]) if sign != "=" else operand.text for operand in operands)
    total = sum((operand.value for operand in operands), Decimal(0))
    if len(operands) > 1:
        right += f" = {formats.signed(f'{total:f}')}{operands[0].unit}"
    if not consistent:
        return zh.AUDIT[f"not {sign}"].format(left=left, right=right)
    plainly = {"=": stated.value == total, "≤": stated.value <= total, "≥": stated.value >= total}[sign]
    return f"{left} {sign} {right}" if plainly else zh.AUDIT["possible"].format(left=left, right=right, sign=sign)


def _named(figure: _Figure, others: list[_Figure]) -> str:
    """Name and figure, with its coverage where another figure of that name covers something else."""
    namesake = any(other.name == figure.name and other.covers != figure.covers for other in others)
    return f"{figure.covers if namesake else ''}{figure.name}{figure.text}"
