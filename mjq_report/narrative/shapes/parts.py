"""A whole and its parts: compositions, shares within shares, and what pulls a whole up or down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mjq_report.figures import formats, units
from mjq_report.figures.conclusions import rest_of
from mjq_report.figures.intervals import Interval, box
from mjq_report.model.codes import IndicatorKind, Relation, Whole
from mjq_report.model.document import Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item, Line
from mjq_report.narrative.shapes.view import LEVELS, Candidate, View

_LEAST_PARTS, _MOST_PARTS, _MOST_ROWS = 3, 8, 5
_SURE = 3  # digits of a share that cannot be another's by chance
_SHARES = (Relation.SHARE, Relation.SHARE_WITHIN)


# --------------------------------------------------------------------------- compositions


def compositions(view: View) -> Iterator[Candidate]:
    """Three to nine parts of a whole, its rest among them, of which the tables or their sum say that they do not overlap."""
    for whole in view.wholes:
        for parts, rest in divisions(view, whole):
            if len(parts) <= _MOST_PARTS and len(parts) + (rest is not None) >= _LEAST_PARTS:
                parts = view.by_size(parts)
                items = [Item(view.short(p, whole), p, emphasis=p is parts[0]) for p in parts]
                items += [rest] if rest is not None else []
                name = view.name(whole)
                lines = (Line(name, tuple(items)),)
                title, subtitle = _title(view, whole, parts[0]), view.subtitle(name, whole)
                yield Candidate(
                    "composition",
                    "composition",
                    view.subject(whole),
                    lines,
                    title,
                    subtitle,
                    shared=(whole,),
                    unit=whole.unit,
                )


def divisions(view: View, whole: Fact) -> Iterator[tuple[list[Fact], Item | None]]:
    """Parts that do not overlap, and what is left of the whole.

    By the tables, of which the rest was computed; or since the parts make up the whole but for rounding; or since a share
    was published, of that coverage and period, that is the share of all of them.
    """
    given, name = {fact.id: fact for fact in view.facts}, view.resolver.words["chart.rest"]
    for rest in view.derived.get("rest", ()):
        if rest.inputs[0] == whole.id and all(part in given for part in rest.inputs[1:]):
            yield [given[part] for part in rest.inputs[1:]], Item(name, rest)
    for parts in _candidates(view, whole).values():
        total = sum((units.convert(part.value, part.unit, whole.unit) for part in parts), Decimal(0))
        left = rest_of(whole, parts)
        if abs(total - whole.value) * 1000 <= abs(whole.value) * len(parts):
            yield parts, None
        elif left is not None and _confirmed(view, whole, total / whole.value * 100):
            view.resolver.concluded.setdefault(left.id, left)
            yield parts, Item(name, left)


def _confirmed(view: View, whole: Fact, share: Decimal) -> bool:
    """Whether a share of three digits or more was published that is this one."""
    return any(
        fact.coverage == whole.coverage and fact.period == whole.period and _is_share(fact, share)
        for fact in view.facts
    )


def _is_share(fact: Fact, share: Decimal) -> bool:
    """Whether a figure is this share, in three digits or more."""
    digits, places = fact.printed.replace(".", "").lstrip("0"), len(fact.printed.partition(".")[2])
    return fact.unit == "%" and len(digits) >= _SURE and fact.value == formats.round_half_up(share, places)


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
    return _says_share(view, said["part"], part, said["whole"], share)


def _says_share(view: View, name: str, part: Fact, whole: str, share: Fact) -> Spans:
    """`亏损企业128家，占工业企业数的22.7%`: a count is named without 数, which its unit says."""
    spoken = view.resolver.lookup.language.spoken
    return view.say("share", part=spoken(name), figure=view.figure(part), whole=whole, share=view.share(share))


# --------------------------------------------------------------------------- what grew


def increases(view: View) -> Iterator[Candidate]:
    """The increase of a whole, and how much of it is a part's at least: a year ago the part was no more than the whole."""
    for share in view.derived.get("increment_share_at_least", ()):
        part, whole, by = (view.input(share, place) for place in range(3))
        least, rise = view.computed("increment_at_least", part, whole), view.computed("increment", whole)
        rest = view.computed("rest", whole, part)
        if least is None or rise is None or rest is None or len(rest.inputs) != 2 or part.id not in view.given_ids:
            continue
        most = formats.known(Interval(None, _most(rest)))
        label = view.resolver.lookup.language.quantity(most[0], "", most[1]).text if most else ""
        items = (
            Item(view.short(part, whole), least, emphasis=True),
            Item(view.words("unassigned"), rest, label=label, nature="unknown"),
        )
        title = view.say("at_least", rise=view.figure(rise), part=view.short(part, whole), share=view.share(share))
        subtitle = view.subtitle(view.words("increase_of").format(name=view.name(whole)), whole)
        yield Candidate(
            "increase", "composition", view.subject(whole), (Line("", items),), title, subtitle,
            (least, share, rise), (part, whole, by, rest), whole.unit,
        )  # fmt: skip


