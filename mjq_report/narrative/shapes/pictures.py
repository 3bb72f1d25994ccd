"""What a cover draws of a town's own rows: one picture, by what the town has, in plain values.

| the data | the picture |
|---|---|
| levels passed within a period of years, and the last year's figure | `steps`, unknown years hatched |
| a whole with its largest part, the wider whole that its share implies, its figure of a year before | `nested` areas |
| areas that make up the area of the place | `areas`, side by side to scale |
| three periods or more of one amount | `trend` |
| parts of one whole that do not overlap | `composition` |
| a count, with the counts that are part of it | `units`, a dot for each one, ten, hundred … |

The best has the highest score: what the picture is worth, a tenth of the best salience among its figures, and a loss where
all of it is 预计. Nothing is drawn that is no row or computed from rows; where none of the rules applies there is no picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from mjq_report.figures import units
from mjq_report.model.codes import IndicatorKind, Qualifier
from mjq_report.model.document import Nature, Picture, PictureKind, Shape, Span, Spans
from mjq_report.model.findings import Fact
from mjq_report.narrative.chart_data import Item
from mjq_report.narrative.sections.cells import nature
from mjq_report.narrative.shapes import changes, parts, time
from mjq_report.narrative.shapes.view import LEVELS, View

_WORTH: Mapping[PictureKind, float] = {
    "steps": 40, "nested": 34, "areas": 34, "trend": 33, "composition": 30, "units": 26,
}  # fmt: skip
_ANOTHER, _EXPECTED = 3.0, 14.0  # what another shape adds to nested areas and dots, what one costs that is 预计
_INSIDE = (0.03, 0.75)  # of an area, that another in it has at least and at most: both must be seen, and have words
_LEAST_PERIODS, _MOST_PERIODS = 3, 16
_DOTS = (15, 600)  # that are counted at a glance, and that have room
_OPEN = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)


def picture(view: View, salience: Mapping[str, float]) -> Picture | None:
    """The best picture of a year's figures; None where they have none."""
    found = [made for rule in (_steps, _nested, _areas, _trend, _composition, _units) for made in rule(view)]
    return max(found, key=lambda made: _score(made, salience), default=None)


def _score(made: Picture, salience: Mapping[str, float]) -> float:
    score = _WORTH[made.kind] + max((salience.get(fact, 0.0) for fact in made.facts), default=0.0) / 10
    if made.kind in ("nested", "units"):
        score += _ANOTHER * (len(made.shapes) - 1)
    return score - (_EXPECTED if any(shape.nature == "expected" for shape in made.shapes) else 0.0)


def _made(view: View, kind: PictureKind, title: str, subtitle: str, shapes: Sequence[Shape], **more: object) -> Picture:
    """A picture with the remark on how it is read, the key of its marks and its words for those who do not see it."""
    language = view.resolver.lookup.language
    return language.pictured(Picture(kind, title, subtitle, tuple(shapes), **more))  # type: ignore[arg-type]


def _words(view: View, key: str) -> str:
    return view.resolver.lookup.language.COVER[key]


def _figure(view: View, fact: Fact) -> Spans:
    """A figure behind its status; a computed one says so."""
    language = view.resolver.lookup.language
    mark = (Span(language.in_brackets(language.INSIGHTS["mark"])),) if fact.is_derived else ()
    return (view.figure(fact), *mark)


def share_of(view: View, part: Fact, whole: Fact) -> Spans:
    """`占全镇规模以上的67.3%（推算）`, `占固定资产投资的48.6%（推算）`: a computed share; nothing where there is none."""
    lookup, share = view.resolver.lookup, view.computed("share", part, whole)
    if share is None:
        return ()
    of = lookup.coverage_name(whole.coverage) if part.indicator == whole.indicator else _name(view, whole)
    language, figure, words = lookup.language, view.share(share), _words(view, "of").format(whole=of)
    front = words if figure.text[:1].isdigit() else language.before_hedge(words)
    return (Span(front), figure, Span(language.in_brackets(language.INSIGHTS["mark"])))


def _name(view: View, fact: Fact) -> str:
    """What a figure is of, without what its unit says: 网络安全企业."""
    lookup = view.resolver.lookup
    return lookup.language.linked(lookup.breakdown_name(fact.breakdown), lookup.spoken_name(fact))


def _whose(view: View, fact: Fact) -> str:
    """The same with its coverage: 全镇规模以上工业总产值."""
    lookup = view.resolver.lookup
    return lookup.language.linked(lookup.coverage_name(fact.coverage), _name(view, fact))


def _is_open(fact: Fact) -> bool:
    return fact.qualifier in _OPEN and not fact.is_derived


