"""Parts of a whole: a stacked bar, or several under each other, with their parts labelled directly.

Parts are told apart by gaps, outlines and hatches as well as colour. Parts below zero (a
contribution may be negative) are stacked to the left of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mjq_report.charts.kinds.composition_rows import plan_rows
from mjq_report.charts.kinds.stacks import Stack, lay_stacks, middle, places
from mjq_report.charts.lettering import Label, spread
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot
from mjq_report.charts.scene import CENTRE, RIGHT, Panel, Scene

_BAR, _LEAST_BAR = 26.0, 8.0
_AIR = 8.0  # between labels side by side
_LEADERS = (9.0, 15.0)  # from a part down to its label: straight, or drawn aside
_REACH = 60.0  # the furthest that a label may stand from the middle of its part
_NAME_WIDTHS = (92.0, 64.0, 46.0)  # of a part's name before it is wrapped
_SWATCH, _SWATCH_GAP = 7.0, 5.0
_COLUMN_GAP, _GUTTER = 16.0, 28.0  # in a list: from names to values, and from column to column
_LIST_GAP, _LINE_GAP = 10.0, 3.5


def plan(plot: Plot, frame: Frame) -> Plan:
    """One series: a tall bar with labels under it. More: a row each, under a key. Marks are the parts, in order."""
    stacks, scale = lay_stacks(plot, frame.style)
    if len(stacks) > 1:
        return plan_rows(plot, stacks, scale, frame)
    panel = Panel(0.0, 0.0, frame.width, 1.0, *scale)
    return _labelled(stacks[0], panel, frame) or _listed(stacks[0], panel, frame)


def _labelled(stack: Stack, panel: Panel, frame: Frame) -> Plan | None:
    """Value over name under each part; None when some would stand too far from theirs."""
    letters = frame.lettering.only(frame.lettering.sizes[:1])
    values = [letters.one(part.point.label, bold=True) for part in stack.parts]
    middles, order = places(stack.parts, panel)
    for width in _NAME_WIDTHS:
        names = letters.fits([part.point.position for part in stack.parts], width, lines=2)
        if names is None:
            return None
        widths = [max(v.width, n.width) + _AIR for v, n in zip(values, names, strict=True)]
        edges = (-_AIR / 2, frame.width + _AIR / 2)
        found = spread([middles[i] for i in order], [widths[i] for i in order], *edges)
        if found is not None and all(abs(x - middles[i]) <= _REACH for i, x in zip(order, found, strict=True)):
            centres = dict(zip(order, found, strict=True))
            return _under(stack, panel, values, names, [centres[i] for i in range(len(values))], frame)
    return None


def _under(
    stack: Stack,
    panel: Panel,
    values: Sequence[Label],
    names: Sequence[Label],
    centres: Sequence[float],
    frame: Frame,
) -> Plan:
    value_height = max(label.height for label in values)
    aside = any(abs(middle(part, panel) - centre) > _AIR for part, centre in zip(stack.parts, centres, strict=True))
    leader = _LEADERS[aside]
    deep = leader + 3 + value_height + 2 + max(label.height for label in names)
    height = frame.tall(_BAR + deep)
    thick = frame.room(min(height - deep, _BAR * 1.4), _LEAST_BAR)

    def draw(scene: Scene) -> None:
        style, bottom = scene.style, height - thick
        stack.draw(scene, panel, bottom, thick)
        for part, value, name, centre in zip(stack.parts, values, names, centres, strict=True):
            if part.start != part.end:
                x = middle(part, panel)
                scene.line([x, x, centre], [bottom - 1, bottom - 4, bottom - leader], style.rule, style.baseline)
            tone = style.words(style.accent) if part.point.emphasis else style.ink
            top = bottom - leader - 3
            scene.label(value, centre, top, tone, CENTRE)
            scene.label(name, centre, top - value_height - 2 if value.lines else top, style.ink, CENTRE)

    return Plan(height, draw)


def _listed(stack: Stack, panel: Panel, frame: Frame) -> Plan:
    """Swatch, name and value in columns under the bar: for more or longer names than fit beside each other."""
    letters, points = frame.lettering, [part.point for part in stack.parts]
    across = 2 if len(points) > 1 else 1
    cell = (frame.width - _GUTTER * (across - 1)) / across
    values = frame.values([p.label for p in points], cell * 0.45, [True] * len(points))
    room = cell - _SWATCH - _SWATCH_GAP - max(label.width for label in values) - _COLUMN_GAP
    lines = -(-len(points) // across)
    names = letters.fit_all([p.position for p in points], room, lines=2)
    step = max(label.height for label in (*names, *values)) + _LINE_GAP
    if _BAR + _LIST_GAP + lines * step > frame.tall(float("inf")):
        names = letters.fit_all([p.position for p in points], room)
        step = max(label.height for label in (*names, *values)) + _LINE_GAP / 2
    deep = _LIST_GAP + lines * step
    height = frame.tall(_BAR + deep)
    thick = frame.room(min(height - deep, _BAR * 1.4), _LEAST_BAR)
    reach = _SWATCH + _SWATCH_GAP + max(label.width for label in names) + _COLUMN_GAP
    reach += max(label.width for label in values)

    def draw(scene: Scene) -> None:
        stack.draw(scene, panel, height - thick, thick)
        for number, (part, name, value) in enumerate(zip(stack.parts, names, values, strict=True)):
            column, line = divmod(number, lines)
            left, centre = column * (cell + _GUTTER), height - thick - _LIST_GAP - (line + 0.5) * step
            scene.bar(left, centre - _SWATCH / 2, _SWATCH, _SWATCH, part.look)
            scene.label(name, left + _SWATCH + _SWATCH_GAP, centre + name.height / 2, scene.style.ink)
            tone = scene.style.words(scene.style.accent) if part.point.emphasis else scene.style.ink
            scene.label(value, left + reach, centre + value.height / 2, tone, RIGHT)

    return Plan(height, draw)