def against_last_year(view: View) -> Iterator[Candidate]:
    """The parts of a whole under the whole of a year ago, where one of them alone is larger than that was."""
    for whole in view.wholes:
        base = view.computed("base", whole)
        for parts, rest in divisions(view, whole) if base is not None else ():
            named = [(view.short(part, whole), part) for part in parts]
            if rest is not None and rest.fact is not None:
                named.append((view.words("apart_from").format(parts=_listed(view, parts, whole)), rest.fact))
            larger = next((row for row in named if base is not None and _most(base) < _least(row[1])), None)
            if base is not None and larger is not None and len(parts) <= _MOST_PARTS:
                yield _against(view, whole, base, named, larger)


def _against(
    view: View, whole: Fact, base: Fact, named: Sequence[tuple[str, Fact]], larger: tuple[str, Fact]
) -> Candidate:
    before, words = view.resolver.lookup.language.year_before(whole.period), view.resolver.words
    items = tuple(
        Item(words["chart.rest"] if part.is_derived else name, part, emphasis=part is larger[1]) for name, part in named
    )
    then = Line(before, (Item(words["chart.total"], base),))
    figures = {"figure": view.figure(larger[1]), "base": view.figure(base)}
    title = view.say(
        "above_whole",
        part=view.resolver.lookup.language.spoken(larger[0]),
        when=before,
        whole=view.name(whole),
        **figures,
    )
    lines, subtitle = (then, Line(view.resolver.lookup.period(whole), items)), view.subtitle(view.name(whole), whole)
    return Candidate(
        "against", "composition", view.subject(whole), lines, title, subtitle, shared=(whole,), unit=whole.unit
    )


def _listed(view: View, parts: Sequence[Fact], whole: Fact) -> str:
    return view.resolver.lookup.language.enumerated([view.short(part, whole) for part in parts])


def _least(fact: Fact) -> Decimal:
    return fact.bounds[0] if fact.bounds else box(fact).ends[0]


def _most(fact: Fact) -> Decimal:
    return fact.bounds[1] if fact.bounds else box(fact).ends[1]


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
    title = _says_share(view, view.name(part), part, place, share)
    subtitle = view.resolver.words["comma"].join((view.indicator(part), view.resolver.lookup.period(part)))
    shares = tuple(s for _, _, s in found)
    return Candidate("nested", "nested", view.subject(part), lines, title, subtitle, shares)


def counted(view: View) -> Iterator[Candidate]:
    """Two counts or more that are each a part of one count, and may overlap: of so many so many, unit by unit."""
    for whole in view.of_kind(IndicatorKind.COUNT):
        shares = [f for f in view.derived.get("share", ()) if f.inputs[1] == whole.id and f.inputs[0] in view.given_ids]
        if units.is_counted(whole.unit) and 2 <= len(shares) <= _MOST_ROWS and not any(divisions(view, whole)):
            rows = sorted(shares, key=lambda share: -share.value)
            parts = [view.input(share, 0) for share in rows]
            names = [view.short(part, whole) for part in parts]
            outer = tuple(Item(name, whole) for name in names)
            inner = tuple(
                Item(
                    name,
                    part,
                    emphasis=part is parts[0],
                    note=view.words("of_whole").format(share=view.share(share).text),
                )
                for name, part, share in zip(names, parts, rows, strict=True)
            )
            title = _says_share(view, names[0], parts[0], view.name(whole), rows[0])
            lines = (Line(view.name(whole), outer), Line("", inner))
            yield Candidate(
                "counted", "nested", view.subject(whole), lines, title, view.subtitle(view.name(whole), whole)
            )


