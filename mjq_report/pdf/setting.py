"""Spans to lines to pieces: text in a style, its links, its place in the structure tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mjq_report.model.document import Span
from mjq_report.model.drawing import Colour
from mjq_report.pdf.fontbook import FACES, FontBook
from mjq_report.pdf.pen import Pen
from mjq_report.pdf.pieces import Piece
from mjq_report.pdf.structure import Node
from mjq_report.settings.theme import Theme
from mjq_report.typesetting import Line, Run, Segment, break_lines

Align = Literal["justify", "left", "right", "center"]
_LEAST_FULL = 16  # em of a measure whose lines can be made full without gaps that show


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: size and leading in points, weight, colour, alignment, first-line indent in points."""

    size: float
    leading: float
    colour: Colour
    bold: bool = False
    align: Align = "justify"
    indent: float = 0.0
    face: str = ""  # title or kai; "" for the regular face or, with `bold`, the bold one
    link: Colour | None = None  # colour of figures and links; None: as the text


@dataclass
class Setter:
    """What every part of the page needs: theme, fonts, the words for links, what was counted so far."""

    theme: Theme
    fonts: FontBook
    targets: Mapping[str, str]  # fact id → annex anchor
    described: Mapping[str, str]  # anchor → what a screen reader says of a link to it
    labels: Mapping[str, str]
    spacing: float = 1.0  # of the space between blocks of text
    page_of: dict[str, int] = field(default_factory=dict)  # anchor → page number, known once pages are made
    counters: dict[str, int] = field(default_factory=dict)

    def style(self, kind: str, colour: str = "ink", **changes: object) -> Style:
        """A style from the theme's type and colour tables."""
        form = self.theme.types[kind]
        base = Style(form.size, form.leading, self.theme.colours[colour], link=self.theme.colours["primary"])
        return replace(base, **changes)  # type: ignore[arg-type]

    def heading(self, parent: Node, level: int) -> Node:
        """A heading element, no more than one level below the last (ISO 14289-1, 7.4.2)."""
        level = min(level, self.counters.get("level", 0) + 1)
        self.counters["level"] = level
        return parent.add(f"H{level}")

    def count(self, kind: str) -> int:
        """The next number of a kind: notes, for their identifiers."""
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return self.counters[kind]

    # ------------------------------------------------------------------ lines

    def lines(self, spans: Sequence[Span], style: Style, measure: float) -> SetText:
        """Break spans into lines of a measure (points), ragged in a narrow column whatever the style says."""
        runs = self.runs(spans, style)
        full = style.align == "justify" and measure >= _LEAST_FULL * style.size
        lines = break_lines(runs, measure, self.fonts, justify=full, indent=style.indent) if runs else []
        return SetText(tuple(lines), tuple(runs), style, measure, self)

    def runs(self, spans: Sequence[Span], style: Style) -> list[Run]:
        """Spans as the line breaker takes them; each run carries its span as the tag."""
        return [_run(span, style) for span in spans if span.text]

    def paragraph(
        self,
        spans: Sequence[Span],
        style: Style,
        measure: float,
        node: Node,
        *,
        x: float = 0.0,
        before: float = 0.0,
        owners: Mapping[int, Node] | None = None,
    ) -> list[Piece]:
        """One piece a line. `owners` gives spans, by their number, to other elements than `node`."""
        text = self.lines(spans, style, measure)
        text.owners.update(owners or {})
        grid = style.leading == self.theme.types["body"].leading
        pieces = [Piece(style.leading, text.drawer(index, node, x), on_grid=grid) for index in range(len(text.lines))]
        if pieces:
            pieces[0].before = before * self.spacing
        return pieces

    def target(self, span: Span) -> str:
        """Where a span leads: the annex row of its figure, or its own address."""
        if span.fact:
            anchor = self.targets.get(span.fact, "")
            return f"#{anchor}" if anchor else ""
        return span.href


def _run(span: Span, style: Style) -> Run:
    size = style.size * (0.62 if span.superscript else 1)
    return Run(
        text=span.text,
        size=size,
        bold=FACES[style.face] if style.face else int(span.bold or style.bold),
        rise=style.size * 0.34 if span.superscript else 0.0,
        tag=span,
    )