def _shape(view: View, name: str, fact: Fact, unit: str, **more: object) -> Shape:
    value = units.convert(fact.value, fact.unit, unit)
    return Shape(name, value, _figure(view, fact), open=_is_open(fact), **({"nature": nature(fact)} | more))  # type: ignore[arg-type]


# --------------------------------------------------------------------------- levels passed


def _steps(view: View) -> Iterator[Picture]:
    for found in changes.steps(view):
        *levels, end = [item.fact for item in found.lines[0].items if item.fact is not None]
        shapes = [_level(view, level, end.unit) for level in levels]
        shapes.append(_shape(view, view.resolver.lookup.period(end), end, end.unit))
        part = found.lines[1].items[-1].fact if len(found.lines) > 1 else None
        if part is not None:
            note = share_of(view, part, end)
            shapes.append(_shape(view, view.short(part, end), part, end.unit, emphasis=True, inside=True, note=note))
        yield _made(
            view, "steps", _whose(view, end), view.resolver.lookup.language.plan_period(levels[0].period), shapes
        )


def _level(view: View, fact: Fact, unit: str) -> Shape:
    unknown: Nature = "unknown" if fact.period.is_years else "published"
    name = "" if fact.period.is_years else view.resolver.lookup.period(fact)
    value = units.convert(fact.value, fact.unit, unit)
    return Shape(name, value, (Span(_words(view, "passed")), view.figure(fact, hedged=False)), nature=unknown)


# --------------------------------------------------------------------------- areas within areas


def _nested(view: View) -> Iterator[Picture]:
    """A whole inside the wider whole, its largest part and its figure of a year before inside it."""
    for whole in view.of_kind(*LEVELS):
        if (
            whole.breakdown
            or whole.value <= 0
            or whole.period.is_years
            or view.intended(whole)
            or units.is_counted(whole.unit)
        ):
            continue
        found = [_shape(view, _whose(view, whole), whole, whole.unit, note=_growth(view, whole))]
        found += [*_wider(view, whole), *_largest_part(view, whole), *_year_before(view, whole)]
        shapes = _fitting(sorted(found, key=lambda shape: -shape.value), found[0])
        if len(shapes) >= 2:
            yield _made(view, "nested", _name(view, whole), view.resolver.lookup.period(whole), shapes)


def _fitting(found: Sequence[Shape], whole: Shape) -> list[Shape]:
    """The largest first, without those that are too near to what they lie in, or too small for it."""
    kept = list[Shape]()
    for shape in found:
        while kept and not _INSIDE[0] <= shape.value / kept[-1].value <= _INSIDE[1]:
            if shape is not whole:
                break
            kept.pop()
        else:
            kept.append(shape)
    return kept


def _growth(view: View, whole: Fact) -> Spans:
    growth = view.resolver.lookup.growth_of(whole)
    if growth is None or growth.is_derived or growth is whole:
        return ()
    return (Span(view.resolver.lookup.language.comparison(whole.period, growth.value)), view.movement(growth))


def _wider(view: View, whole: Fact) -> Iterator[Shape]:
    """The total that a published share implies."""
    for total in view.derived.get("implied_whole", ()):
        known = view.related(view.input(total, 1)) if total.inputs[0] == whole.id else None
        if known is not None and known.whole is not None:
            place = view.wider(known.whole)
            yield _shape(view, place + _name(view, whole), total, whole.unit)
            return


def _largest_part(view: View, whole: Fact) -> Iterator[Shape]:
    shares = {share.inputs[0]: share.value for share in view.derived.get("share", ()) if share.inputs[1] == whole.id}
    parts_of = [fact for fact in view.facts if fact.id in shares]
    if parts_of:
        part = max(parts_of, key=lambda fact: shares[fact.id])
        name = _words(view, "of_which").format(part=view.short(part, whole))
        yield _shape(view, name, part, whole.unit, emphasis=True, note=share_of(view, part, whole))


def _year_before(view: View, whole: Fact) -> Iterator[Shape]:
    base = view.computed("base", whole)
    rise = view.computed("increment", whole)
    if base is None and rise is not None:
        base = view.input(rise, 1)
    if base is not None and base.value > 0 and units.compatible(base.unit, whole.unit) and base.kind is whole.kind:
        when = view.resolver.lookup.language.year_before(whole.period)
        name = when + view.resolver.lookup.coverage_name(whole.coverage)
        yield _shape(view, name, base, whole.unit, inside=True)


# --------------------------------------------------------------------------- areas of the place


