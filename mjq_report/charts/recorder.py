"""A matplotlib renderer that keeps what is drawn with it, as `PathOp` and `TextOp` in points.

One recording serves the PDF and the web page. It knows what a `Scene` is made of and nothing more: paths, markers,
hatched rectangles, and lines of text that are measured and placed already, so that no font is ever looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform

from mjq_report.charts.hatching import Rectangle, hatch_lines
from mjq_report.model.drawing import Colour, DrawOp, PathOp, TextOp

_DIGITS = 2  # a hundredth of a point is finer than any printer
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}

Segment = tuple[str | float, ...]


class Recorder(RendererBase):
    """Records one chart of `width` × `height` points at 72 dots per inch."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self._size = (width, height)
        self._ops: list[DrawOp] = []

    @property
    def ops(self) -> tuple[DrawOp, ...]:
        """What was drawn, in order; strokes of one style that follow each other are one path."""
        merged: list[DrawOp] = []
        for op in self._ops:
            last = merged[-1] if merged else None
            if isinstance(op, PathOp) and isinstance(last, PathOp) and _mergeable(last, op):
                merged[-1] = replace(last, segments=last.segments + op.segments)
            else:
                merged.append(op)
        return tuple(merged)

    # ------------------------------------------------------------------ what matplotlib asks

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Width and height in points."""
        return self._size

    def flipy(self) -> bool:
        """The origin is at the lower left, as in PDF."""
        return False

    # ------------------------------------------------------------------ drawing

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Record a path with its fill, hatch and stroke."""
        self._record(gc, _segments(path, transform), rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Record one shape at each vertex of a path."""
        shape = _segments(marker_path, marker_trans, digits=_DIGITS + 2)
        for segment in _segments(path, trans):
            self._record(gc, _moved(shape, *segment[-2:]), rgbFace)

    def _record(self, gc: GraphicsContextBase, segments: tuple[Segment, ...], rgbFace: Any) -> None:  # noqa: N803
        fill = _colour(rgbFace)
        stroke = _colour(gc.get_rgb()) if gc.get_linewidth() > 0 else None
        if hatch := gc.get_hatch():  # fill, then lines, then outline: a hatch lies over the one and under the other
            if fill is not None:
                self._ops.append(PathOp(segments, fill=fill))
            self._hatch(gc, hatch, segments)
            fill = None
        if not segments or (fill is None and stroke is None):
            return
        self._ops.append(
            PathOp(
                segments,
                fill=fill,
                stroke=stroke,
                width=round(float(gc.get_linewidth()), _DIGITS),
                dash=_dash(gc),
                cap=_CAPS[str(gc.get_capstyle())],
                join=_JOINS[str(getattr(gc.get_joinstyle(), "name", gc.get_joinstyle()))],
            )
        )

    def _hatch(self, gc: GraphicsContextBase, pattern: str, segments: tuple[Segment, ...]) -> None:
        """The lines of a hatch across a rectangle."""
        colour, lines = _colour(gc.get_hatch_color()), hatch_lines(pattern, _bounds(segments))
        strokes: list[Segment] = []
        for x0, y0, x1, y1 in lines:
            strokes += [("m", _round(x0), _round(y0)), ("l", _round(x1), _round(y1))]
        if strokes:
            self._ops.append(
                PathOp(tuple(strokes), stroke=colour, width=round(float(gc.get_hatch_linewidth()), _DIGITS))
            )

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,
        mtext: Any = None,
    ) -> None:
        """Record a line of text whose baseline starts at x, y."""
        colour = _colour(gc.get_rgb())
        if colour is not None and s.strip():
            size = round(float(prop.get_size_in_points()), _DIGITS)
            self._ops.append(TextOp(_round(x), _round(y), s, size, colour, prop.get_weight() == "bold", _round(angle)))


def _round(value: float) -> float:
    return round(float(value), _DIGITS) + 0.0  # no negative zero


def _dash(gc: GraphicsContextBase) -> tuple[float, tuple[float, ...]] | None:
    offset, lengths = cast(Any, gc.get_dashes())
    return None if lengths is None else (_round(offset), tuple(_round(length) for length in lengths))


def _colour(rgba: Any) -> Colour | None:
    """A colour; None when nothing would be seen."""
    if rgba is None or (len(rgba) > 3 and rgba[3] <= 0):
        return None
    red, green, blue = (round(float(part), 4) for part in rgba[:3])
    return red, green, blue


def _moved(segments: Sequence[Segment], x: str | float, y: str | float) -> tuple[Segment, ...]:
    by = (float(x), float(y))
    return tuple((s[0], *(_round(float(v) + by[i % 2]) for i, v in enumerate(s[1:]))) for s in segments)


def _segments(path: Path, transform: Transform, digits: int = _DIGITS) -> tuple[Segment, ...]:
    """A path in points as moves, lines, cubic curves and closings; holes (NaN) part it."""
    clean: Any = path.cleaned(transform=transform, remove_nans=True, curves=True, simplify=False)
    points = (clean.vertices.round(digits) + 0.0).tolist()  # no negative zeros
    segments: list[Segment] = []
    codes = enumerate(clean.codes.tolist())
    for index, code in codes:
        if code == Path.MOVETO:
            segments.append(("m", *points[index]))
        elif code == Path.LINETO:
            segments.append(("l", *points[index]))
        elif code == Path.CURVE4:  # has its two control points and its end in three vertices
            segments.append(("c", *points[index], *points[index + 1], *points[index + 2]))
            next(codes), next(codes)
        elif code == Path.CLOSEPOLY:
            segments.append(("z",))
    return tuple(segments)


def _bounds(segments: Sequence[Segment]) -> Rectangle:
    xs = [float(v) for segment in segments for v in segment[1::2]]
    ys = [float(v) for segment in segments for v in segment[2::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _mergeable(one: PathOp, other: PathOp) -> bool:
    """Whether two paths are strokes of one style, so that drawing them as one shows the same."""
    return one.fill is None and one.stroke is not None and replace(one, segments=()) == replace(other, segments=())
