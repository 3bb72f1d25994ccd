"""A whole and its parts: compositions, shares within shares, and what pulls a whole up or down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mjq_report.figures import formats, units
from mjq_report.figures.conclusions import rest_of
from mjq_report.model.codes import Relation, Whole
from mjq_report.model.document import Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import LEVELS, Candidate, View

_MOST_PARTS, _MOST_ROWS = 8, 5
_SURE = 3  # digits of a share that cannot be another's by chance
_SHARES = (Relation.SHARE, Relation.SHARE_WITHIN)


# --------------------------------------------------------------------------- compositions


def compositions(view: View) -> Iterator[Candidate]:
    """Two to eight parts of a whole, of which the tables or their sum say that they do not overlap."""
    for whole in view.of_kind(*LEVELS):
        for parts, rest in divisions(view, whole):
            if 2 <= len(parts) <= _MOST_PARTS:
                parts = view.by_size(parts)
                items = [Item(view.short(p, whole), p, emphasis=p is parts[0]) for p in parts]
                items += [rest] if rest is not None else []
                name = view.name(whole)
                lines = (Line(name, tuple(items)),)
                title, subtitle = _title(view, whole, parts[0]), view.subtitle(name, whole)
                yield Candidate(
                    "composition", "composition", view.subject(whole), lines, title, subtitle, (whole,), whole.unit
                )


def divisions(view: View, whole: Fact) -> Iterator[tuple[list[Fact], Item | None]]:
    """Parts that do not overlap, and what is left of the whole.

    By the tables, of which the rest was computed; or since the parts make up the whole but for rounding; or since a share
    was published, of that coverage and period, that is the share of all of them.
    """
    given, name = {fact.id: fact for fact in view.facts}, view.resolver.words["chart.rest"]
    for rest in view.derived.get("rest", ()):
        if rest.inputs[0] == whole.id and all(part in given for part in rest.inputs):
            yield [given[part] for part in rest.inputs[1:]], Item(name, rest)
    for parts in _candidates(view, whole).values():
        total = sum((units.convert(part.value, part.unit, whole.unit) for part in parts), Decimal(0))
        left = rest_of(whole, parts)
        if abs(total - whole.value) * 1000 <= abs(whole.value) * len(parts):
            yield parts, None
        elif left is not None and _confirmed(view, whole, total / whole.value * 100):
            yield parts, Item(name, left)


def _confirmed(view: View, whole: Fact, share: Decimal) -> bool:
    """Whether a share of three digits or more was published that is this one."""
    return any(
        fact.coverage == whole.coverage
        and fact.period == whole.period
        and fact.unit == "%"
        and len(fact.printed.replace(".", "").lstrip("0")) >= _SURE
        and fact.value == formats.round_half_up(share, len(fact.printed.partition(".")[2]))
        for fact in view.facts
    )


def _candidates(view: View, whole: Fact) -> dict[str, list[Fact]]:
    """Figures by the group of their breakdown, and those of the indicators that are parts by the dictionary."""
    groups: dict[str, list[Fact]] = {}
    for fact in view.of_kind(*LEVELS):
        if fact is whole or not view.alike(fact, whole):
            continue
        if fact.indicator == whole.indicator:
            if fact.breakdown and not whole.breakdown:
                groups.setdefault(view.group(fact), []).append(fact)
        elif fact.breakdown == whole.breakdown and whole.indicator in view.data.indicators[fact.indicator].part_of:
            groups.setdefault("", []).append(fact)
    return groups


def _title(view: View, whole: Fact, part: Fact) -> Spans:
    share = view.computed("share", part, whole)
    said = {"part": view.short(part, whole), "whole": view.name(whole)}
    if share is None:
        return view.say("largest_part", figure=view.figure(part), **said)
    return view.say("share", figure=view.figure(part), share=view.share(share), **said)


# --------------------------------------------------------------------------- shares within shares


def nested(view: View) -> Iterator[Candidate]:
    """Two figures or more of one coverage and period, each inside the total that its share in a wider place implies."""
    rows: dict[tuple[str, str, str, Whole], list[tuple[Fact, Fact, Fact]]] = {}
    for total in view.derived.get("implied_whole", ()):
        part, share = view.input(total, 0), view.input(total, 1)
        known = view.related(share)
        if known is None or known.name not in _SHARES or known.whole is None or part.breakdown != total.breakdown:
            continue
        if part in view.facts:
            place = part.indicator, part.coverage, part.period.text, known.whole
            rows.setdefault(place, []).append((total, part, share))
    for (_, _, _, wider), found in rows.items():
        if 2 <= len(found) <= _MOST_ROWS:
            yield _nested(view, found, wider)


def _nested(view: View, found: Sequence[tuple[Fact, Fact, Fact]], wider: Whole) -> Candidate:
    _, part, share = max(found, key=lambda row: row[2].value)
    place = view.wider(wider)
    names = [
        view.resolver.lookup.breakdown_name(p.breakdown) or view.resolver.words["chart.total"] for _, p, _ in found
    ]
    outer = tuple(Item(name, t) for name, (t, _, _) in zip(names, found, strict=True))
    inner = tuple(
        Item(name, p, note=view.words("of_whole").format(share=view.share(s).text), emphasis=p is part)
        for name, (_, p, s) in zip(names, found, strict=True)
    )
    lines = (Line(place, outer), Line(view.resolver.lookup.coverage_name(part.coverage), inner))
    title = view.say("share", part=view.name(part), figure=view.figure(part), whole=place, share=view.share(share))
    subtitle = view.resolver.words["comma"].join((view.indicator(part), view.resolver.lookup.period(part)))
    shares = tuple(s for _, _, s in found)
    return Candidate("nested", "nested", view.subject(part), lines, title, subtitle, shares)


# --------------------------------------------------------------------------- pulls


def waterfalls(view: View) -> Iterator[Candidate]:
    """What a part adds to the growth of a wider whole, what is left for the rest, and the growth that they come to."""
    for rest in view.derived.get("pull_of_rest", ()):
        pull, contribution = view.input(rest, 0), view.input(rest, 1)
        growth = view.computed("implied_growth", pull, contribution)
        known = view.related(pull)
        if growth is None or known is None or known.whole is None or pull not in view.facts:
            continue
        place = view.wider(known.whole)
        level = view.data.indicators[known.level].name_zh if known.level in view.data.indicators else ""
        part = view.resolver.lookup.coverage_name(pull.coverage)
        steps = (
            Item(view.words("pull_of").format(part=part), pull, label=_signed(view, pull)),
            Item(view.words("elsewhere"), rest, label=_signed(view, rest), emphasis=True),
        )
        closing = (Item(view.words("growth_of").format(place=place, of=level), growth, label=_signed(view, growth)),)
        down = rest.value < 0
        title = view.say(
            "pull_down" if down else "pull_up",
            part=part, place=place, of=level, pull=view.amount(pull), rest=view.movement(rest) if down else view.amount(rest),
        )  # fmt: skip
        subtitle = view.resolver.words["comma"].join(
            (view.words("made_of").format(place=place, of=level), view.resolver.lookup.period(pull))
        )
        lines = (Line("", steps), Line("", closing))
        yield Candidate(
            "waterfall", "waterfall", view.subject(pull), lines, title, subtitle, (contribution,), pull.unit
        )


def _signed(view: View, fact: Fact) -> str:
    """Digits with their sign and hedge: +7.43, 约−3.5."""
    sign = "+" if fact.value > 0 and fact.operation != "implied_growth" else ""
    return view.resolver.lookup.language.quantity(sign + formats.signed(fact.printed), "", fact.qualifier).text
