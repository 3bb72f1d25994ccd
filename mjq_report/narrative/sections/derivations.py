"""推算一览: every computed figure that the document prints, with its formula, what it may be, and the rows it is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from mjq_report.figures import formats, units
from mjq_report.figures.relations import relation
from mjq_report.lang import text_of
from mjq_report.model.codes import Whole
from mjq_report.model.document import Column, Paragraph, Row, Section, Span, Spans, Table
from mjq_report.model.findings import Fact
from mjq_report.narrative.labels import Words
from mjq_report.narrative.lookup import Lookup
from mjq_report.narrative.sections.cells import figure_span, joined, text

_MORE = 2  # decimals by which the range is given more finely than the figure
_PARTS_FROM = 1  # of a rest's inputs, the first is the whole


def numbered(facts: Iterable[Fact]) -> dict[str, str]:
    """The anchor of each computed fact's row, in their order."""
    return {fact.id: f"d{number:03d}" for number, fact in enumerate((f for f in facts if f.is_derived), 1)}


def derivations(lookup: Lookup, words: Words, rows: Mapping[str, str], annex: Mapping[str, str]) -> Section | None:
    """The section for the facts that have an anchor in `rows`; `annex` are the anchors of all facts' rows."""
    if not rows:
        return None
    texts = lookup.language.INSIGHTS
    columns = (
        Column(texts["column.number"], weight=0.1),
        Column(texts["column.derived"], weight=5.0),
        Column(texts["column.formula"], weight=5.0),
        Column(texts["column.result"], weight=0.5),
        Column(texts["column.range"], weight=0.5),
        Column(texts["column.rows"], weight=0.3),
    )
    facts = lookup.findings.facts
    made = [_row(facts[fact], anchor, lookup, words, annex) for fact, anchor in rows.items()]
    table = Table(text(texts["table"]), columns, tuple(made), kind="audit", header_row=False)
    return Section("derivations", texts["section"], (Paragraph(text(texts["lead"]), "note"), table), "derivations")


def _row(fact: Fact, anchor: str, lookup: Lookup, words: Words, annex: Mapping[str, str]) -> Row:
    cells = (
        text(anchor[1:].lstrip("0")),
        text(derived_name(lookup, fact)),
        text(_formula(lookup, fact)),
        figure_span(lookup.language, fact),
        text(_range(lookup, fact)),
        row_links(fact.inputs, annex, lookup, words),
    )
    return Row(cells, anchor)


def row_links(facts: Iterable[str], annex: Mapping[str, str], lookup: Lookup, words: Words) -> Spans:
    """The numbers of facts' rows, linked: 12 in the annex, 推算3 among the derivations."""
    numbers = [(lookup.language.row_number(annex[fact]), f"#{annex[fact]}") for fact in facts if fact in annex]
    linked = [(Span(number, href=row),) for number, row in numbers]
    return joined(linked, words["enumeration"])


def derived_name(lookup: Lookup, fact: Fact) -> str:
    """What a computed figure is, in full: 上年同期全镇规模以上工业总产值."""
    facts, language = lookup.findings.facts, lookup.language
    inputs = [facts[key] for key in fact.inputs]
    first, last = inputs[0], inputs[-1]
    covered = "" if first.coverage == lookup.home_coverage() else lookup.coverage_name(first.coverage)
    place = _place(lookup, inputs)
    name = language.derived_name(
        fact.operation,
        thing=_thing(lookup, first) if place else language.linked(covered, _thing(lookup, first)),
        other=_thing(lookup, inputs[1]),
        parts=language.enumerated(
            [_part_name(lookup, part, first) for part in inputs[_PARTS_FROM:]], language.TELLING["and"]
        ),
        place=place,
        unit=last.unit,
        base=lookup.period(last),
        before=language.year_before(fact.period),
    )
    return name + (language.INSIGHTS["from"].format(coverage=covered) if place and covered else "")


def _thing(lookup: Lookup, fact: Fact) -> str:
    """Breakdown and level: what a growth, share or pull is said of."""
    indicators = lookup.findings.data.indicators
    known = relation(fact.indicator, indicators)
    level = indicators.get(known.level) if known is not None else None
    name = text_of(level, "name", lookup.lang) if level is not None else lookup.indicator_name(fact)
    return lookup.breakdown_name(fact.breakdown) + lookup.language.spoken(name)


def _part_name(lookup: Lookup, part: Fact, whole: Fact) -> str:
    of_breakdown = part.indicator == whole.indicator and part.breakdown
    return lookup.breakdown_name(part.breakdown) if of_breakdown else _thing(lookup, part)


def _place(lookup: Lookup, inputs: Sequence[Fact]) -> str:
    """What is wider than the place, where an input says so: 全区."""
    wider = (relation(fact.indicator, lookup.findings.data.indicators) for fact in inputs)
    whole = next((known.whole for known in wider if known is not None and known.whole is not None), None)
    if whole is Whole.DISTRICT:
        return lookup.language.wholly(text_of(lookup.findings.data.town, "district", lookup.lang))
    return lookup.language.INSIGHTS.get(f"whole.{whole}", "")


def _formula(lookup: Lookup, fact: Fact) -> str:
    """The arithmetic with the figures as they are printed; with units where money or areas are in several."""
    inputs = [lookup.findings.facts[key] for key in fact.inputs]
    amounts = {one.unit for one in inputs if units.dimension(one.unit) == units.dimension(inputs[0].unit)}
    shown = [_operand(one, spelled=len(amounts) > 1) for one in inputs]
    years = inputs[0].period.last.year - inputs[-1].period.last.year
    last = relation(inputs[-1].indicator, lookup.findings.data.indicators)
    return lookup.language.formula(fact.operation, shown, years, by_growth=last is not None)


def _operand(fact: Fact, spelled: bool) -> str:
    unit = fact.unit if spelled or fact.unit in ("%", "‰") else ""
    return formats.signed(fact.printed) + unit


def _range(lookup: Lookup, fact: Fact) -> str:
    """What the figure may be, given what its inputs stand for; nothing where it can be one value only."""
    low, high = fact.bounds or (fact.value, fact.value)
    if low == high:
        return ""
    decimals = max(-int(Decimal(fact.printed).as_tuple().exponent), 0) + _MORE
    return lookup.language.span(low, high, decimals)
