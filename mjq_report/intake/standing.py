"""Proposed figures beside rows that stand, and beside each other: the same, contradicted, superseded; sums, shares and growth that hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mjq_report.figures import operations, units
from mjq_report.figures.intervals import Interval
from mjq_report.intake.grammar.times import year_before
from mjq_report.intake.proposal import OfferedClaim, Proposal
from mjq_report.intake.setting import Setting
from mjq_report.lang.zh.intake import CLAIMS, STANDING
from mjq_report.model.codes import Qualifier

_Row = Mapping[str, str]
_Key = tuple[str, str, str]
MOST_PARTS, MOST_CLAIMS = 12, 500


def beside_rows(found: Sequence[Proposal], setting: Setting, written: int) -> Iterator[Proposal]:
    """Bound proposals with what they are to a row of the same indicator, group, period and area.

    A row of an earlier year's source is superseded, one of the same year's contradicted; intentions are no results.
    """
    rows: dict[_Key, list[_Row]] = defaultdict(list)
    for row in setting.tables["observations"]:
        rows[row["indicator"], row["breakdown"], row["period"]].append(row)
    for one in found:
        same = rows.get((one.indicator, one.breakdown, one.period), ()) if one.indicator else ()
        told = next((text for row in same if (text := _standing(one, row, setting, written))), "")
        yield replace(one, standing=told) if told else one


def _standing(one: Proposal, row: _Row, setting: Setting, written: int) -> str:
    intended = {"planned", "target"}
    if (one.status in intended) != (row["status"] in intended) or not units.compatible(one.unit, row["unit"]):
        return ""
    if one.coverage and row["coverage"] != one.coverage:
        return ""
    name = f"{row['source']}:{row['locator']}"
    mine, theirs = box(one, row["unit"]), Interval.of(row["value"], Qualifier(row["qualifier"]))
    if mine is None or mine.overlaps(theirs):
        return STANDING["same"].format(row=name) if mine is not None else ""
    published = setting.tables["sources"].by_key.get(row["source"], {}).get("published", "")
    newer = published[:4].isdigit() and int(published[:4]) < written
    return STANDING["supersedes" if newer else "contradicts"].format(row=name, value=row["value"], unit=row["unit"])


def box(one: Proposal, unit: str = "") -> Interval | None:
    """What a proposed figure stands for, in a unit; None where it is no plain number or does not convert."""
    try:
        plain = Interval.of(one.value, Qualifier(one.qualifier), whole=units.is_counted(one.unit), upper=one.upper)
        return plain.times(units.ratio(one.unit, unit)) if unit and unit != one.unit else plain
    except (ValueError, ArithmeticError):
        return None


def claims(found: Sequence[Proposal], setting: Setting) -> Iterator[OfferedClaim]:
    """Ties between the figures of one source that hold; each is for a person to enter or to leave."""
    levels: dict[tuple[str, str], Proposal] = {}
    for one in found:
        if one.kind in ("level", "count") and not one.upper:
            levels.setdefault((one.indicator_name, one.period), one)
    ties = (*_grown(found, levels), *_shares(found, levels), *_moved(found), *_parts(found, setting), *_totals(found))
    yield from ties[:MOST_CLAIMS]


def _base(one: Proposal) -> str:
    """The level's name inside that of its growth or share."""
    return next(
        (one.indicator_name.removesuffix(end) for end in ("年均增速", "增速") if one.indicator_name.endswith(end)), ""
    )


def _grown(found: Sequence[Proposal], levels: Mapping[tuple[str, str], Proposal]) -> Iterator[OfferedClaim]:
    """A growth beside the levels of its year and of the one before."""
    for one in found:
        if one.kind != "growth" or ("/" in one.period and len(one.period) == 9):
            continue
        now, before = levels.get((_base(one), one.period)), levels.get((_base(one), year_before(one.period)))
        if now and before and _holds("growth_rate", one, [now, before]):
            words = CLAIMS["growth_rate"].format(result=one.indicator_name, period=now.period, base=before.period)
            yield _offered(one, "growth_rate", words, [now, before])


