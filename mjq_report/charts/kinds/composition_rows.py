"""Several wholes under each other: a stacked bar a row, with the parts' names in a key above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.kinds.keys import lay_key
from mjq_report.charts.kinds.stacks import Part, Stack, is_rest, middle, places, rest_look
from mjq_report.charts.lettering import Label, spread
from mjq_report.charts.plan import Frame, Plan
from mjq_report.charts.reading import Plot
from mjq_report.charts.scene import CENTRE, Panel, Scene
from mjq_report.charts.style import Look

_NAME_SHARE, _NAME_GAP = 0.28, 10.0
_KEY_GAP, _ROW_GAP = 8.0, 9.0
_BAR = (5.0, 16.0)  # least and usual thickness
_LEAD = 0.6  # between lines of values
_UNDER = 2.5  # between a bar and the values below it
_PAD = 3.0  # beside a value inside its part
_AIR, _SWATCH, _SWATCH_GAP = 7.0, 5.0, 2.5
_ASIDE = 14.0  # how far a value may stand from the middle of its part


@dataclass(frozen=True, slots=True)
class _Placed:
    """A value's label: its middle in points, and its line below the bar (0: inside it)."""

    label: Label
    x: float
    line: int
    swatch: bool = False


def plan_rows(plot: Plot, stacks: Sequence[Stack], scale: tuple[float, float], frame: Frame) -> Plan:
    """Values stand inside their parts if all fit, else below them, else below with the part's swatch."""
    letters, count = frame.lettering, len(stacks)
    texts = [strand.name for strand in plot.strands]
    names = letters.fit_all(texts, frame.width * _NAME_SHARE, lines=2)
    left = max(name.width for name in names) + _NAME_GAP
    panel = Panel(left, 0.0, frame.width - left, 1.0, *scale)
    looks = [_key_look(plot, index, frame) for index in range(len(plot.positions))]
    key = lay_key(plot.positions, looks, frame.width, frame)
    rows = _inside(stacks, panel, frame) or _below(stacks, panel, frame) or _flowing(stacks, panel, frame)
    step = max((placed.label.height for row in rows for placed in row), default=0.0) + _LEAD
    lines = max(placed.line for row in rows for placed in row)
    under = lines * step + (_UNDER if lines else 0.0)
    above = key.height + _KEY_GAP
    height = frame.tall(above + count * (under + _BAR[1] + _ROW_GAP) - _ROW_GAP)
    pitch = (height - above) / count
    if max(name.height for name in names) > pitch:
        names = letters.fit_all(texts, left - _NAME_GAP)
    gap = _ROW_GAP if pitch - _ROW_GAP - under >= _BAR[1] / 2 else pitch * 0.12
    thick = frame.room(min(pitch - gap - under, _BAR[1] * 1.5), _BAR[0])

    def draw(scene: Scene) -> None:
        key.draw(scene, 0.0, height)
        for number, (stack, name, row) in enumerate(zip(stacks, names, rows, strict=True)):
            top = height - above - number * pitch
            stack.draw(scene, panel, top - thick, thick)
            scene.label(name, 0.0, min(top, top - thick / 2 + name.height / 2), scene.style.ink)
            _draw_values(scene, stack, row, top, thick, step)

    return Plan(height, draw)


def _key_look(plot: Plot, index: int, frame: Frame) -> Look:
    """A part's look without what sets single marks apart."""
    rest = all(is_rest(strand.points[index]) for strand in plot.strands)
    return rest_look(frame.style) if rest else frame.style.part(index)


def _inside(stacks: Sequence[Stack], panel: Panel, frame: Frame) -> list[list[_Placed]] | None:
    for size in frame.lettering.sizes[:2]:
        rows = [[_Placed(_label(part, size, frame), middle(part, panel), 0) for part in s.parts] for s in stacks]
        pairs = [pair for stack, row in zip(stacks, rows, strict=True) for pair in zip(stack.parts, row, strict=True)]
        if all(_holds(part, placed.label, panel, frame) for part, placed in pairs):
            return rows
    return None


def _holds(part: Part, label: Label, panel: Panel, frame: Frame) -> bool:
    """Whether a value fits into its part and can be read on it."""
    wide = abs(panel.x(part.end) - panel.x(part.start))
    fits = label.width + 2 * _PAD <= wide and label.height <= _BAR[1]
    return not label.lines or (fits and frame.style.on(part.look) is not None)


def _below(stacks: Sequence[Stack], panel: Panel, frame: Frame) -> list[list[_Placed]] | None:
    for size in frame.lettering.sizes:
        rows = [_spread_row(stack, size, panel, frame) for stack in stacks]
        if all(row is not None for row in rows):
            return [row or [] for row in rows]
    return None


def _spread_row(stack: Stack, size: float, panel: Panel, frame: Frame) -> list[_Placed] | None:
    """Values on one line, each under its part; None when one would stand under another part."""
    labels = [_label(part, size, frame) for part in stack.parts]
    middles, order = places(stack.parts, panel)
    edges = (panel.left - _AIR / 2, panel.left + panel.width + _AIR / 2)
    widths = [labels[i].width + _AIR if labels[i].lines else 0.0 for i in order]
    found = spread([middles[i] for i in order], widths, *edges)
    if found is None:
        return None
    xs = dict(zip(order, found, strict=True))
    if any(abs(xs[i] - middles[i]) > max(label.width * 0.75, _ASIDE) for i, label in enumerate(labels)):
        return None
    return [_Placed(label, xs[i], 1) for i, label in enumerate(labels)]


def _flowing(stacks: Sequence[Stack], panel: Panel, frame: Frame) -> list[list[_Placed]]:
    """Values one after the other with swatches: on one line if a size allows it, else on as many as the least needs."""
    rows: list[list[_Placed]] = []
    for size in frame.lettering.sizes:
        rows = [_flow_row(stack, size, panel, frame) for stack in stacks]
        if all(placed.line == 1 for row in rows for placed in row):
            break
    return rows


def _flow_row(stack: Stack, size: float, panel: Panel, frame: Frame) -> list[_Placed]:
    row, x, line = [], 0.0, 1
    for part in stack.parts:
        label = _label(part, size, frame)
        wide = _SWATCH + _SWATCH_GAP + label.width
        if x and x + wide > panel.width:
            x, line = 0.0, line + 1
        row.append(_Placed(label, panel.left + x + wide - label.width / 2, line, swatch=True))
        x += wide + _AIR if label.lines else 0.0
    return row


def _label(part: Part, size: float, frame: Frame) -> Label:
    return frame.lettering.label((part.point.label,), size, part.point.emphasis)


def _draw_values(scene: Scene, stack: Stack, row: Sequence[_Placed], top: float, thick: float, step: float) -> None:
    for part, placed in zip(stack.parts, row, strict=True):
        label = placed.label
        if not label.lines:
            continue
        if placed.line == 0:
            tone = scene.style.on(part.look) or scene.style.ink
            scene.label(label, placed.x, top - thick / 2 + label.height / 2, tone, CENTRE)
            continue
        upper = top - thick - _UNDER - (placed.line - 1) * step
        if placed.swatch:
            left = placed.x - label.width / 2 - _SWATCH - _SWATCH_GAP
            scene.bar(left, upper - label.height / 2 - _SWATCH / 2, _SWATCH, _SWATCH, part.look)
        scene.label(label, placed.x, upper, tone_of(scene.style, part.point), CENTRE)
