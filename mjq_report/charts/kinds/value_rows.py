"""Values in rows under a plot, for numbers too many or too long to stand at their marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mjq_report.charts.kinds.columns import tone_of
from mjq_report.charts.lettering import Label, spread
from mjq_report.charts.plan import Frame
from mjq_report.charts.reading import Strand
from mjq_report.charts.scene import CENTRE, Scene
from mjq_report.charts.style import MARKERS, Look
from mjq_report.model.drawing import Colour

_NAMES, _NAME_GAP = 84.0, 8.0
_DASH, _DASH_GAP = 9.0, 4.0
_SWATCH = 6.5
_AIR, _LEAD, _TOP = 3.0, 1.0, 5.0


@dataclass(frozen=True, slots=True)
class ValueRows:
    """A block of lines for each series; each label near its slot, on the first, second … line in turn."""

    left: float
    pitch: float
    names: list[Label]
    labels: list[list[Label]]
    places: list[list[tuple[float, int]]]  # middle in points and line, by series and slot
    lines: int
    step: float

    @property
    def block(self) -> float:
        """The height of one series' lines."""
        return max(self.lines * self.step, max((name.height for name in self.names), default=0.0)) + 2.0

    @property
    def height(self) -> float:
        """Points from the lower edge of the position labels to the last value."""
        return _TOP + self.block * len(self.labels)

    def draw(
        self,
        scene: Scene,
        strands: Sequence[Strand],
        signs: Sequence[Look | Colour | None],
        origin: tuple[float, float] = (0.0, 0.0),
        marked: bool = False,
    ) -> None:
        """Draw with the lower left corner at `origin`. Before a name: the look of its bars, or its line, with its mark
        where lines are `marked`."""
        for index, strand in enumerate(strands):
            left, top = origin[0], origin[1] + self.block * (len(strands) - index)
            if self.names:
                name = self.names[index]
                _sign(scene, signs[index], left, top - name.height / 2, MARKERS[index] if marked else "")
                scene.label(name, left + _DASH + _DASH_GAP, top, scene.style.ink)
            for point, label, (x, line) in zip(strand.points, self.labels[index], self.places[index], strict=True):
                scene.label(label, left + x, top - line * self.step, tone_of(scene.style, point), CENTRE)


def _sign(scene: Scene, sign: Look | Colour | None, left: float, middle: float, marker: str) -> None:
    if isinstance(sign, Look):
        scene.bar(left, middle - _SWATCH / 2, _SWATCH, _SWATCH, sign)
    elif sign is not None:
        scene.line([left, left + _DASH], [middle, middle], sign, scene.style.stroke)
        if marker:
            scene.dots([(left + _DASH / 2, middle)], Look(sign), marker=marker)


def lay_value_rows(strands: Sequence[Strand], frame: Frame) -> ValueRows:
    """Lines enough, at the smallest size, that no two numbers meet. Raises ChartError when one is too wide."""
    letters, count = frame.lettering, len(strands[0].points)
    size = letters.sizes[-1]
    names = letters.fit_all([s.name for s in strands], _NAMES, lines=2) if len(strands) > 1 else []
    left = _DASH + _DASH_GAP + max(name.width for name in names) + _NAME_GAP if names else 0.0
    pitch = (frame.width - left) / count
    labels = [[letters.label((p.label,), size, p.emphasis) for p in strand.points] for strand in strands]
    for lines in range(1, count + 1):
        places = _stagger(labels, left, pitch, lines)
        if places is not None:
            return ValueRows(left, pitch, names, labels, places, lines, letters.height(size) + _LEAD)
    raise frame.cramped()


def _stagger(
    labels: Sequence[Sequence[Label]], left: float, pitch: float, lines: int
) -> list[list[tuple[float, int]]] | None:
    """Each label's middle and line when slot after slot goes to the next of `lines`; None when they do not fit."""
    result = []
    for row in labels:
        places = [(0.0, 0)] * len(row)
        for line in range(lines):
            slots = range(line, len(row), lines)
            wanted = [left + (slot + 0.5) * pitch for slot in slots]
            wide = [row[slot].width + _AIR for slot in slots]
            found = spread(wanted, wide, left - _AIR / 2, left + pitch * len(row) + _AIR / 2)
            if found is None or (lines < len(row) and _astray(found, wanted, pitch * lines)):
                return None
            for slot, x in zip(slots, found, strict=True):
                places[slot] = (x, line)
        result.append(places)
    return result


def _astray(found: Sequence[float], wanted: Sequence[float], pitch: float) -> bool:
    """Whether a label stands nearer to another's slot than to its own."""
    return any(abs(x - want) > pitch / 2 for x, want in zip(found, wanted, strict=True))