def _shares(found: Sequence[Proposal], levels: Mapping[tuple[str, str], Proposal]) -> Iterator[OfferedClaim]:
    """税收收入3.52亿元，占一般公共预算收入的84.2%, where both have a level."""
    for one in found:
        part, mark, whole = one.indicator_name.partition("占")
        if whole == "比":
            whole = next((each.part_of_name for each in levels.values() if each.indicator_name == part), "")
        total = levels.get((whole.removesuffix("比重"), one.period)) if mark and one.kind == "share" else None
        piece = levels.get((part, one.period))
        if total and piece and _holds("share", one, [piece, total]):
            words = CLAIMS["share"].format(result=one.indicator_name, part=part, whole=total.indicator_name)
            yield _offered(one, "share", words, [piece, total])


def _moved(found: Sequence[Proposal]) -> Iterator[OfferedClaim]:
    """由46.3%提高到55.8%，提高9.5个百分点: a difference behind the two figures of one thing that it is between."""
    for place, one in enumerate(found):
        pair = [each for each in found[max(0, place - 3) : place] if each.locator == one.locator]
        pair = [each for each in pair if one.indicator_name.startswith(each.indicator_name)][-2:]
        if one.kind != "difference" or len(pair) < 2 or pair[0].indicator_name != pair[1].indicator_name:
            continue
        first, last = (box(each) for each in pair)
        stated = box(one)
        if first and last and stated and (last - first).overlaps(stated) and pair[0].unit == pair[1].unit:
            words = CLAIMS["difference"].format(result=one.indicator_name, period=pair[1].period, base=pair[0].period)
            yield _offered(one, "difference", words, [pair[1], pair[0]])


def _parts(found: Sequence[Proposal], setting: Setting) -> Iterator[OfferedClaim]:
    """The parts of an indicator by the dictionary's part_of, where all stand in one paragraph and make their whole."""
    parents = {row["indicator"]: row["part_of"] for row in setting.tables["indicators"] if row["part_of"]}
    by_whole: dict[tuple[str, str, str], list[Proposal]] = defaultdict(list)
    for one in found:
        if one.indicator in parents and not one.breakdown:
            by_whole[parents[one.indicator], one.period, one.locator].append(one)
    for whole in found:
        parts = by_whole.get((whole.indicator, whole.period, whole.locator), []) if not whole.breakdown else []
        if 2 <= len(parts) <= MOST_PARTS and _holds("sum", whole, parts):
            names = "、".join(part.indicator_name for part in parts)
            yield _offered(whole, "sum", CLAIMS["sum"].format(result=whole.indicator_name, parts=names), parts)


def _totals(found: Sequence[Proposal]) -> Iterator[OfferedClaim]:
    """A figure in front of those behind 其中, of one unit, that they add up to."""
    groups: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for one in found:
        if one.part_of_name:
            groups[one.part_of_name, one.locator].append(one)
    for whole in found:
        parts = [part for part in groups.get((whole.indicator_name, whole.locator), []) if part is not whole]
        if 2 <= len(parts) <= MOST_PARTS and _holds("sum", whole, parts):
            names = "、".join(part.indicator_name for part in parts)
            yield _offered(whole, "sum", CLAIMS["sum"].format(result=whole.indicator_name, parts=names), parts)


def _holds(operation: str, result: Proposal, operands: Sequence[Proposal]) -> bool:
    first = result if operation == "sum" else operands[0]
    boxes = [box(one, first.unit) for one in operands]
    stated = box(result)
    if stated is None or any(one is None for one in boxes):
        return False
    try:
        return operations.holds(operation, stated, [one for one in boxes if one is not None])
    except (ValueError, ArithmeticError):
        return False


def _offered(result: Proposal, operation: str, words: str, operands: Sequence[Proposal]) -> OfferedClaim:
    figures = " ".join(f"{one.locator}:{one.as_published}" for one in operands)
    return OfferedClaim(
        result.locator, operation, words, f"{result.locator}:{result.as_published}", figures, result.source
    )