@dataclass(frozen=True)
class SetText:
    """Spans broken into lines, ready to be drawn line by line."""

    lines: tuple[Line, ...]
    runs: tuple[Run, ...]
    style: Style
    measure: float
    setter: Setter
    links: dict[int, Node] = field(default_factory=dict)
    owners: dict[int, Node] = field(default_factory=dict)

    @property
    def height(self) -> float:
        """Height of all lines in points."""
        return len(self.lines) * self.style.leading

    def shift(self, width: float) -> float:
        """How far a line of this width starts from the left edge."""
        if self.style.align == "right":
            return self.measure - width
        return (self.measure - width) / 2 if self.style.align == "center" else 0.0

    def drawer(self, index: int, node: Node, x: float = 0.0) -> Callable[[Pen, float, float], None]:
        """A Piece's draw function for one line."""
        return lambda pen, left, top: self.draw_line(pen, index, node, left + x, top)

    def draw(self, pen: Pen, node: Node, x: float, top: float, behind: float = 0.0) -> None:
        """Draw all lines downwards from `top`; `behind` is the gap to what stands beside the last one, without a blank."""
        last = len(self.lines) - 1
        for index in range(len(self.lines)):
            self.draw_line(pen, index, node, x, top - index * self.style.leading, behind if index == last else 0.0)

    def draw_line(self, pen: Pen, index: int, node: Node, x: float, top: float, behind: float = 0.0) -> None:
        """Draw one line whose leading box starts at `top`."""
        line, style = self.lines[index], self.style
        baseline = top - (style.leading - style.size) / 2 - self.setter.fonts.ascent * style.size
        shift = x + self.shift(line.width)
        for run_index, group in _by_run(line):
            span: Span = self.runs[run_index].tag  # type: ignore[assignment]
            target = self.setter.target(span)
            owner = self.owners.get(run_index, node)
            element = self._link_node(run_index, owner) if target else owner
            with pen.tagged(element):
                for segment in group:
                    shown = self._with_space(segment, index, behind) if segment is line.segments[-1] else segment
                    self._glyphs(pen, shown, shift, baseline, bool(target))
            if target:
                self._link(pen, element, group, span, target, shift, baseline)

    def _with_space(self, segment: Segment, index: int, behind: float) -> Segment:
        """The end of a line, with the space after it where two words would be read as one without, or a gap behind it."""
        if behind:
            return replace(segment, advances=(*segment.advances[:-1], segment.advances[-1] + behind))
        line, after = self.lines[index], self.lines[index + 1 : index + 2]
        if " " not in line.tail or not (after and after[0].segments):
            return segment
        if not (segment.text[-1].isascii() and after[0].segments[0].text[0].isascii()):
            return segment
        width = self.setter.fonts.width(" ", self.style.size)
        return replace(segment, text=segment.text + " ", advances=(*segment.advances, width))

    def _glyphs(self, pen: Pen, segment: Segment, shift: float, baseline: float, linked: bool) -> None:
        run = self.runs[segment.run]
        colour = self.style.link if linked and self.style.link else self.style.colour
        pen.glyphs(
            segment.text,
            shift + segment.x,
            baseline + run.rise,
            run.size,
            colour,
            bold=run.bold,
            advances=segment.advances,
        )

    def _link_node(self, run_index: int, parent: Node) -> Node:
        node = self.links.get(run_index)
        if node is None:
            node = self.links[run_index] = parent.add("Link")
        return node

    def _link(
        self, pen: Pen, node: Node, group: Sequence[Segment], span: Span, target: str, shift: float, baseline: float
    ) -> None:
        first, last = group[0], group[-1]
        left = shift + first.x
        right = shift + last.x + sum(last.advances)
        size = self.style.size
        described = self.setter.described.get(target[1:], "") if target.startswith("#") else target
        box = (left, baseline - 0.2 * size, right, baseline + 0.95 * size)
        pen.link(node, box, target, described or span.text)


def _by_run(line: Line) -> list[tuple[int, list[Segment]]]:
    groups: list[tuple[int, list[Segment]]] = []
    for segment in line.segments:
        if groups and groups[-1][0] == segment.run:
            groups[-1][1].append(segment)
        else:
            groups.append((segment.run, [segment]))
    return groups


def spans(*parts: str | Span) -> tuple[Span, ...]:
    """Spans out of strings and spans, empty ones left out."""
    return tuple(p if isinstance(p, Span) else Span(p) for p in parts if (p if isinstance(p, str) else p.text))