def _areas(view: View) -> Iterator[Picture]:
    """Areas of the place, each with its size, that make up its own within their rounding."""
    home, known = view.resolver.lookup.home_coverage(), view.data.coverages
    for whole in view.of_kind(IndicatorKind.STOCK):
        if whole.coverage != home or whole.breakdown or units.dimension(whole.unit) != "面积":
            continue
        alike = (f for f in view.of_kind(IndicatorKind.STOCK) if f.indicator == whole.indicator and not f.breakdown)
        found = [f for f in alike if f.period == whole.period and known[f.coverage].entity == "area"]
        total = sum(units.convert(f.value, f.unit, whole.unit) for f in found)
        if 2 <= len(found) <= 6 and abs(total - whole.value) * 1000 <= whole.value * len(found):
            name = view.resolver.lookup.coverage_name
            shapes = [_shape(view, name(f.coverage), f, whole.unit) for f in view.by_size(found)]
            when = view.resolver.lookup.period(whole)
            yield _made(view, "areas", _whose(view, whole), when, shapes, whole=_figure(view, whole))


# --------------------------------------------------------------------------- over time, and parts


def _trend(view: View) -> Iterator[Picture]:
    for found in time.trends(view):
        facts = [item.fact for item in found.lines[0].items if item.fact is not None]
        drawn = len(found.lines) == 1 and len(facts) >= _LEAST_PERIODS and len(found.lines[0].items) <= _MOST_PERIODS
        if not drawn or any(
            fact.kind not in LEVELS or fact.value < 0 or fact.scope != facts[-1].scope for fact in facts
        ):
            continue
        shapes = [_of_year(view, item, facts[-1]) for item in found.lines[0].items]
        first, last = map(view.resolver.lookup.period, (facts[0], facts[-1]))
        periods = _words(view, "between").format(first=first, last=last)
        yield _made(view, "trend", _whose(view, facts[-1]), periods, shapes)


def _of_year(view: View, item: Item, last: Fact) -> Shape:
    if item.fact is None:
        return Shape(item.position, Decimal(0), nature="unknown")
    return _shape(view, item.position, item.fact, last.unit, emphasis=item.fact is last)


def _composition(view: View) -> Iterator[Picture]:
    for found in parts.compositions(view):
        whole = found.shared[0]
        shapes = [shape for item in found.lines[0].items if (shape := _part(view, item, whole)) is not None]
        if all(shape.value > 0 for shape in shapes):
            when = view.resolver.lookup.period(whole)
            yield _made(view, "composition", _whose(view, whole), when, shapes, whole=_figure(view, whole))


def _part(view: View, item: Item, whole: Fact) -> Shape | None:
    """A part with its share; a rest that is no figure of the year's findings has none here either."""
    if item.fact is None or item.fact.id not in view.resolver.lookup.findings.facts:
        value = item.value if item.fact is None else units.convert(item.fact.value, item.fact.unit, whole.unit)
        return Shape(item.position, value, nature="derived") if value is not None else None
    note = share_of(view, item.fact, whole)
    return _shape(view, item.position, item.fact, whole.unit, emphasis=item.emphasis, note=note)


# --------------------------------------------------------------------------- counts


def _units(view: View) -> Iterator[Picture]:
    """A count that is a headline or an ordinary figure; the counts that are part of it, and others of like things."""
    kinds = (IndicatorKind.COUNT, IndicatorKind.STOCK)
    counts = [f for f in view.of_kind(*kinds) if units.is_counted(f.unit) and nature(f) == "published"]
    for whole in counts:
        each = next((10**n for n in range(7) if whole.value <= _DOTS[1] * 10**n), 0)
        if not each or whole.value < _DOTS[0] * each or view.weight(whole) > 2:
            continue
        shapes = [_shape(view, _whose(view, whole), whole, whole.unit), *_others(view, whole, counts, each)]
        yield _made(
            view, "units", _whose(view, whole), view.resolver.lookup.period(whole), shapes, each=each, unit=whole.unit
        )


def _others(view: View, whole: Fact, counts: Sequence[Fact], each: int) -> list[Shape]:
    """The largest part of a count, inside it; else the largest other count of the same things and place."""
    alike = [
        f for f in counts if f is not whole and f.value < whole.value and view.alike(f, whole) and f.unit == whole.unit
    ]
    inside = [f for f in alike if view.computed("share", f, whole) is not None]
    beside = [
        f
        for f in alike
        if f.breakdown == whole.breakdown and whole.breakdown and view.weight(f) <= view.weight(whole) + 1
    ]
    chosen = [fact for fact in view.by_size(inside or beside)[:1] if fact.value >= each]
    return [_shape(view, _name(view, fact), fact, whole.unit, emphasis=True, inside=fact in inside) for fact in chosen]
