"""A chart being put together: matplotlib artists placed in points, and panels that hold a linear scale each.

No `Axes`: constructing one took 9 ms and its ticks more, while a kind knows where its few labels
belong. Bars and lines still live in data coordinates, so that a bar's height *is* its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from mjq_report.charts.lettering import Label, Lettering
from mjq_report.charts.style import Look, Style
from mjq_report.model.drawing import Colour

Align = float  # 0 left, 0.5 centre, 1 right
LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0
_ROUND_DASH = 0.5  # dashes about a small circle are shorter than along a bar


class Sheet:
    """What an artist asks of its figure, 72 dots to the inch: stands in for `matplotlib.figure.Figure`.

    That class brings axes, widgets and 3-D along, 0.4 s of a 1.1 s import that no drawing needs.
    """

    dpi = 72.0

    def get_figure(self, root: bool = False) -> Sheet:
        """Itself: there are no subfigures."""
        return self


class Words(Text):
    """A line of text whose place is already known: it starts at its position, on the baseline.

    matplotlib would measure it and lay it out once more, which took half the time of a recording.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw the line; the rest of what a `Text` can do is not asked for."""
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        renderer.draw_text(
            gc, x, y, self.get_text(), self.get_fontproperties(), self.get_rotation(), ismath=False, mtext=self
        )
        gc.restore()


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle in points with a linear scale on each side: x0–x1 from left to right, y0–y1 upwards."""

    left: float
    bottom: float
    width: float
    height: float
    x0: float = 0.0
    x1: float = 1.0
    y0: float = 0.0
    y1: float = 1.0

    def x(self, value: float) -> float:
        """Where a value stands from the left edge of the drawing, in points."""
        return self.left + (value - self.x0) / (self.x1 - self.x0) * self.width

    def y(self, value: float) -> float:
        """Where a value stands above the bottom of the drawing, in points."""
        return self.bottom + (value - self.y0) / (self.y1 - self.y0) * self.height

    def transform(self) -> Affine2D:
        """From data to points."""
        sx, sy = self.width / (self.x1 - self.x0), self.height / (self.y1 - self.y0)
        return Affine2D.from_values(sx, 0, 0, sy, self.left - self.x0 * sx, self.bottom - self.y0 * sy)


class Scene:
    """Collects the artists of one chart in drawing order. `points` turns points into display units."""

    def __init__(self, style: Style, lettering: Lettering, root: object, points: Transform) -> None:
        self.style = style
        self.lettering = lettering
        self.artists: list[Artist] = []
        self._root: Any = root
        self._points = points
        self._fonts: dict[tuple[float, bool], FontProperties] = {}

    def raised(self, by: float) -> Scene:
        """The same scene with its origin `by` points higher."""
        other = Scene(self.style, self.lettering, self._root, Affine2D().translate(0, by) + self._points)
        other.artists, other._fonts = self.artists, self._fonts
        return other

    def _add(self, artist: Artist) -> None:
        artist.set_figure(self._root)
        artist.set_zorder(len(self.artists))  # a Figure sorts by it
        self.artists.append(artist)

    def _to_display(self, panel: Panel | None) -> Transform:
        return self._points if panel is None else panel.transform() + self._points

    def bar(self, x: float, y: float, width: float, height: float, look: Look, panel: Panel | None = None) -> None:
        """A rectangle from x, y, in the panel's data coordinates or in points."""
        if width == 0 or height == 0:
            return
        self._add(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=look.fill or "none",
                edgecolor=look.edge or "none",
                linewidth=look.line,
                linestyle=(0, look.dashes) if look.dashes else "-",
                hatch=look.hatch * 3 or None,
                hatch_linewidth=0.7,
                joinstyle="miter",
                transform=self._to_display(panel),
            )
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: Colour,
        width: float,
        panel: Panel | None = None,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """A line through points, in the panel's data coordinates or in points."""
        style: Any = (0, dashes) if dashes else "-"
        self._add(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                linestyle=style,
                solid_capstyle="butt",
                solid_joinstyle="round",
                transform=self._to_display(panel),
            )
        )

    def dots(
        self, points: Sequence[tuple[float, float]], look: Look, panel: Panel | None = None, marker: str = "o"
    ) -> None:
        """Marks of one look, in the panel's data coordinates or in points; hollow when the look has an edge.

        `marker` is one of `style.MARKERS`; what is hatched or dashed is round.
        """
        if look.hatch or look.dashes:
            for x, y in points:
                self.disc(panel.x(x) if panel else x, panel.y(y) if panel else y, self.style.dot / 2, look)
            return
        edged = look.edge is not None
        self._add(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                marker=marker,
                linestyle="none",
                markersize=self.style.dot,
                markerfacecolor=look.fill or "none",
                markeredgecolor=look.edge if edged else "none",
                markeredgewidth=1.2 if edged else 0.0,
                transform=self._to_display(panel),
            )
        )

    def disc(self, x: float, y: float, radius: float, look: Look) -> None:
        """A round mark at x, y in points: a hatch is cut to the circle."""
        dashes = tuple(length * _ROUND_DASH for length in look.dashes)
        self._add(self._closed(Path.circle((x, y), radius), replace(look, dashes=dashes)))
        if look.hatch and look.edge:
            lean = 1 if look.hatch == "/" else -1
            for share in (-0.5, 0.0, 0.5):
                half = radius * (1 - share**2) ** 0.5 * 0.7071
                dx, dy = -share * radius * 0.7071 * lean, share * radius * 0.7071
                self.line([x + dx - half, x + dx + half], [y + dy - half * lean, y + dy + half * lean], look.edge, 0.7)

    def shapes(self, polygons: Sequence[Sequence[tuple[float, float]]], look: Look) -> None:
        """Closed polygons of one look, in points."""
        corners = [corner for polygon in polygons for corner in (*polygon, polygon[0])]
        codes = [c for p in polygons for c in (Path.MOVETO, *[Path.LINETO] * (len(p) - 1), Path.CLOSEPOLY)]
        self._add(self._closed(Path(corners, codes), look))

    def _closed(self, path: Path, look: Look) -> PathPatch:
        return PathPatch(
            path,
            facecolor=look.fill or "none",
            edgecolor=look.edge or "none",
            linewidth=look.line,
            linestyle=(0, look.dashes) if look.dashes else "-",
            transform=self._points,
        )

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        colour: Colour,
        bold: bool = False,
        angle: float = 0.0,
    ) -> None:
        """A line of text with its left end on the baseline at x, in points, turned about that point."""
        font = self._fonts.get((size, bold))
        if font is None:
            font = self._fonts[size, bold] = FontProperties(size=size, weight="bold" if bold else "normal")
        self._add(
            Words(
                x,
                baseline,
                text,
                color=colour,
                verticalalignment="baseline",
                horizontalalignment="left",
                fontproperties=font,
                rotation=angle,
                rotation_mode="anchor",
                parse_math=False,
                transform=self._points,
            )
        )

    def label(self, label: Label, x: float, top: float, colour: Colour, align: Align = LEFT) -> None:
        """A measured label whose upper edge is at `top`, its left, middle or right at x."""
        for line, width, baseline in zip(label.lines, label.widths, self.lettering.baselines(label, top), strict=True):
            self.text(x - width * align, baseline, line, label.size, colour, label.bold)

    def upright(self, label: Label, x: float, bottom: float, colour: Colour) -> None:
        """A one-line label turned to read upwards, centred on x."""
        shift = (self.lettering.ascent - self.lettering.descent) / 2 * label.size
        for line in label.lines:
            self.text(x + shift, bottom, line, label.size, colour, label.bold, angle=90.0)