def shares(view: View) -> Iterator[Candidate]:
    """Two parts or more, each in its own whole, by the tables or since its share was published."""
    found: dict[str, tuple[Fact, Fact, Fact]] = {}
    for part, whole, share in (*_by_tables(view), *_by_share(view)):
        known = found.get(whole.id)
        if known is None or share.value > known[2].value:
            found[whole.id] = part, whole, share
    rows = sorted(found.values(), key=lambda row: view.weight(row[0]))[:_MOST_ROWS]
    alike = len({row[0].coverage for row in rows}) == 1
    if len(rows) >= 2 and alike:
        yield _shares(view, rows)


def _by_tables(view: View) -> Iterator[tuple[Fact, Fact, Fact]]:
    for share in view.derived.get("share", ()):
        part, whole = view.input(share, 0), view.input(share, 1)
        if part.id in view.given_ids and whole in view.wholes and view.is_latest(part):
            yield part, whole, share


def _by_share(view: View) -> Iterator[tuple[Fact, Fact, Fact]]:
    """A share that was published and names its part, beside the part and a whole that it is what they come to."""
    for share in view.shares:
        for part in view.of_kind(*LEVELS):
            of_part, name = view.resolver.lookup.breakdown_name(part.breakdown), view.indicator(share)
            for whole in view.wholes if part.coverage == share.coverage and part.period == share.period else ():
                one = part.indicator == whole.indicator and of_part != "" and of_part in name
                if (one or name.startswith(view.name(part))) and whole.value > part.value and view.alike(part, whole):
                    of_whole = units.convert(part.value, part.unit, whole.unit) / whole.value * 100
                    if _is_share(share, of_whole):
                        yield part, whole, share


def _shares(view: View, rows: Sequence[tuple[Fact, Fact, Fact]]) -> Candidate:
    language, period = view.resolver.lookup.language, view.resolver.lookup.period
    alike = len({part.period for part, _, _ in rows}) == 1
    names = [view.short(part, whole) for part, whole, _ in rows]
    outer = tuple(
        Item(name, whole, label=language.linked(view.name(whole), language.figure(whole).text))
        for name, (_, whole, _) in zip(names, rows, strict=True)
    )
    of_whole = [view.words("of_whole").format(share=view.share(share).text) for _, _, share in rows]
    notes = [
        said if alike else view.resolver.words["comma"].join((period(part), said))
        for said, (part, _, _) in zip(of_whole, rows, strict=True)
    ]
    inner = tuple(
        Item(name, part, note=note, emphasis=part is rows[0][0])
        for name, note, (part, _, _) in zip(names, notes, rows, strict=True)
    )
    first, whole, share = rows[0]
    title = _says_share(view, names[0], first, view.name(whole), share)
    subtitle, remark = view.subtitle("", first, period=alike), view.words("own_whole")
    others = tuple(fact for _, *two in rows for fact in two)
    lines = (Line("", outer), Line("", inner))
    return Candidate(
        "shares", "nested", view.subject(first), lines, title, subtitle, shared=others, unit="", remark=remark
    )


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
            "waterfall", "waterfall", view.subject(pull), lines, title, subtitle, (contribution,), unit=pull.unit
        )


def _signed(view: View, fact: Fact) -> str:
    """Digits with their sign and hedge: +7.43, 约−3.5."""
    sign = "+" if fact.value > 0 and fact.operation != "implied_growth" else ""
    return view.resolver.lookup.language.quantity(sign + formats.signed(fact.printed), "", fact.qualifier).text
