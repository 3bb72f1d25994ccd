"""A matplotlib renderer that keeps what it is told to draw, as `PathOp` and `TextOp` in points.

One recording serves the PDF, the web page and the cache. Text is measured with the page's own
fonts, so that what matplotlib lays out is what stands on the page; it never looks for a font. What
a page must not hold, raster images, TeX and mathematical text, is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, NoReturn, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Transform

from mjq_report.charts.hatching import Rectangle, hatch_lines
from mjq_report.model.drawing import Colour, DrawOp, PathOp, TextMeasure, TextOp

_DIGITS = 2  # a hundredth of a point is finer than any printer
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_BOLD = 600  # weights from here on are set in the bold font
_BOLD_NAMES = {"semibold", "demibold", "demi", "bold", "heavy", "extra bold", "black"}

Segment = tuple[str | float, ...]


class CannotRecord(RuntimeError):
    """A figure asks for something that has no place on the page: a mistake in a chart kind, not of a user."""


class Recorder(RendererBase):
    """Records one figure of `width` × `height` points at 72 dots per inch."""

    def __init__(self, width: float, height: float, measure: TextMeasure) -> None:
        super().__init__()
        self.dpi = 72.0  # read by images, which are then refused
        self._size = (width, height)
        self._measure = measure
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

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        """Width, height and depth of a line in the page's fonts. Raises MissingGlyph."""
        _plain(ismath)
        size = _points(prop)
        up, down = self._measure.ascent * size, self._measure.descent * size
        return self._measure.width(s, size, _is_bold(prop)), up + down, down

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """Ascent, descent and line gap: the hook of matplotlib 3.11 that would otherwise open a font file."""
        size = _points(prop)
        return self._measure.ascent * size, self._measure.descent * size, 0.0

    # ------------------------------------------------------------------ drawing

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        """Record a path with its fill, hatch and stroke. Collections arrive here too."""
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
            if len(segment) > 1:
                self._record(gc, _moved(shape, *segment[-2:]), rgbFace)

    def _record(self, gc: GraphicsContextBase, segments: tuple[Segment, ...], rgbFace: Any) -> None:  # noqa: N803
        box = _bounds(segments)
        if box is None or self._outside(box):
            return
        clip = self._clip(gc, box)
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        fill, fill_alpha = _paint(rgbFace, forced)
        stroke, stroke_alpha = _paint(gc.get_rgb() if gc.get_linewidth() > 0 else None, forced)
        hatch = gc.get_hatch()
        if hatch:
            if fill is not None:
                self._ops.append(PathOp(segments, fill=fill, fill_alpha=fill_alpha, clip=clip))
            self._hatch(gc, hatch, segments, box, clip, forced)
            fill = None
        if fill is None and stroke is None:
            return
        self._ops.append(
            PathOp(
                segments,
                fill=fill,
                stroke=stroke,
                width=round(float(gc.get_linewidth()), _DIGITS),
                dash=_dash(gc),
                cap=_CAPS[str(gc.get_capstyle())],
                join=_JOINS[_name(gc.get_joinstyle())],
                fill_alpha=fill_alpha,
                stroke_alpha=stroke_alpha,
                clip=clip,
            )
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
        _plain(ismath)
        colour, alpha = _paint(gc.get_rgb(), gc.get_alpha() if gc.get_forced_alpha() else None)
        if colour is None or not s.strip():
            return
        if alpha < 1:
            raise CannotRecord(f"transparent text {s!r}; give it a paler colour")
        self._ops.append(TextOp(_round(x), _round(y), s, _points(prop), colour, _is_bold(prop), _round(angle)))

    def draw_image(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: charts are vectors."""
        raise CannotRecord("a raster image in a chart; draw it with paths")

    def draw_gouraud_triangles(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: the page holds no shadings."""
        raise CannotRecord("Gouraud shading in a chart; fill paths with one colour each")

    def draw_tex(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: text stays text."""
        raise CannotRecord("TeX in a chart; use plain text")

    # ------------------------------------------------------------------ parts

    def _outside(self, box: Rectangle) -> bool:
        width, height = self._size
        return box[2] < 0 or box[3] < 0 or box[0] > width or box[1] > height

    def _clip(self, gc: GraphicsContextBase, box: Rectangle) -> tuple[float, float, float, float] | None:
        """The clip as x, y, width, height; None where it cuts nothing off."""
        rectangles: list[Rectangle] = []
        bounds = gc.get_clip_rectangle()
        if bounds is not None:
            rectangles.append((float(bounds.x0), float(bounds.y0), float(bounds.x1), float(bounds.y1)))
        path, transform = gc.get_clip_path()
        if path is not None and transform is not None:
            rectangles.append(_rectangle(_segments(cast(Path, path), transform), "a clip path"))
        slack = float(gc.get_linewidth())
        if all(_within(box, rectangle, slack) for rectangle in rectangles):
            return None
        x0, y0 = (max(r[i] for r in rectangles) for i in (0, 1))
        x1, y1 = (min(r[i] for r in rectangles) for i in (2, 3))
        return _round(x0), _round(y0), _round(max(x1 - x0, 0)), _round(max(y1 - y0, 0))

    def _hatch(
        self,
        gc: GraphicsContextBase,
        pattern: str,
        segments: tuple[Segment, ...],
        box: Rectangle,
        clip: tuple[float, float, float, float] | None,
        forced: float | None,
    ) -> None:
        _rectangle(segments, "a hatched shape")
        colour, alpha = _paint(to_rgba(gc.get_hatch_color()), forced)
        lines = hatch_lines(pattern, box)
        if colour is None or not lines:
            return
        strokes: list[Segment] = []
        for x0, y0, x1, y1 in lines:
            strokes += [("m", _round(x0), _round(y0)), ("l", _round(x1), _round(y1))]
        width = round(float(gc.get_hatch_linewidth()), _DIGITS)
        self._ops.append(PathOp(tuple(strokes), stroke=colour, width=width, stroke_alpha=alpha, clip=clip))


def _round(value: float) -> float:
    return round(float(value), _DIGITS) + 0.0  # no negative zero


def _dash(gc: GraphicsContextBase) -> tuple[float, tuple[float, ...]] | None:
    offset, lengths = cast(Any, gc.get_dashes())
    return None if lengths is None else (_round(offset), tuple(_round(length) for length in lengths))


def _name(style: object) -> str:
    return str(getattr(style, "name", style))


def _plain(ismath: bool | Literal["TeX"]) -> None:
    if ismath:
        raise CannotRecord("mathematical text in a chart; set text.parse_math to False")


def _points(prop: FontProperties) -> float:
    return round(float(prop.get_size_in_points()), _DIGITS)


def _is_bold(prop: FontProperties) -> bool:
    weight = prop.get_weight()
    return weight in _BOLD_NAMES if isinstance(weight, str) else weight >= _BOLD


def _paint(rgba: Sequence[float] | None, forced: float | None) -> tuple[Colour | None, float]:
    """A colour and its opacity; None when nothing would be seen."""
    if rgba is None:
        return None, 1.0
    alpha = forced if forced is not None else float(rgba[3]) if len(rgba) > 3 else 1.0
    if alpha <= 0:
        return None, 1.0
    return (round(float(rgba[0]), 4), round(float(rgba[1]), 4), round(float(rgba[2]), 4)), round(alpha, 4)


def _moved(segments: Sequence[Segment], x: str | float, y: str | float) -> tuple[Segment, ...]:
    by = (float(x), float(y))
    return tuple((s[0], *(_round(float(v) + by[i % 2]) for i, v in enumerate(s[1:]))) for s in segments)


def _segments(path: Path, transform: Transform, digits: int = _DIGITS) -> tuple[Segment, ...]:
    """A path in points as moves, lines, cubic curves and closings; holes (NaN) part it."""
    clean: Any = path.cleaned(transform=transform, remove_nans=True, curves=True, simplify=False)
    points = (clean.vertices.round(digits) + 0.0).tolist()  # no negative zeros
    codes = clean.codes.tolist()
    segments: list[Segment] = []
    index = 0
    while index < len(codes):
        code = codes[index]
        if code == Path.MOVETO:
            segments.append(("m", *points[index]))
        elif code == Path.LINETO:
            segments.append(("l", *points[index]))
        elif code == Path.CURVE3:
            segments.append(_cubic(segments, points[index], points[index + 1]))
            index += 1
        elif code == Path.CURVE4:
            segments.append(("c", *points[index], *points[index + 1], *points[index + 2]))
            index += 2
        elif code == Path.CLOSEPOLY:
            segments.append(("z",))
        index += 1
    return tuple(segments)


def _cubic(before: Sequence[Segment], control: Sequence[float], end: Sequence[float]) -> Segment:
    """A quadratic curve as a cubic one."""
    start = before[-1][-2:]
    one = [_round(float(s) + 2 / 3 * (c - float(s))) for s, c in zip(start, control, strict=True)]
    two = [_round(e + 2 / 3 * (c - e)) for e, c in zip(end, control, strict=True)]
    return ("c", *one, *two, *end)


def _bounds(segments: Sequence[Segment]) -> Rectangle | None:
    xs = [float(v) for segment in segments for v in segment[1::2]]
    ys = [float(v) for segment in segments for v in segment[2::2]]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _rectangle(segments: Sequence[Segment], what: str) -> Rectangle:
    """The bounds of a path that is an upright rectangle; CannotRecord for any other."""
    box = _bounds(segments)
    corners = {segment[1:] for segment in segments if segment[0] in ("m", "l")}
    if box is None or any(segment[0] == "c" for segment in segments):
        raise CannotRecord(f"{what} that is not an upright rectangle")
    upright = {(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])}
    if corners != upright:
        raise CannotRecord(f"{what} that is not an upright rectangle")
    return box


def _within(box: Rectangle, outer: Rectangle, slack: float) -> bool:
    lower = all(outer[i] <= box[i] - slack for i in (0, 1))
    return lower and all(outer[i] >= box[i] + slack for i in (2, 3))


def _mergeable(one: PathOp, other: PathOp) -> bool:
    """Whether two paths are opaque strokes of one style, so that drawing them as one shows the same."""
    if one.fill is not None or one.stroke is None or one.stroke_alpha < 1:
        return False
    return replace(one, segments=()) == replace(other, segments=())
