"""What pictures are drawn with: rectangles and other shapes by their look, and words measured before they are placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mjq_report.charts.hatching import hatch_lines
from mjq_report.charts.style import Look, Style
from mjq_report.model.document import Nature, Picture, Shape, Spans
from mjq_report.model.drawing import Colour, DrawOp, Field, PathOp, TextMeasure, TextOp

TITLE, FIGURE, NAME, SMALL = 11.5, 13.0, 10.5, 9.0  # points, at scale 1; nothing is smaller than SMALL
_LEADING, _KAPPA = 1.36, 0.5523
_SWATCH = (18.0, 8.0)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text in a line of a label: its size, weight, and the fact that it is a figure of."""

    text: str
    size: float
    bold: bool = False
    fact: str = ""


Words = Sequence[Word]


class Sheet:
    """Collects the operators of one picture."""

    def __init__(self, style: Style, measure: TextMeasure, field: Field) -> None:
        self.style, self.field, self.ops = style, field, list[DrawOp]()
        self.measure = measure

    # ---- shapes

    def rectangle(self, x: float, y: float, width: float, height: float, look: Look) -> None:
        """A rectangle from its lower left corner."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], look)

    def polygon(self, points: Sequence[Point], look: Look) -> None:
        """A closed shape; hatch lines are cut to its bounds."""
        (x, y), *rest = points
        path = (("m", x, y), *(("l", *point) for point in rest), ("z",))
        if look.fill is not None:
            self.ops.append(PathOp(path, fill=look.fill))
        if look.hatch and look.edge is not None:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            lines = hatch_lines(look.hatch, (min(xs), min(ys), max(xs), max(ys)))
            strokes = tuple(s for x0, y0, x1, y1 in lines for s in (("m", x0, y0), ("l", x1, y1)))
            self.ops += [PathOp(strokes, stroke=look.edge, width=0.7)] if strokes else []
        if look.edge is not None and look.line:
            dash = (0.0, look.dashes) if look.dashes else None
            self.ops.append(PathOp(path, stroke=look.edge, width=look.line, dash=dash))

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A dot."""
        k = radius * _KAPPA
        path: tuple[tuple[str | float, ...], ...] = (
            ("m", x + radius, y),
            ("c", x + radius, y + k, x + k, y + radius, x, y + radius),
            ("c", x - k, y + radius, x - radius, y + k, x - radius, y),
            ("c", x - radius, y - k, x - k, y - radius, x, y - radius),
            ("c", x + k, y - radius, x + radius, y - k, x + radius, y),
            ("z",),
        )
        self.ops.append(PathOp(path, fill=colour))

    def line(self, points: Sequence[Point], colour: Colour, width: float, dashes: tuple[float, ...] = ()) -> None:
        """A line through points."""
        first, *rest = points
        path = (("m", *first), *(("l", *point) for point in rest))
        self.ops.append(PathOp(path, stroke=colour, width=width, dash=(0.0, dashes) if dashes else None))

    # ---- words

    def size(self, size: float) -> float:
        """A size at the picture's scale, never below the smallest."""
        return max(size * self.field.scale, SMALL)

    def word(self, text: str, size: float, bold: bool = False) -> list[Word]:
        """A text as one run; none for no text."""
        return [Word(text, self.size(size), bold)] if text else []

    def words(self, spans: Spans, size: float, bold: bool = False) -> list[Word]:
        """Spans as runs of one size."""
        return [Word(span.text, self.size(size), bold, span.fact) for span in spans if span.text]

    def width(self, line: Words) -> float:
        """The advance of a line."""
        return sum(self.measure.width(word.text, word.size, word.bold) for word in line)

    def height(self, lines: Sequence[Words]) -> float:
        """Of lines under each other."""
        return sum(max(word.size for word in line) * _LEADING for line in lines if line)

    def write(self, lines: Sequence[Words], x: float, top: float, colour: Colour, align: float = 0.0) -> float:
        """Lines from `top` downwards, their left end, middle or right end at x (`align` 0, 0.5, 1); returns where they end."""
        for line in lines:
            if not line:
                continue
            largest = max(word.size for word in line)
            at = x - self.width(line) * align
            baseline = top - largest * (_LEADING + self.measure.ascent - self.measure.descent) / 2
            for word in line:
                self.ops.append(TextOp(at, baseline, word.text, word.size, colour, word.bold, fact=word.fact))
                at += self.measure.width(word.text, word.size, word.bold)
            top -= largest * _LEADING
        return top

    def wrapped(self, line: Words, width: float) -> list[Words]:
        """A line in as many as its runs need, each run whole; one that is too wide by itself is parted between characters."""
        lines: list[list[Word]] = [[]]
        for word in line:
            for piece in self._pieces(word, width):
                if lines[-1] and self.width([*lines[-1], piece]) > width:
                    lines.append([])
                lines[-1].append(piece)
        return [kept for kept in lines if kept]

    def _pieces(self, word: Word, width: float) -> Iterable[Word]:
        """A run that is no figure in parts that are no wider than this."""
        if word.fact or self.width([word]) <= width:
            return [word]
        parts, start = list[str](), 0
        for end in range(1, len(word.text) + 1):
            part = word.text[start:end]
            if end - start > 1 and self.measure.width(part, word.size, word.bold) > width:
                parts.append(word.text[start : end - 1])
                start = end - 1
        return [Word(part, word.size, word.bold) for part in (*parts, word.text[start:])]

    def label(self, shape: Shape, width: float, beside: bool = True) -> list[Words]:
        """A shape's name, its figure beside it where there is room, and its note."""
        name, figure = self.word(shape.name, NAME, True), self.words(shape.figure, FIGURE, True)
        if beside and name and figure and self.width(name) + self.width(figure) + self.size(5) <= width:
            lines: list[Words] = [[*name, Word(" ", self.size(NAME)), *figure]]
        else:
            lines = [*self.wrapped(name, width), *self.wrapped(figure, width)]
        return [*lines, *self.wrapped(self.words(shape.note, SMALL), width)]

    # ---- what the pictures have in common

    def colour_on(self, look: Look) -> Colour:
        """The colour of words on a look."""
        return self.style.on(look) or self.style.ink

    def solid(self, shape: Shape) -> Look:
        """A shape's look: what it rests on, in the accent where it matters most."""
        return self.style.mark(shape.emphasis, nature=shape.nature)

    def ground(self, picture: Picture) -> Point:
        """The ground, and at its upper left what the picture shows; returns how far that reaches to the right and down."""
        field = self.field
        self.rectangle(0.0, 0.0, field.width, field.height, Look(self.style.light))
        room = field.width - field.left - field.right
        head: list[Word] = [*self.word(picture.title, TITLE, True)]
        head += [*self.word(" ", TITLE), *self.words(picture.whole, TITLE, True)] if picture.whole else []
        notes = [picture.subtitle, *(f"{part}。" for part in picture.remark.split("。") if part)]
        small = [word for note in notes for word in self.word(note + "\u2002" * (note is not notes[-1]), SMALL)]
        lines = [*self.wrapped(head, room), *self.wrapped(small, room)]
        top = self.write(lines, field.left, field.height - field.top, self.style.ink)
        return self._key(picture, max(self.width(line) for line in lines), top)

    def _key(self, picture: Picture, reach: float, top: float) -> Point:
        """What solid, dashed and hatched mean, a line each."""
        wide, high = (side * self.field.scale for side in _SWATCH)
        for nature, text in picture.key:
            line = self.word(text, SMALL)
            step = self.height([line])
            self.rectangle(self.field.left, top - (step + high) / 2, wide, high, self._swatch(nature))
            self.write([line], self.field.left + wide + 6, top, self.style.ink)
            reach, top = max(reach, wide + 6 + self.width(line)), top - step
        return self.field.left + reach, top

    def _swatch(self, nature: Nature) -> Look:
        return self.style.mark(nature=nature)
